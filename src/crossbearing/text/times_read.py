"""From the words a rule captured to the normalised spec that resolution reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from crossbearing.model.made import made_often
from crossbearing.model.numbers import MOST, capped, decimal_number, whole_number
from crossbearing.text.times_grammar import Lexicon, Words, lexicon


@made_often
@dataclass(frozen=True, slots=True)
class TimeSpec:
    """What a time phrase says, before any calendar is asked.

    ``relation`` is the governing preposition (on, in, since, until, by, before, after, during, over, within, for, from,
    between, around) or empty. ``weekday`` counts from Monday = 0, ``shift`` from here: -1 last, 0 this, 1 next.
    ``number`` counts ``unit``; where it is only a guess (few, several) or unknown (a bare plural: no number) ``vague``
    is True. ``same`` points back to a time told before, ``event`` says the offset counts from an event named behind the
    phrase. ``edge`` is early, mid, late, start or end. ``era`` is -1 before Christ.
    """

    relation: str = ""
    year: int | None = None
    year2: int | None = None
    month: int | None = None
    day: int | None = None
    day2: int | None = None
    weekday: int | None = None
    shift: int | None = None
    unit: str = ""
    number: float | None = None
    vague: bool = False
    direction: str = ""
    edge: str = ""
    part: str = ""
    clock: str = ""
    season: str = ""
    quarter: int | None = None
    half: int | None = None
    week: int | None = None
    decade: int | None = None
    century: int | None = None
    today: int | None = None
    holiday: str = ""
    ref: str = ""
    era: int = 1
    same: bool = False
    event: bool = False
    two: bool = False


_FIELDS = frozenset(f.name for f in fields(TimeSpec))


def number_of(words: list[str], lex: Lexicon) -> float | None:
    """Return the number that lower-case ``words`` spell: digits, number words, halves; None where none can be read.

    >>> number_of(["twenty", "-", "four"], lexicon()), number_of(["two", "and", "a", "half"], lexicon())
    (24.0, 2.5)
    >>> number_of(["9" * 400], lexicon()), number_of(["1", "/", "0"], lexicon())
    (None, None)
    """
    total, part = 0.0, 0.0
    for i, word in enumerate(words):
        if word[0].isdecimal():
            figure = decimal_number(word)
            if figure is None:
                return None
            if i + 2 < len(words) and words[i + 1] == "/":
                below = decimal_number(words[i + 2])
                return total + part + figure / below if below else None
            part += figure
        elif word == "half":
            part += 0.5
        elif word in "½¼¾":
            part += {"½": 0.5, "¼": 0.25, "¾": 0.75}[word]
        elif word == "hundred":
            part = min(max(part, 1) * 100, MOST)
        elif word == "dozen":
            part = min(max(part, 1) * 12, MOST)
        elif lex.classes.get(word) == "numword":
            part += float(lex.values[word])
    return total + part


def clock_of(words: list[str]) -> str:
    """Return ``HH:MM`` of a time of day, empty where the figures are those of no clock ("1,000 pm").

    >>> clock_of(["10", "p.m."]), clock_of(["9:30"]), clock_of(["2.15", "am"]), clock_of(["midnight"])
    ('22:00', '09:30', '02:15', '24:00')
    """
    lex = lexicon()
    if words[0] in lex.values:
        return str(lex.values[words[0]])
    hour, _, minute = words[0].replace(".", ":").partition(":")
    h = whole_number(hour)
    if h is None:
        return ""
    if len(words) > 1:
        h = h % 12 + (12 if words[1].startswith("p") else 0)
    return f"{h:02d}:{(minute or '00')[:2]}"


def _decade(word: str, lex: Lexicon) -> int:
    """Return the decade as its first year divided by ten (1980s is 198); a short one is of the 20th century."""
    if word in lex.values:
        return 190 + int(lex.values[word])
    digits = "".join(c for c in word if c.isdecimal())
    tens = whole_number(digits[:-1] or "0")
    return (MOST if tens is None else tens) + (0 if len(digits) == 4 else 190)


def _ordinal(words: list[str], lex: Lexicon) -> int:
    total = 0
    for word in words:
        if word[0].isdecimal():
            total = capped(total + _digits(word))
        elif lex.classes.get(word) in ("ordword", "numword"):
            total += int(lex.values[word])
        elif lex.classes.get(word) in ("last", "later"):
            total = 99
    return total


def _digits(word: str) -> int:
    """Return the number that the digits of a word spell; ``MOST`` where they spell none, which no calendar knows."""
    number = whole_number("".join(c for c in word if c.isdecimal()))
    return MOST if number is None else number


def _year(word: str) -> int:
    digits = _digits(word)
    if word[0] in "'’":
        return 1900 + digits if digits >= 30 else 2000 + digits
    return digits


def _slashed(word: str) -> dict[str, int]:
    """Read 28/8/2014 and 8/28/2014; with both parts under 13 the day stands first, as most of the world writes."""
    one, two, year = (_digits(x) for x in re.split(r"[./-]", word))
    day, month = (two, one) if two > 12 else (one, two)
    return {"day": day, "month": month, "year": year if year > 99 else 2000 + year}


_EDGES = {"later": "late", "earlier": "early"}


def _edge(words: list[str], lex: Lexicon) -> str:
    for word in words:
        if lex.classes.get(word) in ("edge", "edgenoun"):
            return str(lex.values[word])
    return next((_EDGES[w] for w in words if w in _EDGES), "")


def _plain(name: str, words: list[str], lex: Lexicon) -> dict[str, Any]:
    """Read the captures that are one word with a value in the lexicon."""
    for word in words:
        if word in lex.values and lex.classes[word] not in ("the", "a"):
            return {name: lex.values[word]}
    return {}


def _holiday(words: list[str], lex: Lexicon) -> str:
    if words[0] == "new":
        return "new_year"
    named = [str(lex.values[w]) for w in words if lex.classes.get(w) in ("holiday", "eidname")]
    return named[-1] if named else words[0]


def _guess(words: list[str], lex: Lexicon) -> dict[str, Any]:
    """Read "a few", "several", "a couple of": the number of the contract's table, vague save for the couple."""
    number = next((float(lex.values[w]) for w in words if lex.classes.get(w) == "several"), 3.0) or 3.0
    return {"number": number, "vague": "couple" not in words}


