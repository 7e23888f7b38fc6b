"""What a frame cannot say of background: where the telling of a war's beginning or duration begins and ends."""

from __future__ import annotations

from crossbearing.extract.binding import bind
from crossbearing.extract.phrases.arguments import agents, preposed
from crossbearing.extract.rule import Candidate, Frame, Near, Reading, Rule, Slot

RULES: tuple[Rule, ...] = ()

_WARS = frozenset({"context.war_began", "context.outbreak"})


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Presuppose "since the war began", without "since"; leave out what follows "gripped by war since 2011"."""
    sentence = reading.sentence
    verb = sentence.tokens[found.predicate]
    wars = agents(sentence, verb) if verb.is_verb else [o for _, o in preposed(sentence, verb, "of")]
    for war in wars if frame.name in _WARS else ():
        where = [
            *sentence.children(war, "poss", "amod", "compound", "nmod"),
            *(o for _, o in preposed(sentence, war, "in")),
        ]
        for token in where:
            found = bind(reading, (Slot("PLACE", "location"),), token, "", found)[0]
    if frame.name == "context.war_began":
        marks = [m.end + 1 for m in sentence.children(verb, "mark") if m.start == found.start]
        return found.having(presupposed=verb.dep in {"advcl", "relcl", "pcomp"}, start=max([found.start, *marks]))
    if frame.name == "context.gripped":
        return found.having(end=max(t.end for t in reading.times if found.start <= t.start and t.end <= found.end))
    return found
