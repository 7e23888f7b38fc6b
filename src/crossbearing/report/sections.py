"""The parts of the report in their order, each in pieces that a page may be cut between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from markupsafe import Markup

from crossbearing.report.halves import in_two, of_namings, of_places, of_strip
from crossbearing.report.happenings import EventView
from crossbearing.report.naming import Naming
from crossbearing.report.page import BlockView, Derived, DocumentView, Page
from crossbearing.report.pieces import Piece, fitting, packed
from crossbearing.report.places import Place
from crossbearing.report.render import Look, look_of, number_of, part
from crossbearing.report.strips import Strip
from crossbearing.report.wording import word

_Value = TypeVar("_Value")
NOTHING = Markup()

_ROWS = 150
_MATRIX_ROWS = 20
_OPEN_STRIPS = 12
_OPEN_PAIRS = 3
_MOST_BLOCKS = 60
"""Paragraphs, and claims, of one report in a piece: a book would fill a page by itself."""
_MOST_CLAIMS = 150


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: its anchor, heading, name in the menu, what to know of it, and its pieces.

    ``before`` and ``after`` stand around the pieces of every page it takes. ``count`` says in words how much it holds.
    """

    id: str
    title: str
    name: str
    note: str | Markup
    pieces: tuple[Piece, ...]
    count: str = ""
    before: Markup = NOTHING
    after: Markup = NOTHING


_EMPTY = {
    "disputes": "No two accounts of these reports contradict each other.",
    "map": "No happening has a place that could be found, so there is nothing to draw. "
    "The command crossbearing gazetteer tells how to add places.",
    "time": "No happening has a day that could be known, so there is no timeline.",
    "events": "No happening was put together.",
    "tolls": "No report gives a number of people killed, hurt, held or moved.",
    "control": "No report says who holds a place.",
    "agreements": "No agreement is reported.",
    "naming": "No actor is named in two ways. This needs reports of more than one outlet, or names that are known.",
}


