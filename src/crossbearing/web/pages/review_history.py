"""``/review/history``: what was decided, by whom and when; of all that one may see, or of one report."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from crossbearing.review.history import claim_of, fields_of, history, recent
from crossbearing.web import addresses
from crossbearing.web.opened import whole_store_of
from crossbearing.web.pages.review_asked import Coder, desk_of, word_of
from crossbearing.web.rendering import page

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
