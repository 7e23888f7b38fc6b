"""FollowTheMoney: JSON lines for Aleph and OpenSanctions: events, the articles that prove them, actors and places.

The model has no field for a toll: it stands in the summary and the notes of an event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from crossbearing.export.claims import json_line
from crossbearing.export.coding import happened, mapping_of
from crossbearing.export.facts import NO_FACTS, Facts
from crossbearing.export.figures import Index
from crossbearing.model.derived import Event
from crossbearing.model.document import Document
from crossbearing.model.finished import Finished

NAME = "ftm"
MEDIA_TYPE = "application/x-ndjson"
_ORGANISED = "Organization"


def write(finished: Finished, facts: Facts = NO_FACTS) -> dict[str, bytes]:
    """Return ``entities.ftm.json``, one a line, sorted by id."""
    found = {entity["id"]: entity for entity in _entities(Index(finished), facts)}
    return {"entities.ftm.json": "".join(json_line(found[identity]) for identity in sorted(found)).encode()}


def _entities(index: Index, facts: Facts) -> Iterator[dict[str, Any]]:
    for document in index.finished.documents:
        yield _article(document)
    for event in sorted((e for e in index.finished.ledgers.events if happened(e)), key=lambda e: e.id):
        yield from _event(index, event)


def _entity(identity: str, schema: str, **properties: Sequence[str | None]) -> dict[str, Any]:
    kept = {name: [v for v in values if v] for name, values in properties.items()}
    return {"id": identity, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _article(document: Document) -> dict[str, Any]:
    return _entity(
        entity_id("document", document.id),
        "Article",
        title=[document.title or document.id],
        publisher=[document.outlet],
        publishedAt=[document.published],
        sourceUrl=[document.url],
        language=[_LANGUAGES.get(document.language, "")],
    )


# FollowTheMoney wants three letters.
_LANGUAGES = {
    "en": "eng", "ar": "ara", "fr": "fra", "es": "spa", "ru": "rus", "uk": "ukr", "fa": "fas", "tr": "tur", "he": "heb",
    "my": "mya",
}  # fmt: skip


def entity_id(kind: str, own: str) -> str:
    """Return an id that the model allows: letters, digits, points and hyphens, others by their code points.

    >>> entity_id("actor", "forces:SY"), entity_id("place", "sy:al-bab")
    ('actor-forces.3a.SY', 'place-sy.3a.al-bab')
    """
    return f"{kind}-" + re.sub(r"[^A-Za-z0-9-]", lambda letter: f".{ord(letter[0]):x}.", own)


def _event(index: Index, event: Event) -> Iterator[dict[str, Any]]:
    involved = []
    for actor in event.actors:
        if actor.actor and actor.name:
            involved.append(entity_id("actor", actor.actor))
            yield _entity(involved[-1], _ORGANISED, name=[actor.name])
    killed, iso = index.count(event, "killed"), index.country(event)
    notes = [f"grade {event.grade}", f"mapping {mapping_of(event, ['roles of actors', 'tolls'])}"]
    if killed is not None:
        notes.append(f"killed {killed.low} to {'more' if killed.high is None else killed.high}")
    address = None
    if event.place is not None and event.place.lat is not None:
        address = entity_id("place", event.place.place or "")
        yield _entity(
            address,
            "Address",
            full=[event.place.name or event.place.place],
            latitude=[str(event.place.lat)],
            longitude=[str(event.place.lon)],
        )
    yield _entity(
        event.id,
        "Event",
        name=[event.summary],
        summary=[event.summary],
        startDate=[event.start],
        endDate=[event.end],
        location=[event.place.name if event.place else None],
        addressEntity=[address],
        country=[iso.lower() if iso else None],
        involved=sorted(set(involved)),
        proof=[entity_id("document", one) for one in event.documents],
        recordId=[event.id],
        keywords=[event.cls],
        notes=notes,
    )
