"""What lies under the events: countries, lakes and rivers of Natural Earth, cut at the window and simplified for it.

The files come with the package (`hatch_build.py`). Countries are drawn as areas with an outline; since arcs are
simplified before they are joined, two neighbours share their border to the last digit.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Any

from crossbearing.report import topojson
from crossbearing.report.clipping import clipped_line, clipped_ring, simplified, without_outside
from crossbearing.report.projection import Projection
from crossbearing.report.topojson import Box, PackedArcs, Point, Shape, Topology, packed, read, ring
from crossbearing.vocab.compiled import compiled

COARSE_FROM = 18.0
"""Degrees of longitude from which the 1:50 million file is enough: finer lines would be thinned to the same."""

FILES = (
    "world-atlas/countries-10m.json",
    "world-atlas/countries-50m.json",
    "mapeo-offline-map/lakes.json",
    "mapeo-offline-map/rivers.json",
)
"""What the build hook puts into the vendor folder and this module reads."""

_TOLERANCE = 0.6
_SMALLEST = 3.0
"""Units of the drawing: what a point may be moved by, and the extent below which an island or lake is not drawn."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place for a country's name: the middle of a stretch inside it, and how long that is."""

    room: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Country:
    """A country as it is drawn: name, SVG path, and where its name could stand, roomiest first."""

    name: str
    path: str
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class Basemap:
    """Everything under the events; ``missing`` names the files that this installation lacks or that are damaged."""

    countries: tuple[Country, ...]
    lakes: str
    rivers: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Borders:
    """The countries of one file, and the box in degrees around each of its arcs."""

    topology: Topology
    boxes: Sequence[Box]


def svg_path(points: Sequence[Point], closed: bool) -> str:
    """Return a path in tenths of a unit, with steps from point to point; empty where nothing is left to draw.

    >>> svg_path([(1.04, 2), (1.5, 2), (1.5, 3.25), (1.51, 3.2)], closed=True)
    'M1 2l.5 0 0 1.2z'
    >>> svg_path([(0, 0), (0.01, 0)], closed=False)
    ''
    """
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(tenths)]
    numbers = [_short(number) for step in steps if step != (0, 0) for number in step]
    if not numbers or (closed and len(numbers) < 4):
        return ""
    body = "".join(n if n.startswith("-") or not i else f" {n}" for i, n in enumerate(numbers))
    start = f"M{_short(tenths[0][0])} {_short(tenths[0][1])}".replace(" -", "-")
    return f"{start}l{body}{'z' if closed else ''}"


def _short(tenths: int) -> str:
    text = f"{tenths / 10:g}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


class Sources:
    """The files of Natural Earth, each read once for all maps of a report; with its maker they are let go again."""

    def __init__(self) -> None:
        self._borders: dict[str, Borders] = {}
        self._features: dict[str, list[dict[str, Any]]] = {}

    def borders(self, name: str) -> Borders:
        """Return the countries of a file and the box of each arc; raises OSError and ValueError."""
        if name not in self._borders:
            raw = _bytes(name)
            file = f"borders_{name.rpartition('-')[2].partition('.')[0]}"
            scale, translate, arcs, shapes, boxes = compiled(file, topojson.__name__, [raw], lambda: _unpacked(raw))
            topology = Topology(scale, translate, PackedArcs(arcs), tuple(Shape(*shape) for shape in shapes))
            self._borders[name] = Borders(topology, boxes)
        return self._borders[name]

    def features(self, name: str) -> list[dict[str, Any]]:
        """Return the features of a GeoJSON file; raises OSError, ValueError, KeyError and TypeError."""
        if name not in self._features:
            self._features[name] = json.loads(_bytes(name))["features"]
        return self._features[name]


def _unpacked(raw: bytes) -> tuple[Point, Point, list[bytes], list[tuple[str, Any]], list[Box]]:
    """Return a file of borders as it is kept; raises ValueError where it is none."""
    found = read(raw, "countries")
    boxes = [found.box(number) for number in range(len(found.arcs))]
    shapes = [(shape.name, shape.polygons) for shape in found.shapes]
    return found.scale, found.translate, packed(found.arcs), shapes, boxes


def basemap(view: Projection, sources: Sources | None = None) -> Basemap:
    """Return the countries, lakes and rivers that are seen in a window; what cannot be read is named, not raised.

    ``sources`` are the files as they were read for another map.
    """
    sources = sources or Sources()
    west, _, east, _ = view.box
    borders = f"world-atlas/countries-{'50m' if east - west > COARSE_FROM else '10m'}.json"
    missing: list[str] = []
    countries: tuple[Country, ...] = ()
    try:
        countries = tuple(_countries(sources.borders(borders), view))
    except (OSError, ValueError):
        missing.append(borders)
    water = {"lakes": "", "rivers": ""}
    for kind, draw in (("lakes", _lake_paths), ("rivers", _river_paths)):
        name = f"mapeo-offline-map/{kind}.json"
        try:
            water[kind] = "".join(draw(sources.features(name), view))
        except (OSError, ValueError, KeyError, TypeError):
            missing.append(name)
    return Basemap(countries, water["lakes"], water["rivers"], tuple(missing))


