"""What a frame cannot say of custody: "took 30 people hostage", and captives that are not people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crossbearing.extract.clauses import verb_evidence
from crossbearing.extract.phrases.actors import actor_kind, actor_mention
from crossbearing.extract.phrases.arguments import agents, is_passive, patients, preposed
from crossbearing.extract.phrases.denied import foilers, is_thwarted
from crossbearing.extract.phrases.modality import HAPPENED, modality_of
from crossbearing.extract.rule import Argument, Candidate, Frame, Near, Reading, Rule
from crossbearing.text.tokens import Token

_HELD = frozenset({"hostage", "prisoner", "captive"})
_CUSTODY = frozenset({"custody", "detention", "captivity"})
_BODIES = frozenset({"people", "forces", "pronoun", "name", "demonym", "group"})


def _taken(reading: Reading, verb: Token) -> Iterable[Candidate]:
    """ "took 30 soldiers prisoner", "were taken hostage", "took him into custody", "holding them hostage"."""
    sentence = reading.sentence
    if not verb.is_verb:
        return
    near = [
        t
        for t in sentence.tokens[verb.i + 1 : verb.i + 14]
        if t.lemma in _HELD
        and t.dep
        in {"dobj", "oprd", "advmod", "npadvmod", "dep", "attr", "xcomp", "ccomp", "nsubj", "acomp", "pobj", "nmod"}
    ]
    into = [o for p, o in preposed(sentence, verb, "into", "in") if o.lemma in _CUSTODY]
    word = next(iter(near), None)
    if word is not None and not _belongs(sentence.tokens, word, verb):
        word = None
    if word is None and not into:
        return
    captives = _taken_people(reading, verb, word)
    if not captives:
        return
    hold = verb.lemma in {"hold", "keep"}
    cls = "custody.hold" if hold else "custody.arrest" if word is None else "custody.capture"
    found = Candidate(cls, "custody.taken", verb.i, verb.i, 0, 0)
    found = found.having(actors=tuple(Argument("captive", t.i, actor_mention(sentence, t)) for t in captives))
    captors = [t for t in agents(sentence, verb) if t not in captives and actor_kind(sentence, t)]
    found = found.adding(actors=[Argument("captor", t.i, actor_mention(sentence, t)) for t in captors])
    start, end = verb_evidence(sentence, verb)
    found = found.having(start=start, end=end)
    read = modality_of(sentence, verb, hold)
    found = found.having(modality=read.modality, polarity=read.polarity)
    found = _tidy(reading, verb, found)
    yield found


def _taken_people(reading: Reading, verb: Token, word: Token | None) -> list[Token]:
    """Return those taken or held; ``word`` is the "hostage" or "prisoner" that tells it, if any."""
    sentence = reading.sentence
    passive = is_passive(sentence, verb)
    captives = [t for t in patients(sentence, verb) if t.lemma not in _HELD]
    perfect = any(c.lemma == "have" for c in sentence.children(verb, "aux"))
    if (
        verb.lower in {"taken", "held"} and not passive and not perfect and not captives
    ):  # a participle read as a past tense
        captives, passive = agents(sentence, verb), verb.lower == "taken" or verb.tag == "VBN"
    if not captives and word is not None and word.lemma in _HELD and not passive:
        captives = [word] if word.tag == "NNS" else _before(reading, verb, word)
    return [t for t in captives if actor_kind(sentence, t) in _BODIES or t.tag == "CD"]


def _belongs(tokens: list[Token], word: Token, verb: Token) -> bool:
    """Say whether the noun hangs on the verb, directly or through what the parser made its subject."""
    head = tokens[word.head]
    return head.i == verb.i or (tokens[head.head].i == verb.i and head.dep in {"dobj", "ccomp", "xcomp", "oprd"})


def _before(reading: Reading, verb: Token, word: Token) -> list[Token]:
    """Return the people between verb and "hostage" whom the parser read as one noun phrase with it."""
    between = reading.sentence.tokens[verb.i + 1 : word.i]
    return [t for t in between if t.is_noun and actor_kind(reading.sentence, t) in _BODIES][-1:]


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Refuse what takes or frees nobody; who is held must be people, not a place, a line or an office."""
    sentence = reading.sentence
    trigger = sentence.tokens[found.predicate]
    name = frame.name.partition(".")[2]
    found = _owned(reading, trigger, found)
    captives = [sentence.tokens[a.head] for a in found.actors if a.role == "captive"]
    if name == "swap":
        return found
    if name == "surrender" and (found.modality not in HAPPENED or found.polarity == "negative"):
        near(frame.name, trigger, "only spoken of")
        return None
    if name == "surrender" and patients(sentence, trigger):
        near(frame.name, trigger, "hands something over")
        return None
    if not captives:
        near(frame.name, trigger, "nobody is taken, held or freed")
        return None
    if name in {"hold", "capture"} and all(
        actor_kind(sentence, t) in {"state", None} and t.tag != "CD" for t in captives
    ):
        near(frame.name, trigger, "no people are taken or held")
        return None
    if name == "hold" and not _people_held(reading, trigger, captives):
        near(frame.name, trigger, "no people are held")
        return None
    if (
        name == "remain_held"
        and trigger.lemma == "be"
        and not any(p.lower == "in" for p in sentence.children(trigger, "prep"))
    ):
        near(frame.name, trigger, "is in no prison")
        return None
    if trigger.is_verb and trigger.dep == "amod":
        near(frame.name, trigger, "only modifies a noun")
        return None
    found = _tidy(reading, trigger, found)
    if trigger.is_noun:
        found = found.having(actors=tuple(a for a in found.actors if a.head not in foilers(sentence, trigger)))
        if is_thwarted(sentence, trigger):
            found = found.having(polarity="negative", counts=(), reasons=(*found.reasons, "negated: not brought off"))
    if name == "remain_held":
        found = found.having(places=tuple((r, p) for r, p in found.places if p.named))
    return found


