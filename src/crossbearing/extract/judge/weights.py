"""The judge's weights: a table of text, one weight a line, made by ``crossbearing judge --fit``."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from crossbearing.extract.judge.layers import Layers, shipped_layers
from crossbearing.model.errors import VocabularyError
from crossbearing.vocab.compiled import compiled
from crossbearing.vocab.contract import CLASSES

COLUMNS = ("answer", "feature", "weight")
CLAIM = "claim"
"""The answer that a word carries a claim at all; every other answer is a class."""

Row = tuple[str, str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """How much each feature speaks for a claim and, where there is one, for each class."""

    claim: dict[str, float]
    classes: tuple[str, ...]
    by_feature: dict[str, tuple[tuple[int, float], ...]]
    fingerprint: str = ""
    """The fingerprint of a judge that a team taught (``judge.learned``), empty for the one that ships."""
    layers: Layers = field(default_factory=Layers)
    """What reads whole sentences beside the weights."""


def weights_of(rows: Iterable[Row], layers: Layers | None = None) -> Weights:
    """Return the weights of rows (answer, feature, weight), with what reads whole sentences beside them.

    >>> weights_of([("claim", "bias", -1.0), ("strike.air", "bias", 0.5)]).classes
    ('strike.air',)
    """
    listed = list(rows)
    classes = tuple(sorted({answer for answer, _, _ in listed} - {CLAIM}))
    index = {cls: i for i, cls in enumerate(classes)}
    by_feature: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for answer, feature, weight in listed:
        if answer != CLAIM:
            by_feature[feature].append((index[answer], weight))
    claim = {feature: weight for answer, feature, weight in listed if answer == CLAIM}
    return Weights(
        claim, classes, {feature: tuple(pairs) for feature, pairs in by_feature.items()}, "", layers or Layers()
    )


def load_weights(file: Traversable, layers: Layers | None = None) -> Weights:
    """Read a table of weights, with what reads whole sentences beside them.

    Raises VocabularyError, with file and line, where it is not in that form.
    """
    rows: list[Row] = []
    with file.open(encoding="utf-8") as lines:
        for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            place = f"{file.name}:{number}"
            if number == 1:
                if tuple(row) != COLUMNS:
                    raise VocabularyError(f"{place}: the columns are {', '.join(COLUMNS)}; fit the judge again")
                continue
            try:
                answer, feature, weight = row
                rows.append((answer, feature, float(weight)))
            except ValueError as error:
                raise VocabularyError(f"{place}: not {', '.join(COLUMNS)}: {error}") from error
            if answer != CLAIM and answer not in CLASSES:
                raise VocabularyError(f"{place}: {answer!r} is no class of claims; fit the judge again")
    return weights_of(rows, layers)


def written_rows(rows: Iterable[Row]) -> str:
    """Return rows as a table, as ``load_weights`` reads it.

    >>> written_rows([("claim", "bias", -1.0)])
    'answer\\tfeature\\tweight\\nclaim\\tbias\\t-1.00\\n'
    """
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((*row[:2], f"{row[2]:.2f}") for row in rows)
    return lines.getvalue()


def shipped_file() -> Traversable:
    """Return where the table lies that comes with the program."""
    return files("crossbearing.extract.judge") / "weights.tsv"


@cache
def shipped_weights() -> Weights:
    """Return the weights that come with the program.

    >>> "control.gain" in shipped_weights().classes
    True
    """
    file = shipped_file()

    def made() -> tuple[dict[str, float], tuple[str, ...], dict[str, tuple[tuple[int, float], ...]]]:
        read = load_weights(file)
        return read.claim, read.classes, read.by_feature

    claim, classes, by_feature = compiled("judge", __name__, [file.read_bytes()], made)
    return Weights(claim, classes, by_feature, "", shipped_layers())
