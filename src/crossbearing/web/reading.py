"""Reports given to the pages: put into files, read by the readers of ingest, kept, and taken into the record."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from crossbearing.engines.collecting import seldom_collected
from crossbearing.engines.stored import StoreWork, judge_not_forgotten, keep_documents, settings_of
from crossbearing.engines.unfinished import program_hash
from crossbearing.extract.judge.weights import Weights
from crossbearing.fetch.sources import gather
from crossbearing.model.document import Document
from crossbearing.model.faults import Faults
from crossbearing.pipeline import Pipeline, default_pipeline
from crossbearing.readers.decode import sha256
from crossbearing.report.listed import listing
from crossbearing.resolve.packs import load_packs
from crossbearing.store.clock import Maker
from crossbearing.store.store import Given, Store
from crossbearing.web.jobs import Job
from crossbearing.web.settings import Settings

_UNFIT = re.compile(r"[^\w.\- ()]+")
MOST_TEXT = 2_000_000
"""Characters of one pasted text."""


def file_name(given: str) -> str:
    """Return the name of a file that was sent as one that leads nowhere else.

    >>> file_name("../../etc/passwd"), file_name("C:\\\\reports\\\\a.pdf"), file_name("..")
    ('passwd', 'a.pdf', 'file')
    """
    last = re.split(r"[/\\]", given)[-1]
    return _UNFIT.sub("_", last).strip(". ")[-120:] or "file"


def pasted(text: str, title: str, outlet: str, published: str) -> Document:
    """Return a document of a text that somebody pasted; its id is the same for the same words.

    >>> one = pasted("War ended.", "", "", "2014-03-11")
    >>> one.id == pasted("War ended.", "", "", "2014-03-11").id != pasted("War ended.", "", "", "").id
    True
    """
    raw = text.encode()
    marked = hashlib.sha256("\0".join((text, title, outlet, published)).encode()).hexdigest()[:12]
    day = date.fromisoformat(published).isoformat() if published else None
    return Document(
        f"pasted-{marked}",
        text,
        outlet=outlet or None,
        published=day,
        title=title or None,
        published_basis="metadata" if day else "none",
        sha256=sha256(raw),
        raw_sha256=sha256(raw),
    )


def from_files(store: Store, folder: Path) -> tuple[list[Given], list[str]]:
    """Return the reports of the files in a folder, and what could not be read, in words that name no path of ours."""
    found = gather([str(folder)], store)
    here = f"{folder.resolve()}/"
    given = [replace(one, origin=f"sent: {one.origin.removeprefix(here)}") for one in found.given]
    said = [f"{Path(problem.name).name}: {problem.advice}" for problem in found.problems]
    said += [f"{Path(name).name}: no reader is for it" for name in found.left_alone]
    return given, said


@cache
def tools(packs: tuple[Path, ...], judge: Weights | None = None) -> Pipeline:
    """Return what reads, made once; ``packs`` are folders of packs besides the bundled ones."""
    return Pipeline(load_packs(None, packs) if packs else None, weights=judge) if packs or judge else default_pipeline()


def take_in(job: Job, store: Store, given: Sequence[Given], settings: Settings, said: Iterable[str] = ()) -> None:
    """Keep reports, read those that are new, and derive the record from all."""
    job.lines.extend(said)
    if settings.judge is None:
        judge_not_forgotten(store)
    pipeline = tools(settings.packs, settings.judge)
    packs = " ".join(f"{name}@{day}" for name, day in sorted((pack.id, pack.as_of) for pack in pipeline.packs.packs))
    maker = Maker(job.by, packs)
    job.begin("keeping the reports", len(given))
    kept = keep_documents(store, given, maker, lambda _: job.tick())
    counted = Counter(one.outcome for one in kept)
    job.lines.extend(f"{one.id}: {one.said}" for one in kept if one.said)
    job.lines.extend(f"{number} {outcome}" for outcome, number in sorted(counted.items()))
    if store.is_empty():
        job.lines.append("There was nothing to read.")
        return
    known = replace(settings_of(store.state()), judge=pipeline.judge)
    faults = Faults(seconds=known.seconds)
    work = StoreWork(store, pipeline, program_hash(settings.packs, pipeline.judge), maker, known, faults, listing)
    missing = work.missing()
    job.begin("reading what is new", len(missing))
    work.read(missing, job.tick)
    job.begin("putting together what happened")
    with seldom_collected():
        finished = work.derive()
    ledgers = finished.ledgers
    job.lines.append(
        f"The store holds {len(finished.documents):,} reports, {len(finished.claims):,} claims, "
        f"{len(ledgers.events):,} happenings."
    )
    job.found = [one.id for one in kept if one.outcome in ("new", "version")]
