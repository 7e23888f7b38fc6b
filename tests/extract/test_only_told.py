"""Who speaks of violence did not do it: "announced the strikes", "called the shelling a crime"."""

from __future__ import annotations

import pytest

from crossbearing.model.document import Document
from crossbearing.pipeline import claims_of


def doers(text: str) -> set[str]:
    """Return who is said to have done violence of any kind."""
    claims = claims_of([Document(id="d", text=text, published="2024-06-15")])
    return {a.mention.text for c in claims for a in c.actors if a.role == "initiator" and a.mention is not None}


@pytest.mark.parametrize(
    "text",
    [
        "A military spokesman announced the strikes on Sanaa on state radio.",
        "The premier called the strikes on the camp a crime.",
        "The minister declared the bombing of Kasrat a turning point.",
    ],
)
def test_who_speaks_of_violence_did_not_do_it(text: str) -> None:
    assert doers(text) == set()


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The group announced an offensive on the town of Dabanga.", "The group"),
        ("Rebels launched the assault on Kasrat at dawn.", "Rebels"),
    ],
)
def test_who_announces_or_launches_an_attack_makes_it(text: str, who: str) -> None:
    assert doers(text) == {who}


def test_who_is_counted_as_hurt_or_taken_did_not_do_it() -> None:
    # As feeds glue headings together.
    text = "Two civilians wounded in mortar attack on Kasrat Rebels targeted Kasrat with a mortar shell wounding two."
    assert "civilians" not in " ".join(doers(text))
    assert doers("Three bombers attacked the base at Kasrat, killing nine soldiers.") == {"bombers"}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Nine people were killed in a chemical attack blamed on the army.", {"the army"}),
        ("Two soldiers were killed in an ambush attributed to the Shabaab near Kasrat.", {"the Shabaab"}),
        ("The bombing of the market, which the premier blamed on rebels, wounded four people.", {"rebels"}),
        ("Nine people were killed in a chemical attack on the army.", set()),
    ],
)
def test_on_whom_an_attack_is_blamed_is_held_to_have_made_it_and_was_not_its_target(text: str, who: set[str]) -> None:
    assert doers(text) == who


@pytest.mark.parametrize(
    "text",
    [
        "It was not clear whether all nine hostages were killed in Kasrat.",
        "Reporters asked if the army had shelled Kasrat and killed farmers.",
        "The monitor could not say whether rebels had seized Kasrat.",
    ],
)
def test_what_is_only_asked_is_no_deed(text: str) -> None:
    claims = claims_of([Document(id="d", text=text, published="2024-06-15")])
    assert [c.cls for c in claims if not c.cls.startswith("statement.")] == []


def test_a_condition_is_told_as_one() -> None:
    claims = claims_of([Document(id="d", text="If rebels shell the port, the army will attack Kasrat.")])
    assert {c.modality for c in claims} == {"conditional", "planned"}
