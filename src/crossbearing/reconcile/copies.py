"""Which documents hold the text of another: candidates by shared runs of words, then containment computed exactly.

Source of the rules: section A.3 of the reconciliation design.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set

from crossbearing.model.derived import DocumentFingerprint, Edge
from crossbearing.reconcile.settings import SETTINGS

_SHARED_FOR_CANDIDATE = 3
_SHARED_SENTENCES = 2

Mark = tuple[int, int]


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

    Candidates share three rare shingles or a sentence; then containment of the shorter is computed exactly. What more
    documents share than that is boilerplate or a story of which everybody prints a version: see ``_printings``.
    """
    by_id = {d.id: d for d in documents}
    pairs, distinct = _mirrors(documents)
    shared: dict[tuple[str, str], int] = defaultdict(int)
    limit = int(SETTINGS["shingle_documents"])
    common: dict[int, list[Mark]] = defaultdict(list)
    for marks, weight in (
        ([d.shingles for d in distinct], 1),
        ([d.sentences for d in distinct], _SHARED_FOR_CANDIDATE),
    ):
        for mark, holders in holders_of(marks).items():
            if len(holders) > limit:
                for number in holders:
                    common[number].append((mark, weight))
                continue
            for i, one in enumerate(holders):
                for other in holders[i + 1 :]:
                    shared[(distinct[one].id, distinct[other].id)] += weight
    passages: list[Edge] = []
    for pair in sorted(p for p, n in shared.items() if n >= _SHARED_FOR_CANDIDATE):
        copied, evidence = _containment(by_id[pair[0]], by_id[pair[1]])
        if copied:
            pairs[pair] = evidence
        elif copied is None:
            passages.append(Edge(*pair, "passage", evidence))
    _printings(distinct, common, pairs)
    return pairs, passages


def _printings(
    documents: Sequence[DocumentFingerprint], common: Mapping[int, Sequence[Mark]], pairs: dict[tuple[str, str], str]
) -> None:
    """Add to ``pairs`` the copies among documents that share what more than ``shingle_documents`` of them hold.

    To compare all with all would cost the square of their number. Each is compared with those before it that were no
    copy of an earlier one: the first printing of a wire story stands for all others, and thousands of reports with one
    footer are compared with the first that bear it.
    """
    most = int(SETTINGS["shingle_documents"])
    first: dict[int, list[int]] = defaultdict(list)
    for number in sorted(common):
        shared: dict[int, int] = defaultdict(int)
        for mark, weight in common[number]:
            for earlier in first.get(mark, ()):
                shared[earlier] += weight
        found = False
        for earlier in sorted(n for n, weight in shared.items() if weight >= _SHARED_FOR_CANDIDATE):
            pair = (documents[earlier].id, documents[number].id)
            if pair not in pairs:
                copied, evidence = _containment(documents[earlier], documents[number])
                if copied:
                    pairs[pair] = f"{evidence}; the first of more printings than are all compared"
            found = found or pair in pairs
        if not found:
            for mark, _ in common[number]:
                if len(first[mark]) < most:
                    first[mark].append(number)


def _mirrors(
    documents: Sequence[DocumentFingerprint],
) -> tuple[dict[tuple[str, str], str], list[DocumentFingerprint]]:
    """Return each text printed again word for word, paired with its first printing, and one document a text."""
    first: dict[Set[int], DocumentFingerprint] = {}
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


def _containment(one: DocumentFingerprint, other: DocumentFingerprint) -> tuple[bool | None, str]:
    """Say whether one document holds the other's text, None where they share passages only; with the evidence."""
    common = len(one.shingles & other.shingles)
    shorter = min(len(one.shingles), len(other.shingles)) or 1
    sentences = len(one.sentences & other.sentences)
    containment = common / shorter
    evidence = f"{common} shared five-word runs, {containment:.2f} of the shorter text, {sentences} shared sentences"
    if containment >= SETTINGS["copy_containment"] and (
        common >= SETTINGS["copy_shared"] or sentences >= _SHARED_SENTENCES
    ):
        return True, evidence
    return (None if containment >= SETTINGS["passage_containment"] or sentences else False), evidence
