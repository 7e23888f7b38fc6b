"""Noun phrases over a parsed sentence: their core span, their coordination, what precedes them."""

from __future__ import annotations

from crossbearing.extract.phrases.lexicon import words
from crossbearing.text.tokens import Sentence, Token, once_a_word

_PREMODIFIERS = frozenset(
    {"det", "amod", "compound", "poss", "nmod", "predet", "case", "nummod", "quantmod", "neg", "npadvmod", "advmod"}
)
# By which verbs a post is said to be somebody's: "positions held by the militia".
_MANNED = frozenset({"hold", "man", "occupy", "control"})
# What follows a noun and belongs to its name: "members of the tribe", "forces loyal to the president".
_WHERE = frozenset({"in", "near", "around", "outside", "inside", "across"})
_BINDING = frozenset({"of", "from"})
BLAMING = {"blame": "for", "fault": "for", "accuse": "of", "suspect": "of"}
"""Verbs by which somebody lays a deed to others, and the preposition that leads to the deed."""


def chunk(sentence: Sentence, head: Token, numbers: bool = False) -> tuple[int, int]:
    """Return (first, last) token of the core noun phrase: contiguous modifiers before the head, and the head.

    With ``numbers`` false a leading number and its bound ("at least 79") are left off.
    """
    first = head.i
    left = {c.i for c in sentence.children(head) if c.i < head.i and c.dep in _PREMODIFIERS}
    if left:
        first = min([_first_below(sentence, sentence.tokens[i]) for i in left])
    if not numbers:
        first = _after_number(sentence, first, head.i)
    colon = [i for i in range(first, head.i) if sentence.tokens[i].text in {":", ";"}]
    first = colon[-1] + 1 if colon else first
    while first < head.i and sentence.tokens[first].tag in {",", ":", "''", "``", "-LRB-", "CC"}:
        first += 1
    return first, head.i


@once_a_word
def _first_below(sentence: Sentence, token: Token) -> int:
    return min([token.i, *(_first_below(sentence, sentence.tokens[i]) for i in token.children)])


def _after_number(sentence: Sentence, first: int, head: int) -> int:
    """Step over everything up to the last number that modifies the head directly."""
    for i in range(head - 1, first - 1, -1):
        token = sentence.tokens[i]
        if token.tag == "CD" and token.dep == "nummod" and token.head == head:
            return i + 1
    return first


def bound_tail(sentence: Sentence, head: Token, limit: int = 9) -> int:
    """Return the last token of what binds to the noun by "of"/"from" or "loyal to", at most ``limit`` tokens on."""
    last = head.i
    for child in sentence.children(head):
        if child.i < head.i or child.i > last + 1:
            continue
        opens = child.dep == "prep" and child.lower in _BINDING and not sentence.children(child, "pcomp")
        opens = opens and not _leads_to_place(sentence, child) and not _charges(sentence, head, child)
        loyal = child.dep in {"amod", "acl"} and child.lemma in {
            "loyal",
            "ally",
            "allied",
            "close",
            "affiliate",
            "belong",
            "link",
        }
        held = child.dep == "acl" and child.lemma in _MANNED and words("places").get(head.lemma) == "point"
        if opens or loyal or (held and any(c.lower == "by" for c in sentence.children(child, "agent", "prep"))):
            end = _before_place(sentence, child)
            if end - head.i > limit and opens:
                end = _core_behind(sentence, child)
            if end - head.i <= limit:
                last = end
    return last


def _charges(sentence: Sentence, noun: Token, prep: Token) -> bool:
    """Say whether a preposition behind a noun says of what it is accused: "accused the army of deadly strikes"."""
    return noun.dep == "dobj" and BLAMING.get(sentence.head(noun).lemma) == prep.lower


def _core_behind(sentence: Sentence, prep: Token) -> int:
    """Return the last token of the nouns that a preposition leads to, without what hangs on them.

    "The positions of the so-called Sun Brigade militants who had held the town for two years": whose they are.
    """
    objects = [c for o in sentence.children(prep, "pobj") for c in coordinated(sentence, o)]
    return max((o.i for o in objects), default=sentence.subtree(prep)[-1])


