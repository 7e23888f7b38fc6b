"""Logins slow down with every failure: by account and address together, by address, and by account.

An attempt counts as failed before its password is looked at, in one transaction, so that a hundred at once are a
hundred failures; a login that succeeds takes its own count away. What is kept is in the store, so that neither a
restart nor a second server begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from crossbearing.store import clock
from crossbearing.store.account_tables import ATTEMPTS
from crossbearing.store.store import Store

_FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Slowing:
    """After ``free`` failures a login waits one second, then two, then four, up to ``longest`` seconds."""

    free: int
    longest: int

    def seconds(self, failures: int) -> int:
        over = failures - self.free
        return 0 if over < 0 else int(min(2 ** min(over, 20), self.longest))


# Whoever guesses from many addresses must not be able to shut the owner out: by account alone the wait stays short.
_BOTH = _Slowing(5, 900)
_ADDRESS = _Slowing(20, 900)
_ACCOUNT = _Slowing(20, 30)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What an attempt to log in may do: ``wait`` seconds until the next one, 0 where this one is looked at.

    ``slowed`` says that it is this attempt from which on one waits.
    """

    wait: int
    slowed: bool = False


def begin(store: Store, name: str, address: str, at: str) -> Attempt:
    """Count an attempt as failed and say whether it may be looked at; ``at`` is the second now."""
    keys = _keys(name, address)
    with store.writing() as connection:
        _forget(connection, at)
        found = {row["key"]: row for row in _rows(connection, keys)}
        wait = max((clock.seconds_between(at, row["until"]) for row in found.values()), default=0)
        if wait > 0:
            return Attempt(wait)
        slowed = False
        for key, slowing in keys.items():
            failures = (found[key]["failures"] if key in found else 0) + 1
            seconds = slowing.seconds(failures)
            slowed = slowed or failures == slowing.free
            connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.key == key))
            row = {"key": key, "failures": failures, "last_at": at, "until": clock.later(at, seconds)}
            connection.execute(insert(ATTEMPTS).values(row))
    return Attempt(0, slowed)


def succeeded(connection: Connection, name: str, address: str) -> None:
    """Take away the failures of a person who logged in from here, within the transaction of the login.

    Those of the address stay less one: who knows one password does not get to guess others for nothing.
    """
    both, by_address, by_account = _keys(name, address)
    connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.key.in_([both, by_account])))
    row = next(iter(_rows(connection, [by_address])), None)
    if row is not None:
        connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.key == by_address))
        if row["failures"] > 1:
            fewer = {"key": by_address, "failures": row["failures"] - 1, "last_at": row["last_at"]}
            connection.execute(insert(ATTEMPTS).values(**fewer, until=row["last_at"]))


def _keys(name: str, address: str) -> dict[str, _Slowing]:
    return {f"both {name} {address}": _BOTH, f"address {address}": _ADDRESS, f"account {name}": _ACCOUNT}


def _rows(connection: Connection, keys: Iterable[str]) -> list[dict[str, Any]]:
    query = select(ATTEMPTS).where(ATTEMPTS.c.key.in_(sorted(keys)))
    return [dict(row) for row in connection.execute(query).mappings()]


def _forget(connection: Connection, at: str) -> None:
    oldest = clock.later(at, -int(_FORGOTTEN_AFTER.total_seconds()))
    connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.last_at < oldest))
