"""The folder of a run: written beside its place and put there as one set, so that a kill leaves the old or the new set.

While a run lasts it has a workplace next to the folder (``.NAME.crossbearing``; inside the folder where that is a mount
point, or where its parent cannot be written): the lock that keeps a second writer out, the new set, and what was read
so far. The set takes its place by one exchange of two folders. Where the system has none, or the folder holds files
that are not ours, is the current folder or a mount point, its files are renamed one by one, the manifest last, and a
run that was killed in between is completed by the next one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from crossbearing.export.swapping import exchange
from crossbearing.model.errors import OutputError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

MANIFEST = "run.json"
"""The file that names all others of the set with their hashes, and what the run was made of."""
_COMPLETE = ".complete"
_LOCK = "lock"


def output_error(error: OSError, path: Path, out: Path) -> OutputError:
    """Return the error of the operating system with the file it is about, and what became of the folder.

    >>> str(output_error(OSError(28, "No space left on device"), Path("out/claims.jsonl"), Path("out")))
    'out/claims.jsonl: No space left on device; what stood in out is unchanged'
    """
    return OutputError(f"{path}: {error.strerror or error}; what stood in {out} is unchanged")


class RunFolder:
    """A context in which one run, and no other, may write ``out``: entered before any report is read.

    ``known`` are the names of files that a set may hold, by which a folder without a manifest is known as ours. In the
    folders of ``within`` those files are ours that the manifest names: their names differ from run to run.
    Raises OutputError on entering where the folder cannot be written or another run is writing it.
    """

    def __init__(self, out: Path, known: Iterable[str], within: Iterable[str] = ()) -> None:
        self.shown = out
        self._within = frozenset(within)
        self._out = Path(os.path.realpath(out))
        self._known = frozenset(known) | {MANIFEST}
        self._inside = self._out.is_dir() and not _beside_works(self._out)
        parent = self._out if self._inside else self._out.parent
        self.workplace = parent / (".crossbearing" if self._inside else f".{self._out.name}.crossbearing")
        self._new = self.workplace / "new"
        self._lock: int | None = None
        self._files: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> RunFolder:
        if self._out.exists() and not self._out.is_dir():
            raise OutputError(f"{self.shown}: is a file; give --out the name of a folder")
        try:
            self._take_lock()
        except OSError as error:
            why = error.strerror or error
            raise OutputError(f"{self.shown}: cannot be written: {why}; choose another --out") from error
        try:
            if (self._new / _COMPLETE).exists():
                self._move_files()
            shutil.rmtree(self._new, ignore_errors=True)
            self._new.mkdir()
        except OSError as error:
            self._release()
            raise output_error(error, Path(error.filename or self.workplace), self.shown) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        shutil.rmtree(self._new, ignore_errors=True)
        self._release()

    def _take_lock(self) -> None:
        """Take the lock; where the file was removed by its last holder meanwhile, take that of the new one."""
        while True:
            self.workplace.mkdir(parents=True, exist_ok=True)
            try:
                handle = os.open(self.workplace / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
            except FileNotFoundError:
                continue  # another run ended between the two lines and removed its workplace
            if not _locked(handle):
                os.close(handle)
                raise OutputError(f"{self.shown}: another run is writing it; wait for it or choose another --out")
            with contextlib.suppress(OSError):
                if os.fstat(handle).st_ino == os.stat(self.workplace / _LOCK).st_ino:
                    self._lock = handle
                    return
            os.close(handle)

    def _release(self) -> None:
        """Give the lock back and remove the workplace, but for what was read so far."""
        with contextlib.suppress(OSError):
            (self.workplace / _LOCK).unlink(missing_ok=True)
            self.workplace.rmdir()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def write(self, name: str, lines: Iterable[str]) -> None:
        """Write one file of the set, UTF-8, line ends as they are; raise OutputError that names the file.

        ``name`` is that of a file, or of one in a folder of the set: ``report/events.html``.
        """
        path = self._new / name
        digest, size = hashlib.sha256(), 0
        try:
            path.parent.mkdir(exist_ok=True)
            with path.open("wb") as file:
                for line in lines:
                    raw = line.encode("utf-8", "backslashreplace")
                    file.write(raw)
                    digest.update(raw)
                    size += len(raw)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise output_error(error, self.shown / name, self.shown) from error
        self._files[name] = {"bytes": size, "sha256": digest.hexdigest()}

    def take_out(self, name: str) -> None:
        """Remove a file that was written from the set."""
        del self._files[name]
        (self._new / name).unlink()

    def publish(self, manifest: Mapping[str, Any]) -> list[str]:
        """Write the manifest and put the set in its place; return the names of its files, sorted."""
        whole = {**manifest, "files": dict(sorted(self._files.items()))}
        self.write(MANIFEST, [json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1), "\n"])
        try:
            if not self._out.exists():
                os.rename(self._new, self._out)
            elif not (self._only_ours() and exchange(self._new, self._out)):
                (self._new / _COMPLETE).touch()
                self._move_files()
        except OSError as error:
            raise OutputError(f"{self.shown}: {error.strerror or error}; run the same command again") from error
        return sorted(self._files)

    def _only_ours(self) -> bool:
        """Say whether the folder can be exchanged: nothing of others in it, and nobody stands in it."""
        if self._inside or Path.cwd().is_relative_to(self._out):
            return False
        ours = _named_files(self._out / MANIFEST)
        for entry in os.scandir(self._out):
            if entry.name in self._within and entry.is_dir(follow_symlinks=False):
                inside = os.scandir(entry.path)
                if not all(f"{entry.name}/{e.name}" in ours and e.is_file(follow_symlinks=False) for e in inside):
                    return False
            elif entry.name not in self._known or not entry.is_file(follow_symlinks=False):
                return False
        return True

    def _move_files(self) -> None:
        """Rename the files of a complete set into the folder, the manifest last; files of an older set are removed."""
        names = {path.relative_to(self._new).as_posix() for path in self._new.rglob("*") if path.is_file()} - {
            _COMPLETE
        }
        wanted = _named_files(self._new / MANIFEST)
        for name in sorted(names - {MANIFEST}):
            folder = (self._out / name).parent
            if folder != self._out and folder.is_symlink():
                raise OutputError(f"{folder}: is a link; remove it or choose another --out")
            folder.mkdir(exist_ok=True)
            os.replace(self._new / name, self._out / name)
        if wanted:
            self._remove_inner(_named_files(self._out / MANIFEST) - wanted)
        if MANIFEST in names:
            os.replace(self._new / MANIFEST, self._out / MANIFEST)
        for stale in sorted(self._known - set(self._files) - names) if self._files else ():
            (self._out / stale).unlink(missing_ok=True)

    def _remove_inner(self, stale: Iterable[str]) -> None:
        """Remove what an older set had in its folders, and the folders that are empty then."""
        for name in sorted(stale):
            folder, _, file = name.partition("/")
            if file and folder in self._within and not (self._out / folder).is_symlink():
                (self._out / name).unlink(missing_ok=True)
                with contextlib.suppress(OSError):
                    (self._out / folder).rmdir()


def _named_files(manifest: Path) -> frozenset[str]:
    """Return the files that a manifest names, none where it cannot be read or names what lies elsewhere."""
    try:
        named = json.loads(manifest.read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()
    found = (name for name in named if isinstance(name, str)) if isinstance(named, dict) else ()
    return frozenset(name for name in found if _is_plain(name))


def _is_plain(name: str) -> bool:
    parts = name.split("/")
    return len(parts) <= 2 and all(part not in ("", ".", "..") and "\\" not in part for part in parts)


def _beside_works(out: Path) -> bool:
    """Say whether a folder beside ``out`` can be renamed to it: no mount point, and a parent that we may write."""
    return not os.path.ismount(out) and os.access(out.parent, os.W_OK)


def _locked(handle: int) -> bool:
    """Lock an open file for this process; False where another process has it. The lock ends with the process."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def holds_something(out: Path) -> bool:
    """Say whether a folder holds a set made of at least one report.

    >>> holds_something(Path("no/such/folder"))
    False
    """
    try:
        return (out / "documents.jsonl").stat().st_size > 0
    except OSError:
        return False


def lines_of(text: str) -> Iterator[str]:
    """Yield a long text in pieces, so that it is not held a second time as bytes.

    >>> "".join(lines_of("a" * 10)) == "a" * 10
    True
    """
    for start in range(0, len(text), 1 << 16):
        yield text[start : start + (1 << 16)]
