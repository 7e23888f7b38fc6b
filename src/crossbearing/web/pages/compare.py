"""``/compare``: our events beside those of UCDP GED or ACLED, from a csv that is sent or was named at the start."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from crossbearing.compare import listing
from crossbearing.compare.matching import compare, our_events
from crossbearing.compare.theirs import read_acled, read_ucdp
from crossbearing.export.figures import Index
from crossbearing.model.errors import ExportError
from crossbearing.store.store import Store
from crossbearing.web import addresses, downloads
from crossbearing.web.errors import Missing
from crossbearing.web.jobs import DONE, Job
from crossbearing.web.opened import jobs_of, person_of, store_of
from crossbearing.web.people import READER
from crossbearing.web.reading import file_name
from crossbearing.web.rendering import is_fragment, page, settings_of

MENU = ("Compare", addresses.COMPARE)
router = APIRouter(include_in_schema=False)
NAME = "compare"
KINDS = {"ucdp": "UCDP GED", "acled": "ACLED"}
MOST = 60
STATUSES = ("matched", "only ours", "only theirs")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of a comparison: its figures, its rows as the command writes them, and rows that could not be used."""

    kind: str
    file: str
    figures: Mapping[str, Any]
    rows: tuple[Mapping[str, Any], ...]
    refused: tuple[str, ...]

    def of(self, status: str) -> list[Mapping[str, Any]]:
        """Return the rows of one status."""
        return [row for row in self.rows if row["status"] == status]


def compared(store: Store, path: Path, kind: str, shown: str) -> Comparison:
    """Return the comparison of a store with a csv; raise ExportError where it is no such file."""
    theirs, refused = (read_acled if kind == "acled" else read_ucdp)(path)
    ours, left_out = our_events(Index(store.finished()), deadly_kinds=kind != "acled")
    found = compare(ours, theirs, left_out)
    lines = tuple(f"line {row.line}: {row.message}" for row in refused)
    figures = {**listing.summary(found), "not_used": len(refused)}
    return Comparison(kind, shown, figures, tuple(listing.rows(found)), lines)


def _form(request: Request, status: int = 200, said: str = "") -> HTMLResponse:
    return page(
        request,
        "compare.html.j2",
        status,
        title="Beside other data sets",
        said=said,
        kinds=KINDS,
        at_hand=[(kind, path.name) for kind, path in settings_of(request).beside],
        jobs=jobs_of(request).of(NAME, store_of(request).url)[:8],
        is_made=store_of(request).state() is not None,
    )


@router.get("/compare")
def form(request: Request) -> HTMLResponse:
    """Show what can be compared."""
    return _form(request)


@router.post("/compare")
def begin(
    request: Request,
    kind: Annotated[str, Form()] = "ucdp",
    file: Annotated[UploadFile | None, File()] = None,
    at_hand: Annotated[str, Form()] = "",
) -> Response:
    """Begin a comparison with a csv that is sent, or that was named when the application was started."""
    person = person_of(request, READER)
    store = store_of(request)
    if store.state() is None:
        return _form(request, 422, "The store has no happenings yet to compare.")
    named = {path.name: (of, path) for of, path in settings_of(request).beside}
    if at_hand in named:
        kind, path = named[at_hand]
        folder, shown = None, path.name
    elif file is not None and file.filename and kind in KINDS:
        shown = file_name(file.filename)
        folder = Path(tempfile.mkdtemp(prefix="crossbearing-"))
        path = folder / shown
        with path.open("wb") as kept:
            shutil.copyfileobj(file.file, kept)
    else:
        return _form(request, 422, "Choose the csv of a data set.")

    def work(job: Job) -> None:
        job.begin(f"reading {shown} and comparing")
        try:
            job.found = compared(store, path, kind, shown)
        except ExportError as error:
            raise ExportError(str(error).replace(str(path), shown)) from error
        finally:
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)

    job = jobs_of(request).put(NAME, person.name, store.url, work)
    return RedirectResponse(f"{addresses.COMPARE}/{job.number}", 303)


def _job(request: Request, number: int) -> Job:
    job = jobs_of(request).get(number, store_of(request).url)
    if job is None or job.name != NAME:
        raise Missing("There is no such comparison; the application may have been started again since.")
    return job


@router.get("/compare/{number}.csv")
def table(request: Request, number: int) -> Response:
    """Return all pairs and what stands alone as a table."""
    job = _job(request, number)
    if job.state != DONE:
        raise Missing("This comparison has not ended.")
    return downloads.table(f"beside-{job.found.kind}", listing.FIELDS, job.found.rows)


@router.get("/compare/{number}")
def show(request: Request, number: int, status: str = STATUSES[0], start: int = 0) -> HTMLResponse:
    """Show a comparison, or how far it is."""
    job = _job(request, number)
    at = f"{addresses.COMPARE}/{number}"
    if job.state != DONE:
        template = "job.html.j2" if is_fragment(request) else "compare_watch.html.j2"
        return page(request, template, title="Comparing", job=job, at=at, found=[], give=addresses.COMPARE)
    if is_fragment(request):
        return page(request, "compare_done.html.j2", title="Done", at=at)
    found: Comparison = job.found
    wanted = status if status in STATUSES else STATUSES[0]
    rows, first = found.of(wanted), max(0, start)
    following = addresses.asking(at, [("status", wanted), ("start", str(first + MOST))])
    return page(
        request,
        "compare_found.html.j2",
        title=f"Beside {KINDS[found.kind]}",
        found=found,
        at=at,
        wanted=wanted,
        statuses=[(one, len(found.of(one))) for one in STATUSES],
        rows=rows[first : first + MOST],
        total=len(rows),
        first=first,
        more=following if first + MOST < len(rows) else "",
    )
