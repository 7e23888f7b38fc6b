"""Days as feeds, mails, spreadsheets and pages write them: ISO, RFC 822, figures, words of ten languages."""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate_tz

from crossbearing.model.days import made
from crossbearing.text.languages.days import english_time
from crossbearing.text.languages.tables import base_of
from crossbearing.text.languages.tables import language as table_of
from crossbearing.text.times import find_times

_ISO = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ].*)?")
_FIGURES = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[T, ].*)?")
_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")
_LONGEST = 120


def day_told(words: str, day_first: bool | None = None, language: str = "") -> str | None:
    """Return the ISO day that ``words`` tell, None where they tell none or several.

    The day is the one that is written, in whatever zone that was. ``day_first`` says how figures with strokes are to
    be read; where it is not known, ``05/03/2014`` tells no day and ``25/03/2014`` does. Seconds since 1970 are in UTC.

    >>> day_told("Tue, 06 May 2014 23:30:00 +0300"), day_told("May 6th, 2014"), day_told("le 6 mai 2014", language="fr")
    ('2014-05-06', '2014-05-06', '2014-05-06')
    >>> day_told("05/03/2014"), day_told("05/03/2014", day_first=True), day_told("5.3.2014"), day_told("1399372200")
    (None, '2014-03-05', '2014-03-05', '2014-05-06')
    """
    words = words.strip()
    if len(words) > _LONGEST:
        return None
    if match := _ISO.fullmatch(words):
        return _iso(int(match[1]), int(match[2]), int(match[3]))
    if match := _FIGURES.fullmatch(words):
        return _of_figures(int(match[1]), int(match[3]), int(match[4]), True if match[2] == "." else day_first)
    if _SECONDS.fullmatch(words):
        return _of_seconds(float(words))
    if (mail := parsedate_tz(words)) is not None and re.search(r"\d{4}", words):
        return _iso(mail[0], mail[1], mail[2])
    return _of_words(words, language)


def is_ambiguous(words: str) -> bool:
    """Say whether figures tell two days, one to whoever writes the day first and one to whoever writes the month.

    >>> is_ambiguous("05/03/2014"), is_ambiguous("25/03/2014"), is_ambiguous("05.03.2014")
    (True, False, False)
    """
    match = _FIGURES.fullmatch(words.strip())
    return (
        match is not None and match[2] != "." and int(match[1]) <= 12 and int(match[3]) <= 12 and match[1] != match[3]
    )


def _iso(year: int, month: int, day: int) -> str | None:
    found = made(year, month, day)
    return found.isoformat() if found else None


def _of_figures(first: int, second: int, year: int, day_first: bool | None) -> str | None:
    if first > 12 or first == second:
        day_first = True
    elif second > 12:
        day_first = False
    if day_first is None:
        return None
    return _iso(year, second, first) if day_first else _iso(year, first, second)


def _of_seconds(number: float) -> str | None:
    seconds = number / 1000 if number >= 1e11 else number
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date().isoformat()


def _of_words(words: str, language: str) -> str | None:
    """Return the only whole day in words, read as English, else as the language that is given."""
    texts = [words]
    table = table_of(base_of(language)) if language else None
    if table is not None and (english := english_time(words, 0, len(words), table)):
        texts.append(english)
    for text in texts:
        specs = [p.spec for p in find_times(text)]
        days = {_iso(s.year, s.month, s.day) for s in specs if s.year and s.month and s.day}
        if len(days) == 1:
            return days.pop()
    return None
