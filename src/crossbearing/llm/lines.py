"""Files of request and reply lines: one JSON object a line; a line that is none is a problem, not the end."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from crossbearing.llm.fields import STAGE
from crossbearing.model.document import Problem

MAX_LINE = 16_000_000
"""Bytes of one line: a reply that ran on to its limit has some hundred thousand."""


def read_lines(path: Path) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Return the objects of a file of lines, and a problem for every line that is none; OSError where it is not there.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "replies.jsonl"
    ...     _ = file.write_text('{"custom_id": "a"}\\n\\n[1]\\n{"custom')
    ...     found, problems = read_lines(file)
    >>> found, [p.message for p in problems]
    ([{'custom_id': 'a'}], ['replies.jsonl:3: no JSON object', 'replies.jsonl:4: no JSON object'])
    """
    found: list[dict[str, Any]] = []
    problems: list[Problem] = []
    with path.open("rb") as file:
        number = 0
        while line := file.readline(MAX_LINE):
            number += 1
            if not line.strip():
                continue
            value = _object(line)
            if value is None:
                problems.append(Problem("bad_line", f"{path.name}:{number}: no JSON object", STAGE))
            else:
                found.append(value)
    return found, problems


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def write_lines(lines: Iterable[dict[str, Any]], path: Path) -> int:
    """Write objects one a line, in their order and with their keys in order; return how many.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_lines([{"custom_id": "a"}], Path(folder) / "requests.jsonl")
    1
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    number = 0
    with path.open("w", encoding="utf-8", newline="\n", errors="backslashreplace") as out:
        for line in lines:
            out.write(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n")
            number += 1
    return number
