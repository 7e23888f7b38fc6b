"""What each voice says of one toll in the end, and what is made of all voices: never added, never nested.

Source of the rules: the record contract. ``low``, ``best`` and ``high`` count people or things; None as ``high`` means
that no upper bound was given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

from crossbearing.model.claim import Claim, Count
from crossbearing.reconcile.settings import SETTINGS

Opposed = Callable[[str, str], bool]
_RIVAL = SETTINGS["rival_ratio"]
_LATER = int(SETTINGS["toll_days"])


# Tolls of these grow as the dead are found and the hurt die; a later figure does not deny an earlier one.
GROWING = frozenset(
    {"killed", "injured", "killed_or_injured", "missing", "captured", "abducted", "detained", "displaced"}
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One count of one claim, with who stands behind it: ``as_of`` is an ordinal of a day, None where unknown.

    ``open`` says that the count is of one person of several: its upper bound is none. ``since`` is the day since which
    it may sum up; ``quoted`` says that it is not the report's own voice.
    """

    count: Count
    claim: Claim
    family: str
    as_of: int | None
    heading: bool
    interested: bool
    open: bool = False
    since: str | None = None
    quoted: bool = True

    @property
    def low(self) -> int:
        """The lower bound; nothing is counted below zero."""
        return max(self.count.low if self.count.low is not None else (self.count.best or 0), 0)

    @property
    def high(self) -> int | None:
        """The upper bound, never below the lower."""
        return None if self.count.high is None or self.open else max(self.count.high, self.low)

    @property
    def loose(self) -> bool:
        """Whether no number counts them: "dozens", or one person of several."""
        return self.open or self.count.bound == "vague"

    @property
    def best(self) -> int:
        """The figure given, inside its own bounds."""
        best = self.count.best if self.count.best is not None else self.low
        return max(self.low, best if self.high is None else min(best, self.high))


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a family stands at the end: its last figure, since when, and the statements behind it.

    ``lows`` are the lower bounds it has given and not taken back, ``documents`` the reports with its last figure;
    ``quoted`` says that somebody is named for it.
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
    documents: frozenset[str] = frozenset()
    quoted: bool = True


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
    numbers = [s for s in _without_echoes(statements) if not s.loose]
    ordered = sorted(_last_words(numbers or body or statements), key=_order)
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
    quoted = any(s.quoted for s in ordered)
    standing = frozenset(s.claim.document for s in ordered if (s.low, s.high) == (low, high))
    listed = tuple((s, superseded.get(s.count.id), s.count.id in revisions) for s in sorted(statements, key=_order))
    basis = "lexicon" if current.loose else "stated"
    interested = all(s.interested for s in ordered)
    return Stand(
        current.family, low, best, high, current.as_of, interested, basis, listed, tuple(sorted(lows)), standing, quoted
    )


def _without_echoes(statements: Sequence[Statement]) -> list[Statement]:
    """Leave out headings, but for a number above all that the body of the same report tells."""
    told: dict[str, int] = {}
    for statement in statements:
        if not statement.heading:
            told[statement.claim.document] = max(statement.low, told.get(statement.claim.document, -1))
    alone = not told
    return [s for s in statements if not s.heading or alone or s.low > told.get(s.claim.document, s.low)]


def _last_words(statements: Sequence[Statement]) -> list[Statement]:
    """Return of one report's tellings the last of the largest: "at least 48" in the lead, "48" in the body.

    A smaller figure of the same voice in the same report is of some of them, and takes nothing back.
    """
    last: dict[str, Statement] = {}
    for statement in statements:
        known = last.get(statement.claim.document)
        if known is None or _rank(statement) > _rank(known):
            last[statement.claim.document] = statement
    return list(last.values())


def _rank(statement: Statement) -> tuple[int, int, str]:
    return (statement.low, statement.claim.evidence.start, statement.count.id)


