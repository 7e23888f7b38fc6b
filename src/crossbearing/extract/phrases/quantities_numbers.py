"""The number grammar: what number stands at a token, how sure its words are, and what range that means.

Works on words alone, never on the parse. Ranges follow the claim contract's section on counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.extract.phrases.quantities_lexicon import Lexicon, Phrases, Range, lexicon, vague_range
from crossbearing.model.numbers import MOST, decimal_number, whole_number
from crossbearing.text.tokens import Token

# What stands for every number that is larger than any count: products of number words end here too.
_BEYOND = MOST + 1
_GROUPED = re.compile(r"\d{1,3}(?:[,.']\d{3})+$")
_DECIMAL = re.compile(r"\d+[.,]\d{1,2}$")
_PLAIN = re.compile(r"\d+$")
_THOUSANDS = re.compile(r"(\d{1,4})k$")
_RISING = frozenset(
    [
        "rise",
        "increase",
        "grow",
        "climb",
        "jump",
        "go",
        "fall",
        "drop",
        "revise",
        "raise",
        "bring",
        "up",
        "change",
        "soar",
        "reduce",
        "decrease",
    ]
)
# Before "many" or "multiple" these ask or compare, they do not count.
_ASKING = frozenset(["how", "so", "too", "as", "not", "that", "very", "of"])


@dataclass(slots=True)
class Number:
    """A number in the text: tokens ``first`` to ``last`` with its bound words, ``core_first`` to ``core_last`` without.

    ``word`` is the vague word it was read from, else empty; ``digits`` says it is written in figures; ``takes_of``
    that the words end in "of", so that a noun must follow; ``shared`` that the bound was taken over from a number
    before it in the same list; ``beyond`` that it is larger than any count (``MOST``), so that it is none.
    """

    first: int
    last: int
    core_first: int
    core_last: int
    bound: str
    low: int
    best: int | None
    high: int | None
    word: str = ""
    digits: bool = False
    takes_of: bool = False
    additional: bool = False
    definite: bool = False
    shared: bool = False
    beyond: bool = False

    def __post_init__(self) -> None:
        self.beyond = any(n is not None and n > MOST for n in (self.low, self.best, self.high))


def _read(digits: str) -> int:
    """Return the number of decimal digits, ``_BEYOND`` where they spell more than any count."""
    number = whole_number(digits)
    return _BEYOND if number is None else number


def _times(number: float, factor: int) -> int:
    """Return the product of two numbers that were read, at most ``_BEYOND``."""
    return min(round(number * factor), _BEYOND)


def apply_bound(bound: str, number: int) -> Range:
    """Return (low, best, high) of ``number`` under a bound word, after the claim contract.

    >>> apply_bound("at_least", 79), apply_bound("nearly", 30), apply_bound("about", 12)
    ((79, 79, None), (27, 29, 30), (10, 12, 14))
    >>> apply_bound("more_than", 26), apply_bound("less_than", 5), apply_bound("up_to", 40)
    ((27, 27, None), (0, 4, 4), (1, 40, 40))
    """
    if bound == "at_least":
        return number, number, None
    if bound == "more_than":
        return number + 1, number + 1, None
    if bound == "up_to":
        return min(1, number), number, number
    if bound == "less_than":
        below = max(number - 1, 0)
        return 0, below, below
    if bound == "nearly":
        return min(number * 9 // 10, max(number - 1, 0)), max(number - 1, 0), number
    if bound == "about":
        return number * 9 // 10, number, -(-number * 11 // 10)
    return number, number, number


def between(low: int, high: int) -> Range:
    """Return (low, best, high) of "between low and high": best is the middle, rounded down.

    >>> between(40, 51)
    (40, 45, 51)
    """
    return low, (low + high) // 2, high


class NumberReader:
    """Reads the numbers of one sentence; construction is cheap, the tables are shared."""

    def __init__(self, tokens: Sequence[Token], profile: str = "native") -> None:
        self._tokens = tokens
        self._words = [t.lower for t in tokens]
        self._profile = profile
        self._tables: Lexicon = lexicon()

    def read(self, i: int) -> Number | None:
        """Return the number whose core begins at token ``i``, with the bound words around it, or None."""
        core = self._range(i) or self._fraction(i) or self._cardinal(i) or self._vague(i)
        if core is None:
            return None
        self._bound_before(core)
        self._bound_after(core)
        return core

    def _starts(self, table: Phrases, i: int) -> tuple[tuple[str, ...], str] | None:
        """Return the longest phrase of ``table`` that begins at token ``i``."""
        if i >= len(self._words):
            return None
        for words, meaning in table.get(self._words[i], ()):
            if tuple(self._words[i : i + len(words)]) == words:
                return words, meaning
        return None

    def _ends(self, table: Phrases, i: int) -> tuple[tuple[str, ...], str] | None:
        """Return the longest phrase of ``table`` that ends at token ``i``."""
        if i < 0:
            return None
        for words, meaning in table.get(self._words[i], ()):
            first = i - len(words) + 1
            if first >= 0 and tuple(self._words[first : i + 1]) == words:
                return words, meaning
        return None

    def _fraction(self, i: int) -> Number | None:
        found = self._starts(self._tables.fractions, i)
        if found is None:
            return None
        words, name = found
        value = self._tables.fraction_values[name]
        last = i + len(words) - 1
        return Number(i, last, i, last, "exact", value, value, value)

    def _vague(self, i: int) -> Number | None:
        found = self._starts(self._tables.vague, i)
        if found is None:
            return None
        words, name = found
        if words[0] in {"many", "multiple"} and i and self._words[i - 1] in _ASKING:
            return None
        last = i + len(words) - 1
        low, best, high = vague_range(name, self._profile)
        factor = self._tables.factors.get(name)
        unit = 1
        while factor and last + 1 < len(self._words) and self._words[last + 1] in self._tables.multipliers:
            unit = _times(unit, self._tables.multipliers[self._words[last + 1]])
            last += 1
        if factor and unit > 1:
            low = _times(factor[0], unit)
            best, high = (None if v is None else _times(v, unit) for v in factor[1:])
        return Number(i, last, i, last, "vague", low, best, high, word=" ".join(words), takes_of=words[-1] == "of")

    def _cardinal(self, i: int) -> Number | None:
        found = self._value(i)
        if found is None:
            return None
        value, last, digits = found
        return Number(i, last, i, last, "exact", value, value, value, digits=digits)

    def _value(self, i: int) -> tuple[int, int, bool] | None:
        """Return (value, last token, written in figures) of the cardinal at token ``i``."""
        return None if i >= len(self._words) else self._figures(i) or self._spelled(i)

    def _figures(self, i: int) -> tuple[int, int, bool] | None:
        plain = self._words[i].lstrip("~")
        if not plain[:1].isdecimal():
            return None
        thousands = _THOUSANDS.match(plain)
        factor, last = self._factor(i + 1)
        if _DECIMAL.match(plain) or (_GROUPED.match(plain) and "." in plain and factor > 1):
            if factor < 1000:
                return None
            value = decimal_number(plain.replace(",", "."))
            if value is not None:
                return _times(value, factor), last, True
        if thousands:
            return _read(thousands[1]) * 1000, i, True
        if not (_PLAIN.match(plain) or _GROUPED.match(plain)):
            return None
        digits = re.sub(r"\D", "", plain)
        if factor == 1 and len(digits) <= 3:
            return self._joined(i, digits)
        return _times(_read(digits), factor), last, True

    def _joined(self, i: int, digits: str) -> tuple[int, int, bool]:
        """Join thousands set apart by a blank ("350 000")."""
        last = i
        while last + 1 < len(self._words):
            following = self._tokens[last + 1]
            if not re.fullmatch(r"\d{3}", following.lower) or following.start - self._tokens[last].end != 1:
                break
            digits += following.lower
            last += 1
        return _read(digits), last, True

    def _factor(self, i: int) -> tuple[int, int]:
        """Return (product, last token) of the multipliers from token ``i`` on; (1, i - 1) where there are none."""
        factor = 1
        while i < len(self._words):
            word = self._words[i]
            if word in self._tables.multipliers:
                factor = _times(factor, self._tables.multipliers[word])
            elif word == "dozen" and factor == 1:
                factor = 12
            else:
                break
            i += 1
        return factor, i - 1

    def _spelled(self, i: int) -> tuple[int, int, bool] | None:
        word = self._words[i]
        article = word in {"a", "an"} and self._at(i + 1) in self._tables.multipliers
        if not article and word not in self._tables.cardinals and word not in self._tables.multipliers:
            return None
        if word in self._tables.multipliers and self._tokens[i].tag.startswith("NNP"):
            return None
        total, j = self._group(i + 1 if article else i)
        while self._at(j) in self._tables.multipliers or self._continues(total, j):
            if self._at(j) == "and":
                j += 1
            part, k = self._group(j)
            if k == j:
                break
            total = min(total + part, _BEYOND)
            j = k
        return (total, j - 1, False) if j > i else None

    def _continues(self, total: int, j: int) -> bool:
        """Whether "and" or a smaller number goes on ("two hundred and fifty", "one thousand two hundred")."""
        if total < 100:
            return False
        k = j + 1 if self._at(j) == "and" else j
        value = self._tables.cardinals.get(self._at(k))
        return (
            value is not None and (total % 1000 == 0 or (total % 100 == 0 and value < 100)) and (k == j or value < 100)
        )

    def _group(self, j: int) -> tuple[int, int]:
        """Read one group: tens and units, then its multipliers."""
        value = self._tables.cardinals.get(self._at(j))
        if value is None:
            factor, last = self._factor(j)
            return (factor, last + 1) if factor > 1 else (0, j)
        j += 1
        k = j + 1 if self._at(j) == "-" else j
        units = self._tables.cardinals.get(self._at(k))
        if value >= 20 and units is not None and units < 10:
            value, j = value + units, k + 1
        factor, last = self._factor(j)
        return (_times(value, factor), last + 1) if factor > 1 else (value, j)

    def _at(self, i: int) -> str:
        return self._words[i] if 0 <= i < len(self._words) else ""

    def _range(self, i: int) -> Number | None:
        opener = self._at(i) in {"between", "from"}
        first = i + 1 if opener else i
        start = self._value(first)
        if start is None:
            return None
        link = self._at(start[1] + 1)
        wanted = {"and"} if self._at(i) == "between" else {"to", "-"} if opener else {"-", "to", "or"}
        if link not in wanted or (link == "to" and self._rising(i)):
            return None
        stop = self._value(start[1] + 2)
        if stop is None:
            return None
        low = self._same_unit(start[0], stop[0], stop[1])
        if low >= stop[0] or (link == "or" and stop[0] > 2 * low):
            return None
        return self._ranged(i, stop[1], low, stop[0], start[2])

    def _same_unit(self, low: int, high: int, last: int) -> int:
        """Give "2 to 3 million" the same unit on both sides."""
        factor = self._tables.multipliers.get(self._at(last), 1)
        return low * factor if factor > 1 and low < factor and low * factor < high else low

    def _rising(self, i: int) -> bool:
        """Whether "from 12 to 15" tells of a rise, so that only the second number counts."""
        return any(t.lemma in _RISING for t in self._tokens[max(0, i - 5) : i])

    def _ranged(self, first: int, last: int, low: int, high: int, digits: bool = True) -> Number:
        start = (
            first - 1
            if self._at(first) in {"between", "from"} and self._at(first - 1) in {"anywhere", "somewhere"}
            else first
        )
        lowest, best, highest = between(low, high)
        return Number(start, last, first, last, "range", lowest, best, highest, digits=digits)

    def _bound_before(self, number: Number) -> None:
        """Take in the bound words and openers before the number ("at least another 20"); the outermost bound wins."""
        at = number.first - 1
        bound = ""
        if self._at(at) == "a" and self._ends(self._tables.before, at - 1) is not None:
            at -= 1  # "up to a 100 people"
        for _ in range(5):
            found = self._ends(self._tables.before, at)
            if found is not None and not self._is_goal(found[0], at) and self._may_bound(found[0], number):
                bound = found[1]
                at -= len(found[0])
                continue
            opener = self._ends(self._tables.openers, at)
            if opener is None:
                break
            number.additional |= bool(self._tables.additional & set(opener[0]))
            number.definite |= opener[0][-1] in {"the", "these", "those", "remaining"}
            at -= len(opener[0])
        number.first = at + 1
        if bound:
            self._set_bound(number, bound)

    @staticmethod
    def _may_bound(words: tuple[str, ...], number: Number) -> bool:
        """Whether a bare preposition is a bound: "over 26", but not "control over a number of buildings"."""
        return number.bound != "vague" or len(words) > 1 or words[0] in {"nearly", "almost"} or "dozen" in number.word

    def _is_goal(self, words: tuple[str, ...], at: int) -> bool:
        """Whether "up to" belongs to a verb of rising ("brings the toll up to 43")."""
        return words == ("up", "to") and any(t.lemma in _RISING for t in self._tokens[max(0, at - 6) : at - 1])

    def _bound_after(self, number: Number) -> None:
        found = self._starts(self._tables.after, number.last + 1)
        if found is None or number.bound not in {"exact", "vague"} or number.word.endswith("of"):
            return
        if found[0][0] == "at" and self._value(number.last + 1 + len(found[0])) is not None:
            return  # the bound of the next number: "on 26 April 2014 at least 88 people"
        number.last += len(found[0])
        self._set_bound(number, found[1])

    def _set_bound(self, number: Number, bound: str) -> None:
        if number.bound == "range":
            return
        if number.bound == "vague":
            value = number.best if "dozen" in number.word and "dozens" not in number.word else number.low
            if value is None or (bound in {"about", "nearly"} and value == number.low):
                return
        else:
            value = number.low
        number.bound = bound
        number.low, number.best, number.high = apply_bound(bound, value)

    def share(self, number: Number, bound: str) -> None:
        """Give the number the bound of the one it is listed with ("At least 79 fighters and 68 rebels")."""
        if number.bound == "exact":
            self._set_bound(number, bound)
            number.shared = True
