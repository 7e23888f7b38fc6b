"""Whether a span of a text shares a character with any of many others, asked often."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable


class Covered:
    """Spans of a text (start, end), in any order, overlapping or not; a question costs a search, not a walk.

    >>> covered = Covered([(10, 14), (0, 4)])
    >>> covered.meets(3, 6), covered.meets(4, 10), Covered([]).meets(0, 9)
    (True, False, False)
    """

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reach = []
        furthest = -1
        for _, end in ordered:
            furthest = max(furthest, end)
            self._reach.append(furthest)

    def meets(self, start: int, end: int) -> bool:
        """Say whether a character of ``start`` to ``end`` lies in one of the spans."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._reach[before - 1] > start
