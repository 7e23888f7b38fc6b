"""Which war claims belong to: by the countries of their places, else by the sides of their actors.

A state's media speak for one side in one war and for another, or for none, in the next.
"""

from __future__ import annotations

from collections.abc import Iterable

from crossbearing.model.claim import Claim
from crossbearing.model.derived import SideTable

_COUNTRY = "country:"


def wars_of(claims: Iterable[Claim], sides: SideTable) -> frozenset[str]:
    """Return the wars (names of packs) that the claims tell of.

    >>> wars_of([], SideTable())
    frozenset()
    """
    if not sides.wars:
        return frozenset()
    lands: set[str] = set()
    parties: set[str] = set()
    for claim in claims:
        for place in claim.places:
            lands.update(p for p in (place.place, *place.parents) if p and p.startswith(_COUNTRY))
        parties.update(actor.side for actor in claim.actors if actor.side)
    by_land = frozenset(war for land in lands for war in sides.wars.get(land, ()))
    return by_land or frozenset(war for party in parties for war in sides.wars.get(party, ()))
