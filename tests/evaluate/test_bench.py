"""What the bench measures with: sides in turn, chunks, and the stage that the program is at."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from crossbearing.evaluate import bench, stages
from crossbearing.evaluate.bench import chunks, paired, up_to
from crossbearing.extract.judge.judge import Judge
from crossbearing.model.document import Document
from crossbearing.model.errors import EvaluationError
from crossbearing.pipeline import default_pipeline

TEXT = "The army said its forces had seized the town of Harasta on Monday, killing 12 rebels."


def reports(number: int) -> list[Document]:
    return [Document(f"d{n}", "one two three four") for n in range(number)]


def test_every_side_reads_every_chunk_once_and_first_as_often_as_the_others() -> None:
    seen: list[tuple[str, int]] = []

    def side(name: str) -> bench.Side:
        return lambda documents: seen.append((name, len(documents)))

    paired(reports(12), {name: side(name) for name in "abc"}, words=8)
    assert [name for name, _ in seen] == [*"abc", *"bca", *"cab", *"abc", *"bca", *"cab"]
    assert all(read == 2 for _, read in seen)


def test_a_ratio_is_the_speed_of_the_first_over_that_of_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    cost = {"slow": 4.0, "fast": 1.0}

    def asked(work: Any) -> float:
        return float(work())

    def side(name: str) -> bench.Side:
        return lambda documents: cost[name]

    monkeypatch.setattr(bench, "seconds", asked)
    measured = paired(reports(8), {"slow": side("slow"), "fast": side("fast")}, words=8)
    assert measured["ratios"] == {"fast": {"whole": 0.25, "quarters": [0.25, 0.25, 0.25]}}
    assert measured["seconds"] == {"slow": 16.0, "fast": 4.0}


def test_no_text_is_in_two_chunks_and_none_is_lost() -> None:
    given = reports(11)
    found = chunks(given, 9)
    assert [d for chunk in found for d in chunk] == given
    assert [len(chunk) for chunk in found] == [3, 3, 3, 2]


def test_texts_are_taken_from_the_whole_list() -> None:
    assert [d.id for d in up_to(reports(100), 40)] == [f"d{n}" for n in range(0, 100, 10)]


def test_too_few_reports_are_refused() -> None:
    with pytest.raises(EvaluationError, match="4 reports are too few"):
        bench.bench(reports(4), reports(1))


def test_a_look_counts_for_the_stage_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real = Judge._missing

    def watched(self: Judge, *given: Any) -> Any:
        frame: FrameType | None = sys._getframe()
        seen.append(stages.stage_of(frame))
        return real(self, *given)

    monkeypatch.setattr(Judge, "_missing", watched)
    list(default_pipeline().read([Document("d", TEXT, published="2014-03-17")]))
    assert set(seen) == {"judge"}


def test_shares_are_of_all_looks() -> None:
    def work() -> Sequence[int]:
        return [n * n for n in range(3_000_000)]

    assert stages.shares(work) == {stages.REST: 1.0}


@pytest.mark.parametrize(("path", "functions", "stage"), stages._STAGES)
def test_every_stage_is_where_the_bench_looks_for_it(path: str, functions: frozenset[str], stage: str) -> None:
    package, _, inside = path.partition("/")
    found = Path(str(import_module(package).__file__)).parent / inside
    assert found.exists()
    files = sorted(found.rglob("*.py")) if found.is_dir() else [found]
    code = "".join(file.read_text(encoding="utf-8") for file in files)
    assert {name for name in functions if f"def {name}(" in code} == functions
