"""How far the coders of a round agree: alpha of each slot, and F1 of each pair as one would score the machine."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from crossbearing.evaluate.scoring import ALL, SLOTS, Tally, score_document, slot_table
from crossbearing.judgements.effective import claims_that_hold
from crossbearing.model.claim import Claim, claim_to_json
from crossbearing.review.adjudicating import aligned
from crossbearing.review.alpha import alpha
from crossbearing.review.coding import all_codings, reading
from crossbearing.review.desk import desk
from crossbearing.review.lanes import Coding
from crossbearing.store.store import Store

ABSENT = "(no claim)"


def _best(claim: Claim) -> Hashable | None:
    """Return the first figure of a claim."""
    return next((c.best if c.best is not None else c.low for c in claim.counts), None)


_OF_EACH: Mapping[str, tuple[str, Callable[[Claim], Hashable | None]]] = {
    "modality": ("nominal", lambda c: c.modality),
    "polarity": ("nominal", lambda c: c.polarity),
    "extent": ("nominal", lambda c: c.extent or "none"),
    "mode": ("nominal", lambda c: c.attribution.mode),
    "speech act": ("nominal", lambda c: c.attribution.speech_act),
    "days": ("nominal", lambda c: (c.time.start, c.time.end) if c.time else (None, None)),
    "figure": ("ratio", _best),
}
"""Slots of claims that both have; whether there is a claim, and of which class, is asked of all."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree in a round: alpha by slot with how many units, and F1 by pair of coders and slot.

    ``documents`` are those that all coders handed in, ``waiting`` how many are not in yet. ``machine`` is the F1 of the
    machine against what was adjudicated, empty before anything was. ``untold`` are the slots in which neither of a pair
    says anything, ``machine_untold`` those in which neither the machine nor the result does: they have an F1 of 0 there
    that tells nothing.
    """

    round: str
    documents: tuple[str, ...]
    waiting: int
    coders: tuple[str, ...]
    alphas: Mapping[str, tuple[float | None, int]]
    pairs: Mapping[tuple[str, str], Mapping[str, Mapping[str, float]]]
    machine: Mapping[str, Mapping[str, float]]
    untold: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    machine_untold: frozenset[str] = frozenset()


def agreement(store: Store, round_: str, viewer: str) -> Agreement:
    """Return how far the coders of a round agree, over the reports that all of them handed in."""
    found = [one for one in all_codings(store) if one.round == round_]
    done = [one for one in found if one.is_in]
    readings = {one.document: _readings(store, one, viewer) for one in done}
    coders = tuple(sorted({coder for one in found for coder in one.coders}))
    tallies = {pair: _tallies(readings, *pair) for pair in combinations(coders, 2)}
    machine = _machine(store, [one for one in done if one.adjudicated])
    return Agreement(
        round_,
        tuple(sorted(readings)),
        len(found) - len(done),
        coders,
        alphas(list(readings.values())),
        {pair: slot_table(counted) for pair, counted in tallies.items() if counted},
        slot_table(machine) if machine else {},
        {pair: _untold(counted) for pair, counted in tallies.items() if counted},
        _untold(machine),
    )


def _readings(store: Store, one: Coding, viewer: str) -> dict[str, tuple[Claim, ...]]:
    return {coder: reading(store, one.round, one.document, coder, viewer) for coder in sorted(one.coders)}


def alphas(readings: Sequence[Mapping[str, Sequence[Claim]]]) -> dict[str, tuple[float | None, int]]:
    """Return alpha of each slot over reports, each with its claims by coder, and how many units it was taken from.

    A unit is a claim that one of them found. For the class, who does not have it says that there is none.

    >>> alphas([])["class"]
    (None, 0)
    """
    rows = [row for by_coder in readings for row in aligned([by_coder[coder] for coder in sorted(by_coder)])]
    classes = [tuple(ABSENT if claim is None else claim.cls for claim in row) for row in rows]
    found = {"class": (alpha(classes), len(classes))}
    for slot, (level, value) in _OF_EACH.items():
        units = [tuple(None if claim is None else value(claim) for claim in row) for row in rows]
        units = [unit for unit in units if sum(v is not None for v in unit) > 1]
        found[slot] = (alpha(units, level), len(units))
    return found


def _tallies(readings: Mapping[str, Mapping[str, Sequence[Claim]]], one: str, other: str) -> list[Tally]:
    return [_tally(by[one], by[other]) for by in readings.values() if one in by and other in by]


def _untold(tallies: Sequence[Tally]) -> frozenset[str]:
    """Return the slots in which neither side says anything."""
    return frozenset(slot for slot in SLOTS if not any(t[slot]["gold"] or t[slot]["pred"] for t in tallies))


def _tally(gold: Sequence[Claim], found: Sequence[Claim]) -> Tally:
    return score_document(_json(gold), _json(found))


def _json(claims: Sequence[Claim]) -> list[dict[str, Any]]:
    return [claim_to_json(claim) for claim in sorted(claims, key=lambda c: c.id)]


def _machine(store: Store, done: Sequence[Coding]) -> list[Tally]:
    tallies = []
    for one in done:
        claims = desk(store, one.document).claims
        machine = [c.machine for c in claims if c.machine is not None]
        tallies.append(_tally(claims_that_hold(claims), machine))
    return tallies


__all__ = ["ABSENT", "ALL", "Agreement", "agreement", "alphas"]
