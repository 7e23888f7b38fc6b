"""Strikes told by a noun ("mortar attack", "air raids", "a blast"): which class, and whether anything is asserted."""

from __future__ import annotations

from crossbearing.extract.event_nouns import (
    EVENT_WORDS,
    active_killers,
    asserts,
    casualty_above,
    is_definite,
    join_toll,
    only_damages,
    refers_back,
)
from crossbearing.extract.families.strike.around import SETS, kinds_of_noun, settle_roles
from crossbearing.extract.phrases.arguments import agents, patients, preposed
from crossbearing.extract.phrases.munitions import CLASS_OF, kind_of, kinds_at
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.extract.telling import spanning, with_actor
from crossbearing.text.tokens import Sentence, Token
from crossbearing.vocab.contract import CLASSES, class_with, classes_with

# What an event noun is when nothing around it names a weapon; what is not here is left to other families.
_DEFAULT = {
    "airstrike": "strike.air",
    "shelling": "strike.shelling",
    "sortie": "strike.air",
    "bombardment": "strike.unspecified",
    "strike": "strike.unspecified",
    "bombing": "strike.explosive",
    "blast": "strike.explosive",
    "explosion": "strike.explosive",
    "detonation": "strike.explosive",
}
# The class a bare definite noun falls back to when the document holds no earlier event it could mean.
_FALLBACK = {
    "attack": class_with("fighting", "campaign"),
    "raid": min(c for c in classes_with("fighting") if "raid" in CLASSES[c].called),
}
_BARE = frozenset({"attack", "raid", "strike", "bombardment"})
_BURSTS = frozenset({"blast", "explosion", "bombing", "detonation"})


def refine_noun(reading: Reading, found: Candidate, frame: str) -> tuple[Candidate, str]:
    """Complete a candidate whose trigger is an event noun; return why it is none, or an empty string."""
    sentence = reading.sentence
    noun = sentence.tokens[found.predicate]
    host: Token | None = sentence.tokens[found.clause]
    if found.clause == found.predicate:
        found, host = _late_host(reading, noun, found)
    if _no_war(sentence, noun):
        return found, "no act of war is told"
    if refers_back(sentence, noun, host) or only_damages(sentence, noun, host):
        return found, "only refers to a strike"
    toll = casualty_above(sentence, noun) if host is None else None
    if frame == "weapon" and toll is None and (host is None or host.lemma not in EVENT_WORDS["result"]):
        return found, "a weapon that does nothing here"
    kinds = kinds_of_noun(sentence, noun, host)
    if noun.lemma == "attack" and any(c.lower == "gas" for c in sentence.children(noun, "compound")):
        kinds = ["chemical"]
    found, reason = _classify(sentence, noun, kinds, found)
    if reason:
        return found, reason
    found, relative = _absorb_relative(reading, noun, found)
    if noun.lemma == "bomber":  # who wears the bomb or flies does it
        found = found.having(actors=tuple(a for a in found.actors if a.role != "initiator"))
        found = with_actor(reading, found, "initiator", noun)
    found = settle_roles(reading, found)
    if toll is not None:
        found, verb = join_toll(reading, noun, toll, found)
        if verb is not None:
            found = _roles_of_toll(reading, noun, verb, found)
    elif host is None:
        found, told = asserts(sentence, noun, found, relative)
        return found, "" if told else "only refers to a strike"
    return found, ""


def _roles_of_toll(reading: Reading, noun: Token, verb: Token, found: Candidate) -> Candidate:
    """ "Killed in strikes by the army on the town": "by" and "on" may hang on the casualty verb."""
    for prep, token in preposed(reading.sentence, verb, "by", "on", "against"):
        if token.i != noun.i and prep.i > verb.i and kind_of(token) is None and token.lemma not in SETS["event"]:
            found = with_actor(reading, found, "initiator" if prep.lower == "by" else "target", token)
    for token in active_killers(reading, verb):
        found = with_actor(reading, found, "initiator", token)
    return settle_roles(reading, found)


