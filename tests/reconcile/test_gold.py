"""What issue 5 says must be shown, on the annotated development reports."""

from __future__ import annotations

import random

import pytest

from crossbearing.reconcile import reconcile
from tests.reconcile.shared import SIDES, event_with, gold, needs_gold, record, record_of, toll

pytestmark = needs_gold

CONVOY = ("fakes-ahram-075", "fakes-ahram-077", "fakes-nna-002", "fakes-sputnik-360", "fakes-trt-033")
CASTELLO = ("fakes-manar-394", "fakes-nna-003")
GOVERNMENT_FORCES = "Syrian government forces"


def test_five_reports_of_the_convoy_bombing_are_one_event() -> None:
    found = record()
    event = event_with(found, "fakes-ahram-077:c03")
    assert event.documents == CONVOY
    assert event.level == "incident"
    assert (event.start, event.end) == ("2017-04-15", "2017-04-15")
    for claim in ("fakes-sputnik-360:c03", "fakes-trt-033:c04", "fakes-nna-002:c03", "fakes-ahram-075:c03"):
        assert claim in event.claims


def test_the_convoy_toll_grows_and_keeps_earlier_figures() -> None:
    found = record()
    event = event_with(found, "fakes-ahram-077:c03")
    killed = toll(found, event.id, "killed", "people")
    assert (killed.low, killed.best, killed.high) == (70, 126, None)
    assert killed.status == "consistent"
    positions = [p for p in found.positions if p.toll == killed.id]
    monitor = [p for p in positions if p.family == "syrian-observatory-for-human-rights"]
    assert {p.low for p in monitor} >= {43, 112, 126}
    assert all(p.superseded_by for p in monitor if (p.low or 0) < 126)
    assert not any(p.revision for p in positions)
    assert len(killed.families) == len(set(killed.families))


def test_an_earlier_state_of_the_convoy_toll_is_what_was_known_then() -> None:
    early = record_of(["fakes-ahram-077"])
    event = event_with(early, "fakes-ahram-077:c03")
    assert toll(early, event.id, "killed", "people").low == 43


def test_the_two_castello_reports_are_one_event_of_opposed_sources() -> None:
    found = record()
    event = event_with(found, "fakes-nna-003:c03")
    assert event.documents == CASTELLO
    assert "fakes-manar-394:c09" in event.claims
    assert event.grade == "C4"
    sides = {v.side for v in event.families if v.position == "affirms"}
    assert sides >= {"government", "opposition"}
    killed = toll(found, event.id, "killed", "combatants")
    assert (killed.low, killed.best, killed.status) == (27, 29, "consistent")


def test_nothing_else_merges_across_reports() -> None:
    known = {frozenset(CONVOY), frozenset(CASTELLO)}
    for event in record().events:
        if len(event.documents) > 1:
            assert any(set(event.documents) <= group for group in known), event


def test_copied_wire_text_is_one_family_and_says_why() -> None:
    found = record()
    assert found.document_families["fakes-ahram-075"] == found.document_families["fakes-nna-002"]
    family = next(f for f in found.families if f.id == found.document_families["fakes-nna-002"])
    copies = [e for e in family.edges if e.kind == "copy" and {e.from_, e.to} == {"fakes-ahram-075", "fakes-nna-002"}]
    assert copies
    assert "0.78" in copies[0].evidence


def test_the_douma_deal_is_announced_by_one_side_with_terms_and_a_breached_predecessor() -> None:
    found = record_of(["seed-000", "seed-004"])
    deal = next(a for a in found.agreements if "seed-000:c10" in a.claims)
    assert deal.parties == ("jaish-islam", "syrian-government")
    assert deal.silent == ("jaish-islam",)
    assert "sana" in deal.announced_by
    assert set(deal.flags) >= {"one_sided_agreement", "no_comment"}
    terms = {t.claim: t for t in deal.terms}
    assert terms["seed-000:c13"].deadline == "2018-04-10"
    assert terms["seed-000:c13"].status == "begun"
    assert terms["seed-000:c14"].status == "open"
    earlier = next(a for a in found.agreements if a.id == deal.predecessor)
    assert earlier.status == "breached"
    assert earlier.successor == deal.id
    assert earlier.breaches[0].by == "jaish-islam"
    assert not deal.breaches


