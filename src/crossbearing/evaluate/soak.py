"""Long runs: memory while reports are read over and over, and a whole run over many varied copies of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from crossbearing.engines.collecting import seldom_collected
from crossbearing.evaluate.bench import whole_run, words_of
from crossbearing.evaluate.reconciling import peak_mb
from crossbearing.model.document import Document
from crossbearing.pipeline import Pipeline

SAMPLES = 60
"""How often memory is looked at; the first third is the warm-up."""


def varied(document: Document, turn: int) -> Document:
    """Return a copy that no cache knows: its sentences from another one on, its figures other ones.

    >>> varied(Document("d", "One fell. 12 fled. All wept."), 1).text
    '13 fled. All wept.. One fell'
    """
    sentences = document.text.split(". ")
    shift = turn % len(sentences)
    words = ". ".join(sentences[shift:] + sentences[:shift]).split(" ")
    text = " ".join(str(int(w) + turn) if w.isascii() and w.isdecimal() and len(w) < 4 else w for w in words)
    return replace(document, id=f"{document.id}-{turn:05}", text=text, segments=())


def held_mb() -> float:
    """Return the megabytes that this process holds now; its peak where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return peak_mb()
    return round(pages * os.sysconf("SC_PAGE_SIZE") / (1024 * 1024), 1)


def soak(documents: Sequence[Document], seconds: float) -> dict[str, Any]:
    """Read varied copies of the documents for so many seconds of the processor; return what memory was held meanwhile.

    ``samples`` are megabytes, in order; ``growth_mb`` is by how much the median of the last quarter lies above that of
    the quarter after the warm-up.
    """
    pipeline = Pipeline()
    samples: list[float] = []
    read = words = 0
    begun = process_time()
    with seldom_collected():
        for document in _endless(documents):
            list(pipeline.read([document]))
            read, words = read + 1, words + words_of([document])
            passed = process_time() - begun
            while len(samples) < SAMPLES and passed >= (len(samples) + 1) * seconds / SAMPLES:
                samples.append(held_mb())
            if passed >= seconds:
                break
    warm, last = samples[SAMPLES // 3 : SAMPLES // 3 + SAMPLES // 4], samples[-SAMPLES // 4 :]
    return {
        "seconds": seconds,
        "documents": read,
        "words": words,
        "warm_mb": round(median(warm), 1),
        "end_mb": round(median(last), 1),
        "growth_mb": round(median(last) - median(warm), 1),
        "samples": samples,
    }


def _endless(documents: Sequence[Document]) -> Iterator[Document]:
    for turn in count():
        for document in documents:
            yield varied(document, turn)


def whole_run_of_copies(documents: Sequence[Document], copies: int) -> dict[str, float]:
    """Return words, seconds and peak memory of a run over so many varied copies, by two workers, in a new process."""
    made = [varied(document, turn) for turn in range(copies) for document in documents]
    return {"reports": len(made), **whole_run(made, "--workers", "2")}
