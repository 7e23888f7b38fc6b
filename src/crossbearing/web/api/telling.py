"""Rows of the record as the answers of the routes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crossbearing.model import derived
from crossbearing.model.claim import Claim, claim_to_json
from crossbearing.model.document import Document
from crossbearing.model.listed import OPEN_END, ListedDocument, ListedEvent, Voice
from crossbearing.report.wording import claim_sentence
from crossbearing.store.listing import EventRow, View
from crossbearing.store.mapped import Mark
from crossbearing.web import addresses
from crossbearing.web.api import answers, claim_answers


def _named(identity: str | None, name: str | None) -> answers.Named | None:
    return None if identity is None else answers.Named(id=identity, name=name or identity)


def _place(event: ListedEvent) -> answers.Where | None:
    if event.place is None and event.lat is None and event.place_name is None:
        return None
    return answers.Where(
        id=event.place,
        name=event.place_name,
        district=_named(event.district, event.district_name),
        country=_named(event.country, event.country_name),
        lat=event.lat,
        lon=event.lon,
        radius_km=event.radius_km,
    )


def event_fields(row: EventRow) -> dict[str, Any]:
    """Return the fields of an event that lists show."""
    event = row.event
    counted = event.killed is not None
    return {
        **{name: getattr(event, name) for name in _SAME},
        "class": event.cls,
        "last": None if event.last == OPEN_END else event.last,
        "ongoing": event.last == OPEN_END,
        "place": _place(event),
        "voices": [
            answers.VoiceOfEvent(id=v.id, name=v.name, side=v.side, stance=told.stance, claims=told.claims)
            for told, v in row.voices
        ],
        "killed": answers.Range(low=event.killed_low, best=event.killed_best, high=event.killed_high)
        if counted
        else None,
        "page": addresses.event(event.id),
    }


_SAME = (
    "id", "title", "days", "kind", "called", "first", "modality", "polarity", "level", "grade", "located",
    "documents", "claims", "disputed", "part_of",
)  # fmt: skip


def event_summary(row: EventRow) -> answers.EventSummary:
    """Return an event as lists show it."""
    return answers.EventSummary(**event_fields(row))


def event(row: EventRow, found: derived.Event, tolls: Sequence[answers.Toll]) -> answers.Event:
    """Return an event with all that is derived of it."""
    return answers.Event(
        **event_fields(row),
        actors=[answers.Actor(role=a.role, id=a.actor, name=a.name, side=a.side) for a in found.actors],
        claim_ids=list(found.claims),
        document_ids=list(found.documents),
        flags=list(found.flags),
        related=[answers.Tie(type=tie.type, event=tie.event, reason=tie.reason) for tie in found.related],
        summary=found.summary,
        airwars=found.airwars,
        tolls=list(tolls),
    )


def _toll_fields(toll: derived.Toll) -> dict[str, Any]:
    told = answers.fields(toll)
    told["voices"] = told.pop("families")
    return told


def toll_summary(toll: derived.Toll) -> answers.TollSummary:
    """Return a toll as lists show it."""
    return answers.TollSummary(**_toll_fields(toll))


def toll(found: derived.Toll, positions: Sequence[derived.Position]) -> answers.Toll:
    """Return a toll with the statements behind it."""
    told = []
    for position in positions:
        own = answers.fields(position)
        own["voice"] = own.pop("family")
        del own["toll"]
        told.append(answers.Statement(**own))
    return answers.Toll(**_toll_fields(found), statements=told)


def control(row: derived.ControlState) -> answers.Control:
    """Return one stretch of time of a place."""
    return answers.Control(**answers.fields(row))


def agreement(row: derived.Agreement) -> answers.Agreement:
    """Return an agreement."""
    told = answers.fields(row)
    told["terms"] = [answers.Term(**answers.fields(term)) for term in row.terms]
    told["breaches"] = [answers.Breach(**answers.fields(breach)) for breach in row.breaches]
    return answers.Agreement(**told)


def source(row: derived.SourceProfile) -> answers.Source:
    """Return how a source compares with the others."""
    told = answers.fields(row)
    told["words"] = [answers.Word(actor=actor, word=word, times=times) for actor, word, times in told.pop("labels")]
    return answers.Source(**told)


def claim(found: Claim, event_of: str | None) -> claim_answers.Claim:
    """Return a claim with its event and its sentence."""
    told = claim_to_json(found)
    return claim_answers.Claim(**told, event=event_of, sentence=claim_sentence(found), page=addresses.claim(found.id))


def document_fields(view: View, row: ListedDocument) -> dict[str, Any]:
    """Return the fields of a report that lists show."""
    values = view.columns.values
    voice = None if row.voice is None else values["voices"][row.voice]
    same = ("id", "title", "outlet", "published", "language", "claims", "events", "words")
    return {
        **{name: getattr(row, name) for name in same},
        "voice": None if voice is None else answers.Named(id=voice, name=values["names.voice"][voice]),
        "page": addresses.document(row.id),
    }


def document(view: View, row: ListedDocument, found: Document) -> claim_answers.Document:
    """Return a report with its text."""
    return claim_answers.Document(
        **document_fields(view, row),
        text=found.text,
        url=found.url,
        published_basis=found.published_basis,
        retrieved=found.retrieved,
        sha256=found.sha256,
        segments=[claim_answers.SegmentOfText(**answers.fields(s, renamed=False)) for s in found.segments],
        problems=[claim_answers.Trouble(**answers.fields(p, renamed=False)) for p in found.problems],
    )


def voice(row: Voice) -> answers.Voice:
    """Return a voice of the record."""
    return answers.Voice(
        id=row.id, name=row.name, letter=row.letter, colour=row.colour, side=row.side, events=row.events,
        claims=row.claims,
    )  # fmt: skip


def found_document(row: Mapping[str, Any]) -> claim_answers.FoundDocument:
    """Return a report that was found by its words."""
    return claim_answers.FoundDocument(**row, page=addresses.document(row["id"]))


def found_claim(row: Mapping[str, Any]) -> claim_answers.FoundClaim:
    """Return a claim that was found by its words."""
    told = {name: value for name, value in row.items() if name != "cls"}
    return claim_answers.FoundClaim(**told, **{"class": row["cls"]}, page=addresses.claim(row["id"]))


def feature(mark: Mark) -> answers.Feature:
    """Return a mark of the map as GeoJSON."""
    window = mark.window
    return answers.Feature(
        geometry=answers.Point(coordinates=[mark.lon, mark.lat]),
        properties=answers.MarkOf(
            places=mark.places,
            name=mark.first[0].place_name if mark.first else None,
            radius_km=mark.radius_km,
            events=mark.events,
            disputed=mark.disputed,
            bbox=[window.west, window.south, window.east, window.north],
            some=[
                answers.AtPlace(
                    id=e.id, title=e.title, days=e.days, kind=e.kind, modality=e.modality, disputed=e.disputed
                )
                for e in mark.first
            ],
        ),
    )
