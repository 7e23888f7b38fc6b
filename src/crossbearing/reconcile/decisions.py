"""What is decided of two claims or accounts, and groups of what was joined."""

from __future__ import annotations

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
