"""Web archives (WARC), one record after the other: every page or text that a site answered with is a report."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.formats import choose
from crossbearing.readers.source import Found, Source, library

NAME, WHAT = "warc", "a web archive (WARC)"
SUFFIXES = (".warc", ".wet")

MAX_RECORD = 20_000_000
MAX_RECORDS = 200_000
_GZIP = b"\x1f\x8b"
_BLOCK = 1 << 20
_FILES = {
    "text/html": "page.html",
    "application/xhtml+xml": "page.html",
    "text/plain": "page.txt",
    "application/pdf": "page.pdf",
    "application/rss+xml": "feed.xml",
    "application/atom+xml": "feed.xml",
}


def read(source: Source) -> Iterator[Found]:
    """Yield the reports of an archive in order, and what of it could not be read.

    >>> next(read(Source("a.warc", "a.warc", "a", data=b"WARC/1.0")))[1].code
    'truncated'
    """
    try:
        fastwarc = library("fastwarc.warc", WHAT, source.name)
        with source.open() as file:
            yield from _records(fastwarc, file, source)
    except UnreadableDocumentError as error:
        yield source.name, error


def _records(fastwarc: Any, file: BinaryIO, source: Source) -> Iterator[Found]:
    kinds = fastwarc.WarcRecordType
    reports = (kinds.response, kinds.resource, kinds.conversion)
    number = found = at = 0
    records = fastwarc.ArchiveIterator(file, record_types=kinds.any_type, parse_http=True, auto_decode="all")
    for record in _whole(records):
        wanted = record is not None and record.record_type in reports
        body = _body(record) if wanted else b""
        # The library ends in silence where the file does: a record that lacks its head or a part of its body says so.
        if record is None or not record.record_id or (wanted and _is_short(record, body)):
            yield source.name, _truncated(source, number)
            return
        number += 1
        at = record.stream_pos
        if number > MAX_RECORDS:
            advice = f"has over {MAX_RECORDS:,} records; those behind them are not read; split it"
            yield source.name, UnreadableDocumentError("too_large", source.name, advice)
            return
        if record.record_type in reports:
            found += 1
            yield from _report(record, body, number, f"{source.name}: record {number}", source)
    if not number or not _ends_whole(source, at):
        yield source.name, _truncated(source, number)
    elif not found:
        yield source.name, UnreadableDocumentError("empty", source.name, "holds no page that a site answered with")


def _whole(records: Iterator[Any]) -> Iterator[Any]:
    """Yield the records, and None in place of one that cannot be read."""
    while True:
        try:
            record = next(records, None)
        except (OSError, ValueError, EOFError, RuntimeError):
            record = None
            yield record
        if record is None:
            return
        yield record


def _ends_whole(source: Source, at: int) -> bool:
    """Say whether a packed archive ends where a member of it does, from the record that was read last."""
    with source.open() as file:
        file.seek(at)
        if file.read(2) != _GZIP:
            at = 0  # one member for all records
        file.seek(at)
        if file.read(2) != _GZIP:
            return True
        file.seek(at)
        unpack = zlib.decompressobj(wbits=31)
        block = file.read(_BLOCK)
        try:
            while block:
                unpack.decompress(block, _BLOCK)
                block = unpack.unconsumed_tail
                if unpack.eof:
                    block = unpack.unused_data.lstrip(b"\x00") or file.read(_BLOCK)
                    unpack = zlib.decompressobj(wbits=31) if block else unpack
                block = block or file.read(_BLOCK)
        except zlib.error:
            return False
        return unpack.eof


def _body(record: Any) -> bytes | None:
    """Return what a site answered, without the packing of its way here; None where that cannot be undone."""
    try:
        return bytes(record.reader.read(MAX_RECORD + 1))
    except (OSError, ValueError, EOFError, RuntimeError):
        return None


def _is_short(record: Any, body: bytes | None) -> bool:
    """Say whether a body has fewer bytes than its head says; of what was packed nobody says how many it has."""
    http = record.http_headers
    packed = http is not None and any(http.get(key) for key in ("Content-Encoding", "Transfer-Encoding"))
    return body is not None and not packed and len(body) < min(record.content_length, MAX_RECORD)


def _truncated(source: Source, number: int) -> UnreadableDocumentError:
    advice = f"ends in the midst of a record; the {number:,} before it are read; fetch the archive again"
    return UnreadableDocumentError("truncated", source.name, advice)


def _report(record: Any, body: bytes | None, number: int, name: str, source: Source) -> Iterator[Found]:
    """Yield what is made of one record: pages that are no report (pictures, redirections) are left alone."""
    url = record.headers.get("WARC-Target-URI") or ""
    http = record.http_headers
    status = http.status_code if http is not None else 200
    kind = (record.http_content_type or record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    if status != 200 or kind not in _FILES:
        yield f"{name} ({url[:200]})", None
        return
    if body is None:
        yield name, UnreadableDocumentError("damaged", name, "cannot be unpacked; fetch the page again")
        return
    if len(body) > MAX_RECORD:
        yield (
            name,
            UnreadableDocumentError("too_large", name, f"has over {MAX_RECORD:,} bytes; save the page by itself"),
        )
        return
    known = {"url": url, "retrieved": record.headers.get("WARC-Date") or ""}
    charset = record.http_charset or ""
    inner = Source(
        name, _FILES[kind], f"{source.identity}-{number}", None, body, f"record {number}",
        {key: value for key, value in known.items() if value}, charset, True, source.columns, source.notes,
    )  # fmt: skip
    chosen = choose(inner, named=True)
    if chosen is None or isinstance(chosen, UnreadableDocumentError):
        yield name, chosen
        return
    reader, inner = chosen
    yield from reader.read(inner)
