"""Files of a collection wherever they lie: folders of this machine, or any address that fsspec knows (``s3://...``)."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from crossbearing.model.errors import CrossbearingError, UnreadableDocumentError
from crossbearing.readers.columns import Columns
from crossbearing.readers.decode import shown
from crossbearing.readers.paths import wanted_files
from crossbearing.readers.source import Source, source_of

SHARD_SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".parquet", ".warc", ".wet", ".warc.gz", ".wet.gz")
"""Endings of the files that are read at an address; folders of this machine may hold every format."""


@dataclass(frozen=True, slots=True)
class ShardFile:
    """A file of reports: a path or an address, and whether somebody named it or it was found in a folder."""

    location: str
    named: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """The files to be read in their order, what of the paths could not be read, and what is left alone."""

    files: tuple[ShardFile, ...]
    problems: tuple[UnreadableDocumentError, ...]
    left_alone: tuple[str, ...]


def is_address(location: str) -> bool:
    """Say whether a location is an address of fsspec and no path of this machine.

    >>> is_address("s3://bucket/reports"), is_address("reports/2024")
    (True, False)
    """
    return "://" in location


def file_system(location: str) -> tuple[Any, str]:
    """Return the file system of a location and the path in it; raise CrossbearingError that says what is missing."""
    try:
        fsspec = importlib.import_module("fsspec")
        return fsspec.core.url_to_fs(location)  # type: ignore[no-any-return]
    except (ImportError, ValueError) as error:
        raise CrossbearingError(f"{location}: cannot be opened: {error}") from error


def files_at(locations: Iterable[str]) -> Wanted:
    """Return the files under paths and addresses, those of this machine first, in the order of a run on one machine."""
    given = sorted(set(locations))
    found = wanted_files(location for location in given if not is_address(location))
    files = [ShardFile(str(path), named) for path, named in sorted(found.files.items())]
    problems, left = list(found.problems), set(found.left)
    for address in filter(is_address, given):
        try:
            files.extend(_files_below(address, left))
        except OSError as error:
            why = error.strerror or f"{type(error).__name__}: {error}"
            problems.append(UnreadableDocumentError("unreadable", shown(address), f"cannot be read: {why}"))
    unique = {file.location: file for file in reversed(files)}
    return Wanted(tuple(unique[file.location] for file in files if unique[file.location] is file), tuple(problems),
                  tuple(sorted(left)))  # fmt: skip


def _files_below(address: str, left: set[str]) -> Iterator[ShardFile]:
    system, path = file_system(address)
    if not system.isdir(path):
        system.info(path)  # raises FileNotFoundError
        yield ShardFile(address, True)
        return
    for name in sorted(system.find(path)):
        location = str(system.unstrip_protocol(name))
        parts = PurePosixPath(name.removeprefix(path)).parts
        if any(part.startswith(".") for part in parts):
            continue
        if name.lower().endswith(SHARD_SUFFIXES):
            yield ShardFile(location, False)
        else:
            left.add(shown(location))


@contextmanager
def source_at(file: ShardFile, columns: Columns | None) -> Iterator[Source]:
    """Give the source of a file; one at an address is copied here until it is read."""
    if not is_address(file.location):
        yield source_of(Path(file.location), columns)
        return
    system, path = file_system(file.location)
    with TemporaryDirectory() as folder:
        copy = Path(folder) / PurePosixPath(path).name
        system.get_file(path, str(copy))
        yield replace(source_of(copy, columns), name=shown(file.location))


class Folder:
    """A folder to keep files in, of this machine or at an address; a file is there whole or not at all."""

    def __init__(self, location: str) -> None:
        self.location = location
        self._system, self._path = file_system(location if is_address(location) else os.path.realpath(location))
        self._system.makedirs(self._path, exist_ok=True)

    def read(self, name: str) -> bytes | None:
        """Return what a file holds, None where it is not there."""
        try:
            found: bytes = self._system.cat_file(f"{self._path}/{name}")
        except FileNotFoundError:
            return None
        return found

    def write(self, name: str, raw: bytes) -> None:
        """Keep a file: written under another name first, so that nobody ever finds a part of it."""
        part = f"{self._path}/.{name}.{os.getpid()}"
        with self._system.open(part, "wb") as file:
            file.write(raw)
        self._system.mv(part, f"{self._path}/{name}")

    def remove(self, names: Sequence[str]) -> None:
        """Remove files, and the folder where nothing else is in it."""
        for name in names:
            self._system.rm_file(f"{self._path}/{name}")
        if not self._system.ls(self._path, detail=False):
            self._system.rmdir(self._path)
