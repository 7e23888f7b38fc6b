"""Finds the names and ages of private persons in a text: whoever no pack knows and who looks like a person.

That is two or more names in capitals that are no organisation and no place by their words, or one beside an age or a
word such as "farmer". Beside such a sign a word that a pack knows as something else is a part of the name too: "the
journalist Samir Kassab" is no town, "a girl, Amal H." no movement. It finds too much rather than too little, and still
misses: a single name with nothing beside it, a name that stands in a heading alone, a name behind an office
("Colonel"), who counts as public. English signs in scripts that have capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from crossbearing.text.tokens import NameMatch
from crossbearing.vocab.loader import Form, load_entries

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_UNIT = r"(?:year|month|week|day)s?"
_AGE_AFTER = re.compile(rf"(?:,\s(?:aged\s)?|\s\()(\d{{1,3}})(?=[,.;)]|\s{_UNIT}\b)|,?\s(?:aged|age)\s(\d{{1,3}})\b")
_AGE = re.compile(rf"\b(\d{{1,3}})(?=-{_UNIT}-old|\s{_UNIT}\s(?:old|of\sage))")
# "a 12-year-old girl, ": whose age it is is named next.
_AGED_BEFORE = re.compile(rf"\b(\d{{1,3}})[-\s]{_UNIT}[-\s]old(?:\s[a-z-]+){{1,4}},?\s(?:named\s|called\s)?$")
# "Oleksandr Kovalenko, a 45-year-old teacher".
_APPOSED = re.compile(rf",?\s(?:(?:a|an|the)\s)?(\d{{1,3}})-{_UNIT}-old\b")
_POSSESSIVE = ("'s", "’s", "ʼs")
_REACH_BEFORE = 60
_LINE = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"[.!?:\n][\"'”’)\]]*\s*$|^\s*$")
_HEADING_WORDS, _HEADING_SHARE = 4, 0.6
SHORTEST_PART = 3
"""Letters that a part of a name has at least where it stands for the whole."""


@cache
def sign_words(kind: str) -> frozenset[str]:
    """Return the words of a kind of sign, as ``private_names.yml`` lists them.

    >>> "farmer" in sign_words("honorific")
    True
    """
    form = Form({"kind": (str,), "words": (str,)}, {})
    file = files("crossbearing.text") / "private_names.yml"
    return frozenset(w for _, e in load_entries(file, form) if e["kind"] == kind for w in e["words"].split())


class Word(NamedTuple):
    """A word of a text; ``known`` says what a pack has it as, ``first`` that a sentence begins with it."""

    text: str
    start: int
    end: int
    known: str
    first: bool
    single: bool = False

    @property
    def lower(self) -> str:
        """Return the word in small letters."""
        return self.text.lower()

    @property
    def capital(self) -> bool:
        """Say whether it looks like a part of a name: a capital, not all of them ("Karim", "al-Masri", "J")."""
        return _is_capital(self.text)


@lru_cache(maxsize=20_000)
def _is_capital(word: str) -> bool:
    parts = re.split(r"['’ʼ-]", word)
    last = parts[-1] if parts[0].lower() in sign_words("particle") else parts[0]
    return last[:1].isupper() and (len(word) == 1 or not word.isupper())


def words_of(text: str, matches: Sequence[NameMatch]) -> list[Word]:
    """Return the words of a text; ``matches`` are the names of packs in it, which are public and stay."""
    found: list[Word] = []
    position = 0
    for match in _WORD.finditer(text):
        while position < len(matches) and matches[position].end <= match.start():
            position += 1
        inside = position < len(matches) and matches[position].start < match.end()
        kind = matches[position].kind if inside else ""
        single = inside and matches[position].start >= match.start() and matches[position].end <= match.end()
        # One word that is a public person's name too does not make a family public: "Rima Haddad, 9".
        if kind == "person" and matches[position].end - matches[position].start == len(match.group()):
            kind = "person_part"
        first = _begins(text, match.start())
        found.append(Word(match.group(), match.start(), match.end(), kind, first, single))
    return found


def _begins(text: str, start: int) -> bool:
    """Say whether a sentence begins at ``start``; most words stand a space behind another and need no search."""
    if start > 1 and text[start - 1] == " " and text[start - 2].isalnum():
        return False
    return bool(_SENTENCE_END.search(text[max(0, start - 8) : start]))


def ages(text: str, names: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield where ages stand: behind one of ``names``, or by their words."""
    for _, end in names:
        if match := _AGE_AFTER.match(text, end):
            yield match.span(1) if match.group(1) else match.span(2)
    for match in _AGE.finditer(text):
        yield match.span(1)


