"""Finds a speaker's noun phrase beside a cue without the help of a parse that went wrong."""

from __future__ import annotations

from crossbearing.extract.attribution.lexicon import nouns
from crossbearing.extract.attribution.speakers import can_say
from crossbearing.text.tokens import Sentence, Token

_LONGEST_SPEAKER = 16
# The tagger takes it for a verb behind a name ("the president sources close to him said").
_MISREAD = "sources"
_BRACKETS = ("-LRB-", "-RRB-", "HYPH")
FINITE = ("VBD", "VBZ", "VBP", "MD")
_JOINERS = frozenset(["of", "for", "in", "from", "at", "close", "near", "inside", "with", "on", "to"])
# "the town the army said it held" is rare at the end of a sentence: a lost clause border is likelier with these.
_SAYING = frozenset(["say", "report", "add", "tell", "announce", "confirm", "state"])


def in_relative(sentence: Sentence, token: Token) -> bool:
    """Say whether a verb stands in a relative clause, with its pronoun or without ("a charge it denies")."""
    if any(t.lower in ("which", "who", "that") for t in sentence.tokens[max(0, token.i - 4) : token.i]):
        return True
    return token.dep == "relcl" and token.lemma not in _SAYING


def speaker_before(sentence: Sentence, cue: int) -> tuple[int, int] | None:
    """Return the first and last token of the nearest noun phrase before ``cue`` that can speak, or None."""
    tokens = sentence.tokens
    end = cue - 1
    if end > 1 and tokens[end].text == "," and tokens[end - 1].tag in ("NNP", "NNPS"):
        end -= 1
    while end > 0 and (tokens[end].lower in _BETWEEN or (tokens[end].tag == "RB" and tokens[end].lower.endswith("ly"))):
        end -= 1
    if end > 1 and tokens[end].tag == "CD" and _plain_name(tokens[end - 1]):
        end -= 1  # "Ahmed 24 said": an age without its commas
    end = _before_brackets(tokens, end)
    for i in range(end, max(-1, end - _LONGEST_SPEAKER), -1):
        if tokens[i].tag in FINITE and tokens[i].lower != _MISREAD and not in_relative(sentence, tokens[i]):
            return None
        if not can_speak(tokens[i]) or not _joined(tokens[i + 1 : end + 1]):
            continue
        start = _bounded_start(sentence, i)
        if start is not None:
            return _with_partner(sentence, start), end
    return None


def _before_brackets(tokens: list[Token], end: int) -> int:
    """Return the last token before a short form in brackets that ends a phrase: "the Relief Committee (RC) said"."""
    if tokens[end].tag != "-RRB-":
        return end
    opened = next((i for i in range(end - 1, max(0, end - 5), -1) if tokens[i].tag == "-LRB-"), end + 1)
    return opened - 1


def _with_partner(sentence: Sentence, start: int) -> int:
    """Take a second speaker joined by "and" along: "state media and activists"."""
    if start > 2 and sentence.tokens[start - 1].lower == "and" and can_speak(sentence.tokens[start - 2]):
        partner = _bounded_start(sentence, start - 2)
        return start if partner is None else partner
    return start


_BETWEEN = frozenset(["also", "has", "have", "had", "later", "earlier", "then", "further", "first"])


def _bounded_start(sentence: Sentence, head: int) -> int | None:
    """Return where the phrase of ``head`` starts, None where it is only the object of a preposition.

    "near the bridge officials said": the article belongs to the bridge, a bare plural speaks for itself.
    """
    tokens = sentence.tokens
    start = _phrase_start(sentence, head)
    governed = start > 0 and (tokens[start - 1].tag in ("IN", "TO", "POS") or tokens[start - 1].dep == "aux")
    if not governed or tokens[start - 1].lower in ("that", "as", "while", "after", "because"):
        return start
    if _plain_name(tokens[head]):
        name = head
        while name > start and _plain_name(tokens[name - 1]):
            name -= 1
        if name > start and tokens[name - 1].tag != "DT":
            return name  # "from the south Haddad said"
    places = [i for i in range(start, head) if tokens[i].kind == "place"]
    if places and _plain_name(tokens[head]):
        return places[-1] + 1  # "in Homs Karim Haddad said"
    if (tokens[head].tag != "NNS" and tokens[head].lower != _MISREAD) or head == start:
        return None
    while head > start + 1 and tokens[head - 1].lower in nouns("kind_of_source"):
        head -= 1
    if not (tokens[head - 1].is_noun or tokens[head - 1].kind):
        return None
    return head


