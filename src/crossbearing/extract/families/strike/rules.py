"""What frames cannot say of a strike: its class by the weapon named, and which verbs with which words are a strike at all."""

from __future__ import annotations

from crossbearing.extract.clauses import verb_evidence
from crossbearing.extract.families.strike.around import casualty_matrix, kinds_of_verb
from crossbearing.extract.families.strike.nouns import refine_noun
from crossbearing.extract.families.strike.targets import doers_of, settle_roles
from crossbearing.extract.phrases.actors import actor_kind
from crossbearing.extract.phrases.arguments import agents, is_passive, patients, preposed
from crossbearing.extract.phrases.lexicon import words
from crossbearing.extract.phrases.munitions import CLASS_OF, kinds_at, ranked
from crossbearing.extract.rule import Candidate, Frame, Near, Reading, Rule
from crossbearing.text.tokens import Sentence, Token

RULES: tuple[Rule, ...] = ()

_EVENT_NOUNS = frozenset(
    ["strike", "raid", "attack", "shelling", "bombardment", "blast", "explosion", "airstrike", "air-strike", "bombing", "barrage", "detonation",
     "bomb", "mine", "ied", "device", "landmine", "rocket", "missile", "shell", "mortar", "projectile", "grenade", "fire", "salvo"]
)  # fmt: skip
_FALLING = frozenset(["rocket", "missile", "shell", "mortar", "bomb", "projectile", "round", "grenade", "drone", "barrage", "salvo", "munition", "warhead", "rockets", "volley"])  # fmt: skip
_VEHICLES = frozenset(["car", "truck", "vehicle", "van", "lorry", "motorcycle", "bus", "motorbike", "minibus", "tanker", "ambulance", "boat", "bicycle", "depot", "device", "charge", "vest", "belt", "cart", "ordnance", "one", "two", "package", "parcel", "munition", "ammunition"])  # fmt: skip
_REFLEXIVE = frozenset(["himself", "herself", "themselves", "itself", "vest", "belt"])
_INSURGENT = frozenset(
    [
        "militant",
        "insurgent",
        "terrorist",
        "jihadist",
        "gunman",
        "extremist",
        "rebel",
        "saboteur",
        "guerrilla",
        "attacker",
    ]
)
_CRITICS = frozenset(["critic", "opposition", "lawmaker", "group", "medium", "union", "party", "quarter", "rival"])


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Set class, roles and evidence of a strike by what stands around its trigger; refuse what is no strike."""
    short = frame.name.partition(".")[2]
    trigger = reading.sentence.tokens[found.predicate]
    if found.nominal:
        reason = refine_noun(reading, found, short)
    else:
        reason = _VERBS[short](reading.sentence, trigger, found)
        if not reason:
            for doer in agents(reading.sentence, trigger):
                if doer.lemma in _EVENT_NOUNS:
                    doers_of(reading, doer, found)
            settle_roles(reading, found)
            _join_matrix(reading, trigger, found)
    if reason:
        near(frame.name, trigger, reason)
        return None
    return found


def _join_matrix(reading: Reading, verb: Token, found: Candidate) -> None:
    """ "Two were killed when a drone hit their car" is one claim: the evidence takes the clause of the dead along."""
    matrix = casualty_matrix(reading.sentence, verb)
    if matrix is not None:
        start, end = verb_evidence(reading.sentence, matrix, (verb.i,))
        found.start, found.end = min(start, found.start), max(end, found.end)
        found.clause = matrix.i


def _set(found: Candidate, kinds: list[str], default: str) -> str:
    if kinds:
        found.reasons.append(f"class: {kinds[0]} named")
    found.cls = CLASS_OF[kinds[0]] if kinds else default
    return ""


def _shell(sentence: Sentence, verb: Token, found: Candidate) -> str:
    if sentence.children(verb, "prt") or not patients(sentence, verb):
        return "nothing is shelled"
    kinds = [k for k in kinds_of_verb(sentence, verb) if k in {"air", "drone", "chemical"}]
    return _set(found, kinds, "strike.shelling")


def _bombard(sentence: Sentence, verb: Token, found: Candidate) -> str:
    if not patients(sentence, verb) and not preposed(sentence, verb, "at", "on"):
        return "nothing is bombarded"
    kinds = kinds_of_verb(sentence, verb)
    if not kinds and any(t.lemma in _INSURGENT for t in agents(sentence, verb)) and verb.lemma == "bomb":
        return _set(found, [], "strike.explosive")
    return _set(found, kinds, "strike.unspecified")


def _hit(sentence: Sentence, verb: Token, found: Candidate) -> str:
    doers = agents(sentence, verb)
    if not is_passive(sentence, verb) and any(t.lemma in _EVENT_NOUNS for t in doers):
        return "the event noun tells it"
    kinds = kinds_of_verb(sentence, verb)
    if kinds:
        return _set(found, kinds, "strike.unspecified")
    if any(t.lemma in _EVENT_NOUNS - {"attack", "raid", "fire"} for t in doers):
        return _set(found, [], "strike.unspecified")
    if verb.lemma == "target" and _forces_target(sentence, verb, doers):
        return _set(found, [], "strike.unspecified")
    return "no weapon is named"


def _forces_target(sentence: Sentence, verb: Token, doers: list[Token]) -> bool:
    """ "Army units targeted the militants' positions": a force that targets ground or a force shoots at it."""
    return any(actor_kind(sentence, t) == "forces" for t in doers) and any(
        t.lemma in {"position", "gathering", "hideout", "convoy", "vehicle", "post", "headquarters", "fortification", "concentration", "tank", "movement"}
        for t in patients(sentence, verb)
    )  # fmt: skip


def _fire(sentence: Sentence, verb: Token, found: Candidate) -> str:
    kinds = kinds_of_verb(sentence, verb, objects=True)
    if not kinds:
        return "what is fired is no weapon"
    if verb.lemma in {"drop", "dump", "rain"} and kinds[0] in {"explosive", "shelling"}:
        kinds = ["air"]
    return _set(found, kinds, "strike.shelling")


def _open_fire(sentence: Sentence, verb: Token, found: Candidate) -> str:
    fired = verb.lemma == "fire" or any(c.lower == "fire" for c in sentence.children(verb, "dobj"))
    if not fired or is_passive(sentence, verb):
        return "nobody opens fire"
    if verb.lemma == "fire" and sentence.children(verb, "dobj", "prt"):
        return "something is fired, which is told by another frame"
    aimed = [o for _, o in preposed(sentence, verb, "on", "at", "into")]
    aimed += [o for c in sentence.children(verb, "dobj") for _, o in preposed(sentence, c, "on", "at", "into")]
    kinds = kinds_of_verb(sentence, verb)
    if not kinds and (not aimed or any(words("actors").get(t.lemma) == "people" for t in aimed)):
        return "shots at people are no strike"
    return _set(found, kinds, "strike.unspecified")


def _explode(sentence: Sentence, verb: Token, found: Candidate) -> str:
    particles = {c.lower for c in sentence.children(verb, "prt", "advmod", "prep")}
    if (verb.lemma == "go" and "off" not in particles) or (verb.lemma == "blow" and "up" not in particles):
        return "goes or blows elsewhere"
    things = patients(sentence, verb)
    if any(t.lower in _REFLEXIVE or t.lemma in _REFLEXIVE for t in things):
        return _set(found, ["suicide"], "")
    doers = agents(sentence, verb)
    kinds = kinds_of_verb(sentence, verb, objects=True)
    if verb.lemma == "go" and not kinds:
        return "what goes off is no weapon"
    loaded = any(t.lemma in _VEHICLES or t.lower in _VEHICLES for t in [*doers, *things])
    if not kinds and not loaded and not (verb.lemma == "blow" and things and doers):
        return "what explodes is no weapon"
    kinds = [k for k in kinds if k in {"suicide", "drone", "shelling"}]
    return _set(found, kinds, "strike.explosive")


def _land(sentence: Sentence, verb: Token, found: Candidate) -> str:
    doers = agents(sentence, verb)
    kinds = ranked(k for t in doers for k in kinds_at(sentence, t))
    falling = any(t.lemma in _FALLING for t in doers)
    if not falling and kinds[:1] != ["suicide"]:
        return "what lands is no weapon"
    if not kinds:
        return "what lands is no weapon"
    return _set(found, kinds, "strike.shelling")


def _under_fire(sentence: Sentence, verb: Token, found: Candidate) -> str:
    under = next(
        (
            o
            for _, o in preposed(sentence, verb, "under")
            if o.lemma in {"fire", "shelling", "bombardment", "attack", "strike"}
        ),
        None,
    )
    if under is None:
        return "nothing comes under fire"
    kinds = ranked(
        [
            *kinds_at(sentence, under),
            *(k for _, o in preposed(sentence, under, "from", "by") for k in kinds_at(sentence, o)),
        ]
    )
    if under.lemma == "attack" and not kinds:
        return "no weapon is named"
    blamed = {p.lower for p, _ in [*preposed(sentence, verb), *preposed(sentence, under)]} & {"for", "over"}
    critics = any(o.lemma in _CRITICS for t in (verb, under) for _, o in preposed(sentence, t, "from"))
    if under.lemma == "fire" and not kinds and (blamed or critics):
        return "criticism, not fire"
    for _, doer in preposed(sentence, under, "from", "by"):
        found.actors.extend([])
        if actor_kind(sentence, doer):
            _add_initiator(sentence, doer, found)
    return _set(found, kinds, "strike.shelling" if under.lemma == "shelling" else "strike.unspecified")


def _add_initiator(sentence: Sentence, doer: Token, found: Candidate) -> None:
    from crossbearing.extract.phrases.actors import actor_mention
    from crossbearing.extract.rule import Argument

    if all(a.head != doer.i for a in found.actors):
        found.actors.append(Argument("initiator", doer.i, actor_mention(sentence, doer)))


def _plant(sentence: Sentence, verb: Token, found: Candidate) -> str:
    kinds = ranked(k for t in patients(sentence, verb) for k in kinds_at(sentence, t))
    if "explosive" not in kinds:
        return "what is laid is no explosive"
    return _set(found, [], "strike.explosive")


def _use_agent(sentence: Sentence, verb: Token, found: Candidate) -> str:
    return _set(found, [], "strike.chemical")


_VERBS = {
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
}
