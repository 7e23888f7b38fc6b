"""Actors as text: names, and nouns that stand for armed people, authorities, groups or people."""

from __future__ import annotations

from crossbearing.extract.phrases.chunks import bound_tail, chunk
from crossbearing.extract.phrases.kinds import actor_word
from crossbearing.extract.phrases.lexicon import words
from crossbearing.model.mention import Mention
from crossbearing.text.tokens import Sentence, Token
from crossbearing.vocab.nouns import kinds_of

_NAME_KINDS = frozenset({"actor", "outlet", "person"})
PRONOUNS = frozenset(
    {"i", "it", "they", "he", "she", "we", "them", "their", "its", "his", "her", "our", "him", "us", "both"}
)
_PEOPLE_ADJECTIVES = frozenset({"dead", "wounded", "injured", "displaced", "others", "other", "some", "many", "all"})


def actor_kind(sentence: Sentence, token: Token) -> str | None:
    """Return what kind of actor the noun names (forces, authority, group, people, carrier, name, pronoun) or None.

    A country or capital that acts stands for its government ("Moscow said", kind ``state``); a town does not.
    """
    if token.kind in _NAME_KINDS:
        return "name"
    if token.kind == "place":
        return "state" if _acts(sentence, token) else None
    if token.lower in PRONOUNS and token.tag in {"PRP", "PRP$", "DT", "CC"}:
        return "pronoun"
    if any(n.kind == "demonym" and n.start <= token.start and token.end <= n.end for n in sentence.names):
        return "demonym"
    if token.lemma in MANY and token.is_noun:
        return _of_what(sentence, token)
    if token.lemma in _SERVING and _serves_arms(sentence, token):
        return "forces"
    kind = words("actors").get(token.lemma) or words("actors").get(token.lower)
    if kind is None and token.tag in {"NN", "NNS"}:
        kind = actor_word(token.lemma)
    if kind:
        return kind
    if token.text[:1].isupper() and (token.tag in {"NNP", "NNPS"} or (token.is_noun and is_name_like(sentence, token))):
        return "name"
    return "people" if token.lower in _PEOPLE_ADJECTIVES and token.dep not in {"det", "amod"} else None


# Words for many trades; beside a weapon or a force they bear arms: "drone operators of the regiment".
_SERVING = frozenset({"operator", "crew", "gunner", "pilot", "team"})


def _serves_arms(sentence: Sentence, token: Token) -> bool:
    beside = [*sentence.children(token, "compound", "nmod", "amod")]
    beside += [
        o for prep in sentence.children(token, "prep") if prep.lower == "of" for o in sentence.children(prep, "pobj")
    ]
    return any({"WEAPON", "FORCE"} & kinds_of(t.lemma) for t in beside)


# Numbers that are nouns: "hundreds of rebels", "thousands fled".
MANY = frozenset(
    {"hundred", "thousand", "dozen", "score", "million", "ten", "majority", "handful", "number", "rest", "remainder"}
)


def _of_what(sentence: Sentence, token: Token) -> str | None:
    """Return the kind of what is counted by "hundreds of"; bare "thousands" are people."""
    counted = [o for p in sentence.children(token, "prep") if p.lower == "of" for o in sentence.children(p, "pobj")]
    if counted:
        return actor_kind(sentence, counted[0])
    return "people" if token.tag == "NNS" else None


def is_name_like(sentence: Sentence, token: Token) -> bool:
    """Say whether a common-noun tag hides a name: a capital inside a plain sentence, or letters with digits ("M23")."""
    if any(c.isdigit() for c in token.text):
        return True
    return token.i > 0 and sentence.segment == "paragraph" and token.text[:1].isupper() and token.tag == "NN"


def _acts(sentence: Sentence, token: Token) -> bool:
    """Say whether a place name may stand for a government: a country, or a capital the lexicon lists."""
    ids = sentence.names[token.name].ids if token.name >= 0 else ()
    return any(i.startswith("country:") for i in ids) or words("actors").get(token.text) == "capital"


_BARE = frozenset({"people", "person", "resident", "individual", "inhabitant", "evacuee", "refugee"})


def actor_mention(sentence: Sentence, head: Token) -> Mention:
    """Return the words that name an actor: the core noun phrase, with what binds to it.

    A leading number stays with a word that says nothing without it ("more than 20 people"), else it is left off. The
    name in "regime ally Iran" is Iran.
    """
    if head.tag == "PRP$" or head.dep == "poss":
        first, last = chunk(sentence, head)
        return sentence.mention(first, last)
    names = [c for c in sentence.children(head, "appos") if c.kind and c.i == head.i + 1]
    if names and names[0].kind == "place":
        return sentence.mention(names[0].i, names[0].i)
    first, _ = chunk(sentence, head, numbers=head.lemma in _BARE or head.tag == "CD")
    return sentence.mention(first, max([bound_tail(sentence, head), *(n.i for n in names)]))


def opposed(sentence: Sentence, noun: Token) -> list[Token]:
    """Return those whom an event noun is against by "anti-" before them: "anti-government protests"."""
    near, tokens = sentence.children(noun, "compound", "amod", "nmod"), sentence.tokens
    return [
        t for t in near if 1 < t.i < noun.i and tokens[t.i - 2].lower == "anti" and tokens[t.i - 1].text in {"-", "–"}
    ]


def modifying_actors(sentence: Sentence, noun: Token) -> list[Token]:
    """Return actors that stand before an event noun: "regime bombardment", "Russian strikes", "the army's advance"."""
    found = []
    against = opposed(sentence, noun)
    for child in sentence.children(noun, "poss", "compound", "amod", "nmod"):
        if child.i > noun.i or child in against:
            continue
        if child.dep == "poss" or actor_kind(sentence, child) not in {None, "people", "carrier"}:
            found.append(child)
            found.extend(c for c in sentence.children(child, "conj") if actor_kind(sentence, c))
    return found
