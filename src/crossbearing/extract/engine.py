"""The engine: documents to claims, stage by stage, each stage a function from one value to the next.

Document -parse-> Parsed -draft-> Drafts -fill-> Filled -arbitrate-> Arbitrated -judge-> kept -assemble-> Claims
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass

from crossbearing.extract.antecedents import settled
from crossbearing.extract.arbitration import arbitrate, decided
from crossbearing.extract.assembly import Assembled, assemble, clipped
from crossbearing.extract.attribution import cue_words
from crossbearing.extract.discovery import Family, discover
from crossbearing.extract.drafting import Drafter
from crossbearing.extract.fields import fill
from crossbearing.extract.gate import Gate
from crossbearing.extract.judge.features import Story
from crossbearing.extract.judge.judge import Judge, tells_of_war
from crossbearing.extract.judge.weights import Weights
from crossbearing.extract.parsing import Parsed, Parsing
from crossbearing.extract.phrases.lexicon import words
from crossbearing.extract.phrases.modality import embedding_words
from crossbearing.extract.reported import Reported
from crossbearing.extract.rule import Candidate, Near, Reading
from crossbearing.extract.stages import Arbitrated, Dropped
from crossbearing.model.claim import EXTRACTOR, Claim
from crossbearing.model.document import Document
from crossbearing.model.faults import Faults
from crossbearing.text.names import NameMatcher
from crossbearing.text.parser import Parser
from crossbearing.text.tokens import NameMatch


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read from one document: its claims, and all that led to them (for resolution and ``explain``)."""

    document: Document
    claims: tuple[Claim, ...]
    assembled: tuple[Assembled, ...]
    readings: tuple[Reading, ...]
    reported: tuple[Reported, ...]
    names: tuple[NameMatch, ...]
    dropped: tuple[Dropped, ...] = ()


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
        self.drafter = Drafter(self.families)
        self.judge = None if weights is None else self._judge(weights)
        triggers = self.drafter.triggers
        plain = triggers | embedding_words() | cue_words() | frozenset(words("actors")) | frozenset(words("places"))
        self.parsing = Parsing(
            matcher,
            self.parser,
            Gate(self.drafter.opening | cue_words(), self.parser.lemma),
            Gate(plain | _FUNCTION_WORDS, self.parser.lemma),
        )

    def _judge(self, weights: Weights) -> Judge:
        return Judge([frame for family in self.families for frame in family.frames], weights)

    @property
    def read_by(self) -> str:
        """What its claims say that they were read by: the program, and the judge where a team taught it."""
        learned = "" if self.judge is None else self.judge.weights.fingerprint
        return f"{EXTRACTOR}/judge-{learned[:_SHOWN]}" if learned else EXTRACTOR

    def judged_by(self, weights: Weights) -> Extractor:
        """Return an extractor that differs in its judge alone, with the same parser and families."""
        other = copy(self)
        other.judge = self._judge(weights)
        return other

    @property
    def gate(self) -> Gate:
        """What decides which sentences are parsed."""
        return self.parsing.gate

    def extract(self, documents: Iterable[Document], faults: Faults | None = None) -> Iterator[Extraction]:
        """Yield one Extraction a document, in order; a fault costs its sentence or document and is kept in ``faults``.

        Without ``faults`` the first one raises FaultError.
        """
        faults = faults or Faults(strict=True)
        for parsed in self.parsing.parse(documents, faults):
            extraction = Extraction(parsed.document, (), (), (), (), parsed.names)
            with faults.working_on(parsed.document, "extract"):
                extraction = self.extracted(parsed, faults)
            yield extraction

    def extracted(self, parsed: Parsed, faults: Faults | None = None) -> Extraction:
        """Return what is read from a parsed document; a fault costs its sentence, without ``faults`` it is raised."""
        faults = faults or Faults(strict=True)
        return self.disposed(parsed, self.ruled_all(parsed, faults), faults)

    def ruled_all(self, parsed: Parsed, faults: Faults | None = None) -> list[Arbitrated]:
        """Return what frames and rules find in each sentence of a document; a fault costs its sentence."""
        faults = faults or Faults(strict=True)
        found: list[Arbitrated] = []
        for reading in parsed.readings:
            with faults.costing_only(parsed.document.id, "extract", reading.sentence.start, reading.sentence.end):
                found.append(self.ruled(reading))
        return found

    def disposed(self, parsed: Parsed, ruled: Sequence[Arbitrated], faults: Faults | None = None) -> Extraction:
        """Return what the judge leaves and adds of what was found in a document; a fault costs its sentence."""
        candidates, dropped = self._disposed(parsed, ruled, faults or Faults(strict=True))
        assembled = assemble(parsed.document, settled(candidates), self.read_by)
        return Extraction(
            parsed.document,
            tuple(a.claim for a in assembled),
            tuple(assembled),
            parsed.readings,
            parsed.reported,
            parsed.names,
            tuple(dropped),
        )

    def _disposed(
        self, parsed: Parsed, ruled: Sequence[Arbitrated], faults: Faults
    ) -> tuple[list[tuple[Reading, Candidate]], list[Dropped]]:
        told = Story((one.reading.number, c) for one in ruled for c in one.kept)
        dropped: list[Dropped] = []
        read: list[tuple[Arbitrated, list[Candidate]]] = []
        if self.judge is not None:
            self.judge.hear([found.reading for found in ruled])
        for found in ruled:
            span = found.reading.sentence
            with faults.costing_only(parsed.document.id, "extract", span.start, span.end):
                kept, lost = self.judged(found, told)
                dropped.extend(lost)
                read.append((found, kept))
        if self.judge is None:
            return [(found.reading, c) for found, kept in read for c in kept], dropped
        if tells_of_war([kept for _, kept in read]):
            for number, (found, kept) in enumerate(read):
                span = found.reading.sentence
                with faults.costing_only(parsed.document.id, "extract", span.start, span.end):
                    read[number] = found, self._with_likeliest(self.judge, found, kept, told, dropped)
        return self.judge.fill([(found.reading, c) for found, kept in read for c in kept]), dropped

    @staticmethod
    def _with_likeliest(
        judge: Judge, ruled: Arbitrated, kept: list[Candidate], told: Story, dropped: list[Dropped]
    ) -> list[Candidate]:
        """Return the claims of a sentence with the likeliest of what tells none so far; ``dropped`` gets the others."""
        made = [clipped(ruled.reading, one) for one in judge.likeliest(ruled, kept, told)]
        return decided(ruled.reading, [*kept, *made], dropped) if made else kept

    def ruled(self, reading: Reading, near: Near | None = None) -> Arbitrated:
        """Return what frames and rules find in a sentence, what arbitration drops of it, and what stopped short."""
        return arbitrate(fill(self.drafter.draft(reading, near)))

    def candidates(self, reading: Reading, near: Near | None = None) -> tuple[list[Candidate], list[Dropped]]:
        """Return the candidates of one sentence that stand after arbitration, and those that were dropped."""
        ruled = self.ruled(reading, near)
        return self.judged(ruled, Story((reading.number, c) for c in ruled.kept))

    def judged(self, ruled: Arbitrated, told: Story) -> tuple[list[Candidate], list[Dropped]]:
        """Return the candidates of a sentence that stand before the judge, if there is one, and those dropped.

        ``told`` is what the rules found in the whole document.
        """
        if self.judge is None:
            return list(ruled.kept), list(ruled.dropped)
        kept, added, lost = self.judge.dispose(ruled, told)
        new = [clipped(ruled.reading, candidate) for candidate in added]
        stand = {(c.predicate, c.rule) for c in kept}  # with what stands for a claim that the judge dropped
        before = [d for d in ruled.dropped if (d.candidate.predicate, d.candidate.rule) not in stand]
        if new:  # what the judge adds is held to the same rules as what frames found
            kept = decided(ruled.reading, [*kept, *new], lost)
        return sorted(kept, key=lambda c: (c.start, c.end, c.cls, c.rule)), [*before, *lost]


_SHOWN = 12
"""Characters of a fingerprint that claims show."""
_FUNCTION_WORDS = frozenset(
    """a an the in on at of for to from by with and or as after before over under into near amid against its their
    his her more than least most up down out off per not no new first last says said be is are was were has have
    had will would could may dead two three four five six seven eight nine ten""".split()
)
