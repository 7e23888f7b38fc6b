"""The record as a whole: no claim is lost, order never matters, cost grows no faster than n log n."""

from __future__ import annotations

import resource
import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossbearing.evaluate.reconciling import bench_reconcile, made_up_war, measure
from crossbearing.model.claim import Claim
from crossbearing.model.derived import DocumentFingerprint, Record, SideTable
from crossbearing.model.mention import Mention
from crossbearing.reconcile import reconcile
from tests.reconcile.made import claim_sets, count_of, document_of, strike

SIDES = SideTable(
    sides={"army": "state", "ministry": "state", "rebels": "rebels", "rebel-media": "rebels", "monitor": "rebels"},
    opposed=(("state", "rebels"),),
    monitors=("monitor",),
)
Drawn = tuple[list[Claim], list[DocumentFingerprint]]


def placed(record: Record) -> set[str]:
    found = {c for e in record.events for c in e.claims}
    found |= {c for row in record.control for c in row.claims}
    return found | {c for a in record.agreements for c in a.claims}


@given(claim_sets())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_no_claim_is_ever_lost(drawn: Drawn) -> None:
    claims, documents = drawn
    record = reconcile(claims, documents, SIDES)
    unplaced = {u.claim for u in record.unplaced}
    assert placed(record) | unplaced == {c.id for c in claims}
    assert not placed(record) & unplaced
    in_events = [c for e in record.events for c in e.claims]
    assert len(in_events) == len(set(in_events))
    assert len({e.id for e in record.events}) == len(record.events)
    events = {e.id for e in record.events}
    assert all(e.part_of is None or e.part_of in events for e in record.events)
    assert all(r.event in events for e in record.events for r in e.related)
    assert {m.event for m in record.merges} <= events
    assert set(record.claim_families) == {c.id for c in claims}


@given(claim_sets(), st.randoms(use_true_random=False))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_order_never_matters(drawn: Drawn, chance: object) -> None:
    claims, documents = list(drawn[0]), list(drawn[1])
    first = reconcile(claims, documents, SIDES)
    chance.shuffle(claims)  # type: ignore[attr-defined]
    chance.shuffle(documents)  # type: ignore[attr-defined]
    assert reconcile(claims, documents, SIDES) == first


def grade(*claims: Claim) -> str:
    record = reconcile(claims, [document_of(c.document, "2020-05-01", c.document) for c in claims], SIDES)
    assert len(record.events) == 1
    return record.events[0].grade


def test_grades() -> None:
    unnamed = strike("a:c1", source=None)
    heading = replace(unnamed, attribution=replace(unnamed.attribution, mode="heading"))
    assert grade(heading) == "C0"
    assert grade(unnamed) == "C1"
    assert grade(strike("a:c1", source="agency")) == "C2"
    assert grade(strike("a:c1", source="agency"), strike("b:c1", source="agency")) == "C2"
    assert grade(strike("a:c1", source="agency"), strike("b:c1", source="other")) == "C3"
    assert grade(strike("a:c1", source="ministry"), strike("b:c1", source="rebel-media")) == "C4"


def test_admission_against_interest() -> None:
    def on_civilians(claim: Claim) -> Claim:
        return replace(claim, cls="civilians.attack")

    admitted = on_civilians(strike("a:c1", source="ministry"))
    reported = on_civilians(strike("b:c1", source="agency"))
    record = reconcile([admitted, reported], [], SIDES)
    assert record.events[0].grade == "C5"
    assert record.events[0].airwars == "Confirmed"
    assert "against_interest" in record.events[0].flags


def test_each_side_blaming_the_other_admits_nothing() -> None:
    blamed = replace(strike("a:c1", source="ministry"), cls="civilians.attack")
    by_rebels = replace(blamed, actors=(replace(blamed.actors[0], name="rebels"),))
    by_army = replace(strike("b:c1", source="rebel-media"), cls="civilians.attack")
    record = reconcile([by_rebels, by_army], [], SIDES)
    [event] = record.events
    assert {v.position for v in event.families} == {"disputes"}
    assert event.flags == ("contested", "self_serving")
    assert event.grade == "C3"


