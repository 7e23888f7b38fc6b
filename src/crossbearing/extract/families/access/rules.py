"""What frames cannot say of access: which things are ways, who is barred from what, and that cargo is nobody."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

from crossbearing.extract.binding import bind, company
from crossbearing.extract.phrases.actors import actor_kind
from crossbearing.extract.phrases.arguments import patients, preposed
from crossbearing.extract.phrases.lexicon import word_sets, words
from crossbearing.extract.rule import Argument, Candidate, Frame, Near, Reading, Rule, Slot
from crossbearing.text.tokens import Token

RULES: tuple[Rule, ...] = ()
SETS = word_sets(files(__package__ or "crossbearing.extract.families.access") / "words.yml")
_DESTINATION = (Slot("PLACE", "destination"),)


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Refuse what blocks, opens or delivers something else than ways and aid; bind what people are barred from."""
    trigger = reading.sentence.tokens[found.predicate]
    check = _CHECKS.get(frame.name.partition(".")[2])
    found, reason = check(reading, found, trigger) if check else (found, "")
    found = found.having(actors=tuple(a for a in found.actors if a.role != "initiator" or _acts(reading, a)))
    if reason:
        near(frame.name, trigger, reason)
        return None
    return found


def _acts(reading: Reading, argument: Argument) -> bool:
    """Say whether who blocks or brings is somebody: "insecurity hampered relief" names nobody."""
    return actor_kind(reading.sentence, reading.sentence.tokens[argument.head]) is not None


def _without(reading: Reading, found: Candidate, verb: Token) -> tuple[Candidate, str]:
    """ "The strike left thousands without power": those left are the recipients, not what left them."""
    done_to = {t.i for t in patients(reading.sentence, verb)}
    if done_to:
        found = found.having(actors=tuple(a for a in found.actors if a.head in done_to))
    somebody = [a for a in found.actors if reading.sentence.tokens[a.head].tag in {"NNS", "NNPS", "PRP", "CD"}]
    somebody += [a for a in found.actors if actor_kind(reading.sentence, reading.sentence.tokens[a.head])]
    return found, ("" if somebody or found.places else "nobody goes without")


def _blocked(reading: Reading, found: Candidate, verb: Token) -> tuple[Candidate, str]:
    things = patients(reading.sentence, verb)
    to = [o for t in (verb, *things) for _, o in preposed(reading.sentence, t, "to", "of")]
    return found, ("no way and no aid" if any(t.lemma in SETS["no_way"] for t in to) else "")


def _closed(reading: Reading, found: Candidate, noun: Token) -> tuple[Candidate, str]:
    """ "The closure of the crossing", "the blockade of Gaza": not that of a factory."""
    tokens = reading.sentence.tokens
    heads = [tokens[p.head] for _, p in found.places]
    return (
        found,
        (
            ""
            if any(t.kind == "place" or t.tag == "NNP" or _last(t) in SETS["way"] for t in heads)
            else "no way is closed"
        ),
    )


def _last(token: Token) -> str:
    """Return the last word of a name ("Castello Road" is a road), or the lemma."""
    return token.text.lower().split()[-1] if token.kind else token.lemma


def _barred(reading: Reading, found: Candidate, verb: Token) -> tuple[Candidate, str]:
    sentence = reading.sentence
    for prep in sentence.children(verb, "prep"):
        for inner in sentence.children(prep, "pcomp") if prep.lower == "from" else []:
            if inner.lemma not in SETS["passing"]:
                continue
            for token in [*patients(sentence, inner), *(o for _, o in preposed(sentence, inner, "to", "into", "in"))]:
                found = bind(reading, _DESTINATION, token, "", found)[0]
            return found, ""
    return found, "nobody is barred from a place"


def _cut(reading: Reading, found: Candidate, verb: Token) -> tuple[Candidate, str]:
    things = patients(reading.sentence, verb) or [o for _, o in preposed(reading.sentence, verb, "off")]
    heads = [t for t in things if _last(t) in SETS["way"] or t.lower == "which"]
    if not heads:
        return found, "no way is cut"
    ground = [t for t in heads if _last(t) in SETS["open_ground"]]
    if len(ground) == len(heads) and verb.lemma not in SETS["sealing"]:
        return found, "a place is no way"
    return found, ""


def _opened(reading: Reading, found: Candidate, verb: Token) -> tuple[Candidate, str]:
    lines = [t for t in patients(reading.sentence, verb) if t.lemma == "line"]
    if lines and not any("supply" in company(reading, t) for t in lines):
        return found, "no supply line"
    return found, ""


def _arrives(reading: Reading, found: Candidate, verb: Token) -> tuple[Candidate, str]:
    sentence = reading.sentence
    carriers = [a for a in found.actors if a.role == "initiator"]
    heads = [sentence.tokens[a.head] for a in carriers]
    laden = any(t.lemma in SETS["carrier"] and company(reading, t) & SETS["cargo"] for t in heads)
    laden = laden or any(
        company(reading, o) & SETS["cargo"] for t in heads for _, o in preposed(sentence, t, "of", "with")
    )
    if not laden:
        return found, "no aid arrives"
    found = found.having(
        actors=tuple(
            a
            for a in found.actors
            if a.role != "initiator"
            or (
                actor_kind(sentence, sentence.tokens[a.head]) == "name"
                and sentence.tokens[a.head].lemma not in words("actors")
            )
        )
    )
    found = found.having(actors=tuple(a for a in found.actors if sentence.tokens[a.head].lemma not in SETS["carrier"]))
    return found, ("" if found.places or found.actors else "nowhere to arrive")


def _delivered(reading: Reading, found: Candidate, noun: Token) -> tuple[Candidate, str]:
    return found, ("" if found.places or found.actors or found.clause != found.predicate else "only refers to aid")


def _granted(reading: Reading, found: Candidate, noun: Token) -> tuple[Candidate, str]:
    if reading.sentence.head(noun).lemma in SETS["blocking"]:
        return found, "access is blocked, which is told by its verb"
    demanded = reading.sentence.head(noun).lemma in SETS["granting"]
    return found, ("" if found.places or found.actors or demanded else "only refers to aid")


_CHECKS: dict[str, Callable[[Reading, Candidate, Token], tuple[Candidate, str]]] = {
    "bar_from": _barred,
    "cut_road": _cut,
    "aid_arrives": _arrives,
    "block_aid": _blocked,
    "blockade": _closed,
    "delivery": _delivered,
    "go_without": _without,
    "aid_access": _granted,
    "open_corridor": _opened,
}
