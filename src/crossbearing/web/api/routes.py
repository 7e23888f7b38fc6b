"""The routes: lists with filters and pages, one thing by its id, facets, map and search."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import RedirectResponse

from crossbearing.report.listed import asked_words
from crossbearing.store import fetched, listing, searching
from crossbearing.store.asked import EventsAsked
from crossbearing.store.facets import facets as facets_of
from crossbearing.store.listing import View
from crossbearing.store.mapped import mapped
from crossbearing.store.schema import DERIVED
from crossbearing.web import addresses
from crossbearing.web.api import answers, claim_answers, telling
from crossbearing.web.api.asking import (
    ClaimsBy,
    Cursor,
    DayAsked,
    DocumentOrder,
    DocumentsBy,
    EventOrder,
    EventsBy,
    Size,
    TollOrder,
    TollsBy,
    WindowBy,
    Word,
    Words,
)
from crossbearing.web.api.described import PREFIX, errors, unchanged
from crossbearing.web.errors import Missing
from crossbearing.web.looking import looking
from crossbearing.web.opened import store_of

router = APIRouter(prefix=PREFIX, dependencies=[Depends(unchanged)])
LISTS, ONE = errors(), errors(404)
Identity = Annotated[str, Path(min_length=1, max_length=1000, pattern=r"^[^\x00]+$")]


@router.get("/", tags=["record"], responses=LISTS)
def record(request: Request) -> answers.Counts:
    """Return what the record holds, and what names its present state."""
    with looking(request) as view:
        return answers.Counts(revision=view.columns.revision, **listing.counts(view))


@router.get("/events", tags=["events"], responses=LISTS)
def events(
    request: Request, asked: EventsBy, order: EventOrder = "-day", cursor: Cursor = None, limit: Size = 50
) -> answers.Events:
    """Return events that meet all conditions: by day, latest, deadliest, told by most voices, or kept last first."""
    with looking(request) as view:
        rows, page = listing.events(view, asked, order, cursor, limit)
        return answers.Events(total=page.total, next=page.following, rows=[telling.event_summary(r) for r in rows])


@router.get(
    "/events/{id}",
    tags=["events"],
    response_model=answers.Event,
    responses={**ONE, 307: {"description": "it has become part of another event, which `Location` names"}},
)
def event(request: Request, identity: Annotated[Identity, Path(alias="id")]) -> Any:
    """Return one event with its tolls and the ids of its claims; a former one leads on to what it has become."""
    with looking(request) as view:
        row = listing.event_row(view, identity)
        if row is None:
            present = fetched.present_event(view.connection, identity)
            if present is None:
                raise Missing(f"There is no event {identity} in this store.")
            return RedirectResponse(f"{PREFIX}{addresses.event(present)}", 307)
        [found] = fetched.values(view.connection, "events", "id", [identity])
        return telling.event(row, found, _tolls(view, "event", identity))


def _tolls(view: View, column: str, identity: str) -> list[answers.Toll]:
    """Return tolls with the statements behind them."""
    tolls = fetched.values(view.connection, "tolls", column, [identity])
    positions = fetched.values(view.connection, "positions", "toll", [toll.id for toll in tolls])
    return [telling.toll(toll, [p for p in positions if p.toll == toll.id]) for toll in tolls]


@router.get("/claims", tags=["claims"], responses=LISTS)
def claims(request: Request, asked: ClaimsBy, cursor: Cursor = None, limit: Size = 50) -> claim_answers.Claims:
    """Return claims that meet all conditions, in the order of their ids."""
    with looking(request) as view:
        page = listing.claims(view, asked, cursor, limit)
        rows = [telling.claim(*row) for row in fetched.claims(view.connection, page.ids)]
        return claim_answers.Claims(total=page.total, next=page.following, rows=rows)


@router.get("/claims/{id:path}", tags=["claims"], responses=ONE)
def claim(request: Request, identity: Annotated[Identity, Path(alias="id")]) -> claim_answers.Claim:
    """Return one claim."""
    with looking(request) as view:
        found = fetched.claims(view.connection, [identity])
        if not found:
            raise Missing(f"There is no claim {identity} in this store.")
        return telling.claim(*found[0])


@router.get("/documents", tags=["documents"], responses=LISTS)
def documents(
    request: Request, asked: DocumentsBy, order: DocumentOrder = "-day", cursor: Cursor = None, limit: Size = 50
) -> claim_answers.Documents:
    """Return reports that meet all conditions, without their text."""
    with looking(request) as view:
        found, page = listing.documents(view, asked, order, cursor, limit)
        rows = [claim_answers.DocumentSummary(**telling.document_fields(view, row)) for row in found]
        return claim_answers.Documents(total=page.total, next=page.following, rows=rows)


@router.get("/documents/{id:path}", tags=["documents"], responses=ONE)
def document(request: Request, identity: Annotated[Identity, Path(alias="id")]) -> claim_answers.Document:
    """Return one report with its text."""
    with looking(request) as view:
        row, found = listing.document_row(view, identity), fetched.document(view.connection, identity)
        if row is None or found is None:
            raise Missing(f"There is no report {identity} in this store.")
        return telling.document(view, row, found)


@router.get("/tolls", tags=["tolls"], responses=LISTS)
def tolls(
    request: Request, asked: TollsBy, order: TollOrder = "-figure", cursor: Cursor = None, limit: Size = 50
) -> answers.Tolls:
    """Return derived figures that meet all conditions, the largest or the earliest first."""
    with looking(request) as view:
        page = listing.tolls(view, asked, order, cursor, limit)
        found = {toll.id: toll for toll in fetched.values(view.connection, "tolls", "id", page.ids)}
        rows = [telling.toll_summary(found[identity]) for identity in page.ids]
        return answers.Tolls(total=page.total, next=page.following, rows=rows)


@router.get("/tolls/{id}", tags=["tolls"], responses=ONE)
def toll(request: Request, identity: Annotated[Identity, Path(alias="id")]) -> answers.Toll:
    """Return one figure with the statements behind it."""
    with looking(request) as view:
        found = _tolls(view, "id", identity)
        if not found:
            raise Missing(f"There is no toll {identity} in this store.")
        return found[0]


@router.get("/control", tags=["control"], responses=LISTS)
def control(
    request: Request,
    place: Annotated[Words, Query(description="ids of places; any of them")] = [],  # noqa: B006
    on: Annotated[DayAsked, Query(description="only who held it on that day")] = None,
    timeline: Annotated[Word | None, Query(description="a voice, or `reconciled` for all together")] = None,
    disputed: Annotated[bool | None, Query(description="true: only what contradicts another voice")] = None,
    cursor: Cursor = None,
    limit: Size = 50,
) -> answers.Controls:
    """Return who held which place from when to when, by voice, in the order of places."""
    table = DERIVED["control"].c
    conditions: list[Any] = [table.place.in_(place)] if place else []
    if on is not None:
        day = on.isoformat()
        conditions += [table.start.is_(None) | (table.start <= day), table.end.is_(None) | (table.end >= day)]
    if timeline is not None:
        conditions.append(table.timeline == timeline)
    if disputed is not None:
        conditions.append(table.contradiction.is_not(None) if disputed else table.contradiction.is_(None))
    with looking(request) as view:
        found, page = listing.derived(view, "control", conditions, cursor, limit)
        return answers.Controls(total=page.total, next=page.following, rows=[telling.control(row) for row in found])


@router.get("/agreements", tags=["agreements"], responses=LISTS)
def agreements(
    request: Request,
    status: Annotated[Words, Query(description="in_force, breached ...; any of them")] = [],  # noqa: B006
    cursor: Cursor = None,
    limit: Size = 50,
) -> answers.Agreements:
    """Return agreements and truces with terms, deadlines and breaches."""
    conditions = [DERIVED["agreements"].c.status.in_(status)] if status else []
    with looking(request) as view:
        found, page = listing.derived(view, "agreements", conditions, cursor, limit)
        rows = [telling.agreement(row) for row in found]
        return answers.Agreements(total=page.total, next=page.following, rows=rows)


@router.get("/agreements/{id}", tags=["agreements"], responses=ONE)
def agreement(request: Request, identity: Annotated[Identity, Path(alias="id")]) -> answers.Agreement:
    """Return one agreement."""
    with looking(request) as view:
        found = fetched.values(view.connection, "agreements", "id", [identity])
        if not found:
            raise Missing(f"There is no agreement {identity} in this store.")
        return telling.agreement(found[0])


@router.get("/sources", tags=["sources"], responses=LISTS)
def sources(
    request: Request,
    kind: Annotated[Word | None, Query(description="outlet or source")] = None,
    cursor: Cursor = None,
    limit: Size = 50,
) -> answers.Sources:
    """Return outlets and sources with what only they say, share, contradict, and whom they call what."""
    conditions = [DERIVED["sources"].c.kind == kind] if kind is not None else []
    with looking(request) as view:
        found, page = listing.derived(view, "sources", conditions, cursor, limit)
        return answers.Sources(total=page.total, next=page.following, rows=[telling.source(row) for row in found])


@router.get("/voices", tags=["sources"], responses=LISTS)
def voices(request: Request) -> list[answers.Voice]:
    """Return all voices (families of sources that count as one), those of most events first."""
    with looking(request) as view:
        return [telling.voice(row) for row in listing.voices(view)]


@router.get("/facets", tags=["events"], responses=LISTS)
def facets(
    request: Request, asked: EventsBy, most: Annotated[int, Query(ge=1, le=500, description="choices of each")] = 50
) -> answers.Facets:
    """Return what a list of events can be narrowed to, each choice with the number of events it would show."""
    with looking(request) as view:
        return answers.Facets.model_validate(asdict(facets_of(view, asked, most)))


@router.get("/map", tags=["events"], responses=LISTS)
def map_(
    request: Request,
    asked: EventsBy,
    bbox: WindowBy,
    zoom: Annotated[float, Query(ge=0, le=22, description="that of a web map")] = 3,
    most: Annotated[int, Query(ge=1, le=2000, description="marks at most")] = 1000,
) -> answers.Map:
    """Return the events of a window as places and clusters of places (GeoJSON)."""
    with looking(request) as view:
        found = mapped(view, asked, bbox, zoom, most)
        features = [telling.feature(mark) for mark in found.marks]
        return answers.Map(features=features, events=found.events, unplaced=found.unplaced)


@router.get("/search", tags=["record"], responses=LISTS)
def search(
    request: Request,
    text: Annotated[Word, Query(min_length=1, description="words that all stand in it, in any order")],
    limit: Annotated[int, Query(ge=1, le=50, description="of each kind at most")] = 20,
) -> claim_answers.Found:
    """Return events, reports and claims that have all the words; names of events in any spelling."""
    found = searching.search(store_of(request), text, limit)
    with looking(request) as view:
        asked = EventsAsked(words=asked_words(text))
        rows, page = listing.events(view, asked, "-voices", None, limit) if asked.words else ((), listing.EMPTY)
        return claim_answers.Found(
            total=page.total,
            events=[telling.event_summary(row) for row in rows],
            documents=[telling.found_document(row) for row in found["documents"]],
            claims=[telling.found_claim(row) for row in found["claims"]],
        )
