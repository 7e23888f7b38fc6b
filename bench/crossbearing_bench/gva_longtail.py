"""The Gun Violence Archive stream: which reports tell of one shooting, with how many killed and hurt, where and when.

The registry holds final figures, so early reports legitimately differ. Reports are clustered in one run over all of
them; the program sees text, title, day and address, never the incident they are filed under. Incidents are compared
with the story that holds most of their reports. Local reports seldom say in which town a street lies: where no event of
a story has a place, it is the settlement that its reports name most; ``place25_events`` leaves that out.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Any

from crossbearing.evaluate.intervals import bootstrap, f1, harmonic
from crossbearing.evaluate.rows import rows
from crossbearing.model.claim import Claim
from crossbearing.model.derived import DocumentFingerprint, Event, Record, SideTable, Toll
from crossbearing.model.document import Document
from crossbearing.pipeline import default_pipeline
from crossbearing.reconcile import reconcile
from crossbearing.resolve.gazetteer import Gazetteer, kilometres
from crossbearing.resolve.places import PlaceResolver
from crossbearing.text.shingles import fingerprint

NAME = "gva_longtail"
_NEAR_KM = 25.0
_NEWS_DAYS = 30
# Characters of a report that are asked for its settlement; behind them other stories of the site are told.
_OPENING = 2000


@dataclass(frozen=True, slots=True)
class Incident:
    """A row of the registry: final figures, the day and the point."""

    killed: int
    injured: int
    day: date | None
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the program says of one story."""

    killed: int
    injured: int
    day: date | None
    point: tuple[float, float] | None
    named: tuple[float, float] | None = None


def load(data_dir: Path) -> tuple[list[Document], dict[str, str], dict[str, Incident]]:
    """Return the reports, the incident each is filed under, and the registry; files are told by their fields.

    A report filed under two incidents is kept under the first. Raises EvaluationError where either kind is missing.
    """
    documents: dict[str, Document] = {}
    filed: dict[str, str] = {}
    for row in rows(data_dir, ("article_id", "incident_id", "text"), NAME):
        name = str(row["article_id"])
        title = row.get("title") or ""
        text = f"{title}\n\n{row['text'] or ''}".strip()
        if not text or name in documents:
            continue
        documents[name] = Document(name, text, published=row.get("dct"), title=title, url=row.get("uri"))
        filed[name] = str(row["incident_id"])
    registry = {
        str(row["incident_uri"]): Incident(
            int(row["num_killed"] or 0), int(row["num_injured"] or 0), _day(row.get("date")), _point(row.get("latlon"))
        )
        for row in rows(data_dir, ("incident_uri", "num_killed", "num_injured"), NAME)
    }
    return [documents[name] for name in sorted(documents)], filed, registry


def _day(value: str | None) -> date | None:
    try:
        return datetime.strptime(value, "%B %d, %Y").date() if value else None
    except ValueError:
        return None


def _point(value: Sequence[float] | None) -> tuple[float, float] | None:
    return (float(value[0]), float(value[1])) if value and len(value) == 2 else None


def evaluate(data_dir: Path) -> dict[str, Any]:
    """Score stories, tolls, places and days on every report under ``data_dir`` in one run.

    Returns ``{"benchmark", "documents", "metrics", "interval"}``; fractions of one (``*_mae`` in people), 95% bootstrap
    over reports for the clusters and over incidents for the figures.
    """
    documents, filed, registry = load(data_dir)
    record = _record(documents)
    stories = {d.id: record.document_stories[d.id] for d in documents}
    marks = _incident_marks(stories, filed, registry, record, documents)
    metrics = {**b_cubed(stories, filed), **pairwise(stories, filed), **_means(marks)}
    return {
        "benchmark": NAME,
        "documents": len(documents),
        "metrics": {name: round(value, 4) for name, value in sorted(metrics.items())},
        "interval": {**bootstrap(_b_cubed_parts(stories, filed), _b_cubed_f1), **bootstrap(marks, _means)},
    }


