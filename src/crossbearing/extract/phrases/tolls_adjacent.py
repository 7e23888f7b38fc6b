"""Reads the fate of those counted off the words beside the phrase: sure in headlines, where parses are not."""

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.extract.phrases.quantities import QuantityPhrase
from crossbearing.extract.phrases.tolls_words import toll_words
from crossbearing.text.tokens import Sentence, Token

Fate = tuple[str, int]
"""A quantity word and the index of the token that says it."""

_DEADLY = frozenset(
    ["shoot", "gun", "burn", "stab", "beat", "starve", "hack", "crush", "find", "crushed", "torture", "freeze"]
)

TAKING = frozenset(["take", "hold", "keep"])
_SUFFERING = frozenset(["suffer", "sustain", "receive", "suffered", "sustained", "received"])
# Verbs that kill by the word behind them.
_PHRASAL = frozenset(
    [("shoot", "dead"), ("leave", "dead"), ("gun", "down"), ("mow", "down"), ("shoot", "down"), ("wipe", "out")]
)


def both(first: str, second: str | None) -> str:
    """Return the joint quantity of two words that share their people ("killed and injured several").

    >>> both("killed", "injured"), both("killed", "killed")
    ('killed_or_injured', 'killed')
    """
    return "killed_or_injured" if {first, second} == {"killed", "injured"} else first


