"""A store that is killed at any moment, filled up, or written by several at once: nothing lost, nothing twice.

Eight kills over a hundred reports by default; ``CROSSBEARING_KILLS=50`` and ``CROSSBEARING_STORE_REPORTS=1000`` ask for
more of both.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from crossbearing.cli import codes
from crossbearing.model.finished import Finished
from crossbearing.store.store import Store
from crossbearing.store.verifying import STALE, verify
from tests.cli.started import Running
from tests.cli.test_kills import KILLS, reports
from tests.store.made import server

REPORTS = int(os.environ.get("CROSSBEARING_STORE_REPORTS", "100"))


def wrong(store: Store) -> list[str]:
    """Return what verify finds, but that a killed run has not derived its ledgers yet."""
    return [f"{found.what}: {found.message}" for found in verify(store) if found.code != STALE]


@dataclass(slots=True)
class Killed:
    """How many kills met work, the store that the last one left, and whether any came after a report was kept."""

    db: str
    met: int = 0
    acknowledged: bool = False


def _kill_again_and_again(source: str, folder: Path, whole: float, wanted: Finished) -> Killed:
    """Kill at moments by chance what makes a store of the reports, until enough kills have met it at work.

    Each next run goes on with the store that the last kill left, and dies at some moment of what is left to do; a
    store that comes to its end before is held against ``wanted``, and the next kills meet a new one. ``whole`` is what
    a store takes without a kill; it is measured anew whenever one comes to its end, since the machine has others too.
    """
    draw, killed, stores = random.Random(7), Killed(str(folder / "r0.db")), 0
    kept: set[str] = set()
    spent = 0.0
    for turn in range(6 * KILLS):
        if killed.met == KILLS and killed.acknowledged:
            break
        given = ["ingest", source, "--db", killed.db, "--list"]
        if turn % 4 == 3 and Path(killed.db).exists():
            given = ["reconcile", "--db", killed.db]
        begun = time.monotonic()
        run = Running(*given)
        with suppress(subprocess.TimeoutExpired):
            run.wait(timeout=draw.uniform(0.02, 1.0) * max(whole - spent, whole / 2))
        if run.returncode is None:
            run.send_signal(signal.SIGKILL)
        out, err = run.communicate()
        spent += time.monotonic() - begun
        lines = out[: out.rfind("\n") + 1].splitlines()  # a line that the kill cut in two acknowledges nothing
        kept |= {line.partition(": ")[2] for line in lines if line.startswith(("new: ", "same: "))}
        killed.acknowledged |= bool(kept)
        if Path(killed.db).exists():
            store = Store(killed.db, create=True)
            assert kept <= {stored.document.id for stored in store.snapshot().documents}
            assert wrong(store) == []
        if run.returncode == -signal.SIGKILL:
            killed.met += 1
        elif run.returncode == codes.DONE and given[0] == "ingest":
            assert Store(killed.db).finished() == wanted
            stores, whole, spent = stores + 1, spent, 0.0
            killed.db, kept = str(folder / f"r{stores}.db"), set()
        else:  # to reconcile a store in which nothing is kept yet is refused
            assert given[0] == "reconcile", err
    return killed


@pytest.mark.slow
def test_kills_lose_no_acknowledged_report_and_a_rerun_comes_to_the_same(tmp_path: Path) -> None:
    source = str(reports(tmp_path / "reports", REPORTS))
    begun = time.monotonic()
    run = Running("ingest", source, "--db", str(tmp_path / "undisturbed.db"))
    assert run.communicate()
    assert run.returncode == codes.DONE
    took = time.monotonic() - begun
    wanted = Store(str(tmp_path / "undisturbed.db")).finished()
    assert len(wanted.documents) == REPORTS
    assert wanted.ledgers.events
    killed = _kill_again_and_again(source, tmp_path, took, wanted)
    assert killed.met == KILLS
    assert killed.acknowledged, "no kill came after the first report was kept"
    db = killed.db
    run = Running("ingest", source, "--db", db)
    assert run.communicate()
    assert run.returncode == codes.DONE
    store = Store(db)
    assert verify(store) == []
    assert store.finished() == wanted
    with store.reading() as connection:
        kept = connection.exec_driver_sql("SELECT count(*), count(DISTINCT id) FROM documents").one()
        read = connection.exec_driver_sql("SELECT count(*), count(DISTINCT document) FROM readings").one()
    assert tuple(kept) == tuple(read) == (REPORTS, REPORTS)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "writers"), [("sqlite", 2), ("postgresql", 4)])
def test_several_ingest_into_one_store_at_once(kind: str, writers: int, tmp_path: Path) -> None:
    """Each brings reports of its own and some that the others bring too."""
    if kind == "sqlite":
        all_write(str(tmp_path / "r.db"), writers, tmp_path)
        return
    if not os.environ.get("CROSSBEARING_POSTGRESQL"):
        pytest.skip("CROSSBEARING_POSTGRESQL names no server; .ci/run starts one")
    with server(f"t{uuid.uuid4().hex[:12]}") as url:
        all_write(url, writers, tmp_path)


def all_write(url: str, writers: int, tmp_path: Path) -> None:
    files = sorted(reports(tmp_path / "reports", 48).glob("*.txt"))
    shares = [[str(f) for n, f in enumerate(files) if n % writers == w or n % 5 == 0] for w in range(writers)]
    runs = [Running("ingest", *share, "--db", url, "--list") for share in shares]
    told = []
    for run in runs:
        out, err = run.communicate()
        assert run.returncode == codes.DONE, err
        told += [line for line in out.splitlines() if line.startswith("new: ")]
    assert sorted(told) == sorted(f"new: {file.stem}" for file in files)
    store = Store(url)
    assert verify(store) == []
    assert [d.id for d in store.finished().documents] == [file.stem for file in files]
    with store.reading() as connection:
        read = connection.exec_driver_sql("SELECT count(*), count(DISTINCT document) FROM readings").one()
    assert tuple(read) == (48, 48)


@pytest.mark.slow
def test_a_full_disk_is_one_line_and_the_store_stays(tmp_path: Path) -> None:
    tiny = tmp_path / "tiny"
    tiny.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(tiny)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a file system can only be mounted as root")
    try:
        db = str(tiny / "r.db")
        run = Running("ingest", str(reports(tmp_path / "one", 2)), "--db", db)
        assert run.communicate()
        assert run.returncode == codes.DONE
        before = Store(db).finished()
        run = Running("ingest", str(reports(tmp_path / "many", 160)), "--db", db, "--list")
        out, said = run.communicate()
        assert run.returncode == codes.FAILED
        assert [line for line in said.splitlines() if "the disk" in line] == said.splitlines()[-1:]
        assert "Traceback" not in said
        kept = {line.partition(": ")[2] for line in out.splitlines() if line.startswith(("new: ", "same: "))}
        # Even to read a WAL store takes a little room: a person makes some, as here.
        subprocess.run(["mount", "-o", "remount,size=32m", str(tiny)], check=True)
        store = Store(db)
        assert wrong(store) == []
        assert kept <= {stored.document.id for stored in store.snapshot().documents}
        assert store.finished() == before
    finally:
        subprocess.run(["umount", str(tiny)], check=True)
