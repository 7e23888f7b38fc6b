"""Toll arithmetic: one vote a family, bounds kept, subsets never added to what they are part of.

Source of the rules: section A.5 of the reconciliation design. ``low``, ``best`` and ``high`` count people or things;
None as ``high`` means that nobody gave an upper bound.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate
from math import inf

from crossbearing.model.claim import Claim, Count
from crossbearing.model.derived import Event, Position, SideTable, Toll
from crossbearing.model.faults import Faults
from crossbearing.reconcile.assemble import digest
from crossbearing.reconcile.families import Families
from crossbearing.reconcile.features import count_key, iso_day
from crossbearing.reconcile.grades import harmed_sides
from crossbearing.reconcile.stances import wars_of
from crossbearing.reconcile.wholes import one_of_several, with_wholes

# Tolls of these grow as the dead are found and the hurt die; a later figure does not deny an earlier one.
GROWING = frozenset(
    {"killed", "injured", "killed_or_injured", "missing", "captured", "abducted", "detained", "displaced"}
)
# Later than every day: an undated figure is not known to come before any other.
_NEVER = date.max.toordinal() + 1


@dataclass(frozen=True, slots=True)
class Statement:
    """One count of one claim, with who stands behind it: ``as_of`` is an ordinal of a day, None where unknown.

    ``open`` says that the count is of one person of several: its upper bound is none.
    """

    count: Count
    claim: Claim
    family: str
    as_of: int | None
    heading: bool
    interested: bool
    open: bool = False

    @property
    def low(self) -> int:
        """The lower bound; nothing is counted below zero."""
        return max(self.count.low if self.count.low is not None else (self.count.best or 0), 0)

    @property
    def high(self) -> int | None:
        """The upper bound, never below the lower."""
        return None if self.count.high is None or self.open else max(self.count.high, self.low)

    @property
    def best(self) -> int:
        """The figure given, inside its own bounds."""
        best = self.count.best if self.count.best is not None else self.low
        return max(self.low, best if self.high is None else min(best, self.high))


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a family stands at the end: its last figure, since when, and the statements behind it.

    ``lows`` are the lower bounds it has given and not taken back.
    """

    family: str
    low: int
    best: int
    high: int | None
    as_of: int | None
    interested: bool
    basis: str
    statements: tuple[tuple[Statement, str | None, bool], ...]
    lows: tuple[int, ...] = ()


def _order(statement: Statement) -> tuple[int, int, bool, float, int, str]:
    # On one day the smaller figure is the earlier one: tolls grow. Of like figures the tighter bound comes first, so
    # that no id decides which of two bounds is the last word.
    return (
        statement.as_of if statement.as_of is not None else 0,
        statement.low,
        not statement.heading,
        inf if statement.high is None else statement.high,
        statement.best,
        statement.count.id,
    )


def stand_of(statements: Sequence[Statement]) -> Stand:
    """Return where one family stands: a later figure supersedes, a lower bound never takes a higher one back.

    ``at least 30`` said after ``at least 50`` leaves 50; ``exactly 30`` after it is a revision and is marked as such.
    Headings count only where the family says nothing else.
    """
    body = [s for s in statements if not s.heading]
    ordered = sorted(body or statements, key=_order)
    current = ordered[0]
    low, best, high = current.low, current.best, current.high
    lows = {low}
    superseded: dict[str, str] = {}
    revisions: set[str] = set()
    replaced = 0
    day = current.as_of  # on which the family last said so; saying it again on a later day says it of that day too
    for number, statement in enumerate(ordered[1:], 1):
        if statement.high is not None and statement.high < max(lows):
            # A bound below what was said before takes back just what lies above it.
            revisions.add(statement.count.id)
            lows = {n for n in lows if n <= statement.high}
        lows.add(statement.low)
        if (statement.low, statement.high) == (low, high):
            day = statement.as_of
            continue
        if statement.high is None and statement.low < low:
            continue
        if statement.low == low and statement.as_of == day:
            # One voice on one day, "70" in one line and "at least 70" in the next: the looser bound is what it knows.
            high = None if statement.high is None or high is None else max(high, statement.high)
            best = max(best, statement.best)
            continue
        for old in ordered[replaced:number]:
            superseded.setdefault(old.count.id, statement.claim.id)
        replaced = number
        current, day, low, best, high = statement, statement.as_of, statement.low, statement.best, statement.high
    for statement in statements:
        if body and statement.heading and statement.low < low:
            superseded.setdefault(statement.count.id, current.claim.id)
    listed = tuple((s, superseded.get(s.count.id), s.count.id in revisions) for s in sorted(statements, key=_order))
    basis = "lexicon" if current.count.bound == "vague" else "stated"
    interested = all(s.interested for s in ordered)
    return Stand(current.family, low, best, high, current.as_of, interested, basis, listed, tuple(sorted(lows)))


