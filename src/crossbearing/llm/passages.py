"""Cuts a report into numbered passages and these into pieces that one request can hold.

A passage is one or more whole sentences of one segment; its number is how a reply says where a quote stands. Numbers
run through the document, so that the pieces of a long one never share any.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.model.document import Document
from crossbearing.text.segments import segment
from crossbearing.text.sentences import sentences

PIECE_WORDS = 900
"""Words of a report that one request holds, unless told otherwise."""

READ = frozenset({"heading", "paragraph"})
"""Kinds of segments that claims are read from."""

_PASSAGE_WORDS = 60
_REPORTING = re.compile(
    r"\b(?:said|says|told|tells|added|adds|announced|reported|stated|confirmed|claimed|denied|quoted|quoting"
    r"|according to|wrote)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A numbered stretch of the text, ``start`` to ``end``; ``kind`` is that of its segment."""

    number: int
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """The passages of one request, and the sentence before them that last named a speaker (None for the first)."""

    passages: tuple[Passage, ...]
    before: Passage | None = None


def passages_of(document: Document) -> tuple[Passage, ...]:
    """Return the passages of a document in text order; boilerplate has none.

    >>> text = "Army enters town\\nThe army entered it on Sunday. It left later.\\nAlso Read"
    >>> [(p.number, p.kind, text[p.start:p.end]) for p in passages_of(Document("d", text))]
    [(1, 'heading', 'Army enters town'), (2, 'paragraph', 'The army entered it on Sunday. It left later.')]
    """
    found: list[Passage] = []
    for part in document.segments or segment(document.text, document.title):
        if part.kind == "boilerplate":
            continue
        for start, end in _grouped(document.text, part.start, part.end):
            found.append(Passage(len(found) + 1, part.kind, start, end))
    return tuple(found)


def _grouped(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Join the sentences of a segment to stretches of at most so many words; a longer sentence stands alone."""
    joined: list[tuple[int, int]] = []
    words = 0
    for a, b in sentences(text, start, end):
        size = len(text[a:b].split())
        if joined and words + size <= _PASSAGE_WORDS:
            joined[-1] = (joined[-1][0], b)
            words += size
        else:
            joined.append((a, b))
            words = size
    return joined


def pieces_of(document: Document, words: int = PIECE_WORDS) -> tuple[Piece, ...]:
    """Cut the passages of a document into pieces of at most ``words`` words, at ends of paragraphs where it can.

    Pieces do not overlap. A passage longer than ``words`` is a piece of its own.

    >>> text = "The army entered the town.\\nIt left later, a resident said.\\nNobody was hurt there."
    >>> [[p.number for p in piece.passages] for piece in pieces_of(Document("d", text), 8)]
    [[1], [2], [3]]
    """
    groups: list[list[Passage]] = []
    size = 0
    for block in _blocks(document, passages_of(document), words):
        length = sum(len(document.text[p.start : p.end].split()) for p in block)
        if groups and size + length <= words:
            groups[-1].extend(block)
            size += length
        else:
            groups.append(list(block))
            size = length
    read: list[Passage] = []
    found = []
    for group in groups:
        found.append(Piece(tuple(group), _last_speaker(document.text, read)))
        read.extend(group)
    return tuple(found)


def _blocks(document: Document, passages: Sequence[Passage], words: int) -> list[list[Passage]]:
    """Group the passages of one paragraph; one that no piece can hold falls into its passages."""
    segments = document.segments or segment(document.text, document.title)
    blocks: list[list[Passage]] = []
    for part in segments:
        inside = [p for p in passages if part.start <= p.start < part.end]
        if len(document.text[part.start : part.end].split()) > words:
            blocks.extend([p] for p in inside)
        elif inside:
            blocks.append(inside)
    return blocks


def _last_speaker(text: str, read: Sequence[Passage]) -> Passage | None:
    """Return the last sentence of what came before that names a speaker, under its passage's number.

    A reporting word shows it; where none of the language is known, the last sentence stands for it.
    """
    for passage in reversed(read):
        for start, end in reversed(sentences(text, passage.start, passage.end)):
            if _REPORTING.search(text, start, end):
                return Passage(passage.number, passage.kind, start, end)
    if not read:
        return None
    last = read[-1]
    return Passage(last.number, last.kind, *sentences(text, last.start, last.end)[-1])
