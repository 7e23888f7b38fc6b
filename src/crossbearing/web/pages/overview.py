"""``/``: what happened. For now the list of happenings in the order of days."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import select

from crossbearing.store.schema import DERIVED
from crossbearing.store.store import Store
from crossbearing.web import addresses, slices
from crossbearing.web.opened import store_of
from crossbearing.web.rendering import page
from crossbearing.web.scenes import scene

MENU = ("Overview", addresses.OVERVIEW)
router = APIRouter(include_in_schema=False)
MOST = 50


def _first(store: Store) -> list[str]:
    table = DERIVED["events"]
    with store.reading() as connection:
        asked = select(table.c.id).order_by(table.c.start.is_(None), table.c.start, table.c.id).limit(MOST)
        return list(connection.execute(asked).scalars())


@router.get("/")
def overview(request: Request) -> HTMLResponse:
    """Show what happened."""
    store = store_of(request)
    shown = scene(slices.events(store, _first(store)))
    rows = [shown.part("happenings.html.j2", "brief_part", v, shown.look.rows[v.event.id]) for v in shown.events]
    return page(request, "overview.html.j2", title="Overview", rows=rows)
