"""What the ledgers show: events, toll bars and agreements, each line tied to its claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crossbearing.model.claim import Claim
from crossbearing.model.derived import Agreement, Event, FamilyVoice, Position, Record, Toll
from crossbearing.model.numbers import capped
from crossbearing.report.marks import Mark, Names, spell
from crossbearing.report.wording import claim_sentence, figure, time_days, whom_words, word

GRADES = {
    "C0": "only in headings or as background",
    "C1": "one family, nobody named",
    "C2": "one family, with a named source",
    "C3": "two or more independent families",
    "C4": "families of opposed sides agree",
    "C5": "the side it speaks against says so itself",
}
"""In one sentence each, after the definition of the grades."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A family and what it says: its mark, the claims, and whether it affirms, denies, disputes or only mentions.

    ``words`` is the sentence of the fullest of its own claims: no family is given another's words.
    """

    mark: Mark
    position: str
    claims: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class EventView:
    """An event in our words: ``title`` is the sentence of its fullest claim."""

    event: Event
    title: str
    when: str
    grade: str
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A figure that its family has since revised: in words, and where its tick stands in percent."""

    words: str
    at: float
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One family's statement on the common scale, in percent; ``right`` is None for an open end.

    ``faint`` is a statement that was later revised elsewhere; ``earlier`` are the figures it replaced, oldest first.
    """

    mark: Mark
    position: Position
    claims: tuple[str, ...]
    left: float
    best: float | None
    right: float | None
    faint: bool
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True, slots=True)
class TollView:
    """A derived toll with the statements behind it; ``depth`` is how many tolls it is part of."""

    toll: Toll
    title: str
    bars: tuple[Bar, ...]
    left: float
    right: float | None
    depth: int
    basis: str


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement as a card."""

    agreement: Agreement
    title: str
    parties: tuple[str, ...]
    announced: tuple[str, ...]
    silent: tuple[str, ...]
    mediators: tuple[str, ...]
    breaches: tuple[tuple[str, str, str], ...]


def _fullness(claim: Claim) -> tuple[bool, int, str]:
    filled = len(claim.actors) + len(claim.places) + len(claim.counts)
    return claim.attribution.mode in ("heading", "presupposed"), -filled, claim.id


def _in_short(voice: FamilyVoice, claims: Mapping[str, Claim]) -> str:
    """Return the sentence of the voice's fullest claim, led by "denies:" where only its cue says so."""
    known = [claims[c] for c in voice.claims if c in claims]
    if not known:
        return ""
    fullest = min(known, key=_fullness)
    denied = voice.position == "denies" and fullest.polarity == "positive"
    return f"{'denies: ' if denied else ''}{claim_sentence(fullest)}"


def event_views(ledgers: Record, claims: Mapping[str, Claim], names: Names) -> dict[str, EventView]:
    """Return the view of every event by id, in the order of days and then ids."""
    found = {}
    for event in sorted(ledgers.events, key=lambda e: (e.start or "9999", e.end or "9999", e.id)):
        known = [claims[c] for c in event.claims if c in claims]
        same = [c for c in known if c.cls == event.cls] or known
        title = claim_sentence(min(same, key=_fullness)) if same else event.summary
        voices = tuple(
            Voice(names.mark(v.id, v.side), v.position, v.claims, _in_short(v, claims)) for v in event.families
        )
        found[event.id] = EventView(
            event, title, time_days(event.start, event.end), GRADES.get(event.grade, ""), voices
        )
    return found


def _scale(value: int | None, top: float) -> float:
    return round(100 * capped(value or 0) / top, 2)


def _bars(positions: Sequence[Position], top: float, names: Names) -> tuple[Bar, ...]:
    """Return one bar for each figure that a family holds to; those it has revised are ticks on its last one."""
    by_family: dict[str, dict[tuple[object, ...], list[Position]]] = defaultdict(lambda: defaultdict(list))
    for p in positions:
        by_family[p.family][(p.as_of or "", p.low, p.best, p.high)].append(p)
    bars = []
    for family in sorted(by_family):
        figures = [sorted(same, key=lambda p: (p.superseded_by is not None, p.claim)) for same in
                   (by_family[family][key] for key in sorted(by_family[family], key=str))]  # fmt: skip
        held = [same for same in figures if same[0].superseded_by is None] or figures[-1:]
        revised = tuple(_earlier(same, top) for same in figures if same not in held)
        for same in held:
            p = same[0]
            right = None if p.high is None else _scale(p.high, top)
            best = None if p.best is None else _scale(p.best, top)
            claims, faint = tuple(q.claim for q in same), p.superseded_by is not None
            before = revised if same is held[-1] else ()
            bars.append(Bar(names.mark(family), p, claims, _scale(p.low, top), best, right, faint, before))
    return tuple(bars)


