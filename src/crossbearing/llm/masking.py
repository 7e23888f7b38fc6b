"""Hides the names and ages of private persons before a text is sent, and puts them back into the quotes of the reply.

Who is private ``text/private_names.py`` says. A text in a script without capitals is not sent at all
(``Mask.impossible``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from crossbearing.text.names import NameMatcher
from crossbearing.text.private_names import SHORTEST_PART, ages, private_names, sign_words, words_of

_NO_CAPITALS_SHARE = 0.2
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Mask:
    """What stands for what in one document. ``impossible`` says why it cannot be masked; empty where it can.

    >>> mask = Mask({"Tarek Salloum": "PERSON_1a"}, "PERSON")
    >>> mask.hide("They met Tarek Salloum."), mask.restore("met PERSON_1a")
    ('They met PERSON_1a.', 'met Tarek Salloum')
    """

    names: dict[str, str]
    prefix: str = "PERSON"
    ages: dict[str, str] = field(default_factory=dict)
    impossible: str = ""

    def hide(self, text: str) -> str:
        """Return the text with every name and age replaced by its placeholder."""
        return _replaced(text, [(start, end, self._for(text[start:end])) for start, end in self.spans(text)])

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where the names and ages stand that are hidden, in order, none overlapping another.

        >>> Mask({"Tarek Salloum": "PERSON_1a"}, "PERSON").spans("They met Tarek Salloum.")
        [(9, 22)]
        """
        found: list[tuple[int, int]] = []
        if self.names:
            standing = sorted((span for form in self.names for span in _standing(form, text)), key=_longest_first)
            found = _apart(standing)
        found += [(start, end) for start, end in ages(text, list(found)) if text[start:end] in self.ages]
        return _apart(sorted(found))

    def whole(self, form: str) -> str:
        """Return the fullest form of the name that ``form`` is a form of.

        >>> Mask({"Tarek Salloum": "PERSON_1a", "Salloum": "PERSON_1b"}, "PERSON").whole("Salloum")
        'Tarek Salloum'
        """
        placeholder = self.names[form]
        first = f"{placeholder[:-1]}{_LETTERS[0]}"
        return next((name for name, told in self.names.items() if told == first), form)

    def _for(self, form: str) -> str:
        return self.names.get(form) or self.ages[form]

    def restore(self, text: str) -> str:
        """Return the text with every placeholder replaced by what it stood for; unknown ones stay as they are."""
        back = {placeholder: form for form, placeholder in (*self.names.items(), *self.ages.items())}
        pattern = rf"{self.prefix}_\d+[a-z]+|{self.prefix}AGE_\d+"
        return re.sub(pattern, lambda m: back.get(m.group(), m.group()), text)


def _standing(form: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a form stands as a word, none overlapping another: a pattern of its own costs more than the search.

    >>> list(_standing("Amal", "Amal met Amal-Din and Amal."))
    [(0, 4), (22, 26)]
    """
    start = text.find(form)
    while start >= 0:
        end = start + len(form)
        whole = not (start and _in_word(text[start - 1])) and not (end < len(text) and _in_word(text[end]))
        if whole:
            yield start, end
        start = text.find(form, end if whole else start + 1)


def _in_word(character: str) -> bool:
    return character.isalnum() or character in "_-"


def _longest_first(span: tuple[int, int]) -> tuple[int, int]:
    return span[0], -span[1]


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans, which come in order, without those that begin before the last one ends."""
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _replaced(text: str, found: Iterable[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    last = 0
    for start, end, placeholder in found:
        if start >= last:
            parts += [text[last:start], placeholder]
            last = end
    return "".join([*parts, text[last:]])


class Masker:
    """Finds private persons. ``matcher`` knows the names of all packs, which are public and stay.

    >>> masker = Masker(NameMatcher([]))
    >>> text = "Farmer Tarek Salloum, 34, was killed. Salloum had two sons."
    >>> mask = masker.mask([text])
    >>> mask.hide(text)
    'Farmer PERSON_1a, PERSONAGE_1, was killed. PERSON_1b had two sons.'
    >>> mask.restore(mask.hide(text)) == text
    True
    """

    def __init__(self, matcher: NameMatcher) -> None:
        self._matcher = matcher

    def mask(self, texts: Sequence[str], also: Iterable[str] = ()) -> Mask:
        """Return the mask of one document, given in one or more parts; the same text always gives the same.

        ``also`` are names of persons that a reader or a person found in it: they are hidden but for whom a pack knows.
        """
        whole = "\n\n".join(texts)
        impossible = _impossible(whole)
        prefix = "PERSON"
        while prefix in whole:  # a text that holds our placeholders would be restored wrongly
            prefix += "X"
        if impossible:
            return Mask({}, prefix, {}, impossible)
        names = self._forms(whole, prefix, also)
        taken = [span for form in names for span in _standing(form, whole)]
        told = dict.fromkeys(whole[start:end] for start, end in sorted(ages(whole, taken)))
        return Mask(names, prefix, {age: f"{prefix}AGE_{number}" for number, age in enumerate(told, 1)})

    def _forms(self, text: str, prefix: str, also: Iterable[str]) -> dict[str, str]:
        """Return every form of every name with its placeholder: the number is the person, the letter the form."""
        words = words_of(text, self._matcher.find(text))
        known = {word.text for word in words if word.known}
        small = frozenset[str]().union(*map(sign_words, ("opener", "particle", "honorific", "office")))
        placeholders: dict[str, str] = {}
        named = dict.fromkeys(text[start:end] for start, end in private_names(text, words))
        named |= dict.fromkeys(name for name in sorted(set(also)) if name[:1].isupper() and not self._is_public(name))
        for number, name in enumerate(named, 1):
            parts = [p for p in dict.fromkeys((name.split()[-1], name.split()[0])) if len(p) >= SHORTEST_PART]
            loose = [p for p in parts if p not in known and p.lower() not in small]
            forms = [form for form in dict.fromkeys([name, *loose]) if form not in placeholders]
            for letter, form in zip(_LETTERS, forms, strict=False):
                placeholders[form] = f"{prefix}_{number}{letter}"
        return placeholders

    def _is_public(self, name: str) -> bool:
        return any(m.kind == "person" and m.text == name for m in self._matcher.find(name))


def _impossible(text: str) -> str:
    letters, upper = sum(map(str.isalpha, text)), sum(map(str.isupper, text))
    caseless = sum(c.isalpha() and c.lower() == c.upper() for c in _BEYOND_ASCII.findall(text))
    if letters and caseless > _NO_CAPITALS_SHARE * letters:
        return "names cannot be found in a script without capitals, so they cannot be masked"
    if letters and upper > letters / 2:
        return "names cannot be told from other words where all is in capitals, so they cannot be masked"
    return ""
