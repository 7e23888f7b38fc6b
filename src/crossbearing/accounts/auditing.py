"""The log of who did what over the network: rows are added and never changed, and never hold a password or a token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from crossbearing.store.account_tables import AUDIT
from crossbearing.store.store import Store

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class By:
    """Who does something, from which address and in which second (ISO, UTC)."""

    who: str
    address: str
    at: str


@dataclass(frozen=True, slots=True)
class Logged:
    """One row of the log: ``what`` is a code, ``about`` the account or thing it was done to, ``said`` the rest."""

    number: int
    made_at: str
    who: str
    address: str
    what: str
    about: str
    said: str


def log(connection: Connection, by: By, what: str, about: str = "", said: str = "") -> None:
    """Add a row within a transaction: what is done and that it was done stand together or not at all."""
    row: dict[str, Any] = {"made_at": by.at, "who": by.who, "address": by.address, "what": what}
    connection.execute(insert(AUDIT).values(**row, about=about[:_LONGEST], said=said[:_LONGEST]))


def logged(store: Store, most: int = 200, before: int | None = None, what: str = "", who: str = "") -> list[Logged]:
    """Return the newest rows first, at most ``most``, those numbered below ``before`` where it is given."""
    query = select(AUDIT).order_by(AUDIT.c.number.desc()).limit(most)
    if before is not None:
        query = query.where(AUDIT.c.number < before)
    if what:
        query = query.where(AUDIT.c.what == what)
    if who:
        query = query.where(AUDIT.c.who == who)
    with store.reading() as connection:
        return [Logged(**row) for row in connection.execute(query).mappings()]
