"""``ingest`` and its kin from the command line: what is said, what is kept, what exit codes mean."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.readers.decode import sha256

TEXT = "Shells killed 7 civilians in Douma on Tuesday, a monitor said.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "reports"
    found.mkdir()
    for n, outlet in enumerate(("North", "South")):
        (found / f"r{n}.txt").write_text(TEXT.replace("7", str(7 + n)), encoding="utf-8")
        meta = {"outlet": outlet, "published": "2014-03-11"}
        (found / f"r{n}.meta.json").write_text(json.dumps(meta), encoding="utf-8")
    return found


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_ingesting_twice_keeps_once(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = str(tmp_path / "r.db")
    assert run_command(["ingest", str(folder), "--db", db, "--json"]) == codes.DONE
    first = said(capsys)
    assert (first["kept"], first["read"]) == (
        {"new": 2, "same": 0, "version": 0, "forgotten": 0, "refused": 0}, 2,
    )  # fmt: skip
    assert run_command(["ingest", str(folder), "--db", db, "--json"]) == codes.DONE
    again = said(capsys)
    assert (again["kept"], again["read"]) == (
        {"new": 0, "same": 2, "version": 0, "forgotten": 0, "refused": 0}, 0,
    )  # fmt: skip
    assert again["claims"] == first["claims"] != 0
    (folder / "r0.txt").write_text(TEXT.replace("7", "9"), encoding="utf-8")
    assert run_command(["ingest", str(folder), "--db", db, "--list"]) == codes.DONE
    assert capsys.readouterr().out.splitlines()[:2] == ["version: r0", "same: r1"]
    assert run_command(["search", "civilians", "Douma", "--db", db, "--json"]) == codes.DONE
    found = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in found["documents"]] == ["r0", "r1"]
    assert run_command(["search", "zeppelin", "--db", db]) == codes.CHECK_FAILED
    assert run_command(["reconcile", "--db", db, "--json"]) == codes.DONE
    assert json.loads(capsys.readouterr().out)["documents"] == 2


def test_bytes_are_kept_where_asked_and_their_hash_always(folder: Path, tmp_path: Path) -> None:
    articles = tmp_path / "articles.jsonl"
    lines = [json.dumps({"id": f"j{n}", "text": TEXT.replace("7", str(20 + n))}) + "\n" for n in range(3)]
    articles.write_text("".join(lines), encoding="utf-8")
    db = tmp_path / "r.db"
    given = ["ingest", str(folder), str(articles), "--db", str(db), "--keep-raw", "--who", "ada"]
    assert run_command(given) == codes.DONE
    with sqlite3.connect(db) as plain:
        rows = plain.execute(
            "SELECT d.id, d.who, d.raw_sha256, r.bytes FROM documents d LEFT JOIN raw r ON r.raw_sha256 = d.raw_sha256"
        ).fetchall()
    assert sorted(row[0] for row in rows) == ["j0", "j1", "j2", "r0", "r1"]
    assert all(who == "ada" and sha256(raw) == digest for _, who, digest, raw in rows)


def test_what_cannot_be_kept_is_said(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = str(tmp_path / "r.db")
    other = tmp_path / "other"
    other.mkdir()
    (other / "r0.txt").write_text("Rebels left Idlib on Friday.", encoding="utf-8")
    assert run_command(["ingest", str(folder), "--db", db]) == codes.DONE
    capsys.readouterr()
    assert run_command(["ingest", str(other), "--db", db, "--json"]) == codes.PARTLY
    captured = capsys.readouterr()
    assert "not kept: r0 id 'r0' is already that of another report" in captured.err
    assert json.loads(captured.out)["not_kept"][0]["outcome"] == "refused"
    assert run_command(["ingest", "http://127.0.0.1:9/feed", "--db", db, "--json"]) == codes.PARTLY
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "not_public"
    assert run_command(["ingest", "ftp://north.example/a.txt", "--db", db, "--json"]) == codes.PARTLY
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "bad_address"
    assert run_command(["run", "https://north.example/a", "--out", str(tmp_path / "out")]) == codes.PARTLY
    assert "not read: https://north.example/a: is an address;" in (told := capsys.readouterr().err)
    assert "crossbearing ingest ADDRESS --db STORE" in told
    assert run_command(["ingest", str(tmp_path / "none"), "--db", str(tmp_path / "new.db")]) == codes.PARTLY
    assert run_command(["reconcile", "--db", str(tmp_path / "absent.db")]) == codes.FAILED
    assert "no such store" in capsys.readouterr().err