def _owned(reading: Reading, noun: Token, found: Candidate) -> Candidate:
    """ "Their release", "the bishop's arrest": whose it is, is the captive, not the captor."""
    if not noun.is_noun or any(a.role == "captive" for a in found.actors):
        return found
    owners = {t.i for t in reading.sentence.children(noun, "poss")}
    return found.having(actors=tuple(replace(a, role="captive") if a.head in owners else a for a in found.actors))


_COUNTED = {
    "custody.capture": "captured",
    "custody.abduct": "abducted",
    "custody.arrest": "detained",
    "custody.hold": "detained",
    "custody.release": "released",
}


def _tidy(reading: Reading, trigger: Token, found: Candidate) -> Candidate:
    """Count those held, leave one mention of them, and presuppose what only describes a noun."""
    for actor in [a for a in found.actors if a.role == "captive"]:
        head = reading.sentence.tokens[actor.head]
        people = [c for c in reading.sentence.children(head, "compound") if actor_kind(reading.sentence, c) in _BODIES]
        if head.lemma in _HELD and people:  # "holding 12 foreigners hostage", read as one noun phrase
            found = found.having(actors=tuple(x for x in found.actors if x is not actor))
            found = found.adding(
                actors=[Argument("captive", people[-1].i, actor_mention(reading.sentence, people[-1]))]
            )
    captives = [a for a in found.actors if a.role == "captive"]
    for inner in captives:
        if any(
            o is not inner and o.mention.start <= inner.mention.start and inner.mention.end <= o.mention.end
            for o in captives
        ):
            found = found.having(actors=tuple(x for x in found.actors if x is not inner))
    heads = {a.head for a in captives}
    for quantity in reading.quantities:
        if quantity.head in heads and quantity.category != "things":
            found = found.adding(counts=[(quantity, _COUNTED[found.cls])])
    if trigger.tag == "VBN" and trigger.dep == "acl":
        found = found.having(presupposed=True)
    return found


def _people_held(reading: Reading, verb: Token, captives: list[Token]) -> bool:
    """Hold needs captives by name of their state, or people in a place of custody, or the passive of persons."""
    if verb.lemma != "hold":
        return True
    if any(
        t.lemma in {"hostage", "prisoner", "captive", "detainee", "inmate", "suspect", "abductee"} for t in captives
    ):
        return True
    if any(t.lemma in {"soldier", "policeman", "officer", "pilot", "sailor"} for t in captives):
        return True
    kinds = {actor_kind(reading.sentence, t) for t in captives}
    if is_passive(reading.sentence, verb):
        return bool(kinds & {"people", "pronoun", "forces"} or any(t.tag == "CD" for t in captives))
    return bool(kinds & {"people"})


RULES = (Rule("custody.taken", frozenset({"take", "hold", "keep"}), _taken),)
