"""Why a number counts nobody: measures, dates, ages, money, shares, names."""

from __future__ import annotations

import re

from crossbearing.extract.phrases.quantities_categories import FATES
from crossbearing.extract.phrases.quantities_lexicon import lexicon
from crossbearing.extract.phrases.quantities_numbers import Number
from crossbearing.extract.phrases.quantities_units import UnitPhrase
from crossbearing.extract.phrases.tolls_words import toll_words
from crossbearing.model.numbers import whole_number
from crossbearing.text.tokens import Sentence, Token

# Reasons that quantities.yml gives too.
_NAMED = "name or number of a thing"
_AGE = "age"
_YEAR_OPENERS = frozenset(
    [
        "in",
        "since",
        "until",
        "till",
        "during",
        "early",
        "late",
        "mid",
        "mid-",
        "year",
        "by",
        "summer",
        "spring",
        "winter",
        "autumn",
        "fall",
        "from",
    ]
)

_PARENTS = frozenset(["father", "mother", "dad", "mom", "mum", "parent", "grandmother", "grandfather"])


def reason_not_counted(sentence: Sentence, number: Number, unit: UnitPhrase) -> str | None:
    """Return why ``number`` is no count of people or things harmed, or None where it is one."""
    check = _Check(sentence, number, unit)
    return (
        check.beyond() or check.money() or check.measured() or check.compound() or check.dated() or check.aged()
        or check.named() or check.ratio() or check.pronoun() or check.vague() or check.neutral() or check.long()
    )  # fmt: skip


