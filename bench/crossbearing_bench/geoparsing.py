"""Toponyms found and placed: LGL, TR-News, GeoVirus, GeoWebNews, or any folder of files in their form.

Resolution is scored on the given spans (share within 161 and 25 km, median error), recognition by overlapping spans,
and both together end to end, each beside the floor: the most populous bearer of the name. ``fit`` learns the weights
of `resolve/place_weights.json` and `resolve/toponym_weights.json` from the same files.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from crossbearing.evaluate.descent import Floats, descend
from crossbearing.evaluate.intervals import bootstrap, f1
from crossbearing.evaluate.rows import rows
from crossbearing.resolve.gazetteer import Gazetteer, kilometres
from crossbearing.resolve.packs import load_packs
from crossbearing.resolve.place_features import FEATURES, NONE
from crossbearing.resolve.places import PlaceMention, PlaceResolver, Ranking, ResolvedPlace
from crossbearing.resolve.toponyms import FEATURES as SPAN_FEATURES

NAME = "geoparsing"
NEAR_KM, CLOSE_KM = 161.0, 25.0
# What an unplaced name counts as in the median: half of the way round the Earth.
LOST_KM = 20_000.0
# Kinds so large that sources disagree on their centre: anywhere inside is right for fitting (not for scoring).
_LANDS = frozenset(("country", "province", "region", "sea"))


@dataclass(frozen=True, slots=True)
class Toponym:
    """A gold place name; the position is None where the corpus gives none."""

    start: int
    end: int
    text: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class GeoDocument:
    """A text with its gold toponyms; ``corpus`` is the name of its file."""

    corpus: str
    id: str
    text: str
    gold: tuple[Toponym, ...]


@dataclass(slots=True)
class Tally:
    """What one document adds to the scores; ``populous_`` counts what the most populous bearer of a name would get."""

    gold: int = 0
    ours: int = 0
    found: int = 0
    both: int = 0
    placed_gold: int = 0
    near: int = 0
    close: int = 0
    populous_near: int = 0
    populous_both: int = 0
    errors: tuple[float, ...] = ()


def _toponyms(row: dict[str, Any]) -> tuple[Toponym, ...]:
    # GeoWebNews also marks noun phrases ("the office") and names that are no places: neither is a toponym.
    kept = [t for t in row["toponyms"] if "Expression" not in str(t.get("type")) and t.get("type") != "Non_Toponym"]
    return tuple(Toponym(t["start"], t["end"], t["text"], t.get("lat"), t.get("lon")) for t in kept)


def read_documents(data_dir: Path) -> Iterator[GeoDocument]:
    """Yield the documents of all rows with ``id``, ``text`` and ``toponyms``; EvaluationError where there is none."""
    for row in rows(data_dir, ("id", "text", "toponyms"), NAME):
        corpus = str(row["id"]).rsplit("-", 1)[0]
        yield GeoDocument(corpus, str(row["id"]), row["text"], _toponyms(row))


def _error(place: ResolvedPlace, gold: Toponym) -> float:
    if place.lat is None or place.lon is None or gold.lat is None or gold.lon is None:
        return LOST_KM
    return kilometres(place.lat, place.lon, gold.lat, gold.lon)


def _mentions(toponyms: Sequence[Toponym]) -> list[PlaceMention]:
    return [PlaceMention(t.text, t.start) for t in toponyms]


def _populous(gazetteer: Gazetteer, name: str, gold: Toponym) -> bool:
    """Say whether the most populous bearer of the name lies near: the floor that any ranking must beat."""
    bearers = [candidate.place for candidate in gazetteer.lookup(name)]
    if not bearers or gold.lat is None or gold.lon is None:
        return False
    first = max(bearers, key=lambda place: (place.population, place.id))
    return kilometres(first.lat, first.lon, gold.lat, gold.lon) <= NEAR_KM


def _tally(document: GeoDocument, resolver: PlaceResolver, gazetteer: Gazetteer) -> Tally:
    positioned = [t for t in document.gold if t.lat is not None]
    answers = resolver.resolve(_mentions(document.gold), document.text)
    errors = [_error(a, t) for a, t in zip(answers, document.gold, strict=True) if t.lat is not None]
    ours = resolver.find(document.text)
    placed = resolver.resolve(ours, document.text)
    left = list(range(len(document.gold)))
    tally = Tally(len(document.gold), len(ours), placed_gold=len(positioned), errors=tuple(errors))
    for answer in placed:
        span = answer.mention
        hit = next((i for i in left if document.gold[i].start < span.end and span.start < document.gold[i].end), None)
        if hit is not None:
            left.remove(hit)
            gold = document.gold[hit]
            tally.found += 1
            tally.both += gold.lat is None or _error(answer, gold) <= NEAR_KM
            tally.populous_both += gold.lat is None or _populous(gazetteer, span.text, gold)
    tally.near = sum(e <= NEAR_KM for e in errors)
    tally.close = sum(e <= CLOSE_KM for e in errors)
    tally.populous_near = sum(_populous(gazetteer, t.text, t) for t in positioned)
    return tally


def _metrics(tallies: Sequence[Tally]) -> dict[str, float]:
    gold, ours = sum(t.gold for t in tallies), sum(t.ours for t in tallies)
    positioned = max(1, sum(t.placed_gold for t in tallies))
    errors = [e for t in tallies for e in t.errors]
    return {
        "recognition_f1": round(f1(sum(t.found for t in tallies), ours, gold), 4),
        "acc161": round(sum(t.near for t in tallies) / positioned, 4),
        "acc25": round(sum(t.close for t in tallies) / positioned, 4),
        "median_km": round(median(errors), 1) if errors else 0.0,
        "end_to_end_f1": round(f1(sum(t.both for t in tallies), ours, gold), 4),
        "population_acc161": round(sum(t.populous_near for t in tallies) / positioned, 4),
        "population_end_to_end_f1": round(f1(sum(t.populous_both for t in tallies), ours, gold), 4),
    }


def open_gazetteer() -> Gazetteer:
    """Return the default gazetteer with all packs."""
    return Gazetteer.open(packs=load_packs())


def open_resolver() -> PlaceResolver:
    """Return a resolver over the default gazetteer and all packs."""
    return PlaceResolver(open_gazetteer(), load_packs())


def evaluate(data_dir: Path) -> dict[str, Any]:
    """Score recognition and resolution on the files of ``data_dir``; ``by_corpus`` gives each corpus alone."""
    gazetteer = open_gazetteer()
    resolver = PlaceResolver(gazetteer, load_packs())
    tallies: dict[str, list[Tally]] = defaultdict(list)
    for document in read_documents(data_dir):
        tallies[document.corpus].append(_tally(document, resolver, gazetteer))
    every = [t for corpus in sorted(tallies) for t in tallies[corpus]]
    metrics: dict[str, Any] = dict(_metrics(every))
    metrics["by_corpus"] = {corpus: _metrics(tallies[corpus]) for corpus in sorted(tallies)}
    return {"benchmark": NAME, "documents": len(every), "metrics": metrics, "interval": bootstrap(every, _metrics)}


def _good(ranking: Ranking, gold: Toponym) -> list[int]:
    """Return the candidates that count as right: the nearest within 161 km and those at most 20 km farther."""
    if gold.lat is None or gold.lon is None:
        return []
    errors = [kilometres(c.place.lat, c.place.lon, gold.lat, gold.lon) for c in ranking.candidates]
    limit = min(NEAR_KM, min(errors, default=LOST_KM) + 20.0)
    wide = [max(limit, min(c.place.radius_km, e0)) for c, e0 in zip(ranking.candidates, errors, strict=True)]
    return [
        i for i, e in enumerate(errors) if e <= limit or (e <= wide[i] and ranking.candidates[i].place.kind in _LANDS)
    ]


def _examples(data_dir: Path, resolver: PlaceResolver, stage: str) -> list[tuple[Floats, Floats, float]]:
    """Return (features, right or not, weight) of every distinct name of every document; the last row is "none"."""
    found: list[tuple[Floats, Floats, float]] = []
    for document in read_documents(data_dir):
        counted: dict[tuple[str, bytes], tuple[Floats, Floats, float]] = {}
        positioned = [t for t in document.gold if t.lat is not None]
        for ranking, gold in zip(resolver.rankings(_mentions(positioned), document.text), positioned, strict=True):
            if not ranking.candidates:
                continue
            rows = ranking.first if stage == "first" else ranking.second
            matrix = np.zeros((len(rows) + 1, len(FEATURES) + 1))
            matrix[:-1, :-1] = rows
            matrix[-1, -1] = 1.0
            right = np.zeros(len(rows) + 1)
            good = _good(ranking, gold)
            right[good or [-1]] = 1.0
            key = (ranking.name, right.tobytes() + matrix.tobytes())
            weight = counted[key][2] + 0.5 if key in counted else 1.0
            counted[key] = (matrix, right, weight)
        found.extend(counted.values())
    return found


def _learn(examples: Sequence[tuple[Floats, Floats, float]], rounds: int = 400, ridge: float = 2e-4) -> Floats:
    """Return the weights that make the right candidates likely: softmax regression by gradient steps (Adam)."""
    total = sum(e[2] for e in examples)

    def slope(weights: Floats) -> Floats:
        found = ridge * weights
        for matrix, right, weight in examples:
            scores = matrix @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            wanted = shares * right
            found += (weight / total) * (matrix.T @ (shares - wanted / wanted.sum()))
        return found

    return descend(slope, len(FEATURES) + 1, rounds, rate=0.08, memory=0.999)


def _span_examples(data_dir: Path, resolver: PlaceResolver) -> tuple[Floats, Floats]:
    """Return features and labels (a gold toponym overlaps) of every candidate span."""
    rows, labels = [], []
    for document in read_documents(data_dir):
        for span in resolver.spans(document.text):
            rows.append(span.values)
            labels.append(float(any(t.start < span.end and span.start < t.end for t in document.gold)))
    return np.array(rows), np.array(labels)


def fit_recognition(data_dir: Path, out: Path, rounds: int = 600) -> dict[str, float]:
    """Learn the weights of `resolve/toponym_weights.json` (logistic regression) and write them to ``out``."""
    matrix, labels = _span_examples(data_dir, open_resolver())

    def slope(weights: Floats) -> Floats:
        found: Floats = matrix.T @ (1 / (1 + np.exp(-matrix @ weights)) - labels) / len(labels) + 1e-4 * weights
        return found

    weights = descend(slope, matrix.shape[1], rounds, rate=0.08, memory=0.999)
    table = {n: round(float(w), 3) for n, w in zip(SPAN_FEATURES, weights, strict=True)}
    out.write_text(json.dumps(table, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return table


def fit_resolution(data_dir: Path, out: Path) -> dict[str, dict[str, float]]:
    """Learn the weights of `resolve/place_weights.json`, both stages, and write them to ``out``."""
    table: dict[str, dict[str, float]] = {}
    for stage in ("first", "second"):
        learnt = _learn(_examples(data_dir, open_resolver(), stage))
        table[stage] = {n: round(float(w), 3) for n, w in zip((*FEATURES, NONE), learnt, strict=True)}
    out.write_text(json.dumps(table, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return table


def fit(data_dir: Path, out_dir: Path) -> tuple[Path, ...]:
    """Learn all weights from the files of ``data_dir`` and write them to ``out_dir``; same files, same weights.

    They take effect in the package's own `resolve` folder. The second stage is learnt with the anchors that the
    weights in use choose.
    """
    placed, found = out_dir / "place_weights.json", out_dir / "toponym_weights.json"
    fit_resolution(data_dir, placed)
    fit_recognition(data_dir, found)
    return placed, found
