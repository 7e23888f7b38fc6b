"""The first screen: what happened, in sentences with the voices that say so, of which none takes a side."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from crossbearing.model.claim import ActorRole, Claim, DateRange
from crossbearing.model.derived import ControlState, FamilyVoice, Record
from crossbearing.model.mention import Mention
from crossbearing.report.page import derived, page
from crossbearing.report.pages import render
from tests.report.runs import demo, shown
from tests.report.test_ledgers import CLAIMS, DOCUMENTS, LEDGERS
from tests.report.walk import walked


def told(ledgers: Record) -> dict[str, str]:
    return {point.label: point.sentence for point in derived(DOCUMENTS, CLAIMS, ledgers).lead}


def test_the_deadliest_is_told_with_every_voice_and_its_last_number() -> None:
    assert told(LEDGERS)["Deadliest"] == (
        "Shelling in Harasta, 11 March 2014. Monitor counted at least 18 people killed and Army 9."
    )


def test_a_number_that_was_more_than_another_is_said_so() -> None:
    positions = tuple(replace(p, low=19, best=19, bound="more_than") if p.low == 18 else p for p in LEDGERS.positions)
    assert "Monitor counted more than 18 people killed" in told(replace(LEDGERS, positions=positions))["Deadliest"]


def test_a_planned_happening_is_never_the_deadliest() -> None:
    planned = replace(LEDGERS, events=tuple(replace(e, modality="planned") for e in LEDGERS.events))
    assert "Deadliest" not in told(planned)


def test_who_holds_what_names_who_says_so() -> None:
    taken = tuple(replace(row, kind="gain", place="sy:harasta", state="held") for row in LEDGERS.control[:1])
    assert told(replace(LEDGERS, control=taken))["Who holds what"].endswith("(11 March 2014), Army said.")
    assert "Who holds what" not in told(replace(LEDGERS, control=()))


def test_an_agreement_is_told_with_who_says_that_it_was_broken() -> None:
    sentence = told(LEDGERS)["Agreement"]
    assert "said to be broken" in sentence
    assert "Rebels broke it, Army said" in sentence


def test_the_first_screen_of_the_demo_leads_to_the_market() -> None:
    points = {point.label: point for point in shown(demo()).ledgers.lead}  # type: ignore[union-attr]
    deadliest, disputed = points["Deadliest"], points["Most disputed"]
    for said in ("market", "11 March 2014", "Eastern Suburbs Monitor counted at least 34"):
        assert said in deadliest.sentence
    # The heading names no doer, since they are disputed; each doer stands behind those who name it.
    heading, _, accounts = disputed.sentence.partition(": who did it is disputed. ")
    assert "market in Harasta" in heading
    assert not re.search("government|rebels|opposition", heading)
    assert "Voice of the Ghouta said: Syrian government forces carried out an air strike" in accounts
    walk = walked(render(shown(demo())))
    leads = {part.href for part in walk.parts if "more" in part.classes and part.within("lead")}
    anchors = shown(demo()).ledgers.event_anchors  # type: ignore[union-attr]
    assert {f"#{anchors[point.event or '']}" for point in (deadliest, disputed)} <= leads


def test_a_run_without_happenings_says_so() -> None:
    html = render(page([], [], ledgers=Record()))
    assert "Nothing that these reports tell could be put together to a happening." in html


def gained(claim: Claim) -> Record:
    """Return a record of one place that one claim says was taken."""
    start = claim.time.start if claim.time else None
    row = ControlState(
        "ctl", "sy:harasta", "Harasta", "held", "forces:SY", None, None, start, None, "army", "gain", (claim.id,)
    )
    return Record(control=(row,))


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (DateRange(start="2018-03-01", end="2018-03-31"), "(March 2018)"),
        (DateRange(start="2015-01-01", end="2015-12-31"), "(2015)"),
        (DateRange(start="2018-03-01", end="2018-03-01"), "(1 March 2018)"),
        (DateRange(Mention(0, 17, "since last Monday"), start="2018-10-01"), "(1 October 2018)"),
    ],
)
def test_a_day_is_told_no_finer_than_it_was_said(time: DateRange, said: str) -> None:
    taken = replace(CLAIMS[0], cls="control.gain", time=time, actors=(ActorRole("gainer", "Army", None),))
    [point] = derived(DOCUMENTS, [taken], gained(taken)).lead
    assert (point.label, said in point.sentence) == ("Who holds what", True), point.sentence


def test_who_denies_a_gain_stands_beside_who_says_it() -> None:
    taken = replace(CLAIMS[0], cls="control.gain", actors=(ActorRole("gainer", "Army", None),))
    voices = (FamilyVoice("army", None, (taken.id,), "affirms"), FamilyVoice("rebels", None, (), "denies"))
    happening = replace(LEDGERS.events[0], claims=(taken.id,), families=voices, related=())
    lead = derived(DOCUMENTS, [taken], replace(gained(taken), events=(happening,))).lead
    [sentence] = [point.sentence for point in lead if point.label == "Who holds what"]
    assert sentence.endswith("Army said (denied by Rebels).")


def test_what_may_lie_anywhere_in_a_year_is_not_the_latest() -> None:
    one, other = LEDGERS.events
    year = replace(other, start="2019-01-01", end="2019-12-31")
    assert told(replace(LEDGERS, events=(one, other)))["Latest"]
    assert "2019" not in told(replace(LEDGERS, events=(one, year)))["Latest"]
