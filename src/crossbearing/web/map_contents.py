"""What the map of a store shows, asked of its lists: places in a window, the largest places, control on a day."""

from __future__ import annotations

from sqlalchemy import func, select

from crossbearing.model.listed import OPEN_END
from crossbearing.report.map_features import Json, control_features, place_features
from crossbearing.report.marks import Names
from crossbearing.report.places import Place
from crossbearing.store.asked import EventsAsked
from crossbearing.store.columns import NONE, Array, day_number, day_of
from crossbearing.store.listing import View
from crossbearing.store.mapped import Largest, Mark, Window, mapped
from crossbearing.store.schema import DERIVED
from crossbearing.store.store import Store
from crossbearing.web import addresses, slices

MOST_HELD = 150
"""Places of which the map shows who holds them; those of which two things are told come first."""


def places(view: View, wanted: EventsAsked, window: Window, zoom: float) -> Json:
    """Return the places of what is asked for in a window as a FeatureCollection, with counts of what it shows."""
    found = mapped(view, wanted, window, zoom)
    counts = {
        "places": sum(mark.places for mark in found.marks),
        "happenings": found.events,
        "disputed": sum(mark.disputed for mark in found.marks),
    }
    features = place_features(view, found.marks, addresses.event)
    return {"type": "FeatureCollection", "features": features, "seen": counts}


def drawn_places(found: Largest) -> tuple[Place, ...]:
    """Return the largest places as the drawn map takes them: of their events it needs to know how many there are."""
    return tuple(_place(mark, number) for number, mark in enumerate(found.marks, 1))


def _place(mark: Mark, number: int) -> Place:
    first = mark.first[0]
    coordinates = (first.from_lat, first.from_lon, first.to_lat, first.to_lon)
    known = [degrees for degrees in coordinates if degrees is not None]
    return Place(
        name=first.located or mark.around or "place without a name",
        lat=mark.lat,
        lon=mark.lon,
        radius_km=mark.radius_km or 1.0,
        events=("",) * mark.events,
        disputed=mark.disputed > 0,
        anchor=f"p{number}",
        ends=((known[0], known[1]), (known[2], known[3])) if len(known) == 4 else (),
    )


def has_control(view: View) -> bool:
    """Say whether anything is told of who holds a place."""
    return view.connection.execute(select(DERIVED["control"].c.id).limit(1)).first() is not None


def days(view: View) -> tuple[str, str] | None:
    """Return the first and the last day of happenings and of control, None where no day is known."""
    columns = view.columns
    told = {int(n) for name in ("first", "last") for n in _ends(columns.array(f"events.{name}"))}
    table = DERIVED["control"]
    ends = [function(table.c[name]) for function in (func.min, func.max) for name in ("start", "end")]
    told |= {day_number(day) for day in view.connection.execute(select(*ends)).one() if day}
    known = sorted(told)
    first, last = (day_of(known[0]), day_of(known[-1])) if known else (None, None)
    return (first, last) if first and last else None


def _ends(column: Array) -> list[int]:
    """Return the first and the last day of a column that is one."""
    known = column[(column != NONE) & (column != day_number(OPEN_END))]
    return [int(known.min()), int(known.max())] if len(known) else []


def held(store: Store, day: str) -> Json:
    """Return who held what on a day as a FeatureCollection; raises ValueError for a day that is none."""
    of, left_out = slices.control_on(store, day, MOST_HELD)
    names = Names(of.documents, of.claims, of.ledgers, of.palette)
    claims = {claim.id: claim for claim in of.claims}
    address = addresses.asking(addresses.CONTROL, [("day", day)])
    return {**control_features(of.ledgers.control, claims, names, day, address), "left_out": left_out}
