"""Who tells the same: voices on a circle, a line between two that tell of the same, dashed where they differ.

Counts and never a score: a thick line says that two voices tell of much the same, not that either is right.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from crossbearing.model.derived import Event, FamilyVoice
from crossbearing.report.marks import Mark, Names

MOST_VOICES = 18
SIZE = 520.0
_RADIUS = 170.0
_WIDEST = 9.0


@dataclass(frozen=True, slots=True)
class Node:
    """A voice on the circle, in units of the drawing: its mark, and where its name begins or ends."""

    mark: Mark
    x: float
    y: float
    name_x: float
    name_y: float
    anchor: str
    events: int


@dataclass(frozen=True, slots=True)
class Tie:
    """Two voices: how many happenings both tell of, in how many of these they contradict each other."""

    one: Mark
    other: Mark
    shared: int
    against: int
    line: tuple[float, float, float, float]
    width: float


@dataclass(frozen=True, slots=True)
class Network:
    """The drawing: voices and ties, the strongest last so that they lie on top; ``left_out`` voices have no room."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    left_out: int


def network(events: Iterable[Event], names: Names) -> Network:
    """Return who tells of the same happenings; the voices of most happenings have a place on the circle.

    >>> network([], Names([], [], None))
    Network(nodes=(), ties=(), left_out=0)
    """
    told: Counter[str] = Counter()
    shared: Counter[tuple[str, str]] = Counter()
    against: Counter[tuple[str, str]] = Counter()
    for event in events:
        voices = {voice.id: voice for voice in event.families if voice.position != "mentions"}
        told.update(voices.keys())
        for one, other in combinations(sorted(voices), 2):
            shared[one, other] += 1
            against[one, other] += _differ(voices[one], voices[other])
    tied = {identity for pair in shared for identity in pair}
    ranked = sorted(tied, key=lambda identity: (-told[identity], identity))
    marks = {identity: names.mark(identity) for identity in ranked[:MOST_VOICES]}
    # Voices of one side stand beside one another.
    placed = sorted(marks, key=lambda identity: (marks[identity].side, -told[identity], identity))
    nodes = {identity: _node(marks[identity], n, len(placed), told[identity]) for n, identity in enumerate(placed)}
    most = max((n for pair, n in shared.items() if set(pair) <= set(nodes)), default=1)
    ties = [
        _tie(nodes[one], nodes[other], n, against[one, other], most)
        for (one, other), n in shared.items()
        if one in nodes and other in nodes
    ]
    ordered = sorted(ties, key=lambda tie: (tie.shared, tie.one.name, tie.other.name))
    return Network(tuple(nodes.values()), tuple(ordered), len(ranked) - len(nodes))


def _differ(one: FamilyVoice, other: FamilyVoice) -> bool:
    """Say whether one denies what the other says, or both name a doer and stand on different sides."""
    if "denies" in (one.position, other.position):
        return one.position != other.position
    return one.position == other.position == "disputes" and one.side != other.side


def _node(mark: Mark, number: int, of: int, events: int) -> Node:
    turn = 2 * math.pi * number / of - math.pi / 2
    x, y = SIZE / 2 + _RADIUS * math.cos(turn), SIZE / 2 + _RADIUS * math.sin(turn)
    away = 20.0
    name_x, name_y = x + away * math.cos(turn), y + away * math.sin(turn) + 5
    anchor = "middle" if abs(math.cos(turn)) < 0.2 else "start" if math.cos(turn) > 0 else "end"
    return Node(mark, round(x, 1), round(y, 1), round(name_x, 1), round(name_y, 1), anchor, events)


def _tie(one: Node, other: Node, shared: int, against: int, most: int) -> Tie:
    width = round(max(1.0, _WIDEST * math.sqrt(shared / most)), 1)
    return Tie(one.mark, other.mark, shared, against, (one.x, one.y, other.x, other.y), width)
