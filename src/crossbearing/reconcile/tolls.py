"""Toll arithmetic: one vote a family, bounds kept, subsets never added to what they are part of.

Source of the rules: section A.5 of the reconciliation design. ``low``, ``best`` and ``high`` count people or things;
None as ``high`` means that nobody gave an upper bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from crossbearing.model.claim import Claim, Count
from crossbearing.model.derived import Event, Position, SideTable, Toll
from crossbearing.model.faults import Faults
from crossbearing.reconcile.claim_counts import one_of_several, read_once, with_wholes
from crossbearing.reconcile.comparison import REAL, count_key, day_number, iso_day
from crossbearing.reconcile.document_events import is_rare
from crossbearing.reconcile.event_records import digest
from crossbearing.reconcile.families import Families
from crossbearing.reconcile.grades import harmed_sides
from crossbearing.reconcile.origins import FROM, apart, by_origin
from crossbearing.reconcile.settings import SETTINGS
from crossbearing.reconcile.spans import Spans, on_the_way, scoped, since
from crossbearing.reconcile.stands import GROWING, Opposed, Stand, Statement, combine, rivals, stand_of
from crossbearing.reconcile.wars import wars_of

# Event, scope, quantity, category, side; and for a part in the very terms of its whole ("15 of the hurt") its figure.
Key = tuple[str, ...]
_WHOLE = ("event", "scope", "quantity", "category", "side")
_PART = "part "
_SEVERAL = 2
_YEAR = 366
# How many strikes there were, or fighters there are, is no toll.
_NO_TOLL = frozenset({"strikes", "fighters", "other"})


def _scope(count: Count, claim: Claim, owner: Event) -> str:
    """Return what a count is of: "23 killed so far" in the blow of a day is its toll on the way, no sum over a time.

    Of what goes on for years every number is a sum.
    """
    if count.scope == "incident" and _of_years(owner):
        return "cumulative"
    if count.scope == "subset" or (count.scope == "cumulative" and owner.level == "incident" and _of_its_day(claim)):
        return "cumulative" if owner.level == "campaign" else "incident"
    return count.scope


def _of_years(owner: Event) -> bool:
    """Say whether an event lasts longer than a year: "in 2014" may be one unknown day."""
    first, last = day_number(owner.start), day_number(owner.end)
    return first is not None and last is not None and last - first > _YEAR


def _of_its_day(claim: Claim) -> bool:
    """Say whether a claim names its day: one that it has from the event says nothing of what it sums up."""
    if claim.time is None or claim.time.mention is None:
        return False
    first, last = day_number(claim.time.start), day_number(claim.time.end)
    return first is not None and last is not None and last - first < SETTINGS["campaign_min_days"] - 1


def _key(count: Count, claim: Claim, owner: Event, whole_of: Mapping[str, Count]) -> Key:
    key = (owner.id, _scope(count, claim, owner), *count_key(count))
    if count.scope != "subset":
        return key
    whole = whole_of.get(count.parent or "")
    # "14 of the dead" whose kind could not be read is no count of all the dead, whatever it is a part of.
    alike = count_key(count)[1:] == ("people", "") or (whole is not None and count_key(whole) == count_key(count))
    return (*key, f"{_PART}{count.low}") if alike else key


@dataclass(slots=True)
class Ledger:
    """Tolls and positions while they are built; ``toll_of`` leads from a count's id to its toll.

    ``elsewhere`` are tolls of those who left another place than most;
    ``alike`` leads from a part in the terms of its whole to that whole, which nobody may have told; ``parts`` are the
    tolls of which all counts are told as parts, ``told_within`` the pairs of part and whole with the families that
    tell them so, ``part_family`` the families of the counts that are told as parts.
    """

    tolls: dict[str, Toll]
    positions: list[Position]
    toll_of: dict[str, str]
    parts: set[str] = field(default_factory=set)
    alike: dict[str, str] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    told_within: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    part_family: dict[str, str] = field(default_factory=dict)


def in_order(low: int, best: int | None, high: int | None) -> bool:
    """Say whether low, best and high are in their order; every figure derived is held to it.

    >>> in_order(3, 5, None), in_order(10_000_001, 10_000_000, None)
    (True, False)
    """
    known = [n for n in (low, best, high) if n is not None]
    return known == sorted(known)


def _statements(
    event: Event,
    claims: Mapping[str, Claim],
    families: Families,
    published: Mapping[str, int | None],
    sides: SideTable,
    opposed: Opposed,
    spans: Spans,
    counts_of: Mapping[str, Sequence[Count]],
) -> dict[Key, list[Statement]]:
    found: dict[Key, list[Statement]] = defaultdict(list)
    whole_of = {c.id: c for claim_id in event.claims for c in claims[claim_id].counts}
    wars = wars_of((claims[c] for c in event.claims), sides)
    for claim_id in event.claims:
        claim = claims[claim_id]
        if not claim.counts or claim.polarity == "negative" or claim.modality not in REAL:
            continue  # what is feared or demanded counts nobody yet
        family = families.by_claim[claim_id]
        side = sides.side_in(wars, family)
        # A belligerent counts neither its own dead nor its enemy's as an outsider does.
        interested = bool(side) and any(side in pair for pair in sides.opposed) and bool(harmed_sides([claim], sides))
        counts = counts_of.get(claim_id, claim.counts)
        for count in counts if apart(claim) else with_wholes(counts):
            if (count.low is None and count.best is None) or count.quantity in _NO_TOLL:
                continue
            found[_key(count, claim, event, whole_of)].append(
                Statement(
                    count,
                    claim,
                    family,
                    published.get(claim.document),
                    claim.attribution.mode == "heading",
                    interested,
                    since=spans.since(claim, count),
                    quoted=family != families.by_document.get(claim.document),
                )
            )
    told = {key: _retold(statements) for key, statements in found.items()}
    told = on_the_way(told) if event.level == "incident" else told
    return _with_rivals(by_origin(scoped(told)), opposed)


def _with_rivals(told: Mapping[Key, list[Statement]], opposed: Opposed) -> dict[Key, list[Statement]]:
    """Let a voice that counts civilians alone dispute a count of all people that lies too far above it."""
    found = dict(told)
    for key in sorted(told):
        whole = (*key[:3], "people", "")
        if key[3] != "civilians" or len(key) > len(_WHOLE) or whole not in told:
            continue
        speakers = {s.family for s in told[whole]}
        others = [s for s in told[key] if s.family not in speakers and not s.heading and not s.loose]
        stands = [stand_of([s for s in told[whole] if s.family == family]) for family in sorted(speakers)]
        for family in sorted({s.family for s in others}):
            own = [s for s in others if s.family == family]
            if rivals([stand_of(own), *stands], opposed) and not rivals(stands, opposed):
                found[whole] = [*found[whole], *own]
    return found


def _retold(statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements with what a report tells in its own words given to whom it, or another, quotes for it.

    The figure that it also quotes is that of whom it quotes first for it, and so are its vague words ("several others")
    beside any figure that it quotes. A rare figure without a name is that of whom another report quotes for it.
    """
    told: dict[tuple[str, int], str] = {}
    named: dict[str, str] = {}
    rare: dict[int, list[Statement]] = defaultdict(list)
    for statement in sorted(statements, key=lambda s: (s.claim.evidence.start, s.count.id)):
        if not statement.quoted:
            continue
        told.setdefault((statement.claim.document, statement.low), statement.family)
        named.setdefault(statement.claim.document, statement.family)
        if is_rare(statement.low) and not statement.loose:
            rare[statement.low].append(statement)

    def whose(statement: Statement) -> str | None:
        document = statement.claim.document
        if (document, statement.low) in told:
            return told[(document, statement.low)]
        if statement.loose:
            return named.get(document)
        others = [s for s in rare.get(statement.low, ()) if _within_a_day(s, statement)]
        return min((s.family for s in others), default=None)

    return [s if s.quoted or (by := whose(s)) is None else replace(s, family=by, quoted=True) for s in statements]


