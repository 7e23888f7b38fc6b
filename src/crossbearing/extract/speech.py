"""Statements as claims: which of them only carry a concrete claim, and who is the source of those that stand."""

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.extract.event_nouns import blamed_for
from crossbearing.extract.phrases.arguments import patients
from crossbearing.extract.reported import Reported, SourcePhrase
from crossbearing.extract.rule import Argument, Candidate, Reading
from crossbearing.model.mention import Mention
from crossbearing.text.tokens import Token
from crossbearing.vocab.contract import CLASSES, classes_with

# What a statement does where no reporting cue was found for its verb (claim contract, `attribution.speech_act`).
_ACTS = {c.name: c.act for c in CLASSES.values() if c.act is not None}
# Statements whose content, when it is a noun phrase of a concrete class, is the claim: "called for a ceasefire".
_NOUN_CONTENT = classes_with("asks")
_ABSTRACT = frozenset(c.name for c in CLASSES.values() if not c.deed)
_NAMED_BY_NOUN = classes_with("named_by_noun")
_PRONOUNS = frozenset({"i", "we", "our", "my", "it", "they", "he", "she"})
_CLAUSAL = frozenset({"ccomp", "xcomp", "pcomp"})
# Nouns that hand on what is told: "welcomed news that the army had taken X" says only that.
_TOLD = frozenset({"news", "report", "announcement", "fact"})
_STEPS = 7


def carried_elsewhere(reading: Reading, statement: Candidate, others: Sequence[Candidate]) -> Candidate | None:
    """Return the concrete claim that a statement only introduces ("urged X to withdraw"), or None.

    One's own deed denied ("denied bombing the school") stays a denial (claim contract, rulings on statement classes).
    """
    if statement.content == "framed":  # what was agreed, or laid down, is the claim when it has a class of its own
        return _framed(reading, statement, others)
    if _ACTS.get(statement.cls) in {None, "claim"}:
        return None
    if statement.content == "beside":
        return None
    verb = reading.sentence.tokens[statement.clause]
    for other in others:
        if other.cls in _ABSTRACT or other.presupposed or other.content == "framed":
            continue
        if _is_content(reading, statement, verb, other):
            return other
    return None


def _framed(reading: Reading, frame: Candidate, others: Sequence[Candidate]) -> Candidate | None:
    """Return the concrete claim that is agreed or a term: in the same clause or in the clause that is its content."""
    verb = reading.sentence.tokens[frame.clause]
    for other in others:
        if other.cls in _ABSTRACT or other.presupposed or other.content == "framed":
            continue
        token = reading.sentence.tokens[other.clause]
        for _ in range(_STEPS):
            if token.i == verb.i:
                return other
            above = reading.head_of(token)
            if token.dep not in {"xcomp", "ccomp", "pcomp", "prep", "conj", "pobj", "dobj"} or (
                above.is_noun and token.dep != "conj"
            ):
                break
            token = above
    return None


def asked_for_words(reading: Reading, statement: Candidate, others: Sequence[Candidate]) -> Candidate | None:
    """Return the demand of which a statement is only what is asked ("called on the council to condemn"), or None."""
    if statement.cls not in _ACTS:
        return None
    head = reading.head_of(reading.sentence.tokens[statement.clause])
    if reading.sentence.tokens[statement.clause].dep not in {"xcomp", "ccomp", "advcl"}:
        return None
    return next((o for o in others if _ACTS.get(o.cls) == "demand" and o is not statement and o.clause == head.i), None)


def own_deed_denied(reading: Reading, other: Candidate, statements: Sequence[Candidate]) -> Candidate | None:
    """Return the denial under which ``other`` stands as the speaker's own deed, or None."""
    token = reading.sentence.tokens[other.clause]
    head = reading.head_of(token)
    if token.dep not in {"xcomp", "pcomp", "dobj", "advcl"}:
        return None
    return next((s for s in statements if _ACTS.get(s.cls) == "deny" and s.clause == head.i), None)


def _beside_its_own(reading: Reading, verb: Token, clause: Token) -> bool:
    """Say whether a clause stands before a verb with content of its own behind: "X enters, Y deny losing it"."""
    own = reading.sentence.children(verb, "xcomp", "ccomp", "dobj")
    return clause.i < verb.i and any(t.i > verb.i for t in own)


