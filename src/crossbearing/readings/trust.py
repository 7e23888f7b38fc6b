"""Which reader to believe, slot by slot: fitted on annotated documents, kept in a file that a person can read.

``evaluate gold --readers rules,llm --fit DIR`` writes the file; nothing here decides by itself.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from crossbearing.model.claim import RULES
from crossbearing.model.errors import VocabularyError
from crossbearing.readings.reader import LLM

SLOTS = (
    "class", "modality", "polarity", "extent", "attribution", "time",
    "actors", "places", "counts", "detail", "weapons", "labels",
)  # fmt: skip
"""What of a claim is decided by itself; ``detail`` is category and scope of a count, ``attribution`` all of it."""
BOTH = "both"
FILE = "trust.json"


@dataclass(frozen=True, slots=True)
class SlotTrust:
    """Whom to believe in one slot: ``take`` is a reader, or both (what either read stands).

    Of ``differ`` pairs of claims that differ in it, ``llm`` and ``rules`` were nearer to the annotation so often.
    """

    take: str = LLM
    differ: int = 0
    llm: int = 0
    rules: int = 0

    @property
    def doubt(self) -> float:
        """Return how likely what is taken is the worse reading where the two differ, by the rule of succession.

        >>> SlotTrust("llm", 8, 6, 1).doubt
        0.2
        """
        worse = {LLM: self.rules, RULES: self.llm, BOTH: 0}[self.take]
        return round((worse + 1) / (self.differ + 2), 3)


@dataclass(frozen=True, slots=True)
class Trust:
    """What was fitted: slots of claims that both read, and what a claim that one alone read is worth.

    ``weights`` and ``least`` decide over claims of the rules alone (``likelihood`` at least so much); claims of the
    model alone are kept, ``model_alone`` of them being right.
    """

    slots: Mapping[str, SlotTrust]
    weights: Mapping[str, float]
    least: float
    model_alone: float

    def slot(self, name: str) -> SlotTrust:
        """Return whom to believe in a slot."""
        return self.slots.get(name, SlotTrust())

    def likelihood(self, features: Iterable[str]) -> float:
        """Return how likely a claim of the rules alone is right, by the logistic weights of its features.

        >>> Trust({}, {"bias": 0.0}, 0.5, 0.9).likelihood(["bias", "never seen"])
        0.5
        """
        return 1 / (1 + math.exp(-sum(self.weights.get(name, 0.0) for name in features)))


def trust_text(trust: Trust) -> str:
    """Return the file of a trust: the same bytes for the same trust."""
    value = {
        "slots": {
            name: {"take": s.take, "differ": s.differ, LLM: s.llm, RULES: s.rules}
            for name, s in sorted(trust.slots.items())
        },
        "rules_alone": {"least": trust.least, "weights": dict(sorted(trust.weights.items()))},
        "llm_alone": trust.model_alone,
    }
    return json.dumps(value, indent=1) + "\n"


def trust_from(text: str, name: str = FILE) -> Trust:
    """Return the trust of a file's text. Raises VocabularyError where it has not the form of one.

    >>> trust_from(trust_text(Trust({"class": SlotTrust("both", 3, 2, 1)}, {}, 0.5, 0.9))).slot("class").take
    'both'
    """
    try:
        value = json.loads(text)
        slots = {slot: SlotTrust(s["take"], s["differ"], s[LLM], s[RULES]) for slot, s in value["slots"].items()}
        alone = value["rules_alone"]
        weights = {str(feature): float(weight) for feature, weight in alone["weights"].items()}
        found = Trust(slots, weights, float(alone["least"]), float(value["llm_alone"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise VocabularyError(f"{name}: not in the form of fitted trust: {error!r}; fit it again") from error
    wrong = sorted({s for s in slots if s not in SLOTS} | {s.take for s in slots.values()} - {LLM, RULES, BOTH})
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
