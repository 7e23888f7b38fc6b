"""The claims of one report into happenings: heading, lead, body, toll, aftermath, blame and denial come together.

Pairs of claims are weighed by what speaks for and against their being one (``pairs``), with weights that
``crossbearing evaluate record --fit`` learns; clusters grow as long as their claims agree on average.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from crossbearing.model.errors import VocabularyError
from crossbearing.reconcile.bonds import JOINED, NO_BONDS, TOGETHER, Bonds
from crossbearing.reconcile.comparison import SAID, Spot, View
from crossbearing.reconcile.decisions import Few, Join
from crossbearing.reconcile.document_events import DocumentEvent, account_of
from crossbearing.reconcile.hanging import NO_BLOWS, hung_on, in_two
from crossbearing.reconcile.never_one import ELSEWHERE, old_beside_news, two_sites
from crossbearing.reconcile.pairs import Told, features, told_of
from crossbearing.reconcile.settings import SETTINGS
from crossbearing.vocab.contract import CLASSES

FILE = "inside.json"
BIAS = "bias"
# How the features begin that name the kinds of two claims.
KINDS = "kinds: "
_NEAR = int(SETTINGS["inside_window"])
_FIRST = 6
# How far two claims that are never one speak against the clusters they stand in: as the strongest reasons do.
_NEVER = -2.0
# Two blows that name days or places far apart, or those who struck: no third claim that is like both joins them.
_TOLD_APART = -4.0
# A report tells of its own day and the two before it.
_NEWS_DAYS = 2
_SHOWN = 4
# Kinds of which one is told as what the other brings with it; what is said goes with whatever it is about.
_TOLD_TOGETHER = frozenset(
    {
        frozenset({"violence", "damage"}),
        frozenset({"violence", "movement"}),
        frozenset({"agreement", "movement"}),
        frozenset({"access", "movement"}),
    }
)
_DEALS = frozenset({"agreement", "movement"})
_FEARED = frozenset({"predicted"})
Weights = Mapping[str, float]


@cache
def weights() -> Weights:
    """Return the shipped weights by the name of the feature. Raises VocabularyError where the file is broken.

    >>> weights()["same place"] > weights()["places apart"]
    True
    """
    return weights_from(files("crossbearing.reconcile").joinpath(FILE).read_text(encoding="utf-8"))


def weights_from(text: str) -> Weights:
    """Return the weights of a file's text; raises VocabularyError where it has not the form of such.

    >>> weights_from('{"same place": 1.5}')
    {'same place': 1.5}
    """
    try:
        return {str(name): float(value) for name, value in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise VocabularyError(f"{FILE}: not weights by name: {error!r}; fit them again") from error


def barred(one: Told, other: Told) -> bool:
    """Say whether two claims are never one happening, whatever else they share: a plan and a deed, two deals."""
    a, b = one.view, other.view
    if a.earlier != b.earlier and a.group == b.group:
        return True
    kinds = frozenset({a.group, b.group})
    if SAID in kinds:
        return _of_other_deeds(one, other)
    if (
        _day_and_days(one, other)
        or _two_blows(one, other)
        or _counted_and_moved(one, other)
        or _counted_and_moved(other, one)
    ):
        return True
    if len(kinds) > 1 and kinds not in _TOLD_TOGETHER:
        return True
    if a.modality == b.modality:
        return False
    if kinds <= _DEALS and "real" in (a.modality, b.modality):
        # What a deal promises is told of the deal; the same deed done is another matter.
        return (a if a.modality == "real" else b).group != "agreement"
    # That the toll will rise is said of the blow that fell.
    return not {a.modality, b.modality} <= _FEARED | {"real"} or len(kinds) > 1


def _of_other_deeds(one: Told, other: Told) -> bool:
    """Say whether a statement speaks of holding, leaving or a truce, and the other is a blow told in other words.

    "Rebels deny losing the town" answers no bombing.
    """
    said, told = (one, other) if one.family == SAID else (other, one)
    peaceful = bool(said.heads) and said.heads <= NO_BLOWS
    return peaceful and told.view.group == "violence" and not said.heads & told.heads


def _counted_and_moved(one: Told, other: Told) -> bool:
    """Say whether the one counts fighters who fell and the other tells who went somewhere: the dead go nowhere.

    "He said 22 soldiers were killed in the fighting" is no part of "his fighters had withdrawn".
    """
    return one.view.group == "violence" and bool(one.struck) and other.view.claim.cls in _MOVES


_MOVES = frozenset(c.name for c in CLASSES.values() if c.group == "movement" and c.people in (None, "displaced"))
_BLOWS = frozenset({"violence", "damage"})


def _two_blows(one: Told, other: Told) -> bool:
    """Say whether two blows are told: who strikes in the one is struck in the other, or one voice names two sides."""
    if not {one.view.group, other.view.group} <= _BLOWS:
        return False
    if _exchanged(one, other) or _exchanged(other, one) or told_apart(one, other):
        return True
    if one.speakers != other.speakers:
        return False
    if one.view.polarity != other.view.polarity or one.view.modality != other.view.modality:
        return False
    # Whom nobody knows by side is one by name ("U.S. jets", and Russian ones).
    mine, theirs = ({side or key for key, side in told.agents.items() if side or ":" in key} for told in (one, other))
    return bool(mine) and bool(theirs) and not mine & theirs


def told_apart(one: Told, other: Told) -> bool:
    """Say whether two blows are told as two by day or place; what they are like all the same teaches the weights."""
    if not {one.view.group, other.view.group} <= _BLOWS:
        return False
    return _two_days(one, other) or two_sites(one, other) or old_beside_news(one, other)


def _two_days(one: Told, other: Told) -> bool:
    """Say whether both name their day, or some days, and these lie apart: a blast in April and another in July."""
    a, b = one.view, other.view
    if not one.day_told or not other.day_told or a.start is None or a.end is None or b.start is None or b.end is None:
        return False
    return a.level == b.level == "incident" and max(a.start, b.start) - min(a.end, b.end) > 1


def _day_and_days(one: Told, other: Told) -> bool:
    """Say whether the one names its day and the other sums days by name: that day is a part of them and no whole."""
    a, b = one.view, other.view
    if a.level == b.level or not one.day_told or not other.day_told or a.group != b.group:
        return False
    return (a.start, a.end) != (b.start, b.end)


def _exchanged(one: Told, other: Told) -> bool:
    """Say whether those who strike in the one are struck in the other, by others; who has no side is one by name."""
    striking, struck, by = (
        {side or key for key, side in actors.items()} for actors in (one.agents, other.patients, other.agents)
    )
    return bool(striking & (struck | other.struck)) and bool(by) and not striking & by


def pairs_of(told: Sequence[Told]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the pairs to weigh, the earlier first, and those near one another that are never one.

    All near one another are weighed, and all with the first of the report. What is said of both of a pair that is never
    one must not bring them together.
    """
    found: list[tuple[int, int]] = []
    apart: list[tuple[int, int]] = []
    for j in range(len(told)):
        first = max(0, j - _NEAR)
        found.extend((i, j) for i in range(min(_FIRST, first)) if not barred(told[i], told[j]))
        for i in range(first, j):
            (apart if barred(told[i], told[j]) else found).append((i, j))
    return found, apart


