"""Reporting verbs: complement clauses, clauses beside the cue, objects, passives."""

from __future__ import annotations

from crossbearing.extract.families.attribution.draft import QUOTES, Draft, content_spans
from crossbearing.extract.families.attribution.lexicon import Cue, cue_of, nouns
from crossbearing.extract.families.attribution.sources import phrase_bounds, sources_of
from crossbearing.extract.reported import SourcePhrase
from crossbearing.text.tokens import Sentence, Token

_SUBJECTS = ("nsubj", "nsubjpass")
_RELATIVE = frozenset(["who", "which", "that", "whom"])
_AUXILIARY = ("aux", "auxpass", "neg", "advmod")


def find_verbs(sentence: Sentence, number: int) -> list[Draft]:
    """Return what the reporting verbs of a sentence report, in text order."""
    found: list[Draft] = []
    for token in sentence.tokens:
        if not token.is_verb or token.dep in ("aux", "auxpass") or token.kind:
            continue
        draft = _passive(sentence, number, token) if _is_passive(sentence, token) else _active(sentence, number, token)
        if draft is not None:
            found.append(draft)
    return found


def _is_passive(sentence: Sentence, verb: Token) -> bool:
    if verb.tag != "VBN":
        return False
    if sentence.children(verb, "auxpass", "agent", "nsubjpass"):
        return True
    if verb.dep == "conj":
        return _is_passive(sentence, sentence.head(verb)) and not sentence.children(verb, "aux", "nsubj")
    return verb.dep in ("acl", "amod", "advcl") and not sentence.children(verb, "aux", "dobj", "ccomp")


def negated(sentence: Sentence, verb: Token) -> bool:
    """Say whether the verb is negated ("did not say")."""
    return any(t.dep == "neg" or t.lower in ("never", "no") for t in sentence.children(verb))


# --- speakers


def subject_of(sentence: Sentence, verb: Token) -> Token | None:
    """Return the speaker's head noun for an active verb: its own subject, a shared one, or the noun it modifies."""
    seen = verb
    for _ in range(6):
        own = sentence.children(seen, *_SUBJECTS)
        if own:
            return _antecedent(sentence, own[0], seen)
        head = sentence.head(seen)
        if seen.dep in ("acl", "relcl"):
            return _modified(sentence, head)
        if seen.dep == "pcomp" and head.lower in ("as", "in", "by", "of", "from", "for", "without", "after", "before"):
            quoted = sentence.head(head)
            objects = sentence.children(quoted, "dobj")
            if head.lower == "as" and objects and quoted.lemma in ("quote", "cite"):
                return objects[0]
            seen = quoted
        elif seen.dep in ("conj", "xcomp", "advcl", "pcomp", "prep", "ccomp") and head.is_verb:
            if seen.dep == "ccomp" and seen.tag != "VBG":
                return None
            seen = head
        else:
            return None
        if not seen.is_verb and seen.dep != "conj":
            return None
    return None


def _antecedent(sentence: Sentence, subject: Token, verb: Token) -> Token:
    if subject.lower in _RELATIVE and verb.dep == "relcl":
        return sentence.head(verb)
    return subject


def _modified(sentence: Sentence, noun: Token) -> Token | None:
    """Return who speaks through the noun of "issued a statement saying": the issuer, else the document itself."""
    if not noun.is_noun and not noun.kind:
        return None
    if noun.lemma in nouns("speech"):
        for child in sentence.children(noun, "prep", "poss"):
            objects = [child] if child.dep == "poss" else sentence.children(child, "pobj")
            if objects and (child.dep == "poss" or child.lower in ("by", "from")):
                return objects[0]
        governor = sentence.head(noun)
        if governor.dep == "prep":
            governor = sentence.head(governor)
        if governor.is_verb and governor.i != noun.i and noun.dep in ("dobj", "pobj"):
            return subject_of(sentence, governor) or noun
    return noun


