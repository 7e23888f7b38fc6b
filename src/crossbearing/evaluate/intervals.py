"""F1 in its forms, and 95 % bootstrap intervals over documents, always with the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

SEED = 1
RESAMPLES = 500
_T = TypeVar("_T")


def bootstrap(
    units: Sequence[_T], metrics: Callable[[Sequence[_T]], Mapping[str, float]], resamples: int = RESAMPLES
) -> dict[str, list[float]]:
    """Return [low, high] of every metric: the middle 95 % over ``resamples`` draws of documents with replacement.

    >>> bootstrap([1.0, 1.0], lambda drawn: {"mean": sum(drawn) / len(drawn)})
    {'mean': [1.0, 1.0]}
    >>> bootstrap([], lambda drawn: {"mean": 0.0})
    {}
    """
    if not units:
        return {}
    draw = random.Random(SEED)  # noqa: S311 - a bootstrap, no secret
    samples = [metrics(draw.choices(units, k=len(units))) for _ in range(resamples)]
    found = {}
    for name in samples[0]:
        values = sorted(sample[name] for sample in samples)
        found[name] = [round(values[int(resamples * 0.025)], 4), round(values[int(resamples * 0.975) - 1], 4)]
    return found


def f1(hits: float, predicted: float, gold: float) -> float:
    """Return the harmonic mean of precision and recall from what was counted, 0 where nothing was found.

    >>> f1(1, 2, 2)
    0.5
    """
    return 2 * hits / (predicted + gold) if predicted + gold else 0.0


def harmonic(precision: float, recall: float) -> float:
    """Return the harmonic mean, for precision and recall that are means themselves.

    >>> harmonic(1.0, 0.5) == 2 / 3
    True
    """
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def class_f1(pairs: Sequence[tuple[str, str]], cls: str) -> float:
    """Return the F1 of one class over (gold, predicted) pairs.

    >>> class_f1([("a", "a"), ("a", "b"), ("b", "b")], "a") == 2 / 3
    True
    """
    hits = sum(g == p == cls for g, p in pairs)
    return f1(hits, sum(p == cls for _, p in pairs), sum(g == cls for g, _ in pairs))
