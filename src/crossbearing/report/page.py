"""What the report shows of documents, claims and what was derived from them: values for the templates, no HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crossbearing.model.claim import Claim
from crossbearing.model.derived import Record, SourceProfile
from crossbearing.model.document import Document, Problem
from crossbearing.report import days, finder, highlight, lead, wording
from crossbearing.report.agreement_views import AgreementView, agreement_views
from crossbearing.report.disputed import disputed_events
from crossbearing.report.disputes import Dispute, card_of_event, disputes
from crossbearing.report.happenings import EventView, event_views
from crossbearing.report.insets import Inset, insets
from crossbearing.report.map import Atlas, atlas
from crossbearing.report.marks import Mark, Names, outlet_name, speaker
from crossbearing.report.naming import Naming, columns, namings
from crossbearing.report.naming_pairs import Pair, pairs
from crossbearing.report.scripts import language_tag
from crossbearing.report.strips import Strip, control_strips
from crossbearing.report.timeline import Timeline, timeline
from crossbearing.report.toll_rows import TollRow, toll_rows
from crossbearing.report.toll_views import TollView, toll_views

MAX_DOCUMENTS = 2000
"""Documents shown with their text; more would fill a disk with pages. The report says what it left."""

MAX_PAIRS = 40


@dataclass(frozen=True, slots=True)
class Printed:
    """What all claims of a report share: its text, its outlet, the language of its words and its day, in words.

    ``language`` is empty for English, ``published`` where the day is not known.
    """

    text: str
    outlet: str
    language: str
    published: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as the page shows it; ``anchor`` is its place in the page, ``number`` its number in the document.

    Its words are made when a page is written: of a large run most claims are never shown in full.
    """

    claim: Claim
    anchor: str
    number: int
    printed: Printed

    @property
    def sentence(self) -> str:
        """Return the claim in our words."""
        return wording.claim_sentence(self.claim)

    @property
    def speakers(self) -> tuple[str, ...]:
        """Return who says it, whoever says it first."""
        return tuple(speaker(source) for source in self.claim.attribution.sources)

    @property
    def pieces(self) -> tuple[highlight.Piece, ...]:
        """Return its evidence in pieces that know the fields read from them."""
        return highlight.pieces(self.printed.text, self.claim)

    @property
    def outlet(self) -> str:
        """Return who published its report."""
        return self.printed.outlet

    @property
    def language(self) -> str:
        """Return the language of its words, empty for English."""
        return self.printed.language

    @property
    def published(self) -> str:
        """Return the day of its report in words, empty where it is not known."""
        return self.printed.published


@dataclass(frozen=True, slots=True)
class BlockView:
    """A paragraph with the claims that begin in it."""

    kind: str
    runs: tuple[highlight.Run, ...]
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as the page shows it; ``title`` is the file's name where it has none.

    ``origin`` is whom its text goes back to, empty where that is its outlet.
    """

    document: Document
    anchor: str
    title: str
    outlet: str
    origin: str
    blocks: tuple[BlockView, ...]
    claims: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class Derived:
    """What the page shows of the ledgers."""

    names: Names
    lead: tuple[lead.Point, ...]
    disputes: tuple[Dispute, ...]
    event_disputes: Mapping[str, Dispute]
    events: tuple[EventView, ...]
    by_id: Mapping[str, EventView]
    rows: Mapping[str, finder.Row]
    finder: finder.Finder
    event_anchors: Mapping[str, str]
    event_tolls: Mapping[str, tuple[TollView, ...]]
    toll_order: tuple[str, ...]
    strips: tuple[Strip, ...]
    agreements: tuple[AgreementView, ...]
    atlas: Atlas
    insets: Mapping[str, Inset]
    timeline: Timeline | None
    profiles: tuple[tuple[Mark, SourceProfile], ...]
    copies: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the templates show; ``ledgers`` is None where only claims were read."""

    title: str
    documents: tuple[DocumentView, ...]
    document_anchors: Mapping[str, str]
    left_out: int
    claims: int
    outlets: tuple[tuple[str, int], ...]
    unnamed: int
    sources: tuple[tuple[str, int], ...]
    days: str
    namings: tuple[Naming, ...]
    columns: tuple[str, ...]
    pairs: tuple[Pair, ...]
    pairs_left_out: int
    tolls: Mapping[str, tuple[TollRow, ...]]
    problems: tuple[Problem, ...]
    left_alone: tuple[str, ...]
    views: Mapping[str, ClaimView]
    ledgers: Derived | None


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


def _printed(document: Document) -> Printed:
    day = days.day_words(document.published) if document.published else ""
    return Printed(document.text, outlet_name(document), language_tag(document), day)


