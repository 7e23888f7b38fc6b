"""Reads the fate of those counted off the parse, and off running sums ("the death toll rose to 43")."""

from __future__ import annotations

from crossbearing.extract.phrases.quantities import QuantityPhrase
from crossbearing.extract.phrases.quantities_subsets import among_whom
from crossbearing.extract.phrases.tolls_adjacent import TAKING, Beside, Fate
from crossbearing.extract.phrases.tolls_words import toll_words
from crossbearing.text.tokens import Sentence, Token

_DRIVING = frozenset(["force", "drive", "expel"])
_INSIDE = frozenset(["pobj", "nummod", "compound", "prep", "appos", "conj", "amod", "acl", "quantmod", "nmod"])
# What puts one more beside those whom something befell.
_BESIDE = frozenset([("along", "with"), ("together", "with"), ("addition", "to"), ("well", "as")])
_COPULAR = frozenset(["be", "include", "comprise", "number", "total"])


class Governed:
    """Looks at what governs the phrases of one sentence."""

    def __init__(self, sentence: Sentence, beside: Beside) -> None:
        self._sentence = sentence
        self._tokens = sentence.tokens
        self._beside = beside
        self._words = toll_words()

    def top(self, phrase: QuantityPhrase) -> Token:
        """Return the token that carries the phrase's role: over "of" and over coordination."""
        token = self._tokens[phrase.head]
        for _ in range(8):
            above = self._tokens[token.head]
            inside = phrase.first <= above.i <= phrase.last and above.i != token.i
            if inside and token.dep in _INSIDE:
                token = above
                continue
            listed = token.dep in {"conj", "appos"} and not above.is_verb
            if not listed or self._verb_between(above, token):
                break
            token = above
        return token

    def _verb_between(self, above: Token, token: Token) -> bool:
        return any(t.tag in {"VBD", "VBZ", "VBP", "VBG"} for t in self._tokens[above.i + 1 : token.i])

    def predicate(self, phrase: QuantityPhrase) -> Fate | None:
        """Read the predicate: subject of "die" or "be killed", object of "kill", "of" behind "the deaths"."""
        token = self.top(phrase)
        verb = self._tokens[token.head]
        if token.dep == "nsubjpass" and verb.is_verb:
            return self._suffers(verb, passive=True)
        if token.dep == "nsubj" and (verb.is_verb or verb.tag == "JJ"):
            return self._suffers(verb, passive=False) or self._one_of(token)
        if token.dep == "attr" and verb.dep == "auxpass":  # "also hurt were three men"
            return self._suffers(self._tokens[verb.head], passive=True)
        if token.dep in {"dobj", "dative"} and verb.is_verb and not self._is_passive(verb):
            return self._objects(verb, token, phrase)
        if token.dep == "pobj" and verb.lower == "of":
            return self._beside.noun_of(verb.head)
        return self._modified(token)

    def undone(self, predicate: int) -> bool:
        """Whether the deed is refused or failed ("refused to release")."""
        token = self._tokens[predicate]
        return token.dep in {"xcomp", "pcomp", "ccomp"} and self._tokens[token.head].lemma in self._words.undone

    def _one_of(self, token: Token) -> Fate | None:
        """ "were among the dead", "were also among 22 people killed in the raid"."""
        among = among_whom(self._sentence, token)
        for word in self._tokens[among.i + 1 : among.i + 9] if among is not None else ():
            fate = self._beside.fate(word) or self._words.victims.get(word.lemma)
            if fate is not None and word.lemma != "victim":
                return fate, token.head
        return None

    def accompanied(self, phrase: QuantityPhrase) -> Fate | None:
        """ "was killed along with two guards", "detained them together with a driver": those beside share the fate."""
        words = tuple(t.lower for t in self._tokens[max(0, phrase.first - 2) : phrase.first])
        if words not in _BESIDE:
            return None
        token = self._tokens[phrase.first - 1]
        for _ in range(5):
            above = self._tokens[token.head]
            quantity = self._words.verbs.get(above.lemma) if above.is_verb else None
            if quantity is not None:
                objects = above.i < phrase.first and any(self._tokens[c].dep == "dobj" for c in above.children)
                return (quantity, above.i) if objects or self._is_passive(above) else None
            token = above
        return None

    def _is_passive(self, verb: Token) -> bool:
        return any(self._tokens[c].dep in {"auxpass", "nsubjpass"} for c in verb.children)

    def _has_subject(self, verb: Token) -> bool:
        return any(self._tokens[c].dep in {"nsubj", "nsubjpass"} for c in verb.children)

    def _suffers(self, verb: Token, passive: bool) -> Fate | None:
        table = self._words.verbs if passive else self._words.suffer
        quantity = table.get(verb.lemma)
        if quantity is not None and not any(self._tokens[c].dep == "neg" for c in verb.children):
            return quantity, verb.i
        raised = (self._raised(self._tokens[c], verb) for c in verb.children if c > verb.i)
        return next((found for found in raised if found is not None), None)

    def _raised(self, child: Token, verb: Token) -> Fate | None:
        """ "are believed to have died", "was confirmed dead", "came under fire and were killed"."""
        if child.dep in {"xcomp", "oprd", "acomp", "ccomp"} and not (child.dep == "ccomp" and self._has_subject(child)):
            fate = self._beside.fate(child) or self._words.suffer.get(child.lemma)
            return None if fate is None else (fate, child.i)
        if child.dep == "conj" and not self._has_subject(child) and child.i - verb.i <= 12:
            return self._suffers(child, passive=child.tag == "VBN" and self._is_passive(child))
        return None

    def _objects(self, verb: Token, token: Token, phrase: QuantityPhrase) -> Fate | None:
        following = self._beside.at(max(self._sentence.subtree(token)) + 1)
        fate = self._beside.fate(following)
        if verb.lemma in {"leave", "shoot", "report", "find", "confirm"} and fate is not None and following is not None:
            return self._beside.joint(following.i, fate), following.i
        if verb.lemma == "lose":
            return "killed", verb.i
        made = next((c for c in (self._tokens[k] for k in verb.children) if c.dep == "xcomp" and c.i > token.i), None)
        if made is not None and made.lemma in self._words.suffer:
            return self._words.suffer[made.lemma], made.i  # "forced thousands to flee"
        if verb.lemma in _DRIVING and any(t.lemma == "home" for t in self._tokens[token.i + 1 : token.i + 8]):
            return "displaced", verb.i
        if verb.lemma in TAKING and token.lower in self._words.taken:
            return self._words.taken[token.lower], verb.i
        if self._tokens[phrase.head].lemma == "life" and verb.lemma in {"claim", "take", "cost"}:
            return "killed", verb.i
        quantity = self._words.verbs.get(verb.lemma)
        return None if quantity is None else (self._beside.shared_object(verb.i, quantity), verb.i)

    def _modified(self, token: Token) -> Fate | None:
        """ "12 people who were killed", "two women found dead"."""
        for child in (self._tokens[c] for c in token.children):
            if child.i < token.i or child.dep not in {"acl", "relcl"} or self._beside.counted(token.i, child.i):
                continue
            happens = child.tag == "VBN" or self._is_passive(child)
            quantity = (self._words.verbs if happens else self._words.suffer).get(child.lemma)
            if quantity is not None:
                return self._beside.joint(child.i, quantity), child.i
        return None

    # -- running sums ----------------------------------------------------------------------------------------------

    def result(self, phrase: QuantityPhrase) -> Fate | None:
        """ "the death toll rose to 43", "bringing the total to 126", "the dead include three children"."""
        if not phrase.indefinite:
            for i in range(phrase.first - 1, -1, -1):
                token = self._tokens[i]
                if token.lower in {".", ";"}:
                    break
                if token.lower in self._words.sums or token.lemma in self._words.sums:
                    return self._sum(i, phrase)
            moved = self._moved_to(phrase)
            if moved is not None:
                return moved
        return self._copula(phrase)

    def _moved_to(self, phrase: QuantityPhrase) -> Fate | None:
        """ "bringing to 45 the number killed": the sum stands behind its figure."""
        if phrase.first < 2 or self._tokens[phrase.first - 1].lower != "to":
            return None
        if self._tokens[phrase.first - 2].lemma not in {"bring", "raise", "take", "push"}:
            return None
        for token in self._tokens[phrase.last + 1 : phrase.last + 4]:
            if token.lemma in self._words.sums:
                return self._sum_of(token.i, phrase)
        return None

    def _sum(self, i: int, phrase: QuantityPhrase) -> Fate | None:
        noun, before = self._tokens[i], self._tokens[phrase.first - 1]
        path = self._tokens[max(0, i - 6) : phrase.first]
        verbs = any(t.lemma in self._words.sum_verbs or t.lower.rstrip("s") in self._words.sum_verbs for t in path)
        ends = self._tokens[phrase.last + 1 : phrase.last + 2]
        heading = self._sentence.segment == "heading"
        headline = (
            noun.lemma == "toll"
            and phrase.elliptic
            and (not ends or heading)
            and not any(t.is_verb for t in self._tokens[i:])
        )
        direct = before.lower in {"of", "to", "at", "as"} or before.lemma in self._words.sum_verbs
        direct = direct or before.lower.rstrip("s") in self._words.sum_verbs
        if not headline and not (direct and (verbs or before.lower == "of")):
            return None
        return self._sum_of(i, phrase)

    def _sum_of(self, i: int, phrase: QuantityPhrase) -> Fate | None:
        """Read what is summed: "the number of wounded", "the number killed", "the injury toll", "the total"."""
        noun = self._tokens[i]
        reach = 5 if noun.lemma == "toll" else 8  # "the number of civilians who were wounded"
        near = self._tokens[max(0, i - 1) : i] + self._tokens[i + 1 : min(i + reach, max(phrase.first, i + 5))]
        for token in near:
            fate = self._beside.fate(token) or self._words.victims.get(token.lemma)
            if fate is None and token.i < i:
                fate = self._words.nouns.get(token.lemma)
            if fate is not None:
                plain_toll = noun.lemma == "toll" and fate == "killed_or_injured"
                return ("killed" if plain_toll else fate), i
        if noun.lemma in {"loss", "casualty"}:  # of money, goods or jobs as well, so only where people are counted
            people = phrase.kind == "people" or (phrase.elliptic and noun.lemma == "casualty")
            return None if not people else ("killed" if noun.lemma == "loss" else "killed_or_injured", i)
        if noun.lemma == "toll":
            return "killed", i
        if noun.lemma not in {"total", "number", "tally"} or self._tokens[i + 1].lower == "of":
            return None
        bringing = any(t.lemma in {"bring", "raise", "take", "push"} for t in self._tokens[max(0, i - 4) : i])
        earlier = (self._words.forms.get(t.lower) or self._words.suffer.get(t.lemma) for t in self._tokens[:i])
        return ("killed", i) if bringing and "killed" in set(earlier) else None

    def _copula(self, phrase: QuantityPhrase) -> Fate | None:
        """ "the victims were three women", "among the dead are 17 civilians"."""
        token = self.top(phrase)
        verb = self._tokens[token.head]
        if token.dep not in {"attr", "dobj", "nsubj"} or verb.lemma not in _COPULAR:
            return None
        for child in (self._tokens[c] for c in verb.children):
            if child.i >= verb.i or child.dep not in {"nsubj", "prep", "nsubjpass", "csubj"}:
                continue
            for word in (self._tokens[k] for k in self._sentence.subtree(child)):
                fate = self._words.victims.get(word.lemma)
                if word.lower == "victim":
                    continue  # "the victim was a student" tells who, not that anybody died
                if word.lower in {"killed", "wounded", "injured", "missing"}:
                    fate = fate or self._beside.fate(word)
                if fate is not None and word.i < phrase.first:
                    return fate, verb.i
        return None
