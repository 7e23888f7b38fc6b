"""The measure of page reading on pages of our own."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from crossbearing.model.errors import EvaluationError
from crossbearing_bench import article_extraction
from tests.readers import made

STORY = [
    f"The army said on day {n} that its units had left the town of Orlo, and a nurse said shells fell at {n} o'clock."
    for n in range(1, 9)
]


def write(folder: Path, pages: dict[str, tuple[str, str]]) -> None:
    (folder / "html").mkdir()
    for key, (page, _) in pages.items():
        (folder / "html" / f"{key}.html.gz").write_bytes(gzip.compress(page.encode()))
    truth = {key: {"articleBody": text, "url": f"https://hill.example/{key}"} for key, (_, text) in pages.items()}
    (folder / "ground-truth.json").write_text(json.dumps(truth), encoding="utf-8")


def test_pages_count_alike_and_a_page_without_an_article_costs_recall(tmp_path: Path) -> None:
    bare = "<html><body><script>1</script></body></html>"
    write(tmp_path, {"a": (made.html(STORY), "\n".join(STORY)), "b": (bare, "These four words missed.")})
    found = article_extraction.evaluate(tmp_path)
    assert found["documents"] == 2
    assert found["metrics"]["recall"] == 0.5
    assert found["metrics"]["precision"] > 0.9
    assert set(found["interval"]) == {"f1", "f1_trafilatura", "precision", "recall"}
    assert abs(found["metrics"]["f1"] - found["metrics"]["f1_trafilatura"]) < 0.01


def test_the_measure_of_shingles() -> None:
    assert article_extraction.compared("a b c d", "a b c d e") == (0.5, 0.5, 0.0)
    assert article_extraction.scored([(0.5, 0.5, 0.0)])["precision"] == 0.5


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"ground-truth\.json"):
        article_extraction.evaluate(tmp_path)
    (tmp_path / "ground-truth.json").write_text('{"a": {"articleBody": "x"}}', encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"a\.html\.gz: no such page"):
        article_extraction.evaluate(tmp_path)
