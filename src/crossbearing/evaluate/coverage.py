"""What texts say that no frame knows: predicates and event nouns of sentences about a war, by number of documents.

It needs no annotation. A sentence is about a war where it names somebody armed, a weapon, a toll or a held place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from crossbearing.extract.attribution.lexicon import cue_words
from crossbearing.extract.carriers import LIGHT_VERBS, OCCUR
from crossbearing.extract.engine import Extraction, Extractor
from crossbearing.extract.gate import Gate
from crossbearing.extract.phrases.kinds import token_kinds
from crossbearing.extract.phrases.modality import embedding_words
from crossbearing.extract.phrases.munitions import kind_of
from crossbearing.extract.rule import Reading
from crossbearing.model.document import Document
from crossbearing.model.faults import Faults
from crossbearing.text.tokens import Token
from crossbearing.vocab.nouns import synonyms

_ARMED = frozenset({"FORCE", "WEAPON"})
_HAPPENING = frozenset({"ACT", "EVENT"})
_AUXILIARY = frozenset({"aux", "auxpass"})
_EXAMPLE = 200


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that no frame knows: in how many documents, which frames know a word of its meaning, one sentence."""

    word: str
    part: Literal["n", "v"]
    documents: int
    proposals: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many sentences are about a war, how many of them yield no claim, and the unknown words, commonest first."""

    documents: int
    sentences: int
    silent: int
    words: tuple[Unknown, ...]

    @property
    def share(self) -> float:
        """The share of sentences about a war without a claim; 0.0 where there is none.

        >>> Coverage(1, 4, 1, ()).share
        0.25
        """
        return self.silent / self.sentences if self.sentences else 0.0


class _OpenGate(Gate):
    """Lets every sentence through: what no frame knows stands in sentences that the gate would pass over."""

    def decide(self, text: str) -> str | None:
        """Return the first words of the sentence: all are parsed."""
        return super().decide(text) or text[:1]


class _Known:
    """What the families know: words, and for a word the frames it belongs to."""

    def __init__(self, extractor: Extractor) -> None:
        self._frames: dict[str, set[str]] = defaultdict(set)
        self._holding: set[str] = set()
        for family in extractor.families:
            for frame in family.frames:
                for word in frame.words:
                    self._frames[word].add(frame.name)
                if frame.state and "PLACE" in frame.needs:
                    self._holding |= frame.words
        rules = (rule.triggers for family in extractor.families for rule in family.rules)
        carried = (w for f in extractor.families for frame in f.frames for w in frame.object)
        self._words = frozenset(self._frames).union(*rules) | embedding_words() | cue_words() | LIGHT_VERBS | OCCUR
        self._words |= frozenset(carried)

    def has(self, token: Token) -> bool:
        return token.lemma in self._words or token.lower in self._words

    def proposals(self, word: str, part: Literal["n", "v"]) -> tuple[str, ...]:
        return tuple(sorted(f"{other}: {n}" for other in synonyms(word, part) for n in self._frames.get(other, ())))

    def about_war(self, reading: Reading) -> bool:
        tokens = reading.sentence.tokens
        armed = any(not _ARMED.isdisjoint(token_kinds(t)) or (not t.kind and kind_of(t)) for t in tokens)
        return armed or bool(reading.tolls) or (bool(reading.places) and any(t.lemma in self._holding for t in tokens))


def _part(token: Token) -> Literal["n", "v"] | None:
    """Return the part of speech of a word that may tell of something: no auxiliary, no name, no plain thing."""
    if token.kind or not token.lemma.isalpha():
        return None
    if token.is_verb:
        return None if token.dep in _AUXILIARY else "v"
    telling = token.tag in {"NN", "NNS"} and not _HAPPENING.isdisjoint(token_kinds(token))
    return "n" if telling else None


def _silent(extraction: Extraction, reading: Reading) -> bool:
    start, end = reading.sentence.start, reading.sentence.end
    return not any(c.evidence.start < end and start < c.evidence.end for c in extraction.claims)


def coverage(extractor: Extractor, documents: Iterable[Document], faults: Faults | None = None) -> Coverage:
    """Read the documents with every sentence parsed and list what no frame knows in silent sentences about a war.

    ``extractor`` is changed: from now on it parses every sentence. Words come by number of documents, then by name.
    """
    extractor.parsing.gate = _OpenGate(frozenset(), extractor.parser.lemma)
    known = _Known(extractor)
    held: dict[tuple[str, Literal["n", "v"]], set[str]] = defaultdict(set)
    examples: dict[tuple[str, Literal["n", "v"]], str] = {}
    tally: Counter[str] = Counter()
    for extraction in extractor.extract(documents, faults):
        tally["documents"] += 1
        for reading in extraction.readings:
            if not known.about_war(reading):
                continue
            silent = _silent(extraction, reading)
            tally.update(["sentences", *(["silent"] if silent else [])])
            for token in reading.sentence.tokens if silent else ():
                part = _part(token)
                if part is not None and not known.has(token):
                    held[token.lemma, part].add(extraction.document.id)
                    examples.setdefault((token.lemma, part), " ".join(reading.sentence.text.split())[:_EXAMPLE])
    return Coverage(tally["documents"], tally["sentences"], tally["silent"], _ranked(held, examples, known))


def _ranked(
    held: Mapping[tuple[str, Literal["n", "v"]], set[str]],
    examples: Mapping[tuple[str, Literal["n", "v"]], str],
    known: _Known,
) -> tuple[Unknown, ...]:
    rows = (
        Unknown(word, part, len(found), known.proposals(word, part), examples[word, part])
        for (word, part), found in held.items()
    )
    return tuple(sorted(rows, key=lambda r: (-r.documents, r.word, r.part)))
