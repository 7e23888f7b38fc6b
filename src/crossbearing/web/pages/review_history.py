"""``/review/history``: what was decided, by whom and when; ``/review/gold.zip``: what was judged whole, as gold."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from crossbearing.export.xlsx import zipped
from crossbearing.review.gold import gold
from crossbearing.review.history import claim_of, fields_of, history, recent
from crossbearing.web import addresses, downloads
from crossbearing.web.errors import Missing
from crossbearing.web.opened import whole_store_of
from crossbearing.web.pages.review_asked import Coder, desk_of, word_of
from crossbearing.web.rendering import page
from crossbearing.web.security.noting import note

router = APIRouter(include_in_schema=False)
AT = f"{addresses.REVIEW}/history"
MOST = 50


@router.get(AT)
def shown(request: Request, person: Coder) -> HTMLResponse:
    """Show the newest decisions, or all of a report with what each changed."""
    store, asked = whole_store_of(request), request.query_params
    document, who, before = word_of(asked, "document"), word_of(asked, "who"), word_of(asked, "before")
    if document:
        there = desk_of(store, document)
        told = [(one, history(one)) for one in there.claims if one.history]
        title = "History of a report"
        return page(
            request, "review_history.html.j2", title=title, there=there, told=told, rows=(), fields=fields_of, who=""
        )
    number = int(before) if before.isdigit() and len(before) < 15 else 0
    rows = recent(store, person.name, MOST, who, number)
    older = addresses.asking(AT, [("who", who), ("before", str(rows[-1].number))]) if len(rows) == MOST else ""
    return page(
        request,
        "review_history.html.j2",
        title="History",
        there=None,
        told=(),
        rows=rows,
        older=older,
        who=who,
        claim_of=claim_of,
    )


@router.get(f"{addresses.REVIEW}/gold.zip")
def as_gold(request: Request, person: Coder) -> Response:
    """Return the reports that were judged whole or adjudicated, as ``crossbearing review gold`` writes them."""
    found = gold(whole_store_of(request))
    if not found.files:
        told = "; ".join(f"{document}: {why}" for document, why in list(found.left_out.items())[:10])
        raise Missing(f"No report was judged whole or adjudicated yet{f' ({told})' if told else ''}.")
    note(request, "exported", "gold")
    return downloads.file("gold.zip", zipped(found.files), "application/zip")
