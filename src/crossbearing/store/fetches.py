"""What servers said of the addresses that are watched: versions, failures, and when to ask again."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import delete, insert, select

from crossbearing.store.schema import FETCHES
from crossbearing.store.store import Store


@dataclass(frozen=True, slots=True)
class Fetched:
    """An address as it was last asked: ``next_at`` is the second before which it is let alone, after ``failures``."""

    url: str
    etag: str | None
    last_modified: str | None
    failures: int
    next_at: str | None
    fetched_at: str | None
    said: str | None


def fetched(store: Store, url: str) -> Fetched | None:
    """Return what is known of an address, None where it was never asked."""
    with store.reading() as connection:
        row = connection.execute(select(FETCHES).where(FETCHES.c.url == url)).mappings().first()
        return None if row is None else Fetched(**row)


def put_fetched(store: Store, found: Fetched) -> None:
    """Keep what is known of an address now."""
    with store.writing() as connection:
        connection.execute(delete(FETCHES).where(FETCHES.c.url == found.url))
        connection.execute(insert(FETCHES).values(asdict(found)))
