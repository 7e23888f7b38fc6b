"""What to look at next: claims of the record by class, place, confidence and disagreement, the undecided first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Join, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from crossbearing.judgements.effective import UNDO
from crossbearing.model.errors import ReviewError
from crossbearing.reconcile.comparison import slug
from crossbearing.store.judging import OPEN, judgements_on
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
    query = select(TO_REVIEW, CLAIMS.c.evidence, CLAIMS.c.evidence_start).select_from(_joined())
    for condition in _conditions(wanted):
        query = query.where(condition)
    if cursor:
        query = query.where(tuple_(*keys) > tuple_(*_from_cursor(cursor, len(keys))))
    query = query.order_by(*keys).limit(min(most, MOST) + 1)
    with store.reading() as connection:
        rows = connection.execute(query.add_columns(*(key.label(f"key_{n}") for n, key in enumerate(keys)))).all()
    shown = rows[: min(most, MOST)]
    names = ("claim", "document", "subject", "cls", "place", "confidence", "urgency", "evidence")
    found = tuple(Waiting(disputed=bool(row.disputed), **{name: getattr(row, name) for name in names}) for row in shown)
    more = len(rows) > len(shown)
    last = [getattr(shown[-1], f"key_{n}") for n in range(len(keys))] if more else []
    return QueuePage(found, json.dumps(last) if more else "")


def _joined() -> Join:
    return TO_REVIEW.join(FINISHED, FINISHED.c.id == TO_REVIEW.c.document).join(
        CLAIMS, and_(CLAIMS.c.id == TO_REVIEW.c.claim, CLAIMS.c.reading == FINISHED.c.reading)
    )


def _keys(order: str) -> list[ColumnElement[object]]:
    if order == "urgency":
        return [-TO_REVIEW.c.urgency, TO_REVIEW.c.claim]
    if order == "document":
        return [TO_REVIEW.c.document, CLAIMS.c.evidence_start, TO_REVIEW.c.claim]
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
        # "strike" and all below it; a family ends with a dot, and the slash is the character behind it.
        below = and_(TO_REVIEW.c.cls >= f"{wanted.cls}.", TO_REVIEW.c.cls < f"{wanted.cls}/")
        found.append(or_(TO_REVIEW.c.cls == wanted.cls, below))
    if wanted.place:
        found.append(TO_REVIEW.c.place_key == slug(wanted.place))
    if wanted.document:
        found.append(TO_REVIEW.c.document == wanted.document)
    if wanted.confidence is not None:
        found.append(TO_REVIEW.c.confidence <= wanted.confidence)
    if wanted.disputed:
        found.append(TO_REVIEW.c.disputed == 1)
    if wanted.differing:
        found.append(TO_REVIEW.c.urgency > 0)
    if wanted.state == "open":
        found.append(~_decided())
    elif wanted.state == "decided":
        found.append(_decided())
    return found


def _decided() -> ColumnElement[bool]:
    """Return whether the last decision on the claim of a row stands: an undone one leaves it open again."""
    later = aliased(JUDGEMENTS)
    same = (JUDGEMENTS.c.document == TO_REVIEW.c.document, JUDGEMENTS.c.lane == OPEN)
    newer = exists().where(
        later.c.document == JUDGEMENTS.c.document,
        later.c.lane == OPEN,
        later.c.subject == JUDGEMENTS.c.subject,
        later.c.turn > JUDGEMENTS.c.turn,
    )
    return exists().where(*same, JUDGEMENTS.c.subject == TO_REVIEW.c.subject, JUDGEMENTS.c.verdict != UNDO, ~newer)


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of the record people looked at: claims and those decided on, in all and by family of classes."""

    claims: int
    decided: int
    families: Sequence[tuple[str, int, int]]
    verdicts: Sequence[tuple[str, int]]


def progress(store: Store) -> Progress:
    """Return how far the review of the record is."""
    counted = select(TO_REVIEW.c.cls, func.count()).group_by(TO_REVIEW.c.cls)
    with store.reading() as connection:
        every: dict[str, int] = dict(connection.execute(counted).all())
        done: dict[str, int] = dict(connection.execute(counted.where(_decided())).all())
    families: dict[str, list[int]] = {}
    for cls, number in sorted(every.items()):
        row = families.setdefault(cls.partition(".")[0], [0, 0])
        row[0] += number
        row[1] += done.get(cls, 0)
    verdicts: dict[str, int] = {}
    for judged in judgements_on(store):
        verdicts[judged.verdict] = verdicts.get(judged.verdict, 0) + 1
    rows = [(name, row[0], row[1]) for name, row in families.items()]
    return Progress(sum(every.values()), sum(done.values()), rows, sorted(verdicts.items()))
