"""Slices: the documents, claims and rows of the record that one page needs, read from the store in one transaction.

A slice is what the views of the report take, so that a page says of a part what the report says of the whole. No page
loads more than it shows: everything here asks by id.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, and_, select
from sqlalchemy.sql import ColumnElement, Select

from crossbearing.model.claim import Claim, claim_from_json
from crossbearing.model.derived import Event, Family, Record
from crossbearing.model.document import Document
from crossbearing.report.highlight import text_order
from crossbearing.store.rows import claims_from, document_from, value_from
from crossbearing.store.schema import (
    CLAIMS,
    DERIVED,
    DOCUMENTS,
    EVENT_CLAIMS,
    EVENT_IDS,
    FINISHED,
    MAPPINGS,
    READINGS,
)
from crossbearing.store.store import Store

_AT_ONCE = 500
"""Values of one question: a database takes only so many."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a store: documents and claims by id, the rows that speak of them, and the claims' numbers.

    ``numbers`` counts a document's claims in the order of its text from 1, over all of them, also where the slice
    holds only some. Documents have their text only where the slice is of a document.
    """

    documents: tuple[Document, ...] = ()
    claims: tuple[Claim, ...] = ()
    ledgers: Record = field(default_factory=Record)
    numbers: Mapping[str, int] = field(default_factory=dict)


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    wanted = sorted(set(values))
    for start in range(0, len(wanted), _AT_ONCE):
        yield wanted[start : start + _AT_ONCE]


def _rows(
    connection: Connection, asked: Select[Any], column: ColumnElement[Any], values: Iterable[str]
) -> Iterator[Mapping[str, Any]]:
    """Yield the rows in which a column has one of the values."""
    for some in _chunks(values):
        for row in connection.execute(asked.where(column.in_(some))).mappings():
            yield dict(row)


def _derived(connection: Connection, name: str, column: str, values: Iterable[str]) -> list[Any]:
    """Return the rows of a list of the record in which a column has one of the values, in the order of the record."""
    table = DERIVED[name]
    found = _rows(connection, select(table), table.c[column], values)
    return [value_from(name, row) for row in sorted(found, key=lambda row: row["position"])]


def _claims(connection: Connection, ids: Iterable[str]) -> list[Claim]:
    """Return claims by id as they were last derived, sorted by id."""
    families = MAPPINGS["claim_families"]
    asked = (
        select(CLAIMS.c.body, families.c.value)
        .join(FINISHED, FINISHED.c.reading == CLAIMS.c.reading)
        .outerjoin(families, families.c.key == CLAIMS.c.id)
    )
    found = []
    for row in _rows(connection, asked, CLAIMS.c.id, ids):
        claim = claim_from_json(json.loads(row["body"]))
        found.append(replace(claim, family=row["value"] or claim.family))
    return sorted(found, key=lambda claim: claim.id)


def _documents(connection: Connection, ids: Iterable[str]) -> list[Document]:
    """Return documents without their text, sorted by id."""
    asked = select(FINISHED.c.body)
    found = [document_from(row["body"], "") for row in _rows(connection, asked, FINISHED.c.id, ids)]
    return sorted(found, key=lambda document: document.id)


def _numbers(connection: Connection, documents: Iterable[str]) -> dict[str, int]:
    """Return the number of every claim of the documents, in the order of the text."""
    asked = select(CLAIMS.c.document, CLAIMS.c.id, CLAIMS.c.evidence_start, CLAIMS.c.evidence_end).join(
        FINISHED, FINISHED.c.reading == CLAIMS.c.reading
    )
    of_document: dict[str, list[tuple[int, int, str]]] = {}
    for row in _rows(connection, asked, CLAIMS.c.document, documents):
        of_document.setdefault(row["document"], []).append((row["evidence_start"], -row["evidence_end"], row["id"]))
    return {claim: n for rows in of_document.values() for n, (_, _, claim) in enumerate(sorted(rows), 1)}


def _families(connection: Connection, events: Sequence[Event], more: Iterable[str] = ()) -> list[Family]:
    """Return the families that speak of events, with no edges: why they are one is shown elsewhere."""
    table = DERIVED["families"]
    wanted = {voice.id for event in events for voice in event.families} | set(more)
    asked = select(table.c.id, table.c.side)
    rows = _rows(connection, asked, table.c.id, wanted)
    return sorted((Family(row["id"], (), (), row["side"]) for row in rows), key=lambda family: family.id)


def events(store: Store, ids: Collection[str], near: bool = False) -> Slice:
    """Return events with their claims, tolls and voices; ``near`` takes in those that they are tied to.

    Ids of which there is no event are passed over.
    """
    with store.reading() as connection:
        return _events(connection, ids, near)


def _events(connection: Connection, ids: Collection[str], near: bool) -> Slice:
    found: list[Event] = _derived(connection, "events", "id", ids)
    if near:
        tied = {tie.event for event in found for tie in event.related} | {e.part_of for e in found if e.part_of}
        found += _derived(connection, "events", "id", tied - {event.id for event in found})
    claims = _claims(connection, (claim for event in found for claim in event.claims))
    tolls = _derived(connection, "tolls", "event", (event.id for event in found))
    positions = _derived(connection, "positions", "toll", (toll.id for toll in tolls))
    documents = {claim.document for claim in claims}
    return Slice(
        documents=tuple(_documents(connection, documents)),
        claims=tuple(claims),
        ledgers=Record(
            families=tuple(_families(connection, found, (p.family for p in positions))),
            events=tuple(found),
            tolls=tuple(tolls),
            positions=tuple(positions),
        ),
        numbers=_numbers(connection, documents),
    )


def document(store: Store, identity: str) -> Slice | None:
    """Return a report with its text, its claims, and the events these are part of; None where it is not known.

    A report that was kept and not yet read has its text and no claims.
    """
    with store.reading() as connection:
        joined = and_(FINISHED.c.document == DOCUMENTS.c.number, FINISHED.c.reading == READINGS.c.number)
        asked = select(FINISHED.c.body, DOCUMENTS.c.text, READINGS.c.body.label("read")).where(joined)
        row = connection.execute(asked.where(FINISHED.c.id == identity)).mappings().first()
        if row is None:
            return _unread(connection, identity)
        families = MAPPINGS["claim_families"]
        own = claims_from(row["read"].partition("\n")[2])
        of = {r["key"]: r["value"] for r in _rows(connection, select(families), families.c.key, (c.id for c in own))}
        claims = [replace(claim, family=of.get(claim.id, claim.family)) for claim in own]
        links = _rows(connection, select(EVENT_CLAIMS), EVENT_CLAIMS.c.claim, (c.id for c in own))
        found: list[Event] = _derived(connection, "events", "id", {link["event"] for link in links})
        return Slice(
            documents=(document_from(row["body"], row["text"]),),
            claims=tuple(sorted(claims, key=lambda claim: claim.id)),
            ledgers=Record(families=tuple(_families(connection, found)), events=tuple(found)),
            numbers={claim.id: number for number, claim in enumerate(sorted(claims, key=text_order), 1)},
        )


def _unread(connection: Connection, identity: str) -> Slice | None:
    asked = select(DOCUMENTS.c.body, DOCUMENTS.c.text).where(DOCUMENTS.c.id == identity)
    row = connection.execute(asked.order_by(DOCUMENTS.c.version.desc())).mappings().first()
    return None if row is None else Slice(documents=(document_from(row["body"], row["text"]),))


def document_of_claim(store: Store, identity: str) -> tuple[str, int] | None:
    """Return the report of a claim and the claim's number in it; None where the claim is not known."""
    with store.reading() as connection:
        asked = select(CLAIMS.c.document).join(FINISHED, FINISHED.c.reading == CLAIMS.c.reading)
        row = connection.execute(asked.where(CLAIMS.c.id == identity)).first()
        return None if row is None else (row[0], _numbers(connection, [row[0]])[identity])


def former_event(store: Store, identity: str) -> str | None:
    """Return the id of the event that took up a former one; None where there is none."""
    with store.reading() as connection:
        asked = select(EVENT_IDS.c.present).where(EVENT_IDS.c.former == identity)
        row = connection.execute(asked.order_by(EVENT_IDS.c.number.desc())).first()
        return None if row is None else row[0]
