"""What claims teach: every word that could fill a role of them, with the role that it does fill; how they are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from crossbearing.evaluate.scoring import ClaimJson
from crossbearing.extract.assembly import clipped
from crossbearing.extract.engine import Extractor
from crossbearing.extract.fields import completed
from crossbearing.extract.judge.proposals import propose, recast, usual_frames
from crossbearing.extract.judge.roles import NONE, PLACES, TIME, Asked, asked, head_of, time_heads
from crossbearing.extract.rule import Candidate, Frame, Reading
from crossbearing.extract.stages import Arbitrated
from crossbearing.text.tokens import Token

Place = tuple[int, int]
"""Where a word stands in a document: its sentence and its token."""


class RoleCase(NamedTuple):
    """A claim as frames and phrases have it, the words that may fill a role of it, and the role that each fills."""

    reading: Reading
    candidate: Candidate
    words: tuple[Asked, ...]
    wanted: tuple[str, ...]


class MannerCase(NamedTuple):
    """A claim as frames and phrases have it, its modality and mode."""

    reading: Reading
    candidate: Candidate
    modality: str
    mode: str


class CountCase(NamedTuple):
    """A claim as frames and phrases have it, and its counts: what the phrases of its sentence count, and their scope.

    ``counts`` are by the head of the phrase.
    """

    reading: Reading
    candidate: Candidate
    counts: Mapping[int, tuple[str, str]]


class Counted(NamedTuple):
    """A count that somebody read: from where to where its words stand, what it counts, what it spans."""

    start: int
    end: int
    quantity: str
    scope: str


class Marked(NamedTuple):
    """A claim that somebody read: its class, and from where to where in the text the words for each role stand.

    ``roles`` is None where nobody read them, ``told`` where nobody read how it is told, ``counts`` what it counts.
    """

    cls: str
    roles: tuple[tuple[str, int, int], ...] | None
    told: Telling | None
    counts: tuple[Counted, ...] | None


class Telling(NamedTuple):
    """How a claim is told: its modality and its mode."""

    modality: str
    mode: str


@dataclass(slots=True)
class ClaimCases:
    """What the claims of a document teach of their roles, of how they are told, and of their counts."""

    roles: list[RoleCase] = field(default_factory=list)
    manner: list[MannerCase] = field(default_factory=list)
    counts: list[CountCase] = field(default_factory=list)


@lru_cache(maxsize=4)
def frames_of(extractor: Extractor) -> Mapping[str, Frame]:
    """Return the usual frame of each class, by which the judge makes claims of its own."""
    return usual_frames([frame for family in extractor.families for frame in family.frames])


def claim_cases(
    sentences: Sequence[Arbitrated], claims: Mapping[Place, Marked], frames: Mapping[str, Frame]
) -> ClaimCases:
    """Return what the claims of a document teach; of what no candidate can be made nothing is learned."""
    found = ClaimCases()
    for (number, word), claim in sorted(claims.items()):
        ruled = sentences[number]
        candidate = _candidate(ruled, word, claim.cls, frames)
        if candidate is None:
            continue
        if claim.told is not None:
            found.manner.append(MannerCase(ruled.reading, candidate, *claim.told))
        if claim.counts is not None and ruled.reading.quantities:
            found.counts.append(CountCase(ruled.reading, candidate, _counts(ruled.reading, claim.counts)))
        if claim.roles is not None:
            fills = dict(_fills(ruled.reading, claim.roles))
            words = tuple(asked(ruled.reading, candidate))
            wanted = tuple(fills.get(one.word, NONE) for one in words)
            found.roles.append(RoleCase(ruled.reading, candidate, words, wanted))
    return found


def _counts(reading: Reading, counts: Sequence[Counted]) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for one in counts:
        inside = (p for p in reading.quantities if p.mention.start < one.end and one.start < p.mention.end)
        phrase = min(inside, key=lambda p: (p.mention.end - p.mention.start, p.first), default=None)
        if phrase is not None:
            found.setdefault(phrase.head, (one.quantity, one.scope))
    return found


def _candidate(ruled: Arbitrated, word: int, cls: str, frames: Mapping[str, Frame]) -> Candidate | None:
    """Return the claim of a class on a word as the rules have it, else as the judge would make it."""
    told = next((c for c in ruled.kept if c.predicate == word), None)
    if told is not None:
        return told if told.cls == cls else recast(told, cls, "")
    made = propose(frames, ruled.reading, ruled.reading.sentence.tokens[word], cls)
    if made is None:
        return None
    return completed(ruled.reading, [*ruled.kept, clipped(ruled.reading, made)])[-1]


def _fills(reading: Reading, roles: Sequence[tuple[str, int, int]]) -> Iterator[tuple[int, str]]:
    """Yield the words that fill roles; a time or place is filled by the head of its phrase."""
    for role, start, end in reversed(roles):  # the first counts where a word fills two
        token = head_of(reading.sentence, start, end)
        if token is None:
            continue
        word = _phrase_head(reading, role, _name_head(reading, token))
        if word is not None:
            yield word, role


def _name_head(reading: Reading, token: Token) -> Token:
    """Return the word on which a part of a name hangs: "Abu" of "Abu Omar"; "rebel" of "rebel raids" stays."""
    for _ in range(_PARTS):
        above = reading.sentence.head(token)
        if token.dep != "compound" or not token.tag.startswith("NNP") or not above.tag.startswith("NNP"):
            break
        token = above
    return token


_PARTS = 4


def _phrase_head(reading: Reading, role: str, token: Token) -> int | None:
    if role == TIME:
        heads = time_heads(reading.sentence, reading.times)
        return next((word for time, word in heads if time.start <= token.start < time.end), None)
    if role in PLACES:
        held = (p for p in reading.places if p.mention.start <= token.start and token.end <= p.mention.end)
        return next((p.head for p in held), token.i)
    return token.i


def marked_claim(claim: ClaimJson) -> Marked:
    """Return an annotated claim as what it teaches.

    >>> place = {"role": "near", "mention": {"start": 4, "end": 8}}
    >>> marked_claim({"class": "strike.air", "modality": "planned", "places": [place]})
    Marked(cls='strike.air', roles=(('near', 4, 8),), told=Telling(modality='planned', ...), counts=())
    """
    found = [*(claim.get("actors") or ()), *(claim.get("places") or ())]
    roles = [(one["role"], one["mention"]) for one in found]
    roles.append((TIME, (claim.get("time") or {}).get("mention")))
    said = claim.get("attribution") or {}
    filled = tuple((role, m["start"], m["end"]) for role, m in roles if m)
    told = Telling(claim["modality"], said.get("mode") or "unattributed")
    counts = (one for one in claim.get("counts") or () if one.get("mention"))
    counted = (Counted(c["mention"]["start"], c["mention"]["end"], c["quantity"], c["scope"]) for c in counts)
    return Marked(claim["class"], filled, told, tuple(counted))
