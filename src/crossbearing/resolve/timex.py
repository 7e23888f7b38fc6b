"""TIMEX3 values of time phrases, as the public benchmarks write them: ``1998-08-07TMO``, ``1999-FA``, ``P3D``.

Years before Christ, decades and vague references have a value here though they have no days in ``resolve.dates``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from crossbearing.model.days import made
from crossbearing.resolve.dates import resolve_time
from crossbearing.resolve.dates_calendar import SEASONS, add_months, shift_day, unit_days
from crossbearing.text.times import TimePhrase, TimeSpec

_LETTERS = {
    "day": "D",
    "week": "W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "hour": "H",
    "minute": "M",
    "second": "S",
}
_REFERENCES = {"present": "PRESENT_REF", "past": "PAST_REF", "future": "FUTURE_REF"}
_ALSO = {
    "decade": ("year", 10),
    "century": ("year", 100),
    "fortnight": ("week", 2),
    "quarter": ("month", 3),
    "weekend": ("day", 2),
}


@dataclass(frozen=True, slots=True)
class Point:
    """A time told before, as far as it was told: year (negative before Christ), month and day."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, value: str) -> Point | None:
        """Read the leading date of a TIMEX3 value; None where it holds none.

        >>> Point.of("1939-09-01TNI"), Point.of("BC0480"), Point.of("PXD")
        (Point(year=1939, month=9, day=1), Point(year=-480, month=None, day=None), None)
        """
        sign = -1 if value.startswith("BC") else 1
        parts = value.removeprefix("BC").partition("T")[0].split("-")
        if len(parts[0]) != 4 or not parts[0].isdecimal():
            return None
        numbers = [int(p) for p in parts[1:3] if len(p) == 2 and p.isdecimal()]
        return cls(sign * int(parts[0]), *numbers) if int(parts[0]) else None

    def as_date(self) -> date | None:
        """Return the first day of the point, None before Christ or where there is no such day."""
        return made(self.year, self.month or 1, self.day or 1)


def _year(year: int) -> str:
    return f"BC{-year:04d}" if year < 0 else f"{year:04d}"


def _calendar_text(year: int, spec: TimeSpec, day: int | None) -> str:
    text = _year(year)
    if spec.month:
        text += f"-{spec.month:02d}" + (f"-{day:02d}" if day else "")
    elif spec.season:
        text += f"-{spec.season}"
    elif spec.quarter:
        text += f"-Q{min(spec.quarter, 4)}"
    elif spec.half:
        text += f"-H{1 if spec.half == 1 else 2}"
    return text


def _of_day(spec: TimeSpec) -> str:
    if spec.clock:
        return f"T{spec.clock}"
    return f"T{spec.part}" if spec.part else ""


def length_value(number: float | None, unit: str) -> str:
    """Return the value of a length of time; an unknown number is an X.

    >>> length_value(3, "day"), length_value(None, "hour"), length_value(2, "decade"), length_value(2.5, "year")
    ('P3D', 'PTXH', 'P20Y', 'P2.5Y')
    """
    if unit in _ALSO:
        unit, factor = _ALSO[unit]
        number = None if number is None else number * factor
    if unit == "hour" and number is not None and number % 1 == 0.5:
        return f"PT{int(number)}H30M"
    count = "X" if number is None else f"{number:g}"
    return ("PT" if unit in ("hour", "minute", "second") else "P") + count + _LETTERS.get(unit, "D")


def unit_value(day: date, unit: str) -> str:
    """Return the day, week, month, quarter, year or decade that holds ``day``.

    >>> [unit_value(date(1989, 11, 2), unit) for unit in ("week", "decade", "quarter")]
    ['1989-W44', '198', '1989-Q4']
    """
    if unit in ("week", "fortnight", "weekend"):
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}" + ("-WE" if unit == "weekend" else "")
    if unit == "month":
        return f"{day.year:04d}-{day.month:02d}"
    if unit == "quarter":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if unit in ("year", "decade", "century"):
        return f"{day.year:04d}"[: {"year": 4, "decade": 3, "century": 2}[unit]]
    return day.isoformat()


def _near_year(spec: TimeSpec, previous: Point) -> int:
    """Choose the year of a month or season in a narrative: that of the time told last, or the next where it goes on.

    A month far before the one told last belongs to the year after: stories run forward.
    """
    month = spec.month or SEASONS.get(spec.season, 0)
    if month and previous.month and month < previous.month - 7:
        return previous.year + 1
    return previous.year


