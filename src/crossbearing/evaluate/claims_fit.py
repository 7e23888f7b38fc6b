"""Fits what is known of claims beside their words: which words fill their roles, and how they are told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy

from crossbearing.evaluate.claim_cases import CountCase, MannerCase, RoleCase
from crossbearing.evaluate.layer_fit import Examples, Form, layer_from
from crossbearing.extract.assembly import attributed
from crossbearing.extract.judge import attributing, counts, manner, roles
from crossbearing.extract.judge.layer import Layer
from crossbearing.extract.judge.network import Network
from crossbearing.extract.judge.roles import Asked
from crossbearing.extract.rule import Candidate, Reading

ROLE_EPOCHS, EPOCHS = 25, 12
"""How often the claims are gone through: what has fewer examples learns them by heart sooner."""

ROLES = Form(
    roles.QUESTION,
    fewest={"path": 4, "way": 4, "preposition": 4},
    unshown={"taken_for": 0.15, "path": 0.2},
)
MANNER = Form(
    manner.QUESTION,
    fewest={"helpers": 4, "marker": 4, "governor": 4, "cue": 4, "determiner": 4},
    unshown={"rule": 0.15, "governor": 0.15},
)
MODE = Form(attributing.QUESTION, fewest=MANNER.fewest, unshown={"mode": 0.1, "governor": 0.15})
COUNT = Form(
    counts.COUNT,
    fewest={"path": 8, "way": 8, "preposition": 8},
    unshown={"taken": 0.15, "linked": 0.1, "path": 0.2},
)
SCOPE = Form(counts.SCOPE, fewest={"time": 4, "helpers": 4}, unshown={"rule": 0.15})


def roles_from(cases: Sequence[RoleCase], network: Network, epochs: int = ROLE_EPOCHS) -> Layer:
    """Return what fills roles as some claims teach it; raises EvaluationError where none of them has a role filled."""
    return layer_from(ROLES, role_examples(cases, network), epochs)


def role_examples(cases: Sequence[RoleCase], network: Network) -> Examples:
    """Return every word that was asked of for a claim, with the role that it fills."""
    asking = [case for case in cases if case.words]
    wanted = [role for case in asking for role in case.wanted]
    return _examples([(case.reading, case.candidate, case.words) for case in asking], wanted, network)


def manner_from(cases: Sequence[MannerCase], network: Network, epochs: int = EPOCHS) -> Layer:
    """Return what tells how claims are told; raises EvaluationError where all are told alike."""
    return layer_from(MANNER, manner_examples(cases, network), epochs)


def manner_examples(cases: Sequence[MannerCase], network: Network) -> Examples:
    """Return every claim with what is told of it and its modality."""
    own, others = manner.rows_of(network, [(case.reading, case.candidate) for case in cases])
    told = [manner.told_of(case.reading, case.candidate) for case in cases]
    return Examples(own, others, told, [case.modality for case in cases], numpy.arange(len(cases)))


def mode_from(cases: Sequence[MannerCase], network: Network, epochs: int = EPOCHS) -> Layer:
    """Return what tells the mode of claims; raises EvaluationError where all have the same."""
    return layer_from(MODE, mode_examples(cases, network), epochs)


def mode_examples(cases: Sequence[MannerCase], network: Network) -> Examples:
    """Return every claim with what is told of it and its mode."""
    own, others = manner.rows_of(network, [(case.reading, case.candidate) for case in cases])
    told = [attributing.told_of(c.reading, c.candidate, attributed(c.reading, c.candidate)) for c in cases]
    return Examples(own, others, told, [case.mode for case in cases], numpy.arange(len(cases)))


def count_from(cases: Sequence[CountCase], network: Network, epochs: int = EPOCHS) -> Layer:
    """Return what tells which counts are a claim's; raises EvaluationError where none has any."""
    return layer_from(COUNT, count_examples(cases, network), epochs)


def count_examples(cases: Sequence[CountCase], network: Network) -> Examples:
    """Return every counted phrase of a claim's sentence with what it counts there."""
    asking = [(case, words) for case in cases if (words := counts.phrases_of(case.reading, case.candidate).words)]
    wanted = [case.counts.get(word.word, ("", ""))[0] for case, words in asking for word in words]
    return _examples([(case.reading, case.candidate, words) for case, words in asking], wanted, network)


def scope_from(cases: Sequence[CountCase], network: Network, epochs: int = EPOCHS) -> Layer:
    """Return what tells what counts span; raises EvaluationError where all span the same."""
    return layer_from(SCOPE, scope_examples(cases, network), epochs)


def scope_examples(cases: Sequence[CountCase], network: Network) -> Examples:
    """Return every count with what it spans."""
    claims: list[tuple[Reading, Candidate, tuple[Asked, ...]]] = []
    wanted = []
    for case in cases:
        heads = {phrase.head: phrase for phrase in reversed(case.reading.quantities)}
        for head, (quantity, scope) in sorted(case.counts.items()):
            told = counts.scope_told(case.reading, case.candidate, heads[head], quantity)
            claims.append((case.reading, case.candidate, (Asked(head, told),)))
            wanted.append(scope)
    return _examples(claims, wanted, network)


def _examples(
    claims: Sequence[tuple[Reading, Candidate, Sequence[Asked]]], wanted: Sequence[str], network: Network
) -> Examples:
    whose = numpy.repeat(numpy.arange(len(claims)), [len(words) for _, _, words in claims])
    own = numpy.array([network.heard(reading.sentence).rows[one.predicate] for reading, one, _ in claims])
    told = [word.told for _, _, words in claims for word in words]
    others = roles.pair_rows(network, claims)[1] if claims else numpy.zeros((0, 0))
    return Examples(own, others, told, wanted, whose)
