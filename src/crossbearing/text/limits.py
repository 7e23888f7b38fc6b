"""How much is read: the length of a sentence, of a run without white space, and of a document.

A parser and the rules over it cost more than the length of a sentence, and memory is not endless; what no prose has is
therefore cut or left out here, in one place, and what was cut or left out is said as a problem of the document. The
longest sentence of the annotated documents has 209 words and signs, that of 45,000 sentences of public news 233. Longer
are only texts in which no sentence can be told: lowered whole (half the reports of `indiapolice`), or rows of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from crossbearing.model.document import Problem
from crossbearing.text.sentences import trim

LONGEST_SENTENCE = 250
"""Words and signs of a sentence that is read as one; a longer one is read in pieces of at most so many."""
LONGEST_RUN = 1_000
"""Characters without white space between them; a longer run is no prose and left out (addresses are shorter)."""
LONGEST_DOCUMENT = 150_000
"""Words and signs of a document that are read (about 125,000 words, a long book); what stands behind them is not."""

LONG_SENTENCE = "long_sentence"
"""Code of the problem of a document with a sentence that is read in pieces."""
LONG_RUN = "long_run"
"""Code of the problem of a document with a run of characters that is left out."""
LONG_DOCUMENT = "long_document"
"""Code of the problem of a document that is not read to its end."""

# A word or one sign: an upper bound, near enough, of what a tokenizer makes of it.
_UNIT = re.compile(r"\w+|[^\w\s]")
_RUN = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")
# Where a long sentence is best cut, the best first: a stop, what joins clauses, a comma.
_BOUNDARIES = (
    re.compile(r"[.!?…][\"'”’)\]]*(?=\s)|\n"),
    re.compile(r"[;:](?=\s)|\s[-–—](?=\s)|\s(?=(?:and|but|while|where|when|after|that|said)\s)"),
    re.compile(r",(?=\s)|[)\]”](?=\s)"),
    re.compile(r"\s"),
)


def read_until(text: str) -> int:
    """Return the offset up to which a document is read: all of it, or the first ``LONGEST_DOCUMENT`` words and signs.

    >>> read_until("The army left."), read_until("left " * 200_000) == 5 * LONGEST_DOCUMENT - 1
    (14, True)
    """
    if len(text) <= LONGEST_DOCUMENT:
        return len(text)
    for number, unit in enumerate(_UNIT.finditer(text), 1):
        if number == LONGEST_DOCUMENT:
            return unit.end()
    return len(text)


def pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans in which the sentence ``text[start:end]`` is read, in order: itself, or pieces of it.

    No piece has more than ``LONGEST_SENTENCE`` words and signs. A cut is made in the latter half of what would be
    too long, behind a stop if there is one, else between clauses, behind a comma, at a space, anywhere.

    >>> long = "The army left, " * 200
    >>> spans = pieces(long, 0, len(long))
    >>> len(spans), {long[a:b][-5:] for a, b in spans}
    (4, {'left,'})
    """
    if end - start <= LONGEST_SENTENCE:
        return [(start, end)]
    units = [unit.start() for unit in _UNIT.finditer(text, start, end)]
    found: list[tuple[int, int]] = []
    at, first = start, 0
    while len(units) - first > LONGEST_SENTENCE:
        middle, limit = units[first + LONGEST_SENTENCE // 2], units[first + LONGEST_SENTENCE]
        cut = _cut(text, middle, limit)
        found.append((at, cut))
        at = cut
        while first < len(units) and units[first] < cut:
            first += 1
    found.append((at, end))
    trimmed = [trim(text, a, b) for a, b in found]
    return [(a, b) for a, b in trimmed if a < b]


def _cut(text: str, middle: int, limit: int) -> int:
    """Return the end of the last boundary of the best kind between the two offsets; the second where there is none."""
    for boundary in _BOUNDARIES:
        ends = [found.end() for found in boundary.finditer(text, middle, limit) if found.end() > middle]
        if ends:
            return ends[-1]
    return limit


@dataclass(slots=True)
class _Met:
    """How often a limit was met in a document, the most that was met, and where first."""

    start: int
    end: int
    most: int = 0
    times: int = 0


@dataclass(slots=True)
class Limits:
    """Cuts the sentences of one document and keeps what was cut or left out, for the problems of the document.

    >>> text = "The army fled " * 200 + "a-" * 2000
    >>> limits = Limits(text)
    >>> len(list(limits.cut([(0, len(text))])))
    3
    >>> for problem in limits.problems(): print(problem.message)
    sentence of 600 words and signs read in pieces of at most 250
    run of 4,000 characters without a space is no prose: left out
    """

    text: str
    until: int = -1
    _met: dict[str, _Met] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.until < 0:
            self.until = read_until(self.text)

    def cut(self, sentences: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Yield the spans that are read of the sentences, in order, none of them longer than the limits."""
        for start, end in sentences:
            if start >= self.until:
                return
            for a, b in self._prose(start, min(end, self.until)):
                spans = pieces(self.text, a, b)
                if len(spans) > 1:
                    self._note(LONG_SENTENCE, a, b, sum(1 for _ in _UNIT.finditer(self.text, a, b)))
                yield from spans

    def _prose(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return what lies between the runs that are no prose."""
        if end - start <= LONGEST_RUN:
            return [(start, end)]
        found = []
        at = start
        for run in _RUN.finditer(self.text, start, end):
            self._note(LONG_RUN, run.start(), run.end(), run.end() - run.start())
            found.append(trim(self.text, at, run.start()))
            at = run.end()
        found.append(trim(self.text, at, end))
        return [(a, b) for a, b in found if a < b]

    def _note(self, code: str, start: int, end: int, size: int) -> None:
        met = self._met.setdefault(code, _Met(start, end))
        met.most = max(met.most, size)
        met.times += 1

    def problems(self) -> tuple[Problem, ...]:
        """Return one problem for each kind of limit that was met, with the place where it was met first."""
        found = []
        if met := self._met.get(LONG_SENTENCE):
            what = f"sentence of {met.most:,} words and signs" if met.times == 1 else _many("sentences", met, "words")
            message = f"{what} read in pieces of at most {LONGEST_SENTENCE}"
            found.append(Problem(LONG_SENTENCE, message, "parse", met.start, met.end))
        if met := self._met.get(LONG_RUN):
            if met.times == 1:
                message = f"run of {met.most:,} characters without a space is no prose: left out"
            else:
                message = f"{met.times:,} runs of up to {met.most:,} characters without a space are no prose: left out"
            found.append(Problem(LONG_RUN, message, "parse", met.start, met.end))
        if self.until < len(self.text) and self.text[self.until :].strip():
            left = len(self.text) - self.until
            message = (
                f"read up to {LONGEST_DOCUMENT:,} words and signs; the {left:,} characters behind them are not read"
            )
            found.append(Problem(LONG_DOCUMENT, message, "parse", self.until, len(self.text)))
        return tuple(found)


def _many(noun: str, met: _Met, unit: str) -> str:
    return f"{met.times:,} {noun} of up to {met.most:,} {unit} and signs"
