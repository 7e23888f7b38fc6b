"""Days on the command line."""

from __future__ import annotations

from datetime import date

from crossbearing.model.errors import CrossbearingError


def last_day(words: str, option: str = "--as-of") -> date | None:
    """Return the day of an option, None where it was not given; raise CrossbearingError for what is no day.

    >>> last_day("2018-04-28"), last_day("")
    (datetime.date(2018, 4, 28), None)
    """
    from crossbearing.readers.fields import iso_day

    day = iso_day(words) if words else None
    if words and day is None:
        raise CrossbearingError(f"{option} {words!r} is no day; write it as 2018-04-28")
    return date.fromisoformat(day) if day else None
