"""Cuts a document into headings, datelines, bylines, credits, boilerplate and paragraphs.

A newline ends a segment unless the text is hard-wrapped (agency copy at 70 columns), where a blank line does. A title
printed again before the lead is cut off as a heading of its own. Nothing is dropped: boilerplate is kept as evidence
of origin, only no claim is read from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

from crossbearing.model.document import Segment
from crossbearing.text.agencies import any_agency
from crossbearing.text.sentences import trim
from crossbearing.text.times_grammar import lexicon
from crossbearing.vocab.loader import Form, load_entries

_LINE = re.compile(r"[^\n\r]+")
# Lines up to the next blank one.
_WRAPPED = re.compile(r"[^\n\r]+(?:(?:\r\n|\n|\r)[^\S\n\r]*\S[^\n\r]*)*")
# The bounds and the possessive quantifier keep a line of nothing but "=" or spaces from being tried a million times.
_WIKI_HEADING = re.compile(r"(?<!=)={2,}+\s{0,9}([^=\n]{2,60}?)\s{0,9}={2,}")
# Sections of an encyclopedia article that list other articles and works.
_APPENDIX = re.compile(r"see also|references|external links|notes|further reading|bibliography|sources", re.IGNORECASE)
_MONTH = lexicon().written("month", "monthabbr", "may")
_WEEKDAY = lexicon().written("weekday", "weekdayabbr")
# The day that a page prints over a report, with the agency, the time of day and the writer where they stand there.
_STAMP = re.compile(
    rf"(?:(?:{any_agency()}|Agencies)\s+)?"
    rf"(?:(?:date of publication|published|posted|updated)(?: on| at)?:?\s+)?(?:{_WEEKDAY},?\s+)?"
    rf"(?:\d{{1,2}}\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{4}}-\d\d-\d\d|\d\d-\d\d-\d{{4}})"
    r"(?:,?\s+\d{1,2}:\d\d)?(?:\s+send\s+\S+)?(?:\s+by(?-i:\s[A-Z][\w.'-]+\s[A-Z][\w.'-]+))?[\s.:|-]*",
    re.IGNORECASE,
)
# What a site hangs on its titles: " - Region - World - Daily Post", " | Daily Post".
_SITE = re.compile(r"\s+[-|–]\s+(?:[A-Z][\w.]*\s?){1,3}(?:\s+[-|–]\s+(?:[A-Z][\w.]*\s?){1,3})*$")
_DATELINE = re.compile(
    r"(?P<head>[^.!?\n]{0,160}?)"
    r"(?P<line>(?<![A-Z])(?:[A-Z]{2}\s(?=[A-Z]{2}))?[A-Z][A-Z'’-]{2,}[A-Za-z'’ /-]{0,30}(?:,\s[A-Z][\w. ]{1,30}){0,2}"
    rf"(?:,\s(?:(?i:{_MONTH})\s\d{{1,2}}|\d{{1,2}}\s(?i:{_MONTH})(?:\s\d\d)?))?(?:,?\s\d{{4}})?"
    r"\s?\((?:[A-Z][\w./ -]{1,40})\)\s?(?:--|-|–|—|:)\s?(?:\[[A-Z][A-Za-z ]{2,30}\]\s?)*)",
)
# A hyphen ends one as well, where spaces or a state before it show that it joins no words ("GOMA, Congo - A farmer").
_PLAIN_DATELINE = re.compile(
    r"(?:[A-Z][A-Z'’ /-]{2,40}(?:,\s[A-Z][\w. ]{1,30})?\s?(?:--|–|—|(?<=\s)-)\s"
    r"|[A-Z][A-Z'’ /]{2,40},\s[A-Z][\w. ]{1,30}-\s)"
)
# "MOSCOW, April 30. /TASS/." as agencies of the former Soviet Union set it.
_SLASHED_DATELINE = re.compile(
    rf"[A-Z][A-Z'’ -]{{2,40}},\s(?i:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})\.?\s?/[A-Z][\w -]{{1,20}}/\.?\s?"
)
_AGENCY_TAIL = re.compile(
    r"(?:\s|^)\((?:source|with)\b[^()]{2,80}\)\s*(?:last update.*|twitter.*|\w+)?$", re.IGNORECASE
)
# The last alternative: the initials of an editor behind the last sentence, "It left on Sunday. MB/SC".
_TRAILING_FURNITURE = re.compile(
    r"\s(?:read also|also read|last update:.*|enditem|twitter|(?-i:(?<=[a-z][.!?]\s)[A-Z]{2,6}(?:/[A-Z]{2,6})*))\s*$",
    re.IGNORECASE,
)
# Words of a heading that name its source, left behind where the title was cut short: "SOHR", "Monitor".
_CUT_OFF = re.compile(r"\s(?:[A-Z]{2,4}|Report|Monitor|Source|Sources|Official|Officials)(?=\s[A-Z])")
# Characters by which a wrapped line may stay short though the next word fitted, and how many full lines show a width.
_RAGGED = 2
# Columns up to which any line may be a wrapped one, and beyond which a line is a paragraph.
_NARROW = 110
_WIDEST = 300
_FILLED_LINES = 4
# Fewer paragraphs do not show how a document sets its headings.
_PARAGRAPHS = 4


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: str
    whole: bool
    regex: re.Pattern[str]


@cache
def _patterns() -> tuple[_Pattern, ...]:
    form = Form({"kind": (str,), "whole": (bool,), "patterns": (list,)}, {})
    found = []
    for _, entry in load_entries(files("crossbearing.text") / "segments.yml", form):
        for pattern in entry["patterns"]:
            found.append(_Pattern(entry["kind"], entry["whole"], re.compile(pattern, re.IGNORECASE)))
    return tuple(found)


def hard_wrapped(text: str) -> bool:
    """Say whether line ends are only layout: most full lines break inside a sentence at much the same width.

    >>> hard_wrapped("The army said on Sunday that its units had\\nentered the town after days of heavy\\nfighting.")
    True
    """
    lines = [m.group().rstrip() for m in _LINE.finditer(text)]
    widest = max((len(a) for a in lines), default=0)
    # Of wide lines only those near the full width show that the width broke them, not the end of a paragraph.
    least = 35 if widest <= _NARROW else round(0.75 * widest)
    pairs = [(a, b) for a, b in pairwise(lines) if b and least <= len(a)]
    if len(pairs) < 2 or widest > _WIDEST:
        return False
    broken = sum(1 for a, b in pairs if a[-1] not in '.!?:"”' and (b[0].islower() or a[-1] in ",;-" or b[0].isdigit()))
    return broken >= max(2, len(pairs) // 4) or _filled(text)


def _filled(text: str) -> bool:
    """Say whether nearly every line ends where the next word would not have fitted: the sign that capitals leave."""
    pairs = [(a.rstrip(), b.split()) for a, b in pairwise(text.splitlines()) if a.strip()]
    widest = max(len(a) for a, _ in pairs)
    inside = [(a, words[0]) for a, words in pairs if words]
    full = sum(len(a) + 1 + len(word) > widest - _RAGGED for a, word in inside)
    return full >= max(_FILLED_LINES, 0.8 * len(inside))


def _paragraphs(text: str) -> list[tuple[int, int]]:
    spans = []
    for found in (_WRAPPED if hard_wrapped(text) else _LINE).finditer(text):
        start, end = trim(text, found.start(), found.end())
        if start < end:
            spans.append((start, end))
    return spans


def segment(text: str, title: str | None = None) -> tuple[Segment, ...]:
    """Return the segments of ``text`` in order; white space between them belongs to none.

    >>> t = "Army enters town\\nThe army entered the town on Sunday.\\nAlso Read\\nIt left later."
    >>> [s.kind for s in segment(t)]
    ['heading', 'paragraph', 'boilerplate', 'paragraph']
    """
    found: list[Segment] = []
    paragraphs = _paragraphs(text)
    headings = _Headings()
    if title:
        headings.add(title)
        if site := _SITE.search(title):
            headings.add(title[: site.start()])
    ends = sum(text[end - 1] in '.!?"”’)' for _, end in paragraphs)
    punctuated = len(paragraphs) >= _PARAGRAPHS and ends >= 0.5 * len(paragraphs)
    for number, (start, end) in enumerate(paragraphs):
        for piece_start, piece_end, kind in _wiki_pieces(text, start, end):
            if kind:
                found.append(Segment(kind, piece_start, piece_end))
            else:
                last = number >= len(paragraphs) - 1
                pieces = _paragraph(text, piece_start, piece_end, headings, (number, last, punctuated))
                found.extend(pieces)
                for piece in pieces:
                    if piece.kind == "heading":
                        headings.add(text[piece.start : piece.end])
    return tuple(_with_teasers(text, found))


def _with_teasers(text: str, segments: Sequence[Segment]) -> list[Segment]:
    """Return the segments, the paragraphs above the dateline of a report as headings: they tease what it tells."""
    at = next((n for n, one in enumerate(segments) if one.kind == "dateline" and _placed(text, one)), None)
    if at is None or segments[at].start > _TEASED or not any(one.kind == "heading" for one in segments[:at]):
        return list(segments)
    above = [replace(one, kind="heading") if one.kind == "paragraph" else one for one in segments[:at]]
    return [*above, *segments[at:]]


def _placed(text: str, dateline: Segment) -> bool:
    """Say whether a dateline names a place, in capitals: a stamp alone stands above the teaser as well."""
    return text[dateline.start : dateline.start + 3].isupper() and not _STAMP.match(text, dateline.start, dateline.end)


def _wiki_pieces(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Cut "==Attack==" headings of encyclopedia text out of a paragraph; what follows an appendix is boilerplate."""
    pieces: list[tuple[int, int, str]] = []
    at = start
    kind = ""
    for found in _WIKI_HEADING.finditer(text, start, end):
        pieces.append((at, found.start(), kind))
        pieces.append((found.start(1), found.end(1), "heading"))
        kind = "boilerplate" if _APPENDIX.fullmatch(found[1]) else ""
        at = found.end()
    pieces.append((at, end, kind))
    trimmed = [(*trim(text, a, b), kind) for a, b, kind in pieces]
    return [(a, b, kind) for a, b, kind in trimmed if a < b]


