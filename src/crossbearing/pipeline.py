"""Wires the stages of one document; what is derived from the claims of many is for ``engines``.

Document -parse-> Parsed -extract-> Claims -resolve-> Claims with actors, places, dates
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from crossbearing.extract.engine import Extraction, Extractor
from crossbearing.model.claim import Claim
from crossbearing.model.document import Document
from crossbearing.resolve.claims import ClaimResolver
from crossbearing.resolve.gazetteer import Gazetteer
from crossbearing.resolve.packs import Packs, load_packs
from crossbearing.resolve.places import PlaceResolver
from crossbearing.text.names import NameMatcher
from crossbearing.text.segments import segment


@dataclass(frozen=True, slots=True)
class Read:
    """One document read to the end: with its segments and date, and its resolved claims."""

    document: Document
    claims: tuple[Claim, ...]


class Pipeline:
    """All tools of a run, built once (parser, families, packs)."""

    def __init__(self, packs: Packs | None = None) -> None:
        self.packs = packs or load_packs(None)
        self.extractor = Extractor(NameMatcher(self.packs.names()))
        gazetteer = Gazetteer.open(packs=self.packs)
        self.resolver = ClaimResolver(self.packs, PlaceResolver(gazetteer, self.packs))

    def read(self, documents: Iterable[Document]) -> Iterator[Read]:
        """Yield every document with its resolved claims, in order."""
        for extraction in self.extractor.extract(documents):
            yield self._resolve(extraction)

    def resolve(self, document: Document, claims: Sequence[Claim]) -> Read:
        """Return the document with claims of any reader resolved; ``claims`` are its own, unresolved, in text order."""
        document = replace(document, segments=document.segments or segment(document.text, document.title))
        names = self.extractor.matcher.find(document.text)
        return Read(document, tuple(self.resolver.resolve(document, claims, names)))

    def _resolve(self, extraction: Extraction) -> Read:
        document = extraction.document
        claims = self.resolver.resolve(document, extraction.claims, extraction.names)
        return Read(document, tuple(claims))


@cache
def default_pipeline() -> Pipeline:
    """Return the pipeline over all shipped packs, built once a process."""
    return Pipeline()


def claims_of(documents: Iterable[Document]) -> list[Claim]:
    """Return the claims of the documents, sorted by id."""
    found = [claim for read in default_pipeline().read(documents) for claim in read.claims]
    return sorted(found, key=lambda c: c.id)
