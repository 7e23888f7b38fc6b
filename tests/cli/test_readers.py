"""``--readers`` from end to end over the stub server: every fault costs its report's reply and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crossbearing.cli import codes, llm_options, reader_options
from crossbearing.cli.app import run_command
from crossbearing.llm.prompt import system_prompt
from crossbearing.llm.settings import KEY_VARIABLE, Settings

from ..llm.stub import stub
from ..llm.test_end_to_end import SPOILED, TEXT, Reply, first, sound

Rows = list[dict[str, Any]]
# What the server does to the request of the first report, and the code of the problem that this leaves.
FAULTS = {
    "slow:20": "llm_timeout",
    "drip": "llm_timeout",
    "hangup": "llm_cut_off",
    "status:429,3600": "llm_busy",
    "status:500": "llm_server_error",
    "status:400": "llm_refused",
    "invalid_json": "llm_not_json",
    "cut": "llm_cut_off",
    "cut_chunk": "llm_cut_off",
    "endless": "llm_endless",
    "wrong_type": "llm_wrong_type",
    "no_choices": "llm_no_answer",
    "refusal": "llm_no_answer",
    "length": "reply_cut",
    "says:prose": "reply_not_json",
    "says:list": "wrong_schema",
}
CONTENTS = {"prose": "Nothing much happened.", "list": "[]"}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait little between attempts and read little of an endless answer."""
    monkeypatch.delenv(KEY_VARIABLE, raising=False)

    def settings(*given: Any) -> Settings:
        return replace(llm_options.settings_of(*given), first_wait=0.01, most_bytes=1 << 18)

    monkeypatch.setattr(reader_options, "settings_of", settings)


def reports(folder: Path, number: int = 2) -> Path:
    folder.mkdir()
    for n in range(1, number + 1):
        (folder / f"r{n:02}.txt").write_text(f"{TEXT} That was report {n:02}.", encoding="utf-8")
        meta = {"outlet": "Harbour Post", "published": "2021-03-09"}
        (folder / f"r{n:02}.meta.json").write_text(json.dumps(meta), encoding="utf-8")
    return folder


def rows(file: Path) -> Rows:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def asked(url: str, tmp_path: Path, command: str = "run", readers: str = "rules,llm") -> list[str]:
    given = [command, str(tmp_path / "reports"), "--readers", readers, "--llm-url", url, "--llm-model", "stub"]
    given += ["--llm-cache", str(tmp_path / "cache"), "--llm-timeout", "2", "--json"]
    return given + (["--out", str(tmp_path / "out")] if command == "run" else [])


def answers(body: Any) -> str:
    return json.dumps(sound())


def mentions(value: Any) -> Rows:
    """Return every mention in the exchange form of a claim."""
    if isinstance(value, list):
        return [m for part in value for m in mentions(part)]
    if not isinstance(value, dict):
        return []
    if set(value) == {"start", "end", "text"}:
        return [value]
    return [m for part in value.values() for m in mentions(part)]


def assert_true(out: Path, folder: Path) -> None:
    for claim in rows(out / "claims.jsonl"):
        text = (folder / f"{claim['document']}.txt").read_text(encoding="utf-8")
        for mention in mentions(claim):
            assert text[mention["start"] : mention["end"]] == mention["text"]
        for count in claim["counts"]:
            assert str(count["best"]) in count["mention"]["text"]


def test_both_readers_make_one_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = reports(tmp_path / "reports")
    with stub(answer=answers) as server:
        assert run_command(asked(server.url, tmp_path)) == codes.DONE
    printed = capsys.readouterr()
    summary = json.loads(printed.out)
    assert summary["llm"]["report"]["answered"] == summary["llm"]["estimate"]["requests"] == 2
    assert "llm: 2 requests for 2 documents (0 more cached): about" in printed.err
    assert "llm: 2 answered, 0 from the cache, 0 failed" in printed.err
    claims = rows(tmp_path / "out/claims.jsonl")
    assert any(claim.get("reader") == "llm,rules" for claim in claims)
    review = rows(tmp_path / "out/review.jsonl")
    assert [row["urgency"] for row in review] == sorted((row["urgency"] for row in review), reverse=True)
    assert {row["claim"] for row in review} == {c["id"] for c in claims if c.get("differences")}
    settings = json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))["settings"]
    assert settings["readers"] == ["rules", "llm"]
    assert (settings["llm"]["model"], settings["llm"]["prompt"]) == ("stub", system_prompt().sha256)
    assert server.url not in (tmp_path / "out/run.json").read_text(encoding="utf-8")
    assert_true(tmp_path / "out", folder)


