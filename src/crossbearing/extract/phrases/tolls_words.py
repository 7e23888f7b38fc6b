"""The words of harm, custody and flight, read once from ``tolls.yml``."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from crossbearing.model.errors import VocabularyError
from crossbearing.vocab.contract import CODES
from crossbearing.vocab.loader import Form, check_entry, plain, read_yaml

_FATE = Form({"quantity": (str,), "verbs": (list,), "suffer": (list,), "nouns": (list,), "words": (list,)}, {})
_VOWELS = frozenset("aeiou")
# The quantities that count dead and hurt.
HARM = frozenset({"killed", "injured", "killed_or_injured"})


@dataclass(frozen=True, slots=True)
class TollWords:
    """Word -> quantity by how the word tells it, and the words that lead to it.

    ``verbs`` happen to their object or passive subject, ``forms`` are all their forms; ``suffer`` happens to the
    subject; ``nouns`` to what stands behind "of"; ``words`` stand beside a number.
    """

    verbs: dict[str, str]
    forms: dict[str, str]
    suffer: dict[str, str]
    nouns: dict[str, str]
    words: dict[str, str]
    victims: dict[str, str]
    taken: dict[str, str]
    linking: frozenset[str]
    sums: frozenset[str]
    sum_verbs: frozenset[str]
    striking: frozenset[str]
    force_verbs: frozenset[str]
    undone: frozenset[str]
    breaching: frozenset[str]
    mortal: frozenset[str]
    deadly: frozenset[str]
    hurts: frozenset[str]
    surviving: frozenset[str]
    not_done: frozenset[str]


_LISTS = tuple(f.name for f in fields(TollWords) if f.type == "frozenset[str]")
_FILE = Form({"fates": (list,), "victims": (dict,), "taken": (dict,), **dict.fromkeys(_LISTS, (list,))}, {})


def verb_forms(lemma: str) -> tuple[str, ...]:
    """Return the regular forms of a verb, which capitals hide from the tagger ("Raid Kills 5 Soldiers").

    >>> verb_forms("kidnap")
    ('kidnap', 'kidnaps', 'kidnapping', 'kidnapped')
    """
    ending = "es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s"
    stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma
    if stem[-1] == "y" and stem[-2] not in _VOWELS:
        return lemma, stem[:-1] + "ies", stem + "ing", stem[:-1] + "ied"
    doubles = stem == lemma and stem[-1] in "pbg" and stem[-2] in _VOWELS and stem[-3] not in _VOWELS
    if doubles:
        stem += stem[-1]
    past = stem + ("d" if stem.endswith("ee") else "ed")
    return lemma, lemma + ending, stem + "ing", past


@cache
def toll_words() -> TollWords:
    """Return the tables of ``tolls.yml``; raises VocabularyError where it breaks its form.

    >>> toll_words().verbs["kill"], toll_words().suffer["flee"], toll_words().forms["killing"]
    ('killed', 'displaced', 'killed')
    """
    value = check_entry(read_yaml(files("crossbearing.extract.phrases") / "tolls.yml"), _FILE, "tolls.yml")
    verbs: dict[str, str] = {}
    tables: dict[str, dict[str, str]] = {"verbs": verbs, "suffer": {}, "nouns": {}, "words": {}}
    for entry in value["fates"]:
        line = entry.get("__line__", 0) if isinstance(entry, dict) else 0
        fate = check_entry(entry, _FATE, f"tolls.yml:{line}")
        if fate["quantity"] not in CODES["quantity"]:
            raise VocabularyError(f"tolls.yml:{line}: {fate['quantity']!r} is no quantity of the contract")
        for name, table in tables.items():
            for word in fate[name]:
                table.setdefault(word, fate["quantity"])
    forms = {form: quantity for lemma, quantity in verbs.items() for form in verb_forms(lemma)}
    forms["slain"] = forms["slew"] = "killed"
    forms["held"] = "detained"
    return TollWords(
        verbs=verbs,
        forms=forms,
        suffer=tables["suffer"],
        nouns=tables["nouns"],
        words=tables["words"],
        victims=plain(value["victims"]),
        taken=plain(value["taken"]),
        **{name: frozenset(value[name]) for name in _LISTS},
    )
