"""What a frame cannot say of custody: whose release it is, and who is a hostage."""

from __future__ import annotations

from dataclasses import replace

from crossbearing.extract.phrases.modality import HAPPENED
from crossbearing.extract.rule import Candidate, Frame, Near, Reading, Rule

RULES: tuple[Rule, ...] = ()
_HELD = frozenset({"hostage", "prisoner", "captive"})


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Take those who own a release or an arrest for the captives, and refuse what takes or frees nobody."""
    sentence = reading.sentence
    trigger = sentence.tokens[found.predicate]
    if trigger.is_noun and all(a.role != "captive" for a in found.actors):
        owners = {t.i for t in sentence.children(trigger, "poss")}
        owned = tuple(replace(a, role="captive") if a.head in owners else a for a in found.actors)
        found = found.having(actors=owned)
    told = {a.head for a in found.actors if sentence.tokens[a.head].lower in _HELD}
    # "Took 15 people hostage" takes the people, "15 people taken hostage" is no past tense.
    if trigger.is_verb and told:
        found = found.having(actors=tuple(a for a in found.actors if a.head not in told))
        finite = trigger.lower not in {"taken", "held"} or sentence.children(trigger, "aux", "auxpass")
        if not finite and all(a.role != "captive" for a in found.actors):
            found = found.having(actors=tuple(replace(a, role="captive") for a in found.actors))
    if frame.name == "custody.surrender" and (found.modality not in HAPPENED or found.polarity == "negative"):
        near(frame.name, trigger, "only spoken of")
        return None
    if all(a.role != "captive" for a in found.actors) and "between" not in frame.args:
        near(frame.name, trigger, "nobody is taken, held or freed")
        return None
    return found
