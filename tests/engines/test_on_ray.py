"""A cluster gives what one process gives, to the byte: read in pieces, with an actor killed, and started again."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyarrow import Table, parquet

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.engines import on_ray
from crossbearing.engines.local import run_documents
from crossbearing.engines.on_ray import Job, PieceReader, run_on_ray
from crossbearing.engines.shards import Piece
from crossbearing.export import outputs
from crossbearing.export.claims import claim_lines, document_lines
from crossbearing.model.errors import CrossbearingError
from crossbearing.model.faults import Faults
from crossbearing.model.finished import Finished
from crossbearing.pipeline import default_pipeline
from crossbearing.readers.paths import read_paths
from crossbearing.text.relevance import shipped_relevance

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("ray")]

WORDS = (
    "The army said on Monday that its forces had seized the town of {}, killing at least {} rebels. A resident told "
    "Reuters that {} civilians were wounded when shells fell on the market. The rebels denied it and said that they "
    "still held the centre of the town, where fighting had gone on since the night before."
)
TOWNS = ("Harasta", "Douma", "Zabadani")


@pytest.fixture(scope="module")
def ray() -> Iterator[None]:
    """Start a cluster of this machine, once for all tests: it takes longer than they do."""
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'crossbearing[ray]'")
    with on_ray.cluster(2, ""):
        yield


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Return a folder of JSON Lines, packed and not, Parquet and an archive of pages, with an id twice."""
    place = tmp_path / "reports"
    place.mkdir()
    rows = [
        {"id": f"r{n:02}", "text": WORDS.format(TOWNS[n % 3], n + 3, n + 5), "source": f"Paper {n % 4}"}
        | ({"published": f"2014-03-{n + 1:02}"} if n % 3 else {})
        for n in range(12)
    ]
    lines = [json.dumps(row) + "\n" for row in rows]
    other = json.dumps(rows[4] | {"text": WORDS.format(TOWNS[0], 77, 78)}) + "\n"
    (place / "a.jsonl").write_text("".join([*lines[:4], other]) + "{broken\n", encoding="utf-8")
    (place / "b.jsonl.gz").write_bytes(gzip.compress("".join(lines[4:8]).encode(), mtime=0))
    parquet.write_table(Table.from_pylist(rows[8:]), place / "c.parquet")
    (place / "copy.jsonl").write_text(lines[0], encoding="utf-8")
    page = WORDS.format("Raqqa", 30, 31)
    head = "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://news.example/1\r\n"
    head += "WARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2014-03-20T00:00:00Z\r\n"
    head += f"Content-Type: text/plain\r\nContent-Length: {len(page)}\r\n\r\n"
    (place / "d.warc").write_text(head + page + "\r\n\r\n", encoding="utf-8", newline="")
    return place


def written(place: Path) -> dict[str, bytes]:
    return {str(p.relative_to(place)): p.read_bytes() for p in sorted(place.rglob("*")) if p.is_file()}


def lines_of(finished: Finished) -> list[str]:
    named = [line for name in outputs.FILES for line in outputs.lines(name, finished.ledgers)]
    return [*claim_lines(finished.claims), *document_lines(finished.documents), *named]


class KilledOnce(PieceReader):
    """Its process is killed at the second piece that it reads, the first time that any is."""

    def read(self, piece: Piece) -> None:
        marker = Path(self._job.shards) / "killed"
        if Path(self._job.shards, "one").exists() and not marker.exists():
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        super().read(piece)
        Path(self._job.shards, "one").touch()


class KilledAlways(PieceReader):
    """Of use only where nothing is left to read."""

    def read(self, piece: Piece) -> None:
        raise AssertionError(f"{piece.key} was read already")


