"""Packs that are broken, huge or hostile: each is refused in one line with file, line and field, at once."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.model.errors import PackError
from crossbearing.resolve import pack_files
from crossbearing.resolve.pack_files import read_pack
from crossbearing.resolve.packs import join_packs
from crossbearing.vocab import loader

HEAD = """\
id: war
title: A war
countries: [SY]
as_of: "2024-01-01"
sides:
  - {id: "war:a", name: Ays}
opposed: []
"""
COLUMNS = "id,name,kind,lat,lon,radius_km,parent,country,aliases,source\n"
PLACE = "w:p,Pell,town,1,2,6,,SY,,recalled\n"
ACTOR = "- {id: 'w:x', name: Xavan Guard, type: police}\n"


@pytest.fixture
def war(tmp_path: Path) -> Path:
    folder = tmp_path / "war"
    folder.mkdir()
    for name, text in [("pack.yml", HEAD), ("actors.yml", ACTOR), ("outlets.yml", "[]\n")]:
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "places.csv").write_text(COLUMNS + PLACE, encoding="utf-8")
    return folder


def told(folder: Path) -> str:
    """Return what `read_pack` says of a broken pack: one line that does not repeat the whole file."""
    with pytest.raises(PackError) as caught:
        read_pack(folder)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 700
    return message


def actor(**fields: object) -> str:
    return json.dumps([{"id": "w:x", "name": "Xavan Guard", "type": "police"} | fields])


@pytest.mark.parametrize(
    ("file", "text", "where", "why"),
    [
        ("pack.yml", HEAD.replace('"2024-01-01"', "soon"), "war/pack.yml: as_of 'soon'", "2024-06-01"),
        ("pack.yml", HEAD.replace('"2024-01-01"', "2024-02-30"), "war/pack.yml: as_of '2024-02-30'", "no day"),
        ("pack.yml", HEAD.replace("[SY]", "[SY, 7]"), "war/pack.yml: 'countries'", "text"),
        ("pack.yml", HEAD.replace("[SY]", "[Syria]"), "war/pack.yml: countries 'Syria'", "two capitals"),
        ("pack.yml", HEAD.replace("opposed: []", "opposed: [[[war], b]]"), "war/pack.yml: opposed", "two of the sides"),
        ("pack.yml", HEAD.replace("id: war\n", "id: a war\n"), "war/pack.yml: id 'a war'", "one word"),
        ("actors.yml", actor(aliases=[2024]), "war/actors.yml:1: 'aliases'", "in quotes"),
        ("actors.yml", actor(aliases=[["Guard"]]), "war/actors.yml:1: 'aliases'", "text"),
        ("actors.yml", actor(aliases=[None]), "war/actors.yml:1: 'aliases'", "text"),
        ("actors.yml", actor(descriptions=[2024]), "war/actors.yml:1: 'description'", "in quotes"),
        ("actors.yml", actor(labels=[1.5]), "war/actors.yml:1: 'labels'", "in quotes"),
        ("actors.yml", actor(labels=[{"text": "bandits", "by": [3]}]), "war/actors.yml:1: 'by'", "in quotes"),
        ("actors.yml", actor(persons=[7]), "war/actors.yml:1: 'persons'", "in quotes"),
        ("actors.yml", actor(persons=[{"name": "Ada Vell", "aliases": [7]}]), "war/actors.yml:1: 'alias of", "text"),
        ("actors.yml", actor(aliases=[{"text": "XG", "from": "2016"}]), "war/actors.yml:1: from '2016'", "no day"),
        (
            "actors.yml",
            actor(aliases=[{"text": "XG", "from": "2016-02-01", "to": "2016-01-01"}]),
            "war/actors.yml:1: to 2016-01-01",
            "before",
        ),
        ("actors.yml", actor(id=""), "war/actors.yml:1: id ''", "one word"),
        ("actors.yml", actor(country="Mali"), "war/actors.yml:1: country 'Mali'", "two capitals"),
        ("actors.yml", actor(__line__="x"), "war/actors.yml:1", "'__line__'"),
        ("actors.yml", ACTOR + ACTOR, "war/actors.yml:2: id 'w:x'", "war/actors.yml:1"),
        ("outlets.yml", "- {id: o, name: Xavan Post, agency: true, domains: [1]}", "war/outlets.yml:1", "'domains'"),
        ("actors.yml", "? [a, b]\n: c\n", "war/actors.yml:1", "a key must be one word"),
        ("actors.yml", "- !!python/name:os.system\n", "war/actors.yml:1", "tags"),
        ("actors.yml", "- !!bool maybe\n", "war/actors.yml:1", "tags"),
        ("actors.yml", "- {id: a\x07b}\n", "war/actors.yml:1", "character 0x7 is not allowed"),
        ("actors.yml", ACTOR + "- {id: [}\n", "war/actors.yml:2", "no valid YAML"),
        ("places.csv", COLUMNS + PLACE + "w:q,Qo,town,nan,2,6,,SY,,recalled\n", "war/places.csv:3: lat", "between"),
        ("places.csv", COLUMNS + PLACE + PLACE, "war/places.csv:3: id 'w:p'", "war/places.csv:2"),
        ("places.csv", COLUMNS + 'w:p,"Pell,town\n', "war/places.csv:2", "a quote left open"),
        ("places.csv", COLUMNS + "w:p,Pell,town,1,2,6,,Syria,,recalled\n", "war/places.csv:2: country", "two capitals"),
    ],
)
def test_a_wrong_value_is_named_with_file_line_and_field(war: Path, file: str, text: str, where: str, why: str) -> None:
    (war / file).write_text(text, encoding="utf-8")
    message = told(war)
    assert message.startswith(where)
    assert why in message


@pytest.mark.parametrize(
    "anchor", [{"start": "spring"}, {"start": "2013-02-30"}, {"end": "2012-01-01"}, {"words": [9]}]
)
def test_a_bad_anchor_is_named_with_its_line(war: Path, anchor: dict[str, object]) -> None:
    sound = {
        "id": "w:fall",
        "words": ["fall of Pell"],
        "start": "2013-01-01",
        "end": "2013-01-02",
        "source": "recalled",
    }
    (war / "pack.yml").write_text(HEAD + "anchors:\n  - " + json.dumps(sound) + "\n", encoding="utf-8")
    assert read_pack(war).anchors[0].end == "2013-01-02"
    (war / "pack.yml").write_text(HEAD + "anchors:\n  - " + json.dumps(sound | anchor) + "\n", encoding="utf-8")
    message = told(war)
    assert message.startswith("war/pack.yml:9: anchors: ")
    assert next(iter(anchor)) in message


BAD_NAMES = ["", " ", ",", "...", "the", "The", "of", "a", "A", "Xavan ", "Xa\tvan"]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_what_cannot_be_a_name_is_refused_everywhere(war: Path, name: str) -> None:
    tries = [
        ("actors.yml", actor(name=name)),
        ("actors.yml", actor(aliases=[name])),
        ("actors.yml", actor(aliases=[{"text": name, "case": True}])),
        ("actors.yml", actor(labels=[name])),
        ("actors.yml", actor(persons=[{"name": name}])),
        ("outlets.yml", json.dumps([{"id": "o", "name": name, "agency": True}])),
    ]
    for file, text in tries:
        before = (war / file).read_text(encoding="utf-8")
        (war / file).write_text(text, encoding="utf-8")
        assert told(war).startswith(f"war/{file}:1: ")
        (war / file).write_text(before, encoding="utf-8")
    (war / "places.csv").write_text(COLUMNS + f'w:p,"{name}",town,1,2,6,,SY,,recalled\n', encoding="utf-8")
    assert "places.csv:2: name" in told(war)


def test_names_that_look_odd_but_are_names_are_taken(war: Path) -> None:
    names = ["IS", "WHO", "G7", "M23", "ق", "京", "Has", "Ибо"]
    (war / "actors.yml").write_text(actor(aliases=names), encoding="utf-8")
    assert [alias.text for alias in read_pack(war).actors[0].aliases] == names
    (war / "actors.yml").write_text(actor(aliases=[{"text": "IS", "case": False}]), encoding="utf-8")
    assert "alias 'IS'" in told(war)


@pytest.mark.parametrize("file", pack_files.FILES)
def test_another_encoding_is_named_with_the_line(war: Path, file: str) -> None:
    sound = (war / file).read_bytes()
    (war / file).write_bytes(sound.rstrip(b"\n") + b"\n# Saint-\xc9tienne\n")
    lines = sound.count(b"\n") + 1
    assert told(war).startswith(f"war/{file}:{lines}: byte 0xc9 is no UTF-8")
    (war / file).write_bytes(sound.decode().encode("utf-16"))
    assert "save the file as UTF-8" in told(war)


def test_a_byte_order_mark_changes_nothing(war: Path) -> None:
    plain = read_pack(war)
    for file in pack_files.FILES:
        (war / file).write_bytes(b"\xef\xbb\xbf" + (war / file).read_bytes())
    assert read_pack(war) == plain
    (war / "places.csv").write_text(COLUMNS.replace("\n", "\r\n") + PLACE, encoding="utf-8-sig", newline="")
    assert read_pack(war) == plain


@pytest.mark.parametrize("cell", ["n" * 2_001, "n" * 200_000])
def test_a_cell_beyond_the_bound_is_refused(war: Path, cell: str) -> None:
    (war / "places.csv").write_text(COLUMNS + PLACE.replace("Pell", cell), encoding="utf-8")
    message = told(war)
    assert message.startswith("war/places.csv:2")
    assert "quote left open" in message
    (war / "places.csv").write_text(COLUMNS + PLACE, encoding="utf-8")
    (war / "actors.yml").write_text(ACTOR + f"- {{id: 'w:y', name: {cell}, type: police}}\n", encoding="utf-8")
    assert told(war).startswith("war/actors.yml:2: no valid YAML: a text has over 2,000 characters")


def test_files_beyond_the_bounds_are_refused(war: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (war / "places.csv").write_text(COLUMNS + PLACE + PLACE.replace("w:p", "w:q"), encoding="utf-8")
    monkeypatch.setattr(pack_files, "MOST_ROWS", 1)
    assert told(war).startswith("war/places.csv:3: over 1 places")
    (war / "actors.yml").write_text("- x\n" * 50, encoding="utf-8")
    monkeypatch.setattr(loader, "MOST_NODES", 20)
    assert told(war).startswith("war/actors.yml:20: no valid YAML: over 20 keys")
    (war / "actors.yml").write_text("#" * 1_000_001, encoding="utf-8")
    assert told(war).startswith("war/actors.yml: has over 1 MB")
    (war / "actors.yml").write_text("[]", encoding="utf-8")
    (war / "places.csv").write_text("#" * 5_000_001, encoding="utf-8")
    assert told(war).startswith("war/places.csv: has over 5 MB")


@pytest.mark.parametrize("text", ["[" * 40_000, "- " * 40_000, "{a: " * 40_000, "[" * 30 + "]" * 30])
def test_deep_yaml_ends_at_once(war: Path, text: str) -> None:
    (war / "actors.yml").write_text(text, encoding="utf-8")
    began = time.monotonic()
    assert told(war).startswith("war/actors.yml:1")
    assert time.monotonic() - began < 2


def test_a_yaml_bomb_ends_at_once(war: Path) -> None:
    levels = ["&a0 [x, x, x, x, x, x, x, x, x]"] + [f"&a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    bomb = f"title: [{', '.join(levels)}]"
    (war / "pack.yml").write_text(HEAD.replace("title: A war", bomb), encoding="utf-8")
    began = time.monotonic()
    assert told(war).startswith("war/pack.yml:2: no valid YAML: anchors (&) and aliases (*) are not taken")
    assert time.monotonic() - began < 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_not_waited_for(war: Path) -> None:
    (war / "places.csv").unlink()
    assert told(war).startswith("war/places.csv: no such file; a pack holds pack.yml, actors.yml")
    os.mkfifo(war / "places.csv")
    assert told(war).startswith("war/places.csv: no such file")


def test_parents_in_a_circle_are_refused_with_their_line(war: Path) -> None:
    rows = [{"id": f"w:{n}", "name": f"Brigade {n}", "type": "police", "parent": f"w:{(n + 1) % 3}"} for n in range(3)]
    (war / "actors.yml").write_text("".join(f"- {json.dumps(row)}\n" for row in rows), encoding="utf-8")
    assert told(war).startswith("war/actors.yml:1: parent of 'w:0' leads back to it (w:0 > w:1 > w:2 > w:0)")
    (war / "actors.yml").write_text(actor(parent="w:x"), encoding="utf-8")
    assert "(w:x > w:x)" in told(war)
    (war / "actors.yml").write_text("[]", encoding="utf-8")
    (war / "places.csv").write_text(COLUMNS + PLACE.replace(",,SY", ",w:p,SY"), encoding="utf-8")
    assert told(war).startswith("war/places.csv:2: parent of 'w:p' leads back")


def test_a_circle_through_two_packs_is_refused(war: Path, tmp_path: Path) -> None:
    # The government of a state has its state above it, without being written down.
    (war / "actors.yml").write_text(
        json.dumps([{"id": "state:ZW", "name": "Zimbabwe", "type": "foreign_state", "parent": "gov:ZW"}]),
        encoding="utf-8",
    )
    with pytest.raises(PackError, match=r"actors.yml: parent of 'gov:ZW' leads back to it"):
        join_packs([read_pack(war)])


def test_pack_check_finds_them_all_without_a_traceback(war: Path, capsys: pytest.CaptureFixture[str]) -> None:
    breaks = [
        ("actors.yml", actor(parent="w:x"), "leads back"),
        ("actors.yml", actor(name="the"), "word of every sentence"),
        ("actors.yml", "[" * 5_000, "nest over"),
        ("pack.yml", HEAD.replace('"2024-01-01"', "soon"), "as_of"),
        ("places.csv", "\ufeff" + COLUMNS + PLACE.replace("Pell", ","), "places.csv:2"),
    ]
    for file, text, why in breaks:
        before = (war / file).read_text(encoding="utf-8")
        (war / file).write_text(text, encoding="utf-8")
        assert run_command(["pack", "check", str(war), "--json"]) == codes.CHECK_FAILED
        [finding] = json.loads(capsys.readouterr().out)["findings"]
        assert why in finding["message"]
        (war / file).write_text(before, encoding="utf-8")


def test_pack_check_names_the_folder_it_stands_in(war: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(war)
    (war / "actors.yml").write_text(actor(name="the"), encoding="utf-8")
    with pytest.raises(PackError, match=r"^war/actors\.yml:1"):
        read_pack(Path())
