"""Who speaks: short forms of a body, and whom a quotation's "they" means. All sentences are our own."""

from __future__ import annotations

import pytest

from crossbearing.model.document import Document
from crossbearing.pipeline import claims_of


def speakers(text: str) -> list[str | None]:
    return [s.actor for c in claims_of([Document("d", text)]) for s in c.attribution.sources]


@pytest.mark.parametrize(
    ("full", "short", "actor"),
    [
        ("The Syrian Network for Human Rights", "The Syrian Network", "sy:snhr"),
        ("The Syrian Network for Human Rights", "The Network", "sy:snhr"),
        ("The Khartoum Doctors Union", "The Doctors Union", "new:khartoum-doctors-union"),
        ("The Azerbaijani Defence Ministry", "The Defence Ministry", "gov:AZ"),
    ],
)
def test_a_short_form_is_the_body_named_in_full(full: str, short: str, actor: str) -> None:
    text = f"{full} said shells killed four people on Friday. {short} said nine people were killed on Sunday."
    assert speakers(text) == [actor, actor]


def test_of_two_bodies_the_one_named_last_is_meant() -> None:
    text = (
        "The Azerbaijani Defence Ministry said shells killed two people. The Armenian Defence Ministry said shells "
        "killed nine people. The Defence Ministry said two people were killed on Sunday."
    )
    assert speakers(text) == ["gov:AZ", "gov:AM", "gov:AM"]


def test_the_ministry_of_the_only_country_needs_no_name() -> None:
    alone = "Shells hit two villages in Armenia on Friday. The Defence Ministry said two people were killed."
    assert "gov:AM" in speakers(alone)
    shared = "Armenian troops shelled Azerbaijani villages. The Defence Ministry said two people were killed."
    assert not {"gov:AM", "gov:AZ"} & set(speakers(shared))


def test_other_bodies_with_capitals_stay_themselves() -> None:
    text = (
        "The Syrian Network for Human Rights said shells killed four people on Friday. The Yemeni Network said nine "
        "people were killed on Sunday."
    )
    assert speakers(text) == ["sy:snhr", "new:yemeni-network"]


def test_a_coalition_is_no_monitor_that_spoke_before() -> None:
    text = "The Observatory said four people were killed in Raqqa. The coalition said nine strikes hit Raqqa on Friday."
    assert speakers(text) == ["sy:sohr", "coalition"]


@pytest.mark.parametrize(
    ("text", "mover"),
    [
        ("Soldiers were attacked by rebels on Monday. “They fled on Tuesday,” a rebel commander said.", "Soldiers"),
        ("The army attacked rebels near Zabid on Monday. “They retreated on Tuesday,” an army officer said.", "rebels"),
    ],
)
def test_who_is_quoted_does_not_speak_of_himself_as_they(text: str, mover: str) -> None:
    moved = [a.name for c in claims_of([Document("d", text)]) for a in c.actors if a.role == "mover"]
    assert moved == [mover]
