"""One module a page: each has its ``router``, and where it stands in the menu a ``MENU`` of (name, address)."""

from __future__ import annotations

from fastapi import APIRouter

from crossbearing.web.pages import documents, health, overview, static

_PAGES = (overview, documents)
"""The pages in the order of the menu."""

MENU: tuple[tuple[str, str], ...] = tuple(page.MENU for page in _PAGES)

ROUTERS: tuple[APIRouter, ...] = (*(page.router for page in _PAGES), health.router, static.router)
