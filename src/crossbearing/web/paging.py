"""Cursors: where a list goes on, as a word in its address that says nothing to people and cannot be out of date."""

from __future__ import annotations

import base64
import binascii
import json

Key = tuple[str | int, ...]
"""What the rows of a list are ordered by: that of the last row shown."""


def cursor(key: Key) -> str:
    """Return the word for a key.

    >>> from_cursor(cursor(("2014-03-11", "ev-1")), 2)
    ('2014-03-11', 'ev-1')
    """
    raw = json.dumps(key, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def from_cursor(word: str, parts: int) -> Key | None:
    """Return the key of a word, None for what is no cursor of so many parts: then a list begins at its beginning.

    >>> from_cursor("%%%", 2), from_cursor("", 2), from_cursor(cursor(("a",)), 2)
    (None, None, None)
    """
    try:
        found = json.loads(base64.urlsafe_b64decode(word.encode("ascii") + b"=" * (-len(word) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(found, list) or len(found) != parts:
        return None
    return tuple(found) if all(_fits(part) for part in found) else None


def _fits(part: object) -> bool:
    """Say whether a database can be asked for a value: numbers have their bounds, and half a pair is no text.

    >>> _fits(2**70), _fits(True), _fits(None), _fits("Dūmā"), _fits(7)
    (False, False, False, True, True)
    """
    if isinstance(part, str):
        return not any(0xD800 <= ord(letter) <= 0xDFFF for letter in part)
    return isinstance(part, int) and not isinstance(part, bool) and abs(part) < 2**62
