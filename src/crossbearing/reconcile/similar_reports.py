"""Which reports tell of one happening, by the rare names they share and the days between them.

Rarity is that in the collection at hand: a name is weighted by the squared logarithm of how few reports hold it. Used
to bring accounts together that nothing else could compare, and as one feature of their score.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from crossbearing.model.derived import DocumentFingerprint
from crossbearing.reconcile.comparison import day_number
from crossbearing.reconcile.copies import holders_of
from crossbearing.reconcile.settings import SETTINGS

_UNDATED = 0.5
_AVERAGE_SLACK = 0.8


def similar_reports(documents: Sequence[DocumentFingerprint]) -> dict[tuple[str, str], float]:
    """Return the similarity (0 to 1) of the pairs of reports that share a rare name; ids of a pair are in order.

    Cosine over squared inverse document frequency, times the decay of the days between the two; half where one is
    undated. Pairs below the least similarity are left out.
    """
    index = holders_of([d.terms for d in documents])
    total = len(documents)
    weight = {term: math.log(total / len(holders)) ** 2 for term, holders in index.items()}
    once = math.log(total) ** 2 if total else 0.0
    most = int(SETTINGS["term_documents"])
    lengths = [math.sqrt(sum(sorted(weight.get(t, once) for t in d.terms))) or 1.0 for d in documents]
    # Each is compared with many: as plain sets, and only what others hold too.
    held = [frozenset(t for t in d.terms if t in weight) for d in documents]
    days = [day_number(d.published) for d in documents]
    found: dict[tuple[str, str], float] = {}
    for a, one in enumerate(documents):
        near = {b for t in held[a] if len(holders := index[t]) <= most for b in holders if b > a}
        for b in sorted(near):
            other = documents[b]
            shared = sum(sorted(weight[t] for t in held[a] & held[b]))
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


class _Stories:
    """Groups of reports that grow best pair first, where the two groups are alike on average."""

    def __init__(self, names: Sequence[str]) -> None:
        self.group = {name: name for name in names}
        self.members = {name: [name] for name in names}
        self.sums: dict[str, dict[str, float]] = defaultdict(dict)

    def add_link(self, one: str, other: str, value: float) -> None:
        """Add the likeness of two reports to that of their groups."""
        a, b = self.group[one], self.group[other]
        if a != b:
            self.sums[a][b] = self.sums[a].get(b, 0.0) + value
            self.sums[b][a] = self.sums[b].get(a, 0.0) + value

    def average(self, one: str, other: str) -> float:
        """Return the average likeness of the groups of two reports, 1 inside one group."""
        a, b = self.group[one], self.group[other]
        if a == b:
            return 1.0
        return self.sums[a].get(b, 0.0) / (len(self.members[a]) * len(self.members[b]))

    def join(self, one: str, other: str) -> None:
        """Make one group of two; it keeps the name that sorts first."""
        low, high = sorted((self.group[one], self.group[other]))
        if low == high:
            return
        for name in self.members[high]:
            self.group[name] = low
        self.members[low] += self.members.pop(high)
        for neighbour, value in self.sums.pop(high, {}).items():
            self.sums[neighbour].pop(high, None)
            if neighbour != low:
                self.sums[low][neighbour] = self.sums[low].get(neighbour, 0.0) + value
                self.sums[neighbour][low] = self.sums[low][neighbour]


def stories_of(
    documents: Sequence[DocumentFingerprint],
    main_event: Mapping[str, str],
    similar: Mapping[tuple[str, str], float],
) -> dict[str, str]:
    """Return the story of each report, named by the first report of it.

    Reports whose main event is one event are one story; then alike reports join. The days read from the texts do not
    keep two alike reports apart: that cost two points of pairwise recall on the shootings stream and won nothing.
    """
    stories = _Stories(sorted(d.id for d in documents))
    by_event: dict[str, str] = {}
    for document in sorted(d.id for d in documents if d.id in main_event):
        stories.join(document, by_event.setdefault(main_event[document], document))
    for (one, other), value in sorted(similar.items()):
        stories.add_link(one, other, value)
    least = SETTINGS["report_story"]
    for (one, other), value in sorted(similar.items(), key=lambda s: (-s[1], s[0])):
        if value < least:
            break
        if stories.average(one, other) >= least * _AVERAGE_SLACK:
            stories.join(one, other)
    return dict(stories.group)
