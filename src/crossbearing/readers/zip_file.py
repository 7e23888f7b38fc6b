"""Zip archives: every report in one, up to limits of number and size; nothing is ever written to disk."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.decode import shown
from crossbearing.readers.formats import choose
from crossbearing.readers.packed import check_archive
from crossbearing.readers.source import MAX_BINARY, Found, Source, reading

NAME, WHAT = "zip", "a zip archive"
SUFFIXES = (".zip",)

_LOCKED = 0x1
_PASSED_OVER = ("__MACOSX/",)


def read(source: Source) -> Iterator[Found]:
    """Yield the documents of an archive in the order of their names, and what in it could not be read.

    >>> import io
    >>> with zipfile.ZipFile(file := io.BytesIO(), "w") as archive:
    ...     archive.writestr("in/a.txt", "War ended.")
    >>> [(name, d.id) for name, d in read(Source("a.zip", "a.zip", "a.zip", data=file.getvalue()))]
    [('a.zip: in/a.txt', 'in-a')]
    """
    try:
        if source.packed:
            advice = "is an archive in an archive, which is not opened; unpack it and give the folder"
            raise UnreadableDocumentError("nested", source.name, advice)
        with source.open() as file, _opened(file, source) as archive:
            for part in sorted(archive.infolist(), key=lambda part: part.filename):
                if not part.is_dir() and not _is_hidden(part.filename):
                    yield from _part(archive, part, source)
    except UnreadableDocumentError as error:
        yield source.name, error


def _opened(file: BinaryIO, source: Source) -> zipfile.ZipFile:
    with reading(source.name, "zip archive"):
        archive = zipfile.ZipFile(file)
        check_archive(archive, source.name)
    return archive


def _is_hidden(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(_PASSED_OVER) or any(part.startswith(".") and part.strip(".") for part in parts)


def _leads_out(name: str) -> bool:
    """Say whether the name of a part names a place outside the archive.

    >>> _leads_out("../../etc/passwd.txt"), _leads_out("C:/a.txt"), _leads_out("in/a..b.txt")
    (True, True, False)
    """
    plain = name.replace("\\", "/")
    return plain.startswith("/") or plain[1:2] == ":" or ".." in plain.split("/") or "\x00" in name


def _part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, source: Source) -> Iterator[Found]:
    name = f"{source.name}: {shown(part.filename)}"
    try:
        if _leads_out(part.filename):
            raise UnreadableDocumentError("bad_name", name, "names a place outside the archive, and is not read")
        if part.flag_bits & _LOCKED:
            raise UnreadableDocumentError("encrypted", name, "is locked with a password; unpack it and give the folder")
        if part.file_size > MAX_BINARY:
            advice = f"has {part.file_size:,} bytes, the limit is {MAX_BINARY:,}; unpack it"
            raise UnreadableDocumentError("too_large", name, advice)
        with reading(name, "part of an archive"):
            data = archive.read(part)
    except UnreadableDocumentError as error:
        yield name, error
        return
    path = PurePosixPath(shown(part.filename))
    identity = "-".join(path.parts)
    if path.suffix.lower() == ".txt":
        identity = identity[: -len(path.suffix)]
    inner = Source(
        name,
        path.name,
        identity,
        None,
        data,
        shown(part.filename),
        source.known,
        "",
        True,
        source.columns,
        source.notes,
    )
    chosen = choose(inner, named=False)
    if chosen is None or isinstance(chosen, UnreadableDocumentError):
        yield name, chosen
        return
    reader, inner = chosen
    if hasattr(reader, "holds_reports") and not reader.holds_reports(inner):
        yield name, None
        return
    yield from reader.read(inner)
