"""Reads the text of a vocabulary or pack file: bounded, UTF-8 with or without a byte-order mark.

Packs come from other people and other programs (spreadsheets above all), so each way in which such a file goes wrong is
told apart: too large, not a file, another encoding.
"""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path

from crossbearing.model.errors import VocabularyError

File = Path | Traversable

MOST_BYTES = 5_000_000
"""The largest table that is read. The largest pack file that comes with the program has 0.15 MB."""

MOST_CHARACTERS = 2_000
"""The longest cell of a table and the longest text of a YAML file; the longest of ours has under 400."""

SHOWN = 60
"""How many characters of a wrong value a message repeats."""


def shown(value: object) -> str:
    """Return a wrong value as a message repeats it: cut, since it may be the whole file.

    >>> shown("soon"), shown("x" * 100)[-6:]
    ("'soon'", 'xxx...')
    """
    text = repr(value[: SHOWN + 10] if isinstance(value, str | list) else value)
    return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."


def read_text(file: File, most: int = MOST_BYTES) -> str:
    """Return the text of a file without its byte-order mark; line ends stay as they are.

    Raises VocabularyError for what is no regular file, has over ``most`` bytes or is no UTF-8.
    """
    try:
        # A pipe or a device would be waited for without end.
        if isinstance(file, Path) and file.exists() and not file.is_file():
            raise VocabularyError(f"{file.name}: is no regular file; put the file itself there")
        with file.open("rb") as source:
            content: bytes = source.read(most + 1)
    except OSError as error:
        raise VocabularyError(f"{file.name}: cannot be read: {error.strerror or error}") from error
    if len(content) > most:
        raise VocabularyError(f"{file.name}: has over {most / 1e6:g} MB; split it into packs that are smaller")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise VocabularyError(
            f"{file.name}:{line}: byte 0x{content[error.start]:02x} is no UTF-8 (another encoding, such as Latin-1 "
            "or UTF-16); save the file as UTF-8"
        ) from None
