"""Days in words: a day, a stretch, a whole month or year, and a period that has begun and is not said to have ended."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable, Mapping

from crossbearing.model.claim import Claim, DateRange

# fmt: off
_MONTHS = ("", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")
# fmt: on
_DAY_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_MONTH_OR_YEAR = re.compile(rf"\b(?:\d{{4}}|{'|'.join(_MONTHS[1:])}|[A-Z][a-z]{{2,3}}\.|months?|years?)", re.IGNORECASE)


def day_words(day: str) -> str:
    """Return an ISO day in words.

    >>> day_words("2018-04-08")
    '8 April 2018'
    """
    year, month, number = day.split("-")
    return f"{int(number)} {_MONTHS[int(month)]} {year}"


def since_words(start: str, said: str | None = None) -> str:
    """Return the beginning of a period without end, no finer than it was ``said``.

    >>> since_words("2015-01-01"), since_words("2011-03-01", "since March 2011"), since_words("2018-04-19")
    ('since 2015', 'since March 2011', 'since 19 April 2018')
    >>> since_words("2015-01-01", "since 1 January 2015"), since_words("2018-10-01", "since Monday")
    ('since 1 January 2015', 'since 1 October 2018')
    """
    year, month, number = start.split("-")
    if number == "01" and (said is None or _is_coarse(said)):
        named = said is not None and _MONTHS[1].lower() in said.lower()
        return f"since {year}" if month == "01" and not named else f"since {_MONTHS[int(month)]} {year}"
    return f"since {day_words(start)}"


def _is_coarse(said: str) -> bool:
    """Say whether words name a month or a year and no day of it: "since Monday" names a day."""
    return _DAY_NUMBER.search(said) is None and _MONTH_OR_YEAR.search(said) is not None


def is_open(time: DateRange | None) -> bool:
    """Say whether the days of a claim have a beginning and no end.

    >>> is_open(DateRange(start="2015-01-01")), is_open(DateRange(start="2015-01-01", end="2015-01-01"))
    (True, False)
    """
    return time is not None and time.start is not None and time.end is None


def time_words(time: DateRange | None, ahead: bool = False) -> str:
    """Return the days of a claim in words, empty where none is known; what lies ``ahead`` begins and has not begun.

    >>> time_words(DateRange(start="2018-04-19", end="2018-04-28"))
    '19 to 28 April 2018'
    """
    if time is None:
        return ""
    if time.start is not None and time.end is None and ahead:
        return f"from {day_words(time.start)} on"
    if time.start is not None and time.end is None:
        return since_words(time.start, time.mention.text if time.mention else None)
    return time_days(time.start, time.end)


def time_days(start: str | None, end: str | None) -> str:
    """Return first and last day in words; an open end is said, no day at all is empty.

    >>> time_days("2018-04-19", None), time_days("2018-04-19", "2018-04-19"), time_days("2011-01-01", "2011-12-31")
    ('since 19 April 2018', '19 April 2018', '2011')
    >>> time_days("2011-02-01", "2011-02-28"), time_days("2011-01-01", "2011-04-30")
    ('February 2011', 'January to April 2011')
    """
    if start is None:
        return f"until {day_words(end)}" if end else ""
    if end is None:
        return since_words(start)
    if start == end:
        return day_words(start)
    first, last = day_words(start), day_words(end)
    if start[8:] == "01" and int(end[8:]) == calendar.monthrange(int(end[:4]), int(end[5:7]))[1]:
        return _months(start, end, first.split(" ", 1)[1], last.split(" ", 1)[1])
    if start[:7] == end[:7]:
        first = first.split()[0]
    elif start[:4] == end[:4]:
        first = " ".join(first.split()[:2])
    return f"{first} to {last}"


def coarse_days(claims: Iterable[Claim]) -> dict[str, str]:
    """Return in words the first days of months and years that stand for all of them: "last month" names no day.

    >>> from crossbearing.model.mention import Mention
    >>> last_month = DateRange(start="2018-03-01", end="2018-03-31")
    >>> coarse_days([Claim("d:c01", "d", "control.gain", Mention(0, 2, "IS"), time=last_month)])
    {'2018-03-01': 'March 2018'}
    """
    named: dict[str, set[str]] = {}
    for time in (claim.time for claim in claims):
        if time is not None and time.start is not None:
            whole = time_days(time.start, time.end) if time.end != time.start else ""
            if _DAY_NUMBER.match(whole) or time.end is None:
                said = time.mention.text if time.mention else None
                since = since_words(time.start, said).removeprefix("since ")
                whole = since if time.end is None or (said and _is_coarse(said)) else ""
            named.setdefault(time.start, set()).add("" if _DAY_NUMBER.match(whole) else whole)
    # A day that somebody names to the day is one, whoever else says no more than its month.
    return {day: min(said, key=lambda w: (len(w), w)) for day, said in named.items() if "" not in said}


def span_days(start: str | None, end: str | None, coarse: Mapping[str, str]) -> str:
    """Return first and last day as ``time_days`` does, each no finer than it was said: ``coarse`` words by day.

    >>> span_days("2015-01-01", None, {"2015-01-01": "2015"}), span_days(None, "2015-01-01", {"2015-01-01": "2015"})
    ('since 2015', 'until 2015')
    >>> span_days("2018-03-01", "2018-04-08", {"2018-03-01": "March 2018"}), span_days("2018-03-01", "2018-03-01", {})
    ('March 2018 to 8 April 2018', '1 March 2018')
    """
    plain = time_days(start, end)
    if (start not in coarse and end not in coarse) or (start and end and not _DAY_NUMBER.match(plain)):
        return plain
    first = coarse.get(start or "") or (day_words(start) if start else "")
    last = coarse.get(end or "") or (day_words(end) if end else "")
    if not first or not last:
        return f"since {first}" if first else f"until {last}"
    return first if first == last else f"{first} to {last}"


def days_between(first: str, last: str) -> int:
    """Return how many days lie between two ISO days.

    >>> days_between("2018-02-27", "2018-03-01")
    2
    """
    return (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)).days


def _months(start: str, end: str, first: str, last: str) -> str:
    """Return whole months, or the whole years they make."""
    if start[5:7] == "01" and end[5:7] == "12":
        return start[:4] if start[:4] == end[:4] else f"{start[:4]} to {end[:4]}"
    if start[:7] == end[:7]:
        return first
    return f"{first.split(maxsplit=1)[0] if start[:4] == end[:4] else first} to {last}"
