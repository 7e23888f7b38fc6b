"""The names of a document that are asked for, each with its candidates and the places its neighbours were taken for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crossbearing.resolve.gazetteer import Candidate, Place
from crossbearing.resolve.place_features import NameInText, reason

MOST_ANCHORS = 100
"""Other names against which one name is weighed: all of a usual document, of a longer one the nearest in the text."""


@dataclass(slots=True)
class Ask:
    """One distinct name of the document with its candidates and the choice so far.

    ``start`` is where it stands first; ``few`` says that only the nearest of the other names were weighed.
    """

    asked: NameInText
    candidates: tuple[Candidate, ...]
    start: int = 0
    rows: list[list[float]] = field(default_factory=list)
    first: list[list[float]] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    chosen: Place | None = None
    stage: str = "first"
    few: bool = False


def beside(asks: Sequence[Ask]) -> Iterator[tuple[Ask, Mapping[str, Place]]]:
    """Yield each name with the places its neighbours were taken for, by name, and note where not all are among them.

    The choices are those at the time of the call: what is chosen between two names changes no neighbour.
    """
    chosen = {a.asked.name: a.chosen for a in asks if a.chosen is not None}
    if len(chosen) <= MOST_ANCHORS:
        yield from ((ask, chosen) for ask in asks)
        return
    ordered = sorted({a.asked.name: a.start for a in asks if a.chosen is not None}.items(), key=lambda n: (n[1], n[0]))
    starts = [start for _, start in ordered]
    for ask in asks:
        middle = bisect_left(starts, ask.start)
        first = max(0, min(middle - MOST_ANCHORS // 2, len(ordered) - MOST_ANCHORS))
        ask.few = True
        yield ask, {name: chosen[name] for name, _ in ordered[first : first + MOST_ANCHORS]}


def weighed(ask: Ask) -> str:
    """Say in words what was weighed for a name."""
    if ask.chosen is None:
        return "not placed"
    best = next(i for i, c in enumerate(ask.candidates) if c.place.id == ask.chosen.id)
    many = f"{len(ask.candidates)} candidates" if len(ask.candidates) > 1 else "only candidate"
    few = f"; of the document's other places the {MOST_ANCHORS} nearest in the text were weighed" if ask.few else ""
    return f"{many}: {reason(ask.rows[best], ask.stage)}{few}"
