"""Decides which sentences are worth parsing: those with a trigger, a reporting cue or a quantity."""

from __future__ import annotations

import re
from collections.abc import Callable

_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
Lemma = Callable[[str, str], str]


class Gate:
    """Knows every word a frame, a rule or an attribution starts from; a sentence without one is never parsed.

    >>> gate = Gate(frozenset({"seize"}), lambda word, tag: {"seized": "seize"}.get(word, word))
    >>> gate.decide("The army seized the hill."), gate.decide("It rained all day.")
    ('seized', None)
    """

    def __init__(self, triggers: frozenset[str], lemma: Lemma) -> None:
        self._triggers = triggers
        self._lemma = lemma
        self._known: dict[str, bool] = {}

    def knows(self, word: str) -> bool:
        """Say whether a small word is a form of a trigger, read as verb or noun."""
        known = self._known.get(word)
        if known is None:
            forms = {word, self._lemma(word, "VB"), self._lemma(word, "NN")}
            known = bool(forms & self._triggers)
            self._known[word] = known
        return known

    def decide(self, text: str) -> str | None:
        """Return the word for which the sentence is parsed, or None when it is passed over."""
        for found in _WORD.finditer(text):
            word = found.group().lower()
            if self.knows(word):
                return found.group()
        return None
