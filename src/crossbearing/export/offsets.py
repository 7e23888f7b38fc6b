"""Offsets in the units of other programs: we count code points, browsers and UIMA count UTF-16 units.

A text without letters beyond the basic plane has the same offsets in both.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate


class Utf16:
    """Offsets of one text, both ways.

    >>> units = Utf16("a😀b")
    >>> units.of(2), units.back(3), units.back(2)
    (3, 2, 1)
    """

    def __init__(self, text: str) -> None:
        self._starts: list[int] | None = None
        if not text.isascii() and max(text, default="") > "\uffff":
            self._starts = list(accumulate((2 if letter > "\uffff" else 1 for letter in text), initial=0))

    def of(self, offset: int) -> int:
        """Return the UTF-16 offset of an offset in code points."""
        return offset if self._starts is None else self._starts[offset]

    def back(self, offset: int) -> int:
        """Return the offset in code points of a UTF-16 offset; one inside a letter is that of the letter."""
        return offset if self._starts is None else bisect_right(self._starts, offset) - 1
