"""The first screen: what happened, in sentences that could be printed, each with the voices that say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from crossbearing.model.claim import Claim
from crossbearing.model.derived import ControlState, Record
from crossbearing.report.agreement_views import AgreementView
from crossbearing.report.days import coarse_days, days_between, span_days
from crossbearing.report.disputes import DENIAL, Dispute, Statement
from crossbearing.report.figures import figure
from crossbearing.report.happenings import EventView
from crossbearing.report.marks import Mark, Names
from crossbearing.report.sentences import fullness
from crossbearing.report.toll_views import Bar, TollView
from crossbearing.report.wording import claim_sentence, listing, word

_MOST_CHANGES = 4
_MOST_ACCOUNTS = 3
_MOST_NAMES = 3
_MOST_DAYS = 31
"""Days within which a happening is told: one that may lie anywhere in a year is not the latest."""
_CHANGES = frozenset({"gain", "loss", "transfer"})


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the first screen: ``label`` is the question, ``event`` the happening it leads to, None for none."""

    label: str
    sentence: str
    marks: tuple[Mark, ...]
    event: str | None = None
    section: str = ""


def say(names: Sequence[str]) -> str:
    """Return who said something, a few by name.

    >>> say(["Wire", "Post"]), say(["A", "B", "C", "D", "E"])
    ('Wire and Post said', 'A, B, C and 2 more said')
    """
    return f"{_some(names)} said"


