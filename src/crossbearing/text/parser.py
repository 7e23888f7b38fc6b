"""The parser adapter: the only place that imports spaCy.

Tagger and parser run over sentences that were cut beforehand (a parser left alone merges headings into text); its
named-entity component is never loaded. Lemmas come from the same package's rules, looked up once a word form.

Matrices are multiplied by NumPy's library on one thread: the one that spaCy brings falls back to plain code on
processors that it does not know and takes three times as long there. Its sums may differ in the last bit with the other
rows of a product and with the number of threads. So sentences of one document alone are parsed together, in its order,
and what is read from a document does not depend on those it was read with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy
from threadpoolctl import ThreadpoolController

from crossbearing.text.layers import read_only
from crossbearing.text.lemmas import Lemmas
from crossbearing.text.proxies import Proxied, proxy
from crossbearing.text.repairs import repair
from crossbearing.text.spacy_core import UNREAD_TOKENIZER, NumpyOps, attributes, spacy
from crossbearing.text.tokens import NameMatch, Sentence, Token
from crossbearing.text.weights import proven_folder

_UNUSED = ["ner", "senter", "attribute_ruler"]
# The parser is no faster on more sentences at once, and what it holds of them leaves the processor's caches.
_BATCH = 32
# What is read off a parsed sentence; the head is a distance, told as a number without a sign.
_ATTRIBUTES = [getattr(attributes, name) for name in ("IDX", "LENGTH", "LOWER", "IS_SPACE", "TAG", "DEP", "HEAD")]
_HALF = 1 << 63
_MOST_WORDS = 20_000
# What is known of a new word form: what the models ask for, and whether it is white space.
_ASKED = frozenset(getattr(attributes, name) for name in ("LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE", "IS_SPACE"))


@dataclass(frozen=True, slots=True)
class Cut:
    """A sentence to parse: its span in the document, the segment it lies in and the names in it.

    ``small`` are the words that the document also writes without a capital: in a title-case heading they are lowered.
    """

    text: str
    start: int
    end: int
    segment: str
    paragraph: int
    names: Sequence[NameMatch] = ()
    small: frozenset[str] = frozenset()


@cache
def _load() -> Any:
    # From the folder, not by the package's name: that would run its code.
    nlp = spacy.load(proven_folder(), exclude=_UNUSED, config={"nlp.tokenizer": {"@tokenizers": UNREAD_TOKENIZER}})
    asked = nlp.vocab.lex_attr_getters
    for name in [name for name in asked if name not in _ASKED]:
        del asked[name]
    products = NumpyOps(use_blis=False)
    for name in ("tok2vec", "tagger", "parser"):
        for layer in nlp.get_pipe(name).model.walk():
            layer.ops = products
    read_only(nlp.get_pipe("tok2vec").model)
    return nlp


@cache
def _lemmas() -> Lemmas:
    tables = _load().get_pipe("lemmatizer").lookups
    return Lemmas({name: tables.get_table(name) for name in tables.tables})


class _Spelled(dict[int, str]):
    """The words behind the parser's numbers: the same object each time, so that it is hashed once."""

    def __init__(self, strings: Any) -> None:
        self._strings = strings

    def __missing__(self, number: int) -> str:
        if len(self) >= _MOST_WORDS:
            self.clear()
        found: str = self._strings[number]
        self[number] = found
        return found


