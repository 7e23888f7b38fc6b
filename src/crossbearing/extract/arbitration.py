"""Decides between candidates that overlap, in one place, with a reason for every one that is dropped or joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crossbearing.extract.event_nouns import casualty_matrix, sums_events, tells_harm
from crossbearing.extract.fields import completed
from crossbearing.extract.phrases.chunks import POINTING
from crossbearing.extract.phrases.denied import is_unconfirmed
from crossbearing.extract.phrases.modality import HAPPENED
from crossbearing.extract.rule import Argument, Candidate, Reading
from crossbearing.extract.speech import asked_for_words, carried_elsewhere, own_deed_denied
from crossbearing.extract.stages import Arbitrated, Dropped, Filled
from crossbearing.text.tokens import Token
from crossbearing.vocab.contract import CLASSES, classes_with

_VIOLENT = classes_with("violent")
_BOMBARDING = classes_with("bombards")
_TOLLS = classes_with("toll")
_BARE = classes_with("stands_bare")
_MOVING = frozenset(c.name for c in CLASSES.values() if c.group == "movement")
_UNSPECIFIC = classes_with("unspecific")


def arbitrate(filled: Filled) -> Arbitrated:
    """Return the candidates that stand, in text order, and those dropped with the reason."""
    reading = filled.reading
    dropped: list[Dropped] = []
    kept = decided(reading, _one_per_predicate(filled.candidates, dropped), dropped)
    return Arbitrated(reading, tuple(kept), tuple(dropped), filled.near)


def decided(reading: Reading, candidates: Sequence[Candidate], dropped: list[Dropped]) -> list[Candidate]:
    """Return which of some candidates on different words stand, in text order; what is dropped goes to ``dropped``."""
    kept = _join_tolls(reading, list(candidates), dropped)
    kept = _join_descriptions(reading, kept, dropped)
    kept = _told(reading, kept, dropped)
    kept = _saying_something(reading, kept, dropped)
    kept = _one_per_clause(kept, dropped)
    kept = _one_speech(reading, kept, dropped)
    kept = sorted(kept, key=lambda c: (c.start, c.end, c.cls, c.rule))
    # What was joined has a wider clause, with more in it.
    return completed(reading, kept)


def _key(candidate: Candidate) -> tuple[int, int, int, str]:
    return (CLASSES[candidate.cls].rank, -candidate.filled(), -(candidate.end - candidate.start), candidate.rule)


def _one_per_predicate(candidates: Sequence[Candidate], dropped: list[Dropped]) -> list[Candidate]:
    """Of candidates on one trigger the more specific family, then the better filled frame stays."""
    best: dict[int, Candidate] = {}
    for candidate in sorted(candidates, key=_key):
        winner = best.setdefault(candidate.predicate, candidate)
        if winner is not candidate:
            dropped.append(Dropped(candidate, f"{winner.rule} has the same trigger"))
    return list(best.values())


def _join_descriptions(reading: Reading, kept: list[Candidate], dropped: list[Dropped]) -> list[Candidate]:
    """What describes its weapon gives a strike its initiator, and is one with it.

    "Shells fired by rebels fell on the town", "the base was hit by a rocket fired from X".
    """
    tokens = reading.sentence.tokens
    result = dict(enumerate(kept))
    for number in range(len(kept)):
        described = result[number]
        verb = tokens[described.clause]
        if described.cls not in _BOMBARDING or verb.dep != "acl":
            continue
        above = _doing(tokens, tokens[verb.head])
        telling = (i for i, c in result.items() if c.cls in _BOMBARDING and c.clause == above)
        told = next(telling, number)
        if told != number:
            named = {a.head for a in result[told].actors}
            result[told] = result[told].adding(actors=[a for a in described.actors if a.head not in named])
            del result[number]
            dropped.append(Dropped(described, f"describes what {result[told].rule} tells of", settled=True))
    return list(result.values())


def _doing(tokens: Sequence[Token], noun: Token) -> int:
    """Return the verb of which a noun is the subject or, behind "by", the agent; -1 where it is neither."""
    if noun.dep.startswith("nsubj"):
        return noun.head
    by = tokens[noun.head]
    return by.head if by.dep == "agent" else -1


def _told(reading: Reading, kept: list[Candidate], dropped: list[Dropped]) -> list[Candidate]:
    """Drop deeds only asked about: "not clear whether the hostages were killed", "no confirmation that they were"."""
    result = []
    for candidate in kept:
        verb = reading.sentence.tokens[candidate.clause]
        while verb.dep == "conj" and reading.head_of(verb).is_verb:
            verb = reading.head_of(verb)
        marks = {c.lower for c in reading.sentence.children(verb, "mark")}
        asked = "whether" in marks or ("if" in marks and verb.dep == "ccomp")
        if CLASSES[candidate.cls].deed and (asked or is_unconfirmed(reading.sentence, verb)):
            dropped.append(Dropped(candidate, "it is only asked whether", settled=True))
        else:
            result.append(candidate)
    return result


def _saying_something(reading: Reading, kept: list[Candidate], dropped: list[Dropped]) -> list[Candidate]:
    """Drop "the attack" and a lone "Attack": an event noun with nothing beside it asserts nothing new (contract)."""
    result = []
    for candidate in kept:
        noun = reading.sentence.tokens[candidate.predicate]
        pointed = any(c.lower in POINTING for c in reading.sentence.children(noun, "det"))
        alone = candidate.end - candidate.start == noun.end - noun.start
        if (
            candidate.nominal
            and candidate.clause == candidate.predicate
            and not candidate.filled()
            and candidate.modality in HAPPENED
            and candidate.cls not in _BARE  # its own rules tell which truces only refer back
            and (pointed or alone)
        ):
            dropped.append(Dropped(candidate, "a bare event noun says nothing"))
        elif noun.is_noun and candidate.cls in _MOVING and not candidate.filled():
            dropped.append(Dropped(candidate, "nobody moves, from nowhere to nowhere"))
        else:
            result.append(candidate)
    return result


def _join_tolls(reading: Reading, kept: list[Candidate], dropped: list[Dropped]) -> list[Candidate]:
    """A violent event and its toll in one clause are one claim of the event's class (contract, "One claim per ...")."""
    result = list(kept)
    for toll in [c for c in kept if c.cls in _TOLLS]:
        near = [e for e in result if e.cls in _VIOLENT and e is not toll and _same_clause(reading, toll, e)]
        event = min(near, key=lambda e: (abs(e.predicate - toll.predicate), e.predicate, e.rule), default=None)
        foreseen = toll.modality == "predicted" and event is not None and event.modality != "predicted"
        if event is None or foreseen or (toll.polarity == "negative" and event.polarity == "positive"):
            continue  # "the rockets hit the base, there were no casualties" are two claims
        if _several(reading, event):
            if reading.sentence.tokens[event.predicate].is_noun and event.clause in {event.predicate, toll.clause}:
                dropped.append(Dropped(event, "several events summed in one figure: the toll stands", settled=True))
                blamed = toll.adding(actors=_perpetrators(event))
                result = [blamed if c is toll else c for c in result if c is not event]
            continue
        joined = _absorbed(event, toll)
        result = [joined if c is event else c for c in result if c is not toll]
        dropped.append(
            Dropped(toll, f"joined to {event.rule}: a violent event and its toll in one clause", settled=True)
        )
    return result


