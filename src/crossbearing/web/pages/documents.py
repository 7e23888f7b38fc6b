"""``/documents``: the reports, each with its text and what it claims beside it."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import func, or_, select

from crossbearing.report.page import document_view
from crossbearing.store.schema import CLAIMS, DOCUMENTS, FINISHED
from crossbearing.store.store import Store
from crossbearing.web import addresses, slices
from crossbearing.web.errors import Missing
from crossbearing.web.looking import looking
from crossbearing.web.opened import store_of
from crossbearing.web.paging import cursor, from_cursor
from crossbearing.web.rendering import page
from crossbearing.web.scenes import scene
from crossbearing.web.titles import titles

MENU = ("Reports", addresses.DOCUMENTS)
router = APIRouter(include_in_schema=False)
MOST = 100
_UNDATED = "9999"


@dataclass(frozen=True, slots=True)
class Row:
    """A report in the list."""

    id: str
    title: str
    outlet: str
    published: str | None
    language: str
    claims: int


def listed(store: Store, outlet: str, after: str) -> tuple[list[Row], str]:
    """Return the reports of an outlet (all where it is empty) after a cursor, and the cursor of those that follow."""
    day = func.coalesce(FINISHED.c.published, _UNDATED)
    claims = select(func.count()).where(CLAIMS.c.reading == FINISHED.c.reading).correlate(FINISHED).scalar_subquery()
    asked = (
        select(FINISHED.c.id, FINISHED.c.published, DOCUMENTS.c.title, DOCUMENTS.c.outlet, DOCUMENTS.c.language, claims)
        .join(DOCUMENTS, DOCUMENTS.c.number == FINISHED.c.document)
        .order_by(day, FINISHED.c.id)
        .limit(MOST + 1)
    )
    if outlet:
        asked = asked.where(DOCUMENTS.c.outlet == outlet)
    if (key := from_cursor(after, 2)) is not None:
        asked = asked.where(or_(day > key[0], (day == key[0]) & (FINISHED.c.id > key[1])))
    with store.reading() as connection:
        found = [
            Row(id, title or f"Report {id}", (of or "").replace("_", " "), published, language, number)
            for id, published, title, of, language, number in connection.execute(asked)
        ]
    more = cursor((found[MOST - 1].published or _UNDATED, found[MOST - 1].id)) if len(found) > MOST else ""
    return found[:MOST], more


def outlets(store: Store) -> list[tuple[str, int]]:
    """Return the outlets with how many reports each has, those of most first."""
    with store.reading() as connection:
        asked = (
            select(DOCUMENTS.c.outlet, func.count())
            .join(FINISHED, FINISHED.c.document == DOCUMENTS.c.number)
            .where(DOCUMENTS.c.outlet.is_not(None))
            .group_by(DOCUMENTS.c.outlet)
        )
        rows = [(outlet, number) for outlet, number in connection.execute(asked) if outlet]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


@router.get("/documents")
def documents(request: Request, outlet: str = "", after: str = "") -> HTMLResponse:
    """Show the list of reports."""
    store = store_of(request)
    rows, more = listed(store, outlet, after)
    return page(
        request,
        "documents.html.j2",
        title="Reports",
        rows=rows,
        outlet=outlet,
        outlets=outlets(store),
        begun=bool(after),
        more=addresses.asking(addresses.DOCUMENTS, [("outlet", outlet), ("after", more)]) if more else "",
    )


@router.get("/documents/{identity:path}")
def document(request: Request, identity: str) -> HTMLResponse:
    """Show one report."""
    store = store_of(request)
    found = slices.document(store, identity)
    if found is None:
        raise Missing(f"There is no report {identity} in this store.")
    shown = scene(found)
    view = document_view(found.documents[0], 1, list(shown.look.views.values()), shown.names)
    with looking(request) as look:
        of_events = titles(look, set(found.events.values()))
    return page(
        request,
        "document.html.j2",
        scene=shown,
        title=view.title,
        view=view,
        event_of=found.events,
        titles=of_events,
        versions=slices.versions(store, identity),
        unread=not found.numbers and not found.documents[0].segments,
    )


@router.get("/claims/{identity:path}")
def claim(request: Request, identity: str) -> RedirectResponse:
    """Lead on to a claim beside the text of its report."""
    found = slices.document_of_claim(store_of(request), identity)
    if found is None:
        raise Missing(f"There is no claim {identity} in this store.")
    return RedirectResponse(addresses.document(*found), 303)
