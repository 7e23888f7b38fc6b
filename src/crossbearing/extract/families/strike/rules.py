"""What frames cannot say of a strike: its class by the weapon named, and with which words a verb is a strike at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crossbearing.extract.event_nouns import is_casualty, join_matrix
from crossbearing.extract.families.strike.around import SETS, kinds_of_verb, settle_roles
from crossbearing.extract.families.strike.nouns import refine_noun
from crossbearing.extract.phrases.actors import actor_kind
from crossbearing.extract.phrases.arguments import agents, is_passive, patients, preposed
from crossbearing.extract.phrases.kinds import token_kinds
from crossbearing.extract.phrases.lexicon import words
from crossbearing.extract.phrases.munitions import CLASS_OF, kinds_at, ranked
from crossbearing.extract.rule import Candidate, Frame, Near, Reading, Rule
from crossbearing.extract.telling import spanning, with_actor
from crossbearing.text.tokens import Sentence, Token

RULES: tuple[Rule, ...] = ()
_UNDER = frozenset({"fire", "shelling", "bombardment", "attack", "strike"})

_FIRING = frozenset({"fire", "launch", "drop", "bomb", "shell", "strike", "hit"})


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Set class, roles and evidence of a strike by what stands around its trigger; refuse what is no strike."""
    short = frame.name.partition(".")[2]
    trigger = reading.sentence.tokens[found.predicate]
    found, reason = (
        refine_noun(reading, found, short) if found.nominal else _refine_verb(reading, trigger, found, short)
    )
    if reason:
        near(frame.name, trigger, reason)
        return None
    return found


def _refine_verb(reading: Reading, verb: Token, found: Candidate, frame: str) -> tuple[Candidate, str]:
    head = reading.sentence.head(verb)
    if verb.dep == "advcl" and verb.tag == "VBG" and head.lemma in _FIRING:
        return found, f"{head.text!r} tells it"  # "fired missiles, striking the hill"
    found, reason = _VERBS[frame](reading, verb, found)
    if reason:
        return found, reason
    found = settle_roles(reading, found)
    found = join_matrix(reading, verb, found)
    return found, ""


def _set(found: Candidate, kinds: list[str], default: str) -> tuple[Candidate, str]:
    if kinds:
        found = found.adding(reasons=[f"class: {kinds[0]} named"])
    found = found.having(cls=CLASS_OF[kinds[0]] if kinds else default)
    return found, ""


def _shell(reading: Reading, verb: Token, found: Candidate) -> tuple[Candidate, str]:
    head = reading.sentence.head(verb)
    if verb.tag == "VBG" and verb.dep in {"csubj", "nsubj"} and is_casualty(head):  # "shelling killed two"
        found = spanning(reading, found, head, verb.i).having(clause=head.i, actors=())
        return _set(found, [], "strike.shelling")
    if reading.sentence.children(verb, "prt") or not patients(reading.sentence, verb):
        return found, "nothing is shelled"
    kinds = [k for k in kinds_of_verb(reading.sentence, verb) if k in {"air", "drone", "chemical"}]
    return _set(found, kinds, "strike.shelling")


def _bombard(reading: Reading, verb: Token, found: Candidate) -> tuple[Candidate, str]:
    sentence = reading.sentence
    if not patients(sentence, verb):
        return found, "nothing is bombarded"
    if any(o.lemma in SETS["asked"] for _, o in preposed(sentence, verb, "with")):
        return found, "words are no bombs"
    kinds = kinds_of_verb(sentence, verb)
    if not kinds and any(t.lemma in SETS["insurgent"] for t in agents(sentence, verb)) and verb.lemma == "bomb":
        return _set(found, [], "strike.explosive")
    return _set(found, kinds, "strike.unspecified")


