"""Options that say where a run reads: in this process and others of this machine, or on a cluster."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from crossbearing.cli import output
from crossbearing.model.errors import CrossbearingError

if TYPE_CHECKING:
    from crossbearing.cli.run_settings import Settings
    from crossbearing.export.folder import RunFolder
    from crossbearing.model.finished import Finished
    from crossbearing.pipeline import Pipeline
    from crossbearing.readers.paths import Reading

LOCAL, RAY = "local", "ray"
ENGINE = typer.Option(
    LOCAL, "--engine", metavar="NAME", help="local: this machine; ray: a Ray cluster, files at any address."
)
SHARDS = typer.Option(
    "", "--shards", metavar="FOLDER", help="With ray: keep what was read as Parquet here, for later runs too."
)
ADDRESS = typer.Option("", "--ray-address", metavar="ADDRESS", help="With ray: the cluster; else one starts here.")


@dataclass(frozen=True, slots=True)
class Engine:
    """Where a run reads; raises CrossbearingError for a name that is none."""

    name: str = LOCAL
    shards: str = ""
    address: str = ""

    def __post_init__(self) -> None:
        if self.name not in (LOCAL, RAY):
            raise CrossbearingError(f"--engine {self.name!r} is none: local or ray")
        if self.name == LOCAL and (self.shards or self.address):
            raise CrossbearingError("--shards and --ray-address are for --engine ray")


HERE = Engine()
"""This machine."""


@contextmanager
def on_cluster(
    paths: list[str], settings: Settings, pipeline: Pipeline, folder: RunFolder, program: str
) -> Iterator[tuple[Reading, Finished]]:
    """Read paths and addresses on a Ray cluster and give what comes of it.

    What was read waits in ``--shards``, which stays, or beside the folder of the run until the block is done.
    """
    from crossbearing.cli.run_days import last_day
    from crossbearing.engines.on_ray import Job, run_on_ray
    from crossbearing.model.faults import Faults

    engine, waiting = settings.engine, folder.workplace / "shards"
    job = Job(
        tuple(paths), engine.shards or str(waiting.absolute()), f"{program} {sorted(settings.shown().items())}",
        settings.workers, engine.address, last_day(settings.as_of), settings.anchors,
        tuple(pack.absolute() for pack in settings.packs), settings.columns, settings.strict, settings.seconds,
        settings.everything, settings.judge,
    )  # fmt: skip
    with output.progress("reading claims", None) as step:
        reading, finished = run_on_ray(job, pipeline, Faults(settings.strict, settings.seconds), step)
    output.say_problems(reading.problems)
    output.say_left_alone(reading.left_alone)
    yield reading, finished
    shutil.rmtree(waiting, ignore_errors=True)