def age_of(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the age of the person named from ``start`` to ``end`` stands, None where none does.

    >>> text = "A 12-year-old girl, Amal H., and Tarek Salloum, 34, were killed."
    >>> places = [age_of(text, start, end) for start, end in ((20, 26), (33, 46))]
    >>> [text[start:end] for start, end in places]
    ['12', '34']
    """
    if match := _AGE_AFTER.match(text, end):
        return match.span(1) if match.group(1) else match.span(2)
    if match := _APPOSED.match(text, end):
        return match.span(1)
    reach = max(0, start - _REACH_BEFORE)
    before = _AGED_BEFORE.search(text[reach:start])
    return None if before is None else (reach + before.start(1), reach + before.end(1))


def private_names(text: str, words: Sequence[Word]) -> list[tuple[int, int]]:
    """Return where the names of private persons stand by which they are known, in order.

    >>> text = "The journalist Samir Kassab met Farmer Tarek Salloum in Kassab."
    >>> known = [NameMatch(21, 27, "Kassab", "place", ()), NameMatch(56, 62, "Kassab", "place", ())]
    >>> [text[start:end] for start, end in private_names(text, words_of(text, known))]
    ['Samir Kassab', 'Tarek Salloum']
    """
    headings = [m.span() for m in _LINE.finditer(text) if _is_heading(m.group())]
    found: list[tuple[int, int]] = []
    for run in _runs(text, words, False):
        before, name = _named(run, words)
        if name and _is_person(text, name, before, any(s <= name[0].start < e for s, e in headings)):
            found.append((name[0].start, name[-1].end))
    for start, end, led in _signed(text, words):
        if led or not any(stop == end for _, stop in found):
            found = [(s, e) for s, e in found if e <= start or end <= s]
            found.append((start, end))
    return sorted((start, end - 2 if text.endswith(_POSSESSIVE, start, end) else end) for start, end in found)


def _named(run: Sequence[int], words: Sequence[Word]) -> tuple[Word | None, list[Word]]:
    """Return the word before a name and the name: openers and titles that begin a row in capitals are no part of it."""
    before = words[run[0] - 1] if run[0] else None
    name = [words[i] for i in run]
    while name and (name[0].first and name[0].lower in sign_words("opener")):
        before, name = name[0], name[1:]
    titles = [i for i, word in enumerate(name) if word.lower in sign_words("honorific") | sign_words("office")]
    if titles:  # "Deputy Prime Minister X": who is meant stands behind the last of them
        before, name = name[titles[-1]], name[titles[-1] + 1 :]
    return before, name


def _signed(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int, bool]]:
    """Yield names with words in them that packs know as something else, and whether what tells so stands before."""
    for run in _runs(text, words, True):
        before, name = _named(run, words)
        if not any(word.known not in _OPEN for word in name) or any(w.lower in sign_words("body") for w in name):
            continue
        start, end = name[0].start, name[-1].end
        titled = before is not None and _is_beside(text, before, name) and before.lower in sign_words("honorific")
        led = titled or _AGED_BEFORE.search(text[max(0, start - _REACH_BEFORE) : start]) is not None
        aged = _AGE_AFTER.match(text, end) is not None
        if (led and aged) if len(name) == 1 else (led or aged):
            yield start, end, led


# Words that no pack knows, or only as a part of the name of a person.
_OPEN = frozenset({"", "person_part"})


def _runs(text: str, words: Sequence[Word], loosely: bool) -> Iterator[list[int]]:
    """Yield the longest rows of words in capitals, small particles between them, none of which a pack knows.

    ``loosely`` takes single words too that a pack knows: then a sign must say that a person is named.
    """
    run: list[int] = []
    for i, word in enumerate(words):
        if run and not _goes_on(text, words[i - 1], word):
            yield from _trimmed(run, words, loosely)
            run = []
        named = word.capital and (word.known in _OPEN or (loosely and word.single))
        if named or (run and word.lower in sign_words("particle") and not word.known):
            run.append(i)
        elif run:
            yield from _trimmed(run, words, loosely)
            run = []
    yield from _trimmed(run, words, loosely)


def _goes_on(text: str, before: Word, word: Word) -> bool:
    gap = text[before.end : word.start]
    return gap in (" ", "\u00a0") or (gap == ". " and len(before.text) == 1)


def _trimmed(run: list[int], words: Sequence[Word], loosely: bool) -> Iterator[list[int]]:
    while run and not words[run[-1]].capital:
        run = run[:-1]
    if run and (loosely or any(not words[i].known for i in run)):
        yield run


def _is_beside(text: str, before: Word, name: Sequence[Word]) -> bool:
    return text[before.end : name[0].start] in (" ", ". ", " named ")


def _is_person(text: str, name: Sequence[Word], before: Word | None, heading: bool) -> bool:
    said = before.lower if before is not None and _is_beside(text, before, name) else ""
    aged = _AGE_AFTER.match(text, name[-1].end) is not None
    if any(word.lower in sign_words("body") for word in name):
        return False
    if aged or said in sign_words("honorific"):
        return not (len(name) == 1 and name[0].lower in sign_words("opener"))
    if heading or len(name) == 1 or said in sign_words("office"):
        return False
    after = text[name[-1].end : name[-1].end + 12].split()
    if (after and after[0] in sign_words("speech")) or said in sign_words("speech"):
        return True
    return said not in sign_words("place_before") and said != "the"


def _is_heading(line: str) -> bool:
    if line.rstrip().endswith((".", "!", "?", '"', "”")):
        return False
    words = [w for w in _WORD.findall(line) if len(w) >= SHORTEST_PART + 1]
    capitals = sum(w[0].isupper() for w in words)
    return len(words) >= _HEADING_WORDS and capitals >= _HEADING_SHARE * len(words)
