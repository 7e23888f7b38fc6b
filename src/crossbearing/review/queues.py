"""What to look at next: claims of the record by class, place, confidence and disagreement, the undecided first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, Select, and_, exists, func, or_, select, tuple_

from crossbearing.judgements.effective import UNDO
from crossbearing.model.errors import ReviewError
from crossbearing.reconcile.comparison import slug
from crossbearing.store.judging import OPEN
from crossbearing.store.schema import CLAIMS, FINISHED, JUDGEMENTS, TO_REVIEW
from crossbearing.store.store import Store

ORDERS = ("confidence", "urgency", "document")
STATES = ("open", "decided", "all")
MOST = 200


@dataclass(frozen=True, slots=True)
class Queue:
    """Which claims: of a class or family of classes, a place, a report, at most so sure, disputed, or read otherwise.

    ``order`` is confidence (the least sure first), urgency (where readers differ most first) or document (as they
    stand in the reports); ``state`` is open, decided or all.
    """

    cls: str = ""
    place: str = ""
    document: str = ""
    confidence: float | None = None
    disputed: bool = False
    differing: bool = False
    state: str = "open"
    order: str = "confidence"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One claim of a queue: what it is known by, its words, and why it is there."""

    claim: str
    document: str
    subject: str
    cls: str
    place: str | None
    confidence: float
    urgency: float
    disputed: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some claims of a queue, and the cursor by which one goes on, empty at its end."""

    waiting: tuple[Waiting, ...]
    cursor: str


def queue(store: Store, wanted: Queue, most: int = 50, cursor: str = "") -> QueuePage:
    """Return the next claims of a queue behind ``cursor``; raises ReviewError for an order or cursor that is none."""
    if wanted.order not in ORDERS:
        raise ReviewError(f"order: {wanted.order!r} is none of {', '.join(ORDERS)}")
    if wanted.state not in STATES:
        raise ReviewError(f"state: {wanted.state!r} is none of {', '.join(STATES)}")
    keys = _keys(wanted.order)
    most = min(most, MOST)
    inner = select(TO_REVIEW)
    for condition in _conditions(wanted):
        inner = inner.where(condition)
    if cursor:
        inner = inner.where(tuple_(*keys) > tuple_(*_from_cursor(cursor, len(keys))))
    # The words of a claim are fetched for those that are shown, and for no other.
    shown = inner.order_by(*keys).limit(most + 1).subquery()
    ordered = [shown.c[key.name] for key in keys]
    at = and_(CLAIMS.c.id == shown.c.claim, CLAIMS.c.reading == FINISHED.c.reading)
    joined = shown.join(FINISHED, FINISHED.c.id == shown.c.document).join(CLAIMS, at)
    query = select(shown, CLAIMS.c.evidence).select_from(joined).order_by(*ordered)
    with store.reading() as connection:
        rows = connection.execute(query).all()
    last = [getattr(rows[most - 1], key.name) for key in keys] if len(rows) > most else []
    return QueuePage(tuple(_waiting(row) for row in rows[:most]), json.dumps(last) if last else "")


def _waiting(row: Row[Any]) -> Waiting:
    names = ("claim", "document", "subject", "cls", "place", "confidence", "evidence")
    told = {name: getattr(row, name) for name in names}
    return Waiting(urgency=round(1 - row.calm, 3), disputed=bool(row.disputed), **told)


def _keys(order: str) -> list[Column[Any]]:
    if order == "urgency":
        return [TO_REVIEW.c.calm, TO_REVIEW.c.claim]
    if order == "document":
        return [TO_REVIEW.c.document, TO_REVIEW.c.start, TO_REVIEW.c.claim]
    return [TO_REVIEW.c.confidence, TO_REVIEW.c.claim]


def _from_cursor(cursor: str, length: int) -> list[str | float]:
    try:
        values = json.loads(cursor)
    except ValueError:
        values = None
    whole = isinstance(values, list) and all(isinstance(value, str | int | float) for value in values)
    if not whole or len(values) != length:
        raise ReviewError("cursor: is none that a queue gave; begin it anew")
    return list(values)


def _conditions(wanted: Queue) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.cls:
        found.append((TO_REVIEW.c.cls if "." in wanted.cls else TO_REVIEW.c.family) == wanted.cls)
    if wanted.place:
        found.append(TO_REVIEW.c.place_key == slug(wanted.place))
    if wanted.document:
        found.append(TO_REVIEW.c.document == wanted.document)
    if wanted.confidence is not None:
        found.append(TO_REVIEW.c.confidence <= wanted.confidence)
    if wanted.disputed:
        found.append(TO_REVIEW.c.disputed == 1)
    if wanted.differing:
        found.append(TO_REVIEW.c.calm < 1)
    if wanted.state == "open":
        found.append(~_decided())
    elif wanted.state == "decided":
        found.append(TO_REVIEW.c.claim.in_(_all_decided()))
    return found


def _stands(row: Any) -> list[ColumnElement[bool]]:
    """Return what makes a decision the last one on its subject, and no undo, which leaves a claim open."""
    later = JUDGEMENTS.alias()
    newer = exists().where(
        later.c.document == row.c.document,
        later.c.lane == OPEN,
        later.c.subject == row.c.subject,
        later.c.turn > row.c.turn,
    )
    return [row.c.lane == OPEN, row.c.verdict != UNDO, ~newer]


def _decided() -> ColumnElement[bool]:
    """Return whether a decision on the claim of a row stands."""
    same = (JUDGEMENTS.c.document == TO_REVIEW.c.document, JUDGEMENTS.c.subject == TO_REVIEW.c.subject)
    return exists().where(*same, *_stands(JUDGEMENTS))


def _all_decided() -> Select[Any]:
    """Return the claims on which a decision stands, sought from the decisions: there are fewer of these."""
    there = TO_REVIEW.alias()
    same = and_(there.c.document == JUDGEMENTS.c.document, there.c.subject == JUDGEMENTS.c.subject)
    return select(there.c.claim).select_from(JUDGEMENTS.join(there, same)).where(*_stands(JUDGEMENTS))


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of the record people looked at: claims and those decided on, in all and by family of classes."""

    claims: int
    decided: int
    families: Sequence[tuple[str, int, int]]
    verdicts: Sequence[tuple[str, int]]


def progress(store: Store) -> Progress:
    """Return how far the review of the record is."""
    counted = select(TO_REVIEW.c.family, func.count()).group_by(TO_REVIEW.c.family)
    decided = counted.where(TO_REVIEW.c.claim.in_(_all_decided()))
    own = or_(JUDGEMENTS.c.lane == OPEN, JUDGEMENTS.c.lane.is_(None))
    verdicts = select(JUDGEMENTS.c.verdict, func.count()).where(own).group_by(JUDGEMENTS.c.verdict)
    with store.reading() as connection:
        every: dict[str, int] = dict(connection.execute(counted).all())
        done: dict[str, int] = dict(connection.execute(decided).all())
        made: dict[str, int] = dict(connection.execute(verdicts).all())
    rows = [(name, number, done.get(name, 0)) for name, number in sorted(every.items())]
    return Progress(sum(every.values()), sum(done.values()), rows, sorted(made.items()))
