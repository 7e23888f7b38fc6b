"""Decisions of people in the store: rows that are added where the one who decided has seen what stands there now.

Whoever decides says how many decisions on the same thing were seen. Where another one came meanwhile nothing is added,
and that one is given back. The same decision sent twice is kept once: its key is a hash of all that it says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, func, insert, or_, select

from crossbearing.model.claim import Claim
from crossbearing.model.document import Document
from crossbearing.model.errors import StoreError
from crossbearing.store.clock import Maker
from crossbearing.store.rows import claims_from, document_from
from crossbearing.store.schema import CODINGS, DOCUMENTS, EVENT_JUDGEMENTS, FINISHED, JUDGEMENTS, READINGS
from crossbearing.store.store import Store

OPEN = ""
"""The lane in which everybody sees what everybody decides, and from which the record is made."""
ADDED, SAME, CONFLICT = "added", "same", "conflict"
REVIEW = "review:"
"""What the ``program`` of a reading begins with that holds what people made of another; the number of that follows."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision as it is kept; ``body`` holds the claims as they were left, the machine's claim, and the comment."""

    number: int
    claim: str
    document: str
    verdict: str
    body: Mapping[str, Any]
    source: str
    lane: str
    subject: str | None
    turn: int | None
    sha256: str | None
    who: str
    made_at: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision that is to be kept: on which claim of which text, seen after how many others on the same subject."""

    claim: str
    document: str
    verdict: str
    body: Mapping[str, Any]
    subject: str
    seen: int
    sha256: str
    lane: str = OPEN
    source: str = "review"

    def key(self, who: str) -> str:
        """Return a hash of all it says and by whom: what comes twice is known by it."""
        told = (self.lane, self.document, self.subject, self.seen, self.verdict, self.body, self.sha256, who)
        return _hash(told)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a decision: added, same (it was kept before) or conflict, with the decision that came between."""

    what: str
    other: Judged | None = None


