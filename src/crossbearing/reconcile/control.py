"""Who holds which place when: one timeline a family and a reconciled one; contradictions are reported, not resolved.

Source of the rules: section A.7 of the reconciliation design. Roads and points do not flip the settlement they lie in;
an agreement to leave makes a transfer pending, never done; a clash contests a place of known holder for a fortnight.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from crossbearing.model.claim import Claim, PlaceRole
from crossbearing.model.derived import ControlState, SideTable
from crossbearing.model.faults import Faults
from crossbearing.reconcile.comparison import (
    LEAVING,
    REAL,
    Spot,
    actor_key,
    claim_days,
    iso_day,
    modality_group,
    spot_of,
)
from crossbearing.reconcile.event_records import digest
from crossbearing.reconcile.families import Families
from crossbearing.reconcile.grades import side_of
from crossbearing.reconcile.settings import SETTINGS, cue_kinds
from crossbearing.reconcile.wars import wars_of
from crossbearing.vocab.contract import class_of

RECONCILED = "reconciled"
_GAINS = frozenset({"gain", "advance", "transfer"})
_PLACE_ROLES = frozenset({"location", "endpoint"})
_SMALL_EXTENTS = frozenset({"line", "point"})
_TTL = int(SETTINGS["contested_days"])
# Characters between a gain and the loss that points back to it: a sentence.
_NEXT = 200
_IMPOSSIBLE = "impossible transition: gains what this timeline has it holding"


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one claim says of one place: ``day`` and ``until`` are ordinals, ``holder`` and ``other`` actor keys."""

    spot: Spot
    kind: str
    holder: str | None
    other: str | None
    extent: str | None
    day: int | None
    until: int | None
    claim: str
    family: str
    regained: bool
    against_interest: bool


def _by_role(claim: Claim, *roles: str) -> tuple[str | None, str | None]:
    """Return key and role of the first actor in one of the roles, in the order of the roles."""
    for role in roles:
        keys = sorted(k for a in claim.actors if a.role == role and (k := actor_key(a)))
        if keys:
            return keys[0], role
    return None, None


_NO_PARTY = re.compile(
    r"(?:^|-)(?:spokes(?:man|woman|person)|commander|official|his|her|its|their|our|we)(?:-|$)", re.IGNORECASE
)


# "The territory they once controlled" is held no more; who took it others say.
_ENDED = re.compile(r"\b(?:once|formerly|previously|used to)\b", re.IGNORECASE)


def _is_party(key: str) -> bool:
    """Say whether somebody may hold a place: "his fighters" are somebody's, and a spokesman speaks for who holds it.

    >>> _is_party("groups-spokesman"), _is_party("his-fighters"), _is_party("sy:ahrar")
    (False, False, True)
    """
    return ":" in key or _NO_PARTY.search(key) is None


def _kind_and_parties(claim: Claim) -> tuple[str, str | None, str | None] | None:
    told = class_of(claim.cls).control
    if told in _GAINS and claim.modality in REAL:
        return told, _by_role(claim, "gainer")[0], _by_role(claim, "loser", "holder")[0]
    if claim.modality in REAL:
        if told == "loss":
            return "loss", _by_role(claim, "gainer")[0], _by_role(claim, "loser", "holder")[0]
        if told == "hold":
            if _ENDED.search(claim.evidence.text):
                return None
            holder = _by_role(claim, "holder", "gainer")[0]
            return ("hold", holder, None) if holder is None or _is_party(holder) else None
        if told == "besiege":
            inside = _by_role(claim, "holder")[0] or _by_role(claim, "besieged")[0]
            lives_there = inside is not None and "inhabitants" in cue_kinds(inside.replace("-", " "))
            return "besiege", None if lives_there else inside, _by_role(claim, "besieger")[0]
        if told == "clash":
            keys = sorted({k for a in claim.actors if (k := actor_key(a))})
            return "clash", keys[0] if keys else None, keys[1] if len(keys) > 1 else None
    if claim.cls in LEAVING and modality_group(claim.modality) == "planned":
        mover = _by_role(claim, "mover")[0]
        return ("agreed_transfer", mover, None) if mover else None
    if told == "leave" and claim.modality in REAL:
        return "loss", None, _by_role(claim, "mover")[0]
    return None


