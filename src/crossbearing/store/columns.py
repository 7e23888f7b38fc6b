"""The rows of lists as columns: each an array with one number a row, words as numbers of a list of their values.

A filter over a hundred thousand events or a million claims looks at arrays in memory; only the fifty rows that a page
shows are fetched. The arrays are made with the rows, kept beside them, and read once for each record.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, select

from crossbearing.model.derived import Record
from crossbearing.model.listed import Listing
from crossbearing.store.schema import COLUMNS, LISTED, STATE

Array = npt.NDArray[Any]
NONE = -1
"""Stands for a value or a day that is not known."""

_JSON = "json"
_WORDS = {
    "events": ("cls", "kind", "modality", "grade", "level"),
    "claims": ("cls", "kind", "modality", "polarity", "place"),
    "documents": ("outlet", "language"),
}
_NUMBERS = {
    "events": ("documents", "claims", "voices", "killed", "first_seen"),
    "claims": ("document", "event", "voice"),
    "documents": ("voice", "claims", "events"),
}
_DAYS = {"events": ("first", "last"), "claims": ("first", "last"), "documents": ("published",)}


def day_number(day: str | None) -> int:
    """Return a day as a number, NONE for none.

    >>> day_number("2014-03-12") - day_number("2014-03-11"), day_number(None)
    (1, -1)
    """
    return NONE if day is None else date.fromisoformat(day).toordinal()


def day_of(number: int) -> str | None:
    """Return the day of a number.

    >>> day_of(day_number("2014-03-11"))
    '2014-03-11'
    """
    return None if number == NONE else date.fromordinal(number).isoformat()


def _coded(values: Sequence[str | None]) -> tuple[Array, list[str]]:
    """Return the values as numbers of the sorted list of them, and that list."""
    known = sorted({value for value in values if value is not None})
    code = {value: number for number, value in enumerate(known)}
    return np.array([NONE if v is None else code[v] for v in values], dtype="<i4"), known


def packed(listing: Listing, record: Record) -> list[dict[str, Any]]:
    """Return the rows of the table of columns.

    >>> {row["name"] for row in packed(Listing(), Record())} >= {"events.first", "claims.voice", "values"}
    True
    """
    arrays: dict[str, Array] = {}
    values: dict[str, Any] = {}
    for name, fields in _WORDS.items():
        for field in fields:
            arrays[f"{name}.{field}"], values[f"{name}.{field}"] = _coded(
                [getattr(r, field) for r in _of(listing, name)]
            )
    for name, fields in _NUMBERS.items():
        for field in fields:
            told = [getattr(row, field) for row in _of(listing, name)]
            arrays[f"{name}.{field}"] = np.array([NONE if n is None else n for n in told], dtype="<i8")
    for name, fields in _DAYS.items():
        for field in fields:
            arrays[f"{name}.{field}"] = np.array(
                [day_number(getattr(r, field)) for r in _of(listing, name)], dtype="<i4"
            )
    arrays["events.disputed"] = np.array([event.disputed for event in listing.events], dtype="|b1")
    for field in ("lat", "lon", "radius_km"):
        told = [getattr(event, field) for event in listing.events]
        arrays[f"events.{field}"] = np.array([np.nan if n is None else n for n in told], dtype="<f8")
    for field in ("place", "district", "country"):
        coded = _coded([getattr(event, field) for event in listing.events])
        arrays[f"events.{field}"], values[f"events.{field}"] = coded
        named = ((getattr(event, field), getattr(event, f"{field}_name")) for event in listing.events)
        values[f"names.{field}"] = {identity: name for identity, name in named if identity is not None}
    arrays["pairs.event"] = np.array([pair.event for pair in listing.event_voices], dtype="<i4")
    arrays["pairs.voice"] = np.array([pair.voice for pair in listing.event_voices], dtype="<i4")
    sides, values["sides"] = _coded([voice.side for voice in listing.voices])
    arrays["voices.side"] = sides
    values["voices"] = [voice.id for voice in listing.voices]
    values["names.voice"] = {voice.id: voice.name for voice in listing.voices}
    _pack_tolls(arrays, values, listing, record)
    rows = [{"name": n, "form": a.dtype.str, "bytes": a.tobytes()} for n, a in sorted(arrays.items())]
    told_values = json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
    return [*rows, {"name": "values", "form": _JSON, "bytes": told_values}]


def listed_rows(listing: Listing, record: Record) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of all tables that lists are made of, by the name of the table.

    >>> sorted(listed_rows(Listing(), Record()))[:2]
    ['listed_claims', 'listed_columns']
    """
    found = {COLUMNS.name: packed(listing, record)}
    for name, table in LISTED.items():
        fields = [column.name for column in table.columns]
        cells = attrgetter(*fields)
        found[table.name] = [dict(zip(fields, cells(row), strict=True)) for row in _of(listing, name)]
    return found


