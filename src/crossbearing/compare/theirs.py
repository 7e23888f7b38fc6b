"""Rows of UCDP GED and ACLED as they come: numbers as text or with a point, days in two forms, columns missing."""

from __future__ import annotations

import csv
import io
import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from crossbearing.model.errors import ExportError

MOST_BYTES = 500_000_000
"""Bytes of one file; the whole of UCDP GED has about 200 million."""
_DAYS = ("%Y-%m-%d", "%d %B %Y", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y")
# Kilometres around their point within which the event lies, by UCDP's where_prec and ACLED's geo_precision.
_UCDP_KM = {1: 5.0, 2: 25.0, 3: 40.0, 4: 120.0, 5: 60.0}
_ACLED_KM = {1: 5.0, 2: 25.0, 3: 100.0}


@dataclass(frozen=True, slots=True)
class Theirs:
    """An event of another data set: days, degrees, kilometres around, and how many people died."""

    id: str
    start: date
    end: date
    lat: float | None
    lon: float | None
    radius_km: float | None
    place: str
    kind: str
    sides: tuple[str, str]
    low: int
    best: int
    high: int
    days_unsure: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that could not be used, and why."""

    line: int
    message: str


def read_ucdp(path: Path) -> tuple[list[Theirs], list[Refused]]:
    """Return the events of a UCDP GED csv and the rows that are none; raise ExportError where it is no such file.

    Releases exist in which best lies outside low and high: then the bounds are widened to it.
    """
    return _read(path, ("id", "date_start", "latitude", "longitude", "best"), _ucdp)


def read_acled(path: Path) -> tuple[list[Theirs], list[Refused]]:
    """Return the events of an ACLED csv and the rows that are none; raise ExportError where it is no such file."""
    return _read(path, ("event_id_cnty", "event_date", "latitude", "longitude", "fatalities"), _acled)


def _ucdp(row: Mapping[str, str]) -> Theirs:
    start, best = _day(row["date_start"]), _whole(row["best"])
    low, high = _whole(row.get("low") or row["best"]), _whole(row.get("high") or row["best"])
    prec, where = _whole(row.get("date_prec") or "1"), _whole(row.get("where_prec") or "1")
    return Theirs(
        _id(row["id"]),
        start,
        max(start, _day(row.get("date_end") or row["date_start"])),
        _degrees(row["latitude"]),
        _degrees(row["longitude"]),
        _UCDP_KM.get(where),
        row.get("where_coordinates") or "",
        {"1": "state-based", "2": "non-state", "3": "one-sided"}.get(_id(row.get("type_of_violence") or ""), ""),
        (row.get("side_a") or "", row.get("side_b") or ""),
        min(low, best),
        best,
        max(high, best),
        1 if prec <= 2 else 3,
    )


def _acled(row: Mapping[str, str]) -> Theirs:
    day, deaths = _day(row["event_date"]), _whole(row["fatalities"] or "0")
    return Theirs(
        row["event_id_cnty"],
        day,
        day,
        _degrees(row["latitude"]),
        _degrees(row["longitude"]),
        _ACLED_KM.get(_whole(row.get("geo_precision") or "1")),
        row.get("location") or "",
        row.get("sub_event_type") or row.get("event_type") or "",
        (row.get("actor1") or "", row.get("actor2") or ""),
        deaths,
        deaths,
        deaths,
        {1: 1, 2: 4, 3: 16}.get(_whole(row.get("time_precision") or "1"), 1),
    )


def _read(path: Path, needed: tuple[str, ...], made: object) -> tuple[list[Theirs], list[Refused]]:
    found: dict[str, Theirs] = {}
    refused: list[Refused] = []
    for line, row in _rows(path, needed):
        try:
            one: Theirs = made(row)  # type: ignore[operator]
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            refused.append(Refused(line, f"{error}"))
            continue
        if one.id in found:
            refused.append(Refused(line, f"id {one.id!r} stands twice"))
        else:
            found[one.id] = one
    return [found[identity] for identity in sorted(found)], refused


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ExportError(f"{path}: has over {MOST_BYTES:,} bytes; cut out the country and years that you need")
        raw = path.read_bytes()
    except OSError as error:
        raise ExportError(f"{path}: cannot be read: {error.strerror or error}") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    csv.field_size_limit(min(sys.maxsize, 10_000_000))
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if text[:500].count(";") > 10 else ",")
    try:
        missing = [name for name in needed if name not in (reader.fieldnames or ())]
        if missing:
            raise ExportError(f"{path}: has no column {missing[0]!r}; is it the csv of an event data set?")
        for row in reader:
            yield reader.line_num, {key: value or "" for key, value in row.items() if isinstance(key, str)}
    except csv.Error as error:
        raise ExportError(f"{path}:{reader.line_num}: is no csv: {error}") from error


def _id(cell: str) -> str:
    return cell[:-2] if cell.endswith(".0") and cell[:-2].isdecimal() else cell


def _whole(cell: str) -> int:
    """Return a whole number that may be written with a point; raise ValueError where it is none.

    >>> _whole("4.0"), _whole("7")
    (4, 7)
    """
    number = float(cell)
    if not math.isfinite(number) or number < -1 or number > 1e9:
        raise ValueError(f"{cell!r} is no number of people")
    return max(0, int(number))


def _degrees(cell: str) -> float | None:
    if not cell:
        return None
    number = float(cell)
    if not -180 <= number <= 180:
        raise ValueError(f"{cell!r} is no latitude or longitude")
    return number


def _day(cell: str) -> date:
    """Return the day of a cell; raise ValueError where it is none.

    >>> str(_day("16 May 2025")), str(_day("2016-01-01 00:00:00.000"))
    ('2025-05-16', '2016-01-01')
    """
    for form in _DAYS:
        try:
            return datetime.strptime(cell.partition(".")[0].strip(), form).date()
        except ValueError:
            continue
    raise ValueError(f"{cell!r} is no day")
