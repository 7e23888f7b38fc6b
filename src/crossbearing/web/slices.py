"""Slices: the documents, claims and rows of the record that one page needs, read from the store in one transaction.

A slice is what the views of the report take, so that a page says of a part what the report says of the whole. No page
loads more than it shows: everything here asks by id.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, and_, case, func, or_, select
from sqlalchemy.sql import ColumnElement, Select

from crossbearing.model.claim import Claim, claim_from_json
from crossbearing.model.derived import Agreement, ControlState, Event, Family, Record
from crossbearing.model.document import Document
from crossbearing.report.highlight import text_order
from crossbearing.report.marks import Mark, Palette
from crossbearing.store.rows import claims_from, document_from, value_from
from crossbearing.store.schema import (
    CLAIMS,
    DERIVED,
    DOCUMENTS,
    EVENT_CLAIMS,
    EVENT_IDS,
    FINISHED,
    LISTED,
    MAPPINGS,
    READINGS,
)
from crossbearing.store.store import Store
from crossbearing.text.languages.detect import reading_language

_TELLS_LANGUAGE = 1_500
"""Characters of a text by which its language is known, where its field does not say it."""

_AT_ONCE = 500
"""Values of one question: a database takes only so many."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a store: documents and claims by id, the rows that speak of them, and the claims' numbers.

    ``numbers`` counts a document's claims in the order of its text from 1, over all of them, also where the slice
    holds only some. Documents have their text only where the slice is of a document; ``events`` then says of which
    event each claim is. ``palette`` are the marks that the voices have on every page.
    """

    documents: tuple[Document, ...] = ()
    claims: tuple[Claim, ...] = ()
    ledgers: Record = field(default_factory=Record)
    numbers: Mapping[str, int] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)
    palette: Palette = field(default_factory=Palette)


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a report: its number from 1, where it came from, who kept it when, and the hash of its bytes."""

    number: int
    origin: str
    kept: str
    who: str
    raw_sha256: str


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    wanted = sorted(set(values))
    for start in range(0, len(wanted), _AT_ONCE):
        yield wanted[start : start + _AT_ONCE]


def _rows(
    connection: Connection, asked: Select[Any], column: ColumnElement[Any], values: Iterable[str]
) -> Iterator[Mapping[str, Any]]:
    """Yield the rows in which a column has one of the values."""
    for some in _chunks(values):
        for row in connection.execute(asked.where(column.in_(some))).mappings():
            yield dict(row)


def _derived(connection: Connection, name: str, column: str, values: Iterable[str]) -> list[Any]:
    """Return the rows of a list of the record in which a column has one of the values, in the order of the record."""
    table = DERIVED[name]
    found = _rows(connection, select(table), table.c[column], values)
    return [value_from(name, row) for row in sorted(found, key=lambda row: row["position"])]


def _claims(connection: Connection, ids: Iterable[str]) -> list[Claim]:
    """Return claims by id as they were last derived, sorted by id."""
    families = MAPPINGS["claim_families"]
    asked = (
        select(CLAIMS.c.body, families.c.value)
        .join(FINISHED, FINISHED.c.reading == CLAIMS.c.reading)
        .outerjoin(families, families.c.key == CLAIMS.c.id)
    )
    found = []
    for row in _rows(connection, asked, CLAIMS.c.id, ids):
        claim = claim_from_json(json.loads(row["body"]))
        found.append(replace(claim, family=row["value"] or claim.family))
    return sorted(found, key=lambda claim: claim.id)


def _documents(connection: Connection, ids: Iterable[str], quoted: bool = True) -> list[Document]:
    """Return documents without their text, sorted by id; where none of it is ``quoted``, its language is not sought."""
    beginning = func.substr(DOCUMENTS.c.text, 1, _TELLS_LANGUAGE).label("beginning")
    asked = select(FINISHED.c.body, beginning).join(DOCUMENTS, DOCUMENTS.c.number == FINISHED.c.document)
    found = []
    for row in _rows(connection, asked, FINISHED.c.id, ids):
        document = document_from(row["body"], row["beginning"])
        language = reading_language(document) if quoted else document.language
        found.append(replace(document, text="", language=language))
    return sorted(found, key=lambda document: document.id)


