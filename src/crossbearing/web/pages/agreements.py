"""``/agreements``: deals through their lives: parties, terms ticked, deadlines, who is said to have broken them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import case, func, or_, select

from crossbearing.store.schema import DERIVED
from crossbearing.store.store import Store
from crossbearing.web import addresses, downloads, slices
from crossbearing.web.errors import Missing
from crossbearing.web.opened import store_of
from crossbearing.web.paging import cursor, from_cursor
from crossbearing.web.rendering import page
from crossbearing.web.scenes import scene

MENU = ("Agreements", addresses.AGREEMENTS)
router = APIRouter(include_in_schema=False)
MOST = 20


def listed(store: Store, status: str, after: str) -> tuple[list[str], str]:
    """Return agreements, broken ones first and then by day, from a cursor on; and the next cursor."""
    table = DERIVED["agreements"]
    kept = case((table.c.breaches == "[]", 1), else_=0)
    day = func.coalesce(table.c.start, "9999")
    asked = select(table.c.id, kept.label("kept"), day.label("day")).order_by(kept, day, table.c.id).limit(MOST + 1)
    if status:
        asked = asked.where(table.c.status == status)
    if (key := from_cursor(after, 3)) is not None and isinstance(key[0], int):
        same = (kept == key[0]) & or_(day > key[1], (day == key[1]) & (table.c.id > key[2]))
        asked = asked.where(or_(kept > key[0], same))
    with store.reading() as connection:
        rows = connection.execute(asked).all()
    last = rows[MOST - 1] if len(rows) > MOST else None
    return [row.id for row in rows[:MOST]], cursor((last.kept, last.day, last.id)) if last else ""


def statuses(store: Store) -> list[tuple[str, int]]:
    """Return how far agreements have come, with how many of each."""
    table = DERIVED["agreements"]
    with store.reading() as connection:
        asked = select(table.c.status, func.count()).group_by(table.c.status)
        rows = [(status, number) for status, number in connection.execute(asked)]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def _page(request: Request, ids: list[str], title: str, **more: Any) -> HTMLResponse:
    shown = scene(slices.agreements(store_of(request), ids))
    views = {view.agreement.id: view for view in shown.agreements}
    # Those that another page shows in full are named here by their titles alone.
    return page(
        request,
        "agreements.html.j2",
        scene=shown,
        title=title,
        views=[views[identity] for identity in ids if identity in views],
        named=views,
        **more,
    )


@router.get("/agreements")
def agreements(request: Request, status: str = "", after: str = "") -> HTMLResponse:
    """Show the agreements."""
    store = store_of(request)
    ids, more = listed(store, status, after)
    return _page(
        request,
        ids,
        "Agreements",
        wanted=status,
        statuses=statuses(store),
        alone=False,
        begun=bool(after),
        more=addresses.asking(addresses.AGREEMENTS, [("status", status), ("after", more)]) if more else "",
    )


FIELDS = ("id", "type", "status", "start", "parties", "announced_by", "silent", "mediator", "places", "term",
          "term_status", "deadline", "predecessor", "successor")  # fmt: skip


@router.get("/agreements.csv")
def table(request: Request, status: str = "") -> Response:
    """Return the agreements that the page lists as a table, a row for each of their terms."""
    store = store_of(request)

    def rows() -> Iterator[dict[str, Any]]:
        after = ""
        while True:
            ids, after = listed(store, status, after)
            wanted = set(ids)
            for one in slices.agreements(store, ids).ledgers.agreements:
                if one.id not in wanted:
                    continue
                told: dict[str, Any] = {field: getattr(one, field, None) for field in FIELDS}
                terms = one.terms or (None,)
                yield from (
                    {**told, "term": t and t.what, "term_status": t and t.status, "deadline": t and t.deadline}
                    for t in terms
                )
            if not after:
                return

    return downloads.table("agreements", FIELDS, rows())


@router.get("/agreements/{identity}")
def agreement(request: Request, identity: str) -> HTMLResponse:
    """Show one agreement."""
    found = scene(slices.agreements(store_of(request), [identity])).agreements
    view = next((v for v in found if v.agreement.id == identity), None)
    if view is None:
        raise Missing(f"There is no agreement {identity} in this store.")
    return _page(request, [identity], view.title, wanted="", statuses=[], alone=True, begun=True, more="")
