"""Runs the families over documents: gate, parse, candidates, arbitration, attribution join, claims.

Documents are parsed in groups, since the parser is much faster on many sentences at once; the result for a document
does not depend on the group it was in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeVar

from crossbearing.extract.antecedents import settle
from crossbearing.extract.arbitration import Dropped, arbitrate
from crossbearing.extract.assembly import Assembled, assemble, clipped
from crossbearing.extract.discovery import Family, discover
from crossbearing.extract.families.attribution.lexicon import cue_words
from crossbearing.extract.families.attribution.rules import find_reported
from crossbearing.extract.fields import fill
from crossbearing.extract.frames import FrameMatcher
from crossbearing.extract.gate import Gate
from crossbearing.extract.judge.features import NearMiss, Story
from crossbearing.extract.judge.judge import Judge, Ruled
from crossbearing.extract.judge.weights import Weights
from crossbearing.extract.phrases.lexicon import words
from crossbearing.extract.phrases.modality import embedding_words
from crossbearing.extract.reported import Reported, by_stretch
from crossbearing.extract.rule import Candidate, Frame, Near, Reading, Rule
from crossbearing.extract.shot_fates import settle_shot
from crossbearing.model.claim import Claim
from crossbearing.model.document import Document, Problem
from crossbearing.model.faults import NOT_READ, Faults
from crossbearing.text.languages.detect import language_name, reading_language
from crossbearing.text.limits import Limits
from crossbearing.text.markup import MARKUP
from crossbearing.text.names import NameMatcher
from crossbearing.text.parser import Cut, Parser
from crossbearing.text.segments import segment
from crossbearing.text.sentences import sentences
from crossbearing.text.tokens import NameMatch, Sentence, Token

# Segments that claims are read from; the others are kept as evidence of origin.
READ = frozenset({"heading", "paragraph"})
# A group ends with so many documents, and with the one that brings it to so many characters.
_GROUP = 24
_GROUP_CHARACTERS = 200_000
_T = TypeVar("_T", Frame, Rule)


@dataclass(slots=True)
class Extraction:
    """What was read from one document: its claims, and all that led to them (for resolution and ``explain``)."""

    document: Document
    claims: tuple[Claim, ...]
    assembled: tuple[Assembled, ...]
    readings: tuple[Reading, ...]
    reported: tuple[Reported, ...]
    names: tuple[NameMatch, ...]
    dropped: tuple[Dropped, ...] = ()


@dataclass(slots=True)
class _Prepared:
    document: Document
    names: list[NameMatch]
    cuts: list[Cut]
    gates: list[str | None] = field(default_factory=list)

    def wanted(self) -> list[Cut]:
        """Return the sentences that are parsed."""
        return [cut for cut, gate in zip(self.cuts, self.gates, strict=True) if gate is not None]


class Extractor:
    """Extracts claims from documents. Building one loads the parser and all families (about a second)."""

    def __init__(
        self,
        matcher: NameMatcher,
        parser: Parser | None = None,
        families: Iterable[Family] | None = None,
        weights: Weights | None = None,
    ) -> None:
        self.matcher = matcher
        self.parser = parser or Parser()
        self.families = tuple(families) if families is not None else discover()
        self._refine = {f.name: f.refine for f in self.families if f.refine is not None}
        self._frames: dict[str, list[Frame]] = defaultdict(list)
        self._rules: dict[str, list[Rule]] = defaultdict(list)
        for family in self.families:
            for frame in family.frames:
                for word in sorted(frame.words):
                    self._frames[word].append(frame)
            for rule in family.rules:
                for word in sorted(rule.triggers):
                    self._rules[word].append(rule)
        self.judge = None if weights is None else Judge([f for family in self.families for f in family.frames], weights)
        triggers = frozenset(self._frames) | frozenset(self._rules)
        self.gate = Gate(triggers | cue_words(), self.parser.lemma)
        plain = triggers | embedding_words() | cue_words() | frozenset(words("actors")) | frozenset(words("places"))
        self._plain = Gate(plain | _FUNCTION_WORDS, self.parser.lemma)

    def extract(self, documents: Iterable[Document], faults: Faults | None = None) -> Iterator[Extraction]:
        """Yield one Extraction a document, in order; a fault costs its sentence or document and is kept in ``faults``.

        Without ``faults`` the first one raises FaultError.
        """
        faults = faults or Faults(strict=True)
        waiting = iter(documents)
        while group := _group(waiting):
            prepared = []
            for document in group:
                one = _Prepared(document, [], [])
                with faults.working_on(document, "segment"):
                    one = self._prepare(document)
                prepared.append(one)
            for one, parsed in zip(prepared, self._parsed(prepared, faults), strict=True):
                extraction = Extraction(one.document, (), (), (), (), tuple(one.names))
                with faults.working_on(one.document, "extract"):
                    extraction = self._read(one, parsed, faults)
                yield extraction

    def _parsed(self, group: Sequence[_Prepared], faults: Faults) -> list[list[Sentence]]:
        """Return the parsed sentences of each document; where the parser fails over all, each is parsed by itself."""
        try:
            parsed = iter(self._parse([cut for one in group for cut in one.wanted()]))
            return [list(islice(parsed, len(one.wanted()))) for one in group]
        except Exception:
            return [self._parse_singly(one, faults) for one in group]

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

    def _read(self, one: _Prepared, parsed: Sequence[Sentence], faults: Faults) -> Extraction:
        readings, coming = [], iter(parsed)
        for number, (cut, gate) in enumerate(zip(one.cuts, one.gates, strict=True)):
            if gate is None:
                sentence = Sentence(cut.text, cut.start, cut.end, cut.segment, cut.paragraph, [], tuple(cut.names))
            else:
                sentence = next(coming)
            readings.append(Reading(sentence, number))
        reported = find_reported([r.sentence for r in readings])
        candidates, dropped = self._disposed(one.document, readings, reported, faults)
        settle(candidates)
        settle_shot(candidates)
        assembled = assemble(one.document, candidates)
        return Extraction(
            one.document,
            tuple(a.claim for a in assembled),
            tuple(assembled),
            tuple(readings),
            tuple(reported),
            tuple(one.names),
            tuple(dropped),
        )

    def _disposed(
        self, document: Document, readings: Sequence[Reading], reported: Sequence[Reported], faults: Faults
    ) -> tuple[list[tuple[Reading, Candidate]], list[Dropped]]:
        """Return the candidates of a document that stand, and those dropped; a fault costs its sentence."""
        ruled: list[Ruled] = []
        nearby = by_stretch(reported, [(r.sentence.start, r.sentence.end) for r in readings])
        for reading, said in zip(readings, nearby, strict=True):
            with faults.costing_only(document.id, "extract", reading.sentence.start, reading.sentence.end):
                ruled.append(self.ruled(reading, said))
        told = Story((one.reading.number, c) for one in ruled for c in one.kept)
        dropped: list[Dropped] = []
        candidates: list[tuple[Reading, Candidate]] = []
        for found in ruled:
            span = found.reading.sentence
            with faults.costing_only(document.id, "extract", span.start, span.end):
                kept, lost = self.judged(found, told)
                dropped.extend(lost)
                candidates.extend((found.reading, c) for c in kept)
        return candidates, dropped

    def candidates(
        self, reading: Reading, reported: Sequence[Reported] = (), near: Near | None = None
    ) -> tuple[list[Candidate], list[Dropped]]:
        """Return the candidates of one sentence that stand after arbitration, and those that were dropped.

        With ``reported`` their evidence is cut to what was said, so that source and cue stay outside.
        """
        ruled = self.ruled(reading, reported, near)
        return self.judged(ruled, Story((reading.number, c) for c in ruled.kept))

    def judged(self, ruled: Ruled, told: Story) -> tuple[list[Candidate], list[Dropped]]:
        """Return the candidates of a sentence that stand before the judge, if there is one, and those dropped.

        ``told`` is what the rules found in the whole document.
        """
        if self.judge is None:
            return ruled.kept, ruled.dropped
        kept, added, lost = self.judge.dispose(ruled, told)
        for candidate in added:
            candidate.start, candidate.end = clipped(ruled.reading, candidate)
        kept = sorted([*kept, *added], key=lambda c: (c.start, c.end, c.cls, c.rule))
        if added:
            fill(ruled.reading, kept)
        return kept, ruled.dropped + lost

    def ruled(self, reading: Reading, reported: Sequence[Reported] = (), near: Near | None = None) -> Ruled:
        """Return what frames and rules find in a sentence, what arbitration drops of it, and what stopped short."""
        reading.reported = tuple(reported)
        missed: list[NearMiss] = []

        def tell(name: str, trigger: Token, reason: str) -> None:
            missed.append((name, trigger.i, reason))
            if near is not None:
                near(name, trigger, reason)

        kept, dropped = self._by_rules(reading, tell)
        return Ruled(reading, kept, dropped, missed)

    def _by_rules(self, reading: Reading, near: Near) -> tuple[list[Candidate], list[Dropped]]:
        matcher = FrameMatcher(near)
        found: list[Candidate] = []
        for token in reading.sentence.tokens:
            if token.kind:
                continue
            for frame in self._of(self._frames, token):
                candidate = matcher.match(frame, reading, token)
                refine = self._refine.get(frame.name.partition(".")[0])
                if candidate is not None and refine is not None:
                    candidate = refine(reading, frame, candidate, near)
                if candidate is not None:
                    found.append(candidate)
            for rule in self._of(self._rules, token):
                found.extend(rule.find(reading, token))
        for candidate in found:
            candidate.start, candidate.end = clipped(reading, candidate)
        fill(reading, found)
        kept, dropped = arbitrate(reading, found)
        fill(reading, kept)  # what arbitration joined has a wider clause, with more in it
        return kept, dropped

    @staticmethod
    def _of(index: dict[str, list[_T]], token: Token) -> list[_T]:
        by_lemma = index.get(token.lemma, [])
        if token.lower == token.lemma:
            return by_lemma
        return by_lemma + [x for x in index.get(token.lower, []) if x not in by_lemma]


def _group(waiting: Iterator[Document]) -> list[Document]:
    """Take the next documents that are parsed together, so that memory does not grow with what they hold."""
    group: list[Document] = []
    characters = 0
    for document in waiting:
        group.append(document)
        characters += len(document.text)
        if len(group) == _GROUP or characters >= _GROUP_CHARACTERS:
            break
    return group


def _not_read(document: Document) -> Problem | None:
    """Return why the rules read nothing in a document that is not in English; half a reading would be a wrong one."""
    code = reading_language(document)
    if code == "en":
        return None
    advice = "the rules read English alone; have a language model read it (the reader llm) or give a translation"
    return Problem(NOT_READ, f"not read: the report is in {language_name(code)}, and {advice}", "extract")


def _small_words(text: str) -> frozenset[str]:
    return frozenset(w for w in text.split() if w.islower() and w.isalpha())


_FUNCTION_WORDS = frozenset(
    """a an the in on at of for to from by with and or as after before over under into near amid against its their
    his her more than least most up down out off per not no new first last says said be is are was were has have
    had will would could may dead two three four five six seven eight nine ten""".split()
)
