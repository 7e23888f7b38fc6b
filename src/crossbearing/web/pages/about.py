"""``/about``: what this is, in which version, and what others made that it shows or runs, with their licences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from crossbearing.vocab.loader import Form, load_entries
from crossbearing.web import assets
from crossbearing.web.errors import Missing
from crossbearing.web.rendering import page

router = APIRouter(include_in_schema=False)

_FORM = Form({"name": (str,), "what": (str,), "licence": (str,)}, {"vendor": (list,)})
_TEXTS = ("LICENSE", "LICENSE.txt", "README.md", "BUNDLED.txt")
"""Where a folder of another project states its terms: its licence, and those of what is packed into it."""


@dataclass(frozen=True, slots=True)
class Other:
    """What others made: ``texts`` are the files that state its terms, as paths below the vendor folder."""

    name: str
    what: str
    licence: str
    texts: tuple[str, ...]


@cache
def others() -> tuple[Other, ...]:
    """Return what others made, in the order of the list; raise VocabularyError where the list is damaged.

    >>> [other.name for other in others()][:2]
    ['GeoNames', 'Natural Earth']
    """
    entries = [entry for _, entry in load_entries(files("crossbearing.web") / "others.yml", _FORM)]
    return tuple(Other(e["name"], e["what"], e["licence"], tuple(_texts(e.get("vendor", ())))) for e in entries)


def _texts(folders: list[str]) -> list[str]:
    named = [f"{folder}/{name}" for folder in folders for name in _TEXTS]
    return [name for name in named if assets.vendor(name) is not None]


@router.get("/about")
def about(request: Request) -> HTMLResponse:
    """Show what this is and who made the rest of it."""
    return page(request, "about.html.j2", title="About", version=version("crossbearing"), others=others())


@router.get("/licences/{name:path}")
def licence(name: str) -> Response:
    """Return the terms of one of the others, as they came."""
    text = assets.vendor(name) if any(name in other.texts for other in others()) else None
    if text is None:
        raise Missing("There is no such licence.")
    return PlainTextResponse(text.decode("utf-8", "replace"))
