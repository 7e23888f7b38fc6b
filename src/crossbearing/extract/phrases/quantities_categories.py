"""Which people or things a counted noun means: category and hint from the noun, its modifiers and its "of"."""

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.extract.phrases.quantities_lexicon import Unit, lexicon
from crossbearing.extract.phrases.tolls_words import toll_words
from crossbearing.model.numbers import whole_number
from crossbearing.text.tokens import Token
from crossbearing.vocab.nouns import kinds_of

# Words of armed bodies, whose members are combatants.
_BODIES = frozenset("force militia army police guard brigade battalion unit front movement militant military".split())
# Named bodies whose members are no fighters.
_KIN = ("tribe", "tribes", "clan", "family", "community", "party", "church")
# Heads that bear no arms whosever name stands before them: "three agency workers", "a staff member".
_UNARMED = frozenset(
    "staff worker employee volunteer resident inhabitant relative citizen child family refugee survivor victim".split()
)
_GROWN_UP = 18
UNKNOWN = Unit("", "things")
ELLIPTIC = Unit("", "people")
_ONE = frozenset({"a", "an", "another", "one"})
_OF_KINDS = {
    frozenset({"PERSON"}): Unit("people", "people"),
    frozenset({"FORCE", "PERSON"}): Unit("people", "combatants"),
    frozenset({"VEHICLE"}): Unit("vehicles", "things"),
    frozenset({"FACILITY"}): Unit("buildings", "things"),
}
# Participles and adjectives that say what befell those counted; behind a bare number they are its predicate.
FATES = toll_words().words


class Categories:
    """Names the category of the nouns of one sentence."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._tables = lexicon()

    def _word(self, i: int) -> str:
        return self._tokens[i].lower if 0 <= i < len(self._tokens) else ""

    def unit(self, i: int) -> Unit:
        """Return what the noun at token ``i`` counts, UNKNOWN where no list says it."""
        token = self._tokens[i]
        if (
            token.kind
            and token.lower not in self._tables.nouns
            and token.lower.removesuffix("s") not in self._tables.nouns
        ):
            if token.kind == "actor":
                return Unit("people", "combatants")
            return Unit("people", "people") if token.tag == "NNPS" and token.kind != "outlet" else UNKNOWN
        unit = self._tables.nouns.get(token.lower) or self._tables.nouns.get(token.lemma.lower())
        if token.lemma == "year-old":
            return Unit("people", "children" if self._is_minor(i) else "people")
        if unit is None and token.lower.endswith("men"):
            unit = Unit("people", "people")
        if unit is None and (token.tag == "NNPS" or (token.tag == "NNP" and token.lower.endswith(("s", "i", "ese")))):
            return Unit("people", "people")
        if unit is None and token.lower in FATES:
            return Unit("people", "people", FATES[token.lower])
        return unit or self._by_kind(token)

    def _by_kind(self, token: Token) -> Unit:
        """Return what a noun of no list counts, where WordNet knows only people, vehicles or what is built.

        A singular must have its own "a": in headlines a bare one says who tells of it ("kills 58 monitor").
        """
        one = token.tag == "NN" and any(self._word(k) in _ONE for k in token.children)
        if token.lemma in self._tables.neutral or not (one or token.tag == "NNS"):
            return UNKNOWN
        return _OF_KINDS.get(kinds_of(token.lemma), UNKNOWN)

    def _is_minor(self, i: int) -> bool:
        """Whether the age before "old" is a child's: under eighteen years, or told in months, weeks or days."""
        before = [self._word(k) for k in range(max(0, i - 4), i)]
        if "year" not in before:
            return True
        number = before[max(0, before.index("year") - 2) : before.index("year")]
        cardinals = self._tables.cardinals
        years = [n for w in number if (n := cardinals.get(w, whole_number(w))) is not None]
        return bool(years) and years[-1] < _GROWN_UP

    def modified(self, unit: Unit, head: int, modifiers: list[int]) -> tuple[Unit, list[int]]:
        """Let the words before the head set category and hint ("civilian casualties", "medical staff")."""
        kept = []
        category, hint = unit.category, unit.hint
        head_lemma = self._tokens[head].lemma
        for k in modifiers:
            used = False
            for modifier in self._tables.modifiers.get(self._word(k), ()):
                if modifier.of and head_lemma not in modifier.of:
                    continue
                if unit.kind != "people":
                    continue
                category = modifier.category or category
                hint = hint or modifier.hint
                used = True
            if not used and self._tokens[k].tag not in {"RB", "CC", ",", "``", "''"}:
                kept.append(k)
        named = any(self._tokens[k].kind == "actor" for k in kept if not self._word(k).endswith(_KIN))
        if head_lemma in _UNARMED or any(self._word(k) == "staff" for k in modifiers):
            named = False
        if unit.kind == "people" and category == "people" and head_lemma in self._tables.groups and named:
            category = "combatants"
        return Unit(unit.kind, category, hint), kept

    def of_group(self, unit: Unit, head: int, inner: int) -> Unit:
        """Read "members of medical staff" as medics, "bodies of civilians" as civilians."""
        named, kept = self.modified(self.unit(inner), inner, list(range(head + 2, inner)))
        if unit.category != "people":
            return unit
        if named.kind == "people" and named.category not in {"people", "families"}:
            return Unit("people", named.category, unit.hint or named.hint)
        if self._word(head + 1) == "of" and self._tokens[head].lemma in {"member", "element", "cadre"}:
            words = {w for k in range(head + 2, inner + 1) for w in (self._word(k), self._tokens[k].lemma)}
            if words & _BODIES:
                return Unit("people", "combatants", unit.hint)
            kin = self._tokens[inner].text.lower().endswith(_KIN)
            if not kin and any(self._tokens[k].kind == "actor" for k in (*kept, inner)):
                return Unit("people", "combatants", unit.hint)
        return unit
