"""The store itself: documents are kept, read once, and what is derived from them is replaced as one set."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, RowMapping, and_, delete, func, insert, not_, or_, select
from sqlalchemy.sql import Select

from crossbearing.model.claim import Claim
from crossbearing.model.derived import Record
from crossbearing.model.document import Document
from crossbearing.model.finished import Finished
from crossbearing.store import opening
from crossbearing.store.clock import Maker, now
from crossbearing.store.former import former_events
from crossbearing.store.rows import (
    as_json,
    claim_row,
    claims_from,
    clear_derived,
    content_hash,
    document_body,
    document_from,
    insert_many,
    revision_of,
    rows_of,
    value_from,
)
from crossbearing.store.schema import (
    CLAIMS,
    COLUMNS,
    DERIVED,
    DOCUMENTS,
    EVENT_IDS,
    EVENT_JUDGEMENTS,
    FINISHED,
    JUDGEMENTS,
    MAPPINGS,
    RAW,
    READINGS,
    REPLACED,
    STATE,
    TOMBSTONES,
)

REVISION, LISTED_AS = "revision", "listed"
LISTED_FORM = "3"
"""Another number where ``model/listed.py`` or what fills it changes: older stores make their lists anew."""

NEW, SAME, VERSION, FORGOTTEN, REFUSED = "new", "same", "version", "forgotten", "refused"


@dataclass(frozen=True, slots=True)
class Given:
    """A document that is to be kept: where it came from, when it was fetched, and its bytes where they are kept too."""

    document: Document
    origin: str
    retrieved_at: str | None = None
    raw: bytes | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a document: ``outcome`` is new, same, version, forgotten or refused; ``id`` is that in the store.

    ``said`` tells why it was refused.
    """

    outcome: str
    id: str
    number: int | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """The newest version of a document: ``number`` is its row, ``first`` the row of its first version."""

    number: int
    first: int
    document: Document


class Reading(NamedTuple):
    """What was read of a document: ``number`` is its row, the document is without text, ``worked_out`` is as given."""

    number: int
    document: Document
    claims: tuple[Claim, ...]
    worked_out: str | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the ledgers are to be made from: the documents as they are, and how many rows stood there at that time."""

    documents: tuple[Stored, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class State:
    """What the ledgers were made from: counts of kept rows, the program's hash, settings and packs."""

    counts: tuple[int, ...]
    program: str
    settings: str
    packs: str


