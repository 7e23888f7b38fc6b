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

MENU: tuple[tuple[str, str], ...] = tuple(page.MENU for page in _PAGES)

ROUTERS: tuple[APIRouter, ...] = tuple(page.router for page in (*_PAGES, *_OTHERS))
