"""The evaluation of annotated documents on one made-up document: figures, and causes that name the word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crossbearing.evaluate import gold
from crossbearing.model.errors import EvaluationError

TEXT = (
    "Rebels captured the town of Maskana on Monday, the army said. "
    "The council unfrobbed its ledgers in the square. "
    "Nothing grows there."
)


def annotate(cls: str, words: str) -> dict[str, object]:
    start = TEXT.index(words)
    mention = {"start": start, "end": start + len(words), "text": words}
    return {"id": words[:4], "class": cls, "evidence": mention, "modality": "occurred", "polarity": "positive"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "one.meta.json").write_text(json.dumps({"id": "one", "published": "2016-05-04"}), encoding="utf-8")
    claims = [
        annotate("control.gain", "Rebels captured the town of Maskana on Monday"),
        annotate("infrastructure.damage", "Nothing grows there"),
    ]
    (tmp_path / "one.gold.json").write_text(json.dumps({"claims": claims}), encoding="utf-8")
    return tmp_path


def test_figures_and_interval(data: Path) -> None:
    result = gold.evaluate(data)
    assert result["documents"] == 1
    assert result["metrics"]["claim"]["r"] == 0.5
    low, high = result["interval"]["ALL"]
    assert low == high == result["metrics"]["ALL"]["f1"]


def test_errors_name_the_cause(data: Path) -> None:
    lines = gold.errors(data)
    at = next(i for i, line in enumerate(lines) if "Nothing grows there" in line)
    assert "infrastructure.damage" in lines[at]
    assert "gate" in lines[at + 1] or "words in no lexicon: grow" in lines[at + 1]
    assert any(line.startswith("missed, ") for line in lines)


def test_errors_name_a_pair_of_two_families(data: Path) -> None:
    claims = [annotate("agreement.made", "Rebels captured the town of Maskana on Monday")]
    (data / "one.gold.json").write_text(json.dumps({"claims": claims}), encoding="utf-8")
    lines = gold.errors(data)
    at = lines.index("paired, read as a claim of another family: 1")
    assert "agreement.made" in lines[at + 1]
    assert lines[at + 2].endswith("control.gain")


def test_an_empty_folder_says_what_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"gold\.json"):
        gold.evaluate(tmp_path)
