"""The commands as a shell sees them: exit codes, what goes to which stream, files, and the same bytes every time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.extract.engine import Extractor
from crossbearing.report import page
from crossbearing.samples import folder, pack
from crossbearing.store.store import Store
from tests.report.walk import walked

FILES = {
    "agreements.jsonl",
    "claims.jsonl",
    "control.csv",
    "documents.jsonl",
    "events.jsonl",
    "families.jsonl",
    "merges.jsonl",
    "positions.csv",
    "report.html",
    "run.json",
    "sources.csv",
    "tolls.csv",
    "unplaced.jsonl",
    "unread.jsonl",
}
REPORT = "The army said its forces had seized the town of Harasta on Monday, killing 12 rebels.\n"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "out"
    assert run_command(["demo", "--out", str(out), "--json"]) == codes.DONE
    return out


def test_demo_writes_every_file(demo: Path) -> None:
    assert {path.name for path in demo.iterdir()} == FILES | {"record.db"}
    documents = [json.loads(line) for line in (demo / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [d["id"] for d in documents] == sorted(path.stem for path in folder().glob("*.txt"))
    claims = [json.loads(line) for line in (demo / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [c["id"] for c in claims] == sorted(c["id"] for c in claims)
    texts = {path.stem: path.read_text(encoding="utf-8") for path in folder().glob("*.txt")}
    for claim in claims:
        evidence = claim["evidence"]
        assert texts[claim["document"]][evidence["start"] : evidence["end"]] == evidence["text"]
    assert (demo / "unread.jsonl").read_text(encoding="utf-8") == ""


def test_the_demo_is_a_store_too(demo: Path) -> None:
    kept = Store(str(demo / "record.db")).finished()
    claims = [json.loads(line)["id"] for line in (demo / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [claim.id for claim in kept.claims] == claims


def test_the_report_of_the_demo_is_sound_and_small_enough(demo: Path) -> None:
    walk = walked((demo / "report.html").read_text(encoding="utf-8"))
    lands = [part for part in walk.parts if part.tag == "path" and part.classes & {"land", "lake", "river"}]
    assert 2_000 < sum(len(part.attributes["d"]) for part in lands) < 60_000
    assert sum("land" in part.classes for part in walk.parts) > 4


def test_order_and_repetition_change_no_byte(demo: Path, tmp_path: Path) -> None:
    texts = sorted(folder().glob("*.txt"))
    for name, paths in (("back", texts[::-1]), ("again", texts + texts[:2])):
        out = tmp_path / name
        assert run_command(["run", *map(str, paths), "--pack", str(pack()), "--out", str(out), "--json"]) == codes.DONE
        for file in sorted(FILES - {"report.html", "run.json"}):  # the title of the demo is its own
            assert (out / file).read_bytes() == (demo / file).read_bytes(), file
    for file in ("report.html", "run.json"):
        assert (tmp_path / "back" / file).read_bytes() == (tmp_path / "again" / file).read_bytes()


def test_own_packs_say_where_outlets_stand(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["run", str(folder()), "--out", str(tmp_path / "without"), "--json"]) == codes.DONE
    capsys.readouterr()

    def sides(out: Path) -> set[str | None]:
        families = map(json.loads, (out / "families.jsonl").read_text(encoding="utf-8").splitlines())
        return {f["side"] for f in families if "voice-of-the-ghouta" in f["id"]}

    assert (sides(demo), sides(tmp_path / "without")) == ({"syria:opposition"}, {None})
    assert run_command(["run", str(folder()), "--pack", str(tmp_path / "nowhere")]) == codes.FAILED
    assert "nowhere: no folder" in capsys.readouterr().err


def test_bad_input_in_one_batch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    batch = tmp_path / "batch"
    batch.mkdir()
    (batch / "good.txt").write_text(REPORT, encoding="utf-8")
    (batch / "empty.txt").write_bytes(b"")
    (batch / "binary.txt").write_bytes(b"\x7fELF\x00\x01\x02")
    (batch / "odd.txt").write_bytes(b"\xff\xfeR")
    (batch / "endless.txt").write_bytes(b"a" * 20_000_000)
    (batch / "sidecar.txt").write_text(REPORT, encoding="utf-8")
    (batch / "sidecar.meta.json").write_text('{"outlet": ', encoding="utf-8")
    (batch / "dated.txt").write_text(REPORT, encoding="utf-8")
    (batch / "dated.meta.json").write_text('{"published": "2014-13-45"}', encoding="utf-8")
    (batch / "notes.log").write_text("left alone", encoding="utf-8")
    code = run_command(["run", str(batch), str(tmp_path / "absent"), "--out", str(tmp_path / "out"), "--json"])
    captured = capsys.readouterr()
    assert code == codes.PARTLY
    summary = json.loads(captured.out)
    assert summary["documents"] == 1
    assert summary["claims"] >= 1
    found = {(Path(p["name"]).name, p["code"]) for p in summary["problems"]}
    assert found == {
        ("empty.txt", "empty"),
        ("binary.txt", "binary"),
        ("odd.txt", "wrong_encoding"),
        ("endless.txt", "too_large"),
        ("sidecar.meta.json", "bad_json"),
        ("dated.meta.json", "bad_date"),
        ("absent", "not_found"),
    }
    lines = [line for line in captured.err.splitlines() if line.startswith("not read: ")]
    assert len(lines) == 7
    assert any(line.startswith("left alone: ") and "notes.log" in line for line in captured.err.splitlines())
    unread = (tmp_path / "out/unread.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(unread) == 7
    assert "2014-13-45" in (tmp_path / "out/report.html").read_text(encoding="utf-8")


def test_nothing_to_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["run", str(tmp_path), "--out", str(tmp_path / "out")]) == codes.FAILED
    assert "nothing could be read" in capsys.readouterr().err


def test_extract_prints_claims(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    assert run_command(["extract", str(tmp_path), "--json"]) == codes.DONE
    answer = json.loads(capsys.readouterr().out)
    assert "control.gain" in {claim["class"] for claim in answer["claims"]}
    assert run_command(["extract", str(tmp_path)]) == codes.DONE
    assert "control.gain" in capsys.readouterr().out


def test_explain_says_what_fired_and_what_did_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["explain", "The army seized Harasta on Monday.", "--json"]) == codes.DONE
    [answer] = json.loads(capsys.readouterr().out)
    assert [claim["class"] for claim in answer["fired"]] == ["control.gain"]
    assert "Harasta" in {name["text"] for name in answer["names"]}
    assert {"text", "lemma", "tag", "dep", "head"} == set(answer["tokens"][0])
    assert run_command(["explain", "Prices of bread rose."]) == codes.DONE
    assert "no claim" in capsys.readouterr().out
    assert run_command(["explain", " "]) == codes.FAILED


def test_out_that_is_a_file_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    assert run_command(["run", str(tmp_path / "a.txt"), "--out", str(tmp_path / "taken")]) == codes.FAILED
    error = capsys.readouterr().err.strip()
    assert error.startswith("crossbearing: ")
    assert "\n" not in error


@pytest.mark.parametrize("line", [["nothing"], ["run"], ["doctor", "--bad"], ["extract", "--json"]])
def test_wrong_command_line(line: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(line) == codes.USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.strip().splitlines()) == 1


def test_doctor_finds_all_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["doctor", "--json"]) == codes.DONE
    answer = json.loads(capsys.readouterr().out)
    assert answer["well"] is True
    assert {"python", "packages", "parser", "vocabulary", "borders", "samples"} <= {
        f["what"] for f in answer["findings"]
    }


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from crossbearing.cli.app import run_command; run_command(['--help']);"
        "sys.exit(any(name in sys.modules for name in ('spacy', 'numpy', 'jinja2', 'yaml')))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    assert "doctor" in found.stdout


def test_a_run_with_nothing_to_say_replaces_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    out = tmp_path / "out"
    assert run_command(["run", str(tmp_path / "a.txt"), "--out", str(out), "--json"]) == codes.DONE
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert run_command(["run", str(tmp_path / "b.txt"), "--out", str(out)]) == codes.PARTLY
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert f"{out} is left as it was" in capsys.readouterr().err
    assert run_command(["run", str(tmp_path / "b.txt"), "--out", str(tmp_path / "new"), "--json"]) == codes.PARTLY
    assert "not_found" in (tmp_path / "new/unread.jsonl").read_text(encoding="utf-8")


def test_the_folder_is_looked_at_before_any_report_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").write_text("a letter", encoding="utf-8")
    assert run_command(["run", str(tmp_path / "no such.txt"), "--out", str(tmp_path / "out")]) == codes.FAILED
    said = capsys.readouterr().err.splitlines()
    assert said == [f"crossbearing: {tmp_path / 'out'}: is a file; give --out the name of a folder"]


def test_pages_of_a_report_that_fails_halfway_are_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def halfway(shown: page.Page) -> Iterator[tuple[str, str]]:
        yield "report.html", "whole" if shown.ledgers is None else "half"
        if shown.ledgers is not None:
            yield "report/events-001.html", "half"
            raise KeyError("a defect")

    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    monkeypatch.setattr("crossbearing.report.pages.pages", halfway)
    out = tmp_path / "out"
    assert run_command(["run", str(tmp_path / "a.txt"), "--out", str(out), "--json"]) == codes.PARTLY
    assert (out / "report.html").read_text(encoding="utf-8") == "whole"
    assert not list(out.glob("report/*"))
    assert "report/events-001.html" not in json.loads((out / "run.json").read_text(encoding="utf-8"))["files"]


def test_what_a_defect_costs_is_said_everywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("a defect")

    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    monkeypatch.setattr(Extractor, "ruled", broken)
    out = tmp_path / "out"
    assert run_command(["run", str(tmp_path / "a.txt"), "--out", str(out), "--json"]) == codes.PARTLY
    captured = capsys.readouterr()
    [noted] = json.loads(captured.out)["document_problems"]
    assert (noted["document"], noted["code"], noted["stage"], noted["start"]) == ("a", "fault", "extract", 0)
    assert "a: the sentence was left out by a defect of the program" in captured.err
    assert json.loads((out / "documents.jsonl").read_text(encoding="utf-8"))["problems"][-1]["code"] == "fault"
    assert "left out by a defect" in (out / "report.html").read_text(encoding="utf-8")
    assert run_command(["run", str(tmp_path / "a.txt"), "--out", str(tmp_path / "s"), "--strict"]) == codes.FAILED
    assert "a: extract: the sentence was left out" in capsys.readouterr().err
    assert not (tmp_path / "s").exists()
    monkeypatch.undo()
    monkeypatch.setattr(page, "event_views", broken)
    assert run_command(["run", str(tmp_path / "a.txt"), "--out", str(out), "--json"]) == codes.PARTLY
    [noted] = json.loads(capsys.readouterr().out)["document_problems"]
    assert (noted["document"], noted["stage"]) == ("report.html", "report")
    assert "Harasta" in (out / "report.html").read_text(encoding="utf-8")
