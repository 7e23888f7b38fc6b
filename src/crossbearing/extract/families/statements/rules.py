"""What a frame cannot say of statements: silence, responsibility, what should be done, feelings as declarations."""

from __future__ import annotations

from collections.abc import Iterable

from crossbearing.extract.binding import bind
from crossbearing.extract.clauses import noun_evidence, verb_evidence
from crossbearing.extract.families.statements.silence import OFFICES, RULE, SPEAKERS, carrier, made, negated
from crossbearing.extract.families.statements.words import SETS
from crossbearing.extract.phrases.actors import actor_kind, actor_mention
from crossbearing.extract.phrases.arguments import agents, is_passive, patients, preposed, surface_subject
from crossbearing.extract.rule import Argument, Candidate, Frame, Near, Reading, Rule, Slot
from crossbearing.text.tokens import Token

_ADDRESSED = frozenset({"authority", "forces", "group", "name", "state", "demonym"})


def _no_claim(reading: Reading, noun: Token) -> Iterable[Candidate]:
    """ "There was no claim of responsibility", "no claim came from the rebels"."""
    if not noun.is_noun or not any(
        o.lemma == "responsibility" for _, o in preposed(reading.sentence, noun, "of", "for")
    ):
        return
    verb = carrier(reading, noun)
    if verb is None:
        return
    found = made(
        reading,
        "statement.responsibility",
        "no_claim",
        noun,
        verb,
        [o for _, o in preposed(reading.sentence, noun, "from", "by")],
    )
    if any(c.lower == "no" for c in reading.sentence.children(noun, "det", "neg")) or negated(reading, verb):
        found = found.having(polarity="negative")
    yield found


def _responsible(reading: Reading, word: Token) -> Iterable[Candidate]:
    """ "said it was not responsible", "insisted they were responsible", "was behind the attack"."""
    verb = reading.head_of(word)
    claimed = reading.head_of(verb).lemma in {"say", "claim", "deny", "determine", "insist", "state", "declare"}
    if word.dep != "acomp" or verb.lemma != "be" or not (claimed or reading.said(verb)):
        return
    speakers = [t for t in surface_subject(reading.sentence, verb) if actor_kind(reading.sentence, t) == "pronoun"]
    if not speakers:
        return
    against = negated(reading, verb) or reading.head_of(verb).lemma == "deny"
    cls = "statement.denial" if against else "statement.responsibility"
    found = made(reading, cls, "responsible", word, verb, speakers)
    found = found.having(speech_act="deny" if against else "claim")
    yield found


def _feeling(reading: Reading, word: Token) -> Iterable[Candidate]:
    """ "We are deeply concerned by", "the mission remains committed to"."""
    sentence = reading.sentence
    verb = (
        word
        if word.is_verb and is_passive(sentence, word) and word.dep not in {"acl", "amod", "relcl"}
        else reading.head_of(word)
    )
    if verb is not word and (word.dep not in {"acomp", "oprd"} or verb.lemma not in {"be", "remain", "feel", "stand"}):
        return
    speakers = [t for t in surface_subject(sentence, verb) if actor_kind(sentence, t) in SPEAKERS]
    if not speakers or negated(reading, verb):
        return
    yield made(reading, "statement.declaration", "feeling", word, verb, speakers)


def _should(reading: Reading, modal: Token) -> Iterable[Candidate]:
    """ "The army must protect civilians", he said: a demand of whoever is the subject, where somebody says it."""
    sentence = reading.sentence
    verb = reading.head_of(modal)
    if modal.dep != "aux" or not verb.is_verb or verb.lemma == "be" or not _said(reading, verb):
        return
    if (
        is_passive(sentence, verb)
        or any(c.lemma == "have" for c in sentence.children(verb, "aux"))
        or verb.dep in {"relcl", "acl"}
    ):
        return
    bodies = [t for t in agents(sentence, verb) if actor_kind(sentence, t) in _ADDRESSED | {"pronoun"}]
    bodies = [t for t in bodies if t.lower not in {"we", "i", "it"}]
    if not bodies:
        return
    found = made(reading, "statement.demand", "should", modal, verb, [])
    found = found.having(
        actors=tuple(Argument("addressee", t.i, actor_mention(sentence, t)) for t in bodies), modality="demanded"
    )
    if any(m.lower == "if" for c in sentence.children(verb, "advcl") for m in sentence.children(c, "mark")):
        found = found.having(modality="conditional")
    found = found.having(polarity="negative" if negated(reading, verb) else "positive")
    yield found