def _within_a_day(one: Statement, other: Statement) -> bool:
    return one.as_of is not None and other.as_of is not None and abs(one.as_of - other.as_of) <= 1


def _without_summaries(stated: Mapping[Key, list[Statement]]) -> dict[Key, list[Statement]]:
    """Leave out what only says "dozens of casualties" where others count the killed and the hurt."""
    counted = {(key[0], key[2]) for key in stated}
    return {
        key: statements
        for key, statements in stated.items()
        if key[2] != "killed_or_injured"
        or not {(key[0], "killed"), (key[0], "injured")} & counted
        or any(s.count.bound != "vague" for s in statements)
    }


def _says_nothing(statements: Sequence[Statement]) -> bool:
    """Say whether nothing but "many" and "some" stands behind a row."""
    return all(s.count.bound == "vague" and s.high is None and s.low <= _SEVERAL for s in statements)


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


def _toll(key: Key, statements: Sequence[Statement], event: Event, ledger: Ledger, opposed: Opposed) -> None:
    _, scope, quantity, category, side_key = key[:5]
    if any(s.low > 1 for s in statements):
        statements = [replace(s, open=True) if one_of_several(s.count) else s for s in statements]
    grouped: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        grouped[statement.family].append(statement)
    # A heading sums up what stands below it: it is a voice only where there is no other.
    if any(not s.heading for s in statements):
        grouped = {f: members for f, members in grouped.items() if any(not s.heading for s in members)}
    stands = [stand_of(grouped[family]) for family in sorted(grouped)]
    low, best, high, status, basis = combine(stands, quantity in GROWING, opposed)
    assert in_order(low, best, high), key
    place = event.place.place if event.place else None
    if key[-1].startswith(FROM):
        place = key[-1].removeprefix(FROM)
    toll_id = digest("toll", *key)
    positions = [p for stand in stands for p in _positions(toll_id, stand)]
    names = sorted({s.count.side for s in statements if s.count.side})
    ledger.tolls[toll_id] = Toll(
        id=toll_id,
        event=event.id,
        scope=scope,
        start=(since(statements) if scope == "cumulative" else None) or event.start,
        end=event.end,
        place=place,
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
    if key[-1].startswith(FROM):
        ledger.elsewhere.add(toll_id)
    if key[-1].startswith(_PART):
        ledger.alike[toll_id] = digest("toll", *key[: len(_WHOLE)])
    ledger.positions.extend(positions)
    for statement in statements:
        ledger.toll_of[statement.count.id] = toll_id
        if statement.count.parent:
            ledger.part_family[statement.count.id] = statement.family


def _declared_parents(claims: Mapping[str, Claim], ledger: Ledger) -> dict[str, str]:
    """Return the whole of each row that is told as a part: the one that most families tell it to be a part of."""
    told: dict[str, list[str]] = defaultdict(list)
    for claim_id in sorted(claims):
        for count in claims[claim_id].counts:
            child, parent = ledger.toll_of.get(count.id), ledger.toll_of.get(count.parent or "")
            if child and parent and child != parent:
                ledger.told_within.setdefault((child, parent), set()).add(ledger.part_family[count.id])
                if parent not in told[child]:
                    told[child].append(parent)
    parents: dict[str, str] = {}
    for child, wholes in told.items():
        most = max(len(ledger.told_within[child, whole]) for whole in wholes)
        parents[child] = next(whole for whole in wholes if len(ledger.told_within[child, whole]) == most)
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
    ledger, spans, counts_of = Ledger({}, [], {}), Spans(claims.values()), read_once(claims.values())

    def opposed(one: str, other: str) -> bool:
        return sides.are_opposed(families.sides.get(one), families.sides.get(other))

    for event in events:
        if event.modality != "real" or event.polarity == "negative":
            continue
        stated: dict[Key, list[Statement]] = {}
        with faults.costing_row(event.documents, f"the tolls of {event.id}"):
            stated = _statements(event, claims, families, published, sides, opposed, spans, counts_of)
            stated = _without_summaries(stated)
        for key, statements in sorted(stated.items()):
            if _says_nothing(statements):
                continue
            with faults.costing_row((s.claim.document for s in statements), f"a toll of {event.id} ({key[2]})"):
                _toll(key, statements, event, ledger, opposed)
    parents = _declared_parents(claims, ledger)
    parents.update({part: whole for part, whole in ledger.alike.items() if whole in ledger.tolls})
    for child, parent in parents.items():
        part, whole = ledger.tolls[child], ledger.tolls[parent]
        # A part that is more than its whole is none: those who tell the one and the other contradict one another.
        fits = whole.high is None or part.low <= whole.high
        ledger.tolls[child] = replace(part, parent=parent) if fits else replace(part, status="disputed")
    finish(ledger, parents)
    tolls = sorted(ledger.tolls.values(), key=lambda t: t.id)
    positions = sorted(ledger.positions, key=lambda p: (p.toll, p.family, p.as_of or "", p.low or 0, p.claim, p.bound))
    return tolls, positions
