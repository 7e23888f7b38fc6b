"""Strikes told by a noun: "mortar attack", "air raids", "a blast"; which class they are and whether they assert anything."""

from __future__ import annotations

from crossbearing.extract.clauses import noun_evidence, trim, verb_evidence
from crossbearing.extract.families.strike.around import casualty_above, clause_of, kinds_of_noun
from crossbearing.extract.families.strike.targets import doers_of, settle_roles
from crossbearing.extract.phrases.actors import actor_mention
from crossbearing.extract.phrases.arguments import patients, preposed
from crossbearing.extract.phrases.modality import modality_of
from crossbearing.extract.phrases.munitions import CLASS_OF
from crossbearing.extract.rule import Argument, Candidate, Reading
from crossbearing.text.tokens import Sentence, Token

# What an event noun is when nothing around it names a weapon; "" leaves it to another family.
_DEFAULT = {
    "airstrike": "strike.air", "air-strike": "strike.air", "shelling": "strike.shelling", "barrage": "", "salvo": "", "bombardment": "strike.unspecified",
    "strike": "strike.unspecified", "raid": "", "attack": "", "fire": "", "bombing": "strike.explosive", "blast": "strike.explosive",
    "explosion": "strike.explosive", "detonation": "strike.explosive",
}  # fmt: skip
# The class a bare definite noun falls back to when the document holds no earlier event it could mean.
_FALLBACK = {"attack": "combat.offensive", "raid": "combat.raid"}
_NO_WAR = frozenset(
    ["hunger", "general", "labor", "labour", "worker", "workers", "teacher", "teachers", "union", "rail", "nurse", "nurses", "doctor", "doctors", "student",
     "wildcat", "heart", "panic", "asthma", "verbal", "cyber", "personal", "population", "gas", "cylinder", "boiler", "media", "cyberattack", "big",
     "lightning", "sit-down", "transport", "wildfire", "forest", "house", "shark", "rhetorical", "legal", "political", "angina", "arson", "knife"]
)  # fmt: skip
_HIT_CLAUSE = frozenset(
    [
        "hit",
        "target",
        "strike",
        "kill",
        "destroy",
        "wound",
        "injure",
        "damage",
        "leave",
        "claim",
        "pound",
        "injure",
        "cause",
        "rock",
        "demolish",
    ]
)
# Governors whose noun object or companion is asserted without a verb of its own: "heard heavy shelling", "amid air strikes".
_ASSERTING = frozenset(
    ["hear", "report", "witness", "see", "back", "support", "follow", "prompt", "trigger", "amid", "despite", "under", "during", "include", "accompany",
     "precede", "face", "respond", "retaliate", "cover", "record", "document", "register", "spark", "cause", "confirm", "count", "endure", "suffer"]
)  # fmt: skip


def refine_noun(reading: Reading, found: Candidate, frame: str) -> str:
    """Complete a candidate whose trigger is an event noun; return why it is none, or an empty string."""
    sentence = reading.sentence
    noun = sentence.tokens[found.predicate]
    host = sentence.tokens[found.clause] if found.clause != found.predicate else None
    if _no_war(sentence, noun):
        return "no act of war"
    if host is not None and host.lemma == "claim" and noun.dep != "nsubj":
        return "responsibility for it is claimed, it is not told"
    toll = casualty_above(sentence, noun) if host is None else None
    if frame == "weapon" and host is None and toll is None:
        return "a weapon that does nothing here"
    kinds = kinds_of_noun(sentence, noun, host)
    reason = _classify(sentence, noun, kinds, found)
    if reason:
        return reason
    _absorb_relative(reading, noun, found, host)
    doers_of(reading, noun, found)
    settle_roles(reading, found)
    if toll is not None:
        _join_toll(reading, noun, toll, found)
    elif host is None and not _asserts(sentence, noun, found):
        return "only refers to a strike"
    return ""


def _no_war(sentence: Sentence, noun: Token) -> bool:
    beside = sentence.children(noun, "compound", "amod", "nmod", "poss")
    if any(c.lower in _NO_WAR for c in beside):
        return not any(c.lower in {"poison", "chlorine", "toxic", "sarin", "air", "nerve"} for c in beside)
    head = sentence.head(noun)
    on_strike = noun.dep == "pobj" and head.lower == "on" and not sentence.children(noun)
    return noun.lemma == "strike" and on_strike


