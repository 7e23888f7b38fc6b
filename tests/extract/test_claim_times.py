"""Which time words are an event's own, and which only compare it with others."""

from __future__ import annotations

import pytest

from crossbearing.model.document import Document

from .corpus_reader import extractor


def times(text: str) -> list[str | None]:
    claims = next(iter(extractor().extract([Document(id="d", text=text)]))).claims
    return [c.time.mention.text if c.time and c.time.mention else None for c in claims]


@pytest.mark.parametrize(
    "text",
    [
        "The bombing of a ferry near Basra killed 60 people in the deadliest such attack in Iraq in almost two years.",
        "It was the worst attack in the city in more than three years.",
        "Yemen's deadliest air strike in months killed 35 people.",
        "Shells hit the port in the first attack on it since the truce of 2022.",
    ],
)
def test_a_time_since_which_nothing_was_as_bad_is_not_when_it_happened(text: str) -> None:
    assert times(text)
    assert not any(times(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 40 people were killed in Basra in two weeks.", "in two weeks"),
        ("The army took most of the town in two days.", "in two days"),
        ("The deadliest bombing in years hit Kabul on Monday.", "on Monday"),
        ("It first shelled the port, then took it in two days.", "in two days"),
    ],
)
def test_other_times_stay(text: str, expected: str) -> None:
    assert expected in times(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The farmer was shot on 26 June in Gao but died of his wounds on 2 July.", "on 2 July"),
        ("The farmer was shot on 26 June in Gao and died of his wounds.", "on 26 June"),
    ],
)
def test_the_day_of_its_own_verb_goes_before_that_of_another(text: str, expected: str) -> None:
    (claim,) = next(iter(extractor().extract([Document(id="d", text=text)]))).claims
    assert claim.time is not None
    assert claim.time.mention is not None
    assert claim.time.mention.text == expected