def _plain_name(token: Token) -> bool:
    return token.kind == "person" or (not token.kind and token.tag in ("NNP", "NNPS") and token.text[0].isupper())


def name_before(sentence: Sentence, first: int) -> int | None:
    """Return where a person's name starts that stands right before "the head of ..." at token ``first``, or None."""
    tokens = sentence.tokens
    offices = {t.lower for t in tokens[first : first + 4]} & nouns("role")
    if first < 1 or not offices or not (tokens[first].tag == "DT" or tokens[first].lower in nouns("role")):
        return None
    start = first
    while start > 0 and _plain_name(tokens[start - 1]) and tokens[start - 1].lower not in nouns("time"):
        start -= 1
    known = start < first and (first - start > 1 or tokens[start].kind == "person")
    return start if known else None


def can_speak(token: Token) -> bool:
    """Say whether a token may be the head of a speaker's noun phrase, a pronoun too."""
    if token.tag == "PRP":
        return token.lower in ("he", "she", "it", "they")
    named = can_say(token) and token.tag != "DT" and token.lower not in nouns("time")
    return named or token.lower == _MISREAD


def _joined(between: list[Token]) -> bool:
    """Say whether the words between the speaker's head and the cue can belong to the phrase."""
    if not between:
        return True
    first = between[0]
    if first.lower == "who":
        return not any(t.dep == "punct" and t.tag not in _BRACKETS for t in between)
    if (first.tag == "VBG" and first.lower != "including") or first.lower in _JOINERS:
        return not any(t.tag in FINITE or (t.dep == "punct" and t.tag not in _BRACKETS) for t in between)
    return False


def _phrase_start(sentence: Sentence, head: int) -> int:
    tokens = sentence.tokens
    start = head
    if tokens[head].tag == "PRP":
        return head
    while start > 0 and _modifies(tokens[start - 1], tokens[start]):
        start -= 1
        if tokens[start].tag in ("DT", "PRP$"):
            break
    return start


def _modifies(token: Token, following: Token) -> bool:
    if token.lower in nouns("time") or token.dep == "punct" or (token.kind == "place" and following.kind == "person"):
        return False
    if token.tag in ("DT", "PRP$"):
        return token.lower not in ("this", "that", "these", "those")
    if token.tag in ("NNP", "NNPS") and following.kind in ("actor", "outlet"):
        return False
    if token.tag == "NN" and not token.kind:
        return token.dep in ("compound", "nmod", "amod") or token.lower in nouns("speaker") | nouns("outlet")
    if token.tag == "VBN":
        return following.tag == "NN"
    if token.tag == "CD":
        return token.lower.isalpha()
    return token.tag in ("JJ", "NNP", "NNPS", "POS", "HYPH", "ADD", "AFX") or bool(token.kind)


def speaker_after(sentence: Sentence, cue: int) -> tuple[int, int] | None:
    """Return the speaker of "... said the Observatory", where a clause stands before the cue."""
    tokens = sentence.tokens
    if tokens[cue].lemma not in ("say", "add"):
        return None
    for i in range(cue + 1, min(cue + 9, len(tokens))):
        token = tokens[i]
        if token.tag in ("IN", "TO") or token.is_verb or token.dep == "punct":
            return None
        ends = (
            i + 1 == len(tokens)
            or tokens[i + 1].tag in ("DT", "IN", "WDT", "WP", "VBG", "-LRB-", ".", ",")
            or tokens[i + 1].lower in nouns("time")
        )
        if ends and can_speak(token):
            return cue + 1, i
    return None
