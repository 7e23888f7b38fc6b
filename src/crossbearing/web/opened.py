"""The store that a request reads: one is open for the whole application, each question is a transaction of its own."""

from __future__ import annotations

from fastapi import Request

from crossbearing.store.store import Store
from crossbearing.web.editions import Editions
from crossbearing.web.security.roles import person_of


def store_of(request: Request) -> Store:
    """Return the store as the person who asks may see it; every page reads this one and no other.

    Raises HTTPException 503 while what a reader sees is made.
    """
    editions: Editions = request.app.state.editions
    return editions.of(person_of(request))


def whole_store_of(request: Request) -> Store:
    """Return the whole store, to be written to or looked after: for pages that no reader may open."""
    found: Store = request.app.state.store
    return found
