"""One city on one day, one story in all outlets: what is cut is said, and no corner costs the square of a crowd."""

from __future__ import annotations

import gc
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import pytest

from crossbearing.model.claim import ActorRole, Claim
from crossbearing.model.derived import DocumentFingerprint, Record, SideTable
from crossbearing.reconcile import reconcile
from crossbearing.reconcile.candidate_pairs import candidate_pairs
from crossbearing.reconcile.comparison import day_number, view_of
from crossbearing.reconcile.copies import copied_pairs
from crossbearing.reconcile.document_events import account_of
from crossbearing.vocab.contract import CLASSES
from tests.reconcile.made import ACTORS, SOURCES, count_of, document_of, strike

SIDES = SideTable(sides={"army": "state", "rebels": "rebels"}, opposed=(("state", "rebels"),))
_HAPPENS = (
    "strike.air", "strike.shelling", "combat.clash", "control.gain", "control.hold", "casualty.report",
    "agreement.reached", "agreement.term", "agreement.refused", "custody.capture",
)  # fmt: skip


def crowded_day(reports: int) -> tuple[list[Claim], list[DocumentFingerprint]]:
    """Return six claims a report of one city on one day: acts, plans, denials, deals, tolls."""
    chance = random.Random(1)
    claims, documents = [], []
    for n in range(reports):
        documents.append(document_of(f"d{n:05}", "2020-05-01", f"outlet{n}"))
        for m in range(6):
            claim_id, cls, low = f"d{n:05}:c{m}", chance.choice(_HAPPENS), chance.randrange(1, 90)
            roles = CLASSES[cls].roles
            counts = (count_of(f"{claim_id}n1", low, chance.choice(("exact", "at_least"))),) if m % 2 else ()
            claims.append(
                replace(
                    strike(claim_id, source=chance.choice(SOURCES)),
                    cls=cls,
                    modality=chance.choice(("occurred", "occurred", "planned", "agreed")),
                    polarity=chance.choice(("positive", "positive", "positive", "negative")),
                    actors=tuple(ActorRole(r, chance.choice(ACTORS), None) for r in (roles[0], roles[-1])),
                    counts=counts,
                )
            )
    return claims, documents


def one_story(printings: int) -> tuple[list[Claim], list[DocumentFingerprint]]:
    """Return a wire story of 100 five-word runs of which every outlet drops five, and adds twenty of its own."""
    chance = random.Random(2)
    claims, documents = [], []
    for n in range(printings):
        kept = set(range(100)) - set(chance.sample(range(100), 5))
        own = {1000 + 20 * n + k for k in range(20)}
        documents.append(replace(document_of(f"d{n:05}", "2020-05-01", f"outlet{n}"), shingles=frozenset(kept | own)))
        claims.append(strike(f"d{n:05}:c1", 40 + n % 50, source=None))
    return claims, documents


def calls_of(claims: Sequence[Claim], documents: Sequence[DocumentFingerprint]) -> int:
    made = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        reconcile(claims, documents, SIDES)
    finally:
        sys.setprofile(None)
    return made


@pytest.fixture(scope="module")
def day() -> Record:
    return reconcile(*crowded_day(150), SIDES)


def test_a_crowd_is_said_and_loses_no_claim(day: Record) -> None:
    claims, _ = crowded_day(150)
    placed = {c for e in day.events for c in e.claims} | {c for row in day.control for c in row.claims}
    placed |= {c for a in day.agreements for c in a.claims} | {u.claim for u in day.unplaced}
    assert placed == {c.id for c in claims}
    crowds = {e.crowd.neighbours: e.crowd.accounts for e in day.events if e.crowd}
    assert set(crowds) == {10, 24}
    assert crowds[10] > 64 >= crowds[24] > 25


def test_where_all_are_compared_no_crowd_is_said() -> None:
    assert not any(e.crowd for e in reconcile(*crowded_day(4), SIDES).events)


def test_the_order_of_a_crowd_never_matters(day: Record) -> None:
    claims, documents = crowded_day(150)
    random.Random(3).shuffle(claims)
    random.Random(4).shuffle(documents)
    assert reconcile(claims, documents, SIDES) == day


@pytest.mark.slow
def test_four_times_the_reports_of_a_day_cost_no_square() -> None:
    assert calls_of(*crowded_day(1200)) <= 4.8 * calls_of(*crowded_day(300))


def test_a_story_printed_in_many_versions_is_one_voice() -> None:
    claims, documents = one_story(120)
    record = reconcile(claims, documents, SIDES)
    assert len(set(record.document_families.values())) == 1
    [event] = record.events
    assert [len(event.families), event.grade] == [1, "C1"]
    [family] = record.families
    assert any("more printings than are all compared" in edge.evidence for edge in family.edges)


def test_a_footer_in_many_reports_makes_no_copies() -> None:
    documents = [
        replace(
            document_of(f"d{n:05}", "2020-05-01"), shingles=frozenset({*range(10), *range(n * 90 + 99, n * 90 + 189)})
        )
        for n in range(60)
    ]
    assert copied_pairs(documents) == ({}, [])


def test_four_times_the_printings_cost_no_square() -> None:
    assert calls_of(*one_story(1600)) <= 4.8 * calls_of(*one_story(400))


def test_no_cycles_are_left_and_their_collection_is_on_again() -> None:
    gc.collect()
    gc.disable()
    try:
        record = reconcile(*crowded_day(30), SIDES)
        assert gc.collect() == 0
        assert not gc.isenabled()
    finally:
        gc.enable()
    assert record == reconcile(*crowded_day(30), SIDES)
    assert gc.isenabled()


class Turns(dict[int, list[int]]):
    """Reports told together, of which there are none: each account is asked for once, when its turn has come."""

    def __init__(self) -> None:
        self.last = -1

    def get(self, number: int, default: object = None) -> list[int]:  # type: ignore[override]
        self.last = number
        return []


def test_pairs_come_in_an_order_that_holds_in_every_process() -> None:
    """Of a crowd the log tells the pairs that come first: which do must not hang on how a set is laid out."""
    claims, _ = crowded_day(60)
    views = [view for claim in claims if (view := view_of(claim, day_number("2020-05-01"))) is not None]
    accounts = sorted((account_of([view]) for view in views), key=lambda account: account.id)
    turns, near = Turns(), defaultdict[int, list[int]](list)
    for one, other in candidate_pairs(accounts, {}.get, turns, {}):
        near[turns.last].append(other if one == turns.last else one)
    assert max(map(len, near.values())) > 5
    assert all(others == sorted(others) for others in near.values())
