"""Counted people and things of a sentence, with bounds, ranges, categories and who is part of whom.

The rules are those of the claim contract's section on counts; the words stand in ``quantities.yml``.
"""

from __future__ import annotations

from dataclasses import dataclass

from crossbearing.extract.phrases.quantities_categories import FATES
from crossbearing.extract.phrases.quantities_excluded import reason_not_counted
from crossbearing.extract.phrases.quantities_lexicon import lexicon
from crossbearing.extract.phrases.quantities_numbers import Number, NumberReader
from crossbearing.extract.phrases.quantities_subsets import link_subsets, share_bounds
from crossbearing.extract.phrases.quantities_units import UnitFinder, UnitPhrase
from crossbearing.extract.phrases.tolls_words import toll_words
from crossbearing.model.mention import Mention
from crossbearing.text.tokens import Sentence


@dataclass(slots=True)
class QuantityPhrase:
    """A counted phrase: "At least 79 regime fighters".

    ``first`` to ``last`` are the tokens of the mention, ``number`` those of the number itself, ``head`` is the counted
    noun, or the number where the noun is left out (``elliptic``). ``low``, ``best`` and ``high`` count people or
    things, None is unbounded. ``kind`` is people, strikes, vehicles, buildings, things, times or empty (unknown).
    ``hint`` is the quantity that noun or adjective states by itself. ``subset_of`` is the index of the phrase this is
    part of, -1 where that stands outside the sentence, None where it is no part. ``side`` holds the tokens that may
    name the people's side. ``indefinite`` marks "a civilian", ``additional`` "another", "more", ``definite`` "the six".
    """

    mention: Mention
    first: int
    last: int
    number: tuple[int, int]
    head: int
    bound: str
    low: int
    best: int | None
    high: int | None
    category: str
    kind: str
    hint: str | None = None
    side: tuple[int, ...] = ()
    subset_of: int | None = None
    anchor: int | None = None
    elliptic: bool = False
    indefinite: bool = False
    additional: bool = False
    definite: bool = False
    shared_bound: bool = False
    word: str = ""


@dataclass(frozen=True, slots=True)
class Excluded:
    """A number that counts nobody, and why."""

    first: int
    last: int
    reason: str


def find_quantities(sentence: Sentence, profile: str = "native") -> list[QuantityPhrase]:
    """Return the counted phrases of a sentence in text order; vague words have the values of ``profile``.

    Raises VocabularyError for an unknown profile. A sentence without a number word costs one pass over its words.
    """
    return _scan(sentence, profile)[0]


def excluded_numbers(sentence: Sentence) -> list[Excluded]:
    """Return the numbers of a sentence that count nobody (distances, dates, ages ...), each with the reason."""
    return _scan(sentence, "native")[1]


def _scan(sentence: Sentence, profile: str) -> tuple[list[QuantityPhrase], list[Excluded]]:
    triggers = lexicon().triggers
    starts = [
        t.i
        for t in sentence.tokens
        if not t.kind and (t.lower in triggers or t.lower[:1].isdecimal() or t.lower[:1] == "~")
    ]
    if not starts and sentence.segment != "heading":
        return [], []
    reader, units = NumberReader(sentence.tokens, profile), UnitFinder(sentence)
    pairs: list[tuple[Number, UnitPhrase]] = []
    excluded: list[Excluded] = []
    after = 0
    for i in _with_range_openers(sentence, starts):
        if i < after:
            continue
        number = reader.read(i)
        if number is None:
            continue
        unit = units.find(number)
        reason = reason_not_counted(sentence, number, unit) or _listed_reason(sentence, number, unit, excluded)
        after = number.last + 1
        if reason is None:
            pairs.append((number, unit))
        else:
            excluded.append(Excluded(number.first, number.last, reason))
    phrases = share_bounds(sentence, reader, pairs, _phrase)
    phrases += _indefinites(sentence, units, starts, phrases)
    phrases += _bare_singles(sentence, units, phrases)
    phrases.sort(key=lambda p: (p.first, p.last))
    link_subsets(sentence, phrases)
    return phrases, excluded


