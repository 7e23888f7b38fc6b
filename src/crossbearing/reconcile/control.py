"""Who holds which place when: one timeline a family and a reconciled one; contradictions are reported, not resolved.

Source of the rules: section A.7 of the reconciliation design. Roads and points do not flip the settlement they lie in;
an agreement to leave makes a transfer pending, never done; a clash contests a place of known holder for a fortnight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from crossbearing.model.claim import Claim
from crossbearing.model.derived import ControlState, SideTable
from crossbearing.model.faults import Faults
from crossbearing.reconcile.comparison import Spot, iso_day
from crossbearing.reconcile.event_records import digest
from crossbearing.reconcile.families import Families
from crossbearing.reconcile.settings import SETTINGS
from crossbearing.reconcile.sightings import Sighting, sightings

RECONCILED = "reconciled"
_SMALL_EXTENTS = frozenset({"line", "point"})
_TTL = int(SETTINGS["contested_days"])
_IMPOSSIBLE = "impossible transition: gains what this timeline has it holding"


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
        # What is told with no day ("is now their largest base") need not have been before what is told with one.
        if last is None or day is None or last.start is None:
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
