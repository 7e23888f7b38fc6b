"""One module a page: each has its ``router``, and where it stands in the menu a ``MENU`` of (name, address)."""

from __future__ import annotations

from fastapi import APIRouter

from crossbearing.web.pages import (
    about,
    accounts,
    agreements,
    compare,
    control,
    documents,
    events,
    export,
    health,
    ingest,
    map,
    overview,
    review,
    review_events,
    review_history,
    review_rounds,
    search,
    sources,
    static,
)
from crossbearing.web.people import CODER, READER

_PAGES = (overview, map, documents, sources, control, agreements, search, review, compare, export, ingest)
"""The pages in the order of the menu."""

_OTHERS = (
    events,
    about,
    accounts,
    health,
    review_events,
    review_history,
    review_rounds,
    static,
)
"""What is reached from pages and not from the menu."""

_OF_CODERS = (review, ingest)
"""Pages of the menu that are closed to whoever may only read."""

MENU: tuple[tuple[str, str, str], ...] = tuple((*page.MENU, CODER if page in _OF_CODERS else READER) for page in _PAGES)
"""Name, address and the role that a page needs."""

ROUTERS: tuple[APIRouter, ...] = tuple(page.router for page in (*_PAGES, *_OTHERS))