def _listed_reason(sentence: Sentence, number: Number, unit: UnitPhrase, excluded: list[Excluded]) -> str | None:
    """A bare figure listed with one that counts nobody counts nobody either ("lines 3 and 4")."""
    if unit.head is not None or not number.digits or not excluded:
        return None
    between = [t.lower for t in sentence.tokens[excluded[-1].last + 1 : number.first]]
    return excluded[-1].reason if between in (["and"], [","], ["or"], ["to"], ["-"], [",", "and"]) else None


def _with_range_openers(sentence: Sentence, starts: list[int]) -> list[int]:
    """Begin at "between" or "from" where one stands right before a number."""
    found = set(starts)
    found.update(i - 1 for i in starts if i and sentence.tokens[i - 1].lower in {"between", "from"})
    return sorted(found)


def _phrase(sentence: Sentence, number: Number, unit: UnitPhrase) -> QuantityPhrase:
    last = max(unit.last, number.last)
    elliptic = unit.head is None
    return QuantityPhrase(
        mention=sentence.mention(number.first, last),
        first=number.first,
        last=last,
        number=(number.core_first, number.core_last),
        head=number.core_last if unit.head is None else unit.head,
        bound=number.bound,
        low=number.low,
        best=number.best,
        high=number.high,
        category=unit.unit.category,
        kind=unit.unit.kind,
        hint=unit.unit.hint,
        side=unit.modifiers,
        anchor=unit.anchor,
        elliptic=elliptic,
        additional=number.additional or unit.additional,
        definite=number.definite,
        shared_bound=number.shared,
        word=number.word,
    )


def _indefinites(
    sentence: Sentence, units: UnitFinder, starts: list[int], phrases: list[QuantityPhrase]
) -> list[QuantityPhrase]:
    """Return the single persons of "a woman", "an officer", "another civilian" that no number phrase covers."""
    found = []
    for i in starts:
        if sentence.tokens[i].lower not in {"a", "an", "another"} or any(p.first <= i <= p.last for p in phrases):
            continue
        unit = units.indefinite(i)
        if unit is None or any(p.first <= unit.last and i <= p.last for p in phrases):
            continue
        phrase = _phrase(sentence, Number(i, i, i, i, "exact", 1, 1, 1), unit)
        phrase.indefinite = True
        found.append(phrase)
    return found


def _bare_singles(sentence: Sentence, units: UnitFinder, phrases: list[QuantityPhrase]) -> list[QuantityPhrase]:
    """Return persons without an article: behind "a woman and", and in headings beside a deadly word."""
    tokens = sentence.tokens
    starts = []
    for phrase in phrases:
        single = phrase.low == 1 and phrase.bound in {"exact", "at_least"}
        follows = phrase.last + 2 < len(tokens) and tokens[phrase.last + 1].lower in {"and", ","}
        owned = follows and tokens[phrase.last + 2].tag == "PRP$"
        if phrase.kind == "people" and follows and (single or owned):
            starts.append((phrase.last + 2, phrase.last + 3 if owned else phrase.last + 2))
    if sentence.segment == "heading":
        starts += [(i, i) for i in _heading_singles(sentence)]
    found: list[QuantityPhrase] = []
    for first, noun in starts:
        unit = units.bare(noun) if noun < len(tokens) else None
        if unit is None or any(p.first <= unit.last and first <= p.last for p in [*phrases, *found]):
            continue
        phrase = _phrase(sentence, Number(first, first, first, first, "exact", 1, 1, 1), unit)
        phrase.indefinite = True
        found.append(phrase)
    return found


def _heading_singles(sentence: Sentence) -> list[int]:
    """Return where a heading names one person: "Mother, child killed", "Bomb kills general"."""
    tokens, tables = sentence.tokens, lexicon()
    found: list[int] = []
    for token in tokens[:-1]:
        if token.lower in toll_words().forms and token.lower.endswith(("s", "ing")):
            found.append(token.i + 1)
    for token in reversed(tokens[:-1]):
        after = tokens[token.i + 1]
        listed = after.i in found or (after.lower in {",", "and"} and after.i + 1 in found)
        if token.lower in tables.nouns and token.tag in {"NN", "NNP"} and (after.lower in FATES or listed):
            found.append(token.i)
    return found
