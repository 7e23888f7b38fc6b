"""Gives "the attack", "the blast" and a heading's bare "strike" the class of the event of the document they mean."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from crossbearing.extract.event_nouns import EVENT_WORDS
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.vocab.contract import CLASSES, class_with, classes_with

_STRIKES = classes_with("bombards")
_SOME_STRIKE = class_with("bombards", "unspecific")
# What a bare noun may mean; a noun that is not here may mean any strike.
_MAY_MEAN = {
    noun: frozenset(c.name for c in CLASSES.values() if noun in c.called)
    for noun in sorted(frozenset[str]().union(*(c.called for c in CLASSES.values())))
}


def settled(candidates: Sequence[tuple[Reading, Candidate]]) -> list[tuple[Reading, Candidate]]:
    """Return the candidates, anaphoric ones with a class; one with no antecedent keeps that which its family gave it.

    Text looks back to the last such event, in the body first; a heading looks on to the first one the body tells. An
    "attack on the market" means an event whose words tell of the market, else it is of unknown kind.
    """
    found = list(candidates)
    numbers = sorted(range(len(found)), key=lambda i: (found[i][0].number, found[i][1].predicate, found[i][1].rule))
    ordered = [found[i] for i in numbers]
    hits = {i: _what_is_hit(*ordered[i]) for i in range(len(ordered)) if ordered[i][1].anaphoric}
    if not hits:
        return found
    asked = frozenset().union(*hits.values())
    body, told = _Told(asked), _Told(asked)
    for position, (reading, candidate) in enumerate(ordered):
        if not _open(reading, candidate, True):
            body.add(position, reading, candidate)
    for position, (reading, candidate) in enumerate(ordered):
        if position in hits:
            lemma = reading.sentence.tokens[candidate.predicate].lemma
            wanted, hit = _MAY_MEAN.get(lemma, _STRIKES), hits[position]
            if reading.sentence.segment == "heading":
                place = body.after(position, wanted, hit)
                place = body.before(position, wanted, hit) if place is None else place
            else:
                place = told.before(position, wanted, hit)
            if place is not None:
                other = ordered[place][1]
                told_by = f"class of the event it means: {other.rule}"
                candidate = candidate.having(cls=other.cls, reasons=(*candidate.reasons, told_by))
            elif hit & EVENT_WORDS["civil_object"]:
                candidate = candidate.having(cls=_SOME_STRIKE)
            ordered[position] = found[numbers[position]] = (reading, candidate)
        if not _open(reading, candidate, False):
            told.add(position, reading, candidate)
    return found


class _Told:
    """Where the events of each class stand that can give a class, by the words asked for that they tell of.

    Events are added in the order of the text.
    """

    def __init__(self, asked: frozenset[str]) -> None:
        self._asked = asked
        self._places: dict[tuple[str, str], list[int]] = {}

    def add(self, position: int, reading: Reading, candidate: Candidate) -> None:
        """Keep the event at this position."""
        for word in ("", *(self._asked and self._asked & _words_of(reading, candidate))):
            self._places.setdefault((candidate.cls, word), []).append(position)

    def _of(self, wanted: frozenset[str], hit: frozenset[str]) -> Iterator[list[int]]:
        for cls in wanted:
            for word in hit or ("",):
                yield self._places.get((cls, word), [])

    def before(self, position: int, wanted: frozenset[str], hit: frozenset[str]) -> int | None:
        """Return the position of the last event before this one that has a wanted class and tells of what is hit."""
        return max((p[i - 1] for p in self._of(wanted, hit) if (i := bisect_left(p, position))), default=None)

    def after(self, position: int, wanted: frozenset[str], hit: frozenset[str]) -> int | None:
        """Return the position of the first such event after this one."""
        found = ((p, bisect_right(p, position)) for p in self._of(wanted, hit))
        return min((p[i] for p, i in found if i < len(p)), default=None)


def _what_is_hit(reading: Reading, candidate: Candidate) -> frozenset[str]:
    """Return the common nouns for what the words say is hit; names are places as often as targets."""
    tokens = reading.sentence.tokens
    heads = (tokens[a.head] for a in candidate.actors if a.role == "target")
    return frozenset(t.lemma for t in heads if not t.kind and t.tag in {"NN", "NNS"})


def _words_of(reading: Reading, candidate: Candidate) -> frozenset[str]:
    inside = (t for t in reading.sentence.tokens if candidate.start <= t.start and t.end <= candidate.end)
    return frozenset(t.lemma for t in inside)


def _open(reading: Reading, other: Candidate, for_heading: bool) -> bool:
    """Say whether the other event cannot give a class: not settled itself, or a heading asked about a heading."""
    if other.polarity == "negative" or other.modality in {"planned", "threatened", "conditional", "demanded"}:
        return True
    return for_heading and (other.anaphoric or reading.sentence.segment == "heading")
