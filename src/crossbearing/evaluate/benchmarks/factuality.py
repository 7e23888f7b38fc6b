"""Event factuality: how certain the text makes an event, from -3 (certainly not) to 3 (certainly), by token.

Any folder of rows ``{text, targets: [{span1, label}]}`` with tokens parted by blanks: UW, MEANTIME, UDS-IH2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from crossbearing.evaluate.intervals import bootstrap, class_f1
from crossbearing.evaluate.rows import rows
from crossbearing.extract.phrases.modality import Modality, modality_of
from crossbearing.text.parser import Cut, Parser
from crossbearing.text.tokens import Sentence, Token

NAME = "factuality"
CLASSES = ("negative", "open", "positive")
Pair = tuple[float, float]


def evaluate(data_dir: Path) -> dict[str, Any]:
    """Score modality and polarity of every event token under ``data_dir`` on the scale of the annotators.

    ``mae`` is the mean absolute error, ``r`` Pearson's correlation, ``macro_f1`` the mean F1 of three classes: at most
    -1, at least 1, and between. Raises EvaluationError where no row has text and targets.
    """
    sentences = [list(pairs(row, sentence)) for row, sentence in _parsed(rows(data_dir, ("text", "targets"), NAME))]
    scored = [pair for sentence in sentences for pair in sentence]
    interval = bootstrap(sentences, lambda drawn: _metrics([p for sentence in drawn for p in sentence]))
    return {"benchmark": NAME, "documents": len(sentences), "metrics": _metrics(scored), "interval": interval}


def _parsed(given: Sequence[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Sentence]]:
    wanted = [row for row in given if row["text"].strip()]
    cuts = [Cut(row["text"], 0, len(row["text"]), "paragraph", 0) for row in wanted]
    yield from zip(wanted, Parser().parse(cuts), strict=True)


def pairs(row: dict[str, Any], sentence: Sentence) -> Iterator[Pair]:
    """Yield (gold, ours) for every target of a row."""
    words = row["text"].split(" ")
    for target in row["targets"]:
        first = int(target["span1"][0])
        start = sum(len(w) + 1 for w in words[:first])
        token = next((t for t in sentence.tokens if t.start <= start < t.end), None)
        yield float(target["label"]), 3.0 if token is None else certainty(sentence, token)


@dataclass(frozen=True, slots=True)
class Scale:
    """What a modality counts as on the annotators' scale."""

    positive: float
    negative: float


SCALES = {
    "occurred": Scale(3.0, -2.5),
    "ongoing": Scale(3.0, -2.5),
    "planned": Scale(0.8, -0.8),
    "agreed": Scale(1.0, -1.0),
    "demanded": Scale(0.5, -0.5),
    "threatened": Scale(0.4, -0.5),
    "conditional": Scale(0.4, -0.4),
    "predicted": Scale(0.7, -0.7),
}


def certainty(sentence: Sentence, token: Token) -> float:
    """Return how certain the sentence makes the event that a token names, in [-3, 3]."""
    return on_scale(modality_of(sentence, token))


def on_scale(found: Modality) -> float:
    """Return a modality on the annotators' scale.

    >>> on_scale(Modality()), on_scale(Modality("occurred", "negative"))
    (3.0, -2.5)
    """
    scale = SCALES[found.modality]
    return scale.positive if found.polarity == "positive" else scale.negative


def _class(value: float) -> str:
    return "negative" if value <= -1 else "positive" if value >= 1 else "open"


def _metrics(scored: Sequence[Pair]) -> dict[str, float]:
    if not scored:
        return {"mae": 0.0, "r": 0.0, "macro_f1": 0.0}
    classes = [(_class(g), _class(o)) for g, o in scored]
    found = {
        "mae": fmean(abs(g - o) for g, o in scored),
        "r": _correlation(scored),
        "macro_f1": fmean(class_f1(classes, cls) for cls in CLASSES),
    }
    return {name: round(value, 4) for name, value in found.items()}


def _correlation(scored: Sequence[Pair]) -> float:
    """Return Pearson's r, 0 where one side does not vary."""
    x, y = _centred(g for g, _ in scored), _centred(o for _, o in scored)
    norm = (sum(a * a for a in x) * sum(b * b for b in y)) ** 0.5
    return sum(a * b for a, b in zip(x, y, strict=True)) / norm if norm else 0.0


def _centred(values: Iterable[float]) -> list[float]:
    listed = list(values)
    mean = fmean(listed)
    return [v - mean for v in listed]
