"""Reads places from CSV: a plain table of names and positions, or a COD-AB table with p-codes.

Plain: columns ``name, lat, lon`` and, where known, ``id, kind, country, radius_km, population, aliases`` (by ``|``).
COD-AB: columns ``ADM<n>_EN`` and ``ADM<n>_PCODE`` of the lowest level n, with the centre in ``lat, lon``, ``y, x`` or
``center_lat, center_lon``. The first two letters of a p-code are its country.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crossbearing.model.errors import GazetteerError
from crossbearing.model.numbers import whole_number

_PCODE = re.compile(r"adm(\d)_pcode$")
_LATITUDES, _LONGITUDES = ("lat", "latitude", "y", "center_lat"), ("lon", "longitude", "lng", "x", "center_lon")
_LEVELS = {"0": "country", "1": "province", "2": "district", "3": "district", "4": "village"}
# Kilometres, where a table gives no radius of its own.
_RADII = {"country": 300.0, "province": 80.0, "district": 25.0, "village": 2.0, "town": 3.0, "city": 8.0}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One place of a table: degrees, kilometres; ``country`` is an ISO code, empty where the table has none."""

    id: str
    name: str
    kind: str
    lat: float
    lon: float
    radius_km: float
    country: str
    population: int
    aliases: tuple[str, ...]


def _number(row: dict[str, str], columns: tuple[str, ...], low: float, high: float, place: str) -> float:
    for column in columns:
        if row.get(column, "").strip():
            try:
                value = float(row[column])
            except ValueError:
                raise GazetteerError(f"{place}: {column} {row[column]!r} is no number") from None
            if not low <= value <= high:
                raise GazetteerError(f"{place}: {column} {value} does not lie between {low:g} and {high:g}")
            return value
    raise GazetteerError(f"{place}: none of the columns {', '.join(columns)} has a value")


def rows(path: Path) -> Iterator[TableRow]:
    """Yield the places of a CSV table; raise GazetteerError with file and line for a row that is none."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        header = [(c or "").strip().lower() for c in reader.fieldnames or []]
        levels = sorted(m.group(1) for c in header if (m := _PCODE.match(c)))
        if "name" not in header and not levels:
            raise GazetteerError(f"{path}:1: needs a column `name`, or `ADM<n>_EN` with `ADM<n>_PCODE`")
        for number, raw in enumerate(reader, 2):
            row = {(k or "").strip().lower(): (v or "") if isinstance(v, str) else "" for k, v in raw.items()}
            yield _row(row, levels[-1] if levels else None, f"{path}:{number}", f"{path.stem}:{number}")


def _row(row: dict[str, str], level: str | None, place: str, own_id: str) -> TableRow:
    lat = _number(row, _LATITUDES, -90, 90, place)
    lon = _number(row, _LONGITUDES, -180, 180, place)
    if level is not None:
        code = row[f"adm{level}_pcode"].strip()
        name = (row.get(f"adm{level}_en") or row.get(f"adm{level}_name") or "").strip()
        kind, identity, country = _LEVELS.get(level, "district"), f"pcode:{code}", code[:2].upper()
    else:
        name, kind = row["name"].strip(), row.get("kind", "").strip() or "village"
        identity, country = row.get("id", "").strip() or own_id, row.get("country", "").strip().upper()
    if not name:
        raise GazetteerError(f"{place}: the name is empty")
    given = row.get("radius_km", "").strip()
    radius = _number(row, ("radius_km",), 0.01, 5000, place) if given else _RADII.get(kind, 3.0)
    people = row.get("population", "").strip()
    aliases = tuple(a.strip() for a in row.get("aliases", "").split("|") if a.strip())
    return TableRow(identity, name, kind, lat, lon, radius, country, whole_number(people) or 0, aliases)
