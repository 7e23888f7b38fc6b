"""Which time words belong to which candidate: its own first, then those that govern its clause from outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crossbearing.extract.nearest_predicates import nearest_predicates
from crossbearing.extract.phrases.modality import HAPPENED
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.text.times import TimePhrase
from crossbearing.text.tokens import Token

# A time phrase that opens the sentence ("In December, the army said that ...") governs what follows.
_FRONT = 3
_SHARING = frozenset({"conj", "advcl", "xcomp", "acl"})
_ORDINALS = frozenset({"first", "only"})
# Words that make a superlative a bound of a number ("at least 40 killed in two days") or a share ("most of the town").
_BOUNDING = frozenset({"at", "of"})


def times_of(reading: Reading, candidates: Sequence[Candidate]) -> list[tuple[TimePhrase, ...]]:
    """Return the time phrases of each candidate of a sentence; one that has some already keeps them."""
    found = [c.times for c in candidates]
    waiting = [i for i, times in enumerate(found) if not times]
    times = [t for t in reading.times if not only_compares(reading, t)]
    for time in times:
        for i in waiting:
            own = [t for t in _parts_for(time, candidates[i]) if _belongs(reading, candidates, candidates[i], t)]
            found[i] = (*found[i], *own)
    for i in waiting:
        found[i] = _of_its_own_verb(reading, candidates[i], found[i])
        if not found[i]:
            found[i] = tuple(_when_it_happened(reading, times, candidates[i]))
        if not found[i] and not candidates[i].presupposed:
            found[i] = _shared(reading, candidates, i, found)
    fronted = [t for t in times if _is_fronted(reading, t)]
    for i in waiting:
        happened = candidates[i].polarity != "negative" and candidates[i].modality in HAPPENED
        if happened and not found[i] and not candidates[i].presupposed:
            found[i] = tuple(fronted[:1])  # "On Sunday it agreed to leave": not on Sunday that it leaves
    return found


def _of_its_own_verb(reading: Reading, candidate: Candidate, times: tuple[TimePhrase, ...]) -> tuple[TimePhrase, ...]:
    """Leave out other verbs' days where its own has one: "was shot on 26 June but died on 2 July" died in July."""
    tokens = reading.sentence.tokens
    own: list[TimePhrase] = []
    others: list[TimePhrase] = []
    for time in times:
        inside = [t for t in tokens if t.start < time.end and time.start < t.end]
        above = (t for word in inside[:1] for t in reading.sentence.ancestors(word) if t.is_verb and t not in inside)
        verb = next(above, None)
        (own if verb is None or verb.i in {candidate.predicate, candidate.clause} else others).append(time)
    days = [t for t in own if t.type == "DATE"]
    return tuple(own) if days and others else times


def only_compares(reading: Reading, time: TimePhrase) -> bool:
    """Say whether a time only tells since when nothing was as bad: "the deadliest attack in Iraq in two years".

    It follows a superlative or "the first" with no other verb between, and is a length or a "since".
    """
    if time.spec.relation != "since" and not (time.kind == "duration" and time.spec.relation in {"in", "for"}):
        return False
    tokens = reading.sentence.tokens
    for token in reversed([t for t in tokens if t.end <= time.start]):
        if token.is_verb and token.dep not in {"amod", "acl", "relcl"}:
            return False
        above = tokens[token.i - 1] if token.i else None
        graded = token.lower in {"most", "least"} and tokens[token.i + 1].tag == "JJ"
        superlative = graded or (token.tag == "JJS" and token.lower not in {"most", "least"})
        ranked = superlative or (token.lower in _ORDINALS and above is not None and above.tag in {"DT", "PRP$", "POS"})
        if ranked and (above is None or above.lower not in _BOUNDING):
            return True
    return False


def _parts_for(time: TimePhrase, candidate: Candidate) -> Iterator[TimePhrase]:
    """Yield the phrase, or what lies inside the evidence of a candidate that itself stands in a since-clause."""
    if candidate.start <= time.start and time.end <= candidate.end:
        yield time
    else:
        for part in time.parts:
            yield from _parts_for(part, candidate)


def _belongs(reading: Reading, candidates: Sequence[Candidate], candidate: Candidate, time: TimePhrase) -> bool:
    """Say whether the nearest predicate above the time words is the candidate's."""
    tokens = [t for t in reading.sentence.tokens if t.start < time.end and time.start < t.end]
    if not tokens:
        return True
    top = min(tokens, key=lambda t: sum(1 for _ in reading.sentence.ancestors(t)))
    return any(c is candidate for c in nearest_predicates(reading, candidates, top.i, time.start, time.end))


def _when_it_happened(reading: Reading, times: Sequence[TimePhrase], candidate: Candidate) -> list[TimePhrase]:
    """Return the time that a clause with "when" tells of: "the worst day was 8 July, when shells killed 40"."""
    tokens = reading.sentence.tokens
    for i in sorted({candidate.clause, *(t.i for t in reading.sentence.ancestors(tokens[candidate.clause]))}):
        for when in reading.sentence.children(tokens[i], "advmod", "mark"):
            if when.lower == "when" and candidate.start <= when.end:
                between = reading.sentence.document_text
                beside = [t for t in times if t.end <= when.start and between[t.end : when.start].strip(" ,") == ""]
                return [_itself(t) for t in beside]
    return []


def _itself(time: TimePhrase) -> TimePhrase:
    """Return the time without its preposition: what happened "since July, when ..." happened in July."""
    length = time.end - time.core_start
    return replace(
        time, start=time.core_start, text=time.text[-length:], spec=replace(time.spec, relation=""), parts=()
    )


def _shared(
    reading: Reading, candidates: Sequence[Candidate], number: int, found: Sequence[tuple[TimePhrase, ...]]
) -> tuple[TimePhrase, ...]:
    """Return the times ``found`` for the clause that this candidate's is coordinated with or is a result of."""
    token = reading.sentence.tokens[candidates[number].clause]
    for _ in range(4):
        if token.dep not in _SHARING or _finite_subordinate(reading, token):
            break
        token = reading.head_of(token)
        for i, other in enumerate(candidates):
            if i != number and other.clause == token.i and found[i]:
                return found[i]
    return ()


def _finite_subordinate(reading: Reading, token: Token) -> bool:
    return bool(reading.sentence.children(token, "mark")) and token.dep == "advcl"


def _is_fronted(reading: Reading, time: TimePhrase) -> bool:
    first = [t for t in reading.sentence.tokens if t.tag not in {",", "``", "''"}][:_FRONT]
    opens = bool(first) and time.start <= first[-1].start and time.type != "SET"
    return opens and time.kind not in {"duration"}
