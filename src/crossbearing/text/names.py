"""Finds known names before anything is parsed: one Aho-Corasick automaton over the names of all packs.

The parser's own name recognition is wrong on exactly the names that matter, so it is not used; what the packs know is
found here, whatever its length, and stands as one token in the parse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from daachorse import CharwiseDoubleArrayAhoCorasick

from crossbearing.text.tokens import NameMatch


@dataclass(frozen=True, slots=True)
class NameEntry:
    """A name to look for: ``id`` is what a pack calls its bearer; ``case`` asks for the very capitals given.

    ``kind`` is actor, place, outlet, person or demonym. A demonym ("Russian") is recorded but stays an adjective in the
    parse; the other kinds become one proxy noun.
    """

    text: str
    kind: str
    id: str
    case: bool = False


def fold_case(text: str) -> str:
    """Lower-case ``text`` and keep its length, so that offsets hold (some letters lower-case to two).

    >>> len(fold_case("İzmir"))
    5
    """
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _plain(text: str) -> str:
    """Fold case and the typographic apostrophes and dashes that reports use for the plain ones."""
    return fold_case(text).translate({0x2019: "'", 0x2018: "'", 0x2BC: "'", 0x2013: "-", 0x2010: "-", 0x2011: "-"})


class NameMatcher:
    """Finds the names of ``entries`` in texts; leftmost, then longest; whole words only.

    >>> m = NameMatcher([NameEntry("Jaish al-Islam", "actor", "sy:jai"), NameEntry("IS", "actor", "is", case=True)])
    >>> [(n.text, n.ids) for n in m.find("Jaish al-Islam is not IS")]
    [('Jaish al-Islam', ('sy:jai',)), ('IS', ('is',))]
    """

    def __init__(self, entries: Iterable[NameEntry]) -> None:
        by_pattern: dict[str, list[NameEntry]] = defaultdict(list)
        for entry in entries:
            if entry.text.strip():
                by_pattern[_plain(entry.text)].append(entry)
        self._patterns = sorted(by_pattern)
        self._entries = [sorted(by_pattern[p], key=lambda e: (e.kind, e.id)) for p in self._patterns]
        self._automaton = CharwiseDoubleArrayAhoCorasick(self._patterns) if self._patterns else None
        self._last: tuple[str, list[NameMatch]] = ("", [])

    def find(self, text: str) -> list[NameMatch]:
        """Return the matches in ``text`` in order, none overlapping another."""
        last, matches = self._last
        if text != last:  # the same report is asked for when it is read and when its persons are sought
            matches = self._found(text)
            self._last = (text, matches)
        return list(matches)

    def _found(self, text: str) -> list[NameMatch]:
        if self._automaton is None:
            return []
        found: list[tuple[int, int, bool, list[NameEntry]]] = []
        for start, end, pattern in self._automaton.find_overlapping(_plain(text)):
            stop = _word_end(text, start, end)
            if stop is None:
                continue
            entries = [e for e in self._entries[pattern] if _case_fits(e, text[start:end])]
            if entries:
                found.append((start, stop, stop != end, entries))
        found.sort(key=lambda f: (f[0], -f[1], f[2]))  # "Hamas" the group before "Hama" with a lost apostrophe
        matches: list[NameMatch] = []
        last = 0
        for start, end, _, entries in found:
            if start < last:
                continue
            last = end
            kind = entries[0].kind
            ids = tuple(dict.fromkeys(e.id for e in entries))
            matches.append(NameMatch(start, end, text[start:end], kind, ids))
        return matches


def _word_end(text: str, start: int, end: int) -> int | None:
    """Return where the word ends, or None inside a word; a lost apostrophe ("Aleppos") still ends it."""
    if start and text[start - 1].isalnum():
        return None
    if end == len(text) or not text[end].isalnum():
        return end
    lost = text[end] == "s" and (end + 1 == len(text) or not text[end + 1].isalnum())
    return end + 1 if lost and text[end - 1] != "s" else None


def _case_fits(entry: NameEntry, found: str) -> bool:
    """Say whether the capitals fit: exact where asked, else a capital where the entry has one."""
    if entry.case:
        return found == entry.text
    return not entry.text[:1].isupper() or found[:1].isupper() or not found[:1].isalpha()
