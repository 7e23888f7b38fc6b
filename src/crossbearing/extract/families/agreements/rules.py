"""What a frame cannot say of agreements: their terms, and when the bare noun asserts one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.resources import files

from crossbearing.extract.binding import bind
from crossbearing.extract.clauses import verb_evidence
from crossbearing.extract.phrases.actors import actor_kind, actor_mention
from crossbearing.extract.phrases.arguments import agents, is_passive, patients, preposed
from crossbearing.extract.phrases.lexicon import word_sets
from crossbearing.extract.phrases.modality import modality_of
from crossbearing.extract.rule import Argument, Candidate, Frame, Near, Reading, Rule
from crossbearing.text.tokens import Token

SETS = word_sets(files(__package__ or "crossbearing.extract.families.agreements") / "words.yml")
_SIDES = frozenset({"state", "authority", "forces", "group", "name", "demonym", "pronoun"})


def _term(reading: Reading, deal: Token) -> Iterable[Candidate]:
    """ "Under the deal, both sides will form a committee", "the agreement provides for": what is no concrete deed."""
    sentence = reading.sentence
    if not deal.is_noun or deal.lemma not in SETS["deal"]:
        return
    verb = _under(reading, deal)
    if verb is None and reading.head_of(deal).lemma in SETS["laying_down"] and deal.dep == "nsubj":
        verb = reading.head_of(deal)
        if verb.lemma in {"call", "provide"} and not preposed(sentence, verb, "for"):
            return
        if verb.lemma in {"include", "require", "envisage", "foresee", "specify", "mandate"} and not patients(
            sentence, verb
        ):
            return
    if verb is None:
        return
    found = Candidate("agreement.term", "agreements.term", deal.i, verb.i, 0, 0, content="framed")
    bodies = [
        t
        for t in agents(sentence, verb)
        if actor_kind(sentence, t) in _SIDES | {"people"} and not is_passive(sentence, verb)
    ]
    found = found.having(actors=tuple(Argument("party", t.i, actor_mention(sentence, t)) for t in bodies))
    start, end = verb_evidence(sentence, verb, (deal.i, *(c.i for c in sentence.children(verb, "xcomp", "ccomp"))))
    found = found.having(start=start, end=end)
    read = modality_of(sentence, verb)
    found = found.having(
        modality="agreed" if read.modality in {"occurred", "ongoing", "planned", "demanded"} else read.modality,
        polarity=read.polarity,
    )
    yield found


def _vehicles_come(reading: Reading, verb: Token) -> Iterable[Candidate]:
    """ "Buses entered the town to begin the evacuation": what was agreed is being carried out."""
    sentence = reading.sentence
    if not verb.is_verb:
        return
    comers = [t for a in agents(sentence, verb) for t in (a, *(o for _, o in preposed(sentence, a, "of")))]
    below = [verb, *patients(sentence, verb)]  # the parser hangs the purpose on "the crossing" as often as on the verb
    purposes = (c for t in below for c in sentence.children(t, "advcl", "xcomp", "acl"))
    purpose = next((c for c in purposes if _clears(reading, c)), None)
    if purpose is None or not any(t.lemma in SETS["vehicles"] for t in comers):
        return
    found = Candidate("agreement.implemented", "agreements.vehicles_come", verb.i, verb.i, 0, 0)
    start, end = verb_evidence(sentence, verb, (purpose.i, *sentence.subtree(purpose)))
    found = found.having(start=start, end=end)
    read = modality_of(sentence, verb)
    found = found.having(modality=read.modality, polarity=read.polarity)
    yield found


def _clears(reading: Reading, verb: Token) -> bool:
    """Say whether an infinitive tells of taking people out: "to evacuate", "to begin the evacuations"."""
    sentence = reading.sentence
    if not any(c.lower == "to" for c in sentence.children(verb, "aux")):
        return False
    begun = (
        [*patients(sentence, verb), *sentence.children(verb, "xcomp")] if verb.lemma in SETS["beginning"] else [verb]
    )
    return any(t.lemma in SETS["clearing"] for t in begun)


def _under(reading: Reading, deal: Token) -> Token | None:
    """Return the verb that stands "under the deal" or "according to the agreement" and is still to be done."""
    head = reading.head_of(deal)
    if deal.dep != "pobj":
        return None
    if head.lower == "of" and reading.head_of(head).lemma in {"term", "part", "provision", "condition"}:
        deal = reading.head_of(head)
        head = reading.head_of(deal)
    above = reading.head_of(head)
    if head.lower == "to" and above.lower == "according":
        head, above = above, reading.head_of(above)
    if head.lower not in {"under", "according", "per"} or not above.is_verb:
        return None
    due = any(
        c.lower in {"will", "would", "must", "shall", "should", "to"} for c in reading.sentence.children(above, "aux")
    )
    return above if due else None


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Leave truces to their own family, read refusals to talk as refused, and refuse what is agreed by nobody."""
    trigger = reading.sentence.tokens[found.predicate]
    name = frame.name.partition(".")[2]
    if name == "renege_on" and trigger.dep == "acl" and not found.actors:
        found = bind(reading, frame.args["agent"], reading.head_of(trigger), "", found)[0]
    reason = _reason(reading, name, found, trigger)
    check = _CHECKS.get(name)
    if check is not None and not reason:
        found, reason = check(reading, found, trigger)
    if reason:
        near(frame.name, trigger, reason)
        return None
    if name == "hold_talks" and trigger.is_noun and reading.sentence.tokens[found.clause].lemma in SETS["failed"]:
        found = found.having(polarity="negative")
    if (
        found.cls == "agreement.negotiation"
        and found.polarity == "negative"
        and any("refuse" in r for r in found.reasons)
    ):
        found = found.having(cls="agreement.refused", polarity="positive")
        for actor in [a for a in found.actors if a.role == "mediator"]:
            found = found.having(actors=tuple(x for x in found.actors if x is not actor))
    return found


