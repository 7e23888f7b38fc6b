"""Wires the stages of one document; what is derived from the claims of many is for ``engines``.

Document -parse-> Parsed -extract-> Claims -resolve-> Claims with actors, places, dates

Where several readers read, their claims are joined before they are resolved, so that all behind it sees one set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from crossbearing.extract.engine import Extractor
from crossbearing.extract.judge.weights import Weights, shipped_weights
from crossbearing.model.budget import OverBudgetError, processor_time, seconds_for
from crossbearing.model.claim import RULES, Claim
from crossbearing.model.document import Document
from crossbearing.model.faults import NOT_READ, Faults
from crossbearing.readings.joining import join
from crossbearing.readings.reader import LLM, Reader, Unresolved
from crossbearing.readings.rules import RulesReader
from crossbearing.readings.trust import Trust, shipped_trust
from crossbearing.resolve.claims import ClaimResolver
from crossbearing.resolve.gazetteer import Gazetteer
from crossbearing.resolve.packs import Packs, load_packs
from crossbearing.resolve.places import PlaceResolver
from crossbearing.text.names import NameMatcher
from crossbearing.text.tokens import NameMatch


@dataclass(frozen=True, slots=True)
class Read:
    """One document read to the end: with its segments and date, and its resolved claims."""

    document: Document
    claims: tuple[Claim, ...]


class Pipeline:
    """All tools of a run: packs at once; parser, families and gazetteer when the first document is read."""

    def __init__(self, packs: Packs | None = None, trust: Trust | None = None, weights: Weights | None = None) -> None:
        self.trust = trust or shipped_trust()
        self.packs = packs or load_packs(None)
        self.weights = weights
        """The judge that a team taught, None for the one that ships."""

    @property
    def judge(self) -> str:
        """The fingerprint of the judge that a team taught, empty for the one that ships."""
        return "" if self.weights is None else self.weights.fingerprint

    @cached_property
    def extractor(self) -> Extractor:
        """The rules with the parser. Raises ParserUnavailableError where its weights are not there."""
        weights = shipped_weights() if self.weights is None else self.weights
        return Extractor(NameMatcher(self.packs.names()), weights=weights)

    @cached_property
    def resolver(self) -> ClaimResolver:
        """What gives names, places and days their meaning. Raises GazetteerError where the index is not sound."""
        return ClaimResolver(self.packs, PlaceResolver(Gazetteer.open(packs=self.packs), self.packs))

    def load(self) -> None:
        """Load now what is else loaded with the first document; an error of the installation is raised here."""
        _ = self.extractor, self.resolver

    def read(
        self, documents: Iterable[Document], faults: Faults | None = None, readers: Sequence[Reader] = ()
    ) -> Iterator[Read]:
        """Yield every document with its resolved claims, in order, read by ``readers``, the rules where none is given.

        A fault costs the sentence, claim or document that it met, and is one of the document's problems; without
        ``faults`` the first one raises FaultError.
        """
        faults = faults or Faults(strict=True)
        read_by = tuple(readers) or (RulesReader(self.extractor),)
        given = documents if len(read_by) == 1 else list(documents)
        for found in zip(*(reader.read(given, faults) for reader in read_by), strict=True):
            yield self.told({reader.name: one for reader, one in zip(read_by, found, strict=True)}, faults)

    def told(self, by_reader: Mapping[str, Unresolved], faults: Faults, trust: Trust | None = None) -> Read:
        """Return one document as one or two readers told it, joined by ``trust`` (the pipeline's own) and resolved."""
        _ = self.resolver  # an index that is damaged is no fault of this document
        found = list(by_reader.values())
        document, claims = found[0].document, found[0].claims
        problems = [problem for one in found for problem in one.problems]
        if len(found) > 1:
            model = by_reader[LLM]
            claims = ()
            with faults.working_on(document, "join"):
                joined = join(by_reader[RULES].claims, model.claims, model.unread, trust or self.trust)
                claims = joined.claims
                problems.extend(joined.problems)
        names = next((one.names for one in found if one.names is not None), None)
        if names is None:
            names = tuple(self.extractor.matcher.find(document.text))
        read = self._resolve(document, claims, names, faults)
        told = tuple(dict.fromkeys((*read.document.problems, *problems, *faults.of(document.id))))
        if LLM in by_reader and not by_reader[LLM].unread:  # that the rules read no such language costs nothing then
            told = tuple(problem for problem in told if problem.code != NOT_READ)
        return replace(read, document=replace(read.document, problems=told))

    def _resolve(self, document: Document, claims: Sequence[Claim], names: Sequence[NameMatch], faults: Faults) -> Read:
        """Resolve the claims of a document together; where that fails, each by itself, so that it costs one claim."""
        try:
            with processor_time(seconds_for(document.text, faults.seconds)):
                return Read(document, tuple(self.resolver.resolve(document, claims, names)))
        except Exception as error:
            if faults.strict or isinstance(error, OverBudgetError | MemoryError):
                faults.keep(error, document.id, "resolve")
                return Read(document, ())
        found: list[Claim] = []
        for claim in claims:
            with faults.costing_only(document.id, "resolve", claim.evidence.start, claim.evidence.end):
                found.extend(self.resolver.resolve(document, [claim], names))
        return Read(document, tuple(found))


@cache
def default_pipeline() -> Pipeline:
    """Return the pipeline over all shipped packs, built once a process."""
    return Pipeline()


def claims_of(documents: Iterable[Document]) -> list[Claim]:
    """Return the claims of the documents, sorted by id."""
    found = [claim for read in default_pipeline().read(documents) for claim in read.claims]
    return sorted(found, key=lambda c: c.id)
