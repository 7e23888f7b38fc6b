"""Grammatical functions over a parsed sentence: who is subject, what is object, what hangs on which preposition.

The alternations of English live here once: passive, reduced and full relative clauses, control and raising, purpose
clauses, coordination and gerunds all answer the same questions, "who does it" and "to whom".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crossbearing.extract.phrases.actors import actor_kind
from crossbearing.extract.phrases.chunks import BLAMING, coordinated
from crossbearing.text.tokens import Sentence, Token, once_a_word

_SUBJECTS = ("nsubj", "csubj", "expl")
_PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
_RELATIVE = frozenset({"who", "which", "that", "whom"})
# Verbs whose object, not subject, does what the infinitive says ("forced the army to withdraw").
OBJECT_CONTROL = frozenset(
    """force urge ask allow order compel oblige push press tell warn call demand enable permit help lead cause
    drive encourage require request invite instruct command persuade convince pressure expect want beg appeal
    prompt accuse leave see let make prevent stop ban bar keep block""".split()
)
# Verbs whose object does what "of" or "for" governs: "accused the army of shelling".
_BLAME = frozenset(BLAMING) | frozenset(
    "condemn criticise criticize denounce convict charge prevent stop ban bar".split()
)


@once_a_word
def is_passive(sentence: Sentence, verb: Token) -> bool:
    """Say whether the verb stands in the passive, also as a bare participle after a noun or in a heading."""
    if any(c.dep in {"auxpass", "nsubjpass", "agent"} for c in sentence.children(verb)):
        return True
    if verb.tag != "VBN":
        return False
    full = verb.dep == "ROOT" and sentence.tokens[-1].text == "."
    clause = (verb.dep in {"relcl", "advcl"} or full) and sentence.segment != "heading"
    if clause and sentence.children(verb, "nsubj"):  # a past tense read as a participle: "where militants reneged"
        return False
    if any(c.dep == "aux" and c.lemma == "have" for c in sentence.children(verb)):
        return False
    if verb.dep == "conj":
        return is_passive(sentence, sentence.head(verb)) and not sentence.children(verb, "dobj", *_SUBJECTS)
    return not sentence.children(verb, "dobj")


@once_a_word
def _antecedent(sentence: Sentence, verb: Token) -> Token | None:
    """Return the noun a relative or reduced relative clause hangs on."""
    if verb.dep in {"relcl", "acl"} and (sentence.head(verb).is_noun or sentence.head(verb).tag in {"PRP", "DT", "CD"}):
        return sentence.head(verb)
    return None


@once_a_word
def _own_subject(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """Return the verb's own surface subjects."""
    passive = sentence.children(verb, *_PASSIVE_SUBJECTS)
    return tuple(passive or [c for c in sentence.children(verb, *_SUBJECTS) if c.lower != "there"])


