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
TOKEN = re.compile(
    r"(?P<era>B\.\s?C\.(?:\s?E\.)?|A\.\s?D\.|B\.C\b)"
    r"|(?P<ampm>[AaPp]\.\s?[Mm]\b\.?)"
    rf"|(?P<abbreviated>{_ABBREVIATED})"
    r"|(?P<word>[^\W\d_]+(?:[\u0300-\u036f\u20d0-\u20ff]+[^\W\d_]*)*)"
    r"|(?P<iso>\d{4}-\d\d-\d\d(?![\d-]))"
    r"|(?P<slashdate>\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)(?![\d/]))"
    r"|(?P<clock>\d{1,2}:\d\d(?::\d\d)?(?!\d))"
    r"|(?P<decade>(?:1\d|20)?\d0['’]?s\b|['’][1-9]0s\b)"
    r"|(?P<shortyear>['’]\d\d\b)"
    r"|(?P<dayord>\d{1,2}(?:st|nd|rd|th)\b)"
    r"|(?P<number>\d{1,3}(?:,\d{3})+(?!\d)|\d+\.\d+|\d+)"
    r"|(?P<fraction>[½¼¾])"
    r"|(?P<sign>[,'’\-–‐‑/])"
    r"|(?P<other>[^\s])",
)
_SIGNS = {",": "comma", "-": "hyphen", "–": "hyphen", "‐": "hyphen", "‑": "hyphen", "'": "apos", "’": "apos", "/": "slash"}
_SHAPES = ("iso", "slashdate", "clock", "ampm", "day", "dayord", "num", "year", "decade", "shortyear", "era", "fraction")
_CORE_SHAPES = ("iso", "slashdate", "clock", "ampm", "dayord", "year", "decade", "shortyear", "era")
_SPECIAL = {"am": "ampm", "pm": "ampm", "BC": "era", "BCE": "era", "AD": "era", "CE": "era"}
OTHER = "."
BREAK = "!"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of times.yml: class and value of each, and the symbol that stands for each class."""

    classes: Mapping[str, str]
    values: Mapping[str, int | float | str]
    capital: frozenset[str]
    symbols: Mapping[str, str]
    core: re.Pattern[str]


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
    return Lexicon(classes, values, frozenset(capital), symbols, re.compile("[" + "".join(symbols[c] for c in sorted(core)) + "]"))


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


@cache
def rules() -> tuple[tuple[Rule, ...], re.Pattern[str]]:
    """Load times_rules.yml: the rules in order, and one pattern that finds where any of them fits.

    The group of the common pattern that matched is ``r`` and the rule's index.
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
        try:
            compiled = re.compile(_number_fields(body))
        except re.error as error:
            raise VocabularyError(f"{place}: pattern {entry['name']!r} does not compile: {error}") from error
        constants = plain(entry.get("set") or {})
        found.append(Rule(entry["name"], entry["kind"], compiled, constants, entry.get("check", "")))
        bodies.append(re.sub(r"\(\?P<\w+>", "(?:", body))
    return tuple(found), re.compile("|".join(f"(?P<r{i}>{body})" for i, body in enumerate(bodies)))


def _number_class(word: str) -> str:
    if word.isdigit() and len(word) <= 2 and 1 <= int(word) <= 31:
        return "day"
    if word.isdigit() and len(word) == 4 and word.isascii() and 1000 <= int(word) < 2200:
        return "year"
    return "num"


def _word_class(word: str, lower: str, lex: Lexicon) -> str | None:
    if lower in _SPECIAL and _SPECIAL[lower] == "ampm":
        return "ampm"
    if word in _SPECIAL:
        return _SPECIAL[word]
    name = lex.classes.get(lower)
    return None if name and lower in lex.capital and word[0].islower() else name


def read_words(text: str, start: int, end: int) -> Words | None:
    """Cut ``text[start:end]`` into words with symbols; None where nothing in it could be a time.

    >>> read_words("Troops left the town.", 0, 21) is None
    True
    >>> len(read_words("They left on 4 May.", 0, 19).starts)
    6
    """
    lex = lexicon()
    symbols, classes = lex.symbols, lex.classes
    starts: list[int] = []
    ends: list[int] = []
    lowers: list[str] = []
    line: list[str] = []
    last = start
    for m in TOKEN.finditer(text, start, end):
        shape = m.lastgroup
        s, e = m.span()
        word = m.group()
        lower = word.lower()
        name: str | None = None
        if shape == "word":
            if lower in classes or lower in _SPECIAL or word in _SPECIAL:
                name = _word_class(word, lower, lex)
        elif shape == "number":
            name = _number_class(word)
        elif shape == "sign":
            name = _SIGNS[word]
            if name == "hyphen" and s != last:
                name = None
        elif shape == "abbreviated":
            lower = lower[:-1]
            name = classes[lower]
        elif shape != "other":
            name = shape
        gap = text[last:s]
        if "\n" in gap and gap.count("\n") > 1:
            starts.append(s)
            ends.append(s)
            lowers.append("")
            line.append(BREAK)
        starts.append(s)
        ends.append(e)
        lowers.append(lower)
        line.append(OTHER if name is None else symbols[name])
        last = e
    joined = "".join(line)
    if lex.core.search(joined) is None:
        return None
    return Words(text, starts, ends, lowers, joined)