def _classify(sentence: Sentence, noun: Token, kinds: list[str], found: Candidate) -> str:
    if kinds:
        kind = kinds[0]
        if noun.lemma in {"bombing", "strike"} and kinds == ["explosive"] and found.rule.endswith("shelling"):
            kind = "explosive"
        found.cls = CLASS_OF[kind]
        found.reasons.append(f"class: {kind} named")
        if kind == "explosive" and _definite(sentence, noun) and noun.lemma in {"blast", "explosion", "bombing"}:
            found.anaphoric = not _named_weapon(sentence, noun)
        return ""
    bare = noun.lemma in {"attack", "raid", "strike", "bombardment"}
    if bare and (_definite(sentence, noun) or (noun.lemma == "strike" and sentence.segment == "heading")):
        found.anaphoric = True
        found.cls = _FALLBACK.get(noun.lemma, "strike.unspecified")
        return ""
    if noun.lemma == "raid" and noun.tag == "NNS" and found.clause != noun.i and _hits(sentence, found):
        found.cls = "strike.air"
        return ""
    if noun.lemma == "bombing" and any(a.role == "initiator" for a in found.actors):
        found.cls = "strike.unspecified"
        return ""
    cls = _DEFAULT.get(noun.lemma, "")
    found.cls = cls or found.cls
    return "" if cls else "no weapon is named"


def _hits(sentence: Sentence, found: Candidate) -> bool:
    return sentence.tokens[found.clause].lemma in {"hit", "strike", "pound", "destroy", "target", "kill", "level"}


def _named_weapon(sentence: Sentence, noun: Token) -> bool:
    return bool(sentence.children(noun, "compound", "nmod"))


def _definite(sentence: Sentence, noun: Token) -> bool:
    return any(c.lower in {"the", "this", "these", "those", "that"} for c in sentence.children(noun, "det")) or any(
        c.dep == "poss" for c in sentence.children(noun)
    )


def _absorb_relative(reading: Reading, noun: Token, found: Candidate, host: Token | None) -> None:
    """Take along what the strike did, told in a relative clause: "strikes targeting the depot", "a blast that killed six"."""
    sentence = reading.sentence
    for verb in sentence.children(noun, "relcl", "acl"):
        if verb.lemma not in _HIT_CLAUSE and verb.lemma not in {"carry", "launch", "conduct"}:
            continue
        if verb.lemma in {"hit", "target", "strike", "pound", "rock", "damage", "destroy"}:
            for token in patients(sentence, verb):
                found.actors.append(Argument("target", token.i, actor_mention(sentence, token)))
        for prep, other in preposed(sentence, verb, "by", "on", "against"):
            role = "initiator" if prep.lower == "by" else "target"
            found.actors.append(Argument(role, other.i, actor_mention(sentence, other)))
        if host is None:
            start, _ = noun_evidence(sentence, noun)
            _, end = verb_evidence(sentence, verb)
            found.start, found.end = start, max(found.end, end)


def _join_toll(reading: Reading, noun: Token, toll: Token, found: Candidate) -> None:
    """Make the clause that tells of the dead the strike's own: "22 were killed in an air strike" is one claim."""
    sentence = reading.sentence
    if _summed(reading, noun, found):
        return
    verb = clause_of(sentence, toll)
    found.presupposed = False
    found.nominal = False
    found.clause = verb.i
    if verb.is_verb:
        start, end = verb_evidence(sentence, verb, (noun.i,))
        read = modality_of(sentence, verb)
        found.modality, found.polarity = read.modality, read.polarity
    else:
        start, end = noun_evidence(sentence, verb)
        read = modality_of(sentence, verb)
    found.start, found.end = min(start, found.start), max(end, found.end)
    found.reasons.append(f"toll: {toll.lower}")


def _summed(reading: Reading, noun: Token, found: Candidate) -> bool:
    """Say whether the toll sums many events over a time: then it is a report of its own, not this strike's."""
    if noun.tag not in {"NNS", "NNPS"} and noun.lemma not in {"shelling", "bombardment"}:
        return False
    return any(
        t.type == "DURATION"
        or t.text.lower().startswith(("since", "during", "over", "in the past", "in the last", "this"))
        for t in reading.times
    )


def _asserts(sentence: Sentence, noun: Token, found: Candidate) -> bool:
    """Say whether a noun phrase without a verb of its own tells something: who, where or whom it hit, or that it is heard."""
    head = sentence.head(noun)
    if noun.dep == "conj" and head.is_noun:
        return _asserts(sentence, head, found)
    governor = sentence.head(head) if noun.dep == "pobj" and head.lower == "by" else head
    asserting = head.lower in _ASSERTING or governor.lemma in _ASSERTING or governor.lower in _ASSERTING
    filled = bool(found.actors or found.places or _place_after(sentence, noun))
    if found.anaphoric:
        return (governor.lemma in {"hear", "witness", "see"} and noun.dep == "dobj") or bool(
            [a for a in found.actors if a.role == "initiator"] and found.places
        )
    if noun.dep == "ROOT" or sentence.segment == "heading":
        return filled or noun.dep == "ROOT"
    if asserting:
        return True
    return filled and head.lower not in {"to", "for", "about", "against", "of"}


def _place_after(sentence: Sentence, noun: Token) -> bool:
    return any(
        o.kind == "place"
        for p, o in preposed(sentence, noun)
        if p.lower in {"in", "on", "near", "around", "across", "outside", "inside", "at", "over"}
    )


def evidence_with(sentence: Sentence, first: Token, last: Token) -> tuple[int, int]:
    """Return the span of both tokens and what lies between."""
    return trim(sentence, min(first.i, last.i), max(first.i, last.i))
