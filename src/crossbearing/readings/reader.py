"""What a reader is: it turns documents into unresolved claims and says what it could not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from crossbearing.model.claim import RULES, Claim
from crossbearing.model.document import Document, Problem
from crossbearing.model.errors import CrossbearingError
from crossbearing.model.faults import Faults
from crossbearing.text.tokens import NameMatch

LLM = "llm"
GIVEN = "given"
"""Claims that somebody else read, from files: never asked for by ``--readers``."""
NAMES = (RULES, LLM)
"""The names of all readers, as ``--readers`` takes them."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """What one reader makes of one document: claims before resolution, in text order, and problems of the reading.

    ``unread`` are stretches of the text (code points) that the reader should have read and could not. ``names`` are
    the names of packs in the text, None where the reader did not look for them.
    """

    document: Document
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...] = ()
    unread: tuple[tuple[int, int], ...] = ()
    names: tuple[NameMatch, ...] | None = None


class Reader(Protocol):
    """Reads documents to unresolved claims, each with the reader's name in ``Claim.reader``."""

    @property
    def name(self) -> str:
        """Return the name by which ``--readers`` asks for it."""
        ...

    @property
    def settings(self) -> Mapping[str, Any]:
        """Return what its claims depend on beside the program, as plain values without paths: for the manifest."""
        ...

    def read(self, documents: Iterable[Document], faults: Faults) -> Iterator[Unresolved]:
        """Yield what it makes of each document, in order; many at once, for some readers ask about many at once.

        Faults of the program are kept in ``faults``; whatever else goes wrong is a problem of its document.
        """
        ...


def reader_names(words: str) -> tuple[str, ...]:
    """Return the readers that ``--readers`` names, the rules first. Raises CrossbearingError for none or another.

    >>> reader_names("llm, rules")
    ('rules', 'llm')
    """
    given = {name.strip() for name in words.split(",") if name.strip()}
    unknown = sorted(given - set(NAMES))
    if unknown or not given:
        said = ", ".join(unknown) or "nothing"
        raise CrossbearingError(f"--readers names {said}; known are {', '.join(NAMES)}, or both with a comma")
    return tuple(name for name in NAMES if name in given)