def _one(words: list[str], lex: Lexicon) -> dict[str, Any]:
    """Read the "a" of "a week ago", or the unit of "the day after"."""
    unit = {"unit": lex.values[words[0]]} if lex.classes.get(words[0]) == "unit" else {}
    return {"number": 1.0, **unit}


def _direction(words: list[str], lex: Lexicon) -> dict[str, Any]:
    earlier = lex.classes.get(words[0], "") in ("earlier", "before", "pastword")
    return {"direction": "earlier" if earlier else "later"}


def _unit(words: list[str], lex: Lexicon) -> dict[str, Any]:
    return {"unit": "weekend" if words[0].startswith("weekend") else str(lex.values.get(words[-1], "day"))}


def _number(words: list[str], lex: Lexicon) -> dict[str, Any]:
    """Read a number; one that cannot be read is unknown, so that nothing is counted from it."""
    number = number_of(words, lex)
    return {"number": number} if number is not None else {"vague": True}


def _iso(words: list[str], lex: Lexicon) -> dict[str, Any]:
    year, month, day = (_digits(x) for x in words[0].split("-"))
    return {"year": year, "month": month, "day": day}


_FIELD_READERS: dict[str, Callable[[list[str], Lexicon], dict[str, Any]]] = {
    "iso": _iso,
    "slash": lambda words, lex: _slashed(words[0]),
    "day": lambda words, lex: {"day": _digits(words[0])},
    "day2": lambda words, lex: {"day2": _digits(words[0])},
    "year": lambda words, lex: {"year": _year(words[0])},
    "shortyear": lambda words, lex: {"year": _year(words[0])},
    "year2": lambda words, lex: {"year2": _year(words[0])},
    "number": lambda words, lex: _number(words, lex),
    "vague": _guess,
    "one": _one,
    "clock": lambda words, lex: {"clock": clock_of(words)},
    "decade": lambda words, lex: {"decade": _decade(words[0], lex)},
    "century": lambda words, lex: {"century": _ordinal(words, lex)},
    "quarter": lambda words, lex: {"quarter": _ordinal(words, lex)},
    "half": lambda words, lex: {"half": _ordinal(words, lex)},
    "week": lambda words, lex: {"week": _ordinal(words, lex)},
    "era": lambda words, lex: {"era": -1 if words[0].startswith("b") else 1},
    "edge": lambda words, lex: {"edge": _edge(words, lex)},
    "holiday": lambda words, lex: {"holiday": _holiday(words, lex)},
    "eve": lambda words, lex: {"edge": "eve"},
    "direction": _direction,
    "unit": _unit,
    "approx": lambda words, lex: {},
}


def _read(name: str, words: list[str], lex: Lexicon) -> dict[str, Any]:
    """Return the fields that the words captured as ``name`` give the spec."""
    reader = _FIELD_READERS.get(name)
    return reader(words, lex) if reader else _plain(name, words, lex)


def _told_before(lower: list[str]) -> bool:
    """Say whether the shift counts from a time told before: "the following day", "the next morning", "that night"."""
    if any(w in ("following", "previous", "preceding", "subsequent", "ensuing", "that", "same") for w in lower):
        return True
    return "the" in lower and "next" in lower


_EDGE_WORDS = {"late": "late", "later": "late", "early": "early", "earlier": "early"}


def read_spec(
    words: Words,
    captured: Mapping[str, tuple[int, int]],
    constants: Mapping[str, Any],
    relation: str = "",
    first: int = 0,
    core: int = 0,
) -> TimeSpec:
    """Return the spec of the captured words; ``captured`` maps a field to its first and last + 1 word.

    The words ``first`` to ``core`` stand before the expression and govern it; ``relation`` is their preposition.

    >>> words = Words("4 May", [0, 2], [1, 5], ["4", "may"], "")
    >>> spec = read_spec(words, {"day": (0, 1), "month": (1, 2)}, {})
    >>> spec.day, spec.month
    (4, 5)
    """
    lex = lexicon()
    values: dict[str, Any] = {"relation": relation}
    for name, (i, j) in captured.items():
        values.update(_read(name, words.lower[i:j], lex))
    for name, value in constants.items():
        if name == "vague":
            values["vague"] = True
        else:
            values[name] = bool(value) if name in ("same", "event", "two") else value
    if "shift" in captured and _told_before(words.lower[core : captured["shift"][1]]):
        values["same"] = True
    if core > first and not values.get("edge"):
        values["edge"] = next((_EDGE_WORDS[w] for w in words.lower[first:core] if w in _EDGE_WORDS), "")
    return TimeSpec(**{k: v for k, v in values.items() if k in _FIELDS and v is not None})
