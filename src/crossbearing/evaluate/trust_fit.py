"""Fits which reader to believe: slot by slot, and over claims of the rules alone.

The model's reading stands unless the documents say surely otherwise: another choice is taken only where it raises the
F1 over all slots in at least 95 of 100 resamples of the documents. So a choice that chance made is not taken.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.evaluate.benchmarks.event_fit import Example, learn
from crossbearing.evaluate.scoring import SLOTS as SCORED
from crossbearing.evaluate.scoring import ClaimJson, hits, pair, score_document, slots
from crossbearing.model.claim import RULES, Claim, claim_to_json
from crossbearing.readings.joining import features_of
from crossbearing.readings.merging import merge
from crossbearing.readings.pairing import pair as same_claims
from crossbearing.readings.reader import LLM
from crossbearing.readings.trust import BOTH, SLOTS, SlotTrust, Trust

SEED = 1
_RESAMPLES = 400
_SURE = 0.95
_JOINABLE = frozenset({"extent", "time", "actors", "places", "counts", "weapons", "labels"})
_KEEP_NONE = 1.0
_Change = tuple[int, int]  # hits and slots more than before


@dataclass(frozen=True, slots=True)
class Witnessed:
    """One annotated document and what each reader made of it: resolved claims, in text order."""

    document: str
    gold: tuple[ClaimJson, ...]
    rules: tuple[Claim, ...]
    model: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class _Base:
    """What the model alone reaches on one document: hits, slots it fills, slots of the annotation."""

    hits: int
    filled: int
    gold: int


@dataclass(slots=True)
class _Document:
    """One document, paired once: the model's claims with the rules' and with the annotation."""

    base: _Base
    pairs: list[tuple[Claim, Claim, ClaimJson | None]]
    alone: list[tuple[Claim, ClaimJson | None]]
    model: tuple[Claim, ...]
    right_alone: int
    all_alone: int


def fit_trust(documents: Sequence[Witnessed]) -> Trust:
    """Return whom to believe, fitted on annotated documents; their order changes nothing.

    >>> fit_trust([]).slots["class"].take
    'llm'
    """
    paired = [_paired(one) for one in sorted(documents, key=lambda one: one.document)]
    fitted = {slot: _fit_slot(slot, paired) for slot in SLOTS}
    weights, least = _fit_alone(paired)
    alone = sum(one.all_alone for one in paired)
    right = sum(one.right_alone for one in paired)
    return Trust(fitted, weights, least, round((right + 1) / (alone + 2), 3))


def _paired(one: Witnessed) -> _Document:
    model = [claim_to_json(claim) for claim in one.model]
    tally = score_document(one.gold, model)
    base = _Base(*(sum(tally[name][side] for name in SCORED) for side in ("hit", "pred", "gold")))
    truth = {j: one.gold[i] for i, j in pair(one.gold, model)}
    missed = [g for g in one.gold if g not in truth.values()]
    same = same_claims(one.model, one.rules)
    pairs = [(one.model[i], one.rules[j], truth.get(i)) for i, j in same]
    taken = {j for _, j in same}
    alone = [claim for j, claim in enumerate(one.rules) if j not in taken]
    found = {j: missed[i] for i, j in pair(missed, [claim_to_json(claim) for claim in alone])}
    with_rules = {i for i, _ in same}
    model_alone = [i for i in range(len(one.model)) if i not in with_rules]
    right = sum(i in truth for i in model_alone)
    return _Document(
        base,
        pairs,
        [(claim, found.get(j)) for j, claim in enumerate(alone)],
        one.model,
        right,
        len(model_alone),
    )


# -- slots of claims that both read -----------------------------------------------------------------------------------


def _trusting(slot: str, take: str) -> Trust:
    return Trust({slot: SlotTrust(take)}, {}, _KEEP_NONE, 0.0)


def _points(claim: Claim, truth: ClaimJson | None) -> tuple[int, int]:
    """Return hits and filled slots of a claim; without annotation it hits nothing."""
    value = claim_to_json(claim)
    right = hits(truth, value) if truth is not None else Counter[str]()
    return sum(right.values()), sum(slots(value).values())


def _fit_slot(slot: str, documents: Sequence[_Document]) -> SlotTrust:
    """Return whom to believe in a slot, and how often which reader was nearer where they differ."""
    options = (LLM, RULES, BOTH) if slot in _JOINABLE else (LLM, RULES)
    counted = Counter[str]()
    changes: dict[str, list[_Change]] = {option: [] for option in options}
    for one in documents:
        total = {option: [0, 0] for option in options}
        for model, rules, truth in one.pairs:
            reached = {o: _points(merge(model, rules, _trusting(slot, o)), truth) for o in options}
            for option, (right, filled) in reached.items():
                total[option][0] += right - reached[LLM][0]
                total[option][1] += filled - reached[LLM][1]
            _count(reached, counted)
        for option, (right, filled) in total.items():
            changes[option].append((right, filled))
    bases = [one.base for one in documents]
    best, take = 0.0, LLM
    for option in options[1:]:
        gain = _gain(bases, changes[option])
        if gain > best and _sure(bases, changes[option]):
            best, take = gain, option
    return SlotTrust(take, counted["differ"], counted[LLM], counted[RULES])


def _count(reached: dict[str, tuple[int, int]], counted: Counter[str]) -> None:
    """Count which of the two readers is nearer: more right, or as much right with less that is wrong."""
    (a, filled_a), (b, filled_b) = reached[LLM], reached[RULES]
    if reached[LLM] != reached[RULES]:
        counted["differ"] += 1
        nearer = 2 * a - filled_a - (2 * b - filled_b)
        counted[LLM] += nearer > 0
        counted[RULES] += nearer < 0


def _gain(bases: Sequence[_Base], changes: Sequence[_Change]) -> float:
    """Return by how much the F1 over all slots rises with the changes."""
    right, filled, gold = (sum(getattr(b, n) for b in bases) for n in ("hits", "filled", "gold"))
    more, wider = sum(c[0] for c in changes), sum(c[1] for c in changes)
    return _f1(right + more, filled + wider + gold) - _f1(right, filled + gold)


def _f1(right: int, both: int) -> float:
    return 2 * right / both if both else 0.0


def _sure(bases: Sequence[_Base], changes: Sequence[_Change]) -> bool:
    draw = random.Random(SEED)  # noqa: S311 - a bootstrap, no secret
    numbers = range(len(bases))
    raised = 0
    for _ in range(_RESAMPLES):
        drawn = draw.choices(numbers, k=len(bases))
        raised += _gain([bases[i] for i in drawn], [changes[i] for i in drawn]) > 0
    return raised >= _SURE * _RESAMPLES


# -- claims of the rules alone ----------------------------------------------------------------------------------------


def _fit_alone(documents: Sequence[_Document]) -> tuple[dict[str, float], float]:
    """Return the weights over claims of the rules alone, and from which likelihood on one is kept.

    A claim of n slots of which h are right raises the F1 where 2h/n is above it, which sets the likelihood.
    """
    examples = [
        Example(tuple(features_of(claim, one.model)), truth is not None)
        for one in documents
        for claim, truth in one.alone
    ]
    found = [_points(claim, truth) for one in documents for claim, truth in one.alone if truth is not None]
    if not found or len(found) == len(examples):
        return {}, _KEEP_NONE
    weights = learn(examples)
    bases = [one.base for one in documents]
    f1 = _f1(sum(b.hits for b in bases), sum(b.filled + b.gold for b in bases))
    share = sum(right for right, _ in found) / sum(filled for _, filled in found)
    least = round(f1 / 2 / share, 3)
    trust = Trust({}, weights, least, 0.0)
    changes = [_kept(one, trust) for one in documents]
    return (weights, least) if _sure(bases, changes) else (weights, _KEEP_NONE)


def _kept(one: _Document, trust: Trust) -> _Change:
    right = filled = 0
    for claim, truth in one.alone:
        if trust.likelihood(features_of(claim, one.model)) >= trust.least:
            points = _points(claim, truth)
            right, filled = right + points[0], filled + points[1]
    return right, filled
