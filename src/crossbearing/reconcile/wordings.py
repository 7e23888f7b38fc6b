"""The words by which two tellings are compared: those that carry content, by their beginnings."""

from __future__ import annotations

import re
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
