"""Whom a bare description means: "the rebels", "gunmen" say what somebody is called, not who it is.

A word that any side hangs on any foe names a pack's group only where the report names that group itself, or where the
war has one such group and the claim plays in a country of that war. Before that comes the group that the report named
last: behind "ADF fighters raided the village", "the rebels" are the ADF. Whoever is left is nobody in particular.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crossbearing.model.mention import Mention
from crossbearing.resolve.actor_words import actor_nouns
from crossbearing.resolve.coreference import GROUP_NOUNS, Named
from crossbearing.resolve.pack_facts import PackActor
from crossbearing.resolve.packs import Packs
from crossbearing.text.tokens import NameMatch

_ALIGNED = "state_aligned_forces"
# Those that such words are used of; a state's own troops are "the army", which a pack of that war may explain.
GROUPS = frozenset({"non_state_armed_group", _ALIGNED})
# How packs call an actor that stands for all who are called so.
_UMBRELLA = "(unspecified)"
_WORD = re.compile(r"[\w'’-]+")
_UNKNOWN = re.compile(r"\b(?:unknown|unidentified|unnamed)\b", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the|these|those)\b", re.IGNORECASE)
_SINGULAR = re.compile(r"(?:gunman|militant|insurgent|rebel|terrorist|jihadist|extremist|fighter|loyalist)$")
# Characters within which two groups named are of one statement, so that either may be meant.
_ONE_STATEMENT = 100


@dataclass(frozen=True, slots=True)
class Foe:
    """A group that a report has named so far, where, and its side; ``aligned`` says that it fights beside a state."""

    start: int
    key: str
    name: str
    side: str | None
    aligned: bool = False


def is_bare(text: str) -> bool:
    """Say whether the words only call somebody a rebel, a militant or the like and tell no name, land or backer.

    >>> is_bare("The rebels"), is_bare("unknown gunmen"), is_bare("Turkish-backed rebels"), is_bare("the army")
    (True, True, False, False)
    """
    nouns = actor_nouns()
    words = [w.lower().removesuffix("'s").removesuffix("’s").strip("'’") for w in _WORD.findall(text)]
    words = [w for w in words if w and w not in nouns["dropped"] and not w.isdecimal()]
    loose = nouns["foes"] | nouns["forces"] | nouns["assets"] | nouns["groups"]
    return bool(words) and any(w in nouns["foes"] for w in words) and all(w in loose for w in words)


def goes_back(text: str) -> bool:
    """Say whether a bare description means somebody whom the report has told of: "the rebels", not "a gunman".

    >>> goes_back("the militants"), goes_back("militants"), goes_back("the gunman")
    (True, False, False)
    """
    return bool(_DEFINITE.match(text)) and not _SINGULAR.search(text.lower())


def nobody_known(text: str) -> bool:
    """Say whether the words themselves say that nobody knows who it was.

    >>> nobody_known("Unidentified gunmen"), nobody_known("armed men")
    (True, False)
    """
    return bool(_UNKNOWN.search(text))


# Words of which one stands in the name that a group under arms gives itself.
NAMES_OF_GROUPS = GROUP_NOUNS | {
    "front",
    "army",
    "brigade",
    "brigades",
    "forces",
    "guard",
    "fighters",
    "rebels",
    "legion",
}


class Foes:
    """The groups under arms that one report names, in text order: by a pack's name, or by one that no pack has.

    ``wars`` are the packs that the report is about, best first: a group that is known in many wars has a side in each.

    >>> from crossbearing.resolve.packs import load_packs
    >>> foes = Foes(load_packs(["drc"]), [NameMatch(0, 3, "ADF", "actor", ("cd:adf",))])
    >>> foes.last_before(Mention(30, 40, "the rebels")).name
    'Allied Democratic Forces'
    """

    def __init__(self, packs: Packs, names: Iterable[NameMatch], wars: Sequence[str] = ()) -> None:
        self._packs = packs
        self._wars = wars
        self.keys: set[str] = set()
        self._found: list[Foe] = []
        for match in names:
            for identity in match.ids[:1]:
                actor = packs.actors.get(identity)
                if actor is not None and actor.type in GROUPS:
                    self._put(self._known(match.start, actor))

    def add(self, named: Iterable[Named]) -> None:
        """Add the actors of claims read since."""
        for one in named:
            actor = self._packs.actors.get(one.key)
            if actor is not None and actor.type in GROUPS:
                self._put(self._known(one.start, actor))
            elif one.key.startswith("new:") and not one.person and set(one.name.lower().split()) & NAMES_OF_GROUPS:
                self._put(Foe(one.start, one.key, one.name, None))

    def _known(self, start: int, actor: PackActor) -> Foe:
        """Return the group of a pack, on the side that it has in the war of the report."""
        sides = [side for war in self._wars if (side := self._packs.side_of(actor.id, war)) is not None]
        return Foe(start, actor.id, actor.name, sides[0] if sides else actor.side, actor.type == _ALIGNED)

    def _put(self, foe: Foe) -> None:
        self.keys.add(foe.key)
        insort(self._found, foe, key=_place)

    def within(self, mentions: Iterable[Mention]) -> frozenset[str]:
        """Return the keys of the groups named inside the mentions."""
        found: set[str] = set()
        for mention in mentions:
            first = bisect_left(self._found, (mention.start, ""), key=_place)
            last = bisect_left(self._found, (mention.end, ""), key=_place)
            found.update(f.key for f in self._found[first:last])
        return frozenset(found)

    def last_before(
        self, mention: Mention, barred: frozenset[str] = frozenset(), side: str | None = None
    ) -> Foe | None:
        """Return the group named last before ``mention``; None where there is none, or two in one breath.

        ``barred`` are keys that it cannot be: who acts on it in its own clause, and who speaks. ``side`` is that of
        all who are called so in this war, where it is known: then those who fight beside the state are no rivals.
        """
        last: Foe | None = None
        for at in range(bisect_left(self._found, (mention.start, ""), key=_place) - 1, -1, -1):
            foe = self._found[at]
            if last is not None and last.start - foe.start >= _ONE_STATEMENT:
                break
            if foe.key in barred or (foe.aligned and side is not None and foe.side != side):
                continue
            if last is None:
                last = foe
            elif foe.key != last.key:
                return None
        return last


def _place(foe: Foe) -> tuple[int, str]:
    return foe.start, foe.key


def is_umbrella(packs: Packs, identity: str) -> bool:
    """Say whether the actor stands for all who are called so, not for one group."""
    actor = packs.actors.get(identity)
    return actor is not None and actor.name.endswith(_UMBRELLA)


def only_group(packs: Packs, identity: str) -> bool:
    """Say whether the pack of this actor knows no other group under arms but those that belong to it."""
    actor = packs.actors[identity]
    others = [a for a in packs.actors.values() if a.pack == actor.pack and a.type == "non_state_armed_group"]
    return all(a.id == identity or a.parent == identity for a in others)
