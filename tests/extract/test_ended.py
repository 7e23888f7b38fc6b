"""States told in passing: over where they are called former, or where the sentence tells that the place was taken."""

from __future__ import annotations

import pytest

from crossbearing.model.document import Document
from crossbearing.pipeline import claims_of


def modality_of_state(text: str) -> str:
    [state] = [c for c in claims_of([Document("d", text, published="2024-12-01")]) if c.cls == "control.hold"]
    return state.modality


@pytest.mark.parametrize(
    "text",
    [
        "A drone struck a convoy in the group's former stronghold of Kismayo.",
        "Shells fell on the then rebel stronghold of Aleppo.",
        "The fighters have lost the villages they once held near Mosul.",
        "Government forces recaptured the rebel-held town of Bama on Sunday.",
        "Russian troops seized Avdiivka, a Ukrainian stronghold in Donetsk, on Saturday.",
    ],
)
def test_what_was_held_once_does_not_go_on(text: str) -> None:
    assert modality_of_state(text) == "occurred"


@pytest.mark.parametrize(
    "text",
    [
        "A drone struck a convoy in the group's stronghold of Kismayo.",
        "The army is trying to retake the rebel-held town of Goma.",
        "Troops pushed into the rebel-held town of Goma.",
        "Troops failed to recapture the rebel-held town of Goma.",
        "An air strike hit the rebel-held town of Ariha.",
        "Rebels seized a hill near the government-held town of Ariha.",
    ],
)
def test_what_is_only_attacked_is_held_still(text: str) -> None:
    assert modality_of_state(text) == "ongoing"
