"""Dates: a time phrase and the day of publication give a range of days, or say that nobody can know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from crossbearing.model.claim import DateRange
from crossbearing.model.days import FIRST, LAST, made, shifted
from crossbearing.model.mention import Mention
from crossbearing.resolve.dates_calendar import (
    NOTHING,
    Interval,
    add_months,
    edge_of,
    holiday_days,
    month_days,
    season_days,
    shift_day,
    unit_days,
)
from crossbearing.text.times import TimePhrase, TimeSpec

# Beyond some three months a report that looks ahead names the year.
_SOON = timedelta(days=100)
_LONG_UNITS = frozenset({"month", "quarter", "year", "decade", "century"})


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _known_year(spec: TimeSpec, year: int) -> Interval:
    """Return the days of a calendar phrase in ``year``."""
    if not 1 <= year <= 9998:
        return NOTHING
    if spec.month and spec.day:
        one, other = made(year, spec.month, spec.day), made(year, spec.month, spec.day2 or spec.day)
        return (one, other) if one and other else NOTHING
    if spec.month:
        if not 1 <= spec.month <= 12:
            return NOTHING
        opening, close = month_days(year, spec.month)
        if spec.week:
            begin = shifted(close, -6) if spec.week > 4 else shifted(opening, 7 * (spec.week - 1))
            return begin, shifted(begin, 6)
        return edge_of(opening, close, spec.edge)
    if spec.season:
        return edge_of(*season_days(year, spec.season), spec.edge)
    if spec.quarter and spec.quarter <= 4:
        return date(year, spec.quarter * 3 - 2, 1), month_days(year, spec.quarter * 3)[1]
    if spec.half:
        return (date(year, 1, 1), date(year, 6, 30)) if spec.half == 1 else (date(year, 7, 1), date(year, 12, 31))
    if spec.year2 is not None:
        last = spec.year2 if spec.year2 > 99 else year // 100 * 100 + spec.year2
        close_of_last = made(last, 12, 31)
        return (date(year, 1, 1), close_of_last) if close_of_last and last >= year else NOTHING
    return edge_of(date(year, 1, 1), date(year, 12, 31), spec.edge)


def _latest_year(spec: TimeSpec, anchor: date, tense: str) -> Interval:
    """Choose the year of "in March", "on June 17": the last such days that began by ``anchor``.

    In future tense it is the next such days, in present tense the nearest; "this summer" is that of the year.
    """
    if spec.shift == 0:
        return _known_year(spec, anchor.year)
    near = [_known_year(spec, year) for year in range(anchor.year - 8, anchor.year + 9)]
    known = [(first, last) for first, last in near if first and last]
    if spec.weekday is not None:
        known = [d for d in known if d[0].weekday() == spec.weekday] or known
    behind = [d for d in known if d[0] <= anchor and not (spec.shift == -1 and d[1] >= anchor)]
    ahead = [d for d in known if d[1] >= anchor and not (spec.shift == 1 and d[0] <= anchor)]
    if not behind or not ahead:
        return NOTHING
    if spec.shift == 1 or (tense == "future" and spec.shift != -1):
        return ahead[0]
    wait = ahead[0][0] - anchor
    if tense == "present" and spec.shift is None and wait <= _SOON and wait < anchor - behind[-1][1]:
        return ahead[0]
    if spec.weekday is not None and wait < anchor - behind[-1][1]:
        return ahead[0]
    return behind[-1]


def _weekday(spec: TimeSpec, anchor: date, tense: str) -> Interval:
    """Resolve a weekday: the last such day up to ``anchor`` (that day included), the next in future tense."""
    wanted = spec.weekday or 0
    if spec.shift != -1 and (tense == "future" or spec.shift == 1):
        day = shifted(anchor, (wanted - anchor.weekday()) % 7)
        day = shifted(day, 7) if spec.shift == 1 and day == anchor else day
        return day, day
    day = shifted(anchor, -((anchor.weekday() - wanted) % 7))
    if spec.shift == -1 and day == anchor:
        day = shifted(day, -7)
    return day, day


def _long_ago(spec: TimeSpec) -> Interval:
    """Return the days of a decade or century named by its number."""
    if spec.era < 0:
        return NOTHING
    if spec.decade is not None:
        opening, close = made(spec.decade * 10, 1, 1), made(spec.decade * 10 + 9, 12, 31)
        return edge_of(opening, close, spec.edge) if opening and close else NOTHING
    if spec.century and 1 <= spec.century <= 99:
        first = (spec.century - 1) * 100 + 1
        return edge_of(date(first, 1, 1), date(first + 99, 12, 31), spec.edge)
    return NOTHING


def _calendar(spec: TimeSpec, published: date | None, previous: Interval, tense: str) -> Interval:
    if spec.era < 0 or (spec.year is not None and not 1 <= spec.year <= 9998):
        return NOTHING
    if spec.decade is not None or spec.century is not None:
        return _long_ago(spec)
    if spec.year is not None:
        return _known_year(spec, spec.year)
    anchor = published or previous[0]
    if anchor is None:
        return NOTHING
    if spec.today is not None:
        return (shifted(published, spec.today), shifted(published, spec.today)) if published else NOTHING
    if spec.weekday is not None and spec.month is None:
        if published is None:
            return (anchor, anchor) if anchor.weekday() == spec.weekday and previous[0] == previous[1] else NOTHING
        return _weekday(spec, anchor, tense)
    if spec.month is None and spec.day:
        return _bare_day(spec, previous[0] or anchor)
    if spec.shift is not None and spec.unit == "year":
        return _known_year(spec, anchor.year + spec.shift)
    if published is None:
        return _known_year(spec, anchor.year)
    return _latest_year(spec, anchor, tense)


def _bare_day(spec: TimeSpec, anchor: date) -> Interval:
    day = made(anchor.year, anchor.month, spec.day or 1)
    return day, day


def _relative(spec: TimeSpec, published: date | None, previous: Interval, tense: str) -> Interval:
    anchor = previous[0] if spec.same else published
    if spec.today is not None:
        days = spec.today * (2 if spec.two else 1)
        return (shifted(published, days), shifted(published, days)) if published else NOTHING
    if anchor is None and spec.same and spec.unit == "day" and spec.shift in (None, 0, -1):
        anchor = published
    if anchor is None:
        return NOTHING
    if spec.same and not spec.shift and spec.unit in ("", "day"):
        return previous if previous[0] else (anchor, anchor)
    if spec.season:
        return _latest_year(spec, anchor, tense)
    shift = int(spec.shift or 0)
    if spec.unit == "weekend" and spec.shift is None and anchor.weekday() < 5 and tense != "future":
        shift = -1
    first, last = edge_of(
        *unit_days(anchor, spec.unit or "day", shift), spec.edge if spec.edge in ("start", "mid", "end") else ""
    )
    if shift == 0 and not spec.same and first <= anchor <= last and spec.edge not in ("start", "mid", "end"):
        return (anchor, last) if tense == "future" else (first, anchor)
    if spec.edge in ("early", "late") and shift:
        return edge_of(first, last, spec.edge)
    return first, last


def _offset(spec: TimeSpec, published: date | None, previous: Interval, tense: str) -> Interval:
    number = spec.number if spec.number is not None else (None if spec.vague else 1.0)
    unit = spec.unit or "day"
    anchor = published if not spec.direction else previous[0]
    sign = 1 if spec.direction == "later" else -1
    if spec.direction and anchor is None and published is not None and (spec.event or sign < 0):
        anchor, sign = published, -1
    if anchor is None or number is None:
        return NOTHING
    day = shift_day(anchor, sign * number, unit)
    if spec.event and tense == "past" and published is not None and day > published:
        # What is told as past is not ahead of the report: the event lies so far back, not the report's own deed ahead.
        day = shift_day(published, -number, unit)
    return unit_days(day, unit, 0) if unit in _LONG_UNITS else (day, day)


def _span(spec: TimeSpec, published: date | None, previous: Interval, tense: str) -> Interval:
    if published is None:
        return NOTHING
    if spec.number is None or spec.shift == 0:
        return (published, None) if (spec.shift or 0) > 0 else (None, published)
    if (spec.shift or 0) > 0:
        return published, shift_day(published, spec.number, spec.unit)
    first = shift_day(published, -spec.number, spec.unit)
    if spec.vague and spec.unit in _LONG_UNITS:
        first = unit_days(first, spec.unit, 0)[0]
    return first, published


def _duration(spec: TimeSpec, published: date | None, previous: Interval, tense: str) -> Interval:
    """A length of time ends with the publication; "for" leaves the end open, "within" is a deadline."""
    if published is None or spec.number is None:
        return NOTHING
    number = spec.number + (0.5 if spec.half else 0)
    if spec.relation == "within" or (tense == "future" and spec.relation in ("in", "for", "after", "over")):
        return published, shift_day(published, number, spec.unit)
    first = shift_day(published, -number, spec.unit)
    return (first, None) if spec.relation == "for" else (first, published)


def _reference(spec: TimeSpec, published: date | None, previous: Interval, tense: str) -> Interval:
    if published is None or not spec.ref:
        return NOTHING
    return {"present": (published, published), "past": (None, published), "future": (published, None)}[spec.ref]


def _then(spec: TimeSpec, published: date | None, previous: Interval, tense: str) -> Interval:
    return (previous[0], previous[0]) if spec.edge == "start" else previous


def _pointer(spec: TimeSpec, published: date | None, previous: Interval, tense: str) -> Interval:
    if spec.direction:
        return NOTHING
    return _reference(spec, published, previous, tense) if spec.ref else (previous[0], None)


def _overnight(spec: TimeSpec, published: date | None, previous: Interval, tense: str) -> Interval:
    return (shifted(published, -1), published) if published else NOTHING


def _part(spec: TimeSpec, published: date | None, previous: Interval, tense: str) -> Interval:
    return previous if previous[0] else (published, published)


def _holiday(spec: TimeSpec, published: date | None, previous: Interval, tense: str) -> Interval:
    eve = spec.edge == "eve"
    if spec.year is not None:
        return holiday_days(spec.holiday, spec.year, eve)
    if published is None:
        return NOTHING
    years = (
        range(published.year, published.year + 2)
        if tense == "future"
        else range(published.year, published.year - 2, -1)
    )
    for year in years:
        first, last = holiday_days(spec.holiday, year, eve)
        if first and last and (last >= published if tense == "future" else first <= published):
            return first, last
    return NOTHING


def _nothing(spec: TimeSpec, published: date | None, previous: Interval, tense: str) -> Interval:
    return NOTHING


_READERS: dict[str, Callable[[TimeSpec, date | None, Interval, str], Interval]] = {
    "calendar": _calendar,
    "holiday": _holiday,
    "relative": _relative,
    "overnight": _overnight,
    "offset": _offset,
    "span": _span,
    "duration": _duration,
    "reference": _reference,
    "then": _then,
    "pointer": _pointer,
    "clock": _part,
    "part": _part,
    "set": _nothing,
    "event": _nothing,
    "near": _then,
}


def _related(spec: TimeSpec, kind: str, days: Interval) -> Interval:
    """Apply the preposition: since leaves the end open, until and by the start."""
    first, last = days
    itself = spec.event or spec.day2 is not None or spec.year2 is not None
    if itself or kind in ("duration", "span", "offset") or days == NOTHING:
        return days
    if spec.relation == "since":
        if spec.edge == "mid" and first and last:
            first += (last - first) // 2
        return first, None
    if spec.relation == "from" and kind != "range":
        return first, None
    if spec.relation in ("until", "by"):
        return days if spec.ref == "present" else (None, last)
    if spec.relation == "before":
        return None, shifted(first, -1) if first else None
    if spec.relation == "after":
        return (last, None) if last else days
    return days


def _absolute(phrase: TimePhrase) -> bool:
    spec = phrase.spec
    if phrase.kind == "range":
        return all(_absolute(part) for part in phrase.parts)
    return phrase.kind in ("calendar", "holiday") and (
        spec.year is not None or spec.decade is not None or spec.century is not None
    )


def date_precision(start: str | None, end: str | None) -> int | None:
    """Return UCDP's ``date_prec``: 1 day, 2 two to six days, 3 a week, 4 a month, 5 longer or open; None where unknown.

    >>> date_precision("2018-04-28", "2018-04-28"), date_precision("2018-03-01", "2018-03-31")
    (1, 4)
    >>> date_precision("2015-01-01", None)
    5
    """
    first, last = _day(start), _day(end)
    if first is None and last is None:
        return None
    if first is None or last is None:
        return 5
    days = (last - first).days + 1
    return 1 if days <= 1 else 2 if days <= 6 else 3 if days == 7 else 4 if days <= 31 else 5


def time_precision(time: DateRange) -> int | None:
    """Return ACLED's ``time_precision``: 1 the day is known, 2 the week, 3 the month or less; None where unknown.

    >>> time_precision(DateRange(start="2018-04-28", end="2018-04-28", date_prec=1))
    1
    """
    if time.date_prec is None:
        return None
    return 1 if time.date_prec == 1 else 2 if time.date_prec <= 3 else 3


def resolve_time(
    phrase: TimePhrase,
    published: date | None,
    previous: DateRange | None = None,
    tense: str = "past",
    cumulative: bool = False,
) -> DateRange:
    """Return the days that ``phrase`` means in a document published on ``published``.

    ``previous`` is the time told last ("the same day", "two days later"); ``tense`` is past, present or future and
    turns "on Friday" and "in March" around; ``cumulative`` closes an open end on the day of publication, as tolls are
    counted. The rulings are those of the claim contract (Time). What cannot be known is None: the mention stays.

    >>> from crossbearing.text.times import find_times
    >>> [when] = find_times("IS overran the quarter last month.")
    >>> found = resolve_time(when, date(2018, 4, 28))
    >>> found.start, found.end, found.date_prec, found.basis
    ('2018-03-01', '2018-03-31', 4, 'publication')
    """
    told = (_day(previous.start), _day(previous.end)) if previous else NOTHING
    if _looks_back(phrase):
        tense = "past"
    if phrase.kind == "range":
        first = resolve_time(phrase.parts[0], published, previous, tense)
        after = DateRange(start=first.start, end=first.end) if published is None and first.start else previous
        last = resolve_time(phrase.parts[1], published, after, tense)
        days: Interval = (_day(first.start), _day(last.end) or _day(last.start))
        days = _ordered(days, phrase)
    else:
        days = _related(phrase.spec, phrase.kind, _READERS[phrase.kind](phrase.spec, published, told, tense))
    # Ends in the wrong order contradict one another: then neither is known.
    start, end = NOTHING if days[0] and days[1] and days[0] > days[1] else (_within(days[0]), _within(days[1]))
    if cumulative and start is not None and end is None:
        end = published if published is None or published >= start else None
    iso = (start.isoformat() if start else None, end.isoformat() if end else None)
    basis = "none" if iso == (None, None) else "words" if _absolute(phrase) else _basis(phrase, published, told)
    return DateRange(Mention(phrase.start, phrase.end, phrase.text), *iso, date_precision(*iso), basis)


def _within(day: date | None) -> date | None:
    """Return the day, None for the first and the last of all: arithmetic that leaves the calendar ends there."""
    return None if day in (FIRST, LAST) else day


def _looks_back(phrase: TimePhrase) -> bool:
    """Say whether it is past by itself: "since X", "two days ago", "for two years" (what is planned lasts days)."""
    long = phrase.spec.relation == "for" and phrase.kind == "duration" and phrase.spec.unit in _LONG_UNITS
    return phrase.spec.relation == "since" or phrase.kind == "offset" or long


def _ordered(days: Interval, phrase: TimePhrase) -> Interval:
    """Move the start of "from December to March" a year back where it would lie behind the end."""
    first, last = days
    opening = phrase.parts[0].spec
    if first and last and first > last and opening.year is None and opening.month is not None:
        first = add_months(first, -12)
    return first, last


def _basis(phrase: TimePhrase, published: date | None, told: Interval) -> str:
    leans = (
        phrase.spec.same
        or phrase.kind in ("then", "clock", "part")
        or (phrase.kind == "offset" and phrase.spec.direction)
    )
    return "inherited" if told[0] and (leans or published is None) else "publication"
