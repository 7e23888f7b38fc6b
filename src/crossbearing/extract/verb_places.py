"""Where the event of one verb happened: the places that the fields of a claim on that verb would get."""

from __future__ import annotations

from crossbearing.extract.clauses import verb_evidence
from crossbearing.extract.fields import completed
from crossbearing.extract.phrases.places import PlacePhrase
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.text.tokens import Token
from crossbearing.vocab.contract import classes_with

# A class of which only the places are asked for: any deed that has its place where it is done.
_ASKED = min(classes_with("violent", "needs_place"))


def places_of_verb(reading: Reading, verb: Token) -> list[PlacePhrase]:
    """Return the named places of the clause of ``verb``, in text order."""
    start, end = verb_evidence(reading.sentence, verb)
    candidate = Candidate(_ASKED, "asked", verb.i, verb.i, start, end)
    return [place for filled in completed(reading, [candidate]) for _, place in filled.places if place.named]