def _hit(reading: Reading, verb: Token, found: Candidate) -> tuple[Candidate, str]:
    sentence = reading.sentence
    doers = agents(sentence, verb)
    if not is_passive(sentence, verb) and any(t.lemma in SETS["event"] for t in doers):
        return found, "the event noun tells it"
    if doers and all(t.lemma in SETS["rioter"] for t in doers):
        return found, "a riot, not a strike"
    kinds = kinds_of_verb(sentence, verb)
    done_to = patients(sentence, verb)
    active = not is_passive(sentence, verb) and verb.lemma in {"hit", "strike"}
    if active:
        found, mined = _mine_struck(reading, found, doers, done_to)
        if mined:
            return found, ""
    if kinds:
        return _set(found, kinds, "")
    within = [o for _, o in preposed(sentence, verb, "in", "by", "during")]
    if any(t.lemma in SETS["event"] - SETS["unnamed"] for t in [*doers, *within]):
        found = found.having(anaphoric=True)
        return _set(found, [], "strike.unspecified")
    if verb.lemma in {"target", "strike", "hit"} and _forces_target(sentence, verb, doers, done_to):
        return _set(found, [], "strike.unspecified")
    return found, "no weapon is named"


def _forces_target(sentence: Sentence, verb: Token, doers: Sequence[Token], done_to: Sequence[Token]) -> bool:
    """ "Army units targeted the militants' positions": a side that targets what can be shot at shoots at it."""
    kinds = {"forces", "group", "carrier"} | (
        {"state", "name", "pronoun", "demonym"} if verb.lemma == "strike" else set()
    )
    return any(actor_kind(sentence, t) in kinds for t in doers) and any(t.lemma in SETS["aimed"] for t in done_to)


def _is_mine(sentence: Sentence, token: Token) -> bool:
    return token.lemma in {"mine", "landmine", "ied"} or "explosive" in kinds_at(sentence, token)


def _mine_struck(
    reading: Reading, found: Candidate, doers: Sequence[Token], done_to: Sequence[Token]
) -> tuple[Candidate, bool]:
    """ "Their vehicle struck a landmine": who hits a mine is hit by it."""
    if not any(_is_mine(reading.sentence, t) for t in done_to):
        return found, False
    found = found.having(actors=())
    for token in doers:
        found = with_actor(reading, found, "target", token)
    return found.having(cls="strike.explosive"), True


def _fire(reading: Reading, verb: Token, found: Candidate) -> tuple[Candidate, str]:
    sentence = reading.sentence
    kinds = kinds_of_verb(sentence, verb, objects=True)
    if not kinds:
        return found, "what is fired is no weapon"
    return _set(found, kinds, "strike.shelling")


def _open_fire(reading: Reading, verb: Token, found: Candidate) -> tuple[Candidate, str]:
    sentence = reading.sentence
    carrier = [c for c in sentence.children(verb, "dobj") if c.lower == "fire"]
    if is_passive(sentence, verb) or (verb.lemma != "fire" and not carrier):
        return found, "nobody opens fire"
    aimed = [o for t in [verb, *carrier] for _, o in preposed(sentence, t, "on", "at", "into")]
    for token in aimed:
        found = with_actor(reading, found, "target", token)
    found = found.having(actors=tuple(a for a in found.actors if all(a.head != c.i for c in carrier)))
    kinds = kinds_of_verb(sentence, verb)
    if not kinds and (not aimed or any(words("actors").get(t.lemma) == "people" for t in aimed)):
        return found, "shots at people are no strike"
    return _set(found, kinds, "strike.unspecified")


