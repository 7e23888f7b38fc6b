"""``crossbearing review``: gold that is scored by the same command as any other, and figures of agreement."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.evaluate.gold import annotated
from tests.review.made import ADA, BEN, GAIN, STRIKE, Archive, gain, strike, told


def test_from_assignment_to_gold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = Archive(str(tmp_path / "record.db"))
    document = told()
    archive.keep([(document, [strike(document), gain(document)])])
    db, out = archive.url, tmp_path / "gold"
    assert run_command(["review", "gold", "--db", db, "--out", str(out)]) == codes.CHECK_FAILED
    people = ["--coder", "ada", "--coder", "ben"]
    assert run_command(["review", "assign", "pilot", "a", "--db", db, *people]) == codes.DONE
    assert "pilot: a: ada, ben" in capsys.readouterr().out
    assert run_command(["review", "agreement", "pilot", "--db", db, "--json"]) == codes.DONE
    assert json.loads(capsys.readouterr().out)["waiting"] == 1
    archive.decide("a", "accept", STRIKE, ADA)
    assert run_command(["review", "gold", "--db", db, "--out", str(out)]) == codes.CHECK_FAILED
    assert "left out: a: 1 claims are not judged yet" in capsys.readouterr().err
    assert run_command(["review", "gold", "--db", db, "--out", str(out), "--part", "--json"]) == codes.DONE
    assert json.loads(capsys.readouterr().out) == {"documents": 1, "left_out": {}}
    archive.decide("a", "reject", GAIN, BEN)
    assert run_command(["review", "gold", "--db", db, "--out", str(out)]) == codes.DONE
    [one] = annotated(out)
    assert [claim["class"] for claim in one.gold] == ["strike.shelling"]
    archive.derive()
    capsys.readouterr()
    assert run_command(["review", "progress", "--db", db, "--json"]) == codes.DONE
    assert json.loads(capsys.readouterr().out)["decided"] == 1
    assert run_command(["review", "agreement", "none", "--db", db]) == codes.FAILED
    assert "no round 'none'; known: pilot" in capsys.readouterr().err
    assert run_command(["review", "assign", "pilot", "a", "--db", db, "--coder", "ada"]) == codes.FAILED
    assert "needs two of them" in capsys.readouterr().err
