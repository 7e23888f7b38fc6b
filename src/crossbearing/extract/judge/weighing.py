"""Weighs what the judge sees of a word: features as numbers, so that a group of them is spelled once.

The numbers are those of the sorted features, and sums are made in that order: the last digit hangs on it, and so
nothing hangs on how the features were come by.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice
from math import exp
from typing import Any

import numpy

from crossbearing.extract.judge.features import Bundle, Group
from crossbearing.extract.judge.weights import Weights

_MOST = 30.0
_MOST_GROUPS = 60_000
"""Groups whose features are kept; a war has about so many words and pairs of words."""

_UNHEARD = -8.0
"""The share, as its logarithm, of a class that the network does not know."""

Seen = Sequence[int]
"""The numbers of the features of a word that have a weight, in their order."""


class Weighing:
    """Weights as tables by the numbers of features.

    >>> from crossbearing.extract.judge.weights import weights_of
    >>> weighing = Weighing(weights_of([("claim", "bias", 0.0), ("strike.air", "lemma=raid", 2.0)]))
    >>> weighing.seen([(iter, ("lemma=raid", "bias")), (iter, ("bias", "tag=NN"))])
    [0, 1]
    >>> weighing.likely([0, 1]), weighing.strongest([0, 1])
    (0.5, [])
    """

    def __init__(self, weights: Weights) -> None:
        self._names = sorted({*weights.claim, *weights.by_feature})
        self._numbers = {name: number for number, name in enumerate(self._names)}
        self._claim = [weights.claim.get(name, 0.0) for name in self._names]
        self._of_claims = weights.claim
        self._classes = weights.classes
        self._families = [cls.partition(".")[0] for cls in weights.classes]
        self._rows = _table(weights, self._numbers)
        known = () if weights.layers.network is None else weights.layers.network.classes
        self._in_network = [known.index(cls) if cls in known else -1 for cls in weights.classes]
        self._told: dict[Group, tuple[int, ...]] = {}

    def seen(self, groups: Iterable[Group | Bundle]) -> Seen:
        """Return what is seen by groups of features, without those that have no weight."""
        return sorted(self._known(groups))

    def _known(self, groups: Iterable[Group | Bundle]) -> set[int]:
        told = self._told
        found: set[int] = set()
        for group in groups:
            if isinstance(group, Bundle):
                if group.known is None or group.known[0] is not self:
                    group.known = self, frozenset(self._known(group.parts))
                found |= group.known[1]
                continue
            numbers = told.get(group)
            found.update(self._tell(group) if numbers is None else numbers)
        return found

    def _tell(self, group: Group) -> tuple[int, ...]:
        if len(self._told) >= _MOST_GROUPS:
            self._told.clear()
        make, *asked = group
        known = self._numbers
        numbers = self._told[group] = tuple({known[feature] for feature in make(*asked) if feature in known})
        return numbers

    def spelled(self, seen: Seen) -> tuple[str, ...]:
        """Return the features themselves."""
        return tuple(self._names[number] for number in seen)

    def likely(self, seen: Seen, odds: float = 0.0) -> float:
        """Return how likely a word of which this is seen carries a claim, from 0 to 1; ``odds`` are of the network."""
        total = sum(map(self._claim.__getitem__, seen)) + odds
        return 1 / (1 + exp(-max(-_MOST, min(_MOST, total))))

    def shares(self, seen: Seen) -> dict[str, float]:
        """Return how likely each class is if there is a claim; together they make 1, empty where none is known.

        >>> from crossbearing.extract.judge.weights import weights_of
        >>> weighing = Weighing(weights_of([("strike.air", "lemma=raid", 2.0), ("combat.raid", "lemma=raid", 2.0)]))
        >>> weighing.shares([0])
        {'combat.raid': 0.5, 'strike.air': 0.5}
        """
        return dict(zip(self._classes, self._parts(seen), strict=True))

    def _parts(self, seen: Seen, heard: Sequence[float] = ()) -> list[float]:
        # Rows are added one after the other, as a loop would: the last digit of a sum hangs on the order.
        rows = self._rows.take(seen, axis=0) if seen else self._rows[:0]
        totals: list[float] = numpy.add.reduce(rows, axis=0).tolist()
        if heard:
            said = (_UNHEARD if n < 0 else heard[n] for n in self._in_network)
            totals = [total + share for total, share in zip(totals, said, strict=True)]
        highest = max(totals, default=0.0)
        raised = [exp(total - highest) for total in totals]
        whole = sum(raised)
        return [value / whole for value in raised]

    def classes(self, seen: Seen, heard: Sequence[float] = ()) -> tuple[str, float, Mapping[str, float]]:
        """Return the likeliest class of the likeliest family, the share of that family, and those of all of both.

        The last tells how likely each family ("strike") and each class ("strike.air") is. ``heard`` is the logarithm of
        the share that the network gives each class that it knows.
        """
        parts = self._parts(seen, heard)
        families: dict[str, float] = defaultdict(float)
        for family, share in zip(self._families, parts, strict=True):
            families[family] += share
        most, likeliest = max(zip(families.values(), families, strict=True))
        told = zip(parts, self._classes, self._families, strict=True)
        best = max((share, cls) for share, cls, family in told if family == likeliest)[1]
        families.update(zip(self._classes, parts, strict=True))
        return best, most, families

    def strongest(self, seen: Seen, number: int = 3) -> list[tuple[str, float]]:
        """Return the features that weigh most for or against a claim, the strongest first."""
        ordered = sorted([(-abs(self._claim[n]), n) for n in seen])
        named = ((self._names[n], self._claim[n]) for _, n in ordered)
        return list(islice((one for one in named if one[0] in self._of_claims and one[0] != "bias"), number))


def _table(weights: Weights, numbers: Mapping[str, int]) -> Any:
    """Return the weights of each feature for all classes in a row, so that a sum is one step for all of them."""
    table = numpy.zeros((len(numbers), len(weights.classes)))
    listed = [(numbers[feature], pairs) for feature, pairs in weights.by_feature.items()]
    rows = [row for row, pairs in listed for _ in pairs]
    places = [place for _, pairs in listed for place, _ in pairs]
    table[rows, places] = list(chain.from_iterable((weight for _, weight in pairs) for _, pairs in listed))
    return table