def is_toll_of(reading: Reading, toll: Candidate, event: Candidate) -> bool:
    """Say whether one candidate is the toll of the other, a single event that the same clause names."""
    if toll.cls not in _TOLLS or toll.polarity == "negative":
        return False
    return _same_clause(reading, toll, event) and not _several(reading, event)


def _perpetrators(event: Candidate) -> list[Argument]:
    """Whoever did the summed events is the toll's perpetrator."""
    return [replace(a, role="perpetrator") for a in event.actors if a.role == "initiator"]


def _absorbed(event: Candidate, toll: Candidate) -> Candidate:
    """Return the event with its toll."""
    known = {k[1].head for k in event.places} | {a.head for a in event.actors}  # a checkpoint hit is a target already
    joined = event.having(
        start=min(event.start, toll.start),
        end=max(event.end, toll.end),
        counts=(*event.counts, *(c for c in toll.counts if all(c[0] is not k[0] for k in event.counts))),
        places=(*event.places, *(p for p in toll.places if p[1].head not in known)),
        times=(*event.times, *(t for t in toll.times if t not in event.times)),
        nominal=False,
        likely=max((one.likely for one in (event, toll) if one.likely is not None), default=None),
        reasons=(*event.reasons, f"toll of {toll.rule} joined"),
    )
    if event.nominal and event.clause == event.predicate:
        return joined.having(clause=toll.clause, modality=toll.modality, polarity=toll.polarity, presupposed=False)
    return joined


def _several(reading: Reading, event: Candidate) -> bool:
    """Say whether a toll sums several events: those of a plural or mass noun over a time, or at several places."""
    noun = reading.sentence.tokens[event.predicate]
    places = sum(role == "location" for role, _ in event.places)
    wide = event.cls in _UNSPECIFIC and places > 1 and noun.tag in {"NNS", "NNPS"}  # "attacks in Aleppo and Homs"
    return wide or sums_events(reading, noun)


