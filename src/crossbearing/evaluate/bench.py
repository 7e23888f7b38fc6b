"""How fast: the whole pipeline against the bare tagger, parser and lemmatizer over the same texts in one run.

Ratios of words a second compare across machines where seconds do not. Nothing is measured twice with the same tools, so
that no cache of ours helps; loading is left out on both sides. Memory is the peak of the process after our own run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import cycle, islice
from time import perf_counter
from typing import Any

import spacy

from crossbearing.evaluate.reconciling import peak_mb
from crossbearing.model.document import Document
from crossbearing.pipeline import Pipeline
from crossbearing.readers.paths import read_paths
from crossbearing.samples import folder, other
from crossbearing.text.weights import proven_folder

MIXED = 20
"""Documents of mixed news for one that is relevant."""

# Loads what is loaded at first use: parser, lexicons, time grammar, gazetteer.
_WARM = Document(
    "warm",
    "Rebels seized Gao in northern Mali on Monday, killing at least 12 soldiers, a resident told Reuters.",
    published="2014-03-11",
)


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def _bare(texts: Sequence[str]) -> float:
    """Return the seconds that tagger, parser and lemmatizer alone take over the texts."""
    parser = spacy.load(proven_folder(), exclude=["ner", "senter"])
    list(parser.pipe([_WARM.text]))
    return _seconds(lambda: list(parser.pipe(texts, batch_size=32)))


def _ours(documents: Sequence[Document]) -> tuple[float, Pipeline]:
    pipeline = Pipeline()
    list(pipeline.read([_WARM]))
    return _seconds(lambda: list(pipeline.read(documents))), pipeline


def mixed(conflict: Sequence[Document], plain: Sequence[Document]) -> list[Document]:
    """Return mixed news: each relevant document among MIXED - 1 others, no two of these alike.

    >>> len(mixed([_WARM], [Document("o", "One. Two. Three.")]))
    20
    """
    found = []
    sources = cycle(plain)
    for number, document in enumerate(conflict):
        found.append(document)
        for turn, source in enumerate(islice(sources, MIXED - 1)):
            sentences = source.text.split(". ")
            shift = (number + turn) % len(sentences)
            text = ". ".join(sentences[shift:] + sentences[:shift])
            found.append(Document(f"{source.id}-{number}-{turn}", text, published="2014-03-11"))
    return found


def bench(conflict: Sequence[Document] | None = None) -> dict[str, Any]:
    """Return ``{"ratios", "seconds", "memory_mb", "words"}``; the bundled samples by default."""
    conflict = conflict or read_paths([folder()]).documents
    news = mixed(conflict[:8], read_paths([other()]).documents)
    longest = max(conflict, key=lambda document: len(document.text))
    ours, pipeline = _ours(conflict)
    ours_mixed, _ = _ours(news)
    one = min(_seconds(lambda: list(pipeline.read([longest]))) for _ in range(3))
    memory = peak_mb()
    bare, bare_mixed = _bare([d.text for d in conflict]), _bare([d.text for d in news])
    words = {"conflict": _words(conflict), "mixed": _words(news), "one_report": _words([longest])}
    return {
        "ratios": {
            "conflict_news_over_bare_parser": round(bare / ours, 3),
            "mixed_news_over_bare_parser": round(bare_mixed / ours_mixed, 3),
        },
        "seconds": {
            "conflict_news": round(ours, 3),
            "conflict_news_bare": round(bare, 3),
            "mixed_news": round(ours_mixed, 3),
            "mixed_news_bare": round(bare_mixed, 3),
            "one_report_warm": round(one, 4),
        },
        "memory_mb": memory,
        "words": words,
    }


def _words(documents: Sequence[Document]) -> int:
    return sum(len(document.text.split()) for document in documents)
