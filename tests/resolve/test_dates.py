"""Dates: the contract's rulings on time, one case each. All sentences are our own."""

from __future__ import annotations

from datetime import date

import pytest

from crossbearing.model.claim import DateRange
from crossbearing.resolve.dates import date_precision, resolve_time, time_precision
from crossbearing.resolve.dates_calendar import add_months, edge_of, holiday_days, unit_days
from crossbearing.text.times import find_times

WEDNESDAY = date(2016, 9, 21)

CASES = [
    ("on Tuesday", "2016-09-20", "2016-09-20"),
    ("on Wednesday", "2016-09-21", "2016-09-21"),
    ("on Thursday", "2016-09-15", "2016-09-15"),
    ("last Wednesday", "2016-09-14", "2016-09-14"),
    ("late on Tuesday", "2016-09-20", "2016-09-20"),
    ("on Tuesday morning", "2016-09-20", "2016-09-20"),
    ("last week", "2016-09-12", "2016-09-18"),
    ("last month", "2016-08-01", "2016-08-31"),
    ("last year", "2015-01-01", "2015-12-31"),
    ("this week", "2016-09-19", "2016-09-21"),
    ("this year", "2016-01-01", "2016-09-21"),
    ("in 2014", "2014-01-01", "2014-12-31"),
    ("since 2014", "2014-01-01", None),
    ("since March 2011", "2011-03-01", None),
    ("since April 19", "2016-04-19", None),
    ("since mid-March 2011", "2011-03-15", None),
    ("early 2011", "2011-01-01", "2011-04-30"),
    ("late 2011", "2011-09-01", "2011-12-31"),
    ("late December 2015", "2015-12-21", "2015-12-31"),
    ("early December 2015", "2015-12-01", "2015-12-10"),
    ("in March", "2016-03-01", "2016-03-31"),
    ("in December", "2015-12-01", "2015-12-31"),
    ("on June 17", "2016-06-17", "2016-06-17"),
    ("on November 17", "2015-11-17", "2015-11-17"),
    ("on 17 June 2013", "2013-06-17", "2013-06-17"),
    ("today", "2016-09-21", "2016-09-21"),
    ("yesterday", "2016-09-20", "2016-09-20"),
    ("now", "2016-09-21", "2016-09-21"),
    ("currently", "2016-09-21", "2016-09-21"),
    ("still", "2016-09-21", "2016-09-21"),
    ("overnight", "2016-09-20", "2016-09-21"),
    ("two days ago", "2016-09-19", "2016-09-19"),
    ("three weeks ago", "2016-08-31", "2016-08-31"),
    ("a day earlier", "2016-09-20", "2016-09-20"),
    ("over the past few days", "2016-09-18", "2016-09-21"),
    ("over the past few months", "2016-06-01", "2016-09-21"),
    ("in the past month", "2016-08-21", "2016-09-21"),
    ("over the past three years", "2013-09-21", "2016-09-21"),
    ("in the past 24 hours", "2016-09-20", "2016-09-21"),
    ("in recent months", None, "2016-09-21"),
    ("for more than two years", "2014-09-21", None),
    ("for more than four months", "2016-05-21", None),
    ("for months", None, None),
    ("in nine days of fighting", "2016-09-12", "2016-09-21"),
    ("within 48 hours", "2016-09-21", "2016-09-23"),
    ("by Tuesday", None, "2016-09-20"),
    ("until 5 June 2015", None, "2015-06-05"),
    ("before 5 June 2015", None, "2015-06-04"),
    ("from 3 to 9 May 2015", "2015-05-03", "2015-05-09"),
    ("between June 2015 and February 2016", "2015-06-01", "2016-02-29"),
    ("from December to March", "2015-12-01", "2016-03-31"),
    ("in the 1980s", "1980-01-01", "1989-12-31"),
    ("in the 19th century", "1801-01-01", "1900-12-31"),
    ("in the summer of 2015", "2015-06-01", "2015-08-31"),
    ("in the third quarter of 2015", "2015-07-01", "2015-09-30"),
    ("on Christmas Eve 2015", "2015-12-24", "2015-12-24"),
    ("during Ramadan", "2016-06-06", "2016-07-04"),
    ("at Easter", "2016-03-27", "2016-03-27"),
    ("in the last week of May", "2016-05-25", "2016-05-31"),
    ("soon", "2016-09-21", None),
    ("after Friday prayers", "2016-09-16", "2016-09-16"),
    ("every day", None, None),
]


@pytest.mark.parametrize(("words", "start", "end"), CASES)
def test_rulings(words: str, start: str | None, end: str | None) -> None:
    [phrase] = find_times(f"It was shelled {words}.")
    found = resolve_time(phrase, WEDNESDAY)
    assert (found.start, found.end) == (start, end)
    assert found.mention is not None
    assert found.mention.text == phrase.text


