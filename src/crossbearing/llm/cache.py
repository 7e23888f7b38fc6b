"""Replies kept on disk, so that a second run or a run after a kill asks only what was not answered.

A reply's name is the hash of the whole request as it would be sent (prompt, text, model, seed, temperature, bound and
schema) without the url. Only whole, good replies are kept. A damaged file is a miss that is said.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from crossbearing.model.errors import LanguageModelError

_FORM = 1
_MOST_REPLY = 16 << 20
_KEPT = 0.9  # how much stays of a cache that grew over its bound
_PART_SECONDS = 86_400
_DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


def canonical(value: Any) -> bytes:
    """Return a JSON value as bytes that do not depend on the order of keys.

    >>> canonical({"b": 1, "a": "é"})
    b'{"a":"\\xc3\\xa9","b":1}'
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def key_of(body: Mapping[str, Any]) -> str:
    """Return the name under which the reply to a request is kept.

    >>> key_of({"model": "a", "messages": []}) == key_of({"messages": [], "model": "a"})
    True
    """
    return hashlib.sha256(canonical({"form": _FORM, "body": body})).hexdigest()


class Cache:
    """A folder of replies, at most ``most_bytes`` of them: beyond that the longest unused go first.

    ``say`` gets one line a damaged file, and one where nothing more can be written. Raises LanguageModelError where the
    folder cannot be made or written. Threads may share it, and processes the folder.
    """

    def __init__(self, folder: Path, most_bytes: int, say: Callable[[str], None]) -> None:
        self.folder = folder
        self._most = most_bytes
        self._say = say
        self._lock = threading.Lock()
        self._broken = False
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # the replies quote the reports
            handle, probe = tempfile.mkstemp(prefix=".probe-", dir=folder)
            os.close(handle)
            os.unlink(probe)
        except OSError as error:
            raise LanguageModelError(
                "llm_bad_cache", f"--llm-cache {folder}: cannot be written: {error.strerror}"
            ) from None
        self._sweep()
        self._bytes = sum(size for _, _, size in self._files())

    def _sweep(self) -> None:
        """Remove what kills left behind; a younger part may be another process's."""
        for part in self.folder.glob("[0-9a-f][0-9a-f]/.part-*"):
            with suppress(OSError):
                if time.time() - part.stat().st_mtime > _PART_SECONDS:
                    part.unlink()

    def get(self, key: str) -> dict[str, Any] | None:
        """Return the reply kept under ``key``, None where there is none or it is damaged."""
        path = self._path(key)
        try:
            if path.stat().st_size > _MOST_REPLY:
                raise ValueError("too large")
            kept = json.loads(path.read_bytes())
            reply = kept["reply"]
            if kept["key"] != key or kept["sha256"] != hashlib.sha256(canonical(reply)).hexdigest():
                raise ValueError("not what was written")
            if not isinstance(reply, dict):
                raise ValueError("no reply")
        except FileNotFoundError:
            return None
        except _DAMAGE:
            self._say(f"the cached reply {path.name} is damaged; it is asked again")
            return None
        with suppress(OSError):  # it was used now: it goes last when the cache is full
            os.utime(path)
        return reply

    def put(self, key: str, reply: Mapping[str, Any]) -> None:
        """Keep a reply: written beside its place and renamed when whole, so that a kill leaves no half of one."""
        content = canonical({"key": key, "reply": reply, "sha256": hashlib.sha256(canonical(reply)).hexdigest()})
        if len(content) > min(_MOST_REPLY, self._most):
            return
        path = self._path(key)
        try:
            path.parent.mkdir(exist_ok=True, mode=0o700)
            handle, part = tempfile.mkstemp(prefix=".part-", dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as out:
                    out.write(content)
                os.replace(part, path)
            finally:
                with suppress(FileNotFoundError):
                    os.unlink(part)
        except OSError as error:
            self._cannot_write(error)
            return
        with self._lock:
            self._bytes += len(content)
            if self._bytes > self._most:
                self._shrink()

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"

    def _cannot_write(self, error: OSError) -> None:
        with self._lock:
            said, self._broken = self._broken, True
        if not said:
            self._say(f"replies are no longer cached: {self.folder} cannot be written: {error.strerror}")

    def _files(self) -> list[tuple[int, Path, int]]:
        found = []
        for path in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*.json")):
            with suppress(OSError):
                status = path.stat()
                found.append((status.st_mtime_ns, path, status.st_size))
        return found

    def _shrink(self) -> None:
        files = sorted(self._files())
        self._bytes = sum(size for _, _, size in files)
        for _, path, size in files:
            if self._bytes <= self._most * _KEPT:
                break
            with suppress(OSError):
                path.unlink()
                self._bytes -= size
