"""What frames cannot say of control: an advance that was not made needs no place of its own."""

from __future__ import annotations

from crossbearing.extract.phrases.arguments import patients
from crossbearing.extract.rule import Candidate, Frame, Near, Reading, Rule

RULES: tuple[Rule, ...] = ()


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Keep a bare "advance" only where it is denied: who advanced must have advanced somewhere."""
    if frame.name != "control.no_advance":
        return found
    verb = reading.sentence.tokens[found.predicate]
    if found.polarity != "negative" or patients(reading.sentence, verb):
        near(frame.name, verb, "nothing says where")
        return None
    return found
