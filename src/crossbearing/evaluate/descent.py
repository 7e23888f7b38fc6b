"""How fitted weights are found: gradient steps with momentum (Adam), and quasi-Newton steps to the very minimum."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def descend(slope: Callable[[Floats], Floats], size: int, steps: int, rate: float, memory: float) -> Floats:
    """Return the weights after ``steps`` steps from zero against ``slope``; ``memory`` is that of its squares.

    >>> [round(float(w), 1) for w in descend(lambda w: w - np.array([1.0, -2.0]), 2, 400, 0.05, 0.99)]
    [1.0, -2.0]
    """
    weights = np.zeros(size)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        down = slope(weights)
        mean = 0.9 * mean + 0.1 * down
        square = memory * square + (1 - memory) * down * down
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - memory**step)) + 1e-8)
    return weights


_REMEMBERED = 8
_ENOUGH = 1e-4
_SHORTEST = 1e-10


def minimise(function: Callable[[Floats], tuple[float, Floats]], start: Floats, steps: int, least: float) -> Floats:
    """Return where a smooth convex function is least (L-BFGS): within ``steps``, or where no slope is above ``least``.

    ``function`` gives its value and its slope. Sums are not left to a library that cuts them by the number of cores:
    the same function gives the same digits.

    >>> bowl = lambda w: (float(((w - 3) ** 2).sum()), 2 * (w - 3))
    >>> [round(float(w), 3) for w in minimise(bowl, np.zeros(2), 20, 1e-6)]
    [3.0, 3.0]
    """
    here, (value, slope) = start, function(start)
    past: deque[tuple[Floats, Floats]] = deque(maxlen=_REMEMBERED)
    for _ in range(steps):
        if not here.size or float(np.abs(slope).max()) <= least:
            break
        down = -_bent(slope, past)
        fall, stride = _dot(slope, down), 1.0 if past else min(1.0, 1 / float(np.abs(slope).sum()))
        while True:
            there = here + stride * down
            lower, other = function(there)
            if lower <= value + _ENOUGH * stride * fall or stride < _SHORTEST:
                break
            stride /= 2
        if stride < _SHORTEST:
            break
        past.append((there - here, other - slope))
        here, value, slope = there, lower, other
    return here


def _dot(a: Floats, b: Floats) -> float:
    return float((a * b).sum())


def _bent(slope: Floats, past: deque[tuple[Floats, Floats]]) -> Floats:
    """Return the slope, bent by what the last steps told of the curvature (the two loops of L-BFGS)."""
    found, shares = slope, []
    for step, change in reversed(past):
        share = _dot(step, found) / _dot(step, change)
        shares.append(share)
        found = found - share * change
    if past:
        step, change = past[-1]
        found = found * (_dot(step, change) / _dot(change, change))
    for (step, change), share in zip(past, reversed(shares), strict=True):
        found = found + (share - _dot(change, found) / _dot(step, change)) * step
    return found
