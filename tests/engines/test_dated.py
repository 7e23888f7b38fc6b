"""Days of publication over a run: what sets the window, and that an undated report says why it is undated."""

from __future__ import annotations

from datetime import date

from crossbearing.engines.dated import anchors_of, date_documents
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