def _late_host(reading: Reading, noun: Token, found: Candidate) -> tuple[Candidate, Token | None]:
    """Return a verb that only passes the event noun on: "strikes were focused on", "is believed to be done by"."""
    sentence = reading.sentence
    verb = sentence.head(noun)
    if noun.dep == "pobj" and verb.lower == "with" and sentence.head(verb).lemma in EVENT_WORDS["answering"]:
        verb = sentence.head(verb)  # "the army responded with artillery fire"
        for token in agents(sentence, verb):
            found = with_actor(reading, found, "initiator", token)
        return _hosted(reading, noun, verb, found)
    if noun.dep == "dobj" and verb.lemma in {"hear", "witness"}:  # "they heard the blast": it took place
        return _hosted(reading, noun, verb, found)
    telling = EVENT_WORDS["focused"] | EVENT_WORDS["result"]
    if noun.dep not in {"nsubj", "nsubjpass"} or not verb.is_verb or verb.lemma not in telling:
        return found, None
    if verb.lemma in {"hear", "see"}:  # "could be heard" was heard
        found = found.having(modality="occurred")
    return _hosted(reading, noun, verb, found)


def _hosted(reading: Reading, noun: Token, verb: Token, found: Candidate) -> tuple[Candidate, Token]:
    return spanning(reading, found, verb, noun.i).having(clause=verb.i, presupposed=False), verb


def _no_war(sentence: Sentence, noun: Token) -> bool:
    beside = {c.lower for c in sentence.children(noun, "compound", "amod", "nmod", "poss")}
    gas_attack = "gas" in beside and noun.lemma == "attack"
    if beside & SETS["no_war"] and not beside & SETS["gas_of_war"] and not gas_attack:
        return True
    head = sentence.head(noun)
    return (
        noun.lemma == "strike"
        and noun.dep == "pobj"
        and head.lower == "on"
        and not sentence.children(noun, "det", "compound", "amod", "nmod")
    )


def _classify(sentence: Sentence, noun: Token, kinds: list[str], found: Candidate) -> tuple[Candidate, str]:
    definite = is_definite(sentence, noun)
    if noun.lemma == "fire" and not kinds_at(sentence, noun):
        return found, "a fire that burns"
    if kinds:
        found = found.having(cls=CLASS_OF[kinds[0]], reasons=(*found.reasons, f"class: {kinds[0]} named"))
        bare = not sentence.children(noun, "compound", "nmod")
        found = found.having(anaphoric=kinds == ["explosive"] and definite and bare and noun.lemma in _BURSTS)
        return found, ""
    if noun.lemma in _BARE and (definite or (noun.lemma == "strike" and sentence.segment == "heading")):
        found = found.having(anaphoric=True, cls=_FALLBACK.get(noun.lemma, "strike.unspecified"))
        return found, ""
    if noun.lemma == "raid" and noun.tag == "NNS" and sentence.tokens[found.clause].lemma in EVENT_WORDS["hitting"]:
        return found.having(cls="strike.air"), ""
    cls = _DEFAULT.get(noun.lemma, "")
    found = found.having(cls=cls or found.cls)
    return found, ("" if cls else "no weapon is named")


def _absorb_relative(reading: Reading, noun: Token, found: Candidate) -> tuple[Candidate, bool]:
    """Take along what the strike did, told in a relative clause: "strikes targeting the depot", "a blast which hit"."""
    sentence = reading.sentence
    verbs = [v for v in sentence.children(noun, "relcl", "acl") if v.lemma in EVENT_WORDS["result"]]
    for verb in (v for v in verbs if v.lemma in EVENT_WORDS["hitting"]):
        for token in patients(sentence, verb):
            found = with_actor(reading, found, "target", token)
    return found, bool(verbs)
