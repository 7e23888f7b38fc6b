"""The parser adapter: the only place that imports spaCy.

Tagger and parser run over sentences that were cut beforehand (a parser left alone merges headings into text); its
named-entity component is never loaded. Lemmas come from the same package's rules, looked up once a word form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy
import spacy
from spacy.attrs import SENT_START
from spacy.tokens import Doc

from crossbearing.text.proxies import Proxied, proxy
from crossbearing.text.repairs import repair
from crossbearing.text.tokens import NameMatch, Sentence, Token
from crossbearing.text.weights import proven_folder

_UNUSED = ["ner", "senter", "attribute_ruler"]
_BATCH = 128


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
    return spacy.load(proven_folder(), exclude=_UNUSED)


_PREFIXES = ("over", "under", "with", "fore", "out", "mis", "re", "up")
# Forms that the lemmatizer's rules get wrong.
_FIXED = {
    ("news", "N"): "news",
    ("forces", "N"): "force",
    ("left", "V"): "leave",
    ("wounded", "V"): "wound",
    ("raped", "V"): "rape",
    ("cordoned", "V"): "cordon",
    ("series", "N"): "series",
    ("barracks", "N"): "barracks",
    ("gutted", "V"): "gut",
    ("raping", "V"): "rape",
    ("corpses", "N"): "corpse",
}
# A vowel and one consonant that doubles before -ed and -ing.
_SHORT_STEM = re.compile(r"(?:^|[^aeiou])[aeiou][bcdfgklmnprstvz]$")
_CLASS_OF_TAG = {"V": "VERB", "N": "NOUN", "J": "ADJ", "R": "ADV", "M": "AUX"}
# Endings of base forms that look inflected; those of other listed words ("bed", "need") the rules leave alone as well.
_BASE_ENDINGS = {"VERB": ("ing", "eed", "bed", "ss", "us", "is"), "NOUN": ("ss", "is", "us")}


class Parser:
    """Parses sentences into plain tokens. Construction loads the weights (once a process, about half a second)."""

    def __init__(self) -> None:
        self._nlp = _load()
        self._tok2vec = self._nlp.get_pipe("tok2vec")
        self._tagger = self._nlp.get_pipe("tagger")
        self._parser = self._nlp.get_pipe("parser")
        self._lemmatizer = self._nlp.get_pipe("lemmatizer")
        self._lemmas: dict[tuple[str, str], str] = dict(_FIXED)

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
        for component in (self._tok2vec, self._tagger, self._parser):
            component.set_annotations(docs, component.predict(docs))
        for (cut, proxied), doc in zip(waiting, docs, strict=True):
            yield self._sentence(cut, proxied, doc)

    def _tokenize(self, text: str) -> Any:
        doc = self._nlp.tokenizer(text)
        if len(doc):
            starts = numpy.full((len(doc), 1), -1, dtype="int64")
            starts[0] = 1
            doc.from_array([SENT_START], starts.astype("uint64"))
        return doc

    def lemma(self, lower: str, tag: str) -> str:
        """Return the lemma of a word form under a Penn tag (``"seized"``, ``"VBD"`` gives ``"seize"``)."""
        key = (lower, tag[:1])
        found = self._lemmas.get(key)
        if found is None:
            pos = _CLASS_OF_TAG.get(tag[:1])
            found = lower
            if pos is not None and lower and not self._is_base(lower, pos):
                word = Doc(self._nlp.vocab, words=[lower])[0]
                word.pos_ = pos
                found = self._lemmatizer.rule_lemmatize(word)[0].lower()
                if pos == "VERB":
                    found = self._prefixed(lower) if found == lower else self._with_e(lower, found)
            self._lemmas[key] = found
        return found

    def _is_base(self, lower: str, pos: str) -> bool:
        """Say whether a word is no inflected form, though it ends like one: "bring", "express", "crisis".

        The rules alone make "bre" of "bring". A word that is listed and has no irregular reading is taken as it is.
        """
        if pos not in _BASE_ENDINGS or not lower.endswith(_BASE_ENDINGS[pos]):
            return False
        tables = self._lemmatizer.lookups
        kind = pos.lower()
        known = lower in tables.get_table("lemma_index").get(kind, ())
        return known and lower not in tables.get_table("lemma_exc").get(kind, {})

    def _with_e(self, lower: str, found: str) -> str:
        """Return "stage" for "staged", where the rules find "stag": a short stem doubles its consonant ("wagged").

        >>> parser = Parser()
        >>> [parser.lemma(w, "VBD") for w in ("staged", "raged", "planned", "targeted", "hoped")]
        ['stage', 'rage', 'plan', 'target', 'hope']
        """
        if not _SHORT_STEM.search(found) or lower not in {found + "ed", found + "ing"}:
            return found
        verbs = self._lemmatizer.lookups.get_table("lemma_index").get("verb", ())
        return found + "e" if found + "e" in verbs else found

    def _prefixed(self, lower: str) -> str:
        """Return the lemma of an irregular form behind a prefix ("overran", "retook"), which the rules do not know."""
        for prefix in _PREFIXES:
            if lower.startswith(prefix) and len(lower) > len(prefix) + 2:
                rest = lower[len(prefix) :]
                lemma = self.lemma(rest, "VBD")
                if lemma != rest:
                    return prefix + lemma
        return lower

    def _sentence(self, cut: Cut, proxied: Proxied, doc: Any) -> Sentence:
        tokens: list[Token] = []
        index = [-1] * len(doc)
        for raw in doc:
            if raw.is_space:
                continue
            index[raw.i] = len(tokens)
            start, end = proxied.span(raw.idx, raw.idx + len(raw.text))
            name = proxied.names.get(raw.idx, -1)
            tag = raw.tag_
            text = cut.text[start:end]
            if name >= 0:
                kind = cut.names[name].kind
                tokens.append(
                    Token(len(tokens), text, text.lower(), text, tag, raw.dep_, raw.head.i, start, end, kind, name)
                )
            else:
                lower = proxied.words.get(raw.idx, raw.lower_)
                tokens.append(
                    Token(len(tokens), text, lower, self.lemma(lower, tag), tag, raw.dep_, raw.head.i, start, end)
                )
        for token in tokens:
            token.head = _governor(doc, index, token.head)
            if token.head < 0:
                token.head = token.i
            if token.head != token.i:
                tokens[token.head].children.append(token.i)
        repair(tokens)
        return Sentence(cut.text, cut.start, cut.end, cut.segment, cut.paragraph, tokens, tuple(cut.names))


def _governor(doc: Any, index: list[int], head: int) -> int:
    """Return the token index of the raw governor ``head``, passing over white-space tokens."""
    for _ in range(len(index)):
        if index[head] >= 0:
            return index[head]
        up = doc[head].head.i
        if up == head:
            return -1
        head = up
    return -1
