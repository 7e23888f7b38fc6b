"""The rules as a reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from crossbearing.extract.engine import Extractor
from crossbearing.model.claim import RULES
from crossbearing.model.document import Document
from crossbearing.model.faults import Faults
from crossbearing.readings.reader import Unresolved


class RulesReader:
    """Reads with the families of rules; needs no network and no settings."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor

    @property
    def name(self) -> str:
        """Return ``rules``."""
        return RULES

    @property
    def settings(self) -> Mapping[str, Any]:
        """Return nothing: all that the rules depend on is hashed with the program."""
        return {}

    def read(self, documents: Iterable[Document], faults: Faults) -> Iterator[Unresolved]:
        """Yield what the rules make of each document, in order."""
        for found in self._extractor.extract(documents, faults):
            yield Unresolved(found.document, found.claims, names=found.names)
