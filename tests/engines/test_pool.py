"""Workers give what one process gives, to the byte; one that dies or hangs costs its document, and says so."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.engines import pool as pooling
from crossbearing.engines.local import read_documents, run_documents
from crossbearing.engines.pool import LOST, WorkerPool
from crossbearing.engines.unfinished import Unfinished
from crossbearing.model.claim import claim_to_json
from crossbearing.model.document import Document
from crossbearing.model.errors import FaultError, GazetteerError, WorkerError
from crossbearing.model.faults import Faults
from crossbearing.pipeline import Pipeline, Read, default_pipeline
from crossbearing.readers.paths import read_paths
from crossbearing.samples import folder

pytestmark = pytest.mark.slow

TEXT = "The army said its forces had seized the town of Harasta on Monday, killing {} rebels."


def documents(*names: str) -> list[Document]:
    return [Document(name, TEXT.format(n + 2), published="2014-03-17") for n, name in enumerate(names)]


def fallen_at(document: Document) -> None:
    """Kill the process at a document called kill; never come back from one called hang."""
    if document.id.startswith("kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    if document.id.startswith("hang"):
        signal.setitimer(signal.ITIMER_PROF, 0)
        while True:
            pass


class Dying(Pipeline):
    """Reads, but for the documents at which it falls."""

    def read(self, documents: Iterable[Document], *rest: Any) -> Iterator[Read]:
        given = list(documents)
        fallen_at(given[0])
        return super().read(given, *rest)


class Idle(Pipeline):
    """Finds nothing in any document, and falls at the same ones; it needs no parser."""

    def __init__(self) -> None:
        pass

    def load(self) -> None:
        pass

    def read(self, documents: Iterable[Document], *rest: Any) -> Iterator[Read]:
        for document in documents:
            fallen_at(document)
            yield Read(document, ())


def dying(_packs: Sequence[Path]) -> Pipeline:
    return Dying()


def idle(_packs: Sequence[Path]) -> Pipeline:
    return Idle()


def unable(_packs: Sequence[Path]) -> Pipeline:
    raise GazetteerError("the index is damaged")


def dead(_packs: Sequence[Path]) -> Pipeline:
    os._exit(7)


def told(reads: Sequence[Read]) -> list[tuple[str, list[dict[str, Any]], list[str]]]:
    return [(r.document.id, [claim_to_json(c) for c in r.claims], [p.code for p in r.document.problems]) for r in reads]


def test_one_and_two_workers_give_what_one_process_gives() -> None:
    samples = read_paths([folder()]).documents
    alone = run_documents(samples, default_pipeline(), faults=Faults())
    for workers in (1, 2):
        with WorkerPool(workers) as pool:
            assert run_documents(samples, default_pipeline(), faults=Faults(), pool=pool) == alone


def test_a_killed_worker_costs_its_document_and_all_else_is_the_same() -> None:
    given = documents("a", "b", "kill", "l", "m", "n", "o")
    sound = told(read_documents([d for d in given if d.id != "kill"], default_pipeline(), faults=Faults()))
    with WorkerPool(2, build=dying) as pool:
        reads = read_documents(given, default_pipeline(), faults=Faults(), pool=pool)
    found = told(reads)
    assert [one for one in found if one[0] != "kill"] == sound
    [lost] = [r for r in reads if r.document.id == "kill"]
    assert lost.claims == ()
    [problem] = lost.document.problems
    assert (problem.code, problem.stage) == (LOST, "read")
    assert "SIGKILL" in problem.message


@pytest.mark.skipif(pooling.resource is None, reason="the system limits no processor time")
def test_a_worker_that_never_comes_back_is_ended() -> None:
    given = documents("a", "hang", "m")
    with WorkerPool(1, seconds=1.0, build=idle) as pool:
        reads = read_documents(given, default_pipeline(), faults=Faults(seconds=1.0), pool=pool)
    assert [(r.document.id, [p.code for p in r.document.problems]) for r in reads] == [
        ("a", []), ("hang", [LOST]), ("m", []),
    ]  # fmt: skip


def test_a_lost_document_is_read_again_by_the_next_run(tmp_path: Path) -> None:
    kept = Unfinished(tmp_path / "u", "p")
    kept.open()
    with WorkerPool(1, build=idle) as pool:
        read_documents(documents("a", "kill"), default_pipeline(), faults=Faults(), unfinished=kept, pool=pool)
    kept.close()
    again = Unfinished(tmp_path / "u", "p")
    again.open()
    assert again.taken_over == 1
    again.close()


def test_strict_ends_at_the_first_document_that_a_worker_lost() -> None:
    with WorkerPool(1, strict=True, build=idle) as pool, pytest.raises(FaultError, match="kill1: read"):
        read_documents(documents("a", "kill1", "kill2"), default_pipeline(), faults=Faults(strict=True), pool=pool)


def test_what_is_wrong_with_the_installation_ends_the_run() -> None:
    with WorkerPool(1, build=unable) as pool, pytest.raises(GazetteerError, match="damaged"):
        read_documents(documents("a"), default_pipeline(), faults=Faults(), pool=pool)


def test_workers_that_cannot_start_end_the_run() -> None:
    with WorkerPool(1, build=dead) as pool, pytest.raises(WorkerError, match="code 7"):
        read_documents(documents("a"), default_pipeline(), faults=Faults(), pool=pool)


def test_the_command_writes_the_same_bytes_with_two_workers(tmp_path: Path) -> None:
    for name, more in (("one", []), ("two", ["--workers", "2"])):
        assert run_command(["run", str(folder()), "--out", str(tmp_path / name), "--json", *more]) == codes.DONE
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in ("one", "two"))
    assert one == two


@pytest.mark.parametrize("reader", [["--claims", "given"], ["--readers", "rules,llm"]])
def test_workers_are_for_the_rules_alone(reader: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["run", str(folder()), "--out", str(tmp_path / "out"), *reader, "--workers", "2"]
    assert run_command(given) == codes.FAILED
    assert "--workers is for the rules alone" in capsys.readouterr().err
