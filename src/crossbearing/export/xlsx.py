"""XLSX: a workbook with events, claims and each ledger as a sheet, the same bytes for the same record.

Written by hand, since the form that is needed is small and libraries stamp the clock into it. All words are inline
strings, which no spreadsheet runs.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from crossbearing.export import outputs
from crossbearing.export.facts import NO_FACTS, Facts
from crossbearing.export.figures import Index
from crossbearing.export.tables import CLAIM_FIELDS, EVENT_FIELDS, claim_rows, event_rows
from crossbearing.model.finished import Finished

NAME = "xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MOST_CHARACTERS = 32_767
"""What a cell of a spreadsheet may hold; a longer list ends in an ellipsis, and stands whole in the CSV."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(finished: Finished, facts: Facts = NO_FACTS) -> dict[str, bytes]:
    """Return ``record.xlsx``."""
    index, record = Index(finished), finished.ledgers
    sheets: list[tuple[str, Sequence[str], Iterable[Mapping[str, Any]]]] = [
        ("events", EVENT_FIELDS, event_rows(index)),
        ("claims", CLAIM_FIELDS, claim_rows(index)),
    ]
    for name, fields, rows in outputs.tables(record):
        sheets.append((name, fields, rows))
    deals = [outputs.agreement_to_json(one) for one in sorted(record.agreements, key=lambda a: a.id)]
    shown = [
        {
            **d,
            "terms": tuple(f"{t['status']}: {t['what']}" for t in d["terms"]),
            "breaches": tuple(b["claim"] for b in d["breaches"]),
        }
        for d in deals
    ]
    fields = ("id", "type", "status", "parties", "mediator", "start", "places", "terms", "breaches", "claims")
    sheets.append(
        ("agreements", fields, [{f: tuple(d[f]) if isinstance(d[f], list) else d[f] for f in fields} for d in shown])
    )
    return {"record.xlsx": workbook(sheets)}


def workbook(sheets: Sequence[tuple[str, Sequence[str], Iterable[Mapping[str, Any]]]]) -> bytes:
    """Return a workbook of (name, columns, rows)."""
    parts = {f"xl/worksheets/sheet{n}.xml": _sheet(fields, rows) for n, (_, fields, rows) in enumerate(sheets, 1)}
    names = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, (name, _, _) in enumerate(sheets, 1)
    )
    ties = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = "".join(f'<Override PartName="/{name}" ContentType="{main}.worksheet+xml"/>' for name in parts)
    whole = {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{main}.sheet.main+xml"/>{types}</Types>'
        ),
        "_rels/.rels": (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{ties}</Relationships>'
        ),
        **parts,
    }
    return zipped({name: text.encode("utf-8", "replace") for name, text in whole.items()})


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of files that is the same whenever and wherever it is made.

    >>> zipped({"a": b"b"}) == zipped({"a": b"b"})
    True
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, raw in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(entry, raw, compresslevel=6)
    return buffer.getvalue()


def _sheet(fields: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    lines = [_row(list(fields)), *(_row([row[field] for field in fields]) for row in rows)]
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _row(values: Sequence[Any]) -> str:
    return f"<row>{''.join(_cell(value) for value in values)}</row>"


def _cell(value: Any) -> str:
    if value is None or value == ():
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    text = _NOT_XML.sub("�", "|".join(map(str, value)) if isinstance(value, tuple) else str(value))
    if len(text) > _MOST_CHARACTERS:
        text = text[: _MOST_CHARACTERS - 1] + "…"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
