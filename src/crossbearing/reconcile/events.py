"""Accounts of all documents into events: blocks, scored pairs, average linkage within the limits of one event.

Source of the rules: section A.4 of the reconciliation design. The cost stays near n log n: an account is compared with
the accounts of its block that sort nearest to it, and two clusters by a few of their members.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crossbearing.reconcile.accounts import Account, account_of
from crossbearing.reconcile.joining import Clusters, Join, decision_of
from crossbearing.reconcile.scoring import IRRECONCILABLE, Comparison, compare, distance_km
from crossbearing.reconcile.settings import SETTINGS
from crossbearing.reconcile.stories import story_value

_WINDOW = int(SETTINGS["window"])
_CROWD = int(SETTINGS["crowd"])
_CROWD_WINDOW = int(SETTINGS["crowd_window"])
_SAMPLE = int(SETTINGS["linkage_sample"])
_MERGE = SETTINGS["merge"]
_DAYS = {"incident": SETTINGS["incident_days"], "campaign": SETTINGS["campaign_days"]}
_KM = {"incident": SETTINGS["incident_km"], "campaign": SETTINGS["campaign_km"]}
_DAY_BUCKET = {"incident": 4, "campaign": 60}
_CELL_DEGREES = 0.5
_MOST_SPOTS = 3
_MOST_BUCKETS = 4

Block = tuple[object, ...]


@dataclass(slots=True)
class Cluster:
    """Accounts that are one event; ``members`` are sorted by id."""

    members: list[Account]

    def merged(self) -> Account:
        """Return all of it as one account."""
        return account_of(v for a in self.members for v in a.views)


def _day_buckets(account: Account) -> Iterator[tuple[int, int]]:
    if account.start is None or account.end is None:
        return
    width = _DAY_BUCKET[account.level]
    pad = int(SETTINGS["pad_days"])
    # Two grids, half a bucket apart: whatever lies within half a bucket shares a bucket in one of them.
    for grid in (0, 1):
        shift = grid * width // 2
        first, last = (account.start - pad + shift) // width, (account.end + pad + shift) // width
        for number in range(first, min(last, first + _MOST_BUCKETS) + 1):
            yield grid, number


def _cells(account: Account) -> Iterator[tuple[object, ...]]:
    fine = sorted((s for s in account.spots if not s.coarse), key=lambda s: (s.radius, s.key))[:_MOST_SPOTS]
    for spot in fine:
        if spot.lat is None or spot.lon is None:
            yield ("name", spot.key)
            continue
        for grid in range(4):
            lat = spot.lat + (grid & 1) * _CELL_DEGREES / 2
            lon = spot.lon + (grid >> 1) * _CELL_DEGREES / 2
            yield (grid, math.floor(lat / _CELL_DEGREES), math.floor(lon / _CELL_DEGREES))


def blocks_of(account: Account, copy_root: Callable[[str], str | None]) -> set[Block]:
    """Return the blocks of an account: place and days, named persons, rare figures with the day, copied texts."""
    kind = account.kind
    days = list(_day_buckets(account))
    found: set[Block] = set()
    for cell in _cells(account):
        if days:
            found.update((kind, cell, day) for day in days)
        else:
            found.add((kind, cell, "undated"))
    for person in account.persons:
        found.add((kind, "person", person))
    for quantity, number in account.rare:
        found.update((kind, quantity, number, day) for day in days)
    for document in account.documents:
        if root := copy_root(document):
            found.add((kind, "copy", root))
    return found


def _sort_key(account: Account) -> tuple[object, ...]:
    spot = min(((s.radius, s.key) for s in account.spots), default=(0.0, ""))
    counts = sorted((k, c[0]) for k, c in account.counts.items())
    return (account.start or 0, account.end or 0, spot[1], account.classes, account.agents[:1], counts, account.id)


def _pairs(accounts: Sequence[Account], copy_root: Callable[[str], str | None]) -> Iterator[tuple[int, int]]:
    order = sorted(range(len(accounts)), key=lambda i: _sort_key(accounts[i]))
    blocks: dict[Block, list[int]] = defaultdict(list)
    for rank, index in enumerate(order):
        for block in blocks_of(accounts[index], copy_root):
            blocks[block].append(rank)
    seen: set[int] = set()
    total = len(order)
    for members in blocks.values():
        window = _WINDOW if len(members) <= _CROWD else _CROWD_WINDOW
        for position, rank in enumerate(members):
            for other in members[position + 1 : position + 1 + window]:
                code = rank * total + other
                if code not in seen:
                    seen.add(code)
                    yield order[rank], order[other]


def _copy_roots(copies: frozenset[tuple[str, str]]) -> Callable[[str], str | None]:
    clusters = Clusters()
    known: set[str] = set()
    for one, other in sorted(copies):
        clusters.union(one, other)
        known.update((one, other))
    return lambda document: clusters.root(document) if document in known else None


class _Linkage:
    """Merges pairs best first where the clusters agree on average and stay within the limits of one event."""

    def __init__(self, accounts: Sequence[Account], judge: Callable[[Account, Account], Comparison]) -> None:
        self.accounts = accounts
        self.judge = judge
        self.root = list(range(len(accounts)))
        self.members: dict[int, list[int]] = {i: [i] for i in range(len(accounts))}

    def find(self, index: int) -> int:
        """Return the cluster of an account."""
        while self.root[index] != index:
            self.root[index] = self.root[self.root[index]]
            index = self.root[index]
        return index

    def try_merge(self, one: int, other: int, score: float) -> bool:
        """Merge the clusters of two accounts that scored above the threshold, unless their other members object."""
        a, b = self.find(one), self.find(other)
        if a == b:
            return True
        mine, theirs = self.members[a], self.members[b]
        if not self._within_limits(mine, theirs) or not self._agree(mine, theirs, score):
            return False
        low, high = (a, b) if self.accounts[a].id < self.accounts[b].id else (b, a)
        self.root[high] = low
        self.members[low] = mine + theirs
        del self.members[high]
        return True

    def _sample(self, members: list[int]) -> list[int]:
        if len(members) <= _SAMPLE:
            return members
        ordered = sorted(members, key=lambda i: self.accounts[i].id)
        step = len(ordered) / _SAMPLE
        return [ordered[int(i * step)] for i in range(_SAMPLE)]

    def _agree(self, mine: list[int], theirs: list[int], score: float) -> bool:
        if len(mine) == len(theirs) == 1:
            return True
        scores = []
        for i in self._sample(mine):
            for j in self._sample(theirs):
                one, other = self.accounts[i], self.accounts[j]
                comparison = self.judge(one, other)
                if comparison.veto:
                    return False
                scores.append(comparison.score)
        return (sum(scores) + score) / (len(scores) + 1) >= _MERGE - 0.05

    def _within_limits(self, mine: list[int], theirs: list[int]) -> bool:
        both = [self.accounts[i] for i in (*self._sample(mine), *self._sample(theirs))]
        level = both[0].level
        starts = [a.start for a in both if a.start is not None]
        ends = [a.end for a in both if a.end is not None]
        # A vague date is no long event: what counts is how far the latest start lies behind the earliest end.
        if starts and ends and max(starts) - min(ends) + 1 > _DAYS[level]:
            return False
        spots = [min(a.spots, key=lambda s: (s.radius, s.key)) for a in both if a.spots]
        for i, one in enumerate(spots):
            for other in spots[i + 1 :]:
                distance = distance_km(one, other)
                if distance is not None and distance > _KM[level] + one.radius + other.radius:
                    return False
        return True


class _Judge:
    """Compares accounts with what is known of their documents: copies, and how far they tell one story."""

    def __init__(
        self,
        accounts: Sequence[Account],
        copies: frozenset[tuple[str, str]],
        similar: Mapping[tuple[str, str], float],
    ) -> None:
        self.copy_root = _copy_roots(copies)
        self.similar = similar
        self.main = main_accounts(accounts)

    def __call__(self, one: Account, other: Account) -> Comparison:
        """Compare two accounts of different documents."""
        mine, theirs = one.documents[0], other.documents[0]
        root = self.copy_root(mine)
        copied = root is not None and mine != theirs and root == self.copy_root(theirs)
        report = None
        if self.main.get(mine) == one.id and self.main.get(theirs) == other.id:
            similarity = self.similar.get((mine, theirs) if mine < theirs else (theirs, mine))
            report = None if similarity is None else story_value(similarity)
        return compare(one, other, copied, report)


def main_accounts(accounts: Sequence[Account]) -> dict[str, str]:
    """Return for each document the account that it is about: the first real violence of its own days with a toll.

    What a report tells of long before its publication is history beside the news.
    """
    best: dict[str, tuple[tuple[bool, bool, bool, int, str], str]] = {}
    for account in accounts:
        if account.modality != "real" or account.polarity != "positive" or account.level != "incident":
            continue
        document = account.documents[0]
        history = account.end is not None and account.published is not None
        history = history and (account.published or 0) - (account.end or 0) > SETTINGS["news_days"]
        lead = account.views[0].position[0]
        key = (account.group != "violence", history, not account.counts, lead, account.id)
        if document not in best or key < best[document][0]:
            best[document] = (key, account.id)
    return {document: account_id for document, (_, account_id) in best.items()}


def _story_pairs(accounts: Sequence[Account], judge: _Judge, seen: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    number = {a.id: n for n, a in enumerate(accounts)}
    for one, other in sorted(judge.similar):
        if one in judge.main and other in judge.main:
            pair = (number[judge.main[one]], number[judge.main[other]])
            if pair not in seen and pair[::-1] not in seen:
                yield pair


def cluster_accounts(
    accounts: Sequence[Account],
    copies: frozenset[tuple[str, str]],
    similar: Mapping[tuple[str, str], float],
    log: Callable[[Join], None],
) -> tuple[list[Cluster], list[tuple[str, str, str]]]:
    """Return the clusters, and (claim, claim, tie) for pairs that are possible, or of one scene but irreconcilable.

    Every pair that was scored and not vetoed goes to ``log``.
    """
    judge = _Judge(accounts, copies, similar)
    scored, possible = _score(accounts, judge)
    linkage = _Linkage(accounts, judge)
    for negative, one_id, other_id, i, j, why in scored:
        decision, reasons = decision_of(-negative), why
        if decision == "merge" and not linkage.try_merge(i, j, -negative):
            decision, reasons = "possible", (*why, "the other accounts of the two do not agree")
        if decision == "possible":
            possible.append((one_id, other_id, "possible"))
        log(Join(one_id, other_id, decision, -negative, reasons))
    clusters = [
        Cluster(sorted((accounts[i] for i in members), key=lambda a: a.id)) for members in linkage.members.values()
    ]
    return sorted(clusters, key=lambda c: c.members[0].id), possible


Scored = tuple[float, str, str, int, int, tuple[str, ...]]


def _score(accounts: Sequence[Account], judge: _Judge) -> tuple[list[Scored], list[tuple[str, str, str]]]:
    """Return the pairs without a veto, best first, and those of one scene that cannot both hold."""
    scored: list[Scored] = []
    irreconcilable: list[tuple[str, str, str]] = []
    # Few sets of reasons recur in millions of pairs: each is kept once.
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    for i, j in _candidates(accounts, judge):
        one, other = accounts[i], accounts[j]
        if one.documents == other.documents:
            continue
        if one.id > other.id:
            i, j, one, other = j, i, other, one
        comparison = judge(one, other)
        if comparison.veto is None:
            reasons = comparison.reasons()
            scored.append((-comparison.score, one.id, other.id, i, j, known.setdefault(reasons, reasons)))
        elif comparison.veto in IRRECONCILABLE:
            irreconcilable.append((one.id, other.id, "disputes"))
    scored.sort(key=lambda s: s[:3])
    return scored, irreconcilable


def _candidates(accounts: Sequence[Account], judge: _Judge) -> Iterator[tuple[int, int]]:
    pairs = _pairs(accounts, judge.copy_root)
    if not judge.similar:
        yield from pairs
        return
    near = list(pairs)
    yield from near
    yield from _story_pairs(accounts, judge, set(near))
