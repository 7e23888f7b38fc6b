"""The judge's weights: a table of text, one weight a line, made by ``crossbearing judge --fit``."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from math import exp
from typing import Any

import numpy

from crossbearing.model.errors import VocabularyError
from crossbearing.vocab.compiled import compiled
from crossbearing.vocab.contract import CLASSES

COLUMNS = ("answer", "feature", "weight")
CLAIM = "claim"
"""The answer that a word carries a claim at all; every other answer is a class."""
_MOST = 30.0

Row = tuple[str, str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """How much each feature speaks for a claim and, where there is one, for each class."""

    claim: dict[str, float]
    classes: tuple[str, ...]
    by_feature: dict[str, tuple[tuple[int, float], ...]]
    weighed: frozenset[str]
    fingerprint: str = ""
    """The fingerprint of a judge that a team taught (``judge.learned``), empty for the one that ships."""
    rows: dict[str, Any] = field(init=False, repr=False)
    """The weights of a feature for all classes in a row, so that a sum is one step for all of them."""

    def __post_init__(self) -> None:
        table = numpy.zeros((len(self.by_feature), len(self.classes)))
        listed = list(self.by_feature.values())
        rows = [row for row, pairs in enumerate(listed) for _ in pairs]
        places = [place for pairs in listed for place, _ in pairs]
        table[rows, places] = [weight for pairs in listed for _, weight in pairs]
        object.__setattr__(self, "rows", dict(zip(self.by_feature, table, strict=True)))

    def __reduce__(self) -> tuple[type[Weights], tuple[Any, ...]]:
        """Send another process what the weights are made of, not the table, which is many times as large."""
        return Weights, (self.claim, self.classes, self.by_feature, self.weighed, self.fingerprint)

    def known(self, features: Set[str]) -> tuple[str, ...]:
        """Return those of the features that have a weight, sorted: sums do not hang on the order in which they came.

        >>> weights_of([("claim", "bias", 0.5)]).known({"tag=VB", "bias"})
        ('bias',)
        """
        return tuple(sorted(features & self.weighed))

    def likely(self, features: Iterable[str]) -> float:
        """Return how likely a word with these features carries a claim, from 0 to 1.

        >>> weights_of([("claim", "bias", 0.0)]).likely(["bias"])
        0.5
        """
        claim = self.claim
        total = sum([claim[feature] for feature in features if feature in claim])
        return 1 / (1 + exp(-max(-_MOST, min(_MOST, total))))

    def shares(self, features: Iterable[str]) -> dict[str, float]:
        """Return how likely each class is if there is a claim; together they make 1, empty where none is known.

        >>> weights_of([("strike.air", "lemma=raid", 2.0), ("combat.raid", "lemma=raid", 2.0)]).shares(["lemma=raid"])
        {'combat.raid': 0.5, 'strike.air': 0.5}
        """
        rows = [row for feature in features if (row := self.rows.get(feature)) is not None]
        # Rows are added one after the other, as a loop would: the last digit of a sum hangs on the order.
        sums = numpy.add.reduce(rows, axis=0) if rows else numpy.zeros(len(self.classes))
        totals: list[float] = sums.tolist()
        highest = max(totals, default=0.0)
        raised = [exp(total - highest) for total in totals]
        whole = sum(raised)
        return {cls: value / whole for cls, value in zip(self.classes, raised, strict=True)}

    def strongest(self, features: Iterable[str], number: int = 3) -> list[tuple[str, float]]:
        """Return the features that weigh most for or against a claim, the strongest first."""
        weighed = [(f, self.claim[f]) for f in features if f in self.claim and f != "bias"]
        return sorted(weighed, key=lambda fw: (-abs(fw[1]), fw[0]))[:number]


def weights_of(rows: Iterable[Row]) -> Weights:
    """Return the weights of rows (answer, feature, weight).

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
    weighed = frozenset(claim) | frozenset(by_feature)
    return Weights(claim, classes, {feature: tuple(pairs) for feature, pairs in by_feature.items()}, weighed)


def load_weights(file: Traversable) -> Weights:
    """Read a table of weights; raises VocabularyError, with file and line, where it is not in that form."""
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
    return weights_of(rows)


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
    return Weights(claim, classes, by_feature, frozenset(claim) | frozenset(by_feature))
