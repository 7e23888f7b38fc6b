"""What a map that can be moved shows: places of happenings in a window, and who held what on a day, as GeoJSON.

A feature says all that the map draws and its list tells, so that the page that shows it decides nothing. Degrees are
those of WGS 84, longitude first as GeoJSON has it; radii are kilometres.
"""

from __future__ import annotations

import datetime
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crossbearing.model.claim import Claim, PlaceRole
from crossbearing.model.derived import ControlState
from crossbearing.report.days import time_days
from crossbearing.report.happenings import EventView
from crossbearing.report.map import Place
from crossbearing.report.marks import Mark, Names
from crossbearing.report.strips import state_words
from crossbearing.report.topojson import Box

Json = dict[str, Any]

APART_FROM = 13.0
"""The zoom from which no two places are drawn as one, however near they lie."""

MOST_LISTED = 12
"""Happenings that a feature names; it says how many more there are."""

_CELL = 44.0
"""Pixels: places nearer than this would cover one another, a disc being half as wide."""

_WORLD = 512.0
"""Pixels that the world is wide at zoom 0, as MapLibre counts zooms."""

_STEEPEST = 85.05
SEVERAL = 9
"""The number of the colour of what several sides say; 0 is that of who is of no side."""


@dataclass(frozen=True, slots=True)
class Window:
    """What of the map is seen: a box in degrees, and the zoom as MapLibre counts it."""

    box: Box
    zoom: float

    def holds(self, lat: float, lon: float) -> bool:
        """Say whether a position is seen, also in a window that reaches over the 180th meridian.

        >>> Window((170.0, -10.0, 190.0, 10.0), 3).holds(0, -175.0), Window((30.0, 30.0, 40.0, 40.0), 5).holds(0, 35.0)
        (True, False)
        """
        west, south, east, north = self.box
        return south <= lat <= north and any(west <= lon + turn <= east for turn in (-360.0, 0.0, 360.0))


def _pixel(lat: float, lon: float, zoom: float) -> tuple[float, float]:
    """Return where a position lies on the whole map at a zoom (Web Mercator)."""
    size = _WORLD * 2**zoom
    sine = math.sin(math.radians(max(-_STEEPEST, min(_STEEPEST, lat))))
    return (lon + 180) / 360 * size, (0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)) * size


