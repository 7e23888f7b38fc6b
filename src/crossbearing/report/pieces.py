"""What stays together on a page of the report: packed until the page is written, cut where no page could hold it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from markupsafe import Markup

_Value = TypeVar("_Value")

MOST_A_PIECE = 900_000
"""Characters of a piece: what is longer is cut, so that its page stays below two megabytes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What stays together on a page, and in short what it is about, for the list of pages.

    Which page leads where is known when all pieces are made; until then a long report would fill the memory, so they
    are held ``packed``, a tenth of their size. ``size`` are their characters.
    """

    packed: bytes
    size: int
    about: str = ""

    @property
    def html(self) -> Markup:
        """Return what stands on the page, unpacked anew each time."""
        html = zlib.decompress(self.packed).decode("utf-8", "surrogatepass")
        return Markup(html)  # noqa: S704 - it was packed as Markup


def packed(html: Markup, about: str = "") -> Piece:
    """Return what stays together on a page.

    >>> packed(Markup("<p>Douma</p>")).html
    Markup('<p>Douma</p>')
    """
    # The fastest level: repeated tags and names are what makes a page long, and any level finds these.
    return Piece(zlib.compress(html.encode("utf-8", "surrogatepass"), 1), len(html), about)


def fitting(
    value: _Value, made: Callable[[_Value], Piece], halves: Callable[[_Value], Sequence[_Value]]
) -> Iterator[Piece]:
    """Yield the piece that is made of a value, or those of its halves and their halves where a page cannot hold it.

    >>> lines = lambda words: packed(Markup("<br>").join(words) * 300_000)
    >>> [piece.size for piece in fitting("ab", lines, lambda words: (words[:1], words[1:]))]
    [300000, 300000]
    """
    piece = made(value)
    parts = halves(value) if piece.size > MOST_A_PIECE else ()
    if len(parts) < 2:
        yield piece
        return
    for part in parts:
        yield from fitting(part, made, halves)
