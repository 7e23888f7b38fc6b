"""Whatever the text holds, every phrase is a span of it, in order and without overlap."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from crossbearing.text.times import find_times, leaves

_PLAIN = (
    "on in at by since until from to between and the a last next this Friday Sunday May March 4 12 2016 1 30 two days "
    "weeks month year ago later early late mid - , . ( ) ' ’s 's 10:35 a.m. Oct. Ramadan Christmas Eve week "
    "of morning night dawn past few now still soon then quarter 1990s 19th"
)
_ODD = ["🙂", "👩‍👩‍👧", "é", "e\u0301", "\u200d", "ﬁ", "İ", "ß", "٣", "\n", "\n\n", "\u0301"]
_WORDS = st.sampled_from([*_PLAIN.split(), *_ODD])
_TEXTS = st.lists(_WORDS, max_size=25).map(" ".join) | st.lists(_WORDS, max_size=25).map("".join) | st.text(max_size=60)


@settings(max_examples=300)
@given(_TEXTS)
def test_every_phrase_lies_in_the_text(text: str) -> None:
    last = 0
    for phrase in find_times(text):
        assert 0 <= phrase.start < phrase.end <= len(text)
        assert text[phrase.start : phrase.end] == phrase.text
        assert phrase.start <= phrase.core_start < phrase.core_end <= phrase.end
        assert phrase.start >= last
        last = phrase.end
        for part in leaves([phrase]):
            assert phrase.start <= part.start < part.end <= phrase.end
            assert text[part.start : part.end] == part.text


@settings(max_examples=150)
@given(_TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_a_stretch_stays_in_its_bounds(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(len(text), start + length)
    for phrase in find_times(text, start, end):
        assert start <= phrase.start < phrase.end <= end
        assert text[phrase.start : phrase.end] == phrase.text