def _held_to_answer(reading: Reading, word: Token) -> Iterable[Candidate]:
    """ "holds the junta responsible", "held the army accountable"."""
    sentence = reading.sentence
    verb = reading.head_of(word)
    if verb.is_noun and verb.i < word.i:
        verb = reading.head_of(verb)
    if verb.lemma != "hold" or not verb.is_verb or verb.i > word.i:
        return
    blamed = sentence.children(word, "nsubj") or patients(sentence, verb)
    found = made(reading, "statement.accusation", "held_to_answer", word, verb, agents(sentence, verb))
    found = found.having(
        actors=(
            *found.actors,
            *[Argument("addressee", t.i, actor_mention(sentence, t)) for t in blamed if actor_kind(sentence, t)],
        ),
        speech_act="accuse",
    )
    if found.actors:
        yield found


def _called(reading: Reading, verb: Token) -> Iterable[Candidate]:
    """ "described the raid as an act of aggression", "branded it a war crime"."""
    sentence = reading.sentence
    if not verb.is_verb or is_passive(sentence, verb):
        return
    things = patients(sentence, verb)
    words = [o for g in [verb, *things] for _, o in preposed(sentence, g, "as")]
    words += sentence.children(verb, "oprd")
    speakers = [t for t in agents(sentence, verb) if actor_kind(sentence, t) in OFFICES or t.lemma in SETS["media"]]
    if (
        verb.dep == "advcl"
        and verb.tag == "VBG"
        and reading.head_of(verb).lemma in SETS["praise"]
        and not sentence.children(verb, "nsubj")
    ):
        return
    if speakers and any(w.lemma in SETS["deed"] for w in words):
        found = made(reading, "statement.declaration", "called", verb, verb, speakers)
        found = found.having(speech_act="announce")
        yield found


def _call_that(reading: Reading, noun: Token) -> Iterable[Candidate]:
    """ "His call that all sides respect the law", "the mayor's appeal to the army to spare the town"."""
    sentence = reading.sentence
    if not noun.is_noun:
        return
    contents = [c for c in sentence.children(noun, "acl") if c.is_verb and c.tag != "VBN"]
    owners = [t for t in sentence.children(noun, "poss") if actor_kind(sentence, t) in OFFICES]
    if not contents or not owners:
        return
    found = Candidate("statement.demand", "statements.call_that", noun.i, noun.i, 0, 0, modality="demanded")
    found = found.having(actors=tuple(Argument("speaker", t.i, actor_mention(sentence, t)) for t in owners))
    asked = [*sentence.children(contents[0], "nsubj"), *(o for _, o in preposed(sentence, noun, "to", "on", "for"))]
    for token in asked:
        if actor_kind(sentence, token) in _ADDRESSED | {"people"}:
            found = found.adding(actors=[Argument("addressee", token.i, actor_mention(sentence, token))])
    last = max(sentence.subtree(contents[0]))
    start, end = noun_evidence(sentence, noun, last)
    found = found.having(start=start, end=end)
    yield found


def _promise(reading: Reading, modal: Token) -> Iterable[Candidate]:
    """ "We will not surrender", "we will continue to", in the first person of somebody quoted."""
    sentence = reading.sentence
    verb = reading.head_of(modal)
    if modal.dep != "aux" or not verb.is_verb or verb.dep in {"relcl", "acl", "advcl"}:
        return
    subjects = [t for t in agents(sentence, verb) if t.lower in {"we", "i"}]
    if not subjects or verb.lemma in {"be", "have", "see"}:
        return
    found = made(reading, "statement.declaration", "promise", modal, verb, subjects)
    found = found.having(modality="planned")
    yield found


def _verdict(reading: Reading, word: Token) -> Iterable[Candidate]:
    """ "The bombing of hospitals is unacceptable", he said."""
    verb = reading.head_of(word)
    if word.dep not in {"acomp", "oprd"} or verb.lemma != "be" or not _said(reading, verb):
        return
    found = made(reading, "statement.declaration", "verdict", word, verb, [])
    if not negated(reading, verb):
        yield found


def _said(reading: Reading, verb: Token) -> bool:
    return reading.said(verb) or any(t.text in {'"', "“", "”"} for t in reading.sentence.tokens)


