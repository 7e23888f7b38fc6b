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
    static,
)

_PAGES = (overview, map, documents, control, agreements, compare, export, ingest)
"""The pages in the order of the menu."""

_OTHERS = (
    events,
    about,
    accounts,
    health,
    static,
)
"""What is reached from pages and not from the menu."""

MENU: tuple[tuple[str, str], ...] = tuple(page.MENU for page in _PAGES)

ROUTERS: tuple[APIRouter, ...] = tuple(page.router for page in (*_PAGES, *_OTHERS))
