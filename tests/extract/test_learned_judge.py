"""A judge of a team's own: written and read back, refused where it is not whole, and known by its fingerprint."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.engines.pool import pipeline_of
from crossbearing.engines.unfinished import program_hash
from crossbearing.evaluate.adapting import rows_of
from crossbearing.extract.judge.learned import Origin, load_learned, write_learned
from crossbearing.extract.judge.weights import CLAIM, Row, shipped_weights
from crossbearing.model.claim import EXTRACTOR
from crossbearing.model.document import Document
from crossbearing.model.errors import JudgeError
from crossbearing.pipeline import Pipeline, default_pipeline

TEXT = "Rebels captured Maskana on Monday. The army shelled the town of Maskana."
ORIGIN = Origin(12, 80, 0.3, True, {"difference": {"by": 0.1, "interval": [0.05, 0.15]}})


def rows(bias: float) -> list[Row]:
    """Return the weights that ship with another leaning for or against all claims."""
    return [(a, f, bias if (a, f) == (CLAIM, "bias") else w) for a, f, w in rows_of(shipped_weights())]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A judge that believes nothing."""
    write_learned(rows(-30.0), ORIGIN, tmp_path / "model")
    return tmp_path / "model"


def test_written_and_read_back_it_is_the_same(model: Path) -> None:
    found = load_learned(model)
    assert rows_of(found) == rows(-30.0)
    assert len(found.fingerprint) == 64
    before = [(model / name).read_bytes() for name in ("weights.tsv", "model.json")]
    write_learned(rows(-30.0), ORIGIN, model)
    assert [(model / name).read_bytes() for name in ("weights.tsv", "model.json")] == before
    assert write_learned(rows(-29.0), ORIGIN, model.with_name("other")).fingerprint != found.fingerprint


def test_another_process_gets_the_same(model: Path) -> None:
    found = load_learned(model)
    sent = pickle.loads(pickle.dumps(found))
    assert (rows_of(sent), sent.fingerprint) == (rows_of(found), found.fingerprint)
    assert pipeline_of((), sent).judge == found.fingerprint


def about(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], object]:
    def changed(model: Path) -> None:
        told = json.loads((model / "model.json").read_text())
        change(told)
        (model / "model.json").write_text(json.dumps(told))

    return changed


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (about(lambda told: told.update(version=2)), "version 2 is not known, only 1"),
        (about(lambda told: told.pop("version")), "version None is not known"),
        (about(lambda told: told.pop("strength")), "wrong kind: strength"),
        (about(lambda told: told.update(colour="red")), "colour"),
        (about(lambda told: told.update(documents="many")), "wrong kind: documents"),
        (about(lambda told: told.update(started_from="ab")), "whose judge was another"),
        (lambda model: (model / "model.json").write_text("[1]"), "version None is not known"),
        (lambda model: (model / "model.json").write_text("{"), "cannot be read"),
        (lambda model: (model / "model.json").unlink(), "no model.json there; --judge names a folder"),
        (lambda model: (model / "weights.tsv").unlink(), "weights.tsv: No such file"),
        (lambda model: (model / "weights.tsv").write_text("answer\tfeature\tweight\n"), "was altered: learn again"),
    ],
)
def test_one_that_is_not_whole_is_refused(model: Path, spoil: Callable[[Path], object], said: str) -> None:
    spoil(model)
    with pytest.raises(JudgeError, match=said):
        load_learned(model)


def test_its_claims_say_so_and_its_readings_have_a_key_of_their_own(tmp_path: Path) -> None:
    weights = write_learned(rows(1.0), ORIGIN, tmp_path / "eager")
    document = Document("d", TEXT, published="2016-05-04")
    [usual] = default_pipeline().read([document])
    [read] = Pipeline(weights=weights).read([document])
    assert {c.extractor for c in usual.claims} == {EXTRACTOR}
    assert {c.extractor for c in read.claims} == {f"{EXTRACTOR}/judge-{weights.fingerprint[:12]}"}
    assert len({program_hash(), program_hash(judge=weights.fingerprint), program_hash(judge="other")}) == 3


