"""Adds GeoNames country files to the gazetteer: from a file brought by hand, or fetched from geonames.org.

A country file holds every village, camp, hill and airfield with a feature code, which the built-in index lacks. Each
becomes an index file of its own beside the main one and is opened with it.
"""

from __future__ import annotations

import csv
import io
import math
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.request import urlopen

from crossbearing.model.errors import GazetteerError
from crossbearing.model.numbers import whole_number
from crossbearing.resolve import gazetteer_tables as tables
from crossbearing.resolve.cache_files import cache_dir
from crossbearing.resolve.gazetteer_build import (
    IndexWriter,
    Progress,
    city_radius,
    file_hash,
    name_keys,
    settlement_kind,
    silent,
    write_index,
)
from crossbearing.vocab.bounded import shown

# GeoNames is licensed CC BY 4.0: outputs name it.
SOURCE = "https://download.geonames.org/export/dump/{country}.zip"
_COLUMNS = 19
# Feature codes of GeoNames by our kinds; settlements are told apart by population.
_KINDS = {
    "ADM1": "province", "ADM2": "district", "ADM3": "district", "AIRB": "airbase", "AIRP": "airbase", "AIRF": "airbase",
    "MILB": "base", "HSP": "hospital", "DAM": "dam", "BDG": "bridge", "MT": "mountain", "MTS": "mountain",
    "HLL": "hill",
    "STM": "river", "ISL": "island", "RGN": "region", "AREA": "area", "PRN": "prison", "FRM": "farm", "OILF": "field",
    "GASF": "field", "PRT": "port", "PPLX": "neighbourhood", "CMPRF": "camp", "DSRT": "desert",
}  # fmt: skip
_RADII = {
    "province": 80.0,
    "district": 25.0,
    "region": 100.0,
    "area": 15.0,
    "mountain": 10.0,
    "river": 50.0,
    "desert": 80.0,
}


def _lines(path: Path) -> Iterator[str]:
    if path.suffix.lower() != ".zip":
        with path.open(encoding="utf-8") as lines:
            yield from lines
        return
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.lower()]
        if len(names) != 1:
            raise GazetteerError(f"{path}: holds {len(names)} tables; a GeoNames country file holds one")
        with archive.open(names[0]) as raw:
            yield from io.TextIOWrapper(raw, encoding="utf-8")


def _kind(feature: str, code: str, population: int) -> str | None:
    if code in _KINDS:
        return _KINDS[code]
    if feature == "P":
        return settlement_kind(population)
    return None


def _people(cell: str, where: str) -> int:
    people = whole_number(cell) if cell else 0
    if people is None:
        raise GazetteerError(f"{where}: population {shown(cell)} is no whole number")
    return people


def _degrees(cell: str, most: float, where: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.inf
    if not -most <= value <= most:
        raise GazetteerError(f"{where}: {shown(cell)} is no number of degrees between {-most:g} and {most:g}")
    return value


def imported_files(directory: Path) -> list[Path]:
    """Return the index files that `import_file` wrote to ``directory``, in order."""
    return sorted(directory.glob("imported-*.sqlite"))


def _write(path: Path, fill: Callable[[IndexWriter], None], report: Progress, into: Path | None) -> Path:
    target = (into or cache_dir()) / f"imported-{path.stem}.sqlite"
    return write_index(target, fill, report, f"import:{file_hash(path)}", path)


def is_imported(path: Path) -> bool:
    """Say whether an index file was imported by hand: building does not make it anew.

    >>> is_imported(Path("imported-SY.sqlite")), is_imported(Path("gazetteer-0.sqlite"))
    (True, False)
    """
    return path.name.startswith("imported-")


def mending(path: Path, origin: str | None = None) -> str:
    """Return what to do about a damaged index file; ``origin`` is the file that was imported, where that is known.

    >>> mending(Path("imported-SY.sqlite"), "/data/SY.zip")
    'run `crossbearing gazetteer import /data/SY.zip` again, or remove imported-SY.sqlite to do without its places'
    >>> mending(Path("gazetteer-0.sqlite"))
    'run `crossbearing gazetteer build` to make it anew'
    """
    if not is_imported(path):
        return "run `crossbearing gazetteer build` to make it anew"
    file = origin or f"{path.stem.removeprefix('imported-')}.zip (the file it came from)"
    return f"run `crossbearing gazetteer import {file}` again, or remove {path} to do without its places"


def import_file(path: Path, progress: Progress | None = None, into: Path | None = None) -> Path:
    """Index a file of places and return the index file, which `Gazetteer.open` finds.

    Takes a GeoNames country file (`XX.txt` or `XX.zip`) or a CSV table, plain or COD-AB (`gazetteer_tables`). Raises
    GazetteerError for a file that is none, with the line. Streams: memory does not grow with the file.
    """
    report = progress or silent
    if path.suffix.lower() == ".csv":
        return _import_table(path, report, into)

    def fill(writer: IndexWriter) -> None:
        for number, line in enumerate(_lines(path), 1):
            cells = line.rstrip("\n").split("\t")
            if len(cells) != _COLUMNS:
                raise GazetteerError(f"{path}:{number}: {len(cells)} columns; a GeoNames table has {_COLUMNS}")
            people = _people(cells[14], f"{path}:{number}")
            kind = _kind(cells[6], cells[7], people)
            if kind is None:
                continue
            radius = _RADII.get(kind, city_radius(people))
            lat, lon = (_degrees(cells[at], most, f"{path}:{number}") for at, most in ((4, 90.0), (5, 180.0)))
            row = (f"gn:{cells[0]}", cells[1], kind, lat, lon, radius, cells[8], cells[10],
                   people, f"country:{cells[8]}")  # fmt: skip
            writer.add(row, name_keys(cells[1], [cells[2], *(a for a in cells[3].split(",") if a)]))
            if number % 20_000 == 0:
                report(f"{number} lines", 0.5)

    try:
        return _write(path, fill, report, into)
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile, ValueError) as error:
        raise GazetteerError(f"{path}: no GeoNames country file: {error}") from error


def _import_table(path: Path, report: Progress, into: Path | None) -> Path:
    def fill(writer: IndexWriter) -> None:
        for number, place in enumerate(tables.rows(path), 1):
            row = (place.id, place.name, place.kind, place.lat, place.lon, place.radius_km, place.country, "",
                   place.population, f"country:{place.country}")  # fmt: skip
            writer.add(row, name_keys(place.name, list(place.aliases)))
            if number % 20_000 == 0:
                report(f"{number} rows", 0.5)

    try:
        return _write(path, fill, report, into)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise GazetteerError(f"{path}: no table of places: {error}") from error


def fetch(countries: Iterable[str], progress: Progress | None = None, into: Path | None = None) -> list[Path]:
    """Download and import the GeoNames files of ``countries`` (ISO codes); needs the network, which nothing else does.

    Raises GazetteerError for a code that is none or a download that fails.
    """
    done = []
    target = into or cache_dir()
    target.mkdir(parents=True, exist_ok=True)
    for country in countries:
        code = country.upper()
        if len(code) != 2 or not code.isalpha() or not code.isascii():
            raise GazetteerError(f"{country!r} is no two-letter country code")
        file = target / f"{code}.zip"
        try:
            with urlopen(SOURCE.format(country=code), timeout=60) as answer:  # noqa: S310 - a fixed https address
                file.write_bytes(answer.read())
        except OSError as error:
            raise GazetteerError(f"{code}: cannot be fetched ({error}); bring the file and use import") from error
        done.append(import_file(file, progress, target))
    return done
