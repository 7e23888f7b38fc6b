"""Fits the network that reads sentences (``extract/judge/network``) on words that carry a claim or do not.

Plain gradient descent (AdamW) in NumPy: the derivatives of its few kinds of layers are written out here and held
against differences in the tests. Sentences are drawn in an order fixed by a seed; a twentieth of the words each time is
not shown as words, and inputs of layers are dropped at random, so that nothing is learned by heart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy

from crossbearing.evaluate.teaching import Cases, Told
from crossbearing.evaluate.word_rows import rows_from
from crossbearing.extract.judge.network import LAYERS, LEAST_SPREAD, PIECES, RELATIONS, Network, Numbers, network_of
from crossbearing.model.errors import EvaluationError

WIDTH = 128
WORD = 64
FEWEST = 2
"""How often a word must stand in what is learned from to get a row of its own."""
EPOCHS = 8
RATE = 2e-3
DECAY = 0.01
DROPPED = 0.35
UNSHOWN = 0.05
BATCH = 64
_WARM = 100

Arrays = dict[str, Any]


class Marked(NamedTuple):
    """A sentence to learn from: its numbers, and for every word the share of "no claim" and of each class.

    A row of zeros: nothing is known of that word.
    """

    numbers: Numbers
    wanted: Any


class _Batch(NamedTuple):
    """Sentences put one behind the other; ``related`` are matrices from words to what they see of the others."""

    numbers: Numbers
    wanted: Any
    related: tuple[Any, ...]
    whose: Any


def network_from(
    cases: Sequence[Cases], epochs: int = EPOCHS, seed: int = 0, words_from: Path | None = None
) -> Network:
    """Return the network that the sentences of some documents teach; the same documents give the same network.

    ``words_from`` is a sentence model with which words begin (``word_rows``), else they begin with drawn numbers.

    Raises EvaluationError where none of them has a word that carries a claim.
    """
    told = [one for case in cases for one in case.sentences if any(c is not None for c in one.carried)]
    classes = sorted({carried for one in told for carried in one.carried if carried})
    if not classes:
        raise EvaluationError("the network learns from words that carry claims, and there are none")
    tokens = [token for one in told for token in one.sentence.tokens]
    lists = {
        "words": vocabulary([token.lemma.lower() for token in tokens if not token.kind]),
        "labels": ("", *sorted({token.dep for token in tokens} - {""})),
        "tags": ("", *sorted({token.tag for token in tokens} - {""})),
        "kinds": ("", *sorted({token.kind for token in tokens} - {""})),
        "classes": tuple(classes),
    }
    rows = None if words_from is None else rows_from(words_from, lists["words"], WORD)
    network = begun(lists, told[0].sentence.vectors.shape[1], seed, rows)
    return fit_network(network, [_marked(network, one) for one in told], epochs, seed)


def _marked(network: Network, told: Told) -> Marked:
    wanted = numpy.zeros((len(told.carried), len(network.classes) + 1), dtype=numpy.float32)
    for row, carried in zip(wanted, told.carried, strict=True):
        if carried is not None:
            row[network.places["classes"][carried] + 1 if carried else 0] = 1
    return Marked(network.numbers([told.sentence]), wanted)


def vocabulary(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words that get a row, sorted; the first stands for all others.

    >>> vocabulary(["raid", "town", "raid"])
    ('', 'raid')
    """
    often = Counter(words)
    return ("", *sorted(word for word, number in often.items() if number >= FEWEST and word and "\n" not in word))


