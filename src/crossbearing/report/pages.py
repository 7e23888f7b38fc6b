"""The files of the report: one page where a browser opens it gladly, else a first page and linked ones beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from crossbearing.report.page import Page
from crossbearing.report.pieces import MOST_A_PIECE, Piece, packed
from crossbearing.report.render import Frame, Look, anchors, framed, look_of, number_of, own, part, policy, resolved
from crossbearing.report.sections import NOTHING, Section, briefs, contents, finding, opening, reports, sections
from crossbearing.report.words_index import words_index

FIRST = "report.html"
FOLDER = "report"
"""The folder of the further pages, beside the first one."""

MOST_ONE_PAGE = 1_500_000
"""Characters of the parts of a report that is one page: with its frame, less than two megabytes."""
MOST_A_PAGE = MOST_A_PIECE
MOST_BRIEFS = 2_500
MOST_BYTES_LISTED = 1_700_000
"""Of the filters and the list of happenings on the first page: with its frame, less than two megabytes."""
_LEAD = ("lead", "In short")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page to be: its file, the section it belongs to, its body, and which of the pages of its section it is."""

    file: str
    section: Section
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around the parts of every page: ``lands`` are those that its maps show, drawn once for all pages."""

    page: Page
    look: Look
    menu: tuple[tuple[str, str], ...]
    lands: Markup


def _summary(page: Page) -> str:
    documents = len(page.documents) + page.left_out
    told = f"{number_of(page.claims, 'claim')} by {number_of(len(page.sources), 'source')}"
    by = f" of {number_of(len(page.outlets), 'outlet')}" if page.outlets else ""
    unnamed = f" ({page.unnamed if page.outlets else 'all'} without a named outlet)" if page.unnamed else ""
    shown = f"{number_of(documents, 'report')}{by}{unnamed}, {page.days}; {told}"
    return f"{shown}. Nothing here is marked true: every line says who says so."


def _wrapped(section: Section, pieces: Iterable[Piece], around: Markup = NOTHING) -> Markup:
    body = Markup("").join([section.before, around, *(piece.html for piece in pieces), around, section.after])
    return part("section.html.j2", "section_part", section.id, section.title, section.note, body)


def _around(page: Page, look: Look, parts: Iterable[Section]) -> _Around:
    menu = [_LEAD] if page.ledgers else []
    lands = part("map.html.j2", "lands_part", look.maps)
    return _Around(page, look, (*menu, *((section.id, section.name) for section in parts)), lands)


def _frame(around: _Around, body: Markup, part_name: str = "", current: str = "") -> str:
    frame = Frame(
        title=around.page.title,
        part=part_name,
        current=current,
        summary=_summary(around.page),
        menu=around.menu,
        body=body,
        lands=around.lands if "#land-" in body else part("map.html.j2", "lands_part", ()),
        # Both are ours and part of the package: the only things that stand in a page as they are.
        style=Markup(own("style.css")),  # noqa: S704
        script=Markup(own("script.js")),  # noqa: S704
        policy=policy(),
    )
    return framed(frame, around.look)


def _whole(page: Page, look: Look, parts: Sequence[Section]) -> str:
    """Return the report as one page."""
    listed = contents(look, page)
    body = [opening(look, page)]
    for section in [*parts[:-1], listed, parts[-1]]:
        if section.id == "events" and page.ledgers:
            body.append(_wrapped(section, (packed(finding(page.ledgers)), *section.pieces)))
        elif section.id == "documents":
            body.append(_wrapped(section, (*section.pieces, *reports(look, page).pieces)))
        else:
            body.append(_wrapped(section, section.pieces))
    return _frame(_around(page, look, [*parts[:-1], listed, parts[-1]]), Markup("").join(body))


def render(page: Page) -> str:
    """Return the report as one HTML file, whatever its length; everything that came from a document is escaped.

    >>> from crossbearing.model.document import Document
    >>> from crossbearing.report.page import page
    >>> "<script>alert" in render(page([Document("d", "<script>alert(1)</script>")], []))
    False
    """
    look = look_of(page)
    html = _whole(page, look, sections(page, look))
    return resolved(html, lambda anchor: f"#{anchor}")


def _size(parts: Iterable[Section]) -> int:
    return sum(piece.size for section in parts for piece in section.pieces)


def _sheets(section: Section) -> Iterator[Sheet]:
    """Yield the pages of a section, as many pieces on each as it can hold."""
    runs: list[list[Piece]] = [[]]
    size = 0
    for piece in section.pieces:
        if runs[-1] and size + piece.size > MOST_A_PAGE:
            runs.append([])
            size = 0
        runs[-1].append(piece)
        size += piece.size
    for number, run in enumerate(runs, 1):
        name = section.id if len(runs) == 1 else f"{section.id}-{number:03}"
        yield Sheet(f"{FOLDER}/{name}.html", section, tuple(run))


def _about(sheet: Sheet) -> str:
    told = [piece.about for piece in sheet.pieces if piece.about]
    return f"{told[0]} to {told[-1]}" if told and told[0] != told[-1] else told[0] if told else ""


def _address(anchor: str, current: str, places: dict[str, str]) -> str:
    """Return the address of an anchor as it is written on a page: the first page lies a folder above the others."""
    file = places.get(anchor, current)
    if file == current:
        return f"#{anchor}"
    if current == FIRST:
        return f"{file}#{anchor}"
    return f"../{FIRST}#{anchor}" if file == FIRST else f"{file.partition('/')[2]}#{anchor}"


def pages(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the files of the report by name, ``report.html`` first; names of further ones begin with ``report/``.

    >>> from crossbearing.report.page import page
    >>> [name for name, _ in pages(page([], []))]
    ['report.html']
    """
    look = look_of(page)
    parts, texts = sections(page, look), reports(look, page)
    if _size([*parts, texts]) <= MOST_ONE_PAGE:
        yield FIRST, resolved(_whole(page, look, parts), lambda anchor: f"#{anchor}")
        return
    index = words_index((n, f"{v.title} {v.document.text}") for n, v in enumerate(page.documents, 1))
    parts = [*parts[:-1], contents(look, page, index), texts, parts[-1]]
    around = _around(page, look, (p for p in parts if p.id != "reports"))
    sheets = [list(_sheets(section)) for section in parts]
    body = Markup("").join([opening(look, page), _listed(page, look, parts)])
    first = _frame(around, body)
    places = dict.fromkeys(anchors(first), FIRST)
    for sheet in reversed([sheet for of_section in sheets for sheet in of_section]):
        found = {anchor: sheet.file for piece in sheet.pieces for anchor in anchors(piece.html)}
        places.update({**found, sheet.section.id: sheet.file, _page_anchor(sheet): sheet.file})
    yield FIRST, resolved(first, lambda anchor: _address(anchor, FIRST, places))
    for of_section in sheets:
        for file, html in _of_section(around, of_section):
            yield file, resolved(html, lambda anchor, file=file: _address(anchor, file, places))  # type: ignore[misc]


