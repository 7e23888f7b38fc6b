"""Threads that write one SQLite store come in the order in which they asked."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from crossbearing.store import opening
from crossbearing.store.opening import open_engine, writing


def test_who_writes_again_and_again_keeps_nobody_out(tmp_path: Path) -> None:
    engine = open_engine(str(tmp_path / "r.db"), create=True)
    order: list[str] = []
    asked, done = threading.Event(), threading.Event()

    def busy() -> None:
        while not done.is_set() and len(order) < 50:
            with writing(engine):
                order.append("busy")
                asked.wait(10)
                time.sleep(0.05)  # while the other comes to ask

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(busy)
        while not order:
            time.sleep(0.001)
        asked.set()
        with writing(engine):
            order.append("asked")
            done.set()
        running.result()
    # One turn was under way, and at most one more was begun before the other had asked.
    assert order.index("asked") <= 2


def test_who_waits_too_long_is_told_so_and_holds_nothing_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine(str(tmp_path / "r.db"), create=True)
    monkeypatch.setattr(opening, "_WAIT_SECONDS", 0.05)
    with writing(engine), ThreadPoolExecutor(1) as pool:
        late = pool.submit(lambda: writing(engine).__enter__())
        with pytest.raises(Exception, match="database is locked"):
            late.result()
    with writing(engine) as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
