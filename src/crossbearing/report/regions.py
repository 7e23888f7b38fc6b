"""The region in which each place of the control ledger lies: hundreds of places are read region by region."""

from __future__ import annotations

from collections.abc import Mapping

from crossbearing.model.claim import Claim
from crossbearing.model.derived import Record
from crossbearing.model.listed import ListedPlace
from crossbearing.report.marks import Names

UNKNOWN = ""
"""The region of places that nobody can put on a map."""


def listed_places(ledgers: Record, claims: Mapping[str, Claim], names: Names) -> tuple[ListedPlace, ...]:
    """Return the region of each place: the widest part of its country that it is or lies in, as its claims have it.

    >>> listed_places(Record(), {}, Names([], [], None))
    ()
    """
    above: dict[str, tuple[str, ...]] = {}
    for row in ledgers.control:
        for claim in row.claims:
            for place in claims[claim].places if claim in claims else ():
                if place.place == row.place and place.parents:
                    above.setdefault(row.place, place.parents)
    found = []
    for identity in sorted({row.place for row in ledgers.control}):
        parents = above.get(identity, ())
        region = (identity, *parents)[-2] if parents else UNKNOWN
        found.append(ListedPlace(identity, region, names.name(region) if region else UNKNOWN))
    return tuple(found)
