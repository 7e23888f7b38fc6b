"""Writing compared across its variants, and cut into words and figures; offsets count the text as it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from crossbearing.model.numbers import MOST, whole_number

# Vowel points and accents that words are written with or without; marks of Burmese and Indic scripts are letters.
_MARKS = r"\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
_OPTIONAL = re.compile(rf"[{_MARKS}\u0640\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
_ONE_FORM = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ё": "е", "ı": "i"}
    | {"’": "'", "ʼ": "'"}
)
_WORD = rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}\u102b-\u103e\u200c\u200d]|['’ʼ](?=[а-яіїєґА-ЯІЇЄҐ]))*"
_FIGURE = r"\d{1,3}(?:[.,٬'’\u00a0\u202f\u2009 ]\d{3})+(?!\d)|\d+(?:[.,٫]\d{1,2})?(?!\d)|\d+"
_DAY = r"\d{1,2}(?P<s>[./-])\d{1,2}(?P=s)\d{4}(?!\d)"
_TOKEN = re.compile(rf"(?P<day>{_DAY})|(?P<figure>{_FIGURE})|(?P<word>{_WORD})|(?P<mark>\S)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, figure, day or mark (``kind``) of a text; ``form`` is that under which variants of writing meet."""

    kind: str
    form: str
    start: int
    end: int


@lru_cache(maxsize=50_000)
def form_of(text: str) -> str:
    """Return the form under which variants of writing meet: no case, accents or vowel points, one form of each letter.

    Cyrillic keeps its й and ї, Burmese its marks: there they are letters.

    >>> form_of("الجيشُ") == form_of("الجيش"), form_of("Ağrı"), form_of("Рай")
    (True, 'agri', 'рай')
    """
    composed = unicodedata.normalize("NFKC", text).casefold()
    bare = "".join(_bare(c) for c in composed)
    return " ".join(_OPTIONAL.sub("", bare).translate(_ONE_FORM).split())


def _bare(character: str) -> str:
    """Return a Latin letter without its accent, any other character as it is."""
    if character < "\u00c0" or not ("\u00c0" <= character <= "\u024f" or "\u1e00" <= character <= "\u1eff"):
        return character
    return unicodedata.normalize("NFD", character)[0]


def words_of(text: str, start: int, end: int, inside: Iterable[str] | None = None) -> list[Word]:
    """Return the words, figures, days and marks of ``text[start:end]`` in order.

    ``inside`` are the forms to look for in a language that does not part its words, longest first.

    >>> [(w.kind, w.form) for w in words_of("قُتل ١٢ مدنياً", 0, 14)]
    [('word', 'قتل'), ('figure', '١٢'), ('word', 'مدنيا')]
    """
    found: list[Word] = []
    for match in _TOKEN.finditer(text, start, end):
        kind = str(match.lastgroup)
        if kind == "word" and inside is not None:
            found.extend(_cut(text, match.start(), match.end(), inside))
        else:
            found.append(Word(kind, form_of(match.group()), match.start(), match.end()))
    return found


def _cut(text: str, start: int, end: int, inside: Iterable[str]) -> list[Word]:
    """Cut a run of letters at the known words in it, the longest first; what is between stands letter by letter."""
    known = tuple(inside)
    found = []
    while start < end:
        word = next((w for w in known if text.startswith(w, start, end)), text[start])
        found.append(Word("word" if len(word) > 1 else "mark", form_of(word), start, start + len(word)))
        start += len(word)
    return found


def figure_value(form: str) -> tuple[int, int] | None:
    """Return (value times a hundred, value) of a figure, None where it is larger than any count.

    A point or comma before three digits parts thousands, before one or two it begins a fraction.

    >>> figure_value("1.200"), figure_value("٢٬٥٠٠"), figure_value("2,5")
    ((120000, 1200), (250000, 2500), (250, 2))
    """
    parts = re.split(r"[^\d]+", form)
    if len(parts) == 2 and len(parts[1]) < 3:
        whole, part = whole_number(parts[0]), whole_number(parts[1].ljust(2, "0"))
        return None if whole is None or part is None else (whole * 100 + int(part), whole)
    number = whole_number("".join(parts))
    return None if number is None or number > MOST else (number * 100, number)