def _calendar(phrase: TimePhrase, published: date | None, previous: Point | None, tense: str, narrative: bool) -> str:
    spec, day = phrase.spec, phrase.spec.day
    if spec.week:
        return "P1W"
    if spec.decade is not None:
        return f"BC0{spec.decade % 100:02d}" if spec.era < 0 else f"{spec.decade}"
    if spec.century is not None:
        return f"{'BC' if spec.era < 0 else ''}{spec.century - 1:02d}"
    if spec.year is not None:
        return _calendar_text(spec.year * spec.era, spec, day) + _of_day(spec)
    if narrative and previous and spec.weekday is None and spec.today is None and (not spec.shift or previous.year < 1):
        return _calendar_text(_near_year(spec, previous), spec, day) + _of_day(spec)
    if spec.month is None and day and previous and previous.month:
        return f"{_year(previous.year)}-{previous.month:02d}-{day:02d}"
    anchor = previous.as_date() if narrative and previous else published
    if spec.quarter or spec.half:
        tense = "present"
    bare = TimePhrase(0, 1, "-", phrase.kind, phrase.type, _bare(spec), 0, 1)
    found = resolve_time(bare, anchor, None, tense)
    if found.start is None or anchor is None:
        return ""
    if tense == "past" and spec.month and day and spec.shift is None and not spec.same:
        ahead = resolve_time(bare, anchor, None, "future").start or found.start
        if _days(anchor, ahead) <= 75 and _days(anchor, found.start) < -270:
            return ahead + _of_day(spec)
    if spec.weekday is not None or spec.day or spec.today is not None:
        return found.start + _of_day(spec)
    return _calendar_text(int(found.start[:4]), spec, day) + _of_day(spec)


def _days(anchor: date, iso: str) -> int:
    return (date.fromisoformat(iso) - anchor).days


def _bare(spec: TimeSpec) -> TimeSpec:
    """Drop what only the interval needs: the preposition and the edge."""
    return replace(spec, relation="", edge="eve" if spec.edge == "eve" else "")


def _cut(point: Point, unit: str) -> str:
    if unit in ("year", "decade", "century"):
        text = _year(point.year)
        return text[: len(text) - {"year": 0, "decade": 1, "century": 2}[unit]]
    if point.month is None:
        return _year(point.year)
    if unit == "month" or point.day is None:
        return f"{_year(point.year)}-{point.month:02d}"
    day = point.as_date()
    return unit_value(day, unit) if day else f"{_year(point.year)}-{point.month:02d}-{point.day:02d}"


def _moved(point: Point, unit: str, number: float) -> str:
    """Return the value ``number`` units from ``point``, as precise as both allow."""
    if point.year < 0:
        return _year(point.year + round(number)) if unit == "year" else _cut(point, unit)
    day = point.as_date()
    if day is None:
        return ""
    if unit == "year" or (point.month is None and unit in ("decade", "century")):
        return _cut(Point(add_months(day, round(number * 12) if unit == "year" else 0).year), unit)
    if point.month is None:
        return _year(point.year)
    moved = shift_day(day, number, unit)
    if point.day is None and unit in ("day", "week"):
        return f"{moved.year:04d}-{moved.month:02d}"
    return unit_value(moved, unit if unit != "hour" else "day")


def _relative(phrase: TimePhrase, published: date | None, previous: Point | None, tense: str, narrative: bool) -> str:
    spec = phrase.spec
    if narrative and (spec.today == 0 and not spec.part):
        return "PRESENT_REF"
    anchor = published
    if spec.same or narrative:
        told = previous or (Point(published.year, published.month, published.day) if published else None)
        if told is None:
            return ""
        if spec.same or spec.unit in ("", "day", "month", "year"):
            value = _moved(told, spec.unit or "day", int(spec.shift)) if spec.shift else _cut(told, spec.unit or "day")
            return value + (_of_day(spec) if len(value) >= 10 else "")
        anchor = told.as_date()
    if anchor is None:
        return ""
    if spec.season:
        found = resolve_time(TimePhrase(0, 1, "-", "calendar", "DATE", _bare(spec), 0, 1), anchor, None, tense)
        return f"{found.start[:4]}-{spec.season}" if found.start else ""
    if spec.today is not None:
        return shift_day(anchor, spec.today * (2 if spec.two else 1), "day").isoformat() + _of_day(spec)
    shift = int(spec.shift or 0)
    if spec.unit == "weekend" and spec.shift is None and anchor.weekday() < 5 and tense != "future":
        shift = -1
    first = unit_days(anchor, spec.unit or "day", shift)[0]
    return unit_value(first, spec.unit or "day") + _of_day(spec)


