"""Long runs at small size: memory is watched, copies are told apart, and the tables of the page are written."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.evaluate.soak import SAMPLES, soak, varied
from crossbearing.readers.paths import read_paths
from crossbearing.samples import folder

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_scale", ROOT / ".ci" / "bench_scale.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look for it there
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_memory_stands_still_once_it_is_warm() -> None:
    found = soak(read_paths([folder()]).documents, 6)
    assert len(found["samples"]) == SAMPLES
    assert found["documents"] > 10
    assert found["growth_mb"] < 40


def test_no_two_copies_of_a_report_are_alike() -> None:
    [document, *_] = read_paths([folder()]).documents
    copies = {varied(document, turn).text for turn in range(6)}
    assert len(copies) == 6
    assert all(abs(len(text.split()) - len(document.text.split())) < 5 for text in copies)


@pytest.mark.slow
def test_a_small_measure_writes_the_tables_of_the_page(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One measure is a command of its own, as all are when it counts; the others need not load everything again."""
    alone = script.bench

    def bench(*options: str) -> Any:
        if "--copies" in options:
            return alone(*options)
        capsys.readouterr()
        assert run_command(["bench", "--json", *options]) in (codes.DONE, codes.PARTLY)
        return json.loads(capsys.readouterr().out)

    monkeypatch.setattr(script, "bench", bench)
    page = tmp_path / "performance.md"
    page.write_text(f"# Performance\n{script.BEGIN}\nold\n{script.END}\nrest\n", encoding="utf-8")
    assert script.main(["--size", "small", "--page", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "old" not in text
    assert text.endswith(f"{script.END}\nrest\n")
    for what in ("claims over bare, conflict news", "exponent of the last ten times", "run over 8 reports"):
        assert what in text


def test_the_page_has_the_marks_of_its_tables(script: ModuleType) -> None:
    assert "| a | b |" in script.written(script.PAGE.read_text(encoding="utf-8"), [("a", "b")])


def test_a_measure_that_failed_says_so(script: ModuleType) -> None:
    names = ("reading", "reconcile", "dense", "soak", "copies")
    assert list(script.rows(dict.fromkeys(names))) == [(name, "failed") for name in names]