def combine(stands: Sequence[Stand], growing: bool = True) -> tuple[int, int, int | None, str, str]:
    """Return low, best, high, status and the basis of best for the stands of all families.

    ``low`` is the highest lower bound that the smallest upper bound still allows, so that a further lower bound never
    lowers it; ``high`` the smallest upper bound, or the largest where the intervals do not meet. Figures that do not
    meet are disputed, unless the toll grows and every later family gives more than all earlier ones. Then, and in a
    dispute, ``best`` is that of the last to speak who has no interest in it.

    >>> def stand(low, high): return Stand(str(low), low, low, high, None, False, "stated", ())
    >>> combine([stand(79, None), stand(85, 85)])
    (85, 85, 85, 'consistent', 'median')
    >>> combine([stand(40, 40), stand(90, 90)])[:4]
    (40, 40, 90, 'disputed')
    """
    bounds = [(s.low, s.best, s.high, s) for s in sorted(stands, key=lambda s: s.family)]
    highs = [high for _, _, high, _ in bounds if high is not None]
    ceiling = min(highs, default=None)
    lows = [low for low, _, _, _ in bounds]
    given = {n for s in stands for n in (*s.lows, s.low)}
    low = max(n for n in given if ceiling is None or n <= ceiling)
    meet = ceiling is None or max(lows) <= ceiling
    if len(bounds) == 1:
        # Its last figure may lie below a bound that it gave before and has not taken back.
        _, best, high, stand = bounds[0]
        return low, max(low, best if high is None else min(best, high)), high, "single", stand.basis
    if meet:
        bests = sorted(best for _, best, _, _ in bounds)
        middle = bests[(len(bests) - 1) // 2]
        best = max(low, middle if ceiling is None else min(middle, ceiling))
        lexicon = all(b[3].basis == "lexicon" for b in bounds)
        return low, best, ceiling, "consistent", "lexicon" if lexicon else "median"
    high = None if any(h is None for _, _, h, _ in bounds) else max(highs)
    chosen = min(bounds, key=lambda b: (b[3].interested, -(b[3].as_of or 0), b[1], b[3].family))
    best = max(low, chosen[1] if high is None else min(chosen[1], high))
    status = "consistent" if growing and _grows(stands) else "disputed"
    return low, best, high, status, f"position of {chosen[3].family}"


def _grows(stands: Sequence[Stand]) -> bool:
    """Say whether figures that do not meet are one toll growing: all dated, and each later one above all earlier."""
    closed = sorted((s for s in stands if s.high is not None), key=lambda s: s.high or 0)
    highs = [s.high or 0 for s in closed]
    latest = list(accumulate((_NEVER if s.as_of is None else s.as_of for s in closed), max))
    for stand in stands:
        below = bisect_left(highs, stand.low)
        if below and (stand.as_of is None or latest[below - 1] >= stand.as_of):
            return False
    return True


Key = tuple[str, str, str, str, str]


def _scope(count: Count, owner: Event) -> str:
    if count.scope == "subset":
        return "cumulative" if owner.level == "campaign" else "incident"
    return count.scope


def _key(count: Count, owner: Event) -> Key:
    return (owner.id, _scope(count, owner), *count_key(count))


@dataclass(slots=True)
class Ledger:
    """Tolls and positions while they are built; ``toll_of`` leads from a count's id to its toll.

    ``parts`` are the tolls of which all counts are told as parts, ``told_within`` the pairs of part and whole.
    """

    tolls: dict[str, Toll]
    positions: list[Position]
    toll_of: dict[str, str]
    parts: set[str] = field(default_factory=set)
    told_within: set[tuple[str, str]] = field(default_factory=set)


def in_order(low: int, best: int | None, high: int | None) -> bool:
    """Say whether low, best and high are in their order; every figure derived is held to it.

    >>> in_order(3, 5, None), in_order(10_000_001, 10_000_000, None)
    (True, False)
    """
    known = [n for n in (low, best, high) if n is not None]
    return known == sorted(known)


def _statements(
    event: Event, claims: Mapping[str, Claim], families: Families, published: Mapping[str, int | None], sides: SideTable
) -> dict[Key, list[Statement]]:
    found: dict[Key, list[Statement]] = defaultdict(list)
    wars = wars_of((claims[c] for c in event.claims), sides)
    for claim_id in event.claims:
        claim = claims[claim_id]
        if not claim.counts or claim.polarity == "negative":
            continue
        family = families.by_claim[claim_id]
        side = sides.side_in(wars, family)
        # A belligerent counts neither its own dead nor its enemy's as an outsider does.
        interested = bool(side) and any(side in pair for pair in sides.opposed) and bool(harmed_sides([claim], sides))
        for count in with_wholes(claim.counts):
            if count.low is None and count.best is None:
                continue
            found[_key(count, event)].append(
                Statement(
                    count,
                    claim,
                    family,
                    published.get(claim.document),
                    claim.attribution.mode == "heading",
                    interested,
                )
            )
    return found


def _positions(toll_id: str, stand: Stand) -> Iterator[Position]:
    for statement, superseded, revision in stand.statements:
        assert in_order(statement.low, statement.best, statement.high), statement.count.id
        yield Position(
            toll=toll_id,
            family=statement.family,
            as_of=iso_day(statement.as_of),
            low=statement.low,
            best=statement.best,
            high=statement.high,
            bound=statement.count.bound,
            claim=statement.claim.id,
            superseded_by=superseded,
            revision=revision,
        )


def _toll(key: Key, statements: Sequence[Statement], event: Event, ledger: Ledger) -> None:
    _, scope, quantity, category, side_key = key
    if any(s.low > 1 for s in statements):
        statements = [replace(s, open=True) if one_of_several(s.count) else s for s in statements]
    grouped: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        grouped[statement.family].append(statement)
    # A heading sums up what stands below it: it is a voice only where there is no other.
    if any(not s.heading for s in statements):
        grouped = {f: members for f, members in grouped.items() if any(not s.heading for s in members)}
    stands = [stand_of(grouped[family]) for family in sorted(grouped)]
    low, best, high, status, basis = combine(stands, quantity in GROWING)
    assert in_order(low, best, high), key
    toll_id = digest("toll", *key)
    positions = [p for stand in stands for p in _positions(toll_id, stand)]
    names = sorted({s.count.side for s in statements if s.count.side})
    ledger.tolls[toll_id] = Toll(
        id=toll_id,
        event=event.id,
        scope=scope,
        start=event.start,
        end=event.end,
        place=event.place.place if event.place else None,
        quantity=quantity,
        category=category,
        side=names[0] if side_key and names else None,
        low=low,
        best=best,
        high=high,
        status=status,
        best_basis=basis,
        families=tuple(s.family for s in stands),
        claims=tuple(sorted({s.claim.id for s in statements})),
    )
    if all(s.count.scope == "subset" for s in statements):
        ledger.parts.add(toll_id)
    ledger.positions.extend(positions)
    for statement in statements:
        ledger.toll_of[statement.count.id] = toll_id


def _declared_parents(claims: Mapping[str, Claim], ledger: Ledger) -> dict[str, str]:
    parents: dict[str, str] = {}
    for claim_id in sorted(claims):
        for count in claims[claim_id].counts:
            child, parent = ledger.toll_of.get(count.id), ledger.toll_of.get(count.parent or "")
            if child and parent and child != parent:
                parents.setdefault(child, parent)
                ledger.told_within.add((child, parent))
    for child in sorted(parents):
        seen = {child}
        up = parents.get(child)
        while up is not None and up not in seen:
            seen.add(up)
            up = parents.get(up)
        if up is not None:
            del parents[child]
    return parents


def build_tolls(
    events: Sequence[Event],
    claims: Mapping[str, Claim],
    families: Families,
    published: Mapping[str, int | None],
    sides: SideTable,
    finish: Callable[[Ledger, Mapping[str, str]], None],
    faults: Faults,
) -> tuple[list[Toll], list[Position]]:
    """Return the tolls of the events that happened, and the positions behind them. Stocks are kept, apart by scope.

    A fault costs its row.

    ``finish`` adds totals and residuals once all tolls and their declared parents are known.
    """
    ledger = Ledger({}, [], {})
    for event in events:
        if event.modality != "real" or event.polarity == "negative":
            continue
        stated: dict[Key, list[Statement]] = {}
        with faults.costing_row(event.documents, f"the tolls of {event.id}"):
            stated = _statements(event, claims, families, published, sides)
        for key, statements in sorted(stated.items()):
            with faults.costing_row((s.claim.document for s in statements), f"a toll of {event.id} ({key[2]})"):
                _toll(key, statements, event, ledger)
    parents = _declared_parents(claims, ledger)
    for child, parent in parents.items():
        part, whole = ledger.tolls[child], ledger.tolls[parent]
        # A part that is more than its whole is none: those who tell the one and the other contradict one another.
        fits = whole.high is None or part.low <= whole.high
        ledger.tolls[child] = replace(part, parent=parent) if fits else replace(part, status="disputed")
    finish(ledger, parents)
    tolls = sorted(ledger.tolls.values(), key=lambda t: t.id)
    positions = sorted(ledger.positions, key=lambda p: (p.toll, p.family, p.as_of or "", p.low or 0, p.claim, p.bound))
    return tolls, positions
