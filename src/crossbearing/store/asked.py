"""What is asked of lists: filters over events, claims, documents and tolls, orders, and where a page begins."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from crossbearing.model.errors import CrossbearingError

Words = tuple[tuple[str, ...], ...]
"""For each word that must stand there the forms that count as it (``report.listed.asked_words``)."""

EVENT_ORDERS = ("day", "-day", "-killed", "-voices", "-seen")
"""Orders of events: by day, latest first, deadliest, told by most voices, kept last."""
TOLL_ORDERS = ("-figure", "day")
DOCUMENT_ORDERS = ("day", "-day")
CLAIM_ORDERS = ("id",)
LAST = 2**62
"""What rows are sorted by of which that is not known: they come last."""
MOST = 200
"""Rows of one page at most."""


class AskedError(CrossbearingError):
    """Something is asked that cannot be: ``what`` is the parameter, the message what is wrong with it."""

    def __init__(self, what: str, message: str) -> None:
        super().__init__(message)
        self.what = what


@dataclass(frozen=True, slots=True)
class EventsAsked:
    """Which events: all that meet every condition given; of several places, kinds, voices or sides any will do.

    ``since`` and ``until`` are ISO days that the days of the event must meet; ``places`` are ids of places, districts
    or countries; ``kinds`` are families of classes or classes; ``killed_over`` asks for a deadliest figure above it.
    """

    since: str | None = None
    until: str | None = None
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    disputed: bool | None = None
    killed_over: int | None = None
    modalities: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    words: Words = ()
    document: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimsAsked:
    """Which claims; ``event`` and ``document`` are ids, the rest as for events."""

    since: str | None = None
    until: str | None = None
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    event: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentsAsked:
    """Which documents: published in those days, by those outlets, in those languages, of those voices."""

    since: str | None = None
    until: str | None = None
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TollsAsked:
    """Which tolls; ``whole`` leaves out those that are part of another."""

    since: str | None = None
    until: str | None = None
    event: str | None = None
    quantities: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    over: int | None = None
    whole: bool | None = None


def cursor(order: str, value: int, identity: str) -> str:
    """Return the word that leads on behind a row: its order, what it is sorted by, and its id.

    >>> read_cursor(cursor("-day", 735303, "ev-1"), "-day")
    (735303, 'ev-1')
    """
    raw = json.dumps([order, value, identity], ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_cursor(word: str, order: str) -> tuple[int, str]:
    """Return what a row was sorted by and its id; raise AskedError for a word that is none of this order.

    >>> read_cursor("none", "day")
    Traceback (most recent call last):
    crossbearing.store.asked.AskedError: this cursor is not one that a list gave; begin without it
    """
    wrong = AskedError("cursor", "this cursor is not one that a list gave; begin without it")
    try:
        raw = base64.b64decode(word.encode("ascii") + b"=" * (-len(word) % 4), altchars=b"-_", validate=True)
        found: Any = json.loads(raw)
    except (ValueError, binascii.Error, RecursionError) as error:
        raise wrong from error
    if not isinstance(found, list) or len(found) != 3:
        raise wrong
    of, value, identity = found
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > LAST or not isinstance(identity, str):
        raise wrong
    if of != order:
        raise AskedError("cursor", f"this cursor is of a list in another order ({str(of)[:20]!r}); begin without it")
    return value, identity
