"""A layer over two words of a sentence and what is told of them in words: how likely each of some answers is.

It sees what the parser and the judge's network made of both words, and a few features by name; what fills the roles of
claims (``roles``) and how claims are told (``manner``) are such layers. ``evaluate/layer_fit`` fits them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple

import numpy

from crossbearing.extract.judge.network import normalised, one_thread
from crossbearing.extract.judge.stored import load_arrays, stored_arrays
from crossbearing.model.errors import VocabularyError

CLASS = "class"
"""The feature by which each answer is likelier or not from the start: the class of the claim."""
_ANSWERS = "answers"


@dataclass(frozen=True, eq=False)
class Layer:
    """The values that features may have, of each the first for all that are not known; the arrays; the answers."""

    lists: Mapping[str, tuple[str, ...]]
    arrays: Mapping[str, Any]
    answers: tuple[str, ...]
    places: tuple[Mapping[str, int], ...]

    @property
    def features(self) -> tuple[str, ...]:
        """The names of the features, in the order in which they are told."""
        return tuple(self.lists)

    def numbers(self, told: Iterable[Sequence[str]]) -> Any:
        """Return where what is told stands in the lists, a row a pair of words and a column a feature."""
        rows = [[places.get(one, 0) for places, one in zip(self.places, values, strict=True)] for values in told]
        return numpy.array(rows, dtype=numpy.intp).reshape(len(rows), len(self.places))

    def shares(self, own: Any, others: Any, numbers: Any) -> Any:
        """Return how likely each answer is, a row a pair; ``own`` and ``others`` are the rows of the two words."""
        a = self.arrays
        with one_thread():
            rows = own @ a["own"] + others @ a["other"] + a["bias"]
            for column, name in enumerate(self.lists):
                rows += a[f"in.{name}"][numbers[:, column]]
            rows = numpy.maximum(normalised(rows, a["gain"], a["shift"]), 0)
            scores = rows @ a["out"] + a["out.bias"] + a["out.class"][numbers[:, self.features.index(CLASS)]]
        scores = numpy.exp(scores - scores.max(axis=1, keepdims=True))
        # Rounded, so that the last bit of a machine's sums decides nothing.
        return numpy.round(scores / scores.sum(axis=1, keepdims=True), 3)


def layer_of(lists: Mapping[str, Sequence[str]], arrays: Mapping[str, Any], answers: Sequence[str]) -> Layer:
    """Return a layer from its lists, arrays and answers."""
    fixed = {name: tuple(listed) for name, listed in lists.items()}
    places = tuple({text: number for number, text in enumerate(listed)} for listed in fixed.values())
    held = {name: numpy.asarray(one, dtype=numpy.float32) for name, one in arrays.items()}
    return Layer(fixed, held, tuple(answers), places)


def layer_bytes(layer: Layer) -> bytes:
    """Return a layer as it is stored: the same layer, the same bytes."""
    return stored_arrays({**layer.lists, _ANSWERS: layer.answers}, layer.arrays)


class Question(NamedTuple):
    """What a layer is asked: the file it lies in, what it is told of two words, and its answers."""

    file: str
    features: tuple[str, ...]
    answers: tuple[str, ...]

    def load(self, folder: Traversable) -> Layer:
        """Read the layer from a folder; raises VocabularyError where it is none, or made for other answers."""
        lists, arrays = load_arrays(folder / self.file, (*self.features, _ANSWERS))
        if lists.pop(_ANSWERS) != self.answers:
            raise VocabularyError(f"{self.file}: made for other answers than the contract's; fit it again")
        return layer_of(lists, arrays, self.answers)
