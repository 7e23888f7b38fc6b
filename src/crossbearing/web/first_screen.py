"""What the first screen says: the deadliest happening, the one most disputed, what changed hands, the latest.

The sentences are those of the report. They are made of a bounded part of the record (the deadliest, the most disputed
and the latest happenings of what is asked for, and the latest changes of control), however large it is.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from crossbearing.report import lead
from crossbearing.store import listing
from crossbearing.store.asked import EventsAsked
from crossbearing.store.listing import View
from crossbearing.store.schema import DERIVED
from crossbearing.store.store import Store
from crossbearing.web import slices
from crossbearing.web.kept import Kept
from crossbearing.web.scenes import Scene, scene

_DEADLIEST, _DISPUTED, _LATEST, _CHANGES = 3, 5, 4, 40


def _of_events(view: View, wanted: EventsAsked) -> list[str]:
    """Return the events that the first screen may speak of."""
    orders = (("-killed", wanted, _DEADLIEST), ("-day", wanted, _LATEST))
    disputed = () if wanted.disputed is False else (("-voices", replace(wanted, disputed=True), _DISPUTED),)
    found: dict[str, None] = {}
    for order, asked, most in (*orders, *disputed):
        _, page = listing.events(view, asked, order, None, most)
        found.update(dict.fromkeys(page.ids))
    return list(found)


def _changed(view: View) -> list[str]:
    """Return the places that changed hands last."""
    table = DERIVED["control"]
    asked = select(table.c.place).where(table.c.kind.in_(("gain", "loss", "transfer")), table.c.start.is_not(None))
    rows = view.connection.execute(asked.order_by(table.c.start.desc(), table.c.id).limit(_CHANGES)).scalars()
    return list(dict.fromkeys(rows))


def _agreed(view: View) -> list[str]:
    table = DERIVED["agreements"]
    asked = select(table.c.id).order_by(table.c.breaches == "[]", table.c.start.is_(None), table.c.start.desc())
    return list(view.connection.execute(asked.limit(4)).scalars())


_kept = Kept[tuple[Scene, tuple[lead.Point, ...]]](64)


def first_screen(store: Store, view: View, wanted: EventsAsked) -> tuple[Scene, tuple[lead.Point, ...]]:
    """Return the sentences of the first screen and the scene in which their happenings are looked up."""
    return _kept.get((store.url, view.columns.revision, wanted), lambda: _made(view, wanted))


def _made(view: View, wanted: EventsAsked) -> tuple[Scene, tuple[lead.Point, ...]]:
    # Of control and agreements nothing is asked by these filters.
    places, deals = (_changed(view), _agreed(view)) if wanted == EventsAsked() else ([], [])
    of = slices.first_screen(view.connection, _of_events(view, wanted), places, deals)
    shown = scene(of)
    claims = {claim.id: claim for claim in of.claims}
    look = shown.look
    points = lead.points(
        of.ledgers, claims, look.events, look.event_tolls, shown.disputes, shown.agreements, shown.names
    )
    return shown, points
