"""One file, or one part of a file, to be read: its name in messages, its bytes, and what its container says of it."""

from __future__ import annotations

import importlib
import io
import logging
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from crossbearing.model.budget import OverBudgetError, processor_time
from crossbearing.model.document import Document, Problem
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.decode import MAX_BYTES, shown, unreadable

if TYPE_CHECKING:
    from crossbearing.readers.columns import Columns

Found = tuple[str, Document | UnreadableDocumentError | None]
"""A name for messages, and its document, the error that says why there is none, or None for what is left alone."""

MAX_BINARY = 100_000_000
"""Bytes of a PDF, DOCX or XLSX; they are mostly pictures."""

MAX_DOCUMENTS = 1_000_000
"""Documents of one table, list or chat: each takes a kilobyte beside its text."""

_SECONDS = 60.0
"""Processor seconds for one file of a library, and one more for every ``_BYTES_A_SECOND``."""
_BYTES_A_SECOND = 50_000


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader reads. ``path`` is its file, or ``data`` its bytes where it is a part of another file.

    ``name`` stands in messages, ``file`` is the file name by which formats are known, ``identity`` the id of its
    document where it gives none itself. ``known`` are fields (outlet, published, retrieved, title, url, language)
    that the container tells; ``encoding`` is what it says of the bytes; ``part`` says where in it this stood.
    ``packed`` is set inside an archive: there no further archive is opened. ``notes`` are problems that its documents
    must bear.
    """

    name: str
    file: str
    identity: str
    path: Path | None = None
    data: bytes | None = None
    part: str = ""
    known: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    packed: bool = False
    columns: Columns | None = None
    notes: tuple[Problem, ...] = ()

    @property
    def suffix(self) -> str:
        """Return the ending of the file name in small letters, with its dot."""
        return Path(self.file).suffix.lower()

    def open(self) -> BinaryIO:
        """Open the bytes; raise UnreadableDocumentError. Pipes and devices are refused: they may wait for ever."""
        if self.data is not None:
            return io.BytesIO(self.data)
        assert self.path is not None
        try:
            if not stat.S_ISREG(self.path.stat().st_mode):
                raise UnreadableDocumentError("not_a_file", self.name, "is no regular file; give a file or a folder")
            return self.path.open("rb")
        except OSError as error:
            raise unreadable(error, self.name) from error

    def head(self, size: int = 4096) -> bytes:
        """Return the first bytes; raise UnreadableDocumentError."""
        with self.open() as file:
            try:
                return file.read(size)
            except OSError as error:
                raise unreadable(error, self.name) from error

    def raw(self, most: int = MAX_BYTES) -> bytes:
        """Return all bytes, at most ``most`` of them; raise UnreadableDocumentError."""
        with self.open() as file:
            try:
                size = len(self.data) if self.data is not None else os.fstat(file.fileno()).st_size
                if size <= most:
                    raw = file.read(most + 1)
                    size = len(raw)
            except OSError as error:
                raise unreadable(error, self.name) from error
        if size > most:
            advice = f"has {size:,} bytes, the limit for one report is {most:,}; split it"
            raise UnreadableDocumentError("too_large", self.name, advice)
        return raw


def source_of(path: Path, columns: Columns | None = None) -> Source:
    """Return the source of a file on disk.

    >>> source_of(Path("in/wire.pdf")).identity, source_of(Path("in/004.txt")).identity
    ('wire.pdf', '004')
    """
    identity = path.stem if path.suffix.lower() == ".txt" else path.name
    return Source(shown(path), path.name, identity, path, columns=columns)


def library(module: str, what: str, name: str, extra: str = "formats") -> Any:
    """Return a library of an extra; raise UnreadableDocumentError that says how to install it.

    >>> library("no_such_library", "a PDF", "a.pdf")
    Traceback (most recent call last):
        ...
    crossbearing.model.errors.UnreadableDocumentError: a.pdf: is a PDF; to read it: pip install "crossbearing[formats]"
    """
    try:
        found = importlib.import_module(module)
    except ImportError as error:
        advice = f'is {what}; to read it: pip install "crossbearing[{extra}]"'
        raise UnreadableDocumentError("needs_extra", name, advice) from error
    # What a library says of damage that it mends would go to standard error, line by line.
    logging.getLogger(module.partition(".")[0]).setLevel(logging.CRITICAL + 1)
    return found


def made_by(distribution: str) -> str:
    """Return a library and its version, as provenance names it.

    >>> made_by("pyyaml").partition(" ")[0]
    'pyyaml'
    """
    return f"{distribution} {version(distribution)}"


def bounded(found: Iterable[Found], name: str) -> Iterator[Found]:
    """Yield what is found, at most ``MAX_DOCUMENTS``, and then the error that says that the rest is not read.

    >>> len(list(bounded([("a", None)] * 3, "a")))
    3
    """
    for number, each in enumerate(found):
        if number == MAX_DOCUMENTS:
            advice = f"holds over {MAX_DOCUMENTS:,} reports; those behind them are not read; split it"
            yield name, UnreadableDocumentError("too_large", name, advice)
            return
        yield each


@contextmanager
def reading(name: str, what: str, size: int = 0) -> Iterator[None]:
    """Run the block, a library at work on ``size`` bytes of strangers: what it raises becomes UnreadableDocumentError.

    >>> with reading("a.pdf", "PDF"):
    ...     raise KeyError("/Root")
    Traceback (most recent call last):
        ...
    crossbearing.model.errors.UnreadableDocumentError: a.pdf: is damaged, or no PDF at all (KeyError: '/Root'); save it again, or give its words as .txt
    """  # noqa: E501
    try:
        with processor_time(_SECONDS + size / _BYTES_A_SECOND):
            yield
    except UnreadableDocumentError:
        raise
    except OverBudgetError as error:
        raise UnreadableDocumentError("too_slow", name, str(error)) from error
    except MemoryError as error:
        raise UnreadableDocumentError("no_memory", name, "the memory did not suffice; split the file") from error
    except Exception as error:
        told = " ".join(str(error).split())[:120]
        why = f"{type(error).__name__}: {shown(told)}" if told else type(error).__name__
        advice = f"is damaged, or no {what} at all ({why}); save it again, or give its words as .txt"
        raise UnreadableDocumentError("damaged", name, advice) from error


def one(source: Source, make: Callable[[Source], Document]) -> Iterator[Found]:
    """Yield the only document of a source, or the error that says why there is none.

    >>> def broken(source: Source) -> Document:
    ...     raise UnreadableDocumentError("empty", source.name, "is empty")
    >>> [(name, found.code) for name, found in one(Source("a.txt", "a.txt", "a"), broken)]
    [('a.txt', 'empty')]
    """
    try:
        yield source.name, make(source)
    except UnreadableDocumentError as error:
        yield source.name, error