def begun(lists: Mapping[str, Sequence[str]], vectors: int, seed: int = 0, rows: Any = None) -> Network:
    """Return a network that knows nothing yet; ``rows`` are numbers to begin the words with, one row a word."""
    drawn = numpy.random.default_rng(seed)
    sizes = {name: len(listed) for name, listed in lists.items()}

    def table(height: int, width: int, spread: float) -> Any:
        return (drawn.standard_normal((height, width)) * spread).astype(numpy.float32)

    arrays: Arrays = {
        "in.vectors": table(vectors, WIDTH, 1 / vectors**0.5),
        "in.words": table(sizes["words"], WORD, 0.5) if rows is None else numpy.asarray(rows, dtype=numpy.float32),
        "in.mixed": table(WORD, WIDTH, 1 / WORD**0.5),
    }
    arrays["in.words"][0] = 0
    for name in ("labels", "tags", "kinds"):
        arrays[f"in.{name}"] = table(sizes[name], WIDTH, 0.3)
    for n in range(LAYERS):
        arrays[f"{n}.weight"] = table(RELATIONS * WIDTH, PIECES * WIDTH, 1 / (RELATIONS * WIDTH) ** 0.5)
        arrays[f"{n}.bias"] = numpy.zeros(PIECES * WIDTH, dtype=numpy.float32)
    for name in ("in", *(str(n) for n in range(LAYERS))):
        arrays[f"{name}.gain"] = numpy.ones(WIDTH, dtype=numpy.float32)
        arrays[f"{name}.shift"] = numpy.zeros(WIDTH, dtype=numpy.float32)
    arrays["in.bias"] = numpy.zeros(WIDTH, dtype=numpy.float32)
    arrays["out.weight"] = table(3 * WIDTH, sizes["classes"] + 1, 1 / (3 * WIDTH) ** 0.5)
    arrays["out.bias"] = numpy.zeros(sizes["classes"] + 1, dtype=numpy.float32)
    return network_of(lists, arrays)