class Beside:
    """Looks at the words right before and right behind the phrases of one sentence."""

    def __init__(self, sentence: Sentence, quantities: Sequence[QuantityPhrase]) -> None:
        self._tokens = sentence.tokens
        self._words = toll_words()
        self._starting = {p.first: p for p in quantities}
        self._ends = {p.last for p in quantities}

    def counted(self, after: int, until: int) -> bool:
        """Whether another figure begins between two tokens ("including 2 women, 29 injured")."""
        return any(i in self._starting for i in range(after + 1, until))

    def at(self, i: int) -> Token | None:
        """Return the token at ``i``, None outside the sentence."""
        return self._tokens[i] if 0 <= i < len(self._tokens) else None

    def fate(self, token: Token | None) -> str | None:
        """Return what a participle or adjective says of those beside it."""
        return None if token is None else self._words.words.get(token.lower)

    def behind(self, phrase: QuantityPhrase) -> Fate | None:
        """Read the fate behind the phrase: "12 dead", "were reported killed", "lost their lives", "went missing"."""
        i = self._past_linking(phrase.last + 1)
        token = self.at(i)
        if token is None or token.lower in {"not", "n't"}:
            return None
        fate = self.fate(token)
        if fate is not None:
            return None if self._acts(token) else (self.joint(i, fate), i)
        return self._longer(i, token) or self._taken(phrase, i, token)

    def _taken(self, phrase: QuantityPhrase, i: int, token: Token) -> Fate | None:
        """ "were taken hostage", "took 12 soldiers prisoner"."""
        word, before = token, self._tokens[max(0, phrase.first - 6) : phrase.first]
        if token.lower in {"taken", "held"}:
            word, before = self.at(i + 1) or token, [token]
        quantity = self._words.taken.get(word.lower)
        return (quantity, i) if quantity is not None and any(t.lemma in TAKING for t in before) else None

    def _past_linking(self, i: int) -> int:
        first = i
        while (token := self.at(i)) is not None and i - first < 6:
            adverb = token.tag == "RB" and token.lower not in {"n't", "not"} and self.fate(token) is None
            if token.lower not in self._words.linking and not adverb:
                break
            i += 1
        return i

    def _longer(self, i: int, token: Token) -> Fate | None:
        """Read a fate told in several words."""
        following = [t.lower for t in self._tokens[i + 1 : i + 5]]
        lemmas = {t.lemma for t in self._tokens[i + 1 : i + 5]}
        if token.lemma == "lose" and "life" in lemmas:
            return "killed", i
        if (token.lemma in _SUFFERING or token.lower in _SUFFERING) and lemmas & self._words.hurts:
            return ("killed" if self._words.deadly & set(following) else "injured"), i
        if "under" in (token.lower, *following[:1]) and "siege" in following:
            return "besieged", i
        if token.lemma == "go" and following[:1] == ["missing"]:
            return "missing", i
        if token.lower == "death" and i and self._tokens[i - 1].lower == "to":
            return "killed", i
        if token.lower in {"among", "amongst"}:
            fates = [f for t in self._tokens[i + 1 : i + 4] if (f := self.fate(t)) is not None]
            return (fates[0], i) if fates else None
        return self._deadly(i, token, following)

    def _deadly(self, i: int, token: Token, following: list[str]) -> Fate | None:
        if (token.lemma, *following[:1]) in _PHRASAL:
            return "killed", i
        if token.lemma not in _DEADLY:
            return None
        if {"dead", "killed"} & set(following[:2]) or following[:2] == ["to", "death"]:
            return "killed", i
        return ("injured", i) if following[:2] in (["and", "wounded"], ["and", "injured"]) else None

    def _acts(self, token: Token) -> bool:
        """Whether the word behind is an active verb with an object of its own ("12 rebels killed three soldiers")."""
        if token.tag in {"JJ", "NN", "NNS"} or token.lower in {"died", "perished", "dead"}:
            return False
        if any(self._tokens[c].dep == "auxpass" for c in token.children):
            return False
        following = self._starting.get(token.i + 1)
        if following is not None:
            # "13 killed 43 injured": the next number has a word of its own, so this one belongs to the first.
            own = self.at(self._past_linking(following.last + 1))
            return self.fate(own) is None
        if token.tag == "VBN":
            return False
        return any(self._tokens[c].dep == "dobj" and c > token.i for c in token.children)

    def joint(self, i: int, fate: str) -> str:
        """ "dead or wounded", "killed and injured" are one joint quantity, as is "killed wounded"."""
        if (own := self.fate(self.at(i + 1))) is not None:
            return both(fate, own)
        joiner, second = self.at(i + 1), self.at(i + 2)
        joined = joiner is not None and joiner.lower in {"and", "or", "and/or", "/", "&"}
        return both(fate, self.fate(second)) if joined else fate

    def before(self, phrase: QuantityPhrase) -> Fate | None:
        """Read the verb right before the phrase: "killing 15", "shot dead two", "death of three", "loss of ten"."""
        i = phrase.first - 1
        while (
            (token := self.at(i)) is not None
            and token.tag == "RB"
            and self.fate(token) is None
            and phrase.first - i < 3
        ):
            i -= 1
        if token is None:
            return None
        previous = self._tokens[i - 1].lemma if i else ""
        if (previous, token.lower) in _PHRASAL:
            return "killed", i
        if token.lower == "of" and i:
            return self.noun_of(i - 1)
        quantity = self._words.forms.get(token.lower)
        if quantity is None or any(self._tokens[c].dep in {"auxpass", "nsubjpass"} for c in token.children):
            return None
        if i - 1 in self._ends and self.fate(token) is not None and self.fate(self.at(phrase.last + 1)) is not None:
            return None
        return self.shared_object(i, quantity), i

    def noun_of(self, i: int) -> Fate | None:
        """Read the noun at ``i`` whose "of" leads to the phrase: "the deaths of", "killing and wounding of"."""
        token = self._tokens[i]
        quantity = self._words.nouns.get(token.lemma) or self._words.nouns.get(token.lower)
        if quantity is None or (token.is_verb and token.tag != "VBG"):
            return None
        if i and self._tokens[i - 1].lower in self._words.not_done:
            return None
        joiner, other = self.at(i - 1), self.at(i - 2)
        if joiner is not None and other is not None and joiner.lower in {"and", "or"}:
            quantity = both(quantity, self._words.nouns.get(other.lemma) or self._words.forms.get(other.lower))
        return quantity, i

    def shared_object(self, i: int, quantity: str) -> str:
        """ "killed and injured several": both verbs have the object."""
        joiner, other = self.at(i - 1), self.at(i - 2)
        if joiner is not None and joiner.tag[:2] == "VB" and joiner.lower in self._words.forms:
            return both(quantity, self._words.forms[joiner.lower])
        if joiner is None or other is None or joiner.lower not in {"and", "or", "/"}:
            return quantity
        return both(quantity, self._words.forms.get(other.lower))

    def own_hint(self, phrase: QuantityPhrase) -> str:
        """Return the quantity of the noun itself; "12 dead and wounded" is joint."""
        hint = phrase.hint or "killed"
        span = self._tokens[phrase.number[1] + 1 : phrase.last + 3]
        fates = {self.fate(t) or self._words.nouns.get(t.lemma) for t in span}
        joined = any(t.lower in {"and", "or"} for t in span[:-1])
        following = self.at(phrase.last + 1)
        close = following is None or following.lower in {"and", "or"} or phrase.head > phrase.number[1] + 2
        close = close or phrase.last > phrase.head  # "dozens of deaths and injuries"
        return "killed_or_injured" if joined and close and {"killed", "injured"} <= fates else hint