def _is_content(reading: Reading, statement: Candidate, verb: Token, other: Candidate) -> bool:
    """Climb from the concrete claim to the verb of saying over complement clauses, or over the object of a demand."""
    bare_noun = other.nominal and other.clause == other.predicate
    if bare_noun and statement.cls not in _NOUN_CONTENT and other.cls not in _NAMED_BY_NOUN:
        return False
    token = reading.sentence.tokens[other.clause]
    if _ACTS.get(statement.cls) == "deny" and (token.dep != "ccomp" or _beside_its_own(reading, verb, token)):
        return False
    if bare_noun and any(t in patients(reading.sentence, verb) for t in blamed_for(reading.sentence, token)):
        return True  # "blamed the army for a series of strikes"
    clausal = bare_noun
    for _ in range(_STEPS):
        head = reading.head_of(token)
        if token.dep in _CLAUSAL or (
            token.dep == "advcl" and any(c.lower == "to" for c in reading.sentence.children(token, "aux"))
        ):
            clausal = True
        elif token.dep in {"prep", "agent"} or (token.dep == "conj" and (token.is_noun or not clausal)):
            pass
        elif token.dep == "acl" and head.lemma in _TOLD:
            clausal = True
            token = head
            continue
        elif not (bare_noun or token.lemma in _TOLD) or token.dep not in {"dobj", "pobj"}:
            return False
        if head.i == verb.i:
            return clausal
        if head.i == token.i or (head.is_noun and token.dep != "conj"):
            return False
        token = head
    return False


def spoken_by(candidate: Candidate, reading: Reading, covering: list[Reported]) -> list[Reported]:
    """Return what was said that a statement claim takes its source from, nearest first; its speaker stands in it.

    The statement's own verb is its cue. Within somebody's direct speech, or where its subject is a pronoun, the outer
    speaker is the source.
    """
    if candidate.cls not in _ACTS:
        return covering
    if covering and (mode_of(candidate, reading, covering[0]) == "direct_quote" or _pronoun(candidate)):
        return covering
    if _ACTS.get(candidate.cls) == "claim" and candidate.polarity == "negative":
        return covering
    trigger = reading.sentence.tokens[candidate.predicate]
    own = next((r for r in reading.reported if r.cue is not None and r.cue.start <= trigger.start < r.cue.end), None)
    own = own or _made(candidate, reading, trigger)
    return covering if own is None else [own, *(r for r in covering if r is not own)]


def mode_of(candidate: Candidate, reading: Reading, said: Reported) -> str:
    """Return the mode in which a claim is told that lies in what somebody said."""
    trigger = reading.sentence.tokens[candidate.predicate]
    return said.mode_at((candidate.start, candidate.end), (trigger.start, trigger.end))


def with_speaker(candidate: Candidate, covering: Sequence[Reported]) -> Candidate:
    """Return a statement that names no speaker with whoever is quoted as saying it ("the army must", he said)."""
    if candidate.cls not in _ACTS or any(a.role == "speaker" for a in candidate.actors) or not covering:
        return candidate
    if _ACTS.get(candidate.cls) == "claim" and candidate.polarity == "negative":
        return candidate
    source = next(iter(covering[0].sources), None)
    if source is None or source.mention is None:
        return candidate
    return candidate.adding(actors=[Argument("speaker", -1, source.mention)])


def _pronoun(candidate: Candidate) -> bool:
    speakers = [a.mention.text.lower() for a in candidate.actors if a.role == "speaker"]
    return not speakers or all(s in _PRONOUNS for s in speakers)


def _made(candidate: Candidate, reading: Reading, trigger: Token) -> Reported | None:
    speaker: Mention | None = next((a.mention for a in candidate.actors if a.role == "speaker"), None)
    if speaker is None:
        return None
    source = SourcePhrase(speaker, speaker.text.lower().split()[-1])
    cue = reading.sentence.mention(trigger.i, trigger.i)
    act = candidate.speech_act or _ACTS[candidate.cls]
    return Reported(((candidate.start, candidate.end),), cue, act, "indirect", (source,), rule=candidate.rule)
