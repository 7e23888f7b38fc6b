"""Where the event of one verb happened: the places that the fields of a claim on that verb would get."""

from __future__ import annotations

from crossbearing.extract.clauses import verb_evidence
from crossbearing.extract.fields import fill
from crossbearing.extract.phrases.places import PlacePhrase
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.text.tokens import Token


def places_of_verb(reading: Reading, verb: Token) -> list[PlacePhrase]:
    """Return the named places of the clause of ``verb``, in text order."""
    start, end = verb_evidence(reading.sentence, verb)
    candidate = Candidate("combat.clash", "asked", verb.i, verb.i, start, end)
    fill(reading, [candidate])
    return [place for _, place in candidate.places if place.named]
