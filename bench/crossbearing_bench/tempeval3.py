"""TempEval-3: time expressions of news with their values (TIMEX3), scored as the task did."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crossbearing_bench.timex import Timex, read_documents, score

NAME = "tempeval3"


def _is_date(timex: Timex) -> bool:
    return timex.type in ("DATE", "TIME")


def evaluate(data_dir: Path) -> dict[str, Any]:
    """Score every ``*.jsonl`` of ``data_dir``: strict, relaxed and value F1, of all and of dates and times alone."""
    return score(read_documents(data_dir, NAME), NAME, narrative=False, is_date=_is_date)