class Store:
    """One store, open. Every method is a transaction of its own: it happens as a whole or not at all.

    Raises StoreError, which names the store and says what to do, for all that the database complains of.
    """

    def __init__(self, url: str, create: bool = False) -> None:
        self.url = url
        with opening.told(url):
            self.engine: Engine = opening.open_engine(url, create)
            opening.bring_up(self.engine, url, create)

    @property
    def shown(self) -> str:
        """Return the name of the store, without a password."""
        return opening.shown_url(self.url)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Begin a transaction that alone may write."""
        with opening.told(self.url), opening.writing(self.engine) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Begin a transaction that sees one state of the store."""
        with opening.told(self.url), opening.reading(self.engine) as connection:
            yield connection

    # Documents

    def keep(self, given: Sequence[Given], maker: Maker) -> list[Kept]:
        """Keep documents, all or none; what is there already is not kept twice.

        A report is known by its content (words, outlet, day, title, address). Of a known address, or of a known id
        from the same file, it is a new version. A document that was forgotten is not taken again.
        """
        with self.writing() as connection:
            return [self._keep(connection, one, maker) for one in given]

    def _keep(self, connection: Connection, given: Given, maker: Maker) -> Kept:
        document, content = given.document, content_hash(given.document)
        # The words alone are enough: what was to go does not come back under another name or day.
        gone = or_(TOMBSTONES.c.content == content, TOMBSTONES.c.sha256 == (document.sha256 or content))
        forgotten = connection.execute(select(TOMBSTONES).where(gone)).mappings().first()
        if forgotten is not None:
            said = f"was forgotten on {forgotten['made_at'][:10]}: {forgotten['reason']}"
            return Kept(FORGOTTEN, forgotten["id"], None, said)
        self._keep_raw(connection, given)
        row = connection.execute(select(DOCUMENTS).where(DOCUMENTS.c.content == content)).mappings().first()
        if row is not None:
            return Kept(SAME, row["id"], row["number"])
        known = self._known(connection, document)
        if known is None:
            return Kept(NEW, document.id, self._insert(connection, given, content, document, 1, maker))
        of_address = document.url is not None and known["url"] == document.url
        if not of_address and known["origin"] != given.origin:
            said = f"id {document.id!r} is already that of another report ({known['origin']}); give it another"
            return Kept(REFUSED, document.id, None, said)
        renamed = replace(document, id=known["id"])
        number = self._insert(connection, given, content, renamed, known["version"] + 1, maker)
        return Kept(VERSION, known["id"], number)

    def _known(self, connection: Connection, document: Document) -> RowMapping | None:
        """Return the newest version of the report with this address, else of the one with this id."""
        newest = select(DOCUMENTS).order_by(DOCUMENTS.c.number.desc()).limit(1)
        if document.url:
            row = connection.execute(newest.where(DOCUMENTS.c.url == document.url)).mappings().first()
            if row is not None:
                return connection.execute(newest.where(DOCUMENTS.c.id == row["id"])).mappings().one()
        return connection.execute(newest.where(DOCUMENTS.c.id == document.id)).mappings().first()

    def _keep_raw(self, connection: Connection, given: Given) -> None:
        if given.raw is None:
            return
        there = select(RAW.c.raw_sha256).where(RAW.c.raw_sha256 == given.document.raw_sha256)
        if connection.execute(there).first() is None:
            connection.execute(insert(RAW).values(raw_sha256=given.document.raw_sha256, bytes=given.raw))

    def _insert(
        self, connection: Connection, given: Given, content: str, document: Document, version: int, maker: Maker
    ) -> int:
        row = {
            **{name: getattr(document, name) for name in ("id", "sha256", "raw_sha256", "url", "outlet", "published")},
            **{name: getattr(document, name) for name in ("title", "language", "text")},
            "version": version,
            "content": content,
            "origin": given.origin,
            "body": document_body(document),
            "retrieved_at": given.retrieved_at,
            **maker.stamp(),
        }
        number = connection.execute(insert(DOCUMENTS).values(row)).inserted_primary_key
        assert number is not None
        return int(number[0])

    def snapshot(self) -> Snapshot:
        """Return the newest version of every document, in the order in which their first versions were kept."""
        with self.reading() as connection:
            rows = connection.execute(_current().order_by(DOCUMENTS.c.number)).mappings()
            first: dict[str, int] = dict(
                connection.execute(select(DOCUMENTS.c.id, func.min(DOCUMENTS.c.number)).group_by(DOCUMENTS.c.id)).all()
            )
            found = [Stored(r["number"], first[r["id"]], document_from(r["body"], r["text"])) for r in rows]
            return Snapshot(tuple(sorted(found, key=lambda s: s.first)), _counts(connection))

    # Readings

    def claims_of(self, keys: Iterable[str]) -> dict[str, Reading]:
        """Return what was read under each of the keys."""
        wanted = sorted(set(keys))
        found: dict[str, Reading] = {}
        with self.reading() as connection:
            for start in range(0, len(wanted), 500):
                some = select(READINGS).where(READINGS.c.key.in_(wanted[start : start + 500]))
                for row in connection.execute(some).mappings():
                    document, _, claims = row["body"].partition("\n")
                    read = document_from(document, ""), claims_from(claims)
                    found[row["key"]] = Reading(row["number"], *read, row["worked_out"])
        return found

    def known_keys(self, keys: Iterable[str]) -> frozenset[str]:
        """Return those of the keys under which something was read."""
        wanted = sorted(set(keys))
        found: set[str] = set()
        with self.reading() as connection:
            for start in range(0, len(wanted), 500):
                some = select(READINGS.c.key).where(READINGS.c.key.in_(wanted[start : start + 500]))
                found.update(connection.execute(some).scalars())
        return frozenset(found)

    def put_readings(
        self,
        readings: Sequence[tuple[str, int, Document, Sequence[Claim]]],
        program: str,
        maker: Maker,
        worked_out: Mapping[str, str | None] | None = None,
    ) -> None:
        """Keep what was read: (key, row of the document, the document as read, its claims), each key once.

        ``worked_out`` is what else was found in each document alone, by key.
        """
        with self.writing() as connection:
            for key, number, document, claims in readings:
                known = connection.execute(select(READINGS.c.number).where(READINGS.c.key == key)).first()
                gone = connection.execute(select(TOMBSTONES.c.number).where(TOMBSTONES.c.document == number)).first()
                if known is not None or gone is not None:
                    continue
                body = f"{document_body(document)}\n{as_json(tuple(claims))}"
                row = {"key": key, "document": number, "program": program, "body": body, **maker.stamp()}
                row["worked_out"] = (worked_out or {}).get(key)
                made = connection.execute(insert(READINGS).values(row)).inserted_primary_key
                assert made is not None
                insert_many(connection, CLAIMS, [claim_row(claim, int(made[0])) for claim in claims])

    # What is derived

    def state(self) -> State | None:
        """Return what the ledgers were made from; None where none were made."""
        with self.reading() as connection:
            return _state(connection)

    def is_empty(self) -> bool:
        """Say whether the store holds no document."""
        with self.reading() as connection:
            return connection.execute(select(DOCUMENTS.c.number).limit(1)).first() is None

    def is_current(self) -> bool:
        """Say whether the ledgers were made from all that is kept."""
        with self.reading() as connection:
            state = _state(connection)
            return state is not None and _padded(state.counts) == _counts(connection)

    def replace_ledgers(
        self,
        finished: Finished,
        readings: Mapping[str, tuple[int, int]],
        state: State,
        listed: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    ) -> bool:
        """Put a record in the place of the former one; ``readings`` gives (row, reading) of each document by id.

        ``listed`` are the rows of what lists are made of, by table (``columns.listed_rows``). False where the former
        record was made from more, by another process: then it stays. What former ids of events have become is added
        to ``event_ids``.
        """
        with self.writing() as connection:
            before = _state(connection)
            if before is not None and _padded(before.counts) > _padded(state.counts):
                return False
            former = _events(connection)
            clear_derived(connection)
            made = {**rows_of(finished.ledgers)}
            made["finished"] = [_finished_row(d, *readings[d.id]) for d in finished.documents]
            revision = revision_of(made, state)
            for name, rows in {**made, **(listed or {})}.items():
                insert_many(connection, _TABLES[name], rows)
            moved = [{**row, "made_at": now()} for row in former_events(former, finished.ledgers)]
            insert_many(connection, EVENT_IDS, moved)
            connection.execute(delete(STATE))
            rows = [{"name": "counts", "value": as_json(state.counts)}]
            rows += [{"name": n, "value": getattr(state, n)} for n in ("program", "settings", "packs")]
            rows += [{"name": REVISION, "value": revision}]
            rows += [{"name": LISTED_AS, "value": LISTED_FORM}] if COLUMNS.name in (listed or {}) else []
            insert_many(connection, STATE, rows)
            return True

    def finished(self) -> Finished:
        """Return documents with their texts, claims and ledgers as they were last derived, all of one moment."""
        with self.reading() as connection:
            joined = select(FINISHED.c.body, DOCUMENTS.c.text, READINGS.c.body.label("read")).where(
                and_(FINISHED.c.document == DOCUMENTS.c.number, FINISHED.c.reading == READINGS.c.number)
            )
            documents, claims = [], []
            mappings: dict[str, Any] = {name: _mapping(connection, name) for name in MAPPINGS}
            families = mappings["claim_families"]
            for row in connection.execute(joined.order_by(FINISHED.c.id)).mappings():
                documents.append(document_from(row["body"], row["text"]))
                for claim in claims_from(row["read"].partition("\n")[2]):
                    claims.append(replace(claim, family=families.get(claim.id, claim.family)))
            lists: dict[str, Any] = {name: _values(connection, name) for name in DERIVED}
        ordered = sorted(documents, key=lambda d: d.id), sorted(claims, key=lambda c: c.id)
        return Finished(tuple(ordered[0]), tuple(ordered[1]), Record(**lists, **mappings))


