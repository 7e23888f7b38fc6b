"""What families do alike to a candidate: put somebody into it, and make a clause the one that tells it."""

from __future__ import annotations

from crossbearing.extract.clauses import verb_evidence
from crossbearing.extract.phrases.actors import actor_mention
from crossbearing.extract.phrases.denied import foilers, is_thwarted
from crossbearing.extract.phrases.modality import modality_of
from crossbearing.extract.rule import Argument, Candidate, Reading
from crossbearing.text.tokens import Sentence, Token


def with_actor(reading: Reading, found: Candidate, role: str, token: Token) -> Candidate:
    """Return the candidate with an actor, once, whatever role it has already."""
    if any(a.head == token.i for a in found.actors):
        return found
    return found.adding(actors=[Argument(role, token.i, actor_mention(reading.sentence, token))])


def spanning(reading: Reading, found: Candidate, verb: Token, *include: int) -> Candidate:
    """Return the candidate with the clause of a verb for its evidence; ``include`` are tokens that must lie in it."""
    start, end = verb_evidence(reading.sentence, verb, include)
    return found.having(start=start, end=end)


def brought_off(sentence: Sentence, found: Candidate) -> Candidate:
    """Return the deed of a noun without those who foil it, and as not done where they did: "a foiled murder"."""
    noun = sentence.tokens[found.predicate]
    foiling = foilers(sentence, noun)
    found = found.having(actors=tuple(a for a in found.actors if a.head not in foiling))
    if not is_thwarted(sentence, noun):
        return found
    return found.having(polarity="negative", reasons=(*found.reasons, "negated: not brought off"))


def told_by(reading: Reading, found: Candidate, verb: Token, *include: int, done: bool = False) -> Candidate:
    """Return the candidate as the clause of a verb tells it: evidence, whether it happened, whether it is denied.

    ``done`` says that what is going on has happened already, as each of several deaths has.
    """
    read = modality_of(reading.sentence, verb)
    modality = "occurred" if done and read.modality == "ongoing" else read.modality
    found = spanning(reading, found, verb, *include)
    return found.having(clause=verb.i, modality=modality, polarity=read.polarity).adding(reasons=read.reasons)
