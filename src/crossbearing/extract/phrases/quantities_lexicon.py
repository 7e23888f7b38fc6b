"""The words of counting, read once from ``quantities.yml`` and turned into tables the number grammar looks up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from crossbearing.extract.phrases.tolls_words import toll_words
from crossbearing.model.errors import VocabularyError
from crossbearing.vocab.loader import Form, check_entry, plain, read_yaml

PROFILES = ("native", "acled", "atrocities")
Range = tuple[int, int | None, int | None]
# Words of a phrase, and what the phrase means.
Phrases = dict[str, list[tuple[tuple[str, ...], str]]]

_SETS = ("additional", "groups", "collective", "measure_modifiers", "neutral", "months", "time_nouns")
_SECTIONS = Form(
    {
        **dict.fromkeys(("cardinals", "multipliers", "fractions"), (dict,)),
        **dict.fromkeys(("vague", "bounds", "openers", "nouns", "modifiers", "excluded", *_SETS), (list,)),
    },
    {},
)
_VAGUE = Form({"words": (list,), "native": (list,)}, {"acled": (list,), "atrocities": (list,), "times": (list,)})
_BOUND = Form({"bound": (str,), "before": (list,), "after": (list,)}, {})
_NOUN = Form({"kind": (str,), "category": (str,), "words": (list,)}, {"hint": (str,)})
_MODIFIER = Form({"words": (list,)}, {"category": (str,), "hint": (str,), "of": (list,)})
_EXCLUDED = Form({"reason": (str,)}, {"before": (list,), "after": (list,)})


@dataclass(frozen=True, slots=True)
class Unit:
    """What a counted noun is: its kind, its category and the quantity it states by itself ("bodies": killed)."""

    kind: str
    category: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Modifier:
    """What a word before the head changes; ``of`` limits it to some heads (empty: any head of people)."""

    category: str | None
    hint: str | None
    of: frozenset[str]


@dataclass(slots=True)
class Lexicon:
    """The tables of the number grammar; phrases are keyed by their first word, those before a number by the last."""

    cardinals: dict[str, int]
    multipliers: dict[str, int]
    fractions: Phrases
    fraction_values: dict[str, int]
    vague: Phrases
    vague_values: dict[str, dict[str, Range]]
    factors: dict[str, Range]
    before: Phrases
    after: Phrases
    openers: Phrases
    additional: frozenset[str]
    nouns: dict[str, Unit]
    modifiers: dict[str, tuple[Modifier, ...]]
    groups: frozenset[str]
    collective: frozenset[str]
    excluded_before: dict[str, str]
    excluded_after: dict[str, str]
    measure_modifiers: frozenset[str]
    neutral: frozenset[str]
    months: frozenset[str]
    time_nouns: frozenset[str]
    triggers: frozenset[str] = field(default_factory=frozenset)


def _tokens(phrase: str) -> tuple[str, ...]:
    """Cut a phrase the way the tokenizer does: at blanks and around hyphens between letters."""
    return tuple(re.sub(r"(?<=\w)-(?=\w)", " - ", phrase).split())


def _phrases(pairs: Iterable[tuple[str, str]], by_last: bool = False) -> Phrases:
    found: Phrases = {}
    for phrase, meaning in pairs:
        words = _tokens(phrase)
        found.setdefault(words[-1] if by_last else words[0], []).append((words, meaning))
    for entries in found.values():
        entries.sort(key=lambda e: (-len(e[0]), e[0]))
    return found


def _range(values: list[Any], place: str) -> Range:
    if len(values) != 3 or not isinstance(values[0], int):
        raise VocabularyError(f"{place}: a range is [low, best, high] with a low, not {values!r}")
    known = [v for v in values if v is not None]
    if known != sorted(known):
        raise VocabularyError(f"{place}: low, best and high must not fall: {values!r}")
    return values[0], values[1], values[2]


def _entries(value: list[Any], form: Form, section: str) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for entry in value:
        line = entry.get("__line__", 0) if isinstance(entry, dict) else 0
        place = f"quantities.yml:{line} ({section})"
        found.append((place, check_entry(entry, form, place)))
    return found


def _modifiers(entries: list[tuple[str, dict[str, Any]]]) -> dict[str, tuple[Modifier, ...]]:
    found = {word: [Modifier(None, fate, frozenset())] for word, fate in toll_words().words.items()}
    for _, entry in entries:
        modifier = Modifier(entry.get("category"), entry.get("hint"), frozenset(entry.get("of", ())))
        for word in entry["words"]:
            found.setdefault(word, []).append(modifier)
    return {word: tuple(modifiers) for word, modifiers in found.items()}


def _nouns(entries: list[tuple[str, dict[str, Any]]]) -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for _, entry in entries:
        for word in entry["words"]:
            found.setdefault(word, Unit(entry["kind"], entry["category"], entry.get("hint")))
    return found


def _reasons(entries: list[tuple[str, dict[str, Any]]], side: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for _, entry in entries:
        for word in entry.get(side, ()):
            found.setdefault(str(word), entry["reason"])
    return found


def _vague(entries: list[tuple[str, dict[str, Any]]]) -> tuple[Phrases, dict[str, dict[str, Range]], dict[str, Range]]:
    pairs: list[tuple[str, str]] = []
    values: dict[str, dict[str, Range]] = {}
    factors: dict[str, Range] = {}
    for place, entry in entries:
        name = entry["words"][0]
        pairs.extend((word, name) for word in entry["words"])
        values[name] = {p: _range(entry[p], place) for p in PROFILES if p in entry}
        if "times" in entry:
            factors[name] = _range(entry["times"], place)
    return _phrases(pairs), values, factors


def _triggers(value: Mapping[str, Any], vague: Phrases) -> frozenset[str]:
    """Words one of which stands in every sentence with a number in words, or with "a"/"an" before a person."""
    words = {*value["cardinals"], *value["multipliers"], *vague, "a", "an", "another", "quarter", "half"}
    return frozenset(words)


@cache
def lexicon() -> Lexicon:
    """Return the tables; raise VocabularyError where the file breaks its form.

    >>> lexicon().vague_values["several"]["native"], lexicon().nouns["corpse"].hint
    ((3, 4, 9), 'killed')
    """
    raw = read_yaml(files("crossbearing.extract.phrases") / "quantities.yml")
    value = check_entry(raw, _SECTIONS, "quantities.yml")
    simple = {k: plain(value[k]) for k in ("cardinals", "multipliers", "fractions")}
    vague, vague_values, factors = _vague(_entries(value["vague"], _VAGUE, "vague"))
    bounds = [e for _, e in _entries(value["bounds"], _BOUND, "bounds")]
    excluded = _entries(value["excluded"], _EXCLUDED, "excluded")
    return Lexicon(
        cardinals=simple["cardinals"],
        multipliers=simple["multipliers"],
        fractions=_phrases((phrase, phrase) for phrase in simple["fractions"]),
        fraction_values=simple["fractions"],
        vague=vague,
        vague_values=vague_values,
        factors=factors,
        before=_phrases(((w, b["bound"]) for b in bounds for w in b["before"]), by_last=True),
        after=_phrases((w, b["bound"]) for b in bounds for w in b["after"]),
        openers=_phrases(((w, w) for w in value["openers"]), by_last=True),
        nouns=_nouns(_entries(value["nouns"], _NOUN, "nouns")),
        modifiers=_modifiers(_entries(value["modifiers"], _MODIFIER, "modifiers")),
        excluded_before=_reasons(excluded, "before"),
        excluded_after=_reasons(excluded, "after"),
        **{name: frozenset(value[name]) for name in _SETS},
        triggers=_triggers(value, vague),
    )


def vague_range(word: str, profile: str = "native") -> Range:
    """Return (low, best, high) of a vague word under a profile; a profile that does not state it falls back to native.

    Raises VocabularyError for an unknown word or profile.

    >>> vague_range("dozens"), vague_range("dozens", "acled")
    ((24, 36, 99), (12, 12, 12))
    """
    if profile not in PROFILES:
        raise VocabularyError(f"vague words: no profile {profile!r}; known: {', '.join(PROFILES)}")
    tables = lexicon()
    words = _tokens(word)
    for phrase, name in tables.vague.get(words[0], ()):
        if phrase == words:
            values = tables.vague_values[name]
            return values.get(profile, values["native"])
    raise VocabularyError(f"vague words: {word!r} is not in quantities.yml")
