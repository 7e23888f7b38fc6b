"""Places of whole documents, in our own examples: homonyms, relations, unknown neighbourhoods."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from crossbearing.resolve.gazetteer import Gazetteer, kilometres
from crossbearing.resolve.packs import load_packs
from crossbearing.resolve.place_phrases import place_words
from crossbearing.resolve.places import PlaceMention, PlaceResolver, ResolvedPlace
from crossbearing_bench.geoparsing import evaluate

SHARED = Path(os.environ.get("CROSSBEARING_SHARED", Path(__file__).parents[2] / "../shared"))


@cache
def resolver() -> PlaceResolver:
    packs = load_packs()
    return PlaceResolver(Gazetteer.open(packs=packs), packs)


def place(text: str, *words: str) -> list[ResolvedPlace]:
    return resolver().resolve([PlaceMention(w, text.index(w)) for w in words], text)


def test_the_country_of_the_report_decides_between_homonyms() -> None:
    georgia = place("Troops entered Georgia after shelling Tskhinvali and Gori, Russian state media said.", "Georgia")[
        0
    ]
    assert georgia.place == "country:GE"
    state = place("The governor of Georgia spoke in Atlanta and Savannah on Friday.", "Georgia")[0]
    assert state.place == "adm1:US/georgia"


def test_words_after_a_name_decide() -> None:
    text = "Deputies in Paris, Texas, arrested a man from Dallas."
    assert place(text, "Paris")[0].parents[:1] == ("adm1:US/texas",)


def test_an_offset_is_computed_from_its_place() -> None:
    found = place("Rockets fell 10 km northeast of Damascus, Syrian media said.", "10 km northeast of Damascus")[0]
    assert found.lat is not None
    assert found.lon is not None
    assert 8 < kilometres(33.513, 36.292, found.lat, found.lon) < 12
    assert found.lat > 33.55
    assert found.where_prec == 2


def test_parts_and_countryside_lie_where_they_say() -> None:
    text = "The Syrian army shelled southern Damascus and the Hama countryside."
    south, rural = place(text, "southern Damascus", "the Hama countryside")
    assert south.lat is not None
    assert south.lat < 33.513
    assert "sy:damascus" in south.parents
    assert rural.where_prec == 4


def test_a_road_between_two_towns_lies_between_them() -> None:
    found = place("Syrian rebels cut the road between Douma and Harasta.", "the road between Douma and Harasta")[0]
    assert found.lat is not None
    assert 33.55 < found.lat < 33.58


def test_an_unknown_neighbourhood_is_placed_at_what_holds_it() -> None:
    text = "Fighting went on in Aleppo, above all in the Blenkvor neighbourhood, Syrian activists said."
    found = place(text, "Aleppo", "Blenkvor")[1]
    assert found.place is None
    assert found.parents[0] == "sy:aleppo"
    assert found.radius_km == 8.0
    assert "holds it" in found.reason


def test_an_unknown_town_says_so() -> None:
    found = place("Syrian jets struck the city of Blenkvor.", "Blenkvor")[0]
    assert (found.lat, found.place) == (None, None)
    assert "gazetteer" in found.reason


def test_a_phrase_around_a_name_lies_at_the_name() -> None:
    found = place("Syrian jets hit areas of Deir Hafir.", "areas of Deir Hafir")[0]
    assert found.parents[0] == "sy:deir-hafir"
    assert found.where_prec == 2


def test_a_lost_apostrophe_does_not_hide_a_name() -> None:
    assert place("Syrian rebels left Aleppos streets.", "Aleppos")[0].place == "sy:aleppo"


def test_a_common_noun_is_no_name() -> None:
    found = place("Soldiers left the town on Monday.", "the town")[0]
    assert found.place is None


def test_order_of_mentions_does_not_change_places() -> None:
    text = "IS held Hajar al-Aswad and Yarmouk in Damascus, Syria, while Kobani was quiet."
    words = ("Hajar al-Aswad", "Yarmouk", "Damascus", "Syria", "Kobani")
    ahead = [p.place for p in place(text, *words)]
    back = [p.place for p in place(text, *reversed(words))]
    assert ahead == list(reversed(back))
    assert None not in ahead


def test_names_are_found_in_raw_text() -> None:
    text = "Shelling in Kharkiv killed two people, President Zelensky said after he left for Berlin."
    assert [m.text for m in resolver().find(text)] == ["Kharkiv", "Berlin"]


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("the outskirts of Raqqa", "edge"),
        ("north of Aleppo", "outside"),
        ("the border with Turkey", "border"),
        ("rural Idlib", "rural"),
        ("the centre of Homs", "part"),
        ("the village of Kafr Nabl", "name"),
    ],
)
def test_relations_are_told_apart(words: str, relation: str) -> None:
    assert place_words(words).relation == relation


@pytest.mark.slow
def test_geoparsing_keeps_its_level() -> None:
    data = SHARED / "benchmarks" / "geoparsing" / "dev"
    if not data.is_dir():
        pytest.skip("the shared benchmark folder is not here")
    corpora = evaluate(data)["metrics"]["by_corpus"]
    assert corpora["trnews"]["acc161"] >= 0.85
    assert corpora["lgl"]["acc161"] >= 0.78
    assert corpora["geovirus"]["acc161"] >= 0.90
    assert corpora["trnews"]["recognition_f1"] >= 0.75