@once_a_word
def surface_subject(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """Return the heads of the verb's grammatical subject, found through coordination, control and relatives.

    Coordinated subjects come one by one; where there are none the sentence names none.
    """
    return tuple(_subject(sentence, verb, 0))


def _subject(sentence: Sentence, verb: Token, depth: int) -> Sequence[Token]:
    own = [t for t in _own_subject(sentence, verb) if t.dep not in {"csubj", "csubjpass"}]
    if own:
        antecedent = _antecedent(sentence, verb)
        resolved = [antecedent if t.lower in _RELATIVE and antecedent else t for t in own]
        return [c for t in resolved for c in coordinated(sentence, t)]
    if depth > 6:
        return []
    return _inherited_subject(sentence, verb, depth)


def _addressed(sentence: Sentence, verb: Token) -> list[Token]:
    """Return whom "called on the army to", "appealed to both sides to" is said to."""
    if verb.lemma not in {"call", "appeal", "count", "rely", "press"}:
        return []
    return [
        c
        for p in sentence.children(verb, "prep")
        if p.lower in {"on", "upon", "to"}
        for c in sentence.children(p, "pobj")
    ]


def _inherited_subject(sentence: Sentence, verb: Token, depth: int) -> Sequence[Token]:
    head = sentence.head(verb)
    if head is verb:
        return []
    if verb.dep == "conj" and (head.is_verb or head.tag == "MD"):
        shared = _subject(sentence, head, depth + 1)
        return _nearer_subject(sentence, head, verb, shared) or shared
    if verb.tag.startswith("JJ") and verb.dep in {"acomp", "oprd", "attr", "amod"} and head.is_verb:
        return _subject(sentence, head, depth + 1)  # "were able to advance"
    if verb.dep in {"xcomp", "advcl", "ccomp", "dep", "parataxis", "aux"} and (
        head.is_verb or head.tag.startswith("JJ")
    ):
        if verb.dep == "ccomp" and verb.tag not in {"VB", "VBG", "VBN"}:
            return []
        if verb.dep in {"xcomp", "ccomp"} and head.lemma in OBJECT_CONTROL:
            objects = sentence.children(head, "dobj", "dative") or _addressed(sentence, head)
            if objects:
                return [c for o in objects for c in coordinated(sentence, o)]
            if is_passive(sentence, head) or verb.dep == "xcomp":
                return _subject(sentence, head, depth + 1)
        return _subject(sentence, head, depth + 1)
    antecedent = _antecedent(sentence, verb)
    if antecedent is not None:
        return _of_antecedent(sentence, verb, antecedent, depth)
    return _of_gerund(sentence, head, depth) if verb.dep == "pcomp" else []


def _nearer_subject(sentence: Sentence, head: Token, verb: Token, shared: Sequence[Token]) -> Sequence[Token]:
    """Return who does a coordinated deed that the parser gave to a farther clause, whose subject is nobody.

    "The deal came after the rebels broke their word, and refused to leave": a deal refuses nothing.
    """
    if not shared or verb.tag != "VBD" or any(actor_kind(sentence, t) is not None for t in shared):
        return []
    for near in reversed(sentence.tokens[head.i + 1 : verb.i]):
        if near.is_verb and near.dep in {"relcl", "advcl", "ccomp"} and _own_subject(sentence, near):
            subjects = surface_subject(sentence, near)
            return subjects if all(actor_kind(sentence, t) is not None for t in subjects) else []
    return []


# What is issued with a participle ("a statement saying") does not do what the participle says.
_ISSUED = frozenset({"statement", "letter", "message", "communique", "note"})


def _of_antecedent(sentence: Sentence, verb: Token, antecedent: Token, depth: int) -> Sequence[Token]:
    """Return who does what a reduced relative or an infinitive after a noun says."""
    issued = antecedent.dep == "dobj" and antecedent.lemma in _ISSUED
    if verb.tag in {"VBG", "VBN"} and verb.dep == "acl" and not (issued and verb.tag == "VBG"):
        return coordinated(sentence, antecedent)
    if verb.tag == "VBD" and antecedent.dep == "ROOT":  # a sentence read as one noun: its verb is finite
        return coordinated(sentence, antecedent)
    return _owner(sentence, antecedent, depth) if verb.dep == "acl" else []


def _of_gerund(sentence: Sentence, head: Token, depth: int) -> Sequence[Token]:
    """Return who does what a gerund after a preposition says: "by seizing", "accused X of bombing"."""
    governor = sentence.head(head) if head.dep in {"prep", "agent", "mark"} else head
    verb = _blaming(sentence, governor)
    if verb.lemma in _BLAME and head.lower in {"of", "for", "from"}:
        found = blamed(sentence, governor)
        if found:
            return found
    if governor.is_verb:
        return _subject(sentence, governor, depth + 1)
    return _owner(sentence, governor, depth) if governor.is_noun else []


def _blaming(sentence: Sentence, governor: Token) -> Token:
    """Return the verb of what a preposition hangs on: the parser hangs it on the object as often as on the verb."""
    return sentence.head(governor) if governor.is_noun and governor.dep == "dobj" else governor


def blamed(sentence: Sentence, governor: Token) -> Sequence[Token]:
    """Return whom somebody blames, accuses or bars: the object of the verb, or the subject of a passive."""
    if governor.is_noun:
        return coordinated(sentence, governor)
    direct = [c for o in sentence.children(governor, "dobj") for c in coordinated(sentence, o)]
    return direct or (patients(sentence, governor) if is_passive(sentence, governor) else ())


def accused_of(sentence: Sentence, word: Token) -> Sequence[Token]:
    """Return who is blamed for what a noun names: "accused the army of an attack", "X is blamed for raids"."""
    prep = sentence.head(word)
    governor = sentence.head(prep)
    if word.dep != "pobj" or prep.lower != BLAMING.get(_blaming(sentence, governor).lemma):
        return ()
    return blamed(sentence, governor)


_BETWEEN_PARTIES = frozenset({"deal", "agreement", "accord", "pact", "truce", "understanding"})


def _owner(sentence: Sentence, noun: Token, depth: int) -> Sequence[Token]:
    """Return who owns a noun like "push" or "attempt": its possessor, a compound, or the subject of its verb."""
    if noun.lemma in _BETWEEN_PARTIES:
        with_ = [o for p in sentence.children(noun, "prep") if p.lower == "with" for o in sentence.children(p, "pobj")]
        if with_:
            return [c for o in with_ for c in coordinated(sentence, o)]  # "a deal with the rebels to leave the town"
    own = sentence.children(noun, "poss", "compound", "amod")
    named = [
        t
        for t in own
        if t.dep == "poss" or t.kind or t.tag in {"NNP", "NNPS"} or t.lemma in {"government", "regime", "rebel", "army"}
    ]
    if named:
        return named
    by = [o for p in sentence.children(noun, "prep", "agent") if p.lower == "by" for o in sentence.children(p, "pobj")]
    if by:
        return [c for o in by for c in coordinated(sentence, o)]
    head = sentence.head(noun)
    if noun.dep in {"dobj", "attr"} and head.is_verb:
        return _subject(sentence, head, depth + 1)
    if noun.dep == "pobj" and sentence.head(head).is_verb:
        return _subject(sentence, sentence.head(head), depth + 1)
    return []


@once_a_word
def agents(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """Return the heads of those who do what the verb says; an agentless passive has none.

    >>> from crossbearing.text.tokens import Token
    >>> words = [("army", "NN", "nsubj", 1), ("seized", "VBD", "ROOT", 1), ("it", "PRP", "dobj", 1)]
    >>> tokens = [Token(i, w, w, w, t, d, h, 0, 1) for i, (w, t, d, h) in enumerate(words)]
    >>> tokens[1].children = [0, 2]
    >>> [t.text for t in agents(Sentence("", 0, 0, "paragraph", 0, tokens), tokens[1])]
    ['army']
    """
    if is_passive(sentence, verb):
        return tuple(
            c
            for by in sentence.children(verb, "agent", "prep")
            if by.lower == "by"
            for o in sentence.children(by, "pobj")
            for c in coordinated(sentence, o)
            if o.tag != "CD"
        )
    return surface_subject(sentence, verb)


@once_a_word
def patients(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """Return the heads of those to whom it is done: the object, or the subject of a passive."""
    if is_passive(sentence, verb):
        antecedent = _antecedent(sentence, verb)
        if antecedent is not None and not sentence.children(verb, *_PASSIVE_SUBJECTS):
            return coordinated(sentence, antecedent)
        return surface_subject(sentence, verb)
    antecedent = _antecedent(sentence, verb)
    direct = sentence.children(verb, "dobj", "dative", "oprd")
    direct = direct or [  # "holds the army responsible"
        s for c in sentence.children(verb, "ccomp") if c.tag == "JJ" for s in sentence.children(c, "nsubj")
    ]
    direct = [antecedent if o.lower in _RELATIVE and o.tag != "DT" and antecedent else o for o in direct]
    objects = tuple(c for o in direct for c in coordinated(sentence, o))
    if objects:
        return objects
    if antecedent is not None and verb.dep == "relcl":
        subjects = _own_subject(sentence, verb)
        if subjects and not any(s.lower in _RELATIVE for s in subjects):
            return (antecedent,)
    shared = [c for c in sentence.children(verb, "conj") if c.is_verb and c.i > verb.i]
    for other in shared:  # "shelled and then stormed the town": the object stands with the last verb
        if all(sentence.tokens[k].tag in {"CC", "RB", ","} for k in range(verb.i + 1, other.i)):
            return patients(sentence, other)
    return ()


def preposed(sentence: Sentence, governor: Token, *prepositions: str) -> Sequence[tuple[Token, Token]]:
    """Return (preposition, object head) pairs that hang on ``governor``, coordinated objects one by one.

    With no ``prepositions`` all are returned. "in and around X" gives both.
    """
    found = _preposed(sentence, governor)
    return [pair for pair in found if pair[0].lower in prepositions] if found and prepositions else found


@once_a_word
def _preposed(sentence: Sentence, governor: Token) -> tuple[tuple[Token, Token], ...]:
    if not governor.children:
        return ()
    return tuple((prep, noun) for prep in _prepositions(sentence, governor) for noun in _objects(sentence, prep))


def complements(sentence: Sentence, verb: Token) -> list[Token]:
    """Return what completes a verb: "declined to comment", "barred from entering", "came to begin it"."""
    below = [verb, *sentence.children(verb, "dobj")]  # the parser hangs a purpose on the object as often as on the verb
    purposes = [c for t in below for c in sentence.children(t, "advcl", "acl") if c.tag == "VB"]
    gerunds = [g for prep in sentence.children(verb, "prep") for g in sentence.children(prep, "pcomp")]
    return [
        *sentence.children(verb, "xcomp"),
        *gerunds,
        *purposes,
        *(c for c in sentence.children(verb, "ccomp") if c.tag == "JJ"),
    ]


def _prepositions(sentence: Sentence, governor: Token) -> Iterator[Token]:
    for child in sentence.children(governor, "prep", "agent", "advmod", "dative", "prt"):
        if child.tag in {"IN", "TO", "RP", "RB"} and (child.dep != "advmod" or child.children):
            yield child
            for more in sentence.children(child, "conj", "prep"):
                if more.tag in {"IN", "TO"}:
                    yield more


def _objects(sentence: Sentence, prep: Token) -> list[Token]:
    direct = sentence.children(prep, "pobj")
    if not direct:  # "in and around the town"
        for more in sentence.children(prep, "conj"):
            direct = sentence.children(more, "pobj") or direct
    return [c for o in direct for c in coordinated(sentence, o)]
