"""Whole numbers out of texts: one bounded way to read digits, so that no text can stop a run with them.

``int`` refuses superscripts and circled digits that ``str.isdigit`` accepts, and stops with an error after 4,300
digits; a figure beyond ``MOST`` is no count of anything on this earth.
"""

from __future__ import annotations

import re

MOST = 100_000_000_000
"""The largest number that is taken for one: over ten times the people alive, with room for money and rounds fired."""

_DIGITS = re.compile(r"\d{1,12}")


def whole_number(digits: str) -> int | None:
    """Return the number that decimal digits of any script spell, None where they spell none up to ``MOST``.

    >>> whole_number("112"), whole_number("١١٢"), whole_number("²"), whole_number("9" * 5000), whole_number("")
    (112, 112, None, None, None)
    """
    bare = digits.lstrip("0") or digits[-1:]
    if not _DIGITS.fullmatch(bare):
        return None
    number = int(bare)
    return number if number <= MOST else None


def decimal_number(words: str) -> float | None:
    """Return the number of figures with a point and commas between thousands, None where it is none up to ``MOST``.

    >>> decimal_number("2.5"), decimal_number("1,000"), decimal_number("1.2.3"), decimal_number("²")
    (2.5, 1000.0, None, None)
    """
    whole, point, part = words.replace(",", "").partition(".")
    number = whole_number(whole or "0")
    if number is None or (point and not re.fullmatch(r"\d{1,12}", part)):
        return None
    return float(f"{number}.{int(part)!s:0>{len(part)}}") if point else float(number)


def capped(number: float) -> int:
    """Return a product or sum of numbers that were read as a whole number of at most ``MOST``, never below 0.

    >>> capped(2.5e6), capped(1e400), capped(-3)
    (2500000, 100000000000, 0)
    """
    return int(min(max(number, 0), MOST))
