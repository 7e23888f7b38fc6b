"""The store that a request reads: one is open for the whole application, each question is a transaction of its own."""

from __future__ import annotations

from fastapi import HTTPException, Request

from crossbearing.store.store import Store
from crossbearing.web.jobs import Jobs
from crossbearing.web.people import Person


def store_of(request: Request) -> Store:
    """Return the store of the application."""
    found: Store = request.app.state.store
    return found


def jobs_of(request: Request) -> Jobs:
    """Return the long work of the application."""
    found: Jobs = request.app.state.jobs
    return found


def person_of(request: Request, role: str) -> Person:
    """Return who asks; raise the error of a page that is not open to who has not the ``role``."""
    found: Person = request.state.person
    if not found.may(role):
        raise HTTPException(403, f"This needs the role {role}.")
    return found
