"""Gives the counted phrases of a sentence to its candidates, and says what each figure spans."""

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.extract.ownership import owners
from crossbearing.extract.phrases.quantities import QuantityPhrase
from crossbearing.extract.phrases.tolls_words import HARM
from crossbearing.extract.rule import Candidate, Reading

# Who may carry the dead: violent events, their tolls and the damage beside them; nobody dies of a statement.
_HARMING = frozenset(
    {"strike", "civilians", "combat", "casualty", "infrastructure", "ceasefire", "context", "protest", "control"}
)
_UNCOUNTED = frozenset({"statement"})
# What people in a claim are when no word of theirs says it: "a convoy carrying 5,000 people" evacuates them.
_BY_CLASS = {
    "movement.evacuation": "evacuated",
    "movement.displacement": "displaced",
    "movement.return": "returned",
    "control.besiege": "besieged",
    "custody.capture": "captured",
    "custody.abduct": "abducted",
    "custody.arrest": "detained",
    "custody.hold": "detained",
    "custody.release": "released",
    "support.external": "fighters",
    "movement.deployment": "fighters",
}
_STOCK = frozenset({"custody.hold", "control.besiege", "access.blocked", "context.background"})
_PERFECT = frozenset({"VBP", "VBZ"})
# Classes whose present perfect sums up what went before.
_SUMMED = frozenset({"casualty.report", "movement.evacuation", "movement.displacement", "movement.return"})
_EVENTS = frozenset(
    {"attack", "raid", "strike", "airstrike", "clash", "bombing", "blast", "explosion", "incident", "shelling"}
)
_MANY_STRIKES = 50
_BEGINNING = frozenset({"begin", "start", "erupt", "break"})
_LASTING = frozenset(
    "war conflict insurgency campaign uprising rebellion revolt fighting crisis siege offensive".split()
)
_KILLING = frozenset({"kill", "shoot", "murder", "slay", "assassinate", "massacre", "behead"})


def give_counts(reading: Reading, candidates: Sequence[Candidate]) -> None:
    """Attach every linked quantity to the candidate of the nearest predicate above it that can carry it, in place.

    A candidate whose class says what becomes of people takes the people in its evidence that no word is linked to.
    """
    linked = {id(link.phrase) for link in reading.links}
    for link in reading.links:
        able = [c for c in candidates if _carries(c, link.quantity)]
        direct = [c for c in able if c.predicate == link.predicate and _reaches(c, link.phrase)]
        mention = link.phrase.mention
        for candidate in direct or owners(reading, able, link.phrase.head, mention.start, mention.end):
            _add(candidate, link.phrase, link.quantity)
    for quantity in reading.quantities:
        if id(quantity) in linked or quantity.kind != "people" or quantity.indefinite:
            continue
        takers = [c for c in candidates if c.cls in _BY_CLASS and _fits(c, quantity)]
        for candidate in owners(reading, takers, quantity.head, quantity.mention.start, quantity.mention.end):
            if all(q is not quantity for q, _ in candidate.counts):
                _add(candidate, quantity, _BY_CLASS[candidate.cls])


def _reaches(candidate: Candidate, phrase: QuantityPhrase) -> bool:
    """Say whether the phrase lies in the evidence, or right behind its predicate: then the evidence is stretched to it.

    The parser makes "massacred 250 troops taken hostage" a clause of its own; the words know better.
    """
    mention = phrase.mention
    if candidate.start <= mention.start and mention.end <= candidate.end:
        return True
    if phrase.first != candidate.predicate + 1:
        return False
    candidate.end = max(candidate.end, mention.end)
    return True


def _add(candidate: Candidate, quantity: QuantityPhrase, word: str) -> None:
    """Add the count, once; those whose release is refused are still what the words call them.

    A claim that something did not happen counts nobody to whom it happened.
    """
    own = word == _BY_CLASS.get(candidate.cls, word) and (word in HARM or candidate.family == "custody")
    if candidate.polarity == "negative" and own:
        return
    if candidate.cls == "custody.release" and candidate.polarity == "negative":
        candidate.counts = [(q, w) for q, w in candidate.counts if q is not quantity]
    if all(q is not quantity for q, _ in candidate.counts):
        candidate.counts.append((quantity, word))