def _record(documents: Sequence[Document]) -> Record:
    claims: list[Claim] = []
    fingerprints: list[DocumentFingerprint] = []
    for read in default_pipeline().read(documents):
        claims.extend(read.claims)
        fingerprints.append(fingerprint(read.document))
    return reconcile(claims, fingerprints, SideTable())


def _groups(labels: Mapping[str, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, label in labels.items():
        found[label].add(name)
    return found


def _b_cubed_parts(predicted: Mapping[str, str], gold: Mapping[str, str]) -> list[tuple[float, float]]:
    ours, theirs = _groups(predicted), _groups(gold)
    parts = []
    for name in sorted(gold):
        mine, right = ours[predicted[name]], theirs[gold[name]]
        shared = len(mine & right)
        parts.append((shared / len(mine), shared / len(right)))
    return parts


def b_cubed(predicted: Mapping[str, str], gold: Mapping[str, str]) -> dict[str, float]:
    """Return B-cubed precision, recall and F1 over the reports.

    >>> round(b_cubed({"a": "1", "b": "1", "c": "2"}, {"a": "x", "b": "x", "c": "x"})["b_cubed_f1"], 3)
    0.714
    """
    parts = _b_cubed_parts(predicted, gold)
    precision = sum(p for p, _ in parts) / max(len(parts), 1)
    recall = sum(r for _, r in parts) / max(len(parts), 1)
    return {"b_cubed_precision": precision, "b_cubed_recall": recall, "b_cubed_f1": harmonic(precision, recall)}


def _b_cubed_f1(parts: Sequence[tuple[float, float]]) -> dict[str, float]:
    return {"b_cubed_f1": harmonic(fmean(p for p, _ in parts), fmean(r for _, r in parts))}


def _pair_count(sizes: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)


def pairwise(predicted: Mapping[str, str], gold: Mapping[str, str]) -> dict[str, float]:
    """Return pairwise precision, recall and F1: of the pairs put together, which belong together.

    >>> pairwise({"a": "1", "b": "1", "c": "2"}, {"a": "x", "b": "x", "c": "x"})["pairwise_precision"]
    1.0
    """
    both = _pair_count(Counter((predicted[n], gold[n]) for n in gold).values())
    ours = _pair_count(Counter(predicted[n] for n in gold).values())
    theirs = _pair_count(Counter(gold.values()).values())
    precision, recall = both / max(ours, 1), both / max(theirs, 1)
    return {"pairwise_precision": precision, "pairwise_recall": recall, "pairwise_f1": f1(both, ours, theirs)}


def _value(tolls: Iterable[Toll], quantity: str) -> int:
    """Return the largest root of a quantity: parts are in their wholes, and other roots may be other tellings."""
    roots = [t for t in tolls if t.quantity == quantity and t.parent is None and t.scope == "incident"]
    roots = [t for t in roots if t.category != "things"]
    return max((t.best if t.best is not None else t.low for t in roots), default=0)


def _answer(events: Sequence[Event], tolls: Mapping[str, list[Toll]], first_day: date | None) -> Answer:
    """Return the figures of a story: of the event that most of its reports are about, else of the next with any.

    Where no event has a day, it is that of the first report.
    """
    killed = injured = 0
    day: date | None = None
    point: tuple[float, float] | None = None
    for event in events:
        own = tolls.get(event.id, [])
        killed = killed or _value(own, "killed")
        injured = injured or _value(own, "injured")
        # A month is no day.
        if day is None and event.start is not None and (event.date_prec or 5) <= 2:
            day = date.fromisoformat(event.start)
        if point is None and event.place is not None and event.place.lat is not None and event.place.lon is not None:
            point = (event.place.lat, event.place.lon)
    return Answer(killed, injured, day or first_day, point)


def _incident_marks(
    stories: Mapping[str, str],
    filed: Mapping[str, str],
    registry: Mapping[str, Incident],
    record: Record,
    documents: Sequence[Document],
) -> list[dict[str, float]]:
    by_id = {e.id: e for e in record.events}
    about: dict[str, Counter[str]] = defaultdict(Counter)
    for document, event_id in record.document_events.items():
        about[stories[document]][event_id] += 1
    first_days = _first_days(stories, documents)
    for event in record.events:
        if event.level != "incident" or event.modality != "real" or event.polarity != "positive":
            continue
        for document in event.documents:
            story = stories[document]
            # What else a report tells of its own days may be the same shooting, told with no word that ties it.
            if _is_news(event, first_days.get(story)):
                about[story][event.id] += 0
    events = {
        story: [by_id[e] for e in sorted(counted, key=lambda e: (-counted[e], -len(by_id[e].documents), e))]
        for story, counted in about.items()
    }
    tolls: dict[str, list[Toll]] = defaultdict(list)
    for toll in record.tolls:
        tolls[toll.event].append(toll)
    texts = {d.id: d.text[:_OPENING] for d in documents}
    told = _groups(stories)
    marks = []
    for incident, members in sorted(_groups(filed).items()):
        if incident not in registry:
            continue
        homes = Counter(stories[name] for name in members)
        home = min(homes, key=lambda s: (-homes[s], s))
        answer = _answer(events.get(home, []), tolls, first_days.get(home))
        if answer.point is None:
            answer = replace(answer, named=_most_named([texts[name] for name in sorted(told[home])]))
        marks.append(_marks(answer, registry[incident]))
    return marks


@cache
def _resolver() -> PlaceResolver:
    packs = default_pipeline().packs
    return PlaceResolver(Gazetteer.open(packs=packs), packs)


def _most_named(texts: Sequence[str]) -> tuple[float, float] | None:
    """Return where the settlement lies that the openings of reports name most, the first of equals."""
    votes: Counter[str] = Counter()
    points: dict[str, tuple[float, float]] = {}
    for text in texts:
        for answer in _resolver().resolve(_resolver().find(text), text):
            settled = answer.where_prec in (1, 2)
            if settled and answer.place is not None and answer.lat is not None and answer.lon is not None:
                votes[answer.place] += 1
                points.setdefault(answer.place, (answer.lat, answer.lon))
    order = list(points)
    return points[min(order, key=lambda place: (-votes[place], order.index(place)))] if points else None


def _first_days(stories: Mapping[str, str], documents: Sequence[Document]) -> dict[str, date]:
    found: dict[str, date] = {}
    for document in documents:
        if document.published:
            day, story = date.fromisoformat(document.published), stories[document.id]
            found[story] = min(day, found.get(story, day))
    return found


def _is_news(event: Event, first_day: date | None) -> bool:
    if event.start is None or first_day is None:
        return True
    return abs((date.fromisoformat(event.start) - first_day).days) <= _NEWS_DAYS


def _marks(answer: Answer, right: Incident) -> dict[str, float]:
    marks = {
        "killed_exact": float(answer.killed == right.killed),
        "injured_exact": float(answer.injured == right.injured),
        "killed_mae": float(abs(answer.killed - right.killed)),
        "injured_mae": float(abs(answer.injured - right.injured)),
    }
    if right.point is not None:
        point = answer.point or answer.named
        distance = kilometres(*point, *right.point) if point else math.inf
        marks["place25"] = float(distance <= _NEAR_KM)
        marks["place161"] = float(distance <= 161.0)
        marks["place25_events"] = float(distance <= _NEAR_KM and answer.point is not None)
    if right.day is not None:
        gap = abs((answer.day - right.day).days) if answer.day else 99
        marks["date_exact"] = float(gap == 0)
        marks["date1"] = float(gap <= 1)
    return marks


def _means(marks: Sequence[Mapping[str, float]]) -> dict[str, float]:
    values: dict[str, list[float]] = defaultdict(list)
    for row in marks:
        for name, value in row.items():
            values[name].append(value)
    return {name: sum(v) / len(v) for name, v in sorted(values.items())}
