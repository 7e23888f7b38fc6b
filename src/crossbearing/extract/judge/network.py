"""A small network that reads a whole sentence at once, beside the judge's weights, which see one word at a time.

Every word starts as what the parser's model made of it in its sentence, its lemma as a row of numbers, its tag, its
label and the kind of a known name. In each of two layers it takes up what its neighbours are, the word it hangs on and
the words that hang on it; at the end it is set beside the mean and the largest of the sentence. What comes of it is how
likely the word carries a claim, and of which class. It learned from words that were marked in some 9,000 real reports
and sentences, for which sums of weights are too simple (docs/quality.md); ``evaluate/network_fit`` is how.

The sentences of a document are read together, one behind the other and on one thread: many small products cost more
than a few large ones. No sentence sees another; in which products it was reckoned shows in the last digits alone, which
are rounded off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple

import numpy
from threadpoolctl import ThreadpoolController

from crossbearing.extract.judge.stored import load_arrays, stored_arrays
from crossbearing.model.errors import VocabularyError
from crossbearing.text.tokens import Sentence
from crossbearing.vocab.contract import CLASSES

FILE = "network.npz"
LAYERS = 2
PIECES = 2
RELATIONS = 5
"""What a layer sees of a word: itself, the word before, the word behind, the one it hangs on, those that hang on it."""
_LISTS = ("words", "labels", "tags", "kinds", "classes")
_TOGETHER = 1_000
"""Of how many words at least the sentences are that are read together, where a document has so many."""
LEAST_SPREAD = 1e-5
"""Is added to the spread of a row, which is then never nothing."""
_SUREST = 1 - 1e-5
"""How sure the network is at most that a word carries no claim."""


class Heard(NamedTuple):
    """What the network makes of the words of a sentence: log odds of a claim, and the log share of every class.

    ``rows`` is an array, a row a word: what the parser's model, the table of words and the layers have of it.
    """

    claim: tuple[float, ...]
    classes: tuple[tuple[float, ...], ...]
    rows: Any


class Numbers(NamedTuple):
    """Sentences as numbers: what the parser made of each word, and where its rows stand in the tables.

    ``heads`` is on which word of these each hangs, ``first`` where each sentence begins.
    """

    vectors: Any
    words: Any
    labels: Any
    tags: Any
    kinds: Any
    heads: Any
    first: Any


@dataclass(frozen=True, eq=False)
class Network:
    """The rows of words, labels, tags and kinds, the layers, and the classes that the network knows."""

    lists: Mapping[str, tuple[str, ...]]
    arrays: Mapping[str, Any]
    places: Mapping[str, Mapping[str, int]]

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of claims, in the order of the shares."""
        return self.lists["classes"]

    def heard(self, sentence: Sentence) -> Heard:
        """Return what the network makes of a parsed sentence; the same object when asked again."""
        self.hear([sentence])
        found: Heard = sentence.kept[Network.heard, id(self)]
        return found

    def hear(self, sentences: Sequence[Sentence]) -> None:
        """Read parsed sentences that were not read yet, so that ``heard`` knows them."""
        new = [s for s in sentences if s.tokens and (Network.heard, id(self)) not in s.kept]
        while new:
            words, number = 0, 0
            while number < len(new) and words < _TOGETHER:
                words += len(new[number].tokens)
                number += 1
            self._hear(new[:number])
            new = new[number:]

    def _hear(self, sentences: Sequence[Sentence]) -> None:
        numbers = self.numbers(sentences)
        with one_thread():
            rows = self.rows(numbers)
            logs = self._logs(rows, numbers.first)
        none = logs[:, :1]
        some = numpy.log1p(-numpy.minimum(numpy.exp(none), _SUREST))
        # Rounded, so that the last bit of a machine's sums decides nothing.
        odds = numpy.round(some - none, 2)[:, 0].tolist()
        shares = numpy.round(logs[:, 1:] - some, 2).tolist()
        known = numpy.hstack((numbers.vectors, self.arrays["in.words"][numbers.words], rows))
        for sentence, start in zip(sentences, numbers.first.tolist(), strict=True):
            end = start + len(sentence.tokens)
            heard = Heard(tuple(odds[start:end]), tuple(map(tuple, shares[start:end])), known[start:end])
            sentence.kept[Network.heard, id(self)] = heard

    def numbers(self, sentences: Sequence[Sentence]) -> Numbers:
        """Return sentences as numbers; names have no row as words, and what is not known has the first."""
        tokens = [token for one in sentences for token in one.tokens]
        lengths = numpy.array([len(one.tokens) for one in sentences], dtype=numpy.intp)
        first = lengths.cumsum() - lengths
        words, labels, tags, kinds = (self.places[name] for name in ("words", "labels", "tags", "kinds"))
        return Numbers(
            numpy.concatenate([one.vectors for one in sentences]),
            numpy.array([0 if t.kind else words.get(t.lemma.lower(), 0) for t in tokens], dtype=numpy.intp),
            numpy.array([labels.get(t.dep, 0) for t in tokens], dtype=numpy.intp),
            numpy.array([tags.get(t.tag, 0) for t in tokens], dtype=numpy.intp),
            numpy.array([kinds.get(t.kind, 0) for t in tokens], dtype=numpy.intp),
            numpy.array([t.head for t in tokens], dtype=numpy.intp) + first.repeat(lengths),
            first,
        )

    def rows(self, one: Numbers) -> Any:
        """Return what the layers make of each word, a row a word."""
        a = self.arrays
        rows = one.vectors @ a["in.vectors"] + a["in.words"][one.words] @ a["in.mixed"] + a["in.bias"]
        rows += a["in.labels"][one.labels] + a["in.tags"][one.tags] + a["in.kinds"][one.kinds]
        rows = normalised(numpy.maximum(rows, 0), a["in.gain"], a["in.shift"])
        related = _Related(one.heads, one.first)
        for n in range(LAYERS):
            made = related.seen(rows) @ a[f"{n}.weight"] + a[f"{n}.bias"]
            largest = numpy.maximum.reduce([made[:, piece::PIECES] for piece in range(PIECES)])
            rows = normalised(rows + largest, a[f"{n}.gain"], a[f"{n}.shift"])
        return rows

    def _logs(self, rows: Any, first: Any) -> Any:
        """Return the logarithms of the shares of "no claim" and of every class, a row a word."""
        a = self.arrays
        lengths = numpy.diff(first, append=len(rows))
        means = numpy.add.reduceat(rows, first) / lengths[:, None].astype(numpy.float32)
        whole = numpy.hstack((means, numpy.maximum.reduceat(rows, first)))
        width = rows.shape[1]
        scores = rows @ a["out.weight"][:width]
        scores += (whole @ a["out.weight"][width:] + a["out.bias"]).repeat(lengths, axis=0)
        scores -= scores.max(axis=1, keepdims=True)
        return scores - numpy.log(numpy.exp(scores).sum(axis=1, keepdims=True))


