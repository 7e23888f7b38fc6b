"""Evidence spans: the smallest contiguous clause that carries trigger and arguments, without who says so."""

from __future__ import annotations

from crossbearing.extract.phrases.chunks import bound_tail, chunk
from crossbearing.text.tokens import Sentence, Token
from crossbearing.vocab.contract import class_of, classes_with
from crossbearing.vocab.nouns import kinds_of

GRANTED = classes_with("granted")
_PUNCTUATION = frozenset({".", ",", ":", "``", "''", "-LRB-", "-RRB-", "HYPH", "NFP"})
_SUBORDINATORS = frozenset(
    {"as", "while", "after", "when", "before", "although", "though", "because", "whereas", "if", "unless", "where"}
)
_CIRCUMSTANCE = frozenset({"after", "following", "amid", "despite", "before"})
_SAYING = frozenset(
    """say tell report announce state claim confirm add note declare reveal explain stress indicate allege admit
    acknowledge insist write tweet believe deny warn vow pledge accuse describe""".split()
)


def _cuts(sentence: Sentence, verb: Token, keep: frozenset[int]) -> set[int]:
    """Return the tokens below ``verb`` that are claims of their own: conjoined predicates, subordinate clauses."""
    cut: set[int] = set()
    for child in sentence.children(verb):
        if child.i in keep or any(i in keep for i in sentence.subtree(child)):
            continue
        if _starts_another(sentence, verb, child):
            cut.update(sentence.subtree(child))
        else:
            cut.update(_asides(sentence, child))
    return cut


def _asides(sentence: Sentence, child: Token) -> set[int]:
    """Return the relative clauses below an argument that only add to it: after a comma, or opened by "where"."""
    found: set[int] = set()
    for i in sentence.subtree(child):
        token = sentence.tokens[i]
        if token.dep == "relcl":
            inside = sentence.subtree(token)
            first = sentence.tokens[inside[0]]
            if first.lower == "where" or (first.i > 0 and sentence.tokens[first.i - 1].text == ","):
                found.update(inside)
    return found


def _starts_another(sentence: Sentence, verb: Token, child: Token) -> bool:
    if child.dep == "parataxis" or (child.dep == "conj" and (child.is_verb or child.tag == "MD")):
        return True
    if child.dep == "ccomp":
        return child.i < verb.i or verb.lemma not in _SAYING
    if child.dep in {"advcl", "xcomp"} and child.is_verb:
        marks = {c.lower for c in sentence.children(child, "mark", "advmod")}
        infinitive = any(c.dep == "aux" and c.lower == "to" for c in sentence.children(child))
        own_subject = any(c.dep in {"nsubj", "nsubjpass"} for c in sentence.children(child))
        if child.dep == "advcl":
            return infinitive or own_subject or bool(marks & _SUBORDINATORS)
    if child.lower == "soon" and sentence.children(child, "advcl"):  # "as soon as they leave"
        return True
    if child.dep == "prep" and child.lower in _CIRCUMSTANCE and child.i > verb.i:
        # "surrounded the village after fierce clashes": what went before is a claim of its own, a day is not.
        return any(o.is_noun and not o.kind and o.tag != "NNP" for o in sentence.children(child, "pobj", "pcomp"))
    return child.dep == "dep" and child.is_verb


def _own_tokens(sentence: Sentence, verb: Token, keep: frozenset[int]) -> list[int]:
    cut = _cuts(sentence, verb, keep)
    own = [i for i in sentence.subtree(verb) if i not in cut]
    # The full stop hangs on the verb behind what was cut; it must not stretch the span over it.
    return [i for i in own if sentence.tokens[i].tag not in _PUNCTUATION and sentence.tokens[i].tag != "CC"] or [verb.i]


def governor_of_evidence(sentence: Sentence, verb: Token) -> Token:
    """Climb from a controlled verb to what its evidence must hold: "are seeking to oust", "a push to expel"."""
    token = verb
    for _ in range(4):
        head = sentence.head(token)
        if (token.dep == "xcomp" and (head.is_verb or head.tag.startswith("JJ")) and head.lemma not in _SAYING) or (
            token.dep in {"acomp", "attr", "oprd"} and head.is_verb
        ):
            token = head
        elif token.dep == "acl" and head.is_noun and any(c.lower == "to" for c in sentence.children(token, "aux")):
            return head
        else:
            return token
    return token


