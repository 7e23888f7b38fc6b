"""Which claim a figure goes to, what it spans, and what it is part of."""

from __future__ import annotations

import pytest

from crossbearing.model.claim import Claim, Count
from crossbearing.model.document import Document

from .corpus_reader import extractor


def claims(text: str) -> list[Claim]:
    return list(next(iter(extractor().extract([Document(id="d", text=text)]))).claims)


def counts(text: str) -> list[tuple[str, str, str]]:
    return [(c.cls, k.quantity, k.scope) for c in claims(text) for k in c.counts]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Twelve villagers were wounded on Tuesday.", [("casualty.report", "injured", "incident")]),
        ("More than 90 soldiers have been killed in the valley.", [("casualty.report", "killed", "cumulative")]),
        ("Forty soldiers were killed during the past week.", [("casualty.report", "killed", "cumulative")]),
        ("The rebels refused to release 40 kidnapped people.", [("custody.release", "abducted", "stock")]),
        (
            "More than 900 people have been killed and thousands displaced.",
            [("casualty.report", "killed", "cumulative"), ("movement.displacement", "displaced", "cumulative")],
        ),
        (
            "The raid on Solhan was the worst since the insurgency began, leaving at least 1,200 dead.",
            [("combat.raid", "killed", "cumulative")],
        ),
        (
            "Twelve were killed in a campaign that began in 2009.",
            [("casualty.report", "killed", "incident")],
        ),
        (
            "A medic was killed in Khartoum on Monday, bringing the number of medics killed to five.",
            [("casualty.report", "killed", "incident"), ("casualty.report", "killed", "cumulative")],
        ),
        (
            "Rescuers found two more bodies in Khartoum on Monday, bringing the death toll to five.",
            [("casualty.report", "killed", "incident"), ("casualty.report", "killed", "incident")],
        ),
    ],
)
def test_scope(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert counts(text) == wanted


def test_a_night_is_no_time_over_which_clashes_are_summed() -> None:
    (clash,) = claims("At least 29 rebels were killed in clashes with government troops overnight.")
    assert [a.mention.text for a in clash.actors] == ["rebels", "government troops"]


def test_nobody_dies_of_a_statement() -> None:
    found = claims("The minister condemned the attack that killed 12 soldiers.")
    statements = [c for c in found if c.cls.startswith("statement")]
    assert statements
    assert not any(c.counts for c in statements)


def test_a_part_finds_its_whole_in_the_sentence_before() -> None:
    text = "At least 36 villagers were killed in the valley. Among the dead are 17 women, including seven nurses."
    by_low: dict[int, Count] = {k.low: k for c in claims(text) for k in c.counts}
    assert by_low[17].parent == by_low[36].id
    assert by_low[7].parent == by_low[17].id
    assert (by_low[36].parent, by_low[17].scope, by_low[7].scope) == (None, "subset", "subset")
