"""Reads one pack folder: `pack.yml`, `actors.yml`, `places.csv`, `outlets.yml`, strictly; says file, line and field.

A pack is facts about one conflict. Nothing is guessed here: an unknown key, an unknown actor type, a coordinate
outside the globe or a recalled position with a small radius is refused with `PackError`. What a name, a day or a
parent must be is in `pack_checks.py`; how large a file may be in `vocab/bounded.py`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from crossbearing.model.errors import PackError, VocabularyError
from crossbearing.resolve.pack_checks import (
    check_country,
    check_day,
    check_days,
    check_identity,
    check_name,
    check_parents,
)
from crossbearing.resolve.pack_facts import (
    Alias,
    Anchor,
    Pack,
    PackActor,
    PackLabel,
    PackOutlet,
    PackPerson,
    PackPlace,
    Side,
)
from crossbearing.resolve.pack_names import read_names
from crossbearing.vocab.bounded import MOST_CHARACTERS, read_text, shown
from crossbearing.vocab.loader import Form, check_entry, check_texts, load_entries, plain, read_yaml

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
# Rows of one table of places; a whole country's villages belong in the gazetteer (`gazetteer import`).
MOST_ROWS = 50_000
FILES = ("pack.yml", "actors.yml", "outlets.yml", "places.csv")


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


def _plain_or(value: Any, form: Form, key: str, field: str, place: str) -> dict[str, Any]:
    """Return an entry of a list that is either a bare text or a mapping of ``form``, as a mapping with ``key``."""
    if isinstance(value, dict):
        return check_entry(value, form, place)
    return {key: check_texts([value], field, place)[0]}


def _names(values: Iterable[Any], field: str, place: str) -> tuple[str, ...]:
    return tuple(check_name(v, field, place, case=isinstance(v, str) and needs_case(v)) for v in values)


def _aliases(values: list[Any], place: str) -> tuple[Alias, ...]:
    found = []
    for value in values:
        entry = _plain_or(value, _ALIAS, "text", "aliases", place)
        case = entry.get("case", needs_case(entry["text"]))
        check_name(entry["text"], "alias", place, case=case)
        check_days(entry.get("from"), entry.get("to"), ("from", "to"), place)
        found.append(Alias(entry["text"], entry.get("from"), entry.get("to"), case))
    return tuple(found)


def _labels(values: list[Any], place: str) -> tuple[PackLabel, ...]:
    entries = [_plain_or(v, _LABEL, "text", "labels", place) for v in values]
    _names((e["text"] for e in entries), "label", place)
    return tuple(PackLabel(e["text"], check_texts(e.get("by", []), "by", place)) for e in entries)


def _persons(values: list[Any], actor: str, place: str) -> tuple[PackPerson, ...]:
    found = []
    for value in values:
        entry = _plain_or(value, _PERSON, "name", "persons", place)
        [name] = _names([entry["name"]], "name of a person", place)
        aliases = _names(entry.get("aliases", []), "alias of a person", place)
        found.append(PackPerson(f"person:{slug(name)}", name, actor, aliases, entry.get("title")))
    return tuple(found)


def _own_state(actor: str) -> str | None:
    kind, _, iso = actor.partition(":")
    return {"gov": f"state:{iso}", "forces": f"gov:{iso}", "police": f"gov:{iso}"}.get(kind)


def _actor(place: str, entry: dict[str, Any], pack: str) -> PackActor:
    if entry["type"] not in ACTOR_TYPES:
        raise PackError(f"{place}: type {shown(entry['type'])} is none of {', '.join(sorted(ACTOR_TYPES))}")
    country = entry.get("country")
    return PackActor(
        id=check_identity(entry["id"], "id", place),
        name=_names([entry["name"]], "name", place)[0],
        type=entry["type"],
        side=entry.get("side"),
        pack=pack,
        aliases=_aliases(entry.get("aliases", []), place),
        labels=_labels(entry.get("labels", []), place),
        descriptions=_names(entry.get("descriptions", []), "description", place),
        parent=entry.get("parent") or _own_state(entry["id"]),
        country=country and check_country(country, "country", place),
        persons=_persons(entry.get("persons", []), entry["id"], place),
        source=entry.get("source", "recalled"),
    )


def _outlet(place: str, entry: dict[str, Any], pack: str) -> PackOutlet:
    aliases = _aliases(entry.get("aliases", []), place)
    domains = check_texts(entry.get("domains", []), "domains", place)
    owner, side = entry.get("owner"), entry.get("side")
    identity, [name] = check_identity(entry["id"], "id", place), _names([entry["name"]], "name", place)
    return PackOutlet(identity, name, aliases, owner, side, entry["agency"], pack, domains)


def _number(row: dict[str, str], field: str, place: str, low: float, high: float) -> float:
    try:
        value = float(row[field])
    except ValueError:
        raise PackError(f"{place}: {field} {shown(row[field])} is no number") from None
    if not low <= value <= high:
        raise PackError(f"{place}: {field} {value} does not lie between {low} and {high}")
    return value


def _place(row: dict[str, str], place: str, pack: str) -> PackPlace:
    for field, cell in row.items():
        if len(cell) > MOST_CHARACTERS:
            raise PackError(f"{place}: {field} has over {MOST_CHARACTERS:,} characters; look for a quote left open")
        if not cell and field in ("id", "name", "country", "source"):
            raise PackError(f"{place}: {field} is empty")
    if row["kind"] not in PLACE_KINDS:
        raise PackError(f"{place}: kind {shown(row['kind'])} is none of {', '.join(sorted(PLACE_KINDS))}")
    radius = _number(row, "radius_km", place, 0.1, 4000)
    if row["source"] == "recalled" and radius < RECALLED_RADIUS_KM:
        raise PackError(f"{place}: a recalled position needs a radius_km of {RECALLED_RADIUS_KM:.0f} or more")
    return PackPlace(
        check_identity(row["id"], "id", place),
        _names([row["name"]], "name", place)[0],
        row["kind"],
        _number(row, "lat", place, -90, 90),
        _number(row, "lon", place, -180, 180),
        radius,
        row["parent"] or None,
        check_country(row["country"], "country", place),
        _names((a for a in row["aliases"].split("|") if a), "alias", place),
        row["source"],
        pack,
    )


def read_places(file: Folder, pack: str) -> Iterator[PackPlace]:
    """Yield the places of a `places.csv`; raise PackError that names file, line and field."""
    for _, place in _placed(file, pack):
        yield place


def _placed(file: Folder, pack: str) -> Iterator[tuple[str, PackPlace]]:
    """Yield (where, place): the line beside what it says."""
    try:
        text = read_text(file)
    except VocabularyError as error:
        raise PackError(f"{pack}/{error}") from error
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        if reader.fieldnames != _COLUMNS:
            raise PackError(f"{pack}/{file.name}:1: the header must be {','.join(_COLUMNS)}")
        for number, row in enumerate(reader, 1):
            where = f"{pack}/{file.name}:{reader.line_num}"
            if None in row or None in row.values():
                raise PackError(f"{where}: the row must have {len(_COLUMNS)} columns")
            if number > MOST_ROWS:
                raise PackError(f"{where}: over {MOST_ROWS:,} places; use `gazetteer import` for a whole country")
            yield where, _place(row, where, pack)
    except csv.Error as error:
        # The row begins after the last one that was read; a quote left open swallows all that follows.
        raise PackError(f"{pack}/{file.name}:{reader.line_num + 1}: {error}; look for a quote left open") from error


def _lines(entries: list[Any], form: Form, key: str, file: str) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for entry in entries:
        place = f"{file}:{entry.get('__line__', 1)}: {key}" if isinstance(entry, dict) else f"{file}: {key}"
        found.append((place, check_entry(entry, form, place)))
    return found


def _sides(entries: list[Any], file: str) -> tuple[Side, ...]:
    found = []
    for place, e in _lines(entries, _SIDE, "sides", file):
        identity = check_identity(e["id"], "id", place)
        found.append(Side(identity, e["name"], check_texts(e.get("actors", []), "actors", place)))
    return tuple(found)


def _anchors(entries: list[Any], file: str) -> tuple[Anchor, ...]:
    found = []
    for place, e in _lines(entries, _ANCHOR, "anchors", file):
        check_days(e["start"], e["end"], ("start", "end"), place)
        words = _names(e["words"], "words", place)
        found.append(Anchor(check_identity(e["id"], "id", place), words, e["start"], e["end"], e["source"]))
    return tuple(found)


def _opposed(pairs: list[Any], sides: Iterable[Side], file: str) -> tuple[tuple[str, str], ...]:
    known = {side.id for side in sides}
    found = []
    for pair in pairs:
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(s, str) and s in known for s in pair):
            raise PackError(
                f"{file}: opposed {shown(plain(pair))} must be two of the sides ({', '.join(sorted(known))})"
            )
        found.append((pair[0], pair[1]))
    return tuple(found)


def _head(folder: Folder, pack: str) -> Pack:
    """Return the pack as `pack.yml` has it: without actors, places and outlets."""
    file = f"{pack}/pack.yml"
    entry = check_entry(read_yaml(folder / "pack.yml"), _PACK, f"{file}:1")
    sides = _sides(entry["sides"], file)
    return Pack(
        id=check_identity(entry["id"], "id", file),
        title=entry["title"],
        countries=tuple(
            check_country(c, "countries", file) for c in check_texts(entry["countries"], "countries", file)
        ),
        as_of=check_day(entry["as_of"], "as_of", file),
        sides=sides,
        opposed=_opposed(entry["opposed"], sides, file),
        anchors=_anchors(entry.get("anchors", []), file),
        actors=(),
        places=(),
        outlets=(),
        ambiguous=frozenset(check_texts(entry.get("ambiguous", []), "ambiguous", file)),
    )


def _once(placed: Iterable[tuple[str, PackActor | PackOutlet | PackPlace]]) -> dict[str, str]:
    """Return where each id stands; raise PackError where one stands twice."""
    found: dict[str, str] = {}
    for place, thing in placed:
        if thing.id in found:
            raise PackError(f"{place}: id {thing.id!r} stands in {found[thing.id]} already; keep one of them")
        found[thing.id] = place
    return found


def _check_sides(head: Pack, actors: list[tuple[str, PackActor]]) -> None:
    known = {s.id for s in head.sides}
    for place, actor in actors:
        # A side of another pack is checked where the packs are joined.
        own = actor.side is not None and actor.side.partition(":")[0] in (head.id, actor.side)
        if own and actor.side not in known:
            raise PackError(f"{place}: {actor.id}: side {shown(actor.side)} is not one of pack.yml's sides")


def read_pack(folder: Folder) -> Pack:
    """Read one pack folder. Raises PackError with file, line and field.

    >>> read_pack(files("crossbearing.packs") / "syria").countries
    ('SY',)
    """
    pack = folder.name or Path(str(folder)).resolve().name
    for name in FILES:
        if not (folder / name).is_file():
            raise PackError(f"{pack}/{name}: no such file; a pack holds {', '.join(FILES)} (pack new makes them)")
    try:
        head = _head(folder, pack)
        actors = [
            (f"{pack}/{p}", _actor(f"{pack}/{p}", e, pack)) for p, e in load_entries(folder / "actors.yml", _ACTOR)
        ]
        outlets = [
            (f"{pack}/{p}", _outlet(f"{pack}/{p}", e, pack)) for p, e in load_entries(folder / "outlets.yml", _OUTLET)
        ]
        names = read_names(folder, pack)
    except VocabularyError as error:
        told = str(error)
        raise PackError(told if told.startswith(f"{pack}/") else f"{pack}/{told}") from error
    places = list(_placed(folder / "places.csv", pack))
    _check_sides(head, actors)
    check_parents({a.id: a.parent for _, a in actors}, _once(actors))
    check_parents({p.id: p.parent for _, p in places}, _once(places))
    _once(outlets)
    return replace(
        head,
        actors=tuple(a for _, a in actors),
        places=tuple(p for _, p in places),
        outlets=tuple(o for _, o in outlets),
        names=names,
    )


def shipped_packs() -> list[str]:
    """Return the names of the packs that come with the program, in order.

    >>> "syria" in shipped_packs()
    True
    """
    root = files("crossbearing.packs")
    return sorted(f.name for f in root.iterdir() if f.is_dir() and (f / "pack.yml").is_file())
