"""Whether a document tells of an armed conflict, looked at before it is parsed: that costs a fiftieth of reading it.

Every sentence is a set of words and pairs of words, names left out so that no war is known by its places; a fitted
weight stands under the hash of each. The document has the mean of its three sentences that tell most. What the scorer
cannot judge is always read: short texts and texts in capitals, which show no names. It knows English alone.
"""

from __future__ import annotations

import json
import re
from array import array
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from importlib.resources import files
from importlib.resources.abc import Traversable
from math import sqrt
from zlib import crc32

from crossbearing.model.errors import VocabularyError

BITS = 16
"""Hashes are so long: a word shares its weight with others, which costs little where most words say nothing."""
BEST = 3
"""Sentences that a document is judged by: those that tell most."""
SHORT = 40
"""A text of fewer words is always read."""
PASSED_OVER = "passed_over"
"""Code of the problem of a document that was not read, since it does not tell of an armed conflict."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?|\d+")
_MASK = (1 << BITS) - 1
_FEWEST = 4
_NAME, _FIGURE = b"@", b"#"
_CAPITALS = 0.6


def hashed_sentences(text: str) -> Iterator[tuple[int, int, frozenset[int]]]:
    """Yield start, end and the hashed words and pairs of words of each sentence of at least four words.

    >>> [(_, _, one)] = hashed_sentences("Rebels seized Gao on 3 May.")
    >>> [(_, _, other)] = hashed_sentences("Rebels seized Timbuktu on 12 June.")
    >>> one == other
    True
    """
    start = 0
    for end, following in [*((m.start(), m.end()) for m in _SENTENCE.finditer(text)), (len(text), len(text))]:
        words = _WORD.findall(text, start, end)
        if len(words) >= _FEWEST:
            yield start, end, _hashes(words)
        start = following


def _hashes(words: list[str]) -> frozenset[int]:
    found = set()
    before = 0
    for number, word in enumerate(words):
        if word[0].isdigit():
            shown = _FIGURE
        else:
            shown = _NAME if number and word[0].isupper() else word.lower().encode()
        own = crc32(shown)
        found.add(own & _MASK)
        if number:
            found.add(crc32(shown, before) & _MASK)
        before = crc32(b" ", own)
    return frozenset(found)


def always_read(text: str) -> bool:
    """Say whether a text is read whatever it tells: it is short, or stands in capitals.

    >>> always_read("Rebels seized Gao."), always_read("word " * 50), always_read("WORD " * 50)
    (True, False, True)
    """
    if len(text.split(maxsplit=SHORT)) < SHORT:
        return True
    letters = [character for character in text if character.isalpha()]
    return sum(map(str.isupper, letters)) > _CAPITALS * max(1, len(letters))


@dataclass(frozen=True, slots=True)
class Relevance:
    """The fitted scorer: a weight for every hash, in steps of ``step``, and what every sentence starts from."""

    weights: array[int]
    step: float
    constant: float

    def score(self, text: str) -> float:
        """Return how much a text tells of an armed conflict: above 0 it is read, -inf for one without a sentence."""
        told = nlargest(BEST, (self._told(hashes) for _, _, hashes in hashed_sentences(text)))
        return sum(told) / len(told) if told else float("-inf")

    def _told(self, hashes: frozenset[int]) -> float:
        weights = self.weights
        return self.constant + self.step * sum([weights[place] for place in hashes]) / sqrt(len(hashes))

    def is_read(self, text: str) -> bool:
        """Say whether a text is to be read."""
        return always_read(text) or self.score(text) > 0


def relevance_of(file: Traversable) -> Relevance:
    """Read the scorer from its file; raises VocabularyError where it is not in that form."""
    try:
        table = json.loads(file.read_text(encoding="utf-8"))
        weights = array("b", b64decode(table["weights"], validate=True))
        if len(weights) != 1 << BITS:
            raise ValueError(f"{len(weights)} weights where {1 << BITS} are needed")
        return Relevance(weights, float(table["step"]), float(table["constant"]))
    except (KeyError, TypeError, ValueError) as error:
        raise VocabularyError(f"{file.name}: no table of relevance: {error}; fit it again") from error


@cache
def shipped_relevance() -> Relevance:
    """Return the scorer that comes with the program.

    >>> shipped_relevance().is_read("The parish fete raised a record sum. " * 10)
    False
    """
    return relevance_of(files("crossbearing.text") / "relevance.json")