def lacking() -> tuple[str, ...]:
    """Return the files that this installation lacks.

    >>> set(lacking()) <= set(FILES)
    True
    """
    return tuple(name for name in FILES if not (files("crossbearing") / "vendor" / name).is_file())


def _bytes(name: str) -> bytes:
    return (files("crossbearing") / "vendor" / name).read_bytes()


def _apart(one: Box, other: Box) -> bool:
    return one[0] > other[2] or other[0] > one[2] or one[1] > other[3] or other[1] > one[3]


def _countries(borders: Borders, view: Projection) -> Iterator[Country]:
    """Yield the countries in the window by name; each arc is simplified once, for both its sides."""
    drawn: dict[int, list[Point]] = {}
    topology, boxes = borders.topology, borders.boxes

    def arc(number: int) -> list[Point]:
        if number not in drawn:
            seen = without_outside([view.point(*position) for position in topology.arc(number)], view.frame)
            drawn[number] = simplified(seen, _TOLERANCE)
        return drawn[number]

    def seen(numbers: Iterable[int]) -> bool:
        own = [boxes[n if n >= 0 else ~n] for n in numbers]
        around = min(b[0] for b in own), min(b[1] for b in own), max(b[2] for b in own), max(b[3] for b in own)
        return not _apart(around, view.box)

    for shape in sorted(topology.shapes, key=lambda shape: shape.name):
        rings = [clipped_ring(ring(numbers, arc), view.frame) for p in shape.polygons for numbers in p if seen(numbers)]
        rings = [points for points in rings if _extent(points) >= _SMALLEST]
        if path := "".join(svg_path(points, closed=True) for points in rings):
            yield Country(shape.name, path, _anchors(rings, view))


def _extent(points: Sequence[Point]) -> float:
    if len(points) < 3:
        return 0.0
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _anchors(rings: Sequence[Sequence[Point]], view: Projection) -> tuple[Anchor, ...]:
    """Return where a name fits inside the rings: on eleven levels of each, three lines high, inside the drawing."""
    found = []
    for points in rings:
        low = max(14.0, min(y for _, y in points))
        high = min(view.height - 14.0, max(y for _, y in points))
        for level in range(1, 12):
            y = low + (high - low) * level / 12
            for left, right in _stretches(points, y, view.width):
                middle = (left + right) / 2
                rooms = [_room(points, middle, y + step, view.width) for step in (-14.0, 0.0, 14.0)]
                if min(rooms) > 0 and high > low:
                    found.append(Anchor(round(min(rooms), 1), round(middle, 1), round(y, 1)))
    return tuple(sorted(found, key=lambda a: (-a.room, a.x, a.y))[:24])


def _stretches(points: Sequence[Point], y: float, width: float) -> list[tuple[float, float]]:
    """Return the stretches of a level that lie inside an area and inside the drawing."""
    found = []
    for index, (bx, by) in enumerate(points):
        ax, ay = points[index - 1]
        if (ay > y) != (by > y):
            found.append(min(width, max(0.0, ax + (bx - ax) * (y - ay) / (by - ay))))
    found.sort()
    return [(left, right) for left, right in zip(found[::2], found[1::2], strict=False) if right > left]


def _room(points: Sequence[Point], x: float, y: float, width: float) -> float:
    """Return how long a name around ``x`` may be on a level, 0 where ``x`` is not inside."""
    return next((2 * min(x - left, right - x) for left, right in _stretches(points, y, width) if left < x < right), 0.0)


def _lake_paths(features: Iterable[dict[str, Any]], view: Projection) -> Iterator[str]:
    for feature in features:
        for positions in feature["geometry"]["coordinates"]:
            seen = without_outside([view.point(lon, lat) for lon, lat in positions], view.frame)
            cut = clipped_ring(simplified(seen, _TOLERANCE), view.frame)
            if _extent(cut) >= _SMALLEST:
                yield svg_path(cut, closed=True)


def _river_paths(features: Iterable[dict[str, Any]], view: Projection) -> Iterator[str]:
    """Yield the rivers that Natural Earth shows at this scale; ``min_zoom`` counts doublings from 512 units a world."""
    zoom = math.log2(view.unit * 360 / 512)
    for feature in features:
        if feature["properties"]["min_zoom"] > zoom + 1:
            continue
        seen = without_outside([view.point(lon, lat) for lon, lat in feature["geometry"]["coordinates"]], view.frame)
        for part in clipped_line(simplified(seen, _TOLERANCE), view.frame):
            yield svg_path(part, closed=False)
