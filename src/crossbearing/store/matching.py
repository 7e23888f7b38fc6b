"""Which rows of a record meet what is asked: conditions over columns, each an array of one truth a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import Connection, Table, select, text

from crossbearing.store import asked
from crossbearing.store.columns import NONE, Array, Columns, columns_of, day_number
from crossbearing.store.schema import LISTED
from crossbearing.store.store import Store


@dataclass(frozen=True, slots=True)
class View:
    """One moment of the record: a transaction, and the columns of what it sees."""

    connection: Connection
    columns: Columns
    asked: dict[asked.EventsAsked, dict[str, Array]] = field(default_factory=dict, compare=False)
    """The conditions that were asked already: a page asks the same for its list, its facets and its map."""


@contextmanager
def viewing(store: Store) -> Iterator[View]:
    """Begin a look at the record: whatever is asked within is answered from one moment of it."""
    with store.reading() as connection:
        yield View(connection, columns_of(connection, store.url))


def matching_events(view: View, wanted: asked.EventsAsked) -> Array:
    """Return for each event whether it meets all conditions."""
    return met_but(view, event_conditions(view, wanted))


def met_but(view: View, conditions: Mapping[str, Array], but: str = "") -> Array:
    """Return which events meet all conditions, or all ``but`` one, for its facet."""
    met = np.ones(len(view.columns.array("events.first")), dtype=bool)
    for name, condition in conditions.items():
        if name != but:
            met &= condition
    return met


def event_conditions(view: View, wanted: asked.EventsAsked) -> dict[str, Array]:
    """Return for each condition that is given which events meet it; asked once in one look at the record."""
    if wanted not in view.asked:
        view.asked[wanted] = _conditions(view, wanted)
    return view.asked[wanted]


def _conditions(view: View, wanted: asked.EventsAsked) -> dict[str, Array]:
    columns = view.columns
    found: dict[str, Array] = {}
    if wanted.since is not None or wanted.until is not None:
        days = columns.array("events.first"), columns.array("events.last")
        found["days"] = _within(*days, wanted.since, wanted.until)
    if wanted.places:
        found["places"] = _in_any(columns, ("events.place", "events.district", "events.country"), wanted.places)
    if wanted.kinds:
        found["kinds"] = _in_any(columns, ("events.kind", "events.cls"), wanted.kinds)
    if wanted.voices:
        event, voice = columns.array("pairs.event"), columns.array("pairs.voice")
        found["voices"] = _told_by(columns, event, voice, columns.codes("voices", wanted.voices))
    if wanted.sides:
        found["sides"] = _told_by(columns, *columns.sides, columns.codes("sides", wanted.sides))
    if wanted.disputed is not None:
        found["disputed"] = columns.array("events.disputed") == wanted.disputed
    if wanted.killed_over is not None:
        found["killed"] = columns.array("events.killed") > max(wanted.killed_over, NONE)
    if wanted.modalities:
        found["modalities"] = _in_any(columns, ("events.modality",), wanted.modalities)
    if wanted.grades:
        found["grades"] = _in_any(columns, ("events.grade",), wanted.grades)
    length = len(columns.array("events.first"))
    if wanted.words:
        found["words"] = _marked(length, _with_words(view, wanted.words))
    if wanted.document is not None:
        found["document"] = _marked(length, _of_document(view, wanted.document))
    return found


def _within(first: Array, last: Array, since: str | None, until: str | None) -> Array:
    """Return which stretches of days meet those asked for; what has no day meets none, unless none is asked for."""
    met = np.ones(len(first), dtype=bool)
    if since is not None:
        met &= last >= day_number(since)
    if until is not None:
        met &= (first <= day_number(until)) & (first != NONE)
    return met


def _in_any(columns: Columns, names: Sequence[str], wanted: Sequence[str]) -> Array:
    """Return which rows have one of the values in one of the columns."""
    met = np.zeros(len(columns.array(names[0])), dtype=bool)
    for name in names:
        chosen = np.zeros(len(columns.values[name]) + 1, dtype=bool)  # the last is that of NONE
        chosen[columns.codes(name, wanted)] = True
        met |= chosen[columns.array(name)]
    return met


def _told_by(columns: Columns, event: Array, value: Array, wanted: Array) -> Array:
    """Return which events have one of the values, by pairs of an event and a value."""
    chosen = np.zeros(int(value.max(initial=-1)) + 1, dtype=bool)
    chosen[wanted[wanted < len(chosen)]] = True
    return _marked(len(columns.array("events.first")), event[chosen[value]])


def _marked(length: int, ranks: Array) -> Array:
    met = np.zeros(length, dtype=bool)
    met[ranks] = True
    return met


def _with_words(view: View, words: asked.Words) -> Array:
    """Return the ranks of the events in which every word stands in one of its forms."""
    if view.connection.dialect.name == "sqlite":
        said = " AND ".join("(" + " OR ".join(f'"{form}"' for form in forms) + ")" for forms in words)
        query = "SELECT rowid FROM listed_words_fts WHERE listed_words_fts MATCH :said"
    else:
        said = " & ".join("(" + " | ".join(f"'{form}'" for form in forms) + ")" for forms in words)
        query = "SELECT event FROM listed_words WHERE found @@ to_tsquery('simple', :said)"
    rows = view.connection.execute(text(query), {"said": said})
    return np.fromiter((row[0] for row in rows), dtype="<i4")


def _of_document(view: View, identity: str) -> Array:
    documents, tie = LISTED["documents"], LISTED["event_documents"]
    query = select(tie.c.event).join(documents, documents.c.rank == tie.c.document).where(documents.c.id == identity)
    return np.array(view.connection.execute(query).scalars().all(), dtype="<i4")


def matching_claims(view: View, wanted: asked.ClaimsAsked) -> Array:
    """Return for each claim whether it meets the conditions."""
    columns = view.columns
    met = _within(columns.array("claims.first"), columns.array("claims.last"), wanted.since, wanted.until)
    if wanted.places:
        met &= _in_any(columns, ("claims.place",), wanted.places)
    if wanted.kinds:
        met &= _in_any(columns, ("claims.kind", "claims.cls"), wanted.kinds)
    if wanted.modalities:
        met &= _in_any(columns, ("claims.modality",), wanted.modalities)
    if wanted.voices:
        met &= np.isin(columns.array("claims.voice"), columns.codes("voices", wanted.voices))
    if wanted.event is not None:
        met &= columns.array("claims.event") == rank_of(view, LISTED["events"], wanted.event)
    if wanted.document is not None:
        met &= columns.array("claims.document") == rank_of(view, LISTED["documents"], wanted.document)
    return met


def matching_documents(view: View, wanted: asked.DocumentsAsked) -> Array:
    """Return for each document whether it meets the conditions."""
    columns = view.columns
    published = columns.array("documents.published")
    met = _within(published, published, wanted.since, wanted.until)
    if wanted.outlets:
        met &= _in_any(columns, ("documents.outlet",), wanted.outlets)
    if wanted.languages:
        met &= _in_any(columns, ("documents.language",), wanted.languages)
    if wanted.voices:
        met &= np.isin(columns.array("documents.voice"), columns.codes("voices", wanted.voices))
    return met


def matching_tolls(view: View, wanted: asked.TollsAsked) -> Array:
    """Return for each toll whether it meets the conditions."""
    columns = view.columns
    met = _within(columns.array("tolls.first"), columns.array("tolls.last"), wanted.since, wanted.until)
    for name, values in (("quantity", wanted.quantities), ("status", wanted.statuses), ("scope", wanted.scopes)):
        if values:
            met &= _in_any(columns, (f"tolls.{name}",), values)
    if wanted.event is not None:
        met &= columns.array("tolls.event") == rank_of(view, LISTED["events"], wanted.event)
    if wanted.over is not None:
        met &= columns.array("tolls.figure") > max(wanted.over, NONE)
    if wanted.whole is not None:
        met &= columns.array("tolls.whole") == wanted.whole
    return met


def rank_of(view: View, table: Table, identity: str) -> int:
    """Return the rank of a row by its id; a number that no row has where there is none."""
    found = view.connection.execute(select(table.c.rank).where(table.c.id == identity)).scalar()
    return -2 if found is None else int(found)
