"""Events that people join or part: decisions on what claims are of one happening, kept with what was seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from crossbearing.judgements.effective import UNDO
from crossbearing.judgements.events import MERGE, PART, anchor_of, standing_decisions
from crossbearing.model.errors import ReviewError
from crossbearing.review.desk import MOST_COMMENT, desk
from crossbearing.store.clock import Maker
from crossbearing.store.judging import (
    CONFLICT,
    EventJudged,
    decide_on_events,
    event_judgements,
    newest_number,
    text_hash,
)
from crossbearing.store.schema import DERIVED, EVENT_CLAIMS
from crossbearing.store.store import Store

MOST_EVENTS = 20
NEAR_DAYS = 3


@dataclass(frozen=True, slots=True)
class OnEvents:
    """What became of a decision on events: added, same or conflict; ``other`` came between, ``why`` says more."""

    what: str
    other: EventJudged | None = None
    why: str = ""


def claims_of_events(store: Store, events: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the claims of events by the id of the event, sorted; an id of which there is no event has none."""
    with store.reading() as connection:
        query = select(EVENT_CLAIMS).where(EVENT_CLAIMS.c.event.in_(sorted(set(events))))
        found: dict[str, list[str]] = {event: [] for event in events}
        for row in connection.execute(query.order_by(EVENT_CLAIMS.c.claim)):
            found[row.event].append(row.claim)
    return {event: tuple(claims) for event, claims in found.items()}


def event_of(store: Store, claim: str) -> str:
    """Return the event that a claim is in, nothing where it is in none."""
    with store.reading() as connection:
        found = connection.execute(select(EVENT_CLAIMS.c.event).where(EVENT_CLAIMS.c.claim == claim)).scalar()
    return str(found or "")


def near_in_time(store: Store, event: str, most: int = 12) -> list[str]:
    """Return the events of the days about an event, those of its own kind of deed and its nearest days first."""
    table = DERIVED["events"]
    with store.reading() as connection:
        own = connection.execute(select(table.c.start, table.c.cls).where(table.c.id == event)).first()
        if own is None or own.start is None:
            return []
        day = date.fromisoformat(own.start)
        first, last = ((day + timedelta(days=by)).isoformat() for by in (-NEAR_DAYS, NEAR_DAYS))
        near = select(table.c.id, table.c.start, table.c.cls).where(table.c.start.between(first, last))
        rows = connection.execute(near.where(table.c.id != event).order_by(table.c.start, table.c.id).limit(500)).all()
    family = own.cls.partition(".")[0]
    ordered = sorted(rows, key=lambda r: (r.cls.partition(".")[0] != family, _days_between(r.start, own.start), r.id))
    return [row.id for row in ordered[:most]]


def _days_between(one: str, other: str) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def seen_of(store: Store, events: Collection[str]) -> str:
    """Return what a page says that it has seen of events: how many decisions, and which claims they hold."""
    return f"{newest_number(store)}.{_mark(claims_of_events(store, events))}"


def seen_with(store: Store, event: str, others: Collection[str]) -> dict[str, str]:
    """Return what a page says that it has seen of an event with each of the others, by the other."""
    claims, number = claims_of_events(store, [event, *others]), newest_number(store)
    return {other: f"{number}.{_mark({one: claims[one] for one in (event, other)})}" for other in others}


def _mark(claims: Mapping[str, Sequence[str]]) -> str:
    told = json.dumps(sorted((event, list(ids)) for event, ids in claims.items()))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def merge(store: Store, events: Sequence[str], seen: str, maker: Maker, comment: str = "") -> OnEvents:
    """Decide that events are one and the same. Raises ReviewError for fewer than two of them, or unknown ones."""
    wanted = sorted(set(events))
    if not 2 <= len(wanted) <= MOST_EVENTS:
        raise ReviewError(f"events: name 2 to {MOST_EVENTS} that are one")
    claims = claims_of_events(store, wanted)
    return _decide(store, MERGE, [claims[event] for event in wanted], wanted, seen, maker, comment)


