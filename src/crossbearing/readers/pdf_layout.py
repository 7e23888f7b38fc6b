"""From pages as they stand on paper to paragraphs: columns in reading order, running heads and hyphens undone.

The input is a page as lines of characters, where blanks stand for what is empty between words. A column's edge is a
strip that stays blank in line after line; it is looked for in each stretch of lines, since a heading may span the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_GAP = 3
"""Blanks that part two columns: words on one line are set apart by one or two."""
_LEAST_LINES = 4
"""Lines that must stand beside one another for a gap to be a column's edge."""
_LEAST_WIDTH = 12
"""Characters of a line of a column; narrower is a table or a list with numbers."""
_MOST_COLUMNS = 5
_EDGE_LINES = 3
"""Lines at the top and the foot of a page in which running heads and page numbers stand."""
_PAGE = re.compile(
    r"[-–—|\s]*(?:page|seite|pagina|página)\s*\d{1,4}(?:\s*(?:of|/|von|de|di)\s*\d{1,4})?[-–—|\s]*", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?:(?:page|p\.|seite|pagina|página)\s*)?[-–—|\s]*\d{1,4}[-–—|\s]*(?:(?:of|/|von|de|di)\s*\d{1,4})?", re.IGNORECASE
)
_BROKEN = re.compile(r"(\w+)[-\u2010\u00ad]$")
_SHORT, _ROOMY = 0.8, 0.6
_DOUBLE_SPACED = 8
_ENDS = '.!?:"”’)»…'


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page or column: its words, where it begins, and whether an empty line stands before it.

    ``in_column`` says that it is of one of several columns, whose widths may differ.
    """

    text: str
    indent: int
    after_gap: bool
    in_column: bool = False


def paragraphs(pages: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """Return the paragraphs of all pages, one a line with an empty line between, and the offset where each page begins.

    >>> pages = ["Hill Post            3\\n\\nThe army left the vil-\\nlage of Orlo on Sunday.\\n\\nIt rained."]
    >>> paragraphs(pages)
    ('Hill Post 3\\n\\nThe army left the village of Orlo on Sunday.\\n\\nIt rained.', (0,))
    """
    bodies = _without_running([page.expandtabs(4).splitlines() for page in pages])
    known = Counter(re.findall(r"\w+(?:-\w+)*", " ".join(" ".join(lines) for lines in bodies).lower()))
    blocks: list[str] = []
    starts: list[int] = []
    at = 0
    for lines in bodies:
        starts.append(at)
        for block in _blocks(_in_order(lines), known):
            if blocks and len(starts) > 1 and at == starts[-1] and _goes_on(blocks[-1], block):
                at -= len(blocks[-1]) + 2
                block = _joined(blocks.pop(), block, known)
            blocks.append(block)
            at += len(block) + 2
    text = "\n\n".join(blocks)
    return text, tuple(min(start, len(text)) for start in starts)


def _without_running(pages: list[list[str]]) -> list[list[str]]:
    """Return the pages without page numbers and without what stands at the same edge of other pages too."""
    seen: Counter[tuple[int, str]] = Counter()
    for lines in pages:
        seen.update((rank, form) for rank, at in _edges(lines) if (form := _form(lines[at])))
    often = {key for key, number in seen.items() if number >= max(2, len(pages) / 3)}
    found = []
    for lines in pages:
        drop: set[int] = set()
        stopped: set[bool] = set()
        for rank, at in _edges(lines):
            number = _PAGE.fullmatch(lines[at].strip()) or (len(pages) > 1 and _NUMBER.fullmatch(lines[at].strip()))
            if (rank > 0) not in stopped and (number or (rank, _form(lines[at])) in often):
                drop.add(at)
            else:
                stopped.add(rank > 0)  # what stands further in is words
        found.append(["" if at in drop else line for at, line in enumerate(lines)])
    return found


def _edges(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return the first and last lines of a page that hold words, from its edges inwards: (rank, line)."""
    full = [at for at, line in enumerate(lines) if line.strip()]
    top = [(rank, at) for rank, at in enumerate(full[:_EDGE_LINES], 1)]
    return top + [(-rank, at) for rank, at in enumerate(reversed(full[-_EDGE_LINES:]), 1)]


def _form(line: str) -> str:
    """Return a line without its numbers and the blanks between its parts: that is what every page repeats.

    A line that is all of the text is no running head: what is long is words.
    """
    form = re.sub(r"\d+", "#", " ".join(line.split()).lower())
    return form if len(form) <= 90 else ""


def _in_order(lines: list[str]) -> list[_Line]:
    """Return the lines of a page in the order in which they are read."""
    found: list[_Line] = []
    band: list[str] = []
    gap = True
    for at, line in enumerate(lines):
        band.append(line)
        if at + 1 == len(lines) or _spans(lines, at):
            found.extend(_columns(band, gap))
            gap, band = not line.strip(), []
    return found


def _spans(lines: list[str], at: int) -> bool:
    """Say whether the page changes below a line: it or the next is set across what stays blank in the other."""
    here, below = lines[at], next((line for line in lines[at + 1 :] if line.strip()), "")
    return bool(here.strip()) and bool(_inner_gaps(here)) != bool(_inner_gaps(below)) and not _is_part(lines, at)


def _is_part(lines: list[str], at: int) -> bool:
    """Say whether a line without a gap is the end of a column whose neighbour is empty there, or goes on alone."""
    here, below = lines[at], next((line for line in lines[at + 1 :] if line.strip()), "")
    bare, other = (here, below) if not _inner_gaps(here) else (below, here)
    begin, end = len(bare) - len(bare.lstrip()), len(bare.rstrip())
    return any(end <= b or (begin >= a + _GAP - 1 and begin >= b - 1) for a, b in _inner_gaps(other))


