"""A list of words as one pattern that reads each character once; ``a|b|c`` tries every word at each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def any_of(words: Iterable[str]) -> str:
    """Return a pattern, for use without regard to case, that fits the longest of the words that stands somewhere.

    >>> pattern = any_of(["gas", "gas bomb", "Mine"])
    >>> [m.group() for m in re.finditer(pattern, "A gas bomb, a mine, gas", re.IGNORECASE)]
    ['gas bomb', 'mine', 'gas']
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for character in word.lower():
            node = node.setdefault(character, {})
        node[""] = {}
    return _pattern(tree)


def _pattern(node: dict[str, Any]) -> str:
    branches = [re.escape(character) + _pattern(below) for character, below in sorted(node.items()) if character]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if '' in node else ''}"