def test_a_states_media_stand_where_the_state_stands_in_the_war() -> None:
    """Al-Manar's is no party of Ukraine's war, and in Syria's it speaks for the government's side."""
    sides = SideTable(
        sides={"rebel-media": "syria:rebels", "allied-tv": "state:XX"},
        opposed=(("syria:rebels", "syria:army"),),
        stances={"state:XX": {"syria": "syria:army", "elsewhere": "elsewhere:guests"}},
        wars={"country:SY": ("syria",)},
    )
    theirs, others = strike("a:c1", source="rebel-media"), strike("b:c1", source="allied-tv")

    def graded(land: str) -> tuple[str, set[str | None]]:
        here = [replace(c, places=tuple(replace(p, parents=(land,)) for p in c.places)) for c in (theirs, others)]
        [event] = reconcile(here, [], sides).events
        return event.grade, {v.side for v in event.families}

    assert graded("country:SY") == ("C4", {"syria:rebels", "syria:army"})
    assert graded("country:UA") == ("C3", {"syria:rebels", "state:XX"})


def test_a_plan_is_linked_to_the_act_and_never_merged_with_it() -> None:
    plan = replace(strike("a:c1"), modality="planned")
    act = strike("b:c1")
    record = reconcile([plan, act], [], SIDES)
    by_modality = {e.modality: e for e in record.events}
    assert set(by_modality) == {"planned", "real"}
    assert [(r.type, r.event) for r in by_modality["real"].related] == [("realises", by_modality["planned"].id)]
    assert "planned_unrealised" not in by_modality["planned"].flags


def test_a_denial_contradicts_and_contests() -> None:
    denial = replace(strike("a:c1", source="ministry", speech_act="deny"), polarity="negative")
    record = reconcile([denial, strike("b:c1", source="agency")], [], SIDES)
    assert len(record.events) == 2
    for event in record.events:
        assert [r.type for r in event.related] == ["contradicts"]
        assert "contested" in event.flags
        assert event.airwars == "Contested"


def test_a_denial_is_not_of_an_undated_act_reported_a_week_later() -> None:
    denial = replace(strike("a:c1", source="ministry", speech_act="deny"), polarity="negative")
    undated = replace(strike("b:c1", source="agency"), time=None)
    later = [document_of("a", "2020-05-01"), document_of("b", "2020-05-08")]
    assert not any(e.related for e in reconcile([denial, undated], later, SIDES).events)
    soon = [document_of("a", "2020-05-01"), document_of("b", "2020-05-02")]
    assert all(e.related for e in reconcile([denial, undated], soon, SIDES).events)


def test_opposite_gains_of_one_place_are_two_events_that_dispute() -> None:
    mine = replace(strike("a:c1"), cls="control.gain", actors=(replace(strike("a:c1").actors[0], role="gainer"),))
    theirs = replace(mine, id="b:c1", document="b", actors=(replace(mine.actors[0], name="rebels"),))
    record = reconcile([mine, theirs], [], SIDES)
    assert sorted(r.type for e in record.events for r in e.related) == ["disputes", "disputes"]
    assert any("overlap" in (c.contradiction or "") for c in record.control) is False
    claimed = replace(theirs, attribution=strike("x:c1", source="rebel-media").attribution)
    record = reconcile([mine, claimed], [], SIDES)
    assert any("overlap" in (c.contradiction or "") for c in record.control)


def test_who_speaks_for_a_body_is_that_body() -> None:
    table = SideTable(organisations={"spokesman": "ministry"})
    record = reconcile([strike("a:c1", source="spokesman"), strike("b:c1", source="ministry")], [], table)
    assert [v.id for v in record.events[0].families] == ["ministry"]
    assert record.events[0].grade == "C2"


