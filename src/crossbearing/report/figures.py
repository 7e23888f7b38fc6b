"""Numbers as the page prints them: the bounds that a source gave are kept, and so are the words it used."""

from __future__ import annotations

from crossbearing.model.claim import Count

_LOOSE = frozenset({"about", "nearly"})
"""Bounds that are the very words, of which the range is only what the program takes them to mean."""


def figure(low: int | None, best: int | None, high: int | None, bound: str = "") -> str:
    """Return an interval as the design says: a number, an open end with a plus, a range with its best value.

    ``bound`` is that of the contract: "more than 350,000" holds 350,001 at least, which nobody wrote.

    >>> figure(36, 36, 36), figure(79, 79, None), figure(24, 36, 99), figure(None, None, None)
    ('36', '79+', '24–99, best 36', 'number not given')
    >>> figure(9, 34, None), figure(350_001, 350_001, None, "more_than"), figure(162, 180, 198, "about")
    ('9+, best 34', 'more than 350,000', 'about 180')
    """
    if bound in _LOOSE and best is not None:
        return f"{bound} {best:,}"
    if low is None and high is None:
        return "number not given" if best is None else f"{best:,}"
    if high is None:
        told = f"more than {low - 1:,}" if bound == "more_than" and low else f"{low:,}+"
        return told + (f", best {best:,}" if best is not None and best != low else "")
    if low is None or low == high:
        return f"{high:,}" if low == high else f"up to {high:,}"
    return f"{low:,}–{high:,}" + (f", best {best:,}" if best is not None else "")


def spoken(low: int | None, best: int | None, high: int | None, bound: str = "") -> str:
    """Return an interval as it stands in a sentence that could be printed.

    >>> spoken(24, 24, None), spoken(9, 9, 9), spoken(350_001, None, None, "more_than"), spoken(24, 36, 99)
    ('at least 24', '9', 'more than 350,000', '24 to 99')
    >>> spoken(162, 180, 198, "about")
    'about 180'
    """
    if bound in _LOOSE and best is not None:
        return f"{bound} {best:,}"
    if low is not None and high is None:
        return f"more than {low - 1:,}" if bound == "more_than" and low else f"at least {low:,}"
    if low is not None and high is not None and low != high:
        return f"{low:,} to {high:,}" if low else f"up to {high:,}"
    return figure(low, best, high, bound)


def count_figure(count: Count) -> str:
    """Return the number of a count; where the source gave a word ("dozens"), the convention has no best value here.

    >>> count_figure(Count("n", None, "killed", "people", None, "incident", "vague", 24, 36, 99))
    '24–99'
    """
    best = None if count.bound == "vague" and count.low != count.high else count.best
    return figure(count.low, best, count.high, count.bound)
