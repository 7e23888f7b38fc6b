"""Documents that a run has read, kept beside its output until it is written: a killed run goes on where it stopped.

One file of JSON Lines: a head that names program, packs and gazetteer, then a document a line with its claims and a
checksum. A torn last line is cut off; a file of another program or other packs is begun anew. The file holds quotes of
the reports; it is removed as soon as the output stands.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from crossbearing.model.document import Document
from crossbearing.model.exchange import from_plain, to_plain
from crossbearing.pipeline import Read
from crossbearing.resolve.cache_files import cache_dir
from crossbearing.resolve.gazetteer import verify
from crossbearing.resolve.gazetteer_build import fingerprint
from crossbearing.resolve.gazetteer_import import imported_files

_PACKAGE = Path(__file__).parents[1]
_NOT_READ_BY = frozenset({"vendor", "__pycache__"})


def program_hash(packs: Sequence[Path] = (), judge: str = "") -> str:
    """Return a hash over all that readings depend on: the program's files, the user's packs, the gazetteer's content.

    ``judge`` is the fingerprint of a judge that a team taught.

    >>> program_hash() == program_hash()
    True
    >>> program_hash(judge="ab") == program_hash()
    False
    """
    digest = hashlib.sha256()
    for folder in (_PACKAGE, *sorted(packs)):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and not _NOT_READ_BY.intersection(file.parts):
                digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    digest.update(f"{fingerprint()}\0{judge}\0".encode())
    for index in imported_files(cache_dir()):
        digest.update(f"{index.name}\0{verify(index)['sha256']}\0".encode())
    return digest.hexdigest()


def _line(value: Any) -> bytes:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return f"{zlib.crc32(body):08x} ".encode() + body + b"\n"


def _value(line: bytes) -> Any:
    """Return what ``_line`` was given; raise ValueError for a line that was cut or altered."""
    if not line.endswith(b"\n") or line[:8] != f"{zlib.crc32(line[9:-1]):08x}".encode():
        raise ValueError("the line is torn")
    return json.loads(line[9:-1])


def document_key(document: Document) -> str:
    """Return a hash of all that is known of a document before it is read.

    >>> document_key(Document("d", "War ended.")) == document_key(Document("d", "War ended!"))
    False
    """
    return hashlib.sha256(json.dumps(to_plain(document), ensure_ascii=False).encode()).hexdigest()


class Unfinished:
    """The documents read so far by the run that keeps its file at ``path``; ``program`` is what ``program_hash`` gives.

    Where the file cannot be written (a full disk) the run goes on without it, and ``failure`` says why.
    """

    def __init__(self, path: Path, program: str) -> None:
        self.path = path
        self.failure = ""
        self.taken_over = 0
        self._program = program
        self._found: dict[str, Any] = {}
        self._file: BinaryIO | None = None

    def open(self) -> None:
        """Take over what an earlier run left, and go on behind its last whole line."""
        sound = 0
        try:
            with self.path.open("rb") as file:
                if _value(file.readline()) == self._program:
                    sound = file.tell()
                    for line in file:
                        key, read = _value(line)
                        self._found[key] = read
                        sound += len(line)
        except (OSError, ValueError):
            pass  # a file that is missing, torn or of another program: what stands before the tear is kept
        self.taken_over = len(self._found)
        self._begin(sound)

    def _begin(self, sound: int) -> None:
        try:
            self._file = self.path.open("r+b" if sound else "wb")
            self._file.truncate(sound)
            self._file.seek(sound)
            if not sound:
                self._append(self._program)
        except OSError as error:
            self._give_up(error)

    def get(self, document: Document) -> Read | None:
        """Return the document as it was read, None where it was not."""
        found = self._found.get(document_key(document))
        try:
            return None if found is None else from_plain(Read, found)
        except (TypeError, ValueError):
            return None

    def put(self, document: Document, read: Read) -> None:
        """Keep a document that was read."""
        self._append([document_key(document), to_plain(read)])

    def _append(self, value: Any) -> None:
        if self._file is None:
            return
        try:
            self._file.write(_line(value))
            self._file.flush()
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        self.failure = f"{self.path.name}: {error.strerror or error}; a killed run will begin anew"
        self.remove()

    def close(self) -> None:
        """Close the file and leave it, for the next run to go on with."""
        if self._file is not None:
            try:
                self._file.close()
            except OSError as error:
                self.failure = f"{self.path.name}: {error.strerror or error}; a killed run will begin anew"
            self._file = None

    def remove(self) -> None:
        """Close and remove the file: the output stands, or the disk has no room for it."""
        self.close()
        self.path.unlink(missing_ok=True)
