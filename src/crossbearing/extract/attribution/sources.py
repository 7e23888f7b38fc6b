"""Turns the noun phrase of a speaker into the links of a chain of sources."""

from __future__ import annotations

from crossbearing.extract.attribution.lexicon import cue_of, nouns
from crossbearing.extract.reported import SourcePhrase
from crossbearing.text.tokens import Sentence, Token

_PRONOUNS = frozenset(["he", "she", "it", "they", "i", "we", "who", "which", "that", "you"])
# A noun phrase goes on over these; other prepositions after a speaker tell when and where it was said.
_INNER = frozenset(["of", "for", "from", "with", "in", "at", "on", "near", "to", "close", "inside", "by", "under"])
_OF_BODY = frozenset(["of", "for", "at", "from", "with", "in"])


def phrase_bounds(sentence: Sentence, head: Token, whole: bool = False) -> tuple[int, int]:
    """Return the first and last token of the noun phrase of ``head``; with ``whole`` appositions and clauses too."""
    first = last = head.i
    for child in sentence.children(head):
        if child.i < head.i:
            if child.dep in ("punct", "cc", "preconj", "conj", "advmod", "mark", "dep", "advcl") and not whole:
                continue
            if child.dep in ("punct", "cc", "mark", "prep"):
                continue
            first = min(first, sentence.subtree(child)[0])
        elif _continues(sentence, head, child, last, whole):
            last = max(last, sentence.subtree(child)[-1] if whole else _plain_end(sentence, child))
    for token in sentence.tokens[first : head.i]:
        if token.lower in nouns("time") and not token.kind and token.tag in ("NN", "NNS", "NNP") and first + 1 < head.i:
            first = token.i + 1
    while last > first and sentence.tokens[last].dep == "punct" and sentence.tokens[last].text not in ")]”’\"'":
        last -= 1
    return first, last


def _plain_end(sentence: Sentence, token: Token) -> int:
    """Return the last token that hangs from ``token`` before any relative clause or apposition below it."""
    end, pending = token.i, [token]
    stop = len(sentence.tokens)
    while pending:
        for child in sentence.children(pending.pop()):
            if child.dep in ("relcl", "appos", "advcl") and child.i > token.i:
                stop = min(stop, sentence.subtree(child)[0])
            else:
                pending.append(child)
    for i in sentence.subtree(token):
        if i < stop:
            end = max(end, i)
    return end


def _continues(sentence: Sentence, head: Token, child: Token, last: int, whole: bool) -> bool:
    subtree = sentence.subtree(child)
    if child.dep == "appos" and child.i == last + 1 and _is_name(child) and head.lower in nouns("outlet"):
        return True
    if child.dep == "case" or (child.i == last + 1 and child.dep in ("nummod", "compound", "nmod") and not whole):
        return True
    if child.dep == "prep":
        objects = [t for t in sentence.children(child) if t.dep == "pobj"]
        if child.lower not in _INNER or not objects:
            return whole and bool(objects) and not _says_when(objects[0])
        if any(_says_when(t) or (t.lower in nouns("speech") and child.lower in ("in", "on", "at")) for t in objects):
            return False
        return _no_break(sentence, last, subtree[0])
    if child.dep == "acl" and child.tag in ("VBN", "VBG"):
        return subtree[0] == last + 1 and cue_of(sentence, child, "verb") is None
    if whole:
        return child.dep in ("appos", "relcl", "acl", "conj", "cc", "amod", "nmod")
    return False


def _no_break(sentence: Sentence, last: int, first: int) -> bool:
    return not any(sentence.tokens[i].text in (",", "-", "—", "–", ";") for i in range(last + 1, first))


def _says_when(token: Token) -> bool:
    return token.lower in nouns("time") or token.tag == "CD"


def sources_of(sentence: Sentence, head: Token) -> tuple[SourcePhrase, ...]:
    """Return the links for the speaker ``head``: a person before his body, joint speakers in text order."""
    found: list[SourcePhrase] = []
    for one in _joint(sentence, head):
        found.extend(_person_and_body(sentence, one))
    return tuple(found)


def _joint(sentence: Sentence, head: Token) -> list[Token]:
    heads, pending = [head], [head]
    if sentence.children(head, "cc"):
        # "a medic and two residents said": the parser gives the verb two subjects.
        twins = [t for t in sentence.children(sentence.head(head), head.dep) if head.i < t.i < sentence.head(head).i]
        heads.extend(twins)
    while pending:
        for child in sentence.children(pending.pop(), "conj"):
            if child.is_noun or child.kind or child.tag == "PRP":
                heads.append(child)
                pending.append(child)
    return sorted(heads, key=lambda t: t.i)


