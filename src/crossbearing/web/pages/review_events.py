"""``/review/events``: happenings that are one, or two: joined, parted, and taken back."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from crossbearing.model.errors import ReviewError
from crossbearing.review.desk import CONFLICT
from crossbearing.review.events import (
    OnEvents,
    claims_of_events,
    merge,
    near_in_time,
    on_event,
    seen_of,
    seen_with,
    split,
    stands,
    undo,
)
from crossbearing.store import listing
from crossbearing.store.judging import event_judgements
from crossbearing.web import addresses, slices
from crossbearing.web.errors import Missing
from crossbearing.web.looking import looking
from crossbearing.web.opened import whole_store_of
from crossbearing.web.pages.review_asked import Coder, Form, maker_of, word_of
from crossbearing.web.rendering import page
from crossbearing.web.scenes import scene

router = APIRouter(include_in_schema=False)
AT = f"{addresses.REVIEW}/events"
MOST_NEAR, MOST_ABOUT = 14, 6


@router.get(AT)
def events(request: Request, person: Coder) -> HTMLResponse:
    """Show a happening, those near it, and what people decided on it."""
    return _shown(request, word_of(request.query_params, "event"))


def _shown(
    request: Request, event: str, status: int = 200, said: str = "", late: OnEvents | None = None
) -> HTMLResponse:
    store = whole_store_of(request)
    if not claims_of_events(store, [event])[event]:
        present = slices.former_event(store, event) or ""
        if not present or not claims_of_events(store, [present])[present]:
            raise Missing(f"There is no happening {event} in this store.")
        event = present
    found = slices.events(store, [event])
    view = scene(found).look.events[event]
    offered = {tie.event for tie in view.event.related} | ({view.event.part_of} if view.event.part_of else set())
    wanted = dict.fromkeys([*sorted(offered), *near_in_time(store, event, MOST_ABOUT)])
    with looking(request) as look:
        near = [row.event for row in listing.rows_of(look, list(wanted)[:MOST_NEAR])]
    rows = event_judgements(store)
    return page(
        request,
        "review_events.html.j2",
        status,
        title="Join or split a happening",
        view=view,
        claims=[claim for claim in found.claims if claim.id in set(view.event.claims)],
        near=near,
        seen=seen_of(store, [event]),
        marks=seen_with(store, event, [other.id for other in near]),
        rows=on_event(store, view.event.claims),
        stands={row.number: stands(rows, row.number) for row in rows},
        said=said,
        late=late,
        behind=store.state() is not None and not store.is_current(),
    )


@router.post(AT)
def decide(request: Request, person: Coder, form: Form) -> Response:
    """Take a decision on happenings."""
    store, maker = whole_store_of(request), maker_of(person)
    event, verdict = word_of(form, "event"), word_of(form, "verdict")
    comment, seen = form.get("comment", "").strip(), word_of(form, "seen")
    try:
        if verdict == "merge":
            other = word_of(form, "other")
            if word_of(form, "typed"):  # an id that somebody wrote: what it holds is seen as it is now
                other = word_of(form, "typed").rstrip("/").rpartition("/")[2]
                seen = seen_of(store, sorted({event, other}))
            done = merge(store, [event, other], seen, maker, comment)
        elif verdict == "split":
            apart = [name.removeprefix("claim:") for name in form if name.startswith("claim:")]
            done = split(store, event, apart, seen, maker, comment)
        elif verdict == "undo":
            number = word_of(form, "number")
            done = undo(store, int(number) if number.isdigit() and len(number) < 15 else 0, seen, maker)
        else:
            raise ReviewError("verdict: join, split or take back")
    except ReviewError as error:
        return _shown(request, event, 422, str(error))
    if done.what == CONFLICT:
        return _shown(request, event, 409, late=done)
    return RedirectResponse(addresses.asking(AT, [("event", event)]), 303)
