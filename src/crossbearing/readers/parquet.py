"""Parquet: a row is a report, with the keys of JSON Lines where it has them, else by a map of columns.

Row groups are read one after the other, so that a large file is never held whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from crossbearing.model.document import Document, Provenance
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers import articles
from crossbearing.readers.columns import map_for
from crossbearing.readers.rows import documents
from crossbearing.readers.source import Found, Source, library, made_by, reading

NAME, WHAT = "parquet", "a table (Parquet)"
SUFFIXES = (".parquet",)

_ROWS = 1000
"""Rows that are held at a time."""
Numbered = tuple[int, Mapping[str, Any]]


def holds_reports(source: Source) -> bool:
    """Say whether a column holds text: a folder often holds the tables of other programs as well."""
    try:
        names = _table(source).schema_arrow.names
    except UnreadableDocumentError:
        return True
    return _are_articles(names) or map_for(names, source.columns) is not None


def read(source: Source) -> Iterator[Found]:
    """Yield the rows as documents, or the error that says why there are none.

    >>> next(read(Source("a.parquet", "a.parquet", "a", data=b"PAR1")))[1].code
    'damaged'
    """
    try:
        table = _table(source)
        names = list(table.schema_arrow.names)
        made = Provenance(NAME, made_by("pyarrow"))
        if source.columns is None and _are_articles(names):
            yield from _articles(_rows(table, source), source, made)
            return
        cells = ((number, [_words(row[name]) for name in names]) for number, row in _rows(table, source))
        yield from documents(names, cells, source, made)
    except UnreadableDocumentError as error:
        yield source.name, error


def _are_articles(names: Sequence[str]) -> bool:
    return any(key in names for key in articles.TEXTS)


def _table(source: Source) -> Any:
    parquet = library("pyarrow.parquet", WHAT, source.name, "parquet")
    with reading(source.name, "Parquet"):
        return parquet.ParquetFile(source.open())


def _rows(table: Any, source: Source) -> Iterator[Numbered]:
    """Yield the rows with their numbers, from 1; raise UnreadableDocumentError where the rest cannot be read."""
    number = 0
    batches = table.iter_batches(_ROWS)
    while True:
        with reading(source.name, "Parquet", 1 << 20):
            batch = next(batches, None)
            rows = [] if batch is None else batch.to_pylist()
        if batch is None:
            return
        for row in rows:
            number += 1
            yield number, row


def _articles(rows: Iterator[Numbered], source: Source, made: Provenance) -> Iterator[Found]:
    stem, found = Path(source.identity).stem, False
    for number, row in rows:
        found = True
        name = f"{source.name}: row {number}"
        yield name, _document_or_error({**source.known, **row}, f"{stem}-{number}", name, number, made, source)
    if not found:
        yield source.name, UnreadableDocumentError("empty", source.name, "has no rows; there is nothing to read")


def _document_or_error(
    row: Mapping[str, Any], default_id: str, name: str, number: int, made: Provenance, source: Source
) -> Document | UnreadableDocumentError:
    fields = {key: _plain(value) for key, value in row.items() if value is not None}
    raw = json.dumps(fields, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8", "surrogatepass")
    provenance = Provenance(made.format, made.reader, part=f"row {number}")
    try:
        return articles.article(fields, raw, default_id, name, provenance, source.notes)
    except UnreadableDocumentError as error:
        return error


def _plain(value: Any) -> Any:
    """Return a value as JSON would hold it: a day or a time in ISO form."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def _words(value: Any) -> str:
    """Return a cell as a table of text would hold it."""
    return "" if value is None else str(_plain(value))
