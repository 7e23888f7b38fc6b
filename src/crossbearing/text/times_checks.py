"""Tests of the words around a match: what keeps a count from being a year and a modal from being a month."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from crossbearing.model.numbers import whole_number
from crossbearing.text.times_grammar import Words, lexicon
from crossbearing.vocab.loader import Form, load_entries

Check = Callable[[Words, int, int], bool]


@cache
def _context() -> Mapping[str, frozenset[str]]:
    form = Form({"set": (str,), "note": (str,), "words": (list,)}, {})
    file = files("crossbearing.text") / "times_context.yml"
    return {entry["set"]: frozenset(map(str, entry["words"])) for _, entry in load_entries(file, form)}


def _counted(words: Words, i: int) -> bool:
    """Say whether word ``i`` is a plural or a mass of people, so that the number before it counts."""
    raw, lower = words.raw(i), words.lower_at(i)
    if not raw or not raw[0].islower():
        return raw == "%"
    return lower in _context()["counted"] or (
        lower.endswith("s") and len(lower) > 3 and lower not in _context()["not_plural"]
    )


def _is_year(words: Words, i: int, j: int) -> bool:
    """A bare year stands behind a preposition, or names a year of our time and counts nothing."""
    before, number = words.lower_at(i - 1), whole_number(words.lower[i][:4])
    if before in _context()["quantifiers"] or number is None or words.symbols[i] != lexicon().symbols["year"]:
        return False
    if _counted(words, j) and before != "the" and not (before in ("in", "since", "during", "until") and number >= 1800):
        return False
    if words.lower_at(j) == "hundred" or words.lower_at(j) in ("million", "billion", "thousand"):
        return False
    if before in ("-", "/") and not words.lower_at(i - 2):
        return False
    return before in _context()["year_leads"] if number < 1800 else number <= 2099


def _is_may(words: Words, i: int, j: int) -> bool:
    """May is a month behind a preposition, a determiner or a comma, not before a verb or as a first word."""
    return words.lower_at(i - 1) in _context()["month_leads"]


def _is_march(words: Words, i: int, j: int) -> bool:
    """March is no month in "a March for peace"."""
    if words.lower_at(i - 1) == "long":
        return False
    return not (
        words.lower_at(j - 1) == "march"
        and words.lower_at(j) in ("for", "of", "on", "to", "against")
        and words.lower_at(i - 1) != "in"
    )


def _is_soon(words: Words, i: int, j: int) -> bool:
    """ "As soon as" joins clauses, "shortly after" leans on an event."""
    return words.lower_at(j) not in ("as", "after", "before")


def _is_on_plural(words: Words, i: int, j: int) -> bool:
    """ "On Fridays", "Friday nights": every week."""
    plural = words.lower[i].endswith("days") and words.lower_at(i - 1) == "on"
    return plural or (j - i == 2 and words.lower[j - 1] in ("nights", "mornings", "evenings", "afternoons"))


def _is_ordinal_day(words: Words, i: int, j: int) -> bool:
    """ "The 25th" is a day behind a preposition of time with no noun of its own."""
    after = words.raw(j)
    return words.lower_at(i - 1) in ("on", "by", "until", "from", "since", "and") and (
        not after or not after[0].isalpha() or after in ("the", "and", "when", "with", "a", "in", "to")
    )


def _is_season(words: Words, i: int, j: int) -> bool:
    """Spring and fall are seasons behind "in", "by", "during" or "since", unless "the fall of" something follows."""
    k = next(k for k in range(i, j) if words.lower_at(k) in ("spring", "fall"))
    if words.lower_at(j) == "of" or (k > i and words.lower_at(k) == "fall" and words.lower_at(j) not in (",", ".", "")):
        return False
    if words.lower_at(i) in ("early", "late", "mid"):
        return True
    return words.lower_at(i - 1) in ("in", "by", "during", "since", "until", "through") or (
        words.raw(k)[0].isupper() and words.lower_at(k) == "spring" and words.lower_at(i - 1) == ""
    )


def _is_decade(words: Words, i: int, j: int) -> bool:
    """ "A man in his 30s" tells an age."""
    return words.lower_at(i - 1) not in ("his", "her", "their", "my", "your")


def _is_century(words: Words, i: int, j: int) -> bool:
    """The unit behind the ordinal is a century, not "the third week"."""
    return any(words.lower_at(k).startswith("centur") for k in range(i, j))


def _is_edge_year(words: Words, i: int, j: int) -> bool:
    """ "The end of 2013" is a year; "later 2000 fighters" is not."""
    return not _counted(words, j) and words.lower_at(i) not in ("later", "earlier")


def _is_end_of_day(words: Words, i: int, j: int) -> bool:
    """A month and a number: no day where the number counts what follows ("In March 12 people died")."""
    last = words.symbols[j - 1]
    return (
        last == lexicon().symbols["year"]
        or not _counted(words, j)
        or words.lower_at(i - 1) not in ("in", "during", "since")
    )


def _is_week(words: Words, i: int, j: int) -> bool:
    """ "The last week of May": of the units only the week is counted so."""
    return "week" in words.lower[i:j]


def _is_feast(words: Words, i: int, j: int) -> bool:
    """A feast names no time in the name of an operation: "the Easter Rising", "Operation Ramadan"."""
    return words.lower_at(i - 1) not in ("operation", "white") and words.lower_at(j) not in _context()["operations"]


def _is_capital(words: Words, i: int, j: int) -> bool:
    """New Year in capitals is the feast."""
    k = i + 1 if words.lower_at(i) == "a" else i
    return words.raw(k)[:1].isupper() and words.raw(k + 1)[:1].isupper() and words.lower_at(k + 1) == "year"


def _is_night(words: Words, i: int, j: int) -> bool:
    """ "During the night", "in the night": nothing but the night."""
    return words.lower_at(j - 1) == "night" and words.lower_at(i - 1) in (
        "during",
        "in",
        "throughout",
        "overnight",
        "through",
    )


def _is_per_day(words: Words, i: int, j: int) -> bool:
    """ "Ten raids a day": a count before the unit makes it a rate."""
    before = words.lower_at(i - 1)
    return before in ("times", "once", "twice", "hours") or (
        i >= 2
        and _counted(words, i - 1)
        and words.lower[i - 2][:1].isdecimal()
        and words.lower_at(j) not in ("ago", "later", "earlier", "after", "before")
    )


def _is_age(words: Words, i: int, j: int) -> bool:
    """Always true: an age is matched so that it is no time."""
    return True


def _is_length(words: Words, i: int, j: int) -> bool:
    """A length of time: "a day" is one only behind a preposition or a bound, and an age never is."""
    lower = words.lower[i:j]
    if lower[-1] in ("second", "seconds") and len(lower) == 1:
        return False
    after = words.lower_at(j)
    if lower[-1].startswith("quarter") and (after == "of" or lower[-2:-1] == ["a"]):
        return False
    if (
        after in ("old", "olds")
        or (after == "of" and words.lower_at(j + 1) == "age")
        or (after == "-" and words.lower_at(j + 1) == "old")
    ):
        return False
    if lower[0] in ("a", "an") and len(lower) == 2 and lower[1] in ("day", "quarter", "minute", "century"):
        return words.lower_at(i - 1) in _context()["length_leads"] and after != "when"
    if after == "-" and words.starts[j] == words.ends[j - 1]:
        return False
    return not (lower[0].isdecimal() and words.lower_at(i - 1) in ("aged", "$"))


def _is_length_bare(words: Words, i: int, j: int) -> bool:
    """Bare "days", "months", "years" are a length behind "for", "after", "in", "of", or before "of"."""
    before, after = words.lower_at(i - 1), words.lower_at(j)
    return before in _context()["bare_leads"] or (
        after in ("of", "after", "before") and before in ("the", "", "in", ",", "—", "following")
    )


def _is_then(words: Words, i: int, j: int) -> bool:
    """ "Since then", "by then", "until then" point to a time; "then" alone only orders."""
    return words.lower_at(i - 1) in ("since", "by", "until", "till", "before")


def _is_at_time(words: Words, i: int, j: int) -> bool:
    """ "At the time", "at that time", "by this time"."""
    return words.lower_at(i - 1) in ("at", "by", "during", "in", "until", "from")


def _is_start_of(words: Words, i: int, j: int) -> bool:
    """ "Since the start of the crisis", "until the end of the siege": an event that only its own date can tell."""
    return words.lower_at(i - 1) in ("since", "until", "till", "by", "before", "after", "at")


def _is_noun_follows_not(words: Words, i: int, j: int) -> bool:
    """ "In the past", but not "the past month" or "the past president"."""
    raw = words.raw(j)
    return not raw or not raw[0].isalpha() or raw in ("and", "but", "to", "the", "when", "that", "have", "has")


def _is_pointer(words: Words, i: int, j: int) -> bool:
    """A "later" or "earlier" that stands for itself: opens the clause or closes it."""
    before, after = words.raw(i - 1), words.raw(j)
    return (
        (not before or before in '."”“!?;:' or words.symbols[i - 1] == "!")
        and after not in ("than", "on", "in", "at", "this", "that")
    ) or (after in (".", ",") and before.isalpha() and before not in ("sooner", "or", "than", "much", "the"))


def _is_since_word(words: Words, i: int, j: int) -> bool:
    """An adverbial "since": behind an auxiliary, or before a comma or full stop."""
    before, after = words.lower_at(i - 1), words.raw(j)
    return (before in ("has", "have", "had", "long") and after.isalpha()) or after in (".", ";")


def _is_clock(words: Words, i: int, j: int) -> bool:
    """A bare 10:35 is a time behind "at", "by", "around", or with a.m. or p.m."""
    return (
        (j - i > 1)
        or words.raw(i).isalpha()
        or words.lower_at(i - 1) in ("at", "by", "around", "about", "until", "from", "since", "to", "and")
    )


def _is_part(words: Words, i: int, j: int) -> bool:
    """A bare part of the day stands behind a preposition: "at dawn", "in the morning"."""
    before = words.lower_at(i - 1)
    return (
        before in ("at", "by", "before", "after", "until", "during", "since", "from")
        or (before == "the" and words.lower_at(i - 2) in ("in", "during"))
        or (j - i > 1 and before in ("in", "the", "by"))
    )


# Tests that ask for a word before or behind the match.
SURROUNDINGS = frozenset(
    {
        "may",
        "ordinal_day",
        "season",
        "then",
        "at_time",
        "pointer",
        "since_word",
        "clock",
        "part",
        "length_bare",
        "start_of",
    }
)
CHECKS: dict[str, Check] = {
    "year": _is_year,
    "may": _is_may,
    "march": _is_march,
    "soon": _is_soon,
    "on_plural": _is_on_plural,
    "ordinal_day": _is_ordinal_day,
    "season": _is_season,
    "decade": _is_decade,
    "century": _is_century,
    "edge_year": _is_edge_year,
    "end_of_day": _is_end_of_day,
    "week": _is_week,
    "feast": _is_feast,
    "capital": _is_capital,
    "night": _is_night,
    "per_day": _is_per_day,
    "age": _is_age,
    "length": _is_length,
    "length_bare": _is_length_bare,
    "then": _is_then,
    "at_time": _is_at_time,
    "start_of": _is_start_of,
    "noun_follows_not": _is_noun_follows_not,
    "pointer": _is_pointer,
    "since_word": _is_since_word,
    "clock": _is_clock,
    "part": _is_part,
}
