"""A store at work: reads what was not read yet, derives the ledgers from all, and writes them as one set.

The ledgers of a store are those that a run over all its documents would give, in whatever order and in however many
steps these came: an undated report is dated by all others, so what was read is known by the document as it was dated
(``document_key``), and is read again only where that has changed, or the program or its packs have.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from crossbearing.engines.dated import anchors_of, date_documents
from crossbearing.engines.event_ids import with_lasting_ids
from crossbearing.engines.judged import apply, to_review
from crossbearing.engines.local import finish, side_table
from crossbearing.engines.pool import WorkerPool
from crossbearing.engines.unfinished import document_key
from crossbearing.engines.worked_out import taken_up, work_out
from crossbearing.model.budget import SECONDS
from crossbearing.model.claim import Claim
from crossbearing.model.document import Document
from crossbearing.model.errors import StoreError
from crossbearing.model.faults import Faults
from crossbearing.model.finished import Finished
from crossbearing.model.listed import Listing
from crossbearing.pipeline import Pipeline, Read
from crossbearing.store.clock import Maker
from crossbearing.store.columns import listed_rows
from crossbearing.store.store import Given, Kept, Snapshot, State, Store

BATCH = 32
"""Documents of one transaction: each waits for the disk once, and what a kill may cost to read again is no more."""


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """What changes the readings of a store besides the program and its packs."""

    as_of: date | None = None
    anchors: tuple[str, ...] = ()
    seconds: float = SECONDS
    strict: bool = False
    judge: str = ""
    """The fingerprint of the judge that a team taught, empty for the one that ships."""

    def shown(self) -> str:
        """Return the settings as the store keeps them."""
        day = self.as_of.isoformat() if self.as_of else None
        return json.dumps(
            {"as_of": day, "anchors": sorted(self.anchors), "document_seconds": self.seconds, "judge": self.judge}
        )


def settings_of(state: State | None) -> StoreSettings:
    """Return the settings that the ledgers of a store were last made with; the usual ones where there are none.

    >>> settings_of(None) == StoreSettings()
    True
    """
    if state is None:
        return StoreSettings()
    shown = json.loads(state.settings)
    day = date.fromisoformat(shown["as_of"]) if shown["as_of"] else None
    return StoreSettings(day, tuple(shown["anchors"]), shown["document_seconds"], judge=shown.get("judge", ""))


def judge_not_forgotten(store: Store) -> None:
    """Raise StoreError where the record was read by a judge that a team taught: call it where none is named."""
    known = settings_of(store.state()).judge
    if known:
        raise StoreError(
            f"{store.shown} was read by the judge {known[:12]}: name its folder with --judge, or say --judge shipped "
            "to have all of it read anew by the one that ships"
        )


@dataclass(slots=True)
class StoreWork:
    """A store with the tools to read into it; ``program`` is what ``program_hash`` gives."""

    store: Store
    pipeline: Pipeline
    program: str
    maker: Maker
    settings: StoreSettings = StoreSettings()
    faults: Faults = field(default_factory=Faults)
    listing: Callable[[Finished, Mapping[str, int]], Listing] | None = None
    """Makes what lists are made of, in words that lie above (``report.listed.listing``); None makes none."""
    _dated_once: tuple[tuple[int, ...], list[tuple[str, int, Document]]] | None = None

    def missing(self) -> list[tuple[str, int, Document]]:
        """Return what was not read yet: (key of its reading, row, document with its day), in the order of the rows."""
        return self._missing(self.store.snapshot())

    def read(
        self,
        missing: Sequence[tuple[str, int, Document]],
        step: Callable[[], None] = lambda: None,
        pool: WorkerPool | None = None,
    ) -> None:
        """Read what ``missing`` gave, batch by batch, in a ``pool`` if given; ``step`` is called once a document."""
        batch: list[tuple[str, int, Document, tuple[Claim, ...]]] = []
        worked_out: dict[str, str | None] = {}
        numbers = {document.id: (key, number) for key, number, document in missing}
        unread = self._unread(missing)
        reads = self.pipeline.read(unread, self.faults) if pool is None else pool.read(unread, self.faults)
        for read in reads:
            key, number = numbers[read.document.id]
            batch.append((key, number, read.document, read.claims))
            worked_out[key] = work_out(read)
            step()
            if len(batch) >= BATCH:
                self.store.put_readings(batch, self.program, self.maker, worked_out)
                batch, worked_out = [], {}
        if batch:
            self.store.put_readings(batch, self.program, self.maker, worked_out)

    def _unread(self, missing: Sequence[tuple[str, int, Document]]) -> Iterator[Document]:
        """Yield the documents, but for those that another process has read meanwhile."""
        for start in range(0, len(missing), BATCH):
            some = missing[start : start + BATCH]
            known = self.store.known_keys(key for key, _, _ in some)
            yield from (document for key, _, document in some if key not in known)

    def _missing(self, snapshot: Snapshot) -> list[tuple[str, int, Document]]:
        dated = self._dated(snapshot)
        known = self.store.known_keys(key for key, _, _ in dated)
        return [one for one in dated if one[0] not in known]

    def _dated(self, snapshot: Snapshot) -> list[tuple[str, int, Document]]:
        """Return (key of its reading, row, document with its day) for all documents, in the order of their rows."""
        if self._dated_once is not None and self._dated_once[0] == snapshot.counts[:2]:
            return self._dated_once[1]
        numbers = {stored.document.id: stored.number for stored in snapshot.documents}
        documents = [stored.document for stored in snapshot.documents]
        packs, anchors = self.pipeline.packs, anchors_of(self.pipeline.packs, self.settings.anchors)
        dated = date_documents(documents, packs, self.settings.as_of, anchors, self.faults)
        found = [(self._key(d), numbers[d.id], d) for d in dated]
        self._dated_once = snapshot.counts[:2], sorted(found, key=lambda one: one[1])
        return self._dated_once[1]

    def _key(self, dated: Document) -> str:
        told = f"{self.program}\0{self.settings.seconds}\0{document_key(dated)}"
        return hashlib.sha256(told.encode()).hexdigest()

    def derive(self) -> Finished:
        """Derive families, events and ledgers from all documents and put them in the place of the former ones.

        What people decided comes before what was read: their claims, and which are one event. What another process
        kept meanwhile is read too. Any number of processes may do so at once: of their sets the one that was made from
        most stays.
        """
        while True:
            snapshot = self.store.snapshot()
            dated = self._dated(snapshot)
            found = self.store.claims_of(key for key, _, _ in dated)
            if len(found) == len({key for key, _, _ in dated}):
                break
            self.read(self.missing())
        reads, readings, keys = [], {}, {}
        for key, number, document in dated:
            reading = found[key]
            reads.append(Read(replace(reading.document, text=document.text), reading.claims))
            readings[document.id] = (number, reading.number)
            keys[document.id] = key
        reads.sort(key=lambda read: read.document.id)
        judging = apply(self.store, self.pipeline, self.maker, reads, readings, keys, self.faults)
        worked_out = {document: found[key].worked_out for document, key in keys.items()} | judging.worked_out
        sides = side_table(self.pipeline.packs)
        finished = finish(judging.reads, sides, self.faults, bonds=judging.bonds, elsewhere=taken_up(worked_out))
        first = {stored.document.id: stored.first for stored in snapshot.documents}
        finished = replace(finished, ledgers=with_lasting_ids(finished.ledgers, first))
        state = State(snapshot.counts, self.program, self.settings.shown(), self.maker.packs)
        rows = listed_rows(self.listing(finished, first), finished.ledgers) if self.listing else {}
        rows = {**rows, "to_review": to_review(finished, judging.subjects)}
        self.store.replace_ledgers(finished, judging.readings, state, rows)
        return finished


def keep_documents(
    store: Store,
    given: Sequence[Given],
    maker: Maker,
    told: Callable[[Kept], None] = lambda _: None,
) -> list[Kept]:
    """Keep documents in their order, batch by batch; ``told`` is called for each once it is kept for good."""
    found: list[Kept] = []
    for start in range(0, len(given), BATCH):
        kept = store.keep(given[start : start + BATCH], maker)
        for one in kept:
            told(one)
        found.extend(kept)
    return found