def _inner_gaps(line: str) -> list[tuple[int, int]]:
    """Return where a line has blanks between words that may part columns."""
    return [match.span() for match in re.finditer(rf"(?<=\S) {{{_GAP},}}(?=\S)", line)]


def _columns(lines: list[str], after_gap: bool) -> list[_Line]:
    """Return the lines of a stretch of a page, one column after the other where it has several."""
    edges = _edges_of_columns(lines)
    found: list[_Line] = []
    for left, right in zip([0, *edges], [*edges, None], strict=True):
        gap = after_gap or bool(edges)
        for line in lines:
            piece = line[left:right]
            if piece.strip():
                indent = len(piece) - len(piece.lstrip())
                found.append(_Line(" ".join(piece.split()), indent, gap, bool(edges)))
            gap = not piece.strip()
    return found


def _edges_of_columns(lines: list[str]) -> list[int]:
    """Return the places at which to cut a stretch of lines into columns; none where it has one."""
    full = [line for line in lines if line.strip()]
    width = max((len(line.rstrip()) for line in full), default=0)
    if len(full) < _LEAST_LINES:
        return []
    edges: list[int] = []
    strips = _strips(full, width)
    for number, (at, end) in enumerate(strips):
        left = edges[-1] if edges else 0
        if not _parts(full, left, at, end):
            continue
        # The last word of a wide line may stand alone behind a strip: the edge is where the next column's lines begin.
        after = strips[number + 1] if number + 1 < len(strips) else None
        if after and _begin_at(full, after[1]) > 2 * _begin_at(full, end) and _parts(full, left, *after):
            continue
        edges.append(end)
    return edges if len(edges) < _MOST_COLUMNS else []


def _strips(lines: list[str], width: int) -> list[tuple[int, int]]:
    """Return the strips, wide enough to part columns, that are blank in every one of the lines."""
    bare = "".join("x" if any(line[at : at + 1].strip() for line in lines) else " " for at in range(width))
    return [match.span() for match in re.finditer(rf" {{{_GAP - 1},}}", bare)]


def _begin_at(lines: list[str], at: int) -> int:
    """Return how many lines have words that begin at a place."""
    return sum(1 for line in lines if line[at : at + 1].strip() and not line[at - 1 : at].strip())


def _parts(lines: list[str], left: int, begin: int, end: int) -> bool:
    """Say whether on both sides of a blank strip there are lines of words, and enough of them beside one another."""
    both = [line for line in lines if line[left:begin].strip() and line[end:].strip()]
    wide = [
        sum(len(words) >= _LEAST_WIDTH for words in side)
        for side in ([line[left:begin].strip() for line in both], [line[end:].strip() for line in both])
    ]
    return len(both) >= _LEAST_LINES and all(2 * many > len(both) for many in wide)


def _blocks(lines: list[_Line], known: Counter[str]) -> list[str]:
    """Return the paragraphs of lines: one ends at an empty line, before an indent, and behind a short last line."""
    width = sorted(len(line.text) for line in lines)[int(0.8 * len(lines))] if lines else 0
    usual = Counter(line.indent for line in lines).most_common(1)[0][0] if lines else 0
    apart = [line for line in lines if line.after_gap]
    # Lines set far apart go on in the middle of sentences; paragraphs of one line do not.
    double = len(lines) >= _DOUBLE_SPACED and len(apart) > 0.7 * len(lines)
    double = double and sum(line.text[0].islower() for line in apart) > 0.3 * len(apart)
    blocks: list[str] = []
    before: _Line | None = None
    for line in lines:
        if before is None or _begins(line, before, width, usual, double):
            blocks.append(line.text)
        else:
            blocks[-1] = _joined(blocks[-1], line.text, known)
        before = line
    return [block.replace("\u00ad", "") for block in blocks]


def _begins(line: _Line, before: _Line, width: int, usual: int, double: bool) -> bool:
    if line.after_gap and not double:
        return not _goes_on(before.text, line.text)  # at the head of a column or page a paragraph may go on
    ended = before.text[-1] in _ENDS
    if ended and len(before.text) < _SHORT * width:
        return True
    if not before.in_column and not line.in_column and not line.text[0].islower():
        # Where the next word would have had room, the line was ended on purpose: a heading, a byline, a row.
        first = line.text.split(maxsplit=1)[0]
        if len(before.text) + 1 + len(first) < _ROOMY * width:
            return True
    return ended and usual + 1 < line.indent < usual + 9 and before.indent <= usual + 1


def _goes_on(before: str, after: str) -> bool:
    """Say whether a paragraph goes on over the end of a page: it has no end, and the next page begins small."""
    return before[-1] not in _ENDS and (after[0].islower() or before[-1] in "-\u2010\u00ad,")


def _joined(before: str, after: str, known: Counter[str]) -> str:
    """Join two lines; a hyphen at the end goes, unless the text writes the word with it elsewhere.

    >>> _joined("the cross-", "border shelling", Counter({"cross-border": 1})), _joined("a vil-", "lage", Counter())
    ('the cross-border shelling', 'a village')
    """
    broken = _BROKEN.search(before)
    if broken is None or not after[:1].islower():
        return f"{before} {after}" if broken is None else f"{before}{after}"
    rest = re.match(r"\w+", after)
    hyphened = f"{broken[1]}-{rest[0] if rest else ''}".lower()
    whole = hyphened.replace("-", "")
    keep = known[hyphened] > 0 and known[hyphened] >= known[whole] and not before.endswith("\u00ad")
    return before + after if keep else before[:-1] + after
