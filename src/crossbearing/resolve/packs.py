"""All packs in use as one: lookups by id and by name, and the names for the matcher.

Two packs that say different things of one id are reported, never merged. Every state of the world is an actor without
being written down: its government, its forces and its police are derived from `packs/global/states.csv` unless a pack
has its own.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from crossbearing.model.errors import PackError
from crossbearing.resolve.fold import spellings
from crossbearing.resolve.pack_checks import check_parents
from crossbearing.resolve.pack_facts import Alias, Pack, PackActor, PackOutlet, PackPerson, PackPlace
from crossbearing.resolve.pack_files import needs_case, read_pack, shipped_packs
from crossbearing.resolve.pack_names import check_bearers
from crossbearing.text.names import NameEntry, fold_case


@dataclass(frozen=True, slots=True)
class State:
    """A state: ISO 3166 code, name, other names, and its people's adjective(s)."""

    iso: str
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    forces_name: str


_UNIT = r"(?:Division|Brigade|Regiment|Battalion|Corps|Army|Front)"
_ORDINAL = r"(?:\d+(?:st|nd|rd|th)|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth)"
_NUMBERED = re.compile(
    rf"(?:the )?{_ORDINAL} (?:(?:Armou?red|Infantry|Mechani[sz]ed|Motori[sz]ed|Airborne|Cavalry|Marine) )?{_UNIT}",
    re.IGNORECASE,
)


def is_numbered(name: str) -> bool:
    """Say whether a unit is known by a number alone, as units of every army are, so that the name tells no war.

    >>> is_numbered("4th Division"), is_numbered("9th Iraqi Army Division"), is_numbered("Second Marquetalia")
    (True, False, False)
    """
    return bool(_NUMBERED.fullmatch(name))


