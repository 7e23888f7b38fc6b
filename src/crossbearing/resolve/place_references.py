"""Places told by another: "north of Sumy near Loknya" lies around Sumy, whatever else bears its name elsewhere.

A report that says how a place lies to a known one says where it is: of its namesakes only one that lies so is meant,
and where none does, it is placed by the relation alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.model.numbers import decimal_number
from crossbearing.resolve.gazetteer import Candidate, Gazetteer, Place, kilometres
from crossbearing.resolve.place_phrases import PlaceWords

_DIRECTION = r"(?:north|south|east|west|(?:north|south)[- ]?(?:east|west))"
_NAME = r"[A-Z][\w'’-]*(?:[ ][A-Z][\w'’-]*){0,2}"
_MEASURE = r"(?P<n>\d+(?:\.\d+)?)[- ]?(?P<unit>km|kilomet(?:er|re)s?|miles?)"
# "Karnoi, 60 km north of El Fasher"; "Tabit (about 40 kilometres from El Fasher)".
_BEHIND = re.compile(
    rf"\s*[,(]?\s*(?:(?:which|that) (?:is|lies)\s+)?"
    r"(?:(?:about|some|around|roughly|located|situated|just|a (?:town|village))\s+)*"
    rf"(?:{_MEASURE}\s+(?:away\s+)?(?:to the\s+)?)?(?:(?P<dir>{_DIRECTION})\s+(?:of|from)|from)\s+(?P<x>{_NAME})"
)
# "north of Sumy City near "; what follows in a list ("and Loknya") is told by the same.
_AHEAD = re.compile(
    rf"(?P<dir>{_DIRECTION})\s+(?:of|from)\s+(?P<x>{_NAME})\s+(?:near|in|around|towards?)\s+(?:the\s+)?(?:\w+\s+of\s+)?$"
)
_LIST = re.compile(r"\s*(?:,\s*(?:and\s+)?|\s+and\s+)$")
# How far (kilometres) from a place "north of it" reaches where nobody says how far.
_REACH = 80.0
_LANDS = frozenset({"country", "province", "region", "sea", "river"})
# Nobody tells where a place of so many people lies.
_LARGE = 50_000
_KIND = re.compile(r"\s+(?:City|Town|city|town)$")
_BEARINGS = {"north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0, "south": 180.0, "southwest": 225.0,
             "west": 270.0, "northwest": 315.0}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reference:
    """How a place lies to a named one: the name, the bearing (degrees) and distance (km) where they are told."""

    name: str
    bearing: float | None = None
    distance_km: float | None = None

    def words(self) -> PlaceWords:
        """Return the relation as the words of a place would tell it."""
        if self.distance_km is not None:
            return PlaceWords("offset", (self.name,), "", self.bearing, self.distance_km)
        return PlaceWords("outside", (self.name,), "", self.bearing)

    def text(self) -> str:
        """Say it in words.

        >>> Reference("El Fasher", 0.0, 60.0).text(), Reference("Sumy", 45.0).text()
        ('60 km north of El Fasher', 'northeast of Sumy')
        """
        names = {degrees: name for name, degrees in _BEARINGS.items()}
        way = "from" if self.bearing is None else f"{names[self.bearing]} of"
        return f"{way} {self.name}" if self.distance_km is None else f"{self.distance_km:.0f} km {way} {self.name}"

    def is_named(self, name: str) -> bool:
        """Say whether ``name`` is what the reference names, or the start of it ("El Fasher on", "Sumy City")."""
        return f"{self.name} ".startswith(f"{name} ")

    def known(self, chosen: Place, candidates: Sequence[Candidate]) -> Place | None:
        """Return what the name was taken for; one tells ways from a town, not from the province of its name."""
        if chosen.kind not in _LANDS:
            return chosen
        towns = [c.place for c in candidates if c.tier <= 1 and c.place.country == chosen.country]
        return max((t for t in towns if t.kind not in _LANDS), key=lambda t: (t.population, t.id), default=None)

    def holds(self, place: Place, known: Place) -> bool:
        """Say whether ``place`` may lie so to ``known``: no further than told, or than "north of" reaches."""
        reach = _REACH if self.distance_km is None else 1.5 * self.distance_km + 10.0
        return kilometres(place.lat, place.lon, known.lat, known.lon) <= reach + min(known.radius_km, _REACH)


def _reference(found: re.Match[str], measured: bool) -> Reference | None:
    number = decimal_number(found["n"]) if measured and found["n"] else None
    if number is not None and found["unit"].startswith("mi"):
        number *= 1.609
    direction = re.sub(r"[- ]", "", found["dir"]) if found["dir"] else None
    if direction is None and number is None:
        return None
    return Reference(_KIND.sub("", found["x"]), _BEARINGS[direction] if direction else None, number)


def references(text: str, spans: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Reference]:
    """Return how the places at ``spans`` (in text order) are told by another, for those that are.

    >>> found = references("They took Karnoi, 60 km north of El Fasher.", [(10, 16), (33, 42)])
    >>> found == {(10, 16): Reference("El Fasher", 0.0, 60.0)}
    True
    """
    found: dict[tuple[int, int], Reference] = {}
    before: tuple[int, int] | None = None
    for span in sorted(spans):
        start, end = span
        told = None
        if behind := _BEHIND.match(text, end):
            told = _reference(behind, True)
        elif ahead := _AHEAD.search(text[max(0, start - 90) : start]):
            told = _reference(ahead, False)
        elif before in found and _LIST.fullmatch(text[before[1] : start]):
            told = found[before]
        if told is not None and told.name != text[start:end]:
            found[span] = told
            before = span
        elif before is not None and start >= before[1]:
            before = span
    return found


def fitting(reference: Reference, known: Place, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates that lie to ``known`` as told."""
    return tuple(c for c in candidates if c.place.id != known.id and reference.holds(c.place, known))


def is_overruled(told: Reference, known: Place, name: str, chosen: Place | None, gazetteer: Gazetteer) -> bool:
    """Say whether what ``name`` was taken for does not lie to ``known`` as the text says, so that a namesake is meant.

    Lands are told by others in passing ("Syria, south of Turkey"), and a large town, or one that a pack knows, may lie
    far "north of" another where nobody says how far.
    """
    if chosen is not None and chosen.kind in _LANDS:
        return False
    if chosen is None:
        return True
    sure = gazetteer.of_pack(chosen.id) or (chosen.name == name and chosen.population >= _LARGE)
    return not told.holds(chosen, known) and not (told.distance_km is None and sure)
