"""Readers on annotated documents: each alone, both joined, and whether both are better than the better one.

The model's replies are recorded ones. With ``folds`` the trust that joins a document was fitted without it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crossbearing.evaluate.gold import NAME, Annotated, annotated
from crossbearing.evaluate.intervals import RESAMPLES, SEED, bootstrap
from crossbearing.evaluate.scoring import ALL, ClaimJson, Tally, score_document, slot_table
from crossbearing.evaluate.trust_fit import Weighed, Witnessed, fit_trust, weigh
from crossbearing.model.claim import RULES, Claim, claim_to_json
from crossbearing.model.document import Document
from crossbearing.model.errors import EvaluationError
from crossbearing.model.faults import Faults
from crossbearing.pipeline import Pipeline, default_pipeline
from crossbearing.readings.reader import LLM, Reader, Unresolved
from crossbearing.readings.rules import RulesReader
from crossbearing.readings.trust import FILE, Trust, trust_text

BOTH = f"{RULES},{LLM}"
ModelReader = Callable[[Sequence[Document]], Reader]


@dataclass(frozen=True, slots=True)
class _Heard:
    """One annotated document as both readers read it."""

    one: Annotated
    rules: Unresolved
    model: Unresolved


def evaluate_readers(data_dir: Path, names: Sequence[str], model: ModelReader, folds: int = 0) -> dict[str, Any]:
    """Score readers on a folder of annotated documents, as ``gold.evaluate`` scores the rules.

    ``model`` makes the reader of recorded replies over the documents. Beside what ``gold.evaluate`` returns there is
    ``readers`` (F1 over all slots of each and of both), ``unanswered`` (documents without a whole reply) and, where
    both read, ``difference``: F1 of both less that of the better one, with the 95 % interval of a paired bootstrap.
    """
    heard = _heard(annotated(data_dir), model)
    if folds and not 2 <= folds <= len(heard):
        raise EvaluationError(f"--folds must be 2 to {len(heard)}, the number of documents, not {folds}")
    tallies = _tallies(heard, names, folds)
    chosen = tallies[BOTH if len(names) > 1 else names[0]]
    result: dict[str, Any] = {"benchmark": NAME, "documents": len(heard), "metrics": slot_table(chosen)}
    result["interval"] = bootstrap(chosen, lambda drawn: {name: row["f1"] for name, row in slot_table(drawn).items()})
    result["readers"] = {name: slot_table(tally)[ALL]["f1"] for name, tally in tallies.items()}
    result["unanswered"] = sum(bool(h.model.unread) for h in heard)
    if len(names) > 1:
        better = max((RULES, LLM), key=lambda name: (result["readers"][name], name))
        result["difference"] = {"than": better, **paired_difference(tallies[BOTH], tallies[better])}
    return result


def fit_readers(data_dir: Path, into: Path, model: ModelReader) -> Path:
    """Fit whom to believe on all documents of a folder and write ``trust.json``; same documents, same bytes."""
    heard = _heard(annotated(data_dir), model)
    into.mkdir(parents=True, exist_ok=True)
    file = into / FILE
    file.write_text(trust_text(fit_trust([weigh(one) for one in _witnessed(heard)])), encoding="utf-8")
    return file


def paired_difference(ours: Sequence[Tally], theirs: Sequence[Tally]) -> dict[str, Any]:
    """Return F1 over all slots of ours less theirs, and its interval over draws of the same documents for both.

    >>> paired_difference([], [])["by"]
    0.0
    """
    numbers = list(range(len(ours)))

    def by(drawn: Sequence[int]) -> float:
        return slot_table([ours[i] for i in drawn])[ALL]["f1"] - slot_table([theirs[i] for i in drawn])[ALL]["f1"]

    draw = random.Random(SEED)  # noqa: S311 - a bootstrap, no secret
    found = sorted(by(draw.choices(numbers, k=len(numbers))) for _ in range(RESAMPLES)) if numbers else [0.0]
    low, high = found[int(len(found) * 0.025)], found[max(0, int(len(found) * 0.975) - 1)]
    return {"by": round(by(numbers), 4), "interval": [round(low, 4), round(high, 4)]}


def _heard(documents: Sequence[Annotated], model: ModelReader) -> list[_Heard]:
    faults = Faults(strict=True)
    texts = [one.document for one in documents]
    rules = RulesReader(default_pipeline().extractor).read(texts, faults)
    told = model(texts).read(texts, faults)
    return [_Heard(*found) for found in zip(documents, rules, told, strict=True)]


def _tallies(heard: Sequence[_Heard], names: Sequence[str], folds: int) -> dict[str, list[Tally]]:
    """Return the tallies of every document by reader, and of both where both are asked for."""
    pipeline = default_pipeline()
    witnessed = _witnessed(heard)
    alone = {
        RULES: [_tally(one.gold, one.rules) for one in witnessed],
        LLM: [_tally(one.gold, one.model) for one in witnessed],
    }
    found = {name: alone[name] for name in names}
    if len(names) > 1:
        both: list[Tally] = []
        trusts = _trusts(witnessed, folds, pipeline)
        for number, one in enumerate(heard):
            trust = trusts[number % folds] if folds else trusts[0]
            read = pipeline.told({RULES: one.rules, LLM: one.model}, Faults(strict=True), trust)
            both.append(_tally(one.one.gold, sorted(read.claims, key=lambda c: c.id)))
        found[BOTH] = both
    return found


def _trusts(witnessed: Sequence[Witnessed], folds: int, pipeline: Pipeline) -> list[Trust]:
    """Return the trust of each fold, fitted on the documents of all others; without folds the pipeline's own."""
    if not folds:
        return [pipeline.trust]
    weighed: list[Weighed] = [weigh(one) for one in witnessed]
    return [fit_trust([w for n, w in enumerate(weighed) if n % folds != fold]) for fold in range(folds)]


def _witnessed(heard: Sequence[_Heard]) -> list[Witnessed]:
    return [Witnessed(h.one.document.id, h.one.gold, _resolved(RULES, h.rules), _resolved(LLM, h.model)) for h in heard]


def _resolved(name: str, told: Unresolved) -> tuple[Claim, ...]:
    return default_pipeline().told({name: told}, Faults(strict=True)).claims


def _tally(gold: Sequence[ClaimJson], claims: Sequence[Claim]) -> Tally:
    return score_document(gold, [claim_to_json(claim) for claim in sorted(claims, key=lambda c: c.id)])
