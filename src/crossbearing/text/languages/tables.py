"""The words of one language for counting, days and names, from its YAML file; none of them is for English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from crossbearing.model.errors import VocabularyError
from crossbearing.text.languages.writing import form_of, words_of
from crossbearing.vocab.loader import Form, check_entry, plain, read_yaml

KNOWN = ("ar", "es", "fa", "fr", "he", "my", "ru", "tr", "uk")
"""The languages that have a file of their own: their numbers and days are read."""

BOUNDS = frozenset({"at_least", "more_than", "up_to", "less_than", "nearly", "about"})
Phrase = tuple[str, ...]
_HERE = files("crossbearing.text.languages")
_MARKS_INSIDE = frozenset("'’-־‐‑")
_FORM = Form(
    {
        "language": (str,),
        "name": (str,),
        "joined": (list,),
        "numbers": (dict,),
        "multipliers": (dict,),
        "ones": (list,),
        "approximate": (dict,),
        "vague": (dict,),
        "joiners": (list,),
        "bounds": (list,),
        "between": (list,),
        "to": (list,),
        "not_counts": (list,),
        "months": (list,),
        "weekdays": (list,),
        "times": (list,),
        "reporting": (list,),
        "names": (dict,),
    },
    {"spaces": (bool,), "classifiers": (list,)},
)
_BOUND = Form({"bound": (str,), "before": (list,), "after": (list,)}, {})
_TIME = Form({"words": (str,), "means": (str,)}, {})
_NAMES = Form({"before": (list,), "endings": (list,)}, {})


@dataclass(frozen=True, slots=True)
class Language:
    """The tables of one language; phrases are tuples of forms (``writing.form_of``).

    ``joined`` are letters that stand before a word without a blank, longest first; ``inside`` the words to look for in
    a language that writes them together, None in one that parts them. ``months`` and ``weekdays`` number from 1.
    """

    code: str
    name: str
    joined: tuple[str, ...]
    numbers: Mapping[Phrase, int]
    multipliers: Mapping[Phrase, int]
    ones: frozenset[Phrase]
    approximate: Mapping[Phrase, int]
    vague: Mapping[Phrase, str]
    joiners: frozenset[str]
    before: Mapping[Phrase, str]
    after: Mapping[Phrase, str]
    between: frozenset[Phrase]
    to: frozenset[str]
    not_counts: frozenset[str]
    classifiers: frozenset[str]
    months: Mapping[Phrase, int]
    weekdays: Mapping[Phrase, int]
    times: tuple[tuple[Phrase, str], ...]
    reporting: frozenset[str]
    name_words: frozenset[str]
    endings: tuple[tuple[str, tuple[str, ...]], ...]
    inside: tuple[str, ...] | None


def base_of(code: str) -> str:
    """Return the language of a code without its land: "ar-SY" is "ar".

    >>> base_of("AR-sy"), base_of("")
    ('ar', '')
    """
    return code.partition("-")[0].lower()


@cache
def language(code: str) -> Language | None:
    """Return the tables of a language by its code, None where there are none; VocabularyError where a file is broken.

    >>> language("ar").name, language("ar-SY").name, language("en")
    ('Arabic', 'Arabic', None)
    """
    base = base_of(code)
    if base not in KNOWN:
        return None
    file = _HERE / f"{base}.yml"
    entry = check_entry(read_yaml(file), _FORM, file.name)
    if entry["language"] != base:
        raise VocabularyError(f"{file.name}: its language is {entry['language']!r}, its name says {base!r}")
    return _language(plain(entry), file.name)


def phrase(text: str) -> Phrase:
    """Return the forms of the words of a phrase; apostrophes and hyphens part words and are left away.

    >>> phrase("jusqu'à"), phrase("quatre-vingt")
    (('jusqu', 'a'), ('quatre', 'vingt'))
    """
    words = words_of(text, 0, len(text))
    return tuple(w.form for w in words if w.form not in _MARKS_INSIDE)


def _phrases(listed: Iterable[Any], place: str) -> list[Phrase]:
    found = []
    for text in listed:
        if not isinstance(text, str) or not (forms := phrase(text)):
            raise VocabularyError(f"{place}: {text!r} must be text with a letter in it")
        found.append(forms)
    return found


def _values(table: Mapping[str, Any], place: str) -> dict[Phrase, int]:
    for key, value in table.items():
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise VocabularyError(f"{place}: {key!r} must be a whole number of 1 or more, not {value!r}")
    return {phrase(key): value for key, value in table.items()}


def _numbered(lists: list[Any], wanted: int, place: str) -> dict[Phrase, int]:
    if len(lists) != wanted or not all(isinstance(names, list) for names in lists):
        raise VocabularyError(f"{place}: must be {wanted} lists of names, the first for number 1")
    return {name: number for number, names in enumerate(lists, 1) for name in _phrases(names, place)}


def _bounds(entries: list[Any], side: str, place: str) -> dict[Phrase, str]:
    found = {}
    for entry in entries:
        checked = check_entry(entry, _BOUND, f"{place}: bounds")
        if checked["bound"] not in BOUNDS:
            raise VocabularyError(f"{place}: bound {checked['bound']!r} is none of {', '.join(sorted(BOUNDS))}")
        found.update(dict.fromkeys(_phrases(checked[side], place), checked["bound"]))
    return found


def _times(entries: list[Any], place: str) -> tuple[tuple[Phrase, str], ...]:
    found = []
    for entry in entries:
        checked = check_entry(entry, _TIME, f"{place}: times")
        forms = tuple(_slot(w) for w in checked["words"].replace("'", " ").replace("-", " ").split())
        found.append((forms, checked["means"]))
    # The longest first, of two as long the one with fewer slots: "last Friday" before "Friday".
    return tuple(sorted(found, key=lambda x: (-len(x[0]), sum(w.startswith("{") for w in x[0]), x[0])))


def _slot(word: str) -> str:
    return word if word.startswith("{") else form_of(word)


def _endings(entries: list[Any], place: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = []
    for entry in entries:
        if not (isinstance(entry, list) and len(entry) == 2 and isinstance(entry[1], list)):
            raise VocabularyError(f"{place}: an ending is [ending, [what may stand for it]], not {entry!r}")
        found.append((form_of(entry[0]), tuple(form_of(x) for x in entry[1])))
    return tuple(sorted(found, key=lambda x: (-len(x[0]), x[0])))


def _language(entry: dict[str, Any], place: str) -> Language:
    names = check_entry(entry["names"], _NAMES, f"{place}: names")
    vague = {p: meant for meant, words in entry["vague"].items() for p in _phrases(words, place)}
    inside = None if entry.get("spaces", True) else _inside(entry)
    return Language(
        code=entry["language"],
        name=entry["name"],
        joined=tuple(sorted((form_of(x) for x in entry["joined"]), key=lambda x: (-len(x), x))),
        numbers=_values(entry["numbers"], place),
        multipliers=_values(entry["multipliers"], place),
        ones=frozenset(_phrases(entry["ones"], place)),
        approximate=_values(entry["approximate"], place),
        vague=vague,
        joiners=frozenset(form_of(x) for x in entry["joiners"]),
        before=_bounds(entry["bounds"], "before", place),
        after=_bounds(entry["bounds"], "after", place),
        between=frozenset(_phrases(entry["between"], place)),
        to=frozenset(form_of(x) for x in entry["to"]),
        not_counts=frozenset(form_of(x) for x in entry["not_counts"]),
        classifiers=frozenset(form_of(x) for x in entry.get("classifiers", [])),
        months=_numbered(entry["months"], 12, f"{place}: months"),
        weekdays=_numbered(entry["weekdays"], 7, f"{place}: weekdays"),
        times=_times(entry["times"], place),
        reporting=frozenset(form_of(x) for x in entry["reporting"]),
        name_words=frozenset(form_of(x) for x in names["before"]),
        endings=_endings(names["endings"], place),
        inside=inside,
    )


def _inside(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return all words of the tables as they are written, longest first, for a language that joins its words."""
    found: set[str] = {*entry["numbers"], *entry["multipliers"], *entry.get("classifiers", []), *entry["not_counts"]}
    found |= {w for words in entry["vague"].values() for w in words} | set(entry["to"])
    found |= {w for bound in entry["bounds"] for side in ("before", "after") for w in bound[side]}
    found |= {w for words in (*entry["months"], *entry["weekdays"]) for w in words}
    found |= {w for time in entry["times"] for w in time["words"].split() if not w.startswith("{")}
    return tuple(sorted(found, key=lambda w: (-len(w), w)))
