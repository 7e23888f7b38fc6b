"""Fits what passes over documents that tell of no armed conflict, and measures it on wars that it was not fitted on.

Sentences with a claim, of annotated reports, are held against all sentences of other news by a logistic regression
(scikit-learn). A document's war is the first part of its name ("yemen" of yemen-cnn-01). For the measure each war lies
whole in one of the folds, and each document is judged by weights that were fitted without its fold.
"""

from __future__ import annotations

import json
from array import array
from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from math import sqrt
from pathlib import Path
from typing import Any

from crossbearing.evaluate.gold import Annotated, annotated
from crossbearing.model.document import Document
from crossbearing.model.errors import EvaluationError
from crossbearing.readers.paths import read_paths
from crossbearing.text.relevance import BITS, Relevance, hashed_sentences

FOLDS = 8
STRENGTH = 4.0
_STEPS = 127
_ITERATIONS = 200

Hashes = frozenset[int]


def told(one: Annotated) -> list[Hashes]:
    """Return the sentences of an annotated document that hold a claim."""
    spans = [(claim["evidence"]["start"], claim["evidence"]["end"]) for claim in one.gold]
    return [
        hashes
        for start, end, hashes in hashed_sentences(one.document.text)
        if any(a < end and start < b for a, b in spans)
    ]


def reports(folders: Sequence[Path]) -> list[Annotated]:
    """Return the annotated documents of all folders, each name once, in the order of their names."""
    found = {one.document.id: one for folder in folders for one in annotated(folder)}
    return [found[name] for name in sorted(found)]


def other_news(paths: Sequence[Path]) -> list[Document]:
    """Return the texts about no war, in the order of their names; raises EvaluationError where there is none."""
    found = sorted(read_paths(list(paths)).documents, key=lambda document: document.id)
    if not found:
        raise EvaluationError("other news are needed to fit on: name their files or folders by --nothing-in")
    return found


def fitted(of_war: Sequence[Hashes], others: Sequence[Hashes]) -> Relevance:
    """Return the scorer; raises EvaluationError where scikit-learn is not installed or one of both is missing."""
    try:
        import numpy as np
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise EvaluationError(f"fitting needs scikit-learn: pip install scikit-learn ({error})") from error
    if not of_war or not others:
        raise EvaluationError("fitting needs sentences with a claim and sentences of other news")
    rows = [*of_war, *others]
    cells = [place for row in rows for place in sorted(row)]
    values = [1 / sqrt(len(row)) for row in rows for _ in row]
    matrix = csr_matrix((values, cells, [0, *accumulate(map(len, rows))]), shape=(len(rows), 1 << BITS))
    model = LogisticRegression(
        C=STRENGTH, solver="liblinear", max_iter=_ITERATIONS, class_weight="balanced", random_state=0
    )
    model.fit(matrix, np.r_[np.ones(len(of_war)), np.zeros(len(others))])
    weights = model.coef_[0]
    step = float(f"{max(abs(weights.min()), abs(weights.max())) / _STEPS:.4g}")
    return Relevance(array("b", [round(float(w) / step) for w in weights]), step, round(float(model.intercept_[0]), 3))


def fit(file: Path, folders: Sequence[Path], nothing_in: Sequence[Path]) -> Path:
    """Fit the scorer on everything and write its file; the same documents give the same bytes."""
    war = [hashes for one in reports(folders) for hashes in told(one)]
    scorer = fitted(war, [hashes for one in other_news(nothing_in) for _, _, hashes in hashed_sentences(one.text)])
    table = {
        "constant": scorer.constant,
        "step": scorer.step,
        "weights": b64encode(scorer.weights.tobytes()).decode("ascii"),
    }
    file.write_text(json.dumps(table, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return file


def measure(folders: Sequence[Path], nothing_in: Sequence[Path]) -> dict[str, Any]:
    """Return what is kept and passed over of wars and of other news that the scorer was not fitted on.

    ``claims_kept`` and ``reports_kept`` are shares of the annotated documents, ``passed_over`` of the other news;
    ``lost`` names the wars of which claims were lost, with the share.
    """
    documents, others = reports(folders), other_news(nothing_in)
    fold_of = _folds(Counter(_war(one) for one in documents))
    kept: dict[str, bool] = {}
    passed = 0
    for fold in range(FOLDS):
        held_out = [one for one in documents if fold_of[_war(one)] == fold]
        scorer = fitted(
            [hashes for one in documents if fold_of[_war(one)] != fold for hashes in told(one)],
            [h for n, one in enumerate(others) if n % FOLDS != fold for _, _, h in hashed_sentences(one.text)],
        )
        kept.update((one.document.id, scorer.is_read(one.document.text)) for one in held_out)
        passed += sum(not scorer.is_read(one.text) for n, one in enumerate(others) if n % FOLDS == fold)
    claims, lost = Counter[str](), Counter[str]()
    for one in documents:
        claims[_war(one)] += len(one.gold)
        lost[_war(one)] += 0 if kept[one.document.id] else len(one.gold)
    return {
        "reports": len(documents),
        "reports_kept": round(sum(kept.values()) / len(documents), 4),
        "claims_kept": round(1 - lost.total() / max(1, claims.total()), 4),
        "lost": {war: round(number / claims[war], 3) for war, number in sorted(lost.items()) if number},
        "other_news": len(others),
        "passed_over": round(passed / len(others), 4),
    }


def _war(one: Annotated) -> str:
    return one.document.id.partition("-")[0]


def _folds(sizes: Counter[str]) -> dict[str, int]:
    """Return the fold of every war, the largest wars first, each into the fold that holds least."""
    held = [0] * FOLDS
    found = {}
    for war, size in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])):
        found[war] = held.index(min(held))
        held[found[war]] += size
    return found
