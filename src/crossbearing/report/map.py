"""Maps of the events: their places as rings of true size over borders, and closer maps where places crowd."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from crossbearing.report.basemap import Basemap, Sources, basemap
from crossbearing.report.happenings import EventView
from crossbearing.report.labels import GAP, Label, Sheet
from crossbearing.report.places import Place, places_of
from crossbearing.report.projection import KM_A_DEGREE, Projection, around
from crossbearing.report.topojson import Box

WIDTH = 1000.0
PANEL = 560.0
"""Width of the main map and of the smaller ones beside it, in units of the drawing."""

Ticks = tuple[tuple[float, str], ...]

MAX_DETAILS = 6
_MARGIN = 56.0
_REACH_KM = 10.0
_BARS = (5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
_TOUCHING = 16.0
"""Units between two dots below which a reader cannot tell them apart, on a phone for sure."""

_SMALL_RING = 40.0
"""Units of a radius below which a name has room beside a ring; wider ones hold it."""

_AROUND = 2.4
"""Degrees: how much of the land is seen around one place, so that a reader knows where it lies."""

_LOCATED = 6.0
"""Degrees: a window narrower than this may show no border, so a small map says where in the world it lies."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as drawn: centre and true radius in units of the drawing; no label where it would cover another.

    ``line`` are the two ends of a road, x and y each.
    """

    place: Place
    x: float
    y: float
    radius: float
    label: Label | None
    line: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """The edge of another map on this one, in units of the drawing, with the letter of that map."""

    left: float
    top: float
    width: float
    height: float
    letter: str


@dataclass(frozen=True, slots=True)
class Map:
    """One drawing: what lies under it, spots, names of countries, grid, scale bar, and where the other maps lie."""

    title: str
    width: float
    height: float
    base: Basemap
    spots: tuple[Spot, ...]
    countries: tuple[Label, ...]
    meridians: Ticks
    parallels: Ticks
    bar_km: int
    bar: float
    outlines: tuple[Outline, ...] = ()


@dataclass(frozen=True, slots=True)
class Atlas:
    """All maps of the report, the main one first; the places they show, most events first; events with no place."""

    maps: tuple[Map, ...]
    places: tuple[Place, ...]
    unplaced: int

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the files that this installation lacks for the borders and rivers."""
        return tuple(sorted({name for drawing in self.maps for name in drawing.base.missing}))

    @property
    def unnamed(self) -> int:
        """Return how many places have their name on none of the maps: they stand in the list below only."""
        named = {spot.place for drawing in self.maps for spot in drawing.spots if spot.label}
        return len(self.places) - len(named)


def atlas(events: Iterable[EventView], disputed: frozenset[str] = frozenset()) -> Atlas:
    """Return the maps of all events with coordinates; no map where there is none.

    >>> atlas([])
    Atlas(maps=(), places=(), unplaced=0)
    """
    listed = list(events)
    places = places_of(listed, disputed)
    return atlas_of(places, len(listed) - sum(len(place.events) for place in places))


def atlas_of(places: tuple[Place, ...], unplaced: int = 0) -> Atlas:
    """Return the maps of places; no map where there is none."""
    if not places:
        return Atlas((), (), unplaced)
    main = around(_reach(places), WIDTH, WIDTH * 0.62, _MARGIN)
    views = _views(places, main)
    sources = Sources()
    maps = []
    for number, (view, _) in enumerate(views):
        inside = [_outline(v, view, _letter(n)) for n, (v, parent) in enumerate(views) if n and parent == number]
        title = f"{_letter(number)}. {_title(view, places)}" if number else "All places"
        maps.append(replace(_drawn(title, view, places, sources), outlines=tuple(inside)))
    west, _, east, _ = main.box
    if east - west < _LOCATED:
        maps.append(_locator(main, sources))
    return Atlas(tuple(maps), places, unplaced)


def close_up(view: EventView, disputed: bool, sources: Sources | None = None) -> Map | None:
    """Return a small map around the place of one happening, None where it has none that is known.

    ``sources`` are the lands as they were read for another map.
    """
    places = places_of([view], frozenset({view.event.id} if disputed else ()))
    if not places:
        return None
    west, south, east, north = _reach(places)
    wide = max(0.0, _AROUND - (east - west)) / 2
    tall = max(0.0, _AROUND * 0.7 - (north - south)) / 2
    box = (west - wide, max(-85.0, south - tall), east + wide, min(85.0, north + tall))
    return _drawn(places[0].name, around(box, PANEL, PANEL * 0.7, 0.0), places, sources or Sources())


def _letter(number: int) -> str:
    return chr(ord("A") + number - 1)


