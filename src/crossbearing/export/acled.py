"""ACLED: a row for each event that it has a type for, in the 31 columns, and two that say what is ours.

The rows are ours in ACLED's shape; rows of ACLED may not be given on. ``inter`` is written as codes 1 to 8.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from crossbearing.export.coding import Coded, happened, mapping_of, sides_of, standing
from crossbearing.export.facts import NO_FACTS, Facts
from crossbearing.export.figures import Index
from crossbearing.export.tables import csv_bytes
from crossbearing.model.derived import Event
from crossbearing.model.finished import Finished
from crossbearing.vocab.coding import coding
from crossbearing.vocab.contract import crosswalks

NAME = "acled"
MEDIA_TYPE = "text/csv"

FIELDS = tuple(
    """event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1
    actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude
    longitude geo_precision source source_scale notes fatalities tags timestamp""".split()
)
OURS = ("native_class", "mapping")
_TAKES_GROUND = "Government regains territory"


def write(finished: Finished, facts: Facts = NO_FACTS) -> dict[str, bytes]:
    """Return ``acled.csv``."""
    return {"acled.csv": csv_bytes((*FIELDS, *OURS), rows(Index(finished), facts))}


def rows(index: Index, facts: Facts = NO_FACTS) -> Iterator[dict[str, Any]]:
    """Yield the rows, sorted by id: what happened on a known day and has a type; campaigns only without their parts."""
    for event in sorted(index.finished.ledgers.events, key=lambda e: e.id):
        known = event.cls in crosswalks() and crosswalks()[event.cls].acled_event
        if known and happened(event) and event.start and not (event.level == "campaign" and event.id in index.whole):
            yield _row(index, event, facts)


def event_type(event: Event, coded: Coded, facts: Facts) -> tuple[str, str]:
    """Return (event type, sub-event type): ground is taken by the state or by others, and only wholly."""
    known = crosswalks()[event.cls]
    if known.acled_sub_event != _TAKES_GROUND:
        return known.acled_event, known.acled_sub_event
    a = standing(coded.a, facts)
    if a is None:
        return "Battles", "Armed clash"
    return "Battles", coding().gains["state" if a[1] == "state" else "other"]


def _row(index: Index, event: Event, facts: Facts) -> dict[str, Any]:
    coded = sides_of(event)
    kind, sub = event_type(event, coded, facts)
    where = _where(index, event, facts)
    deaths, lost = index.count(event, "killed"), list(coded.others_lost)
    if deaths is not None and (deaths.high is None or deaths.low != deaths.high):
        lost.append(f"deaths are told as {deaths.low} to {'more' if deaths.high is None else deaths.high}")
    if event.end and event.end != event.start:
        lost.append(f"it lasts to {event.end}")
    told = index.documents_of(event)
    empty: dict[str, Any] = dict.fromkeys(FIELDS)
    return empty | {
        "event_id_cnty": event.id,
        "event_date": event.start,
        "year": int((event.start or "0")[:4]),
        "time_precision": coding().time_precisions.get(event.date_prec or 0),
        "disorder_type": coding().disorder_types.get(kind),
        "event_type": kind,
        "sub_event_type": sub,
        **_actors(event, coded, where["country"], facts),
        **where,
        "source": "; ".join(sorted({d.outlet or d.id for d in told})),
        "notes": event.summary,
        "fatalities": deaths.likely if deaths else 0,
        "native_class": event.cls,
        "mapping": mapping_of(event, lost),
    }


def _actors(event: Event, coded: Coded, country: str | None, facts: Facts) -> dict[str, Any]:
    """Return who acts, who is acted upon, who is with either, and the codes of both."""
    inters = [standing(coded.a, facts), _upon(event, coded, facts)]
    codes = [one[0] if one else None for one in inters]
    civilian = inters[1] is not None and inters[1][1] == "civilian"
    upon = coded.b.name if coded.b else None
    beside = [one.name for one in coded.with_b]
    if civilian:
        # ACLED names civilians alone as the actor; what more is told of them stands beside that.
        beside = [upon, *beside]
        upon = f"Civilians ({country})" if country else "Civilians"
    return {
        "actor1": coded.a.name if coded.a else None,
        "assoc_actor_1": _listed(one.name for one in coded.with_a),
        "inter1": codes[0],
        "actor2": upon,
        "assoc_actor_2": _listed(beside),
        "inter2": codes[1],
        "interaction": _interaction(codes[0], codes[1]),
        "civilian_targeting": "Civilian targeting" if civilian else None,
    }


def _upon(event: Event, coded: Coded, facts: Facts) -> tuple[int, str] | None:
    """Return code and standing of who is acted upon: an attack on civilians is one whatever they are called."""
    known = standing(coded.b, facts)
    return coding().actor_types["civilians"] if known is None and crosswalks()[event.cls].ucdp_type == "3" else known


def _listed(names: Iterable[str | None]) -> str | None:
    """Return names as ACLED lists them; what is no name of a group in the packs keeps the words of the report."""
    return "; ".join(sorted({name.replace(";", ",") for name in names if name})) or None


def _where(index: Index, event: Event, facts: Facts) -> dict[str, Any]:
    place, iso = event.place, index.country(event)
    above = [facts.places[one] for one in index.parents(event) if one in facts.places]
    return {
        "iso": facts.iso_numbers.get(iso or ""),
        "region": coding().acled_regions.get(iso or ""),
        "country": facts.states.get(iso, iso) if iso else None,
        "admin1": above[-1] if above else None,
        "admin2": above[-2] if len(above) > 1 else None,
        "location": place.name if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "geo_precision": coding().geo_precisions.get(place.where_prec or 0) if place else None,
    }


def _interaction(one: int | None, other: int | None) -> int | None:
    """Return ACLED's code of who meets whom: both codes, the smaller first; one alone is tens."""
    if one is None and other is None:
        return None
    codes = sorted(code for code in (one, other) if code is not None)
    return codes[0] * 10 + (codes[1] if len(codes) > 1 else 0)