@dataclass(frozen=True, slots=True)
class EventJudged:
    """Events that a person joined (``merge``) or parted (``split``), or a decision of that kind undone (``undo``)."""

    number: int
    verdict: str
    undoes: int | None
    body: Mapping[str, Any]
    who: str
    made_at: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A step of coding: ``act`` is assign, take_back, hand_in or adjudicate."""

    number: int
    round: str
    document: str
    coder: str
    act: str
    body: Mapping[str, Any]
    who: str
    made_at: str


def _hash(told: object) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _judged(row: RowMapping) -> Judged:
    body = json.loads(row["body"])
    names = ("number", "claim", "document", "verdict", "source", "subject", "turn", "sha256", "who", "made_at")
    return Judged(lane=row["lane"] or OPEN, body=body, **{name: row[name] for name in names})


def judgements_on(store: Store, documents: Iterable[str] | None = None, lane: str | None = OPEN) -> list[Judged]:
    """Return the decisions on claims of documents (of all if None) in their order; ``lane`` None gives those of all."""
    with store.reading() as connection:
        return list(_judgements(connection, documents, lane))


def _judgements(connection: Connection, documents: Iterable[str] | None, lane: str | None) -> list[Judged]:
    query = select(JUDGEMENTS).order_by(JUDGEMENTS.c.number)
    if lane is not None:
        own = JUDGEMENTS.c.lane == lane
        query = query.where(or_(own, JUDGEMENTS.c.lane.is_(None)) if lane == OPEN else own)
    if documents is not None:
        query = query.where(JUDGEMENTS.c.document.in_(sorted(set(documents))))
    return [_judged(row) for row in connection.execute(query).mappings()]


def judged_documents(store: Store) -> set[str]:
    """Return the ids of the documents on whose claims somebody decided in the open lane."""
    with store.reading() as connection:
        own = or_(JUDGEMENTS.c.lane == OPEN, JUDGEMENTS.c.lane.is_(None))
        return set(connection.execute(select(JUDGEMENTS.c.document).where(own).distinct()).scalars())


def decide(store: Store, decision: Decision, maker: Maker) -> Outcome:
    """Add a decision, unless it is there already or somebody decided on the same subject since it was seen."""
    key = decision.key(maker.who)
    with store.writing() as connection:
        if connection.execute(select(JUDGEMENTS.c.number).where(JUDGEMENTS.c.key == key)).first():
            return Outcome(SAME)
        on_it = (
            JUDGEMENTS.c.document == decision.document,
            JUDGEMENTS.c.lane == decision.lane,
            JUDGEMENTS.c.subject == decision.subject,
        )
        last = connection.execute(select(JUDGEMENTS).where(*on_it).order_by(JUDGEMENTS.c.turn.desc()).limit(1))
        row = last.mappings().first()
        if (row["turn"] if row else 0) > decision.seen:
            assert row is not None
            return Outcome(CONFLICT, _judged(row))
        body = json.dumps(decision.body, ensure_ascii=False, sort_keys=True)
        names = ("claim", "document", "verdict", "source", "lane", "subject", "sha256")
        values = {name: getattr(decision, name) for name in names}
        values |= {"key": key, "turn": decision.seen + 1, "body": body}
        connection.execute(insert(JUDGEMENTS).values(**values, **maker.stamp()))
        return Outcome(ADDED)


# Events


def _event_judged(row: RowMapping) -> EventJudged:
    names = ("number", "verdict", "undoes", "who", "made_at")
    return EventJudged(body=json.loads(row["body"]), **{name: row[name] for name in names})


def event_judgements(store: Store) -> list[EventJudged]:
    """Return the decisions on events in their order, undone ones too."""
    with store.reading() as connection:
        return _event_judgements(connection)


def _event_judgements(connection: Connection, after: int = 0) -> list[EventJudged]:
    query = select(EVENT_JUDGEMENTS).where(EVENT_JUDGEMENTS.c.number > after).order_by(EVENT_JUDGEMENTS.c.number)
    return [_event_judged(row) for row in connection.execute(query).mappings()]


def decide_on_events(
    store: Store,
    verdict: str,
    body: Mapping[str, Any],
    seen: int,
    maker: Maker,
    concerns: Callable[[EventJudged], bool],
    undoes: int | None = None,
) -> tuple[str, EventJudged | None]:
    """Add a decision on events, unless one that ``concerns`` the same came after number ``seen``, which is returned."""
    key = _hash((verdict, body, seen, undoes, maker.who))
    with store.writing() as connection:
        if connection.execute(select(EVENT_JUDGEMENTS.c.number).where(EVENT_JUDGEMENTS.c.key == key)).first():
            return SAME, None
        newer = next((row for row in _event_judgements(connection, seen) if concerns(row)), None)
        if newer is not None:
            return CONFLICT, newer
        told = json.dumps(body, ensure_ascii=False, sort_keys=True)
        values = {"key": key, "verdict": verdict, "undoes": undoes, "body": told}
        connection.execute(insert(EVENT_JUDGEMENTS).values(**values, **maker.stamp()))
        return ADDED, None


# Coding


def codings(store: Store, document: str | None = None) -> list[Coded]:
    """Return the steps of coding in their order, of one document or of all."""
    with store.reading() as connection:
        return _codings(connection, document)


def _codings(connection: Connection, document: str | None) -> list[Coded]:
    query = select(CODINGS).order_by(CODINGS.c.number)
    if document is not None:
        query = query.where(CODINGS.c.document == document)
    names = ("number", "round", "document", "coder", "act", "who", "made_at")
    rows = connection.execute(query).mappings()
    return [Coded(body=json.loads(row["body"]), **{name: row[name] for name in names}) for row in rows]


def step(
    store: Store,
    one: tuple[str, str, str, str],
    body: Mapping[str, Any],
    maker: Maker,
    allowed: Callable[[list[Coded]], str],
) -> str:
    """Add a step of coding: (round, document, coder, act); ``allowed`` says why not, of the steps so far, or nothing.

    Returns that reason, empty where the step was added.
    """
    round_, document, coder, act = one
    with store.writing() as connection:
        before = _codings(connection, document)
        why = allowed(before)
        if why:
            return why
        key = _hash((one, len(before)))
        values = {"key": key, "round": round_, "document": document, "coder": coder, "act": act}
        told = json.dumps(body, ensure_ascii=False, sort_keys=True)
        connection.execute(insert(CODINGS).values(**values, body=told, **maker.stamp()))
    return ""


# What stands there


def text_hash(text: str) -> str:
    """Return the hash of a text by which a decision says what it was made on.

    >>> text_hash("War ended.")[:8]
    '20b7f775'
    """
    return hashlib.sha256(text.encode()).hexdigest()


def former_text(store: Store, document: str, sha256: str) -> str:
    """Return the text of a version of a document by its hash, nothing where there is no such version."""
    with store.reading() as connection:
        texts = connection.execute(select(DOCUMENTS.c.text).where(DOCUMENTS.c.id == document)).scalars()
        return next((text for text in texts if text_hash(text) == sha256), "")


def newest_number(store: Store, table: Table = EVENT_JUDGEMENTS) -> int:
    """Return the number of the newest row, 0 where there is none: what a page says that it has seen."""
    with store.reading() as connection:
        return int(connection.execute(select(func.max(table.c.number))).scalar() or 0)


def document_of(store: Store, document: str) -> tuple[Document, tuple[Claim, ...]]:
    """Return the newest version of a document and what the machine last read in it; StoreError where it is not there.

    The reading is the one that the record was made from, and before there is a record the newest.
    """
    with store.reading() as connection:
        return _document_of(connection, store.shown, document)


@dataclass(frozen=True, slots=True)
class OnDesk:
    """All that stands of a document, of one moment: its text, the machine's claims, decisions, and steps of coding."""

    document: Document
    machine: tuple[Claim, ...]
    rows: tuple[Judged, ...]
    steps: tuple[Coded, ...]


