"""Outlets against outlets: as if each were set against each, however the bits are dealt out."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from crossbearing.report import naming_pairs
from crossbearing.report.naming import Naming, Word
from crossbearing.report.naming_pairs import Pair, pairs


def _differing(found: list[Naming]) -> list[Pair]:
    """Return all pairs by the definition: each outlet against each other one."""
    outlets = sorted({outlet for naming in found for outlet in naming.by_outlet})
    made = []
    for one, other in combinations(outlets, 2):
        both = [n for n in found if one in n.by_outlet and other in n.by_outlet]
        own = tuple(Naming(n.actor, {o: n.by_outlet[o] for o in (one, other)}) for n in both if _differ(n, one, other))
        if own:
            made.append(Pair(one, other, own))
    return sorted(made, key=lambda pair: (-len(pair.namings), pair.one, pair.other))


def _differ(naming: Naming, one: str, other: str) -> bool:
    said = [{word.text.lower() for word in naming.by_outlet[outlet]} for outlet in (one, other)]
    return said[0] != said[1]


def _namings(chance: Random) -> list[Naming]:
    outlets = [f"outlet {number}" for number in range(chance.randint(0, 40))]
    return [
        Naming(
            f"actor {number}",
            {
                outlet: tuple(Word(chance.choice("xyzX"), 1, False) for _ in range(chance.randint(1, 2)))
                for outlet in chance.sample(outlets, chance.randint(0, len(outlets)))
            },
        )
        for number in range(chance.randint(0, 9))
    ]


@pytest.mark.parametrize("at_once", [1, 3, 16, 8192])
def test_pairs_are_those_of_each_outlet_against_each(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming_pairs, "_AT_ONCE", at_once)
    for seed in range(40):
        chance = Random(seed)
        found, most = _namings(chance), chance.choice([1, 3, 40])
        expected = _differing(found)
        assert pairs(found, most) == (tuple(expected[:most]), max(0, len(expected) - most))
