"""Who strikes and what is hit: weapons are no actors, ground is a location, what stands on it a target."""

from __future__ import annotations

from collections.abc import Callable

from crossbearing.extract.binding import bind, in_time
from crossbearing.extract.phrases.actors import actor_kind
from crossbearing.extract.phrases.lexicon import words
from crossbearing.extract.phrases.munitions import kind_of
from crossbearing.extract.rule import Argument, Candidate, Reading, Slot
from crossbearing.text.tokens import Token

_LOCATION = (Slot("PLACE", "location"),)
# Ground that is hit as a place; what stands on it (a school, a car) is a target. Ruling "Actors" of the contract.
_GROUND = frozenset({"settlement", "region", "line"})
# Lines that are built things and no ground: they are hit as targets.
_BUILT = frozenset({"pipeline", "railway", "track", "canal", "line"})


def settled(
    reading: Reading, found: Candidate, may_be_hit: Callable[[Token], bool], named_ground: bool = False
) -> Candidate:
    """Drop weapons from those who did it, and sort what was hit into targets and locations.

    ``named_ground`` says that an unknown name is that of a place.
    """
    tokens = reading.sentence.tokens
    actors: list[Argument] = []
    for argument in found.actors:
        head = tokens[argument.head]
        if argument.role == "initiator":
            if _acts(reading, head):
                actors.append(argument)
        elif may_be_hit(head):
            if _is_ground(head, named_ground):
                found = bind(reading, _LOCATION, head, "", found)[0]
            else:
                actors.append(argument)
    return found.having(actors=tuple(actors))


def _acts(reading: Reading, head: Token) -> bool:
    before = head.dep in {"compound", "nmod", "amod"}  # "artillery fire" is fire, not what the artillery does
    if kind_of(head) and (before or head.lemma not in words("actors")) and not head.kind:
        return False
    return not in_time(reading, head) and actor_kind(reading.sentence, head) is not None


def _is_ground(head: Token, named: bool) -> bool:
    known, places = words("actors"), words("places")
    if head.kind or head.lower in {"it", "them", "him", "her"}:
        return head.kind == "place"
    if head.tag in {"NNP", "NNPS"} and head.lemma not in known and head.lower not in places:
        return named and head.lower not in known
    ground = places.get(head.lemma) or places.get(head.lower)
    return ground in _GROUND and head.lemma not in _BUILT and head.lemma not in known
