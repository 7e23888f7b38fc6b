"""What comes back from an annotation tool is decided as if it had been decided here, and never over what was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crossbearing.export.annotated import ACCEPT, ADD, CORRECT, REJECT, UNSEEN, Annotated
from crossbearing.model.mention import Mention
from crossbearing.review.desk import desk
from crossbearing.review.taking import take
from tests.review.made import ADA, BEN, STRIKE, TEXT, Archive, gain, held, planned, span, strike, told


@pytest.fixture
def archive(store_url: str) -> Archive:
    found = Archive(store_url)
    document = told()
    found.keep([(document, [strike(document), gain(document)])])
    return found


def test_each_is_kept_once_and_holds_in_the_record(archive: Archive) -> None:
    document = told()
    new = replace(gain(document), id="a:j1", cls="combat.offensive", evidence=span(TEXT, "the same day"), actors=())
    sent = [
        Annotated(CORRECT, planned(strike(document)), strike(document), "not yet", "1"),
        Annotated(REJECT, gain(document), gain(document), "", "1"),
        Annotated(ADD, replace(new, evidence=replace(new.evidence, text="")), None, "", "1"),
        Annotated(UNSEEN, gain(document), gain(document)),
    ]
    assert take(archive.store, sent, "label_studio", ADA) == (3, 3, [])
    assert take(archive.store, sent, "label_studio", ADA) == (3, 0, [])
    assert [(c.cls, c.modality) for c in held(archive.derive())] == [
        ("strike.shelling", "planned"), ("combat.offensive", "occurred"),
    ]  # fmt: skip
    row = desk(archive.store, "a").claims[0].history[-1]
    assert (row.who, row.source, row.body["by"], row.body["comment"]) == ("ada", "label_studio", "1", "not yet")


def test_two_annotators_stand_in_the_history_and_what_was_decided_here_is_not_undone(archive: Archive) -> None:
    document = told()
    first = Annotated(ACCEPT, strike(document), strike(document), "", "1")
    second = Annotated(REJECT, strike(document), strike(document), "", "2")
    assert take(archive.store, [first, second], "label_studio", ADA) == (2, 2, [])
    assert [row.body["by"] for row in desk(archive.store, "a").claims[0].history] == ["1", "2"]
    archive.decide("a", "accept", STRIKE, BEN, machine=True)
    third = Annotated(CORRECT, planned(strike(document)), strike(document), "", "3")
    stands, new, [why] = take(archive.store, [third], "label_studio", ADA)
    assert (stands, new) == (0, 0)
    assert "somebody decided on it since it was sent" in why
    assert desk(archive.store, "a").claims[0].verdict == "accept"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"document": "elsewhere"}, "is no document of it"),
        ({"evidence": Mention(0, 6, "Planes")}, "is no claim of the store any more"),
        ({"cls": "strike.air"}, "is no claim of the store any more"),
    ],
)
def test_what_is_not_of_the_store_is_told_and_costs_the_others_nothing(
    archive: Archive, wrong: dict[str, object], why: str
) -> None:
    document = told()
    other = replace(strike(document), **wrong)  # type: ignore[arg-type]
    sent = [Annotated(ACCEPT, other, other), Annotated(ACCEPT, gain(document), gain(document))]
    stands, new, [said] = take(archive.store, sent, "web_annotation", ADA)
    assert (stands, new) == (1, 1)
    assert why in said
