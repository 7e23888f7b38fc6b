"""Which counted phrase is part of which, and bounds that run over a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from crossbearing.extract.phrases.quantities_categories import FATES
from crossbearing.extract.phrases.quantities_numbers import Number, NumberReader
from crossbearing.extract.phrases.quantities_units import UnitPhrase
from crossbearing.text.tokens import Sentence, Token

if TYPE_CHECKING:
    from crossbearing.extract.phrases.quantities import QuantityPhrase

_SHARED = frozenset(["at_least", "more_than", "up_to", "less_than", "nearly", "about"])
_LISTING = frozenset(["and", ",", "or", "&", "plus", "/", ";"])
_INCLUDING = frozenset(
    ["including", "include", "includes", "included", "incl", "incl.", "comprising", "comprised", "namely"]
)
# People who may be part of any other people; nobody else is part of a smaller or foreign category.
_PARTS = frozenset(
    ["women", "children", "people", "civilians", "medics", "journalists", "aid_workers", "prisoners", "combatants"]
)
# Words for all those something befell, of whom others are a part ("among the dead").
_BEFALLEN = frozenset(FATES) | frozenset(
    "victims casualties fatalities deaths deceased martyrs evacuees detainees hostages bodies".split()
)
_AMONG = frozenset(["among", "amongst"])
_HARMED = "(?:" + "|".join(sorted(_BEFALLEN)) + ")"
_ARE = "(?: (?:are|were|was|is|being|,|at|least|:|the))*$"
# "among them", "of whom", ", of these killed" or "among the dead and wounded are" right before a part.
_AMONG_THEM = re.compile(
    rf"\b(?:(?:among(?:st)?|of) (?:whom|which)|(?:among(?:st)?|(?:^|(?<=[,;(.] ))of) th(?:em|ese|ose))"
    rf"(?: {_HARMED})*{_ARE}|\b(?:among(?:st)?|of) the (?:(?:{_HARMED}|and|or) )*{_HARMED}{_ARE}"
)
Make = Callable[[Sentence, Number, UnitPhrase], "QuantityPhrase"]


def share_bounds(
    sentence: Sentence, reader: NumberReader, pairs: Sequence[tuple[Number, UnitPhrase]], make: Make
) -> list[QuantityPhrase]:
    """Return the phrases of the numbers; in "At least 79 X and 68 Y" the bound covers both."""
    made: list[QuantityPhrase] = []
    previous: tuple[Number, UnitPhrase] | None = None
    for number, unit in pairs:
        if previous is not None and unit.anchor is None and _one_bound(sentence, previous, (number, unit)):
            reader.share(number, previous[0].bound)
        made.append(make(sentence, number, unit))
        previous = (number, unit)
    return made


def _one_bound(sentence: Sentence, before: tuple[Number, UnitPhrase], after: tuple[Number, UnitPhrase]) -> bool:
    """Whether two phrases are one list: of nouns ("79 X and 68 Y") or of bare fates ("three killed and 30 wounded").

    A verb between them makes two predicates, each with a bound of its own.
    """
    (number, unit), (second, other) = before, after
    if number.bound not in _SHARED:
        return False
    words = [t.lower for t in sentence.tokens]
    between = words[max(unit.last, number.last) + 1 : second.first]
    if between[:1] and between[0] in FATES:
        between = between[1:]
        alike = words[max(other.last, second.last) + 1 :][:1]
        one_kind = bool(alike) and alike[0] in FATES
    else:
        one_kind = unit.head is not None and other.head is not None and unit.unit.kind == other.unit.kind
    return one_kind and 0 < len(between) <= 2 and all(w in _LISTING for w in between)


def link_subsets(sentence: Sentence, phrases: list[QuantityPhrase]) -> None:
    """Set ``subset_of`` of every phrase that the words call a part of another, in place."""
    _inherit_categories(sentence, phrases)
    for index, phrase in enumerate(phrases):
        phrase.subset_of = _whole(sentence, phrases, index)
        if phrase.elliptic and phrase.subset_of is not None and phrase.subset_of >= 0:
            phrase.category = phrases[phrase.subset_of].category
            phrase.kind = phrases[phrase.subset_of].kind


def _inherit_categories(sentence: Sentence, phrases: list[QuantityPhrase]) -> None:
    """Give "another 20" and "three others" the category of the people counted before, unless that is an age or sex."""
    above = ""
    for index, phrase in enumerate(phrases):
        bare = not phrase.kind and (phrase.elliptic or sentence.tokens[phrase.head].lower == "others")
        if bare:
            carried = _CARRIED if phrase.additional else {"combatants"}
            phrase.category = above if above in carried else _category_ahead(sentence, phrases, index)
            phrase.kind = "people" if phrase.additional else ""
        elif phrase.kind == "people" and not phrase.indefinite:
            above = phrase.category


def _category_ahead(sentence: Sentence, phrases: list[QuantityPhrase], index: int) -> str:
    """ "killed 28 and wounded 30 militants": the noun of both stands with the second."""
    if index + 1 == len(phrases):
        return "people"
    following = phrases[index + 1]
    between = sentence.tokens[phrases[index].last + 1 : following.first]
    return following.category if len(between) == 2 and between[0].lower == "and" else "people"


_CARRIED = frozenset(["combatants", "civilians", "medics", "journalists", "aid_workers", "prisoners"])


def _whole(sentence: Sentence, phrases: list[QuantityPhrase], index: int) -> int | None:
    """Return the index of the phrase that this one is part of, -1 where that stands elsewhere, None for no part."""
    phrase = phrases[index]
    if phrase.anchor is None and _listed(sentence, phrases, index):
        return phrases[index - 1].subset_of
    opener = [t.lower for t in sentence.tokens[phrase.first : phrase.number[0]]]
    part = (
        phrase.anchor is not None
        or _after_including(sentence, phrases, index)
        or (phrase.definite and "remaining" in opener)
        or _AMONG_THEM.search(" ".join(t.lower for t in sentence.tokens[max(0, phrase.first - 9) : phrase.first]))
        or _of_those(sentence, phrases, index)
    )
    return _parent(sentence, phrases, index) if part else _whole_behind(sentence, phrases, phrase)


def _after_including(sentence: Sentence, phrases: list[QuantityPhrase], index: int) -> bool:
    """Whether "including" stands before the phrase, right before it or before an uncounted noun listed with it."""
    phrase = phrases[index]
    for token in reversed(sentence.tokens[max(0, phrase.first - 7) : phrase.first]):
        if token.lower in _INCLUDING:
            return True
        inside = any(p.first <= token.i <= p.last for p in phrases[:index])
        if inside or not (token.is_noun or token.tag.startswith("JJ") or token.lower in {"and", ","}):
            return False
    return False


def among_whom(sentence: Sentence, token: Token) -> Token | None:
    """Return the "among" of "... were among the dead" for its subject, None where there is none."""
    verb = sentence.tokens[token.head]
    if token.dep != "nsubj" or verb.lemma != "be":
        return None
    return next((c for c in sentence.children(verb, "prep") if c.lower in _AMONG and c.i > verb.i), None)


def _whole_behind(sentence: Sentence, phrases: list[QuantityPhrase], phrase: QuantityPhrase) -> int | None:
    """ "Six civilians were among 22 people killed": the whole stands behind its part, or elsewhere ("the dead")."""
    among = among_whom(sentence, sentence.tokens[phrase.head])
    if among is None:
        return None
    told = any(t.lower in _BEFALLEN for t in sentence.tokens[among.i + 1 : among.i + 4])
    return next((i for i, p in enumerate(phrases) if p.first == among.i + 1), -1 if told else None)


def _of_those(sentence: Sentence, phrases: list[QuantityPhrase], index: int) -> bool:
    """ "Of the 25 wounded, eight", "among 40 hostages 12": the whole opens the sentence and its part comes next.

    What befell the part alone is a figure of its own ("of the 50 hostages, 12 were released").
    """
    if not index:
        return False
    whole, phrase = phrases[index - 1], phrases[index]
    words = [t.lower for t in sentence.tokens]
    own = {FATES[w] for w in words[phrase.last + 1 : phrase.last + 4] if w in FATES}
    opens = words[: whole.first] in (["of"], ["among"], ["amongst"])
    return opens and words[whole.last + 1 : phrase.first] in ([], [","]) and own <= {_fate_of(sentence, whole)}


def _listed(sentence: Sentence, phrases: list[QuantityPhrase], index: int) -> bool:
    """Whether the phrase goes on a list whose phrase before is a part ("including 17 women and seven children")."""
    if index == 0 or phrases[index - 1].subset_of is None:
        return False
    before, phrase = phrases[index - 1], phrases[index]
    between = sentence.tokens[before.last + 1 : phrase.first]
    return (
        0 < len(between) <= 3
        and all(t.lower in _LISTING or t.lower in {"as", "well"} for t in between)
        and not phrase.additional
    )


def _parent(sentence: Sentence, phrases: list[QuantityPhrase], index: int) -> int:
    """Return the index of the nearest phrase before that can hold this one, -1 where none stands in the sentence."""
    phrase = phrases[index]
    if phrase.anchor is not None:
        for later in range(index + 1, len(phrases)):
            if phrases[later].first <= phrase.anchor <= phrases[later].last:
                return later
    wanted = _anchor_fate(sentence, phrase)
    for candidate in range(index - 1, -1, -1):
        above = phrases[candidate]
        if above.kind not in {phrase.kind, "", "people"} and phrase.kind:
            continue
        if above.high is not None and above.high < phrase.low:
            continue
        if above.low <= phrase.low and above.bound == "exact" == phrase.bound:
            continue
        if above.subset_of is not None and above.subset_of >= 0 and not _can_hold(above, phrase):
            continue
        if wanted is not None and _fate_of(sentence, above) not in {None, wanted}:
            continue
        return candidate
    return -1


def _can_hold(above: QuantityPhrase, phrase: QuantityPhrase) -> bool:
    """Whether a part can have parts: "17 civilians, including seven children", not "17 women and seven children"."""
    return above.category in {"people", "civilians", "families", phrase.category} and phrase.category in _PARTS


def _anchor_fate(sentence: Sentence, phrase: QuantityPhrase) -> str | None:
    """The quantity that "of the wounded" names."""
    return None if phrase.anchor is None else FATES.get(sentence.tokens[phrase.anchor].lower)


def _fate_of(sentence: Sentence, phrase: QuantityPhrase) -> str | None:
    """The quantity that a participle right behind a phrase names ("22 killed"), as far as words alone tell."""
    if phrase.hint is not None:
        return phrase.hint
    behind = sentence.tokens[phrase.last + 1 : phrase.last + 2]
    return FATES.get(behind[0].lower) if behind else None
