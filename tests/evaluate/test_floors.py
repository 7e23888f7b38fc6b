"""No slot falls below its floor on the annotated documents; lowering one needs to be asked for by name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crossbearing.evaluate import floors, gold
from crossbearing.evaluate.scoring import ALL, SLOTS
from crossbearing.model.errors import EvaluationError

SHARED = Path(os.environ.get("CROSSBEARING_SHARED", Path(__file__).parents[2] / "../shared"))
DEV = SHARED / "gold" / "dev"
BLIND = SHARED / "gold" / "wars" / "blind.py"
OPENED = ("b1", "b2", "b3", "b4", "b5", "b6")
"""Batches that were read since; the others are measured sealed and never by a test."""


@pytest.mark.slow
@pytest.mark.skipif(not DEV.is_dir(), reason="the annotated documents are not at hand")
def test_no_slot_below_its_floor() -> None:
    kept = floors.load()["dev"]
    assert floors.fingerprint(DEV) == kept.fingerprint, "other documents than those the floors were set on"
    assert floors.broken(kept, gold.evaluate(DEV)["metrics"]) == []


@pytest.mark.slow
@pytest.mark.skipif(not BLIND.is_file(), reason="the batches of reports on other wars are not at hand")
def test_no_slot_of_the_opened_batches_below_its_floor(tmp_path: Path) -> None:
    wars = tmp_path / "wars"
    for batch in OPENED:
        subprocess.run([sys.executable, str(BLIND), "open", batch, str(wars)], check=True)
    folders = [wars / batch for batch in OPENED]
    kept = floors.load()[floors.set_name(*folders)]
    assert floors.fingerprint(*folders) == kept.fingerprint, "other documents than those the floors were set on"
    assert floors.broken(kept, gold.evaluate(*folders)["metrics"]) == []


def test_every_slot_of_every_set_has_a_floor() -> None:
    kept = floors.load()
    assert set(kept) == {"dev", "wars"}
    assert all(set(one.slots) == {*SLOTS, ALL} for one in kept.values())


def result(value: float) -> dict[str, Any]:
    return {"documents": 1, "metrics": {name: {"p": value, "r": value, "f1": value} for name in (*SLOTS, ALL)}}


def folder(at: Path, text: str = "The army took the hill.") -> Path:
    (at / "a.txt").write_text(text, encoding="utf-8")
    (at / "a.gold.json").write_text(json.dumps({"claims": []}), encoding="utf-8")
    return at


def test_floors_rise_and_are_not_lowered_unasked(tmp_path: Path) -> None:
    data, file = folder(tmp_path), tmp_path / "floors.json"
    assert floors.update([data], result(0.5), file=file).slots["claim"] == 0.49
    assert floors.update([data], result(0.6), file=file).slots["claim"] == 0.59
    with pytest.raises(EvaluationError, match="below its floor"):
        floors.update([data], result(0.5), file=file)
    assert floors.load(file)[data.name].slots["claim"] == 0.59
    assert floors.update([data], result(0.5), allow_regression=True, file=file).slots["claim"] == 0.49


def test_a_figure_within_the_margin_never_lowers_the_floor(tmp_path: Path) -> None:
    data, file = folder(tmp_path), tmp_path / "floors.json"
    floors.update([data], result(0.6), file=file)
    assert floors.update([data], result(0.589), file=file).slots["claim"] == 0.59


def test_other_documents_are_noticed(tmp_path: Path) -> None:
    data, file = folder(tmp_path), tmp_path / "floors.json"
    floors.update([data], result(0.5), file=file)
    folder(tmp_path, "The army left the hill.")
    with pytest.raises(EvaluationError, match="not those"):
        floors.update([data], result(0.6), file=file)


def test_sets_have_floors_of_their_own_by_the_name_of_their_folder(tmp_path: Path) -> None:
    file, wars = tmp_path / "floors.json", tmp_path / "wars"
    first, second = wars / "b1", wars / "b2"
    for batch in (first, second):
        batch.mkdir(parents=True)
        folder(batch, f"The army took the hill of {batch.name}.")
    dev = tmp_path / "dev"
    dev.mkdir()
    floors.update([folder(dev)], result(0.7), file=file)
    floors.update([first, second], result(0.5), file=file)
    kept = floors.load(file)
    assert {name: one.slots["claim"] for name, one in kept.items()} == {"dev": 0.69, "wars": 0.49}
    assert kept["wars"].fingerprint == floors.fingerprint(wars) != floors.fingerprint(first)


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(EvaluationError, match="--update-floors"):
        floors.load(file)
