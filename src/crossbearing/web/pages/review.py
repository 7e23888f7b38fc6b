"""``/review``: the queue on the left, the report in the middle, the fields of one claim on the right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from crossbearing.export.annotated import ADD, CORRECT
from crossbearing.judgements.effective import SPLIT, Effective
from crossbearing.model.claim import Claim
from crossbearing.model.errors import ReviewError
from crossbearing.review.desk import CONFLICT, Act, Desk, Done, act
from crossbearing.review.events import event_of
from crossbearing.review.fields import claim_from
from crossbearing.review.history import changes, fields_of, history
from crossbearing.review.queues import QueuePage, Waiting, queue
from crossbearing.review.text_view import paragraphs
from crossbearing.store.store import Store
from crossbearing.vocab.contract import CLASSES, CODES
from crossbearing.web import addresses
from crossbearing.web.errors import Missing
from crossbearing.web.opened import jobs_of, whole_store_of
from crossbearing.web.pages.review_asked import Asked, Coder, Form, asked_of, desk_of, maker_of, word_of
from crossbearing.web.people import Person
from crossbearing.web.reading import take_in
from crossbearing.web.rendering import page, settings_of

MENU = ("Review", addresses.REVIEW)
router = APIRouter(include_in_schema=False)
ROLES = sorted({role for known in CLASSES.values() for role in known.roles})
SPARE = {"sources": 1, "actors": 2, "places": 2, "counts": 2, "weapons": 1, "labels": 1}
"""Empty rows below those that a claim has."""
FIELDS: dict[str, Any] = {
    "fields": fields_of,
    "classes": sorted(CLASSES),
    "codes": CODES,
    "roles": ROLES,
    "spare": SPARE,
}
"""What templates make the fields of a claim with."""


@router.get("/review")
def review(request: Request, person: Coder) -> HTMLResponse:
    """Show what waits, and one claim of it with its report."""
    asked = asked_of(request.query_params)
    return _shown(request, person, asked, last=_last(request, person, asked))


def _last(request: Request, person: Person, asked: Asked) -> tuple[str, Effective] | None:
    """Return the claim that the person decided on just before, and its report: one key takes that back.

    None where the address names none, or where what stands now is not their decision.
    """
    document, subject = (word_of(request.query_params, name) for name in ("last", "last_subject"))
    if not (document and subject):
        return None
    try:
        one = desk_of(whole_store_of(request), document, asked.lane(person)).of(subject)
    except Missing:
        return None
    ours = one is not None and one.verdict and one.history[-1].who == person.name
    return (document, one) if one is not None and ours else None


def _waiting(store: Store, asked: Asked, there: Desk | None) -> QueuePage:
    """Return what is beside the report: the queue, or in a lane of one's own the claims of the report."""
    if not asked.round or there is None:
        try:
            return queue(store, asked.queue, cursor=asked.cursor)
        except ReviewError:
            return queue(store, asked.queue)
    rows = [_as_waiting(one, there) for one in there.claims]
    return QueuePage(tuple(rows), "")


def _as_waiting(one: Effective, there: Desk) -> Waiting:
    claim = one.shown
    place = claim.places[0].name if claim.places else None
    return Waiting(
        claim.id, there.document.id, one.subject, claim.cls, place, claim.confidence, 0.0, False, claim.evidence.text
    )


def _shown(
    request: Request,
    person: Person,
    asked: Asked,
    status: int = 200,
    said: str = "",
    left: tuple[Claim, ...] = (),
    late: Done | None = None,
    last: tuple[str, Effective] | None = None,
) -> HTMLResponse:
    """Show a place of a review.

    ``left`` are claims as somebody filled them in, ``late`` what came between, ``last`` what they decided on before.
    """
    store, lane = whole_store_of(request), asked.lane(person)
    there = desk_of(store, asked.document, lane) if asked.document else None
    waiting = _waiting(store, asked, there)
    if there is None and waiting.waiting:
        first = waiting.waiting[0]
        asked = replace(asked, document=first.document, subject=first.subject)
        there = desk_of(store, asked.document, lane)
    one = _at_hand(asked, there)
    claim = left[0] if left else None if one is None or asked.adding else one.shown
    wanted = list(left) or ([claim] if claim is not None else [])
    blanks = max(0, asked.parts - len(wanted)) if not asked.adding else 0
    return page(
        request,
        "review.html.j2",
        status,
        title="Review",
        asked=asked,
        said=said,
        late=late,
        last=None if last is None or (one and last == (asked.document, one)) else last,
        waiting=waiting,
        there=there,
        one=one,
        claims=[*wanted, *(wanted[:1] * blanks)] or [None],
        at_hand=claim,
        paragraphs=paragraphs(there.document, there.claims, claim) if there else (),
        entries=history(one) if one else (),
        machine=changes([one.machine], one.claims) if one and one.machine and one.verdict else [],
        event=_event(store, one),
        behind=store.state() is not None and not store.is_current(),
        **FIELDS,
    )


