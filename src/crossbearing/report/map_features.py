"""What a map that can be moved shows: places of happenings in a window, and who held what on a day, as GeoJSON.

A feature says all that the map draws and its list tells, so that the page that shows it decides nothing. Degrees are
those of WGS 84, longitude first as GeoJSON has it; radii are kilometres.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from crossbearing.model.claim import Claim, PlaceRole
from crossbearing.model.derived import ControlState
from crossbearing.model.listed import Voice
from crossbearing.report.days import time_days
from crossbearing.report.marks import Mark as Disc
from crossbearing.report.marks import Names
from crossbearing.report.strips import state_words
from crossbearing.report.wording import word
from crossbearing.store.listing import EventRow, View, event_rows
from crossbearing.store.mapped import Mark

Json = dict[str, Any]

SEVERAL = 9
"""The number of the colour of what several sides say; 0 is that of who is of no side."""

_AT_ONCE = 400
"""Rows of one question: a database takes only so many values."""


def place_features(view: View, marks: Sequence[Mark], address: Callable[[str], str]) -> list[Json]:
    """Return the features of marks; ``address`` gives the page of an event by its id."""
    shown = [event.rank for mark in marks for event in mark.first]
    rows: dict[int, EventRow] = {}
    for start in range(0, len(shown), _AT_ONCE):
        rows.update((row.event.rank, row) for row in event_rows(view, shown[start : start + _AT_ONCE]))
    return [
        _place(view, mark, [rows[e.rank] for e in mark.first], address) if mark.first else _crowd(mark)
        for mark in marks
    ]


def _feature(lat: float, lon: float, properties: Json) -> Json:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": properties}


def _crowd(mark: Mark) -> Json:
    """Return places that are drawn as one, with the box that takes them apart."""
    window = mark.window
    return _feature(
        mark.lat,
        mark.lon,
        {
            "kind": "crowd",
            "name": mark.around,
            "places": mark.places,
            "count": mark.events,
            "disputed": mark.disputed,
            "box": [window.west, window.south, window.east, window.north],
        },
    )


def _place(view: View, mark: Mark, rows: Sequence[EventRow], address: Callable[[str], str]) -> Json:
    first = mark.first[0]
    ends = [[first.from_lon, first.from_lat], [first.to_lon, first.to_lat]] if first.from_lat is not None else []
    whole = len(rows) == mark.events
    codes = view.columns.values["events.modality"]
    modality = view.columns.array("events.modality")[np.array(mark.ranks)]
    grades = view.columns.array("events.grade")[np.array(mark.ranks)]
    colour, letter = _said_by(view, mark, rows)
    return _feature(
        mark.lat,
        mark.lon,
        {
            "kind": "place",
            "name": first.located or mark.around or "place without a name",
            "radius_km": mark.radius_km or 1.0,
            "ends": ends,
            "count": mark.events,
            "disputed": mark.disputed,
            "planned": all(codes[code] != "real" for code in set(modality.tolist())),
            "denied": whole and all(row.event.polarity == "negative" for row in rows),
            "grade": int(view.columns.values["events.grade"][int(grades.max())][1:]),
            "colour": colour,
            "letter": letter if mark.events == 1 else str(mark.events),
            "events": [_line(row, address) for row in rows],
            "more": mark.events - len(rows),
        },
    )


def _said_by(view: View, mark: Mark, rows: Sequence[EventRow]) -> tuple[int, str]:
    """Return the colour of the side that tells of a place and the letters of its only voice, if there is one.

    Who denies a thing does not tell it. Where a place has more happenings than are shown, all who speak of it count.
    """
    voices: dict[int, Voice] = {v.number: v for row in rows for tie, v in row.voices if tie.stance != "denies"}
    colours = {voice.colour for voice in voices.values()}
    if len(rows) < mark.events:
        events = view.columns.array("pairs.event")
        ranks = np.array(mark.ranks, dtype=events.dtype)  # of another type all pairs would be made anew for each place
        starts, ends = (np.searchsorted(events, ranks, side) for side in ("left", "right"))
        lengths = ends - starts
        before = np.repeat(np.cumsum(lengths) - lengths, lengths)
        pairs = np.arange(int(lengths.sum())) - before + np.repeat(starts, lengths)
        sides = view.columns.array("voices.side")[view.columns.array("pairs.voice")[pairs]]
        if len(set(sides.tolist())) > 1:
            return SEVERAL, ""
    colour = next(iter(colours)) if len(colours) == 1 else SEVERAL if colours else 0
    return colour, next(iter(voices.values())).letter if len(voices) == 1 else ""


def _line(row: EventRow, address: Callable[[str], str]) -> Json:
    event = row.event
    return {
        "title": event.title,
        "when": event.days,
        "href": address(event.id),
        "grade": word("grade", event.grade),
        "disputed": event.disputed,
        "planned": event.modality != "real",
        "denied": event.polarity == "negative",
        "voices": [
            {"name": v.name, "letter": v.letter, "colour": v.colour, "denies": tie.stance == "denies"}
            for tie, v in row.voices
        ],
    }


def _disc(disc: Disc) -> Json:
    return {"name": disc.name, "letter": disc.letter, "colour": disc.colour}


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
            "holder": _disc(names.mark(last.holder)) if last.holder else None,
            "contender": _disc(names.mark(last.contender)) if last.contender else None,
            "words": "; ".join(dict.fromkeys(state_words(row, names) for row in states)),
            "since": time_days(last.start, last.end),
            "href": address,
        },
    )