def grouped(places: Iterable[Place], zoom: float) -> list[list[Place]]:
    """Return the places that would cover one another at a zoom together; each group begins with that of most events.

    >>> one, other = Place("A", 33.5, 36.3, 2, ("e1", "e2"), False, ""), Place("B", 33.6, 36.4, 2, ("e3",), False, "")
    >>> [[place.name for place in group] for group in grouped([other, one], 5)]
    [['A', 'B']]
    >>> len(grouped([other, one], 12))
    2
    """
    ordered = sorted(places, key=lambda place: (-len(place.events), place.name, place.lat, place.lon))
    if zoom >= APART_FROM:
        return [[place] for place in ordered]
    groups: list[list[Place]] = []
    heads: dict[tuple[int, int], list[tuple[float, float, int]]] = defaultdict(list)
    for place in ordered:
        x, y = _pixel(place.lat, place.lon, zoom)
        column, line = int(x // _CELL), int(y // _CELL)
        near = [
            (math.hypot(x - hx, y - hy), number)
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for hx, hy, number in heads[column + dx, line + dy]
        ]
        distance, nearest = min(near, default=(_CELL, -1))
        if distance < _CELL:
            groups[nearest].append(place)
        else:
            heads[column, line].append((x, y, len(groups)))
            groups.append([place])
    return groups


def place_features(
    places: Iterable[Place],
    views: Mapping[str, EventView],
    disputed: frozenset[str],
    window: Window,
    address: Callable[[str], str],
) -> Json:
    """Return the places in a window as a FeatureCollection; ``address`` gives the page of an event by its id.

    >>> place_features([], {}, frozenset(), Window((0.0, 0.0, 1.0, 1.0), 4), str)
    {'type': 'FeatureCollection', 'features': [], 'seen': {'places': 0, 'happenings': 0, 'disputed': 0}}
    """
    seen = [place for place in places if window.holds(place.lat, place.lon)]
    features = [
        _alone(group[0], views, disputed, address) if len(group) == 1 else _crowd(group, disputed)
        for group in grouped(seen, window.zoom)
    ]
    events = [event for place in seen for event in place.events]
    counts = {"places": len(seen), "happenings": len(events), "disputed": sum(event in disputed for event in events)}
    return {"type": "FeatureCollection", "features": features, "seen": counts}


def _feature(lat: float, lon: float, properties: Json) -> Json:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": properties}


def _crowd(group: Sequence[Place], disputed: frozenset[str]) -> Json:
    """Return places that are drawn as one: at that of most events, with the box that takes them apart."""
    events = [event for place in group for event in place.events]
    lats, lons = [place.lat for place in group], [place.lon for place in group]
    return _feature(
        group[0].lat,
        group[0].lon,
        {
            "kind": "crowd",
            "name": group[0].name,
            "places": len(group),
            "count": len(events),
            "disputed": sum(event in disputed for event in events),
            "box": [min(lons), min(lats), max(lons), max(lats)],
        },
    )


def _alone(
    place: Place, views: Mapping[str, EventView], disputed: frozenset[str], address: Callable[[str], str]
) -> Json:
    shown = [views[event] for event in place.events if event in views]
    voices = {voice.mark for view in shown for voice in view.voices if not voice.denying}
    sides = {mark.colour for mark in voices}
    letter = next(iter(voices)).letter if len(voices) == 1 else ""
    return _feature(
        place.lat,
        place.lon,
        {
            "kind": "place",
            "name": place.name,
            "radius_km": place.radius_km,
            "ends": [[lon, lat] for lat, lon in place.ends],
            "count": len(place.events),
            "disputed": sum(event in disputed for event in place.events),
            "planned": bool(shown) and all(view.event.modality != "real" for view in shown),
            "denied": bool(shown) and all(view.event.polarity == "negative" for view in shown),
            "grade": max((int(view.event.grade[1:]) for view in shown), default=0),
            "colour": next(iter(sides)) if len(sides) == 1 else SEVERAL if sides else 0,
            "letter": letter if len(place.events) == 1 else str(len(place.events)),
            "events": [_line(view, view.event.id in disputed, address) for view in shown[:MOST_LISTED]],
            "more": max(0, len(shown) - MOST_LISTED),
        },
    )


def _line(view: EventView, disputed: bool, address: Callable[[str], str]) -> Json:
    return {
        "title": view.title,
        "when": view.when,
        "href": address(view.event.id),
        "grade": view.grade,
        "disputed": disputed,
        "planned": view.event.modality != "real",
        "denied": view.event.polarity == "negative",
        "voices": [_mark(voice.mark) | {"denies": voice.denying} for voice in view.voices],
    }


def _mark(mark: Mark) -> Json:
    return {"name": mark.name, "letter": mark.letter, "colour": mark.colour}


def control_days(rows: Iterable[ControlState]) -> tuple[str, str] | None:
    """Return the first and the last day that a state of control begins or ends on, None where none is known."""
    days = sorted({day for row in rows for day in (row.start, row.end) if day})
    return (days[0], days[-1]) if days else None


def held_on(rows: Iterable[ControlState], day: str) -> dict[str, list[ControlState]]:
    """Return the states of a day by place: those taken together, else those of single voices.

    A state without a first day held from the beginning, one without a last goes on, one without either is of no day.

    >>> row = ControlState("c1", "p1", "Douma", "held", "x", None, None, "2018-04-08", None, "reconciled", "hold", ())
    >>> [len(held_on([row], day)) for day in ("2018-04-07", "2018-04-08", "2019-01-01")]
    [0, 1, 1]
    """
    found: dict[str, list[ControlState]] = defaultdict(list)
    for row in rows:
        if (row.start or row.end) and (row.start or "") <= day <= (row.end or "9999"):
            found[row.place].append(row)
    return {
        place: sorted(
            [r for r in of_place if r.timeline == "reconciled"] or of_place, key=lambda r: (r.start or "", r.id)
        )
        for place, of_place in sorted(found.items())
    }


def control_features(
    rows: Sequence[ControlState], claims: Mapping[str, Claim], names: Names, day: str, address: str
) -> Json:
    """Return who held which place on an ISO day as a FeatureCollection; ``address`` is the page that tells it.

    A place is where the claims of its states say it is; what has no position is counted in ``unplaced``. Raises
    ValueError for a day that is none.

    >>> control_features([], {}, Names([], [], None), "2018-04-07", "/control")["day"]
    '7 April 2018'
    """
    day = datetime.date.fromisoformat(day).isoformat()
    where = _positions(rows, claims)
    held = held_on(rows, day)
    features = [_held(states, where[place], names, address) for place, states in held.items() if place in where]
    unplaced = sum(place not in where for place in held)
    return {"type": "FeatureCollection", "features": features, "day": time_days(day, day), "unplaced": unplaced}


def _positions(rows: Iterable[ControlState], claims: Mapping[str, Claim]) -> dict[str, PlaceRole]:
    found: dict[str, PlaceRole] = {}
    for row in rows:
        for claim in (claims[c] for c in row.claims if c in claims):
            for place in claim.places:
                if place.place == row.place and place.lat is not None and place.lon is not None:
                    found.setdefault(row.place, place)
    return found


def _held(states: Sequence[ControlState], place: PlaceRole, names: Names, address: str) -> Json:
    """Return a place with the state that began last; voices that differ, or a contradiction, make it contested."""
    last = states[-1]
    holder = names.mark(last.holder)
    contender = names.mark(last.contender) if last.contender else None
    differing = len({(row.state, row.holder) for row in states}) > 1 and last.timeline != "reconciled"
    assert place.lat is not None
    assert place.lon is not None
    return _feature(
        place.lat,
        place.lon,
        {
            "kind": "control",
            "name": last.name or names.name(last.place),
            "radius_km": place.radius_km or 1.0,
            "state": last.state,
            "contested": differing or last.state == "contested" or any(row.contradiction for row in states),
            "holder": _mark(holder) if last.holder else None,
            "contender": _mark(contender) if contender else None,
            "words": "; ".join(dict.fromkeys(state_words(row, names) for row in states)),
            "since": time_days(last.start, last.end),
            "href": address,
        },
    )
