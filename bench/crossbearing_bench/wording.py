"""Conditions on the words of a text, as the rule files of the benchmarks put them: any of these, also these, never."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KEYS = {"words": (list,), "and": (list,), "not": (list,)}
"""The keys of a rule file that stand for conditions, in the form the loader of entries wants."""

Pattern = re.Pattern[str] | None


def any_of(expressions: Sequence[str]) -> Pattern:
    """Return a pattern for any of the regular expressions as whole words, None for none.

    >>> bool(any_of(["fire[ds]?"]).search("Police FIRED.")), any_of(["fire"]).search("fired")
    (True, None)
    """
    return re.compile(rf"(?<!\w)(?:{'|'.join(expressions)})(?!\w)", re.IGNORECASE) if expressions else None


def starred(word: str) -> str:
    """Return a plain word as a regular expression; a star at its end stands for any ending.

    >>> starred("strike*")
    'strike\\\\w*'
    """
    return re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")


@dataclass(frozen=True, slots=True)
class Wording:
    """What a text must and must not say; an empty condition always holds."""

    words: Pattern
    also: Pattern
    never: Pattern

    @classmethod
    def of(cls, entry: Mapping[str, Any], expression: Callable[[str], str] = str) -> Wording:
        """Return the conditions of one entry of a rule file, each word made an expression by ``expression``."""
        return cls(*(any_of([expression(word) for word in entry.get(key, ())]) for key in KEYS))

    @property
    def says_anything(self) -> bool:
        """Say whether there is any condition at all."""
        return any(pattern is not None for pattern in (self.words, self.also, self.never))

    def holds(self, text: str) -> bool:
        """Say whether the text says what it must and nothing that it must not."""
        if self.never is not None and self.never.search(text):
            return False
        return all(pattern is None or pattern.search(text) for pattern in (self.words, self.also))
