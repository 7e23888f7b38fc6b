"""Loads the rows of a benchmark: every JSON Lines file of a folder counts, whatever its name, by the fields it has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from crossbearing.model.errors import EvaluationError


def rows(data_dir: Path, fields: tuple[str, ...], benchmark: str) -> list[dict[str, Any]]:
    """Return every row under ``data_dir`` that has all ``fields``, in the order of file names and lines.

    Development and unseen parts name their files differently, so that only the fields decide. Rows of other forms are
    passed over. Raises EvaluationError when no row has the fields or a line is no JSON.

    >>> rows(Path("no/such/folder"), ("text",), "factuality")
    Traceback (most recent call last):
    crossbearing.model.errors.EvaluationError: factuality: no *.jsonl row under no/such/folder has text; ...
    """
    return [row for found in rows_by_file(data_dir, fields, benchmark).values() for row in found]


def rows_by_file(data_dir: Path, fields: tuple[str, ...], benchmark: str) -> dict[str, list[dict[str, Any]]]:
    """Return the rows that have all ``fields``, by the name of their file without its ending; raises as ``rows``."""
    found: dict[str, list[dict[str, Any]]] = {}
    for file in sorted(data_dir.rglob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                row = _parse(line, f"{file.name}:{number}")
                if isinstance(row, dict) and all(name in row for name in fields):
                    found.setdefault(file.stem, []).append(row)
    if not found:
        wanted = ", ".join(fields)
        raise EvaluationError(
            f"{benchmark}: no *.jsonl row under {data_dir} has {wanted}; name a folder in the form of its dev part"
        )
    return found


def _parse(line: str, place: str) -> Any:
    if not line.strip():
        return None
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise EvaluationError(f"{place}: no valid JSON: {error.msg}; mend or remove the line") from error
