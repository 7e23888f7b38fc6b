"""Fitted numbers as files: lists of words and arrays in one archive, read and written for all that is fitted."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import Any
from zipfile import BadZipFile

import numpy

from crossbearing.model.errors import VocabularyError


def stored_arrays(lists: Mapping[str, Sequence[str]], arrays: Mapping[str, Any]) -> bytes:
    """Return lists of words and arrays as they are stored: numbers in half precision, the same the same bytes.

    Raises VocabularyError for a word with a line end, which stands between the words of a list.

    >>> stored_arrays({"cues": ("said", "told\\nthem")}, {})
    Traceback (most recent call last):
    crossbearing.model.errors.VocabularyError: a list of fitted words holds one with a line end: 'told\\nthem'
    """
    broken = next((word for listed in lists.values() for word in listed if "\n" in word), None)
    if broken is not None:
        raise VocabularyError(f"a list of fitted words holds one with a line end: {broken!r}")
    stored = io.BytesIO()
    texts = {name: numpy.frombuffer("\n".join(listed).encode(), numpy.uint8) for name, listed in lists.items()}
    numpy.savez_compressed(
        stored, allow_pickle=False, **texts, **{name: one.astype(numpy.float16) for name, one in arrays.items()}
    )
    return stored.getvalue()


def load_arrays(file: Traversable, names: Sequence[str]) -> tuple[dict[str, tuple[str, ...]], dict[str, Any]]:
    """Return the lists of these names and all other arrays of a file; raises VocabularyError where it holds no such."""
    try:
        with file.open("rb") as stored, numpy.load(stored, allow_pickle=False) as held:
            lists = {name: tuple(held[name].tobytes().decode().split("\n")) for name in names}
            arrays = {name: held[name] for name in held.files if name not in lists}
    except (OSError, EOFError, ValueError, KeyError, BadZipFile, zlib.error) as error:
        raise VocabularyError(f"{file.name}: no fitted numbers that can be read: {error}; fit it again") from error
    return lists, arrays
