"""Tolls as the page shows them: one line a voice, with a bar where two figures can be compared, parts in wholes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crossbearing.model.claim import Claim
from crossbearing.model.derived import Position, Record, Toll
from crossbearing.model.numbers import capped
from crossbearing.report.figures import figure, spoken
from crossbearing.report.marks import Mark, Names
from crossbearing.report.wording import shorten, whom_words, word


@dataclass(frozen=True, slots=True)
class Earlier:
    """A figure that its family has since revised: in words, and where its tick stands in percent."""

    words: str
    at: float
    claims: tuple[str, ...]
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One family's statement on the common scale, in percent; ``right`` is None for an open end.

    ``faint`` is a statement that was later revised elsewhere or stands beside a larger one of the same voice, ``note``
    says which; ``earlier`` are the figures it replaced, oldest first. ``words`` is the figure with the word of its
    source, ``spoken`` the same inside a sentence.
    """

    mark: Mark
    position: Position
    claims: tuple[str, ...]
    left: float
    best: float | None
    right: float | None
    faint: bool
    earlier: tuple[Earlier, ...] = ()
    words: str = ""
    spoken: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TollView:
    """A derived toll with the statements behind it; ``depth`` is how many tolls it is part of.

    ``words`` is its range, ``residual`` what its parts leave over, empty for nothing.
    """

    toll: Toll
    title: str
    bars: tuple[Bar, ...]
    left: float
    right: float | None
    depth: int
    basis: str
    words: str = ""
    residual: str = ""

    @property
    def comparable(self) -> bool:
        """Say whether there are two figures to draw beside one another."""
        return len(self.bars) > 1 or any(bar.earlier for bar in self.bars)

    @property
    def status(self) -> str:
        """Return in words whether the voices agree; of several, those that give no number decide nothing."""
        several = len({bar.mark.name for bar in self.bars}) > 1
        return (
            "taken from one voice"
            if several and self.toll.status == "single"
            else word("toll_status", self.toll.status)
        )


def _scale(value: int | None, top: float) -> float:
    return round(100 * capped(value or 0) / top, 2)


def _bars(positions: Sequence[Position], top: float, names: Names, claims: Mapping[str, Claim]) -> tuple[Bar, ...]:
    """Return one bar for each figure that a family holds to; those it has revised are ticks on its last one."""
    by_family: dict[str, dict[tuple[object, ...], list[Position]]] = defaultdict(lambda: defaultdict(list))
    for p in positions:
        by_family[p.family][(p.as_of or "", p.low, p.best, p.high)].append(p)
    bars = []
    for family in sorted(by_family):
        figures = [sorted(same, key=lambda p: (p.superseded_by is not None, p.claim)) for same in
                   (by_family[family][key] for key in sorted(by_family[family], key=str))]  # fmt: skip
        held = [same for same in figures if same[0].superseded_by is None] or figures[-1:]
        kept = set(map(id, held))
        revised = tuple(_earlier(same, top) for same in figures if id(same) not in kept)
        held.sort(key=lambda same: (same[0].low or 0, same[0].high is None))
        for same in held:
            p, last = same[0], held[-1][0]
            right = None if p.high is None else _scale(p.high, top)
            best = None if p.best is None else _scale(p.best, top)
            # Beside its larger number a voice tells a smaller one of some, or of what was known first.
            lesser = p is not last and (last.high is None or (p.low or 0) < (last.low or 0))
            own, faint = tuple(q.claim for q in same), lesser or p.superseded_by is not None
            before = revised if same is held[-1] else ()
            words = _source_words(p, claims)
            said = words if p.bound == "vague" else spoken(p.low, p.best, p.high, p.bound)
            note = "" if not faint else word("toll_note", "lesser" if lesser else "revised")
            mark, left = names.mark(family), _scale(p.low, top)
            bars.append(Bar(mark, p, own, left, best, right, faint, before, words, said, note))
    return tuple(bars)


def _earlier(same: Sequence[Position], top: float) -> Earlier:
    p = same[0]
    at = next((n for n in (p.best, p.low, p.high) if n is not None), None)
    return Earlier(figure(p.low, p.best, p.high, p.bound), _scale(at, top), tuple(q.claim for q in same), p.as_of)


def _source_words(p: Position, claims: Mapping[str, Claim]) -> str:
    """Return the figure, led by the word of the text where that was no number ("dozens")."""
    said = figure(p.low, None if p.bound == "vague" else p.best, p.high, p.bound)
    if p.bound != "vague" or p.claim not in claims:
        return said
    same = (c for c in claims[p.claim].counts if (c.low, c.high) == (p.low, p.high) and c.mention)
    mention = next((c.mention for c in same), None)
    return f"“{shorten(mention.text, 40)}” ({said})" if mention else said


def _open_bound(toll: Toll, positions: Sequence[Position]) -> str:
    """Return "more_than" where the low end of a toll is that of a source that said "more than" the number below.

    Where all say alike that it is "about" a number, that is what the row says.
    """
    said = {(p.bound, p.best) for p in positions if p.superseded_by is None}
    if len(said) == 1 and (toll.low, toll.high) == (positions[0].low, positions[0].high):
        return positions[0].bound
    open_end = toll.high is None and any(p.bound == "more_than" and p.low == toll.low for p in positions)
    return "more_than" if open_end else ""


def _toll_title(toll: Toll, names: Names) -> str:
    side = names.name(toll.side) if toll.side else None
    return whom_words(toll.quantity, toll.category, side, toll.low == toll.high == 1)


def toll_views(
    ledgers: Record, names: Names, claims: Mapping[str, Claim] | None = None
) -> dict[str, tuple[TollView, ...]]:
    """Return the tolls of each event, wholes before their parts, all of one event on one scale.

    ``claims`` by id lend the words of figures that their texts give in words.

    >>> toll_views(Record(), Names([], [], None))
    {}
    """
    positions: dict[str, list[Position]] = defaultdict(list)
    for position in ledgers.positions:
        positions[position.toll].append(position)
    by_event: dict[str, list[Toll]] = defaultdict(list)
    for toll in ledgers.tolls:
        by_event[toll.event].append(toll)
    return {event: _nested(tolls, positions, names, claims or {}) for event, tolls in sorted(by_event.items())}


def _nested(
    tolls: Sequence[Toll], positions: Mapping[str, Sequence[Position]], names: Names, claims: Mapping[str, Claim]
) -> tuple[TollView, ...]:
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
        own = positions.get(toll.id, ())
        vague = toll.best_basis == "lexicon"  # "dozens" has no best value but by convention
        views.append(
            TollView(
                toll=toll,
                title=_toll_title(toll, names),
                bars=_bars(own, top, names, claims),
                left=_scale(toll.low, top),
                right=None if toll.high is None else _scale(toll.high, top),
                depth=depth,
                basis="" if vague else basis_words(toll, names),
                words=figure(toll.low, None if vague else toll.best, toll.high, _open_bound(toll, own)),
                residual=_residual(toll),
            )
        )
        for part in sorted(parts.get(toll.id, ()), key=_largest_first):
            place(part, depth + 1)

    for toll in sorted(parts[""], key=lambda t: (t.status != "disputed", t.quantity != "killed", _largest_first(t))):
        place(toll, 0)
    return tuple(views)


def _residual(toll: Toll) -> str:
    # From nothing to no known end says nothing.
    left_over = toll.residual_low or (toll.residual_low == 0 and toll.residual_high)
    return figure(toll.residual_low, None, toll.residual_high) if left_over else ""


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
