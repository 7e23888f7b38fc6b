"""Ties between events: incidents in campaigns, plans fulfilled, denials, and what the documents themselves state."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from crossbearing.reconcile.document_events import DocumentEvent, account_of
from crossbearing.reconcile.places import distance_km
from crossbearing.reconcile.scoring import compare, published_together
from crossbearing.reconcile.settings import SETTINGS
from crossbearing.vocab.contract import classes_with

_STATED = {"part_of", "realises", "contradicts", "causes", "elaborates"}
_FIGHTING = classes_with("fighting")
_AFTERMATH = classes_with("aftermath")
_IN_CAMPAIGNS = frozenset({"violence", "control", "damage"})
_WINDOW = int(SETTINGS["window"])
_CELL_DEGREES = 1.0

Tie = tuple[int, str, int, str]


def stated_ties(accounts: Sequence[DocumentEvent], of_claim: Mapping[str, int]) -> Iterator[Tie]:
    """Yield (event, type, event, reason) for the relations that documents state between claims of different events.

    Of one event those come first that say whose number is part of whose: the number of the one is within that of the
    other, while a strike may be told as part of more than one thing.
    """
    for number, account in enumerate(accounts):
        said = [(view.claim.id, relation) for view in account.views for relation in view.claim.relations]
        for claim, relation in sorted(said, key=lambda one: one[1].type != "subset_of"):
            target = of_claim.get(relation.target)
            if target is None or target == number:
                continue
            kind = "part_of" if relation.type == "subset_of" else relation.type
            if kind in _STATED:
                yield number, kind, target, f"{claim} says so of {relation.target}"


def _cells(account: DocumentEvent, spread: int = 0) -> Iterator[tuple[int, int]]:
    for spot in account.spots:
        if spot.coarse or spot.lat is None or spot.lon is None:
            continue
        lat, lon = math.floor(spot.lat / _CELL_DEGREES), math.floor(spot.lon / _CELL_DEGREES)
        for y in range(lat - spread, lat + spread + 1):
            for x in range(lon - spread, lon + spread + 1):
                yield y, x


def _inside(incident: DocumentEvent, campaign: DocumentEvent) -> float | None:
    best: float | None = None
    for inner in incident.spots:
        for outer in campaign.spots:
            if outer.coarse or inner.coarse:
                continue
            if inner.key == outer.key or outer.key in inner.parents:
                return 0.0
            distance = distance_km(inner, outer)
            if distance is not None and distance <= outer.radius + 2 and (best is None or distance < best):
                best = distance
    return best


def _share_actor(one: DocumentEvent, other: DocumentEvent) -> bool:
    mine, theirs = {key for key, _ in one.actors}, {key for key, _ in other.actors}
    sides, other_sides = {side for _, side in one.actors if side}, {side for _, side in other.actors if side}
    return not mine or not theirs or bool(mine & theirs) or bool(sides & other_sides)


def _may_hold(campaign: DocumentEvent, incident: DocumentEvent) -> bool:
    """Long fighting holds all that befell in it; a series of strikes holds strikes and what they destroyed."""
    if not _FIGHTING.isdisjoint(campaign.classes):
        return True
    families = {c.partition(".")[0] for c in campaign.classes}
    return any(c in _AFTERMATH or c.partition(".")[0] in families for c in incident.classes)


def campaign_ties(accounts: Sequence[DocumentEvent]) -> Iterator[Tie]:
    """Yield (incident, part_of, campaign, reason) by containment in days and place, for the narrowest campaign.

    Wars are no campaigns: a place as large as a province or a span of more than a year contains nothing here.
    """
    index: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, account in enumerate(accounts):
        if account.level != "campaign" or account.modality != "real" or account.polarity != "positive":
            continue
        if account.start is None or account.end is None or account.end - account.start > 366:
            continue
        for cell in set(_cells(account, spread=1)):
            index[cell].append(number)
    for members in index.values():
        members.sort(key=lambda n: (accounts[n].start or 0, accounts[n].id))
    for number, account in enumerate(accounts):
        if account.level == "campaign" or account.group not in _IN_CAMPAIGNS or account.modality != "real":
            continue
        found = _narrowest(number, accounts, index)
        if found is not None:
            yield number, "part_of", found, "inside its days and its place"


def _narrowest(
    number: int, accounts: Sequence[DocumentEvent], index: Mapping[tuple[int, int], Sequence[int]]
) -> int | None:
    account = accounts[number]
    if account.start is None or account.end is None:
        return None
    best: tuple[int, float, str, int] | None = None
    for candidate in sorted({n for cell in _cells(account) for n in _recent(index.get(cell, ()), account, accounts)}):
        campaign = accounts[candidate]
        if campaign.start is None or campaign.end is None:
            continue
        if account.start < campaign.start or account.end > campaign.end or not _share_actor(account, campaign):
            continue
        if not _may_hold(campaign, account):
            continue
        distance = _inside(account, campaign)
        if distance is not None:
            key = (campaign.end - campaign.start, distance, campaign.id, candidate)
            best = key if best is None or key < best else best
    return best[3] if best else None


def _recent(members: Sequence[int], account: DocumentEvent, accounts: Sequence[DocumentEvent]) -> Sequence[int]:
    """Return the campaigns of a cell that began last before the incident did (members are sorted by their start)."""
    past = bisect_right(members, account.start or 0, key=lambda n: accounts[n].start or 0)
    return members[max(0, past - _WINDOW) : past]


def _meeting_pairs(
    accounts: Sequence[DocumentEvent], wanted: Sequence[int], others: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield pairs of one group whose places lie in one cell and that stand nearest in time, bounded for each."""
    index: dict[tuple[object, ...], list[int]] = {}
    for number in wanted:
        index.update({(accounts[number].group, *cell): [] for cell in _cells(accounts[number])})
    for number in others if index else ():
        for cell in set(_cells(accounts[number], spread=1)):
            if (members := index.get((accounts[number].group, *cell))) is not None:
                members.append(number)
    for members in index.values():
        members.sort(key=lambda n: (accounts[n].start or 0, accounts[n].id))
    for number in wanted:
        account = accounts[number]
        near: set[int] = set()
        for cell in set(_cells(account)):
            members = index.get((account.group, *cell), [])
            at = bisect_left(members, (account.start or 0) - 2, key=lambda n: accounts[n].start or 0)
            near.update(members[max(0, at - _WINDOW // 4) : at + _WINDOW])
        for other in sorted(near):
            yield number, other


def _promised(accounts: Sequence[DocumentEvent]) -> tuple[list[int], list[DocumentEvent]]:
    """Return what is planned in each account, as an account of its own, and the number of the account it stands in."""
    hosts: list[int] = []
    found: list[DocumentEvent] = []
    for number, account in enumerate(accounts):
        if account.modality == "planned":
            parts = [account] if account.polarity == "positive" else []
        else:
            planned = [v for v in account.views if v.modality == "planned" and v.polarity == "positive"]
            parts = [account_of(v for v in planned if v.group == group) for group in sorted({v.group for v in planned})]
        hosts.extend(number for _ in parts)
        found.extend(parts)
    return hosts, found


def fulfilment_ties(accounts: Sequence[DocumentEvent]) -> Iterator[Tie]:
    """Yield (act, realises, plan, reason) where an act follows a plan of its kind at its place by the same actors."""
    acts = [n for n, a in enumerate(accounts) if a.modality == "real" and a.polarity == "positive"]
    # Behind the accounts stand the plans that deals hold, each under the number of its deal.
    hosts, promised = _promised(accounts)
    known = [*accounts, *promised]
    limit = SETTINGS["realise_days"]
    for number, act_number in _meeting_pairs(known, [*range(len(accounts), len(known))], acts):
        plan, act, plan_number = known[number], known[act_number], hosts[number - len(accounts)]
        if plan_number == act_number:
            continue
        if plan.start is None or act.start is None or plan.end is None:
            continue
        if not plan.start - 1 <= act.start <= plan.end + limit:
            continue
        blank = replace(plan, start=None, end=None, modality="real", level=act.level, counts={}, rare=frozenset())
        comparison = compare(blank, replace(act, start=None, end=None))
        values = {name: value for name, value, _ in comparison.features}
        if (
            comparison.veto
            or values.get("place", 0.0) < 0.7
            or values.get("actors", 0.0) < 0.6
            or values["class"] < 0.6
        ):
            continue
        yield act_number, "realises", plan_number, "the same act at the same place after it was planned"


def _is_way(account: DocumentEvent) -> bool:
    """Say whether an account tells of the way between two places."""
    return any(spot.role == "endpoint" for spot in account.spots)


def denial_ties(accounts: Sequence[DocumentEvent]) -> Iterator[Tie]:
    """Yield (event, contradicts, event, reason) in both directions where one account says it and another says not.

    A denial is of one thing: of several events it could be of, those that fit it as well as the best one are tied.
    """
    negative = [n for n, a in enumerate(accounts) if a.polarity == "negative"]
    positive = [n for n, a in enumerate(accounts) if a.polarity == "positive"]
    fitting: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for denial, event in _meeting_pairs(accounts, negative, positive):
        one, other = accounts[denial], accounts[event]
        if (one.start is None or other.start is None) and not published_together(one, other):
            continue  # a denial is of what was reported by then
        if one.group == "control" and _is_way(one) != _is_way(other):
            continue  # who took the road to a town need not be in it
        told = max((v.published for v in one.views if v.published is not None), default=None)
        if told is not None and other.start is not None and told < other.start:
            continue  # "they did not enter the town", and two days later they do
        comparison = compare(replace(one, polarity="positive", level=other.level), other)
        if comparison.veto is None and comparison.score >= SETTINGS["possible"]:
            fitting[denial].append((comparison.score, event))
    for denial in sorted(fitting):
        best = max(score for score, _ in fitting[denial])
        for event in sorted(event for score, event in fitting[denial] if score >= best - SETTINGS["denial_margin"]):
            yield denial, "contradicts", event, "says that it did not happen"
            yield event, "contradicts", denial, "is denied"
