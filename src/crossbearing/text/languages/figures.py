"""The numbers that the words of a language say: figures of all scripts, number words, bounds, ranges, vague words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

from crossbearing.model.numbers import MOST
from crossbearing.text.languages.tables import Language, Phrase
from crossbearing.text.languages.writing import Word, figure_value, words_of

_INSIDE = frozenset("'’-־‐‑")
_DASHES = frozenset("-–—־")
_LONGEST = 4
# Words behind a number through which its bound may stand last ("30 dead at least").
_REACH = 4
# Letters of a noun between bound and number, in a language that puts the noun first.
_NOUN_LETTERS = 8
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as the words say it: ``first`` alone, or ``first`` to ``second`` of a range; or a vague English word.

    ``start`` to ``end`` are the offsets of the number itself, without its bound.
    """

    bound: str
    first: int
    second: int | None
    vague: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Run:
    """A number of one or more words: those from ``first`` up to ``last``, without ``last``."""

    value: int
    first: int
    last: int
    bound: str = "exact"
    vague: str = ""
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text as words of one language; what is between words and figures counts as a word of its own."""

    words: tuple[Word, ...]
    language: Language | None

    def phrase(self, at: int, table: Mapping[Phrase, _T], joined: bool = False) -> tuple[_T, int] | None:
        """Return what the longest phrase of ``table`` that begins at a word means, and where it ends.

        With ``joined`` the letters that a language writes before a word may stand before it.
        """
        starts: list[str] = [self.words[at].form]
        if joined and self.language is not None:
            starts += [f for p in self.language.joined if (f := starts[0].removeprefix(p)) != starts[0] and f]
        for first in starts:
            found: tuple[_T, int] | None = None
            forms, i = [first], at + 1
            while len(forms) <= _LONGEST:
                if (value := table.get(tuple(forms))) is not None:
                    found = (value, i)
                while i < len(self.words) and self.words[i].form in _INSIDE:
                    i += 1
                if i >= len(self.words):
                    break
                forms.append(self.words[i].form)
                i += 1
            if found is not None:
                return found
        return None


def read_words(text: str, start: int, end: int, language: Language | None) -> Words:
    """Return the words of ``text[start:end]``."""
    inside = language.inside if language is not None else None
    return Words(tuple(words_of(text, start, end, inside)), language)


@cache
def _truths(phrases: frozenset[Phrase]) -> dict[Phrase, bool]:
    return dict.fromkeys(phrases, True)


def _number_at(words: Words, at: int) -> _Run | None:
    """Return the number that begins at a word: in figures, in words, or both ("5 thousand")."""
    total, current, last, i = 0, 0, 0, at
    figures, hundredths = False, 0
    while i < len(words.words):
        word = words.words[i]
        if i == at and word.kind == "figure":
            written = figure_value(word.form)
            if written is None:
                return None
            hundredths, current = written
            figures, last, i = True, current, i + 1
            continue
        step = _step(words, i, i > at)
        if step is None:
            break
        kind, value_of_word, after = step
        if kind == "multiplier" and value_of_word >= 1000:
            total += hundredths * value_of_word // 100 if figures and not total else max(1, current) * value_of_word
            current, last, figures = 0, 0, False
        elif kind == "multiplier" and not figures:
            current = current - last + last * value_of_word if 1 <= last <= 9 else current + value_of_word
            last = value_of_word
        elif kind == "number" and not (figures and i > at) and (i == at or _adds(last, value_of_word, total)):
            current, last = current + value_of_word, value_of_word
        else:
            break
        i = after
    value = total + current
    return None if i == at or value > MOST else _Run(value, at, i, figures=words.words[at].kind == "figure")


def number_ends(words: Words, at: int) -> tuple[int, int] | None:
    """Return the number that begins at a word and the word behind it, None where none begins there.

    >>> number_ends(read_words("12 ans", 0, 6, None), 0)
    (12, 1)
    """
    run = _number_at(words, at)
    return None if run is None else (run.value, run.last)


def _step(words: Words, at: int, inside: bool) -> tuple[str, int, int] | None:
    """Return the kind, value and end of the number word at ``at``; inside a number a word for "and" may come first."""
    table = words.language
    if table is None or words.words[at].kind not in ("word", "mark"):
        return None
    if inside:
        while at < len(words.words) and words.words[at].form in _INSIDE - _DASHES | {"-", "־"}:
            at += 1
        if at < len(words.words) - 1 and words.words[at].form in table.joiners:
            at += 1
            if (words.words[at].form,) in table.ones:  # "treinta y una": by itself the word is an article
                return "number", 1, at + 1
        if at >= len(words.words):
            return None
    if (number := words.phrase(at, table.numbers, joined=True)) is not None:
        return "number", *number
    if (scale := words.phrase(at, table.multipliers, joined=True)) is not None:
        return "multiplier", *scale
    return None


def _adds(last: int, value: int, total: int) -> bool:
    """Say whether a number word goes on with the number whose last word was ``last`` (0 behind a multiplier)."""
    if last == 0:
        return total > 0 and value < 1000
    if last >= 100:
        return value < 100
    if last >= 20:
        return value < 10 or (last in (60, 80) and value < 20)
    # "ten five" is fifteen in Turkish, "five ten" in Arabic; there "five and twenty" is twenty-five.
    return (last == 10 and value < 10) or (last < 10 and (value == 10 or value in range(20, 100, 10)))


def _run_at(words: Words, at: int) -> _Run | None:
    table = words.language
    if table is not None and words.words[at].kind != "figure":
        if (vague := words.phrase(at, table.vague, joined=True)) is not None:
            number = _number_at(words, at)
            if number is None or number.last <= vague[1]:
                return _Run(0, at, vague[1], "vague", vague[0])
        if (rounded := words.phrase(at, table.approximate)) is not None:
            return _Run(rounded[0], at, rounded[1], "about")
    run = _number_at(words, at)
    return None if run is None or not _counts(words, run) else run


def _counts(words: Words, run: _Run) -> bool:
    """Say whether a number counts: no age, length of time or distance, and in Burmese before a classifier."""
    table, after = words.language, run.last
    if table is None:
        return True
    while after < len(words.words) and words.words[after].form in _INSIDE:
        after += 1
    following = words.words[after].form if after < len(words.words) else ""
    if following in table.not_counts or following == "%":
        return False
    if table.classifiers and not run.figures:
        return following in table.classifiers
    return True


def runs(words: Words) -> Iterator[_Run]:
    """Yield the numbers of a stretch in text order, each without its bound."""
    i = 0
    while i < len(words.words):
        run = _run_at(words, i)
        if run is None:
            i += 1
        else:
            yield run
            i = run.last


def _bound_before(words: Words, at: int) -> tuple[str, int] | None:
    """Return the bound whose words end right before ``at``, and where they begin."""
    table = words.language
    if table is None:
        return None
    for end in _ends_before(words, at, table):
        for first in range(max(0, end - _LONGEST - 2), end):
            found = words.phrase(first, table.before, joined=True)
            if found is not None and found[1] == end:
                return found[0], first
    return None


def _ends_before(words: Words, at: int, table: Language) -> list[int]:
    """Return where the words of a bound before a number may end: at the number, before its article or, where words are
    written together, before the noun that stands first there."""
    end = at
    while end and words.words[end - 1].form in _INSIDE:
        end -= 1
    ends = [end]
    if end and (words.words[end - 1].form,) in table.ones:
        end -= 1
        while end and words.words[end - 1].form in _INSIDE:
            end -= 1
        ends.append(end)
    while table.inside is not None and end and at - end < _NOUN_LETTERS and words.words[end - 1].kind == "mark":
        end -= 1
        ends.append(end)
    return ends


def _bound_joined(words: Words, at: int) -> str | None:
    """Return the bound that stands as a letter before the number word itself: Hebrew for "about thirty"."""
    table, form = words.language, words.words[at].form
    if table is None or words.words[at].kind != "word" or (form,) in table.numbers or (form,) in table.multipliers:
        return None
    return next((b for p, b in table.before.items() if len(p) == 1 and len(p[0]) == 1 and form.startswith(p[0])), None)


def _bound_after(words: Words, at: int) -> str | None:
    """Return the bound that stands behind a number, with a few words but no mark and no other number between."""
    table = words.language
    i = at
    while table is not None and i < min(len(words.words), at + _REACH + 1):
        word = words.words[i]
        if word.kind in ("figure", "day") or (word.kind == "mark" and word.form in ".,;:،؛!?؟()။"):
            return None
        if word.form not in _INSIDE and (found := words.phrase(i, table.after)) is not None:
            return found[0]
        i += 1
    return None


def _range(words: Words, run: _Run) -> _Run | None:
    """Return the number that a range goes on to: "40-50", "between 40 and 50"."""
    table, i = words.language, run.last
    if i >= len(words.words) - 1 or run.vague:
        return None
    form, step = words.words[i].form, 1
    opened = table is not None and any(
        (found := words.phrase(k, _truths(table.between), joined=True)) is not None and found[1] == run.first
        for k in range(max(0, run.first - _LONGEST), run.first)
    )
    joined = table is not None and opened and any(form.startswith(t) for t in table.to)
    if form not in _DASHES and not (table is not None and form in table.to and opened) and not joined:
        # "40 to 50" without an opener needs a word that does not also mean "and".
        if table is None or form not in table.to or form in table.joiners:
            return None
    elif joined and form not in _DASHES and table is not None and form not in table.to:
        step = 0
    while i + step < len(words.words) and words.words[i + step].form in _INSIDE:
        step += 1
    other = _number_at(words, i + step) if i + step < len(words.words) else None
    return other if other is not None and other.value > run.value else None


def figures(text: str, start: int, end: int, language: Language | None) -> list[Figure]:
    """Return the numbers of ``text[start:end]`` in text order; without a language only what figures say.

    >>> from crossbearing.text.languages.tables import language
    >>> text = "au moins trente-deux morts et une vingtaine de blessés"
    >>> [(f.bound, f.first) for f in figures(text, 0, len(text), language("fr"))]
    [('at_least', 32), ('about', 20)]
    """
    words = read_words(text, start, end, language)
    found: list[Figure] = []
    passed = 0
    for run in runs(words):
        if run.first < passed:
            continue
        other = _range(words, run)
        last = other.last if other is not None else run.last
        passed = last
        place = words.words[run.first].start, words.words[last - 1].end
        if other is not None:
            found.append(Figure("range", run.value, other.value, "", *place))
            continue
        before = _bound_before(words, run.first)
        bound = before[0] if before else _bound_joined(words, run.first) or _bound_after(words, run.last)
        figure = Figure(run.bound, run.value, None, run.vague, *place)
        found.append(figure if bound is None or run.vague else replace(figure, bound=bound))
    return found


def single(words: Sequence[Word], language: Language) -> bool:
    """Say whether words without a number count one: "a woman", "the soldier" where a language's table says so.

    >>> from crossbearing.text.languages.tables import language
    >>> single(read_words("una mujer", 0, 9, language("es")).words, language("es"))
    True
    """
    stretch = Words(tuple(words), language)
    return any(stretch.phrase(i, _truths(language.ones), joined=True) is not None for i in range(min(2, len(words))))