def _inverted(sentence: Sentence, verb: Token) -> Token | None:
    """Return the speaker that the parser calls an object: "..., said Lavrov"."""
    before = sentence.tokens[verb.i - 1] if verb.i else None
    if before is None or not (before.text in QUOTES or before.text == ","):
        return None
    objects = sentence.children(verb, "dobj", "attr", "oprd", "npadvmod")
    near = [t for t in objects if 0 < t.i - verb.i < 8 and t.lower not in nouns("time")]
    return near[0] if near and verb.tag in ("VBD", "VBZ", "VBP") else None


def _outer_link(sentence: Sentence, verb: Token) -> tuple[SourcePhrase, ...]:
    """Return the outlet that was told ("told SANA") or that quotes ("SANA quoted a source as saying")."""
    if verb.lemma == "tell":
        told = sentence.children(verb, "dobj", "dative", "iobj")
        if told and _is_outlet(sentence, told[0]):
            return sources_of(sentence, told[0])
    if verb.dep == "pcomp":
        governor = sentence.head(sentence.head(verb))
        if governor.lemma in ("quote", "cite"):
            passive = _is_passive(sentence, governor)
            heads = _agents(sentence, governor) if passive else sentence.children(governor, "nsubj")
            return tuple(link for head in heads for link in sources_of(sentence, head))
    for preposition in sentence.children(verb, "prep"):
        if preposition.lower in ("to", "on"):
            objects = sentence.children(preposition, "pobj")
            if objects and _is_outlet(sentence, objects[0]):
                return sources_of(sentence, objects[0])
    return ()


def _is_outlet(sentence: Sentence, head: Token) -> bool:
    if head.kind:
        return head.kind == "outlet"
    if head.text.isupper() and len(head.text) > 1 and head.tag == "NNP":
        return True
    first, last = phrase_bounds(sentence, head)
    words = list(sentence.tokens[first : last + 1])
    return any(t.lower in nouns("outlet") for t in words) and any(t.tag in ("NNP", "NNPS") or t.kind for t in words)


# --- active verbs


def _active(sentence: Sentence, number: int, verb: Token) -> Draft | None:
    known = cue_of(sentence, verb, "verb")
    if known is None:
        return None
    cue, last = known
    subject = subject_of(sentence, verb) or _inverted(sentence, verb)
    rule, indices = _content(sentence, verb, cue, last, subject)
    spans = content_spans(sentence, indices)
    if not spans:
        return _awaits_quote(sentence, number, verb, cue, last, subject)
    sources = sources_of(sentence, subject) if subject is not None else ()
    outer = _outer_link(sentence, verb)
    chain = sources + tuple(link for link in outer if link.mention not in [s.mention for s in sources])
    return Draft(number, cue, (verb.i, last), spans, chain, rule, negated(sentence, verb), _mode(sentence, subject))


def _mode(sentence: Sentence, subject: Token | None) -> str:
    if subject is not None and subject.lemma in nouns("document") and not subject.kind:
        return "document"
    return "indirect"


def _awaits_quote(
    sentence: Sentence, number: int, verb: Token, cue: Cue, last: int, subject: Token | None
) -> Draft | None:
    """Keep a speaker whose words stand in the next sentences ("The minister said:"), to be filled by the quotations."""
    if cue.commitment != "assert" or "clause" not in cue.takes or subject is None:
        return None
    ends = [t for t in sentence.tokens[last + 1 :] if t.tag not in ("''", "``")]
    if (ends and ends[-1].text == ":") or verb.lemma in ("say", "add", "tell", "continue", "go", "write"):
        colon = bool(ends) and ends[-1].text == ":"
        chain = sources_of(sentence, subject) + _outer_link(sentence, verb)
        return Draft(
            number, cue, (verb.i, last), [], chain, "attribution.quote", negated(sentence, verb), goes_on=colon
        )
    return None


