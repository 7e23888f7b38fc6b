"""``/ingest``: reports are given to the store as files or text; how far their reading is can be watched."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from crossbearing.readers.paths import formats
from crossbearing.store.store import Given
from crossbearing.web import addresses
from crossbearing.web.errors import Missing
from crossbearing.web.jobs import Job
from crossbearing.web.opened import jobs_of, person_of, store_of
from crossbearing.web.people import CODER
from crossbearing.web.reading import MOST_TEXT, file_name, from_files, pasted, take_in
from crossbearing.web.rendering import is_fragment, page, settings_of
from crossbearing.web.security.noting import note

MENU = ("Ingest", addresses.INGEST)
router = APIRouter(include_in_schema=False)
NAME = "ingest"


def _form(request: Request, status: int = 200, said: str = "", **given: str) -> HTMLResponse:
    store = store_of(request)
    return page(
        request,
        "ingest.html.j2",
        status,
        title="Give reports to the store",
        said=said,
        given=given,
        endings=sorted(formats()),
        jobs=jobs_of(request).of(NAME, store.url)[:8],
        behind=store.state() is not None and not store.is_current(),
        largest=settings_of(request).largest // 1_000_000,
    )


@router.get("/ingest")
def form(request: Request) -> HTMLResponse:
    """Show what can be given."""
    person_of(request, CODER)
    return _form(request)


@router.post("/ingest")
def take(
    request: Request,
    files: Annotated[list[UploadFile] | None, File()] = None,
    text: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    outlet: Annotated[str, Form()] = "",
    published: Annotated[str, Form()] = "",
) -> Response:
    """Take files and a text, and begin to read them."""
    person = person_of(request, CODER)
    told = {"text": text, "title": title, "outlet": outlet, "published": published}
    sent = [one for one in files or () if one.filename]
    if len(text) > MOST_TEXT:
        return _form(request, 413, f"A text may have {MOST_TEXT:,} characters; send longer ones as a file.", **told)
    if published and not _is_day(published):
        return _form(request, 422, "The day of publication is no day; write it as 2014-03-11.", **told)
    given = [Given(pasted(text, title, outlet, published), "pasted")] if text.strip() else []
    folder = _kept(sent) if sent else None
    store, settings = store_of(request), settings_of(request)

    def work(job: Job) -> None:
        all_given, said = list(given), list[str]()
        if folder is not None:
            job.begin("reading the files", 0)
            try:
                more, said = from_files(store, folder)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
            all_given += more
        take_in(job, store, all_given, settings, said)

    note(request, "ingested", f"{len(sent)} files, {len(given)} texts")
    job = jobs_of(request).put(NAME, person.name, store.url, work)
    return RedirectResponse(f"{addresses.INGEST}/{job.number}", 303)


def _is_day(said: str) -> bool:
    try:
        return bool(date.fromisoformat(said))
    except ValueError:
        return False


def _kept(sent: list[UploadFile]) -> Path:
    """Return a folder with the files that were sent; of two with one name the second lies in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="crossbearing-"))
    for number, one in enumerate(sent):
        name = file_name(one.filename or "")
        path = folder / name
        if path.exists():
            path = folder / str(number) / name
            path.parent.mkdir()
        with path.open("wb") as file:
            shutil.copyfileobj(one.file, file)
    return folder


@router.get("/ingest/{number}")
def watch(request: Request, number: int) -> HTMLResponse:
    """Show how far a piece of work is."""
    person_of(request, CODER)
    job = jobs_of(request).get(number, store_of(request).url)
    if job is None or job.name != NAME:
        raise Missing("There is no such work; the application may have been started again since.")
    template = "job.html.j2" if is_fragment(request) else "ingest_watch.html.j2"
    at = f"{addresses.INGEST}/{number}"
    return page(
        request, template, title="Reading reports", job=job, at=at, found=job.found or [], give=addresses.INGEST
    )
