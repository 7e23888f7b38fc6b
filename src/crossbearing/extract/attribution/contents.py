"""Where the content of a reporting verb stands: one function a pattern, tried in a fixed order."""

from __future__ import annotations

from crossbearing.extract.attribution.draft import QUOTES
from crossbearing.extract.attribution.lexicon import Cue, cue_of, nouns
from crossbearing.extract.attribution.lost_speakers import in_relative
from crossbearing.extract.attribution.repairs import only_tail
from crossbearing.extract.attribution.sources import phrase_bounds
from crossbearing.text.tokens import Sentence, Token

_TOLLS = frozenset(["toll", "number", "figure", "count", "total"])


def content_of(sentence: Sentence, verb: Token, cue: Cue, last: int, subject: Token | None) -> tuple[str, list[int]]:
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
    if not clauses:
        clauses = [t for t in sentence.children(verb, "advcl") if _opens_with(sentence, t, ("that", "whether", "if"))]
        clauses = [t for t in clauses if t.i > verb.i and verb.lemma in ("ask", "tell", "wonder", "inform", "warn")]
    if not clauses:
        return []
    clause = clauses[-1] if clauses[-1].i > verb.i else clauses[0]
    if clause.i < verb.i and _only_beside(sentence, verb, cue):
        return []
    block = _block(sentence, verb, last, subject)
    words = [i for i in sentence.subtree(clause) if not block[0] <= i <= block[1]]
    if clause.i > verb.i:
        words += [i for t in clauses if t.i > verb.i for i in sentence.subtree(t) if i > block[1]]
    if not words:
        return []
    if clause.i > verb.i and min(words) > block[0]:
        return list(range(min(words), max(words) + 1))
    if subject is None and not sentence.children(verb, "aux"):
        return []
    if max(words) < block[0] or clause.i < verb.i:
        return _from_start(sentence, verb, words, block)
    return words


def _only_beside(sentence: Sentence, verb: Token, cue: Cue) -> bool:
    """Say whether a clause before the cue is none of its content: nobody denies what he has just been told to say, and
    a verb that says something of its own says nothing else ("army enters town, rebels deny losing it").
    """
    own = [t for t in sentence.children(verb, "xcomp") if t.i > verb.i and not _is_cue_participle(sentence, t)]
    return cue.act == "deny" or bool(own)


def _opens_with(sentence: Sentence, clause: Token, marks: tuple[str, ...]) -> bool:
    return any(t.lower in marks for t in sentence.children(clause, "mark"))


def with_tail(sentence: Sentence, verb: Token, words: list[int]) -> list[int]:
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
    found = [t for t in sentence.children(verb, "xcomp", "ccomp", "advcl") if t.i > last and has_to(sentence, t)]
    objects = [t for t in sentence.children(verb, "dobj", "dative") if t.i > last]
    if not found and objects:
        found = [t for t in sentence.children(objects[-1], "acl", "relcl") if has_to(sentence, t)]
    if not found:
        return []
    words = sentence.subtree(found[0])
    if objects and cue.commitment == "demand":
        words = words + sentence.subtree(objects[0])
    if cue.particle:
        words = [*words, last + 1]
    return with_tail(sentence, verb, [i for i in words if i > last])


def has_to(sentence: Sentence, token: Token) -> bool:
    """Say whether a verb is an infinitive with "to"."""
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
        return with_tail(sentence, verb, words) if words else []
    prepositions = [t for t in sentence.children(verb, "prep", "dative") if t.lower in cue.takes and t.i > verb.i]
    if not prepositions:
        return []
    near = prepositions[0]
    words = [i for i in sentence.subtree(near) if i > near.i]
    objects = [t for t in sentence.children(verb, "dobj") if t.i > verb.i]
    if "toll" in cue.takes and (cue.lemma != "put" or any(t.lemma in _TOLLS for t in objects)):
        return []  # "put the toll at nine": the toll is told, not the nine alone; who raises a flag tells nothing
    if objects and ("object" in cue.takes or near.lower == "as"):
        words = words + sentence.subtree(objects[0])
    elif any(t.lower in nouns("time") for t in sentence.children(near, "pobj")):
        return []
    return with_tail(sentence, verb, words) if words else []


def _object(sentence: Sentence, verb: Token, cue: Cue, last: int, subject: Token | None) -> list[int]:
    """Find the noun phrase that is announced, condemned, described or called something."""
    if not cue.takes & {"object", "small", "toll", "responsible"}:
        return []
    objects = [t for t in sentence.children(verb, "dobj", "oprd", "attr", "acomp", "xcomp") if t.i > last]
    objects = [t for t in objects if t.lower not in nouns("time")]
    if "responsible" in cue.takes:
        found = [
            t for t in sentence.tokens[last + 1 : last + 10] if t.lower in ("responsible", "accountable", "liable")
        ]
        return list(range(last + 1, sentence.subtree(found[0])[-1] + 1)) if found else []
    if "toll" in cue.takes:
        objects = [t for t in objects if t.lemma in _TOLLS]
    if not objects or (subject is not None and objects[0].i == subject.i):
        return []
    words = [i for t in objects for i in sentence.subtree(t)]
    for preposition in sentence.children(verb, "prep"):
        if preposition.lower in cue.takes:
            words = words + sentence.subtree(preposition)
    return with_tail(sentence, verb, [i for i in words if i > last])


def _trailing(sentence: Sentence, verb: Token, cue: Cue, last: int, subject: Token | None) -> list[int]:
    """Find "<clause> <speaker> said" at the end of a sentence, where the parser made the clause something odd."""
    if "clause" not in cue.takes or subject is None or cue.commitment not in ("assert", "doubt"):
        return []
    if sentence.tokens[-1].text == ":" or in_relative(sentence, verb):
        return []
    if verb.tag not in ("VBD", "VBZ", "VBP", "VBN"):
        return []
    first, end = _block(sentence, verb, last, subject)
    tail = end if end > last else last
    subordinate = {i for t in sentence.children(verb, "advcl") for i in sentence.subtree(t)}
    if all(i in subordinate for i in range(first) if sentence.tokens[i].is_verb):
        return []  # "since the war began the ministry responded with grain"
    if first < 4 or not only_tail(sentence, sentence.tokens[tail]):
        return []
    if any(sentence.tokens[i].is_verb or sentence.tokens[i].text in QUOTES for i in range(first)):
        return list(range(first))
    return []
