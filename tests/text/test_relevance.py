"""Reports of a war are read and other news is passed over; what the scorer cannot judge is always read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.model.errors import VocabularyError
from crossbearing.readers.paths import read_paths
from crossbearing.samples import folder, other
from crossbearing.text.relevance import BITS, PASSED_OVER, SHORT, hashed_sentences, relevance_of, shipped_relevance

WAR = """Mortar rounds hit the market of the town on Tuesday, killing nine people and wounding thirty, doctors said.
The militia that holds the hills above it denied having fired them. The army sent two more battalions to the front
and said its troops had retaken a village and three checkpoints after a night of fighting. Families fled south.
"""
OTHER = """The school board voted on Tuesday to keep the music lessons that parents had asked for in a letter in June.
Members said the money would come from the sale of an old bus garage near the river, which two buyers want.
The mayor thanked the pupils, who had played outside the town hall every morning for a week, in the rain.
"""


def test_a_report_of_a_war_is_read_and_other_news_is_not() -> None:
    scorer = shipped_relevance()
    assert scorer.score(WAR) > 1 > 0 > scorer.score(OTHER)
    assert scorer.is_read(WAR)
    assert not scorer.is_read(OTHER)


def test_names_tell_nothing() -> None:
    scorer = shipped_relevance()
    named = "The board of {} voted to keep the music lessons that parents had asked for in a letter."
    assert scorer.score(named.format("Aleppo")) == scorer.score(named.format("Springfield"))


def test_every_sample_is_read_and_no_other_text() -> None:
    scorer = shipped_relevance()
    assert all(scorer.is_read(d.text) for d in read_paths([folder()]).documents)
    assert not any(scorer.is_read(d.text) for d in read_paths([other()]).documents)


def test_short_texts_and_texts_in_capitals_are_always_read() -> None:
    scorer = shipped_relevance()
    assert scorer.is_read(" ".join(OTHER.split()[: SHORT - 1]))
    assert scorer.is_read(OTHER.upper())


def test_sentences_are_found_where_they_stand() -> None:
    found = [OTHER[start:end] for start, end, _ in hashed_sentences(OTHER)]
    assert found == OTHER.splitlines()


@pytest.mark.parametrize("table", ["{}", '{"weights": "AAAA", "step": 1, "constant": 0}', "nothing"])
def test_a_broken_table_is_refused(table: str, tmp_path: Path) -> None:
    file = tmp_path / "relevance.json"
    file.write_text(table, encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"relevance\.json: no table"):
        relevance_of(file)


def test_what_is_passed_over_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name, text in (("board", OTHER), ("mortars", WAR)):
        (texts / f"{name}.txt").write_text(text, encoding="utf-8")
    assert run_command(["run", str(texts), "--out", str(tmp_path / "out"), "--json"]) == codes.DONE
    told = capsys.readouterr()
    summary = json.loads(told.out)
    assert (summary["documents"], summary["passed_over"]) == (2, 1)
    assert "passed over as other news: 1 report" in told.err
    assert [(p["document"], p["code"]) for p in summary["document_problems"]] == [("board", PASSED_OVER)]
    lines = (tmp_path / "out" / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    codes_of = {d["id"]: [p["code"] for p in d["problems"]] for d in map(json.loads, lines)}
    assert PASSED_OVER in codes_of["board"]
    assert PASSED_OVER not in codes_of["mortars"]
    assert run_command(["run", str(texts), "--out", str(tmp_path / "all"), "--json", "--all"]) == codes.DONE
    assert json.loads(capsys.readouterr().out)["passed_over"] == 0


GERMAN = """Der Rat der Stadt hat am Dienstag beschlossen, dass die Schule in dem alten Haus bleiben darf. Die Eltern
hatten darum in einem Brief gebeten, und der Vorsteher dankte den Kindern, die jeden Morgen vor dem Rathaus gespielt
hatten, auch wenn es regnete und kalt war. Das Geld soll aus dem Verkauf einer Halle kommen.
"""


def test_a_report_in_another_language_is_told_to_be_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rat.txt").write_text(GERMAN, encoding="utf-8")
    assert run_command(["extract", str(tmp_path / "rat.txt"), "--json"]) == codes.PARTLY
    assert [p["code"] for p in json.loads(capsys.readouterr().out)["document_problems"]] == ["language_not_read"]


def test_the_shipped_table_has_a_weight_for_every_hash() -> None:
    assert len(shipped_relevance().weights) == 1 << BITS
