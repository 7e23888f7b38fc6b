"""Lessons: short reports in our own words in which the word of every claim is marked, from which the judge learns.

A file holds reports; ``## genre; war; outlet`` begins one, each line behind it is a paragraph. A mark is one word with
the class of the claim that it tells: ``Rebels {seized:control.gain} the town``. What is not marked is no claim.

The reports were written for this; what they say of real wars and outlets is made up and no record of anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from crossbearing.evaluate.claim_cases import Counted, Marked, Place, Telling, claim_cases, frames_of
from crossbearing.evaluate.teaching import Cases, rules_alone, words_of
from crossbearing.extract.judge.anchors import carrier
from crossbearing.extract.rule import Candidate
from crossbearing.extract.stages import Arbitrated
from crossbearing.model.document import Document
from crossbearing.model.errors import EvaluationError
from crossbearing.text.tokens import Sentence, Token
from crossbearing.vocab.contract import CLASSES

_MARK = re.compile(r"\{([^{}:\s]+):([a-z_.]+)\}")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A report without its marks, and at which offset which class of claim is told.

    ``roles`` are, by the offset of a mark, the offsets of the words that fill the roles of its claim, ``told`` is how
    the claim is told, ``counts`` what it counts. A claim of which nobody read these is not among them.
    """

    document: Document
    marks: tuple[tuple[int, str], ...]
    roles: Mapping[int, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    told: Mapping[int, Telling] = field(default_factory=dict)
    counts: Mapping[int, tuple[Counted, ...]] = field(default_factory=dict)


def bundled() -> list[Path]:
    """Return the lessons that come with the program.

    >>> len(lessons(bundled())) > 800
    True
    """
    return sorted(Path(str(files(__name__))).glob("*.txt"))


def lessons(paths: Sequence[Path]) -> list[Lesson]:
    """Return the lessons of some files in their order; raises EvaluationError with the line of a mark that is none."""
    found = []
    for file in sorted(paths):
        lines: list[tuple[int, str]] = []
        reports = [lines]
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("## "):
                lines = []
                reports.append(lines)
            elif line.strip():
                lines.append((number, line.strip()))
        for number, report in enumerate(r for r in reports if r):
            found.append(_lesson(f"{file.stem}-{number:03d}", report, file))
    return found


def _lesson(name: str, lines: Sequence[tuple[int, str]], file: Path) -> Lesson:
    text, marks = "", []
    for number, line in lines:
        text += "\n\n" if text else ""
        at = 0
        for mark in _MARK.finditer(line):
            if mark[2] not in CLASSES:
                raise EvaluationError(f"{file.name}:{number}: no class of claims: {mark[2]!r}")
            text += line[at : mark.start()]
            marks.append((len(text), mark[2]))
            text += mark[1]
            at = mark.end()
        text += line[at:]
        if "{" in text or "}" in text:
            raise EvaluationError(f"{file.name}:{number}: a mark is {{word:class}}, one word in braces")
    return Lesson(Document(name, text), tuple(marks))


def taught_by(paths: Sequence[Path]) -> list[Cases]:
    """Return what the lessons of some files teach, one entry a report."""
    return taught_in(lessons(paths))


def taught_in(given: Sequence[Lesson]) -> list[Cases]:
    """Return what reports with marks teach, one entry a report."""
    extractor = rules_alone()
    frames = frames_of(extractor)
    found = []
    for lesson, extraction in zip(given, extractor.extract(g.document for g in given), strict=True):
        sentences = [extractor.ruled(reading) for reading in extraction.readings]
        labels, unsure = _labels(lesson, sentences)
        cases = words_of(sentences, {place: cls for place, (_, cls) in labels.items()}, unsure)
        told = {place: _marked(lesson, at, cls) for place, (at, cls) in labels.items()}
        cases.claims = claim_cases(sentences, told, frames)
        found.append(cases)
    return found


def _marked(lesson: Lesson, at: int, cls: str) -> Marked:
    roles = lesson.roles.get(at)
    filled = None if roles is None else tuple((role, start, start + 1) for role, start in roles)
    return Marked(cls, filled, lesson.told.get(at), lesson.counts.get(at))


def _labels(lesson: Lesson, sentences: Sequence[Arbitrated]) -> tuple[dict[Place, tuple[int, str]], set[Place]]:
    """Return the mark at each word that has one, its offset and class, and the words of which nothing can be said.

    Where the rules tell the same claim by another word of its clause, that word carries it; for a verb that only
    carries an event noun, or only plans what another verb says, that one does. Of the verbs above a marked noun nothing
    can be said: "22 were killed in a strike" is one claim, whichever word tells it.
    """
    labels: dict[Place, tuple[int, str]] = {}
    unsure: set[Place] = set()
    for start, cls in lesson.marks:
        for number, ruled in enumerate(sentences):
            sentence = ruled.reading.sentence
            if not sentence.start <= start < sentence.end:
                continue
            token = next((t for t in sentence.tokens if t.start <= start < t.end), None)
            if token is None:
                continue
            unsure.add((number, token.i))
            token = carrier(sentence, token)
            same = [c for c in ruled.kept if _tells(sentence, c, token, cls)]
            told = min(same, key=lambda c: (c.predicate != token.i, c.cls != cls, c.predicate), default=None)
            labels.setdefault((number, token.i if told is None else told.predicate), (start, cls))
            unsure |= {(number, i) for i in _clause(sentence, token)}
    return labels, unsure - set(labels)


def _tells(sentence: Sentence, candidate: Candidate, token: Token, cls: str) -> bool:
    if candidate.predicate == token.i:
        return True
    near = candidate.clause in _clause(sentence, token) or candidate.predicate in _clause(sentence, token)
    return near and candidate.family == cls.split(".", maxsplit=1)[0]


def _clause(sentence: Sentence, token: Token) -> set[int]:
    """Return the word and, for a noun, the words above it up to the verb of its clause."""
    found = {token.i}
    for above in () if token.is_verb else sentence.ancestors(token):
        found.add(above.i)
        if above.is_verb:
            break
    return found
