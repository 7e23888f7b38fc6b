"""What people decided, taken into a record: their claims in the place of the machine's, and their joins of events.

The claims of a document as people left them are a reading of their own beside the machine's, so that all that shows,
searches or exports claims finds what holds, and a later run changes neither.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crossbearing.engines.worked_out import work_out
from crossbearing.export.review import urgency
from crossbearing.judgements.effective import Effective, by_document, claims_that_hold, effective
from crossbearing.judgements.events import Standing, bonds_of, documents_in
from crossbearing.judgements.matching import subjects_of
from crossbearing.judgements.resolving import resolved
from crossbearing.model.claim import Claim
from crossbearing.model.faults import Faults
from crossbearing.model.finished import Finished
from crossbearing.pipeline import Pipeline, Read
from crossbearing.reconcile.bonds import NO_BONDS, Bonds
from crossbearing.reconcile.comparison import slug
from crossbearing.store.clock import Maker
from crossbearing.store.judging import (
    OPEN,
    REVIEW,
    Judged,
    event_judgements,
    former_text,
    judged_documents,
    judgements_on,
    on_desk,
)
from crossbearing.store.store import Reading, Store

# Counts with the keys of readings that people made: another value, and what they decided is resolved anew.
_FORM = "1"
_DISPUTED = frozenset({"contested"})


@dataclass(slots=True)
class Judging:
    """What people decided, applied to what was read: ``reads`` with the claims that hold, and where these stand.

    ``worked_out`` is what was found in each of the reports alone whose claims they changed.
    """

    reads: list[Read]
    readings: dict[str, tuple[int, int]]
    bonds: Bonds = NO_BONDS
    subjects: dict[str, str] = field(default_factory=dict)
    worked_out: dict[str, str | None] = field(default_factory=dict)


def apply(
    store: Store,
    pipeline: Pipeline,
    maker: Maker,
    reads: Sequence[Read],
    readings: Mapping[str, tuple[int, int]],
    keys: Mapping[str, str],
    faults: Faults,
) -> Judging:
    """Return documents with the claims that hold; ``keys`` and ``readings`` tell the machine's reading of each.

    Nothing is read but the documents that somebody decided on; the others are as they came.
    """
    judging = Judging(list(reads), dict(readings))
    events = event_judgements(store)
    wanted = judged_documents(store)
    if not wanted and not events:
        return judging
    rows = by_document(judgements_on(store, wanted))
    concerned = wanted | documents_in(events)
    found: dict[str, Standing] = {}
    for number, read in enumerate(reads):
        document = read.document
        if document.id not in concerned:
            continue
        own = rows.get(document.id, [])
        holding = effective(document, read.claims, own)
        found[document.id] = Standing(document.text, holding)
        if own:
            key = _key(keys[document.id], own)
            kept = _kept(store, pipeline, maker, read, key, holding, readings[document.id], faults)
            if kept is not None:
                judging.reads[number] = Read(document, kept.claims)
                judging.readings[document.id] = (readings[document.id][0], kept.number)
                judging.worked_out[document.id] = kept.worked_out
                judging.subjects.update((claim.id, one.subject) for one in holding for claim in one.claims)
    if events:
        judging.bonds = bonds_of(events, found, lambda document, sha256: former_text(store, document, sha256))
    return judging


def bonds_held(store: Store, documents: Collection[str]) -> Bonds:
    """Return what people said of claims of these documents being one event or two, by the claims that hold in a store.

    What they said of other documents is left out, as if these were not there.
    """
    events = event_judgements(store)
    found: dict[str, Standing] = {}
    for document in sorted(documents_in(events) & set(documents)):
        there = on_desk(store, document, OPEN)
        text = there.document.text
        found[document] = Standing(text, effective(there.document, there.machine, there.rows))
    return bonds_of(events, found, lambda document, sha256: former_text(store, document, sha256)) if found else NO_BONDS


def _kept(
    store: Store,
    pipeline: Pipeline,
    maker: Maker,
    read: Read,
    key: str,
    holding: Sequence[Effective],
    reading: tuple[int, int],
    faults: Faults,
) -> Reading | None:
    """Return a reading by people, made where it is not there; None for a forgotten one."""
    kept = store.claims_of([key]).get(key)
    if kept is None:
        claims = resolved(pipeline, read.document, claims_that_hold(holding), faults)
        worked_out = {key: work_out(Read(read.document, claims))}
        store.put_readings([(key, reading[0], read.document, claims)], f"{REVIEW}{reading[1]}", maker, worked_out)
        kept = store.claims_of([key]).get(key)
    return kept


def _key(machine: str, rows: Sequence[Judged]) -> str:
    """Return the key of a reading by people: that of the machine's reading, and all that they decided on it."""
    told = (_FORM, machine, [(row.subject, row.turn, row.verdict, row.body) for row in rows])
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def to_review(finished: Finished, subjects: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a row for each claim of the record, with what people choose by what they look at next.

    ``subjects`` are those of documents that people decided on; those of the others follow from their claims.
    """
    disputed = {c for e in finished.ledgers.events if _DISPUTED.intersection(e.flags) for c in e.claims}
    of: dict[str, list[Claim]] = {}
    for claim in finished.claims:
        of.setdefault(claim.document, []).append(claim)
    known = dict(subjects)
    for claims in of.values():
        if claims[0].id not in known:
            known.update(subjects_of(claims))
    return [_row(claim, known[claim.id], claim.id in disputed) for claim in finished.claims]


def _row(claim: Claim, subject: str, disputed: bool) -> dict[str, Any]:
    place = next((p for p in claim.places if p.lat is not None), claim.places[0] if claim.places else None)
    return {
        "claim": claim.id,
        "document": claim.document,
        "start": claim.evidence.start,
        "subject": subject,
        "cls": claim.cls,
        "family": claim.cls.partition(".")[0],
        "place": None if place is None else place.name,
        "place_key": None if place is None or not place.name else slug(place.name),
        "confidence": claim.confidence,
        "calm": round(1 - urgency(claim), 3),
        "disputed": int(disputed),
    }
