"""Clusters of accounts into the events of the record: ids, places, actors, grades, ties and a summary in words."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from crossbearing.model.claim import Claim
from crossbearing.model.derived import Crowd, Event, EventActor, EventPlace, Inherited, RelatedEvent, SideTable
from crossbearing.reconcile.comparison import AGENT_ROLES, SAID, Spot, View, actor_key, is_doer, iso_day
from crossbearing.reconcile.document_events import DocumentEvent, main_class
from crossbearing.reconcile.families import Families
from crossbearing.reconcile.grades import AIRWARS, grade_of, side_of, voices_of
from crossbearing.reconcile.links import Tie
from crossbearing.reconcile.places import distance_km
from crossbearing.vocab.contract import CLASSES

# Few sets of fields recur in millions of claims: each is kept once.
_KNOWN_FIELDS: dict[tuple[str, ...], tuple[str, ...]] = {}
# UCDP's precision of a place that is near a known one.
_LINE_PREC = 2


def digest(prefix: str, *parts: str) -> str:
    """Return a short id made from the parts.

    >>> digest("ev", "a", "b") == digest("ev", "a", "b") != digest("ev", "ab")
    True
    """
    return f"{prefix}-{hashlib.blake2b(chr(31).join(parts).encode(), digest_size=6).hexdigest()}"


def best_spot(account: DocumentEvent) -> Spot | None:
    """Return the place that says best where: no province before a town, the place itself before one it is near to.

    Where only some of those counted were hit says where the rest were of nothing. A road lies between its ends.
    """
    if (road := _line(account)) is not None:
        return road
    whole = {s.key for v in account.core if v.claim.counts and not _of_some(v) for s in v.spots}
    some = {s.key for v in account.core if whole and _of_some(v) for s in v.spots}
    roles = Counter((s.key, s.role) for v in account.core for s in v.spots)
    ranked = sorted(
        [s for s in account.spots if s.key in whole or s.key not in some] or account.spots,
        key=lambda s: (
            s.coarse,
            s.lat is None,
            s.role in ("near", "destination", "endpoint"),
            -roles[(s.key, s.role)],
            s.radius,
            s.key,
        ),
    )
    return ranked[0] if ranked else None


def _of_some(view: View) -> bool:
    """Say whether a claim counts nothing but some of those that another counts: "among them 17 in the camp"."""
    counts = view.claim.counts
    return bool(counts) and all(count.scope == "subset" for count in counts)


def _line(account: DocumentEvent) -> Spot | None:
    """Return a road by its middle, as wide as it is long; None where an event is at a place or an end is unknown."""
    ends = {s.key: s for s in account.spots if s.role == "endpoint" and s.lat is not None and s.lon is not None}
    at = [s for s in account.spots if s.role != "endpoint"]
    if len(ends) != 2 or any(s.lat is not None for s in at) or account.group != "control":
        return None
    one, other = (ends[key] for key in sorted(ends))
    length = distance_km(one, other) or 0.0
    lat, lon = ((one.lat or 0) + (other.lat or 0)) / 2, ((one.lon or 0) + (other.lon or 0)) / 2
    what = at[0].name if at and at[0].name else "road"
    name = f"{what} between {one.name or one.key} and {other.name or other.key}"
    key = at[0].key if at else f"{one.key}-{other.key}"
    radius = round(max(length / 2, one.radius, other.radius), 3)
    return Spot(key, name, round(lat, 5), round(lon, 5), radius, "location", (), _LINE_PREC)


def _place(spot: Spot | None) -> EventPlace | None:
    if spot is None:
        return None
    radius = spot.radius if spot.lat is not None else None
    return EventPlace(spot.key, spot.name, spot.lat, spot.lon, radius, spot.where_prec)


def _actors(claims: Sequence[Claim], sides: SideTable) -> tuple[EventActor, ...]:
    names: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    found: dict[tuple[str, str], tuple[str | None, str | None]] = {}
    for claim in claims:
        for actor in claim.actors:
            key = actor_key(actor)
            if key is None or (actor.role in AGENT_ROLES and not is_doer(actor)):
                continue
            slot = (actor.role, key)
            names[slot][actor.name or key] += 1
            identity, side = found.get(slot, (None, None))
            found[slot] = (actor.actor or identity, side_of(actor, sides) or side)
    return tuple(
        EventActor(
            role,
            found[(role, key)][0],
            min(names[(role, key)], key=lambda n: (-names[(role, key)][n], n)),
            found[(role, key)][1],
        )
        for role, key in sorted(found)
    )


def date_precision(account: DocumentEvent) -> int | None:
    """Return UCDP's date precision of the event's days: 1 a day, 2 up to six days, 3 a week, 4 a month, 5 longer."""
    if account.start is None or account.end is None:
        return None
    if is_open(account):
        return 5
    length = account.end - account.start + 1
    return 1 if length == 1 else 2 if length <= 6 else 3 if length == 7 else 4 if length <= 31 else 5


def is_open(account: DocumentEvent) -> bool:
    """Say whether all that dates an event is since when it goes on, in reports of which nobody knows the day."""
    dated = [v for v in account.core if v.start is not None]
    return bool(dated) and all(
        v.published is None and v.claim.time is not None and v.claim.time.start is not None and v.claim.time.end is None
        for v in dated
    )


def event_ids(accounts: Sequence[DocumentEvent]) -> list[str]:
    """Return an id for each event: a hash of kind, place, first day and actors, numbered where several share it."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, account in enumerate(accounts):
        spot = best_spot(account)
        actors = sorted({side or key for key, side in account.actors})
        base = digest("ev", *map(str, account.kind), spot.key if spot else "", iso_day(account.start) or "", *actors)
        groups[base].append(number)
    ids = [""] * len(accounts)
    for base, numbers in groups.items():
        for rank, number in enumerate(sorted(numbers, key=lambda n: accounts[n].id), 1):
            ids[number] = base if rank == 1 else f"{base}-{rank}"
    return ids


