"""Which reader to believe, slot by slot: fitted on annotated documents, kept in a file that a person can read.

``evaluate gold --readers rules,llm --fit DIR`` writes the file; nothing here decides by itself.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from crossbearing.model.claim import RULES
from crossbearing.model.errors import VocabularyError
from crossbearing.readings.reader import LLM

SLOTS = (
    "class", "modality", "polarity", "extent", "attribution", "time",
    "actors", "places", "counts", "detail", "weapons", "labels",
)  # fmt: skip
"""What of a claim is decided by itself; ``detail`` is category and scope of a count, ``attribution`` all of it."""
BOTH = "both"
OTHERS = dict.fromkeys(("class", "modality", "polarity", "attribution", "detail"), RULES)
"""What may stand in a slot in place of the model's reading: the rules', or what either read (all other slots)."""
FILE = "trust.json"
NEVER = 1.0


def likelihood(weights: Mapping[str, float], features: Iterable[str]) -> float:
    """Return the logistic likelihood of what the features speak for; one that was never seen weighs nothing.

    >>> likelihood({"bias": 0.0}, ["bias", "never seen"])
    0.5
    """
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) for name in features)))


@dataclass(frozen=True, slots=True)
class SlotTrust:
    """Whom to believe in one slot: the model, or ``other`` where the features of a pair make that likely enough.

    Of ``differ`` pairs of claims that differ in it, the model was nearer to the annotation ``llm`` times, the other
    reading ``other_nearer`` times. ``least`` is the likelihood from which on the other stands; NEVER: not at all.
    """

    other: str
    differ: int = 0
    llm: int = 0
    other_nearer: int = 0
    weights: Mapping[str, float] = field(default_factory=dict)
    least: float = NEVER

    def choose(self, features: Sequence[str]) -> tuple[str, float]:
        """Return who is believed, and how likely that is the worse reading of the two.

        >>> SlotTrust("rules", weights={"bias": 2.0}, least=0.5).choose(["bias"])
        ('rules', 0.119)
        """
        if not self.weights:
            return LLM, round((self.other_nearer + 1) / (self.differ + 2), 3)
        likely = likelihood(self.weights, features)
        return (self.other, round(1 - likely, 3)) if likely >= self.least else (LLM, round(likely, 3))


@dataclass(frozen=True, slots=True)
class Trust:
    """What was fitted: slots of claims that both read, and what a claim that one alone read is worth.

    ``weights`` and ``least`` decide over claims of the rules alone (kept where ``likelihood`` is at least so much);
    claims of the model alone are kept, ``model_alone`` of them being right.
    """

    slots: Mapping[str, SlotTrust]
    weights: Mapping[str, float]
    least: float
    model_alone: float

    def slot(self, name: str) -> SlotTrust:
        """Return whom to believe in a slot: the model where nothing was fitted.

        >>> Trust({}, {}, 0.5, 0.9).slot("class").other
        'rules'
        """
        return self.slots.get(name) or SlotTrust(OTHERS.get(name, BOTH))


def trust_text(trust: Trust) -> str:
    """Return the file of a trust: the same bytes for the same trust."""
    value = {
        "slots": {slot: _slot_to_json(fitted) for slot, fitted in sorted(trust.slots.items())},
        "rules_alone": {"least": trust.least, "weights": dict(sorted(trust.weights.items()))},
        "llm_alone": trust.model_alone,
    }
    return json.dumps(value, indent=1) + "\n"


def _slot_to_json(fitted: SlotTrust) -> dict[str, Any]:
    counted = {"differ": fitted.differ, "llm_nearer": fitted.llm, "other_nearer": fitted.other_nearer}
    return {"other": fitted.other, **counted, "least": fitted.least, "weights": dict(sorted(fitted.weights.items()))}


def _slot_from_json(value: Any) -> SlotTrust:
    weights = {str(feature): float(weight) for feature, weight in value["weights"].items()}
    differ, llm, other = (int(value[name]) for name in ("differ", "llm_nearer", "other_nearer"))
    return SlotTrust(value["other"], differ, llm, other, weights, float(value["least"]))


def trust_from(text: str, name: str = FILE) -> Trust:
    """Return the trust of a file's text. Raises VocabularyError where it has not the form of one.

    >>> trust_from(trust_text(Trust({"class": SlotTrust("rules", 3, 2, 1)}, {}, 0.5, 0.9))).slot("class").differ
    3
    """
    try:
        value = json.loads(text)
        slots = {slot: _slot_from_json(fitted) for slot, fitted in value["slots"].items()}
        alone = value["rules_alone"]
        weights = {str(feature): float(weight) for feature, weight in alone["weights"].items()}
        found = Trust(slots, weights, float(alone["least"]), float(value["llm_alone"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise VocabularyError(f"{name}: not in the form of fitted trust: {error!r}; fit it again") from error
    wrong = sorted({s for s in slots if s not in SLOTS} | {s.other for s in slots.values()} - {RULES, BOTH})
    if wrong:
        raise VocabularyError(f"{name}: knows no {', '.join(wrong)}; fit it again")
    return found


@cache
def shipped_trust() -> Trust:
    """Return the trust that the package holds.

    >>> 0 < shipped_trust().least < 1
    True
    """
    return trust_from(files("crossbearing.readings").joinpath(FILE).read_text(encoding="utf-8"))
