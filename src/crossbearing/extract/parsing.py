"""The stage before all others: a document becomes its sentences, with names, tokens and what is reported in them.

The sentences of a document are parsed together, those of two documents never: the result for a document does not depend
on the others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from crossbearing.extract.attribution import find_reported
from crossbearing.extract.gate import Gate
from crossbearing.extract.reported import Reported, by_stretch
from crossbearing.extract.rule import Reading
from crossbearing.model.document import Document, Problem
from crossbearing.model.faults import NOT_READ, Faults
from crossbearing.text.languages.detect import language_name, reading_language
from crossbearing.text.limits import Limits
from crossbearing.text.markup import MARKUP
from crossbearing.text.names import NameMatcher
from crossbearing.text.parser import Cut, Parser
from crossbearing.text.segments import segment
from crossbearing.text.sentences import sentences
from crossbearing.text.tokens import NameMatch, Sentence

# Segments that claims are read from; the others are kept as evidence of origin.
READ = frozenset({"heading", "paragraph"})


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document with its segments, the names in it, its sentences in order and what it reports.

    A sentence that the gate passed over has no tokens.
    """

    document: Document
    names: tuple[NameMatch, ...] = ()
    readings: tuple[Reading, ...] = ()
    reported: tuple[Reported, ...] = ()


@dataclass(slots=True)
class _Prepared:
    document: Document
    names: list[NameMatch]
    cuts: list[Cut]
    gates: list[str | None] = field(default_factory=list)

    def wanted(self) -> list[Cut]:
        """Return the sentences that are parsed."""
        return [cut for cut, gate in zip(self.cuts, self.gates, strict=True) if gate is not None]


class Parsing:
    """Parses documents. ``plain`` knows the words that a heading in capitals is read by."""

    def __init__(self, matcher: NameMatcher, parser: Parser, gate: Gate, plain: Gate) -> None:
        self.matcher = matcher
        self.parser = parser
        self.gate = gate
        self._plain = plain

    def parse(self, documents: Iterable[Document], faults: Faults) -> Iterator[Parsed]:
        """Yield the documents parsed, in order; a fault costs its sentence or document and is kept in ``faults``."""
        for document in documents:
            one = _Prepared(document, [], [])
            with faults.working_on(document, "segment"):
                one = self._prepare(document)
            parsed = self._parsed(one, faults)
            told = Parsed(one.document, tuple(one.names))
            with faults.working_on(one.document, "extract"):
                told = _read(one, parsed)
            yield told

    def _parsed(self, one: _Prepared, faults: Faults) -> list[Sentence]:
        """Return the parsed sentences of a document; where the parser fails over all, each is parsed by itself."""
        try:
            return self._parse(one.wanted())
        except Exception:
            return self._parse_singly(one, faults)

    def _parse(self, cuts: Sequence[Cut]) -> list[Sentence]:
        parsed = list(self.parser.parse(cuts, self._plain.knows))
        if len(parsed) != len(cuts):
            raise ValueError(f"{len(cuts)} sentences went to the parser and {len(parsed)} came back")
        return parsed

    def _parse_singly(self, one: _Prepared, faults: Faults) -> list[Sentence]:
        """Return the sentences of one document; one that cannot be parsed loses its gate, and the document says so."""
        found: list[Sentence] = []
        for number, cut in enumerate(one.cuts):
            gate, one.gates[number] = one.gates[number], None
            if gate is None:
                continue
            with faults.costing_only(one.document.id, "parse", cut.start, cut.end):
                found.extend(self._parse([cut]))
                one.gates[number] = gate
        return found

    def _prepare(self, document: Document) -> _Prepared:
        segments = document.segments or segment(document.text, document.title)
        document = replace(document, segments=segments)
        limits = Limits(document.text)
        names = self.matcher.find(document.text[: limits.until])
        starts = [n.start for n in names]
        one = _Prepared(document, names, [])
        if any(problem.code == MARKUP for problem in document.problems):
            return one
        if (unread := _not_read(document)) is not None:
            one.document = replace(document, problems=(*document.problems, unread))
            return one
        small = _small_words(document.text)
        for number, part in enumerate(segments):
            if part.kind not in READ:
                continue
            for start, end in limits.cut(sentences(document.text, part.start, part.end)):
                near = names[bisect_left(starts, start) : bisect_left(starts, end)]
                inside = tuple(n for n in near if n.end <= end)
                one.cuts.append(Cut(document.text, start, end, part.kind, number, inside, small))
                one.gates.append(self.gate.decide(document.text[start:end]))
        one.document = replace(document, problems=document.problems + limits.problems())
        return one


def _read(one: _Prepared, parsed: Sequence[Sentence]) -> Parsed:
    """Return a prepared document with its parsed sentences and what is reported in each."""
    told: list[Sentence] = []
    coming = iter(parsed)
    for cut, gate in zip(one.cuts, one.gates, strict=True):
        if gate is None:
            told.append(Sentence(cut.text, cut.start, cut.end, cut.segment, cut.paragraph, [], tuple(cut.names)))
        else:
            told.append(next(coming))
    reported = find_reported(told)
    nearby = by_stretch(reported, [(s.start, s.end) for s in told])
    readings = tuple(Reading(s, number, said) for number, (s, said) in enumerate(zip(told, nearby, strict=True)))
    return Parsed(one.document, tuple(one.names), readings, tuple(reported))


def _not_read(document: Document) -> Problem | None:
    """Return why the rules read nothing in a document that is not in English; half a reading would be a wrong one."""
    code = reading_language(document)
    if code == "en":
        return None
    advice = "the rules read English alone; have a language model read it (the reader llm) or give a translation"
    return Problem(NOT_READ, f"not read: the report is in {language_name(code)}, and {advice}", "extract")


def _small_words(text: str) -> frozenset[str]:
    return frozenset(w for w in text.split() if w.islower() and w.isalpha())
