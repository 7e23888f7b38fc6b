"""Accounts beside one another: who denies what, which number a voice holds to, what a deal is called after."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crossbearing.model.claim import ActorRole, Attribution, Claim, Count, DateRange, PlaceRole
from crossbearing.model.derived import Agreement, ControlState, FamilyVoice, Record
from crossbearing.model.mention import Mention
from crossbearing.report.disputes import Dispute
from crossbearing.report.page import derived, page
from tests.report.test_ledgers import CLAIMS, DOCUMENTS, claim, event, position, toll


def answered(words: str, **fields: object) -> Dispute:
    """Return the card of a strike that one voice tells and another answers in these words."""
    denial = replace(
        claim("b", 1, "statement.denial"),
        evidence=Mention(0, len(words), words),
        attribution=Attribution("indirect", "deny", None, ()),
        places=(),
        **fields,  # type: ignore[arg-type]
    )
    voices = (
        FamilyVoice("monitor", "opposition", ("a:c01",), "affirms"),
        FamilyVoice("army", "government", ("b:c01",), "denies"),
    )
    told = replace(event("ev-1", ("a:c01", "b:c01")), families=voices)
    [card] = derived(DOCUMENTS, [claim("a", 1), denial], Record(events=(told,))).disputes
    return card


@pytest.mark.parametrize("words", ["it was not responsible", "denied any involvement", "it was not behind the attack"])
def test_who_denies_a_part_of_its_own_does_not_deny_that_it_was(words: str) -> None:
    [point] = answered(words).points
    assert (point.question, point.reason) == ("who did it", "it happened, and one says that it did not do it")
    assert len(point.statements) == 2


def test_who_denies_that_it_was_disputes_whether_it_happened() -> None:
    [point] = answered("no shells were fired at the town").points
    assert (point.question, point.reason) == ("whether it happened", "one denies what another says")


def test_nobody_s_deed_is_told_without_a_doer() -> None:
    first = answered("no shells were fired at the town").points[0].statements[0]
    assert first.words == "Shelling in Harasta"


def test_who_was_asked_and_silent_gives_no_account() -> None:
    voices = (
        FamilyVoice("monitor", "opposition", ("a:c01",), "affirms"),
        FamilyVoice("agency", None, ("b:c01",), "affirms"),
        FamilyVoice("army", "government", ("b:c02",), "denies"),
    )
    denial = replace(claim("b", 2), attribution=Attribution("indirect", "deny", None, ()))
    told = replace(event("ev-1", ("a:c01", "b:c01", "b:c02")), families=voices)
    claims = [claim("a", 1), claim("b", 1, "statement.no_comment"), denial]
    [card] = derived(DOCUMENTS, claims, Record(events=(told,))).disputes
    assert [s.mark.name for s in card.points[0].statements] == ["Monitor", "Army"]


def test_a_smaller_number_beside_the_larger_one_of_the_same_voice_is_faint() -> None:
    row = replace(toll("t1", 70, "consistent"), families=("agency",))
    said = (position("t1", "agency", 20, 20, "a:c01"), position("t1", "agency", 70, None, "b:c01"))
    views = derived(
        DOCUMENTS, CLAIMS, Record(events=(event("ev-1", ("a:c01", "b:c01")),), tolls=(row,), positions=said)
    )
    small, large = views.event_tolls["ev-1"][0].bars
    assert (small.faint, small.note) == (True, "told beside its larger number")
    assert (large.faint, large.note) == (False, "")


@pytest.mark.parametrize(
    ("time", "when", "strip"),
    [
        (DateRange(start="2015-01-01"), "since 2015", "2015"),
        (DateRange(start="2018-03-01", end="2018-03-31"), "since March 2018", "March 2018"),
        (DateRange(start="2018-03-05", end="2018-03-05"), "since 5 March 2018", "5 March 2018"),
    ],
)
def test_a_state_is_dated_no_finer_than_it_was_said(time: DateRange, when: str, strip: str) -> None:
    held = replace(claim("a", 1, "control.hold"), time=time)
    row = ControlState(
        "ctl", "harasta", "Harasta", "held", "army", None, None, time.start, None, "army", "hold", (held.id,)
    )
    [shown] = derived(DOCUMENTS, [held], Record(control=(row,))).strips
    assert shown.when == strip
    assert [stretch.when for _, stretches in shown.timelines for stretch in stretches] == [when]


def test_a_deal_is_called_after_its_place_and_not_after_all_that_its_terms_name() -> None:
    def at(name: str, role: str = "location", lat: float | None = 33.5, parents: tuple[str, ...] = ()) -> PlaceRole:
        return PlaceRole(role, name, None, lat, 36.3, 3.0, place=f"sy:{name.lower()}", parents=parents)

    places = (at("Douma", parents=("sy:ghouta",)), at("Ghouta"), at("Jarabulus", "destination"), at("Border", lat=None))
    made: Claim = replace(claim("a", 1, "agreement.reached"), places=places)
    deal = Agreement(
        "ag", "evacuation_surrender", (), (), (), (), (), "reported", (), None, None, (made.id,),
        places=tuple(p.place or "" for p in places),
    )  # fmt: skip
    [view] = derived(DOCUMENTS, [made], Record(agreements=(deal,))).agreements
    assert view.title == "Evacuation or surrender in Douma"


def test_of_several_voices_one_alone_makes_no_unknown_body_the_doer() -> None:
    unknown = (ActorRole("initiator", "Site of the blast", None),)
    told = [claim("a", n, actors=unknown if n == 1 else ()) for n in range(1, 4)]
    ids = tuple(c.id for c in told)
    voices = tuple(FamilyVoice(name, None, ids, "affirms") for name in ("army", "monitor"))
    both = replace(event("ev-1", ids), families=voices, flags=())
    [view] = derived(DOCUMENTS, told, Record(events=(both,))).events
    assert view.title == "Shelling in Harasta"
    known = [replace(c, actors=(replace(a, actor="forces:SY"),)) for c in told for a in c.actors]
    [view] = derived(DOCUMENTS, [*known, *told[1:]], Record(events=(both,))).events
    assert view.title == "Site of the blast fired shells or rockets in Harasta"


def test_a_number_without_a_day_stands_in_the_table_with_that_of_its_happening_and_says_so() -> None:
    counted = Count("n1", Mention(13, 17, "nine"), "killed", "people", None, "incident", "exact", 9, 9, 9)
    own = replace(claim("a", 1), time=DateRange(Mention(0, 6, "Monday"), "2014-03-10", "2014-03-10"), counts=(counted,))
    near = replace(claim("b", 1), counts=(replace(counted, id="n2"),))
    rows = page(DOCUMENTS, [own, near], ledgers=Record(events=(event("ev-1", ("a:c01", "b:c01")),))).tolls["killed"]
    assert {row.claim.id: (row.when, row.taken) for row in rows} == {
        "a:c01": ("10 March 2014", False),
        "b:c01": ("11 March 2014", True),
    }


def test_the_dead_of_one_quarter_are_not_called_after_the_offensive_in_the_city() -> None:
    counted = Count("n1", Mention(13, 17, "nine"), "killed", "civilians", None, "incident", "exact", 9, 9, 9)
    city = (PlaceRole("location", "Damascus", None, 33.5, 36.3, 10.0, place="damascus"),)
    told = [
        replace(claim("a", 1, "combat.offensive"), places=city),
        replace(claim("a", 2, "casualty.report"), counts=(counted,)),
    ]
    both = replace(event("ev-1", ("a:c01", "a:c02")), cls="combat.offensive", flags=())
    row = replace(toll("t1", 9, "single", high=9), category="civilians", families=("army",))
    said = (position("t1", "army", 9, 9, "a:c02"),)
    shown = derived(DOCUMENTS, told, Record(events=(both,), tolls=(row,), positions=said))
    assert shown.events[0].title == "9 civilians killed in Harasta"
    [deadliest] = [point.sentence for point in shown.lead if point.label == "Deadliest"]
    assert deadliest == "9 civilians killed in Harasta, 11 March 2014, Army said."
    assert derived(DOCUMENTS, told[:1], Record(events=(both,))).events[0].title == "Attack in Damascus"


def test_one_is_told_in_the_singular_and_a_word_has_no_best_value() -> None:
    one = replace(toll("t1", 1, "single", high=1), category="women", families=("army",))
    dozens = replace(toll("t2", 24, "single", high=99), best=36, best_basis="lexicon", quantity="injured")
    about = replace(toll("t3", 162, "single", high=198), best=180, quantity="evacuated")
    said = (
        position("t1", "army", 1, 1, "a:c01"),
        replace(position("t2", "army", 24, 99, "a:c01"), best=36, bound="vague"),
        replace(position("t3", "army", 162, 198, "a:c01"), best=180, bound="about"),
    )
    record = Record(events=(event("ev-1", ("a:c01",)),), tolls=(one, dozens, about), positions=said)
    views = {view.toll.id: view for view in derived(DOCUMENTS, CLAIMS, record).event_tolls["ev-1"]}
    assert (views["t1"].words, views["t1"].title) == ("1", "woman killed")
    assert (views["t2"].words, views["t2"].basis) == ("24–99", "")
    assert (views["t3"].words, views["t3"].bars[0].words) == ("about 180", "about 180")


def test_no_outlet_is_said_to_have_done_what_it_tells() -> None:
    outlet = (ActorRole("initiator", "TASS", None, "outlet:tass"),)
    [view] = derived(DOCUMENTS, [claim("a", 1, actors=outlet)], Record(events=(event("ev-1", ("a:c01",)),))).events
    assert view.title == "Shelling in Harasta"


def test_places_without_a_name_stand_last() -> None:
    def row(name: str) -> ControlState:
        return ControlState(name, name, name, "held", "army", None, None, None, None, "army", "hold", ("a:c01",))

    strips = derived(DOCUMENTS, CLAIMS, Record(control=(row("buildings"), row("Zamalka")))).strips
    assert [strip.place for strip in strips] == ["Zamalka", "buildings"]
