"""Which candidates of a sentence a phrase belongs to: places, times and counts all ask the same question."""

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.extract.rule import Candidate, Reading


def nearest_predicates(
    reading: Reading, candidates: Sequence[Candidate], head: int, start: int, end: int
) -> list[Candidate]:
    """Return the candidates of the nearest predicate above token ``head`` whose evidence holds the span."""
    holding = [c for c in candidates if c.start <= start and end <= c.end]
    if len(holding) <= 1:
        return holding
    token = reading.sentence.tokens[head]
    for above in (token, *reading.sentence.ancestors(token)):
        near = [c for c in holding if above.i in {c.predicate, c.clause}]
        if near:
            return near
    smallest = min(c.end - c.start for c in holding)
    return [c for c in holding if c.end - c.start == smallest]
