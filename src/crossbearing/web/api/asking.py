"""What may be asked of the routes: parameters with their bounds, made into what lists are asked by."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Depends, Query
from pydantic import AfterValidator, BeforeValidator

from crossbearing.report.listed import asked_words
from crossbearing.store.asked import (
    MOST,
    AskedError,
    ClaimsAsked,
    DocumentsAsked,
    EventsAsked,
    TollsAsked,
)
from crossbearing.store.mapped import Window

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST = 300
_VALUES = 50


def _day(said: Any) -> Any:
    """Let only days through that are written as such: a bare number would be taken for seconds since 1970."""
    if isinstance(said, str) and not _ISO.fullmatch(said):
        raise ValueError("a day is written as 2014-03-11")
    return said


def _plain(said: str) -> str:
    if "\0" in said:
        raise ValueError("a text holds no NUL")
    return said


Word = Annotated[str, Query(max_length=_LONGEST, pattern=r"^[^\x00]*$"), AfterValidator(_plain)]
Words = Annotated[list[Annotated[str, AfterValidator(_plain)]], Query(max_length=_VALUES)]
DayAsked = Annotated[date | None, BeforeValidator(_day), Query(examples=["2014-03-11"])]
Size = Annotated[int, Query(ge=1, le=MOST, description="rows of a page")]
Cursor = Annotated[
    str | None,
    Query(
        max_length=500, pattern=r"^[A-Za-z0-9_-]*$", description="`next` of the page before; from the start without it"
    ),
]

EventOrder = Literal["day", "-day", "-killed", "-voices", "-seen"]
TollOrder = Literal["-figure", "day"]
DocumentOrder = Literal["day", "-day"]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _in_order(since: date | None, until: date | None) -> None:
    if since and until and since > until:
        raise AskedError("until", "the last day asked for lies before the first one")


def event_conditions(
    since: DayAsked = None,
    until: DayAsked = None,
    place: Annotated[Words, Query(description="ids of places, districts or countries; any of them")] = [],  # noqa: B006
    kind: Annotated[Words, Query(description="families of classes or classes; any of them")] = [],  # noqa: B006
    voice: Annotated[Words, Query(description="ids of voices that tell of it; any of them")] = [],  # noqa: B006
    side: Annotated[Words, Query(description="sides of voices that tell of it; any of them")] = [],  # noqa: B006
    disputed: Annotated[bool | None, Query()] = None,
    killed_over: Annotated[int | None, Query(ge=0, le=10**12, description="deadliest figure above it")] = None,
    modality: Annotated[Words, Query(description="real, planned ...")] = [],  # noqa: B006
    grade: Annotated[Words, Query(description="C0 to C5")] = [],  # noqa: B006
    text: Annotated[Word, Query(description="words that all stand in it, names in any spelling")] = "",
    document: Annotated[Word | None, Query(description="id of a report that tells of it")] = None,
) -> EventsAsked:
    """Return the conditions of a list of events."""
    _in_order(since, until)
    return EventsAsked(
        since=_iso(since),
        until=_iso(until),
        places=tuple(place),
        kinds=tuple(kind),
        voices=tuple(voice),
        sides=tuple(side),
        disputed=disputed,
        killed_over=killed_over,
        modalities=tuple(modality),
        grades=tuple(grade),
        words=asked_words(text),
        document=document,
    )


def claim_conditions(
    since: DayAsked = None,
    until: DayAsked = None,
    place: Annotated[Words, Query(description="ids of places; any of them")] = [],  # noqa: B006
    kind: Annotated[Words, Query(description="families of classes or classes; any of them")] = [],  # noqa: B006
    voice: Annotated[Words, Query(description="ids of voices; any of them")] = [],  # noqa: B006
    modality: Annotated[Words, Query(description="occurred, planned, denied ...")] = [],  # noqa: B006
    event: Annotated[Word | None, Query(description="id of its event")] = None,
    document: Annotated[Word | None, Query(description="id of its report")] = None,
) -> ClaimsAsked:
    """Return the conditions of a list of claims."""
    _in_order(since, until)
    return ClaimsAsked(
        _iso(since), _iso(until), tuple(place), tuple(kind), tuple(voice), tuple(modality), event, document
    )


def document_conditions(
    since: DayAsked = None,
    until: DayAsked = None,
    outlet: Annotated[Words, Query(description="outlets; any of them")] = [],  # noqa: B006
    language: Annotated[Words, Query(description="languages; any of them")] = [],  # noqa: B006
    voice: Annotated[Words, Query(description="ids of voices; any of them")] = [],  # noqa: B006
) -> DocumentsAsked:
    """Return the conditions of a list of reports."""
    _in_order(since, until)
    return DocumentsAsked(_iso(since), _iso(until), tuple(outlet), tuple(language), tuple(voice))


def toll_conditions(
    since: DayAsked = None,
    until: DayAsked = None,
    event: Annotated[Word | None, Query(description="id of its event")] = None,
    quantity: Annotated[Words, Query(description="killed, injured ...")] = [],  # noqa: B006
    status: Annotated[Words, Query(description="single, consistent, growing, disputed")] = [],  # noqa: B006
    scope: Annotated[Words, Query(description="incident, period ...")] = [],  # noqa: B006
    over: Annotated[int | None, Query(ge=0, le=10**12, description="figure above it")] = None,
    whole: Annotated[bool | None, Query(description="true leaves out parts of other tolls")] = None,
) -> TollsAsked:
    """Return the conditions of a list of tolls."""
    _in_order(since, until)
    return TollsAsked(_iso(since), _iso(until), event, tuple(quantity), tuple(status), tuple(scope), over, whole)


def window(
    bbox: Annotated[
        str,
        Query(
            max_length=200,
            description="west, south, east, north in degrees; west may lie east of east: across the date line",
            examples=["35.5,32.5,37.5,34.5"],
        ),
    ] = "-180,-90,180,90",
) -> Window:
    """Return the window of the map; raise AskedError for what is none.

    >>> window("35.5,32.5,37.5,34.5").north
    34.5
    """
    try:
        west, south, east, north = (float(part) for part in bbox.split(","))
    except ValueError as error:
        raise AskedError("bbox", "four numbers with commas between them: west,south,east,north") from error
    if not all(map(math.isfinite, (west, south, east, north))):
        raise AskedError("bbox", "four numbers with commas between them: west,south,east,north")
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise AskedError("bbox", "longitudes lie between -180 and 180, latitudes between -90 and 90, south below north")
    return Window(west, south, east, north)


EventsBy = Annotated[EventsAsked, Depends(event_conditions)]
ClaimsBy = Annotated[ClaimsAsked, Depends(claim_conditions)]
DocumentsBy = Annotated[DocumentsAsked, Depends(document_conditions)]
TollsBy = Annotated[TollsAsked, Depends(toll_conditions)]
WindowBy = Annotated[Window, Depends(window)]
