"""Saves calls: a report in which the gate of the rules finds nothing to read is not sent, and that is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crossbearing.extract.gate import Gate
from crossbearing.llm import faults
from crossbearing.model.document import Document, Problem
from crossbearing.text.segments import segment
from crossbearing.text.sentences import sentences

_READ = frozenset({"heading", "paragraph"})
_FOREIGN_SHARE = 0.3


def sift(documents: Iterable[Document], gate: Gate) -> Iterator[tuple[Document, Problem | None]]:
    """Yield every document, with the problem that says why it is not sent, None where it is.

    The gate knows English words: a report in another language or script is always sent.

    >>> gate = Gate(frozenset({"shell"}), lambda word, tag: {"shelled": "shell"}.get(word, word))
    >>> found = sift([Document("a", "They shelled a town."), Document("b", "It rained."), Document("c", "قصف")], gate)
    >>> [problem.code if problem else None for _, problem in found]
    [None, 'llm_not_relevant', None]
    """
    for document in documents:
        yield document, None if _relevant(document, gate) else _NOTHING


_NOTHING = Problem(
    faults.NOT_RELEVANT,
    "not asked: no sentence holds a word that a claim could start from (--llm-only-relevant)",
    "llm",
)


def _relevant(document: Document, gate: Gate) -> bool:
    if not document.language.lower().startswith("en") or _foreign(document.text):
        return True
    return any(
        gate.decide(document.text[start:end]) is not None
        for part in document.segments or segment(document.text, document.title)
        if part.kind in _READ
        for start, end in sentences(document.text, part.start, part.end)
    )


def _foreign(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return sum(c > "\u024f" for c in letters) > _FOREIGN_SHARE * len(letters)