def test_eastern_ghouta_against_douma_is_a_part_whole_contradiction() -> None:
    found = record_of(["seed-000", "seed-004"])
    ghouta = [c for c in found.control if c.name == "Eastern Ghouta" and "seed-004:c23" in c.claims]
    assert any("part-whole" in (c.contradiction or "") and "Douma" in (c.contradiction or "") for c in ghouta)
    douma = [c for c in found.control if c.name == "Douma" and "seed-000:c06" in c.claims]
    assert any("Eastern Ghouta" in (c.contradiction or "") for c in douma)


def test_the_mazaniyeh_advance_is_corroborated_across_opposed_sides() -> None:
    event = event_with(record(), "seed-004:c11")
    assert "seed-004:c12" in event.claims
    assert event.grade == "C4"


def test_nested_tolls_of_southern_damascus_are_never_added_twice() -> None:
    found = record()
    campaign = event_with(found, "seed-004:c16")
    total = toll(found, campaign.id, "killed", "people")
    assert (total.low, total.high, total.best_basis) == (183, None, "sum")
    army = toll(found, campaign.id, "killed", "combatants", GOVERNMENT_FORCES)
    jihadists = toll(found, campaign.id, "killed", "combatants", "Islamic State")
    civilians = toll(found, campaign.id, "killed", "civilians")
    assert (army.low, jihadists.low, civilians.low) == (79, 68, 36)
    assert {army.parent, jihadists.parent, civilians.parent} == {total.id}
    assert civilians.residual_low == 19
    incident = event_with(found, "seed-004:c18")
    assert incident.part_of == campaign.id
    friday = toll(found, incident.id, "killed", "civilians")
    children = toll(found, incident.id, "killed", "children")
    assert (friday.low, friday.parent) == (17, civilians.id)
    assert (children.low, children.parent) == (7, friday.id)


def test_the_war_toll_stays_apart_from_the_offensive() -> None:
    found = record()
    war = event_with(found, "seed-004:c24")
    campaign = event_with(found, "seed-004:c16")
    assert war.id != campaign.id
    assert toll(found, war.id, "killed", "people").low == 350001


def test_agreed_evacuation_is_pending_and_never_done() -> None:
    found = record_of(["seed-000"])
    rows = [c for c in found.control if c.name == "Douma" and c.timeline == "reconciled"]
    assert [c.state for c in rows if "seed-000:c13" in c.claims] == ["transfer_pending"]
    assert not any(c.state == "held" and c.holder == "syrian-government-forces" for c in rows)


def test_the_road_does_not_flip_the_town() -> None:
    rows = [c for c in record().control if "seed-000:c03" in c.claims]
    assert {c.extent for c in rows} == {"line"}
    assert not any(c.name == "Douma" for c in rows)


def test_labels_show_who_calls_whom_what() -> None:
    profiles = {(p.kind, p.id): p for p in record().sources}
    words = {word for actor, word, _ in profiles[("outlet", "document:seed-000")].labels if actor == "jaish-islam"}
    assert {"takfiri", "militants"} <= words


def test_every_claim_is_somewhere() -> None:
    claims, _ = gold()
    found = record()
    placed = {c for e in found.events for c in e.claims}
    placed |= {c for row in found.control for c in row.claims}
    placed |= {c for a in found.agreements for c in a.claims}
    unplaced = {u.claim for u in found.unplaced}
    assert not placed & unplaced
    assert placed | unplaced == {c.id for c in claims}
    assert unplaced
    assert all(u.code and u.reason for u in found.unplaced)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_of_documents_gives_the_same_record(seed: int) -> None:
    claims, documents = gold()
    shuffled, prints = list(claims), list(documents)
    random.Random(seed).shuffle(shuffled)
    random.Random(seed + 7).shuffle(prints)
    assert reconcile(shuffled, prints, SIDES) == record()


def test_adding_documents_one_by_one_ends_in_the_same_record() -> None:
    _claims, documents = gold()
    names = sorted(d.id for d in documents)
    known: list[str] = []
    last = None
    for name in [*names[::9], *[n for n in names if n not in names[::9]][::-1]]:
        known.append(name)
        if len(known) % 8 == 0 or len(known) == len(names):
            last = record_of(known)
    assert last == record()
