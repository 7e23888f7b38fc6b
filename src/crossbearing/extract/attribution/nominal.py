"""Reports without a reporting verb: "according to", "reportedly", "reports of", "the claim that"."""

from __future__ import annotations

import re
from dataclasses import replace

from crossbearing.extract.attribution.draft import Draft, content_spans
from crossbearing.extract.attribution.lexicon import Cue, cue_of, nouns
from crossbearing.extract.attribution.sources import phrase_bounds, sources_of
from crossbearing.extract.attribution.speakers import can_say
from crossbearing.extract.reported import SourcePhrase
from crossbearing.model.mention import Mention
from crossbearing.text.tokens import Sentence, Token
from crossbearing.vocab.nouns import Kind, kinds_of

_SPEAKING: frozenset[Kind] = frozenset({"PERSON", "GROUP", "FORCE", "COMMUNICATION"})
_ACCORDING = Cue("according", "to", "verb", "report", "assert", frozenset(["clause"]))
# Verbs that only carry their object: who makes a claim is its source.
_LIGHT = frozenset(
    ["make", "issue", "have", "express", "voice", "repeat", "give", "release", "publish", "renew", "reiterate", "raise"]
)


def find_nominal(sentence: Sentence, number: int) -> list[Draft]:
    """Return what is reported without a reporting verb, in text order."""
    found: list[Draft] = []
    for token in sentence.tokens:
        draft = None
        if token.lower == "according":
            draft = _according(sentence, number, token)
        elif token.tag in ("NN", "NNS") and not token.kind:
            draft = _noun(sentence, number, token)
        elif token.tag == "RB":
            draft = _adverb(sentence, number, token)
        if draft is not None and draft.content:
            found.append(draft)
    return found


def _according(sentence: Sentence, number: int, token: Token) -> Draft | None:
    tokens = sentence.tokens
    if token.i + 2 >= len(tokens) or tokens[token.i + 1].lower != "to":
        return None
    to = tokens[token.i + 1]
    objects = (
        sentence.children(to, "pobj") or [t for t in tokens[token.i + 2 : token.i + 8] if t.is_noun or t.kind][-1:]
    )
    if not objects:
        return None
    if _is_measure(objects[0]):
        return None
    last = phrase_bounds(sentence, objects[0], whole=True)[1]
    words = _governed(sentence, token, last)
    sources = sources_of(sentence, objects[0])
    mode = "document" if objects[0].lemma in nouns("document") and not objects[0].kind else "indirect"
    spans = content_spans(sentence, words)
    return Draft(number, _ACCORDING, (token.i, to.i), spans, sources, "attribution.according_to", mode=mode)


def _is_measure(noun: Token) -> bool:
    """Say whether something is only measured by it: "according to plan", "according to their type and flight paths"."""
    if noun.kind or can_say(noun) or noun.tag not in ("NN", "NNS"):
        return False
    kinds = kinds_of(noun.lemma)
    return (noun.tag == "NN" and not noun.children) or bool(kinds and not kinds & _SPEAKING)


def _governed(sentence: Sentence, token: Token, last: int) -> list[int]:
    """Return the clause that the phrase stands in, without the phrase."""
    tokens = sentence.tokens
    phrase = set(range(token.i, last + 1))
    if all(t.dep in ("punct", "cc", "advmod") for t in tokens[: token.i]):
        return list(range(last + 1, len(tokens)))
    if all(t.dep == "punct" for t in tokens[last + 1 :]):
        return list(range(token.i))
    head = sentence.head(token)
    while not head.is_verb and head.dep != "ROOT":
        head = sentence.head(head)
    top = head
    while top.dep in ("conj", "advcl", "relcl", "acl", "ccomp", "xcomp", "pcomp", "parataxis"):
        top = sentence.head(top)
    if top.dep == "ROOT":
        return [i for i in range(len(tokens)) if i not in phrase]
    return [i for i in sentence.subtree(top) if i not in phrase]


