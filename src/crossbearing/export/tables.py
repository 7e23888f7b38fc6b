"""Rows of events and claims as tables have them, and how a table becomes CSV that no spreadsheet runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from crossbearing.export.figures import Index
from crossbearing.export.outputs import csv_lines
from crossbearing.model.claim import Claim
from crossbearing.model.derived import Event

EVENT_FIELDS = (
    "id", "class", "level", "modality", "polarity", "start", "end", "date_prec", "place", "place_name", "lat", "lon",
    "radius_km", "where_prec", "country", "actors", "killed_low", "killed_best", "killed_high", "injured_low",
    "injured_best", "injured_high", "grade", "airwars", "flags", "families", "denied_by", "documents", "claims",
    "part_of", "summary",
)  # fmt: skip
CLAIM_FIELDS = (
    "id", "document", "outlet", "published", "family", "class", "modality", "polarity", "extent", "says", "speech_act",
    "actors", "places", "lat", "lon", "where_prec", "start", "end", "date_prec", "counts", "weapons", "labels",
    "event", "evidence_start", "evidence_end", "evidence", "confidence", "reader",
)  # fmt: skip


def csv_bytes(fields: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return a table as CSV (RFC 4180, UTF-8), each cell made harmless.

    >>> csv_bytes(("a",), [{"a": "=1+1"}])
    b"a\\r\\n'=1+1\\r\\n"
    """
    return "".join(csv_lines(tuple(fields), rows)).encode("utf-8", "backslashreplace")


def event_rows(index: Index) -> Iterator[dict[str, Any]]:
    """Yield a row for each event, sorted by id."""
    for event in sorted(index.finished.ledgers.events, key=lambda e: e.id):
        yield _event_row(index, event)


def _event_row(index: Index, event: Event) -> dict[str, Any]:
    place = event.place
    found: dict[str, Any] = {
        name: getattr(event, name)
        for name in ("id", "level", "modality", "polarity", "start", "end", "date_prec", "grade", "airwars")
    }
    found |= {name: getattr(event, name) for name in ("flags", "documents", "claims", "part_of", "summary")}
    found |= {
        "class": event.cls,
        "place": place.place if place else None,
        "place_name": place.name if place else None,
        "country": index.country(event),
        "actors": tuple(f"{actor.role}={actor.name or actor.actor or ''}" for actor in event.actors),
        "families": tuple(voice.id for voice in event.families if voice.position == "affirms"),
        "denied_by": tuple(voice.id for voice in event.families if voice.position in ("denies", "disputes")),
    }
    found |= {name: getattr(place, name) if place else None for name in ("lat", "lon", "radius_km", "where_prec")}
    for quantity in ("killed", "injured"):
        told = index.count(event, quantity)
        for name in ("low", "best", "high"):
            found[f"{quantity}_{name}"] = getattr(told, name) if told else None
    return found


def claim_rows(index: Index) -> Iterator[dict[str, Any]]:
    """Yield a row for each claim, sorted by id."""
    event_of = {claim: event.id for event in index.finished.ledgers.events for claim in event.claims}
    for claim in sorted(index.finished.claims, key=lambda c: c.id):
        yield _claim_row(index, claim, event_of.get(claim.id))


def _claim_row(index: Index, claim: Claim, event: str | None) -> dict[str, Any]:
    document, time = index.documents.get(claim.document), claim.time
    place = next((p for p in claim.places if p.lat is not None), None)
    found: dict[str, Any] = {
        name: getattr(claim, name)
        for name in ("id", "document", "family", "modality", "polarity", "extent", "confidence", "reader")
    }
    return found | {
        "outlet": document.outlet if document else None,
        "published": document.published if document else None,
        "class": claim.cls,
        "says": tuple(s.name or (s.mention.text if s.mention else "") for s in claim.attribution.sources),
        "speech_act": claim.attribution.speech_act,
        "actors": tuple(f"{a.role}={a.name or (a.mention.text if a.mention else '')}" for a in claim.actors),
        "places": tuple(f"{p.role}={p.name or (p.mention.text if p.mention else '')}" for p in claim.places),
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "where_prec": place.where_prec if place else None,
        "start": time.start if time else None,
        "end": time.end if time else None,
        "date_prec": time.date_prec if time else None,
        "counts": tuple(_figure(c.quantity, c.category, c.side, c.low, c.best, c.high) for c in claim.counts),
        "weapons": tuple(weapon.text for weapon in claim.weapons),
        "labels": tuple(f"{label.target or ''}={label.mention.text}" for label in claim.labels),
        "event": event,
        "evidence_start": claim.evidence.start,
        "evidence_end": claim.evidence.end,
        "evidence": claim.evidence.text,
    }


def _figure(quantity: str, category: str, side: str | None, low: object, best: object, high: object) -> str:
    whom = f"{category} ({side})" if side else category
    return f"{quantity} {whom}: {low}..{'' if high is None else high}" + (f", best {best}" if best is not None else "")
