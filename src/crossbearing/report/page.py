"""The static report: one HTML file without script, server or outside file, from documents and claims."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from crossbearing.model.claim import Claim, Source
from crossbearing.model.derived import Record, SourceProfile
from crossbearing.model.document import Document, Problem
from crossbearing.report import highlight, wording
from crossbearing.report.disputes import Dispute, disputes
from crossbearing.report.ledgers import (
    AgreementView,
    EventView,
    TollView,
    agreement_views,
    event_views,
    toll_views,
)
from crossbearing.report.map import Atlas, atlas
from crossbearing.report.marks import Names
from crossbearing.report.naming import UNKNOWN_OUTLET, Naming, Pair, columns, namings, pairs
from crossbearing.report.scripts import isolated, language_tag
from crossbearing.report.strips import Strip, control_strips
from crossbearing.report.timeline import Timeline, timeline
from crossbearing.report.toll_rows import TollRow, toll_rows

MAX_DOCUMENTS = 300
"""Documents shown with their text; more would make a page that no browser opens gladly. The page says what it left."""

MAX_PAIRS = 40
MAX_EVENTS = 400
MAX_STRIPS = 150
MAX_DISPUTES = 100
MAX_PROFILES = 40


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as the page shows it; ``anchor`` is its place in the page, ``number`` its number in the document.

    ``language`` is that of its words, empty for English.
    """

    claim: Claim
    anchor: str
    number: int
    sentence: str
    speakers: tuple[str, ...]
    outlet: str
    pieces: tuple[highlight.Piece, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class BlockView:
    """A paragraph with the claims that begin in it."""

    kind: str
    runs: tuple[highlight.Run, ...]
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as the page shows it."""

    document: Document
    anchor: str
    outlet: str
    blocks: tuple[BlockView, ...]
    claims: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class Derived:
    """What the page shows of the ledgers, each list cut to what a page can bear."""

    names: Names
    disputes: tuple[Dispute, ...]
    disputes_left_out: int
    events: tuple[EventView, ...]
    events_left_out: int
    event_anchors: dict[str, str]
    event_titles: dict[str, str]
    event_tolls: dict[str, tuple[TollView, ...]]
    toll_order: tuple[str, ...]
    strips: tuple[Strip, ...]
    strips_left_out: int
    agreements: tuple[AgreementView, ...]
    atlas: Atlas
    timeline: Timeline | None
    profiles: tuple[SourceProfile, ...]
    profiles_left_out: int
    copies: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the template shows; ``ledgers`` is None where only claims were read."""

    title: str
    documents: tuple[DocumentView, ...]
    document_anchors: dict[str, str]
    left_out: int
    claims: int
    outlets: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, int], ...]
    days: str
    namings: tuple[Naming, ...]
    columns: tuple[str, ...]
    pairs: tuple[Pair, ...]
    pairs_left_out: int
    tolls: dict[str, tuple[TollRow, ...]]
    problems: tuple[Problem, ...]
    left_alone: tuple[str, ...]
    views: dict[str, ClaimView]
    ledgers: Derived | None


def speaker(source: Source) -> str:
    """Return who speaks: the name, else the words of the text; unnamed sources are said to be unnamed.

    >>> speaker(Source("a security source", None, anonymous=True))
    'a security source (unnamed)'
    """
    name = source.name or (source.mention.text if source.mention else "somebody")
    return f"{name} (unnamed)" if source.anonymous else name


def _anchors(documents: Sequence[Document], claims: Sequence[Claim]) -> dict[str, tuple[str, int]]:
    """Return anchor and number of every claim: positions, since an id may hold characters no link can."""
    by_document: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=highlight.text_order):
        by_document.setdefault(claim.document, []).append(claim)
    return {
        claim.id: (f"c{place}-{number}", number)
        for place, document in enumerate(documents, 1)
        for number, claim in enumerate(by_document.get(document.id, ()), 1)
    }


def _claim_view(claim: Claim, document: Document, place: tuple[str, int]) -> ClaimView:
    return ClaimView(
        claim=claim,
        anchor=place[0],
        number=place[1],
        sentence=wording.claim_sentence(claim),
        speakers=tuple(speaker(source) for source in claim.attribution.sources),
        outlet=document.outlet or UNKNOWN_OUTLET,
        pieces=highlight.pieces(document.text, claim),
        language=language_tag(document),
    )


def _document_view(document: Document, number: int, views: Sequence[ClaimView]) -> DocumentView:
    by_id = {view.claim.id: view for view in views}
    blocks = highlight.blocks(document, [view.claim for view in views])
    return DocumentView(
        document=document,
        anchor=f"d{number}",
        outlet=document.outlet or UNKNOWN_OUTLET,
        blocks=tuple(BlockView(b.kind, b.runs, tuple(by_id[c.id] for c in b.claims)) for b in blocks),
        claims=len(views),
        language=language_tag(document),
    )


def _document_views(documents: Sequence[Document], views: Iterable[ClaimView]) -> tuple[DocumentView, ...]:
    by_document: dict[str, list[ClaimView]] = {}
    for view in views:
        by_document.setdefault(view.claim.document, []).append(view)
    return tuple(_document_view(d, n, by_document.get(d.id, [])) for n, d in enumerate(documents, 1))


def _days(documents: Sequence[Document]) -> str:
    days = sorted(document.published for document in documents if document.published)
    if not days:
        return "no publication day known"
    first, last = wording.day_words(days[0]), wording.day_words(days[-1])
    return first if first == last else f"{first} to {last}"


def _ranked(names: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(names.items(), key=lambda row: (-row[1], row[0])))