# "60 km north of X", "the road from X to Y", "overlooking X": where something lies, not what changed hands.
_REFERENCE = re.compile(
    r"\b(?:overlooking|linking|connecting|between|near|outside|off|"
    r"(?:north|south|east|west|northeast|northwest|southeast|southwest|northern|outskirts|suburbs?)\s+of|"
    r"(?:road|highway|route|line|stretch|way)\s+(?:from|to|into)|from\s+\S+(?:\s+\S+)?\s+to|(?:between|linking|connecting)\s+\S+(?:\s+\S+)?\s+(?:and|with|to))"
    r"\s+(?:the\s+)?(?:\w+\s+of\s+)?$",
    re.IGNORECASE,
)


def _is_reference(claim: Claim, place: PlaceRole) -> bool:
    words = claim.evidence
    if place.mention is None or not words.start <= place.mention.start < words.end:
        return False
    return _REFERENCE.search(words.text[: place.mention.start - words.start]) is not None


_AGAIN = re.compile(
    r"\b(?:lost|abandoned|gave up|left|withdrew from|driven from|pushed out of)\s+(?:it|them)\b", re.IGNORECASE
)


def _lost_again(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield the claims, "lost it" at the place of what the same report last said was gained."""
    gained: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda c: (c.document, c.evidence.start, c.id)):
        before = gained.get(claim.document)
        told = class_of(claim.cls).control
        if told == "loss" and before is not None and _AGAIN.search(claim.evidence.text):
            near = claim.evidence.start - before.evidence.end
            owner = _by_role(claim, "loser", "holder")[0]
            if near <= _NEXT and owner in (None, _by_role(before, "gainer")[0]):
                claim = replace(claim, places=before.places, extent=before.extent)
        if told == "gain" and claim.polarity == "positive":
            gained[claim.document] = claim
        yield claim


def sightings(
    claims: Iterable[Claim], families: Families, published: Mapping[str, int | None], sides: SideTable
) -> Iterator[Sighting]:
    """Yield what the claims say of who holds what; claims of no resolved or named place yield nothing."""
    for claim in _lost_again(claims):
        found = _kind_and_parties(claim)
        if found is None or claim.polarity == "negative":
            continue
        kind, holder, other = found
        roles = {"origin"} if kind == "agreed_transfer" or claim.cls in LEAVING else _PLACE_ROLES
        start, end = claim_days(claim, published.get(claim.document))
        if kind in ("hold", "besiege") and claim.attribution.mode == "presupposed" and start is None:
            # "the rebel-held town" is said of the day of the report.
            start = end = published.get(claim.document)
        family = families.by_claim[claim.id]
        loser_sides = {side_of(a, sides) for a in claim.actors if a.role in ("loser", "besieged")} - {None}
        stated = {p.role for p in claim.places}
        for place in claim.places:
            spot = spot_of(place)
            if spot is None or place.role not in roles or spot.coarse:
                continue
            # The ends of a road are not held by whoever holds the road.
            if place.role == "endpoint" and "location" in stated:
                continue
            if len(claim.places) > 1 and _is_reference(claim, place):
                continue
            yield Sighting(
                spot=spot,
                kind=kind,
                holder=holder,
                other=other,
                extent=claim.extent,
                day=start,
                until=end,
                claim=claim.id,
                family=family,
                regained="regain" in cue_kinds(claim.evidence.text),
                against_interest=sides.side_in(wars_of([claim], sides), family) in loser_sides,
            )


@dataclass(slots=True)
class _Track:
    """Rows one after the other; thousands of claims may continue one row, so they are sorted once, at the end."""

    rows: list[ControlState] = field(default_factory=list)
    claims: list[list[str]] = field(default_factory=list)

    @property
    def last(self) -> ControlState | None:
        """The row that is open."""
        return self.rows[-1] if self.rows else None

    def open(self, row: ControlState) -> None:
        """Add a row."""
        self.rows.append(row)
        self.claims.append(list(row.claims))

    def change(self, end: str | None, note: str | None) -> None:
        """Give the open row another end or note."""
        last = self.rows[-1]
        if (end, note) != (last.end, last.note):
            self.rows[-1] = replace(last, end=end, note=note)

    def finished(self) -> list[ControlState]:
        """Return the rows with all claims that speak for them."""
        return [
            replace(row, claims=tuple(sorted(set(claims)))) if len(claims) > 1 else row
            for row, claims in zip(self.rows, self.claims, strict=True)
        ]


@dataclass(slots=True)
class _Machine:
    """The state machine of one place on one timeline. Roads and points run on a track of their own."""

    timeline: str
    spot: Spot
    latest: int | None
    whole: _Track = field(default_factory=_Track)
    points: _Track = field(default_factory=_Track)
    holder: str | None = None
    held_before: frozenset[str] = frozenset()

    def step(self, seen: Sighting, said: str | None) -> None:
        """Take one sighting in the order of days; ``said`` goes before the note of the row that it opens."""
        state, holder, contender, note = self._next(seen)
        if state is None:
            return
        day, until = iso_day(seen.day), self._until(seen)
        # Roads and points stand beside the settlement: they neither end nor continue what is said of the whole of it.
        small = seen.extent in _SMALL_EXTENTS
        track = self.points if small else self.whole
        last = track.last
        if last and (last.state, last.holder, last.contender, last.extent) == (state, holder, contender, seen.extent):
            end = max(last.end, until) if last.end and until else last.end or until
            track.change(end, last.note)
            track.claims[-1].append(seen.claim)
        else:
            self._close(track, day)
            row = self._row(seen, state, holder, contender, day, until, note)
            track.open(row)
            if said:
                track.change(row.end, f"{said}; {row.note}" if row.note else said)
        if small:
            return
        if state in ("held", "besieged") and holder:
            self.holder = holder
            self.held_before |= {holder}
        elif state == "lost":
            self.holder = None

    def _close(self, track: _Track, day: str | None) -> None:
        last = track.last
        if last is None or day is None:
            return
        if (last.end is None or last.end > day) and (last.start or "") <= day:
            track.change(day, last.note)

    def _until(self, seen: Sighting) -> str | None:
        if seen.kind == "clash" and seen.day is not None:
            return iso_day(max(seen.until or seen.day, seen.day + _TTL))
        if seen.kind == "agreed_transfer":
            return iso_day(seen.until)
        return None

    def _next(self, seen: Sighting) -> tuple[str | None, str | None, str | None, str | None]:
        small = seen.extent in _SMALL_EXTENTS
        if seen.kind in ("gain", "transfer"):
            if seen.holder is None:
                return ("lost", None, None, "no gainer is named") if seen.other else (None, None, None, None)
            if small:
                return "held", seen.holder, None, f"a {seen.extent} only: the settlement does not change hands"
            if seen.extent == "partial":
                return "contested", self.holder or seen.other, seen.holder, None
            return "held", seen.holder, None, self._impossible(seen)
        if seen.kind == "advance":
            holder = self.holder or seen.other
            return ("held", holder, None, None) if holder == seen.holder else ("contested", holder, seen.holder, None)
        if seen.kind == "hold":
            return ("held", seen.holder, None, None) if seen.holder else (None, None, None, None)
        if seen.kind == "loss":
            return ("held", seen.holder, None, None) if seen.holder else ("lost", None, None, f"lost by {seen.other}")
        if seen.kind == "besiege":
            return "besieged", seen.holder, seen.other, None
        if seen.kind == "clash":
            if self.holder is None:
                return None, None, None, None
            others = {k for k in (seen.holder, seen.other) if k and k != self.holder}
            return "contested", self.holder, min(others, default=None), "fighting; lapses after a fortnight"
        overdue = seen.until is not None and self.latest is not None and self.latest > seen.until
        note = "overdue: no news by the latest report" if overdue else "agreed or announced, not done"
        return "transfer_pending", seen.holder or self.holder, None, note

    def _impossible(self, seen: Sighting) -> str | None:
        if seen.holder and seen.holder == self.holder:
            return _IMPOSSIBLE
        if seen.regained and self.held_before and seen.holder not in self.held_before:
            return "regained: an earlier holding that no claim here tells of"
        return None

    def _row(
        self,
        seen: Sighting,
        state: str,
        holder: str | None,
        contender: str | None,
        day: str | None,
        until: str | None,
        note: str | None,
    ) -> ControlState:
        place = seen.spot.key
        impossible = note == _IMPOSSIBLE
        return ControlState(
            id=digest("ctl", place, self.timeline, state, holder or "", contender or "", day or "", seen.claim),
            place=place,
            name=seen.spot.name,
            state=state,
            holder=holder,
            contender=contender,
            extent=seen.extent,
            start=day,
            end=until,
            timeline=self.timeline,
            kind=seen.kind,
            claims=(seen.claim,),
            contradiction=note if impossible else None,
            note=None if impossible else note,
        )


def _place_groups(seen: Iterable[Sighting]) -> dict[str, list[Sighting]]:
    groups: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in seen:
        groups[sighting.spot.key].append(sighting)
    return groups


def _ordered(seen: Iterable[Sighting]) -> list[Sighting]:
    # What is dated first; of one day what is stated before what is pending. Undated sightings come first of all.
    return sorted(seen, key=lambda s: (s.day or 0, s.kind == "agreed_transfer", s.until or 0, s.claim))


def _supported(seen: Sequence[Sighting]) -> Iterator[tuple[Sighting, str | None]]:
    """Yield the sightings with a note: by whom claimed, unless two families say so or one against its interest."""
    voices: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    for s in seen:
        voices[(s.holder, s.kind)].add(s.family)
    for s in seen:
        agreed = len(voices[(s.holder, s.kind)]) > 1 or s.against_interest
        yield s, None if agreed else f"claimed by {s.family}"


def build_control(
    claims: Iterable[Claim],
    families: Families,
    published: Mapping[str, int | None],
    sides: SideTable,
    faults: Faults,
) -> tuple[list[ControlState], dict[str, Spot]]:
    """Return the rows of all timelines, without contradictions between them, and the spot of every place.

    A fault costs the timelines of its place.
    """
    latest = max((d for d in published.values() if d is not None), default=None)
    claims = list(claims)
    documents = {claim.id: claim.document for claim in claims}
    rows: list[ControlState] = []
    spots: dict[str, Spot] = {}
    for place, seen in sorted(_place_groups(sightings(claims, families, published, sides)).items()):
        with faults.costing_row((documents[s.claim] for s in seen), f"who held {place}"):
            ordered = _ordered(seen)
            spot = min((s.spot for s in ordered), key=lambda s: (s.lat is None, s.radius, s.role, s.name or ""))
            rows.extend(_of_place(ordered, spot, latest))
            spots[place] = spot
    return rows, spots


def _of_place(ordered: Sequence[Sighting], spot: Spot, latest: int | None) -> list[ControlState]:
    """Return the timelines of one place: one a family, and the one of all taken together."""
    by_family: dict[str, list[Sighting]] = defaultdict(list)
    for s in ordered:
        by_family[s.family].append(s)
    rows: list[ControlState] = []
    for family in sorted(by_family):
        rows.extend(_timeline(family, spot, [(s, None) for s in by_family[family]], latest))
    rows.extend(_timeline(RECONCILED, spot, list(_supported(ordered)), latest))
    return rows


def _timeline(
    name: str, spot: Spot, seen: Sequence[tuple[Sighting, str | None]], latest: int | None
) -> list[ControlState]:
    """Run the sightings of one timeline through the machine; a note goes to the row that its sighting opens."""
    machine = _Machine(name, spot, latest)
    for sighting, note in seen:
        machine.step(sighting, note)
    return machine.whole.finished() + machine.points.finished()
