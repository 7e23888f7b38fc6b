"""The time grammar as compiled: words of a sentence become one symbol each, patterns are regular expressions over them.

Matching symbols, not characters, keeps the patterns short and the cost per sentence at some tens of microseconds.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from crossbearing.model.errors import VocabularyError
from crossbearing.vocab.loader import Form, load_entries, plain

_HERE = files("crossbearing.text")
_ABBREVIATED = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\."
# No groups: a branch without a group is skipped at its first letter, and the shape of the few figures is asked later.
TOKEN = re.compile(
    r"\n\s*\n|"
    rf"[AaPp]\.\s?[Mm]\b\.?|B\.\s?C\.(?:\s?E\.)?|B\.C\b|A\.\s?D\.|{_ABBREVIATED}"
    r"|[^\W\d_]+(?:[\u0300-\u036f\u20d0-\u20ff]+[^\W\d_]*)*"
    r"|\d{4}-\d\d-\d\d(?![\d-])"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)(?![\d/])|\d{1,2}-\d{1,2}-\d{4}(?![\d-])"
    r"|\d{1,2}:\d\d(?::\d\d)?(?!\d)"
    r"|(?:1\d|20)?\d0['’]?s\b|['’][1-9]0s\b|(?<!['’‘`])['’]\d\d\b|\d+(?:st|nd|rd|th)\b"
    r"|\d{1,3}(?:,\d{3})+(?!\d)|\d+\.\d+|\d+"
    r"|[^\s]",
)
_FORMS = (
    ("num", re.compile(r"[\d,.]*\d")),
    ("iso", re.compile(r"\d{4}-\d\d-\d\d")),
    ("slashdate", re.compile(r"\d+[/.-]\d+[/.-]\d+")),
    ("clock", re.compile(r"\d+:\d\d.*")),
    ("decade", re.compile(r".*s")),
    ("shortyear", re.compile(r"['’]\d\d")),
    ("dayord", re.compile(r"\d{1,2}[a-z]+")),
    ("fraction", re.compile(r"[½¼¾]")),
    ("ampm", re.compile(r"[AaPp]\.\s?[Mm]\.?")),
    ("era", re.compile(r"[AB]\..*")),
)
_SIGNS = {
    ",": "comma",
    "-": "hyphen",
    "–": "hyphen",
    "‐": "hyphen",
    "‑": "hyphen",
    "'": "apos",
    "’": "apos",
    "/": "slash",
}
_SHAPES = (
    "iso",
    "slashdate",
    "clock",
    "ampm",
    "day",
    "dayord",
    "num",
    "year",
    "decade",
    "shortyear",
    "era",
    "fraction",
)
_CORE_SHAPES = ("iso", "slashdate", "clock", "ampm", "dayord", "year", "decade", "shortyear", "era")
_DOTTED = {"monthabbr": "month", "weekdayabbr": "weekday"}
_SPECIAL = {
    "am": "ampm",
    "pm": "ampm",
    "AM": "ampm",
    "PM": "ampm",
    "Am": "ampm",
    "Pm": "ampm",
    "BC": "era",
    "BCE": "era",
    "AD": "era",
    "CE": "era",
}
_LETTERS = re.compile(r"[^\W\d_]+")
_FIGURES = re.compile(
    r"\d(?:\d\d\d|[:/.-]\d|st|nd|rd|th|['’]?s|\s?[apAP]\.?[mM]\b|\s?(?:BC|AD|B\.\s?C|A\.\s?D|CE)|(?<=['’]\d)\d)"
)
OTHER = "."


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of times.yml: class and value of each, and the symbol that stands for each class.

    ``known`` gives the symbol of a lower-case word, ``exact`` that of a word whose capital matters.
    """

    classes: Mapping[str, str]
    values: Mapping[str, int | float | str]
    symbols: Mapping[str, str]
    core: re.Pattern[str]
    core_words: frozenset[str]
    known: Mapping[str, str]
    exact: Mapping[str, str]

    def written(self, *classes: str) -> str:
        """Return a regular expression for the words of ``classes``, a full stop or none behind each.

        >>> re.fullmatch(lexicon().written("month", "monthabbr"), "sept.") is not None
        True
        """
        words = {word.rstrip(".") for word, name in self.classes.items() if name in classes}
        return rf"(?:{'|'.join(sorted(words, key=lambda w: (-len(w), w)))})\.?"


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of times_rules.yml: what it matches, what kind of phrase it makes and which test must hold."""

    name: str
    kind: str
    pattern: re.Pattern[str]
    constants: Mapping[str, Any]
    check: str


@dataclass(slots=True)
class Words:
    """The words of a stretch of text: offsets, lower-case forms and the string of their symbols."""

    text: str
    starts: list[int]
    ends: list[int]
    lower: list[str]
    symbols: str

    def lower_at(self, i: int) -> str:
        """Return word ``i`` in lower case, or nothing where ``i`` lies outside."""
        return self.lower[i] if 0 <= i < len(self.lower) else ""

    def raw(self, i: int) -> str:
        """Return word ``i`` as it stands, or nothing where ``i`` lies outside."""
        return self.text[self.starts[i] : self.ends[i]] if 0 <= i < len(self.starts) else ""


@cache
def lexicon() -> Lexicon:
    """Load times.yml; raise VocabularyError where a word stands in two classes.

    >>> lexicon().classes["october"], lexicon().values["october"]
    ('month', 10)
    """
    form = Form({"class": (str,), "words": (list, dict)}, {"core": (bool,), "case": (str,)})
    classes: dict[str, str] = {}
    values: dict[str, int | float | str] = {}
    capital: set[str] = set()
    names: list[str] = ["comma", "hyphen", "apos", "slash", *_SHAPES]
    core = set(_CORE_SHAPES)
    for place, entry in load_entries(_HERE / "times.yml", form):
        name = entry["class"]
        names.append(name)
        words = plain(entry["words"])
        for word in words:
            if str(word) in classes:
                raise VocabularyError(f"{place}: the word {word!r} already stands in class {classes[str(word)]!r}")
            classes[str(word)] = name
            values[str(word)] = words[word] if isinstance(words, dict) else 0
        if entry.get("case") == "capital":
            capital.update(map(str, words))
        if entry.get("core"):
            core.add(name)
    symbols = {name: chr(0x100 + i) for i, name in enumerate(dict.fromkeys(names))} | {"word": re.escape(OTHER)}
    core_pattern = re.compile("[" + "".join(symbols[c] for c in sorted(core)) + "]")
    core_words = frozenset(word for word, name in classes.items() if name in core)
    known = {word: symbols[name] for word, name in classes.items() if word not in capital}
    exact = {form: symbols[classes[w]] for w in sorted(capital) for form in (w.capitalize(), w.upper())}
    for word in sorted(capital):
        classes[f"{word}."], values[f"{word}."] = _DOTTED.get(classes[word], classes[word]), values[word]
        exact[word.capitalize() + "."] = symbols[classes[f"{word}."]]
    special = {word: symbols[name] for word, name in _SPECIAL.items()}
    return Lexicon(classes, values, symbols, core_pattern, core_words, known, exact | special)


_ATOM = re.compile(r"(?P<field>[a-z0-9]+):(?P<next>\(|[A-Za-z]+)|(?P<atom>[A-Za-z]+)|(?P<op>\(|\)|\||\?|\*|\+)")


def _compile(pattern: str, macros: Mapping[str, str], symbols: Mapping[str, str], place: str) -> str:
    """Turn a pattern of words into a regular expression over symbols. Brackets group without capturing."""
    out: list[str] = []
    for m in _ATOM.finditer(pattern):
        if m["op"]:
            out.append("(?:" if m["op"] == "(" else m["op"])
            continue
        atom = m["next"] or m["atom"]
        if atom == "(":
            out.append(f"(?P<{m['field']}>")
            continue
        if atom in macros:
            body = f"(?:{macros[atom]})"
        elif atom in symbols:
            body = symbols[atom]
        else:
            raise VocabularyError(f"{place}: no class, shape or macro is called {atom!r}")
        out.append(f"(?P<{m['field']}>{body})" if m["field"] else body)
    return "".join(out)


def _number_fields(body: str) -> str:
    """Give every capture its own number (``year_1``), because a pattern may read one field in two branches."""
    count = itertools.count()
    return re.sub(r"\(\?P<(\w+)>", lambda m: f"(?P<{m[1]}_{next(count)}>", body)


_PIECE = re.compile(r"(?P<open>\((?:\?:|\?P<\w+>))|(?P<close>\))|(?P<bar>\|)|\\?(?P<symbol>[^()|?*+])|(?P<many>[?*+])")


def _first_symbols(body: str) -> frozenset[str]:
    """Return the symbols with which a match of ``body`` may begin: each word asks only the rules it can open."""
    pieces = list(_PIECE.finditer(body))
    position = 0

    def sequence() -> tuple[set[str], bool]:
        """Read branches up to a closing bracket: their first symbols, and whether they may match nothing."""
        nonlocal position
        first: set[str] = set()
        empty, open_ended = False, True
        while position < len(pieces):
            piece = pieces[position]
            position += 1
            if piece["close"]:
                break
            if piece["bar"]:
                empty, open_ended = empty or open_ended, True
                continue
            here, nullable = sequence() if piece["open"] else ({piece["symbol"]}, False)
            if position < len(pieces) and pieces[position]["many"]:
                nullable = nullable or pieces[position]["many"] in "?*"
                position += 1
            if open_ended:
                first |= here
                open_ended = nullable
        return first, empty or open_ended

    return frozenset(sequence()[0])


class Opening:
    """The rules that may begin with one symbol: their indices in order and one pattern that finds the first to fit.

    The pattern is compiled when a text first has the symbol: few reports have half of them.
    """

    __slots__ = ("_common", "_pattern", "indices")

    def __init__(self, indices: tuple[int, ...], pattern: str) -> None:
        self.indices = indices
        self._pattern = pattern
        self._common: re.Pattern[str] | None = None

    @property
    def common(self) -> re.Pattern[str]:
        """The pattern of all these rules, each a group ``r`` and its index."""
        if self._common is None:
            self._common = re.compile(self._pattern)
        return self._common


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules in order, those that each symbol opens, and a pattern for the symbols that open any."""

    rules: tuple[Rule, ...]
    openings: Mapping[str, Opening]
    openers: re.Pattern[str]


