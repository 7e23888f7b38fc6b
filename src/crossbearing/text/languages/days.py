"""Time words of a language, put into the English words that mean the same, which the grammar of times then reads."""

from __future__ import annotations

import re

from crossbearing.model.numbers import whole_number
from crossbearing.text.languages.figures import Words, number_ends, read_words
from crossbearing.text.languages.tables import Language, Phrase
from crossbearing.text.times import TimePhrase, find_times

_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_PASSED_OVER = frozenset("'’-־‐‑,،")
_DAY = re.compile(r"(\d{1,2})\D(\d{1,2})\D(\d{4})")


def english_time(text: str, start: int, end: int, language: Language) -> str | None:
    """Return the English words for the time that ``text[start:end]`` names, None where no words of it are known.

    Of several the longest is taken, of two as long the first. Days in figures are read day first, as in all languages
    that have a table.

    >>> from crossbearing.text.languages.tables import language
    >>> english_time("le mardi 3 avril 2018", 0, 21, language("fr")), english_time("vers midi", 0, 9, language("fr"))
    ('3 April 2018', None)
    """
    words = read_words(text, start, end, language)
    best: tuple[int, str] | None = None
    for at in range(len(words.words)):
        found = _from_figures(words.words[at].form) if words.words[at].kind == "day" else _at(words, at, language)
        if isinstance(found, str):
            return found
        if found is not None and (best is None or found[0] - at > best[0]):
            best = (found[0] - at, found[1])
    return best[1] if best else None


def find_foreign_times(text: str, start: int, end: int, language: Language) -> list[TimePhrase]:
    """Return the time phrase of ``text[start:end]``, at most one, as the grammar of English times reads its words.

    Offsets of the phrase are those of the English words: whoever asks knows where the original stands.

    >>> from crossbearing.text.languages.tables import language
    >>> [p.text for p in find_foreign_times("منذ يوم أمس", 0, 11, language("ar"))]
    ['yesterday']
    """
    english = english_time(text, start, end, language)
    return find_times(english)[:1] if english else []


def _at(words: Words, at: int, language: Language) -> tuple[int, str] | None:
    """Return where the longest time phrase that begins at a word ends, and its English."""
    best: tuple[int, str] | None = None
    for pattern, means in language.times:
        found = _fits(words, at, pattern, language)
        if found is not None and (best is None or found[0] > best[0]):
            best = (found[0], means.format(**found[1]))
    return best


def _fits(words: Words, at: int, pattern: Phrase, language: Language) -> tuple[int, dict[str, str]] | None:
    slots: dict[str, str] = {}
    i = at
    for number, form in enumerate(pattern):
        while number and i < len(words.words) and words.words[i].form in _PASSED_OVER:
            i += 1
        if i >= len(words.words):
            return None
        if form.startswith("{"):
            filled = _slot(words, i, form[1:-1], language)
            if filled is None:
                return None
            slots[form[1:-1]], i = filled
        elif words.phrase(i, {(form,): True}, joined=number == 0) is None:
            return None
        else:
            i += 1
    return i, slots


def _slot(words: Words, at: int, slot: str, language: Language) -> tuple[str, int] | None:
    """Return the English for what fills a slot, and where it ends."""
    if slot in ("month", "weekday"):
        table, names = (language.months, _MONTHS) if slot == "month" else (language.weekdays, _WEEKDAYS)
        found = words.phrase(at, table, joined=True)
        return None if found is None else (names[found[0] - 1], found[1])
    if slot == "n":
        counted = number_ends(words, at)
        return None if counted is None else (str(counted[0]), counted[1])
    number = whole_number(words.words[at].form) if words.words[at].kind == "figure" else None
    fits = number is not None and (1 <= number <= 31 if slot == "day" else 1000 <= number <= 2999)
    return (str(number), at + 1) if fits else None


def _from_figures(form: str) -> str | None:
    found = _DAY.fullmatch(form)
    day, month, year = (whole_number(g) or 0 for g in found.groups()) if found else (0, 0, 0)
    return f"{day} {_MONTHS[month - 1]} {year}" if 1 <= day <= 31 and 1 <= month <= 12 and year >= 1000 else None
