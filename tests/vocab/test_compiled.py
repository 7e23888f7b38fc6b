"""What is kept between starts: made once, made anew where anything it hangs on differs or it is torn, never trusted."""

from __future__ import annotations

import marshal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from crossbearing.vocab.compiled import FOLDER, Texts, compiled

MODULE = "crossbearing.vocab.compiled"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CROSSBEARING_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / FOLDER


class Maker:
    def __init__(self) -> None:
        self.made = 0

    def __call__(self, *_: object) -> list[int]:
        self.made += 1
        return [1, 2]


def test_a_value_is_made_once_for_the_same_sources(place: Path) -> None:
    make = Maker()
    for source in (b"a", b"a", b"b", b"b"):
        assert compiled("v", MODULE, [source], make) == [1, 2]
    assert make.made == 2
    assert len(list(place.glob("v-*.bin"))) == 2


@pytest.mark.parametrize("spoil", [b"", b"\0" * 50, None])
def test_a_torn_file_is_made_anew(place: Path, spoil: bytes | None) -> None:
    make = Maker()
    compiled("v", MODULE, [b"a"], make)
    [file] = place.glob("v-*.bin")
    file.write_bytes(file.read_bytes()[:-1] if spoil is None else spoil)
    assert compiled("v", MODULE, [b"a"], make) == [1, 2]
    assert make.made == 2
    assert compiled("v", MODULE, [b"a"], make) == [1, 2]
    assert make.made == 2


def test_a_folder_that_others_may_write_is_neither_read_nor_written(place: Path) -> None:
    make = Maker()
    place.mkdir(parents=True)
    place.chmod(0o777)
    assert compiled("v", MODULE, [b"a"], make) == compiled("v", MODULE, [b"a"], make)
    assert make.made == 2
    assert not list(place.iterdir())


def test_a_cache_that_cannot_be_made_costs_time_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("CROSSBEARING_CACHE", str(tmp_path / "file"))
    make = Maker()
    assert compiled("v", MODULE, [b"a"], make) == [1, 2]
    assert make.made == 1


def test_many_writers_leave_one_whole_file(place: Path) -> None:
    value = list(range(5000))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: compiled("v", MODULE, [b"a"], lambda: value), range(64)))
    assert all(one == value for one in found)
    assert [file.name[:2] for file in place.iterdir()] == ["v-"]


def test_old_versions_go_when_there_are_many(place: Path) -> None:
    for number in range(9):
        compiled("v", MODULE, [str(number).encode()], Maker())
    assert len(list(place.glob("v-*.bin"))) == 4


def test_texts_are_read_once_and_each_reading_is_a_value_of_its_own(place: Path) -> None:
    make, first = Maker(), Texts("t", MODULE)
    one = first.read("a", make)
    one.append(3)
    assert first.read("a", make) == [1, 2]
    first.write()
    again = Texts("t", MODULE)
    assert again.read("a", make) == [1, 2]
    assert make.made == 1
    [file] = place.glob("t-*.bin")
    assert len(marshal.loads(file.read_bytes()[32:])) == 1