FUTURE = [
    ("on Friday", "2016-09-23", "2016-09-23"),
    ("on Wednesday", "2016-09-21", "2016-09-21"),
    ("next month", "2016-10-01", "2016-10-31"),
    ("in December", "2016-12-01", "2016-12-31"),
    ("in two days", "2016-09-21", "2016-09-23"),
    ("this week", "2016-09-21", "2016-09-25"),
    ("last Friday", "2016-09-16", "2016-09-16"),
    ("since Friday", "2016-09-16", None),
    ("tomorrow", "2016-09-22", "2016-09-22"),
]


@pytest.mark.parametrize(("words", "start", "end"), FUTURE)
def test_plans_look_ahead(words: str, start: str | None, end: str | None) -> None:
    [phrase] = find_times(f"They will leave {words}.")
    found = resolve_time(phrase, WEDNESDAY, tense="future")
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize("words", ["on Friday", "last month", "today", "on June 17", "two days ago", "since April"])
def test_without_a_publication_day_nothing_is_guessed(words: str) -> None:
    [phrase] = find_times(f"It was shelled {words}.")
    found = resolve_time(phrase, None)
    assert (found.start, found.end, found.date_prec, found.basis) == (None, None, None, "none")
    assert found.mention is not None
    assert found.mention.text == words


def test_absolute_dates_need_no_publication() -> None:
    [phrase] = find_times("It was shelled in March 2011.")
    found = resolve_time(phrase, None)
    assert (found.start, found.end, found.basis) == ("2011-03-01", "2011-03-31", "words")


def test_a_toll_ends_on_the_publication_day() -> None:
    [phrase] = find_times("Nine have died since April 19.")
    found = resolve_time(phrase, WEDNESDAY, cumulative=True)
    assert (found.start, found.end) == ("2016-04-19", "2016-09-21")


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("on the same day", "2016-05-04", "2016-05-04"),
        ("the next day", "2016-05-05", "2016-05-05"),
        ("the previous day", "2016-05-03", "2016-05-03"),
        ("two days later", "2016-05-06", "2016-05-06"),
        ("two days earlier", "2016-05-02", "2016-05-02"),
        ("since then", "2016-05-04", None),
        ("the following month", "2016-06-01", "2016-06-30"),
    ],
)
def test_the_time_told_last_anchors(words: str, start: str | None, end: str | None) -> None:
    [phrase] = find_times(f"It was shelled {words}.")
    told = DateRange(None, "2016-05-04", "2016-05-04")
    found = resolve_time(phrase, WEDNESDAY, told)
    assert (found.start, found.end, found.basis) == (start, end, "inherited")


def test_a_year_is_inherited_where_publication_is_unknown() -> None:
    [phrase] = find_times("On 15 September they left.")
    found = resolve_time(phrase, None, DateRange(None, "1974-09-13", "1974-09-13"))
    assert (found.start, found.basis) == ("1974-09-15", "inherited")


@pytest.mark.parametrize(
    ("start", "end", "ucdp", "acled"),
    [
        ("2018-04-28", "2018-04-28", 1, 1),
        ("2018-04-26", "2018-04-28", 2, 2),
        ("2018-04-22", "2018-04-28", 3, 2),
        ("2018-04-01", "2018-04-30", 4, 3),
        ("2018-01-01", "2018-12-31", 5, 3),
        ("2018-01-01", None, 5, 3),
        (None, None, None, None),
    ],
)
def test_precision_codes(start: str | None, end: str | None, ucdp: int | None, acled: int | None) -> None:
    assert date_precision(start, end) == ucdp
    assert time_precision(DateRange(None, start, end, ucdp)) == acled


def test_impossible_days_stay_unknown() -> None:
    [phrase] = find_times("It was shelled on 31 June 2015.")
    assert resolve_time(phrase, WEDNESDAY).start is None


def test_years_before_christ_have_no_days() -> None:
    [phrase] = find_times("The fleet burned in 480 BC.")
    assert resolve_time(phrase, WEDNESDAY).basis == "none"


def test_calendar_arithmetic_at_its_edges() -> None:
    assert add_months(date(2016, 1, 31), 1) == date(2016, 2, 29)
    assert add_months(date(1, 1, 1), -1) == date.min
    assert unit_days(date(2016, 1, 1), "quarter", -1) == (date(2015, 10, 1), date(2015, 12, 31))
    assert unit_days(date(2016, 9, 21), "weekend", 0) == (date(2016, 9, 24), date(2016, 9, 25))
    assert edge_of(date(2015, 1, 1), date(2015, 12, 31), "mid") == (date(2015, 5, 1), date(2015, 8, 31))
    assert holiday_days("nobody knows", 2016) == (None, None)