_TABLES = {table.name: table for table in REPLACED}


def _current() -> Select[Any]:
    later = DOCUMENTS.alias()
    newer = select(later.c.number).where(and_(later.c.id == DOCUMENTS.c.id, later.c.version > DOCUMENTS.c.version))
    return select(DOCUMENTS).where(not_(newer.exists()))


def _counts(connection: Connection) -> tuple[int, ...]:
    """Return how many documents were ever kept, how many were forgotten, and how often people decided.

    Neither of the first two ever shrinks; the third does only where the second grows.
    """
    kept, gone = (connection.execute(select(func.count()).select_from(t)).scalar_one() for t in (DOCUMENTS, TOMBSTONES))
    seen_by_all = or_(JUDGEMENTS.c.lane.is_(None), JUDGEMENTS.c.lane == "")
    judged = select(func.count()).select_from(JUDGEMENTS).where(seen_by_all)
    of_events = select(func.count()).select_from(EVENT_JUDGEMENTS)
    return (kept + gone, gone, sum(connection.execute(query).scalar_one() for query in (judged, of_events)))


def _padded(counts: tuple[int, ...]) -> tuple[int, ...]:
    """Return counts with nothing decided where a store from before people could decide does not say."""
    return (*counts, 0)[:3] if len(counts) < 3 else counts


def _state(connection: Connection) -> State | None:
    found = dict(connection.execute(select(STATE.c.name, STATE.c.value)).all())
    if not found:
        return None
    return State(tuple(json.loads(found["counts"])), found["program"], found["settings"], found["packs"])


def _mapping(connection: Connection, name: str) -> dict[str, str]:
    table = MAPPINGS[name]
    return dict(connection.execute(select(table.c.key, table.c.value).order_by(table.c.key)).all())


def _values(connection: Connection, name: str) -> tuple[Any, ...]:
    rows = connection.execute(select(DERIVED[name]).order_by(DERIVED[name].c.position)).mappings()
    return tuple(value_from(name, dict(row)) for row in rows)


def _events(connection: Connection) -> dict[str, tuple[str, ...]]:
    table = DERIVED["events"]
    rows = connection.execute(select(table.c.id, table.c.claims)).all()
    return {event: tuple(json.loads(claims)) for event, claims in rows}


def _finished_row(document: Document, number: int, reading: int) -> dict[str, Any]:
    return {
        "document": number,
        "reading": reading,
        "id": document.id,
        "published": document.published,
        "family": document.family,
        "body": document_body(document),
    }
