"""The rules as a reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from crossbearing.extract.engine import Extractor
from crossbearing.llm.masking import Masker
from crossbearing.model.claim import RULES
from crossbearing.model.document import Document
from crossbearing.model.faults import Faults
from crossbearing.readings.persons import may_name, with_persons
from crossbearing.readings.reader import Unresolved


class RulesReader:
    """Reads with the families of rules; needs no network and no settings."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self._masker = Masker(extractor.matcher)

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
            text, claims = found.document.text, found.claims
            if may_name(claims):
                with faults.costing_only(found.document.id, "persons"):
                    claims = with_persons(text, claims, self._masker.mask([text]))
            yield Unresolved(found.document, claims, names=found.names)
