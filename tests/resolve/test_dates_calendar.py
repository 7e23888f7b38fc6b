"""Calendar arithmetic: new moons, the Islamic year, seasons, parts of units, the calendar's ends."""

from __future__ import annotations

from datetime import date

import pytest

from crossbearing.resolve.dates_calendar import add_months, edge_of, islamic, new_moon, season_days, unit_days


# Julian days of new moons, as almanacs give them: four solar eclipses and one of the textbook's own examples.
@pytest.mark.parametrize(
    ("number", "julian"),
    [(-283, 2443192.651), (-5, 2451401.964), (0, 2451550.260), (218, 2457987.271), (300, 2460409.264)],
)
def test_new_moons_are_those_of_the_almanac(number: int, julian: float) -> None:
    assert new_moon(number) == pytest.approx(julian, abs=0.003)


# First days in Mecca by the calendar of Umm al-Qura.
@pytest.mark.parametrize(
    ("hijri", "day"),
    [
        ((1437, 9, 1), date(2016, 6, 6)),
        ((1438, 9, 1), date(2017, 5, 27)),
        ((1440, 1, 1), date(2018, 9, 11)),
        ((1441, 12, 10), date(2020, 7, 31)),
        ((1445, 9, 1), date(2024, 3, 11)),
    ],
)
def test_days_of_the_islamic_year(hijri: tuple[int, int, int], day: date) -> None:
    assert islamic(*hijri) == day


@pytest.mark.parametrize(
    ("season", "first", "last"),
    [
        ("SP", date(2016, 3, 1), date(2016, 5, 31)),
        ("SU", date(2016, 6, 1), date(2016, 8, 31)),
        ("FA", date(2016, 9, 1), date(2016, 11, 30)),
        ("WI", date(2016, 12, 1), date(2017, 2, 28)),
    ],
)
def test_seasons_last_three_months(season: str, first: date, last: date) -> None:
    assert season_days(2016, season) == (first, last)


@pytest.mark.parametrize(
    ("edge", "first", "last"),
    [
        ("early", date(2016, 9, 19), date(2016, 9, 20)),
        ("mid", date(2016, 9, 21), date(2016, 9, 23)),
        ("late", date(2016, 9, 24), date(2016, 9, 25)),
        ("", date(2016, 9, 19), date(2016, 9, 25)),
    ],
)
def test_thirds_of_a_week(edge: str, first: date, last: date) -> None:
    assert edge_of(date(2016, 9, 19), date(2016, 9, 25), edge) == (first, last)


def test_arithmetic_that_leaves_the_calendar_ends_at_its_ends() -> None:
    assert add_months(date(9999, 12, 1), 1) == date.max
    assert unit_days(date(2016, 9, 21), "decade", -1) == (date(2000, 1, 1), date(2009, 12, 31))
    assert edge_of(date(2016, 6, 1), date(2016, 8, 31), "start") == (date(2016, 6, 1), date(2016, 6, 30))
    assert edge_of(date(2016, 6, 1), date(2016, 8, 31), "end") == (date(2016, 8, 2), date(2016, 8, 31))