def _numbers(connection: Connection, documents: Iterable[str]) -> dict[str, int]:
    """Return the number of every claim of the documents, in the order of the text."""
    asked = select(CLAIMS.c.document, CLAIMS.c.id, CLAIMS.c.evidence_start, CLAIMS.c.evidence_end).join(
        FINISHED, FINISHED.c.reading == CLAIMS.c.reading
    )
    of_document: dict[str, list[tuple[int, int, str]]] = {}
    for row in _rows(connection, asked, CLAIMS.c.document, documents):
        of_document.setdefault(row["document"], []).append((row["evidence_start"], -row["evidence_end"], row["id"]))
    return {claim: n for rows in of_document.values() for n, (_, _, claim) in enumerate(sorted(rows), 1)}


def _families(connection: Connection, events: Sequence[Event], more: Iterable[str] = ()) -> list[Family]:
    """Return the families that speak of events, with no edges: why they are one is shown elsewhere."""
    table = DERIVED["families"]
    wanted = {voice.id for event in events for voice in event.families} | set(more)
    asked = select(table.c.id, table.c.side)
    rows = _rows(connection, asked, table.c.id, wanted)
    return sorted((Family(row["id"], (), (), row["side"]) for row in rows), key=lambda family: family.id)


def palette(connection: Connection, ids: Iterable[str]) -> Palette:
    """Return the marks that voices have in the whole record, and the colours of all its sides."""
    table = LISTED["voices"]
    rows = _rows(connection, select(table), table.c.id, ids)
    marks = {row["id"]: Mark(row["name"], row["letter"], row["colour"], row["side"] or "") for row in rows}
    sides = connection.execute(select(table.c.side, table.c.colour).where(table.c.side.is_not(None)).distinct())
    return Palette(marks, dict(sides.all()))


def events(store: Store, ids: Collection[str], near: bool = False) -> Slice:
    """Return events with their claims, tolls and voices; ``near`` takes in those that they are tied to.

    Ids of which there is no event are passed over.
    """
    with store.reading() as connection:
        return _events(connection, ids, near)


def _events(connection: Connection, ids: Collection[str], near: bool, quoted: bool = True) -> Slice:
    found: list[Event] = _derived(connection, "events", "id", ids)
    if near:
        tied = {tie.event for event in found for tie in event.related} | {e.part_of for e in found if e.part_of}
        found += _derived(connection, "events", "id", tied - {event.id for event in found})
    claims = _claims(connection, (claim for event in found for claim in event.claims))
    tolls = _derived(connection, "tolls", "event", (event.id for event in found))
    positions = _derived(connection, "positions", "toll", (toll.id for toll in tolls))
    documents = {claim.document for claim in claims}
    families = _families(connection, found, (p.family for p in positions))
    return Slice(
        documents=tuple(_documents(connection, documents, quoted)),
        claims=tuple(claims),
        ledgers=Record(families=tuple(families), events=tuple(found), tolls=tuple(tolls), positions=tuple(positions)),
        numbers=_numbers(connection, documents),
        palette=palette(connection, (family.id for family in families)),
    )


def _about(
    connection: Connection, ledgers: Record, claims: Iterable[str], voices: Iterable[str], quoted: bool = True
) -> Slice:
    """Return rows of the record with the claims they come from and the voices that they name."""
    found, wanted = _claims(connection, claims), set(voices)
    documents = {claim.document for claim in found}
    return Slice(
        documents=tuple(_documents(connection, documents, quoted)),
        claims=tuple(found),
        ledgers=replace(ledgers, families=tuple(_families(connection, (), wanted))),
        numbers=_numbers(connection, documents),
        palette=palette(connection, wanted),
    )


def first_screen(
    connection: Connection, ids: Collection[str], places: Collection[str], deals: Collection[str]
) -> Slice:
    """Return events, control of places, and agreements in one slice, for sentences that speak of all three."""
    one = _events(connection, ids, near=False, quoted=False)
    rows: list[ControlState] = _derived(connection, "control", "place", places)
    agreed: list[Agreement] = _derived(connection, "agreements", "id", deals)
    said = {c for row in rows for c in row.claims} | {c for row in agreed for c in row.claims}
    said |= {b.claim for row in agreed for b in row.breaches}
    voices = {v for row in rows for v in (row.timeline, row.holder, row.contender) if v}
    voices |= {v for row in agreed for v in (*row.parties, *row.announced_by)}
    voices |= {v for row in agreed for b in row.breaches for v in (b.by, b.alleged_by) if v}
    voices |= {voice.id for event in one.ledgers.events for voice in event.families}
    more = _about(connection, Record(control=tuple(rows), agreements=tuple(agreed)), said, voices, quoted=False)
    documents = {d.id: d for d in (*one.documents, *more.documents)}
    claims = {c.id: c for c in (*one.claims, *more.claims)}
    return Slice(
        documents=tuple(documents[i] for i in sorted(documents)),
        claims=tuple(claims[i] for i in sorted(claims)),
        ledgers=replace(one.ledgers, control=tuple(rows), agreements=tuple(agreed), families=more.ledgers.families),
        numbers={**one.numbers, **more.numbers},
        palette=Palette({**one.palette.marks, **more.palette.marks}, one.palette.colours),
    )