# What a statement does where its verb alone says something else.
_OWN_ACT = {"vow_revenge": "threaten", "warn_enemy": "threaten", "reject_charge": "deny"}


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Bind whom a statement is about, and leave nobody in "no group claimed responsibility"."""
    sentence = reading.sentence
    verb = sentence.tokens[found.predicate]
    name = frame.name.partition(".")[2]
    if name in {"claim_responsibility", "claim_attack"} and found.polarity == "negative":
        found = found.having(actors=())
    if (
        frame.args.get("agent")
        and any(slot.role == "-" for slot in frame.args["agent"])
        and name != "claim_responsibility"
    ):
        found = _trailing(reading, found, verb)
        if not any(a.role == "speaker" for a in found.actors):
            near(frame.name, verb, "nobody says it")
            return None
    contents = tuple(c.i for c in sentence.children(verb, "ccomp", "xcomp") if c.i > verb.i)
    if verb.is_verb and contents:
        start, end = verb_evidence(sentence, verb, contents)
        found = found.having(start=start, end=end)
    if found.cls == "statement.demand" and not any(a.role == "addressee" for a in found.actors):
        found = _asked(reading, found, verb)
    if name in _OWN_ACT:
        found = found.having(speech_act=_OWN_ACT[name])
    if found.cls == "statement.declaration" and any(c.lower == "would" for c in sentence.children(verb, "aux")):
        found = found.having(modality="conditional")
    if found.cls == "statement.declaration":
        found = _where(reading, found)
    if found.cls == "statement.denial" and found.polarity == "negative":
        near(frame.name, verb, "what is not denied is no denial")
        return None
    if name == "blame" or (name == "condemn" and verb.lemma in SETS["praise"]):
        found = _address(reading, found, verb)
    if name == "blame" and not found.actors:
        near(frame.name, verb, "nobody blames or is blamed")
        return None
    if found.cls == "statement.threat" and not _speech(reading, verb):
        near(frame.name, verb, "no words are threatened with")
        return None
    return found


def _trailing(reading: Reading, found: Candidate, verb: Token) -> Candidate:
    """ "X condemned the crimes, calling on ...": a participle hung on the object belongs to the subject."""
    noun = reading.head_of(verb)
    if verb.tag != "VBG" or verb.dep != "acl" or any(a.role == "speaker" for a in found.actors):
        return found
    for token in agents(reading.sentence, reading.head_of(noun)) if noun.dep == "dobj" else []:
        if actor_kind(reading.sentence, token) in OFFICES:
            found = found.adding(actors=[Argument("speaker", token.i, actor_mention(reading.sentence, token))])
    return found


def _asked(reading: Reading, found: Candidate, verb: Token) -> Candidate:
    """ "Implored the army to spare": whom the parser made the subject of what is asked."""
    for content in reading.sentence.children(verb, "ccomp", "xcomp"):
        for token in reading.sentence.children(content, "nsubj"):
            if actor_kind(reading.sentence, token) in _ADDRESSED | {"people"}:
                found = found.adding(actors=[Argument("addressee", token.i, actor_mention(reading.sentence, token))])
    return found


def _where(reading: Reading, found: Candidate) -> Candidate:
    """Keep the named places of what is condemned or welcomed, also where a claim of its own holds them too."""
    speakers = [a.mention for a in found.actors]
    for phrase in reading.places:
        inside = found.start <= phrase.mention.start and phrase.mention.end <= found.end
        if inside and phrase.named and not any(m.overlaps(phrase.mention) for m in speakers):
            found = bind(
                reading,
                (Slot("PLACE", "near" if phrase.role == "near" else "location"),),
                reading.sentence.tokens[phrase.head],
                "",
                found,
            )[0]
    return found


def _speech(reading: Reading, verb: Token) -> bool:
    """Armed people threaten ground by being near it; a content or a threatened party makes it a threat in words."""
    if verb.lemma != "threaten":
        return True
    done_to = patients(reading.sentence, verb)
    return not done_to or any(actor_kind(reading.sentence, t) in _ADDRESSED - {"name"} | {"people"} for t in done_to)


def _address(reading: Reading, found: Candidate, verb: Token) -> Candidate:
    for token in patients(reading.sentence, verb):
        if actor_kind(reading.sentence, token) in _ADDRESSED and not any(a.head == token.i for a in found.actors):
            found = found.adding(actors=[Argument("addressee", token.i, actor_mention(reading.sentence, token))])
    return found


RULES = (
    Rule("statements.held_to_answer", frozenset({"responsible", "accountable"}), _held_to_answer),
    Rule("statements.called", frozenset({"describe", "brand", "label", "portray"}), _called),
    RULE,
    Rule("statements.call_that", frozenset({"call", "appeal", "demand", "request"}), _call_that),
    Rule("statements.promise", frozenset({"will", "shall"}), _promise),
    Rule("statements.verdict", SETS["verdict"], _verdict),
    Rule("statements.no_claim", frozenset({"claim"}), _no_claim),
    Rule("statements.responsible", frozenset({"responsible"}), _responsible),
    Rule("statements.feeling", SETS["feeling"], _feeling),
    Rule("statements.should", frozenset({"must", "should"}), _should),
)
