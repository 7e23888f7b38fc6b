"""Private persons are found by signs; what the signs miss and take too much of is shown here too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossbearing.llm.masking import Masker
from crossbearing.text.names import NameEntry, NameMatcher

_KNOWN = [
    NameEntry("Lake Coast Front", "actor", "x:lcf"),
    NameEntry("Orvan Belisar", "person", "x:orvan"),
    NameEntry("Belisar", "person", "x:orvan"),
    NameEntry("Port Amaris", "place", "x:amaris"),
    NameEntry("Coastal Wire", "outlet", "x:wire"),
]
MASKER = Masker(NameMatcher(_KNOWN))

HIDDEN = [
    ("Samira Khoury told reporters that the house burned.", "Samira Khoury"),
    ("The dead were Samira Khoury and her son.", "Samira Khoury"),
    ("They buried Abdul Rahman al-Masri on Friday.", "Abdul Rahman al-Masri"),
    ("A student named Idris was taken.", "Idris"),
    ("Idris, 19, was taken at the gate.", "Idris"),
    ("Mr. Osei lost his shop.", "Osei"),
    ("Nurse Oksana Ivanchuk (27) was on the bus.", "Oksana Ivanchuk"),
    ("Yesterday Juan de la Cruz was found dead.", "Juan de la Cruz"),
    ("They spoke with J. Okello by telephone.", "J. Okello"),
    ("Rima Belisar, 9, died in hospital.", "Rima Belisar"),
    ("Тарас Шевчук погиб в доме.", "Тарас Шевчук"),
    ("In Port Amaris Samira Khoury was arrested.", "Samira Khoury"),
]
STAYS = [
    "The Lake Coast Front shelled Port Amaris.",
    "Orvan Belisar spoke to the Coastal Wire.",
    "Orvan Belisar, 61, spoke.",
    "Colonel Dario Mendes led the attack.",
    "The Green Valley Brigade left on Monday.",
    "Shelling was heard in Upper Kerem.",
    "Residents said the road was closed. On Friday it opened.",
    "Twelve soldiers and 9 rebels were killed.",
    "Rebels Seize Northern Town After Heavy Fighting",
]


@pytest.mark.parametrize(("text", "name"), HIDDEN, ids=[name for _, name in HIDDEN])
def test_private_person_is_hidden_and_put_back(text: str, name: str) -> None:
    mask = MASKER.mask([text])
    hidden = mask.hide(text)
    assert not any(len(part) > 2 and part in hidden for part in name.split())
    assert mask.restore(hidden) == text


@pytest.mark.parametrize("text", STAYS)
def test_public_names_places_and_numbers_stay(text: str) -> None:
    assert MASKER.mask([text]).hide(text) == text


def test_every_form_of_a_name_is_put_back_as_it_stood() -> None:
    text = "Samira Khoury, 34, fled. Khoury, a 34-year-old nurse, said Samira's house burned. Salma Khoury stayed."
    mask = MASKER.mask([text])
    hidden = mask.hide(text)
    assert hidden == (
        "PERSON_1a, PERSONAGE_1, fled. PERSON_1b, a PERSONAGE_1-year-old nurse, said PERSON_1c's house burned. "
        "PERSON_2a stayed."
    )
    assert mask.restore("PERSON_1b, a PERSONAGE_1-year-old nurse") == "Khoury, a 34-year-old nurse"
    assert mask.restore("PERSON_9z and PERSON_1") == "PERSON_9z and PERSON_1"


def test_text_with_our_placeholders_is_put_back_rightly() -> None:
    text = "PERSON_1a is not a name here. Samira Khoury fled."
    mask = MASKER.mask([text])
    assert mask.hide(text) == "PERSON_1a is not a name here. PERSONX_1a fled."
    assert mask.restore(mask.hide(text)) == text


@pytest.mark.parametrize(
    "text",
    ["Samira, a cook, fled.", "They came from Damar Samira.", "Colonel Dario Mendes, a farmer's son, fell."],
)
def test_what_is_known_to_be_missed_or_taken_wrongly(text: str) -> None:
    """A single name, a place that no pack knows, an officer: the limits that the module states."""
    hidden = MASKER.mask([text]).hide(text)
    assert (hidden == text) == ("Damar" not in text)


_PIECES = st.sampled_from(
    ["Samira Khoury", "Khoury", "Samira", ", 34,", " (7)", " said ", "al-Masri", "Mr ", "PERSON_1a", "Belisar", ". ",
     "\n", "The ", " and ", "Port Amaris", "12-year-old ", "J. ", " named ", "’s ", "-", "x", "é", "\u00a0", "AGE_1"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=24).map("".join))
def test_what_was_hidden_comes_back_whatever_the_text(text: str) -> None:
    mask = MASKER.mask([text])
    assert mask.restore(mask.hide(text)) == text


@given(st.text(max_size=200))
def test_any_text_is_masked_without_an_error(text: str) -> None:
    mask = MASKER.mask([text])
    assert mask.restore(mask.hide(text)) == text
