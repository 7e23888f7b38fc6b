"""``/control``: who held which place when, one strip a place, and who held what on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Subquery, case, func, or_, select

from crossbearing.export import outputs
from crossbearing.model.derived import ControlState
from crossbearing.report.days import time_days
from crossbearing.report.marks import Mark, Names
from crossbearing.report.regions import UNKNOWN
from crossbearing.report.strips import control_strips, state_words
from crossbearing.store.schema import DERIVED, LISTED
from crossbearing.store.store import Store
from crossbearing.web import addresses, downloads, slices
from crossbearing.web.opened import store_of
from crossbearing.web.paging import cursor, from_cursor
from crossbearing.web.rendering import page
from crossbearing.web.scenes import scene

MENU = ("Control", addresses.CONTROL)
router = APIRouter(include_in_schema=False)
MOST = 8
NOWHERE = "-"
"""Asks for places of which no region is known."""
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


@dataclass(frozen=True, slots=True)
class Asked:
    """Which places are asked for: ``word`` is in their names, something is said of them on ``day``, disputed alone, of
    one ``region`` (``NOWHERE`` is that of places of which none is known)."""

    word: str = ""
    disputed: bool = False
    day: str = ""
    region: str = ""

    def kept(self) -> list[tuple[str, str]]:
        """Return what an address says of it."""
        disputed = "yes" if self.disputed else ""
        return [("q", self.word), ("disputed", disputed), ("day", self.day), ("region", self.region)]


@dataclass(frozen=True, slots=True)
class Region:
    """A region: how many of the places asked for lie in it, how many of them are disputed, and where to read on."""

    name: str
    places: int
    disputed: int
    to: str


def _found(asked: Asked) -> Subquery:
    """Return the places that are asked for, each with whether anything said of it clashes."""
    table = DERIVED["control"]
    clashes = func.max(case((table.c.contradiction.is_not(None), 1), else_=0))
    wanted = select(table.c.place, clashes.label("clashes")).group_by(table.c.place)
    if asked.word:
        wanted = wanted.where(func.lower(table.c.name).contains(asked.word.lower(), autoescape=True))
    if asked.day:
        dated = or_(table.c.start.is_not(None), table.c.end.is_not(None))
        begun, over = func.coalesce(table.c.start, ""), func.coalesce(table.c.end, "9999")
        wanted = wanted.where(dated, begun <= asked.day, over >= asked.day)
    if asked.disputed:
        wanted = wanted.having(clashes == 1)
    if asked.region:
        lying = LISTED["places"]
        within = UNKNOWN if asked.region == NOWHERE else asked.region
        wanted = wanted.where(table.c.place.in_(select(lying.c.place).where(lying.c.region == within)))
    return wanted.subquery()


def regions(store: Store, asked: Asked) -> list[Region]:
    """Return the regions of the places that are asked for, in the order of their names, the one of none last."""
    found, lying = _found(replace(asked, region="")), LISTED["places"]
    region = func.coalesce(lying.c.region, UNKNOWN)
    columns = (region.label("region"), func.max(lying.c.region_name).label("name"))
    counted = (func.count().label("places"), func.sum(found.c.clashes).label("clashes"))
    joined = found.outerjoin(lying, lying.c.place == found.c.place)
    with store.reading() as connection:
        rows = connection.execute(select(*columns, *counted).select_from(joined).group_by(region)).all()
    told = [
        Region(
            row.name or "",
            row.places,
            int(row.clashes),
            addresses.asking(addresses.CONTROL, replace(asked, region=row.region or NOWHERE).kept()),
        )
        for row in rows
    ]
    return sorted(told, key=lambda r: (not r.name, r.name, r.to))


def places(store: Store, asked: Asked, after: str) -> tuple[list[str], str, int]:
    """Return places, disputed ones first, from a cursor on; the next cursor; and how many places there are."""
    found = _found(asked)
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
def table(request: Request, q: str = "", disputed: str = "", day: str = "", region: str = "") -> Response:
    """Return who held what, of the places that the page lists, as a table."""
    store, asked = store_of(request), Asked(q.strip(), bool(disputed), _day(day), region)

    def rows() -> Iterator[dict[str, Any]]:
        after, left = "", LONGEST_TABLE
        while left > 0:
            wanted, after, _ = places(store, asked, after)
            told = slices.control_rows(store, wanted)
            yield from (outputs.control_to_row(row) for row in told)
            left -= len(told)
            if not after:
                return

    return downloads.table("control", outputs.CONTROL_FIELDS, rows())


@router.get("/control")
def control(
    request: Request, q: str = "", disputed: str = "", day: str = "", region: str = "", after: str = ""
) -> HTMLResponse:
    """Show who held what; many places are offered region by region."""
    store, on = store_of(request), _day(day)
    asked = Asked(q.strip(), bool(disputed), on, region)
    wanted, more, total = places(store, asked, after)
    of = slices.control(store, wanted)
    shown = scene(of)
    kept = asked.kept()
    offered = regions(store, asked)
    first, last = span(store)
    return page(
        request,
        "control.html.j2",
        scene=shown,
        title="Who holds what",
        strips=control_strips(of.ledgers, shown.names, {claim.id: claim for claim in of.claims}),
        cards=shown.disputes,
        held=held_on(of.ledgers.control, on, shown.names) if on else [],
        q=q.strip(),
        disputed=bool(disputed),
        day=on,
        first=first,
        last=last,
        total=total,
        regions=offered if sum(r.places for r in offered) > MOST or region else [],
        region=region,
        here=addresses.asking(addresses.CONTROL, kept),
        begun=bool(after),
        more=addresses.asking(addresses.CONTROL, [*kept, ("after", more)]) if more else "",
        back=addresses.asking(addresses.CONTROL, kept),
        table=addresses.asking(f"{addresses.CONTROL}.csv", kept),
    )