def _page_anchor(sheet: Sheet) -> str:
    return f"page-{sheet.file.partition('/')[2].removesuffix('.html')}"


def _of_section(around: _Around, sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    """Yield the pages of a section, each with the list of all."""
    listed = [(_page_anchor(sheet), _about(sheet)) for sheet in sheets]
    for number, sheet in enumerate(sheets):
        links, name = Markup(), sheet.section.title
        if len(sheets) > 1:
            links = part("section.html.j2", "pages_part", around.look, listed, number)
            name = f"{name}, page {number + 1}"
        body = Markup('<div id="{}"></div>').format(listed[number][0]) + _wrapped(sheet.section, sheet.pieces, links)
        yield sheet.file, _frame(around, body, name, sheet.section.id)


def _listed(page: Page, look: Look, parts: Sequence[Section]) -> Markup:
    """Return the list of happenings of a run of many pages, and where its parts are."""
    listed = Markup()
    if page.ledgers and page.ledgers.events:
        total = len(page.ledgers.events)
        note = f"{number_of(total, 'happening')} in the order of days. "
        filters = finding(page.ledgers)
        lines, kept = briefs(look, page.ledgers, MOST_BRIEFS, MOST_BYTES_LISTED - len(filters.encode()))
        if kept < total:
            note += (
                f"Here are the {kept:,} that are disputed or told by most voices; the others are on their own pages."
            )
        html = filters + lines
        listed = part("section.html.j2", "section_part", "list", "Happenings", note, html)
    rows = [(section.id, section.title, section.count) for section in parts]
    return part("section.html.j2", "parts_list", look, rows) + listed
