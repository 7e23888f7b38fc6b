"""What a number counts: the noun phrase behind it, its category, and what the words before its head add.

Walks the words in order and asks the parse only where order does not decide, because the parser is least sure in
headlines and lists, where counts live.
"""

from __future__ import annotations

from dataclasses import dataclass

from crossbearing.extract.phrases.quantities_categories import ELLIPTIC, FATES, UNKNOWN, Categories
from crossbearing.extract.phrases.quantities_lexicon import Lexicon, Unit, lexicon
from crossbearing.extract.phrases.quantities_numbers import Number
from crossbearing.extract.phrases.tolls_words import toll_words
from crossbearing.text.tokens import Sentence, Token

_MODIFYING = frozenset(["JJ", "JJR", "JJS", "VBN", "VBG", "NN", "NNS", "NNP", "NNPS", "POS", "HYPH", "AFX", "FW"])
_COMPOUND = frozenset(["compound", "nmod", "poss", "amod", "nummod", "npadvmod"])
_QUOTES = frozenset(['"', "'", "``", "''", "“", "”", "‘", "’", "«", "»"])
_ANAPHORS = frozenset(["them", "whom", "which", "us", "those", "these", "you"])
_AGE_UNITS = frozenset(["year", "month", "week", "day"])
# What the tagger takes for an adjective and what never is one before a head: places and what befell people.
_NEVER = frozenset(["outside", "inside", "near", "amid", "received", "suffered", "sustained"])
_MORE = frozenset(["more", "other", "others", "additional", "further"])


@dataclass(slots=True)
class UnitPhrase:
    """The counted noun phrase: ``head`` is None where the number stands alone; ``last`` is its last token.

    ``anchor`` is the token of "of them", "of the dead", "of whom" (a part of something counted before).
    ``modifiers`` are the tokens between number and head and behind "of", without those that set the category.
    """

    head: int | None
    last: int
    unit: Unit
    anchor: int | None = None
    modifiers: tuple[int, ...] = ()
    additional: bool = False


