"""Repairs for sentences whose parse lost the reporting words: agency copy without its commas.

"... killed five people on Thursday a monitoring group in the city said on Friday": the parser makes the speaker an
object of what stands before it. The words are found from the end of the sentence instead: a tail that tells when and
where, the cue, and before it the nearest noun phrase that can speak.
"""

from __future__ import annotations

from dataclasses import replace

from crossbearing.extract.attribution.draft import QUOTES, Draft, content_spans
from crossbearing.extract.attribution.lexicon import cue_of, glued_cue, nouns
from crossbearing.extract.attribution.lost_speakers import (
    FINITE,
    can_speak,
    in_relative,
    name_before,
    speaker_after,
    speaker_before,
)
from crossbearing.extract.attribution.sources import named_by
from crossbearing.extract.attribution.speakers import outer_link
from crossbearing.extract.reported import SourcePhrase
from crossbearing.text.tokens import Sentence, Token

_LONGEST_TAIL = 18
_LONGEST_PHRASE = 10
# Fewer tokens before a speaker tell nothing.
_LEAST_TOLD = 3


def with_final(sentence: Sentence, number: int, drafts: list[Draft]) -> list[Draft]:
    """Replace what the parse made of a sentence-final "<speaker> said", or add it where the parse lost it."""
    quoted = _final_quoted(sentence, number)
    if quoted is not None:
        return [*(d for d in drafts if d.cue_at is None or d.cue_at[0] not in quoted[1]), quoted[0]]
    cue_token = _final_cue(sentence)
    if cue_token is None or sentence.tokens[-1].text == ":" or _sound(sentence, cue_token, drafts):
        return drafts
    known = glued_cue(cue_token) or cue_of(sentence, cue_token, "verb")
    if known is None or "clause" not in known[0].takes or known[0].commitment not in ("assert", "doubt"):
        return drafts
    cue, last = known
    found = _speaker(sentence, cue_token)
    if found is None:
        return drafts
    first, end = found
    before = min(first, cue_token.i)
    if before < 3 or not _clause_before(sentence, cue_token, before):
        return drafts
    sources = _named(sentence, first, end)
    outer = tuple(s for s in outer_link(sentence, cue_token) if s.mention not in [o.mention for o in sources])
    spans = content_spans(sentence, range(before))
    draft = Draft(number, cue, (cue_token.i, last), spans, sources + outer, "attribution.trailing")
    # "SOHR said Sunday adding that ...": who adds it is who said.
    others = [
        replace(d, sources=draft.sources) if not d.sources and d.cue_at is not None and d.cue_at[0] > cue_token.i else d
        for d in drafts
        if d.cue_at is None or d.cue_at[0] != cue_token.i
    ]
    return [*others, draft]


def _final_quoted(sentence: Sentence, number: int) -> tuple[Draft, range] | None:
    """Return what stands before a final "the wire quoted a medic as saying", and the tokens of these words; else None.

    "A medic was quoted by the wire as saying" and "was quoted as saying by the wire" are read alike.
    """
    tokens = sentence.tokens
    saying = next((t for t in reversed(tokens) if t.lower == "saying" and tokens[t.i - 1].lower == "as"), None)
    if saying is None:
        return None
    quoting = next((t for t in reversed(tokens[: saying.i]) if t.lemma in ("quote", "cite") and t.is_verb), None)
    known = cue_of(sentence, saying, "verb")
    if quoting is None or known is None or not only_tail(sentence, saying):
        return None
    passive = quoting.tag == "VBN" and tokens[quoting.i - 1].lemma == "be"
    subject = _named_before(sentence, quoting.i - 1 if passive else quoting.i)
    if subject is None or subject[0] < _LEAST_TOLD:
        return None
    speaker = subject if passive else (quoting.i + 1, saying.i - 2)
    outer = _quoted_by(sentence, quoting, saying) if passive else _named(sentence, *subject)
    if not any(can_speak(t) for t in tokens[speaker[0] : speaker[1] + 1]):
        return None
    spans = content_spans(sentence, range(subject[0]))
    chain = _named(sentence, *speaker) + outer
    draft = Draft(number, known[0], (saying.i, known[1]), spans, chain, "attribution.trailing")
    return draft, range(subject[0], len(tokens))


def _quoted_by(sentence: Sentence, quoting: Token, saying: Token) -> tuple[SourcePhrase, ...]:
    """Return who quotes in "was quoted by the wire as saying" and "as saying by the wire", if anybody is told."""
    tokens = sentence.tokens
    by = next((t.i for t in tokens[quoting.i + 1 :] if t.lower == "by"), None)
    if by is None:
        return ()
    end = by
    for token in tokens[by + 1 : saying.i - 1 if by < saying.i else len(tokens)]:
        if token.dep == "punct" or token.tag in ("IN", "TO") or token.lower in nouns("time"):
            break
        end = token.i
    return _named(sentence, by + 1, end) if end > by else ()


