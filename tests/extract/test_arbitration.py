"""Which of the claims that overlap stand: seen in what comes out of a sentence and in why the others were dropped."""

from __future__ import annotations

import pytest

from crossbearing.extract.engine import Extraction
from crossbearing.model.document import Document

from .corpus_reader import extractor


def read(text: str) -> Extraction:
    return next(iter(extractor().extract([Document(id="one", text=text)])))


def told(text: str) -> list[tuple[str, str]]:
    return [(claim.cls, claim.evidence.text) for claim in read(text).claims]


WHOLE = [
    # a violent event and its toll in one clause are one claim of the event's class
    ("strike.shelling", "Shelling killed nine villagers in Maskana on Monday."),
    ("strike.shelling", "The army shelled Maskana on Monday, killing nine villagers and wounding four."),
    ("combat.clash", "Three soldiers were killed and nine wounded in clashes in Taiz on Monday."),
    ("combat.raid", "Gunmen attacked a convoy near Gao on Monday, and two drivers were killed."),
    # and so where a clause with "when" or "after" tells what did the harm
    ("strike.air", "Nine people were wounded when raids hit the city on Friday."),
    ("strike.air", "Nine people were wounded after warplanes bombed the city on Friday."),
    # several events summed in one figure are a toll
    ("casualty.report", "Forty people were killed in attacks in Aleppo and Homs since March."),
    ("casualty.report", "Five people were killed in attacks in Aleppo and Homs."),
    # what describes the weapon gives the strike its initiator
    ("strike.shelling", "Shells fired by rebels fell on Maskana on Monday."),
    ("strike.drone", "The base near Maskana was hit by a drone launched by rebels."),
]


@pytest.mark.parametrize(("cls", "text"), WHOLE)
def test_one_claim_takes_the_whole_sentence(cls: str, text: str) -> None:
    assert told(text) == [(cls, text.removesuffix("."))]


def test_who_fired_the_shells_did_the_strike() -> None:
    (strike,) = read("Shells fired by rebels fell on Maskana on Monday.").claims
    assert [(a.role, a.mention.text) for a in strike.actors if a.mention] == [("initiator", "rebels")]


def test_harm_told_side_by_side_has_one_cause() -> None:
    text = "Nine villagers were killed and four were wounded by air strikes on Maskana, the ministry said."
    (strike,) = read(text).claims
    assert (strike.cls, [k.low for k in strike.counts]) == ("strike.air", [9, 4])
    apart = "Nine villagers were killed and the army resumed air strikes on Maskana, the ministry said."
    assert [cls for cls, _ in told(apart)] == ["casualty.report", "strike.air"]


@pytest.mark.parametrize(
    "text",
    [
        "The rebels blamed the army for air strikes on Maskana.",
        "The rebels blamed the army for a series of air strikes on Maskana.",
        "The rebels accused the army of deadly air strikes on Maskana.",
    ],
)
def test_blame_for_a_deed_is_the_deed_as_somebody_tells_it(text: str) -> None:
    (claim,) = read(text).claims
    assert (claim.cls, claim.modality) == ("strike.air", "occurred")
    assert [(a.role, a.mention.text) for a in claim.actors if a.mention] == [("initiator", "the army")]
    assert [s.mention.text for s in claim.attribution.sources if s.mention] == ["The rebels"]


@pytest.mark.parametrize(
    "text", ["The rebels blamed the army for the crisis.", "The rebels blamed the army for the attack."]
)
def test_blame_for_nothing_more_concrete_stays_blame(text: str) -> None:
    assert [cls for cls, _ in told(text)] == ["statement.accusation"]


def test_a_toll_that_did_not_happen_is_a_claim_of_its_own() -> None:
    found = read("Rockets hit the base, but there were no casualties.").claims
    assert [(c.cls, c.polarity) for c in found] == [("strike.shelling", "positive"), ("casualty.report", "negative")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The army shelled Maskana on Monday, killing nine villagers.", "joined to strike.shell"),
        ("Three soldiers were killed in clashes in Taiz.", "joined to combat.clash"),
        ("The envoy demanded that the army withdraw from Maskana.", "movement.withdraw is what was said"),
        ("The group pledged to release 40 soldiers.", "custody.release is what was said"),
        ("The group denied shelling the town of Maskana.", "the speaker denies his own deed"),
    ],
)
def test_what_lost_says_why(text: str, reason: str) -> None:
    assert any(reason in dropped.reason for dropped in read(text).dropped), [d.reason for d in read(text).dropped]


def test_two_deeds_of_one_sentence_stand_side_by_side_in_text_order() -> None:
    text = "Rebels captured Maskana on Monday and the army retook it on Friday."
    assert told(text) == [
        ("control.gain", "Rebels captured Maskana on Monday"),
        ("control.gain", "the army retook it on Friday"),
    ]


def test_people_who_are_moved_are_counted_by_what_moves_them() -> None:
    found = read("At least 300 people were evacuated from Daraya and 12 were killed on the way.").claims
    counted = {c.cls: [(k.quantity, k.low) for k in c.counts] for c in found}
    assert counted["movement.evacuation"] == [("evacuated", 300)]
    assert counted["casualty.report"] == [("killed", 12)]


@pytest.mark.parametrize("text", ["The attack.", "This attack came after the other."])
def test_a_bare_event_noun_says_nothing(text: str) -> None:
    assert told(text) == []


def test_a_deed_that_is_denied_is_told_once_and_negative() -> None:
    (claim,) = read("The group denied that it had shelled the town of Maskana.").claims
    assert (claim.cls, claim.polarity) == ("strike.shelling", "negative")