def _person_and_body(sentence: Sentence, head: Token) -> list[SourcePhrase]:
    pair = _before_name(sentence, head) or _beside_name(sentence, head) or _name_before_office(sentence, head)
    if pair is not None:
        person, body = pair
        return [_phrase(sentence, head, *person), _named_link(sentence, *body)]
    name = _named_officer(sentence, head)
    if name is not None:
        return [_phrase(sentence, name, *phrase_bounds(sentence, name))]
    phrase = _phrase(sentence, head, *phrase_bounds(sentence, head))
    behind = _body_behind(sentence, head)
    return [phrase] if behind is None else [phrase, _named_link(sentence, *behind)]


def _named_link(sentence: Sentence, first: int, last: int) -> SourcePhrase:
    """Return the link of a person or body that tokens ``first`` to ``last`` name, with the last word as its head."""
    return SourcePhrase(
        sentence.mention(first, last), sentence.tokens[last].lower, extent=_chars(sentence, first, last)
    )


def _phrase(sentence: Sentence, head: Token, first: int, last: int) -> SourcePhrase:
    whole_first, whole_last = phrase_bounds(sentence, head, whole=True)
    return SourcePhrase(
        sentence.mention(first, last),
        head_word(head),
        anonymous=_anonymous(sentence, head, first, last),
        pronoun=head.lower in _PRONOUNS and head.tag in ("PRP", "WP", "WDT", "DT", "IN"),
        extent=_chars(sentence, min(first, whole_first), max(last, whole_last)),
    )


