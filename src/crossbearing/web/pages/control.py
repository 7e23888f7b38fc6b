"""``/control``: who held which place when, one strip a place, and who held what on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import case, func, or_, select

from crossbearing.export import outputs
from crossbearing.model.derived import ControlState
from crossbearing.report.days import time_days
from crossbearing.report.marks import Mark, Names
from crossbearing.report.strips import control_strips, state_words
from crossbearing.store.schema import DERIVED
from crossbearing.store.store import Store
from crossbearing.web import addresses, downloads, slices
from crossbearing.web.opened import store_of
from crossbearing.web.paging import cursor, from_cursor
from crossbearing.web.rendering import page
from crossbearing.web.scenes import scene

MENU = ("Control", addresses.CONTROL)
router = APIRouter(include_in_schema=False)
MOST = 8
_TOGETHER = "reconciled"
LONGEST_TABLE = 100_000


@dataclass(frozen=True, slots=True)
class Held:
    """A place on a day: what one timeline says of it, whose that is, and since when."""

    place: str
    mark: Mark | None
    words: str
    days: str
    claims: tuple[str, ...]
    disputed: bool


def places(store: Store, word: str, disputed: bool, day: str, after: str) -> tuple[list[str], str, int]:
    """Return places, disputed ones first, from a cursor on; the next cursor; and how many places there are.

    ``word`` is looked for in their names; ``day`` leaves those of which nothing is said on it out.
    """
    table = DERIVED["control"]
    clashes = func.max(case((table.c.contradiction.is_not(None), 1), else_=0))
    asked = select(table.c.place, clashes.label("clashes")).group_by(table.c.place)
    if word:
        asked = asked.where(func.lower(table.c.name).contains(word.lower(), autoescape=True))
    if day:
        dated = or_(table.c.start.is_not(None), table.c.end.is_not(None))
        asked = asked.where(dated, func.coalesce(table.c.start, "") <= day, func.coalesce(table.c.end, "9999") >= day)
    if disputed:
        asked = asked.having(clashes == 1)
    found = asked.subquery()
    rows = select(found.c.place, found.c.clashes).order_by(found.c.clashes.desc(), found.c.place).limit(MOST + 1)
    if (key := from_cursor(after, 2)) is not None and isinstance(key[0], int):
        later = (found.c.clashes == key[0]) & (found.c.place > key[1])
        rows = rows.where(or_(found.c.clashes < key[0], later))
    with store.reading() as connection:
        total = connection.execute(select(func.count()).select_from(found)).scalar_one()
        listed = connection.execute(rows).all()
    more = cursor((listed[MOST - 1].clashes, listed[MOST - 1].place)) if len(listed) > MOST else ""
    return [row.place for row in listed[:MOST]], more, total


def span(store: Store) -> tuple[str, str]:
    """Return the first and the last day of which something is said, empty where there is none."""
    table = DERIVED["control"]
    with store.reading() as connection:
        days = [func.min(table.c.start), func.min(table.c.end), func.max(table.c.start), func.max(table.c.end)]
        found = connection.execute(select(*days)).one()
    return min((d for d in found[:2] if d), default=""), max((d for d in found[2:] if d), default="")


def _day(said: str) -> str:
    """Return a day as it was asked for, empty for what is none."""
    try:
        return date.fromisoformat(said).isoformat() if said else ""
    except ValueError:
        return ""


def held_on(rows: tuple[ControlState, ...], day: str, names: Names) -> list[Held]:
    """Return what is said of each place on a day: what follows from all voices first, then each voice.

    What has no day at all is said of no day.
    """
    dated = [row for row in rows if row.start or row.end]
    on = [row for row in dated if (row.start or "") <= day <= (row.end or "9999")]
    found = [
        Held(
            place=row.name or names.name(row.place),
            mark=None if row.timeline == _TOGETHER else names.mark(row.timeline),
            words=state_words(row, names),
            days=time_days(row.start, row.end),
            claims=row.claims,
            disputed=row.contradiction is not None,
        )
        for row in on
    ]
    return sorted(found, key=lambda h: (h.place, h.mark is not None, h.mark.name if h.mark else "", h.words))


@router.get("/control.csv")
def table(request: Request, q: str = "", disputed: str = "", day: str = "") -> Response:
    """Return who held what, of the places that the page lists, as a table."""
    store, on = store_of(request), _day(day)

    def rows() -> Iterator[dict[str, Any]]:
        after, left = "", LONGEST_TABLE
        while left > 0:
            wanted, after, _ = places(store, q.strip(), bool(disputed), on, after)
            told = slices.control_rows(store, wanted)
            yield from (outputs.control_to_row(row) for row in told)
            left -= len(told)
            if not after:
                return

    return downloads.table("control", outputs.CONTROL_FIELDS, rows())


@router.get("/control")
def control(request: Request, q: str = "", disputed: str = "", day: str = "", after: str = "") -> HTMLResponse:
    """Show who held what."""
    store, on = store_of(request), _day(day)
    wanted, more, total = places(store, q.strip(), bool(disputed), on, after)
    of = slices.control(store, wanted)
    shown = scene(of)
    kept = [("q", q.strip()), ("disputed", disputed), ("day", on)]
    first, last = span(store)
    return page(
        request,
        "control.html.j2",
        scene=shown,
        title="Who holds what",
        strips=control_strips(of.ledgers, shown.names),
        cards=shown.disputes,
        held=held_on(of.ledgers.control, on, shown.names) if on else [],
        q=q.strip(),
        disputed=bool(disputed),
        day=on,
        first=first,
        last=last,
        total=total,
        begun=bool(after),
        more=addresses.asking(addresses.CONTROL, [*kept, ("after", more)]) if more else "",
        back=addresses.asking(addresses.CONTROL, kept),
        table=addresses.asking(f"{addresses.CONTROL}.csv", kept),
    )
