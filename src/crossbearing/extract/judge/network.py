"""A small network that reads a whole sentence at once, beside the judge's weights, which see one word at a time.

Every word starts as what the parser's model made of it in its sentence, its lemma as a row of numbers, its tag, its
label and the kind of a known name. In each of two layers it takes up what its neighbours are, the word it hangs on and
the words that hang on it; at the end it is set beside the mean and the largest of the sentence. What comes of it is how
likely the word carries a claim, and of which class. It learned from words that were marked in some 9,000 real reports
and sentences, for which sums of weights are too simple (docs/quality.md); ``evaluate/network_fit`` is how.

One sentence is read at a time, on one thread, so that its numbers hang on nothing but the sentence.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple
from zipfile import BadZipFile

import numpy
from threadpoolctl import ThreadpoolController

from crossbearing.model.errors import VocabularyError
from crossbearing.text.tokens import Sentence
from crossbearing.vocab.contract import CLASSES

FILE = "network.npz"
LAYERS = 2
PIECES = 2
RELATIONS = 5
"""What a layer sees of a word: itself, the word before, the word behind, the one it hangs on, those that hang on it."""
_LISTS = ("words", "labels", "tags", "kinds", "classes")
LEAST_SPREAD = 1e-5
"""Is added to the spread of a row, which is then never nothing."""
_SUREST = 1 - 1e-5
"""How sure the network is at most that a word carries no claim."""


class Heard(NamedTuple):
    """What the network makes of the words of a sentence: log odds of a claim, and the log share of every class."""

    claim: tuple[float, ...]
    classes: tuple[tuple[float, ...], ...]


class Numbers(NamedTuple):
    """A sentence as numbers: what the parser made of each word, and where its rows stand in the tables."""

    vectors: Any
    words: Any
    labels: Any
    tags: Any
    kinds: Any
    heads: Any


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
        key = (Network.heard, id(self))
        found: Heard | None = sentence.kept.get(key)
        if found is None:
            with _threads().limit(limits=1):
                logs = self._logs(self.numbers(sentence))
            # Rounded, so that the last bit of a machine's sums decides nothing.
            none = logs[:, :1]
            some = numpy.log1p(-numpy.minimum(numpy.exp(none), _SUREST))
            odds, shares = numpy.round(some - none, 3)[:, 0], numpy.round(logs[:, 1:] - some, 3)
            found = Heard(tuple(odds.tolist()), tuple(map(tuple, shares.tolist())))
            sentence.kept[key] = found
        return found

    def numbers(self, sentence: Sentence) -> Numbers:
        """Return a sentence as numbers; names have no row as words, and what is not known has the first."""
        tokens = sentence.tokens
        words, labels, tags, kinds = (self.places[name] for name in ("words", "labels", "tags", "kinds"))
        return Numbers(
            sentence.vectors,
            numpy.array([0 if t.kind else words.get(t.lemma.lower(), 0) for t in tokens], dtype=numpy.intp),
            numpy.array([labels.get(t.dep, 0) for t in tokens], dtype=numpy.intp),
            numpy.array([tags.get(t.tag, 0) for t in tokens], dtype=numpy.intp),
            numpy.array([kinds.get(t.kind, 0) for t in tokens], dtype=numpy.intp),
            numpy.array([t.head for t in tokens], dtype=numpy.intp),
        )

    def _logs(self, one: Numbers) -> Any:
        """Return the logarithms of the shares of "no claim" and of every class, a row a word."""
        a = self.arrays
        rows = one.vectors @ a["in.vectors"] + a["in.words"][one.words] @ a["in.mixed"] + a["in.bias"]
        rows += a["in.labels"][one.labels] + a["in.tags"][one.tags] + a["in.kinds"][one.kinds]
        rows = normalised(numpy.maximum(rows, 0), a["in.gain"], a["in.shift"])
        for n in range(LAYERS):
            made = numpy.hstack(_related(rows, one.heads)) @ a[f"{n}.weight"] + a[f"{n}.bias"]
            largest = made.reshape(len(rows), -1, PIECES).max(axis=2)
            rows = normalised(rows + largest, a[f"{n}.gain"], a[f"{n}.shift"])
        whole = numpy.concatenate((rows.mean(axis=0), rows.max(axis=0)))
        width = rows.shape[1]
        scores = rows @ a["out.weight"][:width] + (whole @ a["out.weight"][width:] + a["out.bias"])
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


def _related(rows: Any, heads: Any) -> tuple[Any, ...]:
    """Return for every word: itself, the word before and behind, its head, the mean of what hangs on it; else zeros."""
    before, behind, below = numpy.zeros_like(rows), numpy.zeros_like(rows), numpy.zeros_like(rows)
    before[1:], behind[:-1] = rows[:-1], rows[1:]
    hanging = numpy.flatnonzero(heads != numpy.arange(len(rows)))
    above = numpy.zeros_like(rows)
    above[hanging] = rows[heads[hanging]]
    numpy.add.at(below, heads[hanging], rows[hanging])
    below /= numpy.maximum(numpy.bincount(heads[hanging], minlength=len(rows)), 1)[:, None]
    return rows, before, behind, above, below


@cache
def _threads() -> Any:
    return ThreadpoolController().select(user_api="blas")


def network_of(lists: Mapping[str, Sequence[str]], arrays: Mapping[str, Any]) -> Network:
    """Return a network; the first word, label, tag and kind stand for what is not known."""
    fixed = {name: tuple(lists[name]) for name in _LISTS}
    places = {name: {text: number for number, text in enumerate(listed)} for name, listed in fixed.items()}
    return Network(fixed, {name: numpy.asarray(one, dtype=numpy.float32) for name, one in arrays.items()}, places)


def network_bytes(network: Network) -> bytes:
    """Return a network as it is stored: numbers in half precision, the same network the same bytes."""
    stored = io.BytesIO()
    lists = {name: numpy.frombuffer("\n".join(network.lists[name]).encode(), numpy.uint8) for name in _LISTS}
    numpy.savez_compressed(
        stored, allow_pickle=False, **lists, **{n: a.astype(numpy.float16) for n, a in network.arrays.items()}
    )
    return stored.getvalue()


def load_network(file: Traversable) -> Network:
    """Read a network; raises VocabularyError where it is none or tells of classes that are none."""
    try:
        with file.open("rb") as stored, numpy.load(stored, allow_pickle=False) as held:
            lists = {name: held[name].tobytes().decode().split("\n") for name in _LISTS}
            arrays = {name: held[name] for name in held.files if name not in _LISTS}
    except (OSError, EOFError, ValueError, KeyError, BadZipFile, zlib.error) as error:
        raise VocabularyError(f"{file.name}: no network that can be read: {error}; fit it again") from error
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
