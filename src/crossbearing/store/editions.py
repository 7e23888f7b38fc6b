"""An edition of a record: a store of its own that holds what may be given on and nothing besides.

Whoever may see only what was redacted, coarsened or held back is shown an edition. What must not be seen is not in it:
neither a page, nor a search, nor how many answers a search has can tell it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from crossbearing.model.claim import Claim
from crossbearing.model.document import Document
from crossbearing.model.finished import Finished
from crossbearing.store.clock import Maker
from crossbearing.store.opening import told
from crossbearing.store.rows import as_json, claim_row, content_hash, document_body, insert_many
from crossbearing.store.schema import CLAIMS, DOCUMENTS, EVENT_IDS, READINGS, STATE
from crossbearing.store.store import State, Store

_KEY = "edition"


@dataclass(frozen=True, slots=True)
class Edition:
    """What an edition is made of: ``order`` numbers its documents, ``key`` says of what it is the edition.

    ``listed`` are the rows of what lists are made of, by table (``columns.listed_rows``).
    """

    finished: Finished
    order: Mapping[str, int]
    state: State
    key: str
    listed: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


def write_edition(edition: Edition, former: Sequence[Mapping[str, str | None]], to: Path) -> None:
    """Write an edition into a new file in the place of ``to``, whole or not at all.

    ``former`` are the rows (former, present, why, made_at) of events that are no more; those stay whose event is in it.
    """
    beside = to.with_name(f".{to.name}.crossbearing")
    remove(beside)
    store = Store(str(beside), create=True)
    try:
        _fill(store, edition, former)
        with told(str(beside)), store.engine.connect() as connection:
            plain = connection.connection.driver_connection
            assert plain is not None
            plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        remove(to)
        beside.replace(to)
    finally:
        remove(beside)


def key_of(store: Store) -> str:
    """Return of what a store is the edition; empty for one that is none."""
    with store.reading() as connection:
        return connection.execute(select(STATE.c.value).where(STATE.c.name == _KEY)).scalar() or ""


def former_rows(store: Store) -> list[dict[str, str | None]]:
    """Return what became of events that are no more, for the edition of a store."""
    with store.reading() as connection:
        asked = select(EVENT_IDS.c.former, EVENT_IDS.c.present, EVENT_IDS.c.why, EVENT_IDS.c.made_at)
        return [dict(row) for row in connection.execute(asked.order_by(EVENT_IDS.c.number)).mappings()]


def remove(path: Path) -> None:
    """Remove the file of a store with what belongs to it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _fill(store: Store, edition: Edition, former: Sequence[Mapping[str, str | None]]) -> None:
    finished = edition.finished
    claims: dict[str, list[Claim]] = {document.id: [] for document in finished.documents}
    for claim in finished.claims:
        claims[claim.document].append(claim)
    ordered = sorted(finished.documents, key=lambda d: (edition.order.get(d.id, len(edition.order)), d.id))
    readings = {d.id: (n, n) for n, d in enumerate(ordered, 1)}
    contents = _contents(ordered)
    with store.writing() as connection:
        for document in ordered:
            number = readings[document.id][0]
            connection.execute(insert(DOCUMENTS).values(_document_row(document, number, contents[document.id])))
            body = f"{document_body(document)}\n{as_json(tuple(claims[document.id]))}"
            head = {"number": number, "key": document.id, "document": number, "program": "", "body": body}
            connection.execute(insert(READINGS).values(**head, **_nobody()))
            insert_many(connection, CLAIMS, [claim_row(claim, number) for claim in claims[document.id]])
    state = State((len(ordered), 0, 0), edition.key, edition.state.settings, edition.state.packs)
    store.replace_ledgers(finished, readings, state, edition.listed)
    present = {event.id for event in finished.ledgers.events}
    with store.writing() as connection:
        insert_many(connection, EVENT_IDS, [dict(row) for row in former if row["present"] in present])
        connection.execute(insert(STATE).values(name=_KEY, value=edition.key))


def _contents(documents: Sequence[Document]) -> dict[str, str]:
    """Return what each report is known by; two whose texts were hidden as a whole may be alike, and are two."""
    known: set[str] = set()
    found: dict[str, str] = {}
    for document in documents:
        content = content_hash(document)
        found[document.id] = f"{content} {document.id}" if content in known else content
        known.add(content)
    return found


def _document_row(document: Document, number: int, content: str) -> dict[str, object]:
    """Return the row of a document; where its file lay and what its bytes were is nothing to be given on."""
    names = ("id", "sha256", "raw_sha256", "url", "outlet", "published", "title", "language", "text")
    return {
        **{name: getattr(document, name) for name in names},
        "number": number,
        "version": 1,
        "content": content,
        "origin": "",
        "body": document_body(document),
        "retrieved_at": None,
        **_nobody(),
    }


def _nobody() -> dict[str, str]:
    """Return the columns of who made a row: coders are not named to readers."""
    return {**Maker("", "").stamp(), "made_at": ""}
