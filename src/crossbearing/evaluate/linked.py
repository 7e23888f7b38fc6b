"""Which clauses of other reports tell of one happening: more pairs to learn the weights of ``inside.json`` from.

``linked.json`` has, by document, each happening as its kind and the stretches of the text that tell of it. The texts
lie elsewhere, so that nothing of theirs is here. A language model read them once, report by report, and
what was in doubt was left out: good enough to learn from, no truth to be measured by.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from crossbearing.model.errors import EvaluationError

FILE = "linked.json"
_TEXT = ".txt"


def bundled() -> dict[str, list[list[Any]]]:
    """Return the happenings that come with the program, by document: the kind of each, then first and last offsets.

    >>> all(happenings for happenings in bundled().values())
    True
    """
    found: dict[str, list[list[Any]]] = json.loads(
        files("crossbearing.evaluate").joinpath(FILE).read_text(encoding="utf-8")
    )
    return found


def texts_of(folder: Path) -> list[Path]:
    """Return the texts of a folder of which it is known what is one happening; raises EvaluationError for none."""
    texts = [path for name in sorted(bundled()) if (path := folder / f"{name}{_TEXT}").is_file()]
    if not texts:
        raise EvaluationError(f"{folder}: none of the reports in it is among those that {FILE} tells of")
    return texts


def groups_of(documents: Sequence[str]) -> list[Mapping[str, Any]]:
    """Return each document as a group of its own in the form of the record contract, where its happenings are known.

    >>> groups_of(["none"])
    []
    """
    known = bundled()
    return [_group(name, known[name]) for name in sorted(documents) if name in known]


def _group(name: str, happenings: Sequence[Sequence[Any]]) -> Mapping[str, Any]:
    return {
        "group": name,
        "happenings": [
            {"id": f"h{n}", "kind": kind, "tellings": [{"document": name, "start": s, "end": e} for s, e in stretches]}
            for n, (kind, *stretches) in enumerate(happenings, 1)
        ],
    }