def _earlier(same: Sequence[Position], top: float) -> Earlier:
    p = same[0]
    at = next((n for n in (p.best, p.low, p.high) if n is not None), None)
    return Earlier(figure(p.low, p.best, p.high), _scale(at, top), tuple(q.claim for q in same))


def _toll_title(toll: Toll, names: Names) -> str:
    return whom_words(toll.quantity, toll.category, names.name(toll.side) if toll.side else None, False)


def toll_views(ledgers: Record, names: Names) -> dict[str, tuple[TollView, ...]]:
    """Return the tolls of each event, wholes before their parts, all of one event on one scale.

    >>> toll_views(Record(), Names([], [], None))
    {}
    """
    positions: dict[str, list[Position]] = defaultdict(list)
    for position in ledgers.positions:
        positions[position.toll].append(position)
    by_event: dict[str, list[Toll]] = defaultdict(list)
    for toll in ledgers.tolls:
        by_event[toll.event].append(toll)
    return {event: _nested(tolls, positions, names) for event, tolls in sorted(by_event.items())}


def _nested(tolls: Sequence[Toll], positions: Mapping[str, Sequence[Position]], names: Names) -> tuple[TollView, ...]:
    own = {toll.id for toll in tolls}
    numbers = [n for t in tolls for n in (t.low, t.best, t.high)]
    numbers += [n for t in tolls for p in positions.get(t.id, ()) for n in (p.low, p.best, p.high)]
    # Beyond the greatest number there is room for its tick, and for the dashes of what has no upper end.
    top = capped(max([1, *(n for n in numbers if n)])) * (1.25 if None in numbers else 1.03)
    parts: dict[str, list[Toll]] = defaultdict(list)
    for toll in tolls:
        parts[toll.parent if toll.parent in own else ""].append(toll)
    views: list[TollView] = []

    def place(toll: Toll, depth: int) -> None:
        bars = _bars(positions.get(toll.id, ()), top, names)
        right = None if toll.high is None else _scale(toll.high, top)
        left = _scale(toll.low, top)
        views.append(TollView(toll, _toll_title(toll, names), bars, left, right, depth, basis_words(toll, names)))
        for part in sorted(parts.get(toll.id, ()), key=_largest_first):
            place(part, depth + 1)

    for toll in sorted(parts[""], key=lambda t: (t.status != "disputed", t.quantity != "killed", _largest_first(t))):
        place(toll, 0)
    return tuple(views)


def basis_words(toll: Toll, names: Names) -> str:
    """Say what the best value of a toll rests on; nothing where it was stated so.

    >>> from dataclasses import replace
    >>> toll = Toll("t", "e", "incident", None, None, None, "killed", "people", None, 1, 1, 1, "single", "sum", (), ())
    >>> basis_words(toll, Names([], [], None))
    'best: the sum of its parts'
    >>> basis_words(replace(toll, best_basis="position of sy:relief-desk"), Names([], [], None))
    'best: the figure of Relief desk'
    """
    if toll.best_basis in ("stated", "single"):
        return ""
    family = toll.best_basis.removeprefix("position of ")
    if family != toll.best_basis:
        return f"best: the figure of {names.name(family)}"
    return f"best: {word('best_basis', toll.best_basis)}"


def _largest_first(toll: Toll) -> tuple[int, str]:
    return -toll.low, toll.id


def agreement_views(ledgers: Record, claims: Mapping[str, Claim], names: Names) -> tuple[AgreementView, ...]:
    """Return the agreements of the claims that are shown, those that were broken first."""
    found = []
    for agreement in ledgers.agreements:
        known = [claims[c] for c in agreement.claims if c in claims]
        named = spell(names, agreement.parties)
        where = spell(names, agreement.places)
        kind = agreement.type.replace("_", " and ").capitalize()
        title = f"{kind}{' in ' + ', '.join(where) if where else ''}{': ' + ' and '.join(named) if named else ''}"
        breaches = tuple(
            (
                names.name(b.by) if b.by else "somebody not named",
                names.name(b.alleged_by) if b.alleged_by else "",
                b.claim,
            )
            for b in agreement.breaches
        )
        if known:
            found.append(
                AgreementView(
                    agreement,
                    title,
                    tuple(named),
                    tuple(spell(names, agreement.announced_by)),
                    tuple(spell(names, agreement.silent)),
                    tuple(spell(names, agreement.mediator)),
                    breaches,
                )
            )
    return tuple(
        sorted(
            found, key=lambda v: (not v.breaches, -len(v.agreement.terms), v.agreement.start or "9999", v.agreement.id)
        )
    )