def _rule(place: str, entry: dict[str, Any], body: str) -> Rule:
    try:
        compiled = re.compile(_number_fields(body))
    except re.error as error:
        raise VocabularyError(f"{place}: pattern {entry['name']!r} does not compile: {error}") from error
    return Rule(entry["name"], entry["kind"], compiled, plain(entry.get("set") or {}), entry.get("check", ""))


@cache
def rule_book() -> RuleBook:
    """Load times_rules.yml; raise VocabularyError where a pattern names no class or does not compile.

    >>> len(rule_book().rules) > 50
    True
    """
    form = Form({"name": (str,), "pattern": (str,)}, {"kind": (str,), "check": (str,), "set": (dict,)})
    symbols = lexicon().symbols
    macros: dict[str, str] = {}
    found: list[Rule] = []
    bodies: list[str] = []
    for place, entry in load_entries(_HERE / "times_rules.yml", form):
        body = _compile(entry["pattern"], macros, symbols, place)
        if entry["name"].isupper():
            macros[entry["name"]] = body
            continue
        found.append(_rule(place, entry, body))
        bodies.append(re.sub(r"\(\?P<\w+>", "(?:", body))
    opened: dict[str, list[int]] = {}
    for i, body in enumerate(bodies):
        for symbol in _first_symbols(body):
            opened.setdefault(symbol, []).append(i)
    openings = {
        symbol: Opening(tuple(indices), "|".join(f"(?P<r{i}>{bodies[i]})" for i in indices))
        for symbol, indices in opened.items()
    }
    return RuleBook(tuple(found), openings, re.compile("[" + "".join(sorted(openings)) + "]"))


