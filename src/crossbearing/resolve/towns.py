"""The largest settlements of a part of the world: names that a map without tiles writes beside what it shows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from crossbearing.model.errors import GazetteerError
from crossbearing.resolve.gazetteer import verify
from crossbearing.resolve.gazetteer_build import index_path

MOST = 200
"""Settlements that are given at once; a map has room for fewer."""

_INSIDE = """
select name, kind, lat, lon, population from place
where kind in ('city', 'town', 'village') and lat between ? and ? and lon between ? and ?
order by population desc, name, lat, lon limit ?
"""


@dataclass(frozen=True, slots=True)
class Town:
    """A settlement: its name as GeoNames writes it, city, town or village, degrees, and how many live there."""

    name: str
    kind: str
    lat: float
    lon: float
    population: int


def towns_in(west: float, south: float, east: float, north: float, most: int = MOST) -> tuple[Town, ...]:
    """Return the largest settlements in a box of degrees, the largest first; none where no index was built yet.

    A box may reach over the 180th meridian. Building takes half a minute, which a page does not wait for: the first
    report that is read builds it.
    """
    path = index_path()
    try:
        verify(path)
    except GazetteerError:
        return ()
    return _inside(path, west, south, east, north, min(most, MOST))


@lru_cache(maxsize=500)
def _inside(path: Path, west: float, south: float, east: float, north: float, most: int) -> tuple[Town, ...]:
    found: list[Town] = []
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        for turn in (-360.0, 0.0, 360.0):
            low, high = max(-180.0, west + turn), min(180.0, east + turn)
            if low <= high:
                rows = connection.execute(_INSIDE, (south, north, low, high, most))
                found.extend(Town(name, kind, lat, lon - turn, people or 0) for name, kind, lat, lon, people in rows)
    return tuple(sorted(found, key=lambda town: (-town.population, town.name, town.lat, town.lon))[:most])
