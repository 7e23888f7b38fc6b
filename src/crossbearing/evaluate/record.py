"""Groups of linked reports with the record a careful coder made of them: ``GROUP.record.json`` beside the texts.

All reports of the folder go through one run. With claims given, reconciliation is measured alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from crossbearing.engines.local import run_documents
from crossbearing.evaluate.intervals import bootstrap
from crossbearing.evaluate.logistic import Example
from crossbearing.evaluate.record_fit import examples, write
from crossbearing.evaluate.record_scoring import GroupJson, figures, made, score_group
from crossbearing.model.errors import EvaluationError
from crossbearing.model.finished import Finished
from crossbearing.pipeline import default_pipeline
from crossbearing.readers.paths import read_paths
from crossbearing.readings.given import GivenReader
from crossbearing.reconcile.inside import FILE

NAME = "record"
SUFFIX = ".record.json"


def groups(data_dir: Path) -> list[GroupJson]:
    """Return the annotated groups of a folder by file name; EvaluationError where there is none or one is broken."""
    found = []
    for file in sorted(data_dir.rglob(f"*{SUFFIX}")):
        try:
            group = json.loads(file.read_text(encoding="utf-8"))
            if not all(h["tellings"] for h in group["happenings"]):
                raise ValueError("a happening that nobody tells")
        except (ValueError, KeyError, TypeError) as error:
            raise EvaluationError(f"{file.name}: not in the form of an annotated record: {error!r}") from error
        found.append(group)
    if not found:
        raise EvaluationError(f"{NAME}: no *{SUFFIX} under {data_dir}; name a folder of annotated groups")
    return found


def finished(data_dir: Path, claims: Path | None = None) -> Finished:
    """Return one run over all texts of a folder, read by the program or, with ``claims``, taken from files."""
    reading = read_paths([data_dir])
    if not reading.documents:
        raise EvaluationError(f"{NAME}: no text under {data_dir}")
    return run_documents(reading.documents, default_pipeline(), readers=[GivenReader(claims)] if claims else [])


def fit(data_dir: Path, out_dir: Path, claims: Path | None = None) -> tuple[Path, ...]:
    """Fit the weights by which claims of one report come together: on the program's own claims, and on those given."""
    annotated = groups(data_dir)
    found: list[Example] = []
    for given in (claims, None) if claims else (None,):
        run = finished(data_dir, given)
        by_group = examples(run.claims, {d.id: d.published for d in run.documents}, annotated)
        found.extend(pair for group in sorted(by_group) for pair in by_group[group])
    file = out_dir / FILE
    write(found, file)
    return (file,)


def evaluate(data_dir: Path, claims: Path | None = None) -> dict[str, Any]:
    """Score the record of one run over all reports of a folder.

    Returns ``{"benchmark", "documents", "metrics", "interval"}``: the figures of the record contract, fractions of one,
    with 95 % intervals over groups; ``by_group`` has those of each.
    """
    annotated = groups(data_dir)
    run = finished(data_dir, claims)
    scored = made(run.claims, run.ledgers)
    tallies = [score_group(group, scored) for group in annotated]
    return {
        "benchmark": NAME,
        "documents": len(run.documents),
        "metrics": figures(tallies),
        "interval": bootstrap(tallies, figures),
        "by_group": {g["group"]: figures([t]) for g, t in zip(annotated, tallies, strict=True)},
    }
