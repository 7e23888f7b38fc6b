"""The scorer of relevance is fitted the same way every time, and measured on wars that it has not seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.evaluate.gold import annotated
from crossbearing.evaluate.relevance_fit import told
from tests.text.test_relevance import OTHER, WAR


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    for war in "abcdefghij":
        text = WAR.replace("nine", f"nine of {war}")
        (folder / f"{war}-one.txt").write_text(text, encoding="utf-8")
        claims = [{"class": "strike.shelling", "evidence": {"start": 0, "end": text.index("\n")}}]
        (folder / f"{war}-one.gold.json").write_text(json.dumps({"claims": claims}), encoding="utf-8")
    (tmp_path / "other").mkdir()
    for number in range(12):
        (tmp_path / "other" / f"o{number:02}.txt").write_text(OTHER + f"Item {number} came last.\n", encoding="utf-8")
    return tmp_path


def asked(data: Path, *more: str) -> list[str]:
    return ["relevance", "--data", str(data / "data"), "--nothing-in", str(data / "other"), *more]


def test_only_sentences_with_a_claim_teach(data: Path) -> None:
    assert [len(told(one)) for one in annotated(data / "data")] == [1] * 10


def test_wars_left_out_are_kept_and_other_news_is_passed_over(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(asked(data, "--json")) == codes.DONE
    result = json.loads(capsys.readouterr().out)
    assert (result["reports"], result["claims_kept"], result["lost"]) == (10, 1.0, {})
    assert (result["other_news"], result["passed_over"]) == (12, 1.0)


def test_the_same_documents_give_the_same_bytes(data: Path) -> None:
    for name in ("one", "two"):
        assert run_command(asked(data, "--fit", str(data / name))) == codes.DONE
    one, two = ((data / name / "relevance.json").read_bytes() for name in ("one", "two"))
    assert one == two
    assert len(one) > 80_000


def test_other_news_are_needed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "empty").mkdir()
    given = ["relevance", "--data", str(data / "data"), "--nothing-in", str(data / "empty")]
    assert run_command(given) == codes.FAILED
    assert "other news are needed" in capsys.readouterr().err
