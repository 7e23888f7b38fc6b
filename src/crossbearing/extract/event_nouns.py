"""Events told by a noun, for all families of violent events: do they assert anything, and whose toll is told with them.

"22 were killed in an air strike on X" is one claim whose clause is the casualty verb's (claim contract, "One claim per
proposition"); "condemned the attack" only refers to one.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from crossbearing.extract.clauses import noun_evidence, verb_evidence
from crossbearing.extract.phrases.actors import actor_kind
from crossbearing.extract.phrases.arguments import accused_of, agents, is_passive, preposed
from crossbearing.extract.phrases.chunks import chunk
from crossbearing.extract.phrases.chunks import is_definite as is_definite  # noqa: PLC0414 - families ask it here
from crossbearing.extract.phrases.lexicon import word_sets
from crossbearing.extract.phrases.modality import modality_of
from crossbearing.extract.phrases.tolls_words import HARM, toll_words
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.text.tokens import Sentence, Token
from crossbearing.vocab.contract import classes_with

EVENT_WORDS = word_sets(files("crossbearing.extract") / "event_nouns.yml")
_TOLL_PREPOSITIONS = frozenset(["in", "by", "from", "during", "after", "following", "of", "to", "with"])
_JUDICIAL = frozenset({"bury", "hang", "execute", "behead"})
# What is said of a deed that is done: who "called the strikes a crime" struck nobody.
_TELLING = frozenset({"announce", "declare", "call"})
_VIOLENT = classes_with("violent")
# By which preposition a report says who is held to have done it: "an attack blamed on rebels".
_LAID = {"blame": "on", "pin": "on", "attribute": "to", "ascribe": "to"}


def only_told(cls: str, sentence: Sentence, noun: Token, verb: Token) -> bool:
    """Say whether a verb speaks of violence that is known: "announced the strikes", not "announced an offensive"."""
    return verb.lemma in _TELLING and cls in _VIOLENT and is_definite(sentence, noun)


def laid_to(sentence: Sentence, noun: Token) -> list[Token]:
    """Return who is held to have done what the noun tells: "an attack blamed on rebels" is theirs, not one on them."""
    held = [(c, _LAID[c.lemma]) for c in sentence.children(noun, "acl", "relcl") if c.lemma in _LAID]
    return [*(doer for verb, prep in held for _, doer in preposed(sentence, verb, prep)), *blamed_for(sentence, noun)]


def blamed_for(sentence: Sentence, noun: Token) -> Sequence[Token]:
    """Return whom somebody blames for the event that a noun names, or for "a series of" them."""
    return accused_of(sentence, top_of(sentence, noun))


def is_casualty(token: Token) -> bool:
    """Say whether the word tells of dead or hurt: kill, die, wounded, dead, toll."""
    tables = toll_words()
    if token.lemma in EVENT_WORDS["toll_noun"]:
        return True
    for word in (token.lemma, token.lower):
        fates = {tables.verbs.get(word), tables.suffer.get(word), tables.words.get(word)}
        if fates & HARM and word not in _JUDICIAL:
            return True
    return False


def tells_harm(sentence: Sentence, token: Token) -> bool:
    """Say whether a word tells of dead or hurt by itself or by its object: "suffered injuries"."""
    suffers = token.lemma in {"suffer", "sustain", "receive"} and token.is_verb
    hurt = {"injury", "wound", "casualty", "burn"}
    return is_casualty(token) or (suffers and any(o.lemma in hurt for o in sentence.children(token, "dobj")))


def top_of(sentence: Sentence, noun: Token) -> Token:
    """Return the word that stands where an event noun would: the first of a list, the measure in "a wave of raids"."""
    while True:
        head = sentence.head(noun)
        if noun.dep == "conj" and head.is_noun:
            noun = head
        elif noun.dep == "pobj" and head.lower == "of" and sentence.head(head).lemma in EVENT_WORDS["summing"]:
            noun = sentence.head(head)
        else:
            return noun


def casualty_above(sentence: Sentence, noun: Token) -> Token | None:
    """Return the word of death or injury an event noun explains: "killed in an air strike", "toll from the blast"."""
    top = top_of(sentence, noun)
    head = sentence.head(top)
    if top.dep != "pobj" or head.lower not in _TOLL_PREPOSITIONS:
        return None
    for above in (sentence.head(head), *list(sentence.ancestors(sentence.head(head)))[:2]):
        if tells_harm(sentence, above):
            return _first_of(sentence, above)
        if above.is_verb and above.tag != "VBG":
            return None
    return None


def _first_of(sentence: Sentence, word: Token) -> Token:
    """ "Two were killed and nine wounded by shells": the first of the coordinated words tells the clause."""
    while word.dep == "conj" and is_casualty(sentence.head(word)):
        word = sentence.head(word)
    return word


def clause_of(sentence: Sentence, word: Token) -> Token:
    """Return the verb whose clause a word of death carries: itself, or that of the noun ("the toll has reached")."""
    if word.is_verb and word.dep != "amod":
        return word
    if word.tag.startswith("JJ") and sentence.head(word).is_noun:  # "29 rebels dead in fighting"
        word = sentence.head(word)
    for above in sentence.ancestors(word):
        if above.is_verb:
            return above
        if not above.is_noun and not above.tag.startswith("JJ") and above.tag != "CD":
            return word
    return word


def casualty_matrix(sentence: Sentence, verb: Token) -> Token | None:
    """Return the casualty verb another verb explains: "two were killed when a drone hit their car"."""
    head = sentence.head(verb)
    laid = verb.lemma in {"plant", "lay", "lie", "place", "bury"}
    if verb.dep == "acl" and not laid and head.dep == "advcl" and sentence.children(head, "advmod", "mark"):
        verb = head  # "when three devices, laid by rebels, detonated": the noun is read as the clause
    if verb.dep != "advcl":
        return None
    marks = {c.lower for c in sentence.children(verb, "mark", "advmod")}
    head = sentence.head(verb)
    told = marks & {"when", "after", "as"} and head.is_verb and tells_harm(sentence, head)
    return _first_of(sentence, head) if told else None


def join_matrix(reading: Reading, verb: Token, found: Candidate) -> Candidate:
    """Take the clause of the dead into the evidence of the verb that explains it."""
    matrix = casualty_matrix(reading.sentence, verb)
    if matrix is not None:
        start, end = verb_evidence(reading.sentence, matrix, (verb.i,))
        found = found.having(start=min(start, found.start), end=max(end, found.end), clause=matrix.i)
    return found


def join_toll(reading: Reading, noun: Token, toll: Token, found: Candidate) -> tuple[Candidate, Token | None]:
    """Make the clause that tells of the dead the event's own; return its verb, or None where many events are summed."""
    sentence = reading.sentence
    if sums_events(reading, noun):
        return found, None
    verb = clause_of(sentence, toll)
    found = found.having(presupposed=False, nominal=False, clause=verb.i)
    start, end = verb_evidence(sentence, verb, (noun.i,)) if verb.is_verb else noun_evidence(sentence, verb)
    if verb.is_noun and toll.tag.startswith("JJ"):
        end = max(end, max(sentence.tokens[i].end for i in sentence.subtree(toll)))
    read = modality_of(sentence, verb)
    found = found.having(
        modality=read.modality, polarity=read.polarity, start=min(start, found.start), end=max(end, found.end)
    )
    if verb.is_verb:
        found = with_conjoined_harm(sentence, verb, found)
    found = found.adding(reasons=[f"toll: {toll.lower}"])
    return found, verb


