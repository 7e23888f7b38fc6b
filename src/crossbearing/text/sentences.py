"""Cuts a segment into sentences, also where the web has run them together ("war.The army")."""

from __future__ import annotations

import re

# Words whose full stop ends no sentence. Titles and months of agency style.
ABBREVIATIONS = frozenset(
    """adm al apr asst aug ave brig capt cmdr co col corp cpl dec dept det dist dr e.g est etc feb fig fr ft gen
    gov govt hon i.e inc inf insp jan jr jul jun km lt ltd maj mar mr mrs ms mt no nos nov oct op p.m a.m pfc ph
    pres prof pvt rep rev rtd sen sep sept sgt spc sq sr st supt u.k u.n u.s u.s.a vol vs""".split()
)
# What ends a sentence in Arabic, Urdu, Armenian, Burmese, Chinese and Indian writing ends nothing else.
_ENDS_ALONE = "؟۔։။。！？।॥"
# The marks of notes behind a full stop are of the sentence that it ends ("near Bama.[47] A witness said").
_END = re.compile(rf"[.!?…{_ENDS_ALONE}][\"'”’»)\]]*(?:\[\d{{1,3}}\])*")
# Letters of scripts that have no capitals open a sentence too: Hebrew to Ethiopic, and those of South and East Asia.
_NO_CAPITALS = "\u05d0-\u0669\u066e-\u06d3\u06f0-\u1fff\u2e80-\u9fff\ufb1d-\ufdff\ufe70-\ufefc"
_OPENER = re.compile(rf"[\"'“‘«¿¡(\[]*[A-Z0-9À-ÞİĞŞА-ЯЁІЇЄҐ{_NO_CAPITALS}]")

# "1734 GMT — ", "[14:05] ", "09:30 Kyiv time: ": when a ticker was written; no part of the sentence behind it.
_STAMP = re.compile(
    r"(?:\[?\d{1,2}[:.]?\d\d(?: ?[ap]\.?m\.?)? ?(?:GMT|UTC|[A-Z]{1,3}S?T|MSK|(?:local|[A-Z][a-z]+) time)"
    r"(?:\]|\s*[—–:-])|\[\d{1,2}[:.]\d\d\]|\d{1,2}:\d\d\s*[—–-])\s+(?=\S)"
)


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return the spans of the sentences of ``text[start:end]``, trimmed of white space.

    >>> t = 'It began in 2011.The army left. Gen. Aoun spoke.'
    >>> [t[a:b] for a, b in sentences(t)]
    ['It began in 2011.', 'The army left.', 'Gen. Aoun spoke.']
    >>> t = "1734 GMT: Shells fell at 10:30 GMT."
    >>> [t[a:b] for a, b in sentences(t)]
    ['1734 GMT:', 'Shells fell at 10:30 GMT.']
    """
    end = len(text) if end is None else end
    found: list[tuple[int, int]] = []
    at = start
    stamp = _STAMP.match(text, start, end)
    if stamp:
        found.append((at, stamp.end()))
        at = stamp.end()
    for stop in _END.finditer(text, start, end):
        if _ends_here(text, at, stop.start(), stop.end(), end):
            found.append((at, stop.end()))
            at = stop.end()
    found.append((at, end))
    trimmed = [trim(text, a, b) for a, b in found]
    return [(a, b) for a, b in trimmed if a < b]


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without the white space at its ends; of nothing but white space an empty one is left.

    >>> trim("  left. ", 0, 8)
    (2, 7)
    """
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends_here(text: str, start: int, stop: int, after: int, end: int) -> bool:
    if after >= end:
        return False
    word = re.search(r"[\w.]*$", text[max(start, stop - 20) : stop])
    before = word.group().lower().strip(".") if word else ""
    gap = text[after].isspace()
    rest = text[after : after + 8].lstrip()
    if text[stop] in _ENDS_ALONE:
        return True
    if not _OPENER.match(rest):
        return False
    if text[stop] in "!?…":
        return True
    if before in ABBREVIATIONS or (len(before) == 1 and before.isalpha() and before != "i"):
        # "the U.S. The army": a new sentence only where an article or pronoun opens it.
        return "." in (word.group() if word else "") and bool(re.match(r"(?:The|It|He|She|They|In|On)\b", rest))
    if gap:
        return True
    # Run together: a small letter, digit, bracket or quote, the stop, then a capital; "1.5" and "v2.B" are no ends.
    if text[after - 1] in '"”’)':
        return rest[:1].isalpha() or rest[:1] in '"“‘'
    return before[-1:].isalnum() and not rest[:1].isdigit() and len(before) > 1
