"""Names and marks: what an id of the ledgers is called, and the lettered disc in its side's colour."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crossbearing.model.claim import Claim, Source
from crossbearing.model.derived import Record
from crossbearing.model.document import Document
from crossbearing.reconcile.comparison import slug as key_of
from crossbearing.report.wording import actor_name, place_name, plain_name, unpointed

SIDE_COLOURS = 6
"""Colours that the style sheet has for the sides of one war; further ones share grey and differ by letter."""

_SMALL_WORDS = frozenset({"the", "al", "of", "and", "a", "an", "for", "in", "s"})
_NO_OUTLET = ("document:", "uncredited:")


@dataclass(frozen=True, slots=True)
class Mark:
    """A family, outlet or party: its full name, its letters, and the number of its side's colour (0 is no side)."""

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


def outlet_name(document: Document) -> str:
    """Return who published a report; two reports that do not say so are two voices, told apart by their file names.

    >>> outlet_name(Document("004", "War ended.")), outlet_name(Document("a", "War ended.", outlet="Wire"))
    ('Unnamed outlet (report 004)', 'Wire')
    """
    return document.outlet.replace("_", " ") if document.outlet else _nameless(document.id)


def _nameless(document: str) -> str:
    return f"Unnamed outlet (report {document})"


def speaker(source: Source) -> str:
    """Return who speaks: the name, else the words of the text; unnamed sources are said to be unnamed.

    >>> speaker(Source("a security source", None, anonymous=True))
    'a security source (unnamed)'
    """
    name = plain_name(source.name or (source.mention.text if source.mention else "somebody"))
    return f"{name} (unnamed)" if source.anonymous else name


