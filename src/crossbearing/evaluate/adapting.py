"""Fits a judge anew on a few documents, starting from the weights that it has: what they do not speak of stays.

The loss of the documents is minimised together with the squared distance from the present weights. That is logistic
regression with a ridge whose middle is not nothing but what was learned before, from documents that need not be at hand
any more. The strength says how far the documents may pull: at 0 every weight stays as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crossbearing.evaluate.descent import Floats, minimise
from crossbearing.evaluate.teaching import Cases
from crossbearing.extract.judge.weights import CLAIM, Row, Weights

# The inverse strength of the ridge of each question at strength 1: that which the shipped weights were fitted with.
_RIDGE, _RIDGE_OF_CLASSES = 0.03, 0.1
# A feature that has no weight yet gets one where so many words have it.
_LEAST_SEEN = 3
_LEAST_WEIGHT = 0.01
_STEPS = 200
_LEAST_SLOPE = 1e-3


def rows_of(weights: Weights) -> list[Row]:
    """Return weights as the rows of a table, sorted.

    >>> from crossbearing.extract.judge.weights import weights_of
    >>> rows_of(weights_of([("control.gain", "bias", 0.5), ("claim", "bias", -1.0)]))
    [('claim', 'bias', -1.0), ('control.gain', 'bias', 0.5)]
    """
    claims = [(CLAIM, feature, weight) for feature, weight in weights.claim.items()]
    classes = [(weights.classes[i], f, weight) for f, pairs in weights.by_feature.items() for i, weight in pairs]
    return sorted([*claims, *classes])


def adapted(weights: Weights, cases: Sequence[Cases], strength: float) -> list[Row]:
    """Return the rows of the weights, moved by what documents teach; the same cases give the same rows.

    A class that the weights do not know is not learned: those of the contract all are known to what ships.

    >>> from crossbearing.extract.judge.weights import weights_of
    >>> before = weights_of([("claim", "lemma=hold", 1.0), ("control.gain", "bias", 0.5)])
    >>> taught = [Cases([(["lemma=hold"], False)] * 9)]
    >>> adapted(before, taught, 0.0) == rows_of(before), adapted(before, taught, 5.0)[0]
    (True, ('claim', 'lemma=hold', 0.24))
    """
    if not strength:
        return rows_of(weights)
    answers = {cls: number for number, cls in enumerate(weights.classes)}
    claims = [(features, int(right)) for one in cases for features, right in one.claim]
    classes = [(features, answers[cls]) for one in cases for features, cls in one.classes if cls in answers]
    moved = {(answer, feature): weight for answer, feature, weight in rows_of(weights)}
    moved |= _fitted([CLAIM], [weights.claim], claims, _RIDGE * strength)
    known: list[dict[str, float]] = [{} for _ in answers]
    for feature, pairs in weights.by_feature.items():
        for number, weight in pairs:
            known[number][feature] = weight
    moved |= _fitted(weights.classes, known, classes, _RIDGE_OF_CLASSES * strength)
    return sorted((*place, weight) for place, weight in moved.items() if abs(weight) >= _LEAST_WEIGHT)


def _fitted(
    answers: Sequence[str], before: Sequence[Mapping[str, float]], cases: Sequence[tuple[list[str], int]], ridge: float
) -> dict[tuple[str, str], float]:
    """Return the weight of each answer and feature that moves; one answer alone is asked for with yes or no."""
    known = frozenset(feature for weights in before for feature in weights)
    table = _Table.of([features for features, _ in cases], known)
    start = np.array([[weights.get(name, 0.0) for name in table.names] for weights in before])
    given = np.array([answer for _, answer in cases], dtype=np.intp)
    if not table.names or not given.size:
        return {}
    totals = table.totals(start)
    right = given[None, :] if len(answers) == 1 else (np.arange(len(answers))[:, None] == given[None, :])

    def loss(moved: Floats) -> tuple[float, Floats]:
        shift = moved.reshape(start.shape)
        lost, error = _surprise(totals + table.totals(shift), right)
        slope = table.slopes(error) + shift / ridge
        return lost + float((shift * shift).sum()) / (2 * ridge), slope.ravel()

    moved = minimise(loss, np.zeros(start.size), _STEPS, _LEAST_SLOPE).reshape(start.shape)
    return {
        (answer, name): round(float(start[i, j] + moved[i, j]), 2)
        for i, answer in enumerate(answers)
        for j, name in enumerate(table.names)
        if abs(moved[i, j]) >= _LEAST_WEIGHT / 2
    }


def _surprise(totals: Floats, right: npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> tuple[float, Floats]:
    """Return how much the right answers surprise, and by how much each total is off."""
    if len(totals) == 1:
        signed = np.where(right, totals, -totals)
        return float(np.logaddexp(0, -signed).sum()), 1 / (1 + np.exp(-totals)) - right.astype(np.float64)
    highest = totals.max(axis=0)
    raised = np.exp(totals - highest)
    whole = raised.sum(axis=0)
    lost = float((np.log(whole) + highest - (totals * right).sum(axis=0)).sum())
    return lost, raised / whole - right.astype(np.float64)


@dataclass(frozen=True, slots=True)
class _Table:
    """Which case has which feature."""

    names: tuple[str, ...]
    rows: npt.NDArray[np.intp]
    columns: npt.NDArray[np.intp]
    cases: int

    @staticmethod
    def of(cases: Sequence[Sequence[str]], known: frozenset[str]) -> _Table:
        """Return the table over the features that are known or that enough cases have."""
        seen = Counter(feature for features in cases for feature in features)
        names = sorted(name for name, number in seen.items() if number >= _LEAST_SEEN or name in known)
        index = {name: i for i, name in enumerate(names)}
        cells = [(row, index[name]) for row, features in enumerate(cases) for name in features if name in index]
        rows, columns = np.array(cells, dtype=np.intp).reshape(-1, 2).T
        return _Table(tuple(names), rows, columns, len(cases))

    def totals(self, weights: Floats) -> Floats:
        """Return the sum of the weights that each case has, a row an answer."""
        return np.array([np.bincount(self.rows, own[self.columns], self.cases) for own in weights], dtype=np.float64)

    def slopes(self, error: Floats) -> Floats:
        """Return the sum of the errors of the cases that have each feature, a row an answer."""
        found = [np.bincount(self.columns, own[self.rows], len(self.names)) for own in error]
        return np.array(found, dtype=np.float64)


def moved(before: Sequence[Row], after: Sequence[Row]) -> Iterator[tuple[str, str, float, float]]:
    """Yield answer, feature, and weight before and after of what has changed, the largest change first.

    >>> list(moved([("claim", "bias", -1.0)], [("claim", "bias", -0.5), ("claim", "kept", 0.1)]))
    [('claim', 'bias', -1.0, -0.5), ('claim', 'kept', 0.0, 0.1)]
    """
    old, new = ({row[:2]: row[2] for row in rows} for rows in (before, after))
    changed = ((*place, old.get(place, 0.0), new.get(place, 0.0)) for place in old.keys() | new.keys())
    yield from sorted((c for c in changed if c[2] != c[3]), key=lambda c: (-abs(c[3] - c[2]), c[0], c[1]))
