"""Whatever a phrase says, resolution gives ordered days or none, and never fails."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from crossbearing.model.claim import DateRange
from crossbearing.model.document import Document
from crossbearing.resolve.dates import resolve_time
from crossbearing.resolve.document_date import date_document
from crossbearing.resolve.timex import Point, timex_value
from crossbearing.text.times import find_times, leaves

_PLAIN = (
    "on in at by since until from to between and the a last next this that same Friday Sunday May March 4 31 "
    "29 February 2016 1000 2199 99 30 two hundred days weeks months years decades centuries year ago later "
    "early late mid - , 10:35 a.m. Ramadan Eid Christmas Eve week of morning night past few now soon then "
    "first fourth quarter half 1990s 19th century BC 2010-11 1/2/2015 31.02.2015 2016-02-30 weekend summer "
    "winter coming recent before after within for"
)
_WORDS = st.sampled_from(_PLAIN.split())
_TEXTS = st.lists(_WORDS, min_size=1, max_size=14).map(" ".join)
_DAYS = st.none() | st.dates(date(1800, 1, 1), date(2200, 12, 31))
_TOLD = st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31))
_TENSES = st.sampled_from(["past", "present", "future"])


@settings(max_examples=500)
@given(_TEXTS, _DAYS, _TOLD, _TENSES, st.booleans())
def test_days_are_ordered(text: str, published: date | None, told: date | None, tense: str, cumulative: bool) -> None:
    previous = DateRange(None, told.isoformat(), told.isoformat()) if told else None
    for phrase in find_times(text):
        found = resolve_time(phrase, published, previous, tense, cumulative)
        if found.start is not None and found.end is not None:
            assert found.start <= found.end
        assert (found.basis == "none") == (found.start is None and found.end is None)
        assert found.mention is not None
        assert found.mention.text == phrase.text
        for leaf in leaves([phrase]):
            for narrative in (True, False):
                point = Point(told.year, told.month, told.day) if told else None
                assert isinstance(timex_value(leaf, published, point, tense, narrative), str)


@settings(max_examples=60)
@given(st.lists(_TEXTS, min_size=1, max_size=5).map(". ".join), st.dates(date(2001, 1, 1), date(2030, 12, 31)))
def test_a_document_is_never_dated_ahead_of_its_reading(text: str, as_of: date) -> None:
    dating = date_document(Document("d", text), as_of)
    for candidate in dating.candidates:
        assert date.fromisoformat(candidate.day) <= as_of
    if dating.published is not None and dating.basis == "constraints":
        assert date.fromisoformat(dating.published) <= as_of
