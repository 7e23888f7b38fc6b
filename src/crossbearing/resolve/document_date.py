"""The day of publication: from metadata, a dateline or the address, else by constraints that the text itself sets.

Dating by constraints follows the design (reconciliation, A.8): every day of a window is tried against the cues of the
text, and all best days are given with the cues each satisfies and violates. A day is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from crossbearing.model.days import is_null, made, shifted
from crossbearing.model.document import DateCandidate, Document
from crossbearing.resolve.dates import resolve_time
from crossbearing.resolve.document_date_cues import Anchor, Cue, find_cues
from crossbearing.text.agencies import any_agency
from crossbearing.text.languages.days import english_time
from crossbearing.text.languages.tables import base_of, language
from crossbearing.text.limits import read_until
from crossbearing.text.times import TimePhrase, find_times
from crossbearing.text.times_grammar import lexicon

__all__ = ["Anchor", "Dateline", "Dating", "date_document", "differing_dateline"]

_FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2035, 12, 31)
"""The last day on which a report is taken to be published: a later one ("9999-12-31") is a slip of some system."""
MOST_CANDIDATES = 12
MOST_CUES = 60
"""Cues that are asked for the day of one report, those of most weight first (a report has a dozen)."""
# A day is taken for certain only where every other misses a cue that must hold (weight 0.9 or more).
_MARGIN = 0.85
_HEADER = 600
# The head of a report in another language: its first lines, each up to a stop or a dash. It ends with the year; before
# the day stand at most a place with a comma and one word, as a weekday is: what has more words is a sentence.
_HEAD_LINES = 4
_HEAD_ENDS = re.compile(r"(?<!\b\d)(?<!\b\d\d)[.:]\s|\s[-–—]\s?|\(")
_HEAD = re.compile(
    r"(?:[^\d,،]{2,30}[,،]\s*)?(?:[^\W\d]+[,،]?\s+)?\d{1,2}\b[^\n]{1,25}\d{4}(?:\s*г\.?|\s*года|\s*року)?[,،]?"
)
_METADATA_KEYS = (
    "published",
    "datepublished",
    "article:published_time",
    "pubdate",
    "date",
    "dc.date",
    "parsely-pub-date",
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Dating:
    """What is known of the day of publication.

    ``published`` is an ISO day or None; ``basis`` metadata, dateline, url, constraints or none. ``candidates`` are the
    best days where there are few of them; ``summary`` says in words what is known, also of a set too large to list.
    ``cues_left_out`` is set where the text has more cues than are asked.
    """

    published: str | None
    basis: str
    candidates: tuple[DateCandidate, ...] = ()
    summary: str = ""
    cues_left_out: bool = False


def _iso(value: str) -> str | None:
    """Read the day of a metadata field: ISO, or a full date as feeds and mails write it."""
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        days = [p for p in find_times(value) if p.spec.year and p.spec.month and p.spec.day]
        return resolve_time(days[0], None).start if days else None


def _from_metadata(document: Document) -> str | None:
    if document.published:
        return _iso(document.published)
    found = {key.lower(): value for key, value in document.metadata}
    days = (_iso(found[key]) for key in _METADATA_KEYS if key in found)
    return next((day for day in days if day and not is_null(day)), None)


_URL = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?(0?[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01]|[1-9])(?!\d)")


def _from_url(url: str | None) -> str | None:
    for m in _URL.finditer(url or ""):
        day = made(int(m[1]), int(m[2]), int(m[3]))
        if day is not None:
            return day.isoformat()
    return None


_DATELINE_WORDS = re.compile(
    r"\b(?:published|publication|updated|update|posted|last|first|date|dated|of|on|at|by|time|news|gmt|utc|local|am|pm"
    rf"|{lexicon().written('weekday', 'weekdayabbr')}|{any_agency()})\b"
    r"|\d{1,2}[:.]\d\d|[^\w]",
    re.IGNORECASE,
)
_AGENCY = re.compile(r"\s*(?:\([^()\n]{2,40}\)|[-–—/])")
_PRINTED = re.compile(r"\b(?:published|publication|updated|update|posted|dated)\b", re.IGNORECASE)
_SENTENCE_VERB = re.compile(r"\s*,?\s(?:was|is|saw|marks|marked|brought|when|to|and)\b")


# Other words that a line which is a dateline may have: a town, an agency that is not known.
_FEW_OTHERS = 2


def _other_words(part: str) -> int:
    """Return how many words beside those of datelines a part of a line has; over ``_FEW_OTHERS`` are not counted on.

    A line may be the whole report.
    """
    number = at = 0
    for found in _DATELINE_WORDS.finditer(part):
        # Every sign that is no part of a word is itself found, so what lies between two finds is one word.
        number += found.start() > at
        if number > _FEW_OTHERS:
            return number
        at = found.end()
    return number + (at < len(part))


def _is_dateline(text: str, phrase: TimePhrase) -> bool:
    """Say whether a full date is the day of the report, not of an event.

    It is where it fills or opens its line, stands in figures or with its weekday and no preposition, or between a place
    in capitals and an agency.
    """
    start = text.rfind("\n", 0, phrase.core_start) + 1
    stop = text.find("\n", phrase.core_end)
    stop = len(text) if stop < 0 else stop
    if phrase.spec.relation not in ("", "at") and not _PRINTED.search(text, start, phrase.core_start):
        return False
    if text[start : phrase.core_start].rstrip().endswith(("*", "•", "·")):
        return False
    opening = _other_words(text[start : phrase.core_start])
    if opening + _other_words(text[phrase.core_end : stop]) <= _FEW_OTHERS:
        return True
    figures = text[phrase.core_start].isdecimal() and not any(
        c.isalpha() for c in text[phrase.core_start : phrase.core_end]
    )
    bare = not _SENTENCE_VERB.match(text, phrase.core_end)
    if bare and phrase.spec.year and (not opening or figures or phrase.spec.weekday is not None):
        return True
    before = text[start : phrase.core_start].strip(" ,")
    return bool(_AGENCY.match(text, phrase.core_end)) and before.isupper() and len(before) <= 40


def _datelines(text: str, reach: int = _HEADER) -> list[TimePhrase]:
    found = find_times(text, 0, min(len(text), reach))
    days = [p for p in found if p.kind == "calendar" and p.spec.month and p.spec.day and not p.spec.day2]
    return [p for p in days if _is_dateline(text, p)]


def _from_dateline(text: str) -> str | None:
    for phrase in _datelines(text):
        if phrase.spec.year:
            return resolve_time(phrase, None).start
    return None


def _from_foreign_dateline(document: Document) -> str | None:
    """Return the day at the head of a report in a language with a table: it fills its line, or stands before a stop.

    >>> text = "Khartoum, 6 mai 2024. L'armée a repris la ville."
    >>> _from_foreign_dateline(Document("d", text, language="fr"))
    '2024-05-06'
    >>> _from_foreign_dateline(Document("d", "Le 6 mai 2024, l'armée a repris la ville.", language="fr")) is None
    True
    """
    table = language(base_of(document.language)) if document.language else None
    if table is None:
        return None
    for line in filter(str.strip, document.text[:_HEADER].split("\n")[:_HEAD_LINES]):
        head = _HEAD_ENDS.split(line.strip(), maxsplit=1)[0]
        english = english_time(head, 0, len(head), table) if _HEAD.fullmatch(head) else None
        for phrase in find_times(english) if english else ():
            if phrase.kind == "calendar" and phrase.spec.year and phrase.spec.month and phrase.spec.day:
                return resolve_time(phrase, None).start
    return None


@dataclass(frozen=True, slots=True)
class Dateline:
    """The ISO day that the text itself is dated, and the code points where it says so."""

    day: str
    start: int
    end: int


# A day of publication one day off is another time zone, or the paper of the next morning.
_TOLERATED = 1
_REVISED = re.compile(r"\b(?:updated?|modified|revised|edited)\b[^\n\w]*(?:\w+[^\n\w]+){0,2}$", re.IGNORECASE)
_FIGURES = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2,4}")


def _dated(text: str, phrase: TimePhrase, published: date) -> date | None:
    """Return the day of a dateline; one without a year, as agencies write it, is the last such day by ``published``."""
    if phrase.spec.year is None and not _AGENCY.match(text, phrase.core_end):
        return None
    day = resolve_time(phrase, None if phrase.spec.year else shifted(published, _TOLERATED)).start
    return date.fromisoformat(day) if day else None


def _is_same_day(text: str, phrase: TimePhrase, day: date, published: date) -> bool:
    """Say whether a dateline agrees with ``published``: figures do that name it with day and month changed over."""
    changed = _FIGURES.fullmatch(text, phrase.core_start, phrase.core_end) and made(day.year, day.day, day.month)
    return abs((day - published).days) <= _TOLERATED or changed == published


def differing_dateline(document: Document) -> Dateline | None:
    """Return the text's own dateline where it contradicts the day of publication that the metadata give, else None.

    A text that bears several days (a chronology, a page with a sidebar) contradicts nothing, and a day on which it was
    only revised is not that of its writing.

    >>> found = differing_dateline(Document("d", "Wed Jun 1 2016 Troops fled.", published="2012-08-16"))
    >>> found.day if found else None
    '2016-06-01'
    >>> differing_dateline(Document("d", "Wed Jun 1 2016 Troops fled.", published="2016-06-02")) is None
    True
    """
    if document.published is None:
        return None
    published, text = date.fromisoformat(document.published), document.text[: read_until(document.text)]
    days: dict[date, TimePhrase] = {}
    opening = _datelines(text)
    for phrase in opening:
        day = _dated(text, phrase, published)
        if day is None or _REVISED.search(text, text.rfind("\n", 0, phrase.core_start) + 1, phrase.core_start):
            continue
        if is_null(day.isoformat()) or _is_same_day(text, phrase, day, published):
            return None
        days.setdefault(day, phrase)
    if len(days) != 1 or len(_datelines(text, len(text))) > len(opening):
        return None
    [(day, phrase)] = days.items()
    return Dateline(day.isoformat(), phrase.core_start, phrase.core_end)


def date_plainly(document: Document) -> Dating | None:
    """Return the day that metadata, a dateline or the address tell, None where they tell none.

    >>> date_plainly(Document("d", "Troops fled on Friday.")) is None
    True
    """
    for basis, day in (
        ("metadata", _from_metadata(document)),
        ("dateline", _from_dateline(document.text) or _from_foreign_dateline(document)),
        ("url", _from_url(document.url)),
    ):
        if day:
            known = document.published_basis if basis == "metadata" and document.published_basis != "none" else basis
            return Dating(day, known, (), f"{day} ({known})")
    return None


def date_document(document: Document, as_of: date | None, anchors: Sequence[Anchor] = ()) -> Dating:
    """Return the day of publication, or all days that fit best, or why none is known.

    ``as_of`` is the last day it can be (the day of reading); there is no clock here. ``anchors`` are dated facts of the
    packs. Metadata wins over a dateline, a dateline over the address, all over the constraints.

    >>> date_document(Document("d", "Thu Aug 28 2014\\nTroops fled."), None).published
    '2014-08-28'
    >>> d = date_document(Document("d", "Shells fell on Friday. The siege began in 2016."), date(2017, 1, 20))
    >>> [c.day for c in d.candidates]
    ['2017-01-06', '2017-01-13', '2017-01-20']
    """
    plain = date_plainly(document)
    if plain is not None:
        return plain
    last = as_of or (date.fromisoformat(document.retrieved) if document.retrieved else LAST_DAY)
    return _by_constraints(document.text[: read_until(document.text)], min(last, LAST_DAY), anchors)


def _by_constraints(text: str, last: date, anchors: Sequence[Anchor]) -> Dating:
    cues = find_cues(text, last, anchors, [p for p in _datelines(text) if not p.spec.year])
    if not cues:
        return Dating(None, "none", (), "no date and no words in the text that would tell one")
    if len(cues) > MOST_CUES:
        heaviest = set(sorted(range(len(cues)), key=lambda i: (-cues[i].weight, i))[:MOST_CUES])
        kept = [cue for i, cue in enumerate(cues) if i in heaviest]
        return replace(_fitting(kept, last), cues_left_out=True)
    return _fitting(cues, last)


def _fitting(cues: Sequence[Cue], last: date) -> Dating:
    first = max((c.earliest for c in cues if c.earliest and c.earliest <= last), default=_FIRST_DAY)
    best, rival = _best_days(cues, first, last)
    if not best:
        return Dating(None, "none", (), "no day of the window fits the words of the text")
    if len(best) > MOST_CANDIDATES:
        return Dating(None, "none", (), _summary(best, cues))
    candidates = tuple(
        DateCandidate(
            day.isoformat(),
            tuple(c.label for c in cues if c.test(day)),
            tuple(c.label for c in cues if not c.test(day)),
        )
        for day in best
    )
    broken = any(c.weight >= 1 and not c.test(best[0]) for c in cues)
    days = ", ".join(day.isoformat() for day in best)
    if len(best) > 1:
        return Dating(None, "none", candidates, f"{len(best)} days fit best: {days}")
    if broken or rival:
        return Dating(None, "none", candidates, f"{days} fits best, but others fit nearly as well")
    return Dating(days, "constraints", candidates, f"{days} alone fits the words of the text")


def _best_days(cues: Sequence[Cue], first: date, last: date) -> tuple[list[date], bool]:
    """Return the days of greatest weight, and whether any other comes near them.

    Cheap cues thin the days out before the dear ones are asked.
    """
    scores = {date.fromordinal(day): 0.0 for day in range(first.toordinal(), last.toordinal() + 1)}
    left = sum(c.weight for c in cues)
    for cue in sorted(cues, key=lambda c: (c.dear, -c.weight)):
        left -= cue.weight
        for day in scores:
            if cue.test(day):
                scores[day] += cue.weight
        top = max(scores.values(), default=0.0)
        scores = {day: score for day, score in scores.items() if score + left > top - _MARGIN}
    top = max(scores.values(), default=0.0)
    best = sorted(day for day, score in scores.items() if score > top - 1e-9)
    return best, len(scores) > len(best)


def _summary(best: Sequence[date], cues: Sequence[Cue]) -> str:
    weekdays = {day.weekday() for day in best}
    name = _WEEKDAYS[next(iter(weekdays))] if len(weekdays) == 1 else "day"
    reasons = "; ".join(c.label for c in cues if c.test(best[0]))
    told = f": {reasons}" if reasons else ""
    return f"any {name} from {best[0]} to {best[-1]} ({len(best)} days fit alike{told})"
