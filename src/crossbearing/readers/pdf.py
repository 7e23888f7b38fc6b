"""PDF: the words of its pages in reading order, with columns, running heads, page numbers and hyphens undone.

A PDF holds places on paper, not paragraphs; what is made of them is told in `pdf_layout`. Scripts, forms and attached
files in it are never run or opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crossbearing.model.document import Document, Problem, Provenance
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.codes import PAGES_WITHOUT_TEXT
from crossbearing.readers.decode import MAX_BYTES
from crossbearing.readers.fields import document, extra_fields, gathered
from crossbearing.readers.pdf_layout import paragraphs
from crossbearing.readers.pdf_words import mended, with_letters, without_print
from crossbearing.readers.sidecar import completed
from crossbearing.readers.source import MAX_BINARY, Found, Source, library, made_by, one, reading

NAME, WHAT = "pdf", "a PDF"
SUFFIXES = (".pdf",)

MAX_PAGES = 3_000
_FEW_LETTERS = 3
# What programs write where nobody gave them a title or a name.
_NOTHING = frozenset({"(anonymous)", "(unspecified)", "untitled", "anonymous", "unknown"})


def read(source: Source) -> Iterator[Found]:
    """Yield the document of a PDF, or the error that says why there is none.

    >>> next(read(Source("a.pdf", "a.pdf", "a", data=b"%PDF-1.7 and no more")))[1].code
    'damaged'
    """
    return one(source, _document)


def _document(source: Source) -> Document:
    pypdf = library("pypdf", WHAT, source.name)
    raw = source.raw(MAX_BINARY)
    with reading(source.name, "PDF", len(raw)), source.open() as file:
        book = pypdf.PdfReader(file)
        if book.is_encrypted and not book.decrypt(""):
            advice = "is locked with a password; save it without one, or print it into a new PDF"
            raise UnreadableDocumentError("encrypted", source.name, advice)
        pages, address = _printed(_pages(book, source.name))
        about = _about(book)
    if not any(_has_words(page) for page in pages):
        many = f"{len(pages):,} page{'s' if len(pages) != 1 else ''}"
        advice = f"has {many} and no words: a scan; have its words read (ocrmypdf) and give it again"
        raise UnreadableDocumentError("no_text", source.name, advice)
    text, starts = paragraphs(pages)
    provenance = Provenance(NAME, made_by("pypdf"), "", source.part, starts)
    head = completed(gathered({"title": about.pop("title", None), "url": address}, source.identity), source)
    problems = (*source.notes, *_without_words(pages))
    return document(text, raw, head, source.name, extra_fields(about), provenance, problems, plain=False)


def _pages(book: Any, name: str) -> list[str]:
    """Return the lines of each page as they stand on it: blanks between columns, empty lines between paragraphs."""
    if len(book.pages) > MAX_PAGES:
        advice = f"has {len(book.pages):,} pages, the limit is {MAX_PAGES:,}; split it"
        raise UnreadableDocumentError("too_large", name, advice)
    pages = []
    size = 0
    for page in book.pages:
        words, running = page.extract_text(extraction_mode="layout"), with_letters(page.extract_text())
        pages.append(mended(with_letters(words), running) if _has_words(words) else running)
        size += len("".join(pages[-1].split()))
        if size > MAX_BYTES:
            advice = f"has over {MAX_BYTES:,} characters, the limit for one report; split it"
            raise UnreadableDocumentError("too_large", name, advice)
    return pages


def _printed(pages: list[str]) -> tuple[list[str], str | None]:
    """Return the pages without what a browser printed beside them, and the address that it printed."""
    bare = [without_print(page) for page in pages]
    return [page for page, _ in bare], next((address for _, address in bare if address), None)


def _has_words(page: str) -> bool:
    return sum(map(str.isalpha, page[:5000])) > _FEW_LETTERS


def _without_words(pages: list[str]) -> tuple[Problem, ...]:
    bare = [str(number) for number, page in enumerate(pages, 1) if not _has_words(page)]
    if not bare:
        return ()
    shown = ", ".join(bare[:20]) + (" ..." if len(bare) > 20 else "")
    message = f"{len(bare):,} of {len(pages):,} pages hold no words (pictures?) and are not read: {shown}"
    return (Problem(PAGES_WITHOUT_TEXT, message, "read"),)


def _about(book: Any) -> dict[str, str]:
    """Return what the file says of itself; the day on which it was made is not that on which it was published."""
    told = book.metadata or {}
    kept = {"title": "/Title", "author": "/Author", "made_with": "/Creator", "made": "/CreationDate"}
    found = {key: str(told[name]).strip() for key, name in kept.items() if name in told and isinstance(told[name], str)}
    return {key: value for key, value in found.items() if value and value.lower() not in _NOTHING}
