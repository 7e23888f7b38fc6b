"""Accounts of all documents into events: candidate pairs are scored and merged best first.

Source of the rules: section A.4 of the reconciliation design. The cost stays near n log n: see ``blocks`` for which
accounts are compared and ``linkage`` for how clusters are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from crossbearing.model.derived import Crowd
from crossbearing.reconcile.bonds import NO_BONDS, PARTED, Bonded, Bonds, parted
from crossbearing.reconcile.candidate_pairs import candidate_pairs
from crossbearing.reconcile.clustering import Linkage
from crossbearing.reconcile.decisions import Clusters, Join, decision_of
from crossbearing.reconcile.document_events import DocumentEvent, account_of
from crossbearing.reconcile.scoring import IRRECONCILABLE, Comparison, compare
from crossbearing.reconcile.settings import SETTINGS
from crossbearing.reconcile.similar_reports import story_value

NOT_AGREED = "the other accounts of the two do not agree"


@dataclass(slots=True)
class Cluster:
    """Accounts that are one event; ``members`` are sorted by id."""

    members: list[DocumentEvent]
    crowd: Crowd | None = None

    def merged(self) -> DocumentEvent:
        """Return all of it as one account."""
        if len(self.members) == 1:
            return self.members[0]
        return account_of(v for a in self.members for v in a.views)


def _copy_roots(copies: frozenset[tuple[str, str]]) -> Callable[[str], str | None]:
    clusters = Clusters()
    for one, other in sorted(copies):
        clusters.union(one, other)
    roots = {document: clusters.root(document) for pair in copies for document in pair}
    return roots.get


class _Judge:
    """Compares accounts with what is known of their documents: copies, and how far they tell one story."""

    def __init__(
        self,
        accounts: Sequence[DocumentEvent],
        copies: frozenset[tuple[str, str]],
        similar: Mapping[tuple[str, str], float],
    ) -> None:
        self.copy_root = _copy_roots(copies)
        self.similar = similar
        self.main = main_accounts(accounts)

    def __call__(self, one: DocumentEvent, other: DocumentEvent) -> Comparison:
        """Compare two accounts of different documents."""
        mine, theirs = one.documents[0], other.documents[0]
        root = self.copy_root(mine)
        copied = root is not None and mine != theirs and root == self.copy_root(theirs)
        report = None
        if self.similar and self.main.get(mine) == one.id and self.main.get(theirs) == other.id:
            similarity = self.similar.get((mine, theirs) if mine < theirs else (theirs, mine))
            report = None if similarity is None else story_value(similarity)
        return compare(one, other, copied, report)

    def told_together(self, accounts: Sequence[DocumentEvent]) -> dict[int, list[int]]:
        """Return for the main account of a report those of the reports that share rare names with it, by number."""
        number = {a.id: n for n, a in enumerate(accounts)} if self.similar else {}
        found: dict[int, list[int]] = defaultdict(list)
        for one, other in self.similar:
            if one in self.main and other in self.main:
                i, j = number[self.main[one]], number[self.main[other]]
                found[i].append(j)
                found[j].append(i)
        return found


def main_accounts(accounts: Sequence[DocumentEvent]) -> dict[str, str]:
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


def cluster_accounts(
    accounts: Sequence[DocumentEvent],
    copies: frozenset[tuple[str, str]],
    similar: Mapping[tuple[str, str], float],
    log: Callable[[Join], None],
    bonds: Bonds = NO_BONDS,
) -> tuple[list[Cluster], list[tuple[str, str, str]]]:
    """Return the clusters, and (claim, claim, tie) for pairs that are possible, or of one scene but irreconcilable.

    Every pair that was scored and not vetoed goes to ``log``. A cluster knows its largest block where that is too large
    for all its accounts to be compared with one another. ``bonds`` are what people said, which comes first.
    """
    accounts = sorted(parted(accounts, bonds), key=lambda a: a.id)
    judge = _Judge(accounts, copies, similar)
    crowds: dict[int, Crowd] = {}
    alike, ties = _score(accounts, judge, crowds, log)
    bonded = Bonded(accounts, bonds)
    linkage = Linkage(accounts, judge, bonded)
    while alike:
        score, i, j, reasons = alike.pop()
        one, other = accounts[-i].id, accounts[-j].id
        if linkage.try_merge(-i, -j, score):
            log(Join(one, other, "merge", score, reasons))
        else:
            why = NOT_AGREED if bonded.may_join(-i, -j) else PARTED
            log(Join(one, other, "possible", score, (*reasons, why)))
            ties.append((one, other, "possible"))
    clusters = [
        Cluster([accounts[n] for n in members], max((crowds[n] for n in members if n in crowds), default=None))
        for members in bonded.merged(linkage.clusters(), log)
    ]
    return clusters, ties


# Score, the two accounts by number, negative so that of one score the first come last, and the reasons.
Scored = tuple[float, int, int, tuple[str, ...]]


def _score(
    accounts: Sequence[DocumentEvent], judge: _Judge, crowds: dict[int, Crowd], log: Callable[[Join], None]
) -> tuple[list[Scored], list[tuple[str, str, str]]]:
    """Return the pairs alike enough to merge, best last, and (claim, claim, tie) for those that are tied otherwise.

    Only the first wait for their turn: what is decided at once is logged at once, while both accounts are at hand.
    """
    alike: list[Scored] = []
    ties: list[tuple[str, str, str]] = []
    # Few sets of reasons and few scores recur in millions of pairs: each is kept once.
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    scores: dict[float, float] = {}
    for i, j in candidate_pairs(accounts, judge.copy_root, judge.told_together(accounts), crowds):
        one, other = accounts[i], accounts[j]
        if one.documents == other.documents:
            continue
        comparison = judge(one, other)
        if comparison.veto is not None:
            if comparison.veto in IRRECONCILABLE:
                ties.append((one.id, other.id, "disputes"))
            continue
        reasons = comparison.reasons()
        reasons = known.setdefault(reasons, reasons)
        score = scores.setdefault(comparison.score, comparison.score)
        decision = decision_of(score)
        if decision == "merge":
            alike.append((score, -i, -j, reasons))
            continue
        log(Join(one.id, other.id, decision, score, reasons))
        if decision == "possible":
            ties.append((one.id, other.id, decision))
    alike.sort()
    return alike, ties
