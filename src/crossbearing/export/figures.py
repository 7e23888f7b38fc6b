"""What a row of a table says of an event: its deaths as one range, its country, who tells of it and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.model.claim import Claim
from crossbearing.model.derived import Event, Toll
from crossbearing.model.document import Document
from crossbearing.model.finished import Finished

_COUNTRY = "country:"


@dataclass(frozen=True, slots=True)
class Range:
    """Low, best and high of people; ``high`` is None where the count is open, ``best`` where none is given."""

    low: int
    best: int | None
    high: int | None

    @property
    def likely(self) -> int:
        """Return best, else low: what a format without ranges is given."""
        return self.low if self.best is None else self.best


class Index:
    """A finished run or store by what rows ask for."""

    def __init__(self, finished: Finished) -> None:
        self.finished = finished
        self.claims = {claim.id: claim for claim in finished.claims}
        self.documents = {document.id: document for document in finished.documents}
        self.tolls: dict[str, list[Toll]] = defaultdict(list)
        for toll in finished.ledgers.tolls:
            self.tolls[toll.event].append(toll)
        self.whole = {e.part_of for e in finished.ledgers.events if e.part_of}

    def claims_of(self, event: Event) -> list[Claim]:
        """Return the claims of an event, in the order of their ids."""
        return [self.claims[claim] for claim in event.claims if claim in self.claims]

    def documents_of(self, event: Event) -> list[Document]:
        """Return the documents that tell of an event."""
        return [self.documents[one] for one in event.documents if one in self.documents]

    def country(self, event: Event) -> str | None:
        """Return the ISO code of the country that the event's place lies in, None where it is not known."""
        if event.place is None or event.place.place is None:
            return None
        parents = [event.place.place, *self.parents(event)]
        return next((one.removeprefix(_COUNTRY) for one in parents if one.startswith(_COUNTRY)), None)

    def parents(self, event: Event) -> tuple[str, ...]:
        """Return the ids of the places that the event's place lies in, nearest first."""
        wanted = event.place.place if event.place else None
        found = (p.parents for c in self.claims_of(event) for p in c.places if p.place == wanted and p.parents)
        return next(found, ())

    def count(self, event: Event, quantity: str, category: str | None = None) -> Range | None:
        """Return how many of the event were killed, hurt ..., parts never added to their whole.

        A count of all people stands for all, unless one of its parts is larger: then it is of some. Without one,
        civilians and the combatants of each side are added, since nobody is in two of them; combatants of no side may
        be of any, so that they are added to none. Else the largest count stands alone.
        """
        tolls = [t for t in self.tolls[event.id] if t.quantity == quantity and t.scope == "incident"]
        if category is not None:
            return _largest([t for t in tolls if t.category == category])
        whole = _largest([t for t in tolls if t.category == "people" and t.side is None])
        civilians = _largest([t for t in tolls if t.category == "civilians"])
        found = [one for one in (civilians, _combatants(tolls)) if one is not None]
        if whole is not None and all(one.likely <= whole.likely for one in found):
            return whole
        return _added(found) if found else _largest(tolls)


def _combatants(tolls: Sequence[Toll]) -> Range | None:
    sides: dict[str | None, list[Toll]] = defaultdict(list)
    for toll in tolls:
        if toll.category == "combatants":
            sides[toll.side].append(toll)
    of_no_side = _largest(sides.pop(None, []))
    known = [one for one in map(_largest, sides.values()) if one is not None]
    told = _added(known) if known else None
    if told is None or (of_no_side is not None and of_no_side.likely > told.likely):
        return of_no_side
    return told


def _largest(tolls: Sequence[Toll]) -> Range | None:
    if not tolls:
        return None
    toll = max(tolls, key=lambda t: (t.parent is None, t.best or t.low, t.id))
    return Range(toll.low, toll.best, toll.high)


def _added(ranges: Sequence[Range]) -> Range:
    high = None if any(one.high is None for one in ranges) else sum(one.high or 0 for one in ranges)
    return Range(sum(one.low for one in ranges), sum(one.likely for one in ranges), high)
