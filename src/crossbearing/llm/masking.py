"""Hides the names and ages of private persons before a text is sent, and puts them back into the quotes of the reply.

Whoever no pack knows and who looks like a person is hidden: two or more names in capitals that are no organisation and
no place by their words, or one beside an age or a word such as "farmer". It hides too much rather than too little, and
still misses: a single name with nothing beside it, a name that stands in a heading alone, one that a pack knows as
something else, a name behind an office ("Colonel"), who counts as public. English signs in scripts that have capitals;
a text in any other is not sent at all (``Mask.impossible``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from crossbearing.text.names import NameMatcher
from crossbearing.vocab.loader import Form, load_entries

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_AGE_AFTER = re.compile(r"(?:,\s(?:aged\s)?|\s\()(\d{1,3})(?=[,.;)])|,?\s(?:aged|age)\s(\d{1,3})\b")
_AGE = re.compile(r"\b(\d{1,3})(?=-(?:year|month|week|day)s?-old|\s(?:years?|months?)\s(?:old|of\sage))")
_LINE = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"[.!?:\n][\"'”’)\]]*\s*$|^\s*$")
_HEADING_WORDS, _HEADING_SHARE = 4, 0.6
_NO_CAPITALS_SHARE = 0.2
_SHORTEST_PART = 3
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@cache
def _words(kind: str) -> frozenset[str]:
    form = Form({"kind": (str,), "words": (str,)}, {})
    file = files("crossbearing.llm") / "masking.yml"
    return frozenset(w for _, e in load_entries(file, form) if e["kind"] == kind for w in e["words"].split())


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text; ``known`` says what a pack has it as, ``first`` that a sentence begins with it."""

    text: str
    start: int
    end: int
    known: str
    first: bool

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def capital(self) -> bool:
        """Say whether it looks like a part of a name: a capital, not all of them ("Karim", "al-Masri", "J")."""
        parts = re.split(r"['’ʼ-]", self.text)
        last = parts[-1] if parts[0].lower() in _words("particle") else parts[0]
        return last[:1].isupper() and (len(self.text) == 1 or not self.text.isupper())


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
            forms = sorted(self.names, key=lambda form: (-len(form), form))
            pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(form) for form in forms)})(?![\w-])")
            found = [m.span() for m in pattern.finditer(text)]
        found += [(start, end) for start, end in _ages(text, list(found)) if text[start:end] in self.ages]
        kept: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if not kept or start >= kept[-1][1]:
                kept.append((start, end))
        return kept

    def _for(self, form: str) -> str:
        return self.names.get(form) or self.ages[form]

    def restore(self, text: str) -> str:
        """Return the text with every placeholder replaced by what it stood for; unknown ones stay as they are."""
        back = {placeholder: form for form, placeholder in (*self.names.items(), *self.ages.items())}
        pattern = rf"{self.prefix}_\d+[a-z]+|{self.prefix}AGE_\d+"
        return re.sub(pattern, lambda m: back.get(m.group(), m.group()), text)


