"""The model is found without running its package, and every file of it is proven before use."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.text.links import alter, linked

from crossbearing.model.errors import ParserUnavailableError
from crossbearing.text import parser, weights

PACKAGE, FOLDER = weights.find_weights()


def test_the_installed_model_is_the_right_one() -> None:
    assert weights.check_weights(PACKAGE, FOLDER) == []
    assert weights.proven_folder() == FOLDER


@pytest.mark.parametrize("name", sorted(weights.expected(PACKAGE)))
def test_each_altered_file_is_named(name: str, tmp_path: Path) -> None:
    folder = linked(tmp_path / "model")
    alter(folder / name)
    assert weights.check_weights(PACKAGE, folder) == [name]
    (folder / name).unlink()
    assert weights.check_weights(PACKAGE, folder) == [name]


def test_every_file_that_loading_reads_is_among_the_checked(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    for name in weights.expected(PACKAGE):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(FOLDER / name)
    nlp = parser.spacy.load(folder, exclude=["ner", "senter"])
    assert [t.lemma_ for t in nlp("The soldiers seized towns.")] == ["the", "soldier", "seize", "town", "."]


def test_the_parser_refuses_an_altered_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = linked(tmp_path / "model")
    alter(folder / "lemmatizer/lookups/lookups.bin")
    alter(folder / "parser/moves")
    monkeypatch.setattr(weights, "find_weights", lambda: (PACKAGE, folder))
    with pytest.raises(ParserUnavailableError) as caught:
        parser._load.__wrapped__()
    told = str(caught.value)
    assert "lemmatizer/lookups/lookups.bin, parser/moves: missing or not of the model 3.8.0" in told
    assert str(folder) in told
    assert "pip install" in told


def test_the_code_of_the_package_is_never_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / PACKAGE
    linked(package / FOLDER.name)
    (package / "__init__.py").write_text("raise SystemExit('the package was run')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, PACKAGE, raising=False)
    assert weights.find_weights() == (PACKAGE, package / FOLDER.name)
    assert parser._load.__wrapped__().has_pipe("lemmatizer")
    assert PACKAGE not in sys.modules


def test_a_missing_model_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "PACKAGES", ("no_such_model_of_english",))
    with pytest.raises(ParserUnavailableError, match="install one of: no_such_model_of_english"):
        weights.find_weights()
    (tmp_path / "no_such_model_of_english").mkdir()
    (tmp_path / "no_such_model_of_english" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ParserUnavailableError, match=r"holds no model 3\.8\.0"):
        weights.find_weights()
