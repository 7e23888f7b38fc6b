"""Krippendorff's alpha: how far coders agree beyond what chance alone would give.

Source: Klaus Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011); the tests hold its worked examples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

Values = Sequence[Hashable | None]
"""What the coders say of one unit, None where one says nothing."""
Difference = Callable[[Any, Any], float]


def _nominal(one: Any, other: Any) -> float:
    return float(one != other)


def _interval(one: Any, other: Any) -> float:
    return float((one - other) ** 2)


def _ratio(one: Any, other: Any) -> float:
    return float(((one - other) / (one + other)) ** 2) if one != other else 0.0


def _ordinal(counted: Mapping[Any, float]) -> Difference:
    """Return the difference of ranks: how many values lie from the one to the other, those themselves by half."""

    def difference(one: Any, other: Any) -> float:
        low, high = min(one, other), max(one, other)
        between = sum(n for value, n in counted.items() if low <= value <= high)
        return (between - (counted[low] + counted[high]) / 2) ** 2

    return difference


def alpha(units: Sequence[Values], level: str = "nominal") -> float | None:
    """Return alpha of units with the values of the coders each, in [-1, 1]: 1 is agreement, 0 what chance gives.

    ``level`` is nominal, ordinal, interval or ratio. A unit with fewer than two values says nothing. None where there
    is nothing to compare, or where all values are one and the same, of which chance cannot be told.

    >>> alpha([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")])
    0.5333
    >>> alpha([("a", "a"), ("a", "a")]) is None
    True
    """
    together: Counter[tuple[Any, Any]] = Counter()
    weights: dict[tuple[Any, Any], float] = {}
    for unit in units:
        values = [value for value in unit if value is not None]
        if len(values) < 2:
            continue
        for i, one in enumerate(values):
            for j, other in enumerate(values):
                if i != j:
                    weights[one, other] = weights.get((one, other), 0.0) + 1 / (len(values) - 1)
        together.update((value, value) for value in values)
    counted = {value: float(number) for (value, _), number in together.items()}
    total = sum(counted.values())
    known: Mapping[str, Difference] = {
        "nominal": _nominal,
        "ordinal": _ordinal(counted),
        "interval": _interval,
        "ratio": _ratio,
    }
    difference = known[level]
    expected = sum(n * m * difference(one, other) for one, n in counted.items() for other, m in counted.items())
    if total < 2 or not expected:
        return None
    observed = sum(weight * difference(one, other) for (one, other), weight in sorted(weights.items(), key=str))
    return round(1 - (total - 1) * observed / expected, 4)
