"""What people said of claims being one event or two: it comes before whatever the comparison finds.

Claims that a person joined bear one mark. Within a report they are joined first; reports are joined by them whatever
else speaks against it. Of marks that are apart never two stand in one event: what would bring them together is refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crossbearing.reconcile.comparison import View
from crossbearing.reconcile.decisions import Clusters, Join
from crossbearing.reconcile.document_events import DocumentEvent, account_of

JOINED, PARTED = "a person joined them", "a person parted them"
# Outweighs whatever features say of a pair, and of all pairs of two clusters.
TOGETHER, APART = 1e9, -1e9


@dataclass(frozen=True, slots=True)
class Bonds:
    """The mark of each claim that a person said something of, and the pairs of marks that are apart.

    >>> Bonds({"a:c01": "1", "b:c01": "2"}, frozenset({("1", "2")})).are_apart({"1"}, {"2", "3"})
    True
    """

    mark_of: Mapping[str, str]
    apart: frozenset[tuple[str, str]] = frozenset()

    def are_apart(self, one: Iterable[str], other: Iterable[str]) -> bool:
        """Say whether a mark of the one is apart from a mark of the other."""
        others = list(other)
        return any((a, b) in self.apart or (b, a) in self.apart for a in one for b in others)

    def marks(self, views: Iterable[View]) -> set[str]:
        """Return the marks that claims bear."""
        return {mark for view in views if (mark := self.mark_of.get(view.claim.id)) is not None}

    def pairs(self, views: Sequence[View]) -> Iterator[tuple[int, int, float]]:
        """Yield the pairs of claims of one report, by number, that a person joined or parted, with what that weighs."""
        marked = [(n, mark) for n, view in enumerate(views) if (mark := self.mark_of.get(view.claim.id)) is not None]
        for place, (j, other) in enumerate(marked):
            for i, one in marked[:place]:
                if one == other:
                    yield i, j, TOGETHER
                elif self.are_apart((one,), (other,)):
                    yield i, j, APART


NO_BONDS = Bonds({})


def bonds_from(said: Sequence[tuple[Sequence[str], Sequence[Sequence[str]]]]) -> Bonds:
    """Return the bonds of decisions, the newest first: (claims that are one event, groups that are no part of it).

    Each claim of a group is apart by itself: what a person did not look at stays for the comparison. Where an older
    decision says otherwise than a newer one, that of it which contradicts is passed over.

    >>> found = bonds_from([(["a", "b"], []), (["b"], [["a", "c"]])])
    >>> found.mark_of["a"] == found.mark_of["b"], sorted(found.apart)
    (True, [('a', 'c')])
    """
    clusters = Clusters()
    apart: set[tuple[str, str]] = set()
    told: set[str] = set()

    def roots() -> set[tuple[str, str]]:
        return {(min(x, y), max(x, y)) for a, b in apart for x, y in [(clusters.root(a), clusters.root(b))]}

    for together, others in said:
        first, *rest = list(together) or [""]
        told.update(together)
        for claim in rest:
            one, other = clusters.root(first), clusters.root(claim)
            if not apart or (min(one, other), max(one, other)) not in roots():
                clusters.union(one, other)
        for claim in (c for group in others for c in group):
            told.add(claim)
            if together and clusters.root(first) != clusters.root(claim):
                apart.add((first, claim))
    told.discard("")
    return Bonds({claim: clusters.root(claim) for claim in sorted(told)}, frozenset(roots()))


class Bonded:
    """Accounts of several reports that must or must not become one event; accounts are known by their numbers."""

    def __init__(self, accounts: Sequence[DocumentEvent], bonds: Bonds) -> None:
        self._bonds = bonds
        self._root = list(range(len(accounts)))
        self._marks: dict[int, set[str]] = {}
        self._accounts = accounts
        self.joined: list[tuple[int, int]] = []
        of_mark: dict[str, list[int]] = defaultdict(list)
        for number, account in enumerate(accounts):
            marks = bonds.marks(account.views) if bonds.mark_of else None
            if marks:
                self._marks[number] = marks
                for mark in marks:
                    of_mark[mark].append(number)
        for mark in sorted(of_mark):
            for number in of_mark[mark][1:]:
                if self.join(of_mark[mark][0], number):
                    self.joined.append((of_mark[mark][0], number))

    def find(self, number: int) -> int:
        """Return the group of an account."""
        while self._root[number] != number:
            self._root[number] = self._root[self._root[number]]
            number = self._root[number]
        return number

    def may_join(self, one: int, other: int) -> bool:
        """Say whether no person parted what the groups of two accounts hold."""
        a, b = self._marks.get(self.find(one)), self._marks.get(self.find(other))
        return not a or not b or not self._bonds.are_apart(a, b)

    def join(self, one: int, other: int) -> bool:
        """Make one group of those of two accounts, unless they are one or a person parted them."""
        a, b = sorted((self.find(one), self.find(other)))
        if a == b or not self.may_join(a, b):
            return False
        self._root[b] = a
        if b in self._marks:
            self._marks[a] = self._marks.get(a, set()) | self._marks.pop(b)
        return True

    def merged(self, clusters: Sequence[Sequence[int]], log: Callable[[Join], None]) -> list[list[int]]:
        """Return the clusters that the comparison found, those of one group as one, in the order of their first."""
        if not self._marks:
            return [list(members) for members in clusters]
        groups: dict[int, list[int]] = defaultdict(list)
        for members in clusters:
            groups[self.find(members[0])].extend(members)
        for a, b in self.joined:
            one, other = sorted((self._accounts[a].id, self._accounts[b].id))
            log(Join(one, other, "merge", 1.0, (JOINED,)))
        return sorted(sorted(members) for members in groups.values())


def parted(accounts: Sequence[DocumentEvent], bonds: Bonds) -> list[DocumentEvent]:
    """Return the accounts of reports; where a report's own joins would bring together what is apart, without these.

    A report may join a claim of the one event to a claim of another that a person holds apart elsewhere. Then accounts
    with several marks become one account a mark; claims without a mark stay with the first.
    """
    if not bonds.apart or not _contradict(accounts, bonds):
        return list(accounts)
    found: list[DocumentEvent] = []
    for account in accounts:
        marks = sorted(bonds.marks(account.views))
        if len(marks) < 2:
            found.append(account)
            continue
        of_mark: dict[str, list[View]] = defaultdict(list)
        for view in account.views:
            of_mark[bonds.mark_of.get(view.claim.id, marks[0])].append(view)
        found.extend(account_of(of_mark[mark]) for mark in marks)
    return sorted(found, key=lambda a: a.id)


def _contradict(accounts: Sequence[DocumentEvent], bonds: Bonds) -> bool:
    together = Clusters()
    for account in accounts:
        first, *rest = sorted(bonds.marks(account.views)) or [""]
        for mark in rest:
            together.union(first, mark)
    return any(together.root(a) == together.root(b) for a, b in bonds.apart)
