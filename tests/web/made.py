"""The store that tests of pages look at and pictures are taken of: the bundled sample reports, read."""

from __future__ import annotations

from pathlib import Path

from crossbearing.engines.stored import StoreSettings, StoreWork, keep_documents
from crossbearing.model.faults import Faults
from crossbearing.pipeline import default_pipeline
from crossbearing.readers.paths import read_paths
from crossbearing.report.listed import listing
from crossbearing.samples import folder
from crossbearing.store.clock import Maker
from crossbearing.store.store import Given, Store

MAKER = Maker("ada", "")


def demo_store(path: Path) -> Path:
    """Make a store of the sample reports at a path that is not there yet, and return the path."""
    store = Store(str(path), create=True)
    keep_documents(store, [Given(d, f"{d.id}.txt") for d in read_paths([folder()]).documents], MAKER)
    work = StoreWork(store, default_pipeline(), "test", MAKER, StoreSettings(), Faults(strict=True), listing)
    work.read(work.missing())
    work.derive()
    return path
