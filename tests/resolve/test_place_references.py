"""Places told by another: which namesake is meant, and where an unknown one lies. Names and sentences are our own."""

from __future__ import annotations

import pytest

from crossbearing.resolve.gazetteer import Gazetteer, kilometres
from crossbearing.resolve.packs import load_packs
from crossbearing.resolve.place_references import Reference, references
from crossbearing.resolve.places import PlaceMention, PlaceResolver

PACKS = load_packs(None)
RESOLVER = PlaceResolver(Gazetteer.open(packs=PACKS), PACKS)
SUMY, EL_FASHER = (50.92, 34.80), (13.63, 25.35)


def place(text: str, name: str) -> tuple[float, float] | None:
    mentions = [PlaceMention(n, text.index(n)) for n in sorted({name, "Sumy", "El Fasher", "Damascus"}) if n in text]
    found = dict(zip((m.text for m in mentions), RESOLVER.resolve(mentions, text), strict=True))[name]
    return None if found.lat is None or found.lon is None else (found.lat, found.lon)


@pytest.mark.parametrize(
    ("text", "name", "around", "km"),
    [
        ("Troops attacked north of Sumy City near Loknya.", "Loknya", SUMY, 100),
        ("Troops attacked northeast of Sumy near Yablunivka.", "Yablunivka", SUMY, 100),
        ("Rebels took Karnoi, 60 km north of El Fasher.", "Karnoi", EL_FASHER, 75),
        ("Rebels took Tabit (about 40 kilometres from El Fasher).", "Tabit", EL_FASHER, 60),
        ("Jets hit Aleppo, north of Damascus.", "Aleppo", (36.2, 37.16), 20),  # a large town may lie far north
    ],
)
def test_a_place_told_by_another_lies_there(text: str, name: str, around: tuple[float, float], km: float) -> None:
    found = place(text, name)
    assert found is not None
    assert kilometres(*found, *around) < km


def test_without_a_relation_nothing_is_placed_by_its_neighbour() -> None:
    assert references("Shells hit Sumy and Loknya.", [(11, 15), (20, 26)]) == {}
    assert references("Troops went to Loknya from Sumy.", [(15, 21), (27, 31)]) == {}


def test_a_list_behind_a_relation_is_told_by_it() -> None:
    text = "They attacked north of Sumy near Vorozhba, Loknya and Bilka."
    found = references(text, [(33, 41), (43, 49), (54, 59)])
    assert set(found.values()) == {Reference("Sumy", 0.0)}
    assert len(found) == 3


def test_a_linking_vowel_is_written_in_many_ways() -> None:
    for name in ("Qala-e-Naw", "Qala-i-Naw", "Qala-e Naw"):
        found = place(f"The Taliban advanced into {name} in Afghanistan.", name)
        assert found is not None, name
        assert kilometres(*found, 34.99, 63.13) < 10