@pytest.mark.slow
def test_a_hundred_thousand_claims_take_a_minute_and_a_gigabyte() -> None:
    large, ratio, megabytes = float("inf"), float("inf"), 0.0
    # A busy neighbour only ever adds time: of up to three runs the best counts. Each sets the load against a tenth of
    # it in the same minute; what a clock cannot see for its neighbours, the count of calls below does.
    for _ in range(3):
        measured = bench_reconcile(100_000)
        large, megabytes = min(large, measured["load"]["seconds"]), measured["load"]["memory_mb"]
        ratio = min(ratio, measured["ratio"])
        if ratio <= 12:
            break
    assert large < 60
    assert megabytes < 1024
    assert ratio <= 12


@pytest.mark.slow
def test_ten_times_the_claims_make_ten_times_the_calls() -> None:
    assert measure(20_000, calls=True)["calls"] <= 10.4 * measure(2_000, calls=True)["calls"]


def test_a_small_load_is_quick() -> None:
    claims, documents = made_up_war(2_000)
    start = time.process_time()
    record = reconcile(claims, documents, SIDES)
    assert time.process_time() - start < 10
    assert record.events
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0


def test_fighters_hit_and_civilians_hit_are_not_one_event() -> None:
    shelled = strike("a:c1", source="ministry")
    fighters = replace(shelled, counts=(count_of("n1", 14, category="combatants"),))
    civilians = replace(strike("b:c1", source="monitor"), counts=(count_of("n2", 9, category="civilians"),))
    people = replace(civilians, counts=(count_of("n3", 9),))
    assert len(reconcile([fighters, civilians], [], SIDES).events) == 2
    assert len(reconcile([fighters, people], [], SIDES).events) == 1


def test_some_of_the_dead_dispute_no_toll() -> None:
    whole = replace(strike("a:c1", source="monitor"), counts=(count_of("n1", 40),))
    told_of_some = replace(count_of("n2", 3), scope="subset", parent="a:n9")
    some = replace(strike("b:c1", source="monitor"), counts=(told_of_some,))
    events = reconcile([whole, some], [], SIDES).events
    assert len(events) == 2
    assert not any(tie.type == "disputes" for event in events for tie in event.related)
    other = replace(some, counts=(count_of("n2", 3),))
    assert len(reconcile([whole, other], [], SIDES).events) == 1


def test_a_denial_is_of_the_event_it_fits_best() -> None:
    denial = replace(strike("d:c1", source="army"), polarity="negative")
    meant = replace(strike("a:c1", source="rebels"), counts=(count_of("n1", 9, category="civilians"),))
    near = tuple(replace(p, lat=(p.lat or 0) + 0.03, name="Next town") for p in meant.places)
    fighters = (count_of("n2", 14, category="combatants"),)
    beside = replace(strike("b:c1"), cls="strike.unspecified", actors=(), places=near, counts=fighters)

    def denied(*claims: Claim) -> set[tuple[str, ...]]:
        events = {e.id: e for e in reconcile([denial, *claims], [], SIDES).events}
        [of] = [e for e in events.values() if e.claims == ("d:c1",)]
        return {events[tie.event].claims for tie in of.related if tie.type == "contradicts"}

    assert denied(beside) == {("b:c1",)}
    assert denied(meant, beside) == {("a:c1",)}


def test_what_a_claim_has_from_its_event_alone_is_marked() -> None:
    full = strike("a:c1")
    full = replace(full, time=replace(full.time, mention=Mention(5, 8, "now")) if full.time else None)
    bare = replace(strike("b:c1", source="other"), actors=())
    events = reconcile([full, bare], [], SIDES).events
    assert [[(i.claim, i.fields) for i in e.inherited] for e in events] == [[("b:c1", ("days", "doers"))]]
    assert [e.inherited for e in reconcile([bare], [], SIDES).events] == [()]
