"""Fills a candidate's remaining fields from the phrases of its sentence: places, times, counts, extent."""

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.extract.binding import in_time
from crossbearing.extract.claim_times import times_of
from crossbearing.extract.counting import counted
from crossbearing.extract.ended import ended
from crossbearing.extract.nearest_predicates import nearest_predicates
from crossbearing.extract.phrases.lexicon import words
from crossbearing.extract.phrases.naming import specified
from crossbearing.extract.phrases.places import PlacePhrase
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.extract.stages import Drafts, Filled
from crossbearing.text.times import TimePhrase
from crossbearing.text.tokens import Token
from crossbearing.vocab.contract import CLASSES, classes_with

_MOVING = classes_with("moves")
_HAVING_EXTENT = classes_with("has_extent")
_HAPPENING = classes_with("happening")
_NEEDING_PLACE = classes_with("needs_place")
_TOLLS = classes_with("toll")
_SPEECH = classes_with("speech")
# Ground gained by moving on is never all of a place.
_ADVANCING = frozenset(c.name for c in CLASSES.values() if c.control == "advance")
_PARTIAL = frozenset(
    """part parts most much some several half district districts area areas portion portions pocket pockets
    outskirts edge majority swath swathe swathes swaths % percent bulk many few quarters neighbourhoods
    neighborhoods positions territory ground section sections villages towns points""".split()
)


Placed = tuple[str, PlacePhrase]


def fill(drafts: Drafts) -> Filled:
    """Return the drafts of one sentence completed."""
    return Filled(drafts.reading, tuple(completed(drafts.reading, drafts.candidates)), drafts.near)


