"""From hostile bytes to text or to an error that says what to do: size limits, binary files, encodings, JSON."""

from __future__ import annotations

import hashlib
import json
import re
import stat
from pathlib import Path
from typing import Any

from crossbearing.model.errors import UnreadableDocumentError

MAX_BYTES = 5_000_000
"""Bytes of one report. The longest reports seen are below 200 kB; whole books belong in several documents."""

MAX_LINE = 200_000
"""Code points in one line of a report. A parser's cost grows with the sentence, and one that long is no prose."""

# What no text editor writes, and halves of surrogate pairs.
_CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\x0b\x1b")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_limited(path: Path, name: str) -> bytes:
    """Return the bytes of a regular file of at most MAX_BYTES; raise UnreadableDocumentError.

    Pipes and devices are refused before they are opened, since opening one may wait for ever.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableDocumentError("not_a_file", name, "is no regular file; give a file or a folder")
        if status.st_size > MAX_BYTES:
            advice = f"has {status.st_size:,} bytes, the limit for one report is {MAX_BYTES:,}; split it"
            raise UnreadableDocumentError("too_large", name, advice)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise unreadable(error, name) from error


def shown(words: Path | str) -> str:
    """Return a path or words with what is no character written as a backslash escape: it can be printed and written.

    A file name may hold any bytes; those that are not UTF-8 reach us as halves of surrogate pairs, and so does the
    escape of such a half in JSON.

    >>> shown("caf" + chr(0xDCE9) + ".txt"), shown(chr(0xD800))
    ('caf\\\\xe9.txt', '\\\\ud800')
    """
    found = str(words)
    try:
        return found.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return found.encode("utf-8", "backslashreplace").decode("utf-8")


def unreadable(error: OSError, name: str) -> UnreadableDocumentError:
    """Return the error of the operating system in our form.

    >>> str(unreadable(FileNotFoundError(2, "No such file or directory"), "a.txt"))
    'a.txt: cannot be read: No such file or directory'
    """
    code = "not_found" if isinstance(error, FileNotFoundError) else "unreadable"
    return UnreadableDocumentError(code, name, f"cannot be read: {error.strerror or error}")


def decode(raw: bytes, name: str) -> str:
    """Return the UTF-8 text of ``raw`` without a byte-order mark, line ends kept; raise UnreadableDocumentError.

    >>> decode("Douma, 7 April".encode(), "a.txt")
    'Douma, 7 April'
    >>> decode(b"caf" + bytes([0xE9]), "a.txt")
    Traceback (most recent call last):
        ...
    crossbearing.model.errors.UnreadableDocumentError: a.txt: is not UTF-8 (byte 0xE9 in line 1); save it as UTF-8
    """
    if raw.startswith(_UTF16):
        raise UnreadableDocumentError("wrong_encoding", name, "is UTF-16; save it as UTF-8")
    if b"\x00" in raw:
        raise UnreadableDocumentError("binary", name, "is a binary file (it holds zero bytes), not text")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        advice = f"is not UTF-8 (byte 0x{raw[error.start]:02X} in line {line}); save it as UTF-8"
        if looks_binary(raw):
            raise UnreadableDocumentError("binary", name, "is a binary file, not text") from error
        raise UnreadableDocumentError("wrong_encoding", name, advice) from error
    if looks_binary(raw):
        raise UnreadableDocumentError("binary", name, "is a binary file (control characters), not text")
    return text


def looks_binary(raw: bytes) -> bool:
    """Return whether over one in fifty of the first bytes is a control character that no text editor writes.

    >>> looks_binary(b"Troops left."), looks_binary(bytes(range(32)))
    (False, True)
    """
    head = raw[:8192]
    odd = len(head) - len(head.translate(None, _CONTROL))
    return odd * 50 > len(head)


def check_text(text: str, name: str) -> str:
    """Return ``text`` if a report can be made of it: not empty, no endless line, no half characters.

    >>> check_text("  ", "a.txt")
    Traceback (most recent call last):
        ...
    crossbearing.model.errors.UnreadableDocumentError: a.txt: is empty; there is nothing to read
    """
    if not text.strip():
        raise UnreadableDocumentError("empty", name, "is empty; there is nothing to read")
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > MAX_LINE:
            advice = f"line {number} has {len(line):,} characters, the limit is {MAX_LINE:,}; break it into paragraphs"
            raise UnreadableDocumentError("line_too_long", name, advice)
    if _SURROGATE.search(text):
        raise UnreadableDocumentError("wrong_encoding", name, "holds half of a surrogate pair; save it as UTF-8")
    return text


def sha256(raw: bytes) -> str:
    """Return the hexadecimal SHA-256 of ``raw``.

    >>> sha256(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(raw).hexdigest()


def parse_object(text: str, name: str) -> dict[str, Any]:
    """Return the JSON object in ``text``; a key given twice, endless nesting and other values are refused.

    >>> parse_object('{"id": "a"}', "a.meta.json")
    {'id': 'a'}
    """
    try:
        value = json.loads(text, object_pairs_hook=_pairs)
    except RecursionError as error:
        raise UnreadableDocumentError("bad_json", name, "is nested too deeply") from error
    except ValueError as error:
        raise UnreadableDocumentError("bad_json", name, f"is no valid JSON: {error}") from error
    if not isinstance(value, dict):
        raise UnreadableDocumentError("bad_json", name, f"must hold one JSON object, not {type(value).__name__}")
    return value


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"key {twice!r} stands twice")
    return found
