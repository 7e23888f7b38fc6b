"""Runs whose reports several tests look at: the demo, the two sample reports, and one long enough for many pages."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

from crossbearing.engines.local import Finished, run_documents
from crossbearing.pipeline import Pipeline
from crossbearing.readers.paths import read_paths
from crossbearing.report.page import Page, page
from crossbearing.report.pages import pages
from crossbearing.resolve.packs import load_packs
from crossbearing.samples import folder, pack
from tests.report.walk import Walk, walked_site

SHARED = Path(os.environ.get("CROSSBEARING_SHARED", Path(__file__).parents[3] / "shared"))
SEEDS = SHARED / "samples"
COPIES = 12


@cache
def demo() -> Finished:
    return run_documents(read_paths([folder()]).documents, Pipeline(load_packs(None, [pack()])))


@cache
def seeds() -> Finished:
    return run_documents(read_paths([SEEDS]).documents, Pipeline(load_packs()))


def shown(done: Finished, title: str = "Report") -> Page:
    return page(done.documents, done.claims, title, ledgers=done.ledgers)


@cache
def many() -> Page:
    """Return the page of the demo's claims over twelve copies of its reports: values alone, nothing is read again."""
    documents, claims = [], []
    for number in range(COPIES):
        for document in demo().documents:
            documents.append(replace(document, id=f"{document.id}-{number:02}"))
        for claim in demo().claims:
            own = f"{claim.document}-{number:02}"
            counts = tuple(
                replace(c, id=f"{number}:{c.id}", parent=c.parent and f"{number}:{c.parent}") for c in claim.counts
            )
            claims.append(replace(claim, id=f"{number:02}:{claim.id}", document=own, counts=counts))
    ledgers = demo().ledgers
    events = tuple(
        replace(
            event,
            id=f"{event.id}-{number:02}",
            claims=tuple(f"{number:02}:{c}" for c in event.claims),
            families=tuple(replace(v, claims=tuple(f"{number:02}:{c}" for c in v.claims)) for v in event.families),
            related=tuple(replace(tie, event=f"{tie.event}-{number:02}") for tie in event.related),
        )
        for number in range(COPIES)
        for event in ledgers.events
    )
    return page(
        documents, claims, "Many", ledgers=replace(ledgers, events=events, tolls=(), positions=(), agreements=())
    )


@cache
def site() -> dict[str, str]:
    """Return the files of the report that is long enough for many pages."""
    return dict(pages(many()))


@cache
def walks() -> dict[str, Walk]:
    """Return the walks of its pages, looked through once for all tests."""
    return walked_site(site())
