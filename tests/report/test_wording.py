"""Sentences in our words: modality, polarity, empty roles, places and counts."""

from __future__ import annotations

import pytest

from crossbearing.model.claim import ActorRole, Claim, Count, DateRange, PlaceRole
from crossbearing.model.mention import Mention
from crossbearing.report.wording import claim_sentence, count_words, figure, shorten, time_words, where_words, wordings
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
        ("2014-03-17", None, "from 17 March 2014 on"),
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
