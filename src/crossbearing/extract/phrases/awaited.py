"""Clauses of time and condition: "after the last bus has left" is done or waits, as the clause above it is."""

from __future__ import annotations

from crossbearing.text.tokens import Sentence, Token

# What opens a clause that a deed to come waits for; "until" and "unless" make it the condition of that deed.
_TIMES = frozenset({"after", "before", "once", "when", "whenever", "until", "till", "unless", "if", "soon"})
_CONDITIONS = frozenset({"until", "till", "unless", "if"})
# In the past tense these tell a fact, whatever hangs on it: "she is expected to recover after she was shot".
_FACTUAL = frozenset({"after", "when", "because", "since", "as"})
# Behind these a present tense is never the past of a report: "it stays shut until they leave".
_UNDONE = frozenset({"until", "till", "unless"})
# A deed that will be done gives its time to what it waits for; one demanded or threatened only a condition.
_SHARED = frozenset({"planned", "agreed", "predicted"})
_SHIFTING = frozenset({"would", "could", "might"})
_PAST = frozenset({"VBD"})


def openers(sentence: Sentence, clause: Token) -> frozenset[str]:
    """Return the words that open a clause: "after", "as soon as", "only when"."""
    above = sentence.head(clause)
    opened = [*sentence.children(clause, "mark", "advmod"), *([above] if above.lower == "soon" else [])]
    return frozenset(t.lower for t in opened if t.i < clause.i)


def host_of(sentence: Sentence, clause: Token) -> Token:
    """Return the word that a clause of time hangs on, past the "soon" of "as soon as"."""
    above = sentence.head(clause)
    return sentence.head(above) if above.lower == "soon" else above


def is_fact(sentence: Sentence, clause: Token) -> bool:
    """Say whether the clause is finite and in the past tense, and told as a fact ("after", "when", "because")."""
    return bool(openers(sentence, clause) & _FACTUAL) and _in_past(sentence, clause)


def awaited(sentence: Sentence, clause: Token, above: str, negated: bool) -> str | None:
    """Return the modality of a finite clause of time by that of the clause ``above``, None where it is told as it is.

    "Will enter after the last bus has left": neither is done. What is past is a fact ("will be tried after troops
    caught him"), but the past of reported speech is none ("said it would stay until they left").
    """
    opened = openers(sentence, clause)
    marks = opened & _TIMES
    if not marks or "even" in opened:
        return None
    past = _in_past(sentence, clause)
    if above in {"occurred", "ongoing"}:
        undone = marks & _UNDONE and clause.tag in {"VBZ", "VBP"} and sentence.segment != "heading"
        return "conditional" if undone else None
    if past and not _shifted(sentence, clause, marks):
        return None
    if marks & _CONDITIONS or negated or above not in _SHARED:
        return "conditional"
    return above


def _in_past(sentence: Sentence, clause: Token) -> bool:
    return clause.tag in _PAST or any(c.tag in _PAST for c in sentence.children(clause, "aux", "auxpass"))


def _shifted(sentence: Sentence, clause: Token, marks: frozenset[str]) -> bool:
    """Say whether the past is only that of the report: under "would", or under what somebody vowed to do.

    Behind "after" it is so only of the past perfect, "would enter after the last had left".
    """
    host = host_of(sentence, clause)
    perfect = any(c.lower == "had" for c in sentence.children(clause, "aux"))
    if any(c.lower in _SHIFTING for c in sentence.children(host, "aux")):
        return perfect or "after" not in marks
    purposes = [host, *sentence.ancestors(host)] if any(c.lower == "to" for c in sentence.children(host, "aux")) else []
    return not marks & _FACTUAL and any(_in_past(sentence, t) for t in purposes if t.is_verb)
