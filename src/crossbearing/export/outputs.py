"""The files of a run that hold what reconciliation derived, in the form that the contract of outputs fixes.

JSON Lines are UTF-8 with sorted keys and lines sorted by id; CSV is RFC 4180 with a header, lists in a cell joined by
``|``. A cell that a spreadsheet would take for a formula, in full-width letters too, gets a leading apostrophe. Cells
by which files are joined are never altered so: the ids of events, tolls and places begin with a letter, actors and
families are named by their packs or by their bare words, and readers put an underscore before the id of a document that
begins like a formula (``readers/fields.py``), so that it and the ids of its claims are the same in every file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from crossbearing.export.claims import json_line
from crossbearing.model.derived import (
    Agreement,
    ControlState,
    Event,
    EventPlace,
    Family,
    MergeDecision,
    Position,
    Record,
    SourceProfile,
    Toll,
    Unplaced,
)
from crossbearing.model.document import FORMULA_STARTS

NAME = "outputs"
MEDIA_TYPE = "application/x-ndjson"

_FORMULA_STARTS = (*FORMULA_STARTS, "\t", "\r", "\n")

TOLL_FIELDS = (
    "id", "event", "scope", "start", "end", "place", "quantity", "category", "side", "low", "best", "high", "status",
    "best_basis", "families", "claims", "parent", "residual_low", "residual_high",
)  # fmt: skip
POSITION_FIELDS = (
    "toll", "family", "as_of", "low", "best", "high", "bound", "claim", "superseded_by", "revision",
)  # fmt: skip
CONTROL_FIELDS = (
    "id", "place", "name", "state", "holder", "contender", "extent", "start", "end", "timeline", "kind", "claims",
    "contradiction", "note",
)  # fmt: skip
SOURCE_FIELDS = (
    "id", "kind", "documents", "claims", "only_here", "shared", "contradicted", "labels", "leads", "lags", "omits",
    "side", "label_counts",
)  # fmt: skip


def harmless(cell: str) -> str:
    """Return the cell with an apostrophe in front where a spreadsheet would run it as a formula.

    >>> harmless("=1+1"), harmless("Qadam"), harmless("-5"), harmless("＝1+1")
    ("'=1+1", 'Qadam', "'-5", "'＝1+1")
    """
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return harmless("|".join(str(v) for v in value))
    return harmless(str(value))


def _place_to_json(place: EventPlace) -> dict[str, Any]:
    return {
        "place": place.place,
        "name": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "radius_km": place.radius_km,
        "where_prec": place.where_prec,
    }


def event_to_json(event: Event) -> dict[str, Any]:
    """Return the exchange form of an event.

    >>> e = Event("ev-1", "strike.air", "incident", "real", "positive", None, None, None, None, (), ("d:c1",), ("d",),
    ...     (), "C1", (), None, (), "strike.air", "Weak")
    >>> event_to_json(e)["class"], event_to_json(e)["place"]
    ('strike.air', None)
    """
    return {
        "id": event.id,
        "class": event.cls,
        "level": event.level,
        "modality": event.modality,
        "polarity": event.polarity,
        "start": event.start,
        "end": event.end,
        "date_prec": event.date_prec,
        "place": None if event.place is None else _place_to_json(event.place),
        "actors": [{"role": a.role, "actor": a.actor, "name": a.name, "side": a.side} for a in event.actors],
        "claims": list(event.claims),
        "documents": list(event.documents),
        "families": [
            {"id": v.id, "side": v.side, "claims": list(v.claims), "position": v.position} for v in event.families
        ],
        "grade": event.grade,
        "airwars": event.airwars,
        "crowd": None
        if event.crowd is None
        else {"accounts": event.crowd.accounts, "neighbours": event.crowd.neighbours},
        "flags": list(event.flags),
        "inherited": [{"claim": i.claim, "fields": list(i.fields)} for i in event.inherited],
        "part_of": event.part_of,
        "related": [{"type": r.type, "event": r.event, "reason": r.reason} for r in event.related],
        "summary": event.summary,
    }


def agreement_to_json(agreement: Agreement) -> dict[str, Any]:
    """Return the exchange form of an agreement."""
    return {
        "id": agreement.id,
        "type": agreement.type,
        "parties": list(agreement.parties),
        "announced_by": list(agreement.announced_by),
        "silent": list(agreement.silent),
        "mediator": list(agreement.mediator),
        "terms": [
            {
                "claim": t.claim,
                "also": list(t.also),
                "what": t.what,
                "deadline": t.deadline,
                "status": t.status,
                "claims": list(t.claims),
            }
            for t in agreement.terms
        ],
        "status": agreement.status,
        "breaches": [{"claim": b.claim, "by": b.by, "alleged_by": b.alleged_by} for b in agreement.breaches],
        "predecessor": agreement.predecessor,
        "successor": agreement.successor,
        "claims": list(agreement.claims),
        "flags": list(agreement.flags),
        "places": list(agreement.places),
        "start": agreement.start,
    }


def family_to_json(family: Family) -> dict[str, Any]:
    """Return the exchange form of a family with the reason for every edge."""
    return {
        "id": family.id,
        "side": family.side,
        "members": list(family.members),
        "edges": [{"from": e.from_, "to": e.to, "kind": e.kind, "evidence": e.evidence} for e in family.edges],
    }


def merge_to_json(merge: MergeDecision) -> dict[str, Any]:
    """Return the exchange form of a scored pair."""
    return {
        "event": merge.event,
        "claims": list(merge.claims),
        "decision": merge.decision,
        "score": merge.score,
        "reasons": list(merge.reasons),
    }


def unplaced_to_json(unplaced: Unplaced) -> dict[str, Any]:
    """Return the exchange form of a claim in no event or ledger."""
    return {"id": unplaced.claim, "claim": unplaced.claim, "code": unplaced.code, "reason": unplaced.reason}


def toll_to_row(toll: Toll) -> dict[str, Any]:
    """Return the row of a derived figure."""
    return {name: getattr(toll, name) for name in TOLL_FIELDS}


def position_to_row(position: Position) -> dict[str, Any]:
    """Return the row of a family's statement behind a toll."""
    return {name: getattr(position, name) for name in POSITION_FIELDS}


