"""What a frame cannot say of background: where the telling of a war begins and ends, and how many live in a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from crossbearing.extract.binding import bind, fits
from crossbearing.extract.clauses import noun_evidence, verb_evidence
from crossbearing.extract.phrases.arguments import agents, patients, preposed
from crossbearing.extract.phrases.modality import modality_of
from crossbearing.extract.phrases.quantities import QuantityPhrase
from crossbearing.extract.rule import Candidate, Frame, Near, Reading, Rule, Slot
from crossbearing.text.tokens import Token

_WARS = frozenset({"context.war_began", "context.outbreak"})
_DWELLING = frozenset({"context.live", "context.inhabit"})
_LOCATION = (Slot("PLACE", "location"),)
_HAVING = frozenset({"have", "boast"})
_NUMBERING = frozenset({"be", "stand", "number", "total", "exceed", "reach"})


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Presuppose "since the war began", without "since"; leave out what follows "gripped by war since 2011".

    Where people live is background only where it is said how many.
    """
    sentence = reading.sentence
    verb = sentence.tokens[found.predicate]
    wars = agents(sentence, verb) if verb.is_verb else [o for _, o in preposed(sentence, verb, "of")]
    for war in wars if frame.name in _WARS else ():
        where = [
            *sentence.children(war, "poss", "amod", "compound", "nmod"),
            *(o for _, o in preposed(sentence, war, "in")),
        ]
        for token in where:
            found = bind(reading, _LOCATION, token, "", found)[0]
    if frame.name == "context.war_began":
        marks = [m.end + 1 for m in sentence.children(verb, "mark") if m.start == found.start]
        return found.having(presupposed=verb.dep in {"advcl", "relcl", "pcomp"}, start=max([found.start, *marks]))
    if frame.name == "context.gripped":
        return found.having(end=max(t.end for t in reading.times if found.start <= t.start and t.end <= found.end))
    if frame.name in _DWELLING:
        return _dwelling(reading, frame, verb, found, near)
    return found


def _dwelling(reading: Reading, frame: Frame, verb: Token, found: Candidate, near: Near) -> Candidate | None:
    """Refuse those who live somewhere and are not counted, or of whom a clause only says so ("two who lived there")."""
    sentence = reading.sentence
    finite = verb.tag in {"VBP", "VBZ", "VBD", "VB"} or any(sentence.children(verb, "aux", "auxpass"))
    dwellers = agents(sentence, verb)
    if not finite or not any(_counted(reading, t) for t in dwellers):
        near(frame.name, verb, "nobody is counted who lives there")
        return None
    above = sentence.head(verb)
    if verb.dep == "relcl" and any(c.lower == "where" for c in sentence.children(verb, "advmod")):
        found = bind(reading, _LOCATION, above, "", found)[0]
    elif verb.dep in {"relcl", "acl"} and above in dwellers:
        near(frame.name, verb, "the clause only says who they are")
        return None
    if not found.places:
        near(frame.name, verb, "where they live is not said")
        return None
    return found


def _counted(reading: Reading, token: Token) -> QuantityPhrase | None:
    """Return the number of people that the word counts, or the bare number that it is; None where it counts nobody."""
    told = (q for q in reading.quantities if q.head == token.i and not q.indefinite)
    return next((q for q in told if q.kind == "people" or q.elliptic), None)


def _home_to(reading: Reading, noun: Token) -> Iterator[Candidate]:
    """ "The port, home to 40,000 people, was shelled": beside a name the verb is left out."""
    place = reading.sentence.head(noun)
    counted = [q for _, o in preposed(reading.sentence, noun, "to") if (q := _counted(reading, o)) is not None]
    if not counted or place.is_verb or noun.i < place.i or not fits(reading, _LOCATION[0], place):
        return
    yield from _stock(reading, "context.home_to", noun, place, [place], counted[0])


def _population(reading: Reading, noun: Token) -> Iterator[Candidate]:
    """ "Has a population of 36,000", "the city's population is 360,000": what the noun counts, and where they live."""
    sentence = reading.sentence
    of = [o for _, o in preposed(sentence, noun, "of")]
    owners = [*sentence.children(noun, "poss"), *of]
    verb = sentence.head(noun)
    counted = [q for o in of if (q := _counted(reading, o)) is not None]
    if counted:
        governor = sentence.head(verb) if noun.dep == "pobj" and verb.lower == "with" else verb
        having = governor.is_verb and governor.lemma in _HAVING
        owners += agents(sentence, governor) if having else [] if governor.is_verb else [governor]
        yield from _stock(reading, "context.population", noun, governor, owners, counted[0])
    elif noun.dep == "nsubj" and verb.is_verb and verb.lemma in _NUMBERING:
        told = [*patients(sentence, verb), *sentence.children(verb, "attr"), *(o for _, o in preposed(sentence, verb))]
        numbers = [q for o in told if (q := _counted(reading, o)) is not None]
        if numbers:
            yield from _stock(reading, "context.population", noun, verb, owners, numbers[0])


def _stock(
    reading: Reading, name: str, noun: Token, clause: Token, owners: Iterable[Token], number: QuantityPhrase
) -> Iterator[Candidate]:
    """Make the claim, where a place is named whose people are counted."""
    sentence = reading.sentence
    found = Candidate("context.background", name, noun.i, clause.i, 0, 0, modality="ongoing", nominal=True)
    for owner in owners:
        found = bind(reading, _LOCATION, owner, "", found)[0]
    if not found.places:
        return
    if clause.is_verb:
        start, end = verb_evidence(sentence, clause, (noun.i,))
        read = modality_of(sentence, clause, True)
        found = found.having(modality=read.modality, polarity=read.polarity)
    else:
        start, end = noun_evidence(sentence, clause)
        found = found.having(clause=noun.i, presupposed=True)
    if number.kind != "people":  # a bare number; the phrase itself is left as the sentence has it
        number = replace(number, kind="people", category="people" if number.category == "things" else number.category)
    found = found.having(start=min(start, number.mention.start), end=max(end, number.mention.end))
    yield found.adding(counts=[(number, "other")])


RULES: tuple[Rule, ...] = (
    Rule("context.population", frozenset({"population"}), _population, "how many live in a place"),
    Rule("context.home_to", frozenset({"home"}), _home_to, "a place that is home to so many, without a verb"),
)
