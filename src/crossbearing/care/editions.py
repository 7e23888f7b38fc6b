"""The edition of a store that readers see: made of the whole record with care, again whenever that has changed.

It is derived and may be removed at any time. A report that was forgotten is in no edition from that moment on: one made
before is not shown any more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path

from crossbearing.care.giving import with_care
from crossbearing.care.measures import Measures
from crossbearing.engines.judged import bonds_held
from crossbearing.model.errors import StoreError
from crossbearing.model.finished import Finished
from crossbearing.model.listed import Listing
from crossbearing.resolve.packs import Packs
from crossbearing.store.columns import listed_rows
from crossbearing.store.editions import Edition, former_rows, key_of, remove, write_edition
from crossbearing.store.lists import revision
from crossbearing.store.store import State, Store

_NAME = "edition"
_CARE = 2
"""Raised when care hides more than it did: an edition that was made before is made again and not shown any more."""


Lists = Callable[[Finished, Mapping[str, int]], Listing]


def make_edition(
    store: Store, folder: Path, measures: Measures, packs: Packs, today: date, lists: Lists | None = None
) -> Path:
    """Write the edition of a store as it is now into ``folder`` and return its file; older ones but the last go.

    ``lists`` makes what lists are made of, in words that lie above (``report.listed.listing``). Raises StoreError where
    the store has no ledgers yet, ExportError where the measures cannot be taken.
    """
    state = store.state()
    if state is None:
        raise StoreError(f"{store.shown}: nothing was derived yet; crossbearing reconcile --db {store.shown}")
    key = edition_key(state, revision(store), measures, today)
    first = {stored.document.id: stored.first for stored in store.snapshot().documents}
    finished = with_care(store.finished(), measures, packs, today, first, partial(bonds_held, store))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = path_of(folder, key)
    # Reports that were named anew come last, so that their place tells nothing.
    rows = listed_rows(lists(finished, first), finished.ledgers) if lists else {}
    write_edition(Edition(finished, first, state, key, rows), former_rows(store), path)
    others = sorted(folder.glob(f"{_NAME}-*.db"), key=lambda p: p.stat().st_mtime_ns)
    for former in [p for p in others if p != path][:-1]:
        remove(former)
    return path


def edition_key(state: State, revision: str, measures: Measures, today: date) -> str:
    """Return what an edition is known by: how many reports were forgotten, and a hash of all that it is made of.

    >>> edition_key(State((3, 1), "p", "{}", ""), "r", Measures(redact=True), date(2024, 5, 1))
    '1.2-c98dd67868632cf1'
    """
    day = today.isoformat() if measures.days else ""
    told = json.dumps([_CARE, asdict(state), revision, asdict(measures), day], sort_keys=True)
    return f"{state.counts[1]}.{_CARE}-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def path_of(folder: Path, key: str) -> Path:
    """Return the file of an edition: one of its own for each, since others may still be read when it is made."""
    return folder / f"{_NAME}-{key}.db"


def opened_edition(path: Path, key: str) -> Store | None:
    """Return the edition of this key in a file; None where there is none, or it is not whole."""
    try:
        store = Store(str(path))
        return store if key_of(store) == key else None
    except StoreError:
        return None


def may_stand_in(former: str, key: str) -> bool:
    """Say whether an older edition may be shown while a new one is made: not where a report was forgotten since.

    >>> may_stand_in("1-aa", "1-bb"), may_stand_in("1-aa", "2-bb")
    (True, False)
    """
    return former.partition("-")[0] == key.partition("-")[0]
