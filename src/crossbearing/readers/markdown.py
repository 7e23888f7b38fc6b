"""Markdown: its words without marks, one block a paragraph; a head of ``key: value`` lines tells who and when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from crossbearing.model.document import Document, Problem, Provenance
from crossbearing.readers.codes import HTML_LEFT_OUT
from crossbearing.readers.decode import check_text
from crossbearing.readers.encodings import decode_any
from crossbearing.readers.fields import document, extra_fields, gathered
from crossbearing.readers.sidecar import completed
from crossbearing.readers.source import Found, Source, made_by, one, reading

NAME, WHAT = "markdown", "Markdown"
SUFFIXES = (".md", ".markdown")

MAX_MARKDOWN = 1_000_000
"""Bytes of one text: its marks take five hundred times as much while they are read."""

_HEAD = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LINE = re.compile(r"([A-Za-z][\w-]{0,40}):[ \t]+(\S[^\n\r]{0,2000})")
_KEYS = {
    "title": "title", "outlet": "outlet", "source": "outlet", "publisher": "outlet", "site": "outlet",
    "date": "published", "published": "published", "url": "url", "link": "url", "permalink": "url",
    "lang": "language", "language": "language", "retrieved": "retrieved", "id": "id",
}  # fmt: skip
# Words are only in these; code is what somebody typed, and may be the report all the same.
_BLOCKS = frozenset({"inline", "fence", "code_block"})


def read(source: Source) -> Iterator[Found]:
    """Yield the document of a Markdown text, or the error that says why there is none.

    >>> next(read(Source("a.md", "a.md", "a", data=b"# Truce\\n\\nThe **army** left\\n[Harasta](u).")))[1].text
    'Truce\\n\\nThe army left Harasta.'
    """
    return one(source, _document)


def _document(source: Source) -> Document:
    raw = source.raw(MAX_MARKDOWN)
    told = decode_any(raw, source.name, source.encoding)
    front = _HEAD.match(told.text)
    lines = dict(_LINE.findall(front[1])) if front else {}
    fields: dict[str, str | None] = {}
    extra: dict[str, str | None] = {}
    for key, value in lines.items():
        known = _KEYS.get(key.lower())
        (fields if known else extra)[known or key] = value.strip().strip("\"'")
    check_text(told.text, source.name)
    with reading(source.name, "Markdown"):
        text, dropped = _words(told.text[front.end() :] if front else told.text)
    problems = (*source.notes, *told.problems, *dropped)
    provenance = Provenance(NAME, made_by("markdown-it-py"), told.encoding, source.part)
    head = completed(gathered(fields, source.identity), source)
    return document(text, raw, head, source.name, extra_fields(extra), provenance, problems)


def _words(text: str) -> tuple[str, tuple[Problem, ...]]:
    """Return the blocks of a text and, where it holds blocks of HTML, what is said of them."""
    tokens = MarkdownIt("commonmark", {"maxNesting": 50}).enable(["table", "strikethrough"]).parse(text)
    blocks: list[str] = []
    row: list[str] | None = None
    html = 0
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            blocks.append(" | ".join(row))
            row = None
        elif token.type in _BLOCKS:
            words = _inline(token).strip() if token.type == "inline" else token.content.strip()
            (blocks if row is None else row).append(words)
        html += token.type == "html_block"
    problems: tuple[Problem, ...] = ()
    if html:
        message = f"{html:,} blocks of HTML in the Markdown were left out; save them as .html, or their words as text"
        problems = (Problem(HTML_LEFT_OUT, message, "read"),)
    return "\n\n".join(block for block in blocks if block), problems


def _inline(token: Token) -> str:
    """Return the words of a paragraph on one line: a line end inside it is layout; tags in it are dropped."""
    words = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            words.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            words.append(" ")
    return "".join(words)
