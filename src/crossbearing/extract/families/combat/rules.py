"""What frames cannot say of fighting: raids told from offensives by their target, and nouns that assert nothing."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from crossbearing.extract.carriers import OCCUR, taking_part
from crossbearing.extract.event_nouns import (
    EVENT_WORDS,
    active_killers,
    asserts,
    casualty_above,
    is_definite,
    join_toll,
    refers_back,
)
from crossbearing.extract.phrases.actors import actor_kind
from crossbearing.extract.phrases.arguments import agents, is_passive, patients, preposed
from crossbearing.extract.phrases.chunks import through_partitive
from crossbearing.extract.phrases.lexicon import word_sets, words
from crossbearing.extract.phrases.munitions import kinds_at
from crossbearing.extract.rule import Argument, Candidate, Frame, Near, Reading, Rule, Slot
from crossbearing.extract.telling import spanning, told_by, with_actor
from crossbearing.text.tokens import Token
from crossbearing.vocab.contract import class_with

RULES: tuple[Rule, ...] = ()
SETS = word_sets(files(__package__ or "crossbearing.extract.families.combat") / "words.yml")

_LOCATION = (Slot("PLACE", "location"),)


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Tell raids from offensives, refuse what is no fighting or only refers to it, and join tolls."""
    trigger = reading.sentence.tokens[found.predicate]
    found, reason = _refine_noun(reading, found, trigger) if found.nominal else _refine_verb(reading, found, trigger)
    if reason:
        near(frame.name, trigger, reason)
        return None
    found = _sort_ground(reading, found)
    if trigger.is_noun and trigger.lemma in {"attack", "assault"} and _on_civil_object(reading, found, trigger):
        found = found.having(
            cls=class_with("bombards", "unspecific"),
            reasons=(*found.reasons, "class: what is attacked is civil, and nobody is said to have attacked on foot"),
        )
    elif found.cls == "combat.offensive" and trigger.lemma in {"attack", "assault"} and _on_post(reading, found):
        found = found.having(cls="combat.raid", reasons=(*found.reasons, "class: a post is attacked"))
    return found


def _sort_ground(reading: Reading, found: Candidate) -> Candidate:
    """What is attacked is a target unless it is ground: a post, a base, positions. A named one is both."""
    kept = []
    for role, phrase in found.places:
        head = reading.sentence.tokens[phrase.head]
        attacked = phrase.preposition in {"", "on", "against", "at", "of"} and role == "location"
        point = words("places").get(head.lemma) == "point" or head.lower == "it"
        named = bool(head.kind) and bool(set(head.text.lower().split()) & SETS["post"])
        if found.cls != "combat.clash" and attacked and (point or named):
            found = with_actor(reading, found, "target", head)
            if not named:
                continue
        kept.append((role, phrase))
    return found.having(places=tuple(kept))


def _on_civil_object(reading: Reading, found: Candidate, noun: Token) -> bool:
    """Say whether "an attack on a market", "a mosque attack" is told without anybody who attacks."""
    tokens = reading.sentence.tokens
    if any(a.role == "initiator" for a in found.actors):
        return False
    heads = [tokens[a.head] for a in found.actors if a.role == "target"]
    heads += [tokens[p.head] for _, p in found.places] + reading.sentence.children(noun, "compound", "nmod", "amod")
    return any(t.lemma in EVENT_WORDS["civil_object"] for t in heads)


def _on_post(reading: Reading, found: Candidate) -> bool:
    tokens = reading.sentence.tokens
    heads = [a.head for a in found.actors if a.role == "target"] + [p.head for _, p in found.places]
    named = any(w in SETS["post"] for h in heads for w in tokens[h].text.lower().split())
    return named or any(tokens[h].lemma in SETS["post"] for h in heads)


# -- verbs -----------------------------------------------------------------------------------------------------


def _refine_verb(reading: Reading, found: Candidate, verb: Token) -> tuple[Candidate, str]:
    sentence = reading.sentence
    if found.cls != "combat.clash":
        return found, ""
    return _fights(reading, verb, agents(sentence, verb), patients(sentence, verb), found)


def _fights(
    reading: Reading, verb: Token, doers: Sequence[Token], done_to: Sequence[Token], found: Candidate
) -> tuple[Candidate, str]:
    sentence = reading.sentence
    against = [
        o
        for t in (verb, *done_to)
        for _, o in preposed(sentence, t, "with", "against", "between", "for", "over", "alongside")
    ]
    found, goes_on = _goes_on(reading, verb, found)
    if goes_on:
        for _, token in [
            *preposed(sentence, verb),
            *preposed(sentence, sentence.head(verb), "between", "with", "against"),
        ]:
            if _armed(reading, token):
                found = with_actor(reading, found, "party", token)
        return found, ""
    toll = casualty_above(sentence, verb) if verb.tag == "VBG" and not done_to else None
    if toll is not None:  # "29 dead in fighting for the road"
        found, clause = join_toll(reading, verb, toll, found)
        if clause is not None:
            found = _victims_fight(reading, clause, found)
        return found, ""
    placed = bool(done_to and preposed(sentence, verb, "in", "near", "around"))
    if verb.dep in {"acl", "relcl"} and verb.tag == "VBG" and not placed:
        return found, "only says whom they belong to"
    sides = [through_partitive(sentence, t) for t in [*doers, *done_to, *against]]
    if any(t.lemma in SETS["crowd"] for t in sides):
        return found, "a riot, not a battle"
    fighting = [t for t in [*doers, *done_to, *against] if _armed(reading, t)]
    return found, ("" if fighting or any(t.kind == "place" for t in against) else "no armed side fights")


