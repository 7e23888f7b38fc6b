"""Gives "the attack", "the blast" and a heading's bare "strike" the class of the event of the document they mean."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from crossbearing.extract.event_nouns import EVENT_WORDS
from crossbearing.extract.rule import Candidate, Reading

_STRIKES = frozenset(
    f"strike.{kind}" for kind in ("air", "drone", "shelling", "explosive", "suicide", "chemical", "unspecified")
)
# What a bare noun may mean; a noun that is not here may mean any strike.
_MAY_MEAN = {
    "attack": _STRIKES | {"combat.offensive", "combat.raid", "civilians.attack"},
    "raid": frozenset({"strike.air", "strike.drone", "combat.raid"}),
    "blast": frozenset({"strike.explosive", "strike.suicide", "strike.shelling", "strike.air", "strike.drone"}),
    "explosion": frozenset({"strike.explosive", "strike.suicide", "strike.shelling", "strike.air", "strike.drone"}),
    "bombing": frozenset({"strike.explosive", "strike.suicide", "strike.air", "strike.unspecified"}),
}


def settle(candidates: Sequence[tuple[Reading, Candidate]]) -> None:
    """Set the class of anaphoric candidates in place; one with no antecedent keeps the class its family gave it.

    Text looks back to the last such event, in the body first; a heading looks on to the first one the body tells. An
    "attack on the market" means an event whose words tell of the market, else it is of unknown kind.
    """
    ordered = sorted(candidates, key=lambda rc: (rc[0].number, rc[1].predicate, rc[1].rule))
    for position, (reading, candidate) in enumerate(ordered):
        if not candidate.anaphoric:
            continue
        lemma = reading.sentence.tokens[candidate.predicate].lemma
        wanted = _MAY_MEAN.get(lemma, _STRIKES)
        heading = reading.sentence.segment == "heading"
        hit = _what_is_hit(reading, candidate)
        before, after = range(position - 1, -1, -1), range(position + 1, len(ordered))
        for place in chain(after, before) if heading else before:
            other_reading, other = ordered[place]
            if other.cls not in wanted or _open(other_reading, other, heading):
                continue
            if not hit or hit & _words_of(other_reading, other):
                candidate.cls = other.cls
                candidate.reasons.append(f"class of the event it means: {other.rule}")
                break
        else:
            if hit & EVENT_WORDS["civil_object"]:
                candidate.cls = "strike.unspecified"


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
