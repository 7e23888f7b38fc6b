"""Word lists of the shared grammar, each read once from its YAML file."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from crossbearing.model.errors import VocabularyError
from crossbearing.vocab.bounded import File
from crossbearing.vocab.loader import Form, load_entries

_HERE = files("crossbearing.extract.phrases")


@cache
def words(name: str, key: str = "kind") -> dict[str, str]:
    """Return word -> kind for a list file such as ``actors.yml``; a word given twice keeps its first kind.

    >>> words("actors")["militant"], words("labels", "stance")["regime"]
    ('forces', 'enemy')
    """
    form = Form({key: (str,), "words": (list,)}, {})
    found: dict[str, str] = {}
    for place, entry in load_entries(_HERE / f"{name}.yml", form):
        for word in entry["words"]:
            if not isinstance(word, str):
                raise VocabularyError(f"{place}: {word!r} is no word; quote it")
            found.setdefault(word, entry[key])
    return found


def word_sets(file: File) -> dict[str, frozenset[str]]:
    """Return set name -> words of a family's ``words.yml``; a name given twice or what is no word is refused."""
    form = Form({"set": (str,), "words": (list,)}, {"note": (str,)})
    found: dict[str, frozenset[str]] = {}
    for place, entry in load_entries(file, form):
        odd = [w for w in entry["words"] if not isinstance(w, str)]
        if odd or entry["set"] in found:
            raise VocabularyError(f"{place}: {entry['set']!r} stands twice or holds no words: {odd}")
        found[entry["set"]] = frozenset(entry["words"])
    return found
