"""People taken out of several places are counted apart: "3,000 left Foua and 300 left Zabadani" is no toll of 3,300."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from crossbearing.model.claim import Claim, Count
from crossbearing.reconcile.comparison import slug
from crossbearing.reconcile.decisions import Clusters
from crossbearing.reconcile.stands import Statement

MOVED = frozenset({"evacuated", "displaced", "returned"})
FROM = "from "
Key = tuple[str, ...]


def origins_of(claim: Claim, count: Count) -> frozenset[str]:
    """Return the places that those counted left: of several counts each has the places named behind it."""
    places = [p for p in claim.places if p.role == "origin" and (p.place or p.name)]
    keys = frozenset(p.place or slug(p.name or "") for p in places)
    moved = [c for c in claim.counts if c.quantity in MOVED]
    if len(moved) < 2 or count.mention is None:
        return keys
    starts = sorted(c.mention.start for c in moved if c.mention is not None)
    after = min((s for s in starts if s > count.mention.start), default=None)
    first, last = count.mention.start, after if after is not None else claim.evidence.end
    behind = [p for p in places if p.mention is not None and first < p.mention.start < last]
    return frozenset(p.place or slug(p.name or "") for p in behind)


def apart(claim: Claim) -> bool:
    """Say whether a claim counts those who left several places one by one, so that its counts are no sum.

    Where it names an origin at all, several figures of people who left are of several origins, read or not.
    """
    moved = [c for c in claim.counts if c.quantity in MOVED]
    if not any(p.role == "origin" for p in claim.places):
        return False
    found = [origins_of(claim, c) for c in moved]
    return len(found) > 1 and (not all(found) or len(set(found)) == len(found))


def by_origin(told: Mapping[Key, list[Statement]]) -> dict[Key, list[Statement]]:
    """Give those who left places of which no report makes one a row of their own each."""
    found: dict[Key, list[Statement]] = {}
    for key, statements in told.items():
        groups = _groups(statements) if key[2] in MOVED and len(key) == 5 else {}
        if len(groups) < 2:
            found[key] = list(statements)
            continue
        largest = max(groups, key=lambda g: (len(groups[g]), g))
        for name, members in groups.items():
            found[key if name == largest else (*key, FROM + name)] = members
    return found


def _groups(statements: Sequence[Statement]) -> dict[str, list[Statement]]:
    clusters, nowhere = Clusters(), []
    of: list[tuple[Statement, str]] = []
    for statement in statements:
        origins = sorted(origins_of(statement.claim, statement.count))
        for other in origins[1:]:
            clusters.union(origins[0], other)
        if origins:
            of.append((statement, origins[0]))
        else:
            nowhere.append(statement)
    groups: dict[str, list[Statement]] = defaultdict(list)
    for statement, origin in of:
        groups[clusters.root(origin)].append(statement)
    # "Thousands from besieged towns" are no others than those whom somebody counted.
    if any(not s.loose for members in groups.values() for s in members):
        for name in sorted(groups):
            if all(s.loose for s in groups[name]):
                nowhere.extend(groups.pop(name))
    if nowhere and groups:
        groups[max(groups, key=lambda g: (len(groups[g]), g))].extend(nowhere)
    return groups