def _adverb(sentence: Sentence, number: int, token: Token) -> Draft | None:
    known = cue_of(sentence, token, "adverb")
    if known is None or token.dep != "advmod":
        return None
    head = sentence.head(token)
    clause = head
    while (
        clause.dep in ("aux", "auxpass", "xcomp", "acomp", "attr", "prep", "pobj", "agent", "amod")
        and clause.i != clause.head
    ):
        clause = sentence.head(clause)
    words = [i for i in sentence.subtree(clause) if i != token.i]
    if clause.dep in ("conj", "advcl", "relcl", "acl"):
        words = [i for i in words if sentence.tokens[i].dep != "cc" or i > token.i]
    else:
        words = [i for i in words if not _later_conjunct(sentence, clause, i)]
    spans = content_spans(sentence, words)
    return Draft(number, known[0], (token.i, token.i), spans, (), "attribution.adverb", mode="unattributed")


def _later_conjunct(sentence: Sentence, clause: Token, i: int) -> bool:
    return any(i in sentence.subtree(t) for t in sentence.children(clause, "conj") if sentence.children(t, "nsubj"))


def _noun(sentence: Sentence, number: int, token: Token) -> Draft | None:
    known = cue_of(sentence, token, "noun")
    if known is None:
        return None
    cue, last = known
    if token.i > 0 and cue.lemma == "view" and sentence.tokens[token.i - 1].lower == "in":
        return None  # "in view of"
    words = _noun_content(sentence, token, cue)
    if not words:
        return None
    negated = any(t.lower == "no" for t in sentence.children(token, "det"))
    sources = _noun_sources(sentence, token)
    if not sources and cue.lemma == "report" and token.dep in ("pobj", "dobj", "nsubj") and not negated:
        sources = (SourcePhrase(sentence.mention(token.i, token.i), token.lower, anonymous=True),)
    mode = "indirect" if sources else "unattributed"
    spans = content_spans(sentence, words)
    return Draft(number, cue, (token.i, last), spans, sources, "attribution.nominal", negated, mode)


def _noun_content(sentence: Sentence, token: Token, cue: Cue) -> list[int]:
    for child in sentence.children(token):
        if child.i < token.i:
            continue
        marks = [t.lower for t in sentence.children(child, "mark")]
        to = any(t.lower == "to" for t in sentence.children(child, "aux"))
        if "clause" in cue.takes and child.dep in ("acl", "ccomp", "relcl") and "that" in marks:
            return sentence.subtree(child)
        if "infinitive" in cue.takes and child.dep in ("acl", "relcl", "xcomp") and to:
            return sentence.subtree(child)
        if child.dep == "prep" and child.lower in cue.takes:
            return [i for i in sentence.subtree(child) if i > child.i]
    return []


def _noun_sources(sentence: Sentence, token: Token) -> tuple[SourcePhrase, ...]:
    for child in sentence.children(token, "poss"):
        return tuple(_without_case(sentence, s) for s in sources_of(sentence, child))
    for child in sentence.children(token, "prep"):
        objects = sentence.children(child, "pobj")
        if child.lower in ("by", "from") and objects:
            return sources_of(sentence, objects[0])
    governor = sentence.head(token)
    if token.dep == "dobj" and governor.lemma in _LIGHT:
        for subject in sentence.children(governor, "nsubj"):
            return sources_of(sentence, subject)
    return ()


def _without_case(sentence: Sentence, phrase: SourcePhrase) -> SourcePhrase:
    """Drop the genitive mark of "the council's claim" from the mention; the whole extent keeps it."""
    mention = phrase.mention
    if mention is None:
        return phrase
    bare = re.sub(r"['’]s?$", "", mention.text)
    if not bare or bare == mention.text:
        return phrase
    return replace(phrase, mention=Mention(mention.start, mention.start + len(bare), bare))
