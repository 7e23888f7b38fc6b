"""Which documents hold the text of another: candidates by shared runs of words, then containment computed exactly.

Source of the rules: section A.3 of the reconciliation design.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set

from crossbearing.model.derived import DocumentFingerprint, Edge
from crossbearing.reconcile.settings import SETTINGS

_SHARED_FOR_CANDIDATE = 3
_SHARED_SENTENCES = 2


def holders_of(marks: Sequence[Set[int]]) -> dict[int, list[int]]:
    """Return the marks that several documents hold, each with the numbers of its documents in order.

    Nine marks of ten stand in one document only. A first pass counts what falls into each field of a table, eight times
    as large as there are marks, so that the index holds no mark that is alone in its field.

    >>> holders_of([{1, 2}, {2, 3}, {2, 9}])
    {2: [0, 1, 2]}
    """
    size = 1 << (8 * sum(map(len, marks))).bit_length()
    fields = bytearray(size)
    for own in marks:
        for mark in own:
            field = mark & (size - 1)
            if fields[field] < 2:
                fields[field] += 1
    first: dict[int, int] = {}
    holders: dict[int, list[int]] = {}
    for number, own in enumerate(marks):
        for mark in own:
            if fields[mark & (size - 1)] < 2:
                continue
            if mark in holders:
                holders[mark].append(number)
            elif (known := first.setdefault(mark, number)) != number:
                holders[mark] = [known, number]
    return holders


def copied_pairs(documents: Sequence[DocumentFingerprint]) -> tuple[dict[tuple[str, str], str], list[Edge]]:
    """Return the pairs of documents of which one holds the other's text, with the evidence, and mere shared passages.

    Candidates share three rare shingles or a sentence; then containment of the shorter is computed exactly.
    """
    by_id = {d.id: d for d in documents}
    pairs, distinct = _mirrors(documents)
    shared: dict[tuple[str, str], int] = defaultdict(int)
    limit = int(SETTINGS["shingle_documents"])
    for marks, weight in (
        ([d.shingles for d in distinct], 1),
        ([d.sentences for d in distinct], _SHARED_FOR_CANDIDATE),
    ):
        for holders in holders_of(marks).values():
            if len(holders) <= limit:
                for i, one in enumerate(holders):
                    for other in holders[i + 1 :]:
                        shared[(distinct[one].id, distinct[other].id)] += weight
    passages: list[Edge] = []
    for pair in sorted(p for p, n in shared.items() if n >= _SHARED_FOR_CANDIDATE):
        _verify(by_id[pair[0]], by_id[pair[1]], pairs, passages)
    return pairs, passages


def _mirrors(
    documents: Sequence[DocumentFingerprint],
) -> tuple[dict[tuple[str, str], str], list[DocumentFingerprint]]:
    """Return each text printed again word for word, paired with its first printing, and one document a text."""
    first: dict[frozenset[int], DocumentFingerprint] = {}
    pairs: dict[tuple[str, str], str] = {}
    distinct = []
    for document in sorted(documents, key=lambda d: d.id):
        if len(document.shingles) < SETTINGS["copy_shared"]:
            distinct.append(document)
            continue
        known = first.setdefault(document.shingles, document)
        if known is document:
            distinct.append(document)
        else:
            pairs[(known.id, document.id)] = f"the same text: all {len(document.shingles)} five-word runs"
    return pairs, distinct


def _verify(
    one: DocumentFingerprint, other: DocumentFingerprint, pairs: dict[tuple[str, str], str], passages: list[Edge]
) -> None:
    common = len(one.shingles & other.shingles)
    shorter = min(len(one.shingles), len(other.shingles)) or 1
    sentences = len(one.sentences & other.sentences)
    containment = common / shorter
    evidence = f"{common} shared five-word runs, {containment:.2f} of the shorter text, {sentences} shared sentences"
    pair = (one.id, other.id)
    if containment >= SETTINGS["copy_containment"] and (
        common >= SETTINGS["copy_shared"] or sentences >= _SHARED_SENTENCES
    ):
        pairs[pair] = evidence
    elif containment >= SETTINGS["passage_containment"] or sentences:
        passages.append(Edge(one.id, other.id, "passage", evidence))
