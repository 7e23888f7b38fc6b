"""What a frame cannot say of statements: silence, responsibility, what should be done, feelings as declarations."""

from __future__ import annotations

from collections.abc import Iterable

from crossbearing.extract.clauses import verb_evidence
from crossbearing.extract.phrases.actors import actor_kind, actor_mention
from crossbearing.extract.phrases.arguments import agents, is_passive, patients, preposed, surface_subject
from crossbearing.extract.rule import Argument, Candidate, Frame, Near, Reading, Rule
from crossbearing.text.tokens import Token

_SPEAKERS = frozenset({"authority", "forces", "group", "name", "state", "pronoun", "demonym"})
_OFFICES = _SPEAKERS | {"people"}
_ADDRESSED = frozenset({"authority", "forces", "group", "name", "state", "demonym"})
_MEDIA = frozenset(
    {"media", "medium", "television", "newspaper", "broadcaster", "outlet", "broadcast", "bulletin", "report"}
)
_PRAISE = frozenset(
    {"condemn", "denounce", "praise", "commend", "criticise", "criticize", "slam", "salute", "thank", "congratulate"}
)


def _made(reading: Reading, cls: str, rule: str, trigger: Token, verb: Token, speakers: Iterable[Token]) -> Candidate:
    """Make a statement on ``trigger`` whose evidence is the clause of ``verb``."""
    found = Candidate(cls, f"statements.{rule}", trigger.i, verb.i, 0, 0)
    for token in speakers:
        if actor_kind(reading.sentence, token) in _OFFICES or token.lemma in _MEDIA:
            found.actors.append(Argument("speaker", token.i, actor_mention(reading.sentence, token)))
    found.start, found.end = verb_evidence(reading.sentence, verb, (trigger.i,))
    return found


def _negated(reading: Reading, verb: Token) -> bool:
    return any(c.dep == "neg" or c.lower in {"never", "neither"} for c in reading.sentence.children(verb))


def _carrier(reading: Reading, noun: Token) -> Token | None:
    """Return the verb of "there was no comment", "had no comment", "no comment came"."""
    head = reading.head_of(noun)
    light = {"be", "have", "make", "give", "offer", "come", "issue", "provide", "receive", "release"}
    if head.is_verb and noun.dep in {"attr", "dobj", "nsubj", "nsubjpass"} and head.lemma in light:
        return head
    return None


def _silence(reading: Reading, word: Token) -> Iterable[Candidate]:
    """ "There was no immediate comment from X", "X declined to comment", "X made no mention of it"."""
    sentence = reading.sentence
    if word.is_noun and word.lemma in {"comment", "reaction", "response", "confirmation", "mention", "word"}:
        verb = _carrier(reading, word)
        none = any(c.lower == "no" for c in sentence.children(word, "det", "neg"))
        if verb is None or not (none or (_negated(reading, verb) and word.lemma != "response")):
            return
        bodies = [o for _, o in preposed(sentence, word, "from", "by")] or [
            o for _, o in preposed(sentence, verb, "from", "by")
        ]
        if verb.lemma in {"have", "make", "give", "offer", "issue", "provide", "release"}:
            bodies = bodies or agents(sentence, verb)
        found = _made(reading, "statement.no_comment", "silence", word, verb, bodies)
        if found.actors or word.lemma == "comment":
            yield found
        return
    verb = _silent_verb(reading, word)
    if verb is not None:
        found = _made(reading, "statement.no_comment", "silence", word, verb, surface_subject(sentence, verb))
        if found.actors:
            yield found


