"""Excel tables: every row with text is a report, by a map of columns; no formula is run, its last value is read."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

from crossbearing.model.document import Provenance
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.columns import map_for
from crossbearing.readers.packed import check_office
from crossbearing.readers.rows import documents, no_map
from crossbearing.readers.source import MAX_BINARY, Found, Source, library, made_by, reading

NAME, WHAT = "xlsx", "an Excel table"
SUFFIXES = (".xlsx", ".xlsm")

_MAX_XML = 300_000_000
MAX_ROWS = 200_000


def _cell(value: Any) -> str:
    """Return a cell as text: days in ISO, whole numbers without a point.

    >>> _cell(datetime.datetime(2014, 3, 17)), _cell(7.0), _cell(None), _cell(True)
    ('2014-03-17', '7', '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _sheets(source: Source) -> list[tuple[str, list[tuple[int, Sequence[str]]]]]:
    """Return the rows of each sheet that has any, with their numbers; raise UnreadableDocumentError."""
    openpyxl = library("openpyxl", WHAT, source.name)
    with source.open() as file:
        size = file.seek(0, 2)
    if size > MAX_BINARY:
        advice = f"has {size:,} bytes, the limit is {MAX_BINARY:,}; split it"
        raise UnreadableDocumentError("too_large", source.name, advice)
    with reading(source.name, "Excel table"), warnings.catch_warnings(), source.open() as file:
        warnings.simplefilter("ignore")  # what it cannot read of formats and pictures is no matter
        check_office(source, _MAX_XML)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheets = []
        for sheet in book.worksheets:
            rows: list[tuple[int, Sequence[str]]] = []
            for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
                if number > MAX_ROWS:
                    advice = f"sheet {sheet.title!r} has over {MAX_ROWS:,} rows; save it as .csv"
                    raise UnreadableDocumentError("too_large", source.name, advice)
                if any(value is not None for value in values):
                    rows.append((number, [_cell(value) for value in values]))
            if rows:
                sheets.append((str(sheet.title), rows))
    return sheets


def read(source: Source) -> Iterator[Found]:
    """Yield the rows of all sheets with a known column of text, or the error that says why there are none.

    >>> next(read(Source("a.xlsx", "a.xlsx", "a", data=b"PK")))[1].code
    'damaged'
    """
    try:
        sheets = _sheets(source)
        if not sheets:
            raise UnreadableDocumentError("empty", source.name, "is empty; there is nothing to read")
        known = [(title, rows) for title, rows in sheets if map_for(rows[0][1], source.columns) is not None]
        if not known:
            raise no_map(sheets[0][1][0][1], source)
    except UnreadableDocumentError as error:
        yield source.name, error
        return
    for title, rows in known:
        sheet = f"sheet {title!r}" if len(known) > 1 else ""
        yield from documents(rows[0][1], rows[1:], source, Provenance(NAME, made_by("openpyxl")), sheet)
