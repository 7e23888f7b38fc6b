"""Every rule of the time grammar has an example that it alone reads, in our own words."""

from __future__ import annotations

import re
from typing import Any

import pytest

from crossbearing.text import times
from crossbearing.text.times_grammar import Opening, Rule, RuleBook, Words, rule_book

EXAMPLES = {
    "iso": ("Dated 2019-03-01 it was", "2019-03-01"),
    "slashed": ("Dated 28/8/2014 it was", "28/8/2014"),
    "part_day_month": ("It fell in the early morning of 12 May 2015.", "in the early morning of 12 May 2015"),
    "part_month_day": ("It fell on the night of May 12, 2015.", "on the night of May 12, 2015"),
    "day_range_month": ("It rained shells from 3 to 9 May.", "from 3 to 9 May"),
    "month_day_range": ("It rained shells on May 3-9, 2015.", "on May 3-9, 2015"),
    "clock_date": ("It fell at 9 a.m. on May 12.", "at 9 a.m. on May 12"),
    "clock_weekday": ("It fell at 9 a.m. Tuesday.", "at 9 a.m. Tuesday"),
    "clock_today": ("It fell at 9 a.m. today.", "at 9 a.m. today"),
    "month_day": ("It fell on Saturday, May 12.", "on Saturday, May 12"),
    "day_month": ("It fell on Saturday, 12 May.", "on Saturday, 12 May"),
    "month_year": ("It fell in early May 2015.", "in early May 2015"),
    "month_of_year": ("It fell in July last year.", "in July last year"),
    "last_month_name": ("It fell last July.", "last July"),
    "month_alone": ("It fell in July.", "in July"),
    "may_alone": ("It fell in May.", "in May"),
    "ordinal_day": ("It fell on the 25th.", "on the 25th"),
    "week_of_month": ("It fell in the last week of May.", "in the last week of May"),
    "weekday_every": ("They march on Fridays.", "on Fridays"),
    "friday_prayers": ("They march after Friday prayers.", "after Friday prayers"),
    "weekday": ("It fell last Friday.", "last Friday"),
    "weekday_edge": ("It fell on Friday early morning.", "on Friday early morning"),
    "weekday_part": ("It fell on Friday evening.", "on Friday evening"),
    "part_weekday": ("It fell on the morning of Friday.", "on the morning of Friday"),
    "weekday_alone": ("It fell on Friday.", "on Friday"),
    "weekday_plural": ("Fridays blast killed two.", "Fridays"),
    "eve_of_feast": ("A truce began on the eve of Ramadan.", "on the eve of Ramadan"),
    "christmas_eve": ("A truce began on Christmas Eve.", "on Christmas Eve"),
    "new_year": ("A truce began on New Year's Eve.", "on New Year's Eve"),
    "eid": ("A truce began on Eid al-Fitr.", "on Eid al-Fitr"),
    "holiday": ("A truce began at Easter.", "at Easter"),
    "season_year": ("It fell in the spring of 2015.", "in the spring of 2015"),
    "year_season": ("It fell in the 2015 summer.", "in the 2015 summer"),
    "season_shift": ("It fell last autumn.", "last autumn"),
    "season_alone": ("It fell in winter.", "in winter"),
    "season_spring": ("It fell in spring.", "in spring"),
    "quarter_year": ("Raids doubled in the first quarter of 2015.", "in the first quarter of 2015"),
    "half_year": ("Raids doubled in the second half of 2015.", "in the second half of 2015"),
    "early_decade": ("It was founded in the early 1980s.", "in the early 1980s"),
    "century": ("It was founded in the 19th century.", "in the 19th century"),
    "year_range": ("The war of 1980-1988 cost many lives.", "1980-1988"),
    "the_year": ("It fell in the year 2015.", "in the year 2015"),
    "year_edge": ("It fell by the end of 2015.", "by the end of 2015"),
    "year_era": ("The fleet burned in 480 BC.", "in 480 BC"),
    "year_short": ("He joined in '99 as a boy.", "in '99"),
    "year": ("It fell in 2015.", "in 2015"),
    "ereyesterday": ("It fell the day before yesterday.", "the day before yesterday"),
    "yesterday_part": ("It fell early yesterday morning.", "early yesterday morning"),
    "part_yesterday": ("It fell mid-afternoon yesterday.", "mid-afternoon yesterday"),
    "tonight": ("It may fall tonight.", "tonight"),
    "overnight": ("It fell overnight.", "overnight"),
    "during_night": ("It fell during the night.", "during the night"),
    "over_night": ("It fell last night.", "last night"),
    "ago": ("It fell nearly two weeks ago.", "nearly two weeks ago"),
    "ago_bare": ("It fell months ago.", "months ago"),
    "later": ("It fell two weeks later.", "two weeks later"),
    "later_bare": ("It fell weeks later.", "weeks later"),
    "day_after_event": ("It fell three days after the raid.", "three days after"),
    "the_day_after": ("It fell the day after.", "the day after"),
    "month_end": ("It will fall by the end of the month.", "by the end of the month"),
    "span": ("Ten died in the past 24 hours.", "in the past 24 hours"),
    "span_number_first": ("Ten died in the two previous weeks.", "in the two previous weeks"),
    "span_bare": ("Ten died in recent days.", "in recent days"),
    "span_the_past": ("Ten died in the past year.", "in the past year"),
    "weekend": ("Ten died over the weekend.", "over the weekend"),
    "same_time": ("Ten died during the same period.", "during the same period"),
    "shifted": ("Ten died earlier this month.", "earlier this month"),
    "that": ("Ten died later that day.", "later that day"),
    "that_part": ("Ten died that evening.", "that evening"),
    "current_unit": ("Ten died in the current year.", "in the current year"),
    "in_the_unit": ("Ten died later in the day.", "later in the day"),
    "daily": ("It is shelled daily.", "daily"),
    "every": ("It is shelled every day.", "every day"),
    "per_day": ("It is shelled ten times a day.", "a day"),
    "hyphen_length": ("After a two-week siege it fell.", "two-week"),
    "unit_long": ("After a month-long siege it fell.", "month-long"),
    "bare_long": ("After a months-long siege it fell.", "months-long"),
    "length": ("It held for at least ten days.", "for at least ten days"),
    "length_two": ("It held for two or three days.", "for two or three days"),
    "length_bare": ("It held for weeks.", "for weeks"),
    "for_now": ("It is calm right now.", "right now"),
    "then": ("It has been calm since then.", "since then"),
    "time_of_event": ("Ten stood there at the time of the blast.", "at the time of the blast"),
    "soon_after_event": ("Soon after the blast they fled.", "Soon after the blast"),
    "start_of_event": ("Ten died since the start of the siege.", "since the start of the siege"),
    "at_the_time": ("Ten stood there at the time.", "at the time"),
    "the_future": ("It may fall in the near future.", "in the near future"),
    "the_past": ("It was held by them in the past.", "in the past"),
    "recently": ("It fell recently.", "recently"),
    "past_word": ("It was previously held by rebels.", "previously"),
    "recent": ("The recent raids cost lives.", "recent"),
    "any_time_soon": ("It will not fall any time soon.", "any time soon"),
    "soon": ("It will soon fall.", "soon"),
    "future": ("They spoke of future raids.", "future"),
    "current": ("They spoke of current raids.", "current"),
    "still": ("It is still theirs.", "still"),
    "later_word": ("Later they fled.", "Later"),
    "since_word": ("They have since fled.", "since"),
    "clock": ("It fell at 10:35.", "at 10:35"),
    "part_alone": ("It fell at dawn.", "at dawn"),
}


def test_every_rule_has_an_example() -> None:
    assert sorted(EXAMPLES) == sorted(r.name for r in rule_book().rules if r.kind != "age")


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_rule_reads_its_example(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fired: list[str] = []
    plain = times._first_fit

    def watched(words: Words, book: RuleBook, opening: Opening, at: int) -> tuple[Rule, re.Match[str]] | None:
        found: Any = plain(words, book, opening, at)
        if found is not None:
            fired.append(found[0].name)
        return found  # type: ignore[no-any-return]

    monkeypatch.setattr(times, "_first_fit", watched)
    sentence, phrase = EXAMPLES[name]
    assert phrase in [p.text for p in times.find_times(sentence)]
    assert name in fired


@pytest.mark.parametrize(
    "age", ["A 12-year-old boy fled.", "He was 40 years old.", "A child of two years of age fled."]
)
def test_ages_are_read_so_that_they_are_no_time(age: str) -> None:
    assert times.find_times(age) == []
