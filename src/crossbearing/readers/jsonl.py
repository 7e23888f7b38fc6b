"""JSON Lines: one article an object, keys ``id, url, source`` (or ``outlet``), ``title, published, lang, text``.

Other keys with plain values are kept as the document's metadata, so that nothing the feed said is lost; half of a
surrogate pair in them is kept as its escape.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from crossbearing.model.document import Document, Provenance
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers import articles
from crossbearing.readers.decode import MAX_BYTES, decode, parse_object, unreadable
from crossbearing.readers.source import Found, Source

NAME, WHAT = "jsonl", "JSON Lines"
SUFFIXES = (".jsonl", ".ndjson")


def _lines(file: BinaryIO) -> Iterator[bytes | None]:
    """Yield the lines; None stands for one over the limit, whose rest is skipped without being held."""
    while line := file.readline(MAX_BYTES + 1):
        if len(line) <= MAX_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(MAX_BYTES)
        yield None


def article(line: bytes, default_id: str, name: str) -> Document:
    """Return the document of one line; raise UnreadableDocumentError.

    >>> article(b'{"text": "War ended.", "source": "Homs Courier"}', "news-1", "news.jsonl:1").outlet
    'Homs Courier'
    """
    part = f"line {name.rpartition(':')[2]}"
    provenance = Provenance(NAME, "crossbearing", "utf-8", part)
    return articles.article(parse_object(decode(line, name), name), line, default_id, name, provenance)


def holds_reports(source: Source) -> bool:
    """Say whether the first line is an article: a folder often holds the lines of other programs as well.

    >>> holds_reports(Source("c.jsonl", "c.jsonl", "c", data=b'{"class": "strike", "id": "a:c01"}'))
    False
    """
    try:
        with source.open() as file:
            line = next((line for line in _lines(file) if line is None or line.strip()), b"{}")
            return line is None or articles.is_article(parse_object(decode(line, source.name), source.name))
    except OSError:
        return True
    except UnreadableDocumentError:
        return True


def read(source: Source) -> Iterator[Found]:
    """Yield (file and line, its article or the error that says why there is none); blank lines are passed over.

    >>> next(read(Source("a.jsonl", "a.jsonl", "a", data=b"{")))[1].code
    'bad_json'
    """
    stem = Path(source.identity).stem
    found = False
    try:
        with source.open() as file:
            for number, line in enumerate(_lines(file), 1):
                name = f"{source.name}:{number}"
                if line is None:
                    found = True
                    advice = f"has over {MAX_BYTES:,} bytes; split the text"
                    yield name, UnreadableDocumentError("too_large", name, advice)
                elif line.strip():
                    found = True
                    yield name, _document_or_error(line, f"{stem}-{number}", name)
    except UnreadableDocumentError as error:
        yield source.name, error
        return
    except OSError as error:
        yield source.name, unreadable(error, source.name)
        return
    if not found:
        yield source.name, UnreadableDocumentError("empty", source.name, "is empty; there is nothing to read")


def _document_or_error(line: bytes, default_id: str, name: str) -> Document | UnreadableDocumentError:
    try:
        return article(line, default_id, name)
    except UnreadableDocumentError as error:
        return error