def test_one_process_two_workers_and_a_cluster_write_the_same_files(collection: Path, tmp_path: Path) -> None:
    for name, options in {"one": (), "two": ("--workers", "2"), "ray": ("--engine", "ray", "--workers", "2")}.items():
        code = run_command(["run", str(collection), "--out", str(tmp_path / name), *options])
        assert code == codes.PARTLY  # a line is broken, an id stands twice
    one = written(tmp_path / "one")
    assert len(one["claims.jsonl"].splitlines()) > 20
    unread = [json.loads(line) for line in one["unread.jsonl"].splitlines()]
    assert sorted(row["code"] for row in unread) == ["bad_json", "duplicate_id"]
    assert written(tmp_path / "two") == one
    assert written(tmp_path / "ray") == one
    assert not list(tmp_path.glob(".ray.crossbearing"))


def test_a_killed_actor_changes_nothing_and_a_second_run_reads_nothing_again(collection: Path, tmp_path: Path) -> None:
    pipeline = default_pipeline()
    reading = read_paths([collection])
    whole = lines_of(run_documents(reading.documents, pipeline, relevance=shipped_relevance()))
    job = Job((str(collection),), str(tmp_path / "shards"), "x")
    (tmp_path / "shards").mkdir()
    killed = run_on_ray(job, pipeline, Faults(), reader=KilledOnce)
    assert (tmp_path / "shards" / "killed").exists()
    assert lines_of(killed[1]) == whole
    assert [str(p) for p in killed[0].problems] == [str(p) for p in reading.problems]

    torn = sorted(tmp_path.glob("shards/claims-*.parquet"))[0]
    again = run_on_ray(job, pipeline, Faults(), reader=KilledAlways)
    assert lines_of(again[1]) == whole
    torn.write_bytes(torn.read_bytes()[:-20])
    read: list[int] = []
    mended = run_on_ray(job, pipeline, Faults(), read.append, reader=PieceReader)
    assert lines_of(mended[1]) == whole
    assert len(read) == 2  # what was there, and the piece that was torn
    assert read[1] == 1


def test_files_and_shards_may_lie_at_an_address(collection: Path, tmp_path: Path) -> None:
    address = f"file://{collection}"
    job = Job((address,), f"file://{tmp_path}/shards", "x", strict=False)
    reading, finished = run_on_ray(job, default_pipeline(), Faults())
    assert [document.id for document in finished.documents][-2:] == ["r10", "r11"]
    assert sorted(p.code for p in reading.problems) == ["bad_json", "duplicate_id"]
    assert any(str(p).startswith(f"{address}/a.jsonl:6") for p in reading.problems)
    assert sorted(tmp_path.glob("shards/claims-*.parquet"))


def test_a_report_that_kills_its_reader_costs_that_report(tmp_path: Path) -> None:
    """The actor's own reader dies, not the actor: nothing is tried for ever, and the next run asks for it again."""
    place = tmp_path / "reports"
    place.mkdir()
    (place / "a.jsonl").write_text(json.dumps({"id": "a", "text": WORDS.format("Douma", 3, 4)}) + "\n")
    shards = tmp_path / "shards"
    job = Job((str(place),), str(shards), "x")
    _, finished = run_on_ray(job, default_pipeline(), Faults(), reader=ReaderDies)
    assert [p.code for p in finished.documents[0].problems if p.stage == "read"] == ["worker_lost"]
    _, again = run_on_ray(job, default_pipeline(), Faults())
    assert len(again.claims) > 1


class ReaderDies(PieceReader):
    """The process that reads for it is killed while it reads."""

    def read(self, piece: Piece) -> None:
        for worker in self._pool._workers:
            worker.connection.recv()  # it is ready
            worker.ready = True
            os.kill(worker.process.pid or 0, signal.SIGKILL)
        super().read(piece)


def test_strict_stops_at_the_first_thing_that_cannot_be_read(collection: Path, tmp_path: Path) -> None:
    with pytest.raises(CrossbearingError, match="without --strict the run goes on"):
        run_on_ray(Job((str(collection),), str(tmp_path / "s"), "x", strict=True), default_pipeline(), Faults())


def test_without_ray_the_command_says_what_to_install(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_text("War ended.")
    code = "import sys; sys.modules['ray'] = None; from crossbearing.cli import main; main()"
    command = [sys.executable, "-c", code, "run", str(place), "--engine", "ray", "--out", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == codes.FAILED
    assert 'pip install "crossbearing[ray]"' in done.stderr
