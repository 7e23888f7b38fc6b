"""The folder of a run: one set or the other, one writer at a time, and every refusal in one line."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from crossbearing.export import folder as folders
from crossbearing.export.folder import RunFolder, holds_something
from crossbearing.model.errors import OutputError

KNOWN = ("claims.jsonl", "documents.jsonl", "report.html")


def write(out: Path, text: str, names: tuple[str, ...] = KNOWN) -> None:
    with RunFolder(out, KNOWN) as folder:
        for name in names:
            folder.write(name, [text, "\n"])
        folder.publish({"version": text})


def whole(out: Path) -> str:
    """Return the version of the set in ``out`` after looking at every file of it."""
    manifest = json.loads((out / "run.json").read_text(encoding="utf-8"))
    for name, said in manifest["files"].items():
        raw = (out / name).read_bytes()
        assert (len(raw), hashlib.sha256(raw).hexdigest()) == (said["bytes"], said["sha256"]), name
    return str(manifest["version"])


def test_a_set_takes_the_place_of_the_last_one(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    write(out, "first")
    assert whole(out) == "first"
    write(out, "second", KNOWN[:2])
    assert whole(out) == "second"
    assert {p.name for p in out.iterdir()} == {*KNOWN[:2], "run.json"}
    assert [p.name for p in out.parent.iterdir()] == ["out"]


def test_what_is_not_ours_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    write(out, "first")
    (out / "notes.txt").write_text("mine")
    (out / "pictures").mkdir()
    write(out, "second", KNOWN[:2])
    assert whole(out) == "second"
    assert (out / "notes.txt").read_text() == "mine"
    assert not (out / "report.html").exists()
    monkeypatch.chdir(out)
    write(Path("."), "third")
    assert whole(out) == "third"
    assert (out / "notes.txt").read_text() == "mine"
    assert not any(p.name.startswith(".") for p in (*out.iterdir(), *out.parent.iterdir()))


def test_where_folders_cannot_be_exchanged_files_are_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "exchange", lambda one, other: False)
    out = tmp_path / "out"
    write(out, "first")
    write(out, "second", KNOWN[:1])
    assert whole(out) == "second"
    assert {p.name for p in out.iterdir()} == {KNOWN[0], "run.json"}


def test_a_run_killed_between_two_renames_is_completed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "exchange", lambda one, other: False)
    out = tmp_path / "out"
    write(out, "first")
    real, done = os.replace, []

    def killed(one: str, other: str) -> None:
        done.append(one)
        if len(done) > 2:
            raise SystemExit
        real(one, other)

    monkeypatch.setattr(os, "replace", killed)
    monkeypatch.setattr(folders.shutil, "rmtree", lambda *a, **k: None)
    with pytest.raises(SystemExit):
        write(out, "second")
    monkeypatch.undo()
    with RunFolder(out, KNOWN):
        assert whole(out) == "second"


def test_a_failure_leaves_the_old_set(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, "first")
    with pytest.raises(ZeroDivisionError), RunFolder(out, KNOWN) as folder:
        folder.write("claims.jsonl", (str(1 // n) for n in (1, 0)))
    assert whole(out) == "first"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with RunFolder(out, KNOWN) as folder:
        with pytest.raises(OutputError, match="out: another run is writing it; wait for it or choose another --out"):
            write(out, "second")
        folder.write("claims.jsonl", ["a"])
        folder.publish({"version": "first"})
    assert whole(out) == "first"
    write(out, "third")
    assert whole(out) == "third"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a letter")
    with pytest.raises(OutputError, match="is a file; give --out the name of a folder"):
        write(tmp_path / "out", "first")
    with pytest.raises(OutputError, match="cannot be written: "):
        write(tmp_path / "out" / "deeper", "first")
    assert (tmp_path / "out").read_text() == "a letter"


def test_a_link_to_a_folder_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    write(tmp_path / "out", "first")
    assert (tmp_path / "out").is_symlink()
    assert whole(tmp_path / "real") == "first"


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    place = tmp_path / "tiny"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a file system can only be mounted as root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("below", ["out", "."])
def test_a_full_disk_names_the_file_and_leaves_the_old_set(tiny: Path, below: str) -> None:
    out = tiny / below
    write(out, "first")
    with RunFolder(out, KNOWN) as folder:
        folder.write("claims.jsonl", ["second"])
        with pytest.raises(OutputError, match=r"report\.html: No space left on device; what stood in .* is unchanged"):
            folder.write("report.html", ["x" * 1000] * 2000)
    assert whole(out) == "first"
    write(out, "third")
    assert whole(out) == "third"


def test_a_set_holds_something_when_it_has_a_document(tmp_path: Path) -> None:
    with RunFolder(tmp_path / "out", KNOWN) as folder:
        folder.write("documents.jsonl", [])
        folder.publish({})
    assert not holds_something(tmp_path / "out")
    write(tmp_path / "out", "first")
    assert holds_something(tmp_path / "out")


INNER = ("report/events-001.html", "report/events-002.html")


def write_site(out: Path, text: str, inner: tuple[str, ...]) -> None:
    with RunFolder(out, KNOWN, ("report",)) as folder:
        for name in (*KNOWN, *inner):
            folder.write(name, [text, "\n"])
        folder.publish({"version": text})


def names(out: Path) -> set[str]:
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}


@pytest.mark.parametrize("swapped", [True, False])
def test_pages_in_a_folder_are_part_of_the_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swapped: bool) -> None:
    if not swapped:
        monkeypatch.setattr(folders, "exchange", lambda one, other: False)
    out = tmp_path / "out"
    write_site(out, "first", INNER)
    assert whole(out) == "first"
    assert names(out) == {*KNOWN, *INNER, "run.json"}
    write_site(out, "second", INNER[:1])
    assert whole(out) == "second"
    assert names(out) == {*KNOWN, INNER[0], "run.json"}
    write_site(out, "third", ())
    assert whole(out) == "third"
    assert names(out) == {*KNOWN, "run.json"}
    assert not (out / "report").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_what_others_put_into_the_folder_of_pages_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_site(out, "first", INNER)
    (out / "report/notes.html").write_text("mine")
    write_site(out, "second", INNER[:1])
    assert whole(out) == "second"
    assert names(out) == {*KNOWN, INNER[0], "run.json", "report/notes.html"}
    write_site(out, "third", ())
    assert names(out) == {*KNOWN, "run.json", "report/notes.html"}
    assert (out / "report/notes.html").read_text() == "mine"


def test_a_manifest_that_names_files_elsewhere_removes_none_of_them(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_site(out, "first", INNER)
    (tmp_path / "mine.html").write_text("mine")
    (out / "notes.txt").write_text("mine")
    evil = {"files": {"report/../../mine.html": {}, "../mine.html": {}, "notes.txt": {}, "report/": {}, 7: {}}}
    (out / "run.json").write_text(json.dumps(evil))
    write_site(out, "second", ())
    assert whole(out) == "second"
    assert (tmp_path / "mine.html").read_text() == (out / "notes.txt").read_text() == "mine"


def test_a_link_in_place_of_the_folder_of_pages_is_not_followed(tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    write_site(out, "first", ())
    other.mkdir()
    (out / "report").symlink_to(other)
    with pytest.raises(OutputError, match="is a link; remove it or choose another --out"):
        write_site(out, "second", INNER)
    assert list(other.iterdir()) == []


def test_a_killed_run_of_many_pages_is_completed_without_pages_of_the_old_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "exchange", lambda one, other: False)
    out = tmp_path / "out"
    write_site(out, "first", INNER)
    real, done = os.replace, []

    def killed(one: str, other: str) -> None:
        done.append(one)
        if len(done) > 2:
            raise SystemExit
        real(one, other)

    monkeypatch.setattr(os, "replace", killed)
    monkeypatch.setattr(folders.shutil, "rmtree", lambda *a, **k: None)
    with pytest.raises(SystemExit):
        write_site(out, "second", INNER[:1])
    monkeypatch.undo()
    with RunFolder(out, KNOWN, ("report",)):
        assert whole(out) == "second"
        assert names(out) >= {*KNOWN, INNER[0], "run.json"}
        assert not (out / INNER[1]).exists()