def _reason(reading: Reading, name: str, found: Candidate, trigger: Token) -> str:
    """Return why the candidate does not stand, or an empty string."""
    sentence = reading.sentence
    things = patients(sentence, trigger) if trigger.is_verb else [trigger]
    if name in {"reach", "broker", "deal", "renege"} and any(_truce(reading, t) for t in things):
        return "a truce is of the family ceasefire"
    if name == "reach" and trigger.lemma == "announce" and is_passive(sentence, trigger) and trigger.dep == "acl":
        return "only says who announced it"
    if name == "reject" and any(t.lemma == "call" for t in things) and not _calls_to_talk(reading, things):
        return "no call to talk or to stop"
    if name == "reject" and trigger.lemma == "turn" and not any(c.lower == "down" for c in sentence.children(trigger)):
        return "is not turned down"
    if name == "meet" and not _meeting(reading, found, trigger):
        return "no meeting of sides"
    if name == "renege_on" and not found.actors:
        return "nobody reneges"
    return ""


def _renege_reason(reading: Reading, found: Candidate, trigger: Token) -> tuple[Candidate, str]:
    broken = SETS["deal"] - SETS["truce"] | {"commitment"}
    named = any(o.lemma in broken for _, o in preposed(reading.sentence, trigger, "of"))
    return found, ("no agreement is violated" if trigger.is_noun and not named else "")


def _implement_reason(reading: Reading, found: Candidate, trigger: Token) -> tuple[Candidate, str]:
    named = any(o.lemma in SETS["deal"] for _, o in preposed(reading.sentence, trigger, "of"))
    return found, ("no agreement is implemented" if trigger.is_noun and not named else "")


def _talks_reason(reading: Reading, found: Candidate, trigger: Token) -> tuple[Candidate, str]:
    if not trigger.is_noun:
        return found, ""
    if _spurned(reading, trigger):
        return found, "is called for and refused"
    if not _talks(reading, found, trigger):
        return found, "talks of nobody, nowhere"
    judged = reading.sentence.tokens[found.clause].lemma in {"reject", "refuse", "accept"}
    return found, ("says what becomes of talks" if judged else "")


def _negotiate_reason(reading: Reading, found: Candidate, trigger: Token) -> tuple[Candidate, str]:
    sentence = reading.sentence
    things = patients(sentence, trigger) if trigger.is_verb else [trigger]
    if things and not is_passive(sentence, trigger):
        return found, "negotiates a thing"
    sides = [actor_kind(sentence, sentence.tokens[a.head]) for a in found.actors]
    return found, ("" if any(k in _SIDES | {"people"} for k in sides) else "no side negotiates")