def _summary(account: DocumentEvent, cls: str, place: EventPlace | None, actors: Sequence[EventActor]) -> str:
    note = CLASSES[cls].note if cls in CLASSES else cls
    parts = [f"{cls} ({note})"]
    if account.modality != "real":
        parts.append(account.modality)
    if account.polarity == "negative":
        parts.append("said not to have happened")
    if place and place.name:
        parts.append(f"at {place.name}")
    if account.start is not None:
        first, last = iso_day(account.start), iso_day(account.end)
        when = f"since {first}" if is_open(account) else f"on {first}" if first == last else None
        parts.append(when or f"between {first} and {last}")
    named = [f"{a.role} {a.name}" for a in actors]
    return " ".join(parts) + (": " + ", ".join(dict.fromkeys(named)) if named else "")


def build_events(
    accounts: Sequence[DocumentEvent],
    ties: Sequence[Tie],
    families: Families,
    sides: SideTable,
    crowds: Sequence[Crowd | None],
) -> tuple[list[Event], list[str]]:
    """Return the events in the order of ``accounts``, and their ids."""
    ids = event_ids(accounts)
    parents: dict[int, int] = {}
    related: dict[int, set[RelatedEvent]] = defaultdict(set)
    for number, kind, target, reason in ties:
        if kind == "part_of":
            parents.setdefault(number, target)
        else:
            related[number].add(RelatedEvent(kind, ids[target], reason))
    events = []
    for number, account in enumerate(accounts):
        part_of = ids[parents[number]] if number in parents and not _loops(number, parents) else None
        events.append(_event(account, ids[number], part_of, related[number], families, sides, crowds[number]))
    return events, ids


def _loops(number: int, parents: Mapping[int, int]) -> bool:
    seen = {number}
    while (up := parents.get(number)) is not None:
        if up in seen:
            return True
        seen.add(up)
        number = up
    return False


def _event(
    account: DocumentEvent,
    event_id: str,
    part_of: str | None,
    related: set[RelatedEvent],
    families: Families,
    sides: SideTable,
    crowd: Crowd | None,
) -> Event:
    claims = [v.claim for v in account.views]
    voices = voices_of(claims, families, sides)
    grade, flags = grade_of(claims, voices, sides)
    marks = set(flags)
    if any(r.type in ("contradicts", "disputes") for r in related):
        marks.add("contested")
    cls = main_class(account.core)
    place, actors = _place(best_spot(account)), _actors([v.claim for v in account.core], sides)
    return Event(
        id=event_id,
        cls=cls,
        level=account.level,
        modality=account.modality,
        polarity=account.polarity,
        start=iso_day(account.start),
        end=None if is_open(account) else iso_day(account.end),
        date_prec=date_precision(account),
        place=place,
        actors=actors,
        claims=tuple(sorted(c.id for c in claims)),
        documents=account.documents,
        families=voices,
        grade=grade,
        flags=tuple(sorted(marks)),
        part_of=part_of,
        related=tuple(sorted(related)),
        summary=_summary(account, cls, place, actors),
        airwars="Contested" if "contested" in marks else AIRWARS[grade],
        crowd=crowd,
        inherited=_inherited(account, place, actors),
    )


def _inherited(account: DocumentEvent, place: EventPlace | None, actors: Sequence[EventActor]) -> tuple[Inherited, ...]:
    """Return what claims have from their event alone: a lone claim, and what was only said, has nothing to inherit."""
    if len(account.views) == 1:
        return ()
    doers = any(a.role in AGENT_ROLES for a in actors)
    found = []
    for view in account.views:
        if view.group == SAID:
            continue
        claim = view.claim
        own_days = claim.time is not None and claim.time.mention is not None
        fields = (
            *(("days",) if account.start is not None and not own_days else ()),
            *(("place",) if place is not None and not view.spots else ()),
            *(("doers",) if doers and not any(map(is_doer, claim.actors)) else ()),
        )
        if fields:
            found.append(Inherited(claim.id, _KNOWN_FIELDS.setdefault(fields, fields)))
    return tuple(sorted(found))
