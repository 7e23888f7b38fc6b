"""States that are told of in passing and are over: "their former stronghold", "the town that they seized from it"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from crossbearing.extract.phrases.chunks import chunk
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.text.tokens import Sentence, Token
from crossbearing.vocab.contract import CLASSES, classes_with

_STATES = classes_with("state")
_TAKING = frozenset(c.name for c in CLASSES.values() if c.control == "gain")
OVER = "the state is over"
"""The reason of such a claim."""
_FORMER = frozenset({"former", "formerly", "once", "previously", "erstwhile", "onetime"})


def ended(reading: Reading, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates, those states told as over that are called former or whose place is just being taken."""
    return [
        c.having(modality="occurred", reasons=(*c.reasons, OVER))
        if c.presupposed and c.modality == "ongoing" and c.cls in _STATES and _is_over(reading, c, candidates)
        else c
        for c in candidates
    ]


def _is_over(reading: Reading, state: Candidate, others: Sequence[Candidate]) -> bool:
    sentence = reading.sentence
    trigger = sentence.tokens[state.predicate]
    if _called_former(sentence, trigger):
        return True
    return any(_takes(sentence, other, state) for other in others)


def _noun_of(sentence: Sentence, trigger: Token) -> Token:
    return trigger if trigger.is_noun else sentence.head(trigger)


def _called_former(sentence: Sentence, trigger: Token) -> bool:
    if trigger.is_verb and any(c.lower in _FORMER for c in sentence.children(trigger, "advmod")):
        return True
    first, _ = chunk(sentence, _noun_of(sentence, trigger))
    before = sentence.tokens[first : trigger.i]
    then = any(a.tag == "DT" and b.lower == "then" for a, b in pairwise(before))
    return then or any(t.lower in _FORMER for t in before)


def _takes(sentence: Sentence, other: Candidate, state: Candidate) -> bool:
    """Say whether the other claim tells that the place of the state has been taken: "seized the rebel-held town"."""
    if other.cls not in _TAKING or other.modality != "occurred" or other.polarity == "negative" or other.nominal:
        return False
    noun = _noun_of(sentence, sentence.tokens[state.predicate])
    taken = [p for role, p in other.places if role == "location"]
    inside = any(state.start <= p.mention.start and p.mention.end <= state.end for p in taken)
    named = noun.dep == "appos" and any(p.head == noun.head for p in taken)
    return (inside or named) and other.start <= state.start and state.end <= other.end
