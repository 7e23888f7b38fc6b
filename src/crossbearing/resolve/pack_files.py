"""Reads one pack folder: `pack.yml`, `actors.yml`, `places.csv`, `outlets.yml`, strictly; says file, line and field.

A pack is facts about one conflict. Nothing is guessed here: an unknown key, an unknown actor type, a coordinate
outside the globe or a recalled position with a small radius is refused with `PackError`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from crossbearing.model.errors import PackError, VocabularyError
from crossbearing.vocab.loader import Form, check_entry, load_entries, plain, read_yaml

Folder = Path | Traversable

_TYPES = """
state state_forces state_aligned_forces non_state_armed_group foreign_state foreign_state_forces government police
civilians monitor_ngo state_media outlet agency igo anonymous_official unspecified political_movement
"""
_KINDS = """
country region province district city town village neighbourhood camp hospital road airbase base border_crossing
river dam hill farm prison desert area mountain island sea building port field bridge square
"""
ACTOR_TYPES = frozenset(_TYPES.split())
PLACE_KINDS = frozenset(_KINDS.split())
# A position written from memory is never finer than this (kilometres).
RECALLED_RADIUS_KM = 5.0


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


_PACK = Form(
    {"id": (str,), "title": (str,), "countries": (list,), "as_of": (str,), "sides": (list,), "opposed": (list,)},
    {"anchors": (list,), "credits": (list,), "ambiguous": (list,)},
)
_SIDE = Form({"id": (str,), "name": (str,)}, {"actors": (list,)})
_ANCHOR = Form({"id": (str,), "words": (list,), "start": (str,), "end": (str,), "source": (str,)}, {})
_ACTOR = Form(
    {"id": (str,), "name": (str,), "type": (str,)},
    {
        "side": (str,),
        "aliases": (list,),
        "labels": (list,),
        "descriptions": (list,),
        "parent": (str,),
        "country": (str,),
        "persons": (list,),
        "source": (str,),
    },
)
_ALIAS = Form({"text": (str,)}, {"from": (str,), "to": (str,), "case": (bool,)})
_LABEL = Form({"text": (str,)}, {"by": (list,)})
_PERSON = Form({"name": (str,)}, {"aliases": (list,), "title": (str,)})
_OUTLET = Form(
    {"id": (str,), "name": (str,), "agency": (bool,)},
    {"aliases": (list,), "owner": (str,), "side": (str,), "domains": (list,)},
)
_COLUMNS = ["id", "name", "kind", "lat", "lon", "radius_km", "parent", "country", "aliases", "source"]


def slug(text: str) -> str:
    """Return ``text`` as the last part of an id: lower-case letters and digits joined by hyphens.

    >>> slug("Rami Abdel Rahman")
    'rami-abdel-rahman'
    """
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def needs_case(text: str) -> bool:
    """Say whether a name is matched with its very capitals: short abbreviations, which else are common words.

    >>> needs_case("IS"), needs_case("Houthis"), needs_case("M23")
    (True, False, True)
    """
    return len(text) <= 6 and text.upper() == text and any(c.isalpha() for c in text)


def _aliases(values: list[Any], place: str) -> tuple[Alias, ...]:
    found = []
    for value in values:
        if isinstance(value, str):
            found.append(Alias(value, case=needs_case(value)))
        else:
            entry = check_entry(value, _ALIAS, place)
            case = entry.get("case", needs_case(entry["text"]))
            found.append(Alias(entry["text"], entry.get("from"), entry.get("to"), case))
    return tuple(found)


def _labels(values: list[Any], place: str) -> tuple[PackLabel, ...]:
    entries = [{"text": v} if isinstance(v, str) else check_entry(v, _LABEL, place) for v in values]
    return tuple(PackLabel(e["text"], tuple(e.get("by", ()))) for e in entries)


def _persons(values: list[Any], actor: str, place: str) -> tuple[PackPerson, ...]:
    found = []
    for value in values:
        entry = {"name": value} if isinstance(value, str) else check_entry(value, _PERSON, place)
        identity = f"person:{slug(entry['name'])}"
        found.append(PackPerson(identity, entry["name"], actor, tuple(entry.get("aliases", ())), entry.get("title")))
    return tuple(found)


def _own_state(actor: str) -> str | None:
    kind, _, iso = actor.partition(":")
    return {"gov": f"state:{iso}", "forces": f"gov:{iso}", "police": f"gov:{iso}"}.get(kind)


def _actor(place: str, entry: dict[str, Any], pack: str) -> PackActor:
    if entry["type"] not in ACTOR_TYPES:
        raise PackError(f"{place}: type {entry['type']!r} is none of {', '.join(sorted(ACTOR_TYPES))}")
    return PackActor(
        id=entry["id"],
        name=entry["name"],
        type=entry["type"],
        side=entry.get("side"),
        pack=pack,
        aliases=_aliases(entry.get("aliases", []), place),
        labels=_labels(entry.get("labels", []), place),
        descriptions=tuple(entry.get("descriptions", ())),
        parent=entry.get("parent") or _own_state(entry["id"]),
        country=entry.get("country"),
        persons=_persons(entry.get("persons", []), entry["id"], place),
        source=entry.get("source", "recalled"),
    )


def _outlet(place: str, entry: dict[str, Any], pack: str) -> PackOutlet:
    aliases = _aliases(entry.get("aliases", []), place)
    domains = tuple(entry.get("domains", ()))
    owner, side = entry.get("owner"), entry.get("side")
    return PackOutlet(entry["id"], entry["name"], aliases, owner, side, entry["agency"], pack, domains)


def _number(row: dict[str, str], field: str, place: str, low: float, high: float) -> float:
    try:
        value = float(row[field])
    except ValueError:
        raise PackError(f"{place}: {field} {row[field]!r} is no number") from None
    if not low <= value <= high:
        raise PackError(f"{place}: {field} {value} does not lie between {low} and {high}")
    return value


def _place(row: dict[str, str], place: str, pack: str) -> PackPlace:
    for field in ("id", "name", "country", "source"):
        if not row[field]:
            raise PackError(f"{place}: {field} is empty")
    if row["kind"] not in PLACE_KINDS:
        raise PackError(f"{place}: kind {row['kind']!r} is none of {', '.join(sorted(PLACE_KINDS))}")
    radius = _number(row, "radius_km", place, 0.1, 4000)
    if row["source"] == "recalled" and radius < RECALLED_RADIUS_KM:
        raise PackError(f"{place}: a recalled position needs a radius_km of {RECALLED_RADIUS_KM:.0f} or more")
    return PackPlace(
        row["id"],
        row["name"],
        row["kind"],
        _number(row, "lat", place, -90, 90),
        _number(row, "lon", place, -180, 180),
        radius,
        row["parent"] or None,
        row["country"],
        tuple(a for a in row["aliases"].split("|") if a),
        row["source"],
        pack,
    )


def read_places(file: Folder, pack: str) -> Iterator[PackPlace]:
    """Yield the places of a `places.csv`; raise PackError that names file, line and field."""
    with file.open("r", encoding="utf-8") as lines:
        reader = csv.DictReader(lines)
        if reader.fieldnames != _COLUMNS:
            raise PackError(f"{pack}/{file.name}:1: the header must be {','.join(_COLUMNS)}")
        for row in reader:
            where = f"{pack}/{file.name}:{reader.line_num}"
            if None in row or None in row.values():
                raise PackError(f"{where}: the row must have {len(_COLUMNS)} columns")
            yield _place(row, where, pack)


def _head(folder: Folder) -> dict[str, Any]:
    entry = check_entry(read_yaml(folder / "pack.yml"), _PACK, f"{folder.name}/pack.yml:1")
    for key, form in (("sides", _SIDE), ("anchors", _ANCHOR)):
        entry[key] = [check_entry(e, form, f"{folder.name}/pack.yml: {key}") for e in entry.get(key, [])]
    known = {s["id"] for s in entry["sides"]}
    for pair in entry["opposed"]:
        if not isinstance(pair, list) or len(pair) != 2 or not set(pair) <= known:
            raise PackError(f"{folder.name}/pack.yml: opposed {plain(pair)!r} must be two of the sides")
    return entry


def read_pack(folder: Folder) -> Pack:
    """Read one pack folder. Raises PackError with file, line and field.

    >>> read_pack(files("crossbearing.packs") / "syria").countries
    ('SY',)
    """
    pack = folder.name
    try:
        head = _head(folder)
        actors = [_actor(f"{pack}/{p}", e, pack) for p, e in load_entries(folder / "actors.yml", _ACTOR)]
        outlets = [_outlet(f"{pack}/{p}", e, pack) for p, e in load_entries(folder / "outlets.yml", _OUTLET)]
        places = list(read_places(folder / "places.csv", pack))
    except (VocabularyError, FileNotFoundError) as error:
        raise PackError(f"{pack}: {error}") from error
    sides = tuple(Side(s["id"], s["name"], tuple(s.get("actors", ()))) for s in head["sides"])
    known = {s.id for s in sides}
    for actor in actors:
        # A side of another pack is checked where the packs are joined.
        own = actor.side is not None and actor.side.partition(":")[0] in (head["id"], actor.side)
        if own and actor.side not in known:
            raise PackError(f"{pack}/actors.yml: {actor.id}: side {actor.side!r} is not one of pack.yml's sides")
    anchors = tuple(Anchor(a["id"], tuple(a["words"]), a["start"], a["end"], a["source"]) for a in head["anchors"])
    return Pack(
        head["id"],
        head["title"],
        tuple(head["countries"]),
        head["as_of"],
        sides,
        tuple((a, b) for a, b in head["opposed"]),
        anchors,
        tuple(actors),
        tuple(places),
        tuple(outlets),
        frozenset(head.get("ambiguous", ())),
    )


def shipped_packs() -> list[str]:
    """Return the names of the packs that come with the program, in order.

    >>> "syria" in shipped_packs()
    True
    """
    root = files("crossbearing.packs")
    return sorted(f.name for f in root.iterdir() if f.is_dir() and (f / "pack.yml").is_file())
