"""The cues by which a text tells the day of its own publication, each a test of a day with a weight."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crossbearing.model.days import made, shifted
from crossbearing.model.numbers import capped
from crossbearing.resolve.dates import resolve_time
from crossbearing.resolve.dates_calendar import holiday_days
from crossbearing.text.tenses import tense_near
from crossbearing.text.times import TimePhrase, find_times, leaves

# A date without a year is of the last months, else the report would name the year.
_RECENT = timedelta(days=300)
# Starts and lengths that are counted from one another: their pairs alone are more than are asked.
_MOST_PAIRED = 12


@dataclass(frozen=True, slots=True)
class Anchor:
    """A dated fact of a pack: where all ``words`` stand in a sentence with a relative time, that time is the fact's.

    ``start`` and ``end`` are the first and last day of the fact, ``source`` says who knows it.
    """

    words: tuple[str, ...]
    start: date
    end: date
    source: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A test of the day of publication. ``weight`` is 1 for what must hold, less for what mostly does.

    ``earliest`` is a day before which the text cannot have been written; ``dear`` marks a test that costs time.
    """

    label: str
    weight: float
    test: Callable[[date], bool]
    earliest: date | None = None
    dear: bool = False


def find_cues(text: str, last: date, anchors: Sequence[Anchor] = (), datelines: Sequence[TimePhrase] = ()) -> list[Cue]:
    """Return the cues of ``text`` in the order of their weight; ``datelines`` are dates in its head that lack a year.

    >>> [c.label for c in find_cues("He fled on Friday. The war began in 2011.", date(2017, 1, 1))]
    ['published on or the day after "on Friday"', 'published on the day of "on Friday"', 'written after "in 2011"']
    """
    phrases = list(leaves(find_times(text)))
    past = [p for p in phrases if tense_near(text, p.start, p.end) != "future"]
    cues = [
        *_dateline_cues(datelines),
        *_weekday_cues(past),
        *_absolute_cues(past, last),
        *_length_cues(phrases),
        *_yearless_cues(past),
        *_holiday_cues(past),
        *_anchor_cues(text, phrases, anchors),
    ]
    return _once(cues)


def _once(cues: Sequence[Cue]) -> list[Cue]:
    """Keep one cue of each label, so that a phrase said twice does not weigh twice."""
    found: dict[str, Cue] = {}
    for cue in cues:
        found.setdefault(cue.label, cue)
    return list(found.values())


def _latest(month: int, day: int, before: date) -> date | None:
    """Return the latest such day up to ``before``; None where the year has no such day."""
    for year in range(before.year, before.year - 9, -1):
        found = made(year, month, day)
        if found is not None and found <= before:
            return found
    return None


def _dateline_cues(datelines: Sequence[TimePhrase]) -> list[Cue]:
    """A dateline without a year gives month and day, and with a weekday few years."""
    cues = []
    for phrase in datelines[:1]:
        month, number, weekday = phrase.spec.month, phrase.spec.day, phrase.spec.weekday

        def test(
            day: date, month: int | None = month, number: int | None = number, weekday: int | None = weekday
        ) -> bool:
            return day.month == month and day.day == number and weekday in (None, day.weekday())

        cues.append(Cue(f'dateline "{phrase.text}"', 1.0, test))
    return cues


def _weekday_cues(past: Sequence[TimePhrase]) -> list[Cue]:
    """News tells the same day or the day before: the latest weekday told plainly is that of the report or its eve."""
    plain = [
        p
        for p in past
        if p.kind == "calendar"
        and p.spec.weekday is not None
        and p.spec.month is None
        and p.spec.year is None
        and p.spec.shift is None
        and p.spec.relation in ("on", "")
    ]
    if not plain:
        return []
    told = {p.spec.weekday for p in plain}
    lead = plain[0]
    latest = next((p for p in plain if p.spec.weekday == ((lead.spec.weekday or 0) + 1) % 7), lead)
    weekday = latest.spec.weekday or 0
    if len(told) > 3:
        return []
    near = Cue(f'published on or the day after "{latest.text}"', 1.0, lambda d: (d.weekday() - weekday) % 7 <= 1)
    same = Cue(f'published on the day of "{latest.text}"', 0.5, lambda d: d.weekday() == weekday)
    return [near, same]


def _absolute_cues(past: Sequence[TimePhrase], last: date) -> list[Cue]:
    """A text is written after every dated time it tells as past; of several the latest says it all."""
    dated = []
    for phrase in past:
        if phrase.kind == "calendar" and phrase.spec.year is not None:
            found = resolve_time(_unrelated(phrase), None)
            if found.start and found.end and date.fromisoformat(found.start) <= last:
                dated.append((date.fromisoformat(found.end), phrase.start, phrase))
    if not dated:
        return []
    end, _, phrase = max(dated)
    start = date.fromisoformat(resolve_time(_unrelated(phrase), None).start or end.isoformat())
    return [Cue(f'written after "{phrase.text}"', 0.9, lambda d: d > end, earliest=start)]


def _unrelated(phrase: TimePhrase) -> TimePhrase:
    """Return the phrase without its preposition: the time itself, not what lies since or until."""
    return next(iter(find_times(phrase.text[phrase.core_start - phrase.start :])), phrase)


