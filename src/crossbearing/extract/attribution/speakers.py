"""Finds the speaker of a reporting verb: its own subject or a shared one, and the outlet that was told."""

from __future__ import annotations

from crossbearing.extract.attribution.lexicon import cue_of, nouns
from crossbearing.extract.attribution.sources import phrase_bounds, sources_of
from crossbearing.extract.phrases.kinds import token_kinds
from crossbearing.extract.reported import SourcePhrase
from crossbearing.text.tokens import Sentence, Token
from crossbearing.vocab.nouns import Kind

_SPEAKING = frozenset().union(*(nouns(c) for c in ("speaker", "anonymous", "role", "document", "outlet", "speech")))
SUBJECTS = ("nsubj", "nsubjpass")
_MUTE: frozenset[Kind] = frozenset({"ABSTRACT", "ACT", "EVENT", "REGION", "TIME", "VEHICLE", "WEAPON"})
RELATIVE = frozenset(["who", "which", "that", "whom"])


def is_passive(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb form is passive, also as a bare participle ("the raid claimed by the group")."""
    if verb.tag != "VBN":
        return False
    if sentence.children(verb, "auxpass", "agent", "nsubjpass"):
        return True
    if verb.dep == "conj":
        return is_passive(sentence, sentence.head(verb)) and not sentence.children(verb, "aux", "nsubj")
    return verb.dep in ("acl", "amod", "advcl") and not sentence.children(verb, "aux", "dobj", "ccomp")


def subject_of(sentence: Sentence, verb: Token) -> Token | None:
    """Return the speaker's head noun for an active verb: its own subject, a shared one, or the noun it modifies."""
    seen = verb
    if verb.lemma in _ADDING and verb.tag == "VBG" and not sentence.children(verb, *SUBJECTS):
        said = [t for t in sentence.ancestors(verb) if t.is_verb and cue_of(sentence, t, "verb") is not None]
        seen = said[0] if said else verb
    for _ in range(6):
        own = sentence.children(seen, *SUBJECTS)
        if own:
            return _antecedent(sentence, own[0], seen)
        head = sentence.head(seen)
        if seen.dep in ("acl", "relcl"):
            return _modified(sentence, head, seen)
        if seen.dep == "pcomp" and head.lower in ("as", "in", "by", "of", "from", "for", "without", "after", "before"):
            quoted = sentence.head(head)
            objects = sentence.children(quoted, "dobj")
            if head.lower == "as" and objects and quoted.lemma in ("quote", "cite"):
                return objects[0]
            seen = quoted
        elif seen.dep in ("conj", "xcomp", "advcl", "pcomp", "prep", "ccomp", "dep") and head.is_verb:
            if seen.dep == "ccomp" and seen.tag != "VBG":
                return None
            seen = head
        else:
            return None
        if not seen.is_verb and seen.dep != "conj":
            return None
    return None


def _antecedent(sentence: Sentence, subject: Token, verb: Token) -> Token:
    if subject.lower in RELATIVE and verb.dep == "relcl":
        return _modified(sentence, sentence.head(verb), verb) or subject
    return subject


def _modified(sentence: Sentence, noun: Token, verb: Token) -> Token | None:
    """Return who speaks through the noun of "issued a statement saying": the issuer, else the document itself."""
    if not noun.is_noun and not noun.kind:
        return None
    if noun.lemma in nouns("speech"):
        for child in sentence.children(noun, "prep", "poss"):
            objects = [child] if child.dep == "poss" else sentence.children(child, "pobj")
            if objects and (child.dep == "poss" or child.lower in ("by", "from")):
                return objects[0]
        governor = sentence.head(noun)
        if governor.dep == "prep":
            governor = sentence.head(governor)
        if governor.is_verb and governor.i != noun.i and noun.dep in ("dobj", "pobj"):
            return subject_of(sentence, governor) or noun
        return noun
    if verb.dep == "acl" and verb.tag == "VBG" and (verb.lemma in _ADDING or not can_say(noun)):
        # "condemned the raids calling on all sides to stop": the participle belongs to the clause, not to the noun.
        above = [t for t in sentence.ancestors(verb) if t.is_verb]
        if above:
            return subject_of(sentence, above[0])
    return noun


def can_say(noun: Token) -> bool:
    """Say whether a noun may be a speaker: a known actor, a name, or a word for people and bodies that speak."""
    if noun.kind:
        return noun.kind in ("actor", "outlet", "person")
    if noun.tag in ("NNP", "NNPS", "DT"):
        return True
    return any(noun.lower in nouns(c) for c in ("speaker", "anonymous", "role", "document", "heading_source"))


def is_mute(noun: Token) -> bool:
    """Say whether a noun names what never speaks: a deed, an event, a thing, a stretch of land or of time.

    "Fighting continues" and "the attack suggests" report nobody's words; texts and pictures do speak.
    """
    if noun.kind or noun.tag not in ("NN", "NNS") or can_say(noun) or noun.lemma in _SPEAKING:
        return False
    kinds = token_kinds(noun)
    return kinds <= _MUTE and bool(kinds - {"ABSTRACT"})


def outer_link(sentence: Sentence, verb: Token) -> tuple[SourcePhrase, ...]:
    """Return the outlet that was told ("told SANA") or that quotes ("SANA quoted a source as saying")."""
    if verb.lemma == "tell":
        told = sentence.children(verb, "dobj", "dative", "iobj")
        if told and _is_outlet(sentence, told[0]):
            return sources_of(sentence, told[0])
    if verb.dep == "pcomp":
        governor = sentence.head(sentence.head(verb))
        if governor.lemma in ("quote", "cite"):
            passive = is_passive(sentence, governor)
            heads = agents(sentence, governor) if passive else sentence.children(governor, "nsubj")
            return tuple(link for head in heads for link in sources_of(sentence, head))
    for preposition in sentence.children(verb, "prep"):
        if preposition.lower in ("to", "on"):
            objects = sentence.children(preposition, "pobj")
            if objects and _is_outlet(sentence, objects[0]):
                return sources_of(sentence, objects[0])
    return ()


def _is_outlet(sentence: Sentence, head: Token) -> bool:
    if head.kind:
        return head.kind == "outlet" or any(w in nouns("outlet") for w in head.lower.split())
    if head.text.isupper() and len(head.text) > 1 and head.tag == "NNP":
        return True
    first, last = phrase_bounds(sentence, head)
    words = list(sentence.tokens[first : last + 1])
    named = any(t.tag in ("NNP", "NNPS") or t.kind for t in words)
    return any(t.lower in nouns("outlet") for t in words) and (named or head.lower in _TOLD)


# Participles that go on with a report; they hang on its clause, whatever noun the parser gives them to.
_ADDING = frozenset(["add", "note", "stress", "explain", "insist", "emphasize", "emphasise", "point", "continue"])
# Bodies that gather accounts: who talks to one of them is quoted through it.
_TOLD = frozenset(["agency", "newspaper", "monitor", "channel", "television", "radio", "magazine"])


def agents(sentence: Sentence, verb: Token) -> list[Token]:
    """Return the nouns after "by" of a passive verb."""
    return [t for agent in sentence.children(verb, "agent") for t in sentence.children(agent, "pobj")]