def control_to_row(state: ControlState) -> dict[str, Any]:
    """Return the row of a stretch of a control timeline."""
    return {name: getattr(state, name) for name in CONTROL_FIELDS}


def source_to_row(profile: SourceProfile) -> dict[str, Any]:
    """Return the row of an outlet or source: labels read ``actor=word``, label counts ``actor=word=times``.

    >>> row = source_to_row(SourceProfile("x", "outlet", 1, 2, 1, 0, 0, (("is", "terrorists", 3),)))
    >>> row["labels"], row["label_counts"]
    ('is=terrorists', 'is=terrorists=3')
    """
    row = {name: getattr(profile, name) for name in SOURCE_FIELDS if name != "label_counts"}
    row["labels"] = ";".join(f"{actor}={word}" for actor, word, _ in profile.labels)
    row["label_counts"] = ";".join(f"{actor}={word}={times}" for actor, word, times in profile.labels)
    return row


def json_lines(objects: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield one line of JSON an object, keys sorted.

    >>> list(json_lines([{"b": 1, "a": "Ü"}]))
    ['{"a": "Ü", "b": 1}\\n']
    """
    for value in objects:
        yield json_line(value)


def csv_lines(fields: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the header and one line a row, ended by CR LF (RFC 4180), cells made harmless.

    >>> list(csv_lines(("id", "note"), [{"id": "a", "note": "@x"}]))
    ['id,note\\r\\n', "a,'@x\\r\\n"]
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(fields)
    for row in rows:
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([_cell(row[name]) for name in fields])
    yield buffer.getvalue()


_JSON: dict[str, Callable[[Record], Iterator[Mapping[str, Any]]]] = {
    "events.jsonl": lambda r: map(event_to_json, sorted(r.events, key=lambda e: e.id)),
    "agreements.jsonl": lambda r: map(agreement_to_json, sorted(r.agreements, key=lambda a: a.id)),
    "families.jsonl": lambda r: map(family_to_json, sorted(r.families, key=lambda f: f.id)),
    "merges.jsonl": lambda r: map(
        merge_to_json, sorted(r.merges, key=lambda m: (m.event, m.claims, m.decision, -m.score))
    ),
    "unplaced.jsonl": lambda r: map(unplaced_to_json, sorted(r.unplaced, key=lambda u: u.claim)),
}
_CSV: dict[str, tuple[tuple[str, ...], Callable[[Record], Iterator[Mapping[str, Any]]]]] = {
    "tolls.csv": (TOLL_FIELDS, lambda r: map(toll_to_row, sorted(r.tolls, key=lambda t: t.id))),
    "positions.csv": (POSITION_FIELDS, lambda r: map(position_to_row, r.positions)),
    "control.csv": (CONTROL_FIELDS, lambda r: map(control_to_row, sorted(r.control, key=lambda c: c.id))),
    "sources.csv": (SOURCE_FIELDS, lambda r: map(source_to_row, sorted(r.sources, key=lambda s: (s.kind, s.id)))),
}
FILES = tuple(sorted((*_JSON, *_CSV)))


def tables(record: Record) -> Iterator[tuple[str, tuple[str, ...], Iterator[Mapping[str, Any]]]]:
    """Yield (name without ending, columns, rows) of every ledger that is a table.

    >>> [name for name, _, _ in tables(Record())]
    ['control', 'positions', 'sources', 'tolls']
    """
    for name, (fields, rows) in sorted(_CSV.items()):
        yield name.removesuffix(".csv"), fields, rows(record)


def lines(name: str, record: Record) -> Iterator[str]:
    """Yield the lines of one file of ``FILES``.

    >>> list(lines("events.jsonl", Record()))
    []
    """
    if name in _JSON:
        return json_lines(_JSON[name](record))
    fields, rows = _CSV[name]
    return csv_lines(fields, rows(record))
