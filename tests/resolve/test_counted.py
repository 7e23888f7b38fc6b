"""Whom a number counts whose own words do not say it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reconcile.made import strike

from crossbearing.model.claim import Claim, Count, DateRange
from crossbearing.model.document import Document
from crossbearing.model.mention import Mention
from crossbearing.pipeline import default_pipeline
from crossbearing.resolve.counted import with_kinds
from crossbearing.resolve.times_of_claims import resolve_times


def count(text: str, words: str, quantity: str, category: str = "people", scope: str = "incident") -> Count:
    start = text.index(words)
    mention = Mention(start, start + len(words), words)
    return Count(words, mention, quantity, category, None, scope, "exact", 9, 9, 9)


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Nineteen villagers died, 12 of them women and boys.", "12 of them", "women"),
        ("Seven of the dead were local militants.", "Seven of the dead", "combatants"),
        ("Two of the wounded were journalists.", "Two of the wounded", "journalists"),
        ("Five of the dead could not be named. Soldiers left.", "Five of the dead", "people"),
        ("Three of them, soldiers said, had fled.", "Three of them", "people"),
    ],
)
def test_a_part_is_of_the_kind_named_behind_it(text: str, words: str, kind: str) -> None:
    assert [c.category for c in with_kinds(text, [count(text, words, "killed", scope="subset")])] == [kind]


@pytest.mark.parametrize(
    ("text", "first", "category", "second", "kind"),
    [
        ("8 civilians killed, 21 injured in Tarna", "8 civilians", "civilians", "21", "civilians"),
        ("killing 6 soldiers and wounding another 9", "6 soldiers", "combatants", "another 9", "combatants"),
        ("8 civilians killed, 21 people injured", "8 civilians", "civilians", "21 people", "people"),
        ("two children killed, 21 injured", "two children", "children", "21", "people"),
        ("8 people killed, 21 injured", "8 people", "people", "21", "people"),
    ],
)
def test_a_bare_number_is_of_the_kind_counted_before_it(
    text: str, first: str, category: str, second: str, kind: str
) -> None:
    counts = [count(text, first, "killed", category), count(text, second, "injured")]
    assert [c.category for c in with_kinds(text, counts)] == [category, kind]


def test_hours_after_that_date_two_claims_are_counted_once() -> None:
    text = "The talks began on Friday. Some 30 hours after they opened, a bomb went off."
    friday, hours = (
        DateRange(Mention(text.index(w), text.index(w) + len(w), w)) for w in ("Friday", "Some 30 hours after")
    )
    spans = [(0, 25, friday), (27, 57, hours), (59, 74, hours)]
    claims = [
        Claim(f"d:c{n}", "d", "strike.explosive", Mention(a, b, text[a:b]), time=when)
        for n, (a, b, when) in enumerate(spans)
    ]
    days = [c.time.start for c in resolve_times(Document("d", text, published="2021-06-09"), claims) if c.time]
    assert days[0] == "2021-06-04"
    assert days[1] == days[2]
    assert days[1] in ("2021-06-05", "2021-06-06")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Jets may have deliberately hit the depot on Sept. 19.", "2016-09-19"),
        ("Jets would have hit the depot on Sept. 19.", "2016-09-19"),
        ("Jets may hit the depot on Sept. 19.", "2017-09-19"),
    ],
)
def test_what_may_have_been_done_lies_behind_and_what_may_be_done_ahead(text: str, day: str) -> None:
    words = "Sept. 19"
    at = text.index(words)
    told = strike("d:c1")
    told = replace(
        told,
        modality="predicted",
        evidence=Mention(0, len(text), text),
        time=DateRange(Mention(at, at + len(words), words)),
    )
    [found] = resolve_times(Document("d", text, published="2016-09-25"), [told])
    assert found.time is not None
    assert found.time.start == day


def test_fighters_are_of_the_side_that_the_claim_says_they_are_of() -> None:
    text = (
        "Rebels of Faylaq al-Sham attacked the road near Aleppo. "
        "Syrian army soldiers launched a counter-offensive killing 29 extremists and foiling their attack."
    )
    [read] = default_pipeline().read([Document("d", text, published="2016-07-09")])
    [(count, claim)] = [(count, claim) for claim in read.claims for count in claim.counts]
    [struck] = [actor for actor in claim.actors if actor.role == "target"]
    assert count.side == struck.name == "Syrian opposition armed groups (unspecified)"
