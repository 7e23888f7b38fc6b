"""What a frame cannot say of statements: "we will", "they must", and where what is judged happened."""

from __future__ import annotations

from collections.abc import Iterable

from crossbearing.extract.binding import bind
from crossbearing.extract.clauses import verb_evidence
from crossbearing.extract.phrases.actors import actor_kind, actor_mention
from crossbearing.extract.phrases.arguments import agents, is_passive
from crossbearing.extract.phrases.modality import modality_of
from crossbearing.extract.rule import Argument, Candidate, Frame, Near, Reading, Rule, Slot
from crossbearing.text.tokens import Token


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Keep where what is judged happened, and leave nobody in "no group claimed responsibility"."""
    name = frame.name.partition(".")[2]
    if name in {"claim_responsibility", "claim_attack"} and found.polarity == "negative":
        found = found.having(actors=())
    return _where(reading, found) if found.cls == "statement.declaration" else found


def _where(reading: Reading, found: Candidate) -> Candidate:
    """Keep the named places of what is condemned or welcomed, also where a claim of its own holds them too."""
    speakers = [a.mention for a in found.actors]
    for phrase in reading.places:
        inside = found.start <= phrase.mention.start and phrase.mention.end <= found.end
        if inside and phrase.named and not any(m.overlaps(phrase.mention) for m in speakers):
            slot = Slot("PLACE", "near" if phrase.role == "near" else "location")
            found = bind(reading, (slot,), reading.sentence.tokens[phrase.head], "", found)[0]
    return found


def _modal(reading: Reading, modal: Token) -> Iterable[Candidate]:
    """ "We will not surrender", "the army must protect civilians", he said: a pledge, or a demand of the subject."""
    sentence = reading.sentence
    verb = reading.head_of(modal)
    past = any(c.lemma == "have" for c in sentence.children(verb, "aux"))
    if modal.dep != "aux" or not verb.is_verb or past or verb.dep in _DESCRIBING or verb.lemma in {"be", "have", "see"}:
        return
    subjects = [
        t for t in agents(sentence, verb) if actor_kind(sentence, t) not in {None, "people"} and t.lower != "it"
    ]
    own = [t for t in subjects if t.lower in {"we", "i"}]
    pledged = modal.lemma in _PLEDGING
    quoted = reading.said(verb) or any(t.text in {'"', "“", "”"} for t in sentence.tokens)
    if not subjects or pledged != bool(own) or is_passive(sentence, verb) or not (pledged or quoted):
        return
    cls, role = ("statement.declaration", "speaker") if pledged else ("statement.demand", "addressee")
    start, end = verb_evidence(sentence, verb, (modal.i,))
    read = modality_of(sentence, verb)
    yield Candidate(
        cls,
        "statements.modal",
        modal.i,
        verb.i,
        start,
        end,
        actors=tuple(Argument(role, t.i, actor_mention(sentence, t)) for t in subjects),
        modality="planned" if pledged else "demanded",
        polarity="positive" if pledged else read.polarity,
    )


_PLEDGING = frozenset({"will", "shall"})
_DESCRIBING = frozenset({"relcl", "acl", "advcl"})
RULES = (Rule("statements.modal", frozenset({"must", "should", "will", "shall"}), _modal),)
