"""Who strikes and what is hit: weapons are no actors, ground is a location, what stands on it a target."""

from __future__ import annotations

from crossbearing.extract.binding import bind, in_time
from crossbearing.extract.families.strike.words import SETS
from crossbearing.extract.phrases.actors import actor_kind
from crossbearing.extract.phrases.lexicon import words
from crossbearing.extract.phrases.munitions import kind_of
from crossbearing.extract.rule import Argument, Candidate, Reading, Slot
from crossbearing.text.tokens import Token

_LOCATION = (Slot("PLACE", "location"),)
# Ground that is hit as a place; what stands on it (a school, a car) is a target. Ruling "Actors" of the contract.
_GROUND = frozenset({"settlement", "region", "line"})
# Lines that are built things and no ground: they are hit as targets.
_BUILT = frozenset({"pipeline", "railway", "track", "canal"})


def settle_roles(reading: Reading, found: Candidate) -> Candidate:
    """Drop weapons from the initiators, and sort what is hit into targets and locations."""
    tokens = reading.sentence.tokens
    actors: list[Argument] = []
    for argument in found.actors:
        head = tokens[argument.head]
        if argument.role == "initiator":
            if _acts(reading, head):
                actors.append(argument)
        elif _may_be_hit(reading, head, argument.head == found.predicate):
            if _is_ground(reading, head):
                found = bind(reading, _LOCATION, head, "", found)[0]
            else:
                actors.append(argument)
    return found.having(actors=tuple(actors))


def _acts(reading: Reading, head: Token) -> bool:
    known = words("actors")
    before = head.dep in {"compound", "nmod", "amod"}  # "artillery fire" is fire, not what the artillery does
    if kind_of(head) and (before or head.lemma not in known) and not head.kind:
        return False
    return not in_time(reading, head) and actor_kind(reading.sentence, head) is not None


def _may_be_hit(reading: Reading, head: Token, own: bool) -> bool:
    if own or in_time(reading, head) or head.tag in {"CD", "WDT", "EX"} or head.lemma in SETS["no_target"]:
        return False
    if head.lower in SETS["reflexive"] or head.lemma in SETS["reflexive"]:
        return False
    above = reading.sentence.head(reading.sentence.head(head))
    if kind_of(head) and head.dep == "pobj" and above.lemma in SETS["measure"]:
        return False  # "a barrage of drones" hits none of them
    return bool(head.kind) or kind_of(head) is None or head.lemma in words("actors")


def _is_ground(reading: Reading, head: Token) -> bool:
    if head.kind == "place":
        return True
    if head.kind or head.lower in {"it", "them", "him", "her"}:
        return False
    if head.tag in {"NNP", "NNPS"} and head.lemma not in words("actors") and head.lower not in words("places"):
        return head.lower not in words("actors")
    ground = words("places").get(head.lemma) or words("places").get(head.lower)
    return ground in _GROUND and head.lemma not in _BUILT and words("actors").get(head.lemma) is None