class _Check:
    """The questions put to one number."""

    def __init__(self, sentence: Sentence, number: Number, unit: UnitPhrase) -> None:
        self._tokens = sentence.tokens
        self._number = number
        self._unit = unit
        self._tables = lexicon()
        self._known = unit.head is not None and unit.unit.kind != ""

    def _at(self, i: int) -> Token | None:
        return self._tokens[i] if 0 <= i < len(self._tokens) else None

    def _word(self, i: int) -> str:
        token = self._at(i)
        return token.lower if token else ""

    @property
    def _before(self) -> str:
        return self._word(self._number.first - 1)

    @property
    def _after(self) -> str:
        return self._word(self._number.last + 1)

    def beyond(self) -> str | None:
        """A figure larger than any count ("9" a hundred times over, "five million million million")."""
        return "larger than any count" if self._number.beyond else None

    def money(self) -> str | None:
        """ "$40", "40 dollars"."""
        return "money" if self._tables.excluded_before.get(self._word(self._number.core_first - 1)) == "money" else None

    def measured(self) -> str | None:
        """A unit of measure behind the number, or as the head of its noun phrase."""
        for i in (self._number.last + 1, self._unit.head):
            token = self._at(i) if i is not None else None
            if token is None or token.kind:
                continue
            reason = self._tables.excluded_after.get(token.lower) or self._tables.excluded_after.get(token.lemma)
            if reason is None:
                continue
            modifies = self._known and self._unit.head != i and token.lemma in self._tables.measure_modifiers
            if not modifies:
                return reason
        if self._number.takes_of or self._after != ":":
            return None
        following = self._word(self._number.last + 2)
        return "clock time" if re.fullmatch(r"\d\d", following) else None

    def compound(self) -> str | None:
        """ "17-year-old", "a 12-member team", "T-72"."""
        before, behind = self._at(self._number.core_first - 1), self._at(self._number.last + 1)
        first, last = self._tokens[self._number.core_first], self._tokens[self._number.last]
        if behind is not None and behind.lower == "-" and behind.start == last.end:
            after = self._at(behind.i + 1)
            if after is not None and after.start == behind.end:
                return "part of a compound"
        glued = before is not None and before.end == first.start and before.lower in {"-", "/", ".", "'", ":"}
        if glued and before is not None and before.i and self._tokens[before.i - 1].end == before.start:
            return "part of a compound"
        return None

    def dated(self) -> str | None:
        """Days beside a month, years, "at 10"."""
        number = self._number
        for i in (number.core_first - 1, number.core_last + 1):
            token = self._at(i)
            if token is not None and token.lower in self._tables.months and token.text[:1].isupper() and number.digits:
                return "date"
        if self._is_year():
            return "date"
        if (
            self._unit.head is None
            and number.digits
            and number.low <= 24
            and self._before == "at"
            and number.bound == "exact"
            and self._after not in FATES
            and not self._summed()
        ):
            return "clock time"
        return None

    def _summed(self) -> bool:
        """ "put the death toll at 16", "the count of dead stands at 11": where a sum stands is no hour."""
        near = self._tokens[max(0, self._number.first - 7) : self._number.first - 1]
        return any(t.lemma in toll_words().sums for t in near)

    def _is_year(self) -> bool:
        number = self._number
        core = [t.text for t in self._tokens[number.core_first : number.core_last + 1]]
        years = [w for w in core if re.fullmatch(r"(?:1[89]|20)\d\d", w)]
        if not years or len(core) > 3:
            return False
        if number.bound == "range":
            return len(years) == 2 and not self._known
        if number.bound == "exact" and self._before in _YEAR_OPENERS:
            return True
        if number.definite and not self._known:
            return True  # "under the 2013 accord"
        if self._unit.head is not None and self._tokens[self._unit.head].kind and number.bound == "exact":
            return True
        if (
            self._unit.head is not None
            and self._tokens[self._unit.head].tag == "NN"
            and self._unit.unit.kind != "people"
        ):
            return True
        return not self._known and (number.bound == "exact" or self._unit.head is not None)

    def aged(self) -> str | None:
        """ "aged 12", "Ahmad, 12,", "(12)"."""
        number = self._number
        if _AGE in {self._tables.excluded_before.get(self._word(i - 1)) for i in (number.first, number.core_first)}:
            return _AGE
        of_what = self._word(number.first - 2) if self._before == "of" else ""
        if of_what in {"age", "ages"}:
            return _AGE  # "under the age of 16"
        if self._unit.head is None and of_what in _PARENTS:
            return "children of one person"
        if self._unit.head is not None or number.low > 110 or not number.digits:
            return None
        before, behind = self._at(number.first - 1), self._word(number.last + 1)
        closes = {
            ",": {",", ".", "and", "", ";", "--", "-", "–", "—", "was", "is"},
            "(": {")"},
            "-lrb-": {")", "-rrb-"},
        }
        if before is None or before.i == 0 or behind not in closes.get(before.lower, set()):
            return None
        holder = self._tokens[before.i - 1]
        person = (
            holder.tag == "NNP" or holder.kind == "person" or (holder.tag in {"NN", "UH"} and self._is_person(holder))
        )
        return _AGE if person and number.bound == "exact" else None

    def _is_person(self, token: Token) -> bool:
        unit = self._tables.nouns.get(token.lemma)
        return unit is not None and unit.kind == "people"

    def named(self) -> str | None:
        """ "resolution 2254", "Highway 5", "Camp 22", a number that opens a list line."""
        number = self._number
        if self._before == "number" and number.bound == "exact":
            return _NAMED
        if not number.digits or number.bound != "exact" or self._known:
            return None
        before = self._at(number.first - 1)
        if before is None:
            return None
        reason = self._tables.excluded_before.get(before.lower) or self._tables.excluded_before.get(before.lemma)
        if reason is not None and self._after not in FATES:
            return reason
        token = self._tokens[number.core_first]
        proper = (before.tag in {"NNP", "NNPS"} or bool(before.kind)) and before.kind != "place"
        return _NAMED if proper and token.head == before.i and self._after not in FATES else None

    def ratio(self) -> str | None:
        """ "one in five", "two out of three", "two thirds"."""
        number = self._number
        joined = self._after == "in" or (self._after == "out" and self._word(number.last + 2) == "of")
        at = number.last + (2 if self._after == "in" else 3)
        other = self._word(at)
        small = other in self._tables.cardinals or (whole_number(other) or 101) <= 100
        if joined and small and number.low <= 10 and self._unit.head is None:
            return "share"
        return "share" if self._before in {"in", "of"} and self._word(number.first - 2) in {"one", "out"} else None

    def pronoun(self) -> str | None:
        """ "one" that counts nothing: "no one", "one of the largest", "one another", "one must"."""
        number = self._number
        if self._word(number.core_first) != "one" or number.core_first != number.core_last:
            return None
        if self._before in {"no", "any", "every", "each", "this", "that", "which", "only"} and self._unit.head is None:
            return "pronoun"
        if self._after == "another":
            return "pronoun"
        if self._unit.anchor is not None and self._superlative():
            return "pronoun"
        token = self._tokens[number.core_first]
        if self._unit.head is None and self._unit.anchor is None:
            subject = token.dep == "nsubj" and any(
                self._tokens[c].tag == "MD" for c in self._tokens[token.head].children
            )
            counted = token.dep in {"dobj", "nsubj", "nsubjpass", "pobj", "conj", "attr", "appos", "ROOT", "nummod"}
            return "pronoun" if subject or not counted or number.definite else None
        return None

    def _superlative(self) -> bool:
        last = self._unit.last
        return any(
            t.tag in {"JJS", "RBS"} or t.lower in {"main", "few", "major"}
            for t in self._tokens[self._number.last : last]
        )

    def vague(self) -> str | None:
        """A vague word before a singular or a verb is no count ("multiple rocket launcher", "he scores")."""
        number = self._number
        if number.bound != "vague":
            return None
        if self._unit.head is None:
            if number.word in {"numerous", "multiple", "many", "countless", "several"} and self._unit.anchor is None:
                fate = self._word(self._unit.last + 1) in FATES
                argument = self._tokens[number.core_last].dep in {"dobj", "nsubj", "nsubjpass", "conj", "pobj"}
                return (
                    None
                    if fate or ((argument or self._unit.additional) and number.word in {"many", "several"})
                    else "vague word without a noun"
                )
            return "vague word without a noun" if number.takes_of and self._unit.anchor is None else None
        head = self._tokens[self._unit.head]
        singular = head.tag == "NN" and self._unit.unit.kind != "people" and head.lower != "aircraft"
        return "vague word before a singular" if singular and not self._unit.anchor else None

    def neutral(self) -> str | None:
        """Heads that are counted but harmed by nobody ("both sides", "three points")."""
        head = self._unit.head
        if head is None or self._unit.unit.kind:
            return None
        token = self._tokens[head]
        neutral = self._tables.neutral
        return "counts no people or things" if token.lemma in neutral or token.lower in neutral else None

    def long(self) -> str | None:
        """Telephone numbers and the like, and nought."""
        if self._number.bound == "exact" and self._number.low == 0:
            return "nobody is counted"
        core = self._tokens[self._number.core_first]
        bare = self._number.core_first == self._number.core_last and core.lower.isdecimal()
        if bare and (len(core.lower) > 7 or (len(core.lower) > 1 and core.lower[0] == "0")) and not self._known:
            return _NAMED
        return None
