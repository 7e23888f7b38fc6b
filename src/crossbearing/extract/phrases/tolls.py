"""Links counted phrases to what befell those counted: killed, injured, held, displaced ...

Families attach the counts of their events through this module. Words next to the number decide before the parse does:
in headlines and lists ("12 dead, 30 injured") the words are sure and the parse is not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.extract.phrases.quantities import QuantityPhrase
from crossbearing.extract.phrases.tolls_adjacent import Beside
from crossbearing.extract.phrases.tolls_governed import Governed
from crossbearing.extract.phrases.tolls_words import toll_words
from crossbearing.text.tokens import Sentence, Token

__all__ = ["TollLink", "toll_links", "toll_words"]

# What the noun states by itself, but a verb may overrule ("released 12 hostages").
_WEAK = frozenset(
    ["abducted", "detained", "captured", "displaced", "evacuated", "besieged", "released", "returned", "missing"]
)
_THINGS = {
    "strikes": "strikes",
    "munitions": "other",
    "vehicles": "vehicles",
    "buildings": "buildings",
    "things": "other",
    "times": "strikes",
}
_PEOPLE = frozenset(["people", ""])
_JOINING = frozenset(["and", "or", "/", "&", ",", "as", "well", "plus", "along", "together", "alongside", "with"])
_WHERE = frozenset(["in", "at", "near", "on"])
# What may befall those whose noun is unknown ("two clips were released" counts nobody).
_SURE = frozenset(["killed", "injured", "killed_or_injured", "abducted", "detained", "displaced", "missing"])


@dataclass(frozen=True, slots=True)
class TollLink:
    """A phrase, the quantity word it counts and the token that says so (-1: the noun itself, or a phrase before)."""

    phrase: QuantityPhrase
    quantity: str
    predicate: int


def toll_links(sentence: Sentence, quantities: Sequence[QuantityPhrase]) -> list[TollLink]:
    """Return the links of a sentence in text order; ``quantities`` are all its phrases, from ``find_quantities``.

    A phrase whose noun is unknown becomes one of people, in place, where a word says what befell it.
    """
    if not quantities:
        return []
    linker = _Linker(sentence, quantities)
    found: dict[int, TollLink] = {}
    for index, phrase in enumerate(quantities):
        link = linker.own(phrase) or linker.inherited(index, phrase, found)
        if link is not None:
            found[index] = link
    for index in range(len(quantities) - 1, -1, -1):
        if index not in found:
            link = linker.handed_back(index, found)
            if link is not None:
                found[index] = link
    linker.tell_fatal(found)
    for link in found.values():
        if not link.phrase.kind:
            link.phrase.kind = "people"
            link.phrase.category = "people" if link.phrase.category == "things" else link.phrase.category
    return [found[i] for i in sorted(found)]


class _Linker:
    """Asks, phrase by phrase, what befell those counted."""

    def __init__(self, sentence: Sentence, quantities: Sequence[QuantityPhrase]) -> None:
        self._sentence = sentence
        self._tokens = sentence.tokens
        self._quantities = quantities
        self._anchors = sorted(p.anchor for p in quantities if p.anchor is not None)
        self._words = toll_words()
        self._beside = Beside(sentence, quantities)
        self._governed = Governed(sentence, self._beside)

    def own(self, phrase: QuantityPhrase) -> TollLink | None:
        """Return the link that the phrase's own words or its predicate give."""
        if phrase.kind in _THINGS:
            return self._thing(phrase)
        strong = phrase.hint is not None and phrase.hint not in _WEAK and phrase.anchor is None
        if strong and (not phrase.indefinite or self._tokens[phrase.head].lemma in {"body", "corpse"}):
            return TollLink(phrase, self._beside.own_hint(phrase), -1)
        found = self._predicate(phrase)
        if found is not None and phrase.hint is not None and self._governed.undone(found[1]):
            found = None
        if found is not None and found[0] == "injured" and self._fatal(found[1]):
            found = "killed", found[1]
        if found is not None and phrase.kind != "people" and self._tokens[found[1]].lemma == "hold":
            found = None
        if found is not None and (phrase.elliptic or self._may_be_people(phrase) or found[0] in _SURE):
            return TollLink(phrase, *found)
        if phrase.hint is not None and not phrase.indefinite and phrase.anchor is None:
            return TollLink(phrase, phrase.hint, -1)
        return self._forces(phrase)

    def _fatal(self, predicate: int) -> bool:
        """ "Fatally wounded" is dead."""
        near = self._tokens[max(0, predicate - 1) : predicate]
        return any(t.lower in self._words.mortal for t in near)

    def _predicate(self, phrase: QuantityPhrase) -> tuple[str, int] | None:
        if phrase.anchor is not None and self._anchor_fate(phrase) is not None:
            return self._beside.behind(phrase)
        if self._holds_anchor(phrase):
            # "3 of 10 suspects were arrested" arrests three; "two of the 12 killed" kills twelve.
            found = self._beside.behind(phrase)
            apart = found is not None and any(
                t.tag in {"VBD", "VBP", "VBZ"} for t in self._tokens[phrase.last + 1 : found[1]]
            )
            return None if apart else found
        return (
            self._beside.before(phrase)
            or self._beside.behind(phrase)
            or self._governed.predicate(phrase)
            or self._governed.result(phrase)
            or self._governed.accompanied(phrase)
        )

    def _holds_anchor(self, phrase: QuantityPhrase) -> bool:
        """Say whether another phrase counts a part of this one ("3 of 10 suspects")."""
        inside = bisect_right(self._anchors, phrase.last) - bisect_left(self._anchors, phrase.first)
        own = phrase.anchor is not None and phrase.first <= phrase.anchor <= phrase.last
        return inside > own

    def _may_be_people(self, phrase: QuantityPhrase) -> bool:
        return phrase.kind == "people" or self._tokens[phrase.head].lower == "others"

    def inherited(self, index: int, phrase: QuantityPhrase, found: dict[int, TollLink]) -> TollLink | None:
        """Return the link a part takes from its whole, and one in a list from the phrase before it."""
        if phrase.kind not in _PEOPLE:
            return None
        if phrase.subset_of is not None:
            fate = self._anchor_fate(phrase)
            if fate is not None:
                return TollLink(phrase, fate, -1)
            above = found.get(phrase.subset_of)
            return None if above is None else TollLink(phrase, above.quantity, above.predicate)
        above = found.get(index - 1)
        if above is None or above.phrase.kind not in _PEOPLE:
            return None
        if not (self._one_list(above.phrase, phrase) or self._gapped(above.phrase, phrase)):
            return None
        return None if self._starts_clause(phrase) else TollLink(phrase, above.quantity, above.predicate)

    def handed_back(self, index: int, found: dict[int, TollLink]) -> TollLink | None:
        """Return the link that a list takes from the word behind its last number, and a part from a later whole."""
        phrase, after = self._quantities[index], found.get(index + 1)
        if phrase.subset_of is not None and phrase.subset_of > index:
            whole = found.get(phrase.subset_of)
            return None if whole is None else TollLink(phrase, whole.quantity, whole.predicate)
        if after is None or phrase.kind not in _PEOPLE or after.phrase.kind not in _PEOPLE:
            return None
        if after.predicate <= after.phrase.last or after.phrase.subset_of is not None:
            return None
        return TollLink(phrase, after.quantity, after.predicate) if self._one_list(phrase, after.phrase) else None

    def tell_fatal(self, found: dict[int, TollLink]) -> None:
        """Set what an adverb says of a part: "eleven were wounded, two of them fatally" kills two of the eleven."""
        for index in sorted(found)[1:]:
            part, whole = found[index], found.get(index - 1)
            behind = [t.lower for t in self._tokens[part.phrase.last + 1 : part.phrase.last + 4]]
            behind = behind[2:] if behind[:1] == ["of"] else behind
            fatal = bool(set(behind[:1]) & self._words.mortal)
            if fatal and part.quantity == "injured" and whole is not None and whole.quantity == "injured":
                found[index] = TollLink(part.phrase, "killed", part.predicate)
                found[index - 1] = TollLink(whole.phrase, "killed_or_injured", whole.predicate)

    def _gapped(self, above: QuantityPhrase, phrase: QuantityPhrase) -> bool:
        """ "five were killed in the town and one in the village": the second has the verb of the first."""
        between = [t.lower for t in self._tokens[above.last + 1 : phrase.first]]
        where = {t.lower for t in self._tokens[phrase.last + 1 : phrase.last + 2]} & _WHERE & set(between)
        return phrase.elliptic and between[-1:] == ["and"] and bool(where)

    def _one_list(self, above: QuantityPhrase, phrase: QuantityPhrase) -> bool:
        between = self._tokens[above.last + 1 : phrase.first]
        nouns = not above.elliptic and not phrase.elliptic  # "22 children 6 teachers killed"
        return (nouns or len(between) > 0) and len(between) <= 3 and all(t.lower in _JOINING for t in between)

    def _anchor_fate(self, phrase: QuantityPhrase) -> str | None:
        """Return what "of the dead", "of those wounded" says of the part."""
        if phrase.anchor is None:
            return None
        anchor = self._tokens[phrase.anchor]
        if anchor.lower == "those":
            return self._beside.fate(self._beside.at(anchor.i + 1))
        return self._beside.fate(anchor) or self._victim(anchor)

    def _victim(self, token: Token) -> str | None:
        """Return what the noun says of those it names; "victims" beside a shot or a hospital need not be dead."""
        if token.lemma == "victim" and any(t.lemma in self._words.surviving for t in self._tokens):
            return None
        return self._words.victims.get(token.lemma)

    def _starts_clause(self, phrase: QuantityPhrase) -> bool:
        """Whether the phrase is the subject of a verb of its own."""
        token = self._tokens[phrase.head]
        return token.dep in {"nsubj", "nsubjpass"} and token.head > phrase.last

    # -- things and forces -----------------------------------------------------------------------------------------

    def _thing(self, phrase: QuantityPhrase) -> TollLink | None:
        """Things count where something struck or took them; vehicles and strikes count by themselves."""
        if phrase.indefinite or (phrase.kind in {"strikes", "munitions", "vehicles"} and phrase.anchor is not None):
            return None
        above = list(self._sentence.ancestors(self._tokens[phrase.head]))[:4]
        verb = self._striking(phrase, above)
        if phrase.kind == "times" and any(t.lemma in self._words.breaching for t in above):
            return TollLink(phrase, "other", -1)
        if phrase.kind in {"times", "things", "buildings"}:
            return TollLink(phrase, _THINGS[phrase.kind], verb.i) if verb is not None else None
        subject = self._governed.top(phrase)
        if (
            phrase.kind == "vehicles"
            and subject.dep == "nsubj"
            and self._tokens[subject.head].lemma in self._words.striking
        ):
            return None
        return TollLink(phrase, _THINGS[phrase.kind], -1)

    def _striking(self, phrase: QuantityPhrase, above: list[Token]) -> Token | None:
        """Return the verb that strikes the things: above them, or a participle behind ("two houses destroyed")."""
        verbs = [t for t in above if t.is_verb] + [self._tokens[c] for c in self._tokens[phrase.head].children]
        return next((t for t in verbs if t.lemma in self._words.striking), None)

    def _forces(self, phrase: QuantityPhrase) -> TollLink | None:
        """ "sent thousands of fighters", "there are 2,000 insurgents": combatants counted as a force."""
        if phrase.category != "combatants":
            return None
        top = self._governed.top(phrase)
        verb = self._tokens[top.head]
        there = any(self._tokens[c].dep == "expl" for c in verb.children)
        return TollLink(phrase, "fighters", verb.i) if verb.lemma in self._words.force_verbs or there else None
