"""Floors of quality: what every slot reached on annotated documents, below which it must not fall.

``floors.json`` keeps for each set of annotated documents, by the name of its folder, the sha256 fingerprint of its gold
files, the number of documents, and the floor (F1, a fraction of one) of every slot. A figure may lie below its floor by
EPSILON at most.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
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


def fingerprint(*folders: Path) -> str:
    """Return the sha256 over names and contents of all gold files of the folders, texts included."""
    digest = hashlib.sha256()
    files = sorted((file for folder in folders for file in folder.rglob(f"*{SUFFIX}")), key=lambda file: file.name)
    for file in files:
        text = file.with_name(file.name.removesuffix(SUFFIX) + ".txt")
        for part in (file, text):
            digest.update(part.name.encode() + b"\0" + hashlib.sha256(part.read_bytes()).digest())
    return digest.hexdigest()


def set_name(*folders: Path) -> str:
    """Return what a set is called: the name of its folder, or of the one that holds all of its folders.

    >>> set_name(Path("/gold/dev")), set_name(Path("/gold/wars/b1"), Path("/gold/wars/b2"))
    ('dev', 'wars')
    """
    return Path(os.path.commonpath([folder.resolve() for folder in folders])).name


def load(file: Path = FILE) -> dict[str, Floors]:
    """Read the floors of each set; raise EvaluationError where the file is missing or not in its form."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return {str(name): _floors(value) for name, value in kept.items()}
    except (OSError, json.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise EvaluationError(
            f"{file.name}: not in the form of floors: {error!r}; set it with --update-floors"
        ) from error


def _floors(value: Mapping[str, Any]) -> Floors:
    slots = {str(slot): float(floor) for slot, floor in value["slots"].items()}
    return Floors(str(value["fingerprint"]), int(value["documents"]), slots)


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


def update(
    folders: Sequence[Path], result: Mapping[str, Any], allow_regression: bool = False, file: Path = FILE
) -> Floors:
    """Raise the floors of a set to the figures of ``result`` less MARGIN and write them; none that holds is lowered.

    A set that has none yet gets them. Raises EvaluationError when a slot lies below its floor or the documents are
    others than those the floors of this set stand for, unless ``allow_regression`` is set: then all are set anew.
    """
    name, mark, metrics = set_name(*folders), fingerprint(*folders), result["metrics"]
    reached = {slot: round(max(0.0, row["f1"] - MARGIN), 4) for slot, row in metrics.items()}
    kept = load(file) if file.exists() else {}
    before = kept.get(name)
    if before is not None and not allow_regression:
        if before.fingerprint != mark:
            raise EvaluationError(
                f"floors: these documents are not those the floors of {name!r} were set on; "
                "--allow-regression sets them anew"
            )
        fallen = broken(before, metrics)
        if fallen:
            raise EvaluationError(f"floors of {name!r}: {'; '.join(fallen)}; --allow-regression lowers them")
        reached = {slot: max(value, before.slots.get(slot, 0.0)) for slot, value in reached.items()}
    kept[name] = Floors(mark, int(result["documents"]), reached)
    written = {
        one: {"fingerprint": floors.fingerprint, "documents": floors.documents, "slots": dict(floors.slots)}
        for one, floors in sorted(kept.items())
    }
    file.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    return kept[name]
