"""Files and folders to documents: finds the reader of each file, refuses ids given twice, names what it left alone."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from crossbearing.model.document import Document
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.columns import Columns
from crossbearing.readers.decode import sha256, shown, unreadable
from crossbearing.readers.formats import choose, formats
from crossbearing.readers.sidecar import is_sidecar, sidecars
from crossbearing.readers.source import Found, Source, bounded, source_of

__all__ = [
    "Reading",
    "Wanted",
    "duplicate",
    "formats",
    "met_again",
    "read_file",
    "read_paths",
    "read_source",
    "told_by",
    "wanted_files",
]

# What every run writes into its folder: what lies there is no report.
_OF_A_RUN = ("run.json", "claims.jsonl", "documents.jsonl")


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a set of paths: documents sorted by id, what could not be read, and what no reader is for.

    ``names`` says by the id of a document which file, and which line, row or part of it, it came from; ``files`` which
    file on disk.
    """

    documents: tuple[Document, ...]
    problems: tuple[UnreadableDocumentError, ...]
    left_alone: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)


@dataclass(slots=True)
class Wanted:
    """The files to be read, whether each was named or found in a folder, and what became of the others."""

    files: dict[Path, bool] = field(default_factory=dict)
    problems: list[UnreadableDocumentError] = field(default_factory=list)
    left: set[str] = field(default_factory=set)


def read_file(path: Path, named: bool = True, columns: Columns | None = None) -> Iterator[Found]:
    """Yield what one file holds, one document after the other: (name, its document or the error why there is none).

    None stands for what is left alone. A file that nobody ``named`` is left alone where it is no report.

    >>> [(name, found.code) for name, found in read_file(Path("no/such.txt"))]
    [('no/such.txt', 'not_found')]
    """
    yield from read_source(source_of(path, columns), named)


def read_source(source: Source, named: bool = True) -> Iterator[Found]:
    """Yield what one source holds, as ``read_file`` does."""
    chosen = choose(source, named)
    if chosen is None or isinstance(chosen, UnreadableDocumentError):
        yield source.name, chosen
        return
    reader, source = chosen
    if not named and hasattr(reader, "holds_reports") and not reader.holds_reports(source):
        yield source.name, None
        return
    yield from bounded(reader.read(source), source.name)


def read_paths(
    paths: Iterable[Path | str], columns: Columns | None = None, step: Callable[[int, int], object] | None = None
) -> Reading:
    """Read every report under ``paths``; the order of the paths changes nothing in the result.

    A folder is searched with everything below it, hidden files left out. One file is read once, however often it is
    named. Of two documents with one id the first in the order of file names is kept; the other is a problem, or left
    alone where it tells the same, as the next export of a chat does.
    ``columns`` says which column of a table holds what. ``step`` is called with 1 and the number of files whenever one
    is read, and with 0 before the first.

    >>> read_paths(["no/such/folder"]).problems[0].code
    'not_found'
    """
    wanted = wanted_files(paths)
    documents: dict[str, Document] = {}
    names: dict[str, str] = {}
    files: dict[str, Path] = {}
    step = step or (lambda done, of: None)
    step(0, len(wanted.files))
    for path, named in sorted(wanted.files.items()):
        for name, result in read_file(path, named, columns):
            if result is None:
                wanted.left.add(name)
            elif isinstance(result, UnreadableDocumentError):
                wanted.problems.append(result)
            elif result.id in documents and told_by(documents[result.id]) == told_by(result):
                wanted.left.add(met_again(name, names[result.id]))
            elif result.id in documents:
                wanted.problems.append(duplicate(result.id, name, names[result.id]))
            else:
                documents[result.id], names[result.id], files[result.id] = result, name, path
        step(1, len(wanted.files))
    return Reading(
        tuple(documents[identity] for identity in sorted(documents)),
        tuple(sorted(wanted.problems, key=lambda problem: (problem.name, problem.code, problem.advice))),
        tuple(sorted(wanted.left)),
        names,
        files,
    )


