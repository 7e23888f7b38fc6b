"""Who acts upon whom, in the codes of UCDP and ACLED, and how much of an event is lost in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.export.facts import Facts
from crossbearing.model.derived import Event, EventActor
from crossbearing.vocab.coding import coding
from crossbearing.vocab.contract import crosswalks


@dataclass(frozen=True, slots=True)
class Coded:
    """Two sides of an event; either may be None. ``lost`` says in words what the codes do not keep."""

    a: EventActor | None
    b: EventActor | None
    lost: tuple[str, ...]

    def names(self) -> tuple[str, str]:
        """Return the names of both sides as formats write them."""
        return (
            (self.a.name or "Unknown") if self.a else "Unknown",
            (self.b.name or "Unknown") if self.b else "Unknown",
        )


def standing(actor: EventActor | None, facts: Facts) -> tuple[int, str] | None:
    """Return (ACLED inter code, UCDP standing) of an actor, None where its type is not known.

    >>> standing(EventActor("victim", None, "civilians", None), Facts())
    (7, 'civilian')
    """
    if actor is None:
        return None
    table = coding().actor_types
    kind = facts.actor_types.get(actor.actor or "")
    if kind is None and (actor.actor or actor.name or "").lower().removeprefix("cat:") in ("civilians", "children"):
        kind = "civilians"
    if kind is None:
        prefix = (actor.actor or "").partition(":")[0]
        kind = {"forces": "state_forces", "gov": "government", "police": "police", "state": "foreign_state"}.get(prefix)
    return None if kind is None else table.get(kind)


def _first(actors: Sequence[EventActor], roles: Sequence[str], but: EventActor | None = None) -> EventActor | None:
    for role in roles:
        for actor in actors:
            if actor.role == role and (but is None or (actor.actor or actor.name) != (but.actor or but.name)):
                return actor
    return None


def sides_of(event: Event) -> Coded:
    """Return who acts and who is acted upon; more than two actors, and those in no part, are said to be lost.

    >>> from crossbearing.model.derived import Event
    >>> sides_of(Event("e", "combat.clash", "incident", "real", "positive", None, None, None, None, (), (), (), (),
    ...     "C1", (), None, (), "", "Weak")).lost
    ('who acts is not known', 'who is acted upon is not known')
    """
    known = [actor for actor in event.actors if actor.name or actor.actor]
    a = _first(known, coding().acting)
    b = _first(known, coding().acted_upon, a)
    lost = []
    if a is None:
        lost.append("who acts is not known")
    if b is None:
        lost.append("who is acted upon is not known")
    more = {actor.actor or actor.name for actor in known} - {one.actor or one.name for one in (a, b) if one}
    if more:
        lost.append(f"{len(more)} more actors")
    return Coded(a, b, tuple(lost))


def mapping_of(event: Event, lost: Sequence[str]) -> str:
    """Return how well a row stands for the event: exact, broad or lossy, and what is lost.

    >>> from crossbearing.model.derived import Event
    >>> mapping_of(Event("e", "strike.air", "incident", "real", "positive", None, None, None, None, (), (), (), (),
    ...     "C1", (), None, (), "", "Weak"), ["rivals"])
    'lossy: rivals'
    """
    base = crosswalks()[event.cls].mapping if event.cls in crosswalks() else "lossy"
    if base == "exact" and not lost:
        return base
    said = ([] if base == "exact" else [f"the class is {event.cls}"]) + list(lost)
    return f"{'lossy' if lost or base == 'lossy' else base}: {'; '.join(said)}"


def happened(event: Event) -> bool:
    """Say whether an event is told as having happened: plans, threats and denials are in no list of events."""
    return event.modality == "real" and event.polarity == "positive"
