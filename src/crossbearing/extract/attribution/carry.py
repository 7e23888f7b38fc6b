"""Speakers carried over sentence borders: pronouns, "the source", releases after a colon, lists that go on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crossbearing.extract.attribution.draft import Draft, by_sentence
from crossbearing.extract.attribution.lexicon import Cue, nouns
from crossbearing.extract.attribution.sources import named_by
from crossbearing.extract.reported import SourcePhrase
from crossbearing.text.tokens import Sentence, Token

_PEOPLE = frozenset(["he", "she", "who", "i"])


def carried(sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with the antecedents of pronouns and definite descriptions, and what goes on with a speaker."""
    statements = _statements(sentences)
    stated = {(s.sentence, s.cue_at) for s in statements}
    kept = [d for d in drafts if (d.sentence, d.cue_at) not in stated]
    told = _with_releases(sentences, sorted([*kept, *statements], key=lambda d: d.sentence))
    return _tied(_with_continuations(sentences, told))


def _tied(drafts: Sequence[Draft]) -> list[Draft]:
    """Tie "it", "he" and "the source" to the nearest earlier phrase they can go back to, and take its outer links."""
    chains: list[tuple[SourcePhrase, ...]] = []
    tied: list[Draft] = []
    for draft in drafts:
        if not draft.sources:
            tied.append(draft)
            continue
        first = draft.sources[0]
        earlier = _earlier(first, chains)
        if earlier is not None:
            known = earlier[0].antecedent or earlier[0].mention
            outer = earlier[1:] if len(draft.sources) == 1 else ()
            head = replace(first, antecedent=known)
            draft = replace(draft, sources=(head, *draft.sources[1:], *(replace(o, carried=True) for o in outer)))
        if draft.cue is None or draft.cue.commitment in ("assert", "doubt", "demand", "threat"):
            chains.append(draft.sources)
        tied.append(draft)
    return tied


def _earlier(phrase: SourcePhrase, chains: list[tuple[SourcePhrase, ...]]) -> tuple[SourcePhrase, ...] | None:
    if phrase.mention is None or phrase.carried:
        return None
    definite = phrase.mention.text.lower().startswith(("the ", "this ", "that "))
    if not phrase.pronoun and not (definite and len(phrase.mention.text.split()) <= 3):
        return None
    for chain in reversed(chains[-12:]):
        candidate = chain[0]
        if candidate.mention is None or candidate.mention == phrase.mention:
            continue
        if phrase.pronoun and _fits_pronoun(phrase.head, candidate):
            return chain
        if not phrase.pronoun and candidate.head == phrase.head:
            return chain
    return None


def _fits_pronoun(pronoun: str, candidate: SourcePhrase) -> bool:
    if candidate.pronoun:
        return candidate.head == pronoun and candidate.antecedent is not None
    if pronoun == "it":
        return candidate.head not in nouns("anonymous") or candidate.head in ("source", "group", "report")
    if pronoun == "they":
        return True
    return pronoun in _PEOPLE and candidate.head not in nouns("speech")


def _with_releases(sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> list[Draft]:
    """Give the paragraphs after "The minister said:" to the minister, until the next speaker of the release."""
    known = by_sentence(drafts)
    told = list(drafts)
    for number, draft in enumerate(drafts):
        if not draft.goes_on or draft.content:
            continue
        at = draft.sentence + 1
        while at < len(sentences) and sentences[at].segment == "paragraph":
            if any(drafts[i].goes_on or _same_speaker(draft, drafts[i]) for i in known.get(at, [])):
                break
            at += 1
        said = tuple((s.start, s.end) for s in sentences[draft.sentence + 1 : at])
        told[number] = replace(draft, content=said, quoted=(*draft.quoted, *said))
    return told


_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|us)\b")