def control_on(store: Store, day: str, most: int) -> tuple[Slice, int]:
    """Return what holds of places on an ISO day, each with two of its claims at most, and how many were left out.

    Of a place only what is taken together is given, where something is. Places of which two things are told come first.
    """
    table = DERIVED["control"]
    dated = or_(table.c.start.is_not(None), table.c.end.is_not(None))
    on = dated & (func.coalesce(table.c.start, "") <= day) & (func.coalesce(table.c.end, "9999") >= day)
    clashes = func.max(case((table.c.contradiction.is_not(None), 1), else_=0))
    asked = select(table.c.place).where(on).group_by(table.c.place).order_by(clashes.desc(), table.c.place)
    with store.reading() as connection:
        known = list(connection.execute(asked).scalars())
        rows = _rows(connection, select(table).where(on), table.c.place, known[:most])
        found: list[ControlState] = [value_from("control", row) for row in sorted(rows, key=lambda r: r["position"])]
        together = {row.place for row in found if row.timeline == "reconciled"}
        shown = tuple(row for row in found if row.timeline == "reconciled" or row.place not in together)
        voices = {v for row in shown for v in (row.holder, row.contender) if v}
        said = _claims(connection, (claim for row in shown for claim in row.claims[:2]))
        ledgers = Record(control=shown, families=tuple(_families(connection, (), voices)))
        marks = palette(connection, voices)
        return Slice(claims=tuple(said), ledgers=ledgers, palette=marks), max(0, len(known) - most)


def claims(store: Store, ids: Collection[str], voices: Iterable[str] = ()) -> Slice:
    """Return claims with their documents, and the marks of voices; ids of which there is no claim are passed over."""
    with store.reading() as connection:
        return _about(connection, Record(), ids, voices)


def prepared(store: Store, names: Collection[str]) -> dict[str, str]:
    """Return parts of the record that were made with it, by name (``report/prepared.py``)."""
    table = LISTED["prepared"]
    with store.reading() as connection:
        return {row["name"]: row["body"] for row in _rows(connection, select(table), table.c.name, names)}


def prepared_parts(store: Store, name: str) -> int:
    """Return of how many parts a prepared list is."""
    table = LISTED["prepared"]
    with store.reading() as connection:
        asked = select(func.count()).select_from(table).where(table.c.name.startswith(f"{name}/", autoescape=True))
        return int(connection.execute(asked).scalar_one())


def control(store: Store, places: Collection[str]) -> Slice:
    """Return who held places when, with the claims that say so."""
    with store.reading() as connection:
        rows: list[ControlState] = _derived(connection, "control", "place", places)
        voices = {v for row in rows for v in (row.timeline, row.holder, row.contender) if v}
        return _about(connection, Record(control=tuple(rows)), (c for row in rows for c in row.claims), voices)


def control_rows(store: Store, places: Collection[str]) -> list[ControlState]:
    """Return who held places when, without the claims that say so."""
    with store.reading() as connection:
        rows: list[ControlState] = _derived(connection, "control", "place", places)
        return rows


def agreements(store: Store, ids: Collection[str]) -> Slice:
    """Return agreements with the claims that tell of them, and those they follow or are followed by."""
    with store.reading() as connection:
        rows: list[Agreement] = _derived(connection, "agreements", "id", ids)
        near = {other for row in rows for other in (row.predecessor, row.successor) if other} - {row.id for row in rows}
        rows += _derived(connection, "agreements", "id", near)
        said = {c for row in rows for c in row.claims}
        said |= {b.claim for row in rows for b in row.breaches}
        said |= {c for row in rows for term in row.terms for c in (term.claim, *term.claims, *term.also)}
        voices = {v for row in rows for v in (*row.parties, *row.announced_by, *row.silent, *row.mediator)}
        voices |= {v for row in rows for b in row.breaches for v in (b.by, b.alleged_by) if v}
        return _about(connection, Record(agreements=tuple(rows)), said, voices)


