"""WikiWars: time expressions of histories of wars, where relative dates count from the date told last."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crossbearing_bench.timex import Timex, read_documents, score

NAME = "wikiwars"


def _is_date(timex: Timex) -> bool:
    """Gold types are always DATE here, so the value decides: lengths begin with P, sets are undated days."""
    return not (timex.value.startswith("P") and not timex.value.endswith("_REF")) and timex.value != "XXXX-XX-XX"


def evaluate(data_dir: Path) -> dict[str, Any]:
    """Score every ``*.jsonl`` of ``data_dir``: strict, relaxed and value F1, of all and of dates and times alone."""
    return score(read_documents(data_dir, NAME), NAME, narrative=True, is_date=_is_date)
