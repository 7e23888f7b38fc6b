"""The forest of tolls: totals over parts that exclude one another, and what of a total no part accounts for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
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
SUMMED = "sum"
_SCOPES = frozenset({"incident", "cumulative"})


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
        best_basis=SUMMED,
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
    return (one.id, other.id) in ledger.told_within or (other.id, one.id) in ledger.told_within


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


Span = tuple[int, int | None]


def _last_figures(ledger: Ledger, wanted: Set[str]) -> dict[str, dict[str, Span]]:
    """Return for each of the tolls where each family stands: its largest figure that it has not taken back."""
    found: dict[str, dict[str, Span]] = defaultdict(dict)
    for p in ledger.positions:
        if p.toll not in wanted or p.superseded_by is not None:
            continue
        low, high = p.low or 0, p.high
        known = found[p.toll].get(p.family)
        if known is None or low > known[0]:
            found[p.toll][p.family] = (low, high)
        elif low == known[0]:
            found[p.toll][p.family] = (low, None if high is None or known[1] is None else max(high, known[1]))
    return found


def _left_over(whole: Span, parts: Sequence[tuple[Toll, Span]]) -> Span:
    """Return what one voice's parts leave of its whole: parts may overlap, so that they account for the disjoint ones
    at least and for the sum of all at most.
    """
    apart: list[tuple[Toll, Span]] = []
    for part in sorted(parts, key=lambda p: (-p[1][0], p[0].id)):
        if all(disjoint(part[0], other) for other, _ in apart):
            apart.append(part)
    highs = [high for _, (_, high) in parts]
    most = None if any(h is None for h in highs) else sum(h for h in highs if h is not None)
    low = 0 if most is None else max(0, whole[0] - most)
    return low, None if whole[1] is None else max(0, whole[1] - sum(span[0] for _, span in apart))


def _residuals(ledger: Ledger) -> None:  # long, as it looks at each voice of each whole
    """Say what of each whole no part accounts for, by the figures of each voice that tells both.

    What one voice says of some takes nothing from what another says of all; of several voices the residual is as wide
    as theirs together.
    """
    parts: dict[str, set[str]] = defaultdict(set)
    for toll in ledger.tolls.values():
        if toll.parent is not None:
            parts[toll.parent].add(toll.id)
    told: dict[tuple[str, str], set[str]] = defaultdict(set)  # by part and family, the wholes that it tells of it
    for (child, ancestor), families in ledger.told_within.items():
        for family in families:
            told[child, family].add(ancestor)
        if ledger.tolls[child].parent is not None:
            parts[ancestor].add(child)
    figures = _last_figures(ledger, {*parts, *(child for own in parts.values() for child in own)})

    def is_part(child: str, whole: str, family: str) -> bool:
        own = told.get((child, family))  # by its own words, else by where the row hangs
        return whole in own if own else ledger.tolls[child].parent == whole

    for whole_id, children in parts.items():
        whole = ledger.tolls[whole_id]
        if whole.best_basis == SUMMED:
            continue  # it is its parts
        found = []
        for family, span in sorted(figures[whole_id].items()):
            own = [
                (ledger.tolls[child], figures[child][family])
                for child in sorted(children)
                if family in figures[child] and is_part(child, whole_id, family)
            ]
            if own:
                found.append(_left_over(span, own))
        if found:
            highs = [high for _, high in found]
            most = None if None in highs else max(h for h in highs if h is not None)
            ledger.tolls[whole_id] = replace(whole, residual_low=min(low for low, _ in found), residual_high=most)


def add_totals(ledger: Ledger, declared: Mapping[str, str]) -> None:
    """Complete the forest in place: undeclared parts, totals, residuals. ``declared`` parents are never changed."""
    groups: dict[tuple[str, str, str], list[Toll]] = defaultdict(list)
    for toll in sorted(ledger.tolls.values(), key=lambda t: t.id):
        if toll.scope in _SCOPES and toll.id not in ledger.alike and toll.id not in ledger.elsewhere:
            groups[(toll.event, toll.scope, toll.quantity)].append(toll)
    for key in sorted(groups):
        members = groups[key]
        if key[2] == "strikes":
            continue
        _adopt(members, ledger)
        _total(members, ledger)
    _fit(ledger)
    _residuals(ledger)
