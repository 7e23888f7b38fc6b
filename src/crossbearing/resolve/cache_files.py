"""Where built files lie, and how one is written: beside its place under a name of its own, renamed when whole.

A part is called `.NAME.PID.part` and held under a lock while its process lives. Whoever builds next removes the parts
that nobody holds, left by a process that was killed, and leaves alone those of a build that is still going on.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crossbearing.model.cache_place import cache_dir
from crossbearing.model.errors import GazetteerError

__all__ = ["cache_dir", "part_of", "sweep"]

if sys.platform != "win32":
    import fcntl

_PART = re.compile(r"\.(?:gazetteer|imported)-.+\.\d+(?:-\d+)?\.part")
# What versions before the lock left: a random ending, nothing that says whether somebody still writes.
_OLD_PART = re.compile(r"\.(?:gazetteer|imported)-.+\.sqlite\.[a-z0-9_]{8}")
# A build writes all the time: an old part that nobody wrote to for so long (seconds) is nobody's.
_OLD_AFTER = 900


def _locked(handle: int) -> bool:
    """Take the lock of an open part; False where somebody holds it, or the part was removed meanwhile."""
    if sys.platform == "win32":
        return True  # an open file cannot be removed there: the open handle is the lock
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks: as before
    return os.fstat(handle).st_nlink > 0


def _opened(path: Path) -> tuple[int, Path]:
    for number in range(100):
        # Threads of one process, and what a killed process of the same id left, get names of their own.
        part = path.with_name(f".{path.name}.{os.getpid()}{f'-{number}' if number else ''}.part")
        try:
            handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        if _locked(handle):
            return handle, part
        os.close(handle)
    raise FileExistsError(f"{path.parent}: too many parts of {path.name}")


@contextmanager
def part_of(path: Path) -> Iterator[Path]:
    """Give an empty file beside ``path`` to write and rename; it is removed at the end where it was not renamed.

    Raises GazetteerError when the directory cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = _opened(path)
    except OSError as error:
        raise GazetteerError(
            f"{path.parent}: cannot be written; set CROSSBEARING_CACHE to a directory: {error.strerror or error}"
        ) from error
    if sys.platform == "win32":
        os.close(handle)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)
        if sys.platform != "win32":
            os.close(handle)


def sweep(directory: Path) -> list[Path]:
    """Remove the parts in ``directory`` that nobody holds and return them, in order."""
    found = []
    for part in sorted(directory.glob(".*")) if directory.is_dir() else []:
        if _PART.fullmatch(part.name) or _OLD_PART.fullmatch(part.name):
            try:
                if _abandoned(part):
                    part.unlink(missing_ok=True)
                    found.append(part)
            except OSError:
                continue  # of somebody else, or still open: it costs space, no more
    return found


def _abandoned(part: Path) -> bool:
    if _OLD_PART.fullmatch(part.name):
        return time.time() - part.stat().st_mtime > _OLD_AFTER
    handle = os.open(part, os.O_RDWR)
    try:
        return _locked(handle)
    finally:
        os.close(handle)
