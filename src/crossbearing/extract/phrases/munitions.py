"""What a strike was done with, read off the words that stand with its trigger: its class follows from it."""

from __future__ import annotations

from collections.abc import Iterable

from crossbearing.extract.phrases.lexicon import words
from crossbearing.text.tokens import Sentence, Token
from crossbearing.vocab.contract import CLASSES

# Kinds of munitions.yml in the order in which they win, and the claim class each gives.
CLASS_OF = {
    kind: next(c.name for c in CLASSES.values() if c.munition == kind)
    for kind in dict.fromkeys(words("munitions").values())
}
_BEFORE = ("compound", "amod", "nmod", "poss", "npadvmod", "nummod")
# Nouns that only measure what follows "of": "a barrage of rockets", "a series of air strikes".
_MEASURES = frozenset(
    "barrage volley salvo series wave hail number string spate dozen hundred scores round pair type flurry "
    "container canister cylinder".split()
)
# Long-range aircraft are "bombers" too; these words beside the noun tell them from those who wear the bomb.
_AIRCRAFT = frozenset(
    [
        "strategic",
        "long-range",
        "range",
        "russian",
        "american",
        "stealth",
        "fighter",
        "heavy",
        "tactical",
        "dive",
        "nuclear-capable",
    ]
)


def kind_of(token: Token) -> str | None:
    """Return the kind of munition or carrier one word names, or None."""
    known = words("munitions")
    return known.get(token.lower) or known.get(token.lemma)


def kinds_at(sentence: Sentence, head: Token) -> list[str]:
    """Return the kinds named by a noun, the words before it, and what it measures, strongest first.

    >>> from crossbearing.text.tokens import Token
    >>> mortar = Token(0, "mortar", "mortar", "mortar", "NN", "compound", 1, 0, 6)
    >>> fire = Token(1, "fire", "fire", "fire", "NN", "ROOT", 1, 7, 11, children=[0])
    >>> kinds_at(Sentence("mortar fire", 0, 11, "paragraph", 0, [mortar, fire]), fire)
    ['shelling']
    """
    near = [t for t in (head, *_premodifiers(sentence, head, 0)) if not _against(sentence, t)]
    for prep in sentence.children(head, "prep"):  # "an air raid with poison gas"
        if prep.lower in {"with", "of"}:
            gas = [n for o in sentence.children(prep, "pobj") for n in (o, *_premodifiers(sentence, o, 0))]
            near += [t for t in gas if kind_of(t) == "chemical"]
    if head.lemma in _MEASURES:
        for prep in sentence.children(head, "prep"):
            if prep.lower == "of":
                near += [n for o in sentence.children(prep, "pobj") for n in (o, *_premodifiers(sentence, o, 0))]
    if head.lemma == "bomber" and not any(t.lower in {"suicide", "car", "truck"} for t in near):
        flies = any(t.lower in _AIRCRAFT or kind_of(t) == "air" for t in near if t is not head)
        named = head.tag in {"NNS", "NNPS"} and any(t.kind or t.tag in {"NNP", "NNPS"} for t in near if t is not head)
        return ["air"] if flies or named else ["suicide"]
    return ranked(k for t in near if (k := kind_of(t)))


def _against(sentence: Sentence, token: Token) -> bool:
    """Say whether the word stands after "anti-": anti-aircraft guns are no aircraft."""
    before = [t.lower for t in sentence.tokens[max(0, token.i - 2) : token.i]]
    return token.lower.startswith("anti-air") or before == ["anti", "-"] or before[-1:] == ["anti"]


def _premodifiers(sentence: Sentence, head: Token, depth: int) -> list[Token]:
    if depth > 3:
        return []
    direct = [c for c in sentence.children(head, *_BEFORE) if c.i < head.i]
    return [t for c in direct for t in (c, *_premodifiers(sentence, c, depth + 1))]


def ranked(kinds: Iterable[str]) -> list[str]:
    """Return the kinds without repeats, strongest first."""
    found = set(kinds)
    return [k for k in CLASS_OF if k in found]
