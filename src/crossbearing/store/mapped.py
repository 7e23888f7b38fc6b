"""The map by window and zoom: places with their events, or clusters of places where they would cover one another.

Clusters are the cells of a grid over the web map's own projection (Mercator, 512 points a tile), so that they stand
still while one moves the window. However much there is, an answer has a bounded number of features.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select

from crossbearing.model.listed import ListedEvent
from crossbearing.store.asked import EventsAsked
from crossbearing.store.columns import Array
from crossbearing.store.listing import View, matching_events
from crossbearing.store.schema import LISTED

MOST_FEATURES = 1000
MOST_EVENTS = 5
"""Events that a place names; the list by its id has all."""
MOST_NAMED = 600
"""Events that all places together name; where there are many places, each names fewer."""
_TILE = 512.0
_CELL = 48.0
"""Points on the screen that a mark needs for itself."""
_NEAR = 0.9
"""Marks nearer than this part of a cell cover one another."""
_EDGE = 85.05112878
"""Degrees of latitude at which the web map ends."""


@dataclass(frozen=True, slots=True)
class Window:
    """Degrees; ``west`` may lie east of ``east``: then the window crosses the line at 180 degrees."""

    west: float = -180.0
    south: float = -90.0
    east: float = 180.0
    north: float = 90.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A place, or a cluster of ``places``; degrees of its middle, kilometres of how uncertain a place is.

    ``events`` is how many there are, ``disputed`` how many of these are. ``window`` is what a cluster covers,
    ``around`` the name of the place of its deadliest or latest event; ``first`` are some of the events of a
    place, the deadliest and latest first, ``ranks`` all of them: both are empty for a cluster.
    """

    lat: float
    lon: float
    places: int
    events: int
    disputed: int
    radius_km: float | None
    window: Window
    around: str = ""
    first: tuple[ListedEvent, ...] = ()
    ranks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a window shows: marks, how many events lie in it, and how many match that have no place."""

    marks: tuple[Mark, ...]
    events: int
    unplaced: int


@dataclass(frozen=True, slots=True)
class Largest:
    """The places of most events, each alone; how many places there are, and how many events have one and have none."""

    marks: tuple[Mark, ...]
    places: int
    events: int
    unplaced: int


def mapped(view: View, wanted: EventsAsked, window: Window, zoom: float, most: int = MOST_FEATURES) -> Mapped:
    """Return the marks of a window at a zoom of 0 (the world in one tile) to 22, ``most`` at most."""
    lat, lon = view.columns.array("events.lat"), view.columns.array("events.lon")
    met = matching_events(view, wanted)
    unplaced = int((met & np.isnan(lat)).sum())
    ranks = np.flatnonzero(met & _inside(lat, lon, window)).astype("<i4")
    if not len(ranks):
        return Mapped((), 0, unplaced)
    spots, spot_of = _spots(view, ranks)
    cells = _cells(spots, zoom, most)
    alone = np.bincount(cells) == 1
    named = max(1, min(MOST_EVENTS, MOST_NAMED // max(1, int(alone.sum()))))
    return Mapped(_marks(view, ranks, spots, spot_of, cells, np.where(alone, named, 1)), len(ranks), unplaced)


def largest(view: View, wanted: EventsAsked, most: int, told: int | None = None) -> Largest:
    """Return the ``most`` places of most events; those behind the first ``told`` have one event alone in ``first``.

    Of all events they are worked out once for each record.
    """
    if wanted != EventsAsked():
        return _largest(view, wanted, most, told)
    name = f"largest {most} {told}"
    if name not in view.columns.kept:
        view.columns.kept[name] = _largest(view, wanted, most, told)
    found: Largest = view.columns.kept[name]
    return found


def _largest(view: View, wanted: EventsAsked, most: int, told: int | None) -> Largest:
    met = matching_events(view, wanted)
    placed = met & ~np.isnan(view.columns.array("events.lat"))
    ranks = np.flatnonzero(placed).astype("<i4")
    unplaced = int(met.sum()) - len(ranks)
    if not len(ranks):
        return Largest((), 0, 0, unplaced)
    spots, spot_of = _spots(view, ranks)
    counted = np.bincount(spot_of)
    kept = np.lexsort((np.arange(len(spots)), -counted))[:most]
    number = np.full(len(spots), -1)
    number[kept] = np.arange(len(kept))
    chosen = number[spot_of] >= 0
    each = np.where(np.arange(len(kept)) < (len(kept) if told is None else told), MOST_EVENTS, 1)
    marks = _marks(view, ranks[chosen], spots[kept], number[spot_of][chosen], np.arange(len(kept)), each)
    return Largest(marks, len(spots), len(ranks), unplaced)


def _marks(view: View, ranks: Array, spots: Array, spot_of: Array, cells: Array, each: Array) -> tuple[Mark, ...]:
    """Return one mark for each cell, those of most events first.

    ``spots`` are places, ``spot_of`` that of each event, ``cells`` that of each place; ``each`` is how many of its
    events a cell names.
    """
    columns = view.columns
    cell_of = cells[spot_of]
    number = int(cells.max()) + 1
    disputed = np.bincount(cell_of, weights=columns.array("events.disputed")[ranks], minlength=number)
    counted = np.bincount(cell_of, minlength=number)
    places = np.bincount(cells, minlength=number)
    first = _first(view, ranks, cell_of, each)
    of_place = _of_places(ranks, cell_of, places)
    position = (columns.array("events.lat"), columns.array("events.lon"))
    middle = [np.bincount(cell_of, weights=part[ranks], minlength=number) / counted for part in position]
    reach = _reach(spots, cells, number)
    radius = columns.array("events.radius_km")[ranks]
    widest = np.full(number, -np.inf)
    np.maximum.at(widest, cell_of, np.nan_to_num(radius, nan=-np.inf))
    return tuple(
        Mark(
            lat=round(float(middle[0][n]), 5),
            lon=round(float(middle[1][n]), 5),
            places=int(places[n]),
            events=int(counted[n]),
            disputed=int(disputed[n]),
            radius_km=None if places[n] > 1 or np.isneginf(widest[n]) else float(widest[n]),
            window=reach[n],
            around=first[n][0].place_name or first[n][0].located,
            first=first[n] if places[n] == 1 else (),
            ranks=of_place.get(n, ()),
        )
        for n in np.lexsort((np.arange(number), -counted))
    )


def _inside(lat: Array, lon: Array, window: Window) -> Array:
    with np.errstate(invalid="ignore"):
        across = (lon >= window.west, lon <= window.east)
        of_lon = across[0] & across[1] if window.west <= window.east else across[0] | across[1]
        met: Array = (lat >= window.south) & (lat <= window.north) & of_lon
    return met


def _spots(view: View, ranks: Array) -> tuple[Array, Array]:
    """Return the different places of events (latitude and longitude each), and the number of its place for each."""
    places, number = view.columns.spots
    own, of_event = np.unique(number[ranks], return_inverse=True)
    return places[own], of_event.reshape(-1)


def _cells(spots: Array, zoom: float, most: int) -> Array:
    """Return the number of the cell of each place; cells are made larger until they are no more than ``most``."""
    north = np.radians(np.clip(spots[:, 0], -_EDGE, _EDGE))
    x = (spots[:, 1] + 180.0) / 360.0
    y = 0.5 - np.log(np.tan(math.pi / 4 + north / 2)) / (2 * math.pi)
    side = _CELL / (_TILE * 2.0**zoom)
    while True:
        grid = np.floor(y / side).astype("<i8") * np.int64(2**31) + np.floor(x / side).astype("<i8")
        known, number = np.unique(grid, return_inverse=True)
        if len(known) <= most or side > 1.0:
            return _apart(x, y, np.asarray(number.reshape(-1)), side)
        side *= 2


def _apart(x: Array, y: Array, number: Array, side: float) -> Array:
    """Return the cells with those put together whose middles lie nearer than a mark is wide: they met at an edge.

    The cell of most places draws those around it to itself, so that what is drawn does not depend on the window's edge
    but where a cell lies on it.
    """
    places = np.bincount(number)
    middles = np.stack([np.bincount(number, weights=part) / places for part in (x, y)], axis=1) / side
    heads: dict[tuple[int, int], list[int]] = {}
    joined = np.arange(len(places))
    for cell in np.lexsort((joined, -places)).tolist():
        column, line = (int(part) for part in np.floor(middles[cell]))
        around = [h for dx in (-1, 0, 1) for dy in (-1, 0, 1) for h in heads.get((column + dx, line + dy), ())]
        distances = [(float(np.hypot(*(middles[cell] - middles[head]))), head) for head in around]
        distance, nearest = min(distances, default=(1.0, cell))
        if distance < _NEAR:
            joined[cell] = nearest
        else:
            heads.setdefault((column, line), []).append(cell)
    return np.asarray(np.unique(joined[number], return_inverse=True)[1].reshape(-1))


def _reach(spots: Array, cells: Array, number: int) -> list[Window]:
    ends = []
    for axis in (1, 0):
        low, high = np.full(number, np.inf), np.full(number, -np.inf)
        np.minimum.at(low, cells, spots[:, axis])
        np.maximum.at(high, cells, spots[:, axis])
        ends.append((low, high))
    (west, east), (south, north) = ends
    return [Window(float(west[n]), float(south[n]), float(east[n]), float(north[n])) for n in range(number)]


def _first(view: View, ranks: Array, cell_of: Array, each: Array) -> dict[int, tuple[ListedEvent, ...]]:
    """Return some events of each cell, as many as ``each`` says, the deadliest and latest first."""
    killed = view.columns.array("events.killed")[ranks]
    order = np.lexsort((-ranks, -killed, cell_of))
    ordered = cell_of[order]
    begins = np.searchsorted(ordered, ordered, "left")
    kept = order[np.arange(len(order)) - begins < each[ordered]]
    rows = _fetched(view, [int(rank) for rank in ranks[kept]])
    found: dict[int, list[ListedEvent]] = {}
    for cell, rank in zip(cell_of[kept], ranks[kept], strict=True):
        found.setdefault(int(cell), []).append(rows[int(rank)])
    return {cell: tuple(events) for cell, events in found.items()}


def _of_places(ranks: Array, cell_of: Array, places: Array) -> dict[int, tuple[int, ...]]:
    """Return all events of each cell that is one place."""
    order = np.argsort(cell_of, kind="stable")
    cells, begins = np.unique(cell_of[order], return_index=True)
    parts = np.split(ranks[order], begins[1:])
    return {int(c): tuple(part.tolist()) for c, part in zip(cells, parts, strict=True) if places[c] == 1}


def _fetched(view: View, ranks: Sequence[int]) -> dict[int, ListedEvent]:
    table, found = LISTED["events"], {}
    for start in range(0, len(ranks), 500):
        query = select(table).where(table.c.rank.in_(ranks[start : start + 500]))
        found.update({row.rank: ListedEvent(*row) for row in view.connection.execute(query)})
    return found
