"""What the stages of one sentence hand on, each a value: drafts, drafts with their fields, and what arbitration leaves.

Document -parse-> Parsed (``parsing``) -draft-> Drafts -fill-> Filled -arbitrate-> Arbitrated, then judge and claims.
"""

from __future__ import annotations

from dataclasses import dataclass

from crossbearing.extract.rule import Candidate, Reading

# Name of a frame or rule that stopped short, the number of the word it stopped on, and why.
NearMiss = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Drafts:
    """What frames and rules propose in one sentence, in the order of its words, and what stopped short."""

    reading: Reading
    candidates: tuple[Candidate, ...]
    near: tuple[NearMiss, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """The drafts of one sentence with the places, times and counts that belong to each."""

    reading: Reading
    candidates: tuple[Candidate, ...]
    near: tuple[NearMiss, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A candidate that lost, and why; ``settled`` where the claim contract says so and no likelihood can.

    ``said`` is the candidate that holds what it says, where it was dropped for that.
    """

    candidate: Candidate
    reason: str
    settled: bool = False
    said: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Arbitrated:
    """One sentence with the candidates that stand beside one another, those that lost, and what stopped short."""

    reading: Reading
    kept: tuple[Candidate, ...]
    dropped: tuple[Dropped, ...] = ()
    near: tuple[NearMiss, ...] = ()
