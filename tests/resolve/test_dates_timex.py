"""TIMEX3 values, and the loader and scores of the two time benchmarks on texts of our own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crossbearing.model.errors import EvaluationError
from crossbearing.resolve.timex import Point, timex_value
from crossbearing.text.tenses import tense_near
from crossbearing.text.times import find_times
from crossbearing_bench import tempeval3, wikiwars

MONDAY = date(1989, 10, 30)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("on Friday", "1989-10-27"),
        ("on Friday night", "1989-10-27TNI"),
        ("in August", "1989-08"),
        ("last week", "1989-W43"),
        ("last month", "1989-09"),
        ("last year", "1988"),
        ("this summer", "1989-SU"),
        ("two weeks ago", "1989-W42"),
        ("five years ago", "1984"),
        ("for six months", "P6M"),
        ("for 48 hours", "PT48H"),
        ("for several days", "PXD"),
        ("over the past decade", "P10Y"),
        ("now", "PRESENT_REF"),
        ("recently", "PAST_REF"),
        ("in the future", "FUTURE_REF"),
        ("daily", "P1D"),
        ("in the third quarter of 1984", "1984-Q3"),
        ("in the 1960s", "196"),
        ("in 480 BC", "BC0480"),
        ("on Christmas Eve 1988", "1988-12-24"),
        ("at 5 p.m. on Friday", "1989-10-27T17:00"),
        ("over the weekend", "1989-W43-WE"),
        ("yesterday", "1989-10-29"),
        ("last night", "1989-10-29TNI"),
        ("on Fridays", "XXXX-WXX-5"),
    ],
)
def test_values_in_news(words: str, value: str) -> None:
    [phrase] = find_times(f"It was struck {words}.")
    assert timex_value(phrase, MONDAY) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("in March", "1940-03"),
        ("the next day", "1939-11-21"),
        ("two years later", "1941"),
        ("that month", "1939-11"),
        ("in the same year", "1939"),
        ("the following month", "1939-12"),
        ("on 3 December", "1939-12-03"),
    ],
)
def test_values_in_a_history(words: str, value: str) -> None:
    [phrase] = find_times(f"The army fell back {words}.")
    assert timex_value(phrase, None, Point(1939, 11, 20), narrative=True) == value


@pytest.mark.parametrize(
    ("sentence", "phrase", "tense"),
    [
        ("The talks will open on Friday.", "on Friday", "future"),
        ("The talks opened on Friday.", "on Friday", "past"),
        ("They are expected to leave on Friday.", "on Friday", "future"),
        ("The minister said Friday that they will leave.", "Friday", "past"),
        ("A deadline of May 4", "May 4", "future"),
    ],
)
def test_tense_is_read_from_the_nearest_verb(sentence: str, phrase: str, tense: str) -> None:
    start = sentence.index(phrase)
    assert tense_near(sentence, start, start + len(phrase)) == tense


def _write(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _timex(text: str, words: str, value: str, kind: str = "DATE") -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words, "type": kind, "value": value}


def test_tempeval_scores(tmp_path: Path) -> None:
    text = "The port fell on Friday. It had held for ten days."
    gold = [_timex(text, "Friday", "1989-10-27"), _timex(text, "ten days", "P9D", "DURATION")]
    _write(tmp_path, "unseen.jsonl", [{"doc": "a.tml", "dct": "1989-10-30", "text": text, "timex3": gold}])
    _write(tmp_path, "other.jsonl", [{"id": "no time fields here"}])
    result = tempeval3.evaluate(tmp_path)
    assert result["benchmark"] == "tempeval3"
    assert result["documents"] == 1
    assert result["metrics"]["strict_f1"] == 1.0
    assert result["metrics"]["value_f1"] == 0.5
    assert result["metrics"]["date_only_value_f1"] == 1.0
    assert result["interval"]["relaxed_f1"] == [1.0, 1.0]


def test_wikiwars_prefers_timex3_and_reads_timex2(tmp_path: Path) -> None:
    text = "In May 1916 the fort fell. In June it was retaken, and held for 1917-1918."
    gold = [
        _timex(text, "May 1916", "1916-05"),
        _timex(text, "June", "1916-06"),
        _timex(text, "1917", "1917"),
        _timex(text, "1918", "1918"),
    ]
    older = [{"start": 3, "end": 11, "text": "May 1916", "val": "wrong"}]
    _write(
        tmp_path, "a_timex2.jsonl", [{"doc": "01_Fort", "dct": "2009-12-19T17:00:00", "text": text, "timex2": older}]
    )
    _write(tmp_path, "b_timex3.jsonl", [{"doc": "01_Fort.tml", "dct": "2009-12-19", "text": text, "timex3": gold}])
    result = wikiwars.evaluate(tmp_path)
    assert result["documents"] == 1
    assert result["metrics"]["value_f1"] == 1.0
    (tmp_path / "b_timex3.jsonl").unlink()
    assert wikiwars.evaluate(tmp_path)["metrics"]["value_f1"] == 0.0


def test_two_runs_give_the_same_figures(tmp_path: Path) -> None:
    text = "The port fell on Friday."
    row = {"doc": "a", "dct": "1989-10-30", "text": text, "timex3": [_timex(text, "Friday", "1989-10-27")]}
    _write(tmp_path, "a.jsonl", [row, {**row, "doc": "b", "timex3": []}])
    assert tempeval3.evaluate(tmp_path) == tempeval3.evaluate(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="tempeval3"):
        tempeval3.evaluate(tmp_path)
