"""Accounts of all documents into events: candidate pairs are scored and merged best first.

Source of the rules: section A.4 of the reconciliation design. The cost stays near n log n: see ``blocks`` for which
accounts are compared and ``linkage`` for how clusters are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import chain

from crossbearing.model.derived import Crowd
from crossbearing.reconcile.bonds import NO_BONDS, PARTED, Bonded, Bonds, parted
from crossbearing.reconcile.candidate_pairs import candidate_pairs
from crossbearing.reconcile.clustering import Linkage
from crossbearing.reconcile.decisions import Clusters, Few, Join, decision_of
from crossbearing.reconcile.document_events import DocumentEvent, account_of
from crossbearing.reconcile.scoring import IRRECONCILABLE, Comparison, compare
from crossbearing.reconcile.settings import SETTINGS
from crossbearing.reconcile.similar_reports import story_value

NOT_AGREED = "the other accounts of the two do not agree"

Spread = Callable[[Callable[["Pairs"], "list[Outcome]"], Iterable["Pairs"]], Iterable["list[Outcome]"]]
"""What does as ``map`` does, wherever the work is done; the answers come in order."""

_BLOCK = 4000
"""Pairs of one block of work."""


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
        self._knows = bool(copies or similar)

    def __call__(self, one: DocumentEvent, other: DocumentEvent) -> Comparison:
        """Compare two accounts of different documents."""
        return compare(one, other, *self.known_of(one, other))

    def known_of(self, one: DocumentEvent, other: DocumentEvent) -> tuple[bool, float | None]:
        """Return whether a document of two holds the other's text, and how far they tell one story."""
        if not self._knows:
            return False, None
        mine, theirs = one.documents[0], other.documents[0]
        root = self.copy_root(mine)
        copied = root is not None and mine != theirs and root == self.copy_root(theirs)
        report = None
        if self.similar and self.main.get(mine) == one.id and self.main.get(theirs) == other.id:
            similarity = self.similar.get((mine, theirs) if mine < theirs else (theirs, mine))
            report = None if similarity is None else story_value(similarity)
        return copied, report

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
    spread: Spread = map,
) -> tuple[list[Cluster], list[tuple[str, str, str]]]:
    """Return the clusters, and (claim, claim, tie) for pairs that are possible, or of one scene but irreconcilable.

    Of the pairs that were scored and not vetoed the first few of every account go to ``log``; ``spread`` is what
    ``map`` is, and may work elsewhere. A cluster knows its largest block where that is too large for all its accounts
    to be compared with one another. ``bonds`` are what people said, which comes first.
    """
    accounts = sorted(parted(accounts, bonds), key=lambda a: a.id)
    judge = _Judge(accounts, copies, similar)
    crowds: dict[int, Crowd] = {}
    alike, ties = _score(accounts, judge, crowds, log, spread)
    bonded, merged, refused = Bonded(accounts, bonds), Few(), Few()
    linkage = Linkage(accounts, judge, bonded)
    while alike:
        score, i, j, reasons = alike.pop()
        one, other = accounts[-i].id, accounts[-j].id
        if linkage.try_merge(-i, -j, score):
            if merged.takes(i, j):
                log(Join(one, other, "merge", score, reasons))
            continue
        if refused.takes(i, j):
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
    accounts: Sequence[DocumentEvent],
    judge: _Judge,
    crowds: dict[int, Crowd],
    log: Callable[[Join], None],
    spread: Spread,
) -> tuple[list[Scored], list[tuple[str, str, str]]]:
    """Return the pairs alike enough to merge, best last, and (claim, claim, tie) for those that are tied otherwise.

    Only the first wait for their turn: what is decided at once is logged at once, while both accounts are at hand.
    """
    alike: list[Scored] = []
    ties: list[tuple[str, str, str]] = []
    # Few sets of reasons and few scores recur in millions of pairs: each is kept once.
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    scores: dict[float, float] = {}
    told = {"possible": Few(), "apart": Few()}
    for i, j, veto, score, reasons in chain.from_iterable(spread(compared, _parts(accounts, judge, crowds))):
        one, other = accounts[i], accounts[j]
        if veto is not None:
            if veto in IRRECONCILABLE:
                ties.append((one.id, other.id, "disputes"))
            continue
        reasons = known.setdefault(reasons, reasons)
        score = scores.setdefault(score, score)
        decision = decision_of(score)
        if decision == "merge":
            alike.append((score, -i, -j, reasons))
            continue
        if told[decision].takes(i, j):
            log(Join(one.id, other.id, decision, score, reasons))
        if decision == "possible":
            ties.append((one.id, other.id, decision))
    alike.sort()
    return alike, ties


Wanted = tuple[int, int, bool, float | None]
"""Two accounts by number, whether one text is copied from the other, and how far their reports tell one story."""
Outcome = tuple[int, int, str | None, float, tuple[str, ...]]
"""Two accounts by number, the veto, or the score with its reasons."""


class Pairs:
    """Pairs to compare and the accounts they are about: a block of work that can be sent elsewhere.

    What is sent are the accounts of these pairs alone, and of copied texts alone their claims: nothing else looks at
    claims again.
    """

    __slots__ = ("accounts", "wanted")

    def __init__(
        self,
        accounts: Sequence[DocumentEvent] | Mapping[int, DocumentEvent],
        wanted: list[Wanted],
    ) -> None:
        self.accounts = accounts
        self.wanted = wanted

    def __reduce__(
        self,
    ) -> tuple[type[Pairs], tuple[dict[int, DocumentEvent], list[Wanted]]]:
        copied = {n for i, j, is_copy, _ in self.wanted if is_copy for n in (i, j)}
        needed = sorted({n for i, j, _, _ in self.wanted for n in (i, j)})
        sent = {n: self.accounts[n] if n in copied else _without_claims(self.accounts[n]) for n in needed}
        return Pairs, (sent, self.wanted)


def _without_claims(account: DocumentEvent) -> DocumentEvent:
    found = copy(account)
    found.views = found.core = ()
    return found


def _parts(accounts: Sequence[DocumentEvent], judge: _Judge, crowds: dict[int, Crowd]) -> Iterator[Pairs]:
    """Yield all pairs to compare, in blocks of accounts that lie near one another."""
    wanted: list[Wanted] = []
    for i, j in candidate_pairs(accounts, judge.copy_root, judge.told_together(accounts), crowds):
        if accounts[i].documents == accounts[j].documents:
            continue
        wanted.append((i, j, *judge.known_of(accounts[i], accounts[j])))
        if len(wanted) == _BLOCK:
            yield Pairs(accounts, wanted)
            wanted = []
    if wanted:
        yield Pairs(accounts, wanted)


def compared(pairs: Pairs) -> list[Outcome]:
    """Compare pairs of accounts, in their order; what comes of a pair depends on its two accounts alone."""
    found: list[Outcome] = []
    for i, j, copied, report in pairs.wanted:
        comparison = compare(pairs.accounts[i], pairs.accounts[j], copied, report)
        reasons = () if comparison.veto is not None else comparison.reasons()
        found.append((i, j, comparison.veto, comparison.score, reasons))
    return found
