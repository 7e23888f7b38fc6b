"""Values to rows and back: documents, claims, and the lists of a record, nothing lost on the way."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import typing
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, text

from crossbearing.model.claim import Claim, claim_to_json
from crossbearing.model.derived import Record
from crossbearing.model.document import Document
from crossbearing.model.exchange import from_plain, to_plain
from crossbearing.store.schema import DERIVED, FORMS, LISTED, MAPPINGS, REPLACED, plain_type

_SERVER_ROWS = 100
"""Rows of one INSERT on a server: a statement takes at most 65,535 values, and each is a round trip."""


# Made once: with it in every call, making it costs as much as most values.
_encoded = json.JSONEncoder(ensure_ascii=False).encode


def as_json(value: Any) -> str:
    """Return a value as JSON in one line, the same for the same value.

    >>> as_json(("Dūmā", None))
    '["Dūmā", null]'
    """
    return _encoded(to_plain(value))


def content_hash(document: Document) -> str:
    """Return a hash of what makes a report this one: its words and who published them when and where, not its id.

    >>> one = Document("a", "War ended.", outlet="Courier")
    >>> content_hash(one) == content_hash(replace(one, id="b")) != content_hash(replace(one, outlet="Herald"))
    True
    """
    told = (document.text, document.outlet, document.published, document.title, document.url)
    return hashlib.sha256(as_json(told).encode()).hexdigest()


def document_body(document: Document) -> str:
    """Return all of a document but its text, which stands in a column of its own."""
    return as_json(replace(document, text=""))


def document_from(body: str, text: str) -> Document:
    """Return the document that ``document_body`` was given.

    >>> document_from(document_body(Document("d", "War ended.")), "War ended.").text
    'War ended.'
    """
    return replace(from_plain(Document, json.loads(body)), text=text)


def claims_from(body: str) -> tuple[Claim, ...]:
    """Return the claims of a reading."""
    return tuple(from_plain(Claim, value) for value in json.loads(body))


def claim_row(claim: Claim, reading: int) -> dict[str, Any]:
    """Return the row of a claim: what is asked for most in columns, all of it as the exchange form in ``body``."""
    place = next((p for p in claim.places if p.lat is not None), claim.places[0] if claim.places else None)
    return {
        "reading": reading,
        "id": claim.id,
        "document": claim.document,
        "cls": claim.cls,
        "modality": claim.modality,
        "polarity": claim.polarity,
        "start": claim.time.start if claim.time else None,
        "end": claim.time.end if claim.time else None,
        "place": place.name if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "evidence_start": claim.evidence.start,
        "evidence_end": claim.evidence.end,
        "evidence": claim.evidence.text,
        "body": json.dumps(claim_to_json(claim), ensure_ascii=False, sort_keys=True),
    }


def _cells(value: Any) -> dict[str, Any]:
    """Return the columns of a row of the record: plain values as they are, lists and rows within rows as JSON."""
    return {name: part if _is_plain(part) else as_json(part) for name, part in _parts(value)}


def _parts(value: Any) -> list[tuple[str, Any]]:
    return [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)]


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def rows_of(record: Record) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of every derived table, in the order of the record.

    >>> rows_of(Record())["events"]
    []
    """
    found = {
        name: [{"position": n, **_cells(value)} for n, value in enumerate(getattr(record, name))] for name in DERIVED
    }
    for name in MAPPINGS:
        found[name] = [{"key": key, "value": value} for key, value in sorted(getattr(record, name).items())]
    found["event_claims"] = [{"claim": claim, "event": e.id} for e in record.events for claim in e.claims]
    return found


def revision_of(rows: Mapping[str, Sequence[Mapping[str, Any]]], state: Any) -> str:
    """Return what names a record: a hash of its rows and of what they were made with, never of a clock.

    >>> revision_of({}, "a") == revision_of({}, "a") != revision_of({}, "b")
    True
    """
    told = hashlib.sha256(repr(state).encode())
    for name in sorted(rows):
        told.update(name.encode())
        for row in rows[name]:
            told.update(repr(tuple(row.values())).encode())
    return told.hexdigest()[:20]


def clear_derived(connection: Connection, tables: Sequence[Table] = REPLACED) -> None:
    """Remove all that was derived, and what an index of words holds of it."""
    for table in tables:
        connection.execute(delete(table))
    if connection.dialect.name == "sqlite" and LISTED["words"] in tables:
        # Row by row the index would have to take every text apart once more.
        connection.execute(text("INSERT INTO listed_words_fts(listed_words_fts) VALUES ('delete-all')"))


def value_from(name: str, row: Mapping[str, Any]) -> Any:
    """Return the value of one row of the derived table ``name``."""
    cells = [(row[field], is_plain) for field, is_plain in _fields(name)]
    return from_plain(FORMS[name], [c if is_plain or c is None else json.loads(c) for c, is_plain in cells])


@cache
def _fields(name: str) -> tuple[tuple[str, bool], ...]:
    """Return the fields of a derived row in their order, and whether each stands as it is and not as JSON."""
    hints = typing.get_type_hints(FORMS[name])
    return tuple((f.name, plain_type(hints[f.name]) is not None) for f in dataclasses.fields(FORMS[name]))


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; on a server many in one statement, since each statement is a round trip."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        # By the driver itself: what SQLAlchemy asks of every value takes as long as the database needs to keep it.
        fields = list(rows[0])
        quoted = ", ".join(f'"{field}"' for field in fields)
        told = f"INSERT INTO {table.name} ({quoted}) VALUES ({', '.join('?' * len(fields))})"  # noqa: S608 # our own names
        connection.exec_driver_sql(told, [tuple(row[field] for field in fields) for row in rows])
        return
    for start in range(0, len(rows), _SERVER_ROWS):
        connection.execute(insert(table).values(list(rows[start : start + _SERVER_ROWS])))
