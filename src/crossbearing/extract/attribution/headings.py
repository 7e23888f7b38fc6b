"""Speakers in headings: "Russia: ...", "...: monitor", "... - Daily Star", "... kills 8 Monitor"."""

from __future__ import annotations

from crossbearing.extract.attribution.draft import Draft, content_spans
from crossbearing.extract.attribution.lexicon import nouns
from crossbearing.extract.reported import SourcePhrase
from crossbearing.text.tokens import Sentence, Token

_DASHES = frozenset(["-", "–", "—", "--", "|"])
_MOST_WORDS = 6
_DESCRIBES = frozenset(["state", "news", "rights", "war", "local", "official", "media", "security", "military"])


def find_heading(sentence: Sentence, number: int) -> list[Draft]:
    """Return the speaker that a heading names without a verb, or nothing."""
    tokens = sentence.tokens
    colons = [t.i for t in tokens if t.text == ":"]
    for i in colons[:1]:
        left, right = (0, i - 1), (i + 1, len(tokens) - 1)
        for speaker, said in ((left, right), (right, left)):
            if _may_speak(sentence, *speaker) and said[1] - said[0] >= 1:
                return [_draft(sentence, number, speaker, said, "attribution.heading")]
    dashes = [t.i for t in tokens if t.text in _DASHES and 0 < t.i < len(tokens) - 1]
    if dashes and _spaced(sentence, dashes[-1]):
        speaker, said = (dashes[-1] + 1, len(tokens) - 1), (0, dashes[-1] - 1)
        if _may_speak(sentence, *speaker) and said[1] - said[0] > 2:
            return [_draft(sentence, number, speaker, said, "attribution.heading")]
    return _bare(sentence, number, tokens)


def _spaced(sentence: Sentence, i: int) -> bool:
    return sentence.tokens[i - 1].end < sentence.tokens[i].start


def _may_speak(sentence: Sentence, first: int, last: int) -> bool:
    words = sentence.tokens[first : last + 1]
    if not words or len(words) > _MOST_WORDS or any(t.tag in ("VBD", "VBZ", "VBP", "MD", "CD") for t in words):
        return False
    head = words[-1]
    if head.lower in nouns("heading_source") | nouns("anonymous") | nouns("role") | nouns("speaker"):
        return True
    return head.kind in ("actor", "outlet", "person", "place") or (
        first == 0 and len(words) <= 4 and all(t.tag in ("NNP", "NNPS", "DT", "POS", "IN") or t.kind for t in words)
    )


def _bare(sentence: Sentence, number: int, tokens: list[Token]) -> list[Draft]:
    """Find "... kills 8 Monitor": the colon before the speaker is lost."""
    if len(tokens) < 5 or not (tokens[-1].kind == "outlet" or tokens[-1].lower in nouns("heading_source")):
        return []
    last = len(tokens) - 1
    first = last
    while first > 3 and (tokens[first - 1].lower in _DESCRIBES or tokens[first - 1].tag == "JJ"):
        first -= 1
    before = tokens[first - 1]
    if before.tag not in ("NNS", "CD", "NNP", "NNPS", "VBN", "VBD") and not before.kind:
        return []
    if before.tag in ("VBD", "NNP") and first == last and tokens[-1].tag != "NN" and not tokens[-1].text[0].isupper():
        return []
    return [_draft(sentence, number, (first, last), (0, first - 1), "attribution.heading")]


def _draft(sentence: Sentence, number: int, speaker: tuple[int, int], said: tuple[int, int], rule: str) -> Draft:
    head = sentence.tokens[speaker[1]]
    spans = content_spans(sentence, range(said[0], said[1] + 1))
    if head.lemma in ("report", "reports") and speaker[0] == speaker[1]:
        return Draft(number, None, speaker, spans, (), rule, mode="heading")
    span = (sentence.tokens[speaker[0]].start, head.end)
    anonymous = head.lower in nouns("anonymous") and not head.kind
    source = SourcePhrase(sentence.mention(*speaker), head.lower, anonymous=anonymous, extent=span)
    return Draft(number, None, None, spans, (source,), rule, mode="heading")
