"""What a frame cannot say of support: "Iran-backed X", and which supporters come from abroad."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files

from crossbearing.extract.clauses import trim
from crossbearing.extract.phrases.actors import actor_kind, actor_mention
from crossbearing.extract.phrases.arguments import patients, preposed
from crossbearing.extract.phrases.chunks import chunk
from crossbearing.extract.phrases.lexicon import word_sets, words
from crossbearing.extract.rule import Argument, Candidate, Frame, Near, Reading, Rule
from crossbearing.text.tokens import Token

SETS = word_sets(files(__package__ or "crossbearing.extract.families.support") / "words.yml")
_SUPPORTERS = frozenset({"state", "demonym"})
_FOREIGN = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(SETS['acts_abroad'])))})\b")
_SUPPORTED = frozenset({"forces", "group", "authority", "name", "demonym", "state", "people", "pronoun"})
_PEOPLE = frozenset({"people"})


def _hyphen(reading: Reading, word: Token) -> Iterable[Candidate]:
    """ "Iran-backed militias", "the Turkish-backed National Army": presupposed, if the backer is from abroad."""
    sentence = reading.sentence
    if word.i < 2 or sentence.tokens[word.i - 1].text not in {"-", "–", "‑"}:
        return
    backer, noun = sentence.tokens[word.i - 2], reading.head_of(word)
    if word.dep not in {"amod", "compound", "nmod"} or not noun.is_noun or noun.i < word.i:
        noun = next((t for t in sentence.tokens[word.i + 1 : word.i + 4] if t.is_noun), word)
    abroad = actor_kind(sentence, backer) in _SUPPORTERS or backer.lower in SETS["bloc"] - {"foreign"}
    if not abroad or actor_kind(sentence, noun) not in _SUPPORTED:
        return
    found = Candidate("support.external", "support.hyphen", word.i, word.i, 0, 0, presupposed=True, nominal=True)
    first = chunk(sentence, noun)[0]
    first = min(first, backer.i)
    found = found.having(
        actors=(
            Argument("supporter", backer.i, sentence.mention(backer.i, backer.i)),
            Argument("supported", noun.i, sentence.mention(first, noun.i)),
        )
    )
    start, end = trim(sentence, first, noun.i)
    found = found.having(start=start, end=end, modality="ongoing")
    yield found


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Keep only support that comes from abroad and goes to a side of the war."""
    sentence = reading.sentence
    trigger = sentence.tokens[found.predicate]
    name = frame.name.partition(".")[2]
    if trigger.is_verb and trigger.dep == "amod":
        near(frame.name, trigger, "only modifies a noun")
        return None
    if name == "provide_arms":
        found, armed = _arms(reading, trigger, found)
        if not armed:
            near(frame.name, trigger, "no arms, training or cover are given")
            return None
    if (
        name == "back"
        and trigger.lemma != "back"
        and any(t.lemma in SETS["no_side"] for t in patients(sentence, trigger))
    ):
        near(frame.name, trigger, "no side is supported")
        return None
    if name == "back":
        found = _backed(reading, trigger, found)
    if name == "support_noun" and not _martial(reading, trigger):
        near(frame.name, trigger, "no support of a side in arms")
        return None
    if name == "support_noun":
        found = _giver(reading, trigger, found)
    supporters = [sentence.tokens[a.head] for a in found.actors if a.role == "supporter"]
    supported = [sentence.tokens[a.head] for a in found.actors if a.role == "supported"]
    if not supported or not any(actor_kind(sentence, t) in _SUPPORTED for t in supported):
        near(frame.name, trigger, "no side is supported")
        return None
    if supporters and not any(_abroad(reading, t) for t in supporters):
        near(frame.name, trigger, "the supporter is not from abroad")
        return None
    if not supporters and name != "support_noun":
        near(frame.name, trigger, "nobody supports")
        return None
    found = found.having(presupposed=found.presupposed and name != "back")
    return _aspect(reading, trigger, found)


def _giver(reading: Reading, noun: Token, found: Candidate) -> Candidate:
    """ "Pakistan's support": the owner gives it; "military support" names nobody."""
    sentence = reading.sentence
    found = found.having(actors=tuple(a for a in found.actors if sentence.tokens[a.head].lower not in SETS["martial"]))
    for owner in sentence.children(noun, "poss"):
        if actor_kind(sentence, owner) in _SUPPORTERS and not any(a.head == owner.i for a in found.actors):
            found = found.adding(actors=[Argument("supporter", owner.i, actor_mention(sentence, owner))])
    return found


