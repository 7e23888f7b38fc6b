"""A plain map: the places of the events as rings of their true radius on a grid of degrees, drawn as SVG."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from crossbearing.report.ledgers import EventView

WIDTH = 1000.0
_MARGIN = 60.0
_KM_A_DEGREE = 111.2
_BARS = (2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map in units of the drawing: centre, true radius, name, the events there and whether disputed."""

    x: float
    y: float
    radius: float
    name: str
    events: tuple[str, ...]
    disputed: bool
    label: bool


@dataclass(frozen=True, slots=True)
class Map:
    """The drawing: height (the width is fixed), spots, grid lines with their degree, and a scale bar."""

    height: float
    spots: tuple[Spot, ...]
    meridians: tuple[tuple[float, str], ...]
    parallels: tuple[tuple[float, str], ...]
    bar_km: int
    bar: float


def _step(span: float) -> float:
    """Return a round grid step in degrees that gives two to six lines."""
    for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0):
        if span / step <= 6:
            return step
    return 45.0


def _lines(low: float, high: float, step: float) -> list[float]:
    return [round(n * step, 6) for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def draw(events: Iterable[EventView], disputed: frozenset[str] = frozenset()) -> Map | None:
    """Return the map of all events with coordinates, None where there is none.

    Equirectangular, true to scale at the middle parallel: right within a percent for a war the size of a country.

    >>> draw([]) is None
    True
    """
    at: dict[tuple[float, float, float, str], list[str]] = {}
    for view in events:
        place = view.event.place
        if place is not None and place.lat is not None and place.lon is not None:
            key = (place.lat, place.lon, place.radius_km or 1.0, place.name or "")
            at.setdefault(key, []).append(view.event.id)
    if not at:
        return None
    middle = max(0.05, math.cos(math.radians(sum(key[0] for key in at) / len(at))))
    reach = [(lat, lon, max(5.0, radius) / _KM_A_DEGREE) for lat, lon, radius, _ in at]
    south, north = min(lat - r for lat, _, r in reach), max(lat + r for lat, _, r in reach)
    west, east = min(lon - r / middle for _, lon, r in reach), max(lon + r / middle for _, lon, r in reach)
    unit = min((WIDTH - 2 * _MARGIN) / ((east - west) * middle), (WIDTH * 0.6) / (north - south))
    height = (north - south) * unit + 2 * _MARGIN
    shift = (WIDTH - (east - west) * middle * unit) / 2

    def x(lon: float) -> float:
        return round(shift + (lon - west) * middle * unit, 1)

    def y(lat: float) -> float:
        return round(_MARGIN + (north - lat) * unit, 1)

    spots = _spots(at, x, y, unit, disputed)
    grid = _step(max(north - south, (east - west) * middle))
    bar_km = next(km for km in _BARS if km / _KM_A_DEGREE * unit <= 220 or km == 1)
    return Map(
        height=round(height, 1),
        spots=spots,
        meridians=tuple((x(lon), f"{lon:g}° E" if lon >= 0 else f"{-lon:g}° W") for lon in _lines(west, east, grid)),
        parallels=tuple((y(lat), f"{lat:g}° N" if lat >= 0 else f"{-lat:g}° S") for lat in _lines(south, north, grid)),
        bar_km=bar_km,
        bar=round(bar_km / _KM_A_DEGREE * unit, 1),
    )


def _spots(
    at: dict[tuple[float, float, float, str], list[str]],
    x: Callable[[float], float],
    y: Callable[[float], float],
    unit: float,
    disputed: frozenset[str],
) -> tuple[Spot, ...]:
    """Return the spots, wide ones first so that small ones lie on top; a label only where it covers no other."""
    taken: list[tuple[float, float]] = []
    found = []
    for key in sorted(at, key=lambda k: (-len(at[k]), k)):
        lat, lon, radius_km, name = key
        cx, cy = x(lon), y(lat)
        free = all(abs(cx - tx) > 9 * len(name) + 20 or abs(cy - ty) > 22 for tx, ty in taken)
        if free:
            taken.append((cx, cy))
        events = tuple(sorted(at[key]))
        radius = round(max(3.0, radius_km / _KM_A_DEGREE * unit), 1)
        found.append(Spot(cx, cy, radius, name, events, bool(disputed & set(events)), free))
    return tuple(sorted(found, key=lambda spot: (-spot.radius, spot.name, spot.x, spot.y)))