def _pieces(id: str, made: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return the pieces, or the one that says why there are none."""
    return tuple(made) or (packed(part("section.html.j2", "empty_part", _EMPTY[id])),)


def _disputes(look: Look, ledgers: Derived) -> Section:
    note = (
        "Where accounts cannot all hold, one card a dispute: what they agree on stands above what they do not. The "
        "numbers lead to the sentences."
    )
    cards = (
        packed(part("disputes.html.j2", "dispute_part", look, card, f"x{number}"), card.title)
        for number, card in enumerate(ledgers.disputes, 1)
    )
    count = number_of(len(ledgers.disputes), "dispute")
    return Section("disputes", "What is disputed", "Disputed", note, _pieces("disputes", cards), count)


def _slices(values: Sequence[_Value], size: int) -> Iterator[Sequence[_Value]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _map(look: Look, ledgers: Derived) -> Section:
    atlas = ledgers.atlas

    def listed(places: Sequence[Place]) -> Piece:
        return packed(part("map.html.j2", "places_part", look, places), f"places: {places[0].name} …")

    def made() -> Iterator[Piece]:
        if atlas.maps:
            yield packed(part("map.html.j2", "map_part", look, atlas, len(ledgers.events)), "the map")
            yield packed(Markup("<h3>Places on the map</h3>"))
        for places in _slices(atlas.places, _ROWS):
            yield from fitting(places, listed, of_places)

    count = number_of(len(atlas.places), "place")
    return Section("map", "Map", "Map", "", _pieces("map", made()), count)


def _time(look: Look, ledgers: Derived) -> Section:
    drawn = ledgers.timeline
    pieces = [packed(part("timeline.html.j2", "timeline_part", look, drawn))] if drawn else []
    return Section("time", "In time", "In time", "", _pieces("time", pieces), f"by {drawn.unit}" if drawn else "")


def finding(ledgers: Derived) -> Markup:
    """Return the filters over the list of happenings, nothing where there are none."""
    return part("finder.html.j2", "finder_part", ledgers.finder) if ledgers.events else Markup()


def briefs(look: Look, ledgers: Derived, most: int, room: int) -> tuple[Markup, int]:
    """Return one line for each happening, and how many these are: disputed and best told ones where not all have room.

    There are ``most`` at the most, in ``room`` bytes.
    """
    ranked = sorted(ledgers.events, key=lambda v: (not ledgers.rows[v.event.id].disputed, -len(v.voices), v.event.id))
    lines: dict[str, Markup] = {}
    for view in ranked[:most]:
        line = part("happenings.html.j2", "brief_part", look, view, ledgers.rows[view.event.id])
        room -= len(line.encode("utf-8", "backslashreplace"))
        if room < 0:
            break
        lines[view.event.id] = line
    kept = [lines[view.event.id] for view in ledgers.events if view.event.id in lines]
    return Markup('<ul class="briefs">{}</ul>').format(Markup("").join(kept)), len(kept)


def _events(look: Look, ledgers: Derived) -> Section:
    note = (
        "What the sentences of one or more reports tell as one thing, in the order of days. Open one to see everything "
        "about it: who says so, tolls, the place, the sentences. A copied story is one voice."
    )

    def told(value: tuple[EventView, bool]) -> Piece:
        view, whole = value
        html = part("happenings.html.j2", "event_part" if whole else "event_more", look, view)
        return packed(html, view.when or "day not known")

    made = (own for view in ledgers.events for own in fitting((view, True), told, _of_event))
    count = number_of(len(ledgers.events), "happening")
    return Section("events", "Happenings", "Happenings", note, _pieces("events", made), count)


def _of_event(value: tuple[EventView, bool]) -> list[tuple[EventView, bool]]:
    """Return a happening with half of its sentences, and what goes on with the other half."""
    view, whole = value
    return [(replace(view, said=tuple(own)), whole and not n) for n, own in enumerate(in_two(view.said))]


def _tolls(look: Look, page: Page) -> Section:
    """Return the tolls of the happenings in short, then every number as one source gave it."""

    def made() -> Iterator[Piece]:
        for events in _slices(page.ledgers.toll_order if page.ledgers else (), _ROWS):
            lines = Markup("").join(part("tolls.html.j2", "toll_brief", look, event) for event in events)
            yield packed(Markup('<ul class="briefs">{}</ul>').format(lines), "by happening")
        if page.tolls:
            note = "Nothing is added up. A part stands indented under its whole."
            yield packed(Markup('<h3>Every number as one source gave it</h3><p class="note">{}</p>').format(note))
        for quantity, rows in page.tolls.items():
            for own in _slices(rows, _ROWS):
                yield packed(part("tolls.html.j2", "toll_table", look, quantity, own), word("quantity", quantity))

    count = number_of(sum(map(len, page.tolls.values())), "number")
    return Section("tolls", "Tolls", "Tolls", "", _pieces("tolls", made()), count)


def _control(look: Look, ledgers: Derived) -> Section:
    bent = any(strip.bent for strip in ledgers.strips)
    note = (
        "Who is said to hold a place, as one line for each voice and one taken together. The colour is that of the "
        "holder's side; hatched is fought over or besieged, outlined is to be handed over, lost or not known."
    )
    longer = (
        " Days run from left to right; long stretches are drawn shorter than they are, so that short ones can be seen."
    )

    def drawn(is_open: bool, strip: Strip) -> Piece:
        return packed(part("control.html.j2", "strip_part", look, strip, is_open), strip.place)

    made = (
        own
        for number, strip in enumerate(ledgers.strips, 1)
        for own in fitting(strip, partial(drawn, number <= _OPEN_STRIPS), of_strip)
    )
    count = number_of(len(ledgers.strips), "place")
    shown = note + (longer if bent else "") if ledgers.strips else ""
    return Section("control", "Who holds what", "Who holds what", shown, _pieces("control", made), count)


def _agreements(look: Look, ledgers: Derived) -> Section:
    note = (
        "Those said to be broken first. A term is ticked when a report says that it was kept: ☑ kept, ◩ begun, "
        "☐ open or overdue, ☒ refused."
    )
    made = (packed(part("agreements.html.j2", "agreement_part", look, v), v.title) for v in ledgers.agreements)
    count = number_of(len(ledgers.agreements), "agreement")
    shown = note if ledgers.agreements else ""
    return Section("agreements", "Agreements", "Agreements", shown, _pieces("agreements", made), count)


def _naming(look: Look, page: Page) -> Section:
    note = (
        "The words each outlet uses for an actor in its own voice or in reported speech; words quoted word for word "
        "are left out, as they are the speaker's. A word leads to its first sentence, the number beside it to all. "
        "Loaded words are dotted. Actors named in most ways come first."
    )

    def matrix(rows: Sequence[Naming]) -> Piece:
        return packed(part("naming.html.j2", "matrix_part", look, rows, page.columns), rows[0].actor)

    def made() -> Iterator[Piece]:
        for rows in _slices(page.namings, _MATRIX_ROWS):
            yield from fitting(rows, matrix, of_namings)
        if page.pairs:
            note = "For two outlets at a time: the actors that both name, in different words."
            yield packed(Markup('<h3>Outlet against outlet</h3><p class="note">{}</p>').format(note))
        for number, pair in enumerate(page.pairs, 1):
            html = part("naming.html.j2", "pair_part", look, pair, number <= _OPEN_PAIRS)
            yield packed(html, f"{pair.one} and {pair.other}")
        if page.pairs_left_out:
            words = f"{page.pairs_left_out} more pairs with fewer differences are not shown."
            yield packed(Markup('<p class="note">{}</p>').format(words))

    count = number_of(len(page.namings), "actor")
    title = "Who calls whom what"
    return Section("naming", title, title, note if page.namings else "", _pieces("naming", made()), count)


def _sources(look: Look, ledgers: Derived) -> Section | None:
    if not ledgers.profiles:
        return None
    note = (
        "Counts, never a score: what only this outlet or source says, what others say too, and how often "
        "another account contradicts it. First and later count shared happenings told before or after another voice, "
        "left out those of its days and places that others tell."
    )
    pieces = [
        packed(part("sources.html.j2", "profiles_part", own), own[0][0].name)
        for own in _slices(ledgers.profiles, _ROWS)
    ]
    pieces += [packed(part("sources.html.j2", "copies_part", look, own)) for own in _slices(ledgers.copies, _ROWS)]
    count = number_of(len(ledgers.profiles), "voice")
    return Section("sources", "Sources beside one another", "Sources", note, tuple(pieces), count)


def _cut(view: DocumentView) -> Iterator[tuple[int, list[BlockView]]]:
    """Yield the paragraphs of a report in runs that a page can bear, each with the number of its first."""
    first, run, claims = 0, list[BlockView](), 0
    for number, block in enumerate(view.blocks):
        if run and (len(run) == _MOST_BLOCKS or claims + len(block.claims) > _MOST_CLAIMS):
            yield first, run
            first, run, claims = number, [], 0
        run.append(block)
        claims += len(block.claims)
    yield first, run


def reports(look: Look, page: Page) -> Section:
    """Return the reports with their text and the claims beside it."""
    made = (
        packed(part("parts.html.j2", "document_part", look, view, blocks, first), view.title)
        for view in page.documents
        for first, blocks in _cut(view)
    )
    return Section("reports", "Reports in full", "Reports", "", tuple(made), number_of(len(page.documents), "report"))


_SEARCH = Markup(
    '<p class="finder" id="text-search" hidden><label class="wide">Search the text of the reports '
    '<input type="search" placeholder="words"></label> '
    '<span class="result" role="status" aria-live="polite"></span></p>'
)


def contents(look: Look, page: Page, index: str = "") -> Section:
    """Return the list of reports; ``index`` is that of their words, where their text stands on other pages."""
    made = [
        packed(Markup('<ol class="contents">{}</ol>').format(
            Markup("").join(part("parts.html.j2", "contents_row", look, view) for view in page.documents)))
    ]  # fmt: skip
    left = (
        f"{page.left_out} more reports are not shown with their text; their claims are in claims.jsonl."
        if page.left_out
        else ""
    )
    # The index is JSON of ours, made of letters and digits of words alone: a block of data, which no browser runs.
    kept = Markup(f'<script type="application/json" id="words">{index}</script>') if index else Markup()  # noqa: S704
    count = number_of(len(page.documents) + page.left_out, "report")
    title = "List of the reports, with search" if index else "Reports"
    return Section("documents", title, "Reports", left, tuple(made), count, _SEARCH, kept)


def _input(page: Page) -> Section:
    return Section("input", "What was read", "What was read", "", (packed(part("input.html.j2", "input_part", page)),))


def opening(look: Look, page: Page) -> Markup:
    """Return the first screen."""
    return part("lead.html.j2", "lead_part", look, page.ledgers.lead) if page.ledgers else Markup()


def sections(page: Page, look: Look | None = None) -> list[Section]:
    """Return the parts of a report in their order, without the reports themselves.

    >>> [section.id for section in sections(page([], []))] if (page := __import__("crossbearing.report.page",
    ...     fromlist=["page"]).page) else None
    ['tolls', 'naming', 'input']
    """
    seen, ledgers = look or look_of(page), page.ledgers
    found: list[Section] = []
    if ledgers:
        of_ledgers: tuple[Callable[[Look, Derived], Section], ...] = (_events, _disputes, _map, _time)
        found += [made(seen, ledgers) for made in of_ledgers]
    found.append(_tolls(seen, page))
    if ledgers:
        found += [_control(seen, ledgers), _agreements(seen, ledgers)]
    found.append(_naming(seen, page))
    if ledgers and (sources := _sources(seen, ledgers)) is not None:
        found.append(sources)
    found.append(_input(page))
    return found
