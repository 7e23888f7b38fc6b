"""What contradicts what: the same object, place and time, and two voices that cannot both hold. Our own sentences."""

from __future__ import annotations

from functools import cache

import pytest

from crossbearing.engines.local import Finished, run_documents
from crossbearing.model.derived import Event
from crossbearing.model.document import Document
from crossbearing.pipeline import default_pipeline

Report = tuple[str, str, str]


@cache
def run(*reports: Report) -> Finished:
    documents = [Document(f"d{n}", text, outlet, published=day) for n, (day, outlet, text) in enumerate(reports)]
    return run_documents(documents, default_pipeline())


def ties(found: Finished) -> list[tuple[str, str]]:
    return sorted((e.cls, tie.type) for e in found.ledgers.events for tie in e.related if tie.type == "contradicts")


def with_words(found: Finished, words: str) -> Event:
    [claim] = [c.id for c in found.claims if words in c.evidence.text]
    [event] = [e for e in found.ledgers.events if claim in e.claims]
    return event


@pytest.mark.parametrize(
    ("denied", "told"),
    [
        (("2023-04-17", "Nile Post", "The army did not enter Omdurman."),
         ("2023-04-20", "Red Sea Wire", "Army troops entered Omdurman on Wednesday.")),
        (("2018-07-01", "Post", "Rebels did not enter Tafas."),
         ("2018-07-05", "Herald", "Rebels entered Tafas on Wednesday.")),
    ],
)  # fmt: skip
def test_nobody_denies_what_comes_after(denied: Report, told: Report) -> None:
    assert ties(run(denied, told)) == []


def test_who_denies_afterwards_what_was_told_contradicts_it() -> None:
    told = ("2018-07-04", "Herald", "Rebels entered Tafas on Wednesday.")
    denied = ("2018-07-05", "Post", "Rebels did not enter Tafas on Wednesday.")
    assert {kind for _, kind in ties(run(told, denied))} == {"contradicts"}


def test_who_took_the_road_to_a_town_need_not_be_in_it() -> None:
    road = ("2018-03-19", "Herald", "Government troops seized the road between Douma and Harasta on Sunday.")
    town = ("2018-03-19", "Post", "Government troops did not enter Harasta on Sunday.")
    assert ties(run(road, town)) == []


@pytest.mark.parametrize(
    ("text", "denying", "told"),
    [
        ("Rebels deny losing town\n\nGovernment troops entered Tafas on Wednesday, state television reported. "
         "Shops were shut in the morning.", "deny losing town", "entered Tafas"),
        ("Army captures Merowe, militia denies losing it\n\nSudanese army troops captured Merowe on Wednesday, state "
         "television reported. Shops were shut in the morning.", "denies losing it", "captured Merowe on"),
    ],
)  # fmt: skip
def test_who_denies_the_loss_of_a_place_answers_who_is_said_to_have_taken_it(
    text: str, denying: str, told: str
) -> None:
    found = run(("2018-07-05", "Herald", text))
    event = with_words(found, told)
    assert event.id == with_words(found, denying).id
    assert "denies" in {voice.position for voice in event.families}


def test_who_denies_the_loss_of_a_town_does_not_answer_a_bomb_in_it() -> None:
    text = "Rebels deny losing town\n\nA bomb killed nine people at a market in Tafas on Wednesday, a doctor said."
    found = run(("2018-07-05", "Herald", text))
    assert with_words(found, "bomb killed").id != with_words(found, "deny losing town").id


@pytest.mark.parametrize(
    "text",
    [
        "Rockets hit a school in Donetsk on Monday, killing six people, the mayor said. \"We do not shell schools,\" a "
        "spokesman of the Ukrainian army said.",
        "An air strike killed six people in Hajjah on Monday, Houthi officials said. The Saudi-led coalition said its "
        "aircraft had not bombed Hajjah on Monday.",
    ],
)  # fmt: skip
def test_a_side_that_did_not_do_it_never_affirms_that_it_was_done(text: str) -> None:
    found = run(("2019-03-12", "Herald", text))
    negative = {c.id for c in found.claims if c.polarity == "negative"}
    event = with_words(found, "killing six people" if "killing six" in text else "killed six people")
    assert [v.position for v in event.families if set(v.claims) <= negative] == ["denies"]


@pytest.mark.parametrize("who", ["the group", "its members", "his fighters", "their spokesman"])
def test_who_is_only_pointed_at_holds_nothing(who: str) -> None:
    found = run(("2023-01-24", "Herald", f"{who.capitalize()} seized the town of Galcad on Sunday."))
    assert not [row for row in found.ledgers.control if row.state == "held"]


def test_a_party_with_a_name_holds_what_it_seized() -> None:
    found = run(("2023-01-24", "Herald", "Al-Shabab seized the town of Galcad on Sunday."))
    assert {row.holder for row in found.ledgers.control if row.state == "held"} == {"so:shabaab"}
