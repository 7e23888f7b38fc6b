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
from crossbearing.vocab.classes import ClaimClass, Trait, load_classes
from crossbearing.vocab.loader import plain, read_yaml


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


CODES = _codes()
CLASSES = load_classes(_HERE / "classes.yml", CODES)


def class_of(name: str) -> ClaimClass:
    """Return a class by name; one that the contract does not know has no traits.

    >>> class_of("control.gain").control, class_of("other.thing").traits
    ('gain', frozenset())
    """
    return CLASSES.get(name) or ClaimClass(name, (), name)


@cache
def classes_with(*traits: Trait) -> frozenset[str]:
    """Return the names of the classes that have all of the traits.

    >>> sorted(classes_with("stock", "state"))
    ['control.besiege']
    """
    return frozenset(c.name for c in CLASSES.values() if c.traits.issuperset(traits))


@cache
def class_with(*traits: Trait) -> str:
    """Return the name of the one class that has all of the traits; raises VocabularyError where it is not one.

    >>> class_with("bombards", "unspecific")
    'strike.unspecified'
    """
    found = sorted(classes_with(*traits))
    if len(found) != 1:
        raise VocabularyError(f"classes.yml: {', '.join(traits)} must be the traits of one class, not of {found}")
    return found[0]