def _some(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMES
    return listing(list(names)) if more < 2 else f"{', '.join(names[:_MOST_NAMES])} and {more} more"


def _deadliest(events: Mapping[str, EventView], tolls: Mapping[str, Sequence[TollView]]) -> list[Point]:
    """Return the happening for which most people are said to have been killed, by every voice's own number."""
    found = [
        (view.toll.best or view.toll.low, view, events[event])
        for event, views in tolls.items()
        if event in events and events[event].event.modality == "real"
        for view in views
        if view.toll.quantity == "killed" and view.toll.scope == "incident" and not view.depth and view.bars
    ]
    if not found:
        return []
    most = max(best for best, _, _ in found)
    _, toll, event = min(
        (row for row in found if row[0] == most), key=lambda row: (row[2].event.start or "", row[1].toll.id)
    )
    held = [bar for bar in toll.bars if not bar.faint]
    first, *rest = sorted(held, key=lambda bar: (-(bar.position.low or bar.position.high or 0), bar.mark.name))
    counted = f"{first.mark.name} counted {first.spoken} {toll.title}"
    others = [f"{bar.mark.name} {bar.spoken}" for bar in rest]
    said = f"{event.full_title}. {listing([counted, *others])}."
    if not rest and event.title.startswith(_figure_of(first)):  # the heading is the toll itself
        said = f"{event.full_title}, {say([first.mark.name])}."
    return [Point("Deadliest", said, _marks(b.mark for b in held), event.event.id)]


def _figure_of(bar: Bar) -> str:
    """Return the number of a bar as headings write it."""
    p = bar.position
    return figure(p.low, p.best, p.high, p.bound)


def _marks(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    return tuple(dict.fromkeys(marks))


def _disputed(disputes: Sequence[Dispute]) -> list[Point]:
    """Return what most voices dispute, with the accounts of its first question."""
    if not disputes or disputes[0].points[0].question == "only denied":
        return []
    card = disputes[0]
    point = card.points[0]
    accounts: dict[str, list[Statement]] = {}
    for statement in point.statements:
        accounts.setdefault(statement.answer or statement.words, []).append(statement)
    denied = accounts.pop(DENIAL, [])
    told = [_account(same) for same in accounts.values()]
    more = len(told) - _MOST_ACCOUNTS
    also = f"; and {more} more account{'s' if more > 1 else ''}" if more > 0 else ""
    against = f"; {_some([s.mark.name for s in denied])} denied it" if denied else ""
    question = "the number" if point.question == "how many" else point.question
    sentence = f"{card.title}: {question} is disputed. {'; '.join(told[:_MOST_ACCOUNTS])}{also}{against}."
    event = card.events[0] if card.events else None
    return [Point("Most disputed", sentence, _marks(s.mark for s in point.statements), event, "disputes")]


def _account(same: Sequence[Statement]) -> str:
    """Return what several say alike, in the words of whoever says most."""
    return f"{say([s.mark.name for s in same])}: {max((s.words for s in same), key=len)}"


def _changed(
    ledgers: Record, claims: Mapping[str, Claim], names: Names, events: Mapping[str, EventView]
) -> list[Point]:
    """Return the places that changed hands, the latest first; roads and points only where nothing larger did.

    Who denies it stands beside who says it.
    """
    of_claim = {claim: view for view in events.values() for claim in view.event.claims}
    told: dict[str, list[ControlState]] = {}
    changed = [row for row in ledgers.control if row.timeline != "reconciled" and row.kind in _CHANGES]
    rows = [row for row in changed if row.state in ("held", "lost")]
    known_place = [row for row in rows if ":" in row.place]
    whole = [row for row in known_place if row.extent not in ("line", "point")]
    for row in whole or known_place or rows:
        known = [claims[c] for c in row.claims if c in claims]
        if known:
            when = f" ({span_days(row.start, row.start, coarse_days(known))})" if row.start else ""
            told.setdefault(f"{claim_sentence(min(known, key=fullness), bare=True)}{when}", []).append(row)

    def order(item: tuple[str, list[ControlState]]) -> tuple[int, str]:
        return -max(int((row.start or "0").replace("-", "")) for row in item[1]), item[0]

    lines = []
    for words, same in sorted(told.items(), key=order)[:_MOST_CHANGES]:
        marks = _marks(names.mark(row.timeline) for row in same)
        against = _denying([of_claim[c] for row in same for c in row.claims if c in of_claim])
        denied = f" (denied by {_some([m.name for m in against])})" if against else ""
        lines.append((f"{words}, {say([m.name for m in marks])}{denied}", (*marks, *against)))
    if not lines:
        return []
    sentence = "; ".join(words for words, _ in lines) + "."
    return [Point("Who holds what", sentence, _marks(m for _, marks in lines for m in marks), None, "control")]


def _denying(views: Sequence[EventView]) -> tuple[Mark, ...]:
    return _marks(voice.mark for view in views for voice in view.voices if voice.position == "denies")


def _agreed(agreements: Sequence[AgreementView], claims: Mapping[str, Claim], names: Names) -> list[Point]:
    """Return the agreement that is said to be broken, else the one of most terms."""
    if not agreements:
        return []
    view = agreements[0]
    broken = [f"{by} broke it, {say([alleged])}" if alleged else f"{by} broke it" for by, alleged, _ in view.breaches]
    start = view.agreement.start
    told = coarse_days(claims[c] for c in view.agreement.claims if c in claims)
    since = f", {span_days(start, start, told)}" if start else ""
    status = word("agreement_status", view.agreement.status)
    sentence = f"{view.title}{since}: {status}. {'; '.join(broken) + '.' if broken else ''}".strip()
    alleging = _marks(names.mark(b.alleged_by) for b in view.agreement.breaches if b.alleged_by)
    announced = _marks(names.mark(a) for a in view.agreement.announced_by)
    return [Point("Agreement", sentence, alleging or announced, None, "agreements")]


def _latest(events: Mapping[str, EventView]) -> list[Point]:
    """Return the latest happening that is told with its day; "in 2014" is no news of a day."""
    dated = [
        view
        for view in events.values()
        if view.event.start and not view.since and view.event.modality == "real" and _is_news(view)
    ]
    if not dated:
        return []
    last = max(dated, key=lambda view: (view.event.start or "", len(view.voices), view.event.id))
    telling = [v.mark for v in last.voices if v.position in ("affirms", "disputes")]
    against = [v.mark for v in last.voices if v.position == "denies"]
    said = f", {say([m.name for m in telling])}" if telling else ""
    denied = f"; {_some([m.name for m in against])} denied it" if against else ""
    return [Point("Latest", f"{last.full_title}{said}{denied}.", _marks([*telling, *against]), last.event.id)]


def _is_news(view: EventView) -> bool:
    return days_between(view.event.start or "", view.event.end or view.event.start or "") <= _MOST_DAYS


def points(
    ledgers: Record,
    claims: Mapping[str, Claim],
    events: Mapping[str, EventView],
    tolls: Mapping[str, Sequence[TollView]],
    cards: Sequence[Dispute],
    agreements: Sequence[AgreementView],
    names: Names,
) -> tuple[Point, ...]:
    """Return the lines of the first screen: deadliest, most disputed, what changed hands, agreement, latest.

    >>> points(Record(), {}, {}, {}, (), (), Names([], [], None))
    ()
    """
    parts: tuple[Callable[[], list[Point]], ...] = (
        lambda: _deadliest(events, tolls),
        lambda: _disputed(cards),
        lambda: _changed(ledgers, claims, names, events),
        lambda: _agreed(agreements, claims, names),
        lambda: _latest(events),
    )
    return tuple(point for part in parts for point in part())