def _chars(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    return sentence.tokens[first].start, sentence.tokens[last].end


def head_word(head: Token) -> str:
    """Return the lower-case head noun; of a name that ends in a common noun ("Syrian military source") that noun."""
    last = head.text.split()[-1]
    return last if head.kind and last.islower() else head.lower


def _anonymous(sentence: Sentence, head: Token, first: int, last: int) -> bool:
    word = head_word(head)
    if word not in nouns("anonymous") or head.tag == "PRP" or (head.text.split()[-1][:1].isupper() and head.i > 0):
        return False
    if head.tag in ("NNP", "NNPS") and not head.kind:
        return False
    return not any(t.dep == "appos" and _is_name(t) for t in sentence.children(head))


def _is_name(token: Token) -> bool:
    return bool(token.kind) or token.tag in ("NNP", "NNPS")


def _before_name(sentence: Sentence, head: Token) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Split "Observatory chief Rami Abdel Rahman" into (person, body); None where there is no body."""
    if not _is_name(head):
        return None
    return _office(sentence, phrase_bounds(sentence, head)[0], head)


def _office(sentence: Sentence, first: int, head: Token) -> tuple[tuple[int, int], tuple[int, int]] | None:
    role = next((t for t in sentence.tokens[first : head.i] if t.lower in nouns("role")), None)
    if role is None or role.i in (first, head.i):
        return None
    start = role.i
    while start > first and (_in_body(sentence.tokens[start - 1]) or sentence.tokens[start - 1].tag == "POS"):
        start -= 1
    stop = role.i - 1
    if stop >= start and sentence.tokens[stop].tag == "POS":
        stop -= 1
    body = sentence.tokens[start : stop + 1]
    if not body or all(t.kind in ("place", "demonym") for t in body) or body[-1].lower in nouns("role"):
        return None
    if body[-1].lower in nouns("rank") | nouns("no_body"):
        return None
    return (role.i + 1, head.i), (_with_article(sentence, start, first), stop)


def _in_body(token: Token) -> bool:
    return _is_name(token) or (token.tag in ("NN", "JJ") and token.text[0].isupper() and token.dep == "compound")


def _with_article(sentence: Sentence, start: int, first: int) -> int:
    return start - 1 if start > first and sentence.tokens[start - 1].tag in ("DT", "PRP$") else start


def _beside_name(sentence: Sentence, head: Token) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Split "X, head of the Observatory" and "the Observatory's director, X" into (person, body)."""
    for other in sentence.children(head, "appos"):
        name, office = (head, other) if _is_name(head) and not _is_name(other) else (other, head)
        if not _is_name(name) or office.lower not in nouns("role"):
            continue
        body = _body_of(sentence, office)
        if body is not None and all(t.kind not in ("place", "demonym") for t in [sentence.tokens[body[1]]]):
            bounds = phrase_bounds(sentence, name)
            return bounds, body
    return None


def _named_officer(sentence: Sentence, head: Token) -> Token | None:
    """Return the name beside an office or trade without a body: "a tribal police officer, Ali Ahmed"."""
    if _is_name(head) or head.lower not in nouns("role") | nouns("anonymous") or head.tag == "NNS":
        return None
    return next((t for t in sentence.children(head, "appos") if t.kind == "person" or _is_plain_name(t)), None)


def _body_behind(sentence: Sentence, head: Token) -> tuple[int, int] | None:
    """Return the named body of "a source at the Customs Office" or "the spokesman for the coalition"."""
    if _is_name(head) or head.tag == "NNS" or head.lower not in nouns("office"):
        return None
    for child in sentence.children(head, "prep"):
        objects = sentence.children(child, "pobj")
        if child.lower in ("at", "of", "for", "from", "in", "with") and objects:
            body = objects[0]
            plain = body.lower in nouns("speaker") and child.lower in ("for", "of", "at")
            if _is_body(body) or plain:
                return phrase_bounds(sentence, body)
    return None


def _name_before_office(sentence: Sentence, head: Token) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Split "Rami Hassan director of the Observatory", where the comma is lost, into (person, body)."""
    if head.kind or head.lower not in nouns("role"):
        return None
    first = phrase_bounds(sentence, head)[0]
    before = sentence.tokens[first : head.i]
    person = bool(before) and (
        before[-1].kind == "person" or (len(before) > 1 and all(_is_plain_name(t) for t in before))
    )
    body = _body_after(sentence, head) if person else None
    return None if body is None else ((first, head.i - 1), body)


def _is_plain_name(token: Token) -> bool:
    return not token.kind and token.tag in ("NNP", "NNPS")


def _is_body(token: Token) -> bool:
    return token.kind in ("actor", "outlet") or (not token.kind and token.tag in ("NNP", "NNPS"))


def _body_after(sentence: Sentence, office: Token) -> tuple[int, int] | None:
    for child in sentence.children(office, "prep"):
        objects = sentence.children(child, "pobj")
        if child.lower in _OF_BODY and objects:
            return phrase_bounds(sentence, objects[0])
    return None


def _body_of(sentence: Sentence, office: Token) -> tuple[int, int] | None:
    after = _body_after(sentence, office)
    if after is not None:
        return after
    for child in sentence.children(office):
        if child.dep in ("poss", "compound", "nmod") and child.i < office.i and _is_body(child):
            first, last = phrase_bounds(sentence, child)
            if sentence.tokens[last].tag == "POS":
                last -= 1
            return first, last
    return None


def named_by(sentence: Sentence, first: int, last: int) -> tuple[SourcePhrase, ...]:
    """Return the links for a speaker known only as tokens ``first`` to ``last`` (the parse lost its head)."""
    head = _last_noun(sentence, first, last)
    pair = _office(sentence, first, head) if _is_name(head) else None
    pair = pair or _office_behind(sentence, first, last)
    if pair is not None:
        person, body = pair
        return _named_link(sentence, *person), _named_link(sentence, *body)
    anonymous = head.lower in nouns("anonymous") and not head.kind and head.tag not in ("NNP", "NNPS")
    pronoun = head.tag == "PRP"
    return (
        SourcePhrase(
            sentence.mention(first, last), head.lower, anonymous, pronoun, extent=_chars(sentence, first, last)
        ),
    )


def _office_behind(sentence: Sentence, first: int, last: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Split "Peter Moor head of the Aid Office", read from left to right, into (person, body)."""
    tokens = sentence.tokens
    end = first
    while end <= last and (tokens[end].kind == "person" or _is_plain_name(tokens[end])):
        if tokens[end].lower in nouns("role"):
            break
        end += 1
    office = next((t.i for t in tokens[end : end + 3] if t.i < last and t.lower in nouns("role")), None)
    named = end > first and (end - first > 1 or tokens[first].kind == "person")
    if not named or office is None or tokens[office + 1].lower not in _OF_BODY or office + 2 > last:
        return None
    return (first, end - 1), (office + 2, last)


def _last_noun(sentence: Sentence, first: int, last: int) -> Token:
    """Return the head of a phrase read from left to right: the last noun before a preposition or participle."""
    head = sentence.tokens[first]
    for token in sentence.tokens[first : last + 1]:
        if token.tag in ("IN", "TO", "VBG") or (token.lower == "close" and token.i > first):
            break
        if token.is_noun or token.kind or token.tag == "PRP":
            head = token
    return head
