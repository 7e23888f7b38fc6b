"""Single persons that no number counts: a named person, "the driver", "the victim" (claim contract: a count of 1)."""

from __future__ import annotations

from crossbearing.extract.phrases.actors import actor_mention
from crossbearing.extract.phrases.chunks import chunk
from crossbearing.extract.phrases.quantities import QuantityPhrase
from crossbearing.extract.phrases.quantities_lexicon import lexicon
from crossbearing.text.tokens import Sentence, Token

# Determiners under which a singular noun is nobody in particular.
_NOBODY = frozenset(["no", "any", "every", "each", "either", "neither", "what", "which", "another"])
_TITLES = frozenset(["mr.", "mrs.", "ms.", "mr", "mrs", "dr.", "sgt.", "officer", "col.", "gen.", "capt.", "lt."])
_ONE_PRONOUN = frozenset(["he", "she", "him", "her"])
# Said of one hurt or dead person without a name ("the victim", "the deceased").
_HARMED = frozenset(["victim", "deceased"])


def single_person(sentence: Sentence, token: Token) -> QuantityPhrase | None:
    """Return the count of 1 for the one person that ``token`` heads, or None where it is nobody or more than one."""
    if not (_named(sentence, token) or _described(sentence, token) or token.lower in _ONE_PRONOUN):
        return None
    mention = actor_mention(sentence, token)
    inside = sentence.at(mention.start, mention.end) or [token]
    return one(sentence, inside[0].i, inside[-1].i, token)


def one(sentence: Sentence, first: int, last: int, head: Token) -> QuantityPhrase:
    """Return the count of 1 that the tokens ``first`` to ``last`` name."""
    return QuantityPhrase(
        mention=sentence.mention(first, last),
        first=first,
        last=last,
        number=(first, first),
        head=head.i,
        bound="exact",
        low=1,
        best=1,
        high=1,
        category=_category(head),
        kind="people",
        indefinite=True,
    )


def _category(token: Token) -> str:
    unit = lexicon().nouns.get(token.lemma)
    return unit.category if unit is not None and unit.kind == "people" else "people"


def _described(sentence: Sentence, token: Token) -> bool:
    """Whether a singular common noun stands for one person; a bare one only does so in a heading."""
    if token.tag not in {"NN", "NNP", "UH"} or token.kind or token.lower in lexicon().collective:
        return False
    unit = lexicon().nouns.get(token.lower) or lexicon().nouns.get(token.lemma)
    if token.lower not in _HARMED and (unit is None or unit.kind != "people" or unit.hint is not None):
        return False
    if any(c.tag == "CD" and c.dep == "nummod" and c.i < token.i for c in sentence.children(token)):
        return False  # behind the noun it is an age: "Boy, 14, dies"
    words = {c.lower for c in sentence.children(token, "det", "poss", "predet")}
    if words & _NOBODY:
        return False
    return bool(words) or sentence.segment == "heading" or bool(sentence.children(token, "amod", "appos"))


def _named(sentence: Sentence, token: Token) -> bool:
    """Whether the noun is a person's name: two capitals or more, a title before, or an age behind."""
    if token.kind == "person":
        return True
    if token.kind or token.tag != "NNP" or not token.text[:1].isupper():
        return False
    if sentence.children(token, "det"):
        return False
    if len(token.text) > 2 and token.text.isupper() and not sentence.text.isupper():
        return False  # what stands in capitals is an agency, an acronym or where the report was filed
    inside = sentence.tokens[chunk(sentence, token)[0] : token.i + 1]
    if any(t.kind for t in inside):
        return False
    names = [t for t in inside if t.tag == "NNP" and t.text[:1].isupper()]
    alone = len(names) == 1 and token.dep in {"nsubj", "nsubjpass", "dobj"} and sentence.segment != "heading"
    aged = any(c.tag == "CD" and c.dep in {"appos", "nummod"} and c.i > token.i for c in sentence.children(token))
    return aged or alone or 2 <= len(names) <= 4 or any(t.lower in _TITLES for t in inside[:-1])