def _named_before(sentence: Sentence, cue: int) -> tuple[int, int] | None:
    """Return the speaker before a cue, from the name before "the head of the body" on, or None."""
    found = speaker_before(sentence, cue)
    if found is None:
        return None
    start = name_before(sentence, found[0])
    return (found[0] if start is None else start), found[1]


def _speaker(sentence: Sentence, cue: Token) -> tuple[int, int] | None:
    """Return the first and last token of the speaker, with the name before "the head of the body", or None."""
    if only_tail(sentence, cue) or glued_cue(cue) is not None:
        before = _named_before(sentence, cue.i)
        if before is not None:
            return before
    return speaker_after(sentence, cue.i)


def _named(sentence: Sentence, first: int, last: int) -> tuple[SourcePhrase, ...]:
    """Return the links of the speaker, of each where two are joined by "and"."""
    tokens = sentence.tokens
    joint = next((t.i for t in tokens[first + 1 : last] if t.lower == "and" and can_speak(tokens[t.i - 1])), None)
    if joint is None:
        return named_by(sentence, first, last)
    return named_by(sentence, first, joint - 1) + named_by(sentence, joint + 1, last)


def _clause_before(sentence: Sentence, cue: Token, before: int) -> bool:
    """Say whether a clause or a quotation stands before the speaker, and not only "since the war began,"."""
    tokens = sentence.tokens[:before]
    aside: set[int] = set()
    if tokens[-1].text == ",":
        aside.update(i for t in sentence.children(cue, "advcl") for i in sentence.subtree(t))
    return any(((t.is_verb or t.tag == "MD") and t.i not in aside) or t.text in QUOTES for t in tokens)


def _sound(sentence: Sentence, cue: Token, drafts: list[Draft]) -> bool:
    """Say whether the parse already has a speaker beside the cue and words before it."""
    for draft in drafts:
        if draft.cue_at is None or draft.cue_at[0] != cue.i or not draft.content or not draft.sources:
            continue
        extents = [s.extent for s in draft.sources if s.extent is not None]
        before = [e for e in extents if e[1] <= cue.start]
        if not before:
            if extents and extents[0][0] >= cue.end and cue.lemma != "tell":
                return True
            continue
        start = min(e[0] for e in before)
        if _swollen(sentence.document_text[start : max(e[1] for e in before)]):
            return False
        gap = sentence.document_text[max(e[1] for e in before) : cue.start]
        if any(mark in gap for mark in QUOTES):
            return False  # the "speaker" stands inside the quotation
        return len(gap.split()) <= 2 and _starts_phrase(sentence, start)
    return False


def _swollen(phrase: str) -> bool:
    """Say whether a speaker's phrase is so long without a comma that a clause must have been swallowed."""
    return len(phrase.split()) > _LONGEST_PHRASE and "," not in phrase


def _starts_phrase(sentence: Sentence, start: int) -> bool:
    """Say whether a comma, a quotation mark, a verb or the sentence's start stands before the speaker."""
    token = next((t for t in sentence.tokens if t.start >= start), None)
    if token is None or token.i == 0:
        return True
    before = sentence.tokens[token.i - 1]
    return before.dep in ("punct", "cc", "mark") or before.text in QUOTES or before.tag in ("CC", "IN", "WRB", "RB")


def _final_cue(sentence: Sentence) -> Token | None:
    """Return the last finite reporting verb if nothing but a tail follows it."""
    tokens = sentence.tokens
    if tokens and glued_cue(tokens[-1]) is not None:
        return tokens[-1]
    for token in reversed(tokens):
        if token.tag not in ("VBD", "VBZ", "VBP", "VBN") or token.i < 3:
            continue
        if cue_of(sentence, token, "verb") is None:
            continue
        loose = token.tag == "VBN" and token.dep in ("acl", "amod") and token.lemma not in ("say", "report", "announce")
        if loose or in_relative(sentence, token):
            continue
        spoken = only_tail(sentence, token) or speaker_after(sentence, token.i) is not None
        if spoken:
            return token
    return None


def only_tail(sentence: Sentence, cue: Token) -> bool:
    """Say whether nothing but when, where and to whom stands behind the cue."""
    rest = [t for t in sentence.tokens[cue.i + 1 :] if t.dep != "punct" and t.text not in QUOTES]
    if not rest or len(rest) > _LONGEST_TAIL:
        return not rest
    first = rest[0]
    if first.lower == "that" or first.text == ":":
        return False
    if cue.lemma == "tell":
        named = first.is_noun or bool(first.kind) or first.tag == "DT"
        return named and not any(t.tag in FINITE for t in rest)
    opens = first.tag in ("IN", "TO", "RB", "RBR", "VBG") or first.lower in nouns("time")
    # What happened meanwhile may follow the report ("said on Friday days after a raid killed ten").
    aside = next((n for n, t in enumerate(rest) if t.lower in _ASIDES), len(rest))
    return opens and not any(t.tag in FINITE and not in_relative(sentence, t) for t in rest[:aside])


_ASIDES = frozenset(["after", "as", "when", "while", "before", "since", "hours", "days"])
