"""Keys under which differently written forms of one place name meet.

Four keys, strict to loose: the name as written in lower case, its ASCII form, the transliteration fold (articles and
generic words dropped, vowels and digraphs joined: Yarmuk, Yarmouk) and the consonant skeleton (Jarabulus, Jarablus).
The rules are those measured in the design of the gazetteer; one table holds for Arabic, one for Cyrillic forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from anyascii import anyascii

_ARTICLE = re.compile(r"^(?:al|el|ar|as|ash|at|ad|az|an|ath|adh|ul|il)[- ]+(?=\w)")
_INNER_ARTICLE = re.compile(r"(?<=[ -])(?:al|el|ar|as|ash|at|ad|az|an|ath|adh|ul|il)[- ]+(?=\w)")
# A leading Arabic article before a capital: "Ad Dumayr", "Ash Shaykh".
_CAPITAL_ARTICLE = re.compile(r"^(?:Al|Ar|As|Ash|At|Ad|Az|An|Ath|Adh) (?=[A-Z])")
_QUALIFIER = re.compile(r"\s*\([^)]*\)$")
_GENERIC = """
camp city town village district province governorate oblast raion region county municipality state department
subdistrict refugee the of neighborhood neighbourhood suburb
"""
GENERIC = frozenset(_GENERIC.split())
_SEQUENCES = (
    ("tch", "c"), ("sch", "s"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ou", "u"), ("oo", "u"),
    ("ow", "u"), ("au", "u"), ("aw", "u"), ("ee", "i"), ("iy", "i"), ("ei", "i"), ("ey", "i"), ("ai", "i"),
    ("ay", "i"), ("dj", "j"), ("zh", "j"), ("ck", "k"), ("ph", "f"), ("q", "k"), ("c", "k"), ("w", "u"), ("y", "i"),
    ("o", "u"), ("e", "i"),
)  # fmt: skip
_DOUBLE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiou]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile(r"['`\u2018\u2019\u02bb\u02bc\u02be\u02bf]")


def plain_key(text: str) -> str:
    """Return the name in lower-case ASCII, words joined by one space.

    >>> plain_key("Maʿarrat an-Nuʿmān")
    'maarrat an numan'
    """
    ascii_text = text if text.isascii() else anyascii(text)
    lowered = _APOSTROPHES.sub("", ascii_text.lower())
    return _NOT_WORD.sub(" ", lowered).strip()


@lru_cache(maxsize=20_000)
def fold_key(text: str) -> str:
    """Return the transliteration fold: one key for the usual spellings of a name, empty when nothing is left.

    >>> fold_key("Yarmouk Camp") == fold_key("al-Yarmuk")
    True
    >>> fold_key("Hodeidah") == fold_key("Al Hudaydah")
    True
    """
    words = plain_key(text)
    words = _INNER_ARTICLE.sub("", _ARTICLE.sub("", words))
    kept = [w for w in words.split() if w not in GENERIC] or words.split()
    joined = "".join(kept)
    for old, new in _SEQUENCES:
        joined = joined.replace(old, new)
    joined = _DOUBLE.sub(r"\1", joined)
    if len(joined) > 4:
        joined = joined.removesuffix("h")
        joined = joined.removesuffix("a") if len(joined) > 4 else joined
    return joined


def skeleton(fold: str) -> str:
    """Return the consonants of a fold; too loose to stand alone, and empty under three of them.

    >>> skeleton(fold_key("Jarabulus")) == skeleton(fold_key("Jarablus"))
    True
    """
    consonants = _DOUBLE.sub(r"\1", _VOWELS.sub("", fold))
    return consonants if len(consonants) >= 3 else ""


def article_forms(name: str) -> set[str]:
    """Return how reports write a name that starts with an Arabic article: "Ad Dumayr", "al-Dumayr", "Dumayr".

    The bare form is given only from six letters up: shorter ones are other words too often.

    >>> sorted(article_forms("Ad Dumayr"))
    ['Ad Dumayr', 'Dumayr', 'al-Dumayr']
    """
    forms = {name}
    bare = ""
    if _CAPITAL_ARTICLE.match(name):
        bare = _CAPITAL_ARTICLE.sub("", name)
        forms.add(f"al-{bare}")
    elif name.startswith("al-"):
        bare = name[3:]
    if len(bare) >= 6 and " " not in bare:
        forms.add(bare)
    return forms


def spellings(names: Iterable[str]) -> set[str]:
    """Return the forms to look for of all ``names``: article forms, and without a qualifier in brackets.

    >>> sorted(spellings(["al-Midan (Aleppo)"]))
    ['al-Midan']
    """
    return {form for name in names for form in article_forms(_QUALIFIER.sub("", name))}
