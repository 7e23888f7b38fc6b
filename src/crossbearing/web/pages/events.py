"""``/events/ID``: one happening, with everything that is said of it and by whom."""

from __future__ import annotations

from functools import cache

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from crossbearing.report.aspects import aspects
from crossbearing.report.basemap import Sources
from crossbearing.report.map import close_up
from crossbearing.report.sequence import tellings
from crossbearing.store.store import Store
from crossbearing.web import addresses, slices
from crossbearing.web.errors import Missing
from crossbearing.web.opened import store_of
from crossbearing.web.rendering import is_fragment, page
from crossbearing.web.scenes import Scene, scene

router = APIRouter(include_in_schema=False)


def seen(store: Store, identity: str) -> tuple[Scene, slices.Slice] | None:
    """Return the scene of an event and what it is tied to; None where there is no such event."""
    found = slices.events(store, [identity], near=True)
    if not any(event.id == identity for event in found.ledgers.events):
        return None
    return scene(found), found


@router.get("/events/{identity}")
def event(request: Request, identity: str) -> Response:
    """Show one happening."""
    store = store_of(request)
    found = seen(store, identity)
    if found is None:
        return _moved(store, identity)
    shown, of = found
    view = shown.look.events[identity]
    claims = {claim.id: claim for claim in of.claims}
    return page(
        request,
        "event.html.j2",
        scene=shown,
        title=view.full_title,
        view=view,
        row=shown.look.rows[identity],
        card=shown.look.event_disputes.get(identity),
        aspects=aspects(view, claims),
        tellings=tellings(view, of.documents, claims, shown.names),
        denying=[voice for voice in view.voices if voice.denying],
        silent=slices.silent(store, view.event),
    )


def _moved(store: Store, identity: str) -> Response:
    """Lead on to what a former event has become."""
    present = slices.former_event(store, identity)
    if present is None:
        raise Missing(f"There is no happening {identity} in this store.")
    return RedirectResponse(addresses.event(present), 308)


@router.get("/events/{identity}/map")
def where(request: Request, identity: str) -> HTMLResponse:
    """Show where a happening was: for itself, or as a part of its page."""
    found = seen(store_of(request), identity)
    if found is None:
        raise Missing(f"There is no happening {identity} in this store.")
    shown, _ = found
    view = shown.look.events[identity]
    drawn = close_up(view, shown.look.rows[identity].disputed, _lands())
    placed = shown.with_maps([drawn] if drawn else [])
    template = "event_inset.html.j2" if is_fragment(request) else "event_place.html.j2"
    return page(request, template, scene=placed, title=f"Where: {view.full_title}", view=view, drawn=drawn)


@cache
def _lands() -> Sources:
    """Return what lies under every map: read once, since that takes longer than all else on the page."""
    return Sources()


@router.get("/events/{identity}/card")
def card(request: Request, identity: str) -> HTMLResponse:
    """Show a happening in a few lines, for a place beside something else."""
    found = seen(store_of(request), identity)
    if found is None:
        raise Missing(f"There is no happening {identity} in this store.")
    shown, _ = found
    return page(request, "event_card.html.j2", scene=shown, title="Happening", view=shown.look.events[identity])
