"""A name as another language writes it in a sentence, brought back to the forms under which it may be known.

Nothing fuzzy: a letter or word that stands before names, a case ending, a suffix behind an apostrophe is taken off as
the language's table says, and what is left must be a known name letter for letter (``writing.form_of``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from crossbearing.text.languages.tables import Language, language
from crossbearing.text.languages.writing import form_of

MOST_FORMS = 400
"""Forms tried of one name; a name of four words that all decline has no more."""

_SHORTEST = 2
_QUOTES = "\"'«»„“”‘’‹›()[]،,.:;"


@lru_cache(maxsize=20_000)
def name_forms(text: str, code: str) -> tuple[tuple[str, str], ...]:
    """Return (form, what was taken off) of a name in a language, the name as written first; forms are ``form_of``'s.

    >>> name_forms("والجيش السوري", "ar")[1]
    ('الجيش السوري', 'و')
    >>> ("харьков", "-е") in name_forms("Харькове", "ru"), name_forms("Halep'te", "tr")[1]
    (True, ('halep', "'te"))
    """
    return _forms(form_of(_bare(text)), code)


@lru_cache(maxsize=20_000)
def written_forms(text: str, code: str) -> tuple[tuple[str, str], ...]:
    """Return the same in lower case with its own letters, as gazetteers write names: with accents, ё, hamza.

    >>> written_forms("وأريحا", "ar")[1]
    ('أريحا', 'و')
    """
    return _forms(_bare(text).lower().replace("’", "'"), code)


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(_QUOTES)


def _forms(whole: str, code: str) -> tuple[tuple[str, str], ...]:
    table = language(code)
    found = {whole: ""}
    if table is not None:
        for form, why in islice(_stripped(whole, table), MOST_FORMS):
            if len(form) >= _SHORTEST:
                found.setdefault(form, why)
    return tuple(found.items())


def _stripped(whole: str, table: Language) -> Iterator[tuple[str, str]]:
    starts = [(whole, "")]
    if table.code == "tr":
        bare, mark, rest = whole.rpartition("'")
        starts += [(bare, f"{mark}{rest}")] if mark and " " not in rest else []
    for form, why in list(starts):
        starts += _without_words(form, why, table)
    for form, why in list(starts):
        starts += _without_letters(form, why, table)
    yield from starts
    for form, why in starts:
        yield from _declined(form, why, table)


def _without_words(form: str, why: str, table: Language) -> list[tuple[str, str]]:
    """Take articles and prepositions off that stand as words: "de la", "l'"."""
    found: list[tuple[str, str]] = []
    while True:
        word, blank, rest = form.replace("'", " ", 1).partition(" ") if "'" in form[:2] else form.partition(" ")
        if not blank or word not in table.name_words:
            return found
        form, why = rest, f"{why} {word}".strip()
        found.append((form, why))


def _without_letters(form: str, why: str, table: Language) -> list[tuple[str, str]]:
    """Take letters off that stand joined before a name; the article that two of them hide comes back ("لل")."""
    found = []
    for letters in reversed(table.joined):  # the fewest first
        rest = form.removeprefix(letters)
        if rest != form and len(rest) >= _SHORTEST:
            said = f"{why} {letters}".strip()
            found.append((rest, said))
            if table.code == "ar" and letters == "لل":
                found.append((f"ال{rest}", f"{why} ل".strip()))
    # A name that a pack has with its article may stand without it, and the other way about.
    if table.code in ("ar", "he"):
        article = "ال" if table.code == "ar" else "ה"
        found += [
            (article + f, f"{w}, its article added") for f, w in [(form, why), *found] if not f.startswith(article)
        ]
    return found


def _declined(form: str, why: str, table: Language) -> Iterator[tuple[str, str]]:
    """Yield the form with its words in the nominative, by the table's endings, in all combinations."""
    if not table.endings:
        return
    words = form.split()
    if len(words) > 5:
        return
    for chosen in product(*(_nominatives(w, table) for w in words)):
        taken = [t for _, t in chosen if t]
        if taken:
            yield " ".join(w for w, _ in chosen), " ".join(x for x in (why, *taken) if x)


def _nominatives(word: str, table: Language) -> list[tuple[str, str]]:
    found = [(word, "")]
    for ending, instead in table.endings:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST:
            found += [(stem + x, f"-{ending}") for x in instead]
    return found
