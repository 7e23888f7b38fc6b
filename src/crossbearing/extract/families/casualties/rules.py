"""What frames cannot say of tolls: numbers beside "dead", running sums, bodies, and who is among the dead."""

from __future__ import annotations

from collections.abc import Iterable

from crossbearing.extract.clauses import noun_evidence, verb_evidence
from crossbearing.extract.event_nouns import clause_of
from crossbearing.extract.families.casualties.chains import (
    SETS,
    coordinated_harm,
    is_harm,
    is_person,
    links_of,
    run_of,
    told_with,
)
from crossbearing.extract.families.casualties.fates import count_people, is_way_of_dying
from crossbearing.extract.families.casualties.hurt import hit, in_care
from crossbearing.extract.families.casualties.shot import CLASS, count_singles, harms_self, pronounced, shot
from crossbearing.extract.families.casualties.slain import count_lives, slain
from crossbearing.extract.phrases.actors import actor_kind, modifying_actors
from crossbearing.extract.phrases.arguments import agents, is_passive, patients, preposed
from crossbearing.extract.phrases.chunks import coordinated
from crossbearing.extract.phrases.singles import single_person
from crossbearing.extract.phrases.tolls import TollLink
from crossbearing.extract.rule import Candidate, Frame, Near, Reading, Rule
from crossbearing.extract.telling import spanning, told_by, with_actor
from crossbearing.text.tokens import Token

