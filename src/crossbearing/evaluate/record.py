"""Groups of linked reports with the record a careful coder made of them: ``GROUP.record.json`` beside the texts.

All reports of the folder go through one run. With claims given, reconciliation is measured alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crossbearing.engines.local import finish, read_documents, side_table
from crossbearing.evaluate.intervals import bootstrap
from crossbearing.evaluate.linked import groups_of, texts_of
from crossbearing.evaluate.logistic import Example
from crossbearing.evaluate.record_fit import OTHERS, examples, fitted, weighed, write
from crossbearing.evaluate.record_scoring import GroupJson, Tally, figures, made, score_group
from crossbearing.model.derived import SideTable
from crossbearing.model.errors import EvaluationError
from crossbearing.model.finished import Finished
from crossbearing.pipeline import Read, default_pipeline
from crossbearing.readers.paths import read_paths
from crossbearing.readings.given import GivenReader
from crossbearing.reconcile.inside import FILE, Weights, weights_from

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


@dataclass(frozen=True, slots=True)
class _Reading:
    """All texts of a folder, read once: what is made of the claims may then be tried by several weights."""

    reads: tuple[Read, ...]
    sides: SideTable

    def finished(self, by: Weights | None = None) -> Finished:
        return finish(self.reads, self.sides, by=by)


def _reading(paths: Sequence[Path], claims: Path | None = None) -> _Reading:
    """Return all texts of paths as the program reads them or, with ``claims``, as files say that they are read."""
    reading = read_paths(paths)
    if not reading.documents:
        raise EvaluationError(f"{NAME}: no text under {paths[0]}")
    pipeline = default_pipeline()
    readers = [GivenReader(claims)] if claims else []
    return _Reading(tuple(read_documents(reading.documents, pipeline, readers=readers)), side_table(pipeline.packs))


def _pairs(readings: Sequence[_Reading], annotated: Sequence[GroupJson]) -> dict[str, list[Example]]:
    """Return what the weights are learned from, by group, the same for the same texts."""
    found: dict[str, list[Example]] = {}
    for reading in readings:
        claims = [claim for read in reading.reads for claim in read.claims]
        published = {read.document.id: read.document.published for read in reading.reads}
        for group, pairs in examples(claims, published, annotated).items():
            found.setdefault(group, []).extend(pairs)
    return found


def _readings(data_dir: Path, claims: Path | None) -> list[_Reading]:
    """Return the reading that is scored, first, and the program's own where that is another: both are learned from."""
    return [_reading([data_dir], claims), *([_reading([data_dir])] if claims else [])]


def _others(learn_from: Path | None) -> list[Example]:
    """Return the pairs of other reports, a folder of texts and claims, that are learned from and not scored."""
    if learn_from is None:
        return []
    texts = texts_of(learn_from)
    readings = [_reading(texts, learn_from), _reading(texts)]
    pairs = _pairs(readings, groups_of([path.stem for path in texts]))
    return [weighed(pair, OTHERS) for document in sorted(pairs) for pair in pairs[document]]


def fit(data_dir: Path, out_dir: Path, claims: Path | None = None, learn_from: Path | None = None) -> tuple[Path, ...]:
    """Fit the weights by which claims of one report come together: on the program's own claims, and on those given.

    ``learn_from`` is a folder of other reports, with claims, of which ``linked.json`` says what is one happening.
    """
    annotated = groups(data_dir)
    pairs = _pairs(_readings(data_dir, claims), annotated)
    file = out_dir / FILE
    write([pair for group in sorted(pairs) for pair in pairs[group]] + _others(learn_from), file)
    return (file,)


def evaluate(
    data_dir: Path, claims: Path | None = None, folds: int = 0, learn_from: Path | None = None
) -> dict[str, Any]:
    """Score the record of one run over all reports of a folder.

    Returns ``{"benchmark", "documents", "metrics", "interval"}``: the figures of the record contract, fractions of one,
    with 95 % intervals over groups; ``by_group`` has those of each. With ``folds`` the groups are dealt out in so many
    parts, and each is scored by weights that were fitted on the others alone, and on ``learn_from``.
    """
    annotated = groups(data_dir)
    readings = _readings(data_dir, claims) if folds else [_reading([data_dir], claims)]
    if folds:
        tallies = _by_folds(readings, annotated, folds, _others(learn_from))
    else:
        tallies = _scored(readings[0].finished(), annotated)
    return {
        "benchmark": NAME,
        "documents": len(readings[0].reads),
        "metrics": figures(tallies),
        "interval": bootstrap(tallies, figures),
        "by_group": {g["group"]: figures([t]) for g, t in zip(annotated, tallies, strict=True)},
    }


def _scored(run: Finished, annotated: Sequence[GroupJson]) -> list[Tally]:
    scored = made(run.claims, run.ledgers)
    return [score_group(group, scored) for group in annotated]


def _by_folds(
    readings: Sequence[_Reading], annotated: Sequence[GroupJson], folds: int, more: Sequence[Example] = ()
) -> list[Tally]:
    """Return the tally of each group by weights of the other parts and of ``more``; EvaluationError for one part."""
    if not 2 <= folds <= len(annotated):
        raise EvaluationError(f"{NAME}: --folds is 2 to {len(annotated)} here, one part a group at most")
    pairs = _pairs(readings, annotated)
    tallies: dict[int, Tally] = {}
    for part in range(folds):
        left_out = {annotated[n]["group"] for n in range(part, len(annotated), folds)}
        others = [pair for group in sorted(pairs) if group not in left_out for pair in pairs[group]]
        found = _scored(readings[0].finished(weights_from(fitted([*others, *more]))), annotated)
        tallies.update((n, found[n]) for n in range(part, len(annotated), folds))
    return [tallies[n] for n in range(len(annotated))]