def _score(one: Told, other: Told, known: Weights) -> float:
    """Return how much speaks for one happening; kinds that no annotated pair brings together speak against it."""
    kinds = sorted({one.view.group, other.view.group})
    if len(kinds) > 1 and f"{KINDS}{kinds[0]} and {kinds[1]}" not in known:
        return _NEVER
    return known.get(BIAS, 0.0) + sum(known.get(feature, 0.0) for feature in features(one, other))


@dataclass(frozen=True, slots=True)
class Happenings:
    """Which claims of one report are one happening, by their ids in text order, and the best pairs of each."""

    claims: tuple[tuple[str, ...], ...]
    joins: tuple[Join, ...]


def happenings_of(views: Sequence[View], by: Weights | None = None, bonds: Bonds = NO_BONDS) -> Happenings:
    """Return the happenings that one report tells of; they depend on that report alone, and on what people said of it.

    >>> happenings_of([])
    Happenings(claims=(), joins=())
    """
    told = told_of(sorted(views, key=lambda v: v.position))
    known = weights() if by is None else by
    weighed, apart = pairs_of(told)
    scores = {(i, j): _score(told[i], told[j], known) for i, j in weighed}
    scores.update({(i, j): _TOLD_APART if _two_blows(told[i], told[j]) else _NEVER for i, j in apart})
    scores.update({(i, j): weight for i, j, weight in bonds.pairs([one.view for one in told])} if bonds.mark_of else {})
    clusters = hung_on(told, grown(len(told), in_two(told, scores)), scores)
    of = {n: number for number, members in enumerate(clusters) for n in members}
    few, best_first = Few(), sorted((-s, i, j) for (i, j), s in scores.items() if of[i] == of[j] and s > 0)
    joins = [_join(told[i], told[j], -minus, known) for minus, i, j in best_first if few.takes(i, j)]
    return Happenings(tuple(tuple(told[n].view.claim.id for n in members) for members in clusters), tuple(joins))


