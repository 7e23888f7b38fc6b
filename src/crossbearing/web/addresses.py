"""Where each thing has its page: the one place that knows how addresses are written."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlencode

OVERVIEW = "/"
EVENTS = "/events"
MAP = "/map"
ABOUT = "/about"
DOCUMENTS = "/documents"
SOURCES = "/sources"
CONTROL = "/control"
AGREEMENTS = "/agreements"
SEARCH = "/search"
COMPARE = "/compare"
EXPORT = "/export"
INGEST = "/ingest"
REVIEW = "/review"


def _part(identity: str) -> str:
    """Return an id as one part of a path: an id may hold slashes and any other character."""
    return quote(identity, safe="")


def event(identity: str) -> str:
    """Return the page of an event.

    >>> event("ev-4dad1a33687a")
    '/events/ev-4dad1a33687a'
    """
    return f"{EVENTS}/{_part(identity)}"


def document(identity: str, number: int | None = None, in_text: bool = False) -> str:
    """Return the page of a report, at its claim of that ``number``: beside the text, or where it stands in it.

    >>> document("a/b.txt"), document("a", 3), document("a", 3, in_text=True)
    ('/documents/a%2Fb.txt', '/documents/a#c3', '/documents/a#t-c3')
    """
    at = "" if number is None else f"#{'t-' if in_text else ''}c{number}"
    return f"{DOCUMENTS}/{_part(identity)}{at}"


def agreement(identity: str) -> str:
    """Return the page of an agreement.

    >>> agreement("ag-1")
    '/agreements/ag-1'
    """
    return f"{AGREEMENTS}/{_part(identity)}"


def claim(identity: str) -> str:
    """Return the address that leads on to a claim on the page of its report.

    >>> claim("a:c01")
    '/claims/a%3Ac01'
    """
    return f"/claims/{_part(identity)}"


def asking(path: str, asked: Iterable[tuple[str, str]]) -> str:
    """Return a path with a question after it; what is empty is left out.

    >>> asking("/", [("place", "Harasta"), ("kind", "")])
    '/?place=Harasta'
    """
    said = urlencode([(name, value) for name, value in asked if value])
    return f"{path}?{said}" if said else path


def review(document: str = "", subject: str = "", **more: str) -> str:
    """Return the page of review, at a report and a claim of it.

    >>> review("a/b", "0-9-control.gain")
    '/review?document=a%2Fb&subject=0-9-control.gain'
    """
    return asking(REVIEW, [("document", document), ("subject", subject), *more.items()])
