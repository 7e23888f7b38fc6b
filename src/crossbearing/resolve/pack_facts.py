"""The facts of a pack as values: actors, places, outlets, sides, anchors. `pack_files.py` reads them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name; ``start`` and ``end`` (ISO days or None) bound its use, ``case`` asks for the very capitals."""

    text: str
    start: str | None = None
    end: str | None = None
    case: bool = False


@dataclass(frozen=True, slots=True)
class PackLabel:
    """A loaded word that some sides hang on an actor ("terrorists"); ``by`` are side ids, empty for anybody."""

    text: str
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackPerson:
    """A person who speaks for or leads an actor."""

    id: str
    name: str
    actor: str
    aliases: tuple[str, ...] = ()
    title: str | None = None


@dataclass(frozen=True, slots=True)
class PackActor:
    """A party, force, body or group as a pack knows it; ``source`` is a key such as ``wd:Q123`` or ``recalled``."""

    id: str
    name: str
    type: str
    side: str | None
    pack: str
    aliases: tuple[Alias, ...] = ()
    labels: tuple[PackLabel, ...] = ()
    descriptions: tuple[str, ...] = ()
    parent: str | None = None
    country: str | None = None
    persons: tuple[PackPerson, ...] = ()
    source: str = "recalled"


@dataclass(frozen=True, slots=True)
class PackPlace:
    """A place as a pack knows it: degrees, radius in kilometres, ``country`` an ISO 3166 code, aliases in order."""

    id: str
    name: str
    kind: str
    lat: float
    lon: float
    radius_km: float
    parent: str | None
    country: str
    aliases: tuple[str, ...]
    source: str
    pack: str


@dataclass(frozen=True, slots=True)
class PackOutlet:
    """A publisher: ``agency`` says that others reprint it, ``owner`` is an actor id or a name, ``side`` a side id."""

    id: str
    name: str
    aliases: tuple[Alias, ...]
    owner: str | None
    side: str | None
    agency: bool
    pack: str
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """A dated fact by which a document without a date can be dated: words that speak of it, first and last day."""

    id: str
    words: tuple[str, ...]
    start: str
    end: str
    source: str


@dataclass(frozen=True, slots=True)
class PackNames:
    """Names that an actor, place, person or outlet (``id``) has in one other language; ``where`` they stand."""

    id: str
    language: str
    names: tuple[str, ...]
    source: str
    where: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict; ``actors`` are actors of the global pack (states above all) that stand on it."""

    id: str
    name: str
    actors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """All facts about one conflict, as read from its folder.

    ``ambiguous`` are place names that more often mean something else (a given name, another country): they are not
    looked for in texts, but still known where grammar says that a place is meant ("the town of Rami").
    """

    id: str
    title: str
    countries: tuple[str, ...]
    as_of: str
    sides: tuple[Side, ...]
    opposed: tuple[tuple[str, str], ...]
    anchors: tuple[Anchor, ...]
    actors: tuple[PackActor, ...]
    places: tuple[PackPlace, ...]
    outlets: tuple[PackOutlet, ...]
    ambiguous: frozenset[str] = frozenset()
    names: tuple[PackNames, ...] = ()
