"""Annotated documents that are read again and again under other weights of the judge: parsed once, ruled once."""

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.evaluate.gold import Annotated
from crossbearing.evaluate.judging import cases_in
from crossbearing.evaluate.scoring import Tally, score_document
from crossbearing.evaluate.teaching import Cases, rules_alone
from crossbearing.extract.judge.weights import Weights
from crossbearing.model.claim import claim_to_json
from crossbearing.model.faults import Faults
from crossbearing.pipeline import Pipeline


class Rereading:
    """Annotated documents with what each teaches (``cases``), ready to be read under any weights."""

    def __init__(self, documents: Sequence[Annotated]) -> None:
        self.documents = tuple(documents)
        self._rules = rules_alone()
        self._resolver = Pipeline().resolver
        self._parsed = list(self._rules.parsing.parse((one.document for one in documents), Faults(strict=True)))
        self._ruled = [self._rules.ruled_all(parsed) for parsed in self._parsed]
        self.cases: list[Cases] = [
            cases_in(ruled, one.gold) for one, ruled in zip(self.documents, self._ruled, strict=True)
        ]

    def tallies(self, weights: Weights, numbers: Sequence[int]) -> dict[int, Tally]:
        """Return the tally of some documents, by their numbers, as a judge with these weights reads them."""
        extractor = self._rules.judged_by(weights)
        found: dict[int, Tally] = {}
        for number in numbers:
            parsed = self._parsed[number]
            read = extractor.disposed(parsed, self._ruled[number])
            claims = self._resolver.resolve(parsed.document, read.claims, read.names)
            told = [claim_to_json(claim) for claim in sorted(claims, key=lambda c: c.id)]
            found[number] = score_document(self.documents[number].gold, told)
        return found
