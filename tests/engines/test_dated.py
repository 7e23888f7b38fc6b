"""Days of publication over a run: what sets the window, and that an undated report says why it is undated."""

from __future__ import annotations

from datetime import date

import pytest

from crossbearing.engines.dated import DATELINE_DIFFERS, anchors_of, date_documents
from crossbearing.model.document import Document
from crossbearing.resolve.packs import load_packs

PACKS = load_packs(["syria"])
UNDATED = Document("u", "Shells fell on Friday. The siege began in 2016.")


def test_the_newest_dated_report_ends_the_window() -> None:
    dated = Document("d", "War ended.", published="2017-01-20", published_basis="metadata")
    first, second = date_documents([UNDATED, dated], PACKS)
    assert first is dated
    assert [c.day for c in second.date_candidates] == ["2017-01-06", "2017-01-13", "2017-01-20"]
    assert second.published is None
    assert [problem.code for problem in second.problems] == ["undated"]


def test_as_of_wins_over_the_newest_report() -> None:
    dated = Document("d", "War ended.", published="2017-01-20", published_basis="metadata")
    _, second = date_documents([dated, UNDATED], PACKS, as_of=date(2017, 1, 8))
    assert [c.day for c in second.date_candidates] == ["2017-01-06"]


def test_a_dateline_is_certain_and_sets_the_window_too() -> None:
    headed = Document("h", "Thu Aug 28 2014\nTroops fled.")
    [found] = date_documents([headed], PACKS)
    assert (found.published, found.published_basis, found.problems) == ("2014-08-28", "dateline", ())


def test_anchors_come_from_the_named_packs_alone() -> None:
    assert anchors_of(PACKS, []) == ()
    named = anchors_of(PACKS, ["syria"])
    assert len(named) == sum(len(fact.words) for fact in PACKS.pack("syria").anchors)
    assert all(anchor.start <= anchor.end for anchor in named)


@pytest.mark.parametrize(
    ("text", "metadata", "day"),
    [
        ("Wed Jun 1 2016 Mortars hit the quarter.", "2012-08-16", "2016-06-01"),  # a year and months apart
        (
            "Published 4 October 2017\nA hospital was hit on Monday.",
            "2017-04-10",
            "2017-10-04",
        ),  # day and month changed
        ("Hospital hit\nREUTERS Tuesday 14 Nov 2017 The clinic burned down.", "2017-11-04", "2017-11-14"),
        ("17-08-2016 Two shells fell on the market.", "2016-08-01", "2016-08-17"),
        (
            "TAIZ, April 5 (Reuters) - Shells fell on the port.",
            "2016-08-01",
            "2016-04-05",
        ),  # the year is the metadata's
        ("Published 3 May 2016\nUpdated 9 May 2016\nThe bridge fell.", "2016-03-05", "2016-05-03"),
    ],
)
def test_a_dateline_that_contradicts_the_metadata_dates_the_report_and_says_so(
    text: str, metadata: str, day: str
) -> None:
    [found] = date_documents([Document("d", text, published=metadata, published_basis="metadata")], PACKS)
    [problem] = found.problems
    assert (found.published, found.published_basis) == (day, "dateline")
    assert (problem.code, problem.stage) == (DATELINE_DIFFERS, "date")
    assert metadata in problem.message
    assert day in problem.message
    assert text[problem.start : problem.end] in problem.message
    assert dict(found.metadata)["published"] == metadata
    assert date_documents([found], PACKS) == (found,)  # what is dated stays so


@pytest.mark.parametrize(
    ("text", "metadata"),
    [
        ("Wed Jun 1 2016 Mortars hit the quarter.", "2016-06-01"),
        ("Wed Jun 1 2016 Mortars hit the quarter.", "2016-06-02"),  # the paper of the next morning
        ("05-06-2016 Mortars hit the quarter.", "2016-05-06"),  # figures that may be read either way
        ("TAIZ, April 5 (Reuters) - Shells fell on the port.", "2016-04-06"),
        ("Updated 9 May 2016\nThe bridge fell.", "2016-03-05"),  # revised later, not written then
        ("The bridge fell on 9 May 2016.", "2016-08-05"),  # the day of what happened
        ("9 May 2016\nA bridge fell.\n\n12 May 2016\nA dam broke.", "2016-08-05"),  # a chronology
        ("Shells fell on Friday.", "2016-08-05"),
    ],
)
def test_what_contradicts_no_metadata_leaves_them(text: str, metadata: str) -> None:
    document = Document("d", text, published=metadata, published_basis="metadata")
    assert date_documents([document], PACKS) == (document,)


def test_a_day_that_a_person_or_another_stage_found_is_not_asked_again() -> None:
    document = Document("d", "Wed Jun 1 2016 Mortars fell.", published="2012-08-16", published_basis="constraints")
    assert date_documents([document], PACKS) == (document,)
