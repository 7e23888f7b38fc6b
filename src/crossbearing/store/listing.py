"""Lists of a record by filters, page by page: events, claims, documents and tolls.

All is asked of the columns (``columns.py``), so that a filter costs the same whatever it is and whatever the database;
only the rows of the page are fetched. A cursor names the row that a page ended with, not a number of rows, so that a
list does not shift under who reads it; where that row is gone it goes on behind what it was sorted by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, Table, func, select, text

from crossbearing.model.listed import ListedDocument, ListedEvent, ListedVoice, Voice
from crossbearing.store import asked
from crossbearing.store.columns import NONE, Array, Columns, columns_of, day_number
from crossbearing.store.rows import value_from
from crossbearing.store.schema import DERIVED, LISTED
from crossbearing.store.store import Store

_LAST = asked.LAST


@dataclass(frozen=True, slots=True)
class View:
    """One moment of the record: a transaction, and the columns of what it sees."""

    connection: Connection
    columns: Columns


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: ids in their order, how many there are in all, and what leads on; None at the end."""

    ids: tuple[str, ...]
    total: int
    following: str | None


EMPTY = Page((), 0, None)


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event with the voices that tell of it, those of most claims first."""

    event: ListedEvent
    voices: tuple[tuple[ListedVoice, Voice], ...]


@contextmanager
def viewing(store: Store) -> Iterator[View]:
    """Begin a look at the record: whatever is asked within is answered from one moment of it."""
    with store.reading() as connection:
        yield View(connection, columns_of(connection, store.url))


# Filters


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
    """Return for each condition that is given which events meet it."""
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
        met &= columns.array("claims.event") == _rank(view, LISTED["events"], wanted.event)
    if wanted.document is not None:
        met &= columns.array("claims.document") == _rank(view, LISTED["documents"], wanted.document)
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
        met &= columns.array("tolls.event") == _rank(view, LISTED["events"], wanted.event)
    if wanted.over is not None:
        met &= columns.array("tolls.figure") > max(wanted.over, NONE)
    if wanted.whole is not None:
        met &= columns.array("tolls.whole") == wanted.whole
    return met


def _rank(view: View, table: Table, identity: str) -> int:
    """Return the rank of a row by its id; a number that no row has where there is none."""
    found = view.connection.execute(select(table.c.rank).where(table.c.id == identity)).scalar()
    return -2 if found is None else int(found)


# Pages


def _keys(columns: Columns, name: str, order: str) -> Array:
    """Return what rows are sorted by, smallest first; what is not known comes last."""
    column = {
        ("events", "day"): "events.first",
        ("events", "-day"): "events.first",
        ("events", "-killed"): "events.killed",
        ("events", "-voices"): "events.voices",
        ("events", "-seen"): "events.first_seen",
        ("documents", "day"): "documents.published",
        ("documents", "-day"): "documents.published",
        ("tolls", "-figure"): "tolls.figure",
        ("tolls", "day"): "tolls.first",
    }.get((name, order))
    if column is None:  # ids are in their order already
        return np.zeros(len(columns.array(f"{name}.cls")), dtype="<i8")
    told = columns.array(column).astype("<i8")
    return np.where(told == NONE, _LAST, -told if order.startswith("-") else told)


def _order(columns: Columns, name: str, order: str) -> tuple[Array, Array]:
    """Return the rows in an order and what they are sorted by; sorted once for each record."""
    known = columns.orders.get(f"{name} {order}")
    if known is None:
        keys = _keys(columns, name, order)
        ranks = np.argsort(keys, kind="stable").astype("<i4")
        known = columns.orders[f"{name} {order}"] = ranks, keys
    return known


def _page(
    view: View, name: str, table: Table, met: Array, order: str, after: str | None, size: int
) -> tuple[list[int], int, Callable[[Sequence[str]], str | None]]:
    """Return the ranks of a page, how many rows there are in all, and what makes the cursor behind its ids."""
    ranks, keys = _order(view.columns, name, order)
    chosen = ranks[met[ranks]]
    start = 0
    if after is not None:
        value, identity = asked.read_cursor(after, order)
        place = _place_of(view, table, identity)
        sorted_keys = keys[chosen]
        if place is not None and keys[place] == value:
            low, high = np.searchsorted(sorted_keys, [value, value + 1])
            # Rows of one key stand in the order of their ranks.
            start = int(low + np.searchsorted(chosen[low:high], place, "right"))
        else:
            start = int(np.searchsorted(sorted_keys, value, "right"))
    found = [int(rank) for rank in chosen[start : start + size]]
    more = start + size < len(chosen)

    def following(ids: Sequence[str]) -> str | None:
        return asked.cursor(order, int(keys[found[-1]]), ids[-1]) if more and found else None

    return found, len(chosen), following


def _place_of(view: View, table: Table, identity: str) -> int | None:
    number = table.c.rank if "rank" in table.c else table.c.position
    found = view.connection.execute(select(number).where(table.c.id == identity)).scalar()
    return None if found is None else int(found)


def _rows(view: View, table: Table, ranks: Sequence[int]) -> list[Any]:
    """Return the rows of ranks in the order given."""
    number = table.c.rank if "rank" in table.c else table.c.position
    rows = view.connection.execute(select(table).where(number.in_(ranks))).all()
    by_rank = {(row.rank if "rank" in table.c else row.position): row for row in rows}
    return [by_rank[rank] for rank in ranks]


def events(
    view: View, wanted: asked.EventsAsked, order: str = "-day", after: str | None = None, size: int = 50
) -> tuple[tuple[EventRow, ...], Page]:
    """Return the events of a page with their voices; raise AskedError for a cursor that is none."""
    met = matching_events(view, wanted)
    ranks, total, following = _page(view, "events", LISTED["events"], met, order, after, size)
    found = event_rows(view, ranks)
    ids = tuple(row.event.id for row in found)
    return found, Page(ids, total, following(ids))


def event_rows(view: View, ranks: Sequence[int]) -> tuple[EventRow, ...]:
    """Return events by their ranks, in the order given, with their voices."""
    rows = [ListedEvent(*row) for row in _rows(view, LISTED["events"], ranks)]
    tie, voices = LISTED["event_voices"], LISTED["voices"]
    query = select(tie, voices).join(voices, voices.c.number == tie.c.voice).where(tie.c.event.in_(ranks))
    told: dict[int, list[tuple[ListedVoice, Voice]]] = {}
    width = len(tie.columns)
    for row in view.connection.execute(query):
        told.setdefault(row[0], []).append((ListedVoice(*row[:width]), Voice(*row[width:])))
    return tuple(
        EventRow(event, tuple(sorted(told.get(event.rank, ()), key=lambda p: (-p[0].claims, p[1].id))))
        for event in rows
    )


def event_row(view: View, identity: str) -> EventRow | None:
    """Return one event by its id, None where there is none."""
    rank = _rank(view, LISTED["events"], identity)
    return event_rows(view, [rank])[0] if rank >= 0 else None


def claims(view: View, wanted: asked.ClaimsAsked, after: str | None = None, size: int = 50) -> Page:
    """Return the ids of the claims of a page, in the order of ids."""
    met = matching_claims(view, wanted)
    ranks, total, following = _page(view, "claims", LISTED["claims"], met, "id", after, size)
    ids = tuple(row.id for row in _rows(view, LISTED["claims"], ranks))
    return Page(ids, total, following(ids))


def documents(
    view: View, wanted: asked.DocumentsAsked, order: str = "-day", after: str | None = None, size: int = 50
) -> tuple[tuple[ListedDocument, ...], Page]:
    """Return the documents of a page."""
    met = matching_documents(view, wanted)
    ranks, total, following = _page(view, "documents", LISTED["documents"], met, order, after, size)
    found = tuple(ListedDocument(*row) for row in _rows(view, LISTED["documents"], ranks))
    ids = tuple(row.id for row in found)
    return found, Page(ids, total, following(ids))


def document_row(view: View, identity: str) -> ListedDocument | None:
    """Return one report by its id, None where there is none."""
    rank = _rank(view, LISTED["documents"], identity)
    return ListedDocument(*_rows(view, LISTED["documents"], [rank])[0]) if rank >= 0 else None


def tolls(
    view: View, wanted: asked.TollsAsked, order: str = "-figure", after: str | None = None, size: int = 50
) -> Page:
    """Return the ids of the tolls of a page."""
    met = matching_tolls(view, wanted)
    ranks, total, following = _page(view, "tolls", DERIVED["tolls"], met, order, after, size)
    ids = tuple(row.id for row in _rows(view, DERIVED["tolls"], ranks))
    return Page(ids, total, following(ids))


def derived(
    view: View, name: str, conditions: Sequence[Any], after: str | None = None, size: int = 50
) -> tuple[list[Any], Page]:
    """Return rows of a short list of the record (control, agreements, sources) that meet conditions, in its order."""
    table = DERIVED[name]
    query = select(table).where(*conditions).order_by(table.c.position)
    total = view.connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()
    if after is not None:
        value, identity = asked.read_cursor(after, name)
        place = _place_of(view, table, identity)
        query = query.where(table.c.position > (value if place is None else place))
    rows = view.connection.execute(query.limit(size + 1)).mappings().all()
    found = rows[:size]
    following = asked.cursor(name, found[-1]["position"], found[-1]["id"]) if len(rows) > size else None
    return [value_from(name, dict(row)) for row in found], Page(tuple(row["id"] for row in found), total, following)


def voices(view: View) -> tuple[Voice, ...]:
    """Return all voices of the record, those of most events first."""
    table = LISTED["voices"]
    query = select(table).order_by(table.c.events.desc(), table.c.id)
    return tuple(Voice(*row) for row in view.connection.execute(query))


def counts(view: View) -> dict[str, int]:
    """Return how many rows of each kind the record has."""
    sizes = {name: len(view.columns.array(column)) for name, column in _COUNTED.items()}
    others = {
        name: view.connection.execute(select(func.count()).select_from(DERIVED[name])).scalar_one()
        for name in ("control", "agreements", "sources")
    }
    return {**sizes, **others, "voices": len(view.columns.values["voices"])}


_COUNTED = {
    "events": "events.first",
    "claims": "claims.first",
    "documents": "documents.published",
    "tolls": "tolls.figure",
}
