"""Commands in processes of their own, forked from one that has loaded all: what kills them meets their work.

That a command starts from nothing is asked elsewhere, of the program itself.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from crossbearing.cli.app import run_command

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.cli.loaded"])


def _run(given: tuple[str, ...], folder: str) -> None:
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(f"{folder}/{name}", os.O_WRONLY | os.O_CREAT), number)
    sys.exit(run_command(list(given)))


class Running:
    """A command that runs, to be asked as one asks ``subprocess.Popen``."""

    def __init__(self, *given: str) -> None:
        self._told = tempfile.TemporaryDirectory()
        self._process = _CONTEXT.Process(target=_run, args=(given, self._told.name))
        self._process.start()

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        assert self._process.pid is not None
        os.kill(self._process.pid, number)

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("crossbearing", timeout or 0.0)
        return self._process.exitcode

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Wait until it has ended and return what it wrote on both streams."""
        self.wait(timeout)
        out, err = (Path(self._told.name, name) for name in ("out", "err"))
        return tuple(file.read_text(encoding="utf-8") if file.exists() else "" for file in (out, err))  # type: ignore[return-value]