def _agree_reason(reading: Reading, found: Candidate, trigger: Token) -> tuple[Candidate, str]:
    sentence = reading.sentence
    sides = [sentence.tokens[a.head] for a in found.actors]
    persons = any(t.lower in {"i", "we", "he", "she"} for t in sides)
    if persons or not any(actor_kind(sentence, t) in _SIDES for t in sides):
        return found, "nobody with a side agrees"
    if not sentence.children(trigger, "xcomp", "ccomp") and not preposed(sentence, trigger, "to", "on"):
        return found, "agrees to nothing"
    if any(o.lemma in {"statement", "resolution", "date", "wording"} for _, o in preposed(sentence, trigger, "on")):
        return found, "agrees on a paper"
    return found, ""


def _spurned(reading: Reading, noun: Token) -> bool:
    """Say whether the noun is what a refused call is for: "rejected calls for talks"."""
    call = reading.head_of(reading.head_of(noun))
    return noun.dep == "pobj" and call.lemma == "call" and reading.head_of(call).lemma in SETS["spurning"]


def _calls_to_talk(reading: Reading, calls: list[Token]) -> bool:
    return any(
        o.lemma in SETS["talks"] | SETS["truce"] | SETS["deal"] | {"peace", "meeting", "mediation"}
        for call in calls
        for _, o in preposed(reading.sentence, call, "for")
    )


def _truce(reading: Reading, noun: Token) -> bool:
    words = [
        noun,
        *reading.sentence.children(noun, "compound", "nmod"),
        *(o for _, o in preposed(reading.sentence, noun, "of", "for")),
    ]
    return any(w.lemma in SETS["truce"] for w in words)


def _deal_reason(reading: Reading, found: Candidate, noun: Token) -> tuple[Candidate, str]:
    """The noun asserts a deal when it is told between whom or what it is for; "the deal" alone only refers back."""
    sentence = reading.sentence
    head = sentence.head(noun)
    if found.clause != noun.i and noun.dep in {"dobj", "nsubjpass"}:
        return found, f"{head.text!r} says what becomes of it"
    found = _belonging(reading, noun, found)
    purpose = any(
        c.is_verb and any(a.lower == "to" for a in sentence.children(c, "aux"))
        for c in sentence.children(noun, "acl", "relcl", "xcomp")
    )
    purpose = purpose or any(
        o.lemma in {"evacuation", "withdrawal", "release", "surrender", "handover", "exchange"}
        for _, o in preposed(sentence, noun, "for", "on")
    )
    if not found.actors and not purpose:
        return found, "only refers to a deal"
    if found.clause == noun.i and noun.dep == "pobj" and head.lower in {"under", "to"} and not found.actors:
        return found, "only refers to a deal"
    found = found.having(presupposed=found.presupposed or found.clause == noun.i)
    return found, ""


def _belonging(reading: Reading, noun: Token, found: Candidate) -> Candidate:
    """ "An accord on the militia's withdrawal": whose withdrawal it is, is party to it."""
    for _, deed in preposed(reading.sentence, noun, "for", "on"):
        for owner in reading.sentence.children(deed, "poss"):
            if actor_kind(reading.sentence, owner) in _SIDES and not found.actors:
                found = found.adding(actors=[Argument("party", owner.i, actor_mention(reading.sentence, owner))])
    return found


def _talks(reading: Reading, found: Candidate, noun: Token) -> bool:
    if noun.lemma == "talk" and noun.tag != "NNS":
        return False
    if noun.dep == "dobj" and reading.head_of(noun).lemma in SETS["hosting"]:
        return False
    return bool(found.actors or found.places) or found.clause != noun.i


def _meeting(reading: Reading, found: Candidate, verb: Token) -> bool:
    """A meeting needs two sides of those who may have one, people of office or states."""
    heads = [reading.sentence.tokens[a.head] for a in found.actors]
    kinds = [actor_kind(reading.sentence, t) for t in heads]
    several = len(heads) > 1 or any(t.tag in {"NNS", "NNPS"} for t in heads)
    return several and bool(kinds) and all(k in {"authority", "name", "state", "group"} for k in kinds)


_CHECKS: dict[str, Callable[[Reading, Candidate, Token], tuple[Candidate, str]]] = {
    "deal": _deal_reason,
    "renege": _renege_reason,
    "implement": _implement_reason,
    "hold_talks": _talks_reason,
    "negotiate": _negotiate_reason,
    "mediate": _negotiate_reason,
    "agree": _agree_reason,
}
RULES = (
    Rule("agreements.term", SETS["deal"], _term),
    Rule("agreements.vehicles_come", SETS["arriving"], _vehicles_come),
)
