"""Holds the number of a count in another language than English to its words, as far as a table of it reads them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crossbearing.extract.phrases.quantities_lexicon import vague_range
from crossbearing.extract.phrases.quantities_numbers import apply_bound, between
from crossbearing.llm.numbers import Said, nearest
from crossbearing.model.mention import Mention
from crossbearing.text.languages.figures import Figure, figures, read_words, single
from crossbearing.text.languages.tables import language

_SHARED = frozenset({"at_least", "more_than", "up_to", "less_than", "nearly", "about"})
# A bound runs on over a list ("at least 12 soldiers and 30 rebels"): so far behind the number before it.
_LIST_REACH = 60


@dataclass(frozen=True, slots=True)
class Checked:
    """The number that is kept, what was mended in the reply's (else empty), and why it could not be checked, if so."""

    number: Said
    mended: str = ""
    unchecked: str = ""


def _said(figure: Figure, bound: str | None = None) -> Said:
    if figure.vague:
        return Said("vague", *vague_range(figure.vague))
    if figure.second is not None:
        return Said("range", *between(figure.first, figure.second))
    meant = bound or figure.bound
    return Said(meant, *apply_bound(meant, figure.first))


def foreign_readings(text: str, mention: Mention, sentence: tuple[int, int], code: str) -> list[Said]:
    """Return every number that the words of a count say, in its sentence and under a bound that runs on over a list.

    >>> text = "مقتل ما لا يقل عن 12 جنديا و٣٠ مدنيا"
    >>> [(s.bound, s.low) for s in foreign_readings(text, Mention.of(text, 27, 36), (0, len(text)), "ar")]
    [('exact', 30), ('at_least', 30)]
    """
    found: list[Said] = []
    before: Figure | None = None
    for figure in figures(text, *sentence, language(code)):
        if mention.start <= figure.start and figure.end <= mention.end:
            found.append(_said(figure))
            runs_on = before is not None and before.bound in _SHARED and figure.start - before.end <= _LIST_REACH
            if before is not None and runs_on and figure.bound == "exact" and not figure.vague:
                found.append(_said(figure, before.bound))
        before = figure if figure.bound != "exact" or before is None else before
    return list(dict.fromkeys(found))


def held_foreign_number(
    said: Said, text: str, mention: Mention, sentence: tuple[int, int], code: str
) -> Checked | None:
    """Return the number that the words say, or the reply's own with the reason why nothing could check it.

    None where the words say another number. Of a language without a table only figures are read: they must agree, and
    the bound is the reply's.

    >>> text = "Не менее двадцати человек погибли"
    >>> held_foreign_number(Said("exact", 20, 20, 20), text, Mention.of(text, 0, 25), (0, 33), "ru").number.bound
    'at_least'
    >>> held_foreign_number(Said("exact", 19, 19, 19), text, Mention.of(text, 0, 25), (0, 33), "ru") is None
    True
    """
    table = language(code)
    found = foreign_readings(text, mention, sentence, code)
    if table is None and found:
        agreeing = nearest(replace(said, bound="exact"), found)
        why = f"no table reads the words of {code!r}: its figures agree, its bound is the reader's"
        return None if agreeing is None or not _rises(said) else Checked(said, unchecked=why)
    if not found and table is not None and single(read_words(*_span(text, mention), table).words, table):
        found = [Said("exact", *apply_bound("exact", 1))]
    if not found:
        if not _rises(said):
            return None
        return Checked(said, unchecked="no figure and no number word that is known stands in its words")
    held = nearest(said, found)
    return None if held is None else Checked(*held)


def _rises(said: Said) -> bool:
    """Say whether low, best and high of a reply, those that are given, do not fall; words that are read never do."""
    given = [v for v in (said.low, said.best, said.high) if v is not None]
    return bool(given) and given == sorted(given)


def _span(text: str, mention: Mention) -> tuple[str, int, int]:
    return text, mention.start, mention.end