def _silent_verb(reading: Reading, word: Token) -> Token | None:
    """Return the verb of the clause that says somebody kept silent."""
    head = reading.head_of(word)
    asked = any(
        o.lemma in {"request", "comment", "question", "inquiry", "query", "call", "message"}
        for _, o in preposed(reading.sentence, word)
    )
    if not word.is_verb:
        return None
    if word.lemma == "comment" or (word.lemma in {"respond", "reply"} and asked):
        if head.is_verb and word.dep == "xcomp" and head.lemma in {"decline", "refuse"}:
            return head
        return word if _negated(reading, word) else None
    if word.lemma in {"decline", "refuse"}:
        said = [
            c
            for c in reading.sentence.children(word, "xcomp")
            if c.lemma in {"say", "confirm", "elaborate", "identify", "disclose", "answer", "specify"}
        ]
        return word if said else None
    if word.lemma == "reach" and is_passive(reading.sentence, word):
        return (
            word
            if _negated(reading, word) and any(o.lemma == "comment" for _, o in preposed(reading.sentence, word, "for"))
            else None
        )
    if word.lemma in {"mention", "acknowledge"}:
        return word if _negated(reading, word) and not is_passive(reading.sentence, word) else None
    if word.lemma == "confirm":
        denies = any(c.lemma == "deny" for c in reading.sentence.children(word, "conj"))
        return (
            word
            if denies
            and (_negated(reading, word) or any(c.lower == "neither" for c in reading.sentence.children(word)))
            else None
        )
    return None


def _no_claim(reading: Reading, noun: Token) -> Iterable[Candidate]:
    """ "There was no claim of responsibility", "no claim of responsibility was made"."""
    if not noun.is_noun or not any(
        o.lemma == "responsibility" for _, o in preposed(reading.sentence, noun, "of", "for")
    ):
        return
    verb = _carrier(reading, noun)
    if verb is None:
        return
    found = _made(
        reading,
        "statement.responsibility",
        "no_claim",
        noun,
        verb,
        [o for _, o in preposed(reading.sentence, noun, "from", "by")],
    )
    if any(c.lower == "no" for c in reading.sentence.children(noun, "det", "neg")) or _negated(reading, verb):
        found.polarity = "negative"
    yield found


def _responsible(reading: Reading, word: Token) -> Iterable[Candidate]:
    """ "said it was not responsible", "claimed they were responsible for the attack", "was behind the attack"."""
    verb = reading.head_of(word)
    if (
        word.dep != "acomp"
        or verb.lemma != "be"
        or reading.head_of(verb).lemma
        not in {"say", "claim", "deny", "determine", "insist", "state", "announce", "declare"}
    ):
        return
    speakers = [t for t in surface_subject(reading.sentence, verb) if actor_kind(reading.sentence, t) == "pronoun"]
    if not speakers:
        return
    against = _negated(reading, verb) or reading.head_of(verb).lemma == "deny"
    cls = "statement.denial" if against else "statement.responsibility"
    found = _made(reading, cls, "responsible", word, verb, speakers)
    found.speech_act = "deny" if against else "claim"
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
    speakers = [t for t in surface_subject(sentence, verb) if actor_kind(sentence, t) in _SPEAKERS]
    if not speakers or _negated(reading, verb):
        return
    yield _made(reading, "statement.declaration", "feeling", word, verb, speakers)


def _should(reading: Reading, modal: Token) -> Iterable[Candidate]:
    """ "The army must protect civilians", he said: a demand of whoever is the subject, where somebody says it."""
    sentence = reading.sentence
    verb = reading.head_of(modal)
    if modal.dep != "aux" or not verb.is_verb or verb.lemma == "be" or not _said(reading, verb):
        return
    if any(c.lemma == "have" for c in sentence.children(verb, "aux")) or verb.dep in {"relcl", "acl"}:
        return
    bodies = [
        t
        for t in (patients(sentence, verb) if is_passive(sentence, verb) else agents(sentence, verb))
        if actor_kind(sentence, t) in _ADDRESSED | {"pronoun"}
    ]
    bodies = [t for t in bodies if t.lower not in {"we", "i", "it"}]
    if not bodies or is_passive(sentence, verb):
        return
    found = _made(reading, "statement.demand", "should", modal, verb, [])
    found.actors = [Argument("addressee", t.i, actor_mention(sentence, t)) for t in bodies]
    found.modality = "demanded"
    found.polarity = "negative" if _negated(reading, verb) else "positive"
    yield found


