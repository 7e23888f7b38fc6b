"""One module a page: each has its ``router``, and where it stands in the menu a ``MENU`` of (name, address)."""

from __future__ import annotations

from fastapi import APIRouter

from crossbearing.web.pages import (
    accounts,
    agreements,
    compare,
    control,
    documents,
    events,
    export,
    health,
    ingest,
    overview,
    review,
    review_events,
    review_history,
    review_rounds,
    static,
)

_PAGES = (overview, documents, control, agreements, review, compare, export, ingest)
"""The pages in the order of the menu."""

MENU: tuple[tuple[str, str], ...] = tuple(page.MENU for page in _PAGES)

ROUTERS: tuple[APIRouter, ...] = (
    *(page.router for page in _PAGES),
    accounts.router,
    events.router,
    review_events.router,
    review_history.router,
    review_rounds.router,
    health.router,
    static.router,
)