def _carries(candidate: Candidate, word: str) -> bool:
    if candidate.family in _UNCOUNTED:
        return False
    if candidate.family == "casualty":
        return word in HARM or word == "missing"
    return word not in HARM or candidate.family in _HARMING


def _fits(candidate: Candidate, quantity: QuantityPhrase) -> bool:
    return _BY_CLASS[candidate.cls] != "fighters" or quantity.category == "combatants"


def scope_of(reading: Reading, candidate: Candidate, phrase: QuantityPhrase, quantity: str, period: bool) -> str:
    """Return the scope of a count: subset, stock, cumulative or incident; ``period`` says a time word spans a period.

    Deaths told in the present perfect ("have been killed") sum up what went before, and so do hundreds of strikes.
    """
    if phrase.subset_of is not None:
        return "subset"
    if phrase.indefinite and phrase.low == 1 and quantity in HARM:
        return "incident"  # one person dies once, whatever the tense and the time words
    if candidate.cls in _STOCK or (candidate.cls == "custody.release" and quantity != "released"):
        return "stock"  # "refused to release 40 hostages": they are held
    if quantity == "strikes" or phrase.kind == "times":
        return "cumulative" if period or phrase.kind == "times" or phrase.low >= _MANY_STRIKES else "incident"
    if period:
        return "cumulative"
    if phrase.bound != "vague" and candidate.cls in _SUMMED and _in_perfect(reading, candidate):
        return "cumulative"
    if candidate.cls == "movement.displacement" and _in_perfect(reading, candidate):
        return "cumulative"
    if quantity in HARM and (_since_it_began(reading, phrase) or _brought_to(reading, candidate, phrase)):
        return "cumulative"
    return "cumulative" if candidate.cls == "casualty.report" and _many_events(reading, candidate) else "incident"


def _since_it_began(reading: Reading, phrase: QuantityPhrase) -> bool:
    """Whether a figure follows "since the war began", "a campaign that began in 2009": it is that of the whole."""
    sentence = reading.sentence
    for verb in (t for t in sentence.tokens[: phrase.first] if t.lemma in _BEGINNING and t.is_verb):
        since = any(c.lower == "since" for c in sentence.children(verb, "mark"))
        if since or (verb.dep == "relcl" and sentence.head(verb).lemma in _LASTING):
            return True
    return False


def _brought_to(reading: Reading, candidate: Candidate, phrase: QuantityPhrase) -> bool:
    """Whether new deaths are said to bring a number to this figure: it sums up more than they are.

    "One medic was killed, bringing the number of dead medics to five"; a toll that bodies found or deaths in hospital
    bring to a figure is still that of its event.
    """
    sentence = reading.sentence
    verb = sentence.tokens[candidate.clause]
    told = sentence.head(verb)
    brought = verb.lemma in {"bring", "take", "raise", "push"} and verb.dep == "advcl" and phrase.first > verb.i
    return brought and told.lemma in _KILLING


def _many_events(reading: Reading, candidate: Candidate) -> bool:
    """Whether the toll is of several attacks at several places ("four killed in attacks in A and B")."""
    inside = [t for t in reading.sentence.tokens if candidate.start <= t.start and t.end <= candidate.end]
    plural = any(t.tag in {"NNS", "NNPS"} and t.lemma in _EVENTS for t in inside)
    return plural and len(candidate.places) > 1


def _in_perfect(reading: Reading, candidate: Candidate) -> bool:
    sentence = reading.sentence
    verb = sentence.tokens[candidate.clause]
    for _ in range(4):
        if any(c.lemma == "have" and c.tag in _PERFECT for c in sentence.children(verb, "aux")):
            return True
        above = sentence.head(verb)
        shared = verb.dep == "acl" and above.dep == "conj"  # "have been killed and millions displaced"
        if verb.dep not in {"conj", "xcomp", "oprd"} and not shared:
            break
        verb = sentence.head(above) if shared else above
    return False
