"""The sixteen readings of the two sample reports that once came out wrong, each asserted in claims and ledgers.

Claims are told by their class and a word or two, since the reports belong to their publishers.
"""

from __future__ import annotations

from functools import cache

import pytest

from crossbearing.engines.local import Finished, run_documents
from crossbearing.model.claim import Claim
from crossbearing.model.derived import Event
from crossbearing.model.document import Document
from crossbearing.pipeline import default_pipeline
from tests.reconcile.shared import SHARED

SAMPLES = SHARED / "samples"
FORCES, GROUP, IS = "forces:SY", "sy:jaish-al-islam", "is"
pytestmark = pytest.mark.skipif(not (SAMPLES / "000.txt").is_file(), reason=f"no sample reports in {SAMPLES}")


@cache
def found(*days: str) -> Finished:
    """Return one run over both reports, undated as without sidecars, or published on the days given."""
    names = ("000", "004")
    texts = [(SAMPLES / f"{name}.txt").read_text(encoding="utf-8") for name in names]
    published = days or (None, None)
    documents = [Document(n, text, published=day) for n, text, day in zip(names, texts, published, strict=True)]
    return run_documents(documents, default_pipeline())


def dated() -> Finished:
    return found("2018-04-08", "2018-04-28")


def claim(document: str, cls: str, words: str, run: Finished | None = None) -> Claim:
    [one] = [
        c
        for c in (run or found()).claims
        if c.document == document and c.cls.startswith(cls) and words in c.evidence.text
    ]
    return one


def event_of(told: Claim) -> Event:
    [event] = [e for e in found().ledgers.events if told.id in e.claims]
    return event


def actors(told: Claim, role: str) -> set[str | None]:
    return {a.actor for a in told.actors if a.role == role}


def places(told: Claim) -> set[tuple[str, str | None]]:
    return {(p.role, p.place) for p in told.places}


def test_1_the_civilians_were_killed_in_the_nine_days_just_named() -> None:
    for run, start, end in ((found(), None, None), (dated(), "2018-04-19", "2018-04-28")):
        [toll] = [t for t in run.ledgers.tolls if t.low == 36]
        assert (toll.category, toll.scope, toll.start, toll.end) == ("civilians", "cumulative", start, end)
        assert toll.place == "southern-damascus"


def test_2_a_road_here_and_a_quarter_there_contradict_nothing() -> None:
    assert not any(tie.type in ("disputes", "contradicts") for e in found().ledgers.events for tie in e.related)
    assert not any("contested" in e.flags for e in found().ledgers.events)


def test_3_the_group_holds_the_camp_and_no_country() -> None:
    held = {row.place for row in found().ledgers.control if row.holder == IS and row.state == "held"}
    assert "sy:damascus/yarmouk" in held
    assert not any(place.startswith("country:") for place in held)


def test_3_what_it_is_the_largest_of_is_no_place_it_holds() -> None:
    assert places(claim("004", "control.hold", "redoubt")) == {("location", "sy:damascus/yarmouk")}


def test_4_what_was_once_held_is_held_in_no_ledger() -> None:
    lost = {row.place for row in found().ledgers.control if row.state == "held" and row.holder in (IS, "sy:rebels")}
    assert not lost & {"territory", "sy:eastern-ghouta", "sy:damascus"}


def test_4_what_was_once_held_does_not_go_on() -> None:
    assert claim("004", "control.hold", "once controlled").modality != "ongoing"
    assert claim("004", "control.hold", "last rebel").modality != "ongoing"


def test_5_an_operation_that_would_begin_is_planned() -> None:
    assert claim("000", "movement.evacuation", "irreconcilable").modality == "planned"


def test_6_what_the_earlier_deal_was_for_is_its_term_and_was_not_kept() -> None:
    [earlier] = [a for a in found().ledgers.agreements if a.status == "breached"]
    assert [(t.claim.partition(":")[0], t.status) for t in earlier.terms] == [("000", "refused")]
    [term] = [c for c in found().claims if c.id == earlier.terms[0].claim]
    assert term.cls == "movement.evacuation"
    assert event_of(term).cls == "agreement.reached"


def test_7_who_reneged_also_refused() -> None:
    refused = claim("000", "custody.release", "refused")
    assert (refused.polarity, actors(refused, "captor")) == ("negative", {GROUP})


def test_8_whose_positions_were_struck_is_who_was_struck() -> None:
    struck = claim("000", "combat.offensive", "carried out")
    assert actors(struck, "target") == {GROUP}
    assert {label.mention.text for label in struck.labels} >= {"so-called", "Takfiri"}


def test_9_the_extremists_are_the_group_just_named() -> None:
    assert GROUP in actors(claim("000", "combat.clash", "gunfire"), "party")


def test_9_the_militants_are_the_group_named_before() -> None:
    assert actors(claim("000", "strike.shelling", "residential"), "initiator") == {GROUP}


def test_10_the_way_leads_from_one_place_to_the_other() -> None:
    way = places(claim("000", "movement.evacuation", "48 hours"))
    assert way >= {("origin", "sy:douma"), ("destination", "sy:jarabulus")}
    assert ("location", "sy:damascus") not in way


def test_10_the_deadline_counts_from_the_deal() -> None:
    [deal] = [a for a in dated().ledgers.agreements if a.predecessor]
    assert [t.deadline for t in deal.terms] == ["2018-04-10", None]


def test_11_both_sides_are_the_two_that_fight_there() -> None:
    assert actors(claim("004", "combat.clash", "both sides"), "party") == {FORCES, IS}
    assert actors(claim("004", "strike.unspecified", "bombardment has"), "initiator") == {FORCES}


def test_12_a_road_is_a_line_between_its_ends() -> None:
    place = event_of(claim("000", "control.gain", "the main road")).place
    assert place is not None
    assert place.place not in ("sy:douma", "sy:ibn-sina")
    assert (place.name or "").count("Douma") == 1
    assert place.where_prec == 2
    assert (place.radius_km or 0) >= 1


def test_13_what_goes_on_since_a_year_has_no_end() -> None:
    since = [e for e in found().ledgers.events if e.start is not None and e.start.endswith("-01-01") and e.end is None]
    assert {e.cls.partition(".")[0] for e in since} == {"movement"}
    assert "since 2011-01-01" in since[0].summary
    on_a_day = [e for e in found().ledgers.events if e.start == e.end and (e.start or "").endswith("-01-01")]
    assert not on_a_day


def test_14_those_who_live_there_are_a_stock() -> None:
    counts = [c for told in found().claims for c in told.counts if c.low == 360_000]
    # Once as besieged, once as who live there: no figure that something brought about.
    assert sorted((c.quantity, c.scope) for c in counts) == [("besieged", "stock"), ("other", "stock")]


def test_15_two_files_without_sidecars_are_two_voices() -> None:
    families = {d.family for d in found().documents}
    assert len(families) == 2
    assert None not in families


def test_16_the_part_still_held_contradicts_the_whole_that_was_seized_and_nothing_else_does() -> None:
    marked = {row.place for row in dated().ledgers.control if row.contradiction}
    assert marked == {"sy:douma", "sy:eastern-ghouta"}
    assert not any(tie.type == "disputes" for e in dated().ledgers.events for tie in e.related)
