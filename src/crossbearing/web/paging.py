"""Cursors: where a list goes on, as a word in its address that says nothing to people and cannot be out of date."""

from __future__ import annotations

import base64
import binascii
import json

Key = tuple[str | int | None, ...]
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
        found = json.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(found, list) or len(found) != parts:
        return None
    if not all(part is None or (isinstance(part, str | int) and not isinstance(part, bool)) for part in found):
        return None
    return tuple(found)
