"""The claim contract as values: classes with their roles, and the closed word lists.

>>> "gainer" in CLASSES["control.gain"].roles
True
>>> "occurred" in CODES["modality"]
True
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from crossbearing.model.errors import VocabularyError
from crossbearing.vocab.loader import Form, load_entries, plain, read_yaml


@dataclass(frozen=True, slots=True)
class ClaimClass:
    """A claim class: its name, the roles its actors may have, what counts, and if something is done or only said."""

    name: str
    roles: tuple[str, ...]
    note: str
    deed: bool = True


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """What a native class is called elsewhere; ``mapping`` says how well: exact, broad or lossy."""

    native: str
    acled_event: str
    acled_sub_event: str
    ucdp_type: str
    plover: str
    plover_mode: str
    hxl: str
    mapping: str


_HERE = files("crossbearing.vocab")


def _classes() -> dict[str, ClaimClass]:
    form = Form({"name": (str,), "roles": (list,), "note": (str,)}, {"deed": (bool,)})
    found: dict[str, ClaimClass] = {}
    for place, entry in load_entries(_HERE / "classes.yml", form):
        if entry["name"] in found:
            raise VocabularyError(f"{place}: class {entry['name']!r} stands twice")
        found[entry["name"]] = ClaimClass(entry["name"], tuple(entry["roles"]), entry["note"], entry.get("deed", True))
    return found


def _codes() -> dict[str, tuple[str, ...]]:
    value: dict[str, Any] = plain(read_yaml(_HERE / "codes.yml"))
    return {name: tuple(str(code) for code in codes) for name, codes in value.items()}


@cache
def crosswalks() -> dict[str, Crosswalk]:
    """Return the crosswalk row of every native class.

    >>> crosswalks()["strike.air"].acled_sub_event
    'Air/drone strike'
    """
    with (_HERE / "crosswalk.csv").open(encoding="utf-8") as file:
        rows = [Crosswalk(**row) for row in csv.DictReader(file)]
    found = {row.native: row for row in rows}
    missing = sorted(set(CLASSES) ^ set(found))
    if missing:
        raise VocabularyError(f"crosswalk.csv and classes.yml differ in: {', '.join(missing)}")
    return found


CLASSES = _classes()
CODES = _codes()
