"""Floors of quality: what every slot reached on the annotated documents, below which it must not fall.

``floors.json`` keeps for one folder of annotated documents the sha256 fingerprint of its gold files, the number
of documents, and the floor (F1, a fraction of one) of every slot. A figure may lie below its floor by EPSILON at most.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crossbearing.evaluate.gold import SUFFIX
from crossbearing.model.errors import EvaluationError

FILE = Path(__file__).with_name("floors.json")
# Figures are rounded to four places, and one claim more or less of a rare slot moves it by about this much.
EPSILON = 0.005
# A floor is set this far below the figure it was taken from.
MARGIN = 0.01


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors of one set of annotated documents."""

    fingerprint: str
    documents: int
    slots: Mapping[str, float]


def fingerprint(data_dir: Path) -> str:
    """Return the sha256 over names and contents of all gold files of a folder, texts included."""
    digest = hashlib.sha256()
    files = sorted(data_dir.rglob(f"*{SUFFIX}"))
    for file in files:
        text = file.with_name(file.name.removesuffix(SUFFIX) + ".txt")
        for part in (file, text):
            digest.update(part.name.encode() + b"\0" + hashlib.sha256(part.read_bytes()).digest())
    return digest.hexdigest()


def load(file: Path = FILE) -> Floors:
    """Read the floors; raise EvaluationError where the file is missing or not in its form."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        slots = {str(name): float(value) for name, value in kept["slots"].items()}
        return Floors(str(kept["fingerprint"]), int(kept["documents"]), slots)
    except (OSError, json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise EvaluationError(
            f"{file.name}: not in the form of floors: {error!r}; set it with --update-floors"
        ) from error


def broken(floors: Floors, metrics: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Return one line a slot that lies below its floor by more than EPSILON.

    >>> broken(Floors("", 1, {"claim": 0.7}), {"claim": {"f1": 0.6}})
    ['claim: 0.6000 is below its floor 0.7000']
    >>> broken(Floors("", 1, {"claim": 0.7}), {"claim": {"f1": 0.698}})
    []
    """
    return [
        f"{slot}: {metrics[slot]['f1']:.4f} is below its floor {floor:.4f}"
        for slot, floor in floors.slots.items()
        if metrics[slot]["f1"] < floor - EPSILON
    ]


def update(data_dir: Path, result: Mapping[str, Any], allow_regression: bool = False, file: Path = FILE) -> Floors:
    """Raise the floors to the figures of ``result`` less MARGIN, and write them; a floor that holds is never lowered.

    Raises EvaluationError when a slot lies below its floor or the documents are others than those the floors stand
    for, unless ``allow_regression`` is set: then every floor is set anew.
    """
    metrics, mark = result["metrics"], fingerprint(data_dir)
    reached = {slot: round(max(0.0, row["f1"] - MARGIN), 4) for slot, row in metrics.items()}
    if file.exists() and not allow_regression:
        before = load(file)
        if before.fingerprint != mark:
            raise EvaluationError(
                "floors: these documents are not those the floors were set on; --allow-regression sets them anew"
            )
        fallen = broken(before, metrics)
        if fallen:
            raise EvaluationError(f"floors: {'; '.join(fallen)}; --allow-regression lowers them")
        reached = {slot: max(value, before.slots.get(slot, 0.0)) for slot, value in reached.items()}
    floors = Floors(mark, int(result["documents"]), reached)
    kept = {"fingerprint": floors.fingerprint, "documents": floors.documents, "slots": dict(floors.slots)}
    file.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    return floors