def _views(places: Sequence[Place], main: Projection) -> list[tuple[Projection, int]]:
    """Return the windows to draw, each with the number of the one it lies in: the whole, then closer ones on crowds.

    Goes on, in closer ones too, until every place can be told from its neighbours or no window would be much closer.
    """
    views = [(main, 0)]
    number = 0
    while number < len(views):
        view = views[number][0]
        hidden = _hidden(places, view)
        while len(views) <= MAX_DETAILS and (closer := _closer(hidden, places, view)) is not None:
            views.append((closer, number))
            hidden = [place for place in hidden if not _within(place, closer)]
        number += 1
    return views


def narrowed(drawn: Atlas, places: Sequence[Place], unplaced: int = 0) -> Atlas:
    """Return maps with only some places, or only some of their events, in the same windows, so that one compares.

    >>> narrowed(Atlas((), (), 3), ())
    Atlas(maps=(), places=(), unplaced=0)
    """
    kept = {(p.lat, p.lon, p.radius_km, p.name, p.ends): p for p in places}

    def of(map_: Map) -> Map:
        spots = []
        for spot in map_.spots:
            own = kept.get((spot.place.lat, spot.place.lon, spot.place.radius_km, spot.place.name, spot.place.ends))
            if own is not None:
                label = spot.label and replace(spot.label, text=own.label)
                spots.append(replace(spot, place=own, label=label))
        return replace(map_, spots=tuple(spots))

    return Atlas(tuple(of(map_) for map_ in drawn.maps), tuple(places), unplaced)


def _reach(places: Iterable[Place]) -> Box:
    """Return the box of degrees around all places with their rings, at least some kilometres each way."""
    boxes = []
    for place in places:
        tall = max(_REACH_KM, place.radius_km) / KM_A_DEGREE
        wide = tall / max(0.05, math.cos(math.radians(place.lat)))
        boxes.append((place.lon - wide, place.lat - tall, place.lon + wide, place.lat + tall))
    low, high = zip(*((b[:2], b[2:]) for b in boxes), strict=True)
    west, south = min(x for x, _ in low), min(y for _, y in low)
    return max(-180.0, west), max(-85.0, south), min(180.0, max(x for x, _ in high)), min(85.0, max(y for _, y in high))


def _sheet(places: Sequence[Place], view: Projection) -> Sheet:
    dots = {view.point(place.lon, place.lat): 3.0 for place in places if _within(place, view)}
    return Sheet(view.width, view.height, dots)


def _spots(places: Sequence[Place], view: Projection, sheet: Sheet) -> tuple[Spot, ...]:
    """Return the places in a window, wide rings first so that small ones lie on top; those of most events are named."""
    found = []
    for place in places:
        x, y = view.point(place.lon, place.lat)
        if not _within(place, view):
            continue
        radius = round(max(3.0, view.length(place.radius_km)), 1)
        # A name stands within a wide ring; where a place is alone, none lies across the edge of a small one.
        gap = radius + 3.0 if len(places) == 1 and GAP - 3.0 < radius < _SMALL_RING else GAP
        label = sheet.beside(place.label, x, y, 17.0, _narrow(17.0, view.width), gap)
        found.append(Spot(place, round(x, 1), round(y, 1), radius, label, _line(place, view)))
    return tuple(sorted(found, key=lambda spot: (-spot.radius, spot.place.name, spot.x, spot.y)))


def _line(place: Place, view: Projection) -> tuple[float, float, float, float] | None:
    """Return the ends of a road in units of the drawing."""
    if not place.ends:
        return None
    (x1, y1), (x2, y2) = (view.point(lon, lat) for lat, lon in place.ends)
    return round(x1, 1), round(y1, 1), round(x2, 1), round(y2, 1)


def _narrow(size: float, width: float) -> float:
    """Return the type size in units of the drawing that a phone needs, where the drawing is a third as wide."""
    return round(size * max(1.0, width / PANEL), 1)


def _within(place: Place, view: Projection) -> bool:
    x, y = view.point(place.lon, place.lat)
    return 0 <= x <= view.width and 0 <= y <= view.height


def _hidden(places: Sequence[Place], view: Projection) -> list[Place]:
    """Return the places that a map can show but not name, and those whose dots run into one another."""
    spots = _spots(places, view, _sheet(places, view))
    squares: dict[tuple[int, int], list[Spot]] = {}
    for spot in spots:
        squares.setdefault(_square(spot), []).append(spot)
    return [s.place for s in spots if s.label is None or any(_touch(s, other) for other in _around(s, squares))]


