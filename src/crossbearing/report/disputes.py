"""What is disputed, before what is agreed: each contradiction of the ledgers with the accounts that stand in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crossbearing.model.derived import ControlState, Record
from crossbearing.report.ledgers import AgreementView, EventView, TollView
from crossbearing.report.marks import Mark, Names
from crossbearing.report.wording import figure, time_days


@dataclass(frozen=True, slots=True)
class Statement:
    """One of the accounts: who gives it, in short what, and the claims to read."""

    mark: Mark
    words: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """One contradiction: ``kind`` is toll, event, denial, control or agreement; ``reason`` why both cannot hold."""

    kind: str
    title: str
    reason: str
    statements: tuple[Statement, ...]


def _of_tolls(tolls: Mapping[str, Sequence[TollView]], events: Mapping[str, EventView]) -> list[Dispute]:
    found = []
    for event, views in tolls.items():
        for view in views:
            if view.toll.status != "disputed":
                continue
            said = tuple(
                Statement(b.mark, figure(b.position.low, b.position.best, b.position.high), b.claims)
                for b in view.bars
                if not b.faint
            )
            title = f"{view.title.capitalize()}: {events[event].title if event in events else ''}"
            found.append(Dispute("toll", title, "the numbers do not meet", said))
    return found


def _of_events(events: Mapping[str, EventView]) -> list[Dispute]:
    """Return events that contradict each other, then those that one family denies and no pair has shown yet."""
    found: list[Dispute] = []
    seen: set[tuple[str, ...]] = set()
    for view in events.values():
        for tie in view.event.related:
            pair = tuple(sorted((view.event.id, tie.event)))
            if tie.type not in ("contradicts", "disputes") or pair in seen or tie.event not in events:
                continue
            seen.add(pair)
            other = events[tie.event]
            said = tuple(
                Statement(voice.mark, voice.words, voice.claims)
                for own in (view, other)
                for voice in own.voices
                if voice.position != "mentions"
            )
            found.append(Dispute("event", view.title, tie.reason, said))
    shown = {event for pair in seen for event in pair}
    return found + [own for view in events.values() if (own := _within(view, view.event.id in shown)) is not None]


def _within(view: EventView, shown: bool) -> Dispute | None:
    """Return what the voices of one event dispute among themselves: who did it, or (unless shown) that it was."""
    positions = {voice.position for voice in view.voices}
    if "disputes" in positions:
        reason = "they name doers of opposed sides"
    elif "denies" in positions and not shown:
        reason = (
            "one denies what another affirms" if "affirms" in positions else "is denied, and nobody here affirms it"
        )
    else:
        return None
    said = tuple(Statement(v.mark, v.words, v.claims) for v in view.voices if v.position != "mentions")
    return Dispute("event" if positions & {"affirms", "disputes"} else "denial", view.title, reason, said)


def _state_words(row: ControlState, names: Names) -> str:
    what = row.state.replace("_", " ")
    by = f" by {names.name(row.holder)}" if row.holder else ""
    with_ = f", {names.name(row.contender)} against it" if row.contender else ""
    days = time_days(row.start, row.end)
    return f"{row.name or names.name(row.place)} {what}{by}{with_}{', ' + days if days else ''}"


def _of_control(ledgers: Record, names: Names) -> list[Dispute]:
    """Return one dispute for each place where rows of different families are marked, with all of them."""
    groups: dict[str, list[ControlState]] = {}
    for row in ledgers.control:
        if row.contradiction and row.timeline != "reconciled":
            groups.setdefault(row.place, []).append(row)
    found = []
    for rows in groups.values():
        said = tuple(Statement(names.mark(row.timeline), _state_words(row, names), row.claims) for row in rows)
        reason = "; ".join(sorted({part for row in rows for part in (row.contradiction or "").split("; ") if part}))
        found.append(Dispute("control", f"Who holds {rows[0].name or names.name(rows[0].place)}", reason, said))
    return sorted(found, key=lambda dispute: dispute.title)


def _of_agreements(agreements: Sequence[AgreementView], names: Names) -> list[Dispute]:
    found = []
    for view in agreements:
        said = tuple(
            Statement(names.mark(b.alleged_by), f"says that {names.name(b.by)} broke it", (b.claim,))
            for b in view.agreement.breaches
            if b.by
        )
        if len({b.by for b in view.agreement.breaches if b.by}) > 1:
            found.append(Dispute("agreement", view.title, "each side is said to have broken it", said))
    return found


def disputes(
    ledgers: Record,
    events: Mapping[str, EventView],
    tolls: Mapping[str, Sequence[TollView]],
    agreements: Sequence[AgreementView],
    names: Names,
) -> tuple[Dispute, ...]:
    """Return all contradictions: of events, of agreements, of numbers, of control, and last what is only denied.

    >>> disputes(Record(), {}, {}, (), Names([], [], None))
    ()
    """
    of_events = _of_events(events)
    found = [dispute for dispute in of_events if dispute.kind == "event"]
    found += _of_agreements(agreements, names) + _of_tolls(tolls, events) + _of_control(ledgers, names)
    found += [dispute for dispute in of_events if dispute.kind == "denial"]
    return tuple(dispute for dispute in found if dispute.statements)
