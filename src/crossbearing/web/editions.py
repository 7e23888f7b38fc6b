"""The store that a person sees: the whole one, or for who may only read its edition, where care is asked for.

An edition is made beside the pages, in a process of its own. Until the first is there readers are told to wait; while a
newer one is made they see the one before, unless a report was forgotten since.
"""

from __future__ import annotations

import logging
import multiprocessing
import tempfile
import threading
from datetime import date
from functools import cached_property
from multiprocessing.process import BaseProcess
from pathlib import Path

from starlette.exceptions import HTTPException

from crossbearing.accounts.roles import READER, Person
from crossbearing.care.measures import Measures
from crossbearing.report.listed import listing
from crossbearing.store import clock
from crossbearing.store.lists import revision
from crossbearing.store.opening import is_server
from crossbearing.store.store import Store

_LOG = logging.getLogger("crossbearing.web")
_SECONDS = 20
"""After how long a reader who was told to wait looks again, and a build that failed is begun again."""


class Editions:
    """The stores of an application: the whole one and what readers see of it."""

    def __init__(
        self, whole: Store, measures: Measures, packs: tuple[Path, ...] = (), today: date | None = None
    ) -> None:
        self.whole, self.measures, self._packs, self._today = whole, measures, packs, today
        self._lock = threading.Lock()
        self._shown: tuple[str, Store] | None = None
        self._building: BaseProcess | None = None
        self._again_at = ""

    def of(self, person: Person) -> Store:
        """Return the store that a person sees; raise HTTPException 503 while there is none to be shown."""
        if person.role != READER or not self.measures.asked:
            return self.whole
        from crossbearing.care import editions  # noqa: PLC0415 - it knows the whole reading, which few servers need

        state = self.whole.state()
        if state is None:
            raise HTTPException(503, "Nothing was derived from these reports yet.")
        key = editions.edition_key(state, revision(self.whole), self.measures, self._day())
        with self._lock:
            if self._shown is not None and self._shown[0] == key:
                return self._shown[1]
            found = editions.opened_edition(editions.path_of(self._folder, key), key)
            if found is not None:
                self._shown = key, found
                return found
            self._begin()
            if self._shown is not None and editions.may_stand_in(self._shown[0], key):
                return self._shown[1]
        raise HTTPException(503, "What readers see is being prepared.", {"Retry-After": str(_SECONDS)})

    def make(self) -> None:
        """Make the edition of the store as it is now, before anybody asks; nothing where no care is asked for."""
        if self.measures.asked and self.whole.state() is not None:
            _make(self.whole.url, self._folder, self.measures, self._packs, self._day())

    def _begin(self) -> None:
        if self._building is not None and self._building.is_alive():
            return
        if self._building is not None and self._building.exitcode and clock.now() < self._again_at:
            return
        self._again_at = clock.later(clock.now(), _SECONDS)
        _LOG.info("the edition for readers is being made")
        given = (self.whole.url, self._folder, self.measures, self._packs, self._day())
        self._building = multiprocessing.get_context("spawn").Process(target=_make, args=given, daemon=True)
        self._building.start()

    def _day(self) -> date:
        return self._today or date.fromisoformat(clock.now()[:10])

    @cached_property
    def _folder(self) -> Path:
        """Return where editions lie: beside the file of a store, of one on a server in a folder of this process."""
        if is_server(self.whole.url):
            return Path(tempfile.mkdtemp(prefix="crossbearing-readers-"))
        return Path(f"{self.whole.url}.readers")


def _make(url: str, folder: Path, measures: Measures, packs: tuple[Path, ...], today: date) -> None:
    from crossbearing.care.editions import make_edition  # noqa: PLC0415 - as above
    from crossbearing.resolve.packs import load_packs  # noqa: PLC0415

    make_edition(Store(url), folder, measures, load_packs(None, packs), today, listing)
