"""What a pack must keep beside its form: names that can be names, days of the calendar, parents that lead upwards.

A name is looked for in every sentence of every report, so a blank, a comma or a "the" among them would be found
everywhere; an actor that stands above itself would be climbed for ever. Each is refused with file, line and field.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from crossbearing.model.errors import PackError
from crossbearing.vocab.bounded import shown
from crossbearing.vocab.loader import Form, check_texts, load_entries

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}")


@cache
def function_words() -> frozenset[str]:
    """Return the words that carry no name (`pack_words.yml`), in small letters.

    >>> "the" in function_words(), "has" in function_words()
    (True, False)
    """
    entries = load_entries(
        files("crossbearing.resolve") / "pack_words.yml", Form({"list": (str,), "words": (list,)}, {})
    )
    return frozenset(word for place, entry in entries for word in check_texts(entry["words"], "words", place))


def _has_letters(text: str) -> bool:
    """Say whether there is enough to look for: two letters or digits, or one letter of a script that is not Latin."""
    if text.isascii():
        return sum(map(str.isalnum, text)) >= 2
    other = any(c.isalpha() and not (c < "\u0370" or "\u1e00" <= c <= "\u1eff") for c in text)
    return other or sum(map(str.isalnum, text)) >= 2


def check_name(text: Any, field: str, place: str, *, case: bool = False) -> str:
    """Return a name that can be looked for in texts; raise PackError that names ``place`` and ``field`` if it cannot.

    ``case`` says that the name is matched with its very capitals: "IS" is a name then, though "is" is a word.

    >>> check_name("IS", "name", "actors.yml:1", case=True), check_name("Gao", "name", "places.csv:2")
    ('IS', 'Gao')
    """
    name: str = check_texts([text], field, place)[0]
    # What is printable holds no control character; most names are, and a pack has thousands.
    odd = not name.isprintable() and any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in name)
    if odd or name != name.strip():
        raise PackError(f"{place}: {field} {shown(name)} has blanks around it or control characters; remove them")
    if not _has_letters(name):
        raise PackError(f"{place}: {field} {shown(name)} is no name; it needs two letters or digits at least")
    if name.lower() in function_words() and not (case and name.isupper()):
        raise PackError(f"{place}: {field} {shown(name)} is a word of every sentence; give a name that means one thing")
    return name


def check_identity(text: str, field: str, place: str) -> str:
    """Return an id; raise PackError where it is empty or holds blanks or control characters.

    >>> check_identity("sy:ahrar", "id", "actors.yml:1")
    'sy:ahrar'
    """
    if not text or not text.isprintable() or any(map(str.isspace, text)):
        raise PackError(f"{place}: {field} {shown(text)} is no id; write one word, such as war:party")
    return text


def check_country(text: str, field: str, place: str) -> str:
    """Return an ISO 3166 code of a country; raise PackError where it is no two capitals.

    >>> check_country("SY", "country", "pack.yml:1")
    'SY'
    """
    if not _COUNTRY.fullmatch(text):
        raise PackError(f"{place}: {field} {shown(text)} is no country code; write two capitals, such as SY")
    return text


def check_day(text: str, field: str, place: str) -> str:
    """Return an ISO day; raise PackError where the calendar has no such day.

    >>> check_day("2024-02-29", "as_of", "pack.yml:1")
    '2024-02-29'
    """
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise PackError(f"{place}: {field} {shown(text)} is no day; write it as 2024-06-01")


def check_days(first: str | None, last: str | None, fields: tuple[str, str], place: str) -> None:
    """Check two days that bound a time, None for an open end; raise PackError where the last is before the first."""
    for day, field in ((first, fields[0]), (last, fields[1])):
        if day is not None:
            check_day(day, field, place)
    if first is not None and last is not None and last < first:
        raise PackError(f"{place}: {fields[1]} {last} is before {fields[0]} {first}; put them in order")


def circle(parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return the ids of a circle of parents, its first id again at its end, or () where all lead upwards.

    Of several the one met first in order of id; each id is climbed from once.

    >>> circle({"a": "b", "b": "c", "c": "b", "d": None}), circle({"a": "a"}), circle({"a": "b", "b": None})
    (('b', 'c', 'b'), ('a', 'a'), ())
    """
    done: set[str] = set()
    for start in sorted(parents):
        path: dict[str, int] = {}
        step: str | None = start
        while step is not None and step not in done:
            if step in path:
                ids = list(path)[path[step] :]
                return (*ids, step)
            path[step] = len(path)
            step = parents.get(step)
        done.update(path)
    return ()


def check_parents(parents: Mapping[str, str | None], places: Mapping[str, str]) -> None:
    """Raise PackError where an id is above itself; ``places`` say where each stands (file, line).

    >>> check_parents({"a": "b", "b": None}, {"a": "x/actors.yml:1", "b": "x/actors.yml:2"})
    """
    found = circle(parents)
    if found:
        way = " > ".join(found if len(found) <= 8 else (*found[:6], "...", found[-1]))
        raise PackError(f"{places[found[0]]}: parent of {found[0]!r} leads back to it ({way}); mend one of the parents")
