"""HXL: ``events.csv`` of the humanitarian exchange, a row of tags under the header (hxlstandard.org)."""

from __future__ import annotations

from typing import Any

from crossbearing.export.coding import happened, sides_of
from crossbearing.export.facts import NO_FACTS, Facts
from crossbearing.export.figures import Index
from crossbearing.export.tables import csv_bytes
from crossbearing.model.derived import Event
from crossbearing.model.finished import Finished

NAME = "hxl"
MEDIA_TYPE = "text/csv"

TAGS = {
    "id": "#event+code",
    "class": "#event+type",
    "start": "#date+start",
    "end": "#date+end",
    "actor1": "#group+name+first",
    "actor2": "#group+name+second",
    "country": "#country+name",
    "location": "#loc+name",
    "lat": "#geo+lat",
    "lon": "#geo+lon",
    "killed": "#affected+killed",
    "killed_min": "#affected+killed+min",
    "killed_max": "#affected+killed+max",
    "killed_civilians": "#affected+killed+civilians",
    "killed_children": "#affected+killed+children",
    "injured": "#affected+injured",
    "displaced": "#affected+displaced",
    "source": "#meta+source",
    "url": "#meta+url",
    "grade": "#meta+confidence",
    "description": "#description",
    "mapping": "#meta+mapping",
}


def write(finished: Finished, facts: Facts = NO_FACTS) -> dict[str, bytes]:
    """Return ``hxl.csv``: what happened, and the tags that say what each column is."""
    index = Index(finished)
    events = sorted((e for e in finished.ledgers.events if happened(e)), key=lambda e: e.id)
    rows = [_row(index, event, facts) for event in events]
    # The tags begin with a number sign, which no spreadsheet takes for a formula.
    return {"hxl.csv": csv_bytes(tuple(TAGS), [dict(TAGS), *rows])}


def _row(index: Index, event: Event, facts: Facts) -> dict[str, Any]:
    killed, coded, iso = index.count(event, "killed"), sides_of(event), index.country(event)
    counts = {
        "killed_civilians": index.count(event, "killed", "civilians"),
        "killed_children": index.count(event, "killed", "children"),
        "injured": index.count(event, "injured"),
        "displaced": index.count(event, "displaced"),
    }
    told, place = index.documents_of(event), event.place
    plans = [] if killed is None or killed.high is not None else ["killed is open upwards"]
    return {
        "id": event.id,
        "class": event.cls,
        "start": event.start,
        "end": event.end,
        "actor1": coded.a.name if coded.a else None,
        "actor2": coded.b.name if coded.b else None,
        "country": facts.states.get(iso, iso) if iso else None,
        "location": place.name if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "killed": killed.likely if killed else None,
        "killed_min": killed.low if killed else None,
        "killed_max": killed.high if killed else None,
        **{name: one.likely if one else None for name, one in counts.items()},
        "source": tuple(sorted({d.outlet or d.id for d in told})),
        "url": tuple(d.url for d in told if d.url),
        "grade": event.grade,
        "description": event.summary,
        "mapping": "; ".join([*coded.all_lost, *plans]) or "exact",
    }
