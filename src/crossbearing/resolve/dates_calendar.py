"""Calendar arithmetic of time phrases: units, edges, seasons and feasts as intervals of days. All pure functions."""

from __future__ import annotations

import calendar
import math
from datetime import date

from crossbearing.model.days import shifted

Interval = tuple[date | None, date | None]
NOTHING: Interval = (None, None)
_DAYS = {"minute": 0, "second": 0, "day": 1, "week": 7, "fortnight": 14, "weekend": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
# The month in which a northern season begins.
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def month_days(year: int, month: int) -> tuple[date, date]:
    """Return the first and last day of a month.

    >>> month_days(2016, 2)[1].isoformat()
    '2016-02-29'
    """
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """Return the same day ``months`` later (earlier where negative), cut to the length of that month.

    >>> add_months(date(2017, 3, 31), -1).isoformat()
    '2017-02-28'
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return date.min if year < 1 else date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shift_day(day: date, number: float, unit: str) -> date:
    """Return ``day`` moved by ``number`` units, the first or last of all days where it would leave the calendar.

    Hours are counted in whole days, 24 to the day.

    >>> shift_day(date(2018, 4, 8), 48, "hour").isoformat(), shift_day(date(2016, 7, 10), -2, "year").isoformat()
    ('2018-04-10', '2014-07-10')
    """
    if unit in _MONTHS:
        return add_months(day, round(number * _MONTHS[unit]))
    days = number / 24 if unit == "hour" else number * _DAYS.get(unit, 1)
    return shifted(day, round(days))


def unit_days(day: date, unit: str, shift: int) -> tuple[date, date]:
    """Return the first and last day of the unit ``shift`` units from the one that holds ``day``; weeks begin on Monday.

    >>> [d.isoformat() for d in unit_days(date(2016, 9, 21), "week", -1)]
    ['2016-09-12', '2016-09-18']
    """
    if unit == "week" or unit == "fortnight":
        first = shifted(day, 7 * shift - day.weekday())
        return first, shifted(first, 6)
    if unit == "weekend":
        saturday = shifted(day, 5 + 7 * shift - day.weekday())
        return saturday, shifted(saturday, 1)
    if unit == "month":
        moved = add_months(day.replace(day=1), shift)
        return month_days(moved.year, moved.month)
    if unit == "quarter":
        moved = add_months(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), 3 * shift)
        return moved, month_days(moved.year, (moved.month - 1) // 3 * 3 + 3)[1]
    if unit in ("year", "decade", "century"):
        size = {"year": 1, "decade": 10, "century": 100}[unit]
        first_year = min(max(1, (day.year // size + shift) * size), 9999)
        return date(first_year, 1, 1), date(min(9999, first_year + size - 1), 12, 31)
    moved_day = shift_day(day, shift, "day")
    return moved_day, moved_day


def edge_of(first: date, last: date, edge: str) -> tuple[date, date]:
    """Return the early, middle or late third of a month or year (contract: early 2011 is January to April).

    >>> [d.isoformat() for d in edge_of(date(2016, 12, 1), date(2016, 12, 31), "late")]
    ['2016-12-21', '2016-12-31']
    """
    days = (last - first).days + 1
    if edge in ("", "eve") or days <= 1:
        return first, last
    if 28 <= days <= 31 and first.day == 1:
        bounds = {"early": (1, 10), "start": (1, 10), "mid": (11, 20), "late": (21, last.day), "end": (21, last.day)}
        low, high = bounds[edge]
        return first.replace(day=low), first.replace(day=high)
    if days >= 365 and first.month == 1:
        months = {"early": (1, 4), "start": (1, 4), "mid": (5, 8), "late": (9, 12), "end": (9, 12)}[edge]
        if days < 367:
            return date(first.year, months[0], 1), month_days(first.year, months[1])[1]
    third = days // 3
    if edge in ("early", "start"):
        return first, shifted(first, max(0, third - 1))
    if edge == "mid":
        return shifted(first, third), shifted(last, -third)
    return shifted(last, -max(0, third - 1)), last


def season_days(year: int, season: str) -> tuple[date, date]:
    """Return the three months of a northern season; the winter of a year begins in its December.

    >>> [d.isoformat() for d in season_days(2016, "WI")]
    ['2016-12-01', '2017-02-28']
    """
    first = date(year, SEASONS[season], 1)
    last = add_months(first, 2)
    return first, month_days(last.year, last.month)[1]


def easter(year: int) -> date:
    """Return western Easter Sunday (Meeus, Jones and Butcher).

    >>> easter(2017).isoformat()
    '2017-04-16'
    """
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    ell = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * ell) // 433
    month = (h + ell - 7 * m + 90) // 25
    return date(year, month, (h + ell - 7 * m + 33 * month + 19) % 32)


def new_moon(number: int) -> float:
    """Return the Julian day of a new moon, counted from that of January 2000 (Meeus, chapter 49; good to some minutes).

    >>> round(new_moon(288), 1)
    2460054.7
    """
    sun = math.radians(2.5534 + 29.1053567 * number)
    moon = math.radians(201.5643 + 385.81693528 * number)
    node = math.radians(160.7108 + 390.67050284 * number)
    return (
        2451550.09766
        + 29.530588861 * number
        - 0.4072 * math.sin(moon)
        + 0.17241 * math.sin(sun)
        + 0.01608 * math.sin(2 * moon)
        + 0.01039 * math.sin(2 * node)
        + 0.00739 * math.sin(moon - sun)
        - 0.00514 * math.sin(moon + sun)
    )


# From a Julian day to Python's ordinal of days, which begin at midnight; sunset in Mecca as a share of a day of UTC.
_JULIAN, _SUNSET = 1721424.5, 15.75 / 24


def islamic(year: int, month: int, day: int) -> date | None:
    """Return the day of the Islamic calendar, None where ours has no such day.

    A month begins on the evening in Mecca that follows the new moon. A land that waits until the moon is seen is a day
    later.

    >>> islamic(1439, 9, 1).isoformat(), islamic(1444, 10, 1).isoformat()
    ('2018-05-16', '2023-04-21')
    """
    # The tabular calendar, at most two days off, says which new moon is meant.
    tabular = 1 + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30 + 227014
    moon = new_moon(round((tabular - 1.5 + _JULIAN - 2451550.1) / 29.530588861)) - _JULIAN
    evening = math.floor(moon) + (1 if moon % 1 > _SUNSET else 0)
    number = evening + day
    return date.fromordinal(number) if date.min.toordinal() <= number <= date.max.toordinal() else None


# Month and first day of the Islamic year, and how many days follow the first; None where it lasts the month.
_ISLAMIC: dict[str, tuple[int, int, int | None]] = {
    "ramadan": (9, 1, None),
    "eid_fitr": (10, 1, 2),
    "eid": (10, 1, 2),
    "eid_adha": (12, 10, 3),
    "ashura": (1, 10, 0),
    "muharram": (1, 1, None),
    "arbaeen": (2, 20, 0),
}
_FIXED = {"christmas": (12, 25), "nowruz": (3, 21), "new_year": (1, 1), "epiphany": (1, 6)}


def holiday_days(name: str, year: int, eve: bool = False) -> Interval:
    """Return the days of a feast in a year of our calendar, or nothing where it cannot be computed.

    >>> [d.isoformat() for d in holiday_days("ramadan", 2018) if d]
    ['2018-05-16', '2018-06-14']
    """
    if not date.min.year <= year <= date.max.year:
        return NOTHING
    back = -1 if eve else 0
    if name in _FIXED:
        # New Year's Eve of a year is its last day, not the day before its first.
        day = date(year, 12, 31) if eve and name == "new_year" else shifted(date(year, *_FIXED[name]), back)
        return day, day
    if name == "thanksgiving":
        first = date(year, 11, 1)
        day = shifted(first, (3 - first.weekday()) % 7 + 21)
        return day, day
    if name in ("easter", "pentecost"):
        day = shifted(easter(year), (49 if name == "pentecost" else 0) + back)
        return day, day
    if name in _ISLAMIC:
        month, first_day, length = _ISLAMIC[name]
        for hijri in range((year - 622) * 33 // 32 - 1, (year - 622) * 33 // 32 + 3):
            start = islamic(max(1, hijri), month, first_day)
            if start is not None and start.year == year:
                last = islamic(max(1, hijri), month + 1, 0) if length is None else shifted(start, length)
                return shifted(start, back), last
    return NOTHING
