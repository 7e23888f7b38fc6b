"""The store that a request reads: one is open for the whole application, each question is a transaction of its own."""

from __future__ import annotations

from fastapi import Request

from crossbearing.store.store import Store


def store_of(request: Request) -> Store:
    """Return the store of the application."""
    found: Store = request.app.state.store
    return found
