"""Which language a text is in: by its script, its letters and its small words; "und" where these do not say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from crossbearing.model.document import Document
from crossbearing.text.languages.tables import base_of, language
from crossbearing.vocab.loader import Form, load_entries

UNKNOWN = "und"
"""The code of a language that is not known, as in BCP 47."""

_LOOKED_AT = 6_000
_SCRIPTS = {
    "latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "cyrillic": "\u0400-\u052f",
    "arabic": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff",
    "hebrew": "\u0590-\u05ff\ufb1d-\ufb4f",
    "myanmar": "\u1000-\u109f",
}
_LETTER = re.compile("|".join(f"(?P<{name}>[{ranges}])" for name, ranges in _SCRIPTS.items()))
_WORD = re.compile(r"[^\W\d_]+")
# Of all letters, how many must be of one script, and how few are no text.
_SHARE, _LEAST_LETTERS = 0.6, 12
# Small words of a Latin text: how many there must be, their share of all words, and how far ahead of the next language.
_LEAST_WORDS, _LEAST_SHARE, _AHEAD = 4, 0.1, 1.5
# How many different ones: a list of names repeats its "al" and "la".
_LEAST_DISTINCT = 3
# A Latin text of so many different words with fewer small words of English than this is no English, whatever it is.
_MANY, _NO_ENGLISH = 60, 0.03
_ENGLISH_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class _Signs:
    script: str
    words: frozenset[str]
    letters: frozenset[str]


@cache
def _signs() -> Mapping[str, _Signs]:
    form = Form({"language": (str,), "script": (str,), "words": (str,)}, {"letters": (str,)})
    entries = load_entries(files("crossbearing.text.languages") / "detect.yml", form)
    return {
        e["language"]: _Signs(e["script"], frozenset(e["words"].split()), frozenset(e.get("letters", "")))
        for _, e in entries
    }


def language_of(text: str) -> str:
    """Return the language that a text shows itself to be in, "und" where it does not show it.

    >>> language_of("The army said that its units had entered the town and that they were in control of it.")
    'en'
    >>> language_of("Двое жителей погибли при обстреле рынка, сообщили местные власти"), language_of("War ended.")
    ('ru', 'und')
    """
    return _language_of(text[:_LOOKED_AT])


@lru_cache(maxsize=4096)
def _script(character: str) -> str | None:
    found = _LETTER.match(character)
    return found.lastgroup if found else None


def _letters(text: str) -> tuple[Counter[str], int]:
    """Return how many letters of a text are of each script and how many it has; each character is looked up once."""
    scripts: Counter[str] = Counter()
    letters = 0
    for character, number in Counter(text).items():
        script = _script(character)
        if script:
            scripts[script] += number
        if character.isalpha():
            letters += number
    return scripts, letters


@lru_cache(maxsize=256)
def _language_of(text: str) -> str:
    counts, letters = _letters(text)
    script = max(sorted(_SCRIPTS), key=lambda name: counts[name])
    if counts[script] < max(_LEAST_LETTERS, _SHARE * letters):
        return UNKNOWN
    languages = [code for code, signs in _signs().items() if signs.script == script]
    if len(languages) == 1:
        return languages[0]
    return _latin(text) if script == "latin" else _by_letters(text, languages)


def _by_letters(text: str, languages: list[str]) -> str:
    """Return the language of a script that several use: the one whose own letters and small words it holds most of."""
    letters = Counter(text.lower())
    words = _words(text)
    scores = []
    for code in languages:
        signs = _signs()[code]
        own = sum(letters[c] for c in signs.letters) + 2 * sum(words[w] for w in signs.words)
        scores.append((own, code))
    (best, code), (second, _) = sorted(scores, reverse=True)[:2]
    return code if best >= _LEAST_WORDS and best >= _AHEAD * second else UNKNOWN


# The same text is asked for its language, for English and for its shares, one after the other.
@lru_cache(maxsize=4)
def _words(text: str) -> Mapping[str, int]:
    words: Counter[str] = Counter()
    for word, number in Counter(_WORD.findall(text)).items():
        words[word.lower()] += number
    return words


def _shares(text: str) -> tuple[dict[str, float], int]:
    counted = _words(text)
    number = sum(counted.values())
    latin = {code: signs for code, signs in _signs().items() if signs.script == "latin"}
    found = {c: sum(counted[w] for w in s.words & counted.keys()) / max(1, number) for c, s in latin.items()}
    return found, number


def _latin(text: str) -> str:
    shares, words = _shares(text)
    ordered = sorted(shares.items(), key=lambda x: (-x[1], x[0]))
    (code, share), (_, second) = ordered[:2]
    distinct = len(_signs()[code].words & _words(text).keys())
    enough = distinct >= _LEAST_DISTINCT and share * words >= _LEAST_WORDS and share >= _LEAST_SHARE
    if enough and share >= _AHEAD * second:
        return code
    return "en" if shares["en"] >= _ENGLISH_SHARE and shares["en"] == share else UNKNOWN


def is_not_english(text: str) -> bool:
    """Say whether a text is surely in another language than English; a short one or one of names alone is not sure.

    >>> is_not_english("قصف الطيران السوق يوم الأحد"), is_not_english("Jabhat al-Nusra, Ahrar al-Sham, Liwa al-Haqq")
    (True, False)
    """
    return _is_not_english(text[:_LOOKED_AT])


@lru_cache(maxsize=256)
def _is_not_english(text: str) -> bool:
    scripts, letters = _letters(text)
    if letters >= _LEAST_LETTERS and scripts["latin"] < (1 - _SHARE) * letters:
        return True
    found = _language_of(text)
    if found == "en":
        return False
    shares, _ = _shares(text)
    if found not in ("en", UNKNOWN):
        return shares.get(found, 1.0) >= 2 * shares["en"]
    return found == UNKNOWN and len(_words(text)) >= _MANY and shares["en"] < _NO_ENGLISH


def reading_language(document: Document) -> str:
    """Return the language to read a document by: its field, unless that says English or nothing and the text another.

    >>> reading_language(Document("d", "قصف الطيران السوق يوم الأحد في المدينة", language="en"))
    'ar'
    >>> reading_language(Document("d", "War ended.", language="und"))
    'en'
    """
    said = base_of(document.language)
    if said not in ("", "en", UNKNOWN):
        return said
    return language_of(document.text) if is_not_english(document.text) else "en"


def language_name(code: str) -> str:
    """Return what a language is called in English, its code where it has no table.

    >>> language_name("ar"), language_name("sw"), language_name("und")
    ('Arabic', 'the language "sw"', 'a language that is not known')
    """
    known = language(code)
    if known is not None:
        return known.name
    if base_of(code) == "en":
        return "English"
    return "a language that is not known" if code == UNKNOWN else f'the language "{code}"'