def _statements(sentences: Sequence[Sentence]) -> list[Draft]:
    """Read "Statement by X on Y" at the head of a text in the first person as the speaker of all that follows."""
    for number, sentence in enumerate(sentences[:2]):
        tokens = sentence.tokens
        at = next(
            (t.i for t in tokens[:4] if t.lemma in ("statement", "remark", "speech", "declaration", "address")), -1
        )
        if at < 0 or at + 2 >= len(tokens) or tokens[at + 1].lower not in ("by", "of", "from"):
            continue
        rest = sentence.document_text[sentence.end : sentences[-1].end]
        first, last = at + 2, _name_end(tokens, at + 2)
        if last < first or sentence.text.endswith(".") or not _FIRST_PERSON.search(rest):
            continue
        cue = Cue(tokens[at].lemma, "", "noun", "announce", "assert", frozenset(["clause"]))
        sources = named_by(sentence, first, last)
        return [Draft(number, cue, (at, at), (), sources, "attribution.release", goes_on=True)]
    return []


def _name_end(tokens: list[Token], first: int) -> int:
    """Return the last token of a title and name that start at ``first``: up to "on", "at", a verb or a new article."""
    last = first - 1
    for token in tokens[first : first + 14]:
        if token.lower in ("on", "at", "about", "following", "regarding", "after", "ahead") or token.tag == "VBG":
            break
        if token.tag == "DT" and token.i > first:
            break
        last = token.i
    return last


def _same_speaker(draft: Draft, other: Draft) -> bool:
    if other is draft or not other.sources or not draft.sources or other.cue is None:
        return False
    return other.sources[0].head == draft.sources[0].head or (
        other.sources[0].head in ("he", "she", "minister", "spokesman", "spokesperson")
        and other.cue.lemma in ("say", "add", "continue", "conclude")
    )


_LIST_OPENER = re.compile(
    r"(?:(?:among|of) (?:the (?:dead|victims|killed|wounded|injured|casualties)|them|those)"
    r"|the (?:dead|victims) includ\w+|those (?:killed|wounded|injured)|(?:[\w'’-]+ ){1,3}also|most of (?:them|the)"
    r"|the (?:rest|others|tolls?|figures?)|another)\b",
    re.IGNORECASE,
)


def _with_continuations(sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> list[Draft]:
    """Add a continuation for a sentence that goes on with the toll or list of the report before it."""
    known = {number: [drafts[i] for i in found] for number, found in by_sentence(drafts).items()}
    last: Draft | None = None
    added: list[Draft] = []
    for number, sentence in enumerate(sentences):
        here = [d for d in known.get(number, []) if d.content and _speaks(d)]
        if here:
            last = here[0]
            continue
        silent = sentence.segment == "paragraph" and not known.get(number)
        if last is not None and silent and (_opens_list(sentence) or _adds_later(sentences, known, number, last)):
            added.append(_continuation(sentence, number, last))
            continue
        last = None
    return sorted([*drafts, *added], key=lambda d: d.sentence)


def _adds_later(sentences: Sequence[Sentence], known: dict[int, list[Draft]], number: int, last: Draft) -> bool:
    """Say whether the next sentences go on with the same speaker in words that continue ("the source added")."""
    for ahead in range(number + 1, min(number + 3, len(sentences))):
        spoken = [d for d in known.get(ahead, []) if d.content and _speaks(d)]
        if spoken:
            return any(_continues_with(d, last) for d in spoken)
    return False


def _continues_with(draft: Draft, last: Draft) -> bool:
    first = draft.sources[0]
    same = first.pronoun or first.head == last.sources[0].head
    return same and draft.cue is not None and draft.cue.lemma in ("add", "continue", "go")


def _speaks(draft: Draft) -> bool:
    return (
        bool(draft.sources)
        and draft.cue is not None
        and draft.cue.commitment in ("assert", "doubt", "stance", "demand")
    )


def _opens_list(sentence: Sentence) -> bool:
    return _LIST_OPENER.match(sentence.document_text, sentence.start, sentence.end) is not None


def _continuation(sentence: Sentence, number: int, last: Draft) -> Draft:
    carried = tuple(
        replace(s, mention=None, carried=True, pronoun=False, antecedent=s.antecedent or s.mention)
        for s in last.sources
    )
    span = (sentence.start, sentence.end - (1 if sentence.text.endswith(".") else 0))
    return Draft(number, last.cue, None, (span,), carried, "attribution.continuation", mode="continuation")
