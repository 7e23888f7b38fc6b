"""What the two time benchmarks share: reading their files, finding TIMEXes with our grammar, and the scores."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from crossbearing.evaluate.intervals import bootstrap, f1
from crossbearing.evaluate.pairing import one_to_one
from crossbearing.evaluate.rows import rows
from crossbearing.model.errors import EvaluationError
from crossbearing.resolve.timex import Point, timex_value
from crossbearing.text.tenses import tense_near
from crossbearing.text.times import TimePhrase, find_times, leaves

_NO_TIMEX = frozenset({"pointer", "event", "near"})


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression of a document: offsets, TIMEX3 value and type."""

    start: int
    end: int
    value: str
    type: str


@dataclass(frozen=True, slots=True)
class TimexDocument:
    """A text with its gold expressions and the day it was made."""

    name: str
    text: str
    created: date | None
    gold: tuple[Timex, ...]


def _gold(row: dict[str, Any]) -> tuple[Timex, ...]:
    if "timex3" in row:
        return tuple(Timex(t["start"], t["end"], t.get("value") or "", t.get("type") or "DATE") for t in row["timex3"])
    return tuple(Timex(t["start"], t["end"], t.get("val") or "", "DATE") for t in row["timex2"])


def read_documents(data_dir: Path, benchmark: str) -> list[TimexDocument]:
    """Read all rows that hold text and TIMEXes; TIMEX3 wins where a document has both; EvaluationError on no rows."""
    found: dict[str, tuple[bool, TimexDocument]] = {}
    for row in rows(data_dir, ("doc", "text"), benchmark):
        if not ("timex3" in row or "timex2" in row):
            continue
        name = str(row["doc"]).removesuffix(".tml")
        if name in found and (found[name][0] or "timex3" not in row):
            continue
        created = date.fromisoformat(row["dct"][:10]) if row.get("dct") else None
        found[name] = ("timex3" in row, TimexDocument(name, row["text"], created, _gold(row)))
    if not found:
        raise EvaluationError(f"{benchmark}: no row under {data_dir} has timex3 or timex2")
    return [found[name][1] for name in sorted(found)]


_SECOND_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?")


def _both_days(phrase: TimePhrase, text: str, value: str) -> list[Timex]:
    """Split "24 and 25 April" and "March 3-5" into the two days that the benchmarks mark apart."""
    core = text[phrase.core_start : phrase.core_end]
    numbers = [
        m
        for m in _SECOND_DAY.finditer(core)
        if m.group().rstrip("stndrh") in (str(phrase.spec.day), str(phrase.spec.day2))
    ]
    if len(numbers) < 2:
        return [Timex(phrase.core_start, phrase.core_end, value, phrase.type)]
    one, two = numbers[0], numbers[1]
    later = f"{value[:-2]}{phrase.spec.day2:02d}"
    base = phrase.core_start
    if core[0].isdigit():
        return [
            Timex(base + one.start(), base + one.end(), value, "DATE"),
            Timex(base + two.start(), phrase.core_end, later, "DATE"),
        ]
    return [Timex(base, base + one.end(), value, "DATE"), Timex(base + two.start(), base + two.end(), later, "DATE")]


_YEARS = re.compile(r"(\d{4})[-–‐‑](\d{2,4})")


def _apart(phrase: TimePhrase, text: str, value: str) -> list[Timex]:
    """Return the TIMEXes of a phrase: two where it tells two days or two years, else one."""
    if phrase.spec.day2:
        return _both_days(phrase, text, value)
    years = _YEARS.match(text, phrase.core_start) if phrase.spec.year2 else None
    if years is None:
        return [Timex(phrase.core_start, phrase.core_end, value, phrase.type)]
    second = years[1][: 4 - len(years[2])] + years[2]
    return [Timex(*years.span(1), years[1], "DATE"), Timex(*years.span(2), second, "DATE")]


def find_timexes(document: TimexDocument, narrative: bool) -> list[Timex]:
    """Return the expressions of the text with values, in order; the time told last anchors what counts from it.

    >>> document = TimexDocument("d", "It fell on Friday and was retaken two days later.", date(2018, 4, 28), ())
    >>> [t.value for t in find_timexes(document, narrative=False)]
    ['2018-04-27', '2018-04-29']
    """
    found: list[Timex] = []
    previous: Point | None = None
    for phrase in leaves(find_times(document.text)):
        if phrase.kind in _NO_TIMEX:
            continue
        tense = "past" if narrative else tense_near(document.text, phrase.start, phrase.end)
        value = timex_value(phrase, None if narrative else document.created, previous, tense, narrative)
        found.extend(_apart(phrase, document.text, value))
        if phrase.kind in ("calendar", "relative", "offset", "holiday"):
            previous = Point.of(value) or previous
    return found


def _pairs(gold: Sequence[Timex], ours: Sequence[Timex]) -> list[tuple[Timex, Timex]]:
    """Pair overlapping expressions one to one: exact spans first, then by the characters shared."""
    candidates = sorted(
        (-(g.start == o.start and g.end == o.end), -(min(g.end, o.end) - max(g.start, o.start)), i, k)
        for i, g in enumerate(gold)
        for k, o in enumerate(ours)
        if g.start < o.end and o.start < g.end
    )
    return [(gold[i], ours[k]) for i, k in one_to_one((i, k) for _, _, i, k in candidates)]


Tally = tuple[int, int, int, int, int]


def tally(gold: Sequence[Timex], ours: Sequence[Timex]) -> Tally:
    """Return gold, ours, and the hits: exact span, any overlap, overlap with the same value.

    >>> tally([Timex(0, 6, "1998-08-07", "DATE")], [Timex(0, 4, "1998-08-07", "DATE")])
    (1, 1, 0, 1, 1)
    """
    pairs = _pairs(gold, ours)
    strict = sum((g.start, g.end) == (o.start, o.end) for g, o in pairs)
    return len(gold), len(ours), strict, len(pairs), sum(g.value == o.value for g, o in pairs)


def _each_f1(tallies: Sequence[Tally], prefix: str) -> dict[str, float]:
    gold, ours = sum(t[0] for t in tallies), sum(t[1] for t in tallies)
    names = ("strict_f1", "relaxed_f1", "value_f1")
    return {f"{prefix}{n}": f1(sum(t[i] for t in tallies), ours, gold) for i, n in enumerate(names, 2)}


def score(
    documents: Sequence[TimexDocument], name: str, narrative: bool, is_date: Callable[[Timex], bool]
) -> dict[str, Any]:
    """Score all documents: F1 of spans and values with 95 % bootstrap intervals over documents (fixed seed)."""
    every: list[tuple[Tally, Tally]] = []
    for document in documents:
        ours = find_timexes(document, narrative)
        dates = [t for t in ours if t.type in ("DATE", "TIME")]
        every.append((tally(document.gold, ours), tally([t for t in document.gold if is_date(t)], dates)))

    def metrics(drawn: Sequence[tuple[Tally, Tally]]) -> dict[str, float]:
        return _each_f1([a for a, _ in drawn], "") | _each_f1([b for _, b in drawn], "date_only_")

    rounded = {key: round(value, 4) for key, value in metrics(every).items()}
    return {"benchmark": name, "documents": len(documents), "metrics": rounded, "interval": bootstrap(every, metrics)}