def _figure_class(word: str) -> str:
    """Return the class of a word that holds figures or signs; nothing for those that tell no time."""
    if word in _SIGNS:
        return _SIGNS[word]
    if word.isascii() and word.isdecimal():
        if len(word) <= 2:
            return "day" if 1 <= int(word) <= 31 else "num"
        return "year" if len(word) == 4 and 1000 <= int(word) < 2200 else "num"
    slashed = word.count(".") == 2 and word[0].isdecimal()
    return next((name for name, form in _FORMS if form.fullmatch(word) and not (slashed and name == "num")), "")


def read_words(text: str, start: int, end: int) -> Words | None:
    """Cut ``text[start:end]`` into words with symbols; None where nothing in it could be a time.

    >>> read_words("Troops left the town.", 0, 21) is None
    True
    >>> len(read_words("They left on 4 May.", 0, 19).starts)
    6
    """
    lex = lexicon()
    part = text[start:end]
    if lex.core_words.isdisjoint(_LETTERS.findall(part.lower())) and not _FIGURES.search(part):
        return None
    found = list(TOKEN.finditer(text, start, end))
    raw = [m.group() for m in found]
    lowers = [word.lower() for word in raw]
    known, exact, symbols = lex.known, lex.exact, lex.symbols
    line = [
        known.get(lower) or exact.get(word) or (OTHER if word.isalpha() else symbols.get(_figure_class(word), OTHER))
        for word, lower in zip(raw, lowers, strict=True)
    ]
    joined = "".join(line)
    if lex.core.search(joined) is None:
        return None
    words = Words(text, [m.start() for m in found], [m.end() for m in found], lowers, joined)
    if symbols["hyphen"] in joined:
        words.symbols = _without_dashes(words, symbols["hyphen"])
    return words


def _without_dashes(words: Words, hyphen: str) -> str:
    """Return the symbols with a hyphen only where it joins two words: behind a space it is a dash."""
    line = list(words.symbols)
    for i in range(1, len(line)):
        if line[i] == hyphen and words.ends[i - 1] != words.starts[i]:
            line[i] = OTHER
    return "".join(line)
