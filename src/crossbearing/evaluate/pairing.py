"""Pairs what was annotated with what was found, each at most once, the likest first."""

from __future__ import annotations

from collections.abc import Iterable


def one_to_one(likest_first: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the index pairs of which neither side is in an earlier one.

    >>> one_to_one([(0, 1), (0, 0), (1, 1), (1, 0)])
    [(0, 1), (1, 0)]
    """
    left: set[int] = set()
    right: set[int] = set()
    found = []
    for i, j in likest_first:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            found.append((i, j))
    return found
