"""``/documents``: the reports, each with its text and what it claims beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from crossbearing.report.page import document_view
from crossbearing.store import listing
from crossbearing.store.asked import AskedError, DocumentsAsked
from crossbearing.store.listing import View
from crossbearing.web import addresses, downloads, slices
from crossbearing.web.errors import Missing
from crossbearing.web.looking import looking
from crossbearing.web.opened import store_of
from crossbearing.web.rendering import page
from crossbearing.web.scenes import scene
from crossbearing.web.titles import titles

MENU = ("Reports", addresses.DOCUMENTS)
router = APIRouter(include_in_schema=False)
MOST = 100


def outlets(view: View) -> list[tuple[str, int]]:
    """Return the outlets with how many reports each has, those of most first."""
    names: list[str] = view.columns.values["documents.outlet"]
    counted = np.bincount(view.columns.array("documents.outlet"), minlength=len(names)).tolist()
    rows = [(name, number) for name, number in zip(names, counted, strict=True) if name]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


@router.get("/documents")
def documents(request: Request, outlet: str = "", after: str = "") -> HTMLResponse:
    """Show the list of reports."""
    name = outlet.replace("_", " ")
    wanted = DocumentsAsked(outlets=(name,) if name else ())
    with looking(request) as view:
        try:
            rows, found = listing.documents(view, wanted, "day", after or None, MOST)
        except AskedError:
            rows, found = listing.documents(view, wanted, "day", None, MOST)
        kept = [("outlet", name), ("after", found.following or "")]
        return page(
            request,
            "documents.html.j2",
            title="Reports",
            rows=rows,
            outlet=name,
            outlets=outlets(view),
            begun=bool(after),
            more=addresses.asking(addresses.DOCUMENTS, kept) if found.following else "",
        )


FIELDS = ("id", "title", "outlet", "published", "language", "claims", "events", "words")
LONGEST_TABLE = 100_000


@router.get("/documents.csv")
def table(request: Request, outlet: str = "") -> Response:
    """Return the reports that the page lists as a table."""
    name = outlet.replace("_", " ")
    wanted = DocumentsAsked(outlets=(name,) if name else ())

    def rows(view: View) -> Iterator[dict[str, Any]]:
        after, left = None, LONGEST_TABLE
        while left > 0:
            found, told = listing.documents(view, wanted, "day", after, min(200, left))
            yield from ({field: getattr(row, field) for field in FIELDS} for row in found)
            left, after = left - len(found), told.following
            if after is None:
                return

    with looking(request) as view:
        return downloads.table("reports", FIELDS, list(rows(view)))


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
