"""Fits which reader to believe: slot by slot where two readings of a claim differ, and over claims of the rules alone.

The model's reading stands unless the documents say surely otherwise: another is taken from a likelihood on that raises
the F1 over all slots in at least 95 of 100 resamples of documents that its weights were not fitted on.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crossbearing.evaluate.logistic import LEAST_SEEN, Example, learn
from crossbearing.evaluate.scoring import SLOTS as SCORED
from crossbearing.evaluate.scoring import ClaimJson, hits, pair, score_document, slots
from crossbearing.model.claim import Claim, claim_to_json
from crossbearing.readings.joining import features_of
from crossbearing.readings.merging import differing, slot_features, taking
from crossbearing.readings.pairing import pair as same_claims
from crossbearing.readings.trust import BOTH, NEVER, OTHERS, SLOTS, SlotTrust, Trust, likelihood

SEED = 1
_RESAMPLES = 400
_SURE = 0.95
_LEASTS = (0.6, 0.7, 0.8)  # a reader better than the one it was fitted on loses little so
_Change = tuple[int, int]  # hits and slots more than before


@dataclass(frozen=True, slots=True)
class Witnessed:
    """One annotated document and what each reader made of it: resolved claims, in text order."""

    document: str
    gold: tuple[ClaimJson, ...]
    rules: tuple[Claim, ...]
    model: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """One choice: its features, whether the other choice than the model is right, and what that one changes."""

    features: tuple[str, ...]
    right: bool
    change: _Change


@dataclass(slots=True)
class Weighed:
    """One document, paired once: what the model alone reaches, and the cases of each slot and of the rules alone."""

    hits: int
    filled: int
    gold: int
    slots: dict[str, list[_Case]]
    alone: list[_Case]
    model_alone: tuple[int, int]


def weigh(one: Witnessed) -> Weighed:
    """Return a document's cases, for ``fit_trust``: in each slot in which two readings of a claim differ, one.

    >>> weigh(Witnessed("d", (), (), ())).alone
    []
    """
    model = [claim_to_json(claim) for claim in one.model]
    tally = score_document(one.gold, model)
    truth = {j: one.gold[i] for i, j in pair(one.gold, model)}
    missed = [g for g in one.gold if g not in truth.values()]
    same = same_claims(one.model, one.rules)
    slots_of: dict[str, list[_Case]] = {slot: [] for slot in SLOTS}
    for i, j in same:
        for slot, case in _cases(one.model[i], one.rules[j], truth.get(i)):
            slots_of[slot].append(case)
    taken = {j for _, j in same}
    alone = [claim for j, claim in enumerate(one.rules) if j not in taken]
    found = {j: missed[i] for i, j in pair(missed, [claim_to_json(claim) for claim in alone])}
    cases = [
        _Case(tuple(features_of(claim, one.model)), j in found, _points(claim, found.get(j)))
        for j, claim in enumerate(alone)
    ]
    unpaired = set(range(len(one.model))) - {i for i, _ in same}
    right = len(unpaired & set(truth))
    hit, filled, wanted = (sum(tally[name][side] for name in SCORED) for side in ("hit", "pred", "gold"))
    return Weighed(hit, filled, wanted, slots_of, cases, (right, len(unpaired)))


def _points(claim: Claim, truth: ClaimJson | None) -> tuple[int, int]:
    """Return hits and filled slots of a claim; without annotation it hits nothing."""
    value = claim_to_json(claim)
    right = hits(truth, value) if truth is not None else Counter[str]()
    return sum(right.values()), sum(slots(value).values())


def _cases(model: Claim, rules: Claim, truth: ClaimJson | None) -> Iterator[tuple[str, _Case]]:
    before = _points(taking(model, rules, {}), truth)
    for slot in differing(model, rules):
        after = _points(taking(model, rules, {slot: OTHERS.get(slot, BOTH)}), truth)
        change = (after[0] - before[0], after[1] - before[1])
        if change != (0, 0):
            nearer = 2 * change[0] - change[1] > 0  # more right, or as much right with less that is wrong
            yield slot, _Case(tuple(slot_features(slot, model, rules)), nearer, change)


def fit_trust(documents: Sequence[Weighed]) -> Trust:
    """Return whom to believe, fitted on annotated documents.

    >>> fit_trust([]).slot("class").least
    1.0
    """
    fitted = {slot: _fit_slot(slot, documents) for slot in SLOTS}
    weights, least = _fit([one.alone for one in documents], documents)
    right, alone = (sum(one.model_alone[i] for one in documents) for i in (0, 1))
    return Trust(fitted, weights, least, round((right + 1) / (alone + 2), 3))


def _fit_slot(slot: str, documents: Sequence[Weighed]) -> SlotTrust:
    cases = [one.slots[slot] for one in documents]
    weights, least = _fit(cases, documents)
    number, nearer = sum(map(len, cases)), sum(case.right for found in cases for case in found)
    return SlotTrust(OTHERS.get(slot, BOTH), number, number - nearer, nearer, weights, least)


def _fit(cases: Sequence[Sequence[_Case]], documents: Sequence[Weighed]) -> tuple[dict[str, float], float]:
    """Return the weights of a choice and the likelihood from which on it is made, NEVER where it does not surely help.

    The likelihoods that are weighed come from other documents than the weights behind them, half and half: what the
    weights know by heart does not count.
    """
    examples = [[Example(case.features, case.right) for case in found] for found in cases]
    if len({example.right for found in examples for example in found}) < 2:
        return {}, NEVER
    likely = _likelihoods_of_others(examples)
    best, least = 0.0, NEVER
    for limit in _LEASTS:
        changes = [
            _summed(case.change for case, value in zip(found, values, strict=True) if value >= limit)
            for found, values in zip(cases, likely, strict=True)
        ]
        gain = _gain(documents, changes)
        if gain > best and _sure(documents, changes):
            best, least = gain, limit
    return learn([example for found in examples for example in found]), least


def _likelihoods_of_others(examples: Sequence[Sequence[Example]]) -> list[list[float]]:
    found: list[list[float]] = [[] for _ in examples]
    for half in (0, 1):
        others = [e for n, of_one in enumerate(examples) if n % 2 != half for e in of_one]
        weights = learn(others) if len(others) >= LEAST_SEEN else {"bias": -10.0}
        for n in range(half, len(examples), 2):
            found[n] = [likelihood(weights, e.features) for e in examples[n]]
    return found


def _summed(changes: Iterable[_Change]) -> _Change:
    listed = list(changes)
    return sum(change[0] for change in listed), sum(change[1] for change in listed)


def _gain(bases: Sequence[Weighed], changes: Sequence[_Change]) -> float:
    """Return by how much the F1 over all slots rises with the changes."""
    right, filled, gold = (sum(getattr(b, n) for b in bases) for n in ("hits", "filled", "gold"))
    more, wider = sum(c[0] for c in changes), sum(c[1] for c in changes)
    return _f1(right + more, filled + wider + gold) - _f1(right, filled + gold)


def _f1(right: int, both: int) -> float:
    return 2 * right / both if both else 0.0


def _sure(bases: Sequence[Weighed], changes: Sequence[_Change]) -> bool:
    draw = random.Random(SEED)  # noqa: S311 - a bootstrap, no secret
    numbers = range(len(bases))
    raised = 0
    for _ in range(_RESAMPLES):
        drawn = draw.choices(numbers, k=len(bases))
        raised += _gain([bases[i] for i in drawn], [changes[i] for i in drawn]) > 0
    return raised >= _SURE * _RESAMPLES
