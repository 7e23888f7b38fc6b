"""Gives the counted phrases of a sentence to its candidates, and says what each figure spans."""

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.extract.nearest_predicates import nearest_predicates
from crossbearing.extract.phrases.quantities import QuantityPhrase
from crossbearing.extract.phrases.tolls_words import HARM
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.vocab.contract import CLASSES, classes_with

# Who may carry the dead: violent events, their tolls and the damage beside them; nobody dies of a statement.
_HARMING = classes_with("carries_harm")
_UNCOUNTED = classes_with("speech")
_TOLLS = classes_with("toll")
# Assaults and raids are counted, but nothing is fired in them that counts as strikes.
_FIGHTS = classes_with("fighting")
# What a toll counts beside the dead and hurt: "the enemy lost 40 men and two tanks".
_LOST = frozenset({"missing", "vehicles", "other"})
# What the counted are who do something, or to whom it is done, where no word says it.
_DOING = frozenset({"initiator", "party", "supporter"})
_MOVED = frozenset({"mover", "captive", "besieged"})
_STRUCK_THINGS = {"vehicles": "vehicles", "buildings": "buildings", "things": "other", "": "other"}
# What people in a claim are when no word of theirs says it: "a convoy carrying 5,000 people" evacuates them.
_BY_CLASS = {c.name: c.people for c in CLASSES.values() if c.people is not None}
_HOLDING = classes_with("holds_people")
_FREEING = classes_with("frees")
_STOCK = classes_with("stock")
_PERFECT = frozenset({"VBP", "VBZ"})
# Classes whose present perfect sums up what went before.
_SUMMED = classes_with("summed")
_DISPLACING = classes_with("displaces")
_EVENTS = frozenset(
    {"attack", "raid", "strike", "airstrike", "clash", "bombing", "blast", "explosion", "incident", "shelling"}
)
_MANY_STRIKES = 50
_BEGINNING = frozenset({"begin", "start", "erupt", "break"})
_LASTING = frozenset(
    "war conflict insurgency campaign uprising rebellion revolt fighting crisis siege offensive".split()
)
_KILLING = frozenset({"kill", "shoot", "murder", "slay", "assassinate", "massacre", "behead"})


def counted(reading: Reading, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates with every linked quantity at that of the nearest predicate above it that can carry it.

    A candidate whose class says what becomes of people takes the people in its evidence that no word is linked to.
    """
    if not reading.quantities:
        return list(candidates)
    found = list(candidates)
    linked = set()
    for link in reading.links:
        able = [i for i, c in enumerate(found) if _carries(c, link.quantity)]
        direct = [i for i in able if found[i].predicate == link.predicate and _reaches(found[i], link.phrase)]
        for i in direct:
            found[i] = _stretched(found[i], link.phrase)
        for i in direct or _owners(reading, found, able, link.phrase):
            found[i] = _with(found[i], link.phrase, link.quantity)
            linked.add(id(link.phrase))  # of "85 wounded civilians evacuated" no claim there tells the wounds
    for quantity in reading.quantities:
        if id(quantity) in linked or quantity.indefinite:
            continue
        by_role = [(i, word) for i, c in enumerate(found) if (word := _by_role(c, quantity)) is not None]
        for i, word in by_role:
            found[i] = _with(found[i], quantity, word)
        if by_role or quantity.kind != "people":
            continue
        takers = [i for i, c in enumerate(found) if c.cls in _BY_CLASS and _fits(c, quantity)]
        for i in _owners(reading, found, takers, quantity):
            if all(q is not quantity for q, _ in found[i].counts):
                found[i] = _with(found[i], quantity, _BY_CLASS[found[i].cls])
    return found


def _owners(
    reading: Reading, candidates: Sequence[Candidate], able: Sequence[int], phrase: QuantityPhrase
) -> list[int]:
    """Return those of the numbered candidates that the phrase belongs to."""
    if not able:
        return []
    near = nearest_predicates(
        reading, [candidates[i] for i in able], phrase.head, phrase.mention.start, phrase.mention.end
    )
    return [i for i in able if any(c is candidates[i] for c in near)]


def _by_role(candidate: Candidate, quantity: QuantityPhrase) -> str | None:
    """Return what the counted are by the role that their noun has in the candidate, None where it has none.

    "Forty gunmen stormed the post" counts fighters, "hit two platforms" things struck, "2,000 herders fled" displaced.
    """
    roles = {a.role for a in candidate.actors if a.head == quantity.head}
    if roles & _DOING and quantity.category == "combatants" and candidate.cls in _HARMING:
        return "fighters"
    if roles & _MOVED and candidate.cls in _BY_CLASS and _fits(candidate, quantity):
        return _BY_CLASS[candidate.cls]
    if "target" in roles and quantity.kind != "people":
        return _STRUCK_THINGS.get(quantity.kind)
    return None


def _reaches(candidate: Candidate, phrase: QuantityPhrase) -> bool:
    """Say whether the phrase lies in the evidence, or right behind its predicate.

    The parser makes "massacred 250 troops taken hostage" a clause of its own; the words know better.
    """
    mention = phrase.mention
    inside = candidate.start <= mention.start and mention.end <= candidate.end
    return inside or phrase.first == candidate.predicate + 1


def _stretched(candidate: Candidate, phrase: QuantityPhrase) -> Candidate:
    """Return the candidate with the phrase in its evidence."""
    mention = phrase.mention
    if candidate.start <= mention.start and mention.end <= candidate.end:
        return candidate
    return candidate.having(end=max(candidate.end, mention.end))


def _with(candidate: Candidate, quantity: QuantityPhrase, word: str) -> Candidate:
    """Return the candidate with the count, once; those whose release is refused are still what the words call them.

    A claim that something did not happen counts nobody to whom it happened.
    """
    own = word == _BY_CLASS.get(candidate.cls, word) and (word in HARM or candidate.cls in _HOLDING)
    if candidate.polarity == "negative" and own:
        return candidate
    counts = candidate.counts
    if candidate.cls in _FREEING and candidate.polarity == "negative":
        counts = tuple((q, w) for q, w in counts if q is not quantity)
    if word == "strikes" and candidate.cls in _FIGHTS:
        word = "other"
    if all(q is not quantity for q, _ in counts):
        return candidate.having(counts=(*counts, (quantity, word)))
    return candidate


def _carries(candidate: Candidate, word: str) -> bool:
    if candidate.cls in _UNCOUNTED:
        return False
    if candidate.cls in _TOLLS:
        return word in HARM or word in _LOST
    return word not in HARM or candidate.cls in _HARMING


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
    if candidate.cls in _STOCK or (candidate.cls in _FREEING and quantity != "released"):
        return "stock"  # "refused to release 40 hostages": they are held
    if quantity == "strikes" or phrase.kind in {"times", "munitions"}:
        return "cumulative" if period or phrase.kind == "times" or phrase.low >= _MANY_STRIKES else "incident"
    if period:
        return "cumulative"
    if phrase.bound != "vague" and candidate.cls in _SUMMED and _in_perfect(reading, candidate):
        return "cumulative"
    if candidate.cls in _DISPLACING and _in_perfect(reading, candidate):
        return "cumulative"
    if quantity in HARM and (_since_it_began(reading, phrase) or _brought_to(reading, candidate, phrase)):
        return "cumulative"
    return "cumulative" if candidate.cls in _TOLLS and _many_events(reading, candidate) else "incident"


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
