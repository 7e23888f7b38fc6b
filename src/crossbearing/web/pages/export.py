"""``/export``: the record in every format of ``crossbearing export``, and as a release, to be downloaded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from crossbearing.engines.facts import facts_of
from crossbearing.export.facts import Facts
from crossbearing.export.formats import formats, written
from crossbearing.export.package import Release, package
from crossbearing.export.xlsx import zipped
from crossbearing.model.errors import ExportError
from crossbearing.resolve.packs import load_packs
from crossbearing.vocab.loader import Form, load_entries
from crossbearing.web import addresses, downloads
from crossbearing.web.errors import Missing
from crossbearing.web.opened import store_of
from crossbearing.web.rendering import page, settings_of
from crossbearing.web.security.noting import note

MENU = ("Export", addresses.EXPORT)
router = APIRouter(include_in_schema=False)

LICENCES = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC0-1.0", "ODbL-1.0", "ODC-BY-1.0")
_NAME = "record"


@dataclass(frozen=True, slots=True)
class Described:
    """A format as the page tells of it."""

    name: str
    title: str
    does: str


@cache
def described() -> tuple[Described, ...]:
    """Return the formats in the order of the page; raise VocabularyError where the file breaks its form."""
    form = Form({"format": (str,), "title": (str,), "does": (str,)}, {})
    entries = load_entries(files("crossbearing.web") / "formats.yml", form)
    return tuple(Described(entry["format"], entry["title"], entry["does"]) for _, entry in entries)


@cache
def _facts(packs: tuple[Path, ...]) -> Facts:
    return facts_of(load_packs(None, packs))


@router.get("/export")
def export(request: Request) -> HTMLResponse:
    """Show the formats."""
    store = store_of(request)
    is_made = store.state() is not None
    title = "Export"
    return page(
        request, "export.html.j2", title=title, formats=described(), licences=LICENCES, is_made=is_made,
        behind=is_made and not store.is_current(),
    )  # fmt: skip


@router.get("/export/release.zip")
def release(request: Request, licence: str = LICENCES[0], title: str = "A record of claims", by: str = "") -> Response:
    """Return a release of the record: tables with checksums, licence and method."""
    if licence not in LICENCES:
        raise Missing(f"There is no licence {licence} here; there are {', '.join(LICENCES)}.")
    store = store_of(request)
    if store.state() is None:
        raise Missing("The store has no record yet that could be exported.")
    names = tuple(name.strip() for name in by.split(",") if name.strip())
    made = package(store.finished(), Release(_NAME, title or "A record of claims", licence, names, True, {}))
    note(request, "exported", "release", licence)
    return downloads.file("release.zip", zipped(made), "application/zip")


@router.get("/export/{form}")
def download(request: Request, form: str) -> Response:
    """Return the record in a format."""
    if form not in formats():
        raise Missing(f"There is no format {form}; there are {', '.join(one.name for one in described())}.")
    store = store_of(request)
    if store.state() is None:
        raise Missing("The store has no record yet that could be exported.")
    try:
        found = written(form, store.finished(), _facts(settings_of(request).packs))
    except ExportError as error:
        raise Missing(str(error)) from error
    note(request, "exported", form)
    return downloads.files(f"{_NAME}-{form}", found, formats()[form].MEDIA_TYPE)
