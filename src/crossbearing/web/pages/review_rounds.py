"""``/review/rounds``: reports that two people code, each alone; adjudication; how far people agree."""

from __future__ import annotations

import re
from collections import defaultdict

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from crossbearing.model.claim import Claim
from crossbearing.model.errors import ReviewError, StoreError
from crossbearing.review.adjudicating import NONE, close, compared, settle, settle_agreed
from crossbearing.review.between import agreement
from crossbearing.review.coding import all_codings, assign, coding, hand_in, take_back
from crossbearing.review.desk import CONFLICT, Done
from crossbearing.review.fields import claim_from
from crossbearing.review.history import changes, counts_by_person
from crossbearing.review.lanes import SHOWN, Coding
from crossbearing.review.queues import progress
from crossbearing.store.judging import document_of
from crossbearing.web import addresses
from crossbearing.web.errors import Missing
from crossbearing.web.opened import whole_store_of
from crossbearing.web.pages.review import FIELDS
from crossbearing.web.pages.review_asked import Coder, Form, maker_of, word_of
from crossbearing.web.people import ADJUDICATOR, Person, person_of, require
from crossbearing.web.rendering import page

router = APIRouter(include_in_schema=False)
AT = f"{addresses.REVIEW}/rounds"
PROGRESS = f"{addresses.REVIEW}/progress"
_NAMES = re.compile(r"[,;\n]")
_adjudicator = Depends(require(ADJUDICATOR))


def _rounds(request: Request, person: Person, status: int = 200, said: str = "") -> HTMLResponse:
    found: dict[str, list[Coding]] = defaultdict(list)
    for one in all_codings(whole_store_of(request)):
        found[one.round].append(one)
    may = person.may(ADJUDICATOR)
    return page(
        request, "review_rounds.html.j2", status, title="Double coding", rounds=found, said=said, may=may, shown=SHOWN
    )


@router.get(AT)
def rounds(request: Request, person: Coder) -> HTMLResponse:
    """Show what is coded twice and how far it is."""
    return _rounds(request, person)


@router.post(AT, dependencies=[_adjudicator])
def give(request: Request, form: Form) -> Response:
    """Give reports to coders, or take one back."""
    person, store = person_of(request, ADJUDICATOR), whole_store_of(request)
    round_, coders = word_of(form, "round"), [name.strip() for name in _NAMES.split(form.get("coders", ""))]
    documents = [name.strip() for name in form.get("documents", "").splitlines() if name.strip()]
    try:
        if word_of(form, "act") == "take_back":
            take_back(store, round_, word_of(form, "document"), word_of(form, "coder"), maker_of(person))
        elif not documents:
            raise ReviewError("reports: write the id of one report a line")
        for document in documents[:500]:
            assign(store, round_, document, coders, maker_of(person), word_of(form, "shown") or SHOWN[0])
    except (ReviewError, StoreError) as error:
        return _rounds(request, person, 422, str(error))
    return RedirectResponse(AT, 303)


@router.post(f"{AT}/hand-in")
def hand(request: Request, person: Coder, form: Form) -> Response:
    """Hand in one's own reading."""
    try:
        hand_in(whole_store_of(request), word_of(form, "round"), word_of(form, "document"), maker_of(person))
    except (ReviewError, StoreError) as error:
        return _rounds(request, person, 422, str(error))
    return RedirectResponse(AT, 303)


@router.get(f"{AT}/adjudicate")
def side_by_side(request: Request, person: Coder) -> HTMLResponse:
    """Show both readings and the machine's side by side."""
    round_, document = word_of(request.query_params, "round"), word_of(request.query_params, "document")
    return _compared(request, person, round_, document)


def _compared(
    request: Request,
    person: Person,
    round_: str,
    document: str,
    status: int = 200,
    said: str = "",
    late: Done | None = None,
) -> HTMLResponse:
    store = whole_store_of(request)
    try:
        one = coding(store, round_, document)
        rows = compared(store, round_, document, person.name)
    except (ReviewError, StoreError) as error:
        raise Missing(f"There is nothing to adjudicate: {error}.") from error
    found, _ = document_of(store, document)
    return page(
        request,
        "review_adjudicate.html.j2",
        status,
        title="Adjudication",
        one=one,
        document=found,
        rows=rows,
        differ=[_differences(list(row.by_coder.values())) for row in rows],
        said=said,
        late=late,
        may=person.may(ADJUDICATOR) and not one.adjudicated,
        **FIELDS,
    )


def _differences(claims: list[Claim | None]) -> frozenset[str]:
    """Return the fields in which the readings of the coders differ."""
    first, *rest = [[claim] if claim is not None else [] for claim in claims]
    return frozenset(change.field for other in rest for change in changes(first, other))


@router.post(f"{AT}/adjudicate", dependencies=[_adjudicator])
def adjudicate(request: Request, form: Form) -> Response:
    """Decide on one line, on all lines on which coders agree, or close the report."""
    person, store = person_of(request, ADJUDICATOR), whole_store_of(request)
    round_, document, act = (word_of(form, name) for name in ("round", "document", "act"))
    maker, here = maker_of(person), [("round", round_), ("document", document)]
    at = word_of(form, "at")
    try:
        if act == "agreed":
            settle_agreed(store, round_, document, maker)
        elif act == "close":
            close(store, round_, document, maker)
        else:
            text = document_of(store, document)[0].text
            own = claim_from(form, "p0.", document, text) if word_of(form, "taken") == "own" else None
            taken, comment = word_of(form, "taken") or NONE, form.get("comment", "").strip()
            done = settle(store, round_, document, at, taken, word_of(form, "seen"), maker, own, comment)
            if done.what == CONFLICT:
                return _compared(request, person, round_, document, 409, late=done)
    except (ReviewError, StoreError) as error:
        return _compared(request, person, round_, document, 422, str(error))
    anchor = f"#l-{at}" if at else ""
    return RedirectResponse(addresses.asking(f"{AT}/adjudicate", here) + anchor, 303)


@router.get(PROGRESS)
def how_far(request: Request, person: Coder) -> HTMLResponse:
    """Show how much people looked at, and how far they agree."""
    store = whole_store_of(request)
    names = sorted({one.round for one in all_codings(store)})
    return page(
        request,
        "review_progress.html.j2",
        title="Progress and agreement",
        progress=progress(store),
        people=counts_by_person(store),
        rounds=[agreement(store, name, person.name) for name in names],
    )
