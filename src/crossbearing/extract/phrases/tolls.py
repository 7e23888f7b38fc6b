"""Links counted phrases to what befell those counted: killed, injured, held, displaced ...

Families attach the counts of their events through this module. Words next to the number decide before the parse does:
in headlines and lists ("12 dead, 30 injured") the words are sure and the parse is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from crossbearing.extract.phrases.quantities import QuantityPhrase
from crossbearing.text.tokens import Sentence, Token
from crossbearing.vocab.loader import Form, load_entries

_FORM = Form({"quantity": (str,), "verbs": (list,), "suffer": (list,), "nouns": (list,), "words": (list,)}, {})
# What may stand between a phrase and the word for its fate ("were reported", "were seriously").
_LINKING = frozenset(
    ["were", "was", "are", "is", "have", "has", "had", "been", "be", "being", "reported", "reportedly", "confirmed", "feared", "believed", "left",
     "get", "got", "presumed", "also", "now", "still", "either", "both", "initially", "allegedly", "listed", "more", "others", "other", "said",
     "may", "might", "could", "to", "remain", "remained", "remains", "lay", "lie", "declared", "pronounced", "thought", "feared", "not", "all"]
)  # fmt: skip
_JOINERS = frozenset(["and", "or", "and/or", "/", "&", ","])
_RESULT_NOUNS = frozenset(["toll", "total", "number", "count", "tally", "figure"])
_TOLL_VERBS = frozenset(
    ["rise", "reach", "stand", "climb", "bring", "raise", "jump", "increase", "grow", "hit", "put", "be", "exceed", "pass", "surpass", "go", "push",
     "take", "soar", "mount", "top", "estimate", "total", "revise"]
)  # fmt: skip
_COPULAR = frozenset(["be", "include", "comprise", "number", "total"])
_VICTIMS = {
    "victim": "killed",
    "casualty": "killed_or_injured",
    "fatality": "killed",
    "dead": "killed",
    "body": "killed",
    "martyr": "killed",
}
_WEAK_HINTS = frozenset(
    ["abducted", "detained", "captured", "displaced", "evacuated", "besieged", "released", "returned", "missing"]
)
_STRIKING = frozenset(
    ["strike", "hit", "bomb", "shell", "attack", "target", "pound", "raid", "bombard", "destroy", "damage", "fire", "launch", "carry",
     "conduct", "violate", "breach", "torch", "burn", "demolish", "blow", "seize", "confiscate", "capture", "discover", "down", "disable", "neutralize"]
)  # fmt: skip
_FORCE_VERBS = frozenset(
    [
        "send",
        "deploy",
        "number",
        "station",
        "mobilise",
        "mobilize",
        "dispatch",
        "command",
        "estimate",
        "mass",
        "train",
        "field",
    ]
)
_THINGS = {"strikes": "strikes", "vehicles": "vehicles", "buildings": "buildings", "things": "other"}


@dataclass(frozen=True, slots=True)
class TollLink:
    """A phrase, the quantity word it counts and the token that says so (-1: the noun itself, or a phrase before)."""

    phrase: QuantityPhrase
    quantity: str
    predicate: int


@dataclass(frozen=True, slots=True)
class TollWords:
    """Word -> quantity, by how the word tells it."""

    verbs: dict[str, str]
    suffer: dict[str, str]
    nouns: dict[str, str]
    words: dict[str, str]


@cache
def toll_words() -> TollWords:
    """Return the tables of ``tolls.yml``; raises VocabularyError where it breaks its form.

    >>> toll_words().verbs["kill"], toll_words().suffer["flee"]
    ('killed', 'displaced')
    """
    found = TollWords({}, {}, {}, {})
    for _, entry in load_entries(files("crossbearing.extract.phrases") / "tolls.yml", _FORM):
        for name, table in (
            ("verbs", found.verbs),
            ("suffer", found.suffer),
            ("nouns", found.nouns),
            ("words", found.words),
        ):
            for word in entry[name]:
                table.setdefault(word, entry["quantity"])
    return found


def casualty_links(sentence: Sentence, quantities: Sequence[QuantityPhrase]) -> list[tuple[QuantityPhrase, str]]:
    """Return (phrase, quantity word) for the phrases that count people or things harmed, held or moved."""
    return [(link.phrase, link.quantity) for link in toll_links(sentence, quantities)]


def toll_links(sentence: Sentence, quantities: Sequence[QuantityPhrase]) -> list[TollLink]:
    """Return the links of a sentence in text order; ``quantities`` are all its phrases, as ``find_quantities`` gave them."""
    linker = _Linker(sentence, quantities)
    found: dict[int, TollLink] = {}
    for index, phrase in enumerate(quantities):
        link = linker.own(index, phrase) or linker.inherited(index, phrase, found)
        if link is not None:
            found[index] = link
    return [found[i] for i in sorted(found)]


class _Linker:
    """Asks, phrase by phrase, what befell those counted."""

    def __init__(self, sentence: Sentence, quantities: Sequence[QuantityPhrase]) -> None:
        self._sentence = sentence
        self._tokens = sentence.tokens
        self._quantities = quantities
        self._words = toll_words()
        self._starts = {p.first for p in quantities}

    def own(self, index: int, phrase: QuantityPhrase) -> TollLink | None:
        """Return the link that the phrase's own words or predicate give."""
        if phrase.kind in _THINGS or phrase.kind == "times":
            return self._thing(phrase)
        if phrase.hint is not None and phrase.hint not in _WEAK_HINTS and not phrase.indefinite:
            return TollLink(phrase, self._joint_hint(phrase), -1)
        found = self._behind(phrase) or self._before(phrase) or self._governed(phrase) or self._result(phrase)
        if found is not None:
            return TollLink(phrase, *found)
        if phrase.hint is not None and not phrase.indefinite:
            return TollLink(phrase, phrase.hint, -1)
        return self._forces(phrase)

    def inherited(self, index: int, phrase: QuantityPhrase, found: dict[int, TollLink]) -> TollLink | None:
        """Return the link a part takes from its whole, and one in a list from the phrase before it."""
        if phrase.kind not in {"people", ""}:
            return None
        if phrase.subset_of is not None:
            above = found.get(phrase.subset_of)
            fate = self._anchor_fate(phrase)
            if fate is not None:
                return TollLink(phrase, fate, -1)
            return None if above is None else TollLink(phrase, above.quantity, above.predicate)
        above = found.get(index - 1)
        if above is None or above.phrase.kind not in {"people", ""}:
            return None
        between = self._tokens[above.phrase.last + 1 : phrase.first]
        plain = 0 < len(between) <= 3 and all(t.lower in _JOINERS or t.lower in {"as", "well"} for t in between)
        if not plain or self._starts_clause(phrase):
            return None
        return TollLink(phrase, above.quantity, above.predicate)

    # -- words beside the phrase -------------------------------------------------------------------------------------

    def _at(self, i: int) -> Token | None:
        return self._tokens[i] if 0 <= i < len(self._tokens) else None

    def _fate(self, token: Token | None) -> str | None:
        if token is None:
            return None
        return self._words.words.get(token.lower)

    def _behind(self, phrase: QuantityPhrase) -> tuple[str, int] | None:
        """Read the fate behind the phrase: "12 dead", "were reported killed", "lost their lives", "went missing"."""
        i = phrase.last + 1
        steps = 0
        while (token := self._at(i)) is not None and steps < 6:
            adverb = token.tag == "RB" and token.lower not in {"n't", "not"}
            if token.lower not in _LINKING and not adverb:
                break
            if token.lower == "not":
                return None
            i += 1
            steps += 1
        token = self._at(i)
        if token is None:
            return None
        fate = self._fate(token)
        if fate is not None and not self._acts(token, phrase):
            return self._joint(i, fate), i
        return self._phrase_behind(i, token)

    def _phrase_behind(self, i: int, token: Token) -> tuple[str, int] | None:
        following = [t.lower for t in self._tokens[i + 1 : i + 5]]
        lemmas = {t.lemma for t in self._tokens[i + 1 : i + 5]}
        if token.lemma == "lose" and "life" in lemmas:
            return "killed", i
        if token.lemma in {"suffer", "sustain"} and lemmas & {"injury", "wound", "burn"}:
            return "injured", i
        if token.lemma == "go" and following[:1] == ["missing"]:
            return "missing", i
        if token.lower == "taken":
            if following[:1] == ["hostage"]:
                return "abducted", i
            if following[:1] in (["prisoner"], ["captive"]):
                return "captured", i
        if token.lemma in {"shoot", "gun", "burn", "stab", "beat", "starve", "hack", "crush", "find"}:
            if (
                "dead" in following[:2]
                or "killed" in following[:2]
                or following[:2] == ["to", "death"]
                or following[:1] == ["down"]
            ):
                return "killed", i
            if following[:2] in (["and", "wounded"], ["and", "injured"]):
                return "injured", i
        return None

    def _acts(self, token: Token, phrase: QuantityPhrase) -> bool:
        """Whether the word behind is an active verb with an object of its own ("12 rebels killed three soldiers")."""
        if token.tag in {"JJ", "NN", "NNS"} or token.lower in {"died", "perished"}:
            return False
        if any(self._tokens[c].dep in {"auxpass"} for c in token.children):
            return False
        objects = [self._tokens[c] for c in token.children if self._tokens[c].dep == "dobj" and c > token.i]
        after = self._at(token.i + 1)
        numeral = token.i + 1 in self._starts and not (after is not None and after.lower in {"and", ","})
        return bool(objects) or (numeral and token.tag in {"VBD", "VBN"})

    def _joint(self, i: int, fate: str) -> str:
        """ "dead or wounded", "killed and injured" are one joint quantity, whichever comes first."""
        joiner, second = self._at(i + 1), self._at(i + 2)
        other = self._fate(second) if joiner is not None and joiner.lower in _JOINERS - {","} else None
        return _both(fate, other)

    def _joint_hint(self, phrase: QuantityPhrase) -> str:
        hint = phrase.hint or "killed"
        words = [self._fate(t) for t in self._tokens[phrase.number[1] + 1 : phrase.last + 3]]
        joined = any(t.lower in {"and", "or"} for t in self._tokens[phrase.number[1] + 1 : phrase.last + 2])
        between = self._tokens[phrase.last + 1 : phrase.last + 2]
        close = not between or between[0].lower in {"and", "or"} or phrase.head > phrase.number[1] + 2
        return "killed_or_injured" if joined and close and {"killed", "injured"} <= set(words) else hint

    def _before(self, phrase: QuantityPhrase) -> tuple[str, int] | None:
        """Read the verb right before the phrase: "killing 15", "shot dead two", "death of three", "loss of ten"."""
        i = phrase.first - 1
        while (token := self._at(i)) is not None and (
            token.tag == "RB" and self._fate(token) is None and phrase.first - i < 3
        ):
            i -= 1
        if token is None:
            return None
        if token.lower == "dead" and i and self._tokens[i - 1].lemma in {"shoot", "leave"}:
            return "killed", i
        if token.lower == "down" and i and self._tokens[i - 1].lemma in {"gun", "mow", "shoot", "cut"}:
            return "killed", i
        if token.lower == "out" and i and self._tokens[i - 1].lemma == "wipe":
            return "killed", i
        if token.lower == "of" and i:
            return self._noun_of(i - 1)
        quantity = self._words.verbs.get(token.lemma) if token.is_verb or token.tag == "NN" else None
        if quantity is None or (token.tag == "VBN" and self._is_passive(token)):
            return None
        return self._shared_object(i, quantity), i

    def _noun_of(self, i: int) -> tuple[str, int] | None:
        token = self._tokens[i]
        quantity = self._words.nouns.get(token.lemma) or self._words.nouns.get(token.lower)
        if quantity is None or (token.is_verb and token.tag != "VBG"):
            return None
        joiner, other = self._at(i - 1), self._at(i - 2)
        if joiner is not None and other is not None and joiner.lower in {"and", "or"}:
            quantity = _both(quantity, self._words.nouns.get(other.lemma))
        return quantity, i

    def _shared_object(self, i: int, quantity: str) -> str:
        """ "killed and injured several": both verbs have the object."""
        joiner, other = self._at(i - 1), self._at(i - 2)
        if joiner is None or other is None or joiner.lower not in {"and", "or", "/"}:
            return quantity
        return _both(quantity, self._words.verbs.get(other.lemma))

    # -- the parse -----------------------------------------------------------------------------------------------------

    def _top(self, phrase: QuantityPhrase) -> Token:
        """Return the token that carries the phrase's role: over "of" and over coordination."""
        token = self._tokens[phrase.head]
        for _ in range(8):
            above = self._tokens[token.head]
            inside = phrase.first <= above.i <= phrase.last and above.i != token.i
            of_number = token.dep == "pobj" and above.lower == "of" and phrase.first <= above.i <= phrase.last
            if of_number or (
                inside
                and token.dep
                in {"pobj", "nummod", "compound", "prep", "appos", "conj", "amod", "acl", "quantmod", "nmod"}
            ):
                token = above
                continue
            listed = (
                token.dep in {"conj", "appos"}
                and not above.is_verb
                and above.i < token.i
                and self._is_list(above, token)
            )
            if not listed:
                break
            token = above
        return token

    def _is_list(self, above: Token, token: Token) -> bool:
        """Whether coordinated nouns stand in one list, with no verb between them."""
        return not any(t.is_verb and t.tag in {"VBD", "VBZ", "VBP", "VBG"} for t in self._tokens[above.i + 1 : token.i])

    def _is_passive(self, verb: Token) -> bool:
        return any(self._tokens[c].dep in {"auxpass", "nsubjpass"} for c in verb.children)

    def _governed(self, phrase: QuantityPhrase) -> tuple[str, int] | None:
        """Read the predicate off the parse."""
        token = self._top(phrase)
        verb = self._tokens[token.head]
        if token.dep == "nsubjpass" and verb.is_verb:
            return self._suffers(verb, passive=True)
        if token.dep == "nsubj" and (verb.is_verb or verb.tag == "JJ"):
            return self._suffers(verb, passive=False)
        if token.dep in {"dobj", "dative"} and verb.is_verb and not self._is_passive(verb):
            return self._objects(verb, token)
        if token.dep == "pobj" and verb.lower == "of":
            return self._noun_of(verb.head)
        return self._modified(token)

    def _suffers(self, verb: Token, passive: bool) -> tuple[str, int] | None:
        table = self._words.verbs if passive else self._words.suffer
        quantity = table.get(verb.lemma) or (self._words.suffer.get(verb.lemma) if not passive else None)
        if quantity is not None and not any(self._tokens[c].dep == "neg" for c in verb.children):
            return self._joint_verb(verb, quantity, table), verb.i
        for child in (self._tokens[c] for c in verb.children):
            if child.dep in {"xcomp", "oprd", "acomp", "ccomp"} and child.i > verb.i:
                fate = self._fate(child) if child.tag in {"JJ", "VBN"} else self._words.suffer.get(child.lemma)
                if fate is not None:
                    return fate, child.i
            if child.dep == "conj" and child.is_verb and not self._has_subject(child) and child.i > verb.i:
                found = self._suffers(child, passive=child.tag == "VBN")
                if found is not None:
                    return found
        return None

    def _has_subject(self, verb: Token) -> bool:
        return any(self._tokens[c].dep in {"nsubj", "nsubjpass"} for c in verb.children)

    def _joint_verb(self, verb: Token, quantity: str, table: dict[str, str]) -> str:
        """ "were killed or wounded": both verbs share the subject when no number stands between."""
        for child in (self._tokens[c] for c in verb.children):
            if child.dep == "conj" and child.is_verb and child.i - verb.i <= 2 and not self._has_subject(child):
                return _both(quantity, table.get(child.lemma))
        return quantity

    def _objects(self, verb: Token, token: Token) -> tuple[str, int] | None:
        following = self._at(max(self._sentence.subtree(token)) + 1)
        if verb.lemma in {"leave", "shoot", "report", "find", "confirm"}:
            fate = self._fate(following)
            if fate is not None and following is not None:
                return self._joint(following.i, fate), following.i
        if verb.lemma == "lose":
            return "killed", verb.i
        if token.lemma == "life" and verb.lemma in {"claim", "take", "cost"}:
            return "killed", verb.i
        quantity = self._words.verbs.get(verb.lemma)
        if quantity is None:
            return None
        return self._shared_object(verb.i, quantity), verb.i

    def _modified(self, token: Token) -> tuple[str, int] | None:
        """ "12 people who were killed", "two women shot dead by", "a man found dead"."""
        for child in (self._tokens[c] for c in token.children):
            if child.i < token.i or child.dep not in {"acl", "relcl"}:
                continue
            if child.tag == "VBN" or self._is_passive(child):
                quantity = self._words.verbs.get(child.lemma)
            else:
                quantity = self._words.suffer.get(child.lemma)
            if quantity is not None:
                return self._joint(child.i, quantity), child.i
        return None

    # -- tolls ---------------------------------------------------------------------------------------------------------

    def _result(self, phrase: QuantityPhrase) -> tuple[str, int] | None:
        """ "the death toll rose to 43", "bringing the total to 126", "the dead include three children", "lives lost"."""
        if phrase.indefinite:
            return self._copula(phrase)
        first = max(0, phrase.first - 14)
        for i in range(phrase.first - 1, first - 1, -1):
            token = self._tokens[i]
            if token.lower in {".", ";", '"'}:
                break
            if token.lemma in _RESULT_NOUNS and token.is_noun:
                verbs = {t.lemma for t in self._tokens[max(0, i - 6) : phrase.first]}
                direct = self._tokens[phrase.first - 1].lower in {
                    "of",
                    "to",
                    "at",
                    "is",
                    "was",
                    "as",
                    "reached",
                    "exceeded",
                    "hit",
                    "passed",
                    "topped",
                }
                if not (verbs & _TOLL_VERBS or self._tokens[phrase.first - 1].lower == "of") or not direct:
                    return None
                return self._toll_of(i, phrase)
        return self._copula(phrase)

    def _toll_of(self, i: int, phrase: QuantityPhrase) -> tuple[str, int] | None:
        noun = self._tokens[i]
        around = [t.lower for t in self._tokens[max(0, i - 3) : phrase.first]]
        fates = [self._words.words.get(w) or self._words.nouns.get(w) for w in around]
        known = [f for f in fates if f is not None]
        if "casualty" in around or "casualties" in around:
            return "killed_or_injured" if noun.lemma != "toll" else "killed", i
        if known:
            return known[-1] if noun.lemma in {"number", "count", "figure"} else known[0], i
        if noun.lemma == "toll":
            return "killed", i
        bringing = any(t.lemma in {"bring", "raise", "take", "push"} for t in self._tokens[max(0, i - 4) : i])
        linked = any(self._fate(t) == "killed" or t.lemma == "kill" for t in self._tokens[:i])
        return ("killed", i) if noun.lemma in {"total", "number", "tally"} and bringing and linked else None

    def _copula(self, phrase: QuantityPhrase) -> tuple[str, int] | None:
        token = self._top(phrase)
        verb = self._tokens[token.head]
        if token.dep not in {"attr", "dobj"} or verb.lemma not in _COPULAR:
            return None
        for child in (self._tokens[c] for c in verb.children):
            if child.i >= verb.i and child.dep not in {"nsubj", "prep"}:
                continue
            inside = [self._tokens[k] for k in self._sentence.subtree(child)]
            for word in inside:
                if word.i < verb.i and (
                    word.lemma in _VICTIMS or (word.lower in {"killed", "wounded", "injured", "missing"})
                ):
                    return _VICTIMS.get(word.lemma) or self._fate(word) or "killed", verb.i
        return None

    def _anchor_fate(self, phrase: QuantityPhrase) -> str | None:
        """Return what "of the dead", "among the wounded" says of the part."""
        if phrase.anchor is not None:
            return (
                self._fate(self._tokens[phrase.anchor])
                or _VICTIMS.get(self._tokens[phrase.anchor].lemma)
                or self._those(phrase.anchor)
            )
        for i in range(max(0, phrase.first - 7), phrase.first):
            if self._tokens[i].lower in {"among", "amongst", "of"}:
                for token in self._tokens[i + 1 : phrase.first]:
                    fate = self._fate(token) or _VICTIMS.get(token.lemma)
                    if fate is not None:
                        return fate
        return None

    def _those(self, anchor: int) -> str | None:
        """ "of those killed"."""
        return self._fate(self._at(anchor + 1)) if self._tokens[anchor].lower == "those" else None

    def _starts_clause(self, phrase: QuantityPhrase) -> bool:
        """Whether the phrase is the subject of a verb of its own."""
        token = self._tokens[phrase.head]
        return token.dep in {"nsubj", "nsubjpass"} and token.head > phrase.last and token.dep != "conj"

    # -- things --------------------------------------------------------------------------------------------------------

    def _thing(self, phrase: QuantityPhrase) -> TollLink | None:
        if phrase.indefinite:
            return None
        governors = list(self._governors(phrase))
        if phrase.kind == "times":
            verb = next((t for t in governors if t.is_verb), None)
            return TollLink(phrase, "strikes", verb.i) if verb is not None and verb.lemma in _STRIKING else None
        if phrase.kind == "things":
            verb = next((t for t in governors if t.lemma in _STRIKING), None)
            return TollLink(phrase, "other", verb.i) if verb is not None else None
        return TollLink(phrase, _THINGS[phrase.kind], -1)

    def _governors(self, phrase: QuantityPhrase) -> Iterator[Token]:
        yield from list(self._sentence.ancestors(self._tokens[phrase.head]))[:4]

    def _forces(self, phrase: QuantityPhrase) -> TollLink | None:
        """ "sent thousands of fighters": combatants counted as a force."""
        if phrase.category != "combatants" or phrase.indefinite or phrase.elliptic:
            return None
        verb = self._tokens[self._top(phrase).head]
        return TollLink(phrase, "fighters", verb.i) if verb.lemma in _FORCE_VERBS else None


def _both(first: str, second: str | None) -> str:
    return "killed_or_injured" if {first, second} == {"killed", "injured"} else first
