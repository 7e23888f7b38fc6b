"""Time phrases: spans, kinds and what is no time at all. All sentences are our own."""

from __future__ import annotations

import pytest

from crossbearing.text.times import TimePhrase, find_times, leaves

SPANS = [
    ("The army shelled the camp on Friday.", ["on Friday"]),
    ("Rebels fired mortars late on Tuesday.", ["late on Tuesday"]),
    ("The raid began early Sunday morning.", ["early Sunday morning"]),
    ("Earlier on Monday a drone fell.", ["Earlier on Monday"]),
    ("Seven died Thursday night in the market.", ["Thursday night"]),
    ("He was seized on a Wednesday afternoon.", ["on a Wednesday afternoon"]),
    ("The hill fell on 4 May 2016.", ["on 4 May 2016"]),
    ("The hill fell on May 4, 2016, after a siege.", ["on May 4, 2016"]),
    ("It was hit on the 4th of May.", ["on the 4th of May"]),
    ("It was hit on Oct. 3 by rockets.", ["on Oct. 3"]),
    ("On the night of 12 March 2022 the bridge was blown up.", ["On the night of 12 March 2022"]),
    ("Convoys crossed in March 2022.", ["in March 2022"]),
    ("They held it since mid-March 2011.", ["since mid-March 2011"]),
    ("It came into force late December 2016.", ["late December 2016"]),
    ("Fighting flared in early 2011.", ["in early 2011"]),
    ("The town was retaken in 2014.", ["in 2014"]),
    ("Nobody has entered since 2015.", ["since 2015"]),
    ("Strikes have grown since April 19.", ["since April 19"]),
    ("Talks open in mid January.", ["in mid January"]),
    ("Talks open in spring.", ["in spring"]),
    ("The village burned in the summer of 1943.", ["in the summer of 1943"]),
    ("By the end of the month 40 had died.", ["By the end of the month"]),
    ("Militants took the base last month.", ["last month"]),
    ("The truce ends next week.", ["next week"]),
    ("It fired 60 rockets this year.", ["this year"]),
    ("The strike came a day earlier.", ["a day earlier"]),
    ("The strike came two weeks ago.", ["two weeks ago"]),
    ("The raid came two days after the shelling.", ["two days after"]),
    ("The previous day a mine exploded.", ["The previous day"]),
    ("On the same day a mine exploded.", ["On the same day"]),
    ("The next morning they left.", ["The next morning"]),
    ("Some 30 were killed in the past 24 hours.", ["in the past 24 hours"]),
    ("Hundreds fled over the past few days.", ["over the past few days"]),
    ("Rockets landed there in recent months.", ["in recent months"]),
    ("Twelve died in three days of fighting.", ["three days"]),
    ("The siege went on for more than two years.", ["for more than two years"]),
    ("The siege went on for months.", ["for months"]),
    ("They must leave within 48 hours.", ["within 48 hours"]),
    ("Ten were hurt overnight.", ["overnight"]),
    ("Shells fell during the night.", ["during the night"]),
    ("They attacked at dawn.", ["at dawn"]),
    ("The army now holds the road.", ["now"]),
    ("The road is currently closed.", ["currently"]),
    ("The road is still closed.", ["still"]),
    ("Snipers fire daily.", ["daily"]),
    ("Snipers fire every week.", ["every week"]),
    ("It was shelled during Ramadan.", ["during Ramadan"]),
    ("A truce was called for Eid al-Adha.", ["for Eid al-Adha"]),
    ("Since then the front has frozen.", ["Since then"]),
    ("The unrest of the 1980s returned.", ["the 1980s"]),
    ("It was built in the 19th century.", ["in the 19th century"]),
    ("From 3 to 9 May 2015 the town was bombed.", ["From 3 to 9 May 2015"]),
    ("It was bombed between 3 May and 9 June 2015.", ["between 3 May and 9 June 2015"]),
    ("It was bombed from June 2015 to February 2016.", ["from June 2015 to February 2016"]),
    ("Millions fled since the uprising broke out in 2011.", ["since the uprising broke out in 2011"]),
    ("A blast hit the gate at 10:35 a.m. on Tuesday.", ["at 10:35 a.m. on Tuesday"]),
    ("Published 2019-03-01 by the ministry.", ["2019-03-01"]),
    ("The deal holds until 5 June.", ["until 5 June"]),
    ("In the first week of May the airport fell.", ["In the first week of May"]),
    ("Two men died after Friday prayers.", ["after Friday prayers"]),
    ("They will go any time soon.", ["any time soon"]),
    ("Saturdays blast killed nine.", ["Saturdays"]),
    ("He was freed twelve days later.", ["twelve days later"]),
]