def _known_kind(paragraph: str) -> str | None:
    for pattern in _patterns():
        if not pattern.whole and len(paragraph) >= 400:
            continue
        if pattern.regex.fullmatch(paragraph) if pattern.whole else pattern.regex.search(paragraph):
            return pattern.kind
    return None


def _paragraph(text: str, start: int, end: int, headings: _Headings, where: tuple[int, bool, bool]) -> list[Segment]:
    kind = _known_kind(text[start:end])
    if kind:
        return [Segment(kind, start, end)]
    found: list[Segment] = []
    start = _take_stamp(text, start, end, found)
    doubled = _doubled_heading(text, start, end, headings)
    if doubled:
        found.append(Segment("heading", start, doubled))
        start = _after_heading(text, doubled, end, found)
    start = _take_dateline(text, start, end, found)
    end, tail = _tail(text, start, end)
    if start < end:
        plain = "heading" if not found and _is_heading(text[start:end], *where) else "paragraph"
        found.append(Segment(plain, start, end))
    found.extend(tail)
    return found


def _take_stamp(text: str, start: int, end: int, found: list[Segment]) -> int:
    """Cut "AFP Tuesday 20 May 2014" off the start of a paragraph; return where the rest begins."""
    stamp = _STAMP.match(text, start, end)
    if stamp is None:
        return start
    found.append(Segment("dateline", *trim(text, start, stamp.end())))
    return trim(text, stamp.end(), end)[0]