def _pack_tolls(arrays: dict[str, Array], values: dict[str, Any], listing: Listing, record: Record) -> None:
    """Add the columns of the tolls, in the order of the record."""
    ranks = {event.id: event.rank for event in listing.events}
    tolls = record.tolls
    for field in ("quantity", "category", "status", "scope", "side"):
        arrays[f"tolls.{field}"], values[f"tolls.{field}"] = _coded([getattr(t, field) for t in tolls])
    arrays["tolls.event"] = np.array([ranks.get(t.event, NONE) for t in tolls], dtype="<i4")
    arrays["tolls.figure"] = np.array([t.low if t.best is None else t.best for t in tolls], dtype="<i8")
    arrays["tolls.whole"] = np.array([t.parent is None for t in tolls], dtype="|b1")
    arrays["tolls.first"] = np.array([day_number(t.start or t.end) for t in tolls], dtype="<i4")
    arrays["tolls.last"] = np.array([day_number(t.end or t.start) for t in tolls], dtype="<i4")


def _of(listing: Listing, name: str) -> Sequence[Any]:
    rows: Sequence[Any] = getattr(listing, name)
    return rows


@dataclass(frozen=True)
class Columns:
    """The columns of one record: ``array("events.first")`` is one number an event, in the order of ranks."""

    revision: str
    arrays: Mapping[str, Array]
    values: Mapping[str, Any]
    is_listed: bool = True
    """False where the record was made without what lists are made of (``report.listed.ensure_listed`` makes it)."""

    def array(self, name: str) -> Array:
        """Return one column."""
        return self.arrays[name]

    def codes(self, name: str, wanted: Iterable[str]) -> Array:
        """Return the numbers of those values of a column that are there."""
        known = self._numbers[name]
        return np.array(sorted({known[value] for value in wanted if value in known}), dtype="<i4")

    @cached_property
    def _numbers(self) -> dict[str, dict[str, int]]:
        lists = ((name, told) for name, told in self.values.items() if isinstance(told, list))
        return {name: {value: number for number, value in enumerate(told)} for name, told in lists}

    def number_of(self, name: str, value: str) -> int | None:
        """Return the number of one value, None where no row has it."""
        return self._numbers[name].get(value)

    @cached_property
    def sides(self) -> tuple[Array, Array]:
        """Return the pairs of an event and a side that tells of it, each once."""
        side = self.array("voices.side")[self.array("pairs.voice")]
        number = self.array("pairs.event")[side != NONE] * np.int64(len(self.values["sides"]) + 1) + side[side != NONE]
        pairs = np.unique(number)
        return pairs // (len(self.values["sides"]) + 1), pairs % (len(self.values["sides"]) + 1)

    @cached_property
    def spots(self) -> tuple[Array, Array]:
        """Return the different places (latitude and longitude each), and for each event the number of its place."""
        placed = ~np.isnan(self.array("events.lat"))
        degrees = np.stack([self.array("events.lat")[placed], self.array("events.lon")[placed]], axis=1)
        places, of_placed = np.unique(degrees, axis=0, return_inverse=True)
        number = np.full(len(placed), NONE)
        number[placed] = of_placed.reshape(-1)
        return places.reshape(-1, 2), number

    @cached_property
    def kept(self) -> dict[str, Any]:
        """Return what was worked out of these columns already, by a name: it is so for as long as the record is."""
        return {}

    @cached_property
    def orders(self) -> dict[str, tuple[Array, Array]]:
        """Return what was sorted already: (ranks in order, place of each rank), by the name of the order."""
        return {}


_NOTHING = {row["name"]: row for row in packed(Listing(), Record())}


def _read(connection: Connection, revision: str) -> Columns:
    rows = connection.execute(select(COLUMNS.c.name, COLUMNS.c.form, COLUMNS.c.bytes)).all()
    told = {row.name: (row.form, row.bytes) for row in rows}
    found = told or {name: (row["form"], row["bytes"]) for name, row in _NOTHING.items()}
    arrays = {n: np.frombuffer(raw, dtype=form) for n, (form, raw) in found.items() if form != _JSON}
    return Columns(revision, arrays, json.loads(found["values"][1]), bool(told))


_held: dict[str, Columns] = {}
_lock = Lock()


def columns_of(connection: Connection, store: str) -> Columns:
    """Return the columns of the record that the transaction sees; read once, and again when the record is replaced."""
    revision = connection.execute(select(STATE.c.value).where(STATE.c.name == "revision")).scalar() or ""
    held = _held.get(store)
    if held is not None and held.revision == revision and held.is_listed:
        return held
    with _lock:
        held = _held.get(store)
        if held is None or held.revision != revision or not held.is_listed:
            held = _held[store] = _read(connection, revision)
        return held
