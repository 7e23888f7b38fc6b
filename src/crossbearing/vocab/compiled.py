"""What is made of the program's own files at every start, kept in the user's cache so that the next start is quick.

A file bears a hash of all it was made of: the sources, the code that made it and the version of Python. So nothing has
to be made void, two versions live side by side, and whoever writes at the same time writes the same bytes, put in place
in one step. It begins with a hash of its content: one that is torn or altered is made anew.

The form is ``marshal``, that of Python's own compiled modules: it reads plain values several times as fast as JSON and,
unlike pickle, runs nothing while it does. Templates of the report are code and are kept in the same way, which is as
safe as Python's own ``__pycache__``: therefore the folder must be one that nobody but its owner can write, and belong
to who runs the program; in any other nothing is read or kept.
"""

from __future__ import annotations

import atexit
import hashlib
import marshal
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import get_ident
from typing import Any

from crossbearing.model.cache_place import cache_dir
from crossbearing.model.errors import CrossbearingError

FOLDER = "compiled"
_KEPT = 4
"""Files of one name that stay: as many versions of the program, or sets of packs, are in use at a time."""
_MOST_TEXTS = 32_000_000
"""Bytes of the texts that are kept read."""


def _made_with() -> bytes:
    return f"{sys.implementation.cache_tag} {sys.version_info[:3]} {marshal.version} {sys.byteorder}".encode()


def key_of(module: str, sources: Iterable[bytes]) -> str:
    """Return the hash of what a value is made of: sources, and the code of the module that makes it.

    >>> key_of("crossbearing.vocab.compiled", [b"a"]) == key_of("crossbearing.vocab.compiled", [b"b"])
    False
    """
    digest = hashlib.sha256(_made_with())
    file = getattr(sys.modules.get(module), "__file__", None)
    with suppress(OSError, TypeError):
        digest.update(Path(file or "").read_bytes())
    for source in sources:
        digest.update(hashlib.sha256(source).digest())
    return digest.hexdigest()[:32]


def compiled(name: str, module: str, sources: Iterable[bytes], make: Callable[[], Any]) -> Any:
    """Return what ``make`` makes of ``sources``, or what it made the last time: plain values, lists and dictionaries.

    >>> compiled("doctest", "crossbearing.vocab.compiled", [b"1"], lambda: {"one": (1, 1.5)})
    {'one': (1, 1.5)}
    """
    file = f"{name}-{key_of(module, sources)}.bin"
    raw = load(file)
    if raw is not None:
        with suppress(ValueError, EOFError, TypeError):
            return marshal.loads(raw)  # noqa: S302 - of the user's own folder, and checked
    value = make()
    keep(file, marshal.dumps(value))
    return value


def folder() -> Path | None:
    """Return the folder, made where it is missing; None where it cannot be, or others could write into it."""
    try:
        return _proven(cache_dir() / FOLDER)
    except CrossbearingError:
        return None


@cache
def _proven(place: Path) -> Path | None:
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        status = place.stat()
    except OSError:
        return None
    if hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022):
        return None
    return place


def load(file: str) -> bytes | None:
    """Return what is kept under a name; None where nothing whole is."""
    place = folder()
    if place is None:
        return None
    try:
        found = (place / file).read_bytes()
    except OSError:
        return None
    return found[32:] if hashlib.sha256(found[32:]).digest() == found[:32] else None


def keep(file: str, raw: bytes) -> None:
    """Keep bytes under a name, and of older files of its kind the last few; a full or closed disk is no fault."""
    place = folder()
    if place is None:
        return
    part = place / f".{file}.{os.getpid()}-{get_ident()}"
    try:
        part.write_bytes(hashlib.sha256(raw).digest() + raw)
        part.replace(place / file)
        alike = sorted(place.glob(f"{file.rpartition('-')[0]}-*.bin"), key=lambda f: f.stat().st_mtime_ns)
        for old in alike[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)


class Texts:
    """Values read from texts, by the hash of the text, in one file for all of them; written once, at the end."""

    def __init__(self, name: str, module: str) -> None:
        self._file = f"{name}-{key_of(module, [])}.bin"
        self._known: dict[bytes, bytes] | None = None
        self._used: dict[bytes, bytes] = {}
        self._grown = False

    def read(self, text: str, make: Callable[[str], Any]) -> Any:
        """Return what ``make`` makes of a text, or what it made of the same one before."""
        if self._known is None:
            raw = load(self._file)
            self._known = {} if raw is None else marshal.loads(raw)  # noqa: S302 - as above
            atexit.register(self.write)
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        found = self._used.get(key) or self._known.get(key)
        if found is not None:
            self._used[key] = found
            return marshal.loads(found)  # noqa: S302 - as above
        value = make(text)
        self._used[key] = marshal.dumps(value)
        self._grown = True
        return value

    def write(self) -> None:
        """Keep what was read, beside what was kept before as long as that is not too much."""
        if not self._grown:
            return
        whole = {**(self._known or {}), **self._used}
        if sum(map(len, whole.values())) > _MOST_TEXTS:
            whole = self._used
        keep(self._file, marshal.dumps(whole))
        self._grown = False