def normalised(rows: Any, gain: Any, shift: Any) -> Any:
    """Return rows of mean 0 and spread 1, stretched and shifted column by column.

    >>> normalised(numpy.array([[1.0, 3.0]]), numpy.ones(2), numpy.zeros(2)).round(2).tolist()
    [[-1.0, 1.0]]
    """
    centred = rows - rows.mean(axis=1, keepdims=True)
    spread = numpy.sqrt((centred * centred).mean(axis=1, keepdims=True) + LEAST_SPREAD)
    return centred / spread * gain + shift


class _Related:
    """Which words each word of some sentences sees: the one before and behind, its head, those that hang on it."""

    def __init__(self, heads: Any, first: Any) -> None:
        size = len(heads)
        self._first = first
        self._hanging = numpy.flatnonzero(heads != numpy.arange(size))
        self._above = heads[self._hanging]
        order = numpy.argsort(self._above, kind="stable")
        self._below = self._hanging[order]
        self._held, self._start, counts = numpy.unique(self._above[order], return_index=True, return_counts=True)
        self._counts = counts[:, None].astype(numpy.float32)

    def seen(self, rows: Any) -> Any:
        """Return for every word: itself, the word before and behind, its head, the mean of what hangs on it."""
        size, width = rows.shape
        seen = numpy.zeros((size, RELATIONS, width), dtype=rows.dtype)
        seen[:, 0] = rows
        seen[1:, 1], seen[:-1, 2] = rows[:-1], rows[1:]
        seen[self._first, 1] = 0
        seen[self._first[1:] - 1, 2] = 0
        seen[self._hanging, 3] = rows[self._above]
        if len(self._held):
            seen[self._held, 4] = numpy.add.reduceat(rows[self._below], self._start) / self._counts
        return seen.reshape(size, RELATIONS * width)


@cache
def _threads() -> Any:
    return ThreadpoolController().select(user_api="blas")


def one_thread() -> AbstractContextManager[Any]:
    """Return what holds products of arrays to one thread: the same sums in the same order on every machine."""
    held: AbstractContextManager[Any] = _threads().limit(limits=1)
    return held


def network_of(lists: Mapping[str, Sequence[str]], arrays: Mapping[str, Any]) -> Network:
    """Return a network; the first word, label, tag and kind stand for what is not known."""
    fixed = {name: tuple(lists[name]) for name in _LISTS}
    places = {name: {text: number for number, text in enumerate(listed)} for name, listed in fixed.items()}
    return Network(fixed, {name: numpy.asarray(one, dtype=numpy.float32) for name, one in arrays.items()}, places)


def network_bytes(network: Network) -> bytes:
    """Return a network as it is stored: numbers in half precision, the same network the same bytes."""
    return stored_arrays(network.lists, network.arrays)


def load_network(file: Traversable) -> Network:
    """Read a network; raises VocabularyError where it is none or tells of classes that are none."""
    lists, arrays = load_arrays(file, _LISTS)
    if unknown := sorted(set(lists["classes"]) - set(CLASSES)):
        raise VocabularyError(f"{file.name}: no classes of claims: {', '.join(unknown)}; fit it again")
    return network_of(lists, arrays)


def network_file() -> Traversable:
    """Return where the network lies that comes with the program."""
    return files("crossbearing.extract.judge") / FILE


@cache
def shipped_network() -> Network:
    """Return the network that comes with the program.

    >>> "control.gain" in shipped_network().classes
    True
    """
    return load_network(network_file())
