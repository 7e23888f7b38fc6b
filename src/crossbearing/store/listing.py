"""Lists of a record by filters, page by page: events, claims, documents and tolls.

All is asked of the columns (``columns.py``), so that a filter costs the same whatever it is and whatever the database;
only the rows of the page are fetched. A cursor names the row that a page ended with, not a number of rows, so that a
list does not shift under who reads it; where that row is gone it goes on behind what it was sorted by.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Table, func, select

from crossbearing.model.listed import ListedDocument, ListedEvent, ListedVoice, Voice
from crossbearing.store import asked
from crossbearing.store.columns import NONE, Array, Columns
from crossbearing.store.matching import (
    View,
    event_conditions,
    matching_claims,
    matching_documents,
    matching_events,
    matching_tolls,
    met_but,
    rank_of,
    viewing,
)
from crossbearing.store.rows import value_from
from crossbearing.store.schema import DERIVED, LISTED

__all__ = [
    "Page", "View", "claims", "derived", "documents", "event_conditions", "event_row", "event_rows", "events",
    "matching_events", "met_but", "tolls", "viewing", "voices",
]  # fmt: skip

_LAST = asked.LAST


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


def rows_of(view: View, ids: Sequence[str]) -> tuple[EventRow, ...]:
    """Return events by their ids, in the order given; ids of which there is no event are passed over."""
    ranks = [rank_of(view, LISTED["events"], identity) for identity in ids]
    return event_rows(view, [rank for rank in ranks if rank >= 0])


def event_row(view: View, identity: str) -> EventRow | None:
    """Return one event by its id, None where there is none."""
    return next(iter(rows_of(view, [identity])), None)


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
    rank = rank_of(view, LISTED["documents"], identity)
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
