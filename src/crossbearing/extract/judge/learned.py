"""A judge that learned from a team's own work: a folder with its weights and with what is known of them.

``weights.tsv`` is in the form of what ships; ``model.json`` says from which weights it started, from how many documents
it learned, what that gave, and bears the fingerprint of the table, by which every reading of this judge is known.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from crossbearing.extract.judge.layers import layer_files, shipped_layers
from crossbearing.extract.judge.weights import Row, Weights, load_weights, shipped_file, written_rows
from crossbearing.model.errors import JudgeError

VERSION = 1
TABLE, ABOUT = "weights.tsv", "model.json"
SHIPPED = "shipped"
"""What stands in the place of a fingerprint where the judge is the one that comes with the program."""
_AGAIN = "learn again: crossbearing learn"
_KEYS: Mapping[str, type | tuple[type, ...]] = {
    "version": int,
    "fingerprint": str,
    "program": str,
    "started_from": str,
    "documents": int,
    "claims": int,
    "strength": (int, float),
    "wins": bool,
    "figures": dict,
}


@dataclass(frozen=True, slots=True)
class Origin:
    """What a judge was learned from and what it gave: ``figures`` are those of documents left out."""

    documents: int
    claims: int
    strength: float
    wins: bool
    figures: Mapping[str, Any]


def started_from() -> str:
    """Return the fingerprint of all that the judge ships with, from which every learned judge starts.

    >>> len(started_from())
    64
    """
    shipped = (shipped_file(), *layer_files())
    return hashlib.sha256(b"".join(file.read_bytes() for file in shipped)).hexdigest()


def write_learned(rows: Sequence[Row], origin: Origin, folder: Path) -> Weights:
    """Write a learned judge into a folder, made where it is missing, and return it; same rows, same bytes."""
    table = written_rows(rows).encode()
    about = {
        "version": VERSION,
        "fingerprint": hashlib.sha256(table).hexdigest(),
        "program": version("crossbearing"),
        "started_from": started_from(),
        "documents": origin.documents,
        "claims": origin.claims,
        "strength": origin.strength,
        "wins": origin.wins,
        "figures": origin.figures,
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TABLE).write_bytes(table)
    (folder / ABOUT).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    return load_learned(folder)


def load_learned(folder: Path) -> Weights:
    """Return the weights of a learned judge, which bear its fingerprint.

    Raises JudgeError for a folder that holds none, for another form or program, and where a file was altered;
    VocabularyError, with the line, for a table that is none.

    >>> load_learned(Path("no/such/model"))
    Traceback (most recent call last):
    crossbearing.model.errors.JudgeError: no/such/model: no model.json there; --judge names a folder that ...
    """
    about = _about(folder)
    table = folder / TABLE
    try:
        raw = table.read_bytes()
    except OSError as error:
        raise JudgeError(f"{table}: {error.strerror or error}; {_AGAIN}") from error
    if hashlib.sha256(raw).hexdigest() != about["fingerprint"]:
        raise JudgeError(f"{table}: not what {ABOUT} says; one of the two was altered: {_AGAIN}")
    if about["started_from"] != started_from():
        raise JudgeError(
            f"{folder}: learned with version {about['program']}, whose judge was another; its figures do not hold "
            f"for this program: {_AGAIN}"
        )
    return replace(load_weights(table, shipped_layers()), fingerprint=about["fingerprint"])


def _about(folder: Path) -> dict[str, Any]:
    file = folder / ABOUT
    try:
        about = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        wanted = "--judge names a folder that crossbearing learn has written"
        raise JudgeError(f"{folder}: no {ABOUT} there; {wanted}") from error
    except (OSError, ValueError) as error:
        raise JudgeError(f"{file}: cannot be read: {error}; {_AGAIN}") from error
    found = about.get("version") if isinstance(about, dict) else None
    if found != VERSION:
        raise JudgeError(f"{file}: version {found!r} is not known, only {VERSION}; {_AGAIN}, or use the newer program")
    wrong = [key for key, kind in _KEYS.items() if not isinstance(about.get(key), kind)]
    wrong += sorted(set(about) - set(_KEYS))
    if wrong:
        raise JudgeError(f"{file}: missing, unknown or of the wrong kind: {', '.join(wrong)}; {_AGAIN}")
    told: dict[str, Any] = about
    return told
