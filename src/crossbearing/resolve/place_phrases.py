"""Place words as written, taken apart: which name, in what relation, with what noun.

"10 km northeast of Damascus" is an offset from a name, "southern Damascus" a part of it, "the Qadam neighbourhood" a
name with its kind. Nothing is looked up here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crossbearing.model.numbers import decimal_number

_BEARINGS = {
    "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0,
    "south": 180.0, "southwest": 225.0, "west": 270.0, "northwest": 315.0,
}  # fmt: skip
_DIRECTION = r"(?:(?:north|south)[- ]?)?(?:north|south|east|west)"
# Nouns that say what a name stands for, and the kinds of the gazetteer that fit.
KIND_WORDS: dict[str, tuple[str, ...]] = {
    "city": ("city", "town"), "town": ("town", "city", "village"), "village": ("village", "town"),
    "hamlet": ("village",), "capital": ("city",), "camp": ("camp", "neighbourhood", "base"),
    "neighbourhood": ("neighbourhood",), "neighborhood": ("neighbourhood",), "quarter": ("neighbourhood",),
    "suburb": ("town", "neighbourhood", "village", "area"), "district": ("district", "neighbourhood"),
    "subdistrict": ("district",), "county": ("district",), "parish": ("district",), "borough": ("district",),
    "province": ("province",), "governorate": ("province",), "state": ("province",), "oblast": ("province",),
    "prefecture": ("province", "district"), "region": ("province", "region", "area"), "country": ("country",),
    "municipality": ("district", "town", "city"), "airbase": ("airbase",), "airport": ("airbase",),
    "airfield": ("airbase",), "base": ("base", "airbase"), "hospital": ("hospital",), "road": ("road",),
    "highway": ("road",), "river": ("river",), "island": ("island",), "mountain": ("mountain",),
    "crossing": ("border_crossing",), "dam": ("dam",), "prison": ("prison",), "square": ("square",),
    "area": ("area", "region"), "enclave": ("area", "region", "town"), "valley": ("area", "region"),
}  # fmt: skip
# Kinds so small that an unknown one is placed at what holds it.
SMALL = frozenset(
    ("neighbourhood", "camp", "village", "town", "hospital", "base", "road", "square", "building", "area")
)
_WORDS = "|".join(sorted(KIND_WORDS, key=len, reverse=True))
_DETERMINER = re.compile(r"^(?:the|a|an|its|their|his|nearby|adjacent|neighbouring|neighboring)\s+", re.IGNORECASE)
_DISTANCE = re.compile(
    rf"^(?:(?:about|some|around|roughly|nearly|almost|over)\s+)?(?P<n>\d+(?:\.\d+)?)[- ]?"
    rf"(?P<unit>km|kilometers?|kilometres?|miles?|mi)\b\)?\s*(?:to the\s+)?(?P<dir>{_DIRECTION})?"
    r"(?:\s+(?:of|from|outside))\s+(?P<x>.+)$",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(
    rf"^(?:area |areas |just )?(?:to the )?(?P<dir>{_DIRECTION}) (?:of|from) (?P<x>.+)$", re.IGNORECASE
)
_PART = re.compile(
    rf"^(?P<dir>{_DIRECTION}|central|rural|downtown|greater)(?:ern)?(?P<rural> rural)? (?P<x>.+)$", re.IGNORECASE
)
_PART_OF = re.compile(
    rf"^(?P<dir>{_DIRECTION}|cent(?:re|er)|heart|middle)(?:ern)?"
    r"(?: (?:part|parts|side|half|edge|doorstep|suburbs|neighbou?rhoods))? of (?P<x>.+)$",
    re.IGNORECASE,
)
_EDGE = re.compile(
    rf"^(?:(?P<dir>{_DIRECTION})(?:ern)? )?"
    r"(?:outskirts|edges?|gates|suburbs|periphery|environs|vicinity) of (?P<x>.+)$",
    re.IGNORECASE,
)
_EDGE_AFTER = re.compile(r"^(?P<x>.+?)(?:['’]s?)? (?:outskirts|suburbs)$", re.IGNORECASE)
_RURAL = re.compile(
    rf"^(?:(?P<dir>{_DIRECTION})(?:ern)? )?"
    r"(?:(?P<x>.+?)(?:['’]s?)? countryside|(?:countryside|rural areas?) of (?P<y>.+))$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"^(?:.*\b(?:road|highway|route|area|line|front|corridor|supply line|strip)\b.*?\s)?"
    r"between (?P<x>.+?) and (?P<y>.+)$",
    re.IGNORECASE,
)
_LINE = re.compile(r"^(?P<x>[A-Z][\w'’ -]+?)[-–](?P<y>[A-Z][\w'’ ]+?) (?:road|highway|motorway|line)$")
_BORDER = re.compile(
    r"^(?:(?P<x>[\w .'’-]+?)['’]?s? )?(?:border|frontier|borders)(?: (?:area|areas|region|zone|line))?"
    r"(?: (?:with|of|to) (?P<y>.+))?$",
    re.IGNORECASE,
)
_OF = re.compile(rf"^(?:[\w-]+ )*?(?P<kind>{_WORDS}) (?:of|called|named) (?P<x>.+)$", re.IGNORECASE)
_KIND_AFTER = re.compile(
    rf"^(?P<x>.+?) (?:refugee |military |air |border |international )?(?P<kind>{_WORDS})s?$", re.IGNORECASE
)
_NAME_OF_CITY = re.compile(r"^(?P<x>[A-Z].*?)['’]s? (?P<y>[A-Z].*)$")


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The parts of a place phrase.

    ``relation`` is name, within, part, offset, outside, edge, rural, between or border; ``names`` the bare names (two
    for between); ``kind`` the noun that says what it is; ``bearing`` degrees from north, ``distance_km`` for offset.
    """

    relation: str
    names: tuple[str, ...]
    kind: str = ""
    bearing: float | None = None
    distance_km: float | None = None


