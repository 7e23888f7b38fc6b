"""The corpus of counted phrases, the arithmetic of bounds, and what must hold for any text."""

from __future__ import annotations

import time
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossbearing.extract.phrases.quantities import QuantityPhrase, excluded_numbers, find_quantities
from crossbearing.extract.phrases.quantities_lexicon import PROFILES, lexicon, vague_range
from crossbearing.extract.phrases.quantities_numbers import apply_bound, between
from crossbearing.extract.phrases.tolls import toll_links
from crossbearing.model.errors import VocabularyError
from crossbearing.text.parser import Cut, Parser
from crossbearing.text.tokens import Sentence
from crossbearing.vocab.loader import Form, load_entries

CORPUS = files("crossbearing.extract.phrases") / "quantities_corpus.yml"
FORM = Form({"text": (str,), "counts": (list,)}, {"heading": (bool,), "reasons": (list,)})
ENTRIES = list(load_entries(CORPUS, FORM))
BOUNDS = ("at_least", "more_than", "up_to", "less_than", "nearly", "about", "exact")


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def parse(parser: Parser, text: str, heading: bool = False) -> Sentence:
    return next(iter(parser.parse([Cut(text, 0, len(text), "heading" if heading else "paragraph", 0)])))


def shown(phrase: QuantityPhrase, quantity: str | None, phrases: list[QuantityPhrase]) -> str:
    numbers = " ".join("-" if n is None else str(n) for n in (phrase.low, phrase.best, phrase.high))
    line = f"{phrase.mention.text} | {phrase.bound} {numbers} | {phrase.category} | {quantity or '-'}"
    if phrase.subset_of is None:
        return line
    return f"{line} | {phrases[phrase.subset_of].mention.text if phrase.subset_of >= 0 else 'elsewhere'}"


@pytest.mark.parametrize(("place", "entry"), ENTRIES, ids=[place for place, _ in ENTRIES])
def test_corpus(parser: Parser, place: str, entry: dict[str, Any]) -> None:
    sentence = parse(parser, entry["text"], entry.get("heading", False))
    phrases = find_quantities(sentence)
    links = {id(link.phrase): link.quantity for link in toll_links(sentence, phrases)}
    assert [shown(p, links.get(id(p)), phrases) for p in phrases] == entry["counts"], place
    assert [e.reason for e in excluded_numbers(sentence)] == entry.get("reasons", []), place


def test_corpus_is_large_and_a_third_negative() -> None:
    empty = [entry for _, entry in ENTRIES if not entry["counts"]]
    assert len(ENTRIES) >= 150
    assert 3 * len(empty) >= len(ENTRIES)


def test_every_bound_and_vague_word_stands_in_an_example() -> None:
    lines = [line for _, entry in ENTRIES for line in entry["counts"]]
    bounds = {line.split(" | ")[1].split()[0] for line in lines}
    assert bounds == {*BOUNDS, "range", "vague"}
    ranges = {tuple(line.split(" | ")[1].split()[1:]) for line in lines if " | vague " in line}
    for word in ("several", "dozens", "scores", "hundreds", "thousands", "tens of thousands", "hundreds of thousands"):
        wanted = tuple("-" if n is None else str(n) for n in vague_range(word))
        assert wanted in ranges, word


@given(st.sampled_from(BOUNDS), st.integers(1, 10_000_000))
def test_bounds_never_cross(bound: str, number: int) -> None:
    low, best, high = apply_bound(bound, number)
    assert low >= 0
    assert best is not None
    assert low <= best
    assert high is None or best <= high


@given(st.integers(1, 10_000_000))
def test_bounds_follow_the_contract(number: int) -> None:
    assert apply_bound("at_least", number) == (number, number, None)
    assert apply_bound("more_than", number) == (number + 1, number + 1, None)
    assert apply_bound("up_to", number) == (1, number, number)
    assert apply_bound("less_than", number) == (0, number - 1, number - 1)
    low, best, high = apply_bound("about", number)
    assert low * 10 <= number * 9 < (low + 1) * 10
    assert best == number
    assert high is not None
    assert (high - 1) * 10 < number * 11 <= high * 10