_OTHERS = frozenset(["others", "other", "another"])
_KNOWN = frozenset({"the", "those", "these"})


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Keep a frame only where people are harmed; gather coordinated harm into one claim and number no actor."""
    sentence = reading.sentence
    verb = sentence.tokens[found.predicate]
    shot_before = verb.dep == "conj" and sentence.head(verb).lemma == "shoot"  # "was shot and wounded"
    told_by = {verb.i, verb.head} if shot_before else {verb.i}
    links = [link for link in links_of(reading) if link.predicate in told_by]
    if found.modality == "ongoing" and verb.tag in {"VBN", "VBD"}:
        found = found.having(modality="occurred")  # "have been killed since": each death is done
    reason = _reason(reading, frame, found, verb, links)
    if reason:
        near(frame.name, verb, reason)
        return None
    found = _unnamed(reading, found, links)
    if frame.name == "casualties.pass_away":
        found = count_people(reading, found, "killed", agents(sentence, verb))
    if frame.name == "casualties.claim_lives":
        found = count_lives(reading, found, verb)
    found = count_singles(reading, found, verb)
    governor = sentence.head(verb)
    if verb.dep in {"xcomp", "oprd"} and governor.lemma in SETS["believing"]:
        found = found.having(clause=governor.i)
        if not links:  # "No soldiers were reported killed": without the subject it would tell the reverse
            found = spanning(reading, found, governor, verb.i)
    include = coordinated_harm(reading, verb)
    if include:
        found = spanning(reading, found, verb, *include)
    if shot_before:
        found = found.having(start=min(found.start, verb_evidence(sentence, sentence.head(verb))[0]))
    if links:
        run = [sentence.tokens[i] for i in run_of(reading, verb) or (verb.i,)]
        last = max(run, key=lambda t: t.i)
        end = verb_evidence(sentence, last)[1] if last.is_verb else last.end
        found = found.having(start=min(found.start, *(t.start for t in run)), end=max(found.end, last.end, end))
    return found


def _reason(reading: Reading, frame: Frame, found: Candidate, verb: Token, links: list[TollLink]) -> str:
    """Return why the frame tells no toll, or an empty string."""
    sentence = reading.sentence
    noun = sentence.head(verb)
    if verb.dep == "acl" and verb.tag == "VBN" and {c.lower for c in sentence.children(noun, "det")} & _KNOWN:
        return "only describes"
    if told_with(reading, verb) is not None:
        return "told with the verb before it"
    people = [a for a in found.actors if a.role == "victim"]
    if frame.name == "casualties.harm":
        done_to = patients(sentence, verb)
        harmed = bool(people or links) or harms_self(reading, verb)
        harmed = harmed or any(single_person(sentence, t) is not None for t in done_to)
        return "" if harmed else "nobody is harmed"
    if any(c.lower == "any" for t in patients(sentence, verb) for c in sentence.children(t, "det")):
        return "asks whether anybody was harmed"
    if any(o.lemma in SETS["illness"] or o.lower in SETS["illness"] for _, o in preposed(sentence, verb)):
        return "illness"
    if verb.lemma in SETS["bulletin"]:
        counted = any(link.phrase.kind == "people" for link in links)
        return "" if counted or any(is_person(t) for t in patients(sentence, verb)) else "no people are killed"
    if frame.name == "casualties.lose_men":
        return "" if any(link.phrase.category == "combatants" for link in links) else "no fighters are lost"
    if frame.name == "casualties.die":
        return "" if people or links else "nobody dies"
    return ""


def _unnamed(reading: Reading, found: Candidate, links: list[TollLink]) -> Candidate:
    """Name nobody who is only counted, and no people as killers: "30 rebels killed in raid" names neither."""
    tokens = reading.sentence.tokens
    counted = {link.phrase.head for link in links}
    counted |= {a.head for a in found.actors if tokens[a.head].tag == "CD" or tokens[a.head].lower in _OTHERS}
    counted |= {
        a.head
        for a in found.actors
        if a.role == "perpetrator" and actor_kind(reading.sentence, tokens[a.head]) == "people"
    }
    return found.having(actors=tuple(a for a in found.actors if a.head not in counted))


# -- rules ---------------------------------------------------------------------------------------------------------


def _make(reading: Reading, name: str, trigger: Token, clause: Token, include: tuple[int, ...]) -> Candidate:
    sentence = reading.sentence
    found = Candidate(CLASS, name, trigger.i, clause.i, 0, 0)
    if clause.is_verb:
        return told_by(reading, found, clause, *include, done=True)
    start, end = noun_evidence(sentence, clause, max(include, default=None))
    first = sentence.tokens[min((clause.i, trigger.i, *include))]
    found = told_by(reading, found, trigger, done=True)
    return found.having(clause=clause.i, start=min(start, first.start), end=end)


def _state(reading: Reading, word: Token) -> Iterable[Candidate]:
    """ "Blast leaves 12 dead, 30 injured", "several dozen wounded"."""
    sentence = reading.sentence
    links = [k for k in links_of(reading) if k.predicate == word.i or (k.predicate < 0 and k.phrase.head == word.i)]
    if not links or (word.is_verb and word.dep not in {"amod"} and word.lemma in {"kill", "wound", "injure", "hurt"}):
        return
    clause = clause_of(sentence, word)
    phrase = links[0].phrase
    others = tuple(
        k.predicate if k.predicate >= 0 else k.phrase.head for k in links_of(reading) if k.predicate > word.i
    )
    near = tuple(i for i in others if all(not t.is_verb or is_harm(t) for t in sentence.tokens[word.i : i]))
    near += run_of(reading, word)
    found = _make(reading, "casualties.state", word, clause, (phrase.first, word.i, *near))
    yield found


def _sum(reading: Reading, noun: Token) -> Iterable[Candidate]:
    """ "The death toll rose to 57", "bringing the toll to 31", "the toll could rise further"."""
    if not noun.is_noun:
        return
    sentence = reading.sentence
    links = [k for k in links_of(reading) if k.predicate == noun.i]
    verb = next((t for t in sentence.ancestors(noun) if t.is_verb), None)
    if noun.lemma == "number" and not links:
        harmed = any(t.lower in SETS["fallen"] for t in sentence.tokens)
        if not harmed and any(o for _, o in preposed(sentence, noun, "of")):
            return
    if verb is None or noun.dep not in {"nsubj", "nsubjpass", "dobj", "compound"}:
        if links:
            yield _make(reading, "casualties.sum", noun, noun, tuple(k.phrase.last for k in links))
        return
    inner = [c for t in (verb, *sentence.children(verb, "acomp", "oprd")) for c in sentence.children(t, "xcomp")]
    rising = [t for t in (verb, *inner) if t.lemma in SETS["rising"]]
    if links:
        found = _make(reading, "casualties.sum", noun, verb, (noun.i, *(k.phrase.head for k in links)))
        run = [sentence.tokens[i] for i in run_of(reading, noun)]
        found = found.having(start=min(found.start, *(t.start for t in run)), end=max(found.end, *(t.end for t in run)))
        if noun.lemma in SETS["losses"]:
            for token in modifying_actors(sentence, noun):
                found = with_actor(reading, found, "victim", token)
        yield found
    elif noun.lemma in SETS["losses"]:
        return
    elif rising and noun.dep in {"nsubj", "nsubjpass"}:
        found = _make(reading, "casualties.sum", noun, rising[-1], (noun.i,))
        if found.modality in {"predicted", "planned"} or verb is not rising[-1]:
            found = found.having(modality="predicted")
            yield found


def _body(reading: Reading, noun: Token) -> Iterable[Candidate]:
    """ "19 bodies were recovered", "reported nine deaths", "there were no casualties", "casualties among civilians"."""
    if not noun.is_noun:
        return
    sentence = reading.sentence
    denied = _denied(reading, noun)
    links = [k for k in links_of(reading) if k.phrase.head == noun.i or k.predicate == noun.i]
    if (not denied and not links) or is_way_of_dying(sentence, noun):
        return
    clause = top = noun
    while top.dep in {"conj", "pobj", "prep"} and not sentence.head(top).is_verb:
        above = sentence.head(top)
        if above.lower in {"of", "in"} or top.lower == "of" or above.lemma in {"report", "number"} or top.dep == "conj":
            top = above
        else:
            break
    head = sentence.head(top)
    if not denied and head.lemma in SETS["losing"] and top.dep == "dobj":
        return
    if head.is_verb and (denied or head.lemma in SETS["finding"]):
        clause = head
    found = _make(reading, "casualties.body", noun, clause, (noun.i,))
    if denied:
        found = found.having(polarity="negative")
    for _, token in preposed(sentence, noun, "among", "of"):
        if actor_kind(sentence, token):
            found = with_actor(reading, found, "victim", token)
    yield found


def _denied(reading: Reading, noun: Token) -> bool:
    """Whether the words say there were none: "no casualties", "without casualties", "no reports of injuries"."""
    sentence = reading.sentence
    if noun.lemma not in {"casualty", "fatality", "injury", "death"}:
        return False
    if any(c.lower == "no" for c in sentence.children(noun, "det")) or sentence.head(noun).lower == "without":
        return True
    above = sentence.head(noun)
    report = sentence.head(above) if above.lower == "of" else above
    return report.lemma in {"report", "word", "news"} and any(c.lower == "no" for c in sentence.children(report, "det"))


def _among(reading: Reading, word: Token) -> Iterable[Candidate]:
    """ "Among the dead are 17 civilians", "both were among those killed", "the wounded included X"."""
    sentence = reading.sentence
    group = _group(reading, word)
    alive = word.lemma == "victim" and any(t.lower in SETS["alive"] for t in sentence.tokens)
    if group is None or alive:
        return
    top, verb = group
    there = bool(sentence.children(verb, "expl"))
    named = [
        t
        for t in sentence.children(verb, "attr", "dobj", "nsubj", "acomp")
        if t.i != top.i and t.lower != "there" and (there or word.i not in sentence.subtree(t))
    ]
    if there and top.dep == "attr":
        named.append(top)
    counted = {p.head for p in reading.quantities if p.kind == "people"}
    people = [
        c for t in named for c in coordinated(sentence, t) if actor_kind(sentence, c) or c.tag == "CD" or c.i in counted
    ]
    people += [sentence.tokens[k.phrase.head] for k in links_of(reading) if k.phrase.anchor == word.i]
    if not people:
        return
    found = _make(reading, "casualties.among", word, verb, (top.i, *(t.i for t in people)))
    for token in people:
        if token.tag != "CD" and token.i != word.i:
            found = with_actor(reading, found, "victim", token)
    yield found


def _group(reading: Reading, word: Token) -> tuple[Token, Token] | None:
    """Return the argument that holds "the dead" and the verb of belonging above it."""
    sentence = reading.sentence
    top, host = word, sentence.head(word)
    counted = any(p.head == host.i and p.kind == "people" for p in reading.quantities)
    if word.dep == "acl" and (counted or host.lower in {"those", "people"}):
        top = host
    elif not any(c.lower in {"the", "those"} for c in sentence.children(word, "det")) and word.lemma != "victim":
        return None
    for _ in range(4):
        if sentence.head(top).is_verb:
            break
        top = sentence.head(top)
    verb = sentence.head(top)
    return (top, verb) if verb.is_verb and verb.lemma in SETS["membership"] else None


def _unharmed(reading: Reading, word: Token) -> Iterable[Candidate]:
    """ "The minister was unharmed": a toll of nobody."""
    sentence = reading.sentence
    verb = sentence.head(word)
    if word.dep not in {"acomp", "oprd", "advcl", "amod", "dep"} or not verb.is_verb:
        return
    subjects = [
        t
        for t in (patients(sentence, verb) if is_passive(sentence, verb) else agents(sentence, verb))
        if actor_kind(sentence, t)
    ]
    if not subjects:
        return
    found = _make(reading, "casualties.unharmed", word, verb, (word.i,))
    for token in subjects:
        found = with_actor(reading, found, "victim", token)
    yield found.having(polarity="negative")


RULES: tuple[Rule, ...] = (
    Rule("casualties.state", SETS["state"], _state, "a number beside a word for its fate"),
    Rule("casualties.sum", SETS["sum"], _sum, "a running toll"),
    Rule("casualties.body", SETS["body"], _body, "nouns that are dead or hurt people, and their absence"),
    Rule("casualties.among", SETS["fallen"], _among, "who belongs to the dead or hurt"),
    Rule("casualties.shot", SETS["hurting"], shot, "people shot, or beaten, stabbed or burnt to death"),
    Rule("casualties.pronounced", frozenset({"dead", "deceased"}), pronounced, "one person pronounced dead"),
    Rule("casualties.slain", SETS["slaying"], slain, "one person's death, told by a noun"),
    Rule("casualties.hit", SETS["hitting"], hit, "people hit by bullets or splinters"),
    Rule("casualties.in_care", frozenset({"condition", "hospital", "wound"}), in_care, "the hurt in care"),
    Rule("casualties.unharmed", SETS["unharmed"], _unharmed, "nobody was hurt"),
)