def wanted_files(paths: Iterable[Path | str]) -> Wanted:
    """Return the files under ``paths`` that are to be read, each once, and what became of the others."""
    wanted = Wanted()
    for path in sorted({Path(path) for path in paths}):
        _sort_out(path, wanted)
    return wanted


def told_by(document: Document) -> str:
    """Return a hash of what a report tells: words, outlet, day, title and address, whatever file it stands in.

    >>> told_by(Document("d", "War ended.")) == told_by(Document("d", "War ended.", outlet="Hill Post"))
    False
    """
    told = (document.text, document.outlet, document.published, document.title, document.url)
    return sha256(repr(told).encode("utf-8", "surrogatepass"))


def met_again(name: str, first: str) -> str:
    """Return how a document is named that tells what ``first`` told under the same id: it is left alone.

    >>> met_again("b/a.txt", "a.txt")
    'b/a.txt (the same as a.txt)'
    """
    return f"{name} (the same as {first})"


def duplicate(identity: str, name: str, first: str) -> UnreadableDocumentError:
    """Return the problem of a document whose id is already that of another, by the names of both.

    >>> str(duplicate("a", "b.txt", "a.txt"))
    "b.txt: id 'a' is already that of a.txt; give it another name, or an id in NAME.meta.json"
    """
    advice = f"id {identity!r} is already that of {first}; give it another name, or an id in NAME.meta.json"
    return UnreadableDocumentError("duplicate_id", name, advice)


def _sort_out(path: Path, wanted: Wanted) -> None:
    """Put one path of the command line where it belongs."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        wanted.problems.append(_address(path) or unreadable(error, shown(path)))
        return
    if not stat.S_ISDIR(mode):
        # The file is named, so that it may be a link itself; what stands beside it is not named.
        _take(path, True, sidecars(path), path.parent, wanted)
        return
    errors: list[OSError] = []
    for file in _files(path, errors, wanted.left):
        if is_sidecar(file):
            continue
        if file.is_dir() and (file.is_symlink() or file.suffix.lower() not in formats()):
            wanted.left.add(shown(file))
        else:
            _take(file, False, (file, *sidecars(file)), path, wanted)
    wanted.problems.extend(unreadable(error, shown(error.filename or path)) for error in errors)


def _address(path: Path) -> UnreadableDocumentError | None:
    """Return the problem of an address that was given as a path, None where it is none."""
    if not re.match(r"https?:/", str(path)):
        return None
    advice = "is an address; files and folders are read here, crossbearing ingest ADDRESS --db STORE fetches it"
    return UnreadableDocumentError("not_found", shown(str(path).replace(":/", "://", 1)), advice)


def _take(file: Path, named: bool, links: Iterable[Path], folder: Path, wanted: Wanted) -> None:
    """Put a file among those to be read, unless it or what stands beside it leads out of its folder."""
    stray = _stray(links, folder)
    if stray is None:
        wanted.files[file] = named or wanted.files.get(file, False)
    else:
        wanted.problems.append(stray)


def _stray(files: Iterable[Path], folder: Path) -> UnreadableDocumentError | None:
    """Return the problem of the first of ``files`` that is a link to what lies outside ``folder``.

    Whoever names a folder has not named what a link in it leads to. A broken link is left to its reader.
    """
    home = os.path.realpath(folder)
    for link in files:
        if not os.path.islink(link):
            continue
        target = os.path.realpath(link)
        if os.path.exists(target) and not Path(target).is_relative_to(home):
            advice = (
                "is a link that leads out of the folder, and is not followed; name the file itself, or copy it here"
            )
            return UnreadableDocumentError("link_outside", shown(link), advice)
    return None


def _files(folder: Path, errors: list[OSError], left: set[str]) -> Iterator[Path]:
    """Yield what must be read or named: files, links to folders (not followed) and folders with nothing in them.

    A folder that holds what a run wrote is left alone whole.
    """
    for place, folders, names in os.walk(folder, onerror=errors.append):
        if set(_OF_A_RUN) <= set(names):
            left.add(shown(place))
            folders[:] = []
            continue
        if not folders and not names:
            yield Path(place)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted([*names, *(name for name in folders if Path(place, name).is_symlink())]):
            if not name.startswith("."):
                yield Path(place) / name
