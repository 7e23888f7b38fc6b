"""Sessions: a random token in the browser, its hash in the store, an end; and what is bound to the token.

What a form brings back (CSRF token) is an HMAC of what the browser's cookie holds, so that it is of this session and of
no other, and nothing more need be kept.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from sqlalchemy import Connection, delete, insert, select

from crossbearing.accounts.roles import Person
from crossbearing.store import clock
from crossbearing.store.account_tables import ACCOUNTS, SESSIONS
from crossbearing.store.store import Store

HOURS = 12
"""How long a session lasts: a working day, so that nobody logs in twice while at it."""


def new_token() -> str:
    """Return 256 random bits in the letters of a cookie.

    >>> len(new_token())
    43
    """
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is kept of a token.

    >>> digest("a")[:8]
    'ca978112'
    """
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_of(cookie: str) -> str:
    """Return the CSRF token that goes with what a browser's cookie holds.

    >>> csrf_of("a") == csrf_of("a") != csrf_of("b")
    True
    """
    return hmac.new(cookie.encode(), b"crossbearing csrf", hashlib.sha256).hexdigest()


def csrf_fits(cookie: str, given: str) -> bool:
    """Say whether a form brings the token of this cookie; it takes as long for every wrong one.

    >>> csrf_fits("a", csrf_of("a")), csrf_fits("a", csrf_of("b")), csrf_fits("", csrf_of(""))
    (True, False, False)
    """
    return bool(cookie) and hmac.compare_digest(csrf_of(cookie).encode(), given.encode())


def open_session(connection: Connection, account: str, address: str, at: str) -> str:
    """Begin a session of an account within a transaction and return its token; ended ones are cleared away."""
    connection.execute(delete(SESSIONS).where(SESSIONS.c.expires_at <= at))
    token = new_token()
    row = {"token": digest(token), "account": account, "address": address, "made_at": at}
    connection.execute(insert(SESSIONS).values(**row, expires_at=clock.later(at, HOURS * 3600)))
    return token


def person_of(store: Store, token: str, at: str) -> Person | None:
    """Return whose session a token is; None where it has ended, or the account is disabled or gone."""
    joined = (
        select(ACCOUNTS.c.name, ACCOUNTS.c.role)
        .join(SESSIONS, SESSIONS.c.account == ACCOUNTS.c.name)
        .where(SESSIONS.c.token == digest(token), SESSIONS.c.expires_at > at, ACCOUNTS.c.disabled.is_(False))
    )
    with store.reading() as connection:
        row = connection.execute(joined).mappings().first()
    return None if row is None else Person(row["name"], row["role"])


def end_session(connection: Connection, token: str) -> None:
    """End a session within a transaction."""
    connection.execute(delete(SESSIONS).where(SESSIONS.c.token == digest(token)))
