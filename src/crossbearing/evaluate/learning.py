"""What a team's own work teaches its own judge: how far to move the weights, whether it pays, and the weights.

Documents are cut into folds. How far the weights may move is chosen for each fold by reading the others, each judged by
weights that were moved without it and without the fold; then the fold is read by weights that the others moved. So the
figure after learning is that of documents of which neither weights nor strength knew, held against the reading by the
weights that ship.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from crossbearing.evaluate.adapting import adapted
from crossbearing.evaluate.gold import Annotated
from crossbearing.evaluate.readers_compared import paired_difference
from crossbearing.evaluate.rereading import Rereading
from crossbearing.evaluate.scoring import ALL, Tally, slot_table
from crossbearing.extract.judge.learned import Origin
from crossbearing.extract.judge.weights import Row, Weights, shipped_weights, weights_of
from crossbearing.model.errors import JudgeError

FEWEST = 10
FOLDS = 5
# How far documents may move the weights, as multiples of the strength with which the shipped ones were fitted; 0 not at
# all. Chosen from, and the least of equals is taken.
STRENGTHS = (0.0, 0.3, 1.0, 3.0)


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of it: the rows of the weights, what they were learned from, and the tables before and after."""

    rows: list[Row]
    origin: Origin
    before: Mapping[str, Mapping[str, float]]
    after: Mapping[str, Mapping[str, float]]


def learn(
    documents: Sequence[Annotated],
    folds: int = FOLDS,
    step: Callable[[], None] = lambda: None,
    base: Weights | None = None,
) -> Learned:
    """Return what documents teach the judge ``base``, the one that ships, and what that gives on documents left out.

    The same documents give the same rows; one text counts once. Raises JudgeError where there are fewer than FEWEST.
    """
    own = sorted({one.document.text: one for one in documents}.values(), key=lambda one: one.document.id)
    if len(own) < FEWEST:
        raise JudgeError(
            f"{len(own)} annotated documents are too few to learn from and to measure it by; {FEWEST} are needed: "
            "review more reports, then crossbearing review gold"
        )
    if not any(one.gold for one in own):
        raise JudgeError("none of the documents holds a claim: there is nothing to learn what a claim is from")
    team = _Team(Rereading(own), base or shipped_weights(), folds, step)
    without = {fold: team.strength_without(fold) for fold in range(folds)}
    after = {n: tally for fold, strength in without.items() for n, tally in team.read((fold,), strength, fold).items()}
    chosen = _best({s: _in_order(team.left_out(s)) for s in STRENGTHS})
    moving = chosen or _best({s: _in_order(team.left_out(s)) for s in STRENGTHS[1:]})
    return _told(own, team, _in_order(after), moving, chosen)


class _Team:
    """The documents of a team in folds, read by weights that some of the folds moved; what was read is kept."""

    def __init__(self, reading: Rereading, base: Weights, folds: int, step: Callable[[], None]) -> None:
        self.reading, self.base = reading, base
        self._numbers = range(len(reading.documents))
        self._folds = folds
        self._step = step
        self._read: dict[tuple[tuple[int, ...], float], dict[int, Tally]] = {}
        self.before = reading.tallies(base, self._numbers)
        for pair in combinations(range(folds), 2):
            for strength in STRENGTHS[1:]:
                self._tallies(pair, strength)
                step()
        for fold in range(folds):
            for strength in STRENGTHS[1:]:
                self._tallies((fold,), strength)
                step()

    def rows(self, strength: float, left_out: Sequence[int] = ()) -> list[Row]:
        """Return the weights moved by all documents but those of some folds."""
        cases = [self.reading.cases[n] for n in self._numbers if n % self._folds not in left_out]
        return adapted(self.base, cases, strength)

    def read(self, left_out: tuple[int, ...], strength: float, fold: int) -> dict[int, Tally]:
        """Return the documents of a fold as read by weights that the folds not left out moved."""
        found = self._tallies(left_out, strength) if strength else self.before
        return {n: tally for n, tally in found.items() if n % self._folds == fold}

    def left_out(self, strength: float) -> dict[int, Tally]:
        """Return every document as read by weights moved by the other folds."""
        return {n: t for fold in range(self._folds) for n, t in self.read((fold,), strength, fold).items()}

    def strength_without(self, fold: int) -> float:
        """Return the strength that reads the other folds best, each left out itself, the fold never seen."""
        others = [other for other in range(self._folds) if other != fold]
        found: dict[float, list[Tally]] = {}
        for strength in STRENGTHS:
            read: dict[int, Tally] = {}
            for other in others:
                read |= self.read((min(fold, other), max(fold, other)), strength, other)
            found[strength] = _in_order(read)
        return _best(found)

    def _tallies(self, left_out: tuple[int, ...], strength: float) -> dict[int, Tally]:
        key = (left_out, strength)
        if key not in self._read:
            weights = weights_of(self.rows(strength, left_out), self.base.layers)
            wanted = [n for n in self._numbers if n % self._folds in left_out]
            self._read[key] = self.reading.tallies(weights, wanted)
        return self._read[key]


def fits(folds: int = FOLDS) -> int:
    """Return how many times the judge is fitted and read with: the steps of ``learn``.

    >>> fits(5)
    45
    """
    return (folds * (folds - 1) // 2 + folds) * (len(STRENGTHS) - 1)


def _in_order(tallies: Mapping[int, Tally]) -> list[Tally]:
    return [tallies[n] for n in sorted(tallies)]


def _best(by_strength: Mapping[float, Iterable[Tally]]) -> float:
    """Return the strength that reads best, the least of equals."""
    reached = {s: slot_table(list(tallies))[ALL]["f1"] for s, tallies in by_strength.items()}
    return min(reached, key=lambda s: (-reached[s], s))


def _told(own: Sequence[Annotated], team: _Team, after: list[Tally], moving: float, chosen: float) -> Learned:
    """Put together the weights of all documents and the figures of those left out."""
    before = _in_order(team.before)
    difference = paired_difference(after, before)
    tables = slot_table(before), slot_table(after)
    shown = {
        name: {"all": table[ALL]["f1"], "claim_p": table["claim"]["p"], "claim_r": table["claim"]["r"]}
        for name, table in zip(("before", "after"), tables, strict=True)
    }
    figures: dict[str, Any] = {**shown, "difference": difference, "chosen": chosen}
    claims = sum(len(one.gold) for one in own)
    wins = bool(chosen) and difference["interval"][0] > 0
    origin = Origin(len(own), claims, moving, wins, figures)
    return Learned(team.rows(moving), origin, *tables)
