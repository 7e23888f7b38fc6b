"""What a word of war by itself calls up: the classes of claims that it tells of, and the topics of things.

No rule asks this table: its words are ambiguous ("strike", "hold"), so that a word stands under every class that it may
tell of. The judge weighs them as features, as it does WordNet's groups: what it learned from "annihilate" holds for
"exterminate", which no annotated document has. ``associations.yml`` was written from general knowledge of the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from crossbearing.model.errors import VocabularyError
from crossbearing.vocab.bounded import File
from crossbearing.vocab.contract import CLASSES
from crossbearing.vocab.loader import Form, load_entries

_FORM = Form({"words": (list,)}, {"class": (str,), "topic": (str,)})
_NONE: tuple[str, ...] = ()

Words = Mapping[str, tuple[str, ...]]
"""Lemmas, or verbs and their particles with a space between, with what they mean, sorted."""


def tells_of(words: str) -> tuple[str, ...]:
    """Return the classes, and their families, that a lemma, or a verb and its particle with a space, may tell of.

    >>> tells_of("raze"), tells_of("let go")
    (('infrastructure', 'infrastructure.damage'), ('custody', 'custody.release'))
    >>> tells_of("xyzzy")
    ()
    """
    return _shipped()[0].get(words, _NONE)


def calls_up(lemma: str) -> tuple[str, ...]:
    """Return the topics of a lemma and the families that it may tell of, each once and sorted.

    >>> calls_up("hostage")
    ('custody', 'topic:captive')
    """
    return _shipped()[1].get(lemma, _NONE)


@cache
def _shipped() -> tuple[Words, Words]:
    return read_associations(files("crossbearing.vocab") / "associations.yml")


def read_associations(file: File) -> tuple[Words, Words]:
    """Return what each word of a file tells of and what it calls up.

    Raises VocabularyError, with file and line, for an entry that names no class of claims and no topic, or both, and
    for words that are no texts in lower case, each once.

    >>> read_associations(files("crossbearing.vocab") / "associations.yml")[1]["siege"]
    ('control',)
    """
    tells: dict[str, set[str]] = {}
    about: dict[str, set[str]] = {}
    for place, entry in load_entries(file, _FORM):
        cls, topic = entry.get("class"), entry.get("topic")
        if (cls is None) == (topic is None) or (cls is not None and cls not in CLASSES):
            raise VocabularyError(f"{place}: needs either a topic or a class of claims, not {cls!r} and {topic!r}")
        for word in _words(place, entry["words"]):
            if cls is None:
                about.setdefault(word, set()).add(f"topic:{topic}")
                continue
            family = cls.partition(".")[0]
            tells.setdefault(word, set()).update((cls, family))
            about.setdefault(word, set()).add(family)
    return _sorted(tells), _sorted(about)


def _words(place: str, listed: list[object]) -> list[str]:
    words = [word for word in listed if isinstance(word, str) and word and word == word.lower().strip()]
    if len(words) != len(listed) or len(set(words)) != len(words):
        raise VocabularyError(f"{place}: words are texts in lower case, each once")
    return words


def _sorted(found: Mapping[str, set[str]]) -> Words:
    return {word: tuple(sorted(named)) for word, named in found.items()}
