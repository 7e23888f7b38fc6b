"""Where a name may lie: the world's index on disk, imported country files and the packs in memory, as one.

``Gazetteer.lookup`` gives every candidate under a cascade of keys (name, alternate name, transliteration fold,
consonant skeleton) with the tier that found it. It ranks nothing: `places.py` does, with reasons.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz.fuzz import ratio

from crossbearing.model.errors import GazetteerError
from crossbearing.model.made import made_often
from crossbearing.resolve import fold
from crossbearing.resolve import gazetteer_build as building
from crossbearing.resolve import gazetteer_import as importing
from crossbearing.resolve.fold import fold_key, plain_key, skeleton, spellings
from crossbearing.resolve.packs import Packs, load_packs
from crossbearing.vocab.compiled import compiled

SETTLEMENTS = frozenset(("city", "town", "village"))
# Candidates kept of a very common name, the most populous first ("San Antonio" has hundreds).
MOST = 60
# Names asked for in one question, and those of which it is kept whether any place bears them.
_AT_ONCE, _MOST_BEARING = 200, 20_000
# A skeleton says little: the folds must still be this alike (per cent).
ALIKE = 80.0
# How well known a pack's place is by its kind, on the scale of populations: packs hold none.
_PROMINENCE = {"city": 200_000, "town": 15_000, "province": 150_000, "region": 1_000_000}
_LEAST_PROMINENCE = 1_000
# Two settlements of one name and country nearer than this are one place in two sources.
SAME_KM = 15.0
# A settlement whose division is unknown lies in that of a pack's settlement nearer than this.
_REACH_KM = 40.0


@made_often
@dataclass(frozen=True, slots=True)
class Place:
    """A place: degrees, kilometres, ISO country; ``parent`` is the id of the next larger place."""

    id: str
    name: str
    kind: str
    lat: float
    lon: float
    radius_km: float
    country: str
    admin1: str
    population: int
    parent: str | None


@made_often
@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be meant, and how its name was found: 0 name, 1 alternate, 2 fold, 3 skeleton."""

    place: Place
    tier: int


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance in kilometres between two points in degrees.

    >>> round(kilometres(33.51, 36.29, 36.2, 37.16) / 10)
    31
    """
    a, b = math.radians(lat1), math.radians(lat2)
    step = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(min(1.0, step)))


def _distance(first: Place, second: Place) -> float:
    return kilometres(first.lat, first.lon, second.lat, second.lon)


def _keys_of(named: Iterable[tuple[str, str, Iterable[str]]]) -> dict[str, list[tuple[int, str]]]:
    """Return (tier, id) of the places under every key, in their order: (id, name, other names) in."""
    found: dict[str, list[tuple[int, str]]] = {}
    for place_id, name, aliases in named:
        names = sorted(spellings([name]))
        others = spellings(aliases) | {a[4:] for a in aliases if a.startswith("the ")}
        for key, tier in sorted(building.name_keys(names[0], sorted(others) + names[1:])):
            found.setdefault(key, []).append((tier, place_id))
    return found


class _PackIndex:
    """The places of the packs under the same keys as the index on disk."""

    def __init__(self, packs: Packs) -> None:
        self.places: dict[str, Place] = {}
        # By country, the settlements that lie in a province: (settlement, id of the province).
        self.in_provinces: dict[str, list[tuple[Place, str]]] = defaultdict(list)
        for p in packs.places.values():
            population = _PROMINENCE.get(p.kind, _LEAST_PROMINENCE)
            self.places[p.id] = Place(
                p.id, p.name, p.kind, p.lat, p.lon, p.radius_km, p.country, "", population, p.parent
            )
        named = [(p.id, p.name, p.aliases) for p in packs.places.values()]
        sources = [b"by key", repr(named).encode("utf-8", "surrogatepass"), Path(fold.__file__).read_bytes()]
        self.keys: dict[str, list[tuple[int, str]]] = compiled(
            "places", building.__name__, sources, lambda: _keys_of(named)
        )
        for place in self.places.values():
            above = self.places.get(place.parent or "")
            if place.kind in SETTLEMENTS and above is not None and above.kind == "province":
                self.in_provinces[place.country].append((place, above.id))


def verify(path: Path, *, deep: bool = False) -> dict[str, Any]:
    """Return the sidecar of an index file; raise GazetteerError when the file is damaged or not the one described.

    The hash is computed only where size or time of change differ from the sidecar's, or with ``deep``.
    """
    sidecar = _sidecar(path)
    try:
        stat = path.stat()
        changed = stat.st_mtime_ns != sidecar.get("mtime_ns")
        wrong = stat.st_size != sidecar["size"] or ((deep or changed) and building.file_hash(path) != sidecar["sha256"])
    except OSError as error:
        told = f"{path}: missing or not readable ({error.strerror or error})"
        raise GazetteerError(f"{told}; {importing.mending(path, sidecar.get('imported_from'))}") from error
    if wrong:
        told = f"{path}: damaged (checksum differs)"
        raise GazetteerError(f"{told}; {importing.mending(path, sidecar.get('imported_from'))}")
    return sidecar


def _sidecar(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        told = f"{path}: missing or without a readable sidecar"
        raise GazetteerError(f"{told}; {importing.mending(path)}") from error
    kinds = {"places": int, "size": int, "sha256": str}
    if not isinstance(found, dict) or not all(isinstance(found.get(key), kind) for key, kind in kinds.items()):
        raise GazetteerError(f"{path}: its sidecar is damaged; {importing.mending(path)}")
    return found


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    connection.execute("pragma cache_size=-8000")
    connection.execute("pragma mmap_size=100000000")
    return connection


_FIND = """
select n.tier, p.gid, p.name, p.kind, p.lat, p.lon, p.radius_km, p.country, p.admin1, p.population, p.parent
from nm n join place p on p.id = n.place where n.key = ? and n.tier between ? and ?
order by n.tier, p.population desc, p.gid limit ?
"""
_GET = "select gid, name, kind, lat, lon, radius_km, country, admin1, population, parent from place where gid = ?"


class Gazetteer:
    """Places by name. Open it with ``Gazetteer.open()``; one object serves a whole run.

    ``packs`` add their places; ``imported`` are index files of `import_file`.
    """

    def __init__(self, path: Path, packs: Packs | None = None, imported: Iterable[Path] = ()) -> None:
        self.paths = (path, *imported)
        for file in self.paths:
            verify(file)
        self._connections = [_connect(file) for file in self.paths]
        self._packs = _PackIndex(packs or load_packs())
        self._twins = self._twin_divisions()
        self._learn_populations()
        self._bearing: dict[str, bool] = {}
        self.lookup = lru_cache(maxsize=20_000)(self._lookup)
        self.names = lru_cache(maxsize=20_000)(self._names)
        self.parents = lru_cache(maxsize=20_000)(self._parents)
        self.place = lru_cache(maxsize=20_000)(self._place)

    @classmethod
    def open(
        cls, path: Path | None = None, packs: Packs | None = None, progress: building.Progress | None = None
    ) -> Gazetteer:
        """Open the index of this version, building it first where it is missing, damaged or of other data."""
        target = path or building.index_path()
        try:
            verify(target)
        except GazetteerError:
            building.build(progress, target)
        return cls(target, packs, importing.imported_files(target.parent))

    def _twin_divisions(self) -> dict[str, str]:
        """Return the divisions of the index that a pack has too, by id: the pack's entry stands for both."""
        twins: dict[str, str] = {}
        for p in self._packs.places.values():
            if p.kind == "province":
                key = fold_key(p.name)
                for row in self._ask(_FIND, (key, building.TIER_NAME, building.TIER_FOLD, MOST)):
                    found = Place(*row[1:])
                    if found.id.startswith("adm1:") and found.country == p.country and found.kind == "province":
                        twins[found.id] = p.id
        return twins

    def _learn_populations(self) -> None:
        """Give the towns of packs the population that the index has for them: packs hold none."""
        for identity, place in self._packs.places.items():
            if place.kind not in ("city", "town"):
                continue
            best = place.population
            for row in self._ask(_FIND, (plain_key(place.name), building.TIER_NAME, building.TIER_ALTERNATE, MOST)):
                found = Place(*row[1:])
                if found.country == place.country and _distance(place, found) < SAME_KM:
                    best = max(best, found.population)
            if best > place.population:
                self._packs.places[identity] = replace(place, population=best)

    def _ask(self, sql: str, values: tuple[object, ...]) -> list[Any]:
        rows: list[Any] = []
        for path, connection in zip(self.paths, self._connections, strict=True):
            try:
                rows.extend(connection.execute(sql, values))
            except sqlite3.DatabaseError as error:
                origin = _sidecar(path).get("imported_from")
                raise GazetteerError(f"{path}: damaged ({error}); {importing.mending(path, origin)}") from error
        return rows

    def _under(self, key: str, low: int, high: int, into: dict[str, Candidate], least: int = 0) -> None:
        """Keep what is found under a key, by tiers from ``low`` to ``high``; none is taken for less than ``least``.

        A place that is known by as strict a key is not made again: most of what a fold finds the name has found.
        """
        for tier, *row in self._ask(_FIND, (key, low, high, MOST)):
            twin = self._twins.get(row[0])
            tier, known = max(tier, low, least), into.get(twin or row[0])
            if known is None:
                into[twin or row[0]] = Candidate(self._packs.places[twin] if twin else Place(*row), tier)
            elif tier < known.tier:
                into[twin or row[0]] = Candidate(known.place, tier)
        for tier, identity in self._packs.keys.get(key, ()):
            if low <= tier <= high:
                self._keep(Candidate(self._packs.places[identity], max(tier, low, least)), into)

    @staticmethod
    def _keep(found: Candidate, into: dict[str, Candidate]) -> None:
        known = into.get(found.place.id)
        if known is None or found.tier < known.tier:
            into[found.place.id] = found

    def _lookup(self, name: str, country: str | None = None) -> tuple[Candidate, ...]:
        """Return all places that ``name`` may mean, strictest key first, then by population.

        ``country`` (ISO code) keeps only places in it. The skeleton is asked only where all else is empty.
        """
        found: dict[str, Candidate] = {}
        plain, fold = plain_key(name), fold_key(name)
        if not plain or not building.is_latin(name):
            # What is not Latin is found as it is written or not at all: its ASCII form is spelled like other names.
            fold = ""
            self._under(name.lower(), building.TIER_NAME, building.TIER_ALTERNATE, found)
        else:
            # Where the fold is the name itself, one question finds what both would.
            once = fold == plain and len(fold) > 1
            self._under(plain, building.TIER_NAME, building.TIER_FOLD if once else building.TIER_ALTERNATE, found)
            if len(fold) > 1 and not once:
                self._under(fold, building.TIER_NAME, building.TIER_FOLD, found, building.TIER_FOLD)
        if not found and skeleton(fold):
            self._by_skeleton(fold, found)
        kept = [c for c in found.values() if country is None or c.place.country == country]
        return tuple(sorted(_merge(kept), key=lambda c: (c.tier, -c.place.population, c.place.id)))

    def _by_skeleton(self, fold: str, into: dict[str, Candidate]) -> None:
        loose: dict[str, Candidate] = {}
        self._under(skeleton(fold), building.TIER_SKELETON, building.TIER_SKELETON, loose)
        for candidate in loose.values():
            if ratio(fold, fold_key(candidate.place.name)) >= ALIKE:
                self._keep(candidate, into)

    def _names(self, name: str) -> bool:
        """Say whether a place bears the name, spelled alike but for case and marks: ``lookup`` gives it a tier up to 1.

        Most capitalised words of a text name no place; to learn that, one key is asked and no spelling tried.
        """
        key = _key_of(name)
        known = self._bearing.get(key)
        if known is not None:
            return known
        low, high = building.TIER_NAME, building.TIER_ALTERNATE
        if any(low <= tier <= high for tier, _ in self._packs.keys.get(key, ())):
            return True
        return bool(self._ask("select 1 from nm where key = ? and tier between ? and ? limit 1", (key, low, high)))

    def look_up_all(self, names: Iterable[str]) -> None:
        """Learn of the names of a document at once whether places bear them: one question costs as much as for two."""
        low, high = building.TIER_NAME, building.TIER_ALTERNATE
        keys = list(dict.fromkeys(key for name in names if (key := _key_of(name)) not in self._bearing))
        if len(self._bearing) > _MOST_BEARING:
            self._bearing.clear()
        for first in range(0, len(keys), _AT_ONCE):
            asked = keys[first : first + _AT_ONCE]
            marks = ",".join("?" * len(asked))
            sql = f"select distinct key from nm where key in ({marks}) and tier between {low} and {high}"  # noqa: S608
            found = {key for (key,) in self._ask(sql, tuple(asked))}
            for key in asked:
                of_pack = any(low <= tier <= high for tier, _ in self._packs.keys.get(key, ()))
                self._bearing[key] = of_pack or key in found

    def _place(self, identity: str) -> Place | None:
        """Return the place of an id, or None."""
        if identity in self._packs.places:
            return self._packs.places[identity]
        rows = self._ask(_GET, (identity,))
        return Place(*rows[0]) if rows else None

    def of_pack(self, identity: str) -> bool:
        """Say whether a place is a pack's: not of the index, nor of a table that somebody imported."""
        return identity in self._packs.places

    def _parents(self, identity: str) -> tuple[str, ...]:
        """Return the ids of the places that ``identity`` lies in, nearest first, ending with its country."""
        found: list[str] = []
        place = self.place(identity)
        while place is not None:
            above = self._division(place) if place.id.startswith("gn:") else place.parent
            if above is None or above in found or above == identity:
                break
            found.append(above)
            place = self.place(above)
        return tuple(found)

    def _division(self, place: Place) -> str | None:
        """Return the division that a settlement of the index lies in: by its code, else by the packs near it."""
        rows = self._ask("select gid from division where country = ? and code = ?", (place.country, place.admin1))
        if rows:
            return self._twins.get(str(rows[0][0]), str(rows[0][0]))
        return self._pack_province(place) or place.parent

    def _pack_province(self, place: Place) -> str | None:
        """Return the province of the nearest pack settlement within reach, for countries the packs describe."""
        best: tuple[float, str] | None = None
        for other, above in self._packs.in_provinces.get(place.country, ()):
            distance = _distance(place, other)
            if distance < _REACH_KM and (not best or distance < best[0]):
                best = (distance, above)
        return best[1] if best else None

    def inside(self, identity: str, ancestor: str) -> bool:
        """Say whether a place lies in another (or is it)."""
        return identity == ancestor or ancestor in self.parents(identity)

    def status(self, *, deep: bool = True) -> dict[str, Any]:
        """Return what is open: files with sizes and numbers of places, places of packs. Raises GazetteerError."""
        sidecars = [(path, verify(path, deep=deep)) for path in self.paths]
        return {
            "files": [
                {"path": str(p), "places": s["places"], "megabytes": round(s["size"] / 1e6, 1)} for p, s in sidecars
            ],
            "pack_places": len(self._packs.places),
        }


def _key_of(name: str) -> str:
    plain = plain_key(name)
    return plain if plain and building.is_latin(name) else name.lower()


def _merge(candidates: list[Candidate]) -> list[Candidate]:
    """Drop a settlement of the index that a pack has too: the pack's position and aliases are the checked ones."""
    own = [c for c in candidates if not c.place.id.startswith("gn:") and c.place.kind in SETTLEMENTS | {"camp"}]
    return [c for c in candidates if not (c.place.id.startswith("gn:") and _has_twin(c.place, own))]


def _has_twin(place: Place, own: Iterable[Candidate]) -> bool:
    return any(c.place.country == place.country and _distance(c.place, place) < SAME_KM for c in own)


def lookup(name: str, country: str | None = None) -> tuple[Candidate, ...]:
    """Return the candidates of one name from the default gazetteer: what the command line prints."""
    return Gazetteer.open().lookup(name, country)


def status() -> dict[str, Any]:
    """Return the state of the default gazetteer, hashes checked; raise GazetteerError when it is damaged or missing."""
    target = building.index_path()
    verify(target, deep=True)
    return Gazetteer(target, None, importing.imported_files(target.parent)).status()


# What the command line calls, under one roof.
build = building.build
import_file = importing.import_file
fetch = importing.fetch
