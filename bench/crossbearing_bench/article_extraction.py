"""Web pages to articles: four-word shingles of the text that the reader makes against those of the article by hand.

Each page counts alike, however long it is; precision and recall are means over pages. Beside our figure stands that of
the library alone, given the bytes of the page as it would be by anybody: what the reader around it adds or costs.
"""

from __future__ import annotations

import gzip
import importlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crossbearing.evaluate.intervals import bootstrap, harmonic
from crossbearing.model.document import Document
from crossbearing.model.errors import EvaluationError
from crossbearing.readers.paths import read_file

NAME = "article_extraction"
TRUTH = "ground-truth.json"
_WORD = re.compile(r"\w+")
_WORDS = 4


@dataclass(frozen=True, slots=True)
class Page:
    """What two ways of reading make of one page: shares of shingles found, too much and missed, which sum to one."""

    ours: tuple[float, float, float]
    library: tuple[float, float, float]


def compared(gold: str, found: str) -> tuple[float, float, float]:
    """Return which share of all shingles of two texts both have, only the second has, only the first has.

    >>> compared("a b c d e", "a b c d"), compared("", "")
    ((0.5, 0.0, 0.5), (0.0, 0.0, 0.0))
    """
    first, second = _shingles(gold), _shingles(found)
    counts = ((first & second).total(), (second - first).total(), (first - second).total())
    whole = sum(counts) or 1
    hit, more, missed = (count / whole for count in counts)
    return hit, more, missed


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    if not words:
        return Counter()
    return Counter(tuple(words[at : at + _WORDS]) for at in range(max(1, len(words) - _WORDS + 1)))


def scored(pages: Sequence[tuple[float, float, float]]) -> dict[str, float]:
    """Return precision, recall and F1 over pages; one where nothing was found has no precision.

    >>> scored([(1.0, 0.0, 0.0), (0.0, 0.0, 1.0)])
    {'precision': 1.0, 'recall': 0.5, 'f1': 0.6666666666666666}
    """
    precisions = [hit / (hit + more) for hit, more, _ in pages if hit + more]
    recalls = [hit / (hit + missed) for hit, _, missed in pages if hit + missed]
    precision = sum(precisions) / len(precisions) if precisions else 0.0
    recall = sum(recalls) / len(recalls) if recalls else 0.0
    return {"precision": precision, "recall": recall, "f1": harmonic(precision, recall)}


def _text_of(file: Path) -> str:
    return "\n".join(found.text for _, found in read_file(file) if isinstance(found, Document))


def _metrics(pages: Sequence[Page]) -> dict[str, float]:
    found = scored([page.ours for page in pages])
    found["f1_trafilatura"] = scored([page.library for page in pages])["f1"]
    return {name: round(value, 4) for name, value in found.items()}


def evaluate(data_dir: Path) -> dict[str, Any]:
    """Score the pages ``html/*.html.gz`` of ``data_dir`` against the articles of ``ground-truth.json``."""
    truth = data_dir / TRUTH
    if not truth.is_file():
        raise EvaluationError(f"{data_dir}: has no {TRUTH} (by page: articleBody) beside html/*.html.gz")
    try:
        library = importlib.import_module("trafilatura")
    except ImportError as error:
        raise EvaluationError(f'{NAME} reads web pages: pip install "crossbearing[formats]"') from error
    articles = json.loads(truth.read_text(encoding="utf-8"))
    pages = []
    for key in sorted(articles):
        file = data_dir / "html" / f"{key}.html.gz"
        if not file.is_file():
            raise EvaluationError(f"{file}: no such page, and {TRUTH} names it")
        gold = articles[key].get("articleBody", "")
        alone = library.extract(gzip.decompress(file.read_bytes())) or ""
        pages.append(Page(compared(gold, _text_of(file)), compared(gold, alone)))
    return {
        "benchmark": NAME,
        "documents": len(pages),
        "metrics": _metrics(pages),
        "interval": bootstrap(pages, _metrics),
    }