@pytest.mark.parametrize(("sentence", "expected"), SPANS)
def test_spans_take_in_their_preposition(sentence: str, expected: list[str]) -> None:
    assert [p.text for p in find_times(sentence)] == expected


NO_TIMES = [
    "A 26-year-old man was shot.",
    "Two boys aged 12 and 14 were shot.",
    "The man, 30 years old, was shot.",
    "At least 2014 people were displaced.",
    "More than 1500 fighters surrendered.",
    "They may march on the capital.",
    "He paid $2000 for the rifle.",
    "The fall of the city shocked them.",
    "Jan Novak spoke to the crowd.",
    "Operation Ramadan cost many lives.",
    "A man in his 30s was arrested.",
    "The second brigade crossed the river.",
    "The shell struck the minute he left.",
    "Brigade 155 entered the suburb.",
    "",
]


@pytest.mark.parametrize("sentence", NO_TIMES)
def test_counts_ages_and_modals_are_no_times(sentence: str) -> None:
    assert [p.text for p in find_times(sentence)] == []


def test_core_leaves_the_preposition_out() -> None:
    text = "The hill was lost late on Tuesday."
    [phrase] = find_times(text)
    assert text[phrase.core_start : phrase.core_end] == "Tuesday"
    assert (phrase.spec.relation, phrase.spec.edge, phrase.spec.weekday) == ("on", "late", 1)


@pytest.mark.parametrize(
    ("sentence", "kind", "timex_type"),
    [
        ("It fell on Friday.", "calendar", "DATE"),
        ("It fell on Friday night.", "calendar", "TIME"),
        ("It held for ten days.", "duration", "DURATION"),
        ("It held over the past ten days.", "span", "DURATION"),
        ("It is hit every day.", "set", "SET"),
        ("It is hit on Fridays.", "set", "SET"),
        ("It fell two days ago.", "offset", "DATE"),
        ("It fell yesterday.", "relative", "DATE"),
        ("It will soon fall.", "pointer", "DATE"),
        ("It fell overnight.", "overnight", "TIME"),
        ("It fell on Christmas Eve.", "holiday", "DATE"),
    ],
)
def test_kinds_and_types(sentence: str, kind: str, timex_type: str) -> None:
    [phrase] = find_times(sentence)
    assert (phrase.kind, phrase.type) == (kind, timex_type)


def test_range_keeps_its_two_parts() -> None:
    [phrase] = find_times("The bridge was closed from 3 May to 9 June.")
    assert phrase.kind == "range"
    assert [p.text for p in phrase.parts] == ["from 3 May", "9 June"]
    assert [p.text for p in leaves([phrase])] == ["from 3 May", "9 June"]


def test_since_clause_keeps_the_inner_phrase() -> None:
    [phrase] = find_times("Thousands were jailed since the junta took power in February 2021.")
    assert phrase.spec.relation == "since"
    assert [p.text for p in phrase.parts] == ["in February 2021"]


def test_month_shares_the_year_behind_it() -> None:
    first, second = find_times("Shells fell in March and April 2018.")
    assert (first.spec.year, second.spec.year) == (2018, 2018)


def test_blank_line_ends_a_phrase() -> None:
    assert [p.text for p in find_times("Fighting on Friday\n\nMorning prayers were held.")] == ["on Friday"]


def test_hard_wrapped_line_does_not() -> None:
    assert [p.text for p in find_times("Fighting broke out on\nFriday.")] == ["on\nFriday"]


def test_only_the_asked_stretch_is_read() -> None:
    text = "It fell on Friday. It was retaken on Sunday."
    found = find_times(text, 19)
    assert [(p.start, p.text) for p in found] == [(34, "on Sunday")]
    assert [p.text for p in find_times(text, 0, 18)] == ["on Friday"]


@pytest.mark.parametrize(
    ("sentence", "number", "unit"),
    [
        ("for twenty-four hours", 24, "hour"),
        ("for two and a half years", 2.5, "year"),
        ("for a couple of weeks", 2, "week"),
        ("for a few days", 3, "day"),
        ("for 10 days", 10, "day"),
    ],
)
def test_lengths(sentence: str, number: float, unit: str) -> None:
    [phrase] = find_times(f"They fought {sentence}.")
    assert (phrase.spec.number, phrase.spec.unit) == (number, unit)


def test_phrases_are_plain_values() -> None:
    one, two = find_times("It fell on Friday."), find_times("It fell on Friday.")
    assert one == two
    assert isinstance(one[0], TimePhrase)
    assert hash(one[0]) == hash(two[0])
