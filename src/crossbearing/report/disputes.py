"""What is disputed: one card a dispute, with what is agreed above what is not, and every account that stands in it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from crossbearing.model.claim import Claim
from crossbearing.model.derived import ControlState, Record
from crossbearing.report.agreement_views import AgreementView
from crossbearing.report.days import span_days
from crossbearing.report.happenings import EventView, Voice
from crossbearing.report.marks import Mark, Names
from crossbearing.report.strips import said_days, state_words
from crossbearing.report.toll_views import TollView
from crossbearing.report.wording import listing

_ORDER = ("who did it", "whether it happened", "who broke it", "how many", "who holds it", "only denied")
_BROKEN = "It was broken"
DENIAL = "denial"


@dataclass(frozen=True, slots=True)
class Statement:
    """One of the accounts: who gives it, in short what, and the claims to read.

    ``answer`` is the same for accounts that answer alike: the doer named, the denial; empty where it is the words.
    """

    mark: Mark
    words: str
    claims: tuple[str, ...]
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that is disputed: the ``question``, why the answers cannot all hold, and the answers."""

    question: str
    reason: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the accounts of a dispute have in common, and whose accounts these are."""

    words: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """One card; ``events`` are the happenings it is about, the one it is called after first."""

    title: str
    events: tuple[str, ...]
    agreed: tuple[Agreed, ...]
    points: tuple[Point, ...]

    @property
    def voices(self) -> int:
        """Return how many voices stand in it."""
        return len({statement.mark.name for point in self.points for statement in point.statements})

    @property
    def claims(self) -> frozenset[str]:
        """Return the claims of all accounts."""
        return frozenset(c for point in self.points for statement in point.statements for c in statement.claims)


def _of_ties(events: Mapping[str, EventView]) -> list[Dispute]:
    """Return the pairs of events that contradict each other."""
    found: list[Dispute] = []
    seen: set[tuple[str, ...]] = set()
    for view in events.values():
        for tie in view.event.related:
            pair = tuple(sorted((view.event.id, tie.event)))
            if tie.type not in ("contradicts", "disputes") or pair in seen or tie.event not in events:
                continue
            seen.add(pair)
            said = tuple(
                Statement(voice.mark, voice.words, voice.claims)
                for own in (view, events[tie.event])
                for voice in own.voices
                if voice.position != "mentions"
            )
            question = "whether it happened" if tie.type == "contradicts" else "who holds it"
            reason = "one says that it did not happen" if tie.type == "contradicts" else "both cannot hold"
            found.append(Dispute(view.full_title, pair, (), (Point(question, reason, said),)))
    return found


def _of_events(events: Mapping[str, EventView], shown: frozenset[str]) -> list[Dispute]:
    return [own for view in events.values() if (own := _within(view, view.event.id in shown)) is not None]


def _answer(voice: Voice) -> str:
    return DENIAL if voice.denying else voice.doers


def _only_doer_denied(spoken: Sequence[Voice]) -> bool:
    """Say whether all who deny something deny a doer, while others tell the happening and name one."""
    denying = [v for v in spoken if v.denying]
    telling = [v for v in spoken if not v.denying]
    if not denying or not telling or not all(v.doing or v.disowning for v in denying):
        return False
    return any(v.disowning for v in denying) or (len(telling) > 1 and any(v.doing for v in telling))


def _within(view: EventView, shown: bool) -> Dispute | None:
    """Return what the voices of one event dispute among themselves: who did it, or (unless shown) that it was."""
    positions = {voice.position for voice in view.voices}
    spoken = [v for v in view.voices if v.position != "mentions" and not v.silent]
    if "disputes" in positions:
        named = [v for v in spoken if v.doing or v.position == "denies"]
        said = tuple(Statement(v.mark, v.doing or v.words, v.claims, _answer(v)) for v in named)
        point = Point("who did it", "they name doers of opposed sides", said)
    elif _only_doer_denied(spoken):
        named = [v for v in spoken if v.doing or v.disowning]
        named = named if len(named) > 1 else spoken
        said = tuple(
            Statement(v.mark, v.words if v.denying else v.doing or v.words, v.claims, _answer(v)) for v in named
        )
        point = Point("who did it", "it happened, and one says that it did not do it", said)
    elif "denies" in positions and not shown:
        affirmed = "affirms" in positions
        reason = "one denies what another says" if affirmed else "it is denied, and nobody here affirms it"
        said = tuple(Statement(v.mark, v.words, v.claims, _answer(v)) for v in spoken)
        point = Point("whether it happened" if affirmed else "only denied", reason, said)
    else:
        return None
    telling = tuple(v.mark for v in spoken if not v.denying)
    agreed = (Agreed(view.full_title, telling),) if len(telling) > 1 else ()
    return Dispute(view.full_title, (view.event.id,), agreed, (point,))


def _of_tolls(tolls: Mapping[str, Sequence[TollView]], events: Mapping[str, EventView]) -> list[Dispute]:
    found = []
    for event, views in tolls.items():
        for view in views:
            if view.toll.status != "disputed" or event not in events:
                continue
            said = tuple(Statement(b.mark, b.words, b.claims) for b in view.bars if not b.faint)
            point = Point("how many", f"{view.title}: the numbers do not meet", said)
            giving = tuple(dict.fromkeys(s.mark for s in said))
            fewest = min((b.position.low or 0 for b in view.bars if not b.faint), default=0)
            least = f"No voice counts fewer than {fewest:,} {view.title}"
            agreed = (Agreed(least, giving),) if fewest and len(giving) > 1 else ()
            found.append(Dispute(events[event].full_title, (event,), agreed, (point,)))
    return found


def _state_words(row: ControlState, names: Names, coarse: Mapping[str, str]) -> str:
    """Return one state of a place as a clause.

    >>> row = ControlState("c", "douma", "Douma", "held", "rebels", None, None, "2018-04-08", None, "x", "hold", ())
    >>> _state_words(row, Names([], [], None), {})
    'Douma is held by Rebels, since 8 April 2018'
    """
    days = span_days(row.start, row.end, coarse)
    return f"{row.name or names.name(row.place)} is {state_words(row, names)}{', ' + days if days else ''}"


def _groups(rows: Sequence[ControlState], called: Mapping[str, str]) -> list[list[ControlState]]:
    """Return the rows of places whose contradictions name one another, by the first place of each group.

    Names are looked up by the words of a contradiction, as whole words and with nothing but one blank between two.
    """
    named: dict[tuple[str, ...], list[str]] = {}
    for place, name in called.items():
        named.setdefault(tuple(name.split(" ")), []).append(place)
    longest = max(map(len, named), default=0)
    into = {place: place for place in called}

    def group(place: str) -> str:
        while into[place] != place:
            into[place] = place = into[into[place]]
        return place

    for row in rows:
        said = (row.contradiction or "").split(" ")
        for start, end in ((i, j) for i in range(len(said)) for j in range(i + 1, min(i + longest, len(said)) + 1)):
            for other in named.get(tuple(said[start:end]), ()):
                first, last = sorted((group(row.place), group(other)))
                into[last] = first
    found: dict[str, list[ControlState]] = {}
    for row in rows:
        found.setdefault(group(row.place), []).append(row)
    return [found[first] for first in sorted(found)]


def _of_control(ledgers: Record, names: Names, claims: Mapping[str, Claim]) -> list[Dispute]:
    """Return one dispute for each group of places whose states cannot all hold; a place and its part are one group."""
    rows = [row for row in ledgers.control if row.contradiction and row.timeline != "reconciled"]
    called = {row.place: row.name or names.name(row.place) for row in rows}
    groups = _groups(rows, called)
    found = []
    for group in groups:
        own = sorted(group, key=lambda r: (r.name or "", r.start or "", r.id))
        places = sorted({called[row.place] for row in own})
        coarse = said_days(own, claims)
        said = tuple(Statement(names.mark(row.timeline), _state_words(row, names, coarse), row.claims) for row in own)
        parts = any("part-whole" in (row.contradiction or "") for row in own)
        reason = "one place lies in the other, and they are said to be held by different sides"
        point = Point("who holds it", reason if parts else "two sides are said to hold it at once", said)
        found.append(Dispute(f"Who holds {listing(places)}", (), (), (point,)))
    return found


def _of_agreements(agreements: Sequence[AgreementView], names: Names) -> list[Dispute]:
    found = []
    for view in agreements:
        said = tuple(
            Statement(names.mark(b.alleged_by), f"{names.name(b.by)} broke it", (b.claim,))
            for b in view.agreement.breaches
            if b.by and b.alleged_by
        )
        if len({b.by for b in view.agreement.breaches if b.by}) > 1 and said:
            marks = tuple(dict.fromkeys(s.mark for s in said))
            agreed = (Agreed(_BROKEN, marks),) if len(marks) > 1 else ()
            point = Point("who broke it", "each side is said to have broken it", said)
            found.append(Dispute(view.title, (), agreed, (point,)))
    return found


class _Cards:
    """Disputes put together as they come: what a card is about is looked up, whatever the number of cards."""

    def __init__(self) -> None:
        self._parts: dict[int, deque[Dispute]] = {}
        self._into: list[int] = []
        self._about: dict[tuple[str, str], int] = {}

    def add(self, own: Dispute) -> None:
        """Put a dispute to the first of the cards that share a happening or a claim with it, and the others too."""
        held = [*(("event", event) for event in own.events), *(("claim", claim) for claim in own.claims)]
        met = sorted({self._card(self._about[key]) for key in held if key in self._about})
        first = met[0] if met else len(self._into)
        if not met:
            self._into.append(first)
        parts = self._parts.get(first, deque())
        for other in met[1:]:
            self._into[other] = first
            parts = _after(parts, self._parts.pop(other))
        parts.append(own)
        self._parts[first] = parts
        self._about.update(dict.fromkeys(held, first))

    def _card(self, number: int) -> int:
        """Return the card that another one has become part of."""
        while self._into[number] != number:
            self._into[number] = number = self._into[self._into[number]]
        return number

    def made(self) -> list[Dispute]:
        """Return the cards in the order of their first disputes."""
        return [_one(parts) for parts in self._parts.values()]


def _after(parts: deque[Dispute], more: deque[Dispute]) -> deque[Dispute]:
    """Return the disputes of two cards in order; the shorter one is moved, so that none is moved often."""
    if len(parts) < len(more):
        more.extendleft(reversed(parts))
        return more
    parts.extend(more)
    return parts


def _one(parts: Sequence[Dispute]) -> Dispute:
    """Return one card of its parts; the first of them gives its name."""
    if len(parts) == 1:
        return parts[0]
    return replace(
        parts[0],
        events=tuple(dict.fromkeys(event for part in parts for event in part.events)),
        agreed=tuple({agreed.words: agreed for part in parts for agreed in part.agreed}.values()),
        points=tuple(point for part in parts for point in part.points),
    )


def _joined(found: Iterable[Dispute]) -> list[Dispute]:
    """Return one dispute for all that share a happening or a claim; the first of them gives its name."""
    cards = _Cards()
    for own in found:
        cards.add(own)
    return cards.made()


def _once(card: Dispute) -> Dispute:
    """Return a card that says each thing once: an account that two of its questions repeat stands in the first."""
    seen: set[tuple[str, str]] = set()
    points = []
    asked = {point.question for point in card.points}
    if {"who did it", "who broke it"} <= asked:  # of a truce these are one question
        kept = tuple(p for p in card.points if p.question != "who broke it")
        card = replace(card, points=kept, agreed=tuple(a for a in card.agreed if a.words != _BROKEN))
    for point in sorted(card.points, key=lambda p: _ORDER.index(p.question)):
        said = tuple(s for s in point.statements if (s.mark.name, s.words) not in seen)
        seen.update((s.mark.name, s.words) for s in said)
        if said:
            points.append(replace(point, statements=said))
    return replace(card, points=tuple(points))


def disputes(
    ledgers: Record,
    events: Mapping[str, EventView],
    tolls: Mapping[str, Sequence[TollView]],
    agreements: Sequence[AgreementView],
    names: Names,
    claims: Mapping[str, Claim] | None = None,
) -> tuple[Dispute, ...]:
    """Return all disputes, those of most voices first and last what is only denied; ``claims`` by id say how exact
    days are.

    >>> disputes(Record(), {}, {}, (), Names([], [], None))
    ()
    """
    ties = _of_ties(events)
    shown = frozenset(event for pair in ties for event in pair.events)
    found = [*_of_events(events, shown), *_of_tolls(tolls, events), *ties]
    found += [*_of_agreements(agreements, names), *_of_control(ledgers, names, claims or {})]
    cards = [_once(card) for card in _joined(dispute for dispute in found if dispute.points[0].statements)]
    return tuple(sorted(cards, key=lambda c: (c.points[0].question == "only denied", -c.voices, c.title)))


def card_of_event(cards: Sequence[Dispute]) -> dict[str, Dispute]:
    """Return for each event the card that comes first among those about it.

    >>> card_of_event([])
    {}
    """
    return {event: card for card in reversed(cards) for event in card.events}
