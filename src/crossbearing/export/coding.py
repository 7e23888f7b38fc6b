"""Who acts upon whom, in the codes of UCDP and ACLED, and how much of an event is lost in them."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from crossbearing.export.facts import Facts
from crossbearing.model.derived import Event, EventActor
from crossbearing.vocab.coding import coding
from crossbearing.vocab.contract import crosswalks
from crossbearing.vocab.nouns import Kind, kinds_of

_THINGS: frozenset[Kind] = frozenset(
    ("FACILITY", "VEHICLE", "WEAPON", "SETTLEMENT", "REGION", "EVENT", "TIME", "QUANTITY", "SUBSTANCE", "THING")
)
"""Kinds of nouns that are on no side: what is hit, and with what, and where."""


@dataclass(frozen=True, slots=True)
class Coded:
    """Two sides of an event; either may be None. ``lost`` says in words what two names of sides do not keep.

    ``with_a`` and ``with_b`` are further actors in a part that the one named is in; ``others`` are in no such part.
    """

    a: EventActor | None
    b: EventActor | None
    lost: tuple[str, ...]
    with_a: tuple[EventActor, ...] = ()
    with_b: tuple[EventActor, ...] = ()
    others: int = 0

    @property
    def all_lost(self) -> tuple[str, ...]:
        """What a format loses that has room for two names alone."""
        more = len(self.with_a) + len(self.with_b) + self.others
        return (*self.lost, *([_more(more)] if more else []))

    @property
    def others_lost(self) -> tuple[str, ...]:
        """What a format loses that has room for those who are with either side."""
        return (*self.lost, *([_more(self.others)] if self.others else []))

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


def _more(number: int) -> str:
    return f"{number} more {'actor' if number == 1 else 'actors'}"


def is_thing(actor: EventActor) -> bool:
    """Say whether an actor that no pack knows can only be a thing or a place by its last word: it is on no side.

    >>> [is_thing(EventActor("target", None, words, None)) for words in ("fuel depots", "nurses", "Free Men of Orlo")]
    [True, False, False]
    """
    if actor.actor is not None or not actor.name:
        return False
    words = re.findall(r"[^\W\d_]+", actor.name.lower())
    last = words[-1] if words else ""
    forms = (last, last.removesuffix("s"), last.removesuffix("es"), re.sub("ies$", "y", last))
    kinds = next((kinds for form in forms if (kinds := kinds_of(form))), frozenset[Kind]())
    return bool(kinds) and kinds <= _THINGS


def _name(actor: EventActor) -> str | None:
    return actor.actor or actor.name


def _ordered(actors: Sequence[EventActor], roles: Sequence[str], but: EventActor | None = None) -> list[EventActor]:
    """Return the actors in these parts, the surest first: by part, and in a part those whom a pack knows."""
    found = [actor for actor in actors if actor.role in roles and (but is None or _name(actor) != _name(but))]
    return sorted(found, key=lambda actor: (roles.index(actor.role), actor.actor is None))


def sides_of(event: Event) -> Coded:
    """Return who acts and who is acted upon; things are on no side, and that they were told is said to be lost.

    >>> from crossbearing.model.derived import Event
    >>> sides_of(Event("e", "combat.clash", "incident", "real", "positive", None, None, None, None, (), (), (), (),
    ...     "C1", (), None, (), "", "Weak")).lost
    ('who acts is not known', 'who is acted upon is not known')
    """
    told = [actor for actor in event.actors if actor.name or actor.actor]
    known = [actor for actor in told if not is_thing(actor)]
    acting = _ordered(known, coding().acting)
    a = acting[0] if acting else None
    upon = _ordered(known, coding().acted_upon, a)
    b = upon[0] if upon else None
    taken = {_name(one) for one in (a, b) if one}
    with_a = _unlike([one for one in acting if a is not None and one.role == a.role], taken)
    with_b = _unlike([one for one in upon if b is not None and one.role == b.role], taken | set(map(_name, with_a)))
    lost = []
    if a is None:
        lost.append("who acts is not known")
    if b is None:
        lost.append("who is acted upon is not known")
    if things := sorted({actor.name for actor in told if actor.name and is_thing(actor)}):
        lost.append(f"no side: {', '.join(things)}")
    others = {_name(one) for one in known} - taken - {_name(one) for one in (*with_a, *with_b)}
    return Coded(a, b, tuple(lost), with_a, with_b, len(others))


def _unlike(actors: Sequence[EventActor], taken: Set[str | None]) -> tuple[EventActor, ...]:
    """Return each of the actors once, without those that are taken."""
    found = {_name(actor): actor for actor in reversed(actors) if _name(actor) not in taken}
    return tuple(found[name] for name in sorted(found, key=str))


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
