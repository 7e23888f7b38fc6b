"""Finds place names in raw text: capitals, the gazetteer and the words around, no parser and no trained tagger.

Every run of capitalised words is cut at known names; a logistic regression over plain features (what stands before and
after, how well known the place is, whether the run holds anything else) says whether a place is meant.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import mul
from typing import NamedTuple

from crossbearing.model.made import made_often
from crossbearing.resolve.covered import Covered
from crossbearing.resolve.gazetteer import Candidate, Gazetteer
from crossbearing.resolve.place_relations import demonym_places
from crossbearing.vocab.loader import Form, load_entries

FEATURES = (
    "constant", "locative before", "loose preposition before", "comma and a place after", "place and comma before",
    "kind noun beside", "title before", "speech verb after", "organisation word beside", "starts the sentence",
    "also a common word", "all the run", "unknown capital before", "unknown capital after", "found by name",
    "country or division", "log population", "demonym", "several words", "all capitals", "locative elsewhere",
    "known actor, person or outlet", "more than once", "digit before", "determiner before", "possessive after",
    "country named in the document", "unknown capital, locative before", "in capitals at the start of a line",
    "seen as part of an unknown run", "lower-case noun after", "verb after",
)  # fmt: skip
_UPPER = "A-ZÀ-ÖØ-ÞĀ-Ž"
_TOKEN = re.compile(
    rf"(?:al|el|ad|ar|as|ash|an|az|at)-[A-Z][\w’'.]*|[{_UPPER}](?:\.[A-Z])+\.?|[{_UPPER}][\w’']*(?:-[\w’']+)*\.?|[\w’'-]+|\S"
)


@cache
def _lists() -> dict[str, frozenset[str]]:
    """Return the word lists of `toponym_words.yml` by name."""
    form = Form({"list": (str,), "words": (list,)}, {})
    entries = load_entries(files("crossbearing.resolve") / "toponym_words.yml", form)
    return {entry["list"]: frozenset(entry["words"]) for _, entry in entries}


_LOCATIVE, _LOOSE, _TITLES = _lists()["locative"], _lists()["loose"], _lists()["titles"]
_SPEECH, _KINDS = _lists()["speech"], _lists()["kinds"]
_ORGANISATIONS, _COMMON = _lists()["organisations"], _lists()["common"]
_MOST_WORDS = 4
# Written small before a capital: the word they open counts as one with a capital.
_ARTICLES = ("al-", "el-", "ad-", "ar-", "as-", "an-", "az-")


@made_often
@dataclass(frozen=True, slots=True)
class Span:
    """A possible place name: offsets, words and the values of FEATURES."""

    start: int
    end: int
    text: str
    values: tuple[float, ...]


class _Word(NamedTuple):
    start: int
    end: int
    text: str
    capital: bool

    @property
    def plain(self) -> str:
        return self.text.rstrip(".").removesuffix("'s").removesuffix("’s").rstrip("'’")


@cache
def weights() -> dict[str, float]:
    """Return the fitted weights of FEATURES."""
    table: dict[str, float] = json.loads(
        (files("crossbearing.resolve") / "toponym_weights.json").read_text(encoding="utf-8")
    )
    return table


@cache
def _vector() -> tuple[float, ...]:
    return tuple(weights()[name] for name in FEATURES)


def _words(text: str) -> list[_Word]:
    return [_Word(*m.span(), word, _capital(word)) for m in _TOKEN.finditer(text) if (word := m[0])]


def _capital(word: str) -> bool:
    return word[0].isupper() or (word.startswith(_ARTICLES) and len(word) > 3)


def _runs(words: Sequence[_Word]) -> list[tuple[int, int]]:
    """Return the runs (first, past the last) of capitalised words that nothing but a space parts."""
    runs, i = [], 0
    while i < len(words):
        if not words[i].capital:
            i += 1
            continue
        j = i + 1
        while j < len(words) and words[j].capital and _joined(words[j - 1], words[j]):
            j += 1
        runs.append((i, j))
        i = j
    return runs


def _joined(first: _Word, second: _Word) -> bool:
    return second.start - first.end == 1 and not _ends(first.text)


def _ends(word: str) -> bool:
    """Say whether a word ends its run: a possessive, or a full stop after a whole word."""
    return word.endswith(("'s", "’s", "s'", "s’")) or (word.endswith(".") and len(word) > 4)


def _known(name: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    return tuple(c for c in gazetteer.lookup(name) if c.tier <= 1) if gazetteer.names(name) else ()


class _Scan:
    """One pass over one text."""

    def __init__(
        self, text: str, gazetteer: Gazetteer, taken: Sequence[tuple[int, int]], countries: frozenset[str]
    ) -> None:
        self.text, self.gazetteer, self.countries = text, gazetteer, countries
        self.words = _words(text)
        self.taken = Covered(taken)
        self.counts: dict[str, int] = {}
        self.located: set[str] = set()
        self.inside_runs: set[str] = set()
        self.lower = {w.text for w in self.words if w.text.islower()}

    def spans(self) -> list[Span]:
        runs = _runs(self.words)
        self.gazetteer.look_up_all(name for run in runs for name in self._parts(*run))
        pieces = [(piece, run) for run in runs for piece in self._cut(*run)]
        for (first, past), run in pieces:
            name = self._name(first, past)
            self.counts[name] = self.counts.get(name, 0) + 1
            if self._before(first) in _LOCATIVE:
                self.located.add(name)
            if (first, past) != run:
                self.inside_runs.add(name)
        return [self._span(first, past, run) for (first, past), run in pieces]

    def _parts(self, first: int, past: int) -> Iterator[str]:
        """Yield what a run may be cut into."""
        for i in range(first, past):
            for size in range(1, min(_MOST_WORDS, past - i) + 1):
                yield self._name(i, i + size).rstrip(".")

    def _name(self, first: int, past: int) -> str:
        return self.text[self.words[first].start : self._end(past)]

    def _end(self, past: int) -> int:
        word = self.words[past - 1]
        return word.start + len(word.plain) if _ends(word.text) or word.text.endswith((".'", "'")) else word.end

    def _cut(self, first: int, past: int) -> list[tuple[int, int]]:
        """Cut a run into the longest known names, left to right; an unknown run after a locative is kept whole."""
        found, i = [], first
        while i < past:
            for size in range(min(_MOST_WORDS, past - i), 0, -1):
                name = self._name(i, i + size)
                bare = name.rstrip(".")
                if bare.lower() in demonym_places() or _known(bare, self.gazetteer):
                    found.append((i, i + size))
                    i += size
                    break
            else:
                i += 1
        if not found and self._before(first) in _LOCATIVE and past - first <= 3:
            return [(first, past)]
        return found

    def _before(self, i: int, back: int = 1) -> str:
        return self.words[i - back].text.lower().rstrip(".") if i - back >= 0 else ""

    def _after(self, i: int) -> str:
        return self.words[i].text.lower() if i < len(self.words) else ""

    def _span(self, first: int, past: int, run: tuple[int, int]) -> Span:
        name = self._name(first, past)
        start, end = self.words[first].start, self.words[first].start + len(name)
        return Span(start, end, name, tuple(map(float, self._values(name, first, past, run, (start, end)))))

    def _values(self, name: str, first: int, past: int, run: tuple[int, int], span: tuple[int, int]) -> list[float]:
        bare = name.rstrip(".")
        candidates = _known(bare, self.gazetteer)
        best = max(candidates, key=lambda c: c.place.population, default=None)
        before, after = self._before(first), self._after(past)
        demonym = bare.lower() in demonym_places()
        unknown_before, unknown_after = first > run[0], past < run[1]
        starts = self._starts(first)
        comma_after = after == "," and past + 1 < len(self.words) and self._division(past + 1)
        comma_before = before == "," and first >= 2 and self.words[first - 2].capital
        locative = before in _LOCATIVE or (before == "the" and self._before(first, 2) in _LOCATIVE)
        around = {self._before(first), after.rstrip(".")} | ({self._before(first, 2)} if before == "of" else set())
        verb = after.endswith(("ed", "ing")) or after in ("is", "was", "has", "will", "would", "had")
        return [
            1.0, locative, before in _LOOSE, comma_after, comma_before, bool(around & _KINDS), before in _TITLES,
            after in _SPEECH, bool({self._before(first), after.rstrip("."), self._after(past + 1)} & _ORGANISATIONS)
            or (unknown_after and self.words[run[1] - 1].plain.lower() in _ORGANISATIONS),
            starts, bare.lower() in _COMMON or bare.lower() in self.lower, (first, past) == run, unknown_before,
            unknown_after, best is not None and min(c.tier for c in candidates) == 0,
            any(c.place.kind in ("country", "province", "region") for c in candidates),
            math.log10(best.place.population + 1) / 7 if best else 0.0, demonym, " " in bare,
            bare.isupper() and len(bare) > 3, name in self.located and not locative,
            self.taken.meets(*span),
            self.counts.get(name, 0) > 1, before[:1].isdigit(), before in ("the", "a", "an"),
            self.text[span[1] : span[1] + 2] in ("'s", "’s"),
            any(c.place.country in self.countries for c in candidates), best is None and not demonym and locative,
            bare.isupper() and starts, name in self.inside_runs and (first, past) == run,
            after.isalpha() and after.islower() and not verb, verb,
        ]  # fmt: skip

    def _starts(self, first: int) -> bool:
        """Say whether a sentence or a line starts at the word."""
        if first == 0 or self.words[first - 1].text in '.!?"“”:':
            return True
        return "\n" in self.text[self.words[first - 1].end : self.words[first].start]

    def _division(self, i: int) -> bool:
        """Say whether the word names a country or division, or is cut short like one ("Calif.")."""
        name = self.words[i].plain
        if not self.words[i].capital:
            return False
        return any(c.place.kind in ("country", "province") for c in _known(name, self.gazetteer)) or self.words[
            i
        ].text.endswith(".")


def candidate_spans(
    text: str, gazetteer: Gazetteer, taken: Sequence[tuple[int, int]] = (), countries: frozenset[str] = frozenset()
) -> list[Span]:
    """Return every span that could be a place name, in order, with its features.

    ``taken`` are spans known to be actors, persons or outlets; ``countries`` those the document speaks of (ISO codes).
    """
    return _Scan(text, gazetteer, taken, countries).spans()


def likelihood(span: Span) -> float:
    """Return how likely the span is a place name, 0 to 1."""
    return 1 / (1 + math.exp(-sum(map(mul, _vector(), span.values))))
