"""The numbers and words of reconciliation, read once from YAML: weights, limits, kinship of classes, cues."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from crossbearing.model.errors import VocabularyError
from crossbearing.vocab.contract import CLASSES
from crossbearing.vocab.loader import Form, load_entries

_HERE = files("crossbearing.reconcile")


def _numbers() -> dict[str, float]:
    form = Form({"name": (str,), "value": (float, int), "reason": (str,)}, {})
    found: dict[str, float] = {}
    for place, entry in load_entries(_HERE / "settings.yml", form):
        if entry["name"] in found:
            raise VocabularyError(f"{place}: {entry['name']!r} stands twice")
        found[entry["name"]] = float(entry["value"])
    return found


def _kinship() -> dict[tuple[str, str], float]:
    form = Form({"one": (str,), "other": (str,), "score": (float, int)}, {})
    found: dict[tuple[str, str], float] = {(name, name): 1.0 for name in CLASSES}
    for place, entry in load_entries(_HERE / "kinship.yml", form):
        pair = (entry["one"], entry["other"])
        for name in pair:
            if name not in CLASSES:
                raise VocabularyError(f"{place}: no class {name!r}")
        if pair in found:
            raise VocabularyError(f"{place}: the pair {pair} stands twice")
        found[pair] = found[pair[::-1]] = float(entry["score"])
    return found


def _cues() -> dict[str, str]:
    form = Form({"kind": (str,), "words": (list,)}, {})
    return {str(word): e["kind"] for _, e in load_entries(_HERE / "cues.yml", form) for word in e["words"]}


SETTINGS = _numbers()
KINSHIP = _kinship()
_CUES = _cues()


def kinship(one: str, other: str) -> float:
    """Return how near two classes are, 1 for the same class and 0 for classes that are never one event.

    >>> kinship("strike.suicide", "strike.explosive") > kinship("strike.suicide", "strike.unspecified")
    True
    """
    return KINSHIP.get((one, other), 0.0)


@cache
def _kinds() -> re.Pattern[str]:
    words = sorted(_CUES, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)


def cue_kinds(text: str) -> frozenset[str]:
    """Return the kinds of cue words in ``text``: earlier, regain, leaving, inhabitants, guilt.

    >>> sorted(cue_kinds("They recaptured the hill after a previous truce"))
    ['earlier', 'regain']
    """
    return frozenset(_CUES[match.lower()] for match in _kinds().findall(text))
