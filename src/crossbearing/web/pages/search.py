"""``/search``: happenings, places and voices by name in any spelling, reports and claims by the words of their text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from crossbearing.resolve.fold import fold_key, plain_key
from crossbearing.store import listing
from crossbearing.store.columns import NONE
from crossbearing.store.listing import View
from crossbearing.store.searching import search as found_words
from crossbearing.web import addresses, downloads, happenings
from crossbearing.web.asked import LONGEST, Filter
from crossbearing.web.kept import Kept
from crossbearing.web.looking import looking
from crossbearing.web.opened import store_of
from crossbearing.web.rendering import page
from crossbearing.web.titles import report_titles

MENU = ("Search", addresses.SEARCH)
router = APIRouter(include_in_schema=False)

MOST = 20
_OPEN, _CLOSE = "\ue000", "\ue001"
"""Stand around a word that was found: of the private use area, which no text of a report needs."""
_ENOUGH = 3
"""Letters of a folded name below which only the whole name is meant."""


@dataclass(frozen=True, slots=True)
class Name:
    """A place or voice that can be asked for: its filter and id, its name, the keys it is found by, and its events."""

    filter: str
    id: str
    name: str
    plain: str
    fold: str
    events: int


_names = Kept[tuple[Name, ...]](4)


def names(view: View, store: str) -> tuple[Name, ...]:
    """Return all places and voices of the record, those of most happenings first; made once for each record."""
    return _names.get((store, view.columns.revision), lambda: _made(view))


def _made(view: View) -> tuple[Name, ...]:
    columns = view.columns
    found = []
    for what in ("place", "district", "country"):
        numbers = columns.array(f"events.{what}")
        known: list[str] = columns.values[f"events.{what}"]
        counted = np.bincount(numbers[numbers != NONE], minlength=len(known))
        called = columns.values[f"names.{what}"]
        found += [("place", one, str(called.get(one) or one), int(n)) for one, n in zip(known, counted, strict=True)]
    found += [("voice", voice.id, voice.name, voice.events) for voice in listing.voices(view) if voice.events]
    once = {(filter, id): Name(filter, id, name, plain_key(name), fold_key(name), n) for filter, id, name, n in found}
    return tuple(sorted(once.values(), key=lambda name: (-name.events, name.name, name.id)))


def called(known: tuple[Name, ...], words: str, most: int = MOST) -> list[Name]:
    """Return the places and voices that words may mean: of that name in another spelling, or with it in theirs.

    >>> hodeidah = Name("place", "p1", "Al Hudaydah", plain_key("Al Hudaydah"), fold_key("Al Hudaydah"), 3)
    >>> [name.id for name in called((hodeidah,), "Hodeidah")], called((hodeidah,), "Douma")
    (['p1'], [])
    """
    plain, fold = plain_key(words), fold_key(words)
    if not plain:
        return []
    same = [name for name in known if name.plain == plain or (fold and name.fold == fold)]
    held = [
        name
        for name in known
        if name not in same and (f" {plain}" in f" {name.plain}" or (len(fold) > _ENOUGH and fold in name.fold))
    ]
    return [*same, *held][:most]


def marked(words: str) -> Markup:
    """Return a snippet with the words that were found marked.

    >>> marked("a \\ue000<b>\\ue001 c")
    Markup('a <mark>&lt;b&gt;</mark> c')
    """
    found = Markup("")
    for number, part in enumerate(words.split(_OPEN)):
        inside, closed, rest = part.partition(_CLOSE)
        found += Markup("<mark>{}</mark>{}").format(inside, rest) if number and closed else Markup("{}").format(part)
    return found


@router.get("/search")
def search(request: Request, q: str = "") -> HTMLResponse:
    """Show what is found."""
    words = " ".join(q.split())[:LONGEST]
    store = store_of(request)
    asked = Filter(q=words, order="-voices")
    if not words:
        return page(request, "search.html.j2", title="Search", q="", asked=asked)
    with looking(request) as view:
        rows = happenings.screen(view, asked, "", MOST)
        meant = called(names(view, store.url), words)
        found = found_words(store, words, MOST, (_OPEN, _CLOSE))
        reports = [row["id"] for row in found["documents"]] + [row["document"] for row in found["claims"]]
        of_reports = report_titles(view, reports)
    return page(
        request,
        "search.html.j2",
        title=f"Search: {words}",
        q=words,
        asked=asked,
        rows=rows.rows,
        total=rows.total,
        following="",
        names=[(name, Filter().also(name.filter, name.id).at()) for name in meant],
        documents=[{**row, "words": marked(row["words"])} for row in found["documents"]],
        claims=found["claims"],
        titles=of_reports,
        most=MOST,
    )


@router.get("/search.csv")
def table(request: Request, q: str = "") -> Response:
    """Return the reports and claims that are found as a table."""
    found = found_words(store_of(request), " ".join(q.split())[:LONGEST], 1000)
    rows = [{"what": "report", "id": r["id"], "report": r["id"], "words": r["words"]} for r in found["documents"]]
    rows += [{"what": "claim", "id": r["id"], "report": r["document"], "words": r["evidence"]} for r in found["claims"]]
    return downloads.table("search", ("what", "id", "report", "words"), rows)
