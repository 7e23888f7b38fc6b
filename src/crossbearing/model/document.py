"""A report as it was read: its text, who published it, and what could not be made of it."""

from __future__ import annotations

from dataclasses import dataclass, field

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the start of a formula, the last four full-width; readers let no id begin so."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a document: ``kind`` is heading, paragraph, byline, dateline, credit or boilerplate."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be done with a document or claim: a stable code and a sentence for people.

    ``stage`` is where it came up (read, date, parse, extract, resolve, reconcile; empty where it concerns none);
    ``start`` and ``end`` are the code points of the text that it is about, None where it is about all of it.

    >>> Problem("long_sentence", "sentence of 4,000 words read in pieces", "parse", 0, 21000).stage
    'parse'
    """

    code: str
    message: str
    stage: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A day on which the document may have been published, with the cues it satisfies and violates."""

    day: str
    satisfied: tuple[str, ...] = ()
    violated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a document was read from: its format, the library that read it, and where in its file it stood.

    ``encoding`` is that of the bytes, empty where the format has none; ``part`` is the message, row, record or
    attachment of a file that holds several; ``pages`` are the code points at which the pages of the text begin.

    >>> Provenance("pdf", "pypdf 7.1.1", pages=(0, 1820)).part
    ''
    """

    format: str
    reader: str
    encoding: str = ""
    part: str = ""
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One report. ``text`` is never normalised: all offsets of all claims count its code points.

    ``published`` and ``retrieved`` are ISO days or None. ``published_basis`` says how the day is known: metadata,
    dateline, url, constraints or none. ``sha256`` hashes the text in UTF-8, ``raw_sha256`` the bytes it came in.
    ``provenance`` is None for a document that no reader made.

    >>> Document(id="d", text="War ended.").published is None
    True
    """

    id: str
    text: str
    outlet: str | None = None
    published: str | None = None
    title: str | None = None
    url: str | None = None
    language: str = "en"
    retrieved: str | None = None
    published_basis: str = "none"
    date_candidates: tuple[DateCandidate, ...] = ()
    sha256: str = ""
    raw_sha256: str = ""
    family: str | None = None
    segments: tuple[Segment, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    metadata: tuple[tuple[str, str], ...] = ()
    provenance: Provenance | None = None