def _replaced(text: str, found: Iterable[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    last = 0
    for start, end, placeholder in found:
        if start >= last:
            parts += [text[last:start], placeholder]
            last = end
    return "".join([*parts, text[last:]])


def _ages(text: str, names: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield where ages stand: behind one of ``names``, or by their words."""
    for _, end in names:
        if match := _AGE_AFTER.match(text, end):
            yield match.span(1) if match.group(1) else match.span(2)
    for match in _AGE.finditer(text):
        yield match.span(1)


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

    def mask(self, texts: Sequence[str]) -> Mask:
        """Return the mask of one document, given in one or more parts; the same text always gives the same."""
        whole = "\n\n".join(texts)
        impossible = _impossible(whole)
        prefix = "PERSON"
        while prefix in whole:  # a text that holds our placeholders would be restored wrongly
            prefix += "X"
        if impossible:
            return Mask({}, prefix, {}, impossible)
        names = self._forms(whole, prefix)
        taken = [m.span() for form in names for m in re.finditer(rf"(?<![\w-]){re.escape(form)}(?![\w-])", whole)]
        ages = dict.fromkeys(whole[start:end] for start, end in sorted(_ages(whole, taken)))
        return Mask(names, prefix, {age: f"{prefix}AGE_{number}" for number, age in enumerate(ages, 1)})

    def _forms(self, text: str, prefix: str) -> dict[str, str]:
        """Return every form of every name with its placeholder: the number is the person, the letter the form."""
        words = self._words(text)
        known = {word.text for word in words if word.known}
        placeholders: dict[str, str] = {}
        for number, name in enumerate(dict.fromkeys(_persons(text, words)), 1):
            parts = [part for part in (name.split()[-1], name.split()[0]) if len(part) >= _SHORTEST_PART]
            loose = [p for p in parts if p not in known and p.lower() not in _words("opener") | _words("particle")]
            forms = [form for form in dict.fromkeys([name, *loose]) if form not in placeholders]
            for letter, form in zip(_LETTERS, forms, strict=False):
                placeholders[form] = f"{prefix}_{number}{letter}"
        return placeholders

    def _words(self, text: str) -> list[_Word]:
        found: list[_Word] = []
        matches = self._matcher.find(text)
        position = 0
        for match in _WORD.finditer(text):
            while position < len(matches) and matches[position].end <= match.start():
                position += 1
            inside = position < len(matches) and matches[position].start < match.end()
            kind = matches[position].kind if inside else ""
            # One word that is a public person's name too does not make a family public: "Rima Haddad, 9".
            if kind == "person" and matches[position].end - matches[position].start == len(match.group()):
                kind = "person_part"
            first = bool(_SENTENCE_END.search(text[max(0, match.start() - 8) : match.start()]))
            found.append(_Word(match.group(), match.start(), match.end(), kind, first))
        return found


def _impossible(text: str) -> str:
    letters = sum(c.isalpha() for c in text)
    caseless = sum(c.isalpha() and c.lower() == c.upper() for c in text)
    upper = sum(c.isupper() for c in text)
    if letters and caseless > _NO_CAPITALS_SHARE * letters:
        return "names cannot be found in a script without capitals, so they cannot be masked"
    if letters and upper > letters / 2:
        return "names cannot be told from other words where all is in capitals, so they cannot be masked"
    return ""


def _persons(text: str, words: Sequence[_Word]) -> Iterator[str]:
    """Yield the names of private persons in the order in which they stand."""
    headings = [m.span() for m in _LINE.finditer(text) if _is_heading(m.group())]
    for run in _runs(text, words):
        before = words[run[0] - 1] if run[0] else None
        name = [words[i] for i in run]
        while name and (name[0].first and name[0].lower in _words("opener")):
            before, name = name[0], name[1:]
        titles = [i for i, word in enumerate(name) if word.lower in _words("honorific") | _words("office")]
        if titles:  # "Deputy Prime Minister X": who is meant stands behind the last of them
            before, name = name[titles[-1]], name[titles[-1] + 1 :]
        if name and _is_person(text, name, before, any(s <= name[0].start < e for s, e in headings)):
            yield text[name[0].start : name[-1].end]


def _runs(text: str, words: Sequence[_Word]) -> Iterator[list[int]]:
    """Yield the longest rows of words in capitals, small particles between them, none of which a pack knows."""
    run: list[int] = []
    for i, word in enumerate(words):
        gap = text[words[i - 1].end : word.start] if i else "\n"
        joined = gap in (" ", "\u00a0") or (gap == ". " and len(words[i - 1].text) == 1)
        if run and not joined:
            yield from _trimmed(run, words)
            run = []
        named = word.capital and word.known in ("", "person_part")
        if named or (run and word.lower in _words("particle") and not word.known):
            run.append(i)
        elif run:
            yield from _trimmed(run, words)
            run = []
    yield from _trimmed(run, words)


def _trimmed(run: list[int], words: Sequence[_Word]) -> Iterator[list[int]]:
    while run and not words[run[-1]].capital:
        run = run[:-1]
    if run and any(not words[i].known for i in run):
        yield run


def _is_person(text: str, name: Sequence[_Word], before: _Word | None, heading: bool) -> bool:
    beside = before is not None and text[before.end : name[0].start] in (" ", ". ", " named ")
    said = before.lower if before is not None and beside else ""
    aged = _AGE_AFTER.match(text, name[-1].end) is not None
    if any(word.lower in _words("body") for word in name):
        return False
    if aged or said in _words("honorific"):
        return not (len(name) == 1 and name[0].lower in _words("opener"))
    if heading or len(name) == 1 or said in _words("office"):
        return False
    after = text[name[-1].end : name[-1].end + 12].split()
    if (after and after[0] in _words("speech")) or said in _words("speech"):
        return True
    return said not in _words("place_before") and said != "the"


def _is_heading(line: str) -> bool:
    words = [w for w in _WORD.findall(line) if len(w) >= _SHORTEST_PART + 1]
    if line.rstrip().endswith((".", "!", "?", '"', "”")):
        return False
    capitals = sum(w[0].isupper() for w in words)
    return len(words) >= _HEADING_WORDS and capitals >= _HEADING_SHARE * len(words)
