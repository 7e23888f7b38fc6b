"""A span of a document's text, tied to the characters it was read from."""

from __future__ import annotations

from dataclasses import dataclass

from crossbearing.model.errors import SpanError
from crossbearing.model.made import made_often


@made_often
@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A span: ``text[start:end]`` of the document, in Unicode code points.

    >>> Mention.of("IS overran Qadam", 11, 16)
    Mention(start=11, end=16, text='Qadam')
    """

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Mention:
        """Cut the mention from ``text``; raise SpanError where the offsets do not lie in it."""
        if not 0 <= start < end <= len(text):
            raise SpanError(f"span {start}:{end} does not lie in a text of {len(text)} characters")
        return cls(start, end, text[start:end])

    def overlaps(self, other: Mention) -> bool:
        """Say whether the two spans share a character.

        >>> Mention(0, 4, "east").overlaps(Mention(3, 6, "t o"))
        True
        """
        return self.start < other.end and other.start < self.end

    def holds(self, other: Mention) -> bool:
        """Say whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end
