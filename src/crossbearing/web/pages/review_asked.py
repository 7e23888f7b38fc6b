"""What an address and a form of review say: which queue, which report, which claim, in whose lane."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from crossbearing.model.errors import ReviewError, StoreError
from crossbearing.review.desk import Desk, desk
from crossbearing.review.lanes import Lane
from crossbearing.review.queues import ORDERS, STATES, Queue
from crossbearing.store.clock import Maker
from crossbearing.store.store import Store
from crossbearing.web import addresses
from crossbearing.web.errors import Missing
from crossbearing.web.people import CODER, Person, require

MOST_WORD = 500
MOST_FIELDS = 1200
_KEPT = ("class", "place", "in", "confidence", "disputed", "differing", "state", "order")

Coder = Annotated[Person, Depends(require(CODER))]


async def form_of(request: Request) -> Mapping[str, str]:
    """Return the fields of a form; files are none of it."""
    form = await request.form(max_files=1, max_fields=MOST_FIELDS)
    return {name: value.replace("\0", "") for name, value in form.items() if isinstance(value, str)}


Form = Annotated[Mapping[str, str], Depends(form_of)]


def word_of(values: Mapping[str, str], name: str) -> str:
    """Return a word of an address or a form, cut to a length that no id or name has."""
    return values.get(name, "").replace("\0", "").strip()[:MOST_WORD]


@dataclass(frozen=True, slots=True)
class Asked:
    """A place in a review: the queue, where in it, the report and claim, and the round that is coded."""

    queue: Queue
    cursor: str
    document: str
    subject: str
    round: str
    adding: bool
    parts: int

    def address(self, **changed: object) -> str:
        """Return the address of the same place, but for what is changed; what is empty is left out."""
        told: dict[str, object] = {**kept(self.queue), "cursor": self.cursor, "document": self.document}
        told |= {"subject": self.subject, "round": self.round, **changed}
        said = [(name.rstrip("_"), str(value)) for name, value in told.items() if value not in ("", None, False)]
        return addresses.asking(addresses.REVIEW, said)

    def lane(self, person: Person) -> Lane:
        """Return the lane in which a person decides here."""
        return Lane(self.round, person.name) if self.round else Lane()


def kept(queue: Queue) -> dict[str, str]:
    """Return what stands of a queue in an address."""
    told = {
        "class": queue.cls,
        "place": queue.place,
        "in": queue.document,
        "confidence": "" if queue.confidence is None else f"{queue.confidence:g}",
        "disputed": "1" if queue.disputed else "",
        "differing": "1" if queue.differing else "",
        "state": "" if queue.state == "open" else queue.state,
        "order": "" if queue.order == "confidence" else queue.order,
    }
    return {name: value for name, value in told.items() if value}


def asked_of(values: Mapping[str, str]) -> Asked:
    """Return the place in a review that an address or a form names; what is none of these is passed over."""
    words = {name: word_of(values, name) for name in (*_KEPT, "document", "subject", "round", "cursor")}
    try:
        confidence = min(1.0, max(0.0, float(words["confidence"]))) if words["confidence"] else None
    except ValueError:
        confidence = None
    queue = Queue(
        words["class"],
        words["place"],
        words["in"],
        None if confidence is None or confidence != confidence else confidence,
        bool(words["disputed"]),
        bool(words["differing"]),
        words["state"] if words["state"] in STATES else "open",
        words["order"] if words["order"] in ORDERS else "confidence",
    )
    parts = word_of(values, "parts")
    number = min(12, int(parts)) if parts.isdigit() and len(parts) < 3 else 1
    return Asked(
        queue,
        words["cursor"],
        words["document"],
        words["subject"],
        words["round"],
        bool(word_of(values, "adding")),
        max(1, number),
    )


def desk_of(store: Store, document: str, lane: Lane | None = None) -> Desk:
    """Return the desk of a report; raises Missing where it is not there, or not given to the coder of the lane."""
    try:
        return desk(store, document, lane)
    except (StoreError, ReviewError) as error:
        raise Missing(f"There is no report {document} to review here: {error}") from error


def maker_of(person: Person) -> Maker:
    """Return a person as the store keeps who made a row."""
    return Maker(person.name)