def _content(sentence: Sentence, verb: Token, cue: Cue, last: int, subject: Token | None) -> tuple[str, list[int]]:
    """Return the rule that found the content and the content's token indices (empty where there is none)."""
    tries = (
        ("attribution.colon", _after_colon),
        ("attribution.complement", _complement),
        ("attribution.parataxis", _beside),
        ("attribution.infinitive", _infinitive),
        ("attribution.preposition", _prepositional),
        ("attribution.object", _object),
        ("attribution.trailing", _trailing),
    )
    for rule, attempt in tries:
        indices = attempt(sentence, verb, cue, last, subject)
        if indices:
            return rule, indices
    return "", []


def _block(sentence: Sentence, verb: Token, last: int, subject: Token | None) -> tuple[int, int]:
    """Return the first and last token of the reporting words: subject, auxiliaries, cue and what hangs on it alone."""
    first, end = verb.i, last
    for child in sentence.children(verb):
        if child.dep in ("aux", "auxpass", "neg") and child.i < verb.i:
            first = min(first, child.i)
    if subject is not None and sentence.head(subject).i == verb.i:
        a, b = phrase_bounds(sentence, subject, whole=True)
        first, end = min(first, a), max(end, b)
        while first > 0 and sentence.tokens[first - 1].dep == "advmod" and sentence.tokens[first - 1].head == verb.i:
            first -= 1
    return first, end


def _after_colon(sentence: Sentence, verb: Token, cue: Cue, last: int, subject: Token | None) -> list[int]:
    """Find "said: ..." where no other word than an addressee stands between cue and colon."""
    if "clause" not in cue.takes and "person" not in cue.takes:
        return []
    for token in sentence.tokens[last + 1 : last + 14]:
        if token.text == ":":
            return list(range(token.i + 1, len(sentence.tokens)))
        if (token.is_verb and token.dep not in ("aux", "acl")) or token.text in QUOTES:
            return []
    return []


def _complement(sentence: Sentence, verb: Token, cue: Cue, last: int, subject: Token | None) -> list[int]:
    """Find the complement clause, after the cue or before it."""
    if not cue.takes & {"clause", "person", "small"}:
        return []
    clauses = sentence.children(verb, "ccomp")
    if not clauses and "person" in cue.takes | {"person"}:
        clauses = [t for t in sentence.children(verb, "advcl") if _opens_with(sentence, t, ("that", "whether", "if"))]
        clauses = [t for t in clauses if t.i > verb.i and verb.lemma in ("ask", "tell", "wonder", "inform", "warn")]
    if not clauses:
        return []
    clause = clauses[-1] if clauses[-1].i > verb.i else clauses[0]
    block = _block(sentence, verb, last, subject)
    words = [i for i in sentence.subtree(clause) if not block[0] <= i <= block[1]]
    if not words:
        return []
    if clause.i > verb.i and min(words) > block[0]:
        return _with_tail(sentence, verb, words)
    if max(words) < block[0] or clause.i < verb.i:
        return _from_start(sentence, verb, words, block)
    return words


def _opens_with(sentence: Sentence, clause: Token, marks: tuple[str, ...]) -> bool:
    return any(t.lower in marks for t in sentence.children(clause, "mark"))


def _with_tail(sentence: Sentence, verb: Token, words: list[int]) -> list[int]:
    """Fill the gaps of a clause after the cue and add what the parser hung on the cue behind it without a comma."""
    first, end = min(words), max(words)
    for child in sentence.children(verb):
        if child.i > end and child.dep in ("prep", "advcl", "npadvmod", "advmod"):
            between = sentence.tokens[end + 1 : sentence.subtree(child)[0]]
            if between or child.lower == "according" or _is_cue_participle(sentence, child):
                break
            end = max(end, sentence.subtree(child)[-1])
    return list(range(first, end + 1))


def _is_cue_participle(sentence: Sentence, token: Token) -> bool:
    return token.tag == "VBG" and cue_of(sentence, token, "verb") is not None


def _from_start(sentence: Sentence, verb: Token, words: list[int], block: tuple[int, int]) -> list[int]:
    """Return what stands before the reporting words, from the start of the sentence where the cue governs it all."""
    start = min(words)
    if verb.dep == "ROOT":
        start = 0
    before = list(range(start, block[0]))
    after = [i for i in words if i > block[1]]
    return before + (list(range(min(after), max(after) + 1)) if after else [])