def global_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of the global pack, all its columns as text.

    >>> global_table("states.csv")[0]["iso"]
    'AD'
    """
    with (files("crossbearing.packs") / "global" / name).open("r", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@cache
def states() -> dict[str, State]:
    """Return all states by ISO code, as `packs/global/states.csv` has them.

    >>> states()["SY"].demonyms
    ('Syrian', 'Syrians')
    """
    found: dict[str, State] = {}
    for row in global_table("states.csv"):
        demonyms = tuple(d for d in row["demonyms"].split("|") if d)
        forces = row["forces"] or f"{demonyms[0] if demonyms else row['name']} forces"
        aliases = tuple(a for a in row["aliases"].split("|") if a)
        found[row["iso"]] = State(row["iso"], row["name"], aliases, demonyms, forces)
    return found


def _derived(state: State) -> Iterable[PackActor]:
    adjective = state.demonyms[0] if state.demonyms else state.name
    own = f"state:{state.iso}"
    names = tuple(Alias(a, case=needs_case(a)) for a in state.aliases)
    yield PackActor(own, state.name, "foreign_state", own, "global", names, country=state.iso)
    yield PackActor(
        f"gov:{state.iso}", f"{adjective} government", "government", own, "global", parent=own, country=state.iso
    )
    yield PackActor(
        f"forces:{state.iso}",
        state.forces_name,
        "state_forces",
        own,
        "global",
        parent=f"gov:{state.iso}",
        country=state.iso,
    )
    yield PackActor(
        f"police:{state.iso}",
        f"{adjective} police",
        "police",
        own,
        "global",
        parent=f"gov:{state.iso}",
        country=state.iso,
    )


@dataclass(frozen=True, slots=True)
class Packs:
    """The packs in use. Build it with `load_packs`; all mappings are complete when it is returned."""

    packs: tuple[Pack, ...]
    actors: dict[str, PackActor] = field(default_factory=dict)
    places: dict[str, PackPlace] = field(default_factory=dict)
    outlets: dict[str, PackOutlet] = field(default_factory=dict)
    persons: dict[str, PackPerson] = field(default_factory=dict)
    by_name: dict[str, tuple[str, ...]] = field(default_factory=dict)
    countries_of_actors: dict[str, str] = field(default_factory=dict)
    """Where an actor named so fights, by its name in small letters; bodies of states say that themselves."""
    last_text: dict[str, dict[str, float]] = field(default_factory=dict, compare=False, repr=False)
    """What the text last asked about says of countries (``document_countries``), which is asked four times a report."""
    _names: list[NameEntry] = field(default_factory=list, compare=False, repr=False)
    _wholes: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    _named_sides: dict[str, tuple[tuple[str, frozenset[str]], ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def pack(self, name: str) -> Pack:
        """Return the pack ``name``; raise PackError when it is not loaded."""
        for pack in self.packs:
            if pack.id == name:
                return pack
        raise PackError(f"pack {name!r} is not loaded; loaded: {', '.join(p.id for p in self.packs)}")

    def of_country(self, iso: str) -> tuple[Pack, ...]:
        """Return the packs whose conflict is fought in the country ``iso`` (primary country first)."""
        found = [(p.countries.index(iso), p.id, p) for p in self.packs if iso in p.countries]
        return tuple(p for _, _, p in sorted(found))

    def find(self, name: str) -> tuple[str, ...]:
        """Return the ids that bear ``name`` (actors, persons, outlets, places), whatever its case.

        >>> load_packs(["syria"]).find("jaish al-islam")
        ('sy:jaish-al-islam',)
        """
        return self.by_name.get(fold_case(name), ())

    def side_of(self, actor: str, pack: str | None = None) -> str | None:
        """Return the side of an actor: its own, or for a state the side it takes in the conflict ``pack``.

        A force or government of a state stands where its state stands.

        >>> load_packs(["syria"]).side_of("forces:RU", "syria")
        'syria:government'
        """
        if pack is not None:
            above = self._above(actor)
            for side, standing in self._standing(pack):
                if not standing.isdisjoint(above):
                    return side
        return self.actors[actor].side if actor in self.actors else None

    def _standing(self, pack: str) -> tuple[tuple[str, frozenset[str]], ...]:
        """Return the sides of a conflict that actors stand on by name, each with those."""
        found = self._named_sides.get(pack)
        if found is None:
            sides = ((side.id, frozenset(side.actors)) for side in self.pack(pack).sides if side.actors)
            found = self._named_sides[pack] = tuple(sides)
        return found

    def _above(self, actor: str) -> tuple[str, ...]:
        """Return an actor and whatever it is a part of, found once: each is asked for in every conflict."""
        found = self._wholes.get(actor)
        if found is None:
            parent = self.actors[actor].parent if actor in self.actors else None
            found = self._wholes[actor] = (actor, *(self._above(parent) if parent else ()))
        return found

    def opposed(self, first: str, second: str) -> bool:
        """Say whether two sides fight each other in some loaded pack."""
        return any({first, second} == {a, b} for p in self.packs for a, b in p.opposed)

    def names(self) -> tuple[NameEntry, ...]:
        """Return every name to look for in texts, sorted: actors, persons, outlets, places, demonyms."""
        if not self._names:
            self._names.extend(self._all_names())
        return tuple(self._names)

    def _all_names(self) -> list[NameEntry]:
        found: set[NameEntry] = set()
        for actor in self.actors.values():
            if actor.type == "civilians":  # a common noun, which the parser knows; it must not become a name
                continue
            if not actor.id.startswith(("gov:", "forces:", "police:", "state:")) or actor.aliases:
                found |= {NameEntry(a.text, "actor", actor.id, a.case) for a in actor.aliases}
            if not actor.id.startswith("state:"):
                found.add(NameEntry(actor.name, "actor", actor.id, needs_case(actor.name)))
        for state in states().values():
            texts = (state.name, *state.aliases)
            found |= {NameEntry(t, "place", f"country:{state.iso}", needs_case(t)) for t in texts}
            found |= {NameEntry(t, "demonym", f"state:{state.iso}") for t in state.demonyms}
        found = {e for e in found if not (e.kind == "actor" and e.id.startswith("state:"))}
        for person in self.persons.values():
            found |= {NameEntry(t, "person", person.id, needs_case(t)) for t in (person.name, *person.aliases)}
        for outlet in self.outlets.values():
            found.add(NameEntry(outlet.name, "outlet", outlet.id, needs_case(outlet.name)))
            found |= {NameEntry(a.text, "outlet", outlet.id, a.case) for a in outlet.aliases}
        ambiguous = frozenset().union(*(p.ambiguous for p in self.packs))
        for place in self.places.values():
            forms = spellings((place.name, *place.aliases)) - ambiguous
            found |= {NameEntry(t, "place", place.id, needs_case(t)) for t in forms}
        return sorted(found, key=lambda e: (e.text, e.kind, e.id))


def _same(first: object, second: object, identity: str, packs: tuple[str, str]) -> None:
    raise PackError(
        f"{identity} is in the packs {packs[0]!r} and {packs[1]!r}; keep one of them: {first!r} against {second!r}"
    )


def _join(packs: Sequence[Pack]) -> Packs:
    joined = Packs(tuple(packs))
    for pack in packs:
        for actor in pack.actors:
            if actor.id in joined.actors:
                _same(joined.actors[actor.id].name, actor.name, actor.id, (joined.actors[actor.id].pack, pack.id))
            joined.actors[actor.id] = actor
            for person in actor.persons:
                joined.persons.setdefault(person.id, person)
        for place in pack.places:
            if place.id in joined.places:
                _same(joined.places[place.id].name, place.name, place.id, (joined.places[place.id].pack, pack.id))
            joined.places[place.id] = place
        for outlet in pack.outlets:
            if outlet.id in joined.outlets:
                _same(joined.outlets[outlet.id].name, outlet.name, outlet.id, (joined.outlets[outlet.id].pack, pack.id))
            joined.outlets[outlet.id] = outlet
    for state in states().values():
        for actor in _derived(state):
            joined.actors.setdefault(actor.id, actor)
    return joined


def _files(things: Mapping[str, PackActor] | Mapping[str, PackPlace], file: str) -> dict[str, str]:
    return {identity: f"{thing.pack}/{file}" for identity, thing in things.items()}


def _check(joined: Packs) -> None:
    for actor in joined.actors.values():
        if actor.parent is not None and actor.parent not in joined.actors:
            raise PackError(f"{actor.pack}/actors.yml: {actor.id}: parent {actor.parent!r} is no actor")
    for place in joined.places.values():
        parent = place.parent
        if parent is not None and parent not in joined.places and not parent.startswith("country:"):
            raise PackError(f"{place.pack}/places.csv: {place.id}: parent {parent!r} is no place")
    known = {*joined.actors, *joined.places, *joined.persons, *joined.outlets}
    check_bearers((n for pack in joined.packs for n in pack.names), known)
    check_parents({a.id: a.parent for a in joined.actors.values()}, _files(joined.actors, "actors.yml"))
    check_parents({p.id: p.parent for p in joined.places.values()}, _files(joined.places, "places.csv"))
    sides = {side.id for pack in joined.packs for side in pack.sides}
    standing = [(f"{a.pack}/actors.yml: {a.id}", a.side) for a in joined.actors.values()]
    standing += [(f"{o.pack}/outlets.yml: {o.id}", o.side) for o in joined.outlets.values()]
    for where, side in standing:
        if side is not None and side not in sides and not side.startswith("state:"):
            raise PackError(f"{where}: side {side!r} is a side of no pack")


def _index(joined: Packs) -> None:
    ids: dict[str, set[str]] = defaultdict(set)
    for actor in joined.actors.values():
        own = actor.country if not actor.id.startswith(("state:", "gov:", "forces:", "police:")) else None
        for text in (actor.name, *(a.text for a in actor.aliases)):
            ids[fold_case(text)].add(actor.id)
            if own and not is_numbered(text):
                joined.countries_of_actors[text.lower()] = own
    for person in joined.persons.values():
        for text in (person.name, *person.aliases):
            ids[fold_case(text)].add(person.id)
    for outlet in joined.outlets.values():
        for text in (outlet.name, *(a.text for a in outlet.aliases)):
            ids[fold_case(text)].add(outlet.id)
    for place in joined.places.values():
        for text in spellings((place.name, *place.aliases)):
            ids[fold_case(text)].add(place.id)
    joined.by_name.update({name: tuple(sorted(found)) for name, found in ids.items()})


@cache
def _load(names: tuple[str, ...]) -> Packs:
    root = files("crossbearing.packs")
    known = shipped_packs()
    for name in names:
        if name not in known:
            raise PackError(f"no pack is called {name!r}; known: {', '.join(known)}")
    joined = join_packs([read_pack(root / name) for name in names])
    _index(joined)
    return joined


def join_packs(packs: Sequence[Pack]) -> Packs:
    """Return the packs as one, without its index of names.

    Raises PackError where two packs disagree on an id, or a side, parent or owner is named that none of them has.
    """
    joined = _join(packs)
    _check(joined)
    return joined


def join_with_shipped(own: Sequence[Pack]) -> Packs:
    """Return ``own`` packs joined with every pack that comes with the program, but for those of the same id.

    Raises PackError as `join_packs` does.
    """
    root = files("crossbearing.packs")
    taken = {pack.id for pack in own}
    return join_packs([*own, *(read_pack(root / name) for name in shipped_packs() if name not in taken)])


def load_packs(names: Sequence[str] | None = None, folders: Sequence[Path] = ()) -> Packs:
    """Load the packs ``names`` (all that come with the program for None); the global pack is always among them.

    ``folders`` hold packs of the user's own: they join the shipped ones, and replace one of the same id.
    Raises PackError for an unknown name, a broken file (with file, line, field) or two packs that disagree.

    >>> load_packs(["syria"]).actors["sy:jaish-al-islam"].name
    'Jaish al-Islam'
    """
    if folders:
        missing = [str(folder) for folder in folders if not folder.is_dir()]
        if missing:
            raise PackError(f"{missing[0]}: no folder; a pack is a folder with pack.yml (begin one with pack new)")
        own = [read_pack(folder) for folder in sorted(folders)]
        joined = join_with_shipped(own)
        _index(joined)
        return joined
    wanted = set(shipped_packs() if names is None else names) | {"global"}
    return _load(tuple(sorted(wanted)))