def silent(store: Store, event: Event) -> tuple[str, ...]:
    """Return the outlets that tell of that day and square of a degree, and not of the event itself, by name.

    This is what counts as left out in the profiles of sources too (``reconcile/sources.py``).
    """
    place = event.place
    if event.level != "incident" or not event.start or place is None or place.lat is None or place.lon is None:
        return ()
    square = place.lat // 1, place.lon // 1
    with store.reading() as connection:
        same_day = _derived(connection, "events", "start", [event.start])
        near = [
            other
            for other in same_day
            if other.level == "incident" and other.place and other.place.lat is not None
            and other.place.lon is not None and (other.place.lat // 1, other.place.lon // 1) == square
        ]  # fmt: skip
        asked = select(FINISHED.c.id, DOCUMENTS.c.outlet).join(DOCUMENTS, DOCUMENTS.c.number == FINISHED.c.document)
        rows = _rows(connection, asked, FINISHED.c.id, {d for other in near for d in other.documents})
        outlets = {row["id"]: row["outlet"] for row in rows}
    telling = {outlets.get(document) for document in event.documents}
    return tuple(sorted({o for o in outlets.values() if o and o not in telling}))


def document(store: Store, identity: str) -> Slice | None:
    """Return a report with its text, its claims, and the events these are part of; None where it is not known.

    A report that was kept and not yet read has its text and no claims.
    """
    with store.reading() as connection:
        joined = and_(FINISHED.c.document == DOCUMENTS.c.number, FINISHED.c.reading == READINGS.c.number)
        asked = select(FINISHED.c.body, DOCUMENTS.c.text, READINGS.c.body.label("read")).where(joined)
        row = connection.execute(asked.where(FINISHED.c.id == identity)).mappings().first()
        if row is None:
            return _unread(connection, identity)
        families = MAPPINGS["claim_families"]
        own = claims_from(row["read"].partition("\n")[2])
        of = {r["key"]: r["value"] for r in _rows(connection, select(families), families.c.key, (c.id for c in own))}
        claims = [replace(claim, family=of.get(claim.id, claim.family)) for claim in own]
        links = _rows(connection, select(EVENT_CLAIMS), EVENT_CLAIMS.c.claim, (c.id for c in own))
        of_claims = {link["claim"]: link["event"] for link in links}
        found: list[Event] = _derived(connection, "events", "id", of_claims.values())
        return Slice(
            documents=(document_from(row["body"], row["text"]),),
            claims=tuple(sorted(claims, key=lambda claim: claim.id)),
            ledgers=Record(families=tuple(_families(connection, found)), events=tuple(found)),
            numbers={claim.id: number for number, claim in enumerate(sorted(claims, key=text_order), 1)},
            events=of_claims,
            palette=palette(connection, of.values()),
        )


def _unread(connection: Connection, identity: str) -> Slice | None:
    asked = select(DOCUMENTS.c.body, DOCUMENTS.c.text).where(DOCUMENTS.c.id == identity)
    row = connection.execute(asked.order_by(DOCUMENTS.c.version.desc())).mappings().first()
    return None if row is None else Slice(documents=(document_from(row["body"], row["text"]),))


def versions(store: Store, identity: str) -> tuple[Version, ...]:
    """Return the texts of a report that were kept, the first one first."""
    columns = [DOCUMENTS.c[name] for name in ("version", "origin", "made_at", "who", "raw_sha256")]
    with store.reading() as connection:
        rows = connection.execute(select(*columns).where(DOCUMENTS.c.id == identity).order_by(DOCUMENTS.c.version))
        return tuple(Version(*row) for row in rows)


def document_of_claim(store: Store, identity: str) -> tuple[str, int] | None:
    """Return the report of a claim and the claim's number in it; None where the claim is not known."""
    with store.reading() as connection:
        asked = select(CLAIMS.c.document).join(FINISHED, FINISHED.c.reading == CLAIMS.c.reading)
        row = connection.execute(asked.where(CLAIMS.c.id == identity)).first()
        return None if row is None else (row[0], _numbers(connection, [row[0]])[identity])


def former_event(store: Store, identity: str) -> str | None:
    """Return the id of the event that took up a former one; None where there is none."""
    with store.reading() as connection:
        asked = select(EVENT_IDS.c.present).where(EVENT_IDS.c.former == identity)
        row = connection.execute(asked.order_by(EVENT_IDS.c.number.desc())).first()
        return None if row is None else row[0]
