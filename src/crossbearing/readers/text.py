"""Plain text: ``NAME.txt``; what is known of it beside its text stands in a sidecar."""

from __future__ import annotations

from collections.abc import Iterator

from crossbearing.model.document import Document, Provenance
from crossbearing.readers.encodings import decode_any
from crossbearing.readers.fields import document, header
from crossbearing.readers.sidecar import completed
from crossbearing.readers.source import Found, Source, one

NAME, WHAT = "text", "plain text"
SUFFIXES = (".txt",)


def read(source: Source) -> Iterator[Found]:
    """Yield the document of a text, or the error that says why there is none.

    >>> next(read(Source("a.txt", "a.txt", "a", data=b"War ended.")))[1].provenance.encoding
    'utf-8'
    """
    return one(source, _document)


def _document(source: Source) -> Document:
    raw = source.raw()
    told = decode_any(raw, source.name, source.encoding)
    provenance = Provenance(NAME, "crossbearing", told.encoding, source.part)
    head = completed(header({}, source.identity, source.name), source)
    return document(told.text, raw, head, source.name, (), provenance, (*source.notes, *told.problems))