def _after_heading(text: str, start: int, end: int, found: list[Segment]) -> int:
    """Step over what follows a heading that is printed again: a stop, the site's name, a stamp."""
    if _SITE.match(text, start, end):
        found.append(Segment("boilerplate", *trim(text, start, end)))
        return end
    start = trim(text, start, end)[0]
    if text[start : start + 1] in ".:":
        start = trim(text, start + 1, end)[0]
    return _take_stamp(text, start, end, found)


def _take_dateline(text: str, start: int, end: int, found: list[Segment]) -> int:
    """Cut "KABUL, Oct. 3 (Agency) --" off, with the heading that may have been run into it; return the new start."""
    near = min(end, start + 90)
    line = (
        _DATELINE.match(text, start, min(end, start + 320))
        or _PLAIN_DATELINE.match(text, start, near)
        or _SLASHED_DATELINE.match(text, start, near)
    )
    if line is None:
        return start
    named = line.groupdict()
    begin = line.start("line") if named else line.start()
    if named and line.group("head").strip():
        found.append(Segment("heading", *trim(text, start, begin)))
    found.append(Segment("dateline", *trim(text, begin, line.end())))
    return trim(text, line.end(), end)[0]


def _tail(text: str, start: int, end: int) -> tuple[int, list[Segment]]:
    """Cut agency credits and page furniture off the end of a paragraph."""
    tail: list[Segment] = []
    for kind, pattern in (("boilerplate", _TRAILING_FURNITURE), ("credit", _AGENCY_TAIL)):
        cut = pattern.search(text[start:end])
        if cut and cut.start() > 20:
            span = trim(text, start + cut.start(), end)
            tail.insert(0, Segment(kind, *span))
            end = trim(text, start, start + cut.start())[1]
    return end, tail


