"""Marked words of texts that others own: which word of which text tells a claim of which class; no text lies here.

A table (``bench/marks``) names the file of texts (JSON, one a line), and the fields that hold a text and its id; where
the id has no field, it is the number of the line. Each further line is a text that was read whole: its id, its length,
and the offset and class of every claim. What is not marked tells none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from crossbearing.evaluate.lessons import Lesson
from crossbearing.model.document import Document
from crossbearing.model.errors import EvaluationError
from crossbearing.vocab.contract import CLASSES

_HEAD = ("file", "id", "text")


def marked(tables: Path, texts: Path) -> list[Lesson]:
    """Return the marked texts of all tables in a folder; the files of texts lie below ``texts``.

    Raises EvaluationError, with table and line, where a table is not in that form or not of the text that is there.
    """
    found = sorted(tables.glob("*.tsv"))
    if not found:
        raise EvaluationError(f"{tables}: no tables of marks (*.tsv) there")
    return [lesson for table in found for lesson in _marked(table, texts)]


def _marked(table: Path, texts: Path) -> Iterator[Lesson]:
    lines = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines()]
    head = {line[0]: line[-1] if len(line) > 1 else "" for line in lines[: len(_HEAD)]}
    if tuple(head) != _HEAD:
        raise EvaluationError(f"{table.name}: begins with the lines {', '.join(_HEAD)}, each with what it names")
    given = _texts(texts / head["file"], head)
    for number, line in enumerate(lines[len(_HEAD) :], len(_HEAD) + 1):
        place = f"{table.name}:{number}"
        try:
            name, length, marks = line
            told = tuple((int(at), cls) for at, _, cls in (mark.partition(":") for mark in marks.split()))
            text = given[name]
        except (ValueError, KeyError) as error:
            raise EvaluationError(f"{place}: not the id of a text, its length and its marks: {error}") from error
        if len(text) != int(length) or any(at >= len(text) for at, _ in told):
            raise EvaluationError(f"{place}: the text of {name} is another than the one that was marked")
        if unknown := sorted({cls for _, cls in told} - set(CLASSES)):
            raise EvaluationError(f"{place}: no class of claims: {', '.join(unknown)}")
        yield Lesson(Document(f"{table.stem}-{name}", text), told)


def _texts(file: Path, head: Mapping[str, str]) -> dict[str, str]:
    try:
        rows: list[dict[str, Any]] = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise EvaluationError(f"{file}: no texts, a JSON object a line: {error}") from error
    try:
        return {str(row[head["id"]] if head["id"] else n): row[head["text"]] for n, row in enumerate(rows, 1)}
    except KeyError as error:
        raise EvaluationError(f"{file}: a text without {error}") from error
