"""Logistic regression over the names of features: what every fitted choice but the judge's is learned with."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from crossbearing.evaluate.descent import Floats, descend

STEPS = 250
LEAST_SEEN = 8
RIDGE = 3.0


@dataclass(frozen=True, slots=True)
class Example:
    """One choice: the names of its features, whether it is right, and how much it counts."""

    features: tuple[str, ...]
    right: bool
    weight: float = 1.0


def learn(examples: Sequence[Example], steps: int = STEPS, ridge: float = RIDGE) -> dict[str, float]:
    """Return the weights of all features seen at least LEAST_SEEN times, by Adam on the ridged log-likelihood.

    >>> found = learn([Example(("in",), True), Example(("by",), False)] * 20)
    >>> found["in"] > 0 > found["by"]
    True
    """
    seen = Counter(name for example in examples for name in set(example.features))
    names = sorted(name for name, number in seen.items() if number >= LEAST_SEEN)
    if not names:
        return {}
    index = {name: i for i, name in enumerate(names)}
    cells = [(r, index[name]) for r, e in enumerate(examples) for name in sorted(set(e.features)) if name in index]
    rows, columns = (np.array(side, dtype=np.intp) for side in zip(*cells, strict=True))
    right = np.array([e.right for e in examples], dtype=np.float64)
    share = np.array([e.weight for e in examples], dtype=np.float64)

    def slope(weights: Floats) -> Floats:
        totals: Floats = np.bincount(rows, weights[columns], len(examples)).astype(np.float64)
        error = share * (1 / (1 + np.exp(-totals)) - right)
        found: Floats = (np.bincount(columns, error[rows], len(names)) + ridge * weights) / len(examples)
        return found

    weights = descend(slope, len(names), steps, rate=0.05, memory=0.99)
    return {name: round(float(weights[i]), 3) for name, i in index.items() if abs(weights[i]) >= 0.02}


def write(weights: dict[str, float], file: Path) -> None:
    """Write weights by name, sorted."""
    file.write_text(json.dumps(dict(sorted(weights.items())), indent=0) + "\n", encoding="utf-8")
