"""Whom "both sides" mean: the two that the report set against each other before, each named with the same words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from crossbearing.model.claim import ActorRole, Claim
from crossbearing.model.mention import Mention

# A number that stands before the mention belongs to it: actors are named without their numbers.
_BOTH = re.compile(
    r"\b(?:both|the two|two|each of the two)\s+(?:(?:warring|opposing|rival|belligerent|hostile)\s+)?"
    r"(?:sides|parties|camps|armies|belligerents|foes)$",
    re.IGNORECASE,
)
_BEFORE = 24
# Those who stand against each other in one claim, by their roles.
_AGAINST = (
    ("party", "party"),
    ("initiator", "target"),
    ("gainer", "loser"),
    ("besieger", "besieged"),
    ("captor", "captive"),
    ("holder", "loser"),
)
# So many pairs back a claim at the same place may still mean them.
_LAST = 6


def means_both(text: str, mention: Mention) -> bool:
    """Say whether the mention, with a number before it in ``text``, means two sides and tells neither.

    >>> means_both("Talks of the two sides", Mention(17, 22, "sides")), means_both("both sides", Mention(0, 10, ""))
    (True, True)
    >>> means_both("both banks", Mention(0, 10, "both banks")), means_both("all sides", Mention(0, 9, "all sides"))
    (False, False)
    """
    return bool(_BOTH.search(text[max(0, mention.start - _BEFORE) : mention.end]))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two that a claim set against each other, and the places of the claim."""

    first: ActorRole
    second: ActorRole
    places: frozenset[str]

    @property
    def keys(self) -> frozenset[str | None]:
        """The ids of the two."""
        return frozenset({self.first.actor, self.second.actor})


@dataclass(slots=True)
class Opposed:
    """The pairs that a report has set against each other so far, in the order of its claims."""

    pairs: list[Pair] = field(default_factory=list)

    def add(self, claim: Claim) -> None:
        """Remember the two of a resolved claim, where it has two of different sides and no third."""
        for one, other in _AGAINST:
            ours = [a for a in claim.actors if a.role == one and a.actor is not None]
            theirs = [a for a in claim.actors if a.role == other and a.actor is not None]
            sides = {a.side or a.actor: a for a in reversed([*ours, *theirs])}
            if len(sides) != 2 or not ours or not theirs:
                continue
            first, second = sorted(sides.values(), key=lambda a: [*ours, *theirs].index(a))
            self.pairs.append(Pair(first, second, _ids(claim)))
            return

    def meant(self, claim: Claim) -> Pair | None:
        """Return the pair that "both sides" of the claim mean: that which met last at one of its places, or last."""
        here = _ids(claim)
        met = [p for p in self.pairs[-_LAST:] if here & p.places]
        told = met or self.pairs
        return told[-1] if told else None


def _ids(claim: Claim) -> frozenset[str]:
    return frozenset(p.place for p in claim.places if p.place is not None)


def named(role: ActorRole, pair: Pair) -> Sequence[ActorRole]:
    """Return the role once for each of the two, both with the words of the text."""
    return [_as(role, pair.first), _as(role, pair.second)]


def _as(role: ActorRole, one: ActorRole) -> ActorRole:
    return ActorRole(
        role=role.role,
        name=one.name,
        mention=role.mention,
        actor=one.actor,
        side=one.side,
        reason=f"one of the two that the report set against each other: {one.name!r}",
    )