def _aspect(reading: Reading, verb: Token, found: Candidate) -> Candidate:
    """A perfect without "since" is over; "believed to be supported" goes on."""
    sentence = reading.sentence
    aux = {c.lower for c in sentence.children(verb, "aux", "auxpass")}
    lasting = any(t.text.lower().startswith(("since", "for")) for t in reading.times)
    lasting = lasting or any(p.lower == "since" for p in sentence.children(verb, "prep", "mark"))
    if verb.is_verb and aux & {"has", "have"} and found.modality == "ongoing" and not lasting and "been" not in aux:
        found = found.having(modality="occurred")
    if verb.is_verb and verb.tag == "VBN" and {"to", "be"} <= aux and found.modality == "occurred":
        found = found.having(modality="ongoing")
    return found


def _backed(reading: Reading, verb: Token, found: Candidate) -> Candidate:
    """ "The advance was backed by X": whose advance it is, X supports."""
    sentence = reading.sentence
    if any(a.role == "supported" for a in found.actors):
        return found
    for token in patients(sentence, verb):
        for owner in sentence.children(token, "poss", "compound", "amod"):
            if actor_kind(sentence, owner) in _SUPPORTED - _PEOPLE:
                found = found.adding(actors=[Argument("supported", owner.i, actor_mention(sentence, owner))])
    return found


def _abroad(reading: Reading, token: Token) -> bool:
    sentence = reading.sentence
    if (
        actor_kind(sentence, token) in _SUPPORTERS | {"pronoun"}
        or token.lemma in SETS["abroad"]
        or token.lower in SETS["bloc"]
    ):
        return True
    if words("actors").get(token.text) == "capital":
        return True
    own = [token]
    for child in sentence.children(token, "compound", "amod", "nmod", "poss", "appos"):
        own.append(child)
    for _, noun in preposed(sentence, token, "from", "of"):
        own += [noun, *sentence.children(noun, "compound", "amod", "nmod", "poss", "appos")]
    return any(
        actor_kind(sentence, c) in _SUPPORTERS or c.lower in SETS["bloc"] or _FOREIGN.search(c.text) for c in own
    )


def _arms(reading: Reading, verb: Token, found: Candidate) -> tuple[Candidate, bool]:
    """Say whether what is given is arms or military help; bind the receiver that is the object ("gave Kyiv tanks")."""
    sentence = reading.sentence
    things = [
        *patients(sentence, verb),
        *sentence.children(verb, "dative"),
        *(o for _, o in preposed(sentence, verb, "with")),
    ]
    for token in things:
        side = actor_kind(sentence, token) in {"state", "name", "forces", "authority", "group"}
        if side and token.lemma not in SETS["arms"] | SETS["help"] and not any(a.head == token.i for a in found.actors):
            found = found.adding(actors=[Argument("supported", token.i, actor_mention(sentence, token))])
    martial = [t for t in things if t.lemma in SETS["arms"] or (t.lemma in SETS["help"] and _martial(reading, t))]
    of = [o for t in things for _, o in preposed(sentence, t, "of") if o.lemma in SETS["arms"]]
    if not martial and not of:
        return found, False
    for token in [*martial, *things]:
        for _, receiver in preposed(sentence, token, "to", "for"):
            if actor_kind(sentence, receiver) in _SUPPORTED and not any(a.head == receiver.i for a in found.actors):
                found = found.adding(actors=[Argument("supported", receiver.i, actor_mention(sentence, receiver))])
    return found, True


def _martial(reading: Reading, noun: Token) -> bool:
    sentence = reading.sentence
    joined = [noun, *sentence.children(noun, "conj")]
    if any(c.lower in SETS["martial"] for t in joined for c in sentence.children(t, "amod", "compound", "nmod")):
        return True
    below = {sentence.tokens[i].lemma for i in sentence.subtree(noun)}
    if below & {"fight", "war", "battle", "offensive"}:
        return True
    receivers = [o for _, o in preposed(sentence, noun, "for", "of", "to")]
    return any(
        actor_kind(sentence, t) in {"forces", "authority", "group"} or t.lemma in {"fight", "war"} for t in receivers
    )


RULES = (
    Rule(
        "support.hyphen",
        frozenset({"backed", "supported", "sponsored", "funded", "armed", "trained", "aligned"}),
        _hyphen,
    ),
)
