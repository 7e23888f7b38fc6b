"""Claims of one document into accounts: by the ties it states, by score, and by being the nearest event of a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from crossbearing.reconcile.accounts import Account, account_of
from crossbearing.reconcile.features import View
from crossbearing.reconcile.scoring import Comparison, compare
from crossbearing.reconcile.settings import SETTINGS

_TIES = ("repeats", "elaborates", "subset_of")
_WINDOW = int(SETTINGS["window"])
_MERGE = SETTINGS["merge"]
_POSSIBLE = SETTINGS["possible"]


class Join(NamedTuple):
    """Two claims joined or compared: the decision, the score and why."""

    one: str
    other: str
    decision: str
    score: float
    reasons: tuple[str, ...]


class Clusters:
    """Union-find over strings; the root of a cluster is its smallest member, so order never matters.

    >>> c = Clusters(); c.union("b", "a"); c.root("b")
    'a'
    """

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self.unions = 0

    def root(self, member: str) -> str:
        """Return the smallest member of the cluster of ``member``."""
        parent = self._parent
        top = member
        while (up := parent.get(top, top)) != top:
            top = up
        while (up := parent.get(member, member)) != top:
            parent[member] = top
            member = up
        return top

    def union(self, one: str, other: str) -> None:
        """Make one cluster of the two."""
        a, b = self.root(one), self.root(other)
        if a != b:
            low, high = (a, b) if a < b else (b, a)
            self._parent[high] = low
            self.unions += 1


def decision_of(score: float) -> str:
    """Return merge, possible or apart for the score of a comparison without a veto.

    >>> decision_of(0.6)
    'possible'
    """
    if score >= _MERGE:
        return "merge"
    return "possible" if score >= _POSSIBLE else "apart"


Known = dict[tuple[str, ...], Account]


def _group(views: Iterable[View], clusters: Clusters, known: Known) -> list[Account]:
    """Return the accounts that the clusters make of the views; ``known`` keeps them for the next grouping."""
    found: dict[str, list[View]] = {}
    for view in views:
        found.setdefault(clusters.root(view.claim.id), []).append(view)
    accounts = []
    for members in found.values():
        key = tuple(v.claim.id for v in members)
        if key not in known:
            known[key] = account_of(members)
        accounts.append(known[key])
    return sorted(accounts, key=lambda a: (a.views[0].position, a.id))


def _stated(views: Sequence[View], clusters: Clusters) -> Iterable[Join]:
    known = {v.claim.id: v for v in views}
    for view in views:
        for relation in view.claim.relations:
            target = known.get(relation.target)
            if relation.type not in _TIES or target is None:
                continue
            if clusters.root(view.claim.id) == clusters.root(target.claim.id):
                continue
            if compare(account_of([view]), account_of([target])).veto:
                continue
            clusters.union(view.claim.id, target.claim.id)
            pair = sorted((view.claim.id, target.claim.id))
            yield Join(pair[0], pair[1], "merge", 1.0, (f"the document ties them: {relation.type}",))


def _scored(accounts: list[Account], clusters: Clusters) -> Iterable[Join]:
    for i, one in enumerate(accounts):
        for other in accounts[max(0, i - _WINDOW) : i]:
            comparison = compare(one, other)
            if comparison.veto:
                continue
            pair = sorted((one.id, other.id))
            decision = decision_of(comparison.score)
            if decision == "merge":
                if _clash(one, other):
                    continue
                clusters.union(one.id, other.id)
            yield Join(pair[0], pair[1], decision, comparison.score, comparison.reasons())


def _clash(one: Account, other: Account) -> bool:
    """Inside one document two exact figures for one thing are two events, unless one is said to replace the other."""
    for key, (low, _, bound) in one.counts.items():
        match = other.counts.get(key)
        if match and bound == match[2] == "exact" and low != match[0]:
            return True
    return False


def _only_one(accounts: list[Account], clusters: Clusters) -> Iterable[Join]:
    for i, one in enumerate(accounts):
        if any(s.lat is not None for s in one.spots):
            continue
        near = [(abs(i - j), j) for j in range(max(0, i - _WINDOW), min(len(accounts), i + _WINDOW + 1)) if j != i]
        for _, j in sorted(near, key=lambda p: (p[0], p[1] > i)):
            other = accounts[j]
            comparison = compare(one, other)
            if comparison.veto or _clash(one, other) or not _fits(comparison):
                continue
            clusters.union(one.id, other.id)
            pair = sorted((one.id, other.id))
            yield Join(pair[0], pair[1], "merge", comparison.score, ("nearest such event of the document",))
            break


def _fits(comparison: Comparison) -> bool:
    values = {name: value for name, value, _ in comparison.features}
    return values["class"] >= 0.5 and values.get("actors", 0.5) >= 0.4 and values.get("time", 1.0) >= 0.5


def _assume_places(accounts: Sequence[Account]) -> None:
    """Let a violent event without a place be compared where the document last told of one, else where it next does.

    "The attack on the market last week" is told where the story is; only which reports tell of it follows from that.
    """
    placed = [(i, a.narrowest) for i, a in enumerate(accounts) if a.group == "violence" and _is_placed(a)]
    if not placed:
        return
    for i, account in enumerate(accounts):
        if account.group == "violence" and not any(s.lat is not None for s in account.spots):
            _, spot = min(placed, key=lambda p: (p[0] > i, abs(p[0] - i)))
            if spot is not None:
                account.assume(spot)


def _is_placed(account: Account) -> bool:
    spot = account.narrowest
    return spot is not None and spot.lat is not None and not spot.coarse


def accounts_of(views: Sequence[View], log: Callable[[Join], None]) -> list[Account]:
    """Return the accounts of one document, in text order; every pair scored or joined goes to ``log``.

    A claim that states no place, or none that was resolved, joins the nearest account of its kind that it does not
    contradict; what joins none is compared where the document's story is.
    """
    result: list[Account] = []
    kinds: dict[tuple[str, str, str, str, str], list[View]] = {}
    for view in views:
        key = (view.group, view.modality, view.polarity, view.level, str(view.earlier))
        kinds.setdefault(key, []).append(view)
    for key in sorted(kinds):
        members = kinds[key]
        if len(members) == 1:
            result.append(account_of(members))
            continue
        clusters = Clusters()
        known: Known = {}
        for join in _stated(members, clusters):
            log(join)
        accounts = _group(members, clusters, known)
        for step in (_scored, _only_one):
            before = clusters.unions
            for join in step(accounts, clusters):
                log(join)
            if clusters.unions > before:
                accounts = _group(members, clusters, known)
        result.extend(accounts)
    result.sort(key=lambda a: (a.views[0].position, a.id))
    _assume_places(result)
    return result
