"""Denials, claims to a deed and blame: which of the blows of a report they answer, and that they join no two blows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crossbearing.model.claim import ActorRole, Claim, DateRange
from crossbearing.model.mention import Mention
from tests.reconcile.test_inside import EAGER, PROVINCE, TOWN, clusters, told

# Beside a blow what was said stands all the better for standing next to it.
NEXT = {
    "kinds: statement and violence": 0.0,
    "kinds: statement and statement": 1.0,
    "next to one another, and a statement": 1.0,
    "next to one another": 1.0,
    "kinds: violence and violence": -1.5,
}
LEAD = told(0, "Jets bombed the town hall of Tarna", "strike.air", TOWN)
SECOND = told(1, "A mortar round fell on Osk", "strike.shelling", PROVINCE)


def denied(claim: Claim) -> Claim:
    return replace(claim, polarity="negative")


def over(claim: Claim, start: str, end: str) -> Claim:
    return replace(claim, time=DateRange(Mention(0, 3, "day"), start, end))


def test_what_is_said_of_two_blows_does_not_make_them_one() -> None:
    by = {**NEXT, "kinds: violence and violence": -1.0, "a statement.denial beside violence": 4.0}
    last = told(3, "A shell struck the mill", "strike.shelling")
    found = clusters(LEAD, told(2, "The army denied it", "statement.denial"), last, by=by)
    assert found == [{"c0", "c2"}, {"c3"}]


@pytest.mark.parametrize(
    "answer",
    [
        told(3, "The army denied any part in it", "statement.denial"),
        denied(told(3, "none of its guns had fired")),
        told(3, "The Front said it had set off the bomb", "statement.responsibility"),
        replace(
            told(3, "called the killings a fake", "statement.accusation"),
            attribution=replace(LEAD.attribution, speech_act="deny"),
        ),
        told(3, "The mayor blamed the army for the attack", "statement.accusation"),
    ],
)
def test_nobody_answers_what_is_told_only_behind(answer: Claim) -> None:
    behind = told(4, "A day before, a rocket had hit a barn", "strike.shelling")
    assert clusters(LEAD, SECOND, answer, behind, by=NEXT) == [{"c0"}, {"c1", "c3"}, {"c4"}]


def test_the_lead_may_answer_what_the_report_goes_on_to_tell() -> None:
    answer = told(0, "The army denies it shelled Osk", "statement.denial")
    assert clusters(answer, SECOND, by=NEXT) == [{"c0", "c1"}]


@pytest.mark.parametrize(
    "text", ["denied that it was behind the Osk attack", "rejects the Osk market bombing as a lie"]
)
def test_an_attack_known_by_a_name_is_the_one_that_is_told_with_it(text: str) -> None:
    between = told(4, "Jets flew over the plain", "strike.air", PROVINCE)
    assert {"c1", "c5"} in clusters(LEAD, SECOND, between, told(5, text, "statement.denial"), by=NEXT)


def test_who_denies_an_attack_by_name_takes_no_other_denial_along() -> None:
    osk = told(2, "A mortar round fell on Osk", "strike.shelling", PROVINCE)
    named = told(3, "rejects the Osk bombing as a lie", "statement.denial")
    found = clusters(LEAD, told(1, "The army denied it", "statement.denial"), osk, named, by=NEXT)
    assert found == [{"c0", "c1"}, {"c2", "c3"}]


def test_a_name_that_no_blow_is_told_with_says_nothing() -> None:
    answer = told(2, "denied that it was behind the Velen attack", "statement.denial")
    assert clusters(LEAD, answer, by=NEXT) == [{"c0", "c2"}]


def by_whom(claim: Claim, role: str, actor: str) -> Claim:
    return replace(claim, actors=(ActorRole(role, actor, None, actor),))


AIR_FORCE = by_whom(LEAD, "initiator", "forces:RU")
REBELS = by_whom(SECOND, "initiator", "sy:rebels")
# Pairs alone would have whatever is told last.
LAST = {**NEXT, "next to one another, and a statement": 3.0}


@pytest.mark.parametrize(
    ("speaker", "answered"),
    [("state:RU", "c0"), ("sy:rebels", "c1"), ("state:US", "c1")],  # the last was accused of nothing
)
def test_who_denies_a_deed_answers_what_was_laid_to_them(speaker: str, answered: str) -> None:
    answer = by_whom(told(3, "It denied any part in it", "statement.denial"), "speaker", speaker)
    [found] = [c for c in clusters(AIR_FORCE, REBELS, answer, by=LAST) if "c3" in c]
    assert found == {answered, "c3"}


def test_of_two_blows_laid_to_them_it_answers_the_one_told_just_before() -> None:
    again = by_whom(SECOND, "initiator", "state:RU")
    answer = by_whom(told(2, "Russia denies involvement", "statement.denial"), "speaker", "state:RU")
    apart = {**NEXT, "next to one another, and a statement": -0.5, "next to one another": -0.5}
    assert clusters(AIR_FORCE, again, answer, by=apart) == [{"c0"}, {"c1", "c2"}]
    elsewhere = by_whom(told(9, "Russia denies involvement", "statement.denial"), "speaker", "state:RU")
    assert clusters(AIR_FORCE, again, elsewhere, by=apart) == [{"c0", "c9"}, {"c1"}]


def test_who_denies_deeds_of_years_answers_no_single_blow() -> None:
    denial = over(told(3, "has always denied using gas during the war", "statement.denial"), "2013-01-01", "2020-05-01")
    assert clusters(LEAD, SECOND, denial, by=NEXT) == [{"c0"}, {"c1"}, {"c3"}]
    years = over(told(2, "gas was used three times in those years", "strike.chemical"), "2014-01-01", "2016-12-31")
    assert {"c2", "c3"} in clusters(LEAD, SECOND, years, denial, by=NEXT)


@pytest.mark.parametrize("text", ["had claimed previous bombings of the town", "said it set off the earlier bombs"])
def test_who_claims_what_was_before_claims_no_blow_of_the_day(text: str) -> None:
    claimed = told(3, text, "statement.responsibility")
    assert {"c3"} in clusters(LEAD, SECOND, claimed, by=NEXT)
    before = told(2, "A previous bomb had gone off in Osk", "strike.explosive")
    assert {"c2", "c3"} in clusters(LEAD, SECOND, before, claimed, by=NEXT)


@pytest.mark.parametrize("text", ["Earlier the army denied the attack", "rejected earlier reports of a strike"])
def test_who_spoke_earlier_speaks_of_the_day(text: str) -> None:
    assert {"c1", "c3"} in clusters(LEAD, SECOND, told(3, text, "statement.denial"), by=NEXT)


def test_what_is_only_presupposed_is_no_blow_to_answer() -> None:
    talk = told(2, "the bombing of homes in the province", "strike.air", PROVINCE, mode="presupposed")
    assert clusters(LEAD, talk, told(3, "The army denied it", "statement.denial"), by=NEXT) == [{"c0", "c3"}, {"c2"}]


def test_a_denial_of_what_is_no_blow_stays_with_it() -> None:
    by = {**NEXT, "kinds: control and statement": 1.0}
    denial = told(2, "The army denied that rebels had taken the mill", "statement.denial")
    lost = replace(told(3, "", "control.gain"), evidence=Mention(222, 246, "rebels had taken the mill"))
    assert clusters(LEAD, SECOND, denial, lost, by=by)[2:] == [{"c2", "c3"}]
    deal = told(3, "A deal was signed at noon", "agreement.reached")
    denial = told(4, "The army denied having signed", "statement.denial")
    assert clusters(deal, denial, by={"kinds: agreement and statement": 1.0}) == [{"c3", "c4"}]


def test_blame_for_no_blow_in_particular_stays_with_who_says_it() -> None:
    loose = told(2, "The mayor accused the army of cruelty", "statement.accusation")
    said = told(3, "He vowed to hold out", "statement.declaration")
    found = clusters(LEAD, SECOND, loose, said, by={**NEXT, "next to one another, and a statement": 0.0})
    assert {"c2", "c3"} in found


def test_an_eager_answer_still_takes_its_blow() -> None:
    answer = replace(denied(told(2, "the army had shelled it")), actors=(ActorRole("initiator", "army", None),))
    assert clusters(LEAD, answer, by=EAGER) == [{"c0", "c2"}]
