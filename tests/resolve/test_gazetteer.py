"""The index of the world's places: keys, joins with packs, damage, imports."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from crossbearing.model.errors import GazetteerError
from crossbearing.resolve import gazetteer_build
from crossbearing.resolve.fold import fold_key, skeleton
from crossbearing.resolve.gazetteer import Gazetteer, kilometres, verify
from crossbearing.resolve.gazetteer_import import fetch, import_file

NOT_IN_THE_WHOLE = """
select p.gid, n.key, n.tier from main.place p join main.nm n on n.place = p.id where not exists (
  select 1 from whole.place w join whole.nm m on m.key = n.key and m.tier = n.tier and m.place = w.id
  where w.gid = p.gid and (w.name, w.kind, w.lat, w.lon, w.radius_km, w.country, w.admin1, w.population, w.parent)
    is (p.name, p.kind, p.lat, p.lon, p.radius_km, p.country, p.admin1, p.population, p.parent))
"""


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def row(number: int, name: str, code: str = "PPL", feature: str = "P", people: int = 10) -> str:
    cells = [
        str(number),
        name,
        name,
        "",
        "10.5",
        "20.25",
        feature,
        code,
        "ZZ",
        "",
        "07",
        "",
        "",
        "",
        str(people),
        "",
        "",
        "",
        "",
    ]
    return "\t".join(cells) + "\n"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Douma", "sy:douma"),
        ("Yarmuk", "sy:damascus/yarmouk"),
        ("Kadam", "sy:damascus/qadam"),
        ("Maaret al-Numan", "sy:maarat-al-numan"),
        ("Hodeida", "ye:hodeidah"),
        ("Syria", "country:SY"),
        ("Anbar province", "iq:anbar-province"),
        ("Paris", "gn:2988507"),
    ],
)
def test_spellings_lead_to_the_place(name: str, wanted: str) -> None:
    assert wanted in [c.place.id for c in gazetteer().lookup(name)]


def test_a_place_of_pack_and_index_stands_once() -> None:
    names = [c.place.id for c in gazetteer().lookup("Aleppo", "SY") if c.place.kind == "city"]
    assert names == ["sy:aleppo"]


def test_country_filter_and_unknown_names() -> None:
    assert {c.place.country for c in gazetteer().lookup("Tripoli", "LB")} == {"LB"}
    assert gazetteer().lookup("Xqzzwv") == ()


def test_parents_lead_up_to_the_country() -> None:
    assert gazetteer().parents("sy:damascus/qadam")[-1] == "country:SY"
    assert gazetteer().inside("sy:damascus/qadam", "sy:damascus")
    kharkiv = next(c.place for c in gazetteer().lookup("Kharkiv") if c.place.kind == "city")
    assert gazetteer().parents(kharkiv.id)[-1] == "country:UA"


def test_lookup_is_quick_when_warm() -> None:
    names = ["Douma", "Aleppo", "Mosul", "Kharkiv", "Goma", "Taiz", "Gao", "Lashio"] * 50
    first = [gazetteer().lookup(n) for n in names]
    assert [gazetteer().lookup(n) for n in names] == first
    assert gazetteer().lookup.cache_info().hits >= len(names)


def test_damage_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "ZZ.txt"
    source.write_text(row(1, "Velm") + row(2, "Orrin", people=3000), encoding="utf-8")
    index = import_file(source, into=tmp_path)
    assert verify(index, deep=True)["places"] == 2
    content = bytearray(index.read_bytes())
    content[len(content) // 2] ^= 0xFF
    index.write_bytes(bytes(content))
    with pytest.raises(GazetteerError, match="damaged"):
        verify(index)


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "ZZ.txt"
    source.write_text(row(1, "Velm"), encoding="utf-8")
    index = import_file(source, into=tmp_path)
    index.write_bytes(index.read_bytes()[:1000])
    with pytest.raises(GazetteerError, match="damaged"):
        verify(index)
    with pytest.raises(GazetteerError, match="missing"):
        verify(tmp_path / "none.sqlite")


def test_import_keeps_kinds_and_leaves_nothing_half(tmp_path: Path) -> None:
    source = tmp_path / "ZZ.txt"
    source.write_text(
        row(1, "Velm Airbase", "AIRB", "S") + row(2, "Velm", people=60_000) + row(3, "A tree", "TREE", "V")
    )
    index = import_file(source, into=tmp_path)
    opened = Gazetteer(gazetteer().paths[0], None, [index])
    assert (opened.lookup("Velm")[0].place.kind, opened.lookup("Velm")[0].place.id) == ("city", "gn:2")
    assert opened.lookup("Velm Airbase")[0].place.kind == "airbase"
    assert sorted(f.suffix for f in tmp_path.iterdir()) == [".json", ".sqlite", ".txt"]


def test_import_names_the_bad_line(tmp_path: Path) -> None:
    source = tmp_path / "ZZ.txt"
    source.write_text(row(1, "Velm") + "not a row\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"ZZ\.txt:2"):
        import_file(source, into=tmp_path)
    assert [f.name for f in tmp_path.iterdir()] == ["ZZ.txt"]


def test_fetch_refuses_what_is_no_country_code(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="two-letter"):
        fetch(["../etc"], into=tmp_path)


def test_status_tells_files_and_places() -> None:
    told = gazetteer().status(deep=False)
    assert told["files"][0]["places"] > 230_000
    assert told["files"][0]["megabytes"] < 80


def test_keys_join_spellings_and_keep_others_apart() -> None:
    assert fold_key("Hajar al-Aswad") == fold_key("Al Ḩajar al Aswad")
    assert fold_key("Qadam") != fold_key("Qatana")
    assert skeleton("dm") == ""
    assert round(kilometres(0, 0, 0, 1)) == 111


@pytest.mark.slow
def test_build_is_small_and_reports_progress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all cities that are read every twentieth is written: the index of all was built before, by the same steps."""
    cities = gazetteer_build._read_cities
    monkeypatch.setattr(gazetteer_build, "_read_cities", lambda progress: islice(cities(progress), 0, None, 20))
    told: list[float] = []
    index = gazetteer_build.build(lambda stage, share: told.append(share), tmp_path / "g.sqlite")
    assert told == sorted(told)
    assert len(told) > 20
    assert told[-1] == 1.0
    assert index.read_bytes()[:15] == b"SQLite format 3"
    gazetteer()  # builds the index of all where there is none yet
    whole = gazetteer_build.index_path()
    assert index.stat().st_size < whole.stat().st_size < 80_000_000
    with closing(sqlite3.connect(index)) as connection:
        connection.execute("attach ? as whole", (str(whole),))
        assert connection.execute("select count(*) from main.place").fetchone()[0] > 10_000
        assert connection.execute("select count(*) from main.nm").fetchone()[0] > 50_000
        assert connection.execute(NOT_IN_THE_WHOLE).fetchmany(5) == []
