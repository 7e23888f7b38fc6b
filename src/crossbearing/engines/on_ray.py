"""The run on a cluster: Ray reads pieces of a collection in a pool of actors and compares accounts in its tasks.

Each actor loads packs, parser and gazetteer once. What it has read of a piece is kept as Parquet before it goes on, so
that a run that is started again reads what is missing, and an actor that is killed costs the piece it was at, which Ray
gives to another. An actor reads in a process of its own beside it, as ``--workers`` does: a report that kills its
reader costs that report alone, however often Ray would try it. What comes of a run is what one machine gives, to the
byte.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from crossbearing.engines.dated import anchors_of, latest_known
from crossbearing.engines.local import finish, read_documents, side_table
from crossbearing.engines.locations import ShardFile, files_at
from crossbearing.engines.pool import LOST, WorkerPool, pipeline_of
from crossbearing.engines.shards import Cut, Piece, ReadApart, Shards, Survey, cut, documents_of, survey
from crossbearing.extract.judge.weights import Weights
from crossbearing.model.budget import SECONDS
from crossbearing.model.errors import CrossbearingError, WorkerError
from crossbearing.model.exchange import from_plain, to_plain
from crossbearing.model.faults import Faults
from crossbearing.model.finished import Finished
from crossbearing.pipeline import Pipeline, Read
from crossbearing.readers.columns import columns_of
from crossbearing.readers.paths import Reading
from crossbearing.reconcile.run import Elsewhere
from crossbearing.text.relevance import shipped_relevance

T = TypeVar("T")
R = TypeVar("R")

_FILES_A_TASK = 64
_CALLS_AHEAD = 2
# No use is reported to anybody, and standard error stays ours.
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_DATA_LOG_LEVEL": "ERROR", "RAY_BACKEND_LOG_LEVEL": "fatal"}
_MISSING = 'the engine ray needs Ray: pip install "crossbearing[ray]"'


@dataclass(frozen=True, slots=True)
class Job:
    """What a run on a cluster is about; all of it can be sent to the actors.

    ``made_of`` is a hash of the program, its packs and what else changes a reading; ``shards`` is where readings are
    kept; ``address`` names a cluster that runs, one is started on this machine where it is empty.
    """

    locations: tuple[str, ...]
    shards: str
    made_of: str
    workers: int = 1
    address: str = ""
    as_of: date | None = None
    anchors: tuple[str, ...] = ()
    packs: tuple[Path, ...] = ()
    columns: str = ""
    strict: bool = False
    seconds: float = SECONDS
    everything: bool = False
    judge: Weights | None = None


class PieceReader:
    """An actor: reads pieces to claims and keeps them; its tools are loaded once."""

    def __init__(self, job: Job, last: str) -> None:
        self._job, self._last = job, date.fromisoformat(last)
        self._pipeline = pipeline_of(job.packs, job.judge)
        self._columns = columns_of(job.columns) if job.columns else None
        self._relevance = None if job.everything else shipped_relevance()
        self._shards = Shards(job.shards)
        self._pool = WorkerPool(1, job.packs, job.strict, job.seconds, judge=job.judge)

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[str]]:
        """Read the pieces of a batch; the answer to each is its size, and what went wrong where something did."""
        return {"row": [self._answer(from_plain(Piece, json.loads(row))) for row in batch["row"]]}

    def _answer(self, piece: Piece) -> str:
        error = ""
        try:
            self.read(piece)
        except CrossbearingError as raised:
            error = str(raised)
        return json.dumps([piece.size, error])

    def read(self, piece: Piece) -> None:
        """Read a piece and keep what comes of it."""
        job, faults = self._job, Faults(self._job.strict, self._job.seconds)
        documents = documents_of(piece, self._columns)
        reads = read_documents(
            documents, self._pipeline, as_of=self._last, anchors=job.anchors, faults=faults, pool=self._pool,
            relevance=self._relevance,
        )  # fmt: skip
        self._shards.write(piece, [_with_faults(read, faults) for read in reads])


def _with_faults(read: Read, faults: Faults) -> Read:
    problems = tuple(dict.fromkeys((*read.document.problems, *faults.of(read.document.id))))
    return replace(read, document=replace(read.document, problems=problems))


def _survey(batch: dict[str, Any], columns: str) -> dict[str, list[str]]:
    known = columns_of(columns) if columns else None
    found = [survey(from_plain(ShardFile, one), known) for row in batch["row"] for one in json.loads(row)]
    return {"row": [json.dumps(to_plain(one)) for one in found]}


def run_on_ray(
    job: Job,
    pipeline: Pipeline,
    faults: Faults,
    step: Callable[[int], None] = lambda _done: None,
    reader: type[PieceReader] = PieceReader,
) -> tuple[Reading, Finished]:
    """Read a collection on a cluster and derive the rest; return what could not be read, and what came of it.

    ``step`` is told of how many documents more are read. Raises CrossbearingError where Ray is not installed or
    cannot be reached, where a file changes meanwhile, and with ``strict`` at the first fault.
    """
    wanted = files_at(job.locations)
    with cluster(job.workers, job.address) as ray:
        surveys = _surveys(ray, wanted.files, job.columns)
        whole = cut(surveys, job.made_of, _last_day(job, surveys, pipeline))
        problems = sorted([*wanted.problems, *(trouble.error() for trouble in whole.troubles)],
                          key=lambda p: (p.name, p.code, p.advice))  # fmt: skip
        if job.strict and problems:
            raise CrossbearingError(f"{problems[0]}; without --strict the run goes on")
        anchors_of(pipeline.packs, job.anchors)  # a pack that is not there is said before anything is read
        apart = _read_all(ray, job, whole, step, reader)
        happenings = {one.read.document.id: one.happenings for one in apart}
        elsewhere = Elsewhere(happenings, spread_over(ray, job.workers))
        reads = [one.read for one in apart]
        finished = finish(reads, side_table(pipeline.packs), faults, elsewhere=elsewhere)
    left = tuple(sorted({*wanted.left_alone, *whole.left_alone}))
    return Reading(tuple(read.document for read in reads), tuple(problems), left), finished


def _last_day(job: Job, surveys: Sequence[Survey], pipeline: Pipeline) -> str:
    if job.as_of is not None:
        return job.as_of.isoformat()
    known = [one.newest for one in surveys if one.newest]
    return max(known) if known else latest_known(pipeline.packs).isoformat()


def _surveys(ray: Any, files: Sequence[ShardFile], columns: str) -> list[Survey]:
    rows = [json.dumps(to_plain(tuple(files[n : n + _FILES_A_TASK]))) for n in range(0, len(files), _FILES_A_TASK)]
    if len(rows) > 1:
        answers = _mapped(ray, rows, _survey, fn_kwargs={"columns": columns})
    else:  # nothing that could be done side by side
        answers = iter(_survey({"row": rows}, columns)["row"])
    found = [from_plain(Survey, json.loads(row)) for row in answers]
    order = {file: number for number, file in enumerate(files)}
    return sorted(found, key=lambda one: order[one.file])


def _read_all(
    ray: Any, job: Job, whole: Cut, step: Callable[[int], None], reader: type[PieceReader]
) -> list[ReadApart]:
    """Return all documents by id, those read that an earlier run has not."""
    shards = Shards(job.shards)
    found = {piece.key: _whole(shards.read(piece)) for piece in whole.pieces}
    missing = [piece for piece in whole.pieces if found[piece.key] is None]
    step(sum(piece.size for piece in whole.pieces) - sum(piece.size for piece in missing))
    if missing:
        answers = _mapped(
            ray, [json.dumps(to_plain(piece)) for piece in missing], reader,
            fn_constructor_args=(job, whole.last), num_cpus=1,
            compute=ray.data.ActorPoolStrategy(size=min(job.workers, len(missing))),
        )  # fmt: skip
        for answer in answers:
            size, error = json.loads(answer)
            if error:
                raise CrossbearingError(error)
            step(size)
    for piece in missing:
        found[piece.key] = shards.read(piece)
        if found[piece.key] is None:
            raise WorkerError(f"{job.shards}: a piece was read and is not there; is the folder one for all machines?")
    reads = [one for piece in whole.pieces for one in found[piece.key] or ()]
    return sorted(reads, key=lambda one: one.read.document.id)


def _whole(reads: list[ReadApart] | None) -> list[ReadApart] | None:
    """Return what an earlier run has read, None where a worker was lost at it: that is tried again."""
    lost = any(problem.code == LOST for one in reads or () for problem in one.read.document.problems)
    return None if lost else reads


def _mapped(ray: Any, rows: Sequence[str], function: Any, **options: Any) -> Iterator[str]:
    """Yield what Ray Data gives for the rows, each a block of its own, in whatever order they are done."""
    if not rows:
        return
    data = ray.data.from_items([{"row": row} for row in rows], override_num_blocks=len(rows))
    try:
        for answer in data.map_batches(function, batch_size=1, **options).iter_rows():
            yield answer["row"]
    except ray.exceptions.RayError as error:
        raise WorkerError(f"Ray: {' '.join(str(error).split())[-400:]}") from error


def spread_over(ray: Any, workers: int) -> Callable[[Callable[[T], R], Iterable[T]], Iterator[R]]:
    """Return a ``map`` whose calls are tasks of the cluster, a few ahead of what is taken; answers come in order."""

    def spread(function: Callable[[T], R], values: Iterable[T]) -> Iterator[R]:
        task = ray.remote(num_cpus=1)(function)
        coming = iter(values)
        under_way = deque(task.remote(value) for value in islice(coming, _CALLS_AHEAD * workers))
        while under_way:
            found = ray.get(under_way.popleft())
            under_way.extend(task.remote(value) for value in islice(coming, 1))
            yield found

    return spread


@contextmanager
def cluster(workers: int, address: str) -> Iterator[Any]:
    """Give Ray, connected: to the cluster at ``address`` (or RAY_ADDRESS), else to one of this machine that ends here.

    Raises CrossbearingError where Ray is not installed or the cluster does not answer. Nothing of the use is reported.
    """
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    try:
        ray = importlib.import_module("ray")
        importlib.import_module("ray.data")
    except ImportError as error:
        raise CrossbearingError(_MISSING) from error
    logging.getLogger("ray").setLevel(logging.ERROR)
    if ray.is_initialized():  # who has connected this program to a cluster goes on with it
        yield ray
        return
    there = address or os.environ.get("RAY_ADDRESS", "")
    own: dict[str, Any] = {"address": there} if there else {"address": "local", "num_cpus": workers}
    try:
        ray.init(**own, include_dashboard=None if there else False, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise CrossbearingError(f"Ray cannot be reached: {' '.join(str(error).split())[:300]}") from error
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    try:
        yield ray
    finally:
        ray.shutdown()
