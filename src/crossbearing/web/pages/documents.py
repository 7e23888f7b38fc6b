"""``/documents``: the reports, each with its text and what it claims beside it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import select

from crossbearing.report.page import document_view
from crossbearing.store.schema import FINISHED
from crossbearing.store.store import Store
from crossbearing.web import addresses, slices
from crossbearing.web.errors import Missing
from crossbearing.web.opened import store_of
from crossbearing.web.rendering import page
from crossbearing.web.scenes import scene

MENU = ("Reports", addresses.DOCUMENTS)
router = APIRouter(include_in_schema=False)
MOST = 100


def _first(store: Store) -> list[str]:
    with store.reading() as connection:
        asked = select(FINISHED.c.id).order_by(FINISHED.c.published.is_(None), FINISHED.c.published, FINISHED.c.id)
        return list(connection.execute(asked.limit(MOST)).scalars())


@router.get("/documents")
def documents(request: Request) -> HTMLResponse:
    """Show the list of reports."""
    return page(request, "documents.html.j2", title="Reports", documents=_first(store_of(request)))


@router.get("/documents/{identity:path}")
def document(request: Request, identity: str) -> HTMLResponse:
    """Show one report."""
    found = slices.document(store_of(request), identity)
    if found is None:
        raise Missing(f"There is no report {identity} in this store.")
    shown = scene(found)
    view = document_view(found.documents[0], 1, list(shown.look.views.values()), shown.names)
    body = shown.part("parts.html.j2", "document_part", view, view.blocks, 0)
    return page(request, "document.html.j2", title=view.title, view=view, body=body)


@router.get("/claims/{identity:path}")
def claim(request: Request, identity: str) -> RedirectResponse:
    """Lead on to a claim beside the text of its report."""
    found = slices.document_of_claim(store_of(request), identity)
    if found is None:
        raise Missing(f"There is no claim {identity} in this store.")
    return RedirectResponse(addresses.document(*found), 303)