def with_conjoined_harm(sentence: Sentence, verb: Token, found: Candidate) -> Candidate:
    """Take "and wounded 18" along: a second casualty verb of the same subject tells the same event's toll."""
    for child in sentence.children(verb, "conj"):
        own = sentence.children(child, "nsubj", "nsubjpass")
        if child.is_verb and is_casualty(child) and not any(s.lemma in EVENT_WORDS["weapon"] for s in own):
            found = found.having(end=max(found.end, verb_evidence(sentence, child)[1]))
    return found


def only_damages(sentence: Sentence, noun: Token, host: Token | None) -> bool:
    """Say whether a known event only does damage here, which is a claim of its own: "the raids destroyed a depot"."""
    if host is None or noun.dep != "nsubj" or host.lemma not in EVENT_WORDS["damaging"]:
        return False
    told = sentence.children(noun, "compound", "nmod", "prep", "acl") + [
        c for c in sentence.children(noun, "amod") if c.tag == "NNP" or c.text[:1].isupper()
    ]
    return is_definite(sentence, noun) and not told


def active_killers(reading: Reading, verb: Token) -> list[Token]:
    """Return who killed in "militants killed 12 soldiers in an attack on the base": they did the attack."""
    sentence = reading.sentence
    if verb.lemma not in EVENT_WORDS["killing"] or is_passive(sentence, verb):
        return []
    return [t for t in agents(sentence, verb) if actor_kind(sentence, t) not in {None, "people"}]


def sums_events(reading: Reading, noun: Token) -> bool:
    """Say whether a toll told with the noun sums many events over a time: then it is a report of its own."""
    if noun.tag not in {"NNS", "NNPS"} and noun.lemma not in {"shelling", "bombardment", "fighting", "combat"}:
        return False
    opening = ("since", "during", "over ", "in the past", "in the last", "this")
    return any(t.type == "DURATION" or t.text.lower().startswith(opening) for t in reading.times)


def refers_back(sentence: Sentence, noun: Token, host: Token | None) -> bool:
    """Say whether the clause only sets a known event in time or context: "the attack comes two days after"."""
    return host is not None and host.lemma in EVENT_WORDS["placing"] and is_definite(sentence, noun)


def asserts(sentence: Sentence, noun: Token, found: Candidate, relative: bool = False) -> tuple[Candidate, bool]:
    """Say whether a noun phrase with no verb of its own tells something: who, where, whom it hit, that it is heard.

    ``relative`` says that a relative clause tells what the event did.
    """
    head = sentence.head(noun)
    if noun.dep == "conj" and head.is_noun:
        return asserts(sentence, head, found, relative)
    governor = sentence.head(head) if noun.dep == "pobj" and head.lower == "by" else head
    if governor.lemma in {"hear", "witness"} and noun.dep in {"dobj", "nsubj"}:
        found = found.having(presupposed=False)
        return found, True
    at = any(o.kind == "place" for p, o in preposed(sentence, noun) if p.lower in EVENT_WORDS["locating"])
    doers = [a for a in found.actors if a.role in {"initiator", "party"}]
    if found.anaphoric:
        return found, relative or bool(doers and (found.places or at))
    if blamed_for(sentence, noun):
        return found.having(presupposed=False), True
    if noun.dep == "ROOT" or sentence.segment == "heading":
        return found, True
    if head.lower in EVENT_WORDS["asserting"] or governor.lemma in EVENT_WORDS["asserting"]:
        return found, True
    if head.lower == "of" and sentence.head(head).lemma in EVENT_WORDS["lasting"]:  # "two days of clashes"
        span = sentence.head(head)
        found = found.having(start=min(found.start, sentence.tokens[chunk(sentence, span, numbers=True)[0]].start))
        return found, True
    filled = bool(found.actors or found.places or at)
    told = head.lower not in EVENT_WORDS["not_told"] or bool(doers and (found.places or at))
    return found, filled and (told or relative)