def _length_cues(phrases: Sequence[TimePhrase]) -> list[Cue]:
    """ "Nine days of fighting" and "since April 19": the report stands so many days behind that start, or one less."""
    starts = [
        p
        for p in phrases
        if p.kind == "calendar"
        and p.spec.relation in ("since", "from")
        and p.spec.month
        and p.spec.day
        and not p.spec.year
    ]
    lengths = [
        p
        for p in phrases
        if p.kind in ("duration", "span")
        and p.spec.unit in ("day", "week")
        and p.spec.number
        and not p.spec.vague
        and p.spec.relation != "within"
    ]
    cues = []
    # Each start with each length: more pairs than are ever asked are not even made.
    for since, length in itertools.product(_distinct(starts), _distinct(lengths)):
        number = capped((length.spec.number or 0) * (7 if length.spec.unit == "week" else 1))
        if not 2 <= number <= 120:
            continue

        def test(day: date, since: TimePhrase = since, number: int = number) -> bool:
            start = _latest(since.spec.month or 1, since.spec.day or 1, day)
            return start is not None and (day - start).days in (number - 1, number)

        cues.append(Cue(f'"{length.text}" counted from "{since.text}"', 0.9, test))
    return cues


def _distinct(phrases: Sequence[TimePhrase]) -> list[TimePhrase]:
    """Return the first phrases that read differently."""
    found: dict[str, TimePhrase] = {}
    for phrase in phrases:
        found.setdefault(phrase.text, phrase)
    return list(found.values())[:_MOST_PAIRED]


def _yearless_cues(past: Sequence[TimePhrase]) -> list[Cue]:
    """A past day without a year lies some months back at most; with its weekday only few years fit."""
    cues = []
    for phrase in past:
        spec = phrase.spec
        if phrase.kind != "calendar" or spec.year is not None or not spec.month or not spec.day:
            continue
        if spec.relation in ("by", "until", "before"):
            continue

        def test(
            day: date, month: int = spec.month, number: int = spec.day, weekday: int | None = spec.weekday
        ) -> bool:
            found = _latest(month, number, day)
            return found is not None and day - found <= _RECENT and weekday in (None, found.weekday())

        cues.append(Cue(f'within months of "{phrase.text}"', 0.3 if spec.weekday is None else 0.9, test))
    return cues


def _holiday_cues(past: Sequence[TimePhrase]) -> list[Cue]:
    """A feast told without a year is this year's: the report was written in it or within six weeks."""
    cues = []
    for phrase in past:
        if phrase.kind != "holiday" or phrase.spec.year is not None or phrase.spec.shift is not None:
            continue
        name = phrase.spec.holiday
        if holiday_days(name, 2018)[0] is None:
            continue

        def test(day: date, name: str = name) -> bool:
            spans = (holiday_days(name, year) for year in (day.year, day.year - 1))
            return any(first and last and first <= day <= shifted(last, 42) for first, last in spans)

        cues.append(Cue(f'in the weeks of "{phrase.text}"', 0.4, test, dear=True))
    return cues


_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")


class _Around:
    """The anchors whose words all stand in the sentence around a phrase; each sentence is asked once."""

    def __init__(self, text: str, anchors: Sequence[Anchor]) -> None:
        breaks = [m.span() for m in _SENTENCE.finditer(text)] if anchors else []
        self._starts = [end for _, end in breaks]
        self._ends = [start for start, _ in breaks]
        self._text = text
        self._anchors = anchors
        self._known: dict[tuple[int, int], list[Anchor]] = {}

    def anchors(self, phrase: TimePhrase) -> list[Anchor]:
        """Return the anchors of the phrase's sentence, in their order."""
        before, behind = bisect_right(self._starts, phrase.start), bisect_left(self._ends, phrase.end)
        span = (
            self._starts[before - 1] if before else 0,
            self._ends[behind] if behind < len(self._ends) else len(self._text),
        )
        if span not in self._known:
            sentence = self._text[slice(*span)]
            self._known[span] = [
                anchor
                for anchor in self._anchors
                if all(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", sentence) for word in anchor.words)
            ]
        return self._known[span]


def _anchor_cues(text: str, phrases: Sequence[TimePhrase], anchors: Sequence[Anchor]) -> list[Cue]:
    """A relative time in a sentence that holds all the words of a known fact must meet the days of that fact."""
    cues = []
    around = _Around(text, anchors)
    for phrase in phrases:
        if (
            phrase.kind not in ("relative", "offset", "span", "calendar")
            or phrase.spec.year is not None
            or phrase.spec.same
        ):
            continue
        for anchor in around.anchors(phrase):

            def test(day: date, phrase: TimePhrase = phrase, anchor: Anchor = anchor) -> bool:
                found = resolve_time(phrase, day)
                first = date.fromisoformat(found.start) if found.start else date.min
                last = date.fromisoformat(found.end) if found.end else day
                return found.basis != "none" and first <= anchor.end and anchor.start <= last

            label = f'"{phrase.text}" with {" ".join(anchor.words)} {anchor.start} to {anchor.end} ({anchor.source})'
            cues.append(Cue(label, 0.9, test, dear=True))
    return cues