def _same_clause(reading: Reading, toll: Candidate, event: Candidate) -> bool:
    """Say whether the event noun or verb stands in the toll's clause, or the toll is the event's result."""
    tokens = reading.sentence.tokens
    if event.clause == toll.clause:
        return True
    matrix = casualty_matrix(reading.sentence, tokens[event.clause])  # "wounded when raids hit the city"
    if matrix is not None and matrix.i == toll.clause:
        return True
    if _side_by_side(reading, tokens[toll.clause], tokens[event.clause]):
        return True
    top = tokens[toll.clause]
    while top.dep in {"conj", "xcomp"} and tokens[top.head].is_verb:  # "were killed and others were hurt in a raid"
        top = tokens[top.head]
    if _below(reading, tokens[event.clause], top.i) and event.nominal and event.clause == event.predicate:
        return True
    below = _below(reading, tokens[event.clause], toll.clause) and not _goes_on(reading, tokens[event.clause])
    return below or _below(reading, tokens[toll.clause], event.clause)


def _goes_on(reading: Reading, token: Token) -> bool:
    """Say whether a word stands in a clause beside, with a subject of its own: "X died and Y resumed strikes"."""
    verb = next((t for t in (token, *reading.sentence.ancestors(token)) if t.is_verb), token)
    others = verb.dep == "conj" and reading.sentence.children(verb, "nsubj", "nsubjpass")
    return bool(others) and not tells_harm(reading.sentence, verb)


def _side_by_side(reading: Reading, first: Token, second: Token) -> bool:
    """Say whether clauses of harm are joined by "and" under one verb: "X were killed and Y hurt in a raid, Z said"."""
    apart = first.head != second.head or first.dep != second.dep or first.dep not in {"ccomp", "advcl"}
    if apart or first.i > second.i or not tells_harm(reading.sentence, second):
        return False
    return any(c.lower == "and" for c in reading.sentence.children(first, "cc"))


_RESULT = frozenset(
    {
        "advcl",
        "relcl",
        "acl",
        "conj",
        "xcomp",
        "ccomp",
        "pobj",
        "pcomp",
        "prep",
        "agent",
        "nsubj",
        "nsubjpass",
        "dobj",
        "npadvmod",
        "dep",
        "attr",
    }
)


def _tells_how(reading: Reading, token: Token) -> bool:
    """Say whether a finite clause tells what did the harm: "were killed when shells hit", "after jets bombed"."""
    return any(c.lower in {"when", "after", "as"} for c in reading.sentence.children(token, "mark", "advmod"))


def _below(reading: Reading, token: Token, target: int) -> bool:
    """Say whether ``target`` is reached upwards through arguments and result clauses, not through other claims."""
    for _ in range(8):
        if token.dep not in _RESULT or token.head == token.i:
            return False
        if token.dep in {"advcl", "ccomp"} and token.tag not in {"VBG", "VBN"} and not _tells_how(reading, token):
            return False
        token = reading.sentence.tokens[token.head]
        if token.i == target:
            return True
    return False


def _one_per_clause(kept: list[Candidate], dropped: list[Dropped]) -> list[Candidate]:
    """Never two claims of one class on one clause, and no bare event noun inside an event of its own family."""
    result: list[Candidate] = []
    for candidate in sorted(kept, key=_key):
        rival = next((r for r in result if _repeats(candidate, r)), None)
        if rival is None:
            result.append(candidate)
        else:
            dropped.append(Dropped(candidate, f"{rival.rule} says it already"))
    return result


def _one_speech(reading: Reading, kept: list[Candidate], dropped: list[Dropped]) -> list[Candidate]:
    """Drop a statement whose content is a concrete claim, and a deed that its doer denies as his own."""
    result = []
    for candidate in kept:
        said = carried_elsewhere(reading, candidate, kept)
        denial = own_deed_denied(reading, candidate, kept)
        asked = asked_for_words(reading, candidate, kept)
        if said is not None:
            dropped.append(Dropped(candidate, f"{said.rule} is what was said", said=said))
        elif asked is not None:
            dropped.append(Dropped(candidate, f"{asked.rule}: only asked for", settled=True))
        elif denial is not None:
            reason = f"{denial.rule}: the speaker denies his own deed"
            dropped.append(Dropped(candidate, reason, settled=True))
        else:
            result.append(candidate)
    return result


def _repeats(candidate: Candidate, other: Candidate) -> bool:
    inside = other.start <= candidate.start and candidate.end <= other.end
    if (candidate.cls, candidate.start, candidate.end) == (other.cls, other.start, other.end):
        return True
    if candidate.clause == other.clause and candidate.cls == other.cls and candidate.predicate != other.predicate:
        return not (candidate.nominal and other.nominal and candidate.start != other.start)
    if candidate.nominal and not candidate.presupposed and inside and candidate.cls == other.cls:
        return candidate.filled() <= other.filled()
    bare = candidate.nominal and candidate.clause == candidate.predicate
    if bare and inside and candidate.family == other.family and candidate.cls in _VIOLENT:
        return candidate.filled() <= other.filled()
    return candidate.clause == other.clause and not CLASSES[candidate.cls].deed and CLASSES[other.cls].deed