def _days(words: str, published: date, tense: str = "past", said: str = "It was shelled") -> tuple[str | None, ...]:
    [phrase] = find_times(f"{said} {words}.")
    found = resolve_time(phrase, published, tense=tense)
    return found.start, found.end


JUNE_17 = date(2016, 6, 17)  # a Friday

# (words, published, tense, start): each stands at the very edge of a comparison, on the day and a day to either side.
EDGES = [
    # a day without its year: the very day of publication is that day, in every tense
    ("on June 17", JUNE_17, "past", "2016-06-17"),
    ("on June 17", JUNE_17, "present", "2016-06-17"),
    ("on June 17", JUNE_17, "future", "2016-06-17"),
    ("on June 17", date(2016, 6, 16), "past", "2015-06-17"),
    ("on June 17", date(2016, 6, 18), "past", "2016-06-17"),
    ("on June 17", date(2016, 6, 16), "future", "2016-06-17"),
    ("on June 17", date(2016, 6, 18), "future", "2017-06-17"),
    # a month that is not over is ahead on its last day, and behind from its first
    ("in June", date(2016, 6, 30), "future", "2016-06-01"),
    ("in June", date(2016, 7, 1), "future", "2017-06-01"),
    ("in June", date(2016, 6, 1), "past", "2016-06-01"),
    ("in June", date(2016, 5, 31), "past", "2015-06-01"),
    # "last" leaves out days that are not over, "next" those that have begun
    ("last June", date(2016, 6, 30), "past", "2015-06-01"),
    ("last June", date(2016, 7, 1), "past", "2016-06-01"),
    ("next June", date(2016, 6, 1), "past", "2017-06-01"),
    ("next June", date(2016, 5, 31), "past", "2016-06-01"),
    ("this June", date(2016, 6, 30), "past", "2016-06-01"),
    # in present tense the nearest, up to a hundred days ahead
    ("on June 17", date(2016, 3, 9), "present", "2016-06-17"),
    ("on June 17", date(2016, 3, 8), "present", "2015-06-17"),
    ("from June 1", date(2016, 3, 9), "present", "2016-06-01"),
    ("in winter", date(2016, 10, 15), "present", "2016-12-01"),
    # a weekday: the day itself counts, save for "last" and "next"
    ("on Friday", JUNE_17, "past", "2016-06-17"),
    ("on Friday", date(2016, 6, 16), "past", "2016-06-10"),
    ("on Friday", date(2016, 6, 18), "past", "2016-06-17"),
    ("on Friday", JUNE_17, "future", "2016-06-17"),
    ("on Friday", date(2016, 6, 16), "future", "2016-06-17"),
    ("on Friday", date(2016, 6, 18), "future", "2016-06-24"),
    ("last Friday", JUNE_17, "past", "2016-06-10"),
    ("last Friday", date(2016, 6, 18), "past", "2016-06-17"),
    ("last Friday", JUNE_17, "future", "2016-06-10"),
    ("next Friday", JUNE_17, "past", "2016-06-24"),
    ("next Friday", date(2016, 6, 16), "past", "2016-06-17"),
    # a weekday with its day: the year in which they fall together
    ("on Friday, June 17", JUNE_17, "past", "2016-06-17"),
    ("on Friday, June 17", date(2016, 6, 16), "past", "2016-06-17"),
    # as far ahead as behind (2,009 days, the Fridays of 2022 and 2033): the past one
    ("on Friday, June 17", date(2027, 12, 17), "past", "2022-06-17"),
    ("on Friday, June 17", date(2027, 12, 18), "past", "2033-06-17"),
    # as near behind as ahead in present tense (91 days): behind
    ("in the second half of the year", date(2015, 4, 1), "present", "2014-07-01"),
    ("in the second half of the year", date(2015, 4, 2), "present", "2015-07-01"),
    # the weekend is the last one until it begins, save for what is still to come
    ("over the weekend", date(2016, 9, 23), "past", "2016-09-17"),
    ("over the weekend", date(2016, 9, 24), "past", "2016-09-24"),
    ("over the weekend", date(2016, 9, 23), "future", "2016-09-24"),
    # a feast that begins on the day of publication is that feast, one that ends on it is not over
    ("at Christmas", date(2016, 12, 24), "past", "2015-12-25"),
    ("at Christmas", date(2016, 12, 25), "past", "2016-12-25"),
    ("at Christmas", date(2016, 12, 25), "future", "2016-12-25"),
    ("at Christmas", date(2016, 12, 26), "future", "2017-12-25"),
    ("during Ramadan", date(2016, 7, 4), "future", "2016-06-06"),
    ("during Ramadan", date(2016, 7, 5), "future", "2017-05-27"),
    ("during Ramadan", date(2016, 6, 6), "past", "2016-06-06"),
    ("during Ramadan", date(2016, 6, 5), "past", "2015-06-17"),
    # nothing told before: the same day is that of the report
    ("on the same day", JUNE_17, "past", "2016-06-17"),
]


