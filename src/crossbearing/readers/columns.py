"""Which column of a table holds what: maps that ship (ACLED, UCDP, plain names), or one of the user's own in YAML.

A map is a YAML mapping. ``text`` is a list of columns, joined in their order; ``id, published, outlet, title, url,
language, retrieved`` are each a list of columns, of which the first that is not empty counts, or ``{always: WORDS}``.
``day_first`` says how days like 05/03/2014 are written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from crossbearing.model.errors import VocabularyError
from crossbearing.vocab.bounded import File
from crossbearing.vocab.loader import Form, check_entry, check_texts, read_yaml

FIELDS = ("id", "published", "outlet", "title", "url", "language", "retrieved")
SHIPPED = ("acled", "ucdp", "plain")


@dataclass(frozen=True, slots=True)
class Columns:
    """A map of columns: ``text`` and ``fields`` name columns in small letters, ``always`` are words for every row.

    ``known_by`` are the columns by which a shipped map is known, all of them; none where it is for any table.
    """

    name: str
    text: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]
    always: Mapping[str, str]
    known_by: tuple[str, ...] = ()
    day_first: bool | None = None

    def fits(self, names: Sequence[str]) -> bool:
        """Say whether a table with these columns is one that the map is for.

        >>> shipped("acled").fits(["event_id_cnty", "EVENT_DATE", "notes"]), shipped("plain").fits(["a", "b"])
        (True, False)
        """
        have = {name.strip().lower() for name in names}
        return have.issuperset(self.known_by) and any(name in have for name in self.text)


def _form() -> Form:
    kinds = (list, dict)
    return Form(
        {"text": (list,)}, {"name": (str,), "for": (list,), "day_first": (bool,), **dict.fromkeys(FIELDS, kinds)}
    )


def _loaded(file: File) -> Columns:
    entry = check_entry(read_yaml(file), _form(), file.name)
    always: dict[str, str] = {}
    chosen: dict[str, tuple[str, ...]] = {}
    for key in FIELDS:
        told: Any = entry.get(key)
        if isinstance(told, dict):
            said = check_entry(told, Form({"always": (str,)}, {}), f"{file.name}: {key!r}")
            always[key] = said["always"]
        elif told is not None:
            chosen[key] = _names(told, key, file.name)
    text = _names(entry["text"], "text", file.name)
    if not text:
        raise VocabularyError(f"{file.name}: 'text' names no column; name at least one")
    name = entry.get("name", Path(file.name).stem)
    return Columns(name, text, chosen, always, _names(entry.get("for", []), "for", file.name), entry.get("day_first"))


def _names(values: list[Any], key: str, place: str) -> tuple[str, ...]:
    return tuple(value.strip().lower() for value in check_texts(values, key, place))


@cache
def shipped(name: str) -> Columns:
    """Return a map of the package: ``acled``, ``ucdp`` or ``plain``.

    >>> shipped("acled").text, shipped("acled").always["outlet"]
    (('notes',), 'ACLED')
    """
    return _loaded(files("crossbearing.readers") / "maps" / f"{name}.yml")


def columns_of(words: str) -> Columns:
    """Return the map that ``words`` name: one that ships, or a file; raise VocabularyError that names file and field.

    >>> columns_of("ucdp").name
    'ucdp'
    """
    if words in SHIPPED:
        return shipped(words)
    path = Path(words)
    if not path.is_file():
        raise VocabularyError(f"{words}: no such file of columns, and no map that ships ({', '.join(SHIPPED)})")
    return _loaded(path)


def map_for(names: Sequence[str], given: Columns | None) -> Columns | None:
    """Return the map for a table with these columns, None where none fits: the one given, else one that ships.

    >>> map_for(["Date", "Text"], None).name, map_for(["x", "y"], None)
    ('plain', None)
    """
    if given is not None:
        return given if given.fits(names) else None
    return next((each for each in map(shipped, SHIPPED) if each.fits(names)), None)
