"""Is the store whole: every hash, every quote, every claim's reading, and ledgers that were made from what is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, func, select, text

from crossbearing.model.claim import claim_to_json
from crossbearing.store.rows import claims_from, content_hash, document_from
from crossbearing.store.schema import (
    CLAIMS,
    DERIVED,
    DOCUMENTS,
    EVENT_CLAIMS,
    FINISHED,
    RAW,
    READINGS,
    TOMBSTONES,
)
from crossbearing.store.store import Store

STALE = "stale"
"""Code of the finding that more is kept than the ledgers were made from: no damage, ``reconcile`` mends it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be: a stable code, what it is about, and a sentence for people."""

    code: str
    what: str
    message: str


def verify(store: Store) -> list[Finding]:
    """Return what is wrong with a store, nothing where it is whole; all of it is read, at one moment."""
    with store.reading() as connection:
        found = [*_database(connection), *_documents(connection), *_readings(connection), *_forgotten(connection)]
        found += _derived(connection)
    if not store.is_current() and not store.is_empty():
        found.append(Finding(STALE, "ledgers", "more is kept than they were made from; run crossbearing reconcile"))
    return found


def _database(connection: Connection) -> Iterator[Finding]:
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.execute(text("PRAGMA integrity_check")):
        if said != "ok":
            yield Finding("damaged", "file", said)
    for table, row, parent, _ in connection.execute(text("PRAGMA foreign_key_check")):
        yield Finding("damaged", f"{table} {row}", f"leads to no row of {parent}")


def _rows(connection: Connection, table: Table) -> Iterator[Any]:
    """Yield the rows of a table in steps, so that a large store is not held at once."""
    (key,) = table.primary_key.columns
    last: Any = None
    while True:
        query = select(table).order_by(key).limit(500)
        rows = connection.execute(query if last is None else query.where(key > last)).all()
        yield from rows
        if len(rows) < 500:
            return
        last = getattr(rows[-1], key.name)


def _documents(connection: Connection) -> Iterator[Finding]:
    versions: dict[str, int] = {}
    for row in _rows(connection, DOCUMENTS):
        document = document_from(row.body, row.text)
        if content_hash(document) != row.content:
            yield Finding("altered", row.id, f"version {row.version} is not what was kept: its hash differs")
        if row.sha256 and sha256(row.text.encode()).hexdigest() != row.sha256:
            yield Finding("altered", row.id, f"the text of version {row.version} is not what was read")
        if row.id != document.id:
            yield Finding("altered", row.id, f"its body bears the id {document.id}")
        versions[row.id] = versions.get(row.id, 0) + 1
        if row.version < versions[row.id]:
            yield Finding("altered", row.id, f"version {row.version} stands after a later one")
    for row in _rows(connection, RAW):
        if sha256(row.bytes).hexdigest() != row.raw_sha256:
            yield Finding("altered", row.raw_sha256, "the bytes are not those that came in")


def _readings(connection: Connection) -> Iterator[Finding]:
    texts = dict(connection.execute(select(DOCUMENTS.c.number, DOCUMENTS.c.text)).all())
    for row in _rows(connection, READINGS):
        claims = claims_from(row.body.partition("\n")[2])
        if row.document not in texts:
            yield Finding("lost", row.key, f"reading {row.number} is of a document that is not there")
            continue
        for claim in claims:
            seen = claim.evidence
            if texts[row.document][seen.start : seen.end] != seen.text:
                yield Finding("altered", claim.id, "its evidence is not what stands in the text")
        query = select(CLAIMS.c.id, CLAIMS.c.body).where(CLAIMS.c.reading == row.number).order_by(CLAIMS.c.number)
        kept = [(identity, json.loads(body)) for identity, body in connection.execute(query)]
        if kept != [(claim.id, json.loads(json.dumps(claim_to_json(claim)))) for claim in claims]:
            yield Finding("altered", row.key, f"the claims of reading {row.number} are not those that were read")


def _forgotten(connection: Connection) -> Iterator[Finding]:
    still = select(TOMBSTONES.c.id).where(TOMBSTONES.c.document.in_(select(DOCUMENTS.c.number)))
    for (identity,) in connection.execute(still):
        yield Finding("not_forgotten", identity, "has a tombstone and is still there")


def _derived(connection: Connection) -> Iterator[Finding]:
    for row in connection.execute(select(FINISHED).order_by(FINISHED.c.document)):
        if connection.execute(select(READINGS.c.number).where(READINGS.c.number == row.reading)).first() is None:
            yield Finding("lost", row.id, "the ledgers were made from a reading that is not there")
    events = DERIVED["events"]
    lost = select(EVENT_CLAIMS.c.claim).where(EVENT_CLAIMS.c.event.not_in(select(events.c.id)))
    for (claim,) in connection.execute(lost):
        yield Finding("lost", claim, "is in an event that is not there")
    told = sum(len(json.loads(claims)) for (claims,) in connection.execute(select(events.c.claims)))
    held = connection.execute(select(func.count()).select_from(EVENT_CLAIMS)).scalar_one()
    if told != held:
        yield Finding("lost", "events", f"tell of {told} claims, and the index of them holds {held}")
