"""Sentences in our words: modality, polarity, empty roles, places and counts."""

from __future__ import annotations

import pytest

from crossbearing.model.claim import ActorRole, Claim, Count, DateRange, PlaceRole
from crossbearing.model.mention import Mention
from crossbearing.report.days import time_days, time_words
from crossbearing.report.figures import figure
from crossbearing.report.wording import (
    claim_sentence,
    count_words,
    heading,
    reason_words,
    shorten,
    where_words,
    wordings,
)
from crossbearing.vocab.contract import CLASSES, CODES


def gain(**fields: object) -> Claim:
    return Claim(
        id="d:c01",
        document="d",
        cls=str(fields.pop("cls", "control.gain")),
        evidence=Mention(0, 4, "text"),
        actors=(ActorRole("gainer", "The army", None), ActorRole("loser", "the rebels", None)),
        places=(PlaceRole("location", "Harasta", None),),
        **fields,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("modality", "polarity", "expected"),
    [
        ("occurred", "positive", "The army took Harasta from the rebels"),
        ("occurred", "negative", "The army did not take Harasta from the rebels"),
        ("ongoing", "positive", "The army took Harasta from the rebels (going on)"),
        ("planned", "positive", "The army meant to take Harasta from the rebels"),
        ("agreed", "positive", "It was agreed that the army would take Harasta from the rebels"),
        ("demanded", "negative", "It was demanded that the army not take Harasta from the rebels"),
        ("threatened", "positive", "It was threatened that the army would take Harasta from the rebels"),
        ("predicted", "positive", "It was expected that the army would take Harasta from the rebels"),
        ("conditional", "positive", "The army would take, on a condition, Harasta from the rebels"),
    ],
)
def test_modality_and_polarity(modality: str, polarity: str, expected: str) -> None:
    assert claim_sentence(gain(modality=modality, polarity=polarity)) == expected


@pytest.mark.parametrize("name", sorted(CLASSES))
@pytest.mark.parametrize("modality", CODES["modality"])
def test_every_class_has_a_sentence_with_nothing_filled(name: str, modality: str) -> None:
    bare = Claim(id="d:c01", document="d", cls=name, evidence=Mention(0, 4, "text"), modality=modality)
    sentence = claim_sentence(bare)
    assert sentence[0].isupper()
    assert not set("{}[]") & set(sentence)
    assert "  " not in sentence
    assert ",," not in sentence
    assert set(wordings()) == set(CLASSES)


def test_days_and_counts_stand_at_the_end() -> None:
    count = Count("n", None, "killed", "combatants", "the rebels", "incident", "at_least", 12, 12, None)
    claim = gain(time=DateRange(start="2014-03-17", end="2014-03-17"), counts=(count,))
    assert claim_sentence(claim) == (
        "The army took Harasta from the rebels, 17 March 2014: 12+ combatants killed (the rebels)"
    )


def test_a_toll_is_its_numbers() -> None:
    count = Count("n", None, "killed", "children", None, "cumulative", "exact", 1, 1, 1)
    assert claim_sentence(gain(cls="casualty.report", counts=(count,))) == "1 child killed in Harasta"
    assert (
        count_words(Count("n", None, "strikes", "things", None, "stock", "exact", 1500, 1500, 1500)) == "1,500 strikes"
    )


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [((36, 38, 41), "36–41, best 38"), ((1, 5, 5), "1–5, best 5"), ((None, 5, 5), "up to 5"), ((2, None, None), "2+")],
)
def test_figures(bounds: tuple[int | None, int | None, int | None], expected: str) -> None:
    assert figure(*bounds) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2014-03-17", None, "since 17 March 2014"),
        (None, "2014-03-17", "until 17 March 2014"),
        ("2014-02-27", "2014-03-17", "27 February to 17 March 2014"),
        ("2013-12-27", "2014-03-17", "27 December 2013 to 17 March 2014"),
        (None, None, ""),
    ],
)
def test_days(start: str | None, end: str | None, expected: str) -> None:
    assert time_words(DateRange(start=start, end=end)) == expected


def test_long_evidence_is_cut_at_a_word() -> None:
    assert shorten("word " * 100, 20) == "word word word word …"


def test_a_road_lies_between_its_ends() -> None:
    ends = tuple(PlaceRole("endpoint", name, None) for name in ("Harasta", "Douma"))
    on_it = Claim(
        "d:c1", "d", "combat.clash", Mention(0, 4, "text"), places=(PlaceRole("location", "the road", None), *ends)
    )
    assert where_words(on_it) == "on the road between Harasta and Douma"
    bare = Claim("d:c1", "d", "combat.clash", Mention(0, 4, "text"), places=ends)
    assert where_words(bare) == "on the road between Harasta and Douma"


def test_a_road_that_was_taken_is_said_with_both_ends() -> None:
    ends = tuple(PlaceRole("endpoint", name, None) for name in ("Harasta", "Douma"))
    road = PlaceRole("location", "the main road", None)
    gained = Claim("d:c1", "d", "control.gain", Mention(0, 4, "text"), places=(road, *ends))
    assert claim_sentence(gained) == "Somebody not named took the main road between Harasta and Douma"


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_every_class_has_a_heading_that_names_no_doer(name: str) -> None:
    doer = tuple(ActorRole(role, "Northern Front", None) for role in ("initiator", "gainer", "captor", "violator"))
    said = heading(Claim("d:c01", "d", name, Mention(0, 4, "text"), actors=doer))
    assert said[0].isupper()
    assert "Northern Front" not in said
    assert not set("{}[]._") & set(said)


@pytest.mark.parametrize(
    ("said", "start", "expected"),
    [
        ("since 2015", "2015-01-01", "since 2015"),
        ("since March 2011", "2011-03-01", "since March 2011"),
        ("since 1 March 2011", "2011-03-01", "since 1 March 2011"),
        ("since January 2015", "2015-01-01", "since January 2015"),
        ("since April 19", "2018-04-19", "since 19 April 2018"),
    ],
)
def test_a_period_without_end_is_no_finer_than_it_was_said(said: str, start: str, expected: str) -> None:
    assert time_words(DateRange(mention=Mention(0, len(said), said), start=start)) == expected


def test_what_lies_ahead_has_not_begun() -> None:
    assert time_words(DateRange(start="2014-03-16"), ahead=True) == "from 16 March 2014 on"
    planned = gain(modality="planned", time=DateRange(start="2014-03-16"))
    assert claim_sentence(planned).endswith(", from 16 March 2014 on")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2011-01-01", "2012-12-31", "2011 to 2012"),
        ("2011-11-01", "2012-02-29", "November 2011 to February 2012"),
        ("2011-11-02", "2011-11-30", "2 to 30 November 2011"),
    ],
)
def test_whole_months_and_years_are_said_as_such(start: str, end: str, expected: str) -> None:
    assert time_days(start, end) == expected


def test_more_than_a_number_is_not_the_next_number() -> None:
    dead = Count("n", None, "killed", "people", None, "cumulative", "more_than", 350_001, 350_001, None)
    assert count_words(dead) == "more than 350,000 people killed"


def test_a_word_of_the_source_stands_beside_its_convention() -> None:
    dozens = Count("n", Mention(0, 6, "Dozens"), "killed", "people", None, "incident", "vague", 24, 36, 99)
    assert count_words(dozens) == "24–99 people killed (“Dozens”)"


def test_reasons_name_no_rule() -> None:
    assert reason_words("toll of casualties.sum joined") == "toll joined"
    assert reason_words("class of the event it means: strike.shelling") == "class of the event it means: shelling"
