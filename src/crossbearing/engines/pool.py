"""Reading in several processes: each is started once, reads one document after another, and may die of one.

The documents come back in their order, whatever worker read them, with the claims that one process gives. A worker that
dies, or that takes far more processor time than a document may, costs the document it was at: that is told among the
document's problems, and a new worker takes its place. No more documents are under way than a few a worker, so that
memory does not grow with their number.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from crossbearing.engines.collecting import seldom_collected
from crossbearing.extract.judge.weights import Weights
from crossbearing.model.budget import SECONDS, seconds_for
from crossbearing.model.document import Document, Problem
from crossbearing.model.errors import CrossbearingError, FaultError, WorkerError
from crossbearing.model.faults import Faults
from crossbearing.pipeline import Pipeline, Read
from crossbearing.resolve.packs import load_packs

try:
    import resource
except ImportError:  # a system without limits of processor time: only the reading's own budget holds there
    resource = None  # type: ignore[assignment]

LOST = "worker_lost"
"""Code of the problem of a document at which its worker died, or had to be ended."""
# Documents that a worker holds: the one it reads, and the next, so that it need not wait for it.
_HELD = 2
# Documents under way for a worker, with those that are read but wait for one before them.
_UNDER_WAY = 8
# A reading ends itself after its budget; code that does not come back to Python is ended after so many budgets.
_BUDGETS = 3.0

Build = Callable[[Sequence[Path]], Pipeline]


def pipeline_of(packs: Sequence[Path], judge: Weights | None = None) -> Pipeline:
    """Return the pipeline that a worker reads with; ``packs`` are folders of the user's own."""
    return Pipeline(load_packs(None, packs) if packs else None, weights=judge)


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection
    held: deque[int] = field(default_factory=deque)
    ready: bool = False


class WorkerPool:
    """Reads documents by the rules in ``workers`` processes; a context manager, which ends them.

    ``packs`` are folders of the user's own, ``judge`` is one that a team taught (None: the one that ships); ``build``
    makes the pipeline in each process instead.
    """

    def __init__(
        self,
        workers: int,
        packs: Sequence[Path] = (),
        strict: bool = False,
        seconds: float = SECONDS,
        build: Build | None = None,
        judge: Weights | None = None,
    ) -> None:
        self._settings = (build or partial(pipeline_of, judge=judge), tuple(packs), strict, seconds)
        self._context = get_context("spawn")
        self._workers = [self._started() for _ in range(workers)]

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.connection.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()

    def read(self, documents: Iterable[Document], faults: Faults) -> Iterator[Read]:
        """Yield every document with its resolved claims, in order, as ``Pipeline.read`` does.

        Raises what a worker could not go on with (an error of the installation; with ``strict`` the first fault),
        WorkerError where workers die before they can read.
        """
        coming = enumerate(documents)
        under_way: dict[int, Document] = {}
        done: dict[int, Read | CrossbearingError] = {}
        again: deque[int] = deque()
        following, exhausted = 0, False
        while True:
            while following in done:
                found = done.pop(following)
                following += 1
                if isinstance(found, CrossbearingError):
                    raise found
                yield found
            for worker in sorted(self._workers, key=lambda worker: len(worker.held)):
                while len(worker.held) < _HELD and not (exhausted and not again):
                    if not again:
                        if len(under_way) + len(done) >= _UNDER_WAY * len(self._workers):
                            break
                        if (taken := next(coming, None)) is None:
                            exhausted = True
                            break
                        under_way[taken[0]] = taken[1]
                        again.append(taken[0])
                    self._give(worker, again.popleft(), under_way)
            if not under_way and not done:
                return
            self._wait(under_way, done, again, faults)

    def _give(self, worker: _Worker, number: int, documents: dict[int, Document]) -> None:
        worker.held.append(number)
        with suppress(OSError):  # it died just now; its end is seen in a moment, what it held is given to another
            worker.connection.send((number, documents[number]))

    def _wait(
        self,
        under_way: dict[int, Document],
        done: dict[int, Read | CrossbearingError],
        again: deque[int],
        faults: Faults,
    ) -> None:
        """Take what the workers tell; replace those that died."""
        told = wait([worker.connection for worker in self._workers])
        for place, worker in enumerate(self._workers):
            if worker.connection not in told:
                continue
            try:
                number, found = worker.connection.recv()
            except (EOFError, OSError):
                lost = self._lost(worker)
                if lost is not None:
                    done[lost] = self._without(under_way.pop(lost), worker, faults)
                again.extendleft(reversed(worker.held))
                self._workers[place] = self._started()
                continue
            worker.ready = True
            if number is None:
                if isinstance(found, CrossbearingError):
                    raise found
                continue
            worker.held.remove(number)
            del under_way[number]
            done[number] = found

    @staticmethod
    def _lost(worker: _Worker) -> int | None:
        """Return the number of the document at which a worker died; it is no longer held."""
        worker.connection.close()
        worker.process.join()
        if not worker.ready:
            raise WorkerError(
                f"a worker ended before it could read ({_end(worker.process)}); run with --workers 1 to see why"
            )
        return worker.held.popleft() if worker.held else None

    @staticmethod
    def _without(document: Document, worker: _Worker, faults: Faults) -> Read | CrossbearingError:
        message = f"the document was left out: its worker ended at it ({_end(worker.process)}); read it by itself"
        if faults.strict:
            return FaultError(f"{document.id}: read: {message}; without --strict the run goes on")
        return Read(replace(document, problems=(*document.problems, Problem(LOST, message, "read"))), ())

    def _started(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(theirs, *self._settings), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)


def _end(process: BaseProcess) -> str:
    """Return how a process ended: the name of the signal, or the code.

    >>> from types import SimpleNamespace
    >>> _end(SimpleNamespace(exitcode=-9)), _end(SimpleNamespace(exitcode=3))
    ('SIGKILL', 'code 3')
    """
    code = process.exitcode or 0
    return signal.Signals(-code).name if code < 0 else f"code {code}"


def _work(connection: Connection, build: Build, packs: Sequence[Path], strict: bool, seconds: float) -> None:
    """Read what comes through the connection until it is closed: the whole life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run that is stopped from the keyboard ends its workers
    try:
        with seldom_collected():
            try:
                pipeline = build(packs)
                pipeline.load()
            except CrossbearingError as error:
                connection.send((None, error))
                return
            connection.send((None, "ready"))
            while True:
                number, document = connection.recv()
                connection.send((number, _read(pipeline, document, Faults(strict, seconds))))
    except (EOFError, OSError):
        pass  # the run is over


def _read(pipeline: Pipeline, document: Document, faults: Faults) -> Any:
    _limit(_BUDGETS * seconds_for(document.text, faults.seconds))
    try:
        [found] = pipeline.read([document], faults)
    except CrossbearingError as error:
        return error
    return found


def _limit(seconds: float) -> None:
    """Let the system end this process once it has taken so many more seconds of processor time."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))
