"""Quotes are placed verbatim and by their neighbours, never for being the first."""

from __future__ import annotations

import pytest

from crossbearing.llm.passages import Passage
from crossbearing.llm.quotes import HeldText, Quote, Unplaced
from crossbearing.model.mention import Mention


def text_of(text: str, cut: int | None = None) -> HeldText:
    passages = [Passage(1, "paragraph", 0, cut or len(text))]
    if cut:
        passages.append(Passage(2, "paragraph", cut, len(text)))
    return HeldText(text, passages)


def at(text: str, words: str, nth: int = 0) -> Mention:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Mention.of(text, start, start + len(words))


TEXT = "Troops fled. Rebels killed 12 troops in Ulm and 12 others. Troops came back to Ulm, 12 of them."


def test_the_place_inside_the_evidence_wins_over_the_first() -> None:
    evidence = at(TEXT, "Troops came back to Ulm")
    assert text_of(TEXT).place(Quote("Troops"), evidence) == at(TEXT, "Troops", 1)
    assert text_of(TEXT).place(Quote("Ulm"), evidence) == at(TEXT, "Ulm", 1)


def test_the_same_sentence_wins_over_a_nearer_place_outside() -> None:
    text = "The source left. Guns fell silent in the old town, the source said."
    assert text_of(text).place(Quote("source"), at(text, "Guns fell silent in the old town")) == at(text, "source", 1)


def test_two_places_as_good_as_each_other_are_none() -> None:
    found = text_of(TEXT).place(Quote("12"), at(TEXT, "killed 12 troops in Ulm and 12 others"))
    assert isinstance(found, Unplaced)
    assert found.code == "ambiguous_quote"


def test_neighbours_decide() -> None:
    evidence = at(TEXT, "killed 12 troops in Ulm and 12 others")
    assert text_of(TEXT).place(Quote("12", near="and 12 others"), evidence) == at(TEXT, "12", 1)


@pytest.mark.parametrize(
    ("quote", "code"),
    [
        (Quote("13"), "quote_not_in_text"),
        (Quote("..."), "quote_not_in_text"),
        (Quote("killed 12 Troops"), "quote_not_in_text"),
        (Quote("Ulm", near="a siege of Ulm"), "neighbours_not_in_text"),
        (Quote("Ulm", near="12 of them"), "quote_not_near"),
        (Quote("fled", passage=2), "wrong_passage"),
        (Quote("fled", passage=77), "wrong_passage"),
    ],
)
def test_what_the_text_does_not_bear_out_has_no_place(quote: Quote, code: str) -> None:
    found = text_of(TEXT, TEXT.index("Troops came")).place(quote, at(TEXT, "Troops fled"))
    assert isinstance(found, Unplaced)
    assert found.code == code


def test_white_space_and_quotation_marks_are_all_that_may_differ() -> None:
    text = "He said “we  took\n the ‘Lion’ hill” and left. It's over."
    held = text_of(text)
    assert held.occurrences("\"we took the 'Lion' hill\"")[0].text == "“we  took\n the ‘Lion’ hill”"
    assert held.occurrences("It’s over")[0].text == "It's over"
    assert held.occurrences("He said we took") == []
    assert held.occurrences("he said") == []


def test_a_number_or_name_inside_another_is_not_found() -> None:
    text = "In 2012 some 12,000 of 3.12 million ISIS men, 120 of them hers, left."
    assert [text_of(text).occurrences(w) for w in ("12", "IS", "he", "000")] == [[], [], [], []]


def test_lost_apostrophes_do_not_hide_a_name() -> None:
    text = "Syrias army left, SANAs man said."
    assert [text_of(text).occurrences(w)[0].start for w in ("Syria", "SANA")] == [0, 18]


def test_scripts_that_join_their_articles_are_found() -> None:
    text = "قصفت الطائرات مدينة حلب وقتلت ١٢ مدنيا. צה״ל תקף בתל אביב"
    assert text_of(text).occurrences("حلب")[0].text == "حلب"
    assert text_of(text).occurrences("תל אביב")[0].text == "תל אביב"
    assert text_of(text).occurrences("١") == []
