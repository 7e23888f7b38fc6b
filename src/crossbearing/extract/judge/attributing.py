"""Who says a claim, and how: two layers beside the rules of attribution, which see the whole sentence.

One tells the mode (in somebody's words, as the outlet's own, taken as known), the other which word of the sentence is
the source. The rules' attribution is what they start from; they change it where they are sure, and say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from crossbearing.extract.assembly import attributed
from crossbearing.extract.judge import manner
from crossbearing.extract.judge.layer import Layer, load_layer
from crossbearing.extract.judge.network import Network
from crossbearing.extract.judge.roles import FEATURES as PAIR
from crossbearing.extract.judge.roles import Asked, asked, pair_rows
from crossbearing.extract.phrases.actors import PRONOUNS, actor_mention
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.model.claim import Attribution, Source
from crossbearing.model.mention import Mention
from crossbearing.text.tokens import Token
from crossbearing.vocab.contract import CODES, classes_with

MODE_FILE, SOURCE_FILE = "mode.npz", "source.npz"
MODES = CODES["mode"]
MODE_FEATURES = (*manner.FEATURES, "mode", "sources", "reported")
SOURCE = "source"
SOURCE_ANSWERS = ("", SOURCE)
SOURCE_FEATURES = (*PAIR, "speaks", "mode")
PRESUPPOSED = "presupposed"
HEADING = "heading"
_HAPPENING, _STATES = classes_with("happening"), classes_with("state")
_OWN = frozenset({"unattributed", PRESUPPOSED})
"""Modes in which nobody but the outlet speaks."""

# How likely a mode has to be to count against the rules, and a word to be made a source: chosen by cross-validation
# over documents (docs/quality.md).
SURE = 0.7
NEW = 0.5


def mode_told(reading: Reading, candidate: Candidate, known: Attribution) -> tuple[str, ...]:
    """Return what is told of a claim for its mode, in the order of ``MODE_FEATURES``; ``known`` is what rules have."""
    word = reading.sentence.tokens[candidate.predicate]
    holding = sum(said.holds(word.start, word.end) for said in reading.reported)
    reported = f"{min(holding, 2)} of {min(len(reading.reported), 2)}"
    return (*manner.told_of(reading, candidate), known.mode, str(min(len(known.sources), 2)), reported)


def source_asked(reading: Reading, candidate: Candidate, known: Attribution) -> list[Asked]:
    """Return the words that may be the source of a claim, with what is told in the order of ``SOURCE_FEATURES``."""
    spans = [source.mention for source in known.sources]
    found = []
    for one in asked(reading, candidate):
        token = reading.sentence.tokens[one.word]
        number = next((n for n, mention in enumerate(spans) if mention is not None and _in(token, mention)), -1)
        speaks = ("", "nearest", "further")[min(number + 1, 2)]
        found.append(Asked(one.word, (*one.told, speaks, known.mode)))
    return found


def _in(token: Token, mention: Mention) -> bool:
    return mention.start <= token.start < mention.end


def attribute(
    mode: Layer, source: Layer, network: Network, candidates: Sequence[tuple[Reading, Candidate]]
) -> list[tuple[Reading, Candidate]]:
    """Return the claims of a document with who says them, as the whole of their sentences has it."""
    if not candidates:
        return []
    known = [attributed(reading, candidate) for reading, candidate in candidates]
    given = [(*one, rules) for one, rules in zip(candidates, known, strict=True)]
    own, above = manner.rows_of(network, candidates)
    modes = mode.shares(own, above, mode.numbers(mode_told(*one) for one in given)).tolist()
    return [
        (reading, _told(reading, candidate, rules, row, _Speaking(source, network, reading, candidate, rules)))
        for (reading, candidate, rules), row in zip(given, modes, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Speaking:
    """Asks which word is the source of a claim; few claims need to know."""

    source: Layer
    network: Network
    reading: Reading
    candidate: Candidate
    known: Attribution

    def likeliest(self) -> tuple[Token, float] | None:
        """Return the likeliest word, the first of equals, and how likely it is; None where there is none to ask of."""
        words = source_asked(self.reading, self.candidate, self.known)
        if not words:
            return None
        own, others = pair_rows(self.network, [(self.reading, self.candidate, words)])
        shares = self.source.shares(own, others, self.source.numbers(one.told for one in words))
        row = shares[:, SOURCE_ANSWERS.index(SOURCE)]
        best = int(row.argmax())
        return self.reading.sentence.tokens[words[best].word], float(row[best])


def _told(
    reading: Reading, candidate: Candidate, rules: Attribution, modes: Sequence[float], speaking: _Speaking
) -> Candidate:
    share, mode = max(zip(modes, MODES, strict=True))
    if mode == rules.mode or share < SURE or _is_plain(candidate, rules.mode, mode):
        return candidate
    told = candidate.having(presupposed=mode == PRESUPPOSED)
    found = _in_mode(reading, attributed(reading, told) if candidate.presupposed else rules, mode, speaking)
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


def _in_mode(reading: Reading, rules: Attribution, mode: str, speaking: _Speaking) -> Attribution | None:
    """Return an attribution in another mode; None where it would need a source that is not there."""
    if mode in _OWN:
        return Attribution(mode, "narrate")
    if rules.sources:
        return replace(rules, mode=mode)
    found = speaking.likeliest()
    if found is None or found[1] < NEW:
        return None
    token, _ = found
    source = Source(None, actor_mention(reading.sentence, token), token.lower in PRONOUNS)
    return Attribution(mode, "report", None, (source,))


def load_mode(file: Traversable) -> Layer:
    """Read what tells modes; raises VocabularyError where it is none."""
    return load_layer(file, MODE_FEATURES, MODES)


def load_source(file: Traversable) -> Layer:
    """Read what tells sources; raises VocabularyError where it is none."""
    return load_layer(file, SOURCE_FEATURES, SOURCE_ANSWERS)


@cache
def shipped_attribution() -> tuple[Layer, Layer]:
    """Return what tells modes and what tells sources, as they come with the program.

    >>> [layer.answers[-1] for layer in shipped_attribution()]
    ['presupposed', 'source']
    """
    folder = files("crossbearing.extract.judge")
    return load_mode(folder / MODE_FILE), load_source(folder / SOURCE_FILE)