def completed(reading: Reading, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return all candidates of one sentence completed; a place or count goes to the nearest predicate above it."""
    if not candidates:
        return []
    placed = _places_of(reading, candidates)
    times = times_of(reading, candidates)
    told = [_with(c, tuple(p), t) for c, p, t in zip(candidates, placed, times, strict=True)]
    return ended(reading, [_with_extent(reading, c) for c in counted(reading, told)])


def _with(candidate: Candidate, places: tuple[Placed, ...], times: tuple[TimePhrase, ...]) -> Candidate:
    if places == candidate.places and times == candidate.times:
        return candidate  # as most are the second time
    return candidate.having(places=places, times=times)


def _with_extent(reading: Reading, candidate: Candidate) -> Candidate:
    if candidate.extent is None and candidate.cls in _HAVING_EXTENT:
        return candidate.having(extent=_extent(reading, candidate))
    return candidate


def _places_of(reading: Reading, candidates: Sequence[Candidate]) -> list[list[Placed]]:
    """Return the places of each candidate with their roles, in text order."""
    placed = [[(_role(c, c.places, role, p), p) for role, p in c.places] for c in candidates]
    number = {id(c): i for i, c in enumerate(candidates)}
    for phrase in reading.places:
        if not (phrase.named or phrase.definite or phrase.ground) or in_time(
            reading, reading.sentence.tokens[phrase.head]
        ):
            continue  # "the area", "positions": a place of the claim only where a frame asks for it
        for candidate in nearest_predicates(reading, candidates, phrase.head, phrase.mention.start, phrase.mention.end):
            if candidate.cls in _SPEECH:
                continue  # where something happened that one speaks of is no place of the speaking
            own = placed[number[id(candidate)]]
            if _is_free(candidate, own, phrase) and _within(reading, candidate, phrase):
                role = "endpoint" if _linked(reading, phrase) else _role(candidate, own, phrase.role, phrase)
                own.append((role, phrase))
    for i, candidate in enumerate(candidates):
        if not placed[i] and not candidate.presupposed and candidate.cls in _NEEDING_PLACE:
            placed[i] = _shared_places(reading, candidates, i, placed)
    return [telling_places(reading, own) for own in placed]


def telling_places(reading: Reading, own: Sequence[Placed]) -> list[Placed]:
    """Return the places of a claim in text order, once, without what only says what another is or where it lies."""
    return _distinct([place for place in own if not _only_helps(reading, place, own)])


def _only_helps(reading: Reading, place: Placed, own: Sequence[Placed]) -> bool:
    """Say whether a place only says what another is or where it lies, and is none of the claim."""
    return _only_ranks(reading, place[1], own) or _lies_by(reading, place, own) or _only_leads(reading, place[1], own)


def _only_leads(reading: Reading, phrase: PlacePhrase, own: Sequence[Placed]) -> bool:
    """Say whether a noun for ground is specified by a name of the claim that stands right behind it."""
    noun = reading.sentence.tokens[phrase.head]
    named = (p.mention for _, p in own if p.named and p.head > phrase.head)
    return not phrase.named and any(specified(reading.sentence, noun, phrase.mention, one) for one in named)


def _lies_by(reading: Reading, place: Placed, own: Sequence[Placed]) -> bool:
    """Say whether ground without a name stands right behind where a way leads: "for Jijiga, near the border"."""
    tokens, (role, phrase) = reading.sentence.tokens, place
    if role not in {"near", "location"} or phrase.named:
        return False
    first = next(t.i for t in tokens if t.start >= phrase.mention.start)
    ends = (p for r, p in own if r in {"origin", "destination"} and p.head < first)
    for end in (p for p in ends if p.named or tokens[p.head].tag in {"NNP", "NNPS"}):
        between = [t for t in tokens[end.head + 1 : first] if t.start >= end.mention.end]
        if between and between[0].text == "," and all(t.tag in _LINKING for t in between):
            return True
    return False


def _only_ranks(reading: Reading, phrase: PlacePhrase, own: Sequence[Placed]) -> bool:
    """Say whether a place only tells among what another is the first: "Sirte is its largest base in Libya"."""
    token = reading.sentence.tokens[phrase.head]
    while token.dep == "conj":
        token = reading.head_of(token)
    noun = reading.head_of(reading.head_of(token))
    if token.dep != "pobj" or noun.dep != "attr" or "JJS" not in {c.tag for c in reading.sentence.children(noun)}:
        return False
    subjects = reading.sentence.children(reading.head_of(noun), "nsubj")
    return any(p.head in {s.i for s in subjects} for _, p in own)


# Tags of what may stand between a place and the ground that it lies by.
_LINKING = frozenset({",", "IN", "TO", "RB", "JJ"})


def _linked(reading: Reading, phrase: PlacePhrase) -> bool:
    """Say whether the place is an end of "the road linking X and Y"."""
    token = reading.sentence.tokens[phrase.head]
    above = [token, *reading.sentence.ancestors(token)]
    return any(t.dep == "acl" and t.lemma in {"link", "connect", "join"} for t in above)


def _distinct(places: Sequence[Placed]) -> list[Placed]:
    """Return the places in text order, one for words that two phrases share ("X neighbourhood" and X)."""
    kept: list[Placed] = []
    for role, phrase in sorted(places, key=lambda p: (p[1].mention.start, -p[1].mention.end)):
        if not any(phrase.mention.overlaps(k.mention) for _, k in kept):
            kept.append((role, phrase))
    return kept


def _within(reading: Reading, candidate: Candidate, phrase: PlacePhrase) -> bool:
    """Say whether the place stands in the candidate's own clause, not in a clause that hangs below one of its nouns."""
    token = reading.sentence.tokens[phrase.head]
    verb = reading.sentence.tokens[candidate.clause]
    own = {candidate.predicate, candidate.clause, *([verb.head] if verb.dep in {"acl", "relcl"} else [])}
    for above in (token, *reading.sentence.ancestors(token)):
        if above.i in own:
            return True
        result = (
            above.dep == "advcl"
            and above.tag in {"VBG", "VBN"}
            and not reading.sentence.children(above, "mark", "nsubj")
        )
        # "In exchange for leaving the city": the city is where the other deed ends, not where this one happens.
        if above.dep == "pcomp" and above.lemma in _QUITTING and above.i not in own:
            return False
        hurt = candidate.cls in _TOLLS and above.dep == "relcl"  # "17 civilians that were killed in X"
        if above.dep in _BELOW and not result and not hurt and not _places_only(candidate, above):
            return False
    return True


def _places_only(candidate: Candidate, verb: Token) -> bool:
    """Say whether a clause below only tells where: "the blast, which occurred in X", "as they gathered in X"."""
    if verb.lemma in _OCCURRING:
        return True
    return candidate.cls in _HAPPENING and verb.dep in {"relcl", "advcl"} and verb.lemma in _STAYING


_OCCURRING = frozenset({"occur", "happen", "unfold", "erupt"})
_STAYING = frozenset("stay gather shelter live hide sleep operate stand sit wait work pray travel head attend".split())
_QUITTING = frozenset({"leave", "quit", "vacate", "abandon", "exit", "evacuate", "flee"})
_BELOW = frozenset({"relcl", "advcl", "ccomp", "parataxis"})
# Prepositions that make a country an actor ("brokered by Qatar"), not a place.
_NOT_LOCATIVE = frozenset({"by", "with", "against", "like", "than", "as", "about"})


def _shared_places(
    reading: Reading, candidates: Sequence[Candidate], number: int, placed: Sequence[Sequence[Placed]]
) -> list[Placed]:
    """Return the places of the clause this candidate's depends on, or the one place the sentence names."""
    candidate = candidates[number]
    for above in reading.sentence.ancestors(reading.sentence.tokens[candidate.clause]):
        for i, other in enumerate(candidates):
            if i != number and other.clause == above.i and placed[i]:
                return [(r, p) for r, p in placed[i] if r in {"location", "near"}]
    if candidate.cls in _HAPPENING:  # of the sentence's other happenings the nearest tells where
        others = [i for i, c in enumerate(candidates) if i != number and placed[i] and c.cls not in _SPEECH]
        starts = [c.start for c in candidates]
        nearest = min(others, key=lambda i: (abs(starts[i] - candidate.start), starts[i]), default=None)
        if nearest is not None:
            return [(r, p) for r, p in placed[nearest] if r in {"location", "near"}]
    return []


def _is_free(candidate: Candidate, places: Sequence[Placed], phrase: PlacePhrase) -> bool:
    if phrase.preposition in _NOT_LOCATIVE:
        return False
    if any(p.head == phrase.head for _, p in places):
        return False
    return not any(a.mention.overlaps(phrase.mention) for a in candidate.actors)


def _role(candidate: Candidate, places: Sequence[Placed], role: str, phrase: PlacePhrase) -> str:
    """A preposition gives origin and destination only to what moves; elsewhere it only says "near"."""
    if candidate.cls in _MOVING or candidate.cls in _ADVANCING:
        return role if candidate.cls in _MOVING or role != "destination" else "location"
    if role == "endpoint":
        return "location" if phrase.preposition == "between" and not _is_line(places) else role
    return role if role == "near" else "location"


def _is_line(places: Sequence[Placed]) -> bool:
    return any(words("places").get(p.mention.text.lower().split()[-1]) == "line" for _, p in places)


def _extent(reading: Reading, candidate: Candidate) -> str | None:
    """Read extent off the place phrase: "parts of" partial, a building point, a road line, a settlement full."""
    if candidate.cls in _ADVANCING:
        return "partial"
    text = reading.sentence.document_text[candidate.start : candidate.end].lower().split()
    if candidate.polarity == "negative" or not candidate.places:
        return None
    kinds = set()
    for role, phrase in candidate.places:
        if role != "location":
            continue
        last = reading.sentence.tokens[phrase.head]
        if not phrase.named and words("places").get(last.lemma) == "point":
            return "partial" if set(text) & _PARTIAL else "point"
        kinds.add(words("places").get(last.lemma) or ("settlement" if phrase.named else "region"))
    if set(text) & _PARTIAL:
        return "partial"
    if kinds & {"line"}:
        return "line"
    if kinds == {"point"}:
        return "point"
    if CLASSES[candidate.cls].control == "hold":
        return None
    return "full" if kinds & {"settlement", "region"} else None
