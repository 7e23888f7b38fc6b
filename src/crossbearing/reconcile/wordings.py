"""The words by which two tellings are compared: those that carry content, by their beginnings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]{4,}", re.UNICODE)
_COMMON = frozenset(
    "that with from this have been were they their which said also after before more than into about over when while "
    "other some there where would could will being under against between during since least around among most many "
    "people killed wounded".split()
)


@lru_cache(maxsize=50_000)
def content_words(text: str) -> frozenset[str]:
    """Return the words of four letters and more but the commonest, cut to six letters.

    >>> sorted(content_words("Two bombs hit the buses"))
    ['bombs', 'buses']
    """
    return frozenset(w[:6] for w in _WORD.findall(text.lower()) if w not in _COMMON)


_ANY_WORD = re.compile(r"\w+", re.UNICODE)


@lru_cache(maxsize=50_000)
def _word_set(text: str) -> frozenset[str]:
    return frozenset(_ANY_WORD.findall(text.lower()))


def shared_wording(texts: Iterable[str], others: Iterable[str]) -> float:
    """Return how much of the longer sentence stands in the other, for the two most alike.

    >>> shared_wording(["shells hit the town"], ["Shells hit the town", "it rained"])
    1.0
    """
    second = [words for words in map(_word_set, others) if words]
    return max(
        (len(a & b) / max(len(a), len(b)) for a in map(_word_set, texts) if a for b in second),
        default=0.0,
    )