def _beside(sentence: Sentence, verb: Token, cue: Cue, last: int, subject: Token | None) -> list[int]:
    """Find the clause that a reporting clause is set into ("the raid, medics said, killed five")."""
    if "clause" not in cue.takes or subject is None or cue.commitment in ("intent", "stance"):
        return []
    head = sentence.head(verb)
    if (
        verb.dep not in ("parataxis", "ccomp", "advcl", "dep")
        or head.i == verb.i
        or not _set_off(sentence, verb, last, subject)
    ):
        return []
    first, end = _block(sentence, verb, last, subject)
    mine = list(sentence.subtree(verb))
    inside = set(range(min(first, min(mine)), max(end, max(mine)) + 1))
    if head.dep == "ROOT":
        return [i for i in range(len(sentence.tokens)) if i not in inside]
    return [i for i in sentence.subtree(head) if i not in inside]


def _set_off(sentence: Sentence, verb: Token, last: int, subject: Token) -> bool:
    first, end = _block(sentence, verb, last, subject)
    if any(t.dep == "mark" for t in sentence.children(verb)):
        return False
    before = sentence.tokens[first - 1].text if first else ""
    if before not in (",", "-", "—", "–") and before not in QUOTES:
        return False
    rest = sentence.tokens[end + 1 :]
    return not rest or verb.dep == "parataxis" or any(t.text in (",", ".", "-", "—") for t in rest[:6])


def _infinitive(sentence: Sentence, verb: Token, cue: Cue, last: int, subject: Token | None) -> list[int]:
    """Find "to do" after the cue, with the object it is asked of."""
    if "infinitive" not in cue.takes:
        return []
    found = [t for t in sentence.children(verb, "xcomp", "ccomp", "advcl") if t.i > last and _has_to(sentence, t)]
    objects = [t for t in sentence.children(verb, "dobj", "dative") if t.i > last]
    if not found and objects:
        found = [t for t in sentence.children(objects[-1], "acl", "relcl") if _has_to(sentence, t)]
    if not found:
        return []
    words = sentence.subtree(found[0])
    if objects and cue.commitment == "demand":
        words = words + sentence.subtree(objects[0])
    if cue.particle:
        words = [*words, last + 1]
    return _with_tail(sentence, verb, [i for i in words if i > last])


def _has_to(sentence: Sentence, token: Token) -> bool:
    return any(t.lower == "to" for t in sentence.children(token, "aux"))


def _prepositional(sentence: Sentence, verb: Token, cue: Cue, last: int, subject: Token | None) -> list[int]:
    """Find "of", "for", "about" and the like with what follows; with the object for "accused X of doing Y"."""
    if cue.particle:
        words = [
            i
            for child in sentence.children(verb)
            if child.i >= last or sentence.subtree(child)[-1] > last
            if child.dep in ("prep", "dobj", "prt", "pobj", "xcomp", "pcomp", "acl", "ccomp")
            for i in sentence.subtree(child)
            if i > last
        ]
        return _with_tail(sentence, verb, words) if words else []
    prepositions = [t for t in sentence.children(verb, "prep", "dative") if t.lower in cue.takes and t.i > verb.i]
    if not prepositions:
        return []
    near = prepositions[0]
    words = [i for i in sentence.subtree(near) if i > near.i]
    objects = [t for t in sentence.children(verb, "dobj") if t.i > verb.i]
    if objects and "object" in cue.takes:
        words = words + sentence.subtree(objects[0])
    elif any(t.lower in nouns("time") for t in sentence.children(near, "pobj")):
        return []
    return _with_tail(sentence, verb, words) if words else []


