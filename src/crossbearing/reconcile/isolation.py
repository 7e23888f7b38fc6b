"""Reconciliation compares documents with one another: which of them a fault is about has to be sought.

The documents are taken in the order of their ids; the shortest run of them that fails ends with the culprit. It is left
out, its problem says so, and the rest is tried again. A sound set of documents is derived once and pays nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from crossbearing.model.claim import Claim
from crossbearing.model.derived import DocumentFingerprint, Record, Unplaced
from crossbearing.model.faults import Faults

Derive = Callable[[Sequence[Claim], Sequence[DocumentFingerprint], Faults], Record]

MOST_CULPRITS = 12
"""Documents that are left out one by one; where still more fail, the fault is in all, and nothing is derived."""
LEFT_OUT = "left_out"
"""Code of claims that no ledger keeps since the comparison failed over their document."""


def without_culprits(
    claims: Sequence[Claim], documents: Sequence[DocumentFingerprint], faults: Faults, derive: Derive
) -> Record:
    """Return what is derived of the claims, but for those of documents over which ``derive`` fails."""
    kept = sorted({c.document for c in claims} | {d.id for d in documents})
    left_out: set[str] = set()

    def of(names: Sequence[str], trial: Faults) -> Record:
        wanted = set(names)
        return derive([c for c in claims if c.document in wanted], [d for d in documents if d.id in wanted], trial)

    while True:
        trial = Faults(faults.strict)
        try:
            record = of(kept, trial)
        except Exception as error:
            if not kept:
                raise
            culprits = kept if len(left_out) == MOST_CULPRITS else [_culprit(kept, of)]
            for document in culprits:
                faults.keep(error, document, "reconcile")
            left_out.update(culprits)
            kept = [name for name in kept if name not in left_out]
        else:
            faults.take(trial)
            return _with_left_out(record, claims, left_out)


def _culprit(names: Sequence[str], of: Callable[[Sequence[str], Faults], Record]) -> str:
    """Return the last document of the shortest run that fails, knowing that all of them together do."""
    low, high = 0, len(names)
    while high - low > 1:
        middle = (low + high) // 2
        try:
            of(names[:middle], Faults())
            low = middle
        except Exception:
            high = middle
    return names[high - 1]


def _with_left_out(record: Record, claims: Sequence[Claim], left_out: set[str]) -> Record:
    lost = [
        Unplaced(c.id, LEFT_OUT, "the comparison failed over this document; see its problems")
        for c in sorted(claims, key=lambda c: c.id)
        if c.document in left_out
    ]
    return replace(record, unplaced=tuple(sorted((*record.unplaced, *lost), key=lambda u: u.claim))) if lost else record