def test_explain_and_evaluate_judge_by_it(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["explain", TEXT, "--judge", str(model)]) == codes.DONE
    assert "FIRED" not in capsys.readouterr().out
    assert run_command(["explain", TEXT, "--judge", "shipped"]) == codes.DONE
    assert "FIRED" in capsys.readouterr().out
    (tmp_path / "g").mkdir()
    (tmp_path / "g/d.txt").write_text(TEXT, encoding="utf-8")
    claim = {"class": "control.gain", "modality": "occurred", "evidence": {"start": 0, "end": 33, "text": TEXT[:33]}}
    (tmp_path / "g/d.gold.json").write_text(json.dumps({"claims": [claim]}), encoding="utf-8")
    asked = ["evaluate", "gold", "--data", str(tmp_path / "g"), "--json"]
    reached = []
    for more in ([], ["--judge", str(model)]):
        assert run_command([*asked, *more]) == codes.DONE
        reached.append(json.loads(capsys.readouterr().out)["metrics"]["claim"]["r"])
    assert reached == [1.0, 0.0]


def test_a_judge_is_for_the_rules_and_for_gold(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "d.txt").write_text(TEXT, encoding="utf-8")
    given = ["run", str(tmp_path / "d.txt"), "--out", str(tmp_path / "out")]
    assert run_command([*given, "--claims", str(tmp_path), "--judge", str(model)]) == codes.FAILED
    assert "--judge is for the rules" in capsys.readouterr().err
    line = ["evaluate", "gold", "--data", str(tmp_path), "--update-floors", "--judge", str(model)]
    assert run_command(line) == codes.FAILED
    assert "without --fit and floors" in capsys.readouterr().err
    assert run_command([*given, "--judge", str(tmp_path)]) == codes.FAILED
    assert "no model.json there" in capsys.readouterr().err


def test_a_run_names_its_judge(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "d.txt").write_text(TEXT, encoding="utf-8")
    told = {}
    for name, more in (("usual", []), ("own", ["--judge", str(model)])):
        out = tmp_path / name
        assert run_command(["run", str(tmp_path / "d.txt"), "--out", str(out), "--json", *more]) == codes.DONE
        assert (json.loads(capsys.readouterr().out)["claims"] > 0) == (name == "usual")
        told[name] = json.loads((out / "run.json").read_text())
    assert told["usual"]["settings"]["judge"] == "shipped"
    assert told["own"]["settings"]["judge"] == load_learned(model).fingerprint
    assert told["own"]["program"] != told["usual"]["program"]


@pytest.mark.slow
def test_workers_read_by_it_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_learned(rows(1.0), ORIGIN, tmp_path / "eager")
    for n in range(2):
        (tmp_path / f"d{n}.txt").write_text(TEXT, encoding="utf-8")
    given = ["extract", *(str(tmp_path / f"d{n}.txt") for n in range(2)), "--json", "--judge", str(tmp_path / "eager")]
    found = []
    for workers in ("1", "2"):
        assert run_command([*given, "--workers", workers]) == codes.DONE
        found.append(json.loads(capsys.readouterr().out)["claims"])
    assert found[0] == found[1]
    assert {claim["extractor"] for claim in found[1]} == {
        f"{EXTRACTOR}/judge-{load_learned(tmp_path / 'eager').fingerprint[:12]}"
    }


def test_a_store_does_not_forget_who_read_it(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "d.txt").write_text(TEXT, encoding="utf-8")
    db = str(tmp_path / "r.db")

    def claims(*line: str) -> tuple[int, int]:
        assert run_command([*line, "--db", db, "--json"]) == codes.DONE
        told = json.loads(capsys.readouterr().out)
        return told["read"], told["claims"]

    reports = str(tmp_path / "d.txt")
    read, usual = claims("ingest", reports)
    assert (read, usual > 0) == (1, True)
    assert claims("ingest", reports, "--judge", str(model)) == (1, 0)
    assert claims("reconcile", "--judge", str(model)) == (0, 0)
    for line in (["ingest", reports], ["reconcile"], ["forget", "d", "--reason", "asked"]):
        assert run_command([*line, "--db", db]) == codes.FAILED
        assert f"read by the judge {load_learned(model).fingerprint[:12]}: name its folder" in capsys.readouterr().err
    assert claims("reconcile", "--judge", "shipped") == (0, usual)  # it was read so before
    assert claims("reconcile") == (0, usual)
