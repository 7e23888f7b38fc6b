"""Reporting verbs, active and passive: joins cue, speaker and content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crossbearing.extract.attribution.contents import content_of, has_to, with_tail
from crossbearing.extract.attribution.draft import Draft, content_spans
from crossbearing.extract.attribution.lexicon import Cue, cue_of, nouns
from crossbearing.extract.attribution.lost_speakers import speaker_before
from crossbearing.extract.attribution.sources import named_by, phrase_bounds, sources_of
from crossbearing.extract.attribution.speakers import (
    RELATIVE,
    agents,
    can_say,
    is_mute,
    is_passive,
    outer_link,
    subject_of,
)
from crossbearing.extract.reported import SourcePhrase, Span
from crossbearing.text.tokens import Sentence, Token

# Past tenses that the tagger often takes for participles; other bare participles report nothing by themselves.
_OFTEN_VBN = frozenset(
    ["say", "tell", "add", "report", "announce", "confirm", "claim", "warn", "deny", "accuse", "urge"]
)


def find_verbs(sentence: Sentence, number: int) -> list[Draft]:
    """Return what the reporting verbs of a sentence report, in text order."""
    found: list[Draft] = []
    for token in sentence.tokens:
        if not token.is_verb or token.dep in ("aux", "auxpass") or token.kind:
            continue
        if token.lemma == "be":
            draft = _adjective(sentence, number, token)
        elif is_passive(sentence, token):
            draft = _passive(sentence, number, token)
        else:
            draft = _active(sentence, number, token)
        if draft is not None:
            found.append(draft)
    return _with_cited(sentence, found)


def _with_cited(sentence: Sentence, drafts: list[Draft]) -> list[Draft]:
    """Put who is cited before who cites: "SANA reported, citing a police source, that ..." is source, then SANA."""
    kept = list(drafts)
    for draft in drafts:
        verb = sentence.tokens[draft.cue_at[0]] if draft.cue_at is not None else None
        if verb is None or verb.lemma not in ("cite", "quote") or verb.tag != "VBG":
            continue
        said = [d for d in kept if d is not draft and d.sources and d.cue is not None and d.cue.commitment == "assert"]
        told = min(said, key=lambda d: abs((d.cue_at or (0, 0))[0] - verb.i), default=None)
        cited = [t for t in sentence.children(verb, "dobj") if can_say(t)]
        inserted = told is not None and told.cue_at is not None and _cited_insert(sentence, told.cue_at[1]) is not None
        if told is None or not (inserted or cited):
            continue
        kept.remove(draft)
        if not inserted:
            kept[kept.index(told)] = replace(told, sources=sources_of(sentence, cited[0]) + told.sources)
    return kept


def negated(sentence: Sentence, verb: Token) -> bool:
    """Say whether the verb is negated ("did not say")."""
    for subject in sentence.children(verb, "nsubj", "nsubjpass"):
        nobody = [subject, *sentence.children(subject, "det", "preconj")]
        if any(t.lower in ("no", "neither", "nobody", "none", "no-one") for t in nobody):
            return True
    if verb.dep == "xcomp" and sentence.head(verb).lemma in ("decline", "refuse", "fail"):
        return True
    return any(t.dep == "neg" or t.lower in ("never", "neither", "nor") for t in sentence.children(verb))


def _active(sentence: Sentence, number: int, verb: Token) -> Draft | None:
    known = cue_of(sentence, verb, "verb")
    if known is None:
        return None
    cue, last = known
    if _idiom(sentence, verb):
        return None
    if verb.dep == "pcomp" and sentence.head(sentence.head(verb)).lemma in ("accuse", "suspect", "charge"):
        return None  # "accused the colonel of ordering a massacre" is one charge, not an order reported
    bare = verb.tag == "VBN" and not sentence.children(verb, "aux")
    if bare and (verb.dep == "acl" or (verb.dep == "ROOT" and verb.lemma not in _OFTEN_VBN)):
        return None
    subject = subject_of(sentence, verb)
    if subject is not None and cue.commitment != "semblance" and is_mute(subject):
        return None
    insert = _cited_insert(sentence, last)
    if insert is not None and subject is not None and "clause" in cue.takes:
        spans = content_spans(sentence, range(insert[1] + 2, len(sentence.tokens)))
        chain = named_by(sentence, *insert) + sources_of(sentence, subject)
        return Draft(number, cue, (verb.i, last), spans, chain, "attribution.complement", negated(sentence, verb))
    rule, indices = content_of(sentence, verb, cue, last, subject)
    spans = content_spans(sentence, indices)
    if not spans:
        return _awaits_quote(sentence, number, verb, cue, last, subject)
    if subject is not None and subject.lower == "it" and cue.lemma in ("emerge", "transpire", "seem", "appear"):
        return Draft(number, cue, (verb.i, last), spans, (), rule, negated(sentence, verb), "unattributed")
    sources = sources_of(sentence, subject) if subject is not None else _lost_subject(sentence, verb, cue, spans)
    outer = outer_link(sentence, verb)
    chain = sources + tuple(link for link in outer if link.mention not in [s.mention for s in sources])
    return Draft(number, cue, (verb.i, last), spans, chain, rule, negated(sentence, verb), _mode(sentence, subject))


def _lost_subject(sentence: Sentence, verb: Token, cue: Cue, spans: Sequence[Span]) -> tuple[SourcePhrase, ...]:
    """Return the speaker right before a cue whose subject the parser gave away ("In Homs local sources said ...")."""
    spoken = cue.commitment in ("assert", "doubt") and "clause" in cue.takes
    if not spoken or verb.tag not in ("VBD", "VBZ", "VBP", "VBG") or spans[0][0] < verb.end:
        return ()
    found = speaker_before(sentence, verb.i)
    return () if found is None else named_by(sentence, *found)


def _cited_insert(sentence: Sentence, last: int) -> tuple[int, int] | None:
    """Return who is cited in "reported, citing a military source, that ...": first and last token of the phrase."""
    tokens = sentence.tokens
    comma = last + 1 < len(tokens) and tokens[last + 1].text == ","
    at = last + 2 if comma else last + 1
    if at >= len(tokens) or tokens[at].lower not in ("citing", "quoting"):
        return None
    stop = next((t.i for t in tokens[at + 1 : at + 16] if t.text == "," or (not comma and t.lower == "that")), None)
    if stop is None or not any(t.is_verb for t in tokens[stop + 1 :]):
        return None
    return at + 1, stop - 1


def _idiom(sentence: Sentence, verb: Token) -> bool:
    """Say whether the words are no report: "claimed nine lives", "so called"."""
    if verb.lemma == "claim" and any(t.lemma in ("life", "victim") for t in sentence.children(verb, "dobj")):
        return True
    return verb.lower == "called" and verb.i > 0 and sentence.tokens[verb.i - 1].lower == "so"


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
        chain = sources_of(sentence, subject) + outer_link(sentence, verb)
        return Draft(
            number, cue, (verb.i, last), (), chain, "attribution.quote", negated(sentence, verb), goes_on=colon
        )
    return None


def _adjective(sentence: Sentence, number: int, verb: Token) -> Draft | None:
    """Find "is clear that", "are convinced that" with somebody as subject."""
    subjects = [t for t in sentence.children(verb, "nsubj") if t.lower not in ("it", "this", "that", "there", "what")]
    for word in sentence.children(verb, "acomp"):
        known = cue_of(sentence, word, "adjective")
        clauses = [t for t in sentence.children(word, "ccomp") + sentence.children(verb, "ccomp") if t.i > word.i]
        if known is None or not clauses or not subjects:
            continue
        words = with_tail(sentence, verb, sentence.subtree(clauses[0]))
        spans = content_spans(sentence, words)
        sources = sources_of(sentence, _antecedent_of(sentence, subjects[0], verb))
        at = (word.i - 1 if word.i == verb.i + 1 else word.i, word.i)
        return Draft(number, known[0], at, spans, sources, "attribution.adjective", negated(sentence, verb))
    return None


def _antecedent_of(sentence: Sentence, subject: Token, verb: Token) -> Token:
    return sentence.head(verb) if subject.lower in RELATIVE and verb.dep == "relcl" else subject


# --- passives


def _passive(sentence: Sentence, number: int, verb: Token) -> Draft | None:
    """Find "is believed to", "it was announced that" and "condemned by the council"."""
    by = agents(sentence, verb)
    known = cue_of(sentence, verb, "passive") if not by else None
    raised = [t for t in sentence.children(verb, "xcomp", "ccomp") if t.i > verb.i and has_to(sentence, t)]
    if not raised and known is not None:
        raised = [t for t in sentence.children(verb, "oprd", "acomp", "xcomp", "advcl") if t.i == verb.i + 1]
        raised = [t for t in raised if t.tag in ("VBN", "JJ")]
    if known is not None and raised:
        return _raised(sentence, number, verb, known[0], raised[0])
    active = cue_of(sentence, verb, "verb")
    if active is None:
        return None
    cue, last = active
    clauses = sentence.children(verb, "ccomp")
    sources = tuple(link for agent in by for link in sources_of(sentence, agent))
    if clauses and clauses[-1].i > verb.i and ("clause" in cue.takes or "person" in cue.takes):
        words = with_tail(sentence, verb, sentence.subtree(clauses[-1]))
    elif by and "object" in cue.takes and cue.commitment not in ("perception", "semblance"):
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
    if subjects and subjects[0].lower not in RELATIVE:
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
