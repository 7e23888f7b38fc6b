"""Reads the number of a quoted count again, by the grammar the rules use, and compares it with what a reply says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.extract.phrases.quantities_lexicon import lexicon
from crossbearing.extract.phrases.quantities_numbers import Number, NumberReader, apply_bound
from crossbearing.model.mention import Mention
from crossbearing.text.tokens import Token

_WORD = re.compile(r"~?\d+(?:[,.']\d+)*(?:k\b|\+)?|[^\W\d_]+(?:\.[^\W\d_]\b)*|[^\w\s]")
_SHARED = frozenset({"at_least", "more_than", "up_to", "less_than", "nearly", "about"})
# Words of a list through which a bound runs on ("at least 12 soldiers and 30 rebels").
_LISTING = frozenset({"and", "or", ",", "&", "plus"})
_AGE_UNITS = frozenset({"year", "years", "month", "months", "day", "days", "week", "weeks"})


@dataclass(frozen=True, slots=True)
class Said:
    """A bound with its lowest, best and highest value; None is not known."""

    bound: str
    low: int | None
    best: int | None
    high: int | None


def _tokens(text: str, start: int, end: int) -> list[Token]:
    """Cut a stretch the way the number grammar expects its words; tags stay empty, for it reads words alone."""
    return [
        Token(i, m.group(), m.group().lower(), m.group().lower(), "", "", i, m.start(), m.end())
        for i, m in enumerate(_WORD.finditer(text, start, end))
    ]


def _read(tokens: Sequence[Token], core: Mention) -> list[Number]:
    """Return the numbers of a stretch whose core lies in the mention, each read once, ages left out."""
    reader = NumberReader(tokens)
    found: list[Number] = []
    before: Number | None = None
    i = 0
    while i < len(tokens):
        number = reader.read(i)
        if number is None:
            i += 1
            continue
        if before is not None and number.bound == "exact" and _listed(tokens[before.last + 1 : number.first]):
            reader.share(number, before.bound if before.bound in _SHARED else "exact")
        inside = core.start <= tokens[number.core_first].start and tokens[number.core_last].end <= core.end
        if inside and not _is_age(tokens, number.last + 1) and not _is_model(tokens, number.core_first):
            found.append(number)
        before = number
        i = max(number.last, number.core_last) + 1
    return found


def _listed(between: Sequence[Token]) -> bool:
    return any(t.lower in _LISTING for t in between) and all(t.lower in _LISTING or t.text.isalpha() for t in between)


def _is_age(tokens: Sequence[Token], after: int) -> bool:
    rest = [t.lower for t in tokens[after : after + 3]]
    return bool(rest) and (rest[0] in _AGE_UNITS or (rest[0] == "-" and len(rest) > 1 and rest[1] in _AGE_UNITS))


def _is_model(tokens: Sequence[Token], at: int) -> bool:
    """Say whether the number is part of a name: "Mi-25", "D-20"."""
    if at < 2 or tokens[at - 1].text != "-" or not tokens[at].text[0].isdigit():
        return False
    glued = tokens[at - 1].end == tokens[at].start and tokens[at - 2].end == tokens[at - 1].start
    return glued and tokens[at - 2].text[-1].isalpha()


def _says_many(mention: Mention) -> bool:
    """Say whether "many" counts: the rules leave it, since it compares as often; a reply has decided that."""
    words = mention.text.lower().split()
    return "many" in words[:2] and words[0] in {"many", "so", "very", "the", "a"}


def readings(text: str, mention: Mention, sentence: tuple[int, int]) -> list[Said]:
    """Return every number that the words of a count say: alone, in their sentence, and under a bound that runs on.

    >>> text = "At least 79 fighters and 68 rebels died"
    >>> [(s.bound, s.low) for s in readings(text, Mention.of(text, 25, 34), (0, len(text)))]
    [('at_least', 68), ('exact', 68)]
    """
    around = _read(_tokens(text, *sentence), mention)
    alone = _read(_tokens(text, mention.start, mention.end), mention)
    found: list[Said] = []
    for number in (*around, *alone):
        said = Said(number.bound, number.low, number.best, number.high)
        if said not in found:
            found.append(said)
    return found


def says_one(mention: Mention) -> bool:
    """Say whether a count without a number word counts one: "a woman", "the attacker", a name; no bare plural.

    >>> says_one(Mention(0, 7, "a woman")), says_one(Mention(0, 9, "civilians"))
    (True, False)
    """
    words = [t.lower for t in _tokens(mention.text, 0, len(mention.text))]
    if words[:1] and words[0] in {"a", "an", "another", "one"}:
        return True
    tables = lexicon()
    plural = {w for w in words if w.endswith("s") and w not in tables.nouns and w[:-1] in tables.nouns}
    return not plural and not set(words) & {"men", "women", "children", "people", "policemen", "servicemen"}


def held_number(said: Said, text: str, mention: Mention, sentence: tuple[int, int]) -> tuple[Said, str] | None:
    """Return the bound and values that the words say, with what was mended in the reply's (else empty).

    None where the words say no such number. The grammar wins: a reply decides between readings, it adds none.

    >>> text = "More than 90 were hurt"
    >>> held_number(Said("more_than", 90, 90, None), text, Mention.of(text, 0, 12), (0, 22))[0].low
    91
    >>> held_number(Said("exact", 19, 19, 19), text, Mention.of(text, 0, 12), (0, 22)) is None
    True
    """
    found = readings(text, mention, sentence)
    if not found and _says_many(mention):
        found = [Said("vague", 2, None, None)]
    elif not found and says_one(mention):
        found = [Said("exact", *apply_bound("exact", 1))]
    return nearest(said, found)


def nearest(said: Said, found: Sequence[Said]) -> tuple[Said, str] | None:
    """Return which of the readings of some words a reply means, with what was mended in it, None where it means none.

    >>> nearest(Said("about", 12, 12, 12), [Said("exact", 12, 12, 12)])
    (Said(bound='exact', low=12, best=12, high=12), 'about 12/12/12 read as exact 12/12/12')
    """
    if said in found:
        return said, ""
    for one in found:
        if one.bound == said.bound and (one.bound == "vague" or _agree(one, said)):
            return one, f"values {_shown(said)} read as {_shown(one)}"
    for one in found:
        if _agree(one, said):
            return one, f"{said.bound} {_shown(said)} read as {one.bound} {_shown(one)}"
    return None


def _agree(words: Said, said: Said) -> bool:
    """Say whether a value of the reply is one that the words give, or the bare number under their bound."""
    given = {v for v in (said.low, said.best, said.high) if v}
    known = {v for v in (words.low, words.best, words.high) if v}
    if words.bound == "more_than" and words.low:
        known.add(words.low - 1)
    if words.bound in {"less_than", "nearly"} and words.best is not None:
        known.add(words.best + 1)
    if words.bound == "up_to":
        known.discard(1 if words.best != 1 else 0)
    if said.bound == "up_to":
        given.discard(1 if said.best != 1 else 0)
    return bool(given & known)


def _shown(said: Said) -> str:
    return "/".join("-" if v is None else str(v) for v in (said.low, said.best, said.high))
