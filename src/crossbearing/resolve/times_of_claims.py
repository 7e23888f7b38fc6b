"""Gives claims their days: the words resolved against the document's date, and what is inherited where none stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from crossbearing.model.claim import Claim, DateRange
from crossbearing.model.document import Document
from crossbearing.model.mention import Mention
from crossbearing.resolve.dates import date_precision, resolve_time
from crossbearing.text.languages.days import find_foreign_times
from crossbearing.text.languages.detect import reading_language
from crossbearing.text.languages.tables import Language, language
from crossbearing.text.times import TimePhrase, find_times
from crossbearing.vocab.contract import class_of, classes_with

# Classes that tell of one happening: among them a claim without time words takes the days of its neighbour.
_HAPPENINGS = classes_with("happening")
_TOLLS = classes_with("toll")
# "Tried to seize it on Thursday" is planned and past, as "may have hit it on Thursday" is; only these words look ahead.
_AHEAD = re.compile(
    r"\b(?:will|shall|(?:would|may|might)(?!\s+(?:\w+ly\s+)?have\b)|going to|plans?|expected|set to|due|scheduled|next|"
    r"within|tomorrow|upcoming)\b",
    re.I,
)
# Kinds of words that mean a time told before: "the same period", "during that time".
_LEANING = frozenset({"near", "then"})
# Kinds of words for a time that ends with the report.
_UP_TO_NOW = frozenset({"span", "duration"})
# How many claims around one may lend it their days.
_NEIGHBOURS = 6
_FUTURE = frozenset({"planned", "agreed", "demanded", "threatened", "predicted"})


def resolve_times(document: Document, claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims with their date ranges; a claim without time words inherits, or keeps null days.

    >>> from crossbearing.model.mention import Mention
    >>> text = "IS overran Qadam last month."
    >>> when = DateRange(Mention(17, 27, "last month"))
    >>> c = Claim("d:c01", "d", "control.gain", Mention(0, 27, text[:27]), time=when)
    >>> [x.time.start for x in resolve_times(Document("d", text, published="2018-04-28"), [c])]
    ['2018-03-01']
    """
    published = date.fromisoformat(document.published) if document.published else None
    resolved: list[Claim] = []
    previous: DateRange | None = None
    told: DateRange | None = None
    table = language(reading_language(document))
    # "30 hours after" that dates two claims is counted from one day, not from itself.
    counted_from: dict[Mention, DateRange | None] = {}
    for claim in claims:
        mention = claim.time.mention if claim.time else None
        if mention is None:
            resolved.append(claim)
            continue
        phrases = _phrases(document.text, mention, table)
        if not phrases:
            resolved.append(claim)
            continue
        ahead = phrases[0].kind == "holiday" or _AHEAD.search(claim.evidence.text)
        tense = "future" if claim.modality in _FUTURE and ahead else "past"
        cumulative = claim.cls in _TOLLS or any(c.scope == "cumulative" for c in claim.counts)
        # "The same period" is the one named last, though nobody knows its days: never one named before it.
        before = counted_from.setdefault(mention, told if phrases[0].kind in _LEANING else previous)
        when = replace(resolve_time(phrases[0], published, before, tense, cumulative), mention=mention)
        if table is None and cumulative and phrases[0].spec.relation == "since":
            when = _counted_until(document.text, claim, when, published)
        if cumulative and when.end is not None and _AS_OF.match(phrases[0].text):
            when = replace(when, start=None, date_prec=date_precision(None, when.end))
        if when.start is not None or phrases[0].kind == "duration":
            told = when
        if when.start is not None and not _up_to_now(phrases[0]):
            previous = when
        resolved.append(replace(claim, time=when))
    return [_inherit(document.text, resolved, i) for i in range(len(resolved))]


def _up_to_now(phrase: TimePhrase) -> bool:
    """Say whether words name a time that lasts: "five days earlier" is counted from a day told, not from its start."""
    return phrase.kind in _UP_TO_NOW or phrase.spec.relation == "since"


def _phrases(text: str, mention: Mention, table: Language | None) -> list[TimePhrase]:
    if table is None:
        return find_times(text, mention.start, mention.end)
    return find_foreign_times(text, mention.start, mention.end, table)