class Parser:
    """Parses sentences into plain tokens. Construction loads the weights (once a process, about half a second)."""

    def __init__(self) -> None:
        self._nlp = _load()
        self._tok2vec = self._nlp.get_pipe("tok2vec")
        self._tagger = self._nlp.get_pipe("tagger")
        self._parser = self._nlp.get_pipe("parser")
        self._lemmas = _lemmas()
        self._spelled = _Spelled(self._nlp.vocab.strings)
        self._threads = ThreadpoolController().select(user_api="blas")

    def parse(self, cuts: Iterable[Cut], is_plain: Callable[[str], bool] | None = None) -> Iterator[Sentence]:
        """Yield one Sentence a cut, in order; a cut without a word is passed over."""
        plain = is_plain or (lambda word: False)
        waiting: list[tuple[Cut, Proxied]] = []
        for cut in cuts:
            proxied = self._proxied(cut, plain)
            if proxied.text.strip():
                waiting.append((cut, proxied))
            if len(waiting) >= _BATCH:
                yield from self._run(waiting)
                waiting = []
        if waiting:
            yield from self._run(waiting)

    @staticmethod
    def _proxied(cut: Cut, plain: Callable[[str], bool]) -> Proxied:
        return proxy(
            cut.text, cut.start, cut.end, cut.names, lambda w: w in cut.small or plain(w), cut.segment == "heading"
        )

    def _run(self, waiting: list[tuple[Cut, Proxied]]) -> Iterator[Sentence]:
        docs = [self._tokenize(proxied.text) for _, proxied in waiting]
        with self._threads.limit(limits=1):
            for component in (self._tok2vec, self._tagger, self._parser):
                component.set_annotations(docs, component.predict(docs))
        for (cut, proxied), doc in zip(waiting, docs, strict=True):
            yield self._sentence(cut, proxied, doc)

    def _tokenize(self, text: str) -> Any:
        doc = self._nlp.tokenizer(text)
        if len(doc):
            starts = numpy.full((len(doc), 1), -1, dtype="int64")
            starts[0] = 1
            doc.from_array([attributes.SENT_START], starts.astype("uint64"))
        return doc

    def lemma(self, lower: str, tag: str) -> str:
        """Return the lemma of a word form under a Penn tag.

        >>> parser = Parser()
        >>> [parser.lemma(w, "VBD") for w in ("staged", "raged", "planned", "targeted", "hoped", "overran")]
        ['stage', 'rage', 'plan', 'target', 'hope', 'overrun']
        """
        return self._lemmas.of(lower, tag)

    def _sentence(self, cut: Cut, proxied: Proxied, doc: Any) -> Sentence:
        tokens: list[Token] = []
        read: list[int] = []
        index = [-1] * len(doc)
        heads: list[int] = []
        spelled, names, words, lemma = self._spelled, proxied.names, proxied.words, self._lemmas.of
        starts, ends, whole = proxied.starts, proxied.ends, cut.text
        # One array for all attributes: an object of the parser's a token costs as much as the rest.
        for place, row in enumerate(doc.to_array(_ATTRIBUTES).tolist()):
            at, length, small, space, tag_code, dep_code, head = row
            heads.append(place + (head if head < _HALF else head - 2 * _HALF))
            if space:
                continue
            index[place] = i = len(tokens)
            read.append(place)
            start, end = starts[at], ends[at + length - 1]
            text, tag, dep = whole[start:end], spelled[tag_code], spelled[dep_code]
            name = names.get(at, -1)
            if name >= 0:
                kind = cut.names[name].kind
                tokens.append(Token(i, text, text.lower(), text, tag, dep, place, start, end, kind, name))
            else:
                lower = words.get(at) or spelled[small]
                tokens.append(Token(i, text, lower, lemma(lower, tag), tag, dep, place, start, end))
        for token in tokens:
            head = _governor(heads, index, heads[token.head])
            token.head = token.i if head < 0 else head
            if token.head != token.i:
                tokens[token.head].children.append(token.i)
        repair(tokens)
        vectors = doc.tensor[read]
        return Sentence(cut.text, cut.start, cut.end, cut.segment, cut.paragraph, tokens, tuple(cut.names), vectors)


def _governor(heads: list[int], index: list[int], head: int) -> int:
    """Return the token index of the raw governor ``head``, passing over white-space tokens."""
    for _ in range(len(index)):
        if index[head] >= 0:
            return index[head]
        up = heads[head]
        if up == head:
            return -1
        head = up
    return -1