def _bearing(words: str | None) -> float | None:
    return None if not words else _BEARINGS.get(re.sub(r"[- ]|ern$", "", words.lower()))


def without_determiner(text: str) -> str:
    """Drop "the", "their", "nearby" and the like from the front, and punctuation.

    >>> without_determiner("the nearby Eastern Ghouta,")
    'Eastern Ghouta'
    """
    text = text.strip(" ,.;:")
    while True:
        shorter = _DETERMINER.sub("", text)
        if shorter == text:
            return text
        text = shorter


def strip_kind(text: str, *, any_case: bool = False) -> tuple[str, str]:
    """Split a name from the noun that says what it is; ``any_case`` takes "Hama Province" apart too.

    >>> strip_kind("the neighbourhood of Qadam"), strip_kind("Qadam district"), strip_kind("Kansas City")
    (('Qadam', 'neighbourhood'), ('Qadam', 'district'), ('Kansas City', ''))
    """
    bare = without_determiner(text)
    found = _OF.match(bare)
    if found and found["x"][:1].isupper():
        return without_determiner(found["x"]), found["kind"].lower()
    found = _KIND_AFTER.match(bare)
    if found and (any_case or found["kind"].islower()):
        return without_determiner(found["x"]), found["kind"].lower()
    return bare, ""


# No two places lie further apart.
_MOST_KM = 20_040.0


def _km(found: re.Match[str] | None) -> float | None:
    """Return the distance in kilometres, None where there is none that could lie between two places."""
    value = decimal_number(found["n"]) if found else None
    if found is None or value is None:
        return None
    value *= 1.609 if found["unit"].lower().startswith("mi") else 1
    return value if value <= _MOST_KM else None


