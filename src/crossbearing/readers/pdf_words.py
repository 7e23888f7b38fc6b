"""The words of a page as they were written: ligatures are letters, split words are whole, what a browser printed beside
the page is no part of it.

A page as lines on paper (its layout) keeps columns apart and tears words at times; the same page as running text keeps
words whole and knows no columns. What is torn in the one is mended by the other, and each line keeps its columns.
"""

from __future__ import annotations

import re

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_LIGATURE_WORD = re.compile(r"\S*[ﬀ-ﬆ]\S*( *)")
_TORN = re.compile(r"(?<!\S)(\S+)( +)(\S+)")
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?"
_MOMENT = rf"\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}},? {_CLOCK}"
_ADDRESS = r"(?:https?|file)://\S+"
_BESIDE = re.compile(
    rf"\s*(?:{_MOMENT}(?:\s{{2,}}\S.*)?|\S.*\s{{2,}}{_MOMENT}"
    rf"|{_ADDRESS}(?:\s+(?:\d+/\d+|{_MOMENT}))?|\d+ (?:of|/) \d+\s+{_MOMENT})\s*"
)
"""What browsers print over and under a page: the moment of printing, the title, the address, the number of the page."""
_EDGE = 2
_URL = re.compile(r"\s*(https?://\S+)\s")


def with_letters(text: str) -> str:
    """Return a text whose ligatures are the letters they stand for; a line keeps its columns where it has the room.

    >>> with_letters("killing 5 oﬃcers   and"), with_letters("ﬁghting")
    ('killing 5 officers and', 'fighting')
    """

    def plain(match: re.Match[str]) -> str:
        word, room = match[0].rstrip(" ").translate(_LIGATURES), len(match[1])
        more = len(word) - (len(match[0]) - room)
        return word + " " * (max(1, room - more) if room else 0)

    return _LIGATURE_WORD.sub(plain, text)


def mended(layout: str, running: str) -> str:
    """Return a page's lines with the words whole that stand whole in its running text; each line keeps its columns.

    >>> mended("a ceasefir      e  in Orlo", "a ceasefire in Orlo")
    'a ceasefire        in Orlo'
    """
    known = frozenset(running.split())

    def whole(line: str) -> str:
        at = 0
        while match := _TORN.search(line, at):
            first, gap, second = match.groups()
            if first + second in known and not (first in known and second in known):
                line = f"{line[: match.start()]}{first}{second}{gap}{line[match.end() :]}"
                at = match.start()
            else:
                at = match.start(3)
        return line

    return "\n".join(whole(line) for line in layout.split("\n"))


def without_print(page: str) -> tuple[str, str | None]:
    """Return a page without what a browser printed over and under it, and the address that stood there.

    >>> without_print("3/18/24, 9:05 AM    Hill Post\\n\\nWar ended.\\n\\nhttps://hill.example/1    1/1")
    ('\\n\\nWar ended.\\n\\n', 'https://hill.example/1')
    """
    lines = page.split("\n")
    full = [at for at, line in enumerate(lines) if line.strip()]
    address = None
    for at in {*full[:_EDGE], *full[-_EDGE:]}:
        if _BESIDE.fullmatch(lines[at]):
            address = address or (found[1] if (found := _URL.match(lines[at] + " ")) else None)
            lines[at] = ""
    return "\n".join(lines), address
