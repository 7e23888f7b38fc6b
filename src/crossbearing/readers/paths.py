"""Files and folders to documents: finds the reader of each file, refuses ids given twice, names what it left alone."""

from __future__ import annotations

import importlib
import os
import pkgutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType

from crossbearing import readers
from crossbearing.model.document import Document
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.decode import shown, unreadable
from crossbearing.readers.text import SIDECAR, sidecar


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a set of paths: documents sorted by id, what could not be read, and what no reader is for.

    ``names`` says by the id of a document which file, and which line of it, it came from.
    """

    documents: tuple[Document, ...]
    problems: tuple[UnreadableDocumentError, ...]
    left_alone: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)


@cache
def formats() -> dict[str, ModuleType]:
    """Return the reader module of every file ending; a module with SUFFIXES in this folder is a reader.

    >>> formats()[".txt"].__name__
    'crossbearing.readers.text'
    """
    found: dict[str, ModuleType] = {}
    for info in pkgutil.iter_modules(readers.__path__, "crossbearing.readers."):
        module = importlib.import_module(info.name)
        for suffix in getattr(module, "SUFFIXES", ()):
            found[suffix] = module
    return found


def read_paths(paths: Iterable[Path | str]) -> Reading:
    """Read every report under ``paths``; the order of the paths changes nothing in the result.

    A folder is searched with everything below it, hidden files left out. One file is read once, however often it is
    named. Of two documents with one id the first in the order of file names is kept and the other is a problem.

    >>> read_paths(["no/such/folder"]).problems[0].code
    'not_found'
    """
    wanted: set[Path] = set()
    problems: list[UnreadableDocumentError] = []
    left: set[str] = set()
    for path in sorted({Path(path) for path in paths}):
        _sort_out(path, wanted, problems, left)
    documents: dict[str, Document] = {}
    names: dict[str, str] = {}
    for path in sorted(wanted):
        for name, result in formats()[path.suffix.lower()].read(path):
            if isinstance(result, UnreadableDocumentError):
                problems.append(result)
            elif result.id in documents:
                advice = f"id {result.id!r} is already that of {names[result.id]}; give it another"
                problems.append(UnreadableDocumentError("duplicate_id", name, advice))
            else:
                documents[result.id], names[result.id] = result, name
    return Reading(
        tuple(documents[identity] for identity in sorted(documents)),
        tuple(sorted(problems, key=lambda problem: (problem.name, problem.code, problem.advice))),
        tuple(sorted(left)),
        names,
    )


def _sort_out(path: Path, wanted: set[Path], problems: list[UnreadableDocumentError], left: set[str]) -> None:
    """Put one path of the command line where it belongs."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        problems.append(unreadable(error, shown(path)))
        return
    if not stat.S_ISDIR(mode):
        reader = formats().get(path.suffix.lower())
        if reader is not None:
            # The file is named, so that it may be a link itself; what stands beside it is not named.
            stray = _stray((sidecar(path),), path.parent) if reader.FROM_FOLDERS else None
            if stray is None:
                wanted.add(path)
            else:
                problems.append(stray)
        else:
            known = ", ".join(sorted(formats()))
            problems.append(UnreadableDocumentError("unknown_format", shown(path), f"no reader for it; known: {known}"))
        return
    errors: list[OSError] = []
    for file in _files(path, errors):
        reader = formats().get(file.suffix.lower())
        if reader is not None and reader.FROM_FOLDERS:
            stray = _stray((file, sidecar(file)), path)
            if stray is None:
                wanted.add(file)
            else:
                problems.append(stray)
        elif not _is_sidecar(file):
            left.add(shown(file))
    problems.extend(unreadable(error, shown(error.filename or path)) for error in errors)


def _stray(files: Iterable[Path], folder: Path) -> UnreadableDocumentError | None:
    """Return the problem of the first of ``files`` that is a link to what lies outside ``folder``.

    Whoever names a folder has not named what a link in it leads to. A broken link is left to its reader.
    """
    home = os.path.realpath(folder)
    for link in files:
        target = os.path.realpath(link)
        if os.path.islink(link) and os.path.exists(target) and not Path(target).is_relative_to(home):
            advice = (
                "is a link that leads out of the folder, and is not followed; name the file itself, or copy it here"
            )
            return UnreadableDocumentError("link_outside", shown(link), advice)
    return None


def _is_sidecar(file: Path) -> bool:
    return file.name.endswith(SIDECAR) and file.with_name(file.name.removesuffix(SIDECAR) + ".txt").exists()


def _files(folder: Path, errors: list[OSError]) -> Iterator[Path]:
    """Yield what must be read or named: files, links to folders (not followed) and folders with nothing in them."""
    for place, folders, names in os.walk(folder, onerror=errors.append):
        if not folders and not names:
            yield Path(place)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted([*names, *(name for name in folders if Path(place, name).is_symlink())]):
            if not name.startswith("."):
                yield Path(place) / name