def derived(documents: Sequence[Document], claims: Sequence[Claim], ledgers: Record) -> Derived:
    """Return what the page shows of the ledgers.

    >>> derived([], [], Record()).disputes
    ()
    """
    names = Names(documents, claims, ledgers)
    by_id = {claim.id: claim for claim in claims}
    events = event_views(ledgers, by_id, names)
    tolls = toll_views(ledgers, names)
    agreements = agreement_views(ledgers, by_id, names)
    found = disputes(ledgers, events, tolls, agreements, names)
    strips = control_strips(ledgers, names)
    shown = tuple(events.values())[:MAX_EVENTS]
    of_disputes = {c for dispute in found for statement in dispute.statements for c in statement.claims}
    disputed = frozenset(e.event.id for e in shown if of_disputes & set(e.event.claims))
    copies = {(e.from_, e.to, e.evidence) for family in ledgers.families for e in family.edges if e.kind == "copy"}
    return Derived(
        names=names,
        disputes=found[:MAX_DISPUTES],
        disputes_left_out=max(0, len(found) - MAX_DISPUTES),
        events=shown,
        events_left_out=len(events) - len(shown),
        event_anchors={view.event.id: f"e{number}" for number, view in enumerate(shown, 1)},
        event_titles={identity: view.title for identity, view in events.items()},
        event_tolls=tolls,
        toll_order=_toll_order(shown, tolls),
        strips=strips[:MAX_STRIPS],
        strips_left_out=max(0, len(strips) - MAX_STRIPS),
        agreements=agreements,
        atlas=atlas(shown, disputed),
        timeline=timeline(shown, disputed),
        profiles=tuple(sorted(ledgers.sources, key=lambda s: (s.kind != "outlet", -s.claims, s.id)))[:MAX_PROFILES],
        profiles_left_out=max(0, len(ledgers.sources) - MAX_PROFILES),
        copies=tuple(sorted(copies)),
    )


def _toll_order(events: Sequence[EventView], tolls: Mapping[str, Sequence[TollView]]) -> tuple[str, ...]:
    """Return the events that have tolls: disputed ones first, then those that most families give numbers for."""

    def order(event: str) -> tuple[bool, int, str]:
        voices = {bar.position.family for view in tolls[event] for bar in view.bars}
        return all(view.toll.status != "disputed" for view in tolls[event]), -len(voices), event

    return tuple(sorted((view.event.id for view in events if view.event.id in tolls), key=order))


def page(
    documents: Sequence[Document],
    claims: Sequence[Claim],
    title: str = "Crossbearing report",
    problems: Sequence[Problem] = (),
    left_alone: Sequence[str] = (),
    ledgers: Record | None = None,
) -> Page:
    """Return what the report shows of documents and their claims; claims of other documents are left out.

    >>> page([Document("d", "War ended.")], []).claims
    0
    """
    ordered = sorted(documents, key=lambda document: document.id)
    known = {document.id: document for document in ordered}
    own = [claim for claim in claims if claim.document in known]
    places = _anchors(ordered, own)
    views = {claim.id: _claim_view(claim, known[claim.document], places[claim.id]) for claim in own}
    found = namings(ordered, own)
    differing = pairs(found)
    sources = Counter(speaker(claim.attribution.sources[0]) for claim in own if claim.attribution.sources)
    shown = ordered[:MAX_DOCUMENTS]
    return Page(
        title=title,
        documents=_document_views(shown, views.values()),
        document_anchors={document.id: f"d{number}" for number, document in enumerate(shown, 1)},
        left_out=len(ordered) - len(shown),
        claims=len(own),
        outlets=_ranked(Counter(document.outlet or UNKNOWN_OUTLET for document in ordered)),
        sources=_ranked(sources),
        days=_days(ordered),
        namings=found,
        columns=columns(found),
        pairs=differing[:MAX_PAIRS],
        pairs_left_out=max(0, len(differing) - MAX_PAIRS),
        tolls=toll_rows(own),
        problems=tuple(problems),
        left_alone=tuple(left_alone),
        views=views,
        ledgers=derived(ordered, own, ledgers) if ledgers is not None else None,
    )


def number_of(number: int, thing: str) -> str:
    """Return a number with its word in the right form.

    >>> number_of(1, "claim"), number_of(2, "claim")
    ('1 claim', '2 claims')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


# Control characters of a text are no HTML: their signs stand in their place. Tabs and line ends are white space.
_SIGNS = {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n\r"} | {127: "\u2421"}
_SIGNED = re.compile(f"[{re.escape(''.join(map(chr, _SIGNS)))}]")


def _signed(value: object) -> object:
    """Return what is put into the page with the signs of control characters in their place.

    What a macro made comes by here again, up to the whole of a document, so the text is looked through before it is
    written anew.
    """
    return value.translate(_SIGNS) if isinstance(value, str) and _SIGNED.search(value) else value


@cache
def _environment() -> Environment:
    environment = Environment(
        finalize=_signed,
        loader=PackageLoader("crossbearing.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words: dict[str, Callable[..., str]] = {
        "word": wording.word,
        "figure": wording.figure,
        "count_words": wording.count_words,
        "time_words": wording.time_words,
        "day_words": wording.day_words,
        "number_of": number_of,
    }
    environment.globals.update(words)
    environment.filters["isolated"] = isolated
    environment.globals["field_mentions"] = highlight.field_mentions
    return environment


def render(shown: Page) -> str:
    """Return the page as one HTML file; everything that came from a document is escaped.

    >>> "<script" in render(page([Document("d", "<script>alert(1)</script>")], []))
    False
    """
    style = (files("crossbearing.report") / "templates" / "style.css").read_text(encoding="utf-8")
    # The style sheet is ours and part of the package: the one thing that may stand in the page as it is.
    text = _environment().get_template("report.html.j2").render(page=shown, style=Markup(style))  # noqa: S704
    return text + "\n"
