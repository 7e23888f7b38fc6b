"""Web pages: the article alone (by trafilatura), and who published it and when as the page itself declares it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from crossbearing.model.document import Document, Provenance
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.encodings import declared_in_page, decode_any
from crossbearing.readers.fields import document, extra_fields, gathered
from crossbearing.readers.page_metadata import declared_fields
from crossbearing.readers.sidecar import completed
from crossbearing.readers.source import Found, Source, library, made_by, one, reading
from crossbearing.text.languages.detect import UNKNOWN, language_of

NAME, WHAT = "html", "a web page"
SUFFIXES = (".html", ".htm", ".xhtml")

MAX_PAGE = 20_000_000
"""Bytes of one page; most of a page is no words."""
MAX_ELEMENTS = 50_000
"""Elements of one page: finding the article takes longer by their square, eight seconds here. News has 2,000."""
_ELEMENT = re.compile(r"<[A-Za-z]")


def article_of(html: str) -> str:
    """Return the words of the article of a page, one paragraph a line; empty where no article is found.

    Nothing of a page is run. Raises whatever the library raises.

    >>> page = "<html><body><article><p>" + "The army left the town on Sunday. " * 9 + "</p></article></body></html>"
    >>> article_of(page)[:33]
    'The army left the town on Sunday.'
    """
    trafilatura: Any = library("trafilatura", WHAT, "")
    found = trafilatura.extract(html, include_comments=False, with_metadata=False)
    return found or ""


def read(source: Source) -> Iterator[Found]:
    """Yield the article of a page, or the error that says why there is none.

    >>> next(read(Source("a.html", "a.html", "a", data=b"<html><script>1</script>")))[1].code
    'no_text'
    """
    return one(source, _document)


def _document(source: Source) -> Document:
    library("trafilatura", WHAT, source.name)
    raw = source.raw(MAX_PAGE)
    told = decode_any(raw, source.name, source.encoding or declared_in_page(raw))
    elements = sum(1 for _ in _ELEMENT.finditer(told.text))
    if elements > MAX_ELEMENTS:
        advice = f"has {elements:,} elements, the limit for a page is {MAX_ELEMENTS:,}; save its words alone as .txt"
        raise UnreadableDocumentError("too_large", source.name, advice)
    with reading(source.name, "web page"):
        text = article_of(told.text)
        fields, extra = declared_fields(told.text)
    if not text.strip():
        advice = "holds no article that could be found; save its words alone as .txt"
        raise UnreadableDocumentError("no_text", source.name, advice)
    if (language := language_of(text)) != UNKNOWN:
        fields["language"] = language  # that of a page is often that of its template
    provenance = Provenance(NAME, made_by("trafilatura"), told.encoding, source.part)
    head = completed(gathered(fields, source.identity), source)
    problems = (*source.notes, *told.problems)
    return document(text, raw, head, source.name, extra_fields(extra), provenance, problems, plain=False)