def _goes_on(reading: Reading, verb: Token, found: Candidate) -> tuple[Candidate, bool]:
    """ "Fighting continued between A and B": a gerund that is the subject of a verb of happening."""
    head = reading.sentence.head(verb)
    if verb.tag != "VBG" or verb.dep not in {"csubj", "nsubj"} or head.lemma not in OCCUR:
        return found, False
    return told_by(reading, found, head, verb.i), True


def _armed(reading: Reading, token: Token) -> bool:
    """Say whether the word may name an armed side: forces, groups, carriers, names and pronouns, not just people."""
    return actor_kind(reading.sentence, token) not in {None, "people", "authority"} or token.lemma in {
        "government",
        "regime",
    }


def _forces(reading: Reading, token: Token) -> bool:
    return actor_kind(reading.sentence, token) in {"forces", "group", "carrier"}


# -- nouns -----------------------------------------------------------------------------------------------------


def _refine_noun(reading: Reading, found: Candidate, noun: Token) -> tuple[Candidate, str]:
    sentence = reading.sentence
    host: Token | None = sentence.tokens[found.clause]
    if found.clause == found.predicate:
        found, host = _locked(reading, noun, found)
    beside = {c.lower for c in sentence.children(noun, "compound", "amod", "nmod")}
    found = found.having(actors=tuple(_foiler(reading, noun, a) for a in found.actors if not _kind_only(reading, a)))
    if beside & SETS["no_combat"]:
        return found, "no fighting"
    if kinds_at(sentence, noun):
        return found, "a strike"
    if host is not None and host.lemma in SETS["cooled"] and noun.dep == "dobj" and not (found.actors or found.places):
        return found, "only its end is told"
    if refers_back(sentence, noun, host) or _referred(reading, noun, found, host):
        return found, "only refers to fighting"
    if any(sentence.tokens[a.head].lemma in SETS["crowd"] for a in found.actors if a.role == "party"):
        return found, "a riot, not a battle"
    toll = casualty_above(sentence, noun) if host is None else None
    if toll is not None:
        found, verb = join_toll(reading, noun, toll, found)
        if verb is not None and found.cls != "combat.clash":
            for token in active_killers(reading, verb):
                found = with_actor(reading, found, "initiator", token)
        if verb is not None and found.cls == "combat.clash":
            found = _victims_fight(reading, verb, found)
    elif host is None:
        found, stands = asserts(sentence, noun, found)
        return found, "" if stands else "only refers to fighting"
    return found, ""


def _referred(reading: Reading, noun: Token, found: Candidate, host: Token | None) -> bool:
    """Say whether a bare definite noun only goes back: "the attack", "this fight"; its own kind is told elsewhere."""
    definite = is_definite(reading.sentence, noun)
    if noun.lemma in {"attack", "raid"} and definite:
        own = reading.sentence.children(noun, "poss") or preposed(reading.sentence, noun, "by")
        return not (host is not None and (own or taking_part(reading.sentence, noun)))
    return noun.lemma == "fight" and definite and not reading.sentence.children(noun, "poss")


def _kind_only(reading: Reading, argument: Argument) -> bool:
    """ "A military operation", "a security campaign": the word says of what kind, not who."""
    head = reading.sentence.tokens[argument.head]
    return head.lower in {"military", "security", "intelligence"} and head.dep in {"compound", "amod", "nmod"}


def _foiler(reading: Reading, noun: Token, argument: Argument) -> Argument:
    """ "Troops foil attack": in headings the verb is read as part of the noun; who stands before it is attacked."""
    foils = [c.i for c in reading.sentence.children(noun, "compound", "amod") if c.lemma in SETS["foiling"]]
    if argument.role == "initiator" and foils and argument.head < foils[0]:
        return Argument("target", argument.head, argument.mention)
    return argument


def _locked(reading: Reading, noun: Token, found: Candidate) -> tuple[Candidate, Token | None]:
    """ "Forces were locked in clashes with rebels": the subject fights, the clause is the verb's."""
    sentence = reading.sentence
    preposition = sentence.head(noun)
    verb = sentence.head(preposition)
    if noun.dep != "pobj" or preposition.lower != "in" or not verb.is_verb or verb.lemma not in SETS["locked"]:
        return found, None
    for token in [*agents(sentence, verb), *(patients(sentence, verb) if is_passive(sentence, verb) else [])]:
        if _armed(reading, token):
            found = with_actor(reading, found, "party" if found.cls == "combat.clash" else "initiator", token)
    return spanning(reading, found, verb, noun.i).having(clause=verb.i, presupposed=False), verb


def _victims_fight(reading: Reading, verb: Token, found: Candidate) -> Candidate:
    """ "12 rebels were killed in clashes with the army": the dead were a party."""
    victims = [verb] if verb.is_noun else patients(reading.sentence, verb) or agents(reading.sentence, verb)
    for token in victims:
        if actor_kind(reading.sentence, token) in {"forces", "name", "group"}:
            found = with_actor(reading, found, "party", token)
    return found
