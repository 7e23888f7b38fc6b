"""Long work in the background, one piece after the other: what is asked for, how far it is, what came of it.

Nothing of it outlives the application: what matters stands in the store by then.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from crossbearing.model.errors import CrossbearingError

_LOG = logging.getLogger("crossbearing.web")
_KEPT = 50
WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"


@dataclass(slots=True)
class Job:
    """One piece of work: ``step`` says in words what it does now, ``lines`` what is to be told of it at its end.

    ``found`` is what came of it, for the page that asked for it; ``done`` of ``total`` parts, 0 where these are not
    counted. ``store`` is that which it reads: what came of the whole one is not for who sees an edition.
    """

    number: int
    name: str
    by: str
    store: str
    state: str = WAITING
    step: str = "waits for what was asked for before"
    done: int = 0
    total: int = 0
    lines: list[str] = field(default_factory=list)
    found: Any = None

    @property
    def is_over(self) -> bool:
        """Say whether it has ended, well or not."""
        return self.state in (DONE, FAILED)

    def begin(self, step: str, total: int = 0) -> None:
        """Say what is done now, and of how many parts."""
        self.step, self.done, self.total = step, 0, total

    def tick(self) -> None:
        """Count one more part."""
        self.done += 1


Work = Callable[[Job], None]


class Jobs:
    """The work of an application, done by one thread: two readings at once would only take each other's time."""

    def __init__(self) -> None:
        self._jobs: dict[int, Job] = {}
        self._waiting: queue.SimpleQueue[tuple[Job, Work]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._last = 0

    def put(self, name: str, by: str, store: str, work: Work) -> Job:
        """Take work on a store that is to be done once all that was asked for before is."""
        with self._lock:
            self._last += 1
            job = self._jobs[self._last] = Job(self._last, name, by, store)
            for old in [n for n, j in self._jobs.items() if j.is_over][: max(0, len(self._jobs) - _KEPT)]:
                del self._jobs[old]
            self._waiting.put((job, work))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="crossbearing-jobs", daemon=True)
                self._thread.start()
        return job

    def get(self, number: int, store: str) -> Job | None:
        """Return a piece of work on a store, None where there is none of that number (any more)."""
        job = self._jobs.get(number)
        return job if job is not None and job.store == store else None

    def of(self, name: str, store: str) -> list[Job]:
        """Return the work of a name on a store, the newest first."""
        with self._lock:
            found = sorted(self._jobs.items(), reverse=True)
            return [job for _, job in found if job.name == name and job.store == store]

    def _run(self) -> None:
        while True:
            job, work = self._waiting.get()
            job.state = RUNNING
            try:
                work(job)
            except CrossbearingError as error:
                job.state, job.step = FAILED, str(error)
            except Exception as error:  # the thread goes on with what else was asked for
                _LOG.exception("work %d", job.number)
                job.state, job.step = FAILED, f"a fault of the program ({type(error).__name__}); it was noted"
            else:
                job.state, job.step = DONE, "done"