def _square(spot: Spot) -> tuple[int, int]:
    return int(spot.x // _TOUCHING), int(spot.y // _TOUCHING)


def _around(spot: Spot, squares: Mapping[tuple[int, int], Sequence[Spot]]) -> Iterator[Spot]:
    """Yield the spots of the squares around one: no other can touch it."""
    x, y = _square(spot)
    for square in ((x + right, y + down) for right in (-1, 0, 1) for down in (-1, 0, 1)):
        yield from squares.get(square, ())


def _touch(one: Spot, other: Spot) -> bool:
    return math.hypot(one.x - other.x, one.y - other.y) < _TOUCHING and one.place != other.place


def _closer(hidden: Sequence[Place], places: Sequence[Place], view: Projection) -> Projection | None:
    """Return a window on the crowd with most hidden places, None where no window would be much closer."""
    wide, tall = view.width / 5, view.height / 5
    spots = {
        place: view.point(place.lon, place.lat)
        for place in places
        if _within(place, view) and view.length(place.radius_km) < wide / 2
    }

    def crowd(centre: Place) -> list[Place]:
        cx, cy = spots[centre]
        return [p for p, (x, y) in spots.items() if abs(x - cx) < wide / 2 and abs(y - cy) < tall / 2]

    found = [(place, crowd(place)) for place in hidden if place in spots]
    if not found:
        return None
    hidden_too = set(hidden)
    # The crowd of most hidden places; of equals the one around the place of most events, which comes first.
    _, near = max(found, key=lambda pair: (len(hidden_too & set(pair[1])), -places.index(pair[0])))
    closer = around(_reach(near), PANEL, PANEL * 0.8, _MARGIN)
    return closer if closer.unit > 1.7 * view.unit else None


def _title(view: Projection, places: Sequence[Place]) -> str:
    small = [p.name for p in places if _within(p, view) and view.length(p.radius_km) < view.width / 4]
    return f"Closer: around {small[0]}" if small else "Closer"


def _outline(view: Projection, main: Projection, letter: str) -> Outline:
    """Return where a window lies on another map."""
    west, south, east, north = view.box
    (left, top), (right, bottom) = main.point(west, north), main.point(east, south)
    return Outline(round(left, 1), round(top, 1), round(right - left, 1), round(bottom - top, 1), letter)


def _locator(main: Projection, sources: Sources) -> Map:
    """Return a small map of the countries around a narrow window, with the window as a frame."""
    west, south, east, north = main.box
    lat, lon = (south + north) / 2, (west + east) / 2
    view = around((lon - 8, lat - 6, lon + 8, lat + 6), PANEL, PANEL * 0.8, 0.0)
    return replace(_drawn("Where this lies", view, (), sources), outlines=(_outline(main, view, ""),))


def _drawn(title: str, view: Projection, places: Sequence[Place], sources: Sources) -> Map:
    base = basemap(view, sources)
    sheet = _sheet(places, view)
    meridians, parallels = _grid(view)
    degree = _narrow(14.0, view.width)
    for x, text in meridians:
        sheet.keep_clear(text, x + 4, view.height - 6, "start", 14.0, degree)
    for y, text in parallels:
        sheet.keep_clear(text, 6, y - 5, "start", 14.0, degree)
    bar_km = next(km for km in _BARS if view.length(km) <= view.width * 0.22 or km == 1)
    sheet.keep_clear("m" * 12, view.width - 20, 28, "end", 28.0, degree)
    spots = _spots(places, view, sheet)
    names = _country_names(base, sheet, view)
    bar = round(view.length(bar_km), 1)
    return Map(title, view.width, view.height, base, spots, names, meridians, parallels, bar_km, bar)


def _country_names(base: Basemap, sheet: Sheet, view: Projection) -> tuple[Label, ...]:
    """Return the names of the countries that have room for theirs, the roomiest first."""
    found = []
    for country in sorted(base.countries, key=lambda c: (-(c.anchors[0].room if c.anchors else 0.0), c.name)):
        needed = len(country.name) * 15.0 * 0.75
        free = [(anchor.x, anchor.y + 5, "middle") for anchor in country.anchors if anchor.room >= needed]
        # A fifth larger than the type is: the letters of a country stand wide.
        if label := sheet.put(country.name, free, 15.0 * 1.2, _narrow(15.0, view.width) * 1.2):
            found.append(label)
    return tuple(found)


def _grid(view: Projection) -> tuple[Ticks, Ticks]:
    """Return the lines of the grid and their degrees: meridians by x, parallels by y."""
    west, south, east, north = view.box
    step = _step(max(north - south, (east - west) * view.squeeze))
    # No line where its degree would be cut by the edge of the drawing.
    lons = _lines(west, east - 0.06 * (east - west), step)
    lats = _lines(south, north - 20 / view.unit, step)
    return (
        tuple((round(view.point(lon, 0)[0], 1), _degrees(lon, "EW")) for lon in lons),
        tuple((round(view.point(0, lat)[1], 1), _degrees(lat, "NS")) for lat in lats),
    )


def _degrees(value: float, letters: str) -> str:
    return f"{abs(value):g}°{' ' + letters[value < 0] if value else ''}"


def _step(span: float) -> float:
    """Return a round grid step in degrees that gives two to six lines."""
    for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0):
        if span / step <= 6:
            return step
    return 45.0


def _lines(low: float, high: float, step: float) -> list[float]:
    return [round(n * step, 6) for n in range(math.ceil(low / step), math.floor(high / step) + 1)]