def _relational(bare: str) -> PlaceWords | None:
    found = _DISTANCE.match(bare)
    if found and (distance := _km(found)) is not None:
        return PlaceWords("offset", (found["x"],), "", _bearing(found["dir"]), distance)
    if found := _BETWEEN.match(bare) or _LINE.match(bare):
        return PlaceWords("between", (found["x"], found["y"]), "road" if "road" in bare or "highway" in bare else "")
    if found := _EDGE.match(bare):
        return PlaceWords("edge", (found["x"],), "", _bearing(found["dir"]))
    if found := _EDGE_AFTER.match(bare):
        return PlaceWords("edge", (found["x"],))
    if found := _RURAL.match(bare):
        return PlaceWords("rural", (found["x"] or found["y"],), "", _bearing(found["dir"]))
    if found := _OUTSIDE.match(bare):
        return PlaceWords("outside", (found["x"],), "", _bearing(found["dir"]))
    if found := _PART_OF.match(bare):
        return PlaceWords("part", (found["x"],), "", _bearing(found["dir"]))
    if (found := _BORDER.match(bare)) and (found["x"] or found["y"]):
        return PlaceWords("border", tuple(n for n in (found["x"], found["y"]) if n))
    if (found := _PART.match(bare)) and found["x"][:1].isupper():
        rural = bool(found["rural"]) or found["dir"].lower() == "rural"
        return PlaceWords("rural" if rural else "part", (found["x"],), "", _bearing(found["dir"]))
    return None


def place_words(text: str) -> PlaceWords:
    """Take the words of a place apart.

    >>> place_words("about 10 kilometers northeast of Damascus")
    PlaceWords(relation='offset', names=('Damascus',), kind='', bearing=45.0, distance_km=10.0)
    >>> place_words("southern Damascus").relation, place_words("the Idlib countryside").relation
    ('part', 'rural')
    >>> place_words("the neighbourhood of Qadam")
    PlaceWords(relation='name', names=('Qadam',), kind='neighbourhood', bearing=None, distance_km=None)
    """
    bare = without_determiner(" ".join(text.split()))
    found = _relational(bare)
    if found is None:
        name, kind = strip_kind(bare)
        return PlaceWords("name", (name,), kind)
    names, kind = [], found.kind
    for part in found.names:
        inner = _relational(without_determiner(part))
        name, noun = strip_kind(inner.names[0] if inner else part)
        names.append(name)
        kind = kind or noun
    return PlaceWords(found.relation, tuple(names), kind, found.bearing, found.distance_km)


def holder_and_part(name: str) -> tuple[str, str] | None:
    """Split "Aleppo's Salah al-Din" into the place that holds and the part held; None for other names.

    >>> holder_and_part("Aleppo's Salah al-Din")
    ('Aleppo', 'Salah al-Din')
    """
    found = _NAME_OF_CITY.match(name)
    return (found["x"], found["y"]) if found else None


_NOUN = (
    r"(?P<n>city|town|village|camp|province|governorate|district|neighbou?rhood|region|area|state|county|airbase|"
    r"suburb|quarter)"
)
_NOUN_AFTER = re.compile(rf"^\s+{_NOUN}\b")
_NOUN_BEFORE = re.compile(rf"\b{_NOUN}\s+of\s+(?:the\s+)?$")


def noun_around(text: str, start: int, end: int) -> str:
    """Return the noun beside the name ``text[start:end]`` that says what it is, empty where there is none.

    >>> noun_around("in the town of Bama", 15, 19)
    'town'
    """
    after = _NOUN_AFTER.match(text[end : end + 20])
    if after:
        return after["n"]
    before = _NOUN_BEFORE.search(text[max(0, start - 30) : start])
    return before["n"] if before else ""


# The vowel that joins two words of a Persian or Dari name, as different hands write it.
_LINK = re.compile(r"(?<=\w)[- ](?:e|i|ye|yi)[- ](?=[A-Z])")


def linked_spellings(name: str) -> tuple[str, ...]:
    """Return the other spellings of a name with a linking vowel; none for other names.

    >>> linked_spellings("Qala-e-Naw")[:2], linked_spellings("Herat")
    (('Qala e Naw', 'Qala i Naw'), ())
    """
    if not _LINK.search(name):
        return ()
    forms = (_LINK.sub(link, name) for link in (" e ", " i ", "-e ", "-ye ", "-i-", "-e-"))
    return tuple(f for f in forms if f != name)
