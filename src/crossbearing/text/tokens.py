"""A parsed sentence as plain objects: what rules read. Nothing here knows which parser made it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from crossbearing.model.made import made_often
from crossbearing.model.mention import Mention


@dataclass(slots=True)
class Token:
    """One word of a sentence.

    ``start`` and ``end`` are offsets into the document's text; ``text`` is what stands there. A matched name is one
    token whatever its length: ``kind`` is then its kind (actor, place, outlet, person) and ``name`` its NameMatch
    index in the sentence, else kind is empty and name -1. ``tag`` is a Penn tag, ``dep`` a ClearNLP label, ``head``
    the index of the governing token (its own for the root).
    """

    i: int
    text: str
    lower: str
    lemma: str
    tag: str
    dep: str
    head: int
    start: int
    end: int
    kind: str = ""
    name: int = -1
    children: list[int] = field(default_factory=list)

    @property
    def is_verb(self) -> bool:
        """Whether the tagger calls it a verb form."""
        return self.tag[:2] == "VB"

    @property
    def is_noun(self) -> bool:
        """Whether the tagger calls it a common or proper noun."""
        return self.tag[:2] == "NN"


@made_often
@dataclass(frozen=True, slots=True)
class NameMatch:
    """A known name found in the text: the span, its kind and the ids it may stand for (one word may mean several)."""

    start: int
    end: int
    text: str
    kind: str
    ids: tuple[str, ...]


@dataclass(slots=True)
class Sentence:
    """One parsed sentence of a document.

    ``document_text`` is the whole text, so that ``mention`` can cut any span; ``segment`` is the kind of segment the
    sentence lies in (heading, paragraph ...), ``paragraph`` the number of that segment.
    """

    document_text: str
    start: int
    end: int
    segment: str
    paragraph: int
    tokens: list[Token]
    names: tuple[NameMatch, ...] = ()
    vectors: Any = field(default=None, repr=False, compare=False)
    """What the parser's model made of each word in its sentence: an array, a row a token; None where none parsed it."""
    kept: dict[tuple[object, int], Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What ``once_a_word`` has found: whoever changes the tokens of a sentence does so before anybody asks."""

    @property
    def text(self) -> str:
        """The sentence as it stands in the document."""
        return self.document_text[self.start : self.end]

    def mention(self, first: int, last: int) -> Mention:
        """Return the span from token ``first`` to token ``last`` (inclusive)."""
        return Mention.of(self.document_text, self.tokens[first].start, self.tokens[last].end)

    def head(self, token: Token) -> Token:
        """Return the governor of ``token`` (itself for the root)."""
        return self.tokens[token.head]

    def children(self, token: Token, *deps: str) -> list[Token]:
        """Return the dependents of ``token`` in text order, only those with one of the labels where any is given."""
        if not token.children:
            return []
        tokens = self.tokens
        if not deps:
            return list(map(tokens.__getitem__, token.children))
        found = []
        for i in token.children:  # mostly one or two: a comprehension costs as much to begin
            child = tokens[i]
            if child.dep in deps:
                found.append(child)
        return found

    def ancestors(self, token: Token) -> Iterator[Token]:
        """Yield the governors of ``token`` from the nearest up to the root."""
        seen = 0
        while token.head != token.i and seen <= len(self.tokens):
            token = self.tokens[token.head]
            seen += 1
            yield token

    def subtree(self, token: Token) -> list[int]:
        """Return the sorted token indices that hang from ``token``, itself included."""
        if not token.children:
            return [token.i]
        found, waiting = [], [token.i]
        while waiting:
            i = waiting.pop()
            found.append(i)
            waiting.extend(self.tokens[i].children)
        return sorted(found)

    def at(self, start: int, end: int) -> list[Token]:
        """Return the tokens that lie in the document span ``start`` to ``end``."""
        return [t for t in self.tokens if t.start >= start and t.end <= end]


_Found = TypeVar("_Found")


def once_a_word(find: Callable[[Sentence, Token], _Found]) -> Callable[[Sentence, Token], _Found]:
    """Let a question about a word of a sentence be answered once: frames, rules and the judge all ask it.

    What is answered must be nothing that one of them could change for the others.

    >>> asked = []
    >>> ask = once_a_word(lambda sentence, token: asked.append(token.text) or token.tag)
    >>> sentence = Sentence("Go", 0, 2, "paragraph", 0, [Token(0, "Go", "go", "go", "VB", "ROOT", 0, 0, 2)])
    >>> ask(sentence, sentence.tokens[0]), ask(sentence, sentence.tokens[0]), asked
    ('VB', 'VB', ['Go'])
    """

    @wraps(find)
    def once(sentence: Sentence, token: Token) -> _Found:
        key = (find, token.i)
        kept = sentence.kept
        if key in kept:
            return kept[key]  # type: ignore[no-any-return]
        found = kept[key] = find(sentence, token)
        return found

    return once
