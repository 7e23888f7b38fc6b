"""The strict loader refuses what breaks the form, and says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossbearing.model.errors import PackError
from crossbearing.resolve import packs as packs_module
from crossbearing.resolve.pack_files import read_pack, read_places, shipped_packs
from crossbearing.resolve.packs import load_packs

HEAD = "id: war\ntitle: A war\ncountries: [SY]\nas_of: '2024-01-01'\nsides:\n  - {id: 'war:a', name: A}\nopposed: []\n"
PLACES = "id,name,kind,lat,lon,radius_km,parent,country,aliases,source\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    war = tmp_path / "war"
    war.mkdir()
    (war / "pack.yml").write_text(HEAD, encoding="utf-8")
    (war / "actors.yml").write_text("- {id: 'w:x', name: The X, type: police, side: 'war:a'}\n", encoding="utf-8")
    (war / "outlets.yml").write_text("- {id: 'outlet:w', name: Wire, agency: true}\n", encoding="utf-8")
    (war / "places.csv").write_text(PLACES + "w:p,Pell,town,1,2,6,,SY,Pel,recalled\n", encoding="utf-8")
    return war


def test_a_sound_pack_is_read(folder: Path) -> None:
    pack = read_pack(folder)
    assert (pack.actors[0].name, pack.places[0].aliases, pack.outlets[0].agency) == ("The X", ("Pel",), True)


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("actors.yml", "- {id: 'w:x', name: X, type: wizard}\n", "type 'wizard'"),
        ("actors.yml", "- {id: 'w:x', name: X, type: police, sides: a}\n", "unknown key 'sides'"),
        ("actors.yml", "- {id: 'w:x', name: Xo, type: police, side: 'war:b'}\n", "side 'war:b'"),
        ("outlets.yml", "- {id: 'outlet:w', name: W}\n", "'agency' is missing"),
        ("places.csv", "id,name\n", "header"),
        ("places.csv", PLACES + "w:p,Pell,town,1,2,1,,SY,,recalled\n", "places.csv:2: a recalled position"),
        ("places.csv", PLACES + "w:p,Pell,town,91,2,6,,SY,,recalled\n", "lat 91.0"),
        ("places.csv", PLACES + "w:p,Pell,palace,1,2,6,,SY,,recalled\n", "kind 'palace'"),
        ("pack.yml", HEAD.replace("opposed: []", "opposed: [['war:a', 'war:z']]"), "opposed"),
    ],
)
def test_what_breaks_the_form_is_refused_with_its_place(folder: Path, file: str, text: str, told: str) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        read_pack(folder)
    assert told in str(caught.value)


def test_two_packs_that_disagree_are_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = read_pack(folder)
    with pytest.raises(PackError, match="w:x is in the packs"):
        packs_module._join([pack, pack])


def test_an_unknown_pack_is_named_with_the_known_ones() -> None:
    with pytest.raises(PackError, match=r"known:.*syria"):
        load_packs(["narnia"])


def test_every_shipped_position_has_a_source() -> None:
    sources = {p.source.split(":")[0] for p in load_packs().places.values()}
    assert sources == {"gn", "ne", "ucdp", "recalled"}


def test_shipped_packs_hold_what_their_wars_need() -> None:
    for name in shipped_packs():
        pack = load_packs().pack(name)
        if name != "global":
            assert len(pack.actors) >= 15, name
            assert len(pack.places) >= 15, name
            assert len(pack.outlets) >= 10, name
            assert pack.opposed, name


def test_persons_speak_for_actors_that_exist() -> None:
    packs = load_packs()
    assert all(p.actor in packs.actors for p in packs.persons.values())
    assert len(packs.persons) > 100


def test_read_places_names_a_short_row(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text(PLACES + "w:p,Pell\n", encoding="utf-8")
    with pytest.raises(PackError, match="columns"):
        list(read_places(file, "war"))