def _explode(reading: Reading, verb: Token, found: Candidate) -> tuple[Candidate, str]:
    sentence = reading.sentence
    particles = {c.lower for c in sentence.children(verb, "prt", "advmod", "prep")}
    if (verb.lemma in {"go", "set"} and "off" not in particles) or (verb.lemma == "blow" and "up" not in particles):
        return found, "goes or blows elsewhere"
    things, doers = patients(sentence, verb), agents(sentence, verb)
    if any(t.lower in SETS["reflexive"] or t.lemma in SETS["reflexive"] for t in things):
        return _set(found, ["suicide"], "")
    named = any(kinds_at(sentence, t) for t in [*doers, *things])
    if verb.lemma == "blow" and things and not named and not any("PERSON" in token_kinds(t) for t in things):
        return found, "what is blown up is damaged, which another family tells"
    kinds = [k for k in kinds_of_verb(sentence, verb, objects=True) if k != "chemical"]  # a chemical plant is none
    loaded = any(t.lemma in SETS["loaded"] or t.lower in SETS["loaded"] for t in [*doers, *things])
    if not kinds and not loaded and not (verb.lemma == "blow" and things and doers):
        return found, "what explodes is no weapon"
    if verb.lemma != "blow":  # "detonated a device": the object is no target
        found = found.having(actors=tuple(a for a in found.actors if a.head not in {t.i for t in things}))
    return _set(found, [k for k in kinds if k in {"suicide", "drone", "shelling"}], "strike.explosive")


def _land(reading: Reading, verb: Token, found: Candidate) -> tuple[Candidate, str]:
    doers = agents(reading.sentence, verb)
    kinds = ranked(k for t in doers for k in kinds_at(reading.sentence, t))
    if not kinds or not (any(t.lemma in SETS["falling"] for t in doers) or kinds[0] == "suicide"):
        return found, "what lands is no weapon"
    return _set(found, kinds, "")


def _under(sentence: Sentence, verb: Token) -> Token | None:
    """Return what the subject is under; "shelling" is often parsed as a verb."""
    for prep in sentence.children(verb, "prep"):
        for inner in sentence.children(prep, "pobj", "pcomp") if prep.lower == "under" else []:
            if inner.lemma in _UNDER or inner.lower in _UNDER:
                return inner
    return None


def _under_fire(reading: Reading, verb: Token, found: Candidate) -> tuple[Candidate, str]:
    sentence = reading.sentence
    under = _under(sentence, verb)
    if under is None:
        return found, "nothing comes under fire"
    doers = [o for t in (under, verb) for _, o in preposed(sentence, t, "from", "by")]
    kinds = ranked([*kinds_at(sentence, under), *(k for o in doers for k in kinds_at(sentence, o))])
    if under.lemma == "attack" and not kinds:
        return found, "no weapon is named"
    prepositions = {p.lower for t in (verb, under) for p, _ in preposed(sentence, t)}
    criticised = bool(prepositions & {"for", "over"}) or any(t.lemma in SETS["critic"] for t in doers)
    if under.lemma == "fire" and not kinds and criticised:
        return found, "criticism, not fire"
    for doer in doers:
        if actor_kind(sentence, doer):
            found = with_actor(reading, found, "initiator", doer)
    return _set(found, kinds, "strike.shelling" if under.lower == "shelling" else "strike.unspecified")


def _plant(reading: Reading, verb: Token, found: Candidate) -> tuple[Candidate, str]:
    sentence = reading.sentence
    things = patients(sentence, verb)
    found = found.having(actors=tuple(a for a in found.actors if a.head not in {t.i for t in things}))
    return _set(found, [], "strike.explosive")


def _step(reading: Reading, verb: Token, found: Candidate) -> tuple[Candidate, str]:
    """ "A boy stepped on a mine", "their truck drove over an explosive device"."""
    sentence = reading.sentence
    if not any(_is_mine(sentence, o) for _, o in preposed(sentence, verb, "on", "over", "onto")):
        return found, "no mine is trodden on"
    return _set(found, [], "strike.explosive")


def _use_agent(reading: Reading, verb: Token, found: Candidate) -> tuple[Candidate, str]:
    return _set(found, [], "strike.chemical")


_VERBS: dict[str, Callable[[Reading, Token, Candidate], tuple[Candidate, str]]] = {
    "shell": _shell,
    "bombard": _bombard,
    "hit": _hit,
    "fire": _fire,
    "open_fire": _open_fire,
    "explode": _explode,
    "land": _land,
    "under_fire": _under_fire,
    "plant": _plant,
    "use_agent": _use_agent,
    "step_on_mine": _step,
}
