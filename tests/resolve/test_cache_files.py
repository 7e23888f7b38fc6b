"""Built files: where they lie, what a killed build leaves, what is said of a damaged import."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.model.errors import GazetteerError
from crossbearing.resolve import gazetteer_build
from crossbearing.resolve.cache_files import cache_dir, part_of, sweep
from crossbearing.resolve.gazetteer import Gazetteer, verify
from crossbearing.resolve.gazetteer_import import import_file

TABLE = "name,lat,lon,country\nQaryat Tajriba,34.5,36.5,SY\n"


def imported(folder: Path) -> Path:
    (folder / "own.csv").write_text(TABLE, encoding="utf-8")
    return import_file(folder / "own.csv", into=folder / "cache")


def hidden(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob(".*"))


def test_a_relative_cache_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CROSSBEARING_CACHE", "some/cache")
    assert cache_dir() == tmp_path / "some" / "cache"
    assert gazetteer_build.index_path().is_absolute()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CROSSBEARING_CACHE", "~/cache")
    assert cache_dir() == tmp_path / "home" / "cache"
    monkeypatch.delenv("CROSSBEARING_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "below")
    assert cache_dir() == tmp_path / "below" / "crossbearing"
    monkeypatch.setenv("CROSSBEARING_CACHE", "~nobody-of-this-name/cache")
    with pytest.raises(GazetteerError, match="set CROSSBEARING_CACHE"):
        cache_dir()


def test_an_index_is_written_and_opened_by_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own.csv").write_text(TABLE, encoding="utf-8")
    index = import_file(Path("own.csv"), into=Path("cache"))
    assert index == tmp_path / "cache" / "imported-own.sqlite"
    assert Gazetteer(Path("cache/imported-own.sqlite")).lookup("Qaryat Tajriba")[0].place.lat == 34.5


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_the_part_of_a_killed_build_is_removed_by_the_next(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    code = (
        "import os, signal, sys; from pathlib import Path; from crossbearing.resolve.cache_files import part_of\n"
        "with part_of(Path(sys.argv[1]) / 'gazetteer-0.sqlite') as part:\n"
        "    part.write_bytes(b'x' * 1000); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(cache)], check=False)
    assert done.returncode == -signal.SIGKILL
    [left] = hidden(cache)
    assert left.startswith(".gazetteer-0.sqlite.")
    assert left.endswith(".part")
    imported(tmp_path)
    assert hidden(cache) == []


@pytest.mark.skipif(sys.platform == "win32", reason="an open file is its own lock there")
def test_a_build_that_goes_on_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "gazetteer-0.sqlite"
    with part_of(target) as first, part_of(target) as second:
        assert first != second
        assert sweep(tmp_path) == []
        assert hidden(tmp_path) == sorted([first.name, second.name])
        os.replace(first, target)
    assert [file.name for file in tmp_path.iterdir()] == [target.name]


def test_parts_of_older_versions_are_removed_once_nobody_writes(tmp_path: Path) -> None:
    old, new = tmp_path / ".gazetteer-0.sqlite.ab_12xyz", tmp_path / ".imported-SY.sqlite.ab_12xyz"
    others = [tmp_path / ".gazetteer-notes", tmp_path / ".bashrc", tmp_path / "gazetteer-0.sqlite.1.part"]
    for file in (old, new, *others):
        file.touch()
    hour = time.time() - 3_600
    for file in (old, *others):
        os.utime(file, (hour, hour))
    assert sweep(tmp_path) == [old]
    assert all(file.exists() for file in (new, *others))
    assert sweep(tmp_path / "none") == []


def test_a_build_that_fails_leaves_nothing_and_names_the_file(tmp_path: Path) -> None:
    def full(_writer: gazetteer_build.IndexWriter) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    target = tmp_path / "gazetteer-0.sqlite"
    with pytest.raises(GazetteerError, match=r"gazetteer-0\.sqlite: cannot be written: .*is the disk full"):
        gazetteer_build.write_index(target, full, gazetteer_build.silent, "test")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").touch()
    with pytest.raises(GazetteerError, match="set CROSSBEARING_CACHE"):
        gazetteer_build.write_index(tmp_path / "file" / "x.sqlite", full, gazetteer_build.silent, "test")


def flip(index: Path) -> None:
    content = bytearray(index.read_bytes())
    content[len(content) // 2] ^= 0xFF
    index.write_bytes(bytes(content))


@pytest.mark.parametrize(
    "damage",
    [
        flip,
        lambda index: index.write_bytes(b""),
        lambda index: index.unlink(),
        lambda index: index.with_suffix(".json").unlink(),
        lambda index: index.with_suffix(".json").write_text("[]", encoding="utf-8"),
        lambda index: index.with_suffix(".json").write_text("{}", encoding="utf-8"),
        lambda index: index.with_suffix(".json").write_text("[" * 200_000, encoding="utf-8"),
    ],
)
def test_a_damaged_import_is_to_be_imported_again(damage: Callable[[Path], object], tmp_path: Path) -> None:
    index = imported(tmp_path)
    damage(index)
    with pytest.raises(GazetteerError) as caught:
        verify(index, deep=True)
    told = str(caught.value)
    assert "gazetteer build" not in told
    assert "gazetteer import" in told
    assert f"or remove {index}" in told
    imported(tmp_path)
    assert verify(index, deep=True)["places"] == 1


def test_a_damaged_import_names_the_file_it_came_from(tmp_path: Path) -> None:
    index = imported(tmp_path)
    flip(index)
    with pytest.raises(GazetteerError, match=r"gazetteer import .*own\.csv` again"):
        verify(index)
    build = index.rename(tmp_path / "gazetteer-0.sqlite")
    index.with_suffix(".json").rename(build.with_suffix(".json"))
    with pytest.raises(GazetteerError, match="gazetteer build"):
        verify(build)


def test_damage_met_while_reading_names_the_import(tmp_path: Path) -> None:
    index = imported(tmp_path)
    opened = Gazetteer(index)
    other = sqlite3.connect(tmp_path / "empty.sqlite")
    opened._connections = [other]
    with pytest.raises(GazetteerError, match=r"imported-own\.sqlite: damaged .*gazetteer import"):
        opened.lookup("Qaryat Tajriba")
    other.close()


def test_doctor_looks_at_imports_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    index = imported(tmp_path)
    main = index.with_name("gazetteer-0.sqlite")
    for suffix in (".sqlite", ".json"):
        main.with_suffix(suffix).write_bytes(index.with_suffix(suffix).read_bytes())
    monkeypatch.setattr(gazetteer_build, "index_path", lambda: main)

    def seen() -> dict[str, object]:
        code = run_command(["doctor", "--json"])
        answer = json.loads(capsys.readouterr().out)
        [finding] = [f for f in answer["findings"] if f["what"] == "gazetteer"]
        assert (code == codes.DONE) == answer["well"]
        return dict(finding)

    assert "1 places, sound; 1 imported files, 1 places" in str(seen()["seen"])
    flip(index)
    finding = seen()
    assert finding["well"] is False
    assert "imported-own.sqlite: damaged" in str(finding["seen"])


def country_row(**cells: str) -> str:
    names = ["id", "name", "ascii", "others", "lat", "lon", "feature", "code", "country", "cc2", "adm1", "adm2", "adm3",
             "adm4", "people", "elevation", "dem", "zone", "day"]  # fmt: skip
    row = {"id": "1", "name": "Velm", "lat": "10", "lon": "20", "feature": "P", "code": "PPL", "people": "9"} | cells
    return "\t".join(row.get(name, "") for name in names) + "\n"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"people": "²"}, "population '²'"),
        ({"people": "9" * 5_000}, "population '999"),
        ({"lat": "nan"}, "'nan' is no number of degrees"),
        ({"lat": "north"}, "'north' is no number of degrees"),
        ({"lon": "181"}, "'181' is no number of degrees between -180 and 180"),
    ],
)
def test_a_bad_number_of_a_country_file_is_named_with_its_line(
    cells: dict[str, str], said: str, tmp_path: Path
) -> None:
    (tmp_path / "ZZ.txt").write_text(country_row() + country_row(id="2", **cells), encoding="utf-8")
    with pytest.raises(GazetteerError) as caught:
        import_file(tmp_path / "ZZ.txt", into=tmp_path)
    assert "ZZ.txt:2: " in str(caught.value)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_population_that_is_none_costs_no_table(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("name,lat,lon,country,population\nVelm,1,2,SY,4³\n", encoding="utf-8")
    index = import_file(tmp_path / "own.csv", into=tmp_path)
    assert Gazetteer(index).lookup("Velm")[0].place.population == 0
