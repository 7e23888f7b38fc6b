"""A store as large as an archive of years: the rows of ``made_archive``, put into the tables as a record is.

Nothing is read and nothing is reconciled: that would take hours and would tell nothing about the pages. Every row has
the form that the program writes, by the functions that write it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from crossbearing.engines.judged import to_review
from crossbearing.engines.stored import StoreSettings
from crossbearing.model.claim import Claim
from crossbearing.model.derived import Record, Toll
from crossbearing.model.document import Document
from crossbearing.model.finished import Finished
from crossbearing.model.listed import (
    ListedClaim,
    ListedDocument,
    ListedEvent,
    ListedSource,
    ListedVoice,
    ListedWords,
    Listing,
    Prepared,
    Voice,
)
from crossbearing.report.marks import Names
from crossbearing.report.prepared import prepared
from crossbearing.store.clock import Maker
from crossbearing.store.columns import listed_rows
from crossbearing.store.rows import as_json, claim_row, content_hash, document_body, insert_many, revision_of, rows_of
from crossbearing.store.schema import CLAIMS, DOCUMENTS, READINGS, REPLACED, STATE, TO_REVIEW
from crossbearing.store.store import LISTED_AS, LISTED_FORM, REVISION, Store
from crossbearing_bench.made_archive import (
    TOGETHER,
    Made,
    family_of,
    identity_of,
    is_disputed,
    made_events,
    made_record,
    outlet_of,
    reports_of,
    side_of,
    voices_of,
)

_COMPARED = 2000
"""Reports of which the words for actors are compared: that takes all claims, and a page shows a screen."""


def made_listing(events: Sequence[Made], record: Record) -> Listing:
    """Return what lists are made of for the events; in the words of this module, not in those of the report."""
    families = [family.id for family in record.families]
    numbers = {family: number for number, family in enumerate(families)}
    tolls = {toll.event: toll for toll in record.tolls}
    told = {event.id: voices_of(event) for event in events}
    pairs = [
        ListedVoice(event.rank, numbers[voice.id], voice.position, len(voice.claims))
        for event, derived in zip(events, record.events, strict=True)
        for voice in derived.families
    ]
    counted = [0] * len(families)
    for pair in pairs:
        counted[pair.voice] += 1
    return Listing(
        events=tuple(_listed_event(event, tolls.get(event.id), len(told[event.id])) for event in events),
        voices=tuple(
            Voice(n, family, f"Outlet {family[-2:]}", "O", n % 4, side_of(int(family[-2:])), counted[n], counted[n])
            for n, family in enumerate(families)
        ),
        event_voices=tuple(pairs),
        event_documents=tuple(
            ListedSource(event.rank, event.rank // TOGETHER * TOGETHER + n) for event in events for n in range(TOGETHER)
        ),
        documents=tuple(_listed_documents(events, numbers)),
        claims=tuple(_listed_claims(events, numbers)),
        prepared=compared(events, record),
        words=tuple(ListedWords(event.rank, f"{event.sentence} {event.town.name} {event.doer}") for event in events),
    )


def _listed_event(event: Made, toll: Toll | None, voices: int) -> ListedEvent:
    town = event.town
    best = toll.best if toll else None
    return ListedEvent(
        rank=event.rank, id=event.id, cls=event.cls, kind=event.cls.partition(".")[0],
        called=event.cls.replace(".", " "), title=f"{event.doer}: {event.cls.replace('.', ' ')} in {town.name}",
        days=event.day, first=event.day, last=event.day, modality="real", polarity="positive", level="incident",
        grade=f"C{1 + event.rank % 5}", airwars="Fair", located=town.name, place=town.id, place_name=town.name,
        district=town.parents[0], district_name=town.parents[0].title(), country=town.parents[1],
        country_name=town.parents[1], lat=town.lat, lon=town.lon, radius_km=3.0, from_lat=None,
        from_lon=None, to_lat=None, to_lon=None, documents=TOGETHER, claims=TOGETHER,
        voices=voices, disputed=is_disputed(event), killed=best, killed_low=toll.low if toll else None,
        killed_best=best, killed_high=toll.high if toll else None,
        first_seen=event.rank // TOGETHER * TOGETHER + 1, part_of=None,
    )  # fmt: skip


def _listed_documents(events: Sequence[Made], numbers: dict[str, int]) -> Iterator[ListedDocument]:
    for document in range(len(events)):
        first = events[document // TOGETHER * TOGETHER]
        published = (date.fromisoformat(first.day) + timedelta(days=1)).isoformat()
        identity, outlet = identity_of(document), outlet_of(document)
        yield ListedDocument(
            document, identity, f"{first.town.name}: report {identity}", f"Outlet {outlet:02}", published, "en",
            numbers[family_of(outlet)], TOGETHER, TOGETHER, 150,
        )  # fmt: skip


def _listed_claims(events: Sequence[Made], numbers: dict[str, int]) -> Iterator[ListedClaim]:
    rank = 0
    for document in range(len(events)):
        group = document // TOGETHER * TOGETHER
        for at in range(TOGETHER):
            event = events[group + at]
            voice = numbers[family_of(outlet_of(document))]
            yield ListedClaim(
                rank, f"{identity_of(document)}:c{at + 1:02}", document, event.rank, voice,
                event.cls, event.cls.partition(".")[0], "occurred", "positive", event.day, event.day, event.town.id,
            )  # fmt: skip
            rank += 1


_BATCH = 500


def make(path: Path, number: int = 100_000, seed: int = 1) -> Store:
    """Make a store of ``number`` events, as many reports and ten times as many claims; ``number`` in whole tens."""
    store = Store(str(path), create=True)
    events = made_events(number - number % TOGETHER, seed)
    finished = _keep(store, events)
    record = made_record(events)
    _derive(store, events, record, finished, seed)
    return store


def _keep(store: Store, events: Sequence[Made]) -> list[dict[str, Any]]:
    """Keep the reports, what was read in them, and a row of each claim to review; return the rows of finished ones."""
    stamp = {**Maker("bench").stamp(), "made_at": "2026-01-01T00:00:00Z"}
    finished: list[dict[str, Any]] = []
    batch: list[tuple[int, Document, list[Claim]]] = []
    with store.writing() as connection:
        for document, report, claims in reports_of(events):
            batch.append((document + 1, report, claims))
            if len(batch) == _BATCH or document == len(events) - 1:
                insert_many(connection, DOCUMENTS, [_document_row(n, d, stamp) for n, d, _ in batch])
                insert_many(connection, READINGS, [_reading_row(n, d, c, stamp) for n, d, c in batch])
                insert_many(connection, CLAIMS, [claim_row(claim, n) for n, _, c in batch for claim in c])
                read = tuple(claim for _, _, c in batch for claim in c)
                insert_many(connection, TO_REVIEW, to_review(Finished((), read, Record()), {}))
                finished += [_finished_row(n, d) for n, d, _ in batch]
                batch = []
    return finished


def _derive(store: Store, events: Sequence[Made], record: Record, finished: list[dict[str, Any]], seed: int) -> None:
    """Put the record into its tables, with what lists are made of."""
    rows = {**rows_of(record), "finished": finished, **listed_rows(made_listing(events, record), record)}
    tables = {table.name: table for table in REPLACED}
    settings = StoreSettings().shown()
    values = {"counts": as_json((len(events), 0, 0)), "program": "bench", "settings": settings, "packs": ""}
    values |= {REVISION: revision_of({}, (len(events), seed)), LISTED_AS: LISTED_FORM}
    with store.writing() as connection:
        for name, told in rows.items():
            insert_many(connection, tables[name], told)
        insert_many(connection, STATE, [{"name": name, "value": value} for name, value in values.items()])


def compared(events: Sequence[Made], record: Record) -> tuple[Prepared, ...]:
    """Return what only all claims together tell, of the first reports."""
    some = [(report, claims) for _, report, claims in reports_of(events[:_COMPARED])]
    claims = tuple(claim for _, own in some for claim in own)
    finished = Finished(tuple(report for report, _ in some), claims, record)
    return prepared(finished, Names(finished.documents, claims, record))


def _document_row(number: int, document: Document, stamp: dict[str, str]) -> dict[str, Any]:
    fields = ("id", "sha256", "raw_sha256", "url", "outlet", "published", "title", "language", "text")
    row = {name: getattr(document, name) for name in fields}
    known = {"number": number, "version": 1, "content": content_hash(document), "origin": f"{document.id}.txt"}
    return {**row, **known, "body": document_body(document), "retrieved_at": None, **stamp}


def _reading_row(number: int, document: Document, claims: Sequence[Claim], stamp: dict[str, str]) -> dict[str, Any]:
    body = f"{document_body(document)}\n{as_json(tuple(claims))}"
    return {"number": number, "key": document.id, "document": number, "program": "bench", "body": body, **stamp}


def _finished_row(number: int, document: Document) -> dict[str, Any]:
    body = document_body(replace(document, text=""))
    known = {"id": document.id, "published": document.published, "family": document.family, "body": body}
    return {"document": number, "reading": number, **known}
