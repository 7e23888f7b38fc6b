"""The tables of a store: what is kept for good, what is derived and may be made again at any time, and how it stands.

Kept for good (``APPENDED``): rows are added and never changed; only ``forget`` removes any, and leaves a tombstone.
Derived (``DERIVED``): one table for each list of a ``Record``, its columns the fields of the rows, lists as JSON; all
of them are replaced in one transaction. The migrations make the tables; a test holds them to what stands here.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from crossbearing.model import derived, listed

METADATA = MetaData()


def _made() -> tuple[Column[Any], ...]:
    """Return the columns that say who made a row, when, and with what: the one place where a clock is asked."""
    return (
        Column("who", Text, nullable=False),
        Column("made_at", Text, nullable=False),
        Column("tool", Text, nullable=False),
        Column("packs", Text, nullable=False),
    )


DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", Text, nullable=False, unique=True),
    Column("sha256", Text, nullable=False),
    Column("raw_sha256", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("url", Text, index=True),
    Column("outlet", Text),
    Column("published", Text),
    Column("title", Text),
    Column("language", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("retrieved_at", Text),
    *_made(),
    UniqueConstraint("id", "version", name="documents_id_version"),
    sqlite_autoincrement=True,
)

READINGS = Table(
    "readings",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("key", Text, nullable=False, unique=True),
    Column("document", Integer, ForeignKey("documents.number"), nullable=False, index=True),
    Column("program", Text, nullable=False),
    Column("body", Text, nullable=False),
    *_made(),
    Column("worked_out", Text),
)
"""``worked_out`` is what reconciliation finds in the report alone (``engines/worked_out.py``); readings from before
this column have none, and it is found anew."""

CLAIMS = Table(
    "claims",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("reading", Integer, ForeignKey("readings.number"), nullable=False, index=True),
    Column("id", Text, nullable=False, index=True),
    Column("document", Text, nullable=False, index=True),
    Column("cls", Text, nullable=False),
    Column("modality", Text, nullable=False),
    Column("polarity", Text, nullable=False),
    Column("start", Text),
    Column("end", Text),
    Column("place", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("evidence_start", Integer, nullable=False),
    Column("evidence_end", Integer, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("body", Text, nullable=False),
)

JUDGEMENTS = Table(
    "judgements",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("key", Text, nullable=False, unique=True),
    Column("claim", Text, nullable=False, index=True),
    Column("document", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("source", Text, nullable=False),
    *_made(),
    Column("lane", Text),
    Column("subject", Text),
    Column("turn", Integer),
    Column("sha256", Text),
    Index("judgements_turns", "document", "lane", "subject", "turn", unique=True),
)
"""Decisions on claims. ``subject`` is what was judged (characters and class) in the text with ``sha256``, ``turn``
counts the decisions on it, ``lane`` is empty or names a coder whose decisions others do not see yet. Rows from before
these columns have none of them."""

EVENT_JUDGEMENTS = Table(
    "event_judgements",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("key", Text, nullable=False, unique=True),
    Column("verdict", Text, nullable=False),
    Column("undoes", Integer, index=True),
    Column("body", Text, nullable=False),
    *_made(),
)
"""Which events a person joined or parted, told by claims; an undo is a further row."""

CODINGS = Table(
    "codings",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("key", Text, nullable=False, unique=True),
    Column("round", Text, nullable=False),
    Column("document", Text, nullable=False, index=True),
    Column("coder", Text, nullable=False, index=True),
    Column("act", Text, nullable=False),
    Column("body", Text, nullable=False),
    *_made(),
)
"""Who codes which report in which round, when it was handed in, and when it was adjudicated."""

TOMBSTONES = Table(
    "tombstones",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("document", Integer, nullable=False, unique=True),
    Column("id", Text, nullable=False, index=True),
    Column("content", Text, nullable=False, index=True),
    Column("sha256", Text, nullable=False),
    Column("raw_sha256", Text, nullable=False),
    Column("reason", Text, nullable=False),
    *_made(),
)

RAW = Table(
    "raw",
    METADATA,
    Column("raw_sha256", Text, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
)

FETCHES = Table(
    "fetches",
    METADATA,
    Column("url", Text, primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("failures", Integer, nullable=False),
    Column("next_at", Text),
    Column("fetched_at", Text),
    Column("said", Text),
)

EVENT_IDS = Table(
    "event_ids",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("former", Text, nullable=False, index=True),
    Column("present", Text),
    Column("why", Text, nullable=False),
    Column("made_at", Text, nullable=False),
)

STATE = Table(
    "state",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

_SCALARS: dict[Any, type[Any]] = {str: Text, int: BigInteger, float: Float, bool: Boolean}


def plain_type(form: Any) -> tuple[type[Any], bool] | None:
    """Return the column type of a field and whether it may be null; None for a field that is kept as JSON.

    >>> plain_type(str | None), plain_type(tuple[str, ...])
    ((<class 'sqlalchemy.sql.sqltypes.Text'>, True), None)
    """
    if typing.get_origin(form) in (typing.Union, types.UnionType):
        inner = [a for a in typing.get_args(form) if a is not types.NoneType]
        found = _SCALARS.get(inner[0])
        return None if found is None else (found, True)
    found = _SCALARS.get(form)
    return None if found is None else (found, False)


def _derived(name: str, form: type[Any], indexed: tuple[str, ...]) -> Table:
    hints = typing.get_type_hints(form)
    columns: list[Column[Any]] = [Column("position", Integer, primary_key=True, autoincrement=False)]
    for field in dataclasses.fields(form):
        kind, may_be_null = plain_type(hints[field.name]) or (Text, True)
        columns.append(Column(field.name, kind, nullable=may_be_null, index=field.name in indexed))
    return Table(name, METADATA, *columns)


FORMS: dict[str, type[Any]] = {
    "families": derived.Family,
    "events": derived.Event,
    "tolls": derived.Toll,
    "positions": derived.Position,
    "control": derived.ControlState,
    "agreements": derived.Agreement,
    "sources": derived.SourceProfile,
    "merges": derived.MergeDecision,
    "unplaced": derived.Unplaced,
}
_INDEXED = {"events": ("id", "start", "cls"), "tolls": ("id", "event"), "positions": ("toll",), "control": ("place",)}
DERIVED = {name: _derived(name, form, _INDEXED.get(name, ())) for name, form in FORMS.items()}

MAPPINGS = {
    name: Table(name, METADATA, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))
    for name in ("claim_families", "document_families", "document_stories", "document_events")
}

FINISHED = Table(
    "finished",
    METADATA,
    Column("document", Integer, primary_key=True, autoincrement=False),
    Column("reading", Integer, nullable=False, index=True),
    Column("id", Text, nullable=False, unique=True),
    Column("published", Text),
    Column("family", Text),
    Column("body", Text, nullable=False),
)
"""Which version and which reading of each document the ledgers were made from, and the document as it came out."""

EVENT_CLAIMS = Table(
    "event_claims",
    METADATA,
    Column("claim", Text, primary_key=True),
    Column("event", Text, nullable=False, index=True),
)

TO_REVIEW = Table(
    "to_review",
    METADATA,
    Column("claim", Text, primary_key=True),
    Column("document", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("subject", Text, nullable=False),
    Column("cls", Text, nullable=False),
    Column("family", Text, nullable=False),
    Column("place", Text),
    Column("place_key", Text),
    Column("confidence", Float, nullable=False),
    Column("calm", Float, nullable=False),
    Column("disputed", Integer, nullable=False),
    Index("to_review_document", "document", "start", "claim"),
    Index("to_review_confidence", "confidence", "claim"),
    Index("to_review_calm", "calm", "claim"),
    Index("to_review_cls", "cls", "confidence", "claim"),
    Index("to_review_family", "family", "confidence", "claim"),
    Index("to_review_place", "place_key", "confidence", "claim"),
    Index("to_review_disputed", "disputed", "confidence", "claim"),
)
"""One row a claim of the record, with what people choose by what they look at next; ``calm`` is 1 less its urgency."""


def _listed(
    name: str, form: type[Any], keys: tuple[str, ...], indexed: tuple[str, ...] = (), only: tuple[str, ...] = ()
) -> Table:
    hints = typing.get_type_hints(form)
    columns: list[Column[Any]] = []
    for field in dataclasses.fields(form):
        if only and field.name not in only:
            continue
        kind, may_be_null = plain_type(hints[field.name]) or (Text, True)
        if field.name in keys:
            # Integer: of SQLite's types the one that is the row's own number.
            own = Integer if kind is BigInteger else kind
            indexes = field.name in indexed
            columns.append(Column(field.name, own, primary_key=True, autoincrement=False, index=indexes))
        else:
            columns.append(Column(field.name, kind, nullable=may_be_null, index=field.name in indexed))
    return Table(name, METADATA, *columns)


LISTED = {
    "events": _listed("listed_events", listed.ListedEvent, ("rank",), ("id", "part_of")),
    "voices": _listed("listed_voices", listed.Voice, ("number",), ("id",)),
    "event_voices": _listed("listed_event_voices", listed.ListedVoice, ("event", "voice")),
    "event_documents": _listed("listed_event_documents", listed.ListedSource, ("event", "document"), ("document",)),
    "documents": _listed("listed_documents", listed.ListedDocument, ("rank",), ("id",)),
    "claims": _listed("listed_claims", listed.ListedClaim, ("rank",), ("id",), ("rank", "id")),
    "words": _listed("listed_words", listed.ListedWords, ("event",)),
    "prepared": _listed("prepared", listed.Prepared, ("name",)),
    "places": _listed("listed_places", listed.ListedPlace, ("place",), ("region",)),
}
"""What lists, facets and the map are made of (``model/listed.py``); what claims are filtered by, the columns hold."""

COLUMNS = Table(
    "listed_columns",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("form", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
)
"""The same by columns, each as one array: a filter looks at a million rows without fetching one."""

APPENDED = (DOCUMENTS, READINGS, CLAIMS, JUDGEMENTS, TOMBSTONES, EVENT_JUDGEMENTS, CODINGS)
REPLACED = (*DERIVED.values(), *MAPPINGS.values(), FINISHED, EVENT_CLAIMS, *LISTED.values(), COLUMNS, TO_REVIEW)
