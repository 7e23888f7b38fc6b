"""The store that a request reads: one is open for the whole application, each question is a transaction of its own."""

from __future__ import annotations

from fastapi import Request

from crossbearing.store.store import Store
from crossbearing.web.editions import Editions
from crossbearing.web.jobs import Jobs
from crossbearing.web.security.roles import person_of

__all__ = ["jobs_of", "person_of", "store_of", "whole_store_of"]


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


def jobs_of(request: Request) -> Jobs:
    """Return the long work of the application."""
    found: Jobs = request.app.state.jobs
    return found
