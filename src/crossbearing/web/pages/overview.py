"""``/``: what happened, in sentences, on the map, by day and as a list; ``/events`` is the list alone."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from crossbearing.report.day_bars import day_bars
from crossbearing.store import listing
from crossbearing.store.facets import facets
from crossbearing.web import addresses, downloads, happenings
from crossbearing.web.asked import Filter, chosen, filter_of
from crossbearing.web.first_screen import first_screen
from crossbearing.web.looking import looking
from crossbearing.web.map_frame import map_frame
from crossbearing.web.opened import store_of
from crossbearing.web.rendering import is_fragment, page

MENU = ("Overview", addresses.OVERVIEW)
router = APIRouter(include_in_schema=False)
CHOICES = 14


@router.get("/")
def overview(request: Request) -> HTMLResponse:
    """Show what happened."""
    asked = filter_of(request.query_params)
    with looking(request) as view:
        counted = facets(view, asked.wanted(), CHOICES)
        shown, points = first_screen(store_of(request), view, asked.wanted())
        found = happenings.screen(view, asked, "")
        return page(
            request,
            "overview.html.j2",
            scene=shown,
            title="What happened",
            asked=asked,
            chosen=chosen(asked, partial(happenings.named, view)),
            facets=happenings.facet_choices(view, asked, counted, addresses.OVERVIEW),
            counted=counted,
            bars=day_bars(counted.days),
            points=points,
            counts=listing.counts(view),
            map=map_frame(view, asked.wanted()),
            **_list(asked, found),
        )


def _list(asked: Filter, found: happenings.Screen) -> dict[str, Any]:
    """Return what the list of happenings shows."""
    following = asked.at(addresses.EVENTS, ("after", found.following)) if found.following else ""
    return {"rows": found.rows, "total": found.total, "following": following, "orders": happenings.ORDERS}


@router.get("/events")
def events(request: Request, after: str = "") -> HTMLResponse:
    """Show the list of happenings from a cursor on, or its next rows alone."""
    asked = filter_of(request.query_params)
    with looking(request) as view:
        found = happenings.screen(view, asked, after)
        template = "events_rows.html.j2" if is_fragment(request) else "events.html.j2"
        return page(
            request,
            template,
            title="Happenings",
            asked=asked,
            chosen=chosen(asked, partial(happenings.named, view), addresses.EVENTS),
            begun=bool(after),
            **_list(asked, found),
        )


@router.get("/events.csv")
def table(request: Request) -> Response:
    """Return the list of happenings as a table."""
    asked = filter_of(request.query_params)
    with looking(request) as view:
        return downloads.table("happenings", happenings.FIELDS, list(happenings.table(view, asked)))
