"""The nouns by which reports describe actors, read once from ``actor_nouns.yml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from crossbearing.vocab.loader import Form, load_entries


@cache
def actor_nouns() -> dict[str, frozenset[str]]:
    """Return the nouns of each class (forces, army, groups, foes ...); raises VocabularyError on a broken file.

    >>> "rebels" in actor_nouns()["foes"], "army" in actor_nouns()["foes"]
    (True, False)
    """
    form = Form({"class": (str,), "nouns": (list,)}, {})
    entries = load_entries(files("crossbearing.resolve") / "actor_nouns.yml", form)
    return {entry["class"]: frozenset(entry["nouns"]) for _, entry in entries}
