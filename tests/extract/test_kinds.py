"""Kinds of nouns in lexicons and sentences: what is accepted, what is refused, whose kind is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossbearing.extract.lexicon import load_frames
from crossbearing.extract.phrases.kinds import actor_word, token_kinds
from crossbearing.model.errors import VocabularyError
from crossbearing.text.tokens import Token


def frames(tmp_path: Path, text: str):  # type: ignore[no-untyped-def]
    file = tmp_path / "lexicon.yml"
    file.write_text(f"- predicate: burn\n  class: infrastructure.damage\n{text}", encoding="utf-8")
    return load_frames(file, "made")


def test_an_argument_may_ask_for_kinds(tmp_path: Path) -> None:
    [frame] = frames(tmp_path, '  args: {patient: "FACILITY | VEHICLE target"}\n')
    [slot] = frame.args["patient"]
    assert slot.role == "target"
    assert slot.kinds == {"FACILITY", "VEHICLE"}


def test_the_plain_types_ask_for_no_kind(tmp_path: Path) -> None:
    [frame] = frames(tmp_path, "  args: {patient: ANY target}\n")
    assert frame.args["patient"][0].kinds == frozenset()


@pytest.mark.parametrize(
    "text", ['  args: {patient: "FACILITY | HOUSE target"}\n', "  only_with: [HOUSE]\n", "  not_by: [PEOPLE]\n"]
)
def test_an_unknown_kind_is_refused_with_the_known_ones(tmp_path: Path, text: str) -> None:
    with pytest.raises(VocabularyError, match="VEHICLE"):
        frames(tmp_path, text)


@pytest.mark.parametrize(
    ("word", "tag", "kind", "expected"),
    [
        ("wounded", "JJ", "", {"PERSON"}),
        ("journalist", "NNP", "", {"PERSON"}),
        ("grocer", "NN", "", {"PERSON"}),
        ("grocer", "NNP", "", set()),
        ("them", "PRP", "", set()),
        ("march", "VBD", "", set()),
        ("Homs", "NNP", "place", {"SETTLEMENT", "REGION"}),
    ],
)
def test_kinds_of_a_token(word: str, tag: str, kind: str, expected: set[str]) -> None:
    token = Token(0, word, word.lower(), word, tag, "ROOT", 0, 0, len(word), kind)
    assert token_kinds(token) == expected


@pytest.mark.parametrize(("word", "kind"), [("grocer", "people"), ("hussar", "forces"), ("relative", "people")])
def test_people_of_no_list_are_actors(word: str, kind: str) -> None:
    assert actor_word(word) == kind


@pytest.mark.parametrize("word", ["table", "cold", "village", "star"])
def test_a_word_with_another_meaning_is_no_actor_by_itself(word: str) -> None:
    assert actor_word(word) is None