def fit_network(network: Network, sentences: Sequence[Marked], epochs: int = EPOCHS, seed: int = 0) -> Network:
    """Return a network that learned from marked sentences; the same sentences in the same order give the same network.

    Raises EvaluationError where there is nothing to learn from.
    """
    if not sentences:
        raise EvaluationError("the network learns from marked sentences, and there are none")
    drawn = numpy.random.default_rng(seed)
    arrays: Arrays = {name: numpy.array(one) for name, one in network.arrays.items()}
    descent = Descent(arrays, epochs * -(-len(sentences) // BATCH))
    for _ in range(epochs):
        order = drawn.permutation(len(sentences))
        for start in range(0, len(order), BATCH):
            batch = _batch([sentences[i] for i in order[start : start + BATCH]])
            _, slopes = loss(arrays, batch, drawn)
            descent.step(slopes)
    return network_of(network.lists, arrays)


def _batch(sentences: Sequence[Marked]) -> _Batch:
    lengths = [len(one.wanted) for one in sentences]
    first = numpy.cumsum([0, *lengths[:-1]])
    whose = numpy.repeat(numpy.arange(len(lengths)), lengths)
    parts = list(zip(*(one.numbers for one in sentences), strict=True))
    heads = numpy.concatenate([one + at for one, at in zip(parts[-2], first, strict=True)])
    vectors, words, labels, tags, kinds = (numpy.concatenate(part) for part in parts[:-2])
    numbers = Numbers(vectors, words, labels, tags, kinds, heads, first)
    wanted = numpy.concatenate([one.wanted for one in sentences])
    return _Batch(numbers, wanted, _relations(heads, whose), whose)


def _relations(heads: Any, whose: Any) -> tuple[Any, ...]:
    """Return the matrices of words before, behind, above and (as a mean) below, as ``network`` sees them."""
    from scipy.sparse import csr_matrix

    size = len(heads)
    words = numpy.arange(size)

    def matrix(rows: Any, columns: Any, values: Any) -> Any:
        return csr_matrix((values.astype(numpy.float32), (rows, columns)), shape=(size, size))

    joined = words[1:][whose[1:] == whose[:-1]]
    hanging = words[heads != words]
    below = numpy.bincount(heads[hanging], minlength=size)
    ones, each = numpy.ones(len(joined)), numpy.ones(len(hanging))
    return (
        matrix(joined, joined - 1, ones),
        matrix(joined - 1, joined, ones),
        matrix(hanging, heads[hanging], each),
        matrix(heads[hanging], hanging, 1 / below[heads[hanging]]),
    )


@dataclass
class _Layer:
    """What a step forward keeps for the way back."""

    seen: Any
    kept: Any
    largest: Any
    centred: Any
    spread: Any


def loss(arrays: Arrays, batch: _Batch, drawn: numpy.random.Generator | None = None) -> tuple[float, Arrays]:
    """Return how far the network is from what is wanted of a batch, a word, and its slope in every number of it.

    Without ``drawn`` nothing is dropped.
    """
    keep = dropping(drawn)
    forward = _Forward(arrays, batch, keep)
    known = batch.wanted.sum(axis=1, keepdims=True)
    words = max(float(known.sum()), 1.0)
    far = -float((batch.wanted * forward.logs).sum()) / words
    slope = (numpy.exp(forward.logs) * known - batch.wanted) / words
    return far, forward.slopes(slope.astype(numpy.float32))


def dropping(drawn: numpy.random.Generator | None) -> Callable[[tuple[int, ...], float], Any]:
    """Return what says, for a shape and a share, what is left of each number: nothing, or more for the others' sake."""
    if drawn is None:
        return lambda shape, share: numpy.float32(1)
    return lambda shape, share: (drawn.random(shape, dtype=numpy.float32) >= share).astype(numpy.float32) / (1 - share)


class _Forward:
    """One way through the network, and back."""

    def __init__(self, arrays: Arrays, batch: _Batch, keep: Callable[[tuple[int, ...], float], Any]) -> None:
        self.a, self.batch = arrays, batch
        self.grown: Arrays = {}
        one = batch.numbers
        size = len(one.words)
        shown = numpy.minimum(keep((size,), UNSHOWN), 1)
        self.words = (one.words * shown).astype(numpy.intp)
        self.kept = keep((size, one.vectors.shape[1]), DROPPED), keep((size, WORD), DROPPED)
        self.vectors, self.rows = one.vectors * self.kept[0], arrays["in.words"][self.words] * self.kept[1]
        rows = self.vectors @ arrays["in.vectors"] + self.rows @ arrays["in.mixed"] + arrays["in.bias"]
        for name, where in (("labels", one.labels), ("tags", one.tags), ("kinds", one.kinds)):
            rows += arrays[f"in.{name}"][where]
        self.positive = rows > 0
        rows, *self.first = normal(numpy.maximum(rows, 0), arrays["in.gain"], arrays["in.shift"])
        self.layers: list[_Layer] = []
        for n in range(LAYERS):
            rows = self._layer(n, rows, keep)
        self._out(rows, keep)

    def _layer(self, n: int, rows: Any, keep: Callable[[tuple[int, ...], float], Any]) -> Any:
        seen = numpy.hstack([rows, *(matrix @ rows for matrix in self.batch.related)])
        kept = keep(seen.shape, DROPPED)
        seen *= kept
        pieces = (seen @ self.a[f"{n}.weight"] + self.a[f"{n}.bias"]).reshape(len(rows), -1, PIECES)
        largest = pieces.argmax(axis=2)
        made = numpy.take_along_axis(pieces, largest[:, :, None], axis=2)[:, :, 0]
        told, centred, spread = normal(rows + made, self.a[f"{n}.gain"], self.a[f"{n}.shift"])
        self.layers.append(_Layer(seen, kept, largest, centred, spread))
        return told

    def _out(self, rows: Any, keep: Callable[[tuple[int, ...], float], Any]) -> None:
        whose, first = self.batch.whose, self.batch.numbers.first
        self.counts = numpy.bincount(whose).astype(numpy.float32)[:, None]
        means = numpy.add.reduceat(rows, first) / self.counts
        highest = numpy.maximum.reduceat(rows, first)
        self.highest = rows == highest[whose]
        self.kept_out = keep((len(rows), 3 * WIDTH), DROPPED)
        self.told = numpy.hstack([rows, means[whose], highest[whose]]) * self.kept_out
        scores = self.told @ self.a["out.weight"] + self.a["out.bias"]
        scores -= scores.max(axis=1, keepdims=True)
        self.logs = scores - numpy.log(numpy.exp(scores).sum(axis=1, keepdims=True))

    def slopes(self, slope: Any) -> Arrays:
        """Return the slopes of all arrays, from the slope of the scores."""
        g, first = self.grown, self.batch.numbers.first
        g["out.weight"], g["out.bias"] = self.told.T @ slope, slope.sum(axis=0)
        back = (slope @ self.a["out.weight"].T) * self.kept_out
        own, means, highest = numpy.split(back, 3, axis=1)
        whose = self.batch.whose
        rows = own + (numpy.add.reduceat(means, first) / self.counts)[whose]
        rows = rows + numpy.add.reduceat(highest, first)[whose] * self.highest
        for n in reversed(range(LAYERS)):
            rows = self._layer_back(n, rows)
        rows = self._normal_back("in", rows, *self.first) * self.positive
        self._in_back(rows)
        return g

    def _layer_back(self, n: int, slope: Any) -> Any:
        layer = self.layers[n]
        rows = self._normal_back(str(n), slope, layer.centred, layer.spread)
        pieces = numpy.zeros((*layer.largest.shape, PIECES), dtype=numpy.float32)
        numpy.put_along_axis(pieces, layer.largest[:, :, None], rows[:, :, None], axis=2)
        flat = pieces.reshape(len(rows), -1)
        self.grown[f"{n}.weight"], self.grown[f"{n}.bias"] = layer.seen.T @ flat, flat.sum(axis=0)
        own, *others = numpy.split((flat @ self.a[f"{n}.weight"].T) * layer.kept, RELATIONS, axis=1)
        rows = rows + own
        for matrix, one in zip(self.batch.related, others, strict=True):
            rows = rows + matrix.T @ one
        return rows

    def _normal_back(self, name: str, slope: Any, centred: Any, spread: Any) -> Any:
        self.grown[f"{name}.gain"], self.grown[f"{name}.shift"] = (slope * centred).sum(axis=0), slope.sum(axis=0)
        inner = slope * self.a[f"{name}.gain"]
        along = centred * (inner * centred).mean(axis=1, keepdims=True)
        return (inner - inner.mean(axis=1, keepdims=True) - along) / spread

    def _in_back(self, rows: Any) -> None:
        g, one = self.grown, self.batch.numbers
        g["in.bias"] = rows.sum(axis=0)
        g["in.vectors"], g["in.mixed"] = self.vectors.T @ rows, self.rows.T @ rows
        for name, where in (("labels", one.labels), ("tags", one.tags), ("kinds", one.kinds)):
            g[f"in.{name}"] = summed(where, rows, len(self.a[f"in.{name}"]))
        g["in.words"] = summed(self.words, (rows @ self.a["in.mixed"].T) * self.kept[1], len(self.a["in.words"]))
        g["in.words"][0] = 0  # what is not known stays nothing


def summed(where: Any, rows: Any, height: int) -> Any:
    """Return the sums of the rows that go to the same place, a row a place."""
    from scipy.sparse import csr_matrix

    size = len(where)
    to = csr_matrix((numpy.ones(size, dtype=rows.dtype), (where, numpy.arange(size))), shape=(height, size))
    return numpy.asarray(to @ rows)


def normal(rows: Any, gain: Any, shift: Any) -> tuple[Any, Any, Any]:
    """Return rows as ``network.normalised`` does, and of these what the way back needs."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    spread = numpy.sqrt((centred * centred).mean(axis=1, keepdims=True) + LEAST_SPREAD)
    centred = centred / spread
    return centred * gain + shift, centred, spread


class Descent:
    """AdamW: steps by the running mean of slopes over that of their squares, shorter from step to step."""

    def __init__(self, arrays: Arrays, steps: int, rate: float = RATE) -> None:
        self.arrays, self.rate = arrays, rate
        self.steps, self.done = steps, 0
        self.mean = {name: numpy.zeros_like(one) for name, one in arrays.items()}
        self.square = {name: numpy.zeros_like(one) for name, one in arrays.items()}

    def _rate(self) -> float:
        return self.rate * min(1.0, (self.done + 1) / _WARM) * max(0.01, 1 - self.done / self.steps)

    def step(self, slopes: Arrays) -> None:
        """Move the arrays against their slopes, which are cut to a length of 1 together."""
        length = sum(float((one * one).sum()) for one in slopes.values()) ** 0.5
        cut, rate = min(1.0, 1 / (length + 1e-6)), self._rate()
        self.done += 1
        for name, values in self.arrays.items():
            slope, mean, square = slopes[name] * cut, self.mean[name], self.square[name]
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope * slope - square)
            values *= 1 - rate * DECAY
            even = numpy.sqrt(square / (1 - 0.999**self.done)) + 1e-8
            values -= rate * (mean / (1 - 0.9**self.done)) / even