def on_desk(store: Store, document: str, lane: str) -> OnDesk:
    """Return what stands of a document in a lane; StoreError where it is not there."""
    with store.reading() as connection:
        found, machine = _document_of(connection, store.shown, document)
        rows = _judgements(connection, [document], lane)
        steps = _codings(connection, document) if lane != OPEN else []
    return OnDesk(found, machine, tuple(rows), tuple(steps))


def _document_of(connection: Connection, shown: str, document: str) -> tuple[Document, tuple[Claim, ...]]:
    query = select(DOCUMENTS).where(DOCUMENTS.c.id == document).order_by(DOCUMENTS.c.version.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise StoreError(f"{shown}: {document!r} is no document of it")
    reading = _machine_reading(connection, row["number"])
    if reading is None:
        return document_from(row["body"], row["text"]), ()
    read, _, claims = reading.partition("\n")
    return document_from(read, row["text"]), claims_from(claims)


def _machine_reading(connection: Connection, number: int) -> str | None:
    """Return the body of the reading of a version by the machine."""
    used = connection.execute(
        select(READINGS.c.program, READINGS.c.body)
        .join(FINISHED, FINISHED.c.reading == READINGS.c.number)
        .where(FINISHED.c.document == number)
    ).first()
    if used is not None and not used.program.startswith(REVIEW):
        return str(used.body)
    query = select(READINGS.c.body).where(READINGS.c.document == number)
    if used is not None:
        query = query.where(READINGS.c.number == int(used.program.removeprefix(REVIEW)))
    else:
        query = query.where(READINGS.c.program.not_like(f"{REVIEW}%")).order_by(READINGS.c.number.desc()).limit(1)
    body = connection.execute(query).scalar()
    return None if body is None else str(body)
