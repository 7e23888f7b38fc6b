"""The static report: one HTML file without script, server or outside file, from documents and claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from crossbearing.model.claim import Claim, Source
from crossbearing.model.document import Document, Problem
from crossbearing.report import highlight, wording
from crossbearing.report.naming import UNKNOWN_OUTLET, Naming, Pair, namings, pairs
from crossbearing.report.toll_rows import TollRow, toll_rows

MAX_DOCUMENTS = 300
"""Documents shown with their text; more would make a page that no browser opens gladly. The page says what it left."""

MAX_PAIRS = 40


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as the page shows it; ``anchor`` is its place in the page, ``number`` its number in the document."""

    claim: Claim
    anchor: str
    number: int
    sentence: str
    speakers: tuple[str, ...]
    outlet: str
    pieces: tuple[highlight.Piece, ...]


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


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the template shows."""

    title: str
    documents: tuple[DocumentView, ...]
    left_out: int
    claims: int
    outlets: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, int], ...]
    days: str
    namings: tuple[Naming, ...]
    pairs: tuple[Pair, ...]
    pairs_left_out: int
    tolls: dict[str, tuple[TollRow, ...]]
    problems: tuple[Problem, ...]
    left_alone: tuple[str, ...]
    views: dict[str, ClaimView]


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
    )


def _days(documents: Sequence[Document]) -> str:
    days = sorted(document.published for document in documents if document.published)
    if not days:
        return "no publication day known"
    first, last = wording.day_words(days[0]), wording.day_words(days[-1])
    return first if first == last else f"{first} to {last}"


def _ranked(names: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(names.items(), key=lambda row: (-row[1], row[0])))


def page(
    documents: Sequence[Document],
    claims: Sequence[Claim],
    title: str = "Crossbearing report",
    problems: Sequence[Problem] = (),
    left_alone: Sequence[str] = (),
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
    by_document: dict[str, list[ClaimView]] = {}
    for view in views.values():
        by_document.setdefault(view.claim.document, []).append(view)
    found = namings(ordered, own)
    differing = pairs(found)
    sources = Counter(speaker(claim.attribution.sources[0]) for claim in own if claim.attribution.sources)
    shown = ordered[:MAX_DOCUMENTS]
    return Page(
        title=title,
        documents=tuple(_document_view(d, n, by_document.get(d.id, [])) for n, d in enumerate(shown, 1)),
        left_out=len(ordered) - len(shown),
        claims=len(own),
        outlets=_ranked(Counter(document.outlet or UNKNOWN_OUTLET for document in ordered)),
        sources=_ranked(sources),
        days=_days(ordered),
        namings=found,
        pairs=differing[:MAX_PAIRS],
        pairs_left_out=max(0, len(differing) - MAX_PAIRS),
        tolls=toll_rows(own),
        problems=tuple(problems),
        left_alone=tuple(left_alone),
        views=views,
    )


@cache
def _environment() -> Environment:
    environment = Environment(
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
    }
    environment.globals.update(words)
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
