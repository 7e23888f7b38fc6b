"""TopoJSON read: shared arcs, quantized and delta-encoded, put together into the rings of countries.

The format is that of the TopoJSON specification (version 1): an arc is a first position and then steps, both in units
of the transform; a ring is a list of arcs, where ``~n`` is arc ``n`` walked backwards, and where the first position of
an arc repeats the last of the one before.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A country: its name and its polygons, each a list of rings (the first is the outer one) of arc numbers."""

    name: str
    polygons: tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Topology:
    """Arcs as the file has them, and the shapes that are made of them."""

    scale: Point
    translate: Point
    arcs: Sequence[Sequence[Sequence[int]]]
    shapes: tuple[Shape, ...]

    def arc(self, number: int) -> list[Point]:
        """Return the positions of an arc in degrees, longitude first."""
        xs = accumulate(step[0] for step in self.arcs[number])
        ys = accumulate(step[1] for step in self.arcs[number])
        (kx, ky), (tx, ty) = self.scale, self.translate
        return [(x * kx + tx, y * ky + ty) for x, y in zip(xs, ys, strict=True)]

    def box(self, number: int) -> Box:
        """Return the smallest box around an arc, without making its positions."""
        xs = list(accumulate(step[0] for step in self.arcs[number]))
        ys = list(accumulate(step[1] for step in self.arcs[number]))
        (kx, ky), (tx, ty) = self.scale, self.translate
        return min(xs) * kx + tx, min(ys) * ky + ty, max(xs) * kx + tx, max(ys) * ky + ty


class PackedArcs(Sequence[list[tuple[int, int]]]):
    """Arcs as they are kept: the steps of each as bytes, unpacked when they are drawn. Most never are.

    >>> PackedArcs(packed([[[0, 0], [4, -1]]]))[0]
    [(0, 0), (4, -1)]
    """

    def __init__(self, arcs: Sequence[bytes]) -> None:
        self._arcs = arcs

    def __len__(self) -> int:
        return len(self._arcs)

    def __getitem__(self, number: Any) -> Any:
        steps = array("i")
        steps.frombytes(self._arcs[number])
        return list(zip(steps[::2], steps[1::2], strict=True))


def packed(arcs: Iterable[Sequence[Sequence[int]]]) -> list[bytes]:
    """Return arcs as bytes, the steps of each one after the other."""
    return [array("i", [number for step in arc for number in step[:2]]).tobytes() for arc in arcs]


def read(text: str | bytes, layer: str) -> Topology:
    """Return the topology of a file with the polygons of one layer; raise ValueError where it is none.

    >>> square = {"type": "Topology", "transform": {"scale": [0.5, 0.5], "translate": [30, 10]},
    ...           "arcs": [[[0, 0], [4, 0], [0, 4]], [[4, 4], [-4, 0], [0, -4]]],
    ...           "objects": {"countries": {"type": "GeometryCollection", "geometries": [
    ...               {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "Squareland"}}]}}}
    >>> topology = read(json.dumps(square), "countries")
    >>> topology.shapes[0].name, topology.arc(0), topology.box(1)
    ('Squareland', [(30.0, 10.0), (32.0, 10.0), (32.0, 12.0)], (30.0, 10.0, 32.0, 12.0))
    >>> ring(topology.shapes[0].polygons[0][0], topology.arc)
    [(30.0, 10.0), (32.0, 10.0), (32.0, 12.0), (30.0, 12.0), (30.0, 10.0)]
    """
    found = json.loads(text)
    try:
        transform = found["transform"]
        scale, translate = transform["scale"], transform["translate"]
        shapes = tuple(_shape(geometry) for geometry in found["objects"][layer]["geometries"])
        return Topology((scale[0], scale[1]), (translate[0], translate[1]), found["arcs"], shapes)
    except (KeyError, IndexError, TypeError) as error:
        raise ValueError(f"not a quantized TopoJSON file with a layer {layer!r}: {error!r}") from error


def _shape(geometry: dict[str, Any]) -> Shape:
    """Return a geometry as polygons; other kinds than areas have none."""
    arcs = geometry.get("arcs", ())
    polygons = {"Polygon": (arcs,), "MultiPolygon": arcs}.get(geometry["type"] or "", ())
    rings = tuple(tuple(tuple(ring) for ring in polygon) for polygon in polygons)
    return Shape((geometry.get("properties") or {}).get("name") or "", rings)


def ring(numbers: Iterable[int], arc: Callable[[int], list[Point]]) -> list[Point]:
    """Return the positions of a ring from its arc numbers; ``arc`` gives the positions of one, as drawn or as read.

    >>> ring([0, ~1], {0: [(0, 0), (1, 0)], 1: [(0, 0), (2, 2), (1, 0)]}.__getitem__)
    [(0, 0), (1, 0), (2, 2), (0, 0)]
    """
    found: list[Point] = []
    for number in numbers:
        points = arc(number) if number >= 0 else arc(~number)[::-1]
        found.extend(points if not found else points[1:])
    return found
