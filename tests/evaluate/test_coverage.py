"""Coverage: which sentences are about a war, which words no frame knows, what is proposed, and the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.evaluate.coverage import Coverage, coverage
from crossbearing.extract.engine import Extractor
from crossbearing.model.document import Document
from crossbearing.resolve.packs import load_packs
from crossbearing.text.names import NameMatcher

TEXTS = {
    "a": "Gunmen yodelled in the square.\n\nTroops seized Homs on Monday.\n\nThe choir yodelled in the square.",
    "b": "The soldiers yodelled at dawn.\n\nThe militia prehended its rifles.",
}


@pytest.fixture(scope="module")
def found() -> Coverage:
    extractor = Extractor(NameMatcher(load_packs(["global", "syria"]).names()))
    return coverage(extractor, [Document(id=name, text=text) for name, text in TEXTS.items()])


def test_only_sentences_about_a_war_count(found: Coverage) -> None:
    assert (found.documents, found.sentences, found.silent) == (2, 4, 3)
    assert found.share == 0.75


def test_words_come_by_number_of_documents(found: Coverage) -> None:
    first = found.words[0]
    assert (first.word, first.part, first.documents) == ("yodel", "v", 2)
    assert first.example == "Gunmen yodelled in the square."


def test_words_of_frames_and_of_sentences_with_a_claim_are_not_listed(found: Coverage) -> None:
    assert not {"seize", "choir", "soldier"} & {word.word for word in found.words}


def test_frames_that_know_a_synonym_are_proposed(found: Coverage) -> None:
    [word] = [word for word in found.words if word.word == "prehend"]
    assert "seize: control.seize" in word.proposals


@pytest.mark.slow
def test_the_command_says_what_it_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    assert run_command(["coverage", "--data", str(tmp_path), "--json"]) == codes.DONE
    answer = json.loads(capsys.readouterr().out)
    assert [word["word"] for word in answer["words"]] == ["yodel"]
    assert answer["left_out"] >= 1
    assert answer["sentences"] == 4
    assert run_command(["coverage", "--data", str(tmp_path)]) == codes.DONE
    assert "3 of 4 sentences about a war yield no claim (75.0%), in 2 documents" in capsys.readouterr().out


def test_a_folder_without_a_report_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["coverage", "--data", str(tmp_path)]) == codes.FAILED
    assert "no report could be read" in capsys.readouterr().err