def test_a_second_run_asks_nothing_and_writes_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports(tmp_path / "reports")
    with stub(answer=answers) as server:
        run_command(asked(server.url, tmp_path))
        before = {f.name: f.read_bytes() for f in (tmp_path / "out").iterdir()}
        assert run_command(asked(server.url, tmp_path)) == codes.DONE
        assert len(server.calls) == 2
    assert {f.name: f.read_bytes() for f in (tmp_path / "out").iterdir()} == before
    assert "2 from the cache" in capsys.readouterr().err


@pytest.mark.parametrize("play", FAULTS)
def test_a_fault_of_the_server_costs_one_reply_and_the_run_goes_on(play: str, tmp_path: Path) -> None:
    folder = reports(tmp_path / "reports")
    run_command(["run", str(folder), "--out", str(tmp_path / "rules")])
    with stub({"report 01": [play]}, answer=answers) as server:
        server.contents.update(CONTENTS)
        assert run_command(asked(server.url, tmp_path)) == codes.PARTLY
    one, other = rows(tmp_path / "out/documents.jsonl")
    assert FAULTS[play] in {p["code"] for p in one["problems"]}
    assert not {p["code"] for p in other["problems"]} & set(FAULTS.values())
    by_rules = [c for c in rows(tmp_path / "rules/claims.jsonl") if c["document"] == "r01"]
    left = [c for c in rows(tmp_path / "out/claims.jsonl") if c["document"] == "r01"]
    assert [c["id"] for c in left] == [c["id"] for c in by_rules]
    assert any("llm" in c.get("reader", "") for c in rows(tmp_path / "out/claims.jsonl") if c["document"] == "r02")
    assert_true(tmp_path / "out", folder)


def test_a_server_that_is_down_leaves_the_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = reports(tmp_path / "reports", 14)
    run_command(["run", str(folder), "--out", str(tmp_path / "rules")])
    capsys.readouterr()
    assert run_command(asked("http://127.0.0.1:9/v1", tmp_path)) == codes.PARTLY
    printed = capsys.readouterr()
    assert "cannot be reached" in printed.err
    assert "nothing more is asked" in printed.err
    assert {"llm_unreachable", "llm_stopped"} <= set(json.loads(printed.out)["not_taken"])
    assert (tmp_path / "out/claims.jsonl").read_bytes() == (tmp_path / "rules/claims.jsonl").read_bytes()


