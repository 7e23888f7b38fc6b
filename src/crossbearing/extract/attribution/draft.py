"""An attribution while it is being put together: token ranges, not yet characters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crossbearing.extract.attribution.lexicon import Cue
from crossbearing.extract.reported import SourcePhrase, Span
from crossbearing.model.made import made_often
from crossbearing.text.tokens import Sentence, Token

QUOTES = frozenset(['"', "“", "”", "``", "''", "«", "»"])
_EDGES = frozenset([",", ".", ":", ";", "-", "—", "–", "--", "...", "…", "'"])


@made_often
@dataclass(frozen=True, slots=True)
class Draft:
    """What one cue reports: ``cue_at`` is its first and last token, ``content`` document character spans."""

    sentence: int
    cue: Cue | None
    cue_at: tuple[int, int] | None
    content: tuple[Span, ...]
    sources: tuple[SourcePhrase, ...]
    rule: str
    negated: bool = False
    mode: str = "indirect"
    goes_on: bool = False
    quoted: tuple[Span, ...] = ()


def runs(indices: Iterable[int]) -> list[tuple[int, int]]:
    """Return the runs of consecutive numbers in ``indices``.

    >>> runs([4, 1, 2])
    [(1, 2), (4, 4)]
    """
    found: list[tuple[int, int]] = []
    for i in sorted(set(indices)):
        if found and found[-1][1] == i - 1:
            found[-1] = (found[-1][0], i)
        else:
            found.append((i, i))
    return found


def content_spans(sentence: Sentence, indices: Iterable[int]) -> tuple[Span, ...]:
    """Return the character spans of the tokens ``indices``, without "that" and the stops and commas at their edges."""
    spans: list[Span] = []
    for first, last in runs(indices):
        trimmed = trim(sentence, first, last)
        if trimmed is not None:
            a, b = trimmed
            spans.append((sentence.tokens[a].start, sentence.tokens[b].end))
    return tuple(spans)


def trim(sentence: Sentence, first: int, last: int) -> tuple[int, int] | None:
    """Drop stops, commas, dashes and a leading "that", "and" or "but" at the edges of a run of tokens."""
    tokens = sentence.tokens
    while first <= last and (_loose_start(tokens[first]) or (first and _is_that(tokens[first - 1], tokens[first]))):
        first += 1
    while last >= first and (tokens[last].text in _EDGES or tokens[last].dep == "cc"):
        last -= 1
    if first > last or all(t.tag in ("``", "''", ".", ",", ":", "POS", "HYPH") for t in tokens[first : last + 1]):
        return None
    return first, last


def _loose_start(token: Token) -> bool:
    if token.text in _EDGES or token.text in (")", "]"):
        return True
    return (token.lower == "that" and token.dep == "mark") or (
        token.dep == "cc" and token.lower in ("and", "but", "or")
    )


def _is_that(before: Token, token: Token) -> bool:
    """Say whether "that" behind a verb opens a clause though the tagger calls it a determiner."""
    return token.lower == "that" and before.is_verb and token.dep in ("det", "mark")


def by_sentence(drafts: Iterable[Draft]) -> dict[int, list[int]]:
    """Return where the drafts stand in their list, by the number of the sentence that holds their cue."""
    found: dict[int, list[int]] = {}
    for at, draft in enumerate(drafts):
        found.setdefault(draft.sentence, []).append(at)
    return found