# "As of 31 August", "by 31 August": the day up to which somebody counted.
_UNTIL = re.compile(r"(?:as of|as at|until|till|by)\b|.*(?<=\s)(?:up to|through) $", re.IGNORECASE)
_AS_OF = re.compile(r"as (?:of|at)\b", re.IGNORECASE)
# Characters before and behind the evidence in which its sentence is looked for.
_AROUND = 2_000
_BREAK = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])|\n")


def _counted_until(text: str, claim: Claim, when: DateRange, published: date | None) -> DateRange:
    """End what is counted "since" a day on the day up to which its sentence says that it was counted."""
    first, last = max(0, claim.evidence.start - _AROUND), min(len(text), claim.evidence.end + _AROUND)
    first = max((b.end() for b in _BREAK.finditer(text, first, claim.evidence.start)), default=first)
    last = next((b.start() for b in _BREAK.finditer(text, claim.evidence.end, last)), last)
    for phrase in find_times(text, first, last):
        before = text[max(first, phrase.start - 8) : phrase.start]
        if not (_UNTIL.match(phrase.text) or _UNTIL.match(before)):
            continue
        end = resolve_time(phrase, published).end
        if end is not None and when.start is not None and end >= when.start:
            return replace(when, end=end, date_prec=date_precision(when.start, end))
    return when


def _inherit(text: str, claims: Sequence[Claim], i: int) -> Claim:
    claim = claims[i]
    if claim.time is not None and claim.time.mention is not None:
        return claim
    if claim.modality in _FUTURE or not class_of(claim.cls).deed:
        return claim
    for other in _neighbours(claims, i):
        when = other.time
        if when is None or when.mention is None or when.start is None or not _kin(claim, other):
            continue
        if _another_speaks(text, claim, other):
            continue
        if _is_near(when) or claim.evidence.overlaps(other.evidence):
            return replace(claim, time=DateRange(None, when.start, when.end, when.date_prec, "inherited"))
    return claim


def _another_speaks(text: str, claim: Claim, other: Claim) -> bool:
    """Say whether a paragraph of another source begins between two claims: its speaker tells of days of his own."""
    one, two = (
        [source.mention.text for source in c.attribution.sources if source.mention is not None] for c in (claim, other)
    )
    between = text[min(claim.evidence.end, other.evidence.end) : max(claim.evidence.start, other.evidence.start)]
    return bool(one and two) and not set(one) & set(two) and "\n" in between


def _neighbours(claims: Sequence[Claim], i: int) -> list[Claim]:
    """Return the other claims, nearest first, what was told before ahead of what comes behind."""
    near = (j for j in range(max(0, i - _NEIGHBOURS), min(len(claims), i + _NEIGHBOURS + 1)) if j != i)
    return [claims[j] for j in sorted(near, key=lambda j: (_steps(i, j), j))[:_NEIGHBOURS]]


def _steps(i: int, j: int) -> int:
    """What was told before is as near as what comes half as far behind: a report goes on, it seldom looks ahead."""
    return i - j if j < i else 2 * (j - i)


def _is_near(when: DateRange) -> bool:
    """Say whether the days are few: a report tells a day on, what was so "since 2015" or "last month" stands alone."""
    return when.date_prec is not None and when.date_prec <= 2


_FOLLOWS = re.compile(r"(?:after|when|as|while)\b", re.IGNORECASE)


def _hangs_on(claim: Claim, other: Claim) -> bool:
    """Say whether a clause goes on from the one before: "broke down on Sunday after shells hit a convoy"."""
    gap = claim.evidence.start - other.evidence.end
    return 0 <= gap <= 2 and _FOLLOWS.match(claim.evidence.text) is not None


def _kin(claim: Claim, other: Claim) -> bool:
    if _hangs_on(claim, other):
        return True
    if claim.evidence.overlaps(other.evidence) and not claim.evidence.holds(other.evidence):
        return True
    one, two = claim.cls.partition(".")[0], other.cls.partition(".")[0]
    return one == two or (claim.cls in _HAPPENINGS and other.cls in _HAPPENINGS)
