"""JSON Lines: one article an object, keys ``id, url, source`` (or ``outlet``), ``title, published, lang, text``.

Other keys with plain values are kept as the document's metadata, so that nothing the feed said is lost; half of a
surrogate pair in them is kept as its escape.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from crossbearing.model.document import Document
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.decode import MAX_BYTES, decode, parse_object, shown, unreadable
from crossbearing.readers.fields import MAX_FIELD, document, header

SUFFIXES = (".jsonl", ".ndjson")
FROM_FOLDERS = False
"""A folder of reports often holds the output of an earlier run as well: articles are read where they are named."""

_ALIASES = {"source": "outlet", "lang": "language"}
_KNOWN = frozenset({"id", "url", "outlet", "source", "title", "published", "retrieved", "lang", "language", "text"})


def _lines(file: BinaryIO) -> Iterator[bytes | None]:
    """Yield the lines; None stands for one over the limit, whose rest is skipped without being held."""
    while line := file.readline(MAX_BYTES + 1):
        if len(line) <= MAX_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(MAX_BYTES)
        yield None


def _extra(fields: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (shown(key), shown(str(value))[:MAX_FIELD])
        for key, value in sorted(fields.items())
        if key not in _KNOWN and isinstance(value, str | int | float | bool)
    )


def article(line: bytes, default_id: str, name: str) -> Document:
    """Return the document of one line; raise UnreadableDocumentError.

    >>> article(b'{"text": "War ended.", "source": "Homs Courier"}', "news-1", "news.jsonl:1").outlet
    'Homs Courier'
    """
    fields = parse_object(decode(line, name), name)
    for alias, key in _ALIASES.items():
        if fields.get(alias) is not None:
            if fields.get(key) not in (None, fields[alias]):
                raise UnreadableDocumentError("bad_field", name, f"{alias!r} and {key!r} differ; keep one")
            fields[key] = fields[alias]
    text = fields.get("text")
    if not isinstance(text, str):
        raise UnreadableDocumentError("bad_field", name, "'text' must be there and be text")
    return document(text, line, header(fields, default_id, name), name, _extra(fields))


def read(path: Path) -> Iterator[tuple[str, Document | UnreadableDocumentError]]:
    """Yield (file and line, its article or the error that says why there is none); blank lines are passed over.

    >>> next(read(Path("no/such.jsonl")))[1].code
    'not_found'
    """
    whole = shown(path)
    if path.exists() and not path.is_file():
        yield whole, UnreadableDocumentError("not_a_file", whole, "is no regular file; give a file or a folder")
        return
    found = False
    try:
        with path.open("rb") as file:
            for number, line in enumerate(_lines(file), 1):
                name = f"{whole}:{number}"
                if line is None:
                    found = True
                    advice = f"has over {MAX_BYTES:,} bytes; split the text"
                    yield name, UnreadableDocumentError("too_large", name, advice)
                elif line.strip():
                    found = True
                    yield name, _document_or_error(line, f"{path.stem}-{number}", name)
    except OSError as error:
        yield whole, unreadable(error, whole)
        return
    if not found:
        yield whole, UnreadableDocumentError("empty", whole, "is empty; there is nothing to read")


def _document_or_error(line: bytes, default_id: str, name: str) -> Document | UnreadableDocumentError:
    try:
        return article(line, default_id, name)
    except UnreadableDocumentError as error:
        return error
