"""Plain text: ``NAME.txt`` with an optional sidecar ``NAME.meta.json`` that says who published it and when."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from crossbearing.model.document import Document
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.decode import decode, parse_object, read_limited, shown
from crossbearing.readers.fields import Header, document, header

SUFFIXES = (".txt",)
FROM_FOLDERS = True
SIDECAR = ".meta.json"
KEYS = ("id", "outlet", "published", "retrieved", "title", "url", "language")


def sidecar(path: Path) -> Path:
    """Return where the sidecar of a text lies, whether it exists or not.

    >>> sidecar(Path("a/004.txt")).name
    '004.meta.json'
    """
    return path.with_name(path.stem + SIDECAR)


def _header(path: Path) -> Header:
    beside = sidecar(path)
    # False too where the name would be too long for a file to have it; a broken link is there and cannot be read.
    if not os.path.lexists(beside):
        return header({}, path.stem, shown(path))
    name = shown(beside)
    fields = parse_object(decode(read_limited(beside, name), name), name)
    unknown = sorted(set(fields) - set(KEYS))
    if unknown:
        advice = f"unknown key {unknown[0]!r}; known: {', '.join(KEYS)}"
        raise UnreadableDocumentError("bad_field", name, advice)
    return header(fields, path.stem, name)


def read(path: Path) -> Iterator[tuple[str, Document | UnreadableDocumentError]]:
    """Yield (name of the file, its document or the error that says why there is none).

    >>> next(read(Path("no/such.txt")))[1].code
    'not_found'
    """
    name = shown(path)
    try:
        raw = read_limited(path, name)
        text = decode(raw, name)
        yield name, document(text, raw, _header(path), name)
    except UnreadableDocumentError as error:
        yield name, error
