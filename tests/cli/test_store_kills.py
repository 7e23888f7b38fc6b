"""A store that is killed at any moment, filled up, or written by several at once: nothing lost, nothing twice.

Eight kills over a hundred reports by default; ``CROSSBEARING_KILLS=50`` and ``CROSSBEARING_STORE_REPORTS=1000`` ask for
more of both.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
import uuid
from pathlib import Path

import pytest

from crossbearing.cli import codes
from crossbearing.store.store import Store
from crossbearing.store.verifying import STALE, verify
from tests.cli.started import Running
from tests.cli.test_kills import Moments, reports
from tests.store.made import server

REPORTS = int(os.environ.get("CROSSBEARING_STORE_REPORTS", "100"))


def wrong(store: Store) -> list[str]:
    """Return what verify finds, but that a killed run has not derived its ledgers yet."""
    return [f"{found.what}: {found.message}" for found in verify(store) if found.code != STALE]


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
    db, moments = str(tmp_path / "r.db"), Moments(7, took)
    acknowledged: set[str] = set()
    outcomes: list[int] = []
    while moments.more(enough=bool(acknowledged) and -signal.SIGKILL in outcomes):
        given = ["ingest", source, "--db", db, "--list"]
        if moments.kills % 4 == 3 and Path(db).exists():
            given = ["reconcile", "--db", db]
        run = Running(*given)
        out, _ = moments.kill(run)
        whole = out[: out.rfind("\n") + 1].splitlines()  # a line that the kill cut in two acknowledges nothing
        acknowledged |= {line.partition(": ")[2] for line in whole if line.startswith(("new: ", "same: "))}
        outcomes.append(run.returncode)
        if Path(db).exists():
            store = Store(db, create=True)
            assert acknowledged <= {stored.document.id for stored in store.snapshot().documents}
            assert wrong(store) == []
    assert acknowledged, "no kill came after the first report was kept"
    assert -signal.SIGKILL in outcomes
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
