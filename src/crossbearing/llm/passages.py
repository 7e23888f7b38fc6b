"""Cuts a report into numbered passages and these into pieces that one request can hold.

A passage is one or more whole sentences of one segment; its number is how a reply says where a quote stands. Numbers
run through the document, so that the pieces of a long one never share any.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.model.document import Document, Segment
from crossbearing.text.languages.detect import reading_language
from crossbearing.text.languages.tables import Language, language
from crossbearing.text.languages.writing import form_of, words_of
from crossbearing.text.segments import segment
from crossbearing.text.sentences import sentences

PIECE_WORDS = 900
"""Words of a report that one request holds, unless told otherwise."""

READ = frozenset({"heading", "paragraph"})
"""Kinds of segments that claims are read from."""

_PASSAGE_WORDS = 60
# Scripts without blanks between words; a word of theirs has some six letters and signs, of Chinese and Japanese two.
_WRITTEN_TOGETHER = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
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


def length_in_words(text: str) -> int:
    """Return how many words a text has, in scripts that do not part them by their letters.

    >>> length_in_words("War ended."), length_in_words("စစ်တပ်ကမြို့ကိုဗုံးကြဲခဲ့သည်။")
    (2, 5)
    """
    together = sum(len(run) // 6 for run in _WRITTEN_TOGETHER.findall(text))
    return len(text.split()) + together + sum(len(run) // 2 for run in _IDEOGRAPHS.findall(text))


def passages_of(document: Document) -> tuple[Passage, ...]:
    """Return the passages of a document in text order; boilerplate has none.

    >>> text = "Army enters town\\nThe army entered it on Sunday. It left later.\\nAlso Read"
    >>> [(p.number, p.kind, text[p.start:p.end]) for p in passages_of(Document("d", text))]
    [(1, 'heading', 'Army enters town'), (2, 'paragraph', 'The army entered it on Sunday. It left later.')]
    """
    return _passages(document.text, segments_of(document))


def segments_of(document: Document) -> tuple[Segment, ...]:
    """Return the segments of a document, cut here where it was not read yet.

    >>> [s.kind for s in segments_of(Document("d", "War ended."))]
    ['paragraph']
    """
    return document.segments or segment(document.text, document.title)


def _passages(text: str, segments: Sequence[Segment]) -> tuple[Passage, ...]:
    found: list[Passage] = []
    for part in segments:
        if part.kind == "boilerplate":
            continue
        for start, end in _grouped(text, part.start, part.end):
            found.append(Passage(len(found) + 1, part.kind, start, end))
    return tuple(found)


def _grouped(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Join the sentences of a segment to stretches of at most so many words; a longer sentence stands alone."""
    joined: list[tuple[int, int]] = []
    words = 0
    for a, b in sentences(text, start, end):
        size = length_in_words(text[a:b])
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
    segments = segments_of(document)
    for block in _blocks(document.text, segments, _passages(document.text, segments), words):
        length = sum(length_in_words(document.text[p.start : p.end]) for p in block)
        if groups and size + length <= words:
            groups[-1].extend(block)
            size += length
        else:
            groups.append(list(block))
            size = length
    read: list[Passage] = []
    found = []
    table = language(reading_language(document))
    for group in groups:
        found.append(Piece(tuple(group), _last_speaker(document.text, read, table)))
        read.extend(group)
    return tuple(found)


def _blocks(text: str, segments: Sequence[Segment], passages: Sequence[Passage], words: int) -> list[list[Passage]]:
    """Group the passages of one paragraph; one that no piece can hold falls into its passages."""
    blocks: list[list[Passage]] = []
    for part in segments:
        inside = [p for p in passages if part.start <= p.start < part.end]
        if length_in_words(text[part.start : part.end]) > words:
            blocks.extend([p] for p in inside)
        elif inside:
            blocks.append(inside)
    return blocks


def _last_speaker(text: str, read: Sequence[Passage], table: Language | None) -> Passage | None:
    """Return the last sentence of what came before that names a speaker, under its passage's number.

    A reporting word shows it; where none of the language is known, the last sentence stands for it.
    """
    for passage in reversed(read):
        for start, end in reversed(sentences(text, passage.start, passage.end)):
            if _REPORTING.search(text, start, end) or (table is not None and _reports(text[start:end], table)):
                return Passage(passage.number, passage.kind, start, end)
    if not read:
        return None
    last = read[-1]
    return Passage(last.number, last.kind, *sentences(text, last.start, last.end)[-1])


def _reports(sentence: str, table: Language) -> bool:
    """Say whether a word of the sentence, or in a language that joins its words a part of it, reports speech."""
    if table.inside is not None:
        form = form_of(sentence)
        return any(word in form for word in table.reporting)
    return any(word.form in table.reporting for word in words_of(sentence, 0, len(sentence)))