def _before_place(sentence: Sentence, prep: Token) -> int:
    """Return the last token before "in X", "near the town": where those named are is no part of their name."""
    tokens = sentence.subtree(prep)
    for i in tokens:
        token = sentence.tokens[i]
        if token.dep == "relcl" and i > prep.i:  # "the rebels, who fled"
            return max(prep.i, _before_comma(sentence, min(sentence.subtree(token))))
        where = i > prep.i + 1 and token.dep == "prep" and token.lower in _WHERE
        if where and any(_is_ground(o) for o in sentence.children(token, "pobj")):
            return i - 1
    return tokens[-1]


def _before_comma(sentence: Sentence, first: int) -> int:
    """Return the last token before ``first`` that is no comma."""
    return first - 2 if sentence.tokens[first - 1].text == "," else first - 1


def _is_ground(token: Token) -> bool:
    return token.kind == "place" or token.tag in {"NNP", "NNPS"} or token.lemma in words("places")


def _leads_to_place(sentence: Sentence, prep: Token) -> bool:
    """ "residents from Homs", "fighters from the suburbs": the place is the claim's, not part of the actor's name."""
    objects = sentence.children(prep, "pobj")
    return prep.lower == "from" and any(o.kind == "place" or o.lemma in words("places") for o in objects)


POINTING = frozenset({"the", "this", "that", "these", "those"})


def is_definite(sentence: Sentence, noun: Token) -> bool:
    """Say whether the noun goes back to something known: "the attack", "this raid", "their assault"."""
    return any(c.dep == "poss" or c.lower in POINTING for c in sentence.children(noun, "det", "poss"))


@once_a_word
def coordinated(sentence: Sentence, head: Token) -> tuple[Token, ...]:
    """Return ``head``, the nouns coordinated with it ("X, Y and Z") and names it is said to include, in text order."""
    if not head.children:
        return (head,)
    found, waiting = [head], [head]
    while waiting:
        token = waiting.pop()
        for child in sentence.children(token, "conj"):
            if not child.is_verb:
                found.append(child)
                waiting.append(child)
        for child in sentence.children(token, "prep"):
            if child.lower == "including" and child.i > token.i:
                named = [o for o in sentence.children(child, "pobj") if o.kind in {"actor", "outlet", "place"}]
                found.extend(named)
                waiting.extend(named)
    return tuple(sorted(found, key=lambda t: t.i))


_PARTITIVE = frozenset(
    """part parts most much some several half portion portions pocket pockets majority minority swath swathe swathes
    swaths % percent bulk many few section sections number series third quarter kilometre kilometer kilometres
    kilometers km mile miles hectare hectares all one any none rest remainder stretch chunk chunks each both
    lot lots dozen dozens hundred hundreds share""".split()
)


def through_partitive(sentence: Sentence, head: Token) -> Token:
    """Return what "most of X", "30% of the territory" or "a number of buildings" is a part of; else ``head``.

    >>> from crossbearing.text.tokens import Token
    >>> words = [("most", "JJS", "ROOT", 0), ("of", "IN", "prep", 0), ("Homs", "NNP", "pobj", 1)]
    >>> tokens = [Token(i, w, w, w, t, d, h, 0, 1) for i, (w, t, d, h) in enumerate(words)]
    >>> tokens[0].children, tokens[1].children = [1], [2]
    >>> through_partitive(Sentence("", 0, 0, "paragraph", 0, tokens), tokens[0]).text
    'Homs'
    """
    if head.kind or (head.lower not in _PARTITIVE and head.lemma not in _PARTITIVE and head.tag != "CD"):
        return head
    for child in sentence.children(head, "prep"):
        if child.lower == "of":
            for inner in sentence.children(child, "pobj"):
                return through_partitive(sentence, inner)
    return head
