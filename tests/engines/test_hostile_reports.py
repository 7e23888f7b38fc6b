"""Figures, days and words of the clock that no calendar and no count has: the run goes on and the claim stays."""

from __future__ import annotations

from datetime import date

import pytest

from crossbearing.engines.local import Finished, run_documents
from crossbearing.model.derived import Position, Record, Toll
from crossbearing.model.document import Document
from crossbearing.model.numbers import MOST
from crossbearing.pipeline import default_pipeline
from crossbearing.report.marks import Names
from crossbearing.report.page import page
from crossbearing.report.pages import render
from crossbearing.report.toll_views import toll_views
from crossbearing.resolve.dates import resolve_time
from crossbearing.resolve.timex import timex_value
from crossbearing.text.times import find_times


def finished(*texts: str, published: str | None = "2014-03-17") -> Finished:
    basis = "metadata" if published else "none"
    documents = [
        Document(f"d{n}", text, outlet="Hill Courier", published=published, published_basis=basis)
        for n, text in enumerate(texts)
    ]
    return run_documents(documents, default_pipeline())


@pytest.mark.parametrize(
    "text",
    [
        "The army killed 12 of the ² rebels near Harasta.",
        "The army killed 4³ rebels near Harasta.",
        "The army killed ② rebels near Harasta.",
        "One in ² rebels was killed by the army near Harasta.",
        "The army killed 1.234.567 million rebels near Harasta.",
        "The army killed a ² -year-old boy near Harasta.",
        f"The army killed {'9' * 900} rebels near Harasta.",
        f"The army killed {'9' * 310} rebels near Harasta.",
        f"The army killed {'8' * 400}-{'9' * 400} rebels near Harasta.",
        f"The army killed five million {'million ' * 60}rebels near Harasta.",
        f"The army killed dozens of {'million ' * 60}rebels near Harasta.",
        "The army killed rebels at 1,000 pm near Harasta.",
        f"The army killed rebels at {'1' * 900}:30 near Harasta.",
        f"The army killed rebels {'9' * 900} days ago near Harasta.",
        "The army killed rebels 9999999999 years ago near Harasta.",
        "The army killed rebels 1/0 weeks ago near Harasta.",
        "The army killed rebels 1.2.3 weeks ago near Harasta.",
        "The army killed rebels in the 1234567s near Harasta.",
        f"The army killed rebels on {'9' * 30}/05/2014 near Harasta.",
        "The army killed rebels on 2014-13-00 near Harasta.",
        f"The army killed rebels in the {'9' * 40}th century near Harasta.",
        f"The army killed rebels {'9' * 310} km north of Harasta.",
    ],
)
def test_a_figure_that_is_none_costs_no_claim(text: str) -> None:
    found = finished(text)
    assert any(claim.cls.startswith(("casualty", "combat", "civilians")) for claim in found.claims)
    assert all((n or 0) <= MOST for c in found.claims for x in c.counts for n in (x.low, x.best, x.high))


@pytest.mark.parametrize("digits", ["9" * 5000, f"{'8' * 5000}-{'9' * 5000}"])
def test_a_figure_longer_than_any_word_is_left_out_and_said(digits: str) -> None:
    found = finished(f"The army killed {digits} rebels near Harasta. It shelled Douma.")
    assert [p.code for p in found.documents[0].problems] == ["long_run"]
    assert any(claim.evidence.text == "It shelled Douma" for claim in found.claims)


def test_a_range_beyond_all_numbers_counts_nobody() -> None:
    found = finished(f"The army killed between {'8' * 400} and {'9' * 400} rebels near Harasta.")
    assert len(found.documents) == 1
    assert not [count for claim in found.claims for count in claim.counts]


def test_the_scale_of_the_page_bears_any_number() -> None:
    end = (10**400, 10**400, None, "single", "stated", (), ())
    toll = Toll("t", "e", "incident", None, None, None, "killed", "people", None, *end)
    views = toll_views(Record(tolls=(toll,)), Names([], [], None))
    assert 0 < views["e"][0].left <= 100


WORDS = (
    "yesterday", "overnight", "recently", "tomorrow", "next week", "last week", "last weekend", "by Ramadan",
    "last month",
    "next month", "on Monday", "last Monday", "next Friday", "next quarter", "last quarter", "next year", "last year",
    "in March", "this summer", "last winter", "at Christmas", "on New Year's Eve", "at Easter", "three days ago",
    "two centuries ago", "in the next ten years", "in the last decade", "since April 19", "before Monday",
    "the next day",
    "at the end of the month", "in the first week of May", "over the past 48 hours", "two days earlier",
)  # fmt: skip


@pytest.mark.parametrize("published", [date.min, date(1, 1, 5), date(9999, 12, 27), date.max])
@pytest.mark.parametrize("tense", ["past", "present", "future"])
def test_days_at_either_end_of_the_calendar(published: date, tense: str) -> None:
    read = 0
    for words in WORDS:
        for phrase in find_times(f"The army shelled the town {words}."):
            found = resolve_time(phrase, published, None, tense, cumulative=True)
            assert found.start is None or found.end is None or found.start <= found.end
            assert "0001-01-01" not in (found.start, found.end)
            timex_value(phrase, published, None, tense)
            read += 1
    assert read >= len(WORDS) - 4


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31"])
def test_reports_of_the_first_and_last_of_all_days(published: str) -> None:
    text = "The army shelled Harasta {}, killing 12 civilians. Rebels will leave the town tomorrow."
    found = finished(*(text.format(words) for words in ("overnight", "yesterday", "last month")), published=published)
    assert len(found.documents) == 3
    assert found.claims
    if published == "9999-12-31":
        assert "Harasta" in render(page(found.documents, found.claims, ledgers=found.ledgers))


def test_the_wounded_of_the_wounded_are_not_added() -> None:
    for text in (
        "Nine soldiers wounded, three of them gravely",
        "Nine soldiers were wounded, three gravely, by a mine",
    ):
        for words in (text + ".", text.upper() + ".", text.upper() + "\n\nThe army shelled the town of Harasta.\n"):
            tolls = finished(words).ledgers.tolls
            assert max(t.low for t in tolls if t.quantity == "injured") == 9
            assert not [t for t in tolls if t.best_basis == "sum"]


def test_figures_of_one_voice_stay_in_order() -> None:
    found = finished(
        "The ministry said more than 10 million people were displaced in Harasta on Monday.",
        "The ministry said around 10 million people were displaced in Harasta on Monday.",
    )
    rows: list[Toll | Position] = [*found.ledgers.tolls, *found.ledgers.positions]
    assert rows
    assert all(in_order(row) for row in rows)


def in_order(row: Toll | Position) -> bool:
    known = [n for n in (row.low, row.best, row.high) if n is not None]
    return known == sorted(known)


def test_a_part_that_is_more_than_its_whole_is_told_apart() -> None:
    [claim] = finished("Two fighters were killed in Harasta, including a few officers and 40 journalists.").claims
    [journalists] = [count for count in claim.counts if count.category == "journalists"]
    assert (journalists.low, journalists.parent) == (40, None)
    assert any("40 journalists" in reason and "told apart" in reason for reason in claim.reasons)


def test_a_total_over_an_unread_whole_is_not_closed() -> None:
    for text in (
        "The strikes killed 5-3 people, including 22 children and 148 women, in Harasta.",
        "A strike on Harasta killed 5-3 people, 22 of them children and 148 of them women.",
    ):
        assert not [t for t in finished(text).ledgers.tolls if t.high == 170]
