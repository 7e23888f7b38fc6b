"""UCDP GED: a row for each violent event with at least one death, in the 49 columns, and two that say what is ours.

Ids of UCDP's own tables (dyads, conflicts, PRIO cells) stay empty: only UCDP gives them. Rows of UCDP are read back by
``compare``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crossbearing.export.coding import Coded, happened, mapping_of, sides_of, standing
from crossbearing.export.facts import NO_FACTS, Facts
from crossbearing.export.figures import Index, Range
from crossbearing.export.tables import csv_bytes
from crossbearing.model.derived import Event
from crossbearing.model.finished import Finished
from crossbearing.vocab.coding import coding
from crossbearing.vocab.contract import classes_with, crosswalks

NAME = "ucdp"
MEDIA_TYPE = "text/csv"

FIELDS = tuple(
    """
    id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name
    dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b
    number_of_sources source_article source_office source_date source_headline source_original where_prec
    where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id
    region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best
    high low gwnoa gwnob
    """.split()
)
OURS = ("native_class", "mapping")


def write(finished: Finished, facts: Facts = NO_FACTS) -> dict[str, bytes]:
    """Return ``ucdp.csv``."""
    return {"ucdp.csv": csv_bytes((*FIELDS, *OURS), rows(Index(finished), facts))}


def rows(index: Index, facts: Facts = NO_FACTS) -> Iterator[dict[str, Any]]:
    """Yield the rows, sorted by id: what happened, on a known day, with a death; campaigns only without their parts."""
    for event in sorted(index.finished.ledgers.events, key=lambda e: e.id):
        deaths = index.count(event, "killed")
        known = event.cls in crosswalks() and (crosswalks()[event.cls].ucdp_type or event.cls in classes_with("toll"))
        if not known or not happened(event) or deaths is None or not (deaths.high is None or deaths.high):
            continue
        if event.start is not None and not (event.level == "campaign" and event.id in index.whole):
            yield _row(index, event, deaths, facts)


def type_of_violence(event: Event, coded: Coded, facts: Facts) -> tuple[int | None, str]:
    """Return 1 (state-based), 2 (non-state), 3 (one-sided) or None, and what speaks against it, in words.

    Whom a bombardment of an area hurts does not make it one-sided: only an attack on civilians does.
    """
    a, b = (standing(actor, facts) for actor in (coded.a, coded.b))
    by_class = crosswalks()[event.cls].ucdp_type if event.cls in crosswalks() else ""
    if by_class == "3":
        return 3, ""
    kinds = {one[1] for one in (a, b) if one}
    if "state" in kinds:
        return 1, "" if a and b else "one side is not known"
    if kinds == {"organised"} and a and b:
        return 2, ""
    return (int(by_class), "the type is that of most such events") if by_class else (None, "no type is known")


def _row(index: Index, event: Event, deaths: Range, facts: Facts) -> dict[str, Any]:
    coded = sides_of(event)
    kind, doubt = type_of_violence(event, coded, facts)
    names = coded.names() if kind != 3 else (coded.names()[0], "Civilians")
    by_side = _by_side(index, event, coded, deaths)
    if kind == 3:  # UCDP's one-sided violence is that against civilians: whose status is not told counts as theirs
        by_side |= {"deaths_civilians": by_side["deaths_civilians"] + by_side["deaths_unknown"], "deaths_unknown": 0}
    lost = [*coded.all_lost, *([doubt] if doubt else [])]
    if deaths.high is None:
        lost.append("the count is open upwards: high is best")
    if event.place is None or event.place.lat is None:
        lost.append("no place")
    empty: dict[str, Any] = dict.fromkeys(FIELDS)
    return empty | _where(index, event, facts) | _sources(index, event) | {
        "id": event.id,
        "relid": event.id,
        "year": int((event.start or "0")[:4]),
        "active_year": 1,
        "code_status": "Derived from claims",
        "type_of_violence": kind,
        "conflict_name": " - ".join(names),
        "dyad_name": " - ".join(names),
        "side_a": names[0],
        "side_b": names[1],
        "event_clarity": 1 if event.level == "incident" and (event.date_prec or 5) <= 2 else 2,
        "date_prec": event.date_prec,
        "date_start": event.start,
        "date_end": event.end or event.start,
        **by_side,
        "low": deaths.low,
        "best": deaths.likely,
        "high": max(deaths.likely, deaths.low if deaths.high is None else deaths.high),
        "native_class": event.cls,
        "mapping": mapping_of(event, lost),
    }  # fmt: skip


def _by_side(index: Index, event: Event, coded: Coded, deaths: Range) -> dict[str, int]:
    found = {"deaths_a": 0, "deaths_b": 0}
    for toll in index.tolls[event.id]:
        if toll.quantity == "killed" and toll.scope == "incident" and toll.category == "combatants" and toll.side:
            for name, actor in (("deaths_a", coded.a), ("deaths_b", coded.b)):
                if actor is not None and toll.side in (actor.name, actor.side, actor.actor):
                    found[name] = max(found[name], toll.low if toll.best is None else toll.best)
    civilians = index.count(event, "killed", "civilians")
    found["deaths_civilians"] = civilians.likely if civilians else 0
    found["deaths_unknown"] = max(0, deaths.likely - sum(found.values()))
    return found


def _where(index: Index, event: Event, facts: Facts) -> dict[str, Any]:
    place, iso = event.place, index.country(event)
    above = [facts.places[one] for one in index.parents(event) if one in facts.places]
    found: dict[str, Any] = {
        "country": facts.states.get(iso, iso) if iso else None,
        "region": coding().regions.get(iso or ""),
        "adm_1": above[-1] if above else None,
        "adm_2": above[-2] if len(above) > 1 else None,
    }
    if place is not None:
        found |= {"where_prec": place.where_prec, "where_coordinates": place.name, "where_description": place.name}
        found |= {"latitude": place.lat, "longitude": place.lon}
        if place.lat is not None:
            found["geom_wkt"] = f"POINT ({place.lon} {place.lat})"
    return found


def _sources(index: Index, event: Event) -> dict[str, Any]:
    told = index.documents_of(event)
    quoted = sorted({s.name for c in index.claims_of(event) for s in c.attribution.sources if s.name})
    return {
        "number_of_sources": len(event.families),
        "source_article": ";".join(f'"{d.outlet or d.id},{d.published or ""},{d.title or d.id}"' for d in told),
        "source_office": ";".join(d.outlet or "" for d in told),
        "source_date": ";".join(d.published or "" for d in told),
        "source_headline": ";".join((d.title or "").replace(";", ",") for d in told),
        "source_original": ";".join(quoted),
    }
