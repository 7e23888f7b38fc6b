"""``crossbearing llm``: from reports to requests, and from recorded replies to a run's folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.llm.prompt import system_prompt

TEXT = "Rebels captured the town of Maskana on Monday, killing 12 soldiers, a monitor said. The army denied it."


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "one.txt").write_text(TEXT, encoding="utf-8")
    meta = {"id": "one", "outlet": "Valley Post", "published": "2016-05-04"}
    (folder / "one.meta.json").write_text(json.dumps(meta), encoding="utf-8")
    words = "Rebels captured the town of Maskana on Monday, killing 12 soldiers"

    def mention(part: str) -> dict[str, object]:
        return {"start": TEXT.index(part), "end": TEXT.index(part) + len(part), "text": part}

    count = {"id": "c01n1", "mention": mention("12 soldiers"), "quantity": "killed", "category": "combatants"}
    count.update(side=None, scope="incident", bound="exact", low=12, best=12, high=12, parent=None)
    source = {"name": "monitor", "mention": mention("a monitor"), "anonymous": True}
    attribution = {"mode": "indirect", "speech_act": "report", "cue": mention("said"), "sources": [source]}
    claim = {"id": "c01", "class": "control.gain", "evidence": mention(words), "modality": "occurred"}
    claim.update(polarity="positive", extent="full", attribution=attribution, counts=[count], time=None)
    claim["actors"] = [{"role": "gainer", "name": "rebels", "mention": mention("Rebels")}]
    claim["places"] = [{"role": "location", "name": "Maskana", "mention": mention("Maskana")}]
    (folder / "one.gold.json").write_text(json.dumps({"claims": [claim]}), encoding="utf-8")
    return folder


def test_the_prompt_is_printed_with_version_and_hash(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["llm", "prompt", "--json"]) == codes.DONE
    printed = json.loads(capsys.readouterr().out)
    assert (printed["prompt"], printed["sha256"]) == (system_prompt().text, system_prompt().sha256)
    assert run_command(["llm", "prompt"]) == codes.DONE
    assert f"version {printed['version']}, sha256 {printed['sha256']}" in capsys.readouterr().out


def test_requests_and_recorded_replies_make_a_run(
    reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    requests, replies, out = tmp_path / "requests.jsonl", tmp_path / "replies.jsonl", tmp_path / "out"
    text = str(reports / "one.txt")
    assert run_command(["llm", "requests", text, "--model", "a-model", "--out", str(requests)]) == codes.DONE
    assert run_command(["llm", "recorded", str(reports), "--out", str(replies)]) == codes.DONE
    with replies.open("a", encoding="utf-8") as file:
        file.write("no JSON\n")
    capsys.readouterr()
    command = ["llm", "replies", str(replies), text, "--requests", str(requests), "--out", str(out), "--json"]
    assert run_command(command) == codes.PARTLY
    summary = json.loads(capsys.readouterr().out)
    assert summary["claims"] == 1
    assert summary["not_taken"] == {"bad_line": 1}
    (claim,) = [json.loads(line) for line in (out / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (claim["id"], claim["reader"], claim["counts"][0]["low"]) == ("one:l01", "llm", 12)
    assert claim["places"][0]["mention"]["text"] == "Maskana"
    assert (out / "report.html").is_file()


def test_a_text_that_changed_is_said_and_makes_no_claim(
    reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    requests, replies, out = tmp_path / "requests.jsonl", tmp_path / "replies.jsonl", tmp_path / "out"
    text = reports / "one.txt"
    run_command(["llm", "requests", str(text), "--model", "a-model", "--out", str(requests)])
    run_command(["llm", "recorded", str(reports), "--out", str(replies)])
    text.write_text(TEXT + " It rained.", encoding="utf-8")
    capsys.readouterr()
    command = ["llm", "replies", str(replies), str(text), "--requests", str(requests), "--out", str(out), "--json"]
    assert run_command(command) == codes.PARTLY
    printed = capsys.readouterr()
    assert json.loads(printed.out)["claims"] == 0
    assert json.loads(printed.out)["not_taken"] == {"document_changed": 1, "no_request": 1}
    assert "has another text" in printed.err


def test_no_requests_is_an_error(reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    command = ["llm", "replies", str(empty), str(reports), "--requests", str(empty), "--out", str(tmp_path / "out")]
    assert run_command(command) == codes.FAILED
    assert "holds no request" in capsys.readouterr().err