def claim_views(
    documents: Sequence[Document], claims: Sequence[Claim], places: Mapping[str, tuple[str, int]] | None = None
) -> dict[str, ClaimView]:
    """Return the view of every claim by id; ``places`` are (anchor, number) of each, where the claims are not all.

    >>> claim_views([], [])
    {}
    """
    known = {document.id: document for document in documents}
    places = places if places is not None else _anchors(documents, claims)
    printed = {identity: _printed(document) for identity, document in known.items()}
    return {c.id: ClaimView(c, *places[c.id], printed[c.document]) for c in claims}


def document_view(document: Document, number: int, views: Sequence[ClaimView], names: Names) -> DocumentView:
    """Return what is shown of a document: its paragraphs with the claims that begin in each; it is the ``number``-th.

    >>> [block.kind for block in document_view(Document("d", "War ended."), 1, [], Names([], [], None)).blocks]
    ['paragraph']
    """
    by_id = {view.claim.id: view for view in views}
    blocks = highlight.blocks(document, [view.claim for view in views])
    origin = names.name(document.family) if document.family else ""
    return DocumentView(
        document=document,
        anchor=f"d{number}",
        title=document.title or f"Report {document.id}",
        outlet=outlet_name(document),
        origin="" if origin == outlet_name(document) or not document.outlet else origin,
        blocks=tuple(BlockView(b.kind, b.runs, tuple(by_id[c.id] for c in b.claims)) for b in blocks),
        claims=len(views),
        language=language_tag(document),
    )


def _document_views(
    documents: Sequence[Document], views: Iterable[ClaimView], names: Names
) -> tuple[DocumentView, ...]:
    by_document: dict[str, list[ClaimView]] = {}
    for view in views:
        by_document.setdefault(view.claim.document, []).append(view)
    return tuple(document_view(d, n, by_document.get(d.id, []), names) for n, d in enumerate(documents, 1))


def _days(documents: Sequence[Document]) -> str:
    found = sorted(document.published for document in documents if document.published)
    return days.time_days(found[0], found[-1]) if found else "day of publication not known"


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
    tolls = toll_views(ledgers, names, by_id)
    agreements = agreement_views(ledgers, by_id, names)
    cards = disputes(ledgers, events, tolls, agreements, names, by_id)
    disputed = disputed_events(ledgers, by_id)
    rows = {identity: finder.row(view, identity in disputed) for identity, view in events.items()}
    shown = tuple(events.values())
    drawn = atlas(shown, disputed)
    copies = {(e.from_, e.to, e.evidence) for family in ledgers.families for e in family.edges if e.kind == "copy"}
    return Derived(
        names=names,
        lead=lead.points(ledgers, by_id, events, tolls, cards, agreements, names),
        disputes=cards,
        event_disputes=card_of_event(cards),
        events=shown,
        by_id=events,
        rows=rows,
        finder=finder.finder(rows.values()),
        event_anchors={identity: f"e{number}" for number, identity in enumerate(events, 1)},
        event_tolls=tolls,
        toll_order=_toll_order(shown, tolls),
        strips=control_strips(ledgers, names, by_id),
        agreements=agreements,
        atlas=drawn,
        insets=insets(drawn),
        timeline=timeline(shown, disputed),
        profiles=tuple(
            (names.mark(s.id, s.side), s)
            for s in sorted(ledgers.sources, key=lambda s: (s.kind != "outlet", -s.claims, s.id))
        ),
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
    views = claim_views(ordered, own)
    found = namings(ordered, own)
    differing, others = pairs(found, MAX_PAIRS)
    sources = Counter(speaker(claim.attribution.sources[0]) for claim in own if claim.attribution.sources)
    shown = ordered[:MAX_DOCUMENTS]
    of_ledgers = derived(ordered, own, ledgers) if ledgers is not None else None
    names = of_ledgers.names if of_ledgers else Names(ordered, own, None)
    return Page(
        title=title,
        documents=_document_views(shown, views.values(), names),
        document_anchors={document.id: f"d{number}" for number, document in enumerate(shown, 1)},
        left_out=len(ordered) - len(shown),
        claims=len(own),
        outlets=_ranked(Counter(outlet_name(document) for document in ordered if document.outlet)),
        unnamed=sum(not document.outlet for document in ordered),
        sources=_ranked(sources),
        days=_days(ordered),
        namings=found,
        columns=columns(found),
        pairs=differing,
        pairs_left_out=others,
        tolls=toll_rows(own, {claim: event for event in ledgers.events for claim in event.claims} if ledgers else {}),
        problems=tuple(problems),
        left_alone=tuple(left_alone),
        views=views,
        ledgers=of_ledgers,
    )
