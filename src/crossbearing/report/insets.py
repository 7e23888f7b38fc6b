"""The small map of one happening: a window on the closest of the maps of the report, whose lands it shows again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crossbearing.report.labels import Label, Sheet
from crossbearing.report.map import Atlas, Map, Spot

_SHAPE = 0.62
_PIXELS = 290.0
_TYPE = 13.0
_MOST_NAMES = 12
_LEAST = 0.16
"""Width of the smallest window in parts of its map: closer, the smoothed borders would show their corners."""


@dataclass(frozen=True, slots=True)
class Inset:
    """A window (x, y, width, height) on the map of that number, the place, and the other places that lie in it.

    ``unit`` is the size that one pixel has in it, about, ``type_size`` that of its names.
    """

    number: int
    window: tuple[float, float, float, float]
    spot: Spot
    others: tuple[Spot, ...]
    names: tuple[Label, ...]
    unit: float

    @property
    def type_size(self) -> float:
        """Return the size of its names in units of the drawing."""
        return round(_TYPE * self.unit, 2)


def _window(drawing: Map, spot: Spot) -> tuple[float, float, float, float]:
    """Return the window around a place, wide enough for its ring and inside its map."""
    width = min(drawing.width, max(drawing.width * _LEAST, spot.radius * 4.2))
    height = min(drawing.height, width * _SHAPE)
    left = min(max(0.0, spot.x - width / 2), drawing.width - width)
    top = min(max(0.0, spot.y - height / 2), drawing.height - height)
    return round(left, 1), round(top, 1), round(width, 1), round(height, 1)


def insets(atlas: Atlas) -> Mapping[str, Inset]:
    """Return the small map of every happening that has a place, by the id of its event.

    >>> insets(Atlas((), (), 0))
    {}
    """
    found: dict[str, Inset] = {}
    for number in reversed(range(len(atlas.maps))):  # closer maps come last
        drawing = atlas.maps[number]
        for spot in drawing.spots:
            new = [event for event in spot.place.events if event not in found]
            if not new or (number and spot.radius > drawing.width / 3):
                continue  # a wide ring is seen as one only on the wider map
            left, top, width, height = window = _window(drawing, spot)
            others = tuple(
                o for o in drawing.spots
                if o.place != spot.place and left <= o.x <= left + width and top <= o.y <= top + height
            )  # fmt: skip
            inset = Inset(number, window, spot, others, _names(window, (spot, *others)), round(width / _PIXELS, 3))
            found.update(dict.fromkeys(new, inset))
    return found


def _names(window: tuple[float, float, float, float], spots: Sequence[Spot]) -> tuple[Label, ...]:
    """Return the names that have room, that of the happening's own place first; reckoned in pixels of the inset."""
    left, top, width, height = window
    unit = width / _PIXELS
    at = {spot: ((spot.x - left) / unit, (spot.y - top) / unit) for spot in spots}
    sheet = Sheet(_PIXELS, height / unit, dict.fromkeys(at.values(), 3.0))
    placed = [sheet.beside(spot.place.name, *at[spot], _TYPE, _TYPE) for spot in spots[:_MOST_NAMES]]
    return tuple(
        replace(label, x=round(left + label.x * unit, 1), y=round(top + label.y * unit, 1))
        for label in placed
        if label is not None
    )
