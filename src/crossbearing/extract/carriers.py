"""The verbs that event nouns stand with: they carry them, let them happen, say who takes part in them or stops them."""

from __future__ import annotations

from crossbearing.extract.phrases.arguments import is_passive
from crossbearing.text.tokens import Sentence, Token
from crossbearing.vocab.contract import classes_with

# Verbs that carry an event noun as their object without a meaning of their own.
LIGHT_VERBS = frozenset(
    """launch carry conduct stage mount begin start wage make commit perpetrate continue resume intensify do lead open
    unleash execute undertake order perform pursue step escalate renew stop halt end cease suspend repel foil thwart
    repulse prevent face suffer see witness experience announce declare hold have reach sign sustain inflict deliver
    receive undergo initiate complete impose mark enter accept reject plan prepare fire drop keep give provide send
    organise organize achieve score cause trigger spark provoke involve endure break violate implement observe respect
    join attend call block lift ease tighten maintain enforce establish take seize set fight mediate broker""".split()
)
# Verbs whose object is the patient of the event: "faced shelling", "came under fire".
UNDERGO = frozenset(
    """face suffer see witness experience sustain undergo receive endure repel foil thwart repulse prevent
    avert fend""".split()
)
# Event nouns that stand for those who carry them out: "the offensive captured two towns".
EVENT_AGENTS = frozenset("offensive campaign operation advance assault attack push drive fighting raid".split())
# Verbs of happening whose subject is an event noun.
OCCUR = frozenset(
    """be occur happen take erupt break continue rage begin start resume go intensify escalate unfold follow come flare
    end stop subside ensue remain persist last kick spread mark involve pit leave kill hit target strike wound injure
    claim destroy damage pound rock shake result cause force drive send prompt trigger focus concentrate reach rise
    grow increase enter collapse hold tear rip fail stall progress succeed mount reduce""".split()
)
HIT = frozenset("hit target strike pound rock shake destroy damage pummel batter devastate level".split())
# Verbs whose "in" leads to what their subject does with others; "take" is one with "part", "involve" in the passive.
_JOINING = frozenset({"participate", "partake"})
_ENGAGING = frozenset({"involve", "engage"})
# Verbs of ending: who stopped "the attack" is as often who was attacked.
_STOPPING = frozenset({"stop", "halt"})
_VIOLENT = classes_with("violent")


def taking_part(sentence: Sentence, noun: Token) -> Token | None:
    """Return the verb by which somebody takes part in what an event noun tells: "took part in the raids"."""
    prep = sentence.head(noun)
    above = sentence.head(prep)
    if noun.dep != "pobj" or prep.lower != "in":
        return None
    if above.lemma == "part" and above.dep == "dobj":
        above = sentence.head(above)
    if above.lemma == "take" and any(c.lemma == "part" for c in sentence.children(above, "dobj")):
        return above
    joins = above.lemma in _JOINING or (above.lemma in _ENGAGING and is_passive(sentence, above))
    return above if above.is_verb and joins else None


def only_stopped(cls: str, sentence: Sentence, noun: Token, verb: Token) -> bool:
    """Say whether the verb tells who stopped violence, and not whose it was: "stopped the attack", "halted a raid".

    "Halted its offensive" and "halted attacks on ships" are of those who did it.
    """
    told = verb.lemma in _STOPPING and cls in _VIOLENT
    return told and bool(sentence.children(noun, "det")) and not sentence.children(noun, "poss")
