"""Annotated documents: claims scored slot by slot, and what was missed or too much grouped by its cause.

A folder holds ``NAME.txt``, ``NAME.meta.json`` and ``NAME.gold.json`` for every document.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from crossbearing.evaluate.causes import Cause, cause_of_missed, cause_of_other_family, cause_of_spurious
from crossbearing.evaluate.intervals import bootstrap
from crossbearing.evaluate.scoring import ClaimJson, pair, score_document, slot_table
from crossbearing.model.claim import claim_to_json
from crossbearing.model.document import Document
from crossbearing.model.errors import EvaluationError
from crossbearing.pipeline import Pipeline, default_pipeline
from crossbearing.readers.paths import read_paths

NAME = "gold"
SUFFIX = ".gold.json"


@dataclass(frozen=True, slots=True)
class Annotated:
    """One document with the claims a person found in it, in their exchange form."""

    document: Document
    gold: tuple[ClaimJson, ...]


def annotated(data_dir: Path) -> list[Annotated]:
    """Return the annotated documents of a folder by name; EvaluationError where there is none or no text to one."""
    found = []
    for file in sorted(data_dir.rglob(f"*{SUFFIX}")):
        text = file.with_name(file.name.removesuffix(SUFFIX) + ".txt")
        reading = read_paths([text])
        if not reading.documents:
            raise EvaluationError(f"{file.name}: cannot read the document beside it: {reading.problems[0]}")
        try:
            claims = json.loads(file.read_text(encoding="utf-8"))["claims"]
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise EvaluationError(f"{file.name}: not in the form of an annotated document: {error!r}") from error
        found.append(Annotated(replace(reading.documents[0], id=text.stem), tuple(claims)))
    if not found:
        raise EvaluationError(f"{NAME}: no *{SUFFIX} under {data_dir}; name a folder of annotated documents")
    return found


def evaluate(*folders: Path, pipeline: Pipeline | None = None) -> dict[str, Any]:
    """Score the whole pipeline, the usual one if none is given, on folders of annotated documents, taken together.

    Returns ``{"benchmark", "documents", "metrics", "interval"}``: metrics give p, r and f1 of every slot and of ``ALL``
    (the headline, micro F1 over slots), intervals are those of f1 over documents.
    """
    documents = [one for folder in folders for one in annotated(folder)]
    tallies = [score_document(one.gold, claims) for one, claims in _predicted(documents, pipeline)]
    interval = bootstrap(tallies, lambda drawn: {name: row["f1"] for name, row in slot_table(drawn).items()})
    return {"benchmark": NAME, "documents": len(documents), "metrics": slot_table(tallies), "interval": interval}


def _predicted(
    documents: Sequence[Annotated], pipeline: Pipeline | None = None
) -> Iterator[tuple[Annotated, list[ClaimJson]]]:
    reads = (pipeline or default_pipeline()).read(one.document for one in documents)
    for one, read in zip(documents, reads, strict=True):
        yield one, [claim_to_json(c) for c in sorted(read.claims, key=lambda c: c.id)]


def errors(data_dir: Path, pipeline: Pipeline | None = None) -> list[str]:
    """Return the missed, the spurious and the wrongly read claims as lines, grouped by cause, the commonest first.

    Under each claim stands the line of ``explain`` that says why: the gate, the frame that stopped short, the
    candidate that lost, or the words that no lexicon knows.
    """
    groups: dict[tuple[str, str], list[Cause]] = defaultdict(list)
    documents = annotated(data_dir)
    pipeline = pipeline or default_pipeline()
    extractions = pipeline.extractor.extract(one.document for one in documents)
    for (one, claims), extraction in zip(_predicted(documents, pipeline), extractions, strict=True):
        pairs = pair(one.gold, claims)
        found, right = {i for i, _ in pairs}, {j for _, j in pairs}
        for i in sorted(set(range(len(one.gold))) - found):
            cause = cause_of_missed(one.gold[i], extraction, pipeline.extractor)
            groups["missed", cause.kind].append(cause)
        for j in sorted(set(range(len(claims))) - right):
            cause = cause_of_spurious(claims[j], one.gold, extraction)
            groups["spurious", cause.kind].append(cause)
        for i, j in pairs:
            other = cause_of_other_family(one.gold[i], claims[j], extraction)
            if other is not None:
                groups["paired", other.kind].append(other)
    lines = []
    for (what, kind), causes in sorted(groups.items(), key=lambda g: (g[0][0], -len(g[1]), g[0][1])):
        lines.append(f"{what}, {kind}: {len(causes)}")
        for cause in sorted(causes, key=lambda c: (c.why, c.document, c.start)):
            lines.append(f"  {cause.document}:{cause.start} {cause.cls} {' '.join(cause.evidence.split())!r}")
            lines.append(f"      {cause.why}")
    return lines
