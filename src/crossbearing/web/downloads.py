"""Answers that a browser keeps as files: one file as it is, several as one archive, lists as CSV."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from fastapi.responses import Response

from crossbearing.export.tables import csv_bytes
from crossbearing.export.xlsx import zipped

_PLAIN = re.compile(r"[^\w.\-]+", re.ASCII)


def _named(name: str) -> dict[str, str]:
    """Return the header that names a file, also where its name has letters that headers have not."""
    plain = _PLAIN.sub("_", name) or "file"
    return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"}


def file(name: str, raw: bytes, kind: str) -> Response:
    """Return a file to be kept under a name.

    >>> file('a"b.csv', b"", "text/csv").headers["content-disposition"].partition("; filename*")[0]
    'attachment; filename="a_b.csv"'
    """
    return Response(raw, media_type=kind, headers=_named(name))


def files(name: str, found: Mapping[str, bytes], kind: str) -> Response:
    """Return the files of a format: one as it is, several in an archive that is called ``name``."""
    if len(found) == 1:
        [(one, raw)] = found.items()
        return file(one, raw, kind)
    return file(f"{name}.zip", zipped(found), "application/zip")


def table(name: str, fields: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Response:
    """Return rows as CSV; no cell is taken for a formula by a spreadsheet."""
    return file(f"{name}.csv", csv_bytes(fields, rows), "text/csv; charset=utf-8")
