"""Days of the calendar that cannot overflow: arithmetic that ends at the first and the last day Python knows.

Null dates of other systems (``0001-01-01``, ``9999-12-31``) come in as days of publication; "yesterday" of the first of
all days is not known, and must not stop the run.
"""

from __future__ import annotations

from datetime import date

FIRST, LAST = date.min, date.max
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)
"""No report was published before or after: such a day is what a system writes that knows none."""


def is_null(iso: str) -> bool:
    """Say whether an ISO day of publication is a null date: before ``EARLIEST`` or after ``LATEST``.

    >>> is_null("0001-01-01"), is_null("9999-12-31"), is_null("2014-03-17")
    (True, True, False)
    """
    return not EARLIEST <= date.fromisoformat(iso) <= LATEST


def shifted(day: date, days: float) -> date:
    """Return the day ``days`` later (earlier when negative), the first or last of all days where there is none.

    >>> [str(shifted(*of)) for of in ((date(2014, 3, 17), -1), (date.min, -1), (date.max, 1e30))]
    ['2014-03-16', '0001-01-01', '9999-12-31']
    """
    ordinal = min(max(day.toordinal() + days, FIRST.toordinal()), LAST.toordinal())
    return date.fromordinal(int(ordinal))


def made(year: int, month: int, day: int) -> date | None:
    """Return the day, None where the calendar has no such day.

    >>> made(2018, 2, 30), made(0, 1, 1), made(2018, 4, 8)
    (None, None, datetime.date(2018, 4, 8))
    """
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None