def verb_evidence(sentence: Sentence, verb: Token, include: tuple[int, ...] = ()) -> tuple[int, int]:
    """Return the document span of the clause of ``verb``; ``include`` are token indices that must lie in it.

    Arguments that stand outside the clause of a conjoined verb (the shared subject) are not forced in: they are
    mentions of their own.
    """
    top = governor_of_evidence(sentence, verb)
    keep = frozenset({verb.i, *include})
    if top.is_noun:
        first, last = chunk(sentence, top, numbers=True)
        before = sentence.head(top)
        if top.dep == "pobj" and before.lower in {"in", "as"} and before.i >= first - 1:
            first = before.i
        last = max(last, max(_own_tokens(sentence, verb, keep)))
        return trim(sentence, first, last)
    tokens = _own_tokens(sentence, top, keep)
    if verb.dep in {"relcl", "acl"} and top is verb and sentence.head(verb).is_noun and _describes(sentence, verb):
        tokens.extend(range(chunk(sentence, sentence.head(verb), numbers=True)[0], verb.i))
    return trim(sentence, *_around(tokens, verb.i))


def _describes(sentence: Sentence, verb: Token) -> bool:
    """Say whether the noun before a relative clause is one of its arguments; the place of "where" is not."""
    return not any(c.lower in {"where", "when"} for c in sentence.children(verb))


def _around(tokens: list[int], predicate: int) -> tuple[int, int]:
    """Return the ends of ``tokens``; gaps left by a cut aside stay inside, a far island does not."""
    ordered = sorted(set(tokens) | {predicate})
    return ordered[0], ordered[-1]


def noun_evidence(sentence: Sentence, noun: Token, last: int | None = None) -> tuple[int, int]:
    """Return the document span of an event noun with its modifiers and its prepositional phrases."""
    first, _ = chunk(sentence, noun, numbers=True)
    end = noun.i
    for child in sentence.children(noun):
        if child.i > noun.i and child.dep in {"prep", "agent", "appos", "npadvmod"} and child.i <= end + 2:
            own = [i for i in sentence.subtree(child) if i not in _asides(sentence, child)]
            end = max(end, *own)
    end = max(end, bound_tail(sentence, noun), last if last is not None else 0)
    return trim(sentence, first, end)


def trim(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """Return document offsets of tokens ``first`` to ``last`` without punctuation and conjunctions at the ends."""
    tokens = sentence.tokens
    while first < last and (
        tokens[first].lower == "where"
        or tokens[first].tag in _PUNCTUATION
        or (tokens[first].tag == "CC" and tokens[first].lower != "both")
        or _is_that(tokens[first])
    ):
        first += 1
    while last > first and (tokens[last].tag in _PUNCTUATION or tokens[last].tag == "CC"):
        last -= 1
    return tokens[first].start, tokens[last].end


def _is_that(token: Token) -> bool:
    return token.lower == "that" and token.dep == "mark"


def is_granted(cls: str, sentence: Sentence, verb: Token) -> bool:
    """Say whether a participle speaks of it as known: "residents evacuated on Monday", "buses carrying people out".

    "With 3,000 people leaving the town" tells it.
    """
    leads = (
        verb.tag == "VBG" and class_of(cls).people == "evacuated" and "VEHICLE" in kinds_of(sentence.head(verb).lemma)
    )
    return verb.dep == "acl" and cls in GRANTED and (verb.tag == "VBN" or leads)


def only_describes(sentence: Sentence, verb: Token) -> bool:
    """Say whether the verb only describes a noun: "a town besieged by the army", "districts they control"."""
    if verb.dep == "acl":
        return verb.tag == "VBN"
    children = sentence.children(verb)
    if verb.dep != "relcl":
        return False
    return not any(c.tag in {"WDT", "WP", "WRB"} or (c.lower == "that" and c.dep != "mark") for c in children)
