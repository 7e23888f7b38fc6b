"""A bare "the attack" takes the class of the event it means; a heading's bare "strike" that of its body."""

from __future__ import annotations

import pytest

from crossbearing.model.document import Document

from .corpus_reader import extractor


def classes(text: str) -> list[str]:
    extraction = next(iter(extractor().extract([Document(id="d", text=text)])))
    return [c.cls for c in extraction.claims if c.cls.startswith(("strike.", "combat."))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Jets struck a bus near Sanaa, killing 20 people. The attack left dozens wounded.",
            ["strike.air", "strike.air"],
        ),
        (
            "A suicide bomber killed six soldiers in Kismayo. The blast also wounded ten people.",
            ["strike.suicide", "strike.suicide"],
        ),
        (
            "Militants ambushed a convoy in Niger. The attack was carried out by fifty gunmen.",
            ["combat.raid", "combat.raid"],
        ),
        ("Strike kills 15 in Raqqa\n\nWarplanes bombed a market in Raqqa on Monday.", ["strike.air", "strike.air"]),
    ],
)
def test_bare_nouns_take_the_class_of_their_event(text: str, expected: list[str]) -> None:
    assert classes(text) == expected


def test_a_bare_noun_without_an_event_keeps_what_its_family_says() -> None:
    assert classes("The attack left dozens wounded.") == ["combat.offensive"]


def test_a_threatened_strike_is_no_antecedent() -> None:
    found = classes("The group threatened to launch missiles at Eilat. The attack left two people wounded.")
    assert found == ["strike.shelling", "combat.offensive"]
