"""The forest of tolls: totals over parts that exclude one another, and what of a total no part accounts for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from crossbearing.model.derived import Toll
from crossbearing.reconcile.comparison import CIVILIAN_PARTS
from crossbearing.reconcile.event_records import digest
from crossbearing.reconcile.tolls import Ledger, in_order

_PEOPLE = "people"
# Pairs of categories in which nobody is twice. Children and women may be civilians, so they are parts of them.
_APART = frozenset(
    {
        frozenset({"civilians", "combatants"}),
        frozenset({"children", "women"}),
        frozenset({"children", "combatants"}),
        frozenset({"journalists", "combatants"}),
        frozenset({"medics", "combatants"}),
        frozenset({"aid_workers", "combatants"}),
    }
)
_SUMMED = frozenset({"incident", "cumulative"})


def disjoint(one: Toll, other: Toll) -> bool:
    """Say whether nobody can be counted in both: different sides, or categories that exclude one another.

    >>> def toll(category): return Toll(
    ...     "t", "e", "incident", None, None, None, "killed", category, None, 1, 1, 1, "single", "stated", (), ())
    >>> disjoint(toll("civilians"), toll("combatants")), disjoint(toll("civilians"), toll("children"))
    (True, False)
    """
    if one.side and other.side and one.side != other.side:
        return True
    return frozenset({one.category, other.category}) in _APART


def _adopt(members: Sequence[Toll], ledger: Ledger) -> None:
    """Hang undeclared parts on the whole they can only be part of: children on civilians, a side on all people."""
    wholes = {(t.category, t.side): t for t in members}
    for toll in members:
        if toll.parent is not None:
            continue
        candidates = []
        if toll.category in CIVILIAN_PARTS and toll.side is None:
            candidates.append(wholes.get(("civilians", None)))
        if (toll.category, toll.side) != (_PEOPLE, None):
            candidates.append(wholes.get((_PEOPLE, None)))
        for whole in candidates:
            if whole is None or whole.id == toll.id or _hangs_from(whole.id, toll.id, ledger):
                continue
            if not _one_voice(toll, whole):
                continue  # what one says of some is no part of what another says of all
            # A part that exceeds the whole is another group of people, or a dispute: it stays by itself.
            if whole.high is None or toll.low <= whole.high:
                ledger.tolls[toll.id] = replace(ledger.tolls[toll.id], parent=whole.id)
                break


def _one_voice(one: Toll, other: Toll) -> bool:
    return not set(one.families).isdisjoint(other.families)


def _hangs_from(child: str, ancestor: str, ledger: Ledger) -> bool:
    seen: set[str] = set()
    current: str | None = child
    while current is not None and current not in seen:
        if current == ancestor:
            return True
        seen.add(current)
        current = ledger.tolls[current].parent
    return False


def _sum(parts: Sequence[Toll], all_included: bool) -> Toll:
    first = parts[0]
    highs = [p.high for p in parts]
    known = all_included and all(h is not None for h in highs)
    low = sum(p.low for p in parts)
    best = sum(p.best if p.best is not None else p.low for p in parts)
    disputed = any(p.status == "disputed" for p in parts)
    families = tuple(sorted({f for p in parts for f in p.families}))
    return replace(
        first,
        id=digest("toll", first.event, first.scope, first.quantity, _PEOPLE, "", "sum"),
        category=_PEOPLE,
        side=None,
        low=low,
        best=best,
        high=sum(h for h in highs if h is not None) if known else None,
        status="disputed"
        if disputed
        else "single"
        if len({f for p in parts for f in p.families}) == 1
        else "consistent",
        best_basis="sum",
        families=families,
        claims=tuple(sorted({c for p in parts for c in p.claims})),
        parent=None,
    )


def _total(members: Sequence[Toll], ledger: Ledger) -> None:
    """Add a total over the parts that exclude one another: lows add, highs only where all are known.

    What is told as a part of others is in their figure already. Where that whole is not known, since its number could
    not be read, its parts say how many there were at least and nothing more.
    """
    if any((t.category, t.side) == (_PEOPLE, None) for t in members):
        return
    roots = [ledger.tolls[t.id] for t in members if ledger.tolls[t.id].parent is None]
    roots = [t for t in roots if t.category not in ("things", "families")]
    own = [t for t in roots if t.id not in ledger.parts]
    chosen: list[Toll] = []
    for toll in sorted(own or roots, key=lambda t: (-t.low, t.id)):
        if all(
            disjoint(toll, other) and _one_voice(toll, other) and not _told_within(toll, other, ledger)
            for other in chosen
        ):
            chosen.append(toll)
    if len(chosen) < 2:
        return
    total = _sum(sorted(chosen, key=lambda t: t.id), bool(own) and len(chosen) == len(roots))
    ledger.tolls[total.id] = total
    for part in chosen:
        ledger.tolls[part.id] = replace(part, parent=total.id)


def _told_within(one: Toll, other: Toll, ledger: Ledger) -> bool:
    return not ledger.told_within.isdisjoint({(one.id, other.id), (other.id, one.id)})


def _fit(ledger: Ledger) -> None:
    """Hold every part to its whole, wholes first: none has an upper bound above that of what it is part of."""
    parts: dict[str, list[str]] = defaultdict(list)
    for toll in ledger.tolls.values():
        if toll.parent is not None:
            parts[toll.parent].append(toll.id)
    ahead = [t.id for t in ledger.tolls.values() if t.parent is None]
    while ahead:
        whole = ledger.tolls[ahead.pop()]
        for part in (ledger.tolls[i] for i in parts.get(whole.id, ())):
            ahead.append(part.id)
            if whole.high is None or part.high is None or part.high <= whole.high:
                continue
            if part.low > whole.high:
                ledger.tolls[part.id] = replace(part, parent=None, status="disputed")
                continue
            best = None if part.best is None else min(part.best, whole.high)
            assert in_order(part.low, best, whole.high), part.id
            ledger.tolls[part.id] = replace(part, best=best, high=whole.high)


def _residuals(ledger: Ledger) -> None:
    children: dict[str, list[Toll]] = defaultdict(list)
    for toll in ledger.tolls.values():
        if toll.parent is not None:
            children[toll.parent].append(toll)
    for parent_id, parts in children.items():
        whole = ledger.tolls[parent_id]
        apart: list[Toll] = []
        for part in sorted(parts, key=lambda t: (-t.low, t.id)):
            if all(disjoint(part, other) for other in apart):
                apart.append(part)
        # Parts may overlap: together they account for the disjoint ones at least and for the sum of all at most.
        highs = [p.high for p in parts]
        most = None if any(h is None for h in highs) else sum(h for h in highs if h is not None)
        least = sum(p.low for p in apart)
        residual_low = 0 if most is None else max(0, whole.low - most)
        residual_high = None if whole.high is None else max(0, whole.high - least)
        ledger.tolls[parent_id] = replace(whole, residual_low=residual_low, residual_high=residual_high)


def add_totals(ledger: Ledger, declared: Mapping[str, str]) -> None:
    """Complete the forest in place: undeclared parts, totals, residuals. ``declared`` parents are never changed."""
    groups: dict[tuple[str, str, str], list[Toll]] = defaultdict(list)
    for toll in sorted(ledger.tolls.values(), key=lambda t: t.id):
        if toll.scope in _SUMMED and toll.id not in ledger.alike and toll.id not in ledger.elsewhere:
            groups[(toll.event, toll.scope, toll.quantity)].append(toll)
    for key in sorted(groups):
        members = groups[key]
        if key[2] == "strikes":
            continue
        _adopt(members, ledger)
        _total(members, ledger)
    _fit(ledger)
    _residuals(ledger)
