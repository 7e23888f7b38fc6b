"""Names and marks: what an id of the ledgers is called, and the lettered disc in its side's colour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crossbearing.model.claim import Claim
from crossbearing.model.derived import Record
from crossbearing.model.document import Document
from crossbearing.report.wording import actor_name, place_name

SIDE_COLOURS = 6
"""Colours of the set that the style sheet has for sides; further sides share grey and differ by letter."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A family, outlet or party: its full name, one letter, and the number of its side's colour (0 is no side)."""

    name: str
    letter: str
    colour: int
    side: str


def slug(text: str) -> str:
    """Return a name as a key; ``_loose`` of it meets the keys of reconciliation, which drop articles.

    >>> slug("Jaish al-Islam")
    'jaish-al-islam'
    """
    return "-".join(re.findall(r"\w+", text.lower()))


def _loose(identity: str) -> str:
    """Return an id without the small words that names are matched without."""
    return "-".join(part for part in identity.split("-") if part not in ("the", "al", "of", "and"))


class Names:
    """What ids are called: the names that claims and documents carry, else the id made readable.

    >>> Names([], [], None).name("uncredited:some-report")
    'Some report'
    """

    def __init__(self, documents: Iterable[Document], claims: Iterable[Claim], ledgers: Record | None) -> None:
        self._known: dict[str, str] = {}
        self._sides: dict[str, str] = {}
        for document in documents:
            self._learn(None, document.outlet)
        for claim in claims:
            for actor in claim.actors:
                self._learn(actor.actor, actor_name(actor), actor.side)
            for source in claim.attribution.sources:
                self._learn(source.actor, source.name)
            for place in claim.places:
                self._learn(place.place, place_name(place))
        for family in ledgers.families if ledgers else ():
            if family.side:
                self._sides[family.id] = family.side
        self._colours = {side: n for n, side in enumerate(sorted(set(self._sides.values())), 1) if n < SIDE_COLOURS}

    def _learn(self, identity: str | None, name: str | None, side: str | None = None) -> None:
        if not name:
            return
        for key in (identity, slug(name), _loose(slug(name))):
            if key:
                self._known.setdefault(key, name)
        if identity and side:
            self._sides.setdefault(identity, side)

    def name(self, identity: str | None) -> str:
        """Return what an id is called."""
        if not identity:
            return "not known"
        plain = identity.rpartition(":")[2]
        found = self._known.get(identity) or self._known.get(plain) or self._known.get(_loose(plain))
        readable = plain.replace("-", " ").replace("_", " ").strip()
        return found or readable[:1].upper() + readable[1:] or identity

    def mark(self, identity: str | None, side: str | None = None) -> Mark:
        """Return the mark of a family, outlet or party; ``side`` where the ledger knows better than the names."""
        name = self.name(identity)
        own = side or self._sides.get(identity or "") or ""
        letters = [word[0] for word in re.findall(r"\w+", name) if word.lower() not in ("the", "al", "of")]
        return Mark(name, (letters or ["?"])[0].upper(), self._colours.get(own, 0), own)


def spell(names: Names, identities: Sequence[str]) -> list[str]:
    """Return the names of ids, each once."""
    return list(dict.fromkeys(names.name(identity) for identity in identities))
