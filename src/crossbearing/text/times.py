"""Time phrases: our own grammar over words, no parse and no calendar. ``resolve.dates`` turns them into days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from crossbearing.model.made import made_often
from crossbearing.text.times_checks import CHECKS, SURROUNDINGS
from crossbearing.text.times_grammar import Opening, Rule, RuleBook, Words, lexicon, read_words, rule_book
from crossbearing.text.times_read import TimeSpec, read_spec

__all__ = ["TimePhrase", "TimeSpec", "find_times", "leaves"]


@made_often
@dataclass(frozen=True, slots=True)
class TimePhrase:
    """A phrase that tells a time.

    ``start`` and ``end`` are document offsets of the whole phrase with its preposition, ``core_start`` and ``core_end``
    those of the bare expression (a TIMEX). ``type`` is DATE, TIME, DURATION or SET. ``kind`` is calendar, holiday,
    relative, overnight, offset, span, set, duration, reference, then, near, event, pointer, clock, part or range. A
    range ("from 3 to 9 May") and a since-clause ("since the war began in 2011") hold their inner phrases in ``parts``.
    """

    start: int
    end: int
    text: str
    kind: str
    type: str
    spec: TimeSpec
    core_start: int
    core_end: int
    parts: tuple[TimePhrase, ...] = ()


_TYPES = {
    "set": "SET",
    "duration": "DURATION",
    "span": "DURATION",
    "overnight": "TIME",
    "clock": "TIME",
    "part": "TIME",
}
_RELATIONS = {
    "throughout": "during", "till": "until", "inside": "within", "prior": "before", "through": "until", "of": "in",
    "about": "around",
}  # fmt: skip


@cache
def _lead() -> re.Pattern[str]:
    """The words that may govern a phrase, matched at the end of the symbols before it."""
    s = lexicon().symbols
    edge = f"[{s['edge']}{s['later']}{s['earlier']}{s['soon']}]"
    preps = "".join(
        s[c]
        for c in (
            "on",
            "in",
            "at",
            "by",
            "for",
            "from",
            "during",
            "within",
            "between",
            "since",
            "until",
            "before",
            "after",
        )
    )
    as_of = f"{s['as']}{s['of']}"
    return re.compile(f"(?:{edge}?{s['ever']}?(?:[{preps}]|{as_of}))?{s['the']}?{s['approx']}?$")


def _relation(words: Words, i: int, core: int) -> str:
    """Return the preposition among the words ``i`` to ``core``."""
    for k in range(core - 1, i - 1, -1):
        word = words.lower[k]
        if word not in ("the", "a", "an", "ever", "early", "late", "later", "earlier", "soon", "shortly", "mid"):
            return _RELATIONS.get(word, word)
    return ""


def _find_lead(words: Words, i: int, floor: int) -> int:
    """Return the index of the first word of the preposition before word ``i`` (``i`` itself where there is none)."""
    m = _lead().search(words.symbols, max(floor, i - 4), i)
    if m is None or m.start() == i:
        return i
    first = m.start()
    while first < i and words.lower[first] in (
        "the",
        "a",
        "an",
        "about",
        "only",
        "just",
        "than",
        "some",
        "most",
        "least",
        "up",
    ):
        first += 1
    return i if any(words.ends[k] == words.starts[k] for k in range(first, i)) else first


@cache
def _possessive() -> str:
    s = lexicon().symbols
    return s["apos"] + s["s"]


def _phrase(words: Words, rule: Rule, match: re.Match[str], floor: int) -> TimePhrase:
    i, j = match.span()
    captured = {}
    for name, value in match.groupdict().items():
        if value is not None:
            captured[name.rpartition("_")[0]] = match.span(name)
    first = _find_lead(words, i, floor)
    names_noun = rule.check == "year" and i > first and words.lower[i - 1] == "the"
    if names_noun or words.symbols.startswith(_possessive(), j):
        first = i
    relation = _relation(words, first, i)
    spec = read_spec(words, captured, rule.constants, relation, first, i)
    if rule.kind == "duration" and relation in ("in", "after") and words.lower_at(j) == "of":
        first = i
    start, end = words.starts[first], words.ends[j - 1]
    kind = _TYPES.get(rule.kind, "TIME" if spec.clock or spec.part else "DATE")
    return TimePhrase(start, end, words.text[start:end], rule.kind, kind, spec, words.starts[i], end)


def _leaf_phrases(words: Words) -> Iterator[TimePhrase]:
    book = rule_book()
    symbols, position, floor = words.symbols, 0, 0
    while True:
        opener = book.openers.search(symbols, position)
        if opener is None:
            return
        at = opener.start()
        matched = _first_fit(words, book, book.openings[symbols[at]], at)
        position = at + 1
        if matched is not None:
            rule, match = matched
            position = match.end()
            if rule.kind != "age":
                yield _phrase(words, rule, match, floor)
            floor = position


def _first_fit(words: Words, book: RuleBook, opening: Opening, at: int) -> tuple[Rule, re.Match[str]] | None:
    """Return the first rule that fits at word ``at`` and whose test holds."""
    found = opening.common.match(words.symbols, at)
    if found is None or found.lastgroup is None:
        return None
    for index in opening.indices[opening.indices.index(int(found.lastgroup[1:])) :]:
        rule = book.rules[index]
        match = rule.pattern.match(words.symbols, at)
        if match is None or match.end() == at:
            continue
        # A stretch that is nothing but the phrase was cut by somebody who knew its surroundings.
        alone = rule.check in SURROUNDINGS and at == 0 and match.end() == len(words.symbols)
        if alone or not rule.check or CHECKS[rule.check](words, *match.span()):
            return rule, match
    return None


_COORDINATED = re.compile(r"\s*(?:,|[-–—]|,?\s(?:to|until|till|through|and|or))\s*\Z")


def _shared_year(text: str, phrases: list[TimePhrase]) -> list[TimePhrase]:
    """Give "March" its year in "in March and April 1918", "21 March - 21 June 1952"."""
    for i in range(len(phrases) - 2, -1, -1):
        here, after = phrases[i], phrases[i + 1]
        months = here.spec.month is not None and after.spec.month is not None
        if not months or here.spec.year is not None or after.spec.year is None or here.kind != "calendar":
            continue
        if _COORDINATED.fullmatch(text[here.core_end : after.core_start]):
            year = after.spec.year - (1 if (here.spec.month or 0) > (after.spec.month or 0) else 0)
            phrases[i] = replace(here, spec=replace(here.spec, year=year, era=after.spec.era))
    return phrases


_JOINED = re.compile(r"\s*(?:,?\s(?:to|until|till|through|and)|[-–—])\s*\Z")


def _joined(text: str, phrases: list[TimePhrase]) -> list[TimePhrase]:
    """Join "from X to Y" and "between X and Y" into one range."""
    out: list[TimePhrase] = []
    for phrase in phrases:
        before = out[-1] if out else None
        if (
            before
            and not before.parts
            and before.spec.relation in ("from", "between")
            and _JOINED.fullmatch(text[before.end : phrase.core_start])
        ):
            spec = replace(phrase.spec, relation="between")
            out[-1] = TimePhrase(
                before.start,
                phrase.end,
                text[before.start : phrase.end],
                "range",
                "DATE",
                spec,
                before.core_start,
                phrase.core_end,
                (before, phrase),
            )
        else:
            out.append(phrase)
    return out


_SINCE = re.compile(r"(?:\b[Ee]ver )?\b[Ss]ince\s(?:[\w’'-]+\s){1,14}?\Z")


def _since_clauses(text: str, start: int, phrases: list[TimePhrase]) -> list[TimePhrase]:
    """Widen "since the war began in 2011" to its "since"; the inner phrase is kept as its part."""
    out: list[TimePhrase] = []
    for phrase in phrases:
        floor = out[-1].end if out else start
        m = _SINCE.search(text, max(floor, phrase.start - 130), phrase.start)
        absolute = phrase.kind in ("calendar", "relative") and phrase.spec.relation in ("in", "on", "", "at")
        if m and absolute and "\n" not in m.group():
            spec = replace(phrase.spec, relation="since")
            out.append(
                TimePhrase(
                    m.start(),
                    phrase.end,
                    text[m.start() : phrase.end],
                    phrase.kind,
                    phrase.type,
                    spec,
                    phrase.core_start,
                    phrase.core_end,
                    (phrase,),
                )
            )
        else:
            out.append(phrase)
    return out


def find_times(text: str, start: int = 0, end: int | None = None) -> list[TimePhrase]:
    """Return the outermost time phrases of ``text[start:end]`` in text order; they do not overlap.

    The rules stand in ``times_rules.yml``. A phrase takes in its preposition; nothing is resolved here.

    >>> [(p.text, p.kind) for p in find_times("On Friday the army took the hill it lost two days earlier.")]
    [('On Friday', 'calendar'), ('two days earlier', 'offset')]
    >>> find_times("In all 2014 fighters may march on.")
    []
    """
    words = read_words(text, start, len(text) if end is None else end)
    if words is None:
        return []
    phrases = list(_leaf_phrases(words))
    return _since_clauses(text, start, _joined(text, _shared_year(text, phrases))) if phrases else phrases


def leaves(phrases: list[TimePhrase]) -> Iterator[TimePhrase]:
    """Yield the innermost phrases: the parts of ranges and since-clauses, else the phrase itself.

    >>> [p.text for p in leaves(find_times("Shelling went on from 3 May to 9 May."))]
    ['from 3 May', '9 May']
    """
    for phrase in phrases:
        if phrase.parts:
            yield from leaves(list(phrase.parts))
        else:
            yield phrase
