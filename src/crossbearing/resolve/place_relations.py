"""Positions that are said by relation: offsets, parts, outskirts, between two places, borders."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from crossbearing.resolve.gazetteer import Gazetteer, Place, kilometres
from crossbearing.resolve.packs import global_table, states
from crossbearing.resolve.place_phrases import PlaceWords

_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Spot:
    """A computed position; ``inside`` says that it lies in the place it was computed from."""

    lat: float
    lon: float
    radius_km: float
    where_prec: int
    inside: bool
    reason: str


# Adjectives and unions of the world's regions: no demonym of a state, but a place when one is asked for.
_REGIONS = {
    "european": "g:europe", "europeans": "g:europe", "eu": "g:europe", "european union": "g:europe",
    "african": "g:africa", "africans": "g:africa", "asian": "g:asia", "asians": "g:asia",
    "latin american": "g:latin-america", "middle eastern": "g:middle-east",
}  # fmt: skip


@cache
def demonym_places() -> dict[str, str]:
    """Return the place id of every lower-case demonym: "turkish" means Turkey where a place is asked for.

    >>> demonym_places()["turkish"], demonym_places()["african"]
    ('country:TR', 'g:africa')
    """
    return {d.lower(): f"country:{s.iso}" for s in states().values() for d in s.demonyms} | _REGIONS


@cache
def _postal() -> dict[str, frozenset[str]]:
    codes = sorted({row["state"] for row in global_table("us_counties.csv")})
    return {code: frozenset((f"postal:US/{code}",)) for code in codes}


def postal_division(code: str) -> frozenset[str]:
    """Return the division a two-letter US postal code stands for, as an id that `features` compares.

    >>> sorted(postal_division("TX")), postal_division("Xx")
    (['postal:US/TX'], frozenset())
    """
    return _postal().get(code, frozenset())


def moved(lat: float, lon: float, bearing: float, km: float) -> tuple[float, float]:
    """Return the point ``km`` kilometres from a point in the direction ``bearing`` (degrees from north).

    >>> [round(v, 2) for v in moved(33.51, 36.29, 45.0, 10)]
    [33.57, 36.37]
    """
    angle = math.radians(bearing)
    north, east = km * math.cos(angle), km * math.sin(angle)
    return lat + north / _KM_PER_DEGREE, lon + east / (_KM_PER_DEGREE * max(0.05, math.cos(math.radians(lat))))


def _offset(spec: PlaceWords, place: Place) -> Spot:
    km = spec.distance_km or 0.0
    if spec.bearing is None:
        return Spot(
            place.lat, place.lon, km + place.radius_km, 2, False, f"{km:.0f} km from {place.name}, no direction"
        )
    lat, lon = moved(place.lat, place.lon, spec.bearing, km)
    return Spot(lat, lon, max(2.0, 0.2 * km + 0.3 * place.radius_km), 2, False, f"{km:.0f} km off {place.name}")


def _part(spec: PlaceWords, place: Place) -> Spot:
    wide = place.kind in ("country", "province", "region")
    where = 5 if place.kind in ("country", "region") else 4 if wide else 2
    if spec.bearing is None:
        return Spot(place.lat, place.lon, place.radius_km * 0.5, where, True, f"the middle of {place.name}")
    lat, lon = moved(place.lat, place.lon, spec.bearing, place.radius_km * 0.5)
    return Spot(lat, lon, max(1.0, place.radius_km * 0.6), where, True, f"a part of {place.name}")


def _outside(spec: PlaceWords, place: Place) -> Spot:
    lat, lon = moved(place.lat, place.lon, spec.bearing or 0.0, place.radius_km + 5.0)
    return Spot(lat, lon, place.radius_km + 5.0, 2, False, f"to one side of {place.name}")


def _edge(spec: PlaceWords, place: Place) -> Spot:
    lat, lon = place.lat, place.lon
    if spec.bearing is not None:
        lat, lon = moved(lat, lon, spec.bearing, place.radius_km)
    return Spot(lat, lon, place.radius_km * 1.5, 2, False, f"the edge of {place.name}")


def _rural(spec: PlaceWords, place: Place, gazetteer: Gazetteer) -> Spot:
    """Return the land around: the division that bears the town's name where there is one, else 30 km around it."""
    above = [p for p in (gazetteer.place(i) for i in gazetteer.parents(place.id)) if p and p.kind == "province"]
    area = place if place.kind == "province" else above[0] if above else None
    if area is not None and area.name.split()[0] == place.name.split()[0]:
        if spec.bearing is None:
            return Spot(area.lat, area.lon, area.radius_km, 4, True, f"the countryside of {area.name}")
        lat, lon = moved(place.lat, place.lon, spec.bearing, area.radius_km * 0.4)
        return Spot(lat, lon, area.radius_km * 0.5, 4, True, f"one side of the countryside of {area.name}")
    lat, lon = (place.lat, place.lon) if spec.bearing is None else moved(place.lat, place.lon, spec.bearing, 15.0)
    return Spot(lat, lon, max(30.0, place.radius_km), 2, False, f"the countryside around {place.name}")


def _between(places: Sequence[Place]) -> Spot:
    first, second = places[0], places[1]
    length = kilometres(first.lat, first.lon, second.lat, second.lon)
    middle = ((first.lat + second.lat) / 2, (first.lon + second.lon) / 2)
    reason = f"halfway between {first.name} and {second.name}, {length:.0f} km apart"
    return Spot(*middle, max(2.0, length / 2), 5 if length > 30 else 2, False, reason)


def _border(places: Sequence[Place]) -> Spot:
    first, second = places[0], places[1]
    share = first.radius_km / (first.radius_km + second.radius_km)
    lat = first.lat + (second.lat - first.lat) * share
    lon = first.lon + (second.lon - first.lon) * share
    radius = min(first.radius_km, second.radius_km)
    return Spot(lat, lon, radius, 5, False, f"the border of {first.name} and {second.name}, a line")


def locate(spec: PlaceWords, places: Sequence[Place], gazetteer: Gazetteer) -> Spot | None:
    """Return the position of a relation, or None where one of its places is not known."""
    needed = 2 if spec.relation in ("between", "border") else 1
    if len(places) < needed:
        return None
    if spec.relation == "within":
        place = places[0]
        where = 2 if place.kind not in ("country", "province", "region") else 6 if place.kind == "country" else 4
        return Spot(place.lat, place.lon, place.radius_km, where, True, f"something in or at {place.name}")
    if spec.relation == "between":
        return _between(places)
    if spec.relation == "border":
        return _border(places)
    if spec.relation == "rural":
        return _rural(spec, places[0], gazetteer)
    simple = {"offset": _offset, "part": _part, "outside": _outside, "edge": _edge}
    return simple[spec.relation](spec, places[0])
