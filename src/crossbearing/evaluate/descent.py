"""Gradient steps with momentum (Adam), by which all fitted weights but the judge's are learned."""

from __future__ import annotations

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
