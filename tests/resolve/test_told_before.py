"""What goes back to what was told before, and what does not: places of "it", days of another's report."""

from __future__ import annotations

import pytest

from crossbearing.model.claim import Claim
from crossbearing.model.document import Document
from crossbearing.pipeline import claims_of


def claims(text: str) -> list[Claim]:
    return claims_of([Document(id="d", text=text, published="2024-06-15")])


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Insurgents captured a position known as the Mill near Aleppo, but later lost it.", None),
        ("Insurgents captured Saraqib near Aleppo, but later lost it.", "Saraqeb"),
    ],
)
def test_what_lies_near_a_lost_post_is_not_lost(text: str, place: str | None) -> None:
    [loss] = [c for c in claims(text) if c.cls == "control.loss"]
    [role] = loss.places
    assert role.mention is not None
    assert role.mention.text == "it"
    assert (role.lat is None) == (place is None)
    assert role.name == (place or "it")
    assert "a position" in (role.reason or "") or place is not None


QUOTED = "The Observatory said shells hit Kasrat on 2 June.{gap}{who} said: \u201cAir strikes destroyed a camp.\u201d"


@pytest.mark.parametrize(
    ("gap", "who", "day"),
    [
        ("\n\n", "The coalition", None),  # another report of another day
        ("\n\n", "The Observatory", "2024-06-02"),
        (" ", "The coalition", "2024-06-02"),
    ],
)
def test_a_paragraph_of_another_source_has_days_of_its_own(gap: str, who: str, day: str | None) -> None:
    told = [c for c in claims(QUOTED.format(gap=gap, who=who)) if c.cls == "strike.air"]
    assert [c.time.start if c.time else None for c in told] == [day]


@pytest.mark.parametrize(
    ("between", "day"),
    [
        ("A local group said 15 soldiers had been killed since Monday.", "2024-06-09"),
        ("A local group said 3,000 people had fled over the past two days.", "2024-06-09"),
        ("A local group said 15 soldiers were killed on Tuesday.", "2024-06-06"),
    ],
)
def test_days_earlier_are_counted_from_a_day_and_not_from_the_start_of_a_time(between: str, day: str) -> None:
    text = f"Troops entered Saraqib on Friday. {between} Five days earlier shells had hit Kasrat."
    [shelling] = [c for c in claims(text) if "Kasrat" in c.evidence.text]
    assert shelling.time is not None
    assert shelling.time.start == day
