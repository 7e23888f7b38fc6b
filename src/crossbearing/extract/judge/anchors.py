"""The words of a sentence that may carry a claim: verbs with a meaning of their own, common nouns, words of harm.

A verb that only carries an event noun ("launched an offensive") leaves the claim to the noun, as the frames do, and one
that only plans or refuses what another verb says leaves it to that verb, whose modality and polarity it makes.
"""

from __future__ import annotations

from crossbearing.extract.carriers import LIGHT_VERBS, taking_part
from crossbearing.extract.phrases.arguments import patients, preposed
from crossbearing.extract.phrases.kinds import token_kinds
from crossbearing.extract.phrases.modality import embedding_words
from crossbearing.text.tokens import Sentence, Token

_EMPTY = frozenset({"be", "have", "do", "say", "'s", "’s", "will", "would", "can", "could", "may", "might", "should"})
_HELPING = frozenset({"aux", "auxpass"})
# Adjectives that tell of harm or of a state of war by themselves.
_TELLING = frozenset(
    """dead wounded injured hurt missing killed maimed besieged captive homeless displaced detained trapped
    held occupied controlled stranded unharmed safe""".split()
)


def may_carry(sentence: Sentence, token: Token) -> bool:
    """Say whether a claim may hang on the word."""
    if token.kind:
        return False
    if token.is_verb:
        empty = token.lemma in _EMPTY or token.dep in _HELPING
        return not (empty or _only_embeds(sentence, token)) and carried_noun(sentence, token) is None
    return token.tag in {"NN", "NNS"} or token.lower in _TELLING


def _only_embeds(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb only plans, refuses or begins what another says: "refused to join" is told by "join"."""
    return verb.lemma in embedding_words() and any(c.is_verb for c in sentence.children(verb, "xcomp"))


def carried_noun(sentence: Sentence, verb: Token) -> Token | None:
    """Return the event noun that a verb without a meaning of its own carries, else None."""
    for _, noun in preposed(sentence, verb, "in"):
        if taking_part(sentence, noun) is verb:
            return noun
    if verb.lemma not in LIGHT_VERBS:
        return None
    objects = patients(sentence, verb)
    return next((t for t in objects if not t.kind and {"ACT", "EVENT"} & token_kinds(t)), None)


def carrier(sentence: Sentence, token: Token) -> Token:
    """Return the noun or verb to which a verb leaves its claim, as far down as that goes; else the word itself."""
    passed: set[int] = set()
    while token.is_verb and token.i not in passed and not may_carry(sentence, token):
        passed.add(token.i)
        noun = carried_noun(sentence, token)
        if noun is not None:
            return noun
        if not _only_embeds(sentence, token):
            return token
        token = next(c for c in sentence.children(token, "xcomp") if c.is_verb)
    return token
