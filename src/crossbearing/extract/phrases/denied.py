"""What the words around a predicate deny: rejected reports of it, a deed that was foiled, a subject that is nobody."""

from __future__ import annotations

from crossbearing.extract.phrases.arguments import agents
from crossbearing.text.tokens import Sentence, Token

# Nouns whose "that" or "of" tells what is said to have happened.
_TELLINGS = frozenset(
    """report claim allegation accusation rumour rumor news assertion suggestion statement story speculation charge
    narrative notion""".split()
)
# Verbs that say of a report that it is not so.
_REJECTING = frozenset(
    """reject deny dismiss refute rebut debunk disprove contradict discount dispute repudiate quash rubbish""".split()
)
_UNTRUE = frozenset("false untrue baseless unfounded fake fabricated wrong incorrect inaccurate groundless".split())
_LIES = frozenset({"lie", "fabrication", "fake", "hoax", "disinformation", "propaganda"})
# Verbs that keep a deed from being done.
_FOILING = frozenset("foil thwart prevent avert frustrate stop abort block disrupt".split())
_UNDONE = frozenset("attempted attempt failed foiled thwarted averted aborted abortive unsuccessful botched".split())
# Nouns whose "that" or "of" tells what would be known if there were any.
_CONFIRMING = frozenset({"confirmation", "verification", "corroboration"})
_INSIDE = frozenset({"conj", "prep", "pobj", "nsubj", "nsubjpass", "dobj", "attr", "compound"})
_NOBODY = frozenset({"none", "nobody", "nothing"})


def negative_subject(sentence: Sentence, subject: Token) -> bool:
    """Say whether the subject is nobody: "no soldiers", "none of them", "no one"."""
    before = sentence.tokens[subject.i - 1].lower if subject.i else ""
    if subject.lower in _NOBODY or (subject.lower == "one" and before == "no"):
        return True
    return any(c.dep in {"det", "neg"} and c.lower in {"no", "neither"} for c in sentence.children(subject))


def raised_negation(sentence: Sentence, token: Token, head: Token, reporting: bool) -> str | None:
    """Return the word that denies a predicate whose subject stands with the verb above: "no soldiers were reported
    killed", "nobody was seen entering"; after a verb of reporting also "was not believed to have fled".
    """
    if token.dep not in {"xcomp", "oprd", "acomp"} or sentence.children(token, "nsubj", "nsubjpass"):
        return None
    for child in sentence.children(head, "nsubj", "nsubjpass", "neg"):
        if child.dep == "neg":
            if reporting:
                return child.lower
        elif negative_subject(sentence, child):
            return child.lower
    return None


def is_rejected(sentence: Sentence, noun: Token) -> bool:
    """Say whether what the noun tells is said not to be so: "rejected reports that", "claims that X are false"."""
    if noun.lemma not in _TELLINGS:
        return False
    verb = sentence.head(noun)
    if not verb.is_verb or any(c.dep == "neg" for c in sentence.children(verb)):
        return False
    if noun.dep in {"dobj", "nsubjpass"}:
        return verb.lemma in _REJECTING or _called_untrue(sentence, verb)
    return noun.dep == "nsubj" and verb.lemma in {"be", "prove"} and _called_untrue(sentence, verb)


def _called_untrue(sentence: Sentence, verb: Token) -> bool:
    said = sentence.children(verb, "acomp", "oprd", "attr", "xcomp")
    said += [o for p in sentence.children(verb, "prep") if p.lower == "as" for o in sentence.children(p)]
    return any(c.lower in _UNTRUE or c.lemma in _LIES for c in said)


def is_unconfirmed(sentence: Sentence, word: Token) -> bool:
    """Say whether the word stands in what nobody has confirmed: "no confirmation that the town had fallen"."""
    for _ in range(6):
        above = sentence.head(word)
        if above is word:
            return False
        if above.lemma in _CONFIRMING and above.is_noun and word.dep in {"acl", "ccomp", "prep"}:
            told = word.dep != "prep" or word.lower in {"of", "about"}
            return told and negative_subject(sentence, above)
        if word.dep not in _INSIDE:
            return False
        word = above
    return False


def is_thwarted(sentence: Sentence, noun: Token) -> bool:
    """Say whether the deed that an event noun names was not brought off: "foiled a kidnapping", "a failed abduction",
    "the attempted murder", "an attempt at kidnapping was thwarted".

    A raid that was foiled was still made; so this is asked only by families whose deeds are their result.
    """
    if any(c.lower in _UNDONE for c in sentence.children(noun, "amod", "compound", "nmod")):
        return True
    top, attempt = noun, False
    for _ in range(4):
        above = sentence.head(top)
        if above.is_verb:
            passive = top.dep == "nsubjpass"
            return (top.dep == "dobj" or passive) and above.lemma in _FOILING and _done(sentence, above)
        if attempt or above.i == top.i:
            return attempt
        attempt = above.is_noun and above.lemma in {"attempt", "plot", "bid", "plan"}
        top = above
    return attempt


def is_foiled(sentence: Sentence, noun: Token) -> bool:
    """Say whether the verb above an event noun is one of foiling it: what is said of that verb is not said of the deed.

    "Guards failed to stop the raid" denies the stopping, not the raid.
    """
    above = sentence.head(noun)
    return noun.dep in {"dobj", "nsubjpass"} and above.is_verb and above.lemma in _FOILING


def foilers(sentence: Sentence, noun: Token) -> frozenset[int]:
    """Return the tokens of those who foil the event that the noun names, or fail to: they neither do nor suffer it."""
    verbs = [t for t in sentence.ancestors(noun) if t.is_verb and t.lemma in _FOILING]
    return frozenset(t.i for verb in verbs[:1] for t in agents(sentence, verb))


def _done(sentence: Sentence, verb: Token) -> bool:
    """Say whether the foiling came off: not "failed to prevent", "could not stop"."""
    above = sentence.head(verb)
    return not (verb.dep in {"xcomp", "pcomp"} and above.lemma in {"fail", "try", "attempt", "neglect"})
