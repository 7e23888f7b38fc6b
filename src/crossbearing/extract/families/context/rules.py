"""What a frame cannot say of background: where the telling of a war's beginning or duration begins and ends."""

from __future__ import annotations

from crossbearing.extract.rule import Candidate, Frame, Near, Reading, Rule

RULES: tuple[Rule, ...] = ()


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Presuppose "since the war began", without "since"; leave out what follows "gripped by war since 2011"."""
    verb = reading.sentence.tokens[found.predicate]
    if frame.name == "context.war_began":
        marks = [m.end + 1 for m in reading.sentence.children(verb, "mark") if m.start == found.start]
        return found.having(presupposed=verb.dep in {"advcl", "relcl", "pcomp"}, start=max([found.start, *marks]))
    if frame.name == "context.gripped":
        return found.having(end=max(t.end for t in reading.times if found.start <= t.start and t.end <= found.end))
    return found