def split(store: Store, event: str, apart: Collection[str], seen: str, maker: Maker, comment: str = "") -> OnEvents:
    """Decide that the claims ``apart`` of an event are another event; ReviewError where none are left on a side."""
    [claims] = claims_of_events(store, [event]).values()
    own, left = [c for c in claims if c in set(apart)], [c for c in claims if c not in set(apart)]
    if claims and (not own or not left):
        raise ReviewError("claims: mark those that are another event, and leave those that are not")
    return _decide(store, PART, [own, left], [event], seen, maker, comment)


def _decide(
    store: Store,
    verdict: str,
    groups: Sequence[Sequence[str]],
    events: Sequence[str],
    seen: str,
    maker: Maker,
    comment: str,
) -> OnEvents:
    if len(comment) > MOST_COMMENT:
        raise ReviewError(f"comment: has over {MOST_COMMENT} characters")
    number, _, mark = seen.partition(".")
    if not number.isdigit() or not mark:
        raise ReviewError("the form does not say what was seen; load the page again")
    if not all(groups):
        raise ReviewError("there is no such event any more; load the page again")
    if mark != _mark(claims_of_events(store, events)):
        return OnEvents(CONFLICT, None, "the event has other claims by now")
    anchors = _anchors(store, [claim for group in groups for claim in group])
    told = [[anchors[claim] for claim in group if claim in anchors] for group in groups]
    if not all(told):
        raise ReviewError("the claims were rejected since the record was made; bring it up to date first")
    body = {"events": list(events), "groups": told, "comment": comment}
    touched = {(a["document"], a["subject"]) for group in told for a in group}
    what, other = decide_on_events(store, verdict, body, int(number), maker, lambda row: _touches(row, touched))
    return OnEvents(what, other)


def _anchors(store: Store, claims: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return by what each claim is found again; those that were rejected since the record was made are passed over."""
    found: dict[str, dict[str, Any]] = {}
    for document in sorted({claim.rpartition(":")[0] for claim in claims}):
        there = desk(store, document)
        sha256 = text_hash(there.document.text)
        by_id = {claim.id: one for one in there.claims for claim in one.claims}
        for claim in claims:
            if claim in by_id:
                found[claim] = anchor_of(by_id[claim], document, sha256)
    return found


def _touches(row: EventJudged, touched: Collection[tuple[str, str]]) -> bool:
    groups = row.body.get("groups", ())
    return any((anchor["document"], anchor["subject"]) in touched for group in groups for anchor in group)


def undo(store: Store, number: int, seen: str, maker: Maker) -> OnEvents:
    """Take back a decision on events; that it was made stays. Raises ReviewError where it does not stand."""
    rows = event_judgements(store)
    one = next((row for row in rows if row.number == number and row.verdict != UNDO), None)
    if one is None:
        raise ReviewError(f"there is no decision {number} on events")
    taken = next((row for row in rows if row.undoes == number), None)
    if taken is not None:
        return OnEvents(CONFLICT, taken, "it was taken back already")
    latest = seen.partition(".")[0]
    body = {"events": one.body["events"], "groups": (), "comment": ""}
    since = int(latest) if latest.isdigit() else number
    what, other = decide_on_events(store, UNDO, body, since, maker, lambda row: row.undoes == number, number)
    return OnEvents(what, other)


def on_event(store: Store, claims: Collection[str]) -> list[EventJudged]:
    """Return the decisions that touch claims of the record, the newest first, those undone too."""
    anchors = _anchors(store, sorted(claims))
    touched = {(a["document"], a["subject"]) for a in anchors.values()}
    rows = event_judgements(store)
    own = {row.number for row in rows if _touches(row, touched)}
    return [row for row in reversed(rows) if row.number in own or row.undoes in own]


def stands(rows: Sequence[EventJudged], number: int) -> bool:
    """Say whether a decision on events was not undone."""
    return any(row.number == number for row in standing_decisions(rows))
