"""Which reports tell of one happening, by the rare names they share and the days between them.

Rarity is that in the collection at hand: a name is weighted by the squared logarithm of how few reports hold it. Used
to bring accounts together that nothing else could compare, and as one feature of their score.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from crossbearing.model.derived import DocumentFingerprint
from crossbearing.reconcile.features import day_number
from crossbearing.reconcile.settings import SETTINGS

_UNDATED = 0.5


def similar_reports(documents: Sequence[DocumentFingerprint]) -> dict[tuple[str, str], float]:
    """Return the similarity (0 to 1) of the pairs of reports that share a rare name; ids of a pair are in order.

    Cosine over squared inverse document frequency, times the decay of the days between the two; half where one is
    undated. Pairs below the least similarity are left out.
    """
    frequency = Counter(term for d in documents for term in d.terms)
    total = len(documents)
    weight = {term: math.log(total / n) ** 2 for term, n in frequency.items() if n > 1}
    once = math.log(total) ** 2 if total else 0.0
    most = int(SETTINGS["term_documents"])
    index: dict[int, list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        for term in document.terms:
            if 2 <= frequency[term] <= most:
                index[term].append(number)
    candidates = {(a, b) for holders in index.values() for i, a in enumerate(holders) for b in holders[i + 1 :]}
    lengths = [math.sqrt(sum(sorted(weight.get(t, once) for t in d.terms))) or 1.0 for d in documents]
    days = [day_number(d.published) for d in documents]
    found: dict[tuple[str, str], float] = {}
    for a, b in sorted(candidates):
        one, other = documents[a], documents[b]
        shared = sum(sorted(weight[t] for t in one.terms & other.terms))
        value = shared / (lengths[a] * lengths[b]) * _decay(days[a], days[b])
        if value >= SETTINGS["report_least"]:
            found[(one.id, other.id) if one.id < other.id else (other.id, one.id)] = round(value, 6)
    return found


def _decay(one: int | None, other: int | None) -> float:
    if one is None or other is None:
        return _UNDATED
    return math.exp(-abs(one - other) / SETTINGS["report_decay_days"])


def story_value(similarity: float) -> float:
    """Return how far a similarity says that two reports tell one story, from 0 to 1.

    >>> story_value(0.5), story_value(0.06)
    (1.0, 0.5)
    """
    return min(1.0, similarity / SETTINGS["report_full"])


def stories_of(
    documents: Sequence[DocumentFingerprint],
    main_event: Mapping[str, str],
    similar: Mapping[tuple[str, str], float],
) -> dict[str, str]:
    """Return the story of each report: its main event; a report without one joins the nearest report that has one."""
    nearest: dict[str, tuple[float, str]] = {}
    for (one, other), value in sorted(similar.items()):
        for lonely, known in ((one, other), (other, one)):
            if lonely in main_event or known not in main_event or story_value(value) < SETTINGS["merge"]:
                continue
            if lonely not in nearest or value > nearest[lonely][0]:
                nearest[lonely] = (value, known)
    return {
        d.id: main_event.get(d.id) or (main_event[nearest[d.id][1]] if d.id in nearest else d.id) for d in documents
    }
