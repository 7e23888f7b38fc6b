"""A claim from the fields of a form: words are found where they stand, and what was not changed stays known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossbearing.model.document import Document, Segment
from crossbearing.model.errors import ReviewError
from crossbearing.review.fields import claim_from
from crossbearing.review.text_view import paragraphs
from tests.review.made import TEXT, gain, span, strike, told

TWICE = "Shells fell on Douma. Later shells killed 7 civilians in Douma itself."
LATER = "shells killed 7 civilians in Douma itself"


def filled(**changed: str) -> dict[str, str]:
    return {"class": "strike.shelling", "evidence.words": LATER} | {k.replace("__", "."): v for k, v in changed.items()}


def test_words_are_found_nearest_to_the_claim() -> None:
    found = claim_from(filled(places__0__words="Douma", places__0__role="location"), "", "d", TWICE)
    [place] = found.places
    assert place.mention is not None
    assert place.mention.start == TWICE.rindex("Douma")
    exact = claim_from(filled(places__0__words="Douma", places__0__at="15-20"), "", "d", TWICE)
    assert exact.places[0].mention is not None
    assert exact.places[0].mention.start == 15
    wrong = claim_from(filled(places__0__words="Douma", places__0__at="0-5"), "", "d", TWICE)
    assert wrong.places == found.places


def test_what_was_not_changed_keeps_what_is_known_of_it() -> None:
    base = strike(told())
    values = {
        "class": base.cls, "evidence.words": base.evidence.text, "places.0.words": "Douma", "places.0.name": "Douma",
        "places.0.role": "location", "time.start": "2014-03-11", "time.end": "2014-03-11",
        "counts.0.words": "7", "counts.0.best": "7", "counts.0.category": "civilians",
    }  # fmt: skip
    found = claim_from(values, "", "a", TEXT, base)
    assert (found.places, found.time, found.counts) == (base.places, base.time, base.counts)
    moved = claim_from(values | {"places.0.name": "Duma, Palestine"}, "", "a", TEXT, base)
    assert (moved.places[0].name, moved.places[0].lat) == ("Duma, Palestine", None)


def test_a_part_of_a_number_is_tied_to_the_whole() -> None:
    words = {"counts__0__words": "7 civilians", "counts__0__best": "7", "counts__1__words": "7", "counts__1__best": "2"}
    found = claim_from(filled(**words, counts__1__parent="0", counts__1__scope="subset"), "", "d", TWICE)
    assert [(k.id, k.low, k.high, k.parent) for k in found.counts] == [("dn1", 7, 7, None), ("dn2", 2, 2, "dn1")]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"evidence__words": ""}, "evidence: select the words"),
        ({"evidence__words": "nothing of it"}, "'nothing of it' does not stand in the report"),
        ({"counts__0__words": "7"}, "give at least one of low, best and high"),
        ({"counts__0__words": "7", "counts__0__best": "-7"}, "'-7' is no whole number"),
        ({"labels__0__name": "x"}, "label: select its words"),
        ({"actors__0__words": "Shells", "actors__0__role": "gainer"}, "an actor is initiator, target"),
        ({"time__start": "2014-02-30"}, "'2014-02-30' is no day"),
        ({"time__start": "2014-03-02", "time__end": "2014-03-01"}, "before it starts"),
        ({f"actors__{n}__words": "Shells" for n in range(50)}, "over 40 of one claim"),
    ],
)
def test_what_is_wrong_is_told_by_its_field(changed: dict[str, str], why: str) -> None:
    with pytest.raises(ReviewError, match=why):
        claim_from(filled(**changed), "", "d", TWICE)


@given(st.dictionaries(st.sampled_from([
    "class", "evidence.words", "evidence.at", "modality", "time.start", "time.end", "counts.0.words", "counts.0.best",
    "counts.0.parent", "actors.0.words", "actors.0.at", "places.9.name", "sources.x.words", "cue.words", "extent",
]), st.text(max_size=30) | st.sampled_from(["Douma", "7", "0-5", "strike.air", LATER, "full"])))  # fmt: skip
def test_whatever_a_form_holds_is_a_claim_or_a_sentence(values: dict[str, str]) -> None:
    try:
        found = claim_from(values, "", "d", TWICE)
    except ReviewError:
        return
    assert TWICE[found.evidence.start : found.evidence.end] == found.evidence.text


def test_the_text_is_shown_whole_with_the_claim_and_its_fields_marked() -> None:
    document = replace(told(), text=f"{TEXT}\n\nSecond part.")
    found = paragraphs(document, (), gain(document))
    assert ["".join(piece.text for piece in part.pieces) for part in found] == [TEXT, "Second part."]
    marked = [piece for part in found for piece in part.pieces if piece.at_hand]
    assert "".join(piece.text for piece in marked) == "Rebels took Harasta"
    assert marked[0].start == span(TEXT, "Rebels").start
    assert [bool(piece.fields) for piece in marked] == [True, False, True]


def test_lines_that_lie_in_no_segment_are_shown_too() -> None:
    text = "A heading\nFirst line.\nSecond line.\nThe end."
    segments = (Segment("heading", 0, 9), Segment("paragraph", 22, 34))
    found = paragraphs(Document("d", text, segments=segments), (), None)
    assert [(part.kind, part.pieces[0].text) for part in found] == [
        ("heading", "A heading"), ("paragraph", "First line."),
        ("paragraph", "Second line."), ("paragraph", "The end."),
    ]  # fmt: skip