def _held_to_answer(reading: Reading, word: Token) -> Iterable[Candidate]:
    """ "holds the junta responsible", "held the army accountable"."""
    sentence = reading.sentence
    verb = reading.head_of(word)
    if verb.lemma != "hold" or not verb.is_verb:
        return
    blamed = sentence.children(word, "nsubj") or patients(sentence, verb)
    found = _made(reading, "statement.accusation", "held_to_answer", word, verb, agents(sentence, verb))
    found.actors += [Argument("addressee", t.i, actor_mention(sentence, t)) for t in blamed if actor_kind(sentence, t)]
    found.speech_act = "accuse"
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
    speakers = [t for t in agents(sentence, verb) if actor_kind(sentence, t) in _OFFICES]
    if speakers and any(w.lemma in _DEEDS for w in words):
        found = _made(reading, "statement.declaration", "called", verb, verb, speakers)
        found.speech_act = "announce"
        yield found


_DEEDS = frozenset(
    [
        "attack",
        "crime",
        "act",
        "violation",
        "massacre",
        "aggression",
        "provocation",
        "escalation",
        "genocide",
        "terrorism",
        "atrocity",
        "breach",
        "victory",
        "betrayal",
    ]
)
_SAYING = frozenset(
    {
        "say",
        "add",
        "tell",
        "stress",
        "insist",
        "warn",
        "declare",
        "state",
        "write",
        "tweet",
        "believe",
        "emphasise",
        "emphasize",
    }
)


def _said(reading: Reading, verb: Token) -> bool:
    return any(t.lemma in _SAYING and t.is_verb for t in reading.sentence.ancestors(verb)) or any(
        t.text in {'"', "“", "”"} for t in reading.sentence.tokens
    )


# What a statement does where its verb alone says something else.
_OWN_ACT = {"vow_revenge": "threaten", "warn_enemy": "threaten", "reject_charge": "deny"}


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Bind whom a statement is about, and leave nobody in "no group claimed responsibility"."""
    sentence = reading.sentence
    verb = sentence.tokens[found.predicate]
    name = frame.name.partition(".")[2]
    if name in {"claim_responsibility", "claim_attack"} and found.polarity == "negative":
        found.actors = []
    if name in _OWN_ACT:
        found.speech_act = _OWN_ACT[name]
    if found.cls == "statement.denial" and found.polarity == "negative":
        near(frame.name, verb, "what is not denied is no denial")
        return None
    if name == "blame" or (name == "condemn" and verb.lemma in _PRAISE):
        _address(reading, found, verb)
    if name == "blame" and not found.actors:
        near(frame.name, verb, "nobody blames or is blamed")
        return None
    if found.cls == "statement.threat" and not _speech(reading, verb):
        near(frame.name, verb, "no words are threatened with")
        return None
    return found


def _speech(reading: Reading, verb: Token) -> bool:
    """Armed people threaten ground by being near it; only a content or a threatened party makes it a threat in words."""
    if verb.lemma != "threaten":
        return True
    done_to = patients(reading.sentence, verb)
    return not done_to or any(actor_kind(reading.sentence, t) in _ADDRESSED - {"name"} | {"people"} for t in done_to)


def _address(reading: Reading, found: Candidate, verb: Token) -> None:
    for token in patients(reading.sentence, verb):
        if actor_kind(reading.sentence, token) in _ADDRESSED and not any(a.head == token.i for a in found.actors):
            found.actors.append(Argument("addressee", token.i, actor_mention(reading.sentence, token)))


RULES = (
    Rule("statements.held_to_answer", frozenset({"responsible", "accountable"}), _held_to_answer),
    Rule("statements.called", frozenset({"describe", "brand", "label", "portray"}), _called),
    Rule(
        "statements.silence",
        frozenset(
            {
                "comment",
                "reaction",
                "response",
                "confirmation",
                "mention",
                "word",
                "respond",
                "reply",
                "decline",
                "refuse",
                "reach",
                "acknowledge",
                "confirm",
            }
        ),
        _silence,
    ),
    Rule("statements.no_claim", frozenset({"claim"}), _no_claim),
    Rule("statements.responsible", frozenset({"responsible"}), _responsible),
    Rule(
        "statements.feeling",
        frozenset(
            {
                "concerned",
                "committed",
                "alarmed",
                "relieved",
                "saddened",
                "shocked",
                "appalled",
                "outraged",
                "grateful",
                "worried",
                "horrified",
            }
        ),
        _feeling,
    ),
    Rule("statements.should", frozenset({"must", "should"}), _should),
)
