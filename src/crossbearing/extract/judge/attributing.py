"""How a claim is told: a layer beside the rules of attribution, which sees the whole sentence.

It tells the mode (in somebody's words, as the outlet's own, taken as known). The rules' attribution is what it starts
from; it changes that where it is sure, and says so. Who the source is, the rules alone say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crossbearing.extract.assembly import attributed
from crossbearing.extract.judge import manner
from crossbearing.extract.judge.layer import Layer, Question
from crossbearing.extract.judge.network import Network
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.model.claim import Attribution
from crossbearing.vocab.contract import CODES, classes_with

MODES = CODES["mode"]
FEATURES = (*manner.FEATURES, "mode", "sources", "reported")
QUESTION = Question("mode.npz", FEATURES, MODES)
PRESUPPOSED = "presupposed"
HEADING = "heading"
_HAPPENING, _STATES = classes_with("happening"), classes_with("state")
_OWN = frozenset({"unattributed", PRESUPPOSED})
"""Modes in which nobody but the outlet speaks."""

# How likely a mode has to be to count against the rules: chosen by cross-validation over documents (docs/quality.md).
SURE = 0.7


def told_of(reading: Reading, candidate: Candidate, known: Attribution) -> tuple[str, ...]:
    """Return what is told of a claim for its mode, in the order of ``FEATURES``; ``known`` is what rules have."""
    word = reading.sentence.tokens[candidate.predicate]
    holding = sum(said.holds(word.start, word.end) for said in reading.reported)
    reported = f"{min(holding, 2)} of {min(len(reading.reported), 2)}"
    return (*manner.told_of(reading, candidate), known.mode, str(min(len(known.sources), 2)), reported)


def attribute(
    mode: Layer, network: Network, candidates: Sequence[tuple[Reading, Candidate]]
) -> list[tuple[Reading, Candidate]]:
    """Return the claims of a document in the mode that the whole of their sentences has."""
    if not candidates:
        return []
    given = [(*one, attributed(*one)) for one in candidates]
    own, above = manner.rows_of(network, candidates)
    modes = mode.shares(own, above, mode.numbers(told_of(*one) for one in given)).tolist()
    return [
        (reading, _told(reading, candidate, rules, row))
        for (reading, candidate, rules), row in zip(given, modes, strict=True)
    ]


def _told(reading: Reading, candidate: Candidate, rules: Attribution, modes: Sequence[float]) -> Candidate:
    share, mode = max(zip(modes, MODES, strict=True))
    if mode == rules.mode or share < SURE or _is_plain(candidate, rules.mode, mode):
        return candidate
    told = candidate.having(presupposed=mode == PRESUPPOSED)
    found = _in_mode(attributed(reading, told) if candidate.presupposed else rules, mode)
    if found is None:
        return candidate
    reason = f"attribution: {mode}, not {rules.mode} ({share:.2f})"
    return told.having(attribution=found, reasons=(*told.reasons, reason))


def _is_plain(candidate: Candidate, known: str, mode: str) -> bool:
    """Say whether the rules know better: what is a heading, what happened and is told, who holds what in passing."""
    if HEADING in (known, mode):
        return True
    if mode == PRESUPPOSED:
        return candidate.cls in _HAPPENING
    return candidate.presupposed and candidate.cls in _STATES


def _in_mode(rules: Attribution, mode: str) -> Attribution | None:
    """Return an attribution in another mode; None where it would need a source that rules do not see."""
    if mode in _OWN:
        return Attribution(mode, "narrate")
    return replace(rules, mode=mode) if rules.sources else None