@pytest.mark.parametrize(("words", "published", "tense", "start"), EDGES)
def test_days_at_the_edge_of_a_comparison(words: str, published: date, tense: str, start: str) -> None:
    assert _days(words, published, tense)[0] == start


@pytest.mark.parametrize(
    ("published", "tense", "days"),
    [
        (date(2016, 9, 19), "past", ("2016-09-19", "2016-09-19")),  # the Monday that opens the week
        (date(2016, 9, 25), "past", ("2016-09-19", "2016-09-25")),
        (date(2016, 9, 19), "future", ("2016-09-19", "2016-09-25")),
        (date(2016, 9, 25), "future", ("2016-09-25", "2016-09-25")),  # the Sunday that closes it
    ],
)
def test_this_week_ends_or_begins_with_the_report(published: date, tense: str, days: tuple[str, str]) -> None:
    assert _days("this week", published, tense) == days


# Found by mutation: each of these changes when one comparison, sign or edge of the grammar is another.
EXACT = [
    ("two days after the raid", "past", "2016-09-19", "2016-09-19"),
    ("in the first week of May", "past", "2016-05-01", "2016-05-07"),
    ("in the second week of May", "past", "2016-05-08", "2016-05-14"),
    ("in the fifth week of May", "past", "2016-05-25", "2016-05-31"),
    ("last summer", "past", "2016-06-01", "2016-08-31"),
    ("next winter", "past", "2016-12-01", "2017-02-28"),
    ("from June 1", "past", "2016-06-01", None),
    ("from Friday to Sunday", "past", "2016-09-16", "2016-09-18"),
    ("from Friday to Sunday", "future", "2016-09-23", "2016-09-25"),
    ("early last month", "past", "2016-08-01", "2016-08-10"),
    ("late last month", "past", "2016-08-21", "2016-08-31"),
    ("late last year", "past", "2015-09-01", "2015-12-31"),
    ("at the start of 2015", "past", "2015-01-01", "2015-04-30"),
    ("in mid-2015", "past", "2015-05-01", "2015-08-31"),
    ("at the end of 2015", "past", "2015-09-01", "2015-12-31"),
    ("in mid-May 2015", "past", "2015-05-11", "2015-05-20"),
    ("in the first quarter of 2015", "past", "2015-01-01", "2015-03-31"),
    ("in the first half of 2015", "past", "2015-01-01", "2015-06-30"),
    ("in the second half of 2015", "past", "2015-07-01", "2015-12-31"),
    ("in 2014-15", "past", "2014-01-01", "2015-12-31"),
    ("for more than two and a half years", "past", "2014-03-21", None),
]


@pytest.mark.parametrize(("words", "tense", "start", "end"), EXACT)
def test_both_ends_of_what_a_phrase_means(words: str, tense: str, start: str, end: str | None) -> None:
    phrase = find_times(f"It was shelled {words}.")[0]
    found = resolve_time(phrase, WEDNESDAY, tense=tense)
    assert (found.start, found.end) == (start, end)
    assert found.mention is not None
    assert (found.mention.start, found.mention.end) == (phrase.start, phrase.end)
    assert found.date_prec == date_precision(start, end)


@pytest.mark.parametrize(
    ("words", "basis"),
    [
        ("from 3 to 9 May 2015", "words"),
        ("between June 2015 and February 2016", "words"),
        ("from Friday to Sunday", "publication"),
        ("in the 1980s", "words"),
        ("on Christmas Eve 2015", "words"),
        ("at Easter", "publication"),
    ],
)
def test_what_the_days_rest_on(words: str, basis: str) -> None:
    [phrase] = find_times(f"It was shelled {words}.")
    assert resolve_time(phrase, WEDNESDAY).basis == basis


def test_what_is_told_as_past_lies_not_ahead_of_the_report() -> None:
    phrase = find_times("It was shelled two days after the raid.")[0]
    told = DateRange(None, "2016-09-20", "2016-09-20")
    assert resolve_time(phrase, WEDNESDAY, told).start == "2016-09-19"
    assert resolve_time(phrase, WEDNESDAY, DateRange(None, "2016-09-10", "2016-09-10")).start == "2016-09-12"


def test_that_day_is_the_reports_own_where_no_other_is_told() -> None:
    [phrase] = find_times("It was shelled on that day.")
    assert resolve_time(phrase, WEDNESDAY).start == "2016-09-21"
