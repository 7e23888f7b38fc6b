"""A report as one reviews it: paragraphs in pieces that know which claims and which fields cover them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from crossbearing.judgements.effective import Effective
from crossbearing.model.claim import Claim
from crossbearing.model.document import Document
from crossbearing.report.highlight import field_mentions


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text from character ``start`` on: the claims over it, is it of the one at hand, its fields."""

    start: int
    text: str
    subjects: tuple[str, ...]
    at_hand: bool
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A heading, paragraph or other part of the text; ``start`` is its first character."""

    kind: str
    start: int
    pieces: tuple[Piece, ...]


def paragraphs(document: Document, claims: Sequence[Effective], at_hand: Claim | None) -> tuple[Paragraph, ...]:
    """Return the text in paragraphs, the claim at hand and its fields marked. Nothing of the text is left out.

    >>> [p.kind for p in paragraphs(Document("d", "One.\\n\\nTwo."), (), None)]
    ['paragraph', 'paragraph']
    """
    spans = sorted((one.shown.evidence.start, one.shown.evidence.end, one.subject) for one in claims)
    begins, longest = [span[0] for span in spans], max((span[1] - span[0] for span in spans), default=0)
    fields = [(m.start, m.end, name) for name, _, m in field_mentions(at_hand)] if at_hand else []
    seen = (at_hand.evidence.start, at_hand.evidence.end) if at_hand else (0, 0)
    found = []
    for kind, start, end in _stretches(document):
        near = spans[bisect_left(begins, start - longest) : bisect_left(begins, end)]
        inside = [span for span in near if span[1] > start]
        named = [span for span in fields if span[0] < end and span[1] > start]
        edges = {start, end} | {e for span in (*inside, *named) for e in span[:2]} | set(seen)
        cuts = sorted(edge for edge in edges if start <= edge <= end)
        pieces = tuple(
            Piece(
                left,
                document.text[left:right],
                tuple(subject for a, b, subject in inside if a <= left and right <= b),
                seen[0] <= left and right <= seen[1],
                tuple(dict.fromkeys(name for a, b, name in named if a <= left and right <= b)),
            )
            for left, right in pairwise(cuts)
        )
        found.append(Paragraph(kind, start, pieces))
    return tuple(found)


def _stretches(document: Document) -> list[tuple[str, int, int]]:
    """Return (kind, start, end) of every segment, and of lines that lie in none."""
    segments = sorted((s.start, s.end, s.kind) for s in document.segments)
    begins = [start for start, _, _ in segments]
    found: list[tuple[str, int, int]] = []
    start = 0
    for line in document.text.splitlines(keepends=True):
        end = start + len(line.rstrip())
        before = bisect_left(begins, end) - 1
        if end > start and (before < 0 or segments[before][1] <= start):
            found.append(("paragraph", start, end))
        start += len(line)
    found += [(kind, a, b) for a, b, kind in segments if b > a]
    return sorted(found, key=lambda one: (one[1], one[2]))