def accounts_of(
    views: Sequence[View],
    log: Callable[[Join], None],
    by: Weights | None = None,
    bonds: Bonds = NO_BONDS,
    found: Happenings | None = None,
) -> list[DocumentEvent]:
    """Return the happenings that one report tells of, in text order; the best pairs of each claim go to ``log``.

    ``bonds`` are what people said of its claims, which outweighs all else; ``found`` is what ``happenings_of`` gave
    for the same report elsewhere, before people said anything of it.
    """
    view = {v.claim.id: v for v in views}
    if found is None or bonds.marks(views) or {c for members in found.claims for c in members} != view.keys():
        found = happenings_of(views, by, bonds)
    accounts = [account_of(view[claim] for claim in members) for members in found.claims]
    for join in found.joins:
        log(join)
    accounts.sort(key=lambda a: (a.views[0].position, a.id))
    _assume_places(accounts)
    _assume_days(accounts)
    return accounts


def _assume_places(accounts: Sequence[DocumentEvent]) -> None:
    """Let a violent event without a place be compared where the document last told of one, else where it next does.

    "The attack on the market last week" is told where the story is; only which reports tell of it follows from that.
    """
    placed = [(i, spot) for i, a in enumerate(accounts) if a.group == "violence" and (spot := _known_spot(a))]
    if not placed:  # the story may be of a town that is told to be taken
        placed = [(i, spot) for i, a in enumerate(accounts) if (spot := _known_spot(a))]
    if not placed:
        return
    for i, account in enumerate(accounts):
        if account.group == "violence" and not any(s.lat is not None for s in account.spots):
            _, spot = min(placed, key=lambda p: (p[0] > i, abs(p[0] - i)))
            account.assume(spot)


def _known_spot(account: DocumentEvent) -> Spot | None:
    known = [s for s in account.spots if s.lat is not None and not s.coarse and s.role not in ELSEWHERE]
    return min(known, key=lambda s: (s.radius, s.key), default=None)


def _assume_days(accounts: Sequence[DocumentEvent]) -> None:
    """Let the news of a report, told in its heading or first and with no day, be of the days before its publication."""
    for number, account in enumerate(accounts):
        news = number == 0 or any(v.heading for v in account.core)
        if news and account.start is None and account.modality == "real" and account.published is not None:
            account.news = (account.published - _NEWS_DAYS, account.published)


def _join(one: Told, other: Told, score: float, by: Weights) -> Join:
    found = [(by.get(f, 0.0), f) for f in features(one, other)]
    for_it = sorted((w, f) for w, f in found if w > 0)[-_SHOWN:]
    first, second = sorted((one.view.claim.id, other.view.claim.id))
    if score >= TOGETHER:
        return Join(first, second, "merge", 1.0, (JOINED,))
    return Join(first, second, "merge", round(1 / (1 + exp(-score)), 4), tuple(f for _, f in reversed(for_it)))


def grown(number: int, scores: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Return clusters of 0 to ``number`` - 1, joined best first while the pairs between two speak for it on average.

    Pairs without a score are not known to agree: those that were never weighed count for nothing.

    >>> grown(3, {(0, 1): 2.0, (1, 2): 1.0, (0, 2): -4.0})
    [[0, 1], [2]]
    """
    members = {n: [n] for n in range(number)}
    between: dict[int, dict[int, tuple[float, int]]] = {n: {} for n in range(number)}
    heap: list[tuple[float, int, int, int, int]] = []
    for (i, j), score in scores.items():
        between[i][j] = between[j][i] = (score, 1)
        if score > 0:
            heap.append((-score, i, j, 1, 1))
    heapq.heapify(heap)
    while heap:
        _, i, j, size_i, size_j = heapq.heappop(heap)
        if i not in members or j not in members or (len(members[i]), len(members[j])) != (size_i, size_j):
            continue
        members[i] = sorted(members[i] + members.pop(j))
        gone = between.pop(j)
        for other, (score, pairs) in gone.items():
            if other == i:
                continue
            mine, of = between[i].get(other, (0.0, 0))
            between[i][other] = between[other][i] = (mine + score, of + pairs)
            del between[other][j]
        del between[i][j]
        for other, (score, pairs) in between[i].items():
            if score > 0:
                low, high = min(i, other), max(i, other)
                heapq.heappush(heap, (-score / pairs, low, high, len(members[low]), len(members[high])))
    return [members[n] for n in sorted(members)]
