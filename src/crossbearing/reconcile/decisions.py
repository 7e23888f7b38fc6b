"""What is decided of two claims or accounts, and groups of what was joined."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from crossbearing.reconcile.settings import SETTINGS

_MERGE = SETTINGS["merge"]
_POSSIBLE = SETTINGS["possible"]


class Join(NamedTuple):
    """Two claims joined or compared: the decision, the score and why."""

    one: str
    other: str
    decision: str
    score: float
    reasons: tuple[str, ...]


class Few:
    """Chooses of many pairs those to tell: of every claim the first few, so that they grow with the claims alone.

    >>> few = Few(1)
    >>> few.takes("a", "b"), few.takes("a", "c"), few.takes("a", "b")
    (True, True, False)
    """

    def __init__(self, most: int = int(SETTINGS["pairs_told"])) -> None:
        self._most = most
        self._told: dict[Hashable, int] = {}

    def takes(self, one: Hashable, other: Hashable) -> bool:
        """Say whether the pair is told: one of the two is in few pairs yet."""
        told = self._told
        a, b = told.get(one, 0), told.get(other, 0)
        if a >= self._most and b >= self._most:
            return False
        told[one], told[other] = a + 1, b + 1
        return True


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
