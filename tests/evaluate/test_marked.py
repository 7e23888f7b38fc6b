"""Tables of marked words stand beside texts that others own: each fault says table and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crossbearing.evaluate.marked import marked
from crossbearing.model.errors import EvaluationError

TEXTS = [
    {"id": "a1", "body": "Gunmen stormed the post and fled."},
    {"id": "a2", "body": "The minister met the ambassador."},
]
HEAD = "file\tset/texts.jsonl\nid\tid\ntext\tbody\n"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    (folder / "set").mkdir(parents=True)
    (folder / "set" / "texts.jsonl").write_text("\n".join(json.dumps(text) for text in TEXTS), encoding="utf-8")
    return folder


def _table(tmp_path: Path, content: str) -> Path:
    folder = tmp_path / "marks"
    folder.mkdir(exist_ok=True)
    (folder / "set.tsv").write_text(content, encoding="utf-8")
    return folder


def test_a_text_with_its_marks_and_one_that_tells_nothing(tmp_path: Path, texts: Path) -> None:
    tables = _table(tmp_path, f"{HEAD}a1\t33\t7:combat.raid 28:movement.withdrawal\na2\t32\t\n")
    first, second = marked(tables, texts)
    assert first.document.text[7:14] == "stormed"
    assert first.marks == ((7, "combat.raid"), (28, "movement.withdrawal"))
    assert second.marks == ()


def test_without_an_id_the_number_of_the_line_is_it(tmp_path: Path, texts: Path) -> None:
    (lesson,) = marked(_table(tmp_path, "file\tset/texts.jsonl\nid\t\ntext\tbody\n2\t32\t\n"), texts)
    assert lesson.document.text == "The minister met the ambassador."


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (f"{HEAD}a1\t34\t\n", "set.tsv:4: the text of a1 is another"),
        (f"{HEAD}a1\t33\t90:combat.raid\n", "set.tsv:4: the text of a1 is another"),
        (f"{HEAD}a3\t33\t\n", "set.tsv:4: not the id of a text"),
        (f"{HEAD}a1\t33\t7:combat.ruin\n", "set.tsv:4: no class of claims: combat.ruin"),
        (f"{HEAD}a1\t33\n", "set.tsv:4: not the id of a text"),
        ("a1\t33\t\n", "set.tsv: begins with the lines file, id, text"),
        ("file\tset/none.jsonl\nid\tid\ntext\tbody\n", "none.jsonl: no texts"),
        ("file\tset/texts.jsonl\nid\tname\ntext\tbody\n", "a text without 'name'"),
    ],
)
def test_what_is_no_table_of_these_texts_is_refused(tmp_path: Path, texts: Path, content: str, told: str) -> None:
    with pytest.raises(EvaluationError, match=told):
        marked(_table(tmp_path, content), texts)


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no tables of marks"):
        marked(tmp_path, tmp_path)


def test_the_tables_of_the_project_are_of_the_texts_they_name() -> None:
    here = Path(__file__).parents[2]
    texts = here.parent / "shared" / "benchmarks"
    if not texts.is_dir():
        pytest.skip("the texts of the public sets are not here")
    found = marked(here / "bench" / "marks", texts)
    assert len(found) > 8000
    for lesson in found:
        for at, _ in lesson.marks:
            assert lesson.document.text[at].isalnum(), (lesson.document.id, at)
            assert at == 0 or not lesson.document.text[at - 1].isalpha(), (lesson.document.id, at)


def test_the_roles_of_a_claim_stand_behind_it_where_they_were_read(tmp_path: Path, texts: Path) -> None:
    marks = "7:combat.raid:initiator=0,target=19 28:movement.withdrawal:"
    first, second = marked(_table(tmp_path, f"{HEAD}a1\t33\t{marks}\na2\t32\t4:statement.demand\n"), texts)
    assert first.roles == {7: (("initiator", 0), ("target", 19)), 28: ()}
    assert second.roles == {}


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ("7:combat.raid:raider=0", "no role of a claim: raider"),
        ("7:combat.raid:initiator=40", "another than the one that was marked"),
        ("7:combat.raid:initiator", "not the id of a text, its length and its marks"),
    ],
)
def test_a_role_that_is_none_is_refused(tmp_path: Path, texts: Path, marks: str, said: str) -> None:
    with pytest.raises(EvaluationError, match=said):
        marked(_table(tmp_path, f"{HEAD}a1\t33\t{marks}\n"), texts)