def combine(
    stands: Sequence[Stand], growing: bool = True, opposed: Opposed = lambda one, other: False
) -> tuple[int, int, int | None, str, str]:
    """Return low, best, high, status and the basis of best for the stands of all voices.

    ``low`` is the smallest lower bound and ``high`` the largest upper one, None where the voice with the largest lower
    bound gave none: what is between, somebody says. Vague words ("dozens") count only where nobody has a number.
    ``best`` is the median of voices that can all be right, else the figure of the last to speak who has no interest in
    it, of one day that of most voices, then the larger. Figures that cannot all be right are ``growing`` or
    ``disputed`` (see ``rivals``).

    >>> def stand(low, high, day=None): return Stand(str(low), low, low, high, day, False, "stated", ())
    >>> combine([stand(79, None), stand(85, 85)])
    (79, 85, 85, 'consistent', 'median')
    >>> combine([stand(40, 40, 1), stand(90, 90, 2)])[:4]
    (40, 90, 90, 'growing')
    >>> combine([stand(40, 40, 2), stand(90, 90, 2)], opposed=lambda one, other: False)[3]
    'growing'
    >>> combine([stand(40, 40), stand(100, 100)], opposed=lambda one, other: True)[3]
    'disputed'
    """
    bounds = [(s.low, s.best, s.high, s) for s in sorted(numbered(stands), key=lambda s: s.family)]
    lows = [low for low, _, _, _ in bounds]
    ceiling = min((high for _, _, high, _ in bounds if high is not None), default=None)
    tops = [high for low, _, high, _ in bounds if low == max(lows)]
    high = None if None in tops else max(h for _, _, h, _ in bounds if h is not None)
    if len(bounds) == 1:
        low, best, high, stand = bounds[0]
        return low, max(low, best if high is None else min(best, high)), high, "single", stand.basis
    low = min(lows)
    if ceiling is None or max(lows) <= ceiling:
        bests = sorted(best for _, best, _, _ in bounds)
        best = max(max(lows), bests[(len(bests) - 1) // 2])
        best = best if ceiling is None else min(best, ceiling)
        lexicon = all(b[3].basis == "lexicon" for b in bounds)
        return low, best, high, "consistent", "lexicon" if lexicon else "median"
    votes = Counter(best for _, best, _, _ in bounds)
    # On one day the smaller figure is the earlier one: tolls grow.
    chosen = min(
        bounds,
        key=lambda b: (b[3].interested, -(b[3].as_of or 0), -votes[b[1]], -b[1] if growing else b[1], b[3].family),
    )
    best = max(low, chosen[1] if high is None else min(chosen[1], high))
    counted = [b[3] for b in bounds if b[3].basis != "lexicon"]
    disputed = len(counted) > 1 and (not growing or rivals(counted, opposed))
    return low, best, high, "disputed" if disputed else "growing", f"position of {chosen[3].family}"


def numbered(stands: Sequence[Stand]) -> list[Stand]:
    """Return the stands that rest on a number; where none does those with two ends, "dozens" before "many"."""
    loose = [s for s in stands if s.basis == "lexicon"]
    return [s for s in stands if s.basis != "lexicon"] or [s for s in loose if s.high is not None] or list(stands)


def rivals(stands: Sequence[Stand], opposed: Opposed) -> bool:
    """Say whether figures that do not meet are a dispute and no toll that grows.

    They are where one report sets those of opposed sides side by side, or quotes any that differ by far, where opposed
    sides differ by far, and where somebody takes back what was known days before. A hospital's two and a rescuer's
    three are counts on the way, and what an outlet says in its own words beside a source may be of a part.

    >>> def stand(name, low, high, day=None): return Stand(name, low, low, high, day, False, "stated", ())
    >>> never = lambda one, other: False
    >>> [rivals([stand("a", 9, 9, day), stand("b", 34, 34, 4)], never) for day in (5, 9)]
    [False, True]
    """
    for one in stands:
        for other in stands:
            if one.high is None or one.high >= other.low:
                continue
            beside = bool(one.documents & other.documents)
            far = other.low >= _RIVAL * one.high
            both_quoted = one.quoted and other.quoted
            if (beside and far and both_quoted) or (opposed(one.family, other.family) and (beside or far)):
                return True
            if one.as_of is not None and other.as_of is not None and one.as_of - other.as_of >= _LATER:
                return True
    return False