def _object(sentence: Sentence, verb: Token, cue: Cue, last: int, subject: Token | None) -> list[int]:
    """Find the noun phrase that is announced, condemned, described or called something."""
    if not cue.takes & {"object", "small"}:
        return []
    objects = [t for t in sentence.children(verb, "dobj", "oprd", "attr", "acomp", "xcomp") if t.i > last]
    objects = [t for t in objects if t.lower not in nouns("time")]
    if not objects or (subject is not None and objects[0].i == subject.i):
        return []
    words = [i for t in objects for i in sentence.subtree(t)]
    for preposition in sentence.children(verb, "prep"):
        if preposition.lower in cue.takes:
            words = words + sentence.subtree(preposition)
    return _with_tail(sentence, verb, [i for i in words if i > last])


def _trailing(sentence: Sentence, verb: Token, cue: Cue, last: int, subject: Token | None) -> list[int]:
    """Find "<clause> <speaker> said" at the end of a sentence, where the parser made the clause something odd."""
    if "clause" not in cue.takes or subject is None or cue.commitment not in ("assert", "doubt"):
        return []
    if verb.tag not in ("VBD", "VBZ", "VBP", "VBN"):
        return []
    first, end = _block(sentence, verb, last, subject)
    rest = [t for t in sentence.tokens[end + 1 :] if t.dep != "punct"]
    if first < 4 or any(t.is_verb or t.text in QUOTES for t in rest) or len(rest) > 8:
        return []
    if any(sentence.tokens[i].is_verb or sentence.tokens[i].text in QUOTES for i in range(first)):
        return list(range(first))
    return []


# --- passives


def _agents(sentence: Sentence, verb: Token) -> list[Token]:
    return [t for agent in sentence.children(verb, "agent") for t in sentence.children(agent, "pobj")]


def _passive(sentence: Sentence, number: int, verb: Token) -> Draft | None:
    """Find "is believed to", "it was announced that" and "condemned by the council"."""
    agents = _agents(sentence, verb)
    known = cue_of(sentence, verb, "passive") if not agents else None
    raised = [t for t in sentence.children(verb, "xcomp", "ccomp") if t.i > verb.i and _has_to(sentence, t)]
    if known is not None and raised:
        return _raised(sentence, number, verb, known[0], raised[0])
    active = cue_of(sentence, verb, "verb")
    if active is None:
        return None
    cue, last = active
    clauses = sentence.children(verb, "ccomp")
    sources = tuple(link for agent in agents for link in sources_of(sentence, agent))
    if clauses and clauses[-1].i > verb.i and ("clause" in cue.takes or "person" in cue.takes):
        words = _with_tail(sentence, verb, sentence.subtree(clauses[-1]))
    elif agents and cue.takes & {"object", "clause"}:
        words = _patient(sentence, verb)
    else:
        return None
    spans = content_spans(sentence, words)
    if not spans:
        return None
    mode = "indirect" if sources else "unattributed"
    return Draft(number, cue, (verb.i, last), spans, sources, "attribution.passive", negated(sentence, verb), mode)


def _patient(sentence: Sentence, verb: Token) -> list[int]:
    subjects = sentence.children(verb, "nsubjpass")
    if subjects and subjects[0].lower not in _RELATIVE:
        return sentence.subtree(subjects[0])
    if verb.dep in ("acl", "relcl"):
        first, last = phrase_bounds(sentence, sentence.head(verb))
        return list(range(first, min(last, verb.i - 1) + 1))
    return []


def _raised(sentence: Sentence, number: int, verb: Token, cue: Cue, complement: Token) -> Draft | None:
    subjects = sentence.children(verb, "nsubjpass", "nsubj")
    words = list(sentence.subtree(complement))
    for subject in subjects:
        if subject.lower not in ("it", "there") or subject.dep == "nsubjpass":
            words = words + sentence.subtree(subject)
    spans = content_spans(sentence, words)
    auxiliaries = [t.i for t in sentence.children(verb, "auxpass")]
    first = auxiliaries[-1] if auxiliaries and auxiliaries[-1] == verb.i - 1 else verb.i
    return Draft(
        number, cue, (first, verb.i), spans, (), "attribution.passive", negated(sentence, verb), "unattributed"
    )
