"""Files that are zip archives inside (DOCX, XLSX, ZIP): bounded before anything in them is unpacked."""

from __future__ import annotations

import zipfile

from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.source import Source

MAX_UNPACKED = 512_000_000
"""Bytes that the parts of an archive may have together: what a bomb holds is never unpacked."""
MAX_PARTS = 10_000
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")


def check_archive(archive: zipfile.ZipFile, name: str, most: int = MAX_UNPACKED) -> None:
    """Raise UnreadableDocumentError where the parts of an archive are too many, or too large together.

    What an archive says of a part's size is the most that is ever unpacked of it.

    >>> import io
    >>> with zipfile.ZipFile(io.BytesIO(), "w") as archive:
    ...     archive.writestr("a.txt", "War ended.")
    ...     check_archive(archive, "a.zip", most=5)
    Traceback (most recent call last):
        ...
    crossbearing.model.errors.UnreadableDocumentError: a.zip: unpacks to 10 bytes, the limit is 5; unpack it and give the folder
    """  # noqa: E501
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        advice = f"holds {len(parts):,} files, the limit is {MAX_PARTS:,}; unpack it and give the folder"
        raise UnreadableDocumentError("too_large", name, advice)
    size = sum(part.file_size for part in parts)
    if size > most:
        advice = f"unpacks to {size:,} bytes, the limit is {most:,}; unpack it and give the folder"
        raise UnreadableDocumentError("too_large", name, advice)


def check_office(source: Source, most: int) -> None:
    """Raise UnreadableDocumentError where an Office file would unpack to too much or defines entities of XML.

    No Office program writes such a definition; ten lines of them unfold to gigabytes.
    """
    with source.open() as file, zipfile.ZipFile(file) as archive:
        check_archive(archive, source.name, most)
        for part in archive.infolist():
            if not part.filename.endswith((".xml", ".rels")):
                continue
            with archive.open(part) as inside:
                before = b""
                while block := inside.read(1 << 20):
                    if any(word in before + block for word in _FORBIDDEN):
                        raise UnreadableDocumentError(
                            "bad_xml", source.name, f"defines entities in {part.filename!r}, which no Office file does"
                        )
                    before = block[-16:]
