"""Lines of the log for what is done in pages."""

from __future__ import annotations

from fastapi import Request

from crossbearing.accounts.auditing import By, log
from crossbearing.store import clock
from crossbearing.store.store import Store
from crossbearing.web.security.roles import person_of


def by(request: Request) -> By:
    """Return who does something, from where, and when."""
    return By(person_of(request).name, str(request.state.address), clock.now())


def note(request: Request, what: str, about: str = "", said: str = "") -> None:
    """Add a line to the log; ``what`` is a code that the manual knows (docs/accounts.md)."""
    store: Store = request.app.state.store
    with store.writing() as connection:
        log(connection, by(request), what, about, said)
