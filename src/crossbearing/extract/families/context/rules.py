"""What a frame cannot say of background: where a place lies, who lives there, what is found in it."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from crossbearing.extract.binding import bind
from crossbearing.extract.clauses import noun_evidence, verb_evidence
from crossbearing.extract.phrases.arguments import agents, patients, preposed
from crossbearing.extract.phrases.lexicon import word_sets
from crossbearing.extract.phrases.places import is_place
from crossbearing.extract.rule import Candidate, Frame, Near, Reading, Rule, Slot
from crossbearing.text.tokens import Token

SETS = word_sets(files(__package__ or "crossbearing.extract.families.context") / "words.yml")


def _placed(reading: Reading, candidate: Candidate, head: Token) -> Candidate:
    return bind(reading, (Slot("PLACE", "location"),), head, "", candidate)[0]


def _told_of(reading: Reading, rule: str, trigger: Token, verb: Token, places: list[Token]) -> Iterable[Candidate]:
    """Make the claim of what the clause of ``verb`` says of places, where any of them is one."""
    found = Candidate("context.background", f"context.{rule}", trigger.i, verb.i, 0, 0, modality="ongoing")
    for token in places:
        found = _placed(reading, found, token)
    start, end = verb_evidence(reading.sentence, verb)
    found = found.having(start=start, end=end)
    if found.places:
        yield found


def _lies(reading: Reading, verb: Token) -> Iterable[Candidate]:
    """ "X lies 10 km east of Y", "X is home to some 200,000 people", as the main clause of its sentence."""
    sentence = reading.sentence
    if verb.dep not in {"ROOT", "conj", "ccomp"} or not verb.is_verb:
        return
    subjects = [
        t
        for t in agents(sentence, verb) or patients(sentence, verb)
        if is_place(sentence, t) or (t.tag == "NNP" and not t.kind)
    ]
    home = verb.lemma == "be" and any(
        t.lemma == "home" and preposed(sentence, t, "to") for t in sentence.children(verb, "attr", "acomp", "advmod")
    )
    lies = verb.lemma in {"lie", "border", "straddle"} and bool(preposed(sentence, verb) or patients(sentence, verb))
    people = any(q.category == "people" for q in reading.quantities)
    if not subjects or not (lies or (home and people)):
        return
    yield from _told_of(reading, "lies", verb, verb, subjects)


def _rife(reading: Reading, word: Token) -> Iterable[Candidate]:
    """ "The desert is rife with insurgents", "the area remains a hot spot of IS activity"."""
    sentence = reading.sentence
    verb = reading.head_of(word)
    if verb.lemma not in {"be", "remain"} or word.dep not in {"acomp", "attr"}:
        return
    subjects = [t for t in agents(sentence, verb) if is_place(sentence, t) or t.kind == "place"]
    if not subjects:
        return
    yield from _told_of(reading, "rife", word, verb, subjects)


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """A war's beginning needs a war, and a time or a place; being gripped needs a war and a time."""
    sentence = reading.sentence
    trigger = sentence.tokens[found.predicate]
    name = frame.name.partition(".")[2]
    inside = [t for t in reading.times if found.start <= t.start and t.end <= found.end]
    if name == "war_began":
        wars = [t for t in agents(sentence, trigger) or patients(sentence, trigger) if t.lemma in SETS["war"]]
        if not wars or not inside or not any(c.isdigit() for t in inside for c in t.text):
            near(frame.name, trigger, "no war begins in a stated year")
            return None
        found = found.having(
            presupposed=trigger.dep in {"advcl", "relcl", "pcomp"},
            start=max(found.start, min(sentence.tokens[i].start for w in wars for i in sentence.subtree(w))),
        )
        for war in wars:
            for child in sentence.children(war, "poss", "amod", "compound", "nmod"):
                found = _placed(reading, found, child)
    if name == "gripped":
        words = [o for _, o in preposed(sentence, trigger, "by", "in", "with")]
        if not any(t.lemma in SETS["war"] for t in words) or not inside:
            near(frame.name, trigger, "no war since a stated time")
            return None
        found = found.having(modality="ongoing", presupposed=False, end=max(words[0].end, *(t.end for t in inside)))
    if name == "outbreak":
        wars = [o for _, o in preposed(sentence, trigger, "of") if o.lemma in SETS["war"]]
        found, dated = _dated(reading, trigger, wars[0], found) if wars else (found, False)
        if not dated:
            near(frame.name, trigger, "no war begins in a stated year")
            return None
    return found


def _dated(reading: Reading, noun: Token, war: Token, found: Candidate) -> tuple[Candidate, bool]:
    """Stretch the evidence over "in Syria in March 2011", which the parser may hang on the verb."""
    sentence = reading.sentence
    start, end = noun_evidence(sentence, noun)
    for time in reading.times:
        between = sentence.document_text[end : time.start].split()
        if any(c.isdigit() for c in time.text) and (start <= time.start <= end or len(between) <= 1):
            found = found.having(start=start, end=max(end, time.end), presupposed=True, modality="occurred")
            for _, place in preposed(sentence, war, "in"):
                found = _placed(reading, found, place)
            return found, True
    return found, False


RULES = (
    Rule("context.lies", frozenset({"lie", "border", "straddle", "be"}), _lies, beside=frozenset({"home"})),
    Rule("context.rife", frozenset({"rife", "hotbed"}), _rife),
)
