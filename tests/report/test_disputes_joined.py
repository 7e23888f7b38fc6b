"""Cards that share a happening or a claim are one, the same as if each new one were held against all before it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from crossbearing.report.disputes import Agreed, Dispute, Point, Statement, _joined
from crossbearing.report.marks import Mark


def _one_by_one(found: list[Dispute]) -> list[Dispute]:
    cards: list[Dispute] = []
    for own in found:
        met = [c for c in cards if set(c.events) & set(own.events) or c.claims & own.claims]
        first, *rest = [*met, own]
        for other in rest:
            first = replace(
                first,
                events=tuple(dict.fromkeys((*first.events, *other.events))),
                agreed=tuple({a.words: a for a in (*first.agreed, *other.agreed)}.values()),
                points=(*first.points, *other.points),
            )
        at = cards.index(met[0]) if met else len(cards)
        cards = [c for c in cards if c not in met]
        cards.insert(at, first)
    return cards


def _dispute(number: int, chance: Random) -> Dispute:
    mark = Mark(f"voice {number}", "V", 0, "")
    claims = tuple(f"c{chance.randrange(60)}" for _ in range(chance.randint(0, 2)))
    events = tuple(sorted({f"e{chance.randrange(60)}" for _ in range(chance.randint(0, 2))}))
    agreed = (Agreed(f"words {chance.randrange(3)}", (mark,)),)
    return Dispute(
        f"card {number}", events, agreed, (Point("how many", "they differ", (Statement(mark, "x", claims),)),)
    )


def test_cards_are_joined_as_if_each_were_held_against_all() -> None:
    for seed in range(60):
        chance = Random(seed)
        found = [_dispute(number, chance) for number in range(chance.randint(0, 40))]
        assert _joined(found) == _one_by_one(found)