def _offset(phrase: TimePhrase, published: date | None, previous: Point | None, tense: str, narrative: bool) -> str:
    spec = phrase.spec
    if spec.event and not narrative and spec.number is not None and not (spec.number == 1 and spec.unit == "day"):
        return length_value(None if spec.vague else spec.number, spec.unit)
    if spec.vague:
        return "FUTURE_REF" if spec.direction == "later" else "PAST_REF"
    number = 1.0 if spec.number is None else spec.number
    told = previous if spec.direction or narrative else None
    if told is None and published is not None:
        told = Point(published.year, published.month, published.day)
    if told is None:
        return ""
    return _moved(told, spec.unit or "day", number if spec.direction == "later" else -number)


def _length(phrase: TimePhrase, published: date | None, previous: Point | None, tense: str, narrative: bool) -> str:
    spec = phrase.spec
    number = None if spec.vague and spec.number != 2 else spec.number
    if number is not None and spec.half:
        number += 0.5
    return length_value(number, spec.unit)


def _set(phrase: TimePhrase, published: date | None, previous: Point | None, tense: str, narrative: bool) -> str:
    if phrase.spec.weekday is not None:
        return f"XXXX-WXX-{phrase.spec.weekday + 1}{_of_day(phrase.spec)}"
    if phrase.spec.month:
        return f"XXXX-{phrase.spec.month:02d}"
    if narrative and phrase.spec.unit == "day" and phrase.spec.number is None:
        return "XXXX-XX-XX"
    return length_value(phrase.spec.number or 1, phrase.spec.unit)


def _reference(phrase: TimePhrase, published: date | None, previous: Point | None, tense: str, narrative: bool) -> str:
    return _REFERENCES.get(phrase.spec.ref, "")


def _then(phrase: TimePhrase, published: date | None, previous: Point | None, tense: str, narrative: bool) -> str:
    if narrative:
        return "PRESENT_REF" if previous is None else _cut(previous, "day")
    return "PAST_REF"


def _of_a_day(phrase: TimePhrase, published: date | None, previous: Point | None, tense: str, narrative: bool) -> str:
    part = "TNI" if phrase.kind == "overnight" else _of_day(phrase.spec)
    if narrative:
        return (_cut(previous, "day") if previous and previous.day else "XXXX-XX-XX") + part
    if published is None:
        return "XXXX-XX-XX" + part
    if phrase.kind != "overnight" and previous and previous.day and previous.month:
        return f"{_year(previous.year)}-{previous.month:02d}-{previous.day:02d}{part}"
    return shift_day(published, phrase.spec.shift or 0, "day").isoformat() + part


def _holiday(phrase: TimePhrase, published: date | None, previous: Point | None, tense: str, narrative: bool) -> str:
    anchor = made(max(1, previous.year), 12, 31) if narrative and previous else published
    bare = TimePhrase(0, 1, "-", phrase.kind, phrase.type, _bare(phrase.spec), 0, 1)
    return resolve_time(bare, anchor, None, tense).start or ""


_WRITERS: dict[str, Callable[[TimePhrase, date | None, Point | None, str, bool], str]] = {
    "calendar": _calendar,
    "relative": _relative,
    "offset": _offset,
    "span": _length,
    "duration": _length,
    "set": _set,
    "reference": _reference,
    "then": _then,
    "overnight": _of_a_day,
    "clock": _of_a_day,
    "part": _of_a_day,
    "holiday": _holiday,
}


def timex_value(
    phrase: TimePhrase,
    published: date | None,
    previous: Point | None = None,
    tense: str = "past",
    narrative: bool = False,
) -> str:
    """Return the TIMEX3 value of an innermost phrase, empty where there is none.

    ``previous`` is the time told last; in a ``narrative`` (history, not news) every relative time counts from it.

    >>> from crossbearing.text.times import find_times
    >>> [timex_value(p, date(2018, 4, 28)) for p in find_times("Last month, on Friday night and for two weeks.")]
    ['2018-03', '2018-04-27TNI', 'P2W']
    """
    ahead = phrase.spec.weekday is not None and phrase.spec.month is None and phrase.spec.relation in ("by", "until")
    if tense == "present" and ahead:
        tense = "future"
    writer = _WRITERS.get(phrase.kind)
    return writer(phrase, published, previous, tense, narrative) if writer else ""
