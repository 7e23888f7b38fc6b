"""A count's number is read again from its words: they win, and what they do not say is nothing."""

from __future__ import annotations

import pytest

from crossbearing.llm.numbers import Said, held_number
from crossbearing.model.mention import Mention


def read(sentence: str, words: str, said: Said) -> Said | None:
    start = sentence.index(words)
    answer = held_number(said, sentence, Mention.of(sentence, start, start + len(words)), (0, len(sentence)))
    return answer[0] if answer else None


@pytest.mark.parametrize(
    ("sentence", "words", "said"),
    [
        ("Shells hit 12 homes", "12 homes", Said("exact", 12, 12, 12)),
        ("At least 79 rebels and 68 soldiers died", "68 soldiers", Said("at_least", 68, 68, None)),
        ("More than 90 were hurt", "More than 90", Said("more_than", 91, 91, None)),
        ("Between 40 and 50 fled", "Between 40 and 50", Said("range", 40, 45, 50)),
        ("Dozens of people fled", "Dozens of people", Said("vague", 24, 36, 99)),
        ("Up to 1,500 families left", "Up to 1,500 families", Said("up_to", 1, 1500, 1500)),
        ("Twenty-five men died", "Twenty-five men", Said("exact", 25, 25, 25)),
        ("A shell killed a woman", "a woman", Said("exact", 1, 1, 1)),
        ("A 12-year-old boy died", "A 12-year-old boy", Said("exact", 1, 1, 1)),
        ("They shot down a Mi-25 helicopter", "a Mi-25 helicopter", Said("exact", 1, 1, 1)),
        ("It hurt many civilians", "many civilians", Said("vague", 2, None, None)),
    ],
)
def test_what_the_words_say_stays(sentence: str, words: str, said: Said) -> None:
    assert read(sentence, words, said) == said


@pytest.mark.parametrize(
    ("sentence", "words", "said", "mended"),
    [
        ("More than 90 were hurt", "More than 90", Said("more_than", 90, 90, None), Said("more_than", 91, 91, None)),
        ("At least 12 men died", "At least 12 men", Said("exact", 12, 12, 12), Said("at_least", 12, 12, None)),
        ("Several men died", "Several men", Said("vague", 5, 6, 7), Said("vague", 3, 4, 9)),
    ],
)
def test_the_grammar_wins(sentence: str, words: str, said: Said, mended: Said) -> None:
    assert read(sentence, words, said) == mended


@pytest.mark.parametrize(
    ("sentence", "words", "said"),
    [
        ("Shells hit 12 homes", "12 homes", Said("exact", 13, 13, 13)),
        ("Shells hit 12 homes", "12 homes", Said("exact", None, None, None)),
        ("Civilians died", "Civilians", Said("exact", 1, 1, 1)),
        ("A shell killed a woman", "a woman", Said("exact", 2, 2, 2)),
        ("Up to 30 died", "Up to 30", Said("up_to", 1, 40, 40)),
        ("Up to 30 died", "Up to 30", Said("exact", 1, 1, 1)),
        ("A 12-year-old boy died", "A 12-year-old boy", Said("exact", 12, 12, 12)),
        ("The fourth plane fell", "The fourth plane", Said("exact", 4, 4, 4)),
    ],
)
def test_what_the_words_do_not_say_is_nothing(sentence: str, words: str, said: Said) -> None:
    assert read(sentence, words, said) is None
