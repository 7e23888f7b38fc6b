"""Which words of a sentence fill the roles of a claim: a layer beside the grammar of frames and phrases.

Frames say where an argument usually stands; the layer learned from 18,000 marked claims where it does stand. It is
asked of every pair of a claim's word and a word that may name somebody, a place or a time. It sees what the parser and
the judge's network made of both, the way through the parse from one to the other, and what the frames and phrases took
the word for; what comes of it is the share of every role, and of none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy

from crossbearing.extract.judge.layer import Layer, Question
from crossbearing.extract.judge.network import Network
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.text.times import TimePhrase
from crossbearing.text.tokens import Sentence, Token
from crossbearing.vocab.contract import CLASSES

NONE = ""
TIME = "time"
PLACES = ("location", "origin", "destination", "endpoint", "near")
ACTORS = tuple(sorted({role for one in CLASSES.values() for role in one.roles}))
ROLES = (NONE, *ACTORS, *PLACES, TIME)

FEATURES = (
    "path",
    "way",
    "preposition",
    "class",
    "label",
    "tag",
    "kind",
    "claim_tag",
    "claim_label",
    "far",
    "where",
    "taken_for",
    "within",
)
"""What is told of a pair in words; of each feature the first value stands for all that are not known."""
QUESTION = Question("roles.npz", FEATURES, ROLES)

_NAMING = frozenset({"PRP", "PRP$", "CD"})
_LONGEST = 5
"""The longest way through the parse that is spelled out, in words."""
_SKIPPED = frozenset({"conj", "compound", "appos", "amod"})
"""Labels that say nothing of a role: who stands beside or inside another fills the same."""
_UP, _DOWN = 3, 4


class Asked(NamedTuple):
    """A word that may fill a role of a claim, and what is told of the two, in the order of ``FEATURES``."""

    word: int
    told: tuple[str, ...]


def asked(reading: Reading, candidate: Candidate, words: Collection[int] | None = None) -> list[Asked]:
    """Return the words of a sentence that may fill a role of a claim, in text order; with ``words`` those instead."""
    sentence, seen = reading.sentence, _seen(reading)
    claim = sentence.tokens[candidate.predicate]
    taken = taken_for(sentence, candidate)
    above = _up(sentence, claim)
    framed = "" if candidate.rule.startswith("judge.") else "framed "
    found: list[Asked] = []
    for i in sorted({*seen.named, *taken}) if words is None else sorted(words):
        if i == claim.i:
            continue
        token = sentence.tokens[i]
        evidence = "evidence " if candidate.start <= token.start < candidate.end else ""
        within = f"{seen.phrases.get(i, '')}{framed}{evidence}{'source' if i in seen.sources else ''}".rstrip()
        path, way, preposition, far = _through(sentence, token, above)
        told = (path, way, preposition, candidate.cls, token.dep, token.tag, token.kind, claim.tag, claim.dep, far)
        found.append(Asked(i, (*told, _where(i - claim.i), taken.get(i, NONE), within)))
    return found


class _Seen(NamedTuple):
    """What every claim of a sentence sees alike: words that may fill a role, heads of phrases, words of sources."""

    named: frozenset[int]
    phrases: Mapping[int, str]
    sources: frozenset[int]


def _seen(reading: Reading) -> _Seen:
    """Return what is the same for all claims of a sentence; the same object when asked again."""
    found: _Seen | None = reading.kept.get(_SEEN)
    if found is None:
        sentence = reading.sentence
        counted = {phrase.head for phrase, _ in reading.tolls}
        places = {place.head for place in reading.places}
        times = {word for _, word in time_heads(sentence, reading.times)}
        phrases = {
            i: f"{'counted ' if i in counted else ''}{'place ' if i in places else ''}{'time ' if i in times else ''}"
            for i in counted | places | times
        }
        named = {token.i for token in sentence.tokens if _may_name(token)} | places | times
        spans = list(_sources(reading))
        sources = {t.i for t in sentence.tokens if any(start <= t.start < end for start, end in spans)}
        found = reading.kept[_SEEN] = _Seen(frozenset(named), phrases, frozenset(sources))
    return found


_SEEN = "roles.seen"


def _may_name(token: Token) -> bool:
    named = token.kind or token.is_noun or token.tag in _NAMING
    return bool(named) or (token.tag == "JJ" and token.text[:1].isupper())


def taken_for(sentence: Sentence, candidate: Candidate) -> dict[int, str]:
    """Return the role that each word of a candidate fills as frames and phrases have it."""
    taken = {actor.head: actor.role for actor in candidate.actors}
    for role, place in candidate.places:
        taken.setdefault(place.head, role)
    for _, word in time_heads(sentence, candidate.times):
        taken.setdefault(word, TIME)
    return taken


def head_of(sentence: Sentence, start: int, end: int) -> Token | None:
    """Return the word of a span on which its others hang; None where no word lies in it.

    A name that is known is one word, of which the span may be a part. Where the parser hangs the words of a span on
    several others, that is the first that may name something.
    """
    inside = [token for token in sentence.tokens if token.start < end and start < token.end]
    held = {token.i for token in inside}
    tops = [token for token in inside if token.head not in held or token.head == token.i]
    return next((token for token in tops if _may_name(token)), tops[0] if tops else None)


def time_heads(sentence: Sentence, times: Sequence[TimePhrase]) -> Iterator[tuple[TimePhrase, int]]:
    """Yield the time phrases that have a word in the sentence, each with its head: "Monday" of "by late Monday"."""
    for time in times:
        head = head_of(sentence, time.core_start, time.core_end)
        if head is not None:
            yield time, head.i


def _sources(reading: Reading) -> Iterator[tuple[int, int]]:
    for said in reading.reported:
        for source in said.sources:
            if source.mention is not None:
                yield source.mention.start, source.mention.end


class _Up(NamedTuple):
    """The way from a word to the root: how many steps up each word on it is, and the labels of the steps."""

    steps: Mapping[int, int]
    labels: tuple[str, ...]


def _up(sentence: Sentence, token: Token) -> _Up:
    way = (token, *sentence.ancestors(token))
    return _Up({t.i: number for number, t in enumerate(way)}, tuple(t.dep for t in way))


def _through(sentence: Sentence, token: Token, above: _Up) -> tuple[str, str, str, str]:
    """Return the way from a claim's word through the parse to another, whole and in short, the last preposition on it.

    Last comes how many steps it has. ``above`` is the way from the claim's word to the root.
    """
    tokens, steps = sentence.tokens, above.steps
    downs: list[str] = []
    preposition, at = "", token.i
    while at not in steps:
        step = tokens[at]
        downs.append(step.dep)
        if not preposition and (step.dep == "prep" or step.dep == "agent"):
            preposition = step.lemma
        if step.head == at or len(downs) > len(tokens):
            return "apart", "apart", "", "apart"
        at = step.head
    downs.reverse()
    ups = above.labels[: steps[at]]
    far = min(len(ups) + len(downs), 9)
    path = f"{'^'.join(ups)}>{'.'.join(downs)}" if far <= _LONGEST else f"far {far}"
    short = [label for label in ups if label not in _SKIPPED][:_UP]
    low = [label for label in downs if label not in _SKIPPED][:_DOWN]
    return path, f"{'^'.join(short)}>{'.'.join(low)}", preposition, str(far)


def _where(distance: int) -> str:
    """Return on which side of the claim's word another stands and how far, in doublings.

    >>> [_where(n) for n in (-9, -1, 1, 3)]
    ['-4', '-1', '1', '2']
    """
    return str(min(6, abs(distance).bit_length()) * (1 if distance > 0 else -1))


def shares_of(
    layer: Layer, network: Network, claims: Sequence[tuple[Reading, Candidate, Sequence[Asked]]]
) -> list[Any]:
    """Return for every claim an array, a row a word that was asked of and a column an answer of the layer."""
    lengths = [len(words) for _, _, words in claims]
    if not sum(lengths):
        return [numpy.zeros((0, len(layer.answers))) for _ in claims]
    own, others = pair_rows(network, claims)
    found = layer.shares(own, others, layer.numbers(one.told for _, _, words in claims for one in words))
    return numpy.split(found, numpy.cumsum(lengths)[:-1])


def pair_rows(network: Network, claims: Sequence[tuple[Reading, Candidate, Sequence[Asked]]]) -> tuple[Any, Any]:
    """Return what is known in numbers of the claim's word and of the other word of every pair, a row a pair each."""
    own, others = [], []
    for reading, candidate, words in claims:
        if words:
            rows = network.heard(reading.sentence).rows
            own.append(numpy.broadcast_to(rows[candidate.predicate], (len(words), rows.shape[1])))
            others.append(rows[[one.word for one in words]])
    return numpy.concatenate(own), numpy.concatenate(others)
