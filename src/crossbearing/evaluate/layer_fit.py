"""Fits layers over two words (``extract/judge/layer``): what fills the roles of claims, and how claims are told.

Plain gradient descent (``network_fit``): the derivatives are written out and held against differences in the tests.
Claims are drawn in an order fixed by a seed. What rules made of a word is now and then not shown, so that it is not
believed blindly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy

from crossbearing.evaluate.network_fit import Arrays, Descent, dropping, normal, summed
from crossbearing.extract.judge.layer import CLASS, Layer, Question, layer_of
from crossbearing.model.errors import EvaluationError

WIDTH = 128
RATE = 3e-3
BATCH = 128
"""How many claims are learned from at once."""
DROPPED = 0.4
DROPPED_ROWS = 0.3


@dataclass(frozen=True)
class Form:
    """What a layer is asked; how often a value must be told to count; how often a feature is not shown."""

    question: Question
    fewest: Mapping[str, int] = field(default_factory=dict)
    unshown: Mapping[str, float] = field(default_factory=dict)


class Examples(NamedTuple):
    """What is learned from: a row a claim, and a row, what is told and the right answer for each pair of words.

    ``whose`` says which claim each pair belongs to, in the order of the claims.
    """

    own: Any
    others: Any
    told: Sequence[tuple[str, ...]]
    wanted: Sequence[str]
    whose: Any


class Pairs(NamedTuple):
    """Examples as numbers; ``numbers`` has a column a feature, ``wanted`` is the column of the right answer."""

    own: Any
    others: Any
    numbers: Any
    wanted: Any
    whose: Any


def layer_from(form: Form, examples: Examples, epochs: int, seed: int = 0) -> Layer:
    """Return the layer that some examples teach; raises EvaluationError where all have the same answer."""
    if len(set(examples.wanted)) < 2:
        raise EvaluationError("a layer is learned from examples with several answers, and there are none")
    began = begun(form, examples, seed)
    return fit_layer(began, pairs_of(began, examples), form, epochs, seed)


def begun(form: Form, examples: Examples, seed: int = 0) -> Layer:
    """Return a layer that knows nothing yet but the values that features may have."""
    columns = dict(zip(form.question.features, zip(*examples.told, strict=True), strict=True))
    lists = {name: _values(columns[name], form.fewest.get(name, 1)) for name in form.question.features}
    drawn = numpy.random.default_rng(seed)
    known, answers = examples.own.shape[1], len(form.question.answers)

    def table(height: int, width: int, spread: float) -> Any:
        return (drawn.standard_normal((height, width)) * spread).astype(numpy.float32)

    arrays: Arrays = {"own": table(known, WIDTH, known**-0.5), "other": table(known, WIDTH, known**-0.5)}
    for name in form.question.features:
        arrays[f"in.{name}"] = table(len(lists[name]), WIDTH, 0.15)
    arrays["out"] = table(WIDTH, answers, WIDTH**-0.5)
    arrays["out.class"] = numpy.zeros((len(lists[CLASS]), answers), dtype=numpy.float32)
    arrays["out.bias"] = numpy.zeros(answers, dtype=numpy.float32)
    arrays["bias"], arrays["shift"] = (numpy.zeros(WIDTH, dtype=numpy.float32) for _ in range(2))
    arrays["gain"] = numpy.ones(WIDTH, dtype=numpy.float32)
    return layer_of(lists, arrays, form.question.answers)


def _values(told: Sequence[str], fewest: int) -> tuple[str, ...]:
    return ("", *sorted(value for value, number in Counter(told).items() if number >= fewest and value))


def pairs_of(layer: Layer, examples: Examples) -> Pairs:
    """Return examples as numbers."""
    place = {answer: number for number, answer in enumerate(layer.answers)}
    wanted = numpy.array([place[answer] for answer in examples.wanted], dtype=numpy.intp)
    return Pairs(examples.own, examples.others, layer.numbers(examples.told), wanted, examples.whose)


def fit_layer(layer: Layer, pairs: Pairs, form: Form, epochs: int, seed: int = 0) -> Layer:
    """Return a layer that learned from pairs; the same pairs in the same order give the same layer."""
    drawn = numpy.random.default_rng(seed)
    arrays: Arrays = {name: numpy.array(one) for name, one in layer.arrays.items()}
    number = len(pairs.own)
    starts = numpy.searchsorted(pairs.whose, numpy.arange(number + 1))
    descent = Descent(arrays, epochs * -(-number // BATCH), RATE)
    for _ in range(epochs):
        order = drawn.permutation(number)
        for start in range(0, number, BATCH):
            claims = numpy.sort(order[start : start + BATCH])
            rows = numpy.concatenate([numpy.arange(starts[c], starts[c + 1]) for c in claims])
            if not len(rows):
                continue
            whose = numpy.searchsorted(claims, pairs.whose[rows])
            part = Pairs(pairs.own[claims], pairs.others[rows], pairs.numbers[rows], pairs.wanted[rows], whose)
            descent.step(loss(arrays, part, form, drawn)[1])
    return layer_of(layer.lists, arrays, layer.answers)


class _Forward(NamedTuple):
    """One way through a layer, with what the way back needs."""

    own: Any
    others: Any
    numbers: Any
    rows: Any
    kept: Any
    centred: Any
    spread: Any
    logs: Any


def loss(arrays: Arrays, pairs: Pairs, form: Form, drawn: numpy.random.Generator | None = None) -> tuple[float, Arrays]:
    """Return how far the answers are from those wanted, a pair, and the slope of that in every number.

    Without ``drawn`` nothing is dropped.
    """
    one, each = _forward(arrays, pairs, form, drawn), numpy.arange(len(pairs.wanted))
    far = -float(one.logs[each, pairs.wanted].mean())
    slope = numpy.exp(one.logs)
    slope[each, pairs.wanted] -= 1
    return far, _slopes(arrays, pairs, form, one, slope / len(each))


def _forward(arrays: Arrays, pairs: Pairs, form: Form, drawn: numpy.random.Generator | None) -> _Forward:
    keep, numbers = dropping(drawn), pairs.numbers.copy()
    for name, share in form.unshown.items():
        column = form.question.features.index(name)
        shown = numpy.minimum(keep((len(numbers),), share), 1)
        numbers[:, column] = (numbers[:, column] * shown).astype(numpy.intp)
    own = pairs.own * keep(pairs.own.shape, DROPPED_ROWS)
    others = pairs.others * keep(pairs.others.shape, DROPPED_ROWS)
    rows = (own @ arrays["own"])[pairs.whose] + others @ arrays["other"] + arrays["bias"]
    for column, name in enumerate(form.question.features):
        rows += arrays[f"in.{name}"][numbers[:, column]]
    rows, centred, spread = normal(rows, arrays["gain"], arrays["shift"])
    kept = (rows > 0) * keep(rows.shape, DROPPED)
    scores = (rows * kept) @ arrays["out"] + arrays["out.bias"]
    scores += arrays["out.class"][numbers[:, form.question.features.index(CLASS)]]
    scores -= scores.max(axis=1, keepdims=True)
    logs = scores - numpy.log(numpy.exp(scores).sum(axis=1, keepdims=True))
    return _Forward(own, others, numbers, rows * kept, kept, centred, spread, logs)


def _slopes(arrays: Arrays, pairs: Pairs, form: Form, one: _Forward, slope: Any) -> Arrays:
    """Return the slopes of all arrays, from the slope of the scores."""
    grown: Arrays = {"out": one.rows.T @ slope, "out.bias": slope.sum(axis=0)}
    grown["out.class"] = summed(one.numbers[:, form.question.features.index(CLASS)], slope, len(arrays["out.class"]))
    back = (slope @ arrays["out"].T) * one.kept
    grown["gain"], grown["shift"] = (back * one.centred).sum(axis=0), back.sum(axis=0)
    inner = back * arrays["gain"]
    along = one.centred * (inner * one.centred).mean(axis=1, keepdims=True)
    back = (inner - inner.mean(axis=1, keepdims=True) - along) / one.spread
    grown["bias"], grown["other"] = back.sum(axis=0), one.others.T @ back
    grown["own"] = one.own.T @ summed(pairs.whose, back, len(one.own))
    for column, name in enumerate(form.question.features):
        grown[f"in.{name}"] = summed(one.numbers[:, column], back, len(arrays[f"in.{name}"]))
    return grown