class UnitFinder:
    """Finds what the numbers of one sentence count."""

    def __init__(self, sentence: Sentence) -> None:
        self._sentence = sentence
        self._tokens = sentence.tokens
        self._tables: Lexicon = lexicon()
        self._categories = Categories(sentence.tokens)
        self._taken = toll_words().taken

    def find(self, number: Number) -> UnitPhrase:
        """Return what ``number`` counts; a number without a noun gets an elliptic phrase that ends at the number."""
        at = number.last + 1
        additional = False
        while self._word(at) in _MORE:
            additional = True
            if self._word(at) == "others":
                return self._found(number, at, at, UNKNOWN, (), True)
            at += 1
        anchored = self._anchored(number, at)
        if anchored is not None:
            anchored.additional = additional
            return anchored
        if self._word(at) == "of" and not number.takes_of and not number.additional:
            at += 1
        head = self._walk(at)
        if head is not None and self._stray(number, head):
            head = None
        if head is None:
            nominal = self._nominal(number, at)
            if nominal is not None:
                return self._found(number, nominal, nominal, self._categories.unit(nominal), (), additional)
            return UnitPhrase(None, at - 1 if additional else number.last, ELLIPTIC, additional=additional)
        return self._complete(number, at, head, additional)

    def indefinite(self, i: int) -> UnitPhrase | None:
        """Return the person behind "a", "an" or "another" at token ``i`` ("a commander of the militia"), or None."""
        if self._word(i) == "another" and self._word(i + 1) in FATES and not self._leads_to_noun(i + 1):
            return UnitPhrase(None, i, ELLIPTIC, additional=True)
        head = self._walk(i + 1)
        if head is None or self._tokens[head].tag in {"NNS", "NNPS"}:
            return None
        unit = self._categories.unit(head)
        if unit.kind != "people":
            return None
        number = Number(i, i, i, i, "exact", 1, 1, 1)
        return self._complete(number, i + 1, head, self._word(i) == "another")

    def bare(self, i: int) -> UnitPhrase | None:
        """Return the person named by a bare singular from token ``i`` on ("woman and child", "kills general")."""
        head = self._walk(i)
        if head is None or self._tokens[head].tag not in {"NN", "NNP"} or self._tokens[head].kind:
            return None
        unit = self._categories.unit(head)
        word = self._word(head)
        one = word in self._tables.nouns and word not in self._tables.collective
        if unit.kind != "people" or unit.hint is not None or not one:
            return None
        return self._complete(Number(i, i, i, i, "exact", 1, 1, 1), i, head, False)

    def _stray(self, number: Number, head: int) -> bool:
        """Whether the noun is a singular of no known kind, which no number above one counts ("kills six State TV")."""
        token = self._tokens[head]
        singular = token.tag in {"NN", "NNP"} or token.kind == "outlet"
        return singular and number.low != 1 and self._categories.unit(head) is UNKNOWN and not self._measures(head)

    def _measures(self, head: int) -> bool:
        token = self._tokens[head]
        return token.lower in self._tables.excluded_after or token.lemma in self._tables.excluded_after

    # -- the walk ------------------------------------------------------------------------------------------------

    def _word(self, i: int) -> str:
        return self._tokens[i].lower if 0 <= i < len(self._tokens) else ""

    def _tag(self, i: int) -> str:
        return self._tokens[i].tag if 0 <= i < len(self._tokens) else ""

    def _noun(self, i: int) -> bool:
        return 0 <= i < len(self._tokens) and (self._tokens[i].is_noun or bool(self._tokens[i].kind) or self._known(i))

    def _known(self, i: int) -> bool:
        """Whether a word that is not tagged a noun is one all the same ("left a civilian dead")."""
        token = self._tokens[i]
        if token.lemma not in self._tables.nouns or token.lower in FATES:
            return False
        if token.tag.startswith("JJ"):
            return self._word(i + 1) in FATES
        return token.tag[:2] not in {"VB", "RB"}

    def _walk(self, i: int) -> int | None:
        """Return the head noun of the phrase that begins at token ``i``, None where no noun follows."""
        head = None
        j = i
        while j < len(self._tokens):
            token = self._tokens[j]
            if head is not None and (token.lower in FATES or self._apart(token, head)):
                break
            if token.lower in self._tables.time_nouns and (head is not None or token.tag == "NNP"):
                break
            if self._noun(j):
                head = j
                if not self._goes_on(j):
                    break
            elif not self._modifies(j, head):
                break
            j += 1
        return head

    def _apart(self, token: Token, head: int) -> bool:
        """Whether the noun only says what those before it became ("took 900 civilians hostage")."""
        return token.lower in self._taken and self._tokens[head].head != token.i

    def _goes_on(self, j: int) -> bool:
        """Whether the noun at ``j`` only modifies a noun after it."""
        token, after = self._tokens[j], j + 1
        if self._tag(after) in {"POS", "HYPH"} and (
            self._noun(after + 1) or self._tag(after + 1) in {"VBN", "JJ", "VBG"}
        ):
            return True
        if not self._noun(after):
            return self._tag(after) in {"JJ", "NN"} and token.head > after
        if token.tag == "NNS" and self._known(j) and self._measures(after):
            return False  # "two bombs minutes apart"
        return token.head > j or token.tag in {"NNP", "NN"}

    def _modifies(self, j: int, head: int | None) -> bool:
        """Whether a word that is no noun belongs before the head."""
        token = self._tokens[j]
        if token.lower in _NEVER or (token.lower in FATES and not (self._leads_to_noun(j) and self._common(j))):
            return False
        if head is not None:
            return token.tag in {"POS", "HYPH"} or (token.dep in _COMPOUND and token.head > j)
        if token.tag in _MODIFYING or token.lower in _QUOTES:
            return token.tag not in {"VBN", "VBG"} or self._leads_to_noun(j)
        if token.tag in {"RB", "RBS", "RBR"}:
            return self._tag(j + 1) in {"JJ", "VBN", "HYPH"} and self._leads_to_noun(j + 1)
        if token.tag in {"PRP$", "DT"}:
            return self._word(j - 1) == "of"
        if token.tag == "CD":
            if token.lower[:1].isalpha() and token.lower[-1:].isdecimal():
                return True  # "three MI-24 helicopters"
            return self._tag(j + 1) == "HYPH" and self._word(j + 2) in _AGE_UNITS
        joint = token.lower in {"and", "or", ","} and self._tag(j - 1)[:2] in {"JJ", "VB"}
        return joint and self._tag(j + 1) in {"JJ", "VBN"} and self._leads_to_noun(j + 1)

    def _leads_to_noun(self, j: int) -> bool:
        """Whether the participle or adjective at ``j`` stands right before the noun it modifies."""
        token = self._tokens[j]
        if token.dep in {"amod", "compound", "nmod", "advmod", "punct"} and token.head > j:
            return True
        k = j + 1
        while self._tag(k) in {"JJ", "HYPH", "NNP"} and k < j + 3:
            k += 1
        return self._noun(k) and self._tag(k) in {"NNS", "NNPS"} and self._tokens[k].dep != "dobj"

    def _common(self, j: int) -> bool:
        """Whether what the adjective at ``j`` leads to is a common noun, not somebody's name."""
        head = self._tokens[self._tokens[j].head]
        return head.tag not in {"NNP"} and not (head.kind and head.tag != "NNPS")

    def _nominal(self, number: Number, at: int) -> int | None:
        """Return the adjective that stands for people: "the 12 dead", "dozens of wounded", "ten injured were taken"."""
        if self._word(at) not in FATES or self._word(at) in {"killed", "slain"}:
            return None
        if self._word(at - 1) == "of" or number.definite or self._word(number.first - 1) in {"among", "amongst"}:
            return at
        follows = self._tokens[at + 1] if at + 1 < len(self._tokens) else None
        verb = follows is not None and follows.tag in {"VBD", "VBP", "VBZ", "MD"}
        return at if verb and self._tokens[at].dep not in {"ROOT", "conj", "ccomp"} else None

    # -- parts of what was counted before ----------------------------------------------------------------------------

    def _anchored(self, number: Number, at: int) -> UnitPhrase | None:
        """Read "of them", "of whom", "of the dead", "of the group's fighters" behind a number."""
        of = number.last if number.takes_of else at
        if self._word(of) != "of":
            return None
        after = of + 1
        if self._word(after) in _ANAPHORS and not (self._word(after) in {"those", "these"} and self._noun(after + 1)):
            anchor = after
            if self._word(after) == "those" and self._word(after + 1) in FATES:
                after += 1
            return self._appositive(number, anchor, after)
        if self._tag(after) == "CD" and not number.takes_of:
            return self._of_number(of, after)
        if self._tag(after) not in {"DT", "PRP$"} or (number.takes_of and self._tag(after) == "PRP$"):
            return None
        if self._word(after + 1) in FATES and not self._noun(after + 2):
            unit = self._categories.unit(after + 1)
            return UnitPhrase(after + 1, after + 1, unit, after + 1)
        head = self._walk(after)
        if head is None:
            return self._of_number(of, after + 1)
        found = self._complete(number, after, head, False)
        found.anchor = head
        return found

    def _of_number(self, of: int, whole: int) -> UnitPhrase | None:
        """ "two of the 12 killed": the whole is a number of its own."""
        word = self._word(whole)
        if word[:1].isdecimal() or word in self._tables.cardinals:
            return UnitPhrase(None, of - 1, ELLIPTIC, whole)
        return None

    def _appositive(self, number: Number, anchor: int, last: int) -> UnitPhrase:
        """ "four of them children": the noun behind the pronoun is what is counted."""
        head = self._walk(last + 1)
        if head is not None and self._categories.unit(head).kind == "people":
            found = self._complete(number, last + 1, head, False)
            found.anchor = anchor
            return found
        return UnitPhrase(None, last, ELLIPTIC, anchor)

    # -- category ------------------------------------------------------------------------------------------------------

    def _complete(self, number: Number, first: int, head: int, additional: bool) -> UnitPhrase:
        unit = self._categories.unit(head)
        modifiers = [k for k in range(first, head) if self._tag(k) not in {"DT", "HYPH", "POS"}]
        unit, kept = self._categories.modified(unit, head, modifiers)
        last, unit, behind = self._behind(head, unit)
        return self._found(number, head, last, unit, tuple(kept + behind), additional)

    @staticmethod
    def _found(
        number: Number,
        head: int,
        last: int,
        unit: Unit,
        modifiers: tuple[int, ...],
        additional: bool,
    ) -> UnitPhrase:
        return UnitPhrase(head, max(last, number.last), unit, None, modifiers, additional)

    def _behind(self, head: int, unit: Unit) -> tuple[int, Unit, list[int]]:
        """Take in "of X" behind a group word, and a bare second noun ("13 women and children")."""
        last, behind = head, []
        token = self._tokens[head]
        if self._word(head + 1) in {"of", "from"} and token.lemma in self._tables.groups and unit.kind == "people":
            inner = self._walk(head + 2)
            if inner is not None and inner - head <= 8:
                behind = [k for k in range(head + 2, inner + 1) if self._tag(k) not in {"DT", "POS", "HYPH"}]
                last = inner
                unit = self._categories.of_group(unit, head, inner)
        second = self._bare_second(last)
        if second is not None:
            other = self._categories.unit(second)
            category = unit.category if other.category == unit.category else "people"
            unit, last = Unit(unit.kind, category, unit.hint), self._behind(second, other)[0]
        return last, unit, behind

    def _bare_second(self, last: int) -> int | None:
        """Return the second noun of "women and children": plural, of people, with no number or article of its own."""
        if self._word(last + 1) not in {"and", "or"} or self._tokens[last].tag not in {"NNS", "NNPS", "NN"}:
            return None
        second = self._walk(last + 2)
        if second is None or self._tokens[second].tag != "NNS" or self._categories.unit(second).kind != "people":
            return None
        follows = self._tag(second + 1)
        token: Token = self._tokens[second]
        own_clause = follows in {"VBD", "VBP", "MD"} and token.dep in {"nsubj", "nsubjpass"} and token.head > second
        return None if own_clause else second