@given(st.integers(0, 100_000), st.integers(1, 100_000))
def test_ranges_hold_their_middle(low: int, more: int) -> None:
    assert between(low, low + more) == (low, low + more // 2, low + more)


_NUMBERS = st.one_of(
    st.integers(2, 999_999).map(str),
    st.integers(1_000, 999_999).map(lambda n: f"{n:,}"),
    st.sampled_from(
        ["seven", "twenty-one", "dozens of", "several", "scores of", "several hundred", "40 to 50", "a dozen"]
    ),
)
_UNITS = st.sampled_from(["civilians", "soldiers", "children", "people", "army troops", "tribal fighters", "houses"])
_BEFORE = st.sampled_from(["", "at least ", "more than ", "up to ", "nearly ", "about ", "fewer than ", "another "])
_FATES = st.sampled_from(["were killed", "were wounded", "fled the town", "were arrested", "stayed at home"])


@settings(max_examples=80)
@given(_BEFORE, _NUMBERS, _UNITS, st.sampled_from([" and ", ", including ", ", among them "]), _NUMBERS, _UNITS, _FATES)
def test_any_phrase_lies_in_its_text(
    parser: Parser, before: str, first: str, unit: str, link: str, second: str, other: str, fate: str
) -> None:
    text = f"{before}{first} {unit}{link}{second} {other} {fate} on Monday.".replace("  ", " ")
    sentence = parse(parser, text)
    phrases = find_quantities(sentence)
    for phrase in phrases:
        assert text[phrase.mention.start : phrase.mention.end] == phrase.mention.text
        assert phrase.first <= phrase.number[0] <= phrase.number[1] <= phrase.last
        known = [n for n in (phrase.low, phrase.best, phrase.high) if n is not None]
        assert known == sorted(known)
        if phrase.subset_of is not None:
            assert -1 <= phrase.subset_of < len(phrases)
            assert phrase.subset_of < 0 or phrases[phrase.subset_of] is not phrase
    starts = [p.first for p in phrases]
    assert starts == sorted(starts)
    for found in toll_links(sentence, phrases):
        assert found.phrase in phrases
        assert found.predicate < len(sentence.tokens)


@settings(max_examples=40)
@given(
    st.sampled_from(["At least", "More than", "Nearly", "About", "Up to"]), st.integers(3, 5000), st.integers(3, 5000)
)
def test_a_bound_runs_over_a_coordination(parser: Parser, bound: str, first: int, second: int) -> None:
    phrases = find_quantities(parse(parser, f"{bound} {first} soldiers and {second} rebels were killed."))
    assert [p.bound for p in phrases] == [phrases[0].bound] * 2
    assert phrases[0].bound != "exact"
    assert [p.shared_bound for p in phrases] == [False, True]


def test_a_bound_stops_at_the_next_predicate(parser: Parser) -> None:
    phrases = find_quantities(parse(parser, "At least 40 soldiers were killed and 12 wounded."))
    assert [(p.bound, p.low) for p in phrases] == [("at_least", 40), ("exact", 12)]


@pytest.mark.parametrize(
    ("profile", "wanted"), [("native", (3, 4, 9)), ("acled", (3, 3, 10)), ("atrocities", (5, 14, 24))]
)
def test_profiles_change_vague_words_only(parser: Parser, profile: str, wanted: tuple[int, int, int]) -> None:
    sentence = parse(parser, "Several villagers and 12 soldiers were killed.")
    several, twelve = find_quantities(sentence, profile)
    assert (several.low, several.best, several.high) == wanted
    assert (twelve.low, twelve.best, twelve.high) == (12, 12, 12)


def test_unknown_profiles_and_words_are_refused() -> None:
    with pytest.raises(VocabularyError, match="no profile 'guess'"):
        vague_range("dozens", "guess")
    with pytest.raises(VocabularyError, match="'oodles'"):
        vague_range("oodles")


def test_every_vague_word_is_ordered_in_every_profile() -> None:
    for name in lexicon().vague_values:
        for profile in PROFILES:
            known = [n for n in vague_range(name, profile) if n is not None]
            assert known == sorted(known), (name, profile)


def test_the_tokens_that_name_a_side_are_kept(parser: Parser) -> None:
    sentence = parse(parser, "At least 61 government soldiers and nine members of the coastal militia were killed.")
    sides = [[sentence.tokens[i].text for i in p.side] for p in find_quantities(sentence)]
    assert sides == [["government"], ["coastal", "militia"]]


def test_a_sentence_without_numbers_costs_next_to_nothing(parser: Parser) -> None:
    sentence = parse(
        parser, "The army took the hill that overlooks the road to the coast and then withdrew from the village."
    )
    find_quantities(sentence)
    began = time.perf_counter()
    for _ in range(200):
        find_quantities(sentence)
    assert (time.perf_counter() - began) / 200 < 0.0005
