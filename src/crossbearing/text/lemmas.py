"""Lemmas of word forms by the rules and tables of the parser's package, each form looked up once.

The rules are those of the package's own lemmatizer; its lists of base forms, which it searches from end to end for each
ending that it tries, are sets here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_PREFIXES = ("over", "under", "with", "fore", "out", "mis", "re", "up")
# Forms that the rules get wrong.
_FIXED = {
    ("news", "N"): "news",
    ("forces", "N"): "force",
    ("left", "V"): "leave",
    ("wounded", "V"): "wound",
    ("raped", "V"): "rape",
    ("cordoned", "V"): "cordon",
    ("series", "N"): "series",
    ("barracks", "N"): "barracks",
    ("gutted", "V"): "gut",
    ("raping", "V"): "rape",
    ("corpses", "N"): "corpse",
    ("bases", "N"): "base",
    ("abdomen", "N"): "abdomen",
}
# A vowel and one consonant that doubles before -ed and -ing.
_SHORT_STEM = re.compile(r"(?:^|[^aeiou])[aeiou][bcdfgklmnprstvz]$")
_KIND_OF_TAG = {"V": "verb", "N": "noun", "J": "adj", "R": "adv", "M": "aux"}
# Endings of base forms that look inflected; those of other listed words ("bed", "need") the rules leave alone as well.
_BASE_ENDINGS = {"verb": ("ing", "eed", "bed", "ss", "us", "is"), "noun": ("ss", "is", "us")}

Tables = Mapping[str, Mapping[str, Any]]
"""The package's tables by name (lemma_index, lemma_exc, lemma_rules), each by kind of word."""


class Lemmas:
    """Knows the lemma of every word form; ``tables`` are the package's.

    >>> rules = {"lemma_index": {"verb": ["hope"]}, "lemma_exc": {}, "lemma_rules": {"verb": [["ed", "e"], ["ed", ""]]}}
    >>> Lemmas(rules).of("hoped", "VBD")
    'hope'
    """

    def __init__(self, tables: Tables) -> None:
        kinds = sorted(set(_KIND_OF_TAG.values()))
        index, exceptions, rules = (tables[name] for name in ("lemma_index", "lemma_exc", "lemma_rules"))
        self._index: dict[str, frozenset[str]] = {kind: frozenset(index.get(kind, ())) for kind in kinds}
        self._exceptions: dict[str, Mapping[str, Sequence[str]]] = {kind: exceptions.get(kind, {}) for kind in kinds}
        self._rules: dict[str, Sequence[tuple[str, str]]] = {kind: rules.get(kind, ()) for kind in kinds}
        self._found: dict[tuple[str, str], str] = dict(_FIXED)

    def of(self, lower: str, tag: str) -> str:
        """Return the lemma of a word form under a Penn tag (``"seized"``, ``"VBD"`` gives ``"seize"``)."""
        key = (lower, tag[:1])
        found = self._found.get(key)
        if found is None:
            kind = _KIND_OF_TAG.get(tag[:1])
            found = lower
            if kind is not None and lower and not self._is_base(lower, kind):
                found = self._by_rules(lower, kind).lower()
                if kind == "verb":
                    found = self._prefixed(lower) if found == lower else self._with_e(lower, found)
            self._found[key] = found
        return found

    def _by_rules(self, word: str, kind: str) -> str:
        """Return a word's exception, else the last listed form that a rule makes, else any form, else itself.

        The order is the package's: what it would put at the front of its list of lemmas.
        """
        index = self._index[kind]
        if not (index or self._exceptions[kind] or self._rules[kind]):
            return word.lower()
        listed: list[str] = []
        unlisted: list[str] = []
        lower = word.lower()
        for old, new in self._rules[kind]:
            form = lower[: len(lower) - len(old)] + new if lower.endswith(old) else ""
            if form in index:
                listed.insert(0, form)
            elif form:
                (unlisted if form.isalpha() else listed).append(form)
        for form in self._exceptions[kind].get(lower, ()):
            if form not in listed:
                listed.insert(0, form)
        return next(iter(listed or unlisted), word)

    def _is_base(self, lower: str, kind: str) -> bool:
        """Say whether a word is no inflected form, though it ends like one: "bring", "express", "crisis".

        The rules alone make "bre" of "bring". A word that is listed and has no irregular reading is taken as it is.
        """
        if kind not in _BASE_ENDINGS or not lower.endswith(_BASE_ENDINGS[kind]):
            return False
        return lower in self._index[kind] and lower not in self._exceptions[kind]

    def _with_e(self, lower: str, found: str) -> str:
        """Return "stage" for "staged", where the rules find "stag": a short stem doubles its consonant ("wagged")."""
        if not _SHORT_STEM.search(found) or lower not in {found + "ed", found + "ing"}:
            return found
        return found + "e" if found + "e" in self._index["verb"] else found

    def _prefixed(self, lower: str) -> str:
        """Return the lemma of an irregular form behind a prefix ("overran", "retook"), which the rules do not know."""
        for prefix in _PREFIXES:
            if lower.startswith(prefix) and len(lower) > len(prefix) + 2:
                rest = lower[len(prefix) :]
                lemma = self.of(rest, "VBD")
                if lemma != rest:
                    return prefix + lemma
        return lower
