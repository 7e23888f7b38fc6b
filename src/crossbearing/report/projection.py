"""From degrees to units of a drawing: equirectangular, true to scale at the middle parallel."""

from __future__ import annotations

import math
from dataclasses import dataclass

from crossbearing.report.clipping import Frame
from crossbearing.report.topojson import Box, Point

KM_A_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Projection:
    """A window on the earth: its corner in the north-west, units for a degree of latitude, and the size drawn.

    ``squeeze`` is the cosine of the middle parallel. Right within a percent for a war the size of a country.
    """

    west: float
    north: float
    unit: float
    squeeze: float
    width: float
    height: float

    def point(self, lon: float, lat: float) -> Point:
        """Return where a position is drawn; y grows to the south.

        >>> Projection(30.0, 40.0, 100.0, 0.8, 800.0, 500.0).point(31.0, 39.5)
        (80.0, 50.0)
        """
        return (lon - self.west) * self.squeeze * self.unit, (self.north - lat) * self.unit

    def length(self, km: float) -> float:
        """Return how long a number of kilometres is drawn.

        >>> Projection(30.0, 40.0, 111.2, 0.8, 800.0, 500.0).length(10)
        10.0
        """
        return km / KM_A_DEGREE * self.unit

    @property
    def box(self) -> Box:
        """Return what is seen, in degrees: west, south, east, north."""
        east = self.west + self.width / (self.squeeze * self.unit)
        return self.west, self.north - self.height / self.unit, east, self.north

    @property
    def frame(self) -> Frame:
        """Return what is drawn: a little more than is seen, so that the cut edges of areas lie out of sight."""
        return Frame(-6.0, -6.0, self.width + 6.0, self.height + 6.0)


def around(reach: Box, width: float, tallest: float, margin: float) -> Projection:
    """Return the projection that shows a box of degrees in a drawing of a width, no taller than ``tallest`` units.

    The window grows to the drawing's width where the box is tall, so that nothing beside it is left white.

    >>> shown = around((30.0, 40.0, 32.0, 41.0), width=800.0, tallest=500.0, margin=50.0)
    >>> [round(edge, 1) for edge in shown.box]
    [29.7, 39.9, 32.3, 41.1]
    """
    west, south, east, north = reach
    squeeze = max(0.05, math.cos(math.radians((south + north) / 2)))
    inner, high = width - 2 * margin, tallest - 2 * margin
    unit = min(inner / ((east - west) * squeeze), high / (north - south))
    height = (north - south) * unit + 2 * margin
    middle = (west + east) / 2
    return Projection(
        middle - width / 2 / (squeeze * unit), north + margin / unit, unit, squeeze, width, round(height, 1)
    )
