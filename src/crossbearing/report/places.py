"""Where happenings are drawn: at their place, known to so many kilometres, or as the road between two places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.model.derived import Event
from crossbearing.report.happenings import End, EventView
from crossbearing.report.projection import KM_A_DEGREE

_Ends = tuple[tuple[float, float], ...]

_Spot = tuple[float, float, float, str, _Ends]
"""Degrees, kilometres, name and ends: what events must share to lie at one place of the map."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of events: degrees, how uncertain it is, and its events; ``anchor`` is its line in the list.

    ``ends`` are the degrees of both ends (latitude, longitude) where it is the road between two places.
    """

    name: str
    lat: float
    lon: float
    radius_km: float
    events: tuple[str, ...]
    disputed: bool
    anchor: str
    ends: tuple[tuple[float, float], ...] = ()

    @property
    def label(self) -> str:
        """Return what is written beside it: its name, with the number of its happenings where there are several."""
        return f"{self.name} ({len(self.events)})" if len(self.events) > 1 else self.name


def places_of(events: Sequence[EventView], disputed: frozenset[str]) -> tuple[Place, ...]:
    """Return the places of events with coordinates, those of most events first.

    >>> places_of([], frozenset())
    ()
    """
    at: dict[_Spot, list[str]] = {}
    for view in events:
        lat, lon, km, ends = where_drawn(view.event, view.road)
        if lat is not None and lon is not None:
            name = view.where if ends else (view.event.place and view.event.place.name) or "place without a name"
            at.setdefault((lat, lon, km or 1.0, name, ends), []).append(view.event.id)
    found: list[Place] = []
    for key in sorted(at, key=lambda key: (-len(at[key]), key[3], key)):
        lat, lon, km, name, ends = key
        anchor = f"p{len(found) + 1}"
        found.append(Place(name, lat, lon, km, tuple(at[key]), bool(disputed & set(at[key])), anchor, ends))
    return tuple(found)


def where_drawn(event: Event, road: Sequence[End]) -> tuple[float | None, float | None, float | None, _Ends]:
    """Return where a map draws an event: degrees, how uncertain it is in kilometres, and the ends of its road.

    A road is drawn at its middle, known to half its length; one of which an end is not known is at the event's place.
    """
    ends = tuple((end.lat, end.lon) for end in road if end.lat is not None and end.lon is not None)
    if len(ends) != 2:
        place = event.place
        return (None, None, None, ()) if place is None else (place.lat, place.lon, place.radius_km, ())
    (south, west), (north, east) = ends
    lat, lon = (south + north) / 2, (west + east) / 2
    wide = (east - west) * math.cos(math.radians(lat))
    half = round(math.hypot(north - south, wide) * KM_A_DEGREE / 2, 1)
    return round(lat, 5), round(lon, 5), max(half, 0.5), ends
