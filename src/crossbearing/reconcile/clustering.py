"""Scored pairs into clusters: best pair first, where the clusters agree on average, within the limits of one event.

Source of the rules: section A.4 of the reconciliation design. Clusters are compared by a few of their members.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Sequence

from crossbearing.reconcile.bonds import NO_BONDS, Bonded
from crossbearing.reconcile.document_events import DocumentEvent
from crossbearing.reconcile.places import distance_km
from crossbearing.reconcile.scoring import Comparison
from crossbearing.reconcile.settings import SETTINGS

_MOST_SPOTS = 6
_SAMPLE = int(SETTINGS["linkage_sample"])
_MERGE = SETTINGS["merge"]
_DAYS = {"incident": SETTINGS["incident_days"], "campaign": SETTINGS["campaign_days"]}
_KM = {"incident": SETTINGS["incident_km"], "campaign": SETTINGS["campaign_km"]}


class Linkage:
    """Merges pairs best first; accounts are numbers in the order of their ids, and a cluster is its smallest one."""

    def __init__(
        self,
        accounts: Sequence[DocumentEvent],
        judge: Callable[[DocumentEvent, DocumentEvent], Comparison],
        bonded: Bonded | None = None,
    ) -> None:
        self.accounts = accounts
        self.bonded = bonded or Bonded(accounts, NO_BONDS)
        self.judge = judge
        self.root = list(range(len(accounts)))
        # Clusters of one account stand in neither: most never grow.
        self.members: dict[int, list[int]] = {}
        self.samples: dict[int, list[DocumentEvent]] = {}
        self.refused: dict[tuple[int, int], tuple[int, int]] = {}

    def find(self, number: int) -> int:
        """Return the cluster of an account."""
        while self.root[number] != number:
            self.root[number] = self.root[self.root[number]]
            number = self.root[number]
        return number

    def try_merge(self, one: int, other: int, score: float) -> bool:
        """Merge the clusters of two accounts that scored above the threshold, unless their other members object."""
        a, b = self.find(one), self.find(other)
        if a == b:
            return True
        # Pairs come best first: what two clusters refused, they refuse again as long as neither has grown.
        sizes = (self._size(a), self._size(b))
        if self.refused.get((a, b)) == sizes:
            return False
        mine, theirs = self._sample(a), self._sample(b)
        if not self.bonded.may_join(a, b):
            return False
        if not _within_limits([*mine, *theirs]) or not self._agree(mine, theirs, score):
            if sizes != (1, 1):
                self.refused[(a, b)] = sizes
            return False
        self._join(min(a, b), max(a, b))
        self.bonded.join(a, b)
        return True

    def clusters(self) -> list[list[int]]:
        """Return the clusters, and the accounts of each, in the order of ids."""
        return [self.members.get(n, [n]) for n in range(len(self.accounts)) if self.root[n] == n]

    def _size(self, cluster: int) -> int:
        return len(self.members[cluster]) if cluster in self.members else 1

    def _join(self, into: int, gone: int) -> None:
        self.root[gone] = into
        members = self.members.pop(into, None) or [into]
        joined = self.members.pop(gone, None) or [gone]
        if len(joined) == 1:
            insort(members, joined[0])
        else:
            members = sorted(members + joined)
        self.members[into] = members
        self.samples.pop(gone, None)
        self.samples.pop(into, None)

    def _sample(self, cluster: int) -> list[DocumentEvent]:
        known = self.samples.get(cluster)
        if known is not None:
            return known
        members = self.members.get(cluster)
        if members is None:
            return [self.accounts[cluster]]
        if len(members) > _SAMPLE:
            step = len(members) / _SAMPLE
            members = [members[int(i * step)] for i in range(_SAMPLE)]
        self.samples[cluster] = [self.accounts[n] for n in members]
        return self.samples[cluster]

    def _agree(self, mine: Sequence[DocumentEvent], theirs: Sequence[DocumentEvent], score: float) -> bool:
        if len(mine) == len(theirs) == 1:
            return True
        scores = []
        for one in mine:
            for other in theirs:
                if told_as_two(one, other):
                    return False
                comparison = self.judge(one, other)
                if comparison.veto:
                    return False
                scores.append(comparison.score)
        return (sum(scores) + score) / (len(scores) + 1) >= _MERGE - 0.05


def told_as_two(one: DocumentEvent, other: DocumentEvent) -> bool:
    """Say whether one report tells of two blows, struck by two sides: another report of either makes them no one."""
    if one.group != "violence" or other.group != "violence" or set(one.documents).isdisjoint(other.documents):
        return False
    mine, theirs = ({side for _, side in account.agents if side} for account in (one, other))
    return bool(mine) and bool(theirs) and not mine & theirs


def _within_limits(both: Sequence[DocumentEvent]) -> bool:
    level = both[0].level
    starts = [a.start for a in both if a.start is not None]
    ends = [a.end for a in both if a.end is not None]
    # A vague date is no long event: what counts is how far the latest start lies behind the earliest end.
    if starts and ends and max(starts) - min(ends) + 1 > _DAYS[level]:
        return False
    for i, one in enumerate(both):
        for other in both[i + 1 :]:
            if not _meet(one, other, _KM[level]):
                return False
    return True


def _meet(one: DocumentEvent, other: DocumentEvent, limit: float) -> bool:
    """Say whether any place of one lies within the limit of one of the other: a misread place tears nothing apart."""
    if one.narrowest is other.narrowest:
        return True
    known = False
    for spot in one.fine[:_MOST_SPOTS]:
        for place in other.fine[:_MOST_SPOTS]:
            distance = distance_km(spot, place)
            if distance is not None and distance <= limit + spot.radius + place.radius:
                return True
            known = known or distance is not None
    return not known