def test_the_model_alone(tmp_path: Path) -> None:
    reports(tmp_path / "reports")
    with stub(answer=answers) as server:
        assert run_command(asked(server.url, tmp_path, readers="llm")) == codes.DONE
    claims = rows(tmp_path / "out/claims.jsonl")
    assert [(c["document"], c["reader"]) for c in claims] == [(d, "llm") for d in ("r01", "r01", "r02", "r02")]
    assert not (tmp_path / "out/review.jsonl").exists()
    assert "read by a language model, held to the text" in (tmp_path / "out/report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SPOILED)
def test_nothing_unverified_survives_beside_the_rules(name: str, tmp_path: Path) -> None:
    folder = reports(tmp_path / "reports")
    spoil: Callable[[Reply], Any] = SPOILED[name][0]
    with stub({"report 01": ["says:spoiled"]}, answer=answers) as server:
        server.contents["spoiled"] = json.dumps(spoil(sound()))
        assert run_command(asked(server.url, tmp_path)) == codes.DONE
    assert_true(tmp_path / "out", folder)
    one, other = rows(tmp_path / "out/documents.jsonl")
    assert "llm" in {p.get("stage") for p in one["problems"]}
    assert "llm" not in {p.get("stage") for p in other["problems"]}


def test_right_words_at_the_wrong_place_are_not_taken(tmp_path: Path) -> None:
    folder = reports(tmp_path / "reports")
    placed = {"q": "Khoury", "p": 7, "near": None}
    reply = first(sound(), sources=[{"quote": placed, "anonymous": False}])
    with stub({"report 01": ["says:spoiled"]}, answer=answers) as server:
        server.contents["spoiled"] = json.dumps(reply)
        assert run_command(asked(server.url, tmp_path, readers="llm")) == codes.DONE
    claim = rows(tmp_path / "out/claims.jsonl")[0]
    assert claim["attribution"]["sources"] == []
    assert "wrong_passage" in {p["code"] for p in rows(tmp_path / "out/documents.jsonl")[0]["problems"]}
    assert_true(tmp_path / "out", folder)


def test_extract_reads_with_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports(tmp_path / "reports")
    with stub({"report 01": ["status:400"]}, answer=answers) as server:
        assert run_command(asked(server.url, tmp_path, "extract")) == codes.PARTLY
    printed = json.loads(capsys.readouterr().out)
    assert printed["llm"]["report"]["failed"] == {"llm_refused": 1}
    assert printed["not_taken"]["llm_refused"] == 1
    assert any(claim.get("reader") == "llm,rules" for claim in printed["claims"])


def test_budget_relevance_and_masks_reach_the_server(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = reports(tmp_path / "reports")
    (folder / "r00.txt").write_text("The choir sang.", encoding="utf-8")
    with stub(answer=answers) as server:
        given = asked(server.url, tmp_path)
        assert run_command([*given, "--llm-only-relevant", "--llm-mask-persons"]) == codes.DONE
        assert len(server.calls) == 2
        assert all("Khoury" not in call["messages"][-1]["content"] for call in server.calls)
        assert json.loads(capsys.readouterr().out)["not_taken"]["llm_not_relevant"] == 1
        assert run_command([*given, "--llm-budget", "10", "--llm-cache", str(tmp_path / "other")]) == codes.PARTLY
        assert json.loads(capsys.readouterr().out)["not_taken"]["llm_over_budget"] == 3


def test_recorded_replies_are_read_by_run_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = reports(tmp_path / "reports")
    requests, replies = tmp_path / "requests.jsonl", tmp_path / "replies.jsonl"
    run_command(["llm", "requests", str(folder), "--model", "stub", "--out", str(requests)])
    replies.write_text("", encoding="utf-8")
    capsys.readouterr()
    given = ["run", str(folder), "--readers", "rules,llm", "--llm-requests", str(requests)]
    given += ["--llm-replies", str(replies), "--out", str(tmp_path / "out"), "--json"]
    assert run_command(given) == codes.PARTLY
    assert json.loads(capsys.readouterr().out)["not_taken"] == {"no_reply": 2}
    assert all("reader" not in claim for claim in rows(tmp_path / "out/claims.jsonl"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--readers", "oracle"], "known are rules, llm"),
        (["--readers", "llm"], "--llm-url is missing"),
        (["--llm-url", "http://127.0.0.1:9/v1"], "add llm to it"),
        (["--readers", "llm", "--llm-replies", "r.jsonl"], "go together"),
        (["--readers", "llm", "--llm-url", "http://127.0.0.1:9/v1", "--llm-replies", "r.jsonl"], "not both"),
        (["--readers", "llm", "--llm-url", "http://203.0.113.1/v1", "--llm-model", "m"], "--llm-yes"),
    ],
)
def test_options_that_cannot_be_meant_are_named_and_nothing_is_sent(
    given: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = reports(tmp_path / "reports", 1)
    assert run_command(["run", str(folder), "--out", str(tmp_path / "out"), *given]) == codes.FAILED
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_run_without_a_model_is_as_it_was(tmp_path: Path) -> None:
    folder = reports(tmp_path / "reports", 1)
    assert run_command(["run", str(folder), "--out", str(tmp_path / "out")]) == codes.DONE
    assert json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))["settings"]["readers"] == ["rules"]
    assert not (tmp_path / "out/review.jsonl").exists()
    assert all("reader" not in claim for claim in rows(tmp_path / "out/claims.jsonl"))
