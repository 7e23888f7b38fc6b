"""A large collection in pieces: what is in its files, how they are cut, and what was read of a piece, kept as Parquet.

A file is looked at first, for the ids and days that concern all others: an undated report is dated by the newest of the
whole collection, and of two reports with one id the first stays. Then pieces are read apart, in any order, wherever.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from crossbearing.engines.dated import newest_day
from crossbearing.engines.locations import Folder, ShardFile, source_at
from crossbearing.engines.unfinished import document_key
from crossbearing.model.claim import Claim
from crossbearing.model.document import Document
from crossbearing.model.errors import CrossbearingError, UnreadableDocumentError
from crossbearing.model.exchange import from_plain, to_plain
from crossbearing.pipeline import Read
from crossbearing.readers.columns import Columns
from crossbearing.readers.paths import duplicate, met_again, read_source, told_by
from crossbearing.readers.source import Found
from crossbearing.reconcile.decisions import Join
from crossbearing.reconcile.inside import Happenings
from crossbearing.reconcile.run import happenings_in

MOST_DOCUMENTS = 256
"""Documents of one piece: half a minute of work, which is what a kill may cost."""
FEWEST_PIECES = 32
"""Pieces of a collection that has the documents for it, so that every worker has some."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """An UnreadableDocumentError in a form that can be sent."""

    code: str
    name: str
    advice: str

    @staticmethod
    def of(error: UnreadableDocumentError) -> Trouble:
        """Return the error as a value."""
        return Trouble(error.code, error.name, error.advice)

    def error(self) -> UnreadableDocumentError:
        """Return the value as an error."""
        return UnreadableDocumentError(self.code, self.name, self.advice)


@dataclass(frozen=True, slots=True)
class Held:
    """A document of a file: id, name in messages, hash of all that is known of it, whether its day is not known, and a
    hash of what it tells."""

    id: str
    name: str
    key: str
    undated: bool
    told: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What is in one file: its documents in order, the newest day among them, and what could not be read."""

    file: ShardFile
    documents: tuple[Held, ...]
    newest: str | None
    troubles: tuple[Trouble, ...]
    left_alone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Documents of one file by their numbers in it."""

    file: ShardFile
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Documents that are read together; ``key`` names what comes of them: it changes with all it depends on."""

    key: str
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """Return the number of documents."""
        return sum(len(part.numbers) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Cut:
    """A collection in pieces: the last day for undated reports, and what of it is not read, and why."""

    last: str
    pieces: tuple[Piece, ...]
    troubles: tuple[Trouble, ...] = ()
    left_alone: tuple[str, ...] = ()


def found_in(file: ShardFile, columns: Columns | None) -> Iterator[Found]:
    """Yield what a file holds; where it cannot be had at all, the error that says why."""
    try:
        with source_at(file, columns) as source:
            yield from read_source(source, file.named)
    except OSError as error:
        why = error.strerror or f"{type(error).__name__}: {error}"
        yield file.location, UnreadableDocumentError("unreadable", file.location, f"cannot be read: {why}")


def survey(file: ShardFile, columns: Columns | None = None) -> Survey:
    """Look at one file, and read no claim yet."""
    held: list[Held] = []
    troubles: list[Trouble] = []
    left: list[str] = []
    newest: date | None = None
    for name, found in found_in(file, columns):
        if found is None:
            left.append(name)
        elif isinstance(found, UnreadableDocumentError):
            troubles.append(Trouble.of(found))
        else:
            held.append(Held(found.id, name, document_key(found), found.published is None, told_by(found)))
            newest = max(filter(None, (newest, newest_day([found]))), default=None)
    return Survey(file, tuple(held), newest.isoformat() if newest else None, tuple(troubles), tuple(left))


def cut(surveys: Sequence[Survey], made_of: str, last: str, most: int = MOST_DOCUMENTS) -> Cut:
    """Return the pieces of a collection, by the surveys of its files in order.

    ``made_of`` is a hash of program and settings; ``last`` the last day for undated reports where none is dated, and
    no day that the surveys give counts beside one that was asked for.
    """
    names: dict[str, Held] = {}
    met: set[str] = set()
    troubles = [trouble for one in surveys for trouble in one.troubles]
    kept: list[tuple[ShardFile, int, Held]] = []
    for one in surveys:
        for number, document in enumerate(one.documents):
            first = names.setdefault(document.id, document)
            if first is not document and first.told == document.told:
                met.add(met_again(document.name, first.name))
            elif first is not document:
                troubles.append(Trouble.of(duplicate(document.id, document.name, first.name)))
            else:
                kept.append((one.file, number, document))
    size = max(1, min(most, -(-len(kept) // FEWEST_PIECES)))
    pieces = [_piece(kept[first : first + size], made_of, last) for first in range(0, len(kept), size)]
    left = sorted({name for one in surveys for name in one.left_alone} | met)
    troubles.sort(key=lambda t: (t.name, t.code, t.advice))
    return Cut(last, tuple(pieces), tuple(troubles), tuple(left))


def _piece(kept: Sequence[tuple[ShardFile, int, Held]], made_of: str, last: str) -> Piece:
    numbers: dict[ShardFile, list[int]] = {}
    for file, number, _ in kept:
        numbers.setdefault(file, []).append(number)
    told = [made_of, *sorted(document.key for _, _, document in kept)]
    if any(document.undated for _, _, document in kept):
        told.append(last)
    key = hashlib.sha256("\0".join(told).encode()).hexdigest()[:32]
    return Piece(key, tuple(Part(file, tuple(of)) for file, of in numbers.items()))


def documents_of(piece: Piece, columns: Columns | None) -> list[Document]:
    """Return the documents of a piece; raise CrossbearingError where a file is no longer what it was."""
    found: list[Document] = []
    for part in piece.parts:
        wanted, number = set(part.numbers), -1
        for _, one in found_in(part.file, columns):
            if isinstance(one, Document):
                number += 1
                if number in wanted:
                    found.append(one)
                if number == part.numbers[-1]:
                    break
    if len(found) != piece.size:
        raise CrossbearingError(f"{piece.parts[0].file.location}: changed while it was read; run it again")
    return found


@dataclass(frozen=True, slots=True)
class ReadApart:
    """A document as it was read, and which of its claims are one happening."""

    read: Read
    happenings: Happenings


def _happenings(plain: Any) -> Happenings:
    claims, joins = plain
    return Happenings(
        tuple(tuple(of) for of in claims),
        tuple(Join(one, other, decision, score, tuple(reasons)) for one, other, decision, score, reasons in joins),
    )


@dataclass(slots=True)
class Shards:
    """Readings of pieces in a folder, two tables a piece: documents, and claims with the plain columns of each."""

    location: str
    _folder: Folder | None = field(default=None, repr=False)

    def names(self, piece: Piece) -> tuple[str, str]:
        """Return the names of the tables of a piece: claims, documents."""
        return f"claims-{piece.key}.parquet", f"documents-{piece.key}.parquet"

    def write(self, piece: Piece, reads: Sequence[Read]) -> None:
        """Keep what was read of a piece; its claims are written last, and stand for the whole."""
        claims = [claim for read in reads for claim in read.claims]
        _, documents = self.names(piece)
        folder = self._opened()
        folder.write(documents, _table(_document_rows(reads), _DOCUMENT_FIELDS, piece.key))
        folder.write(self.names(piece)[0], _table(_claim_rows(claims), _CLAIM_FIELDS, piece.key))

    def read(self, piece: Piece) -> list[ReadApart] | None:
        """Return what was read of a piece, None where it was not, or what is kept of it is not whole."""
        folder, found = self._opened(), []
        for name in self.names(piece):
            raw = folder.read(name)
            rows = None if raw is None else _rows(raw, piece.key)
            if rows is None:
                return None
            found.append(rows)
        claims: dict[str, list[Claim]] = {}
        for row in found[0]:
            claim = from_plain(Claim, json.loads(row))
            claims.setdefault(claim.document, []).append(claim)
        reads = []
        for row in found[1]:
            plain, happenings = json.loads(row)
            document = from_plain(Document, plain)
            reads.append(ReadApart(Read(document, tuple(claims.get(document.id, ()))), _happenings(happenings)))
        return reads

    def remove(self, pieces: Sequence[Piece]) -> None:
        """Remove what is kept of pieces: the output stands."""
        self._opened().remove([name for piece in pieces for name in self.names(piece)])

    def _opened(self) -> Folder:
        if self._folder is None:
            self._folder = Folder(self.location)
        return self._folder


_CLAIM_FIELDS = (
    "id", "document", "class", "modality", "polarity", "confidence", "start", "end", "evidence", "claim",
)  # fmt: skip
_DOCUMENT_FIELDS = ("id", "outlet", "published", "title", "url", "document")


def _claim_rows(claims: Sequence[Claim]) -> Iterator[tuple[Any, ...]]:
    for c in claims:
        days = (c.time.start, c.time.end) if c.time else (None, None)
        yield c.id, c.document, c.cls, c.modality, c.polarity, c.confidence, *days, c.evidence.text, _json(c)


def _document_rows(reads: Sequence[Read]) -> Iterator[tuple[Any, ...]]:
    for read in reads:
        d = read.document
        whole = (d, happenings_in(read.claims, d.published))
        yield d.id, d.outlet, d.published, d.title, d.url, _json(whole)


def _json(value: Any) -> str:
    return json.dumps(to_plain(value), ensure_ascii=False, separators=(",", ":"))


def _table(rows: Iterator[tuple[Any, ...]], fields: Sequence[str], key: str) -> bytes:
    arrow, parquet = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    columns = list(zip(*rows, strict=True)) or [()] * len(fields)
    made = {
        name: arrow.array(values, arrow.float64() if name == "confidence" else arrow.string())
        for name, values in zip(fields, columns, strict=True)
    }
    buffer = io.BytesIO()
    parquet.write_table(arrow.table(made).replace_schema_metadata({"piece": key}), buffer, compression="zstd")
    return buffer.getvalue()


def _rows(raw: bytes, key: str) -> list[str] | None:
    """Return the last column of a table, which holds all; None where it is torn or that of another piece."""
    arrow, parquet = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    try:
        table = parquet.read_table(io.BytesIO(raw))
    except (arrow.ArrowException, OSError):
        return None
    if (table.schema.metadata or {}).get(b"piece") != key.encode():
        return None
    rows: list[str] = table.column(table.num_columns - 1).to_pylist()
    return rows