def _words(text: str) -> list[tuple[str, int]]:
    return [(m.group().lower(), m.end()) for m in re.finditer(r"\w+", text)]


# Characters above a dateline that may be headings and teasers; what is longer is a report of its own.
_TEASED = 700
# Fewer words are not known for a heading where they stand again.
_TOLD_AGAIN = 4
# Characters at the start of a paragraph in which a heading printed again ends.
_OPENING = 400


class _Headings:
    """The headings of a document so far, found by the words with which a paragraph opens."""

    def __init__(self) -> None:
        self._order: dict[tuple[str, ...], int] = {}
        self._lengths: set[int] = set()

    def add(self, heading: str) -> None:
        """Keep the words of a heading, unless they are too few to be known where they stand again."""
        words = tuple(w for w, _ in _words(heading))
        if len(words) >= _TOLD_AGAIN:
            self._order.setdefault(words, len(self._order))
            self._lengths.add(len(words))

    def opening(self, here: Sequence[tuple[str, int]]) -> int:
        """Return how many of the words ``here`` are a heading, the first told if they are several; 0 for none."""
        told = tuple(w for w, _ in here)
        sizes = (size for size in range(_TOLD_AGAIN, len(told)) if size in self._lengths)
        found = [(self._order[told[:size]], size) for size in sizes if told[:size] in self._order]
        return min(found)[1] if found else 0


def _doubled_heading(text: str, start: int, end: int, headings: _Headings) -> int | None:
    """Return where a heading printed again at the start of this paragraph ends, or None.

    A title cut short ("... Syrian state" for "... Syrian state TV") takes the capitals that follow it along, unless
    they open a stamp ("AFP Tuesday 20 May 2014").
    """
    here = _words(text[start : min(end, start + _OPENING)])
    many = headings.opening(here)
    if not many:
        return None
    stop = start + here[many - 1][1]
    cut = _CUT_OFF.match(text, stop, end)
    return cut.end() if cut and not _STAMP.match(text, stop + 1, end) else stop


def _is_heading(paragraph: str, number: int, last: bool, punctuated: bool) -> bool:
    """Say whether a paragraph is a heading: short, no full stop, and first or in title case or with a colon.

    Where the document's other paragraphs are ``punctuated``, a short line without a full stop is one as well.
    """
    words = paragraph.split()
    if (last and number == 0) or len(words) > 22 or paragraph[-1] in '.!?,;"”' or len(words) < 2:
        return False
    if number == 0 or (not last and paragraph[-1].isalnum() and punctuated):
        return True
    long_words = [w for w in words if len(w) > 3 and w[0].isalpha()]
    capitals = sum(w[0].isupper() for w in long_words)
    # Sentence-case headings have no full stop either; list lines and captions are longer or end in a colon.
    return len(words) <= 16 and (capitals >= 0.6 * len(long_words) or ":" in paragraph[:40]) and paragraph[-1] != ":"
