"""The timeline: every event is a box, a line or in the list; the unit fits; long gaps are broken, not drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossbearing.model.derived import Record
from crossbearing.report.happenings import EventView, event_views
from crossbearing.report.marks import Names
from crossbearing.report.timeline import WIDTH, timeline
from tests.report.test_ledgers import event

DAYS = st.dates().map(lambda day: day.isoformat())
SPANS = st.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair)))


def views(*days: tuple[str | None, str | None], **fields: str) -> list[EventView]:
    events = tuple(
        replace(event(f"ev-{n:03}", ("a:c01",)), start=start, end=end, **fields)  # type: ignore[arg-type]
        for n, (start, end) in enumerate(days)
    )
    return list(event_views(Record(events=events), {}, Names([], [], None)).values())


@given(
    st.lists(st.one_of(st.just((None, None)), st.tuples(DAYS, DAYS).map(lambda pair: tuple(sorted(pair)))), max_size=40)
)
def test_every_event_is_somewhere_once_and_inside(days: list[tuple[str | None, str | None]]) -> None:
    listed = views(*days)
    found = timeline(listed)
    if found is None:
        assert all(day == (None, None) for day in days)
        return
    marks, lines = [mark.event for mark in found.marks], [mark.event for mark in found.lines]
    assert sorted([*marks, *found.long, *found.undated]) == sorted(view.event.id for view in listed)
    assert set(lines) <= set(found.long)
    assert sorted(e for column in found.columns for e in column.events) == sorted(marks)
    for mark in (*found.marks, *found.lines):
        assert 0 <= mark.x <= mark.x + mark.width <= 1001
        assert 0 <= mark.y <= mark.y + mark.height <= found.height


@pytest.mark.parametrize(
    ("last", "unit"), [("2014-03-30", "day"), ("2014-12-30", "week"), ("2018-03-01", "month"), ("2044-03-01", "year")]
)
def test_the_unit_is_the_finest_that_fits(last: str, unit: str) -> None:
    step = {"day": 1, "week": 5, "month": 25, "year": 180}[unit]
    days = range(date(2014, 3, 1).toordinal(), date.fromisoformat(last).toordinal(), step)
    listed = views(*[(date.fromordinal(day).isoformat(), None) for day in days])
    found = timeline(listed)
    assert found is not None
    assert found.unit == unit


def test_a_long_gap_is_a_break_and_the_count_stands_above() -> None:
    found = timeline(views(("2013-10-01", "2013-10-01"), ("2014-03-11", "2014-03-11"), ("2014-03-11", "2014-03-11")))
    assert found is not None
    assert len(found.breaks) == 1
    assert [column.words for column in found.columns] == ["1 October 2013", "11 March 2014"]
    assert [column.count.text for column in found.columns if column.count] == ["1", "2"]


def test_plans_denials_and_disputes_look_different() -> None:
    [plan] = views(("2014-03-11", None), modality="planned")
    [denial] = views(("2014-03-11", "2014-03-11"), polarity="negative")
    found = timeline([plan]), timeline([denial], frozenset({"ev-000"}))
    kinds = [(drawing.marks[0].kind, drawing.marks[0].disputed) for drawing in found if drawing]
    assert kinds == [("open", False), ("denied", True)]


def test_an_event_over_several_days_is_a_line_below_the_axis() -> None:
    found = timeline(views(("2014-03-11", "2014-03-11"), ("2014-03-11", "2014-03-14"), ("2014-03-12", "2014-03-13")))
    assert found is not None
    one, other = found.lines
    assert one.y > found.axis
    assert other.y > one.y
    assert one.width > other.width


def test_a_period_without_end_is_an_arrow_and_no_event_of_its_first_day() -> None:
    found = timeline(views(("2014-03-11", "2014-03-11"), ("2014-03-12", "2014-03-12"), ("2011-01-01", None)))
    assert found is not None
    assert [column.words for column in found.columns] == ["11 March 2014", "12 March 2014"]
    [line] = found.lines
    assert (line.event, line.since, line.x, line.x + line.width) == ("ev-002", True, 0.0, WIDTH)
    assert found.unit == "day"
    alone = timeline(views(("2011-01-01", None)))
    assert alone is not None
    assert alone.columns == ()


def test_of_very_many_events_each_kind_is_one_box_a_day_that_leads_to_the_list() -> None:
    found = timeline(views(*[("2014-03-11", "2014-03-11")] * 700, ("2014-03-12", "2014-03-12")))
    assert found is not None
    assert [(mark.event, mark.column, mark.title) for mark in found.marks] == [
        ("", "on1", "700 × strikes and bombs"),
        ("", "on2", "1 × strikes and bombs"),
    ]
    assert all(mark.y + mark.height <= found.axis for mark in found.marks)


def test_lines_that_find_no_room_stay_in_the_list() -> None:
    found = timeline(views(*[("2014-03-11", "2014-03-14")] * 40))
    assert found is not None
    assert len(found.lines) < len(found.long) == 40
    assert found.height < 500
