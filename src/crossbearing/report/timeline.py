"""Events in time: one column a day (or week, month, year), one mark an event, and lines for what took several."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from crossbearing.model.days import shifted
from crossbearing.report.days import day_words
from crossbearing.report.happenings import EventView
from crossbearing.report.labels import Label, Sheet
from crossbearing.report.wording import word

WIDTH = 1000.0
_TOP = 34.0
_TALLEST = 200.0
_LANE = 11.0
_MOST_LANES = 16
"""Lines below the axis: what finds no room is in the list."""
_MOST_COLUMNS = 62
_MOST_MARKS = 600
"""Events drawn as boxes of their own; of more, each kind is one box a column, as high as its events would be."""

_WIDEST_COLUMN = 64.0
_EMPTY = 2
"""Columns of nothing in a row that are drawn; a longer gap is one column with a break in the axis."""

_TYPE, _NARROW_TYPE = 14.0, 25.0


@dataclass(frozen=True, slots=True)
class Mark:
    """An event as a small box; ``kind`` is occurred, open (planned, demanded, expected) or denied.

    ``since`` is a period with a beginning and no end: its line goes on to the edge of the drawing. Where there are too
    many events for boxes of their own, a box stands for all of one kind in a ``column`` and has no event.
    """

    event: str
    title: str
    family: str
    kind: str
    disputed: bool
    x: float
    y: float
    width: float
    height: float
    since: bool = False
    column: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A stretch of time with events that lie inside it: days in words, link target, and its number above the marks."""

    words: str
    anchor: str
    events: tuple[str, ...]
    x: float
    count: Label | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing and what it leaves out: events over several columns are lines, those without a day only a list."""

    unit: str
    height: float
    axis: float
    columns: tuple[Column, ...]
    marks: tuple[Mark, ...]
    lines: tuple[Mark, ...]
    breaks: tuple[float, ...]
    labels: tuple[Label, ...]
    families: tuple[str, ...]
    long: tuple[str, ...]
    undated: tuple[str, ...]


def _first(day: datetime.date, unit: str) -> datetime.date:
    """Return the first day of the day, week (Monday), month or year that a day lies in."""
    if unit == "week":
        return shifted(day, -day.weekday())
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def _next(start: datetime.date, unit: str) -> datetime.date:
    """Return the first day of the stretch after one that begins on ``start``."""
    return _first(shifted(start, {"day": 1, "week": 7, "month": 31, "year": 366}[unit]), unit)


def _columns(starts: Iterable[datetime.date], unit: str) -> list[datetime.date | None]:
    """Return the columns between the first and the last start; None is a gap that is not drawn at length.

    >>> days = [datetime.date(2014, 3, d) for d in (1, 3, 9)]
    >>> [day.day if day else None for day in _columns(days, "day")]
    [1, 2, 3, None, 9]
    """
    found: list[datetime.date | None] = []
    for start in sorted(set(starts)):
        empty: list[datetime.date | None] = []
        if found and (last := found[-1]) is not None:
            while (last := _next(last, unit)) < start and len(empty) <= _EMPTY:
                empty.append(last)
        found += [None] if len(empty) > _EMPTY else empty
        found.append(start)
    return found


def _days(view: EventView) -> tuple[datetime.date, datetime.date] | None:
    """Return first and last day of an event, one for the other where one end is not known; None without any.

    Of a period that goes on from a day the beginning alone is no day on which something happened.
    """
    if view.since:
        return None
    first, last = view.event.start or view.event.end, view.event.end or view.event.start
    if first is None or last is None:
        return None
    return datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)


def _fitting(days: Mapping[str, tuple[datetime.date, datetime.date]]) -> tuple[str, list[datetime.date | None]]:
    """Return the finest unit whose columns have room, with its columns."""
    columns: list[datetime.date | None] = []
    for unit in ("day", "week", "month", "year"):
        columns = _columns((_first(day, unit) for span in days.values() for day in span), unit)
        if len(columns) <= _MOST_COLUMNS:
            return unit, columns
    return "year", columns


def timeline(events: Sequence[EventView], disputed: frozenset[str] = frozenset()) -> Timeline | None:
    """Return the drawing of all events in time, None where no event has a day.

    >>> timeline([]) is None
    True
    """
    days = {view.event.id: span for view in events if (span := _days(view)) is not None}
    since = {view.event.id: datetime.date.fromisoformat(view.event.start or "") for view in events if view.since}
    if not days and not since:
        return None
    unit, starts = _fitting(days or {event: (day, day) for event, day in since.items()})
    width = min(_WIDEST_COLUMN, (WIDTH - 40) / len(starts))
    left = (WIDTH - width * len(starts)) / 2
    at = {start: left + width * number for number, start in enumerate(starts) if start is not None}
    families = _families(events, {**days, **since})
    inside, over = _sorted(events, days, unit, families)
    spanning = [(at[first], at[last] + width, view) for first, last, view in over] + _onward(events, since, at)
    tall = max((len(found) for found in inside.values()), default=1)
    step = min(14.0, _TALLEST / tall)
    axis = round(_TOP + step * tall, 1)
    lines, lanes = _lanes(spanning, axis + 72, disputed)
    height = round(axis + 80 + _LANE * lanes, 1)
    sheet = Sheet(WIDTH, height, {})
    columns = tuple(_column(start, found, at[start] + width / 2, axis - step * len(found), unit, number, sheet)
                    for number, (start, found) in enumerate(sorted(inside.items()), 1))  # fmt: skip
    if sum(map(len, inside.values())) > _MOST_MARKS:
        marks = _stacks(inside, at, width, axis, step)
    else:
        marks = tuple(
            _mark(view, at[start] + width * 0.08, axis - step * number, width * 0.84, step * 0.84, disputed)
            for start, found in sorted(inside.items())
            for number, view in enumerate(found, 1)
        )
    gaps = tuple(round(left + width * (n + 0.5), 1) for n, start in enumerate(starts) if start is None)
    labels = _labels(at, width, axis, unit, sheet)
    undated = tuple(view.event.id for view in events if view.event.id not in days and view.event.id not in since)
    long = tuple(view.event.id for _, _, view in spanning)
    return Timeline(unit, height, axis, columns, marks, lines, gaps, labels, families, long, undated)


def _onward(
    events: Iterable[EventView], since: Mapping[str, datetime.date], at: Mapping[datetime.date, float]
) -> list[tuple[float, float, EventView]]:
    """Return the lines of periods without end: one that began before the first column comes in from the left edge."""
    return [
        (max((x for start, x in at.items() if start <= since[view.event.id]), default=0.0), WIDTH, view)
        for view in events
        if view.event.id in since
    ]


def _stacks(
    inside: Mapping[datetime.date, Sequence[EventView]],
    at: Mapping[datetime.date, float],
    width: float,
    axis: float,
    step: float,
) -> tuple[Mark, ...]:
    """Return one box for all events of one kind in a column; the events of a column are sorted by kind."""
    found = []
    for number, (start, views) in enumerate(sorted(inside.items()), 1):
        below = 0
        for family, same in groupby(views, key=lambda view: view.event.cls.split(".")[0]):
            many = len(list(same))
            below += many
            title = f"{many} × {word('family', family)}"
            high = round(max(0.8, step * many * 0.96), 1)
            x, y = round(at[start] + width * 0.08, 1), round(min(axis - step * below, axis - high), 1)
            found.append(
                Mark("", title, family, "occurred", False, x, y, round(width * 0.84, 1), high, False, f"on{number}")
            )
    return tuple(found)


def _sorted(
    events: Iterable[EventView],
    days: Mapping[str, tuple[datetime.date, datetime.date]],
    unit: str,
    families: Sequence[str],
) -> tuple[dict[datetime.date, list[EventView]], list[tuple[datetime.date, datetime.date, EventView]]]:
    """Return the events that lie inside one column, by column and kind, and those over several with both ends."""
    inside: dict[datetime.date, list[EventView]] = defaultdict(list)
    over = []
    for view in sorted(events, key=lambda view: view.event.id):
        if view.event.id in days:
            first, last = (_first(day, unit) for day in days[view.event.id])
            if first == last:
                inside[first].append(view)
            else:
                over.append((first, last, view))
    for found in inside.values():
        found.sort(key=lambda view: families.index(view.event.cls.split(".")[0]))
    return inside, over


def _families(events: Iterable[EventView], days: Mapping[str, object]) -> tuple[str, ...]:
    """Return the kinds of events that are drawn, the most frequent first."""
    found = Counter(view.event.cls.split(".")[0] for view in events if view.event.id in days)
    return tuple(sorted(found, key=lambda family: (-found[family], family)))


def _mark(view: EventView, x: float, y: float, width: float, height: float, disputed: frozenset[str]) -> Mark:
    event = view.event
    kind = "denied" if event.polarity == "negative" else "open" if event.modality != "real" else "occurred"
    box = (round(x, 1), round(y, 1), round(max(1.5, width), 1), round(height, 1))
    return Mark(event.id, view.full_title, event.cls.split(".")[0], kind, event.id in disputed, *box, since=view.since)


def _lanes(
    spanning: Sequence[tuple[float, float, EventView]], top: float, disputed: frozenset[str]
) -> tuple[tuple[Mark, ...], int]:
    """Return the lines of events over several columns, each in the first lane that is free, and the number of lanes.

    What finds no lane is not drawn.
    """
    ends: list[float] = []
    found = []
    for start, end, view in sorted(spanning, key=lambda row: (row[0], row[1], row[2].event.id)):
        lane = next((number for number, taken in enumerate(ends) if taken <= start), len(ends))
        if lane == _MOST_LANES:
            continue
        ends[lane : lane + 1] = [end + 2]
        found.append(_mark(view, start, top + _LANE * lane, end - start, _LANE * 0.7, disputed))
    return tuple(found), len(ends)


def _column(
    start: datetime.date, found: Sequence[EventView], x: float, top: float, unit: str, number: int, sheet: Sheet
) -> Column:
    count = sheet.put(str(len(found)), [(x, top - 4, "middle")], _TYPE, _NARROW_TYPE)
    ids = tuple(view.event.id for view in found)
    return Column(_stretch_words(start, unit), f"on{number}", ids, round(x, 1), count)


def _stretch_words(start: datetime.date, unit: str) -> str:
    words = day_words(start.isoformat())
    if unit == "week":
        return f"week of {words}"
    return words if unit == "day" else words.split(" ", 1)[1] if unit == "month" else str(start.year)


def _labels(at: Mapping[datetime.date, float], width: float, axis: float, unit: str, sheet: Sheet) -> tuple[Label, ...]:
    """Return the names below the axis: day, week or month in one line, the month or year they begin in a second."""
    found: list[Label | None] = []
    shown = ""
    for start, x in sorted(at.items()):
        day, month, year = day_words(start.isoformat()).split(" ")
        middle = x + width / 2
        fine = {"day": day, "week": f"{day} {month[:3]}", "month": month[:3], "year": year}[unit]
        coarse = {"day": f"{month} {year}", "week": year, "month": year, "year": ""}[unit]
        found.append(sheet.put(fine, [(middle, axis + 20, "middle")], _TYPE, _NARROW_TYPE))
        if coarse != shown and coarse:
            label = sheet.put(coarse, [(x + 2, axis + 56, "start"), (x + width, axis + 56, "end")], _TYPE, _NARROW_TYPE)
            shown = coarse if label else shown
            found.append(label)
    return tuple(label for label in found if label is not None)