@dataclass(frozen=True, slots=True)
class Palette:
    """The marks that voices have in the whole of a record, by id, and the colour of each side: for a part of it."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    colours: Mapping[str, int] = field(default_factory=dict)


class Names:
    """What ids are called: the names that claims and documents carry, else the id made readable.

    >>> Names([], [], None).name("source:some-monitor"), Names([], [], None).name("uncredited:004")
    ('Some monitor', 'Unnamed outlet (report 004)')
    """

    def __init__(
        self,
        documents: Iterable[Document],
        claims: Iterable[Claim],
        ledgers: Record | None,
        palette: Palette | None = None,
    ) -> None:
        """Learn names; ``palette`` are the marks of the whole record where only a part of it is at hand."""
        self._palette = palette or Palette()
        self._known: dict[str, str] = {}
        self._seen: set[tuple[str | None, str, str | None]] = set()
        self._sides: dict[str, str] = {}
        self._outlets: dict[str, str] = {}
        for document in documents:
            self._outlets[document.id] = outlet_name(document)
            self._learn(None, document.outlet, own=True)
        told = list(claims)
        for claim in told:
            for actor in claim.actors:
                self._learn(actor.actor, actor_name(actor), actor.side)
            for source in claim.attribution.sources:
                self._learn(source.actor, source.name and plain_name(source.name))
            for place in claim.places:
                self._learn(place.place, place_name(place))
        for claim in told:  # what nobody resolved is called by the words it stands in, where no name has that key
            for source in claim.attribution.sources:
                self._learn(None, source.mention.text if source.mention else None)
        for claim in told:  # a family nobody named is called by whom its first claim goes back to
            for source in claim.attribution.sources[-1:]:
                if claim.family and source.name and not source.anonymous and not self._found(claim.family):
                    self._known[claim.family] = _first_large(unpointed(source.name))
        for family in ledgers.families if ledgers else ():
            if family.side:
                self._sides[family.id] = family.side
        self._colours = {**_colours(self._sides.values()), **self._palette.colours}
        self._letters: dict[str, str] = {mark.name: mark.letter for mark in self._palette.marks.values()}
        self._taken = set(self._letters.values())
        self._numbered: dict[str, int] = {}
        for identity in _marked(ledgers) if ledgers else ():
            self._letter(self.name(identity))

    def _learn(self, identity: str | None, name: str | None, side: str | None = None, own: bool = False) -> None:
        """Learn a name; one that somebody gives itself (``own``) is written as it writes it."""
        if not name or (identity, name, side) in self._seen:
            return
        self._seen.add((identity, name, side))
        for key in (identity, name, slug(name), _loose(slug(name)), key_of(name)):
            if key:
                self._known.setdefault(key, name.replace("_", " ") if own else _first_large(unpointed(name)))
        if identity and side:
            self._sides.setdefault(identity, side)

    def name(self, identity: str | None) -> str:
        """Return what an id is called."""
        if not identity:
            return "not known"
        if identity in self._palette.marks:
            return self._palette.marks[identity].name
        if identity.startswith(_NO_OUTLET):
            return _nameless(identity.partition(":")[2])
        readable = identity.rpartition(":")[2].rpartition("/")[2].replace("-", " ").replace("_", " ").strip()
        return self._found(identity) or _first_large(unpointed(readable)) or "not known"

    def outlet(self, document: str) -> str:
        """Return who published a report, by its id."""
        return self._outlets.get(document) or _nameless(document)

    def _found(self, identity: str) -> str | None:
        plain = identity.rpartition(":")[2]
        return self._known.get(identity) or self._known.get(plain) or self._known.get(_loose(plain))

    def mark(self, identity: str | None, side: str | None = None) -> Mark:
        """Return the mark of a family, outlet or party; ``side`` where the ledger knows better than the names."""
        name = self.name(identity)
        own = side or self._sides.get(identity or "") or ""
        return Mark(name, self._letter(name), self._colours.get(own, 0), own)

    def _letter(self, name: str) -> str:
        """Return the letters of a name; one that has none yet gets some that nobody else here has."""
        if name not in self._letters:
            self._letters[name] = free_letter(name, self._taken, self._numbered)
            self._taken.add(self._letters[name])
        return self._letters[name]


def _first_large(name: str) -> str:
    return name[:1].upper() + name[1:]


def _colours(sides: Iterable[str]) -> dict[str, int]:
    """Return the colour of each side, counted anew in each war: a side keeps its colour when another war is added.

    >>> _colours(["syria:government", "syria:opposition", "ukraine:russia"])
    {'syria:government': 1, 'syria:opposition': 2, 'ukraine:russia': 1}
    """
    of_war: dict[str, list[str]] = {}
    for side in sorted(set(sides)):
        of_war.setdefault(side.rpartition(":")[0], []).append(side)
    return {side: n for war in of_war.values() for n, side in enumerate(war, 1) if n < SIDE_COLOURS}


def _marked(ledgers: Record) -> Iterator[str]:
    """Yield every id that may get a mark, those with most claims first, so that they have the shortest letters."""
    times: dict[str, int] = {}
    for event in ledgers.events:
        for voice in event.families:
            times[voice.id] = times.get(voice.id, 0) + len(voice.claims)
    yield from sorted(times, key=lambda identity: (-times[identity], identity))
    yield from sorted(family.id for family in ledgers.families)
    yield from sorted({p.family for p in ledgers.positions})
    yield from sorted({i for row in ledgers.control for i in (row.timeline, row.holder, row.contender) if i})
    yield from sorted(
        {b for a in ledgers.agreements for breach in a.breaches for b in (breach.by, breach.alleged_by) if b}
    )
    yield from sorted(profile.id for profile in ledgers.sources)


def free_letter(name: str, taken: Container[str], numbered: dict[str, int] | None = None) -> str:
    """Return the best letters for a name that are not taken.

    ``numbered`` keeps the number that each first letter has come to, for ``taken`` that only grows: of thousands of
    reports without an outlet each would otherwise try the numbers of all before it.

    >>> free_letter("Syrian Observatory", {"S"})
    'SO'
    """
    reached = numbered if numbered is not None else {}
    return next(letter for letter in _candidates(name, reached) if letter not in taken)


def _candidates(name: str, numbered: dict[str, int]) -> Iterator[str]:
    """Yield letters for a name, the best first: of its first word, of its words, more of the first, then with a number.

    >>> [c for c, _ in zip(_candidates("Syrian Observatory", {}), range(5))]
    ['S', 'SO', 'Sy', 'Sr', 'Si']
    """
    found = re.findall(r"\w+", name)
    words = [word for word in found if word.lower() not in _SMALL_WORDS] or found or ["?"]
    first = words[0][0].upper()
    if words[-1].isdecimal():  # reports without an outlet are told apart by the number they have
        yield first + words[-1][-2:]
    yield first
    if len(words) > 1:
        yield first + words[1][0].upper()
    yield from (first + letter.lower() for letter in dict.fromkeys(words[0][1:]))
    while True:
        numbered[first] = numbered.get(first, 1) + 1
        yield f"{first}{numbered[first]}"


def spell(names: Names, identities: Sequence[str]) -> list[str]:
    """Return the names of ids, each once."""
    return list(dict.fromkeys(names.name(identity) for identity in identities))