def _at_hand(asked: Asked, there: Desk | None) -> Effective | None:
    """Return the claim that is looked at: the one named, else the first that nobody decided on, else the first."""
    if there is None or asked.adding:
        return None
    named = there.of(asked.subject)
    if named is not None or not there.claims:
        return named
    return (there.open or there.claims)[0]


def _event(store: Store, one: Effective | None) -> str:
    """Return the event that a claim is in, nothing where it is in none."""
    return "" if one is None or not one.claims else event_of(store, one.claims[0].id)


@router.post("/review")
def decide(request: Request, person: Coder, form: Form) -> Response:
    """Take a decision, and lead on to what is next; one that came late is shown what came between."""
    asked = asked_of(form)
    store, lane = whole_store_of(request), asked.lane(person)
    there = desk_of(store, asked.document, lane)
    verdict = word_of(form, "verdict")
    left: tuple[Claim, ...] = ()
    try:
        left = _filled(form, verdict, there, asked)
        made = Act(
            asked.document,
            verdict,
            "" if verdict == ADD else asked.subject,
            word_of(form, "seen"),
            left,
            form.get("comment", "").strip(),
            bool(word_of(form, "machine")),
        )
        waiting = _waiting(store, asked, there)
        following = _next(waiting, asked)
        done = act(store, made, maker_of(person), lane)
    except ReviewError as error:
        asked = replace(asked, adding=verdict == ADD)
        return _shown(request, person, asked, 422, str(error), left)
    if done.what == CONFLICT:
        return _shown(request, person, replace(asked, adding=False), 409, left=left, late=done)
    if verdict in (ADD, "undo"):
        subject = done.now.subject if done.now else asked.subject
        return RedirectResponse(asked.address(subject=subject), 303)
    last = {"last": asked.document, "last_subject": asked.subject}
    if following is not None:
        next_one = {"document": following.document, "subject": following.subject}
        return RedirectResponse(asked.address(**next_one, **last), 303)
    if waiting.cursor and not asked.round:  # the last one that is shown of a queue that goes on
        return RedirectResponse(asked.address(cursor=waiting.cursor, document="", subject="", **last), 303)
    return RedirectResponse(asked.address(**last), 303)


def _filled(form: Mapping[str, str], verdict: str, there: Desk, asked: Asked) -> tuple[Claim, ...]:
    """Return the claims that a form leaves, none for a decision that says it all."""
    if verdict not in (ADD, CORRECT, SPLIT):
        return ()
    one = None if verdict == ADD else there.of(asked.subject)
    base = None if one is None else one.shown
    prefixes = [f"p{n}." for n in range(asked.parts)] if verdict == SPLIT else ["p0."]
    document = there.document
    return tuple(claim_from(form, prefix, document.id, document.text, base) for prefix in prefixes)


def _next(waiting: QueuePage, asked: Asked) -> Waiting | None:
    """Return what comes in the queue after the claim at hand."""
    rows = waiting.waiting
    places = [(row.document, row.subject) for row in rows]
    here = (asked.document, asked.subject)
    if here not in places:
        return rows[0] if rows and not asked.round else None
    at = places.index(here) + 1
    return rows[at] if at < len(rows) else None


@router.post("/review/record")
def bring_up(request: Request, person: Coder) -> Response:
    """Take what was decided into the record."""
    store, settings = whole_store_of(request), settings_of(request)
    job = jobs_of(request).put("ingest", person.name, store.url, lambda job: take_in(job, store, [], settings))
    return RedirectResponse(f"{addresses.INGEST}/{job.number}", 303)
