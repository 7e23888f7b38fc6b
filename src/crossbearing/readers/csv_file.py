"""CSV and its kin: every row with text is a report, by a map of columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import chain

from crossbearing.model.document import Provenance
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.decode import MAX_LINE
from crossbearing.readers.encodings import Decoded, decode_any
from crossbearing.readers.rows import documents
from crossbearing.readers.source import Found, Source

NAME, WHAT = "csv", "a table (CSV)"
SUFFIXES = (".csv", ".tsv", ".tab")

MAX_TABLE = 200_000_000
_DELIMITERS = ",;\t|"
# One line after the other, so that a large table is held once.
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def delimiter_of(line: str) -> str:
    """Return what parts the columns of a table, by its first line: what stands there most often outside quotes.

    >>> delimiter_of('id;"a, b, c";text'), delimiter_of("text")
    (';', ',')
    """
    bare = "".join(line.split('"')[::2])
    return max(_DELIMITERS, key=lambda sign: (bare.count(sign), -_DELIMITERS.index(sign)))


def _table(source: Source) -> tuple[Sequence[str], Iterator[tuple[int, Sequence[str]]], Decoded]:
    """Return the names of the columns and the rows with their numbers; raise UnreadableDocumentError."""
    raw = source.raw(MAX_TABLE)
    told = decode_any(raw, source.name, source.encoding)
    if not told.text.strip():
        raise UnreadableDocumentError("empty", source.name, "is empty; there is nothing to read")
    lines = (match.group() for match in _LINE.finditer(told.text))
    head = next(line for line in lines if line.strip())
    if len(head) > MAX_LINE:
        advice = f"line 1 has {len(head):,} characters, the limit is {MAX_LINE:,}; is it a table?"
        raise UnreadableDocumentError("line_too_long", source.name, advice)
    parted = csv.reader(chain([head], lines), delimiter=delimiter_of(head))
    try:
        names = next(parted)
    except (csv.Error, StopIteration) as error:
        raise _broken(source, 1, error) from error
    return names, enumerate(parted, 2), told


def _broken(source: Source, number: int, error: Exception) -> UnreadableDocumentError:
    advice = f"row {number} is broken ({error}): it and what stands behind it is not read; mend its quotes"
    return UnreadableDocumentError("bad_csv", source.name, advice)


def read(source: Source) -> Iterator[Found]:
    """Yield the rows of a table as documents, or the error that says why there are none.

    >>> table = b"day,notes" + bytes([10]) + b"2014-03-17,The army left Harasta."
    >>> [(d.id, d.text) for _, d in read(Source("a.csv", "a.csv", "a.csv", data=table))]
    [('a.csv-2', 'The army left Harasta.')]
    """
    at = 1
    try:
        names, rows, told = _table(source)
    except UnreadableDocumentError as error:
        yield source.name, error
        return
    noted = Source(
        source.name, source.file, source.identity, source.path, source.data, source.part, source.known,
        source.encoding, source.packed, source.columns, (*source.notes, *told.problems),
    )  # fmt: skip

    def counted() -> Iterator[tuple[int, Sequence[str]]]:
        nonlocal at
        for number, row in rows:
            at = number
            yield number, row

    try:
        yield from documents(names, counted(), noted, Provenance(NAME, "crossbearing", told.encoding))
    except csv.Error as error:
        yield source.name, _broken(source, at + 1, error)
