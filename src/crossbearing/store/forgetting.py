"""A report that must go: every version, its claims, quotes and bytes; a tombstone keeps its hashes and the reason."""

from __future__ import annotations

from sqlalchemy import create_engine, delete, insert, select, text
from sqlalchemy.pool import NullPool

from crossbearing.model.errors import StoreError
from crossbearing.store.clock import Maker
from crossbearing.store.opening import told
from crossbearing.store.rows import clear_derived
from crossbearing.store.schema import (
    CLAIMS,
    CODINGS,
    DOCUMENTS,
    FETCHES,
    JUDGEMENTS,
    RAW,
    READINGS,
    STATE,
    TOMBSTONES,
)
from crossbearing.store.store import Store

_HELD = ("documents", "readings", "claims", "judgements", "codings", "raw", "finished", "fetches")


def forget(store: Store, document: str, reason: str, maker: Maker) -> int:
    """Remove all versions of a document and return how many there were; the ledgers are gone until they are derived.

    What is derived may quote it anywhere, so that all of it goes in the same transaction. The pages and the index of
    words that held it are overwritten. Raises StoreError for a document that is not there, or without a reason.
    """
    if not reason.strip():
        raise StoreError("say why it is forgotten: --reason stands on its tombstone")
    with store.writing() as connection:
        rows = connection.execute(select(DOCUMENTS).where(DOCUMENTS.c.id == document)).all()
        if not rows:
            gone = connection.execute(select(TOMBSTONES.c.made_at).where(TOMBSTONES.c.id == document)).scalar()
            why = f"was forgotten on {gone[:10]}" if gone else "is no document of it"
            raise StoreError(f"{store.shown}: {document!r} {why}")
        for row in rows:
            head = {"document": row.number, "id": row.id, "content": row.content, "reason": reason}
            hashes = {"sha256": row.sha256, "raw_sha256": row.raw_sha256}
            connection.execute(insert(TOMBSTONES).values(**head, **hashes, **maker.stamp()))
        numbers = [row.number for row in rows]
        readings = select(READINGS.c.number).where(READINGS.c.document.in_(numbers))
        clear_derived(connection)
        connection.execute(delete(STATE))
        connection.execute(delete(CLAIMS).where(CLAIMS.c.reading.in_(readings)))
        connection.execute(delete(READINGS).where(READINGS.c.document.in_(numbers)))
        connection.execute(delete(JUDGEMENTS).where(JUDGEMENTS.c.document == document))
        connection.execute(delete(CODINGS).where(CODINGS.c.document == document))
        connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.id == document))
        used = select(DOCUMENTS.c.raw_sha256)
        connection.execute(delete(RAW).where(RAW.c.raw_sha256.not_in(used)))
        connection.execute(delete(FETCHES).where(FETCHES.c.url.in_([row.url for row in rows if row.url])))
        if connection.dialect.name == "sqlite":
            # The index keeps words of deleted rows until it is merged.
            connection.execute(text("INSERT INTO documents_fts(documents_fts) VALUES ('rebuild')"))
            connection.execute(text("INSERT INTO claims_fts(claims_fts) VALUES ('rebuild')"))
    _overwrite(store)
    return len(rows)


def _overwrite(store: Store) -> None:
    """Let nothing of what was deleted stand in pages that are free, nor in the log of writes."""
    with told(store.url), store.engine.connect() as connection:
        if store.engine.dialect.name == "sqlite":
            plain = connection.connection.driver_connection
            assert plain is not None
            plain.execute("VACUUM")
            plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
    # A connection that was kept open has a transaction begun, in which a server cleans nothing up.
    fresh = create_engine(store.engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with told(store.url), fresh.connect() as connection:
        for table in _HELD:
            connection.execute(text(f"VACUUM FULL {table}"))
