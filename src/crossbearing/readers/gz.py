"""One file packed by gzip: unpacked up to a limit, then read as what its name without ``.gz`` says."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.formats import choose
from crossbearing.readers.source import Found, Source

NAME, WHAT = "gz", "a file packed by gzip"
SUFFIXES = (".gz",)

MAX_UNPACKED = 200_000_000
_BLOCK = 1 << 20


def unpacked(source: Source, most: int = MAX_UNPACKED) -> bytes:
    """Return what a file holds, several members one after the other; raise UnreadableDocumentError.

    >>> import gzip
    >>> unpacked(Source("a.gz", "a.gz", "a", data=gzip.compress(b"War ended.")))
    b'War ended.'
    """
    found = bytearray()
    unpack = zlib.decompressobj(wbits=31)
    with source.open() as file:
        try:
            block = file.read(_BLOCK)
            while block:
                found += unpack.decompress(block, most + 1 - len(found))
                if len(found) > most:
                    advice = f"unpacks to over {most:,} bytes, the limit; unpack and split it"
                    raise UnreadableDocumentError("too_large", source.name, advice)
                block = unpack.unconsumed_tail
                if unpack.eof:
                    block = unpack.unused_data.lstrip(b"\x00") or file.read(_BLOCK)
                    unpack = zlib.decompressobj(wbits=31) if block else unpack
                block = block or file.read(_BLOCK)
        except (zlib.error, OSError) as error:
            raise UnreadableDocumentError("damaged", source.name, f"is damaged ({error}); fetch it again") from error
    if not unpack.eof:
        raise UnreadableDocumentError("truncated", source.name, "ends before its end; fetch it again")
    return bytes(found)


def read(source: Source) -> Iterator[Found]:
    """Yield the documents of what is packed, or the error that says why there are none.

    >>> import gzip
    >>> [d.id for _, d in read(Source("a.txt.gz", "a.txt.gz", "a.txt.gz", data=gzip.compress(b"War ended.")))]
    ['a']
    """
    try:
        if source.packed:
            advice = "is an archive in an archive, which is not opened; unpack it and give the folder"
            raise UnreadableDocumentError("nested", source.name, advice)
        data = unpacked(source)
    except UnreadableDocumentError as error:
        yield source.name, error
        return
    file = source.file.removesuffix(".gz").removesuffix(".GZ") or "packed"
    identity = Path(file).stem if file.lower().endswith(".txt") else file
    inner = replace(source, file=file, identity=identity, path=None, data=data, packed=True)
    chosen = choose(inner, named=True)
    if chosen is None or isinstance(chosen, UnreadableDocumentError):
        yield source.name, chosen
        return
    reader, inner = chosen
    yield from reader.read(inner)
