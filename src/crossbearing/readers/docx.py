"""Word documents: paragraphs and tables in their order; what was struck out in tracked changes is no part of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crossbearing.model.document import Document, Problem, Provenance
from crossbearing.readers.codes import NOTES_LEFT_OUT
from crossbearing.readers.fields import document, extra_fields, gathered
from crossbearing.readers.packed import check_office
from crossbearing.readers.sidecar import completed
from crossbearing.readers.source import MAX_BINARY, Found, Source, library, made_by, one, reading

NAME, WHAT = "docx", "a Word document"
SUFFIXES = (".docx", ".docm")

_MAX_XML = 200_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What a paragraph holds beside its own words: what was deleted or moved away, pictures' boxes, codes of fields.
_NOT_WORDS = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}instrText", f"{_W}pPr"})
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BLANKS = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}


def read(source: Source) -> Iterator[Found]:
    """Yield the document of a Word file, or the error that says why there is none.

    >>> next(read(Source("a.docx", "a.docx", "a", data=b"PK")))[1].code
    'damaged'
    """
    return one(source, _document)


def _document(source: Source) -> Document:
    docx = library("docx", WHAT, source.name)
    raw = source.raw(MAX_BINARY)
    with reading(source.name, "Word document"):
        check_office(source, _MAX_XML)
        with source.open() as file:
            book = docx.Document(file)
        blocks = [" ".join(block.split()) for block in _blocks(book.element.body)]
        about, title = _about(book)
        problems = _problems(book)
    provenance = Provenance(NAME, made_by("python-docx"), "", source.part)
    head = completed(gathered({"title": title}, source.identity), source)
    text = "\n\n".join(block for block in blocks if block)
    return document(
        text, raw, head, source.name, extra_fields(about), provenance, (*source.notes, *problems), plain=False
    )


def _blocks(body: Any) -> Iterator[str]:
    """Yield the words of each paragraph, and of each row of a table: its cells with a stroke between."""
    for child in body:
        if child.tag == f"{_W}p":
            yield _words(child)
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                cells = [
                    " ".join(_words(p) for p in cell.iter(f"{_W}p")).strip() for cell in row.iterchildren(f"{_W}tc")
                ]
                # A row of one cell is a box around paragraphs; a table in a cell is read with the cell.
                if not any(parent.tag == f"{_W}tc" for parent in row.iterancestors()):
                    yield " | ".join(cells) if any(cells) else ""
        elif child.tag == f"{_W}sdt":
            for content in child.iterchildren(f"{_W}sdtContent"):
                yield from _blocks(content)


def _words(paragraph: Any) -> str:
    words = []
    stack = [paragraph]
    while stack:
        this = stack.pop()
        if this.tag in _NOT_WORDS or this.tag == _FALLBACK:
            continue
        if this.tag == f"{_W}t":
            words.append(this.text or "")
        words.append(_BLANKS.get(this.tag, ""))
        stack.extend(reversed(this))
    return "".join(words)


def _about(book: Any) -> tuple[dict[str, str], str | None]:
    """Return what the file says of itself; the day on which it was made is not that on which it was published."""
    told = book.core_properties
    found = {"author": told.author, "made": told.created, "changed": told.modified}
    return {key: str(value) for key, value in found.items() if value}, told.title or None


def _problems(book: Any) -> tuple[Problem, ...]:
    notes = [str(part.partname) for part in book.part.package.iter_parts() if "notes" in str(part.partname)]
    body = book.element.body
    marks = sum(1 for kind in ("footnoteReference", "endnoteReference") for _ in body.iter(f"{_W}{kind}"))
    if not notes or not marks:
        return ()
    return (
        Problem(NOTES_LEFT_OUT, f"{marks:,} foot- and endnotes are not read; put what matters into the text", "read"),
    )
