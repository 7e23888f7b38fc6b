"""Why one candidate is more likely meant than another: features anybody can read, weights in one file.

The features are those a torch-free geoparser can compute (prominence, how the name was found, what else the document
names); a softmax over candidates and "none of them" gives the share of belief. Weights are fitted by
`crossbearing evaluate geoparsing --fit` and lie in `place_weights.json`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from operator import mul

from crossbearing.model.errors import GazetteerError
from crossbearing.model.made import made_often
from crossbearing.resolve.gazetteer import Candidate, Gazetteer, Place, kilometres
from crossbearing.resolve.place_phrases import KIND_WORDS

FEATURES = (
    "found by name", "found by alternate name", "found by spelling", "found by consonants", "population",
    "most populous of its name", "a country", "a first-order division", "a district", "known to a pack",
    "the only place of its name", "country's share of the document", "country named in the document",
    "its division is named in the document", "the words after the name say where",
    "the words after the name contradict",
    "the noun fits its kind", "the noun contradicts its kind", "near another place of the document",
    "log distance to the nearest other place", "share of other places in its country",
    "share of other places in its division", "population against the largest", "median nearness",
    "a region or sea", "a pack place in a country of the document", "spelling differs and the place is small",
)  # fmt: skip
NONE = "none of them"
# Where in a row stands what other names tell.
_BESIDE = tuple(
    FEATURES.index(name)
    for name in (
        "near another place of the document", "log distance to the nearest other place",
        "share of other places in its country", "share of other places in its division", "median nearness",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clues:
    """What the whole document says about where it plays.

    ``countries`` is each country's share of the countries it speaks of; ``named`` are ids of countries and divisions
    it names.
    """

    countries: Mapping[str, float] = field(default_factory=dict)
    named: frozenset[str] = frozenset()


@made_often
@dataclass(frozen=True, slots=True)
class NameInText:
    """One name to place: its key, the noun for its kind (may be empty), ids that the words after it name."""

    name: str
    kind: str = ""
    holders: frozenset[str] = frozenset()


@cache
def weights() -> dict[str, dict[str, float]]:
    """Return the fitted weights: ``first`` (before other names are placed) and ``second`` (with them as anchors)."""
    text = (files("crossbearing.resolve") / "place_weights.json").read_text(encoding="utf-8")
    table: dict[str, dict[str, float]] = json.loads(text)
    for stage in ("first", "second"):
        missing = set(FEATURES) | {NONE}
        missing ^= set(table[stage])
        if missing:
            raise GazetteerError(f"place_weights.json: {stage}: unknown or missing features: {sorted(missing)}")
    return table


@cache
def _vector(stage: str) -> tuple[tuple[float, ...], float]:
    table = weights()[stage]
    return tuple(table[name] for name in FEATURES), table[NONE]


def _kind_fits(place: Place, noun: str) -> tuple[float, float]:
    wanted = KIND_WORDS.get(noun, ())
    if not wanted:
        return 0.0, 0.0
    return (1.0, 0.0) if place.kind in wanted else (0.0, 1.0)


def _anchor_features(
    place: Place, anchors: Sequence[Place], points: Sequence[Place]
) -> tuple[float, float, float, float, float]:
    """Return the values of _BESIDE; ``points`` are those of the anchors that are no lands or seas."""
    country, division = place.country, place.admin1
    share = len([a for a in anchors if a.country == country]) / len(anchors) if anchors else 0.0
    others = [a for a in points if a.id != place.id]
    if not others:
        return 0.0, 0.0, share, 0.0, 0.0
    lat, lon = place.lat, place.lon
    distances = sorted([kilometres(lat, lon, a.lat, a.lon) for a in others])
    nearest, middle = distances[0], distances[len(distances) // 2]
    within = len([a for a in others if a.admin1 == division and a.country == country]) if division else 0
    shared = within / len(others)
    return math.exp(-nearest / 100), math.log10(1 + nearest) / 4, share, shared, math.exp(-middle / 300)


def around(place: Place, parents: Iterable[str]) -> frozenset[str]:
    """Return the ids that name a place or what holds it, postal codes of states included."""
    return frozenset((*parents, place.id, f"country:{place.country}", f"postal:{place.country}/{place.admin1}"))


def features(among: Sequence[Candidate], asked: NameInText, clues: Clues, gazetteer: Gazetteer) -> list[list[float]]:
    """Return the values of FEATURES for each candidate of a name, before other names are placed."""
    largest = max((_population(c.place) for c in among), default=0.0)
    return [_features(c, len(among), largest, asked, clues, gazetteer) for c in among]


def beside_anchors(
    rows: Sequence[Sequence[float]], among: Sequence[Candidate], name: str, anchors: Mapping[str, Place]
) -> list[list[float]]:
    """Return the rows of ``features`` with what the places that the document's other names were taken for tell."""
    others = [p for other, p in anchors.items() if other != name]
    points = [p for p in others if p.kind not in ("country", "region", "sea")]
    found: list[list[float]] = []
    for row, candidate in zip(rows, among, strict=True):
        told = list(row)
        for place, value in zip(_BESIDE, _anchor_features(candidate.place, others, points), strict=True):
            told[place] = value
        found.append(told)
    return found


def _population(place: Place) -> float:
    return math.log10(place.population + 1) / 7


def _features(
    candidate: Candidate,
    number: int,
    largest: float,
    asked: NameInText,
    clues: Clues,
    gazetteer: Gazetteer,
) -> list[float]:
    place, tier = candidate.place, candidate.tier
    population = _population(place)
    parents = gazetteer.parents(place.id)
    named = clues.named
    within = any(p in named and not p.startswith("country:") for p in parents)
    fits, clashes = _kind_fits(place, asked.kind)
    held = bool(asked.holders and asked.holders & around(place, parents))
    pack = gazetteer.of_pack(place.id)
    return [
        float(tier == 0), float(tier == 1), float(tier == 2), float(tier == 3), population,
        float(population >= largest), float(place.kind == "country"), float(place.kind == "province"),
        float(place.kind == "district"), float(pack),
        float(number == 1), clues.countries.get(place.country, 0.0), float(place.country in clues.countries),
        float(within), float(held), float(bool(asked.holders) and not held),
        fits, clashes, 0.0, 0.0, 0.0, 0.0, population - largest, 0.0,
        float(place.kind in ("region", "sea", "desert", "island", "river", "mountain")),
        float(pack and place.country in clues.countries), float(tier >= 2 and place.population < 50_000),
    ]  # fmt: skip


def belief(rows: Iterable[Sequence[float]], stage: str) -> list[float]:
    """Return the share of belief of every candidate and, last, of none of them; the shares sum to 1."""
    vector, none = _vector(stage)
    scores = [sum(map(mul, vector, row)) for row in rows] + [none]
    top = max(scores)
    powers = [math.exp(s - top) for s in scores]
    total = sum(powers)
    return [p / total for p in powers]


def reason(row: Sequence[float], stage: str, most: int = 3) -> str:
    """Say in words which features spoke for a candidate, the strongest first.

    >>> reason([0.0] * len(FEATURES), "first")
    'nothing spoke for it'
    """
    table = weights()[stage]
    parts = sorted(((table[n] * v, n) for n, v in zip(FEATURES, row, strict=True)), key=lambda p: (-p[0], p[1]))
    told = [name for value, name in parts[:most] if value > 0.05]
    return ", ".join(told) if told else "nothing spoke for it"
