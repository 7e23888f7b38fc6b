"""Silence as a statement: "There was no immediate comment", "declined to say", "made no mention of it"."""

from __future__ import annotations

from collections.abc import Iterable

from crossbearing.extract.clauses import verb_evidence
from crossbearing.extract.families.statements.words import SETS
from crossbearing.extract.phrases.actors import actor_kind, actor_mention
from crossbearing.extract.phrases.arguments import agents, is_passive, preposed, surface_subject
from crossbearing.extract.rule import Argument, Candidate, Reading, Rule
from crossbearing.text.tokens import Token

SPEAKERS = frozenset({"authority", "forces", "group", "name", "state", "pronoun", "demonym"})
OFFICES = SPEAKERS | {"people"}


def made(reading: Reading, cls: str, rule: str, trigger: Token, verb: Token, speakers: Iterable[Token]) -> Candidate:
    """Make a statement on ``trigger`` whose evidence is the clause of ``verb``."""
    found = Candidate(cls, f"statements.{rule}", trigger.i, verb.i, 0, 0)
    for token in speakers:
        if actor_kind(reading.sentence, token) in OFFICES or token.lemma in SETS["media"]:
            found = found.adding(actors=[Argument("speaker", token.i, actor_mention(reading.sentence, token))])
    also = [c.i for c in reading.sentence.children(verb, "conj") if c.lemma == "deny" and cls == "statement.no_comment"]
    start, end = verb_evidence(reading.sentence, verb, (trigger.i, *also))
    return found.having(start=start, end=end)


def negated(reading: Reading, verb: Token) -> bool:
    """Say whether the verb stands with "not", "never" or "neither"."""
    subjects = reading.sentence.children(verb, "nsubj", "nsubjpass")
    if any(c.lower in {"neither", "no"} for s in subjects for c in reading.sentence.children(s, "det", "neg")):
        return True
    return any(c.dep == "neg" or c.lower in {"never", "neither"} for c in reading.sentence.children(verb))


def carrier(reading: Reading, noun: Token) -> Token | None:
    """Return the verb of "there was no comment", "had no comment", "no comment came"."""
    head = reading.head_of(noun)
    if head.is_verb and noun.dep in {"attr", "dobj", "nsubj", "nsubjpass"} and head.lemma in SETS["carrying"]:
        return head
    return None


def silence(reading: Reading, word: Token) -> Iterable[Candidate]:
    """ "There was no immediate comment from X", "X declined to comment", "X made no mention of it"."""
    sentence = reading.sentence
    if word.is_noun and word.lemma in SETS["unspoken"]:
        verb = carrier(reading, word)
        none = any(c.lower == "no" for c in sentence.children(word, "det", "neg"))
        if verb is None or not (none or (negated(reading, verb) and word.lemma != "response")):
            return
        bodies = [o for _, o in preposed(sentence, word, "from", "by")] or [
            o for _, o in preposed(sentence, verb, "from", "by")
        ]
        if verb.lemma in SETS["giving"]:
            bodies = bodies or agents(sentence, verb)
        found = made(reading, "statement.no_comment", "silence", word, verb, bodies)
        if found.actors or word.lemma == "comment":
            yield found
        return
    verb = _silent_verb(reading, word)
    if verb is not None:
        found = made(reading, "statement.no_comment", "silence", word, verb, surface_subject(sentence, verb))
        if found.actors:
            yield found


def _silent_verb(reading: Reading, word: Token) -> Token | None:
    """Return the verb of the clause that says somebody kept silent."""
    head = reading.head_of(word)
    asked = any(o.lemma in SETS["request"] for _, o in preposed(reading.sentence, word))
    if not word.is_verb:
        return None
    if word.lemma == "comment" or (word.lemma in {"respond", "reply"} and asked):
        if head.is_verb and word.dep == "xcomp" and head.lemma in {"decline", "refuse"}:
            return head
        return word if negated(reading, word) else None
    if word.lemma in {"decline", "refuse"}:
        said = [c for c in reading.sentence.children(word, "xcomp") if c.lemma in SETS["declined"]]
        return word if said else None
    if word.lemma == "reach" and is_passive(reading.sentence, word):
        return (
            word
            if negated(reading, word) and any(o.lemma == "comment" for _, o in preposed(reading.sentence, word, "for"))
            else None
        )
    if word.lemma in {"mention", "acknowledge"}:
        return word if negated(reading, word) and not is_passive(reading.sentence, word) else None
    if word.lemma == "confirm":
        denies = any(c.lemma == "deny" for c in reading.sentence.children(word, "conj"))
        return word if denies and negated(reading, word) else None
    return None


RULE = Rule("statements.silence", SETS["silence"], silence)
