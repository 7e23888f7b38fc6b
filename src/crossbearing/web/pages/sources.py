"""``/sources``: outlets and those they quote beside one another: what only they say, who calls whom what, copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import select

from crossbearing.model.derived import SourceProfile
from crossbearing.reconcile.comparison import slug as key_of
from crossbearing.report import prepared
from crossbearing.report.marks import Mark, Palette, free_letter
from crossbearing.report.naming import Naming
from crossbearing.report.naming_pairs import Pair
from crossbearing.store.rows import value_from
from crossbearing.store.schema import DERIVED, LISTED
from crossbearing.store.store import Store
from crossbearing.web import addresses, downloads, slices
from crossbearing.web.errors import Missing
from crossbearing.web.opened import store_of
from crossbearing.web.rendering import page
from crossbearing.web.scenes import Scene, scene

MENU = ("Sources", addresses.SOURCES)
router = APIRouter(include_in_schema=False)
MOST = 60
"""Profiles of one screen."""

FIELDS = ("id", "kind", "side", "documents", "claims", "only_here", "shared", "contradicted", "leads", "lags", "omits")


def profiles(store: Store, start: int, most: int) -> list[SourceProfile]:
    """Return profiles from a place on, outlets first, those of most claims first."""
    table = DERIVED["sources"]
    asked = select(table).order_by(table.c.kind != "outlet", table.c.claims.desc(), table.c.id)
    with store.reading() as connection:
        rows = connection.execute(asked.offset(start).limit(most)).mappings()
        return [value_from("sources", dict(row)) for row in rows]


@dataclass(frozen=True, slots=True)
class Known:
    """What profiles are called, and the voice that each of them is where it has happenings of its own."""

    palette: Palette
    voices: Mapping[str, str]


def known_as(store: Store, found: Iterable[SourceProfile]) -> Known:
    """Return what profiles are called: as the voice of that id, else as the voice or outlet whose name has that key."""
    table, documents = LISTED["voices"], LISTED["documents"]
    with store.reading() as connection:
        rows = connection.execute(select(table)).all()
        outlets = connection.execute(select(documents.c.outlet).distinct()).scalars().all()
        palette = slices.palette(connection, ())
    by_id = {row.id: row for row in rows}
    by_key = {key_of(row.name): row for row in rows}
    names = {key_of(outlet): outlet for outlet in outlets if outlet}
    taken = {row.letter for row in rows}
    marks, voices = {}, {}
    for profile in found:
        row = by_id.get(profile.id) or by_key.get(profile.id)
        if row is not None:
            marks[profile.id] = Mark(row.name, row.letter, row.colour, row.side or "")
            if row.events:
                voices[profile.id] = row.id
        elif profile.id in names:
            name = names[profile.id]
            letter = free_letter(name, taken)
            taken.add(letter)
            marks[profile.id] = Mark(name, letter, palette.colours.get(profile.side or "", 0), "")
    return Known(Palette(marks, palette.colours), voices)


def _parts(store: Store, name: str, part: int) -> tuple[str, int]:
    """Return a part of a prepared list and of how many it is; raise the error of a page that is not there."""
    of = slices.prepared_parts(store, name)
    if part < 0 or (part and part >= of):
        raise Missing("This list has no such part.")
    return slices.prepared(store, [f"{name}/{part}"]).get(f"{name}/{part}", "[]"), of


def _shown(store: Store, namings: Iterable[Naming]) -> tuple[Scene, frozenset[str]]:
    """Return the scene of the claims that words lead to, and which of these are known."""
    of = slices.claims(store, prepared.claims_of(namings))
    return scene(of), frozenset(claim.id for claim in of.claims)


def _known(naming: Naming, known: frozenset[str]) -> Naming:
    """Return a naming with the words whose claims are known: an edition for readers may lack some."""
    kept = {
        outlet: tuple(
            replace(word, claims=tuple(c for c in word.claims if c in known))
            for word in words
            if any(c in known for c in word.claims)
        )
        for outlet, words in naming.by_outlet.items()
    }
    return Naming(naming.actor, {outlet: words for outlet, words in kept.items() if words})


@router.get("/sources")
def sources(request: Request, start: int = 0) -> HTMLResponse:
    """Show the profiles of outlets and sources, and who tells the same."""
    store, first = store_of(request), max(0, min(start, 10**9))
    found = profiles(store, first, MOST + 1)
    known = known_as(store, found)
    shown = scene(slices.Slice(palette=known.palette))
    rows = [(shown.names.mark(p.id, p.side), p) for p in found[:MOST]]
    parts = slices.prepared(store, [prepared.NETWORK])
    return page(
        request,
        "sources.html.j2",
        scene=shown,
        title="Sources beside one another",
        rows=rows,
        voices=known.voices,
        network=prepared.network_of(parts[prepared.NETWORK]) if parts else None,
        first=first,
        more=addresses.asking(addresses.SOURCES, [("start", str(first + MOST))]) if len(found) > MOST else "",
    )


@router.get("/sources.csv")
def table(request: Request) -> Response:
    """Return all profiles as a table."""
    rows = ({name: getattr(p, name) for name in FIELDS} for p in profiles(store_of(request), 0, 100_000))
    return downloads.table("sources", FIELDS, rows)


@router.get("/sources/naming")
def naming(request: Request, part: int = 0) -> HTMLResponse:
    """Show who calls whom what, as a matrix."""
    store = store_of(request)
    body, of = _parts(store, prepared.NAMINGS, part)
    namings = prepared.namings_of(body)
    shown, known = _shown(store, namings)
    columns = slices.prepared(store, [prepared.COLUMNS]).get(prepared.COLUMNS, "[]")
    kept = [found for one in namings if (found := _known(one, known)).by_outlet]
    return page(
        request,
        "naming.html.j2",
        scene=shown,
        title="Who calls whom what",
        namings=kept,
        columns=prepared.columns_of(columns),
        pairs=[],
        part=part,
        of=of,
        at=f"{addresses.SOURCES}/naming",
    )


NAMING_FIELDS = ("actor", "outlet", "word", "times", "loaded", "claims")


@router.get("/sources/naming.csv")
def naming_table(request: Request) -> Response:
    """Return the words of all outlets for all actors as a table, a row for each word."""
    store = store_of(request)

    def rows() -> Iterator[dict[str, Any]]:
        for part in range(slices.prepared_parts(store, prepared.NAMINGS)):
            namings = prepared.namings_of(_parts(store, prepared.NAMINGS, part)[0])
            known = frozenset(claim.id for claim in slices.claims(store, prepared.claims_of(namings)).claims)
            for one in (_known(found, known) for found in namings):
                for outlet, words in one.by_outlet.items():
                    for word in words:
                        yield {
                            "actor": one.actor,
                            "outlet": outlet,
                            "word": word.text,
                            "times": word.times,
                            "loaded": "yes" if word.loaded else "no",
                            "claims": " ".join(word.claims),
                        }

    return downloads.table("naming", NAMING_FIELDS, rows())


@router.get("/sources/pairs")
def pairs(request: Request, part: int = 0) -> HTMLResponse:
    """Show two outlets at a time, and what both name in different words."""
    store = store_of(request)
    body, of = _parts(store, prepared.PAIRS, part)
    found = prepared.pairs_of(body)
    shown, known = _shown(store, [naming for pair in found for naming in pair.namings])
    kept = [Pair(p.one, p.other, tuple(_known(n, known) for n in p.namings)) for p in found]
    full = [
        replace(p, namings=tuple(n for n in p.namings if p.one in n.by_outlet and p.other in n.by_outlet)) for p in kept
    ]
    return page(
        request,
        "naming.html.j2",
        scene=shown,
        title="Outlet against outlet",
        namings=[],
        columns=(),
        pairs=[pair for pair in full if pair.namings],
        part=part,
        of=of,
        at=f"{addresses.SOURCES}/pairs",
    )


@router.get("/sources/copies")
def copies(request: Request, part: int = 0) -> HTMLResponse:
    """Show copied stories as trees."""
    body, of = _parts(store_of(request), prepared.COPIES, part)
    trees = prepared.copies_of(body)
    at = f"{addresses.SOURCES}/copies"
    return page(request, "copies.html.j2", title="Copies of one story", trees=trees, part=part, of=of, at=at)


COPY_FIELDS = ("story", "report", "title", "outlet", "published", "copy_of", "why")


@router.get("/sources/copies.csv")
def copies_table(request: Request) -> Response:
    """Return all copied stories as a table, a row for each report; ``story`` is the report at the top."""
    store = store_of(request)

    def rows() -> Iterator[dict[str, Any]]:
        for part in range(slices.prepared_parts(store, prepared.COPIES)):
            for top in prepared.copies_of(_parts(store, prepared.COPIES, part)[0]):
                waiting = [(top, "")]
                while waiting:
                    one, above = waiting.pop(0)
                    told = {"report": one.document, "title": one.title, "outlet": one.outlet}
                    yield {
                        **told,
                        "story": top.document,
                        "published": one.published,
                        "copy_of": above,
                        "why": one.evidence,
                    }
                    waiting[:0] = [(copy, one.document) for copy in one.copies]

    return downloads.table("copies", COPY_FIELDS, rows())
