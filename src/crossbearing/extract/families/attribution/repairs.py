"""Repairs for sentences whose parse lost the reporting words: agency copy without its commas.

"... killed five people on Thursday a monitoring group in the city said on Friday": the parser makes the speaker an
object of what stands before it. The words are found from the end of the sentence instead: a tail that tells when and
where, the cue, and before it the nearest noun phrase that can speak.
"""

from __future__ import annotations

from crossbearing.extract.families.attribution.draft import QUOTES, Draft, content_spans
from crossbearing.extract.families.attribution.lexicon import Cue, cue_of, glued_cue, nouns
from crossbearing.extract.families.attribution.sources import named_by
from crossbearing.extract.families.attribution.speakers import outer_link
from crossbearing.extract.reported import SourcePhrase
from crossbearing.text.tokens import Sentence, Token

_LONGEST_SPEAKER = 16
_LONGEST_TAIL = 18
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_JOINERS = frozenset(["of", "for", "in", "from", "at", "close", "near", "inside", "with", "on", "to"])


def repair_final(sentence: Sentence, number: int, drafts: list[Draft]) -> None:
    """Replace what the parse made of a sentence-final "<speaker> said", or add it where the parse lost it."""
    cue_token = _final_cue(sentence)
    if cue_token is None or sentence.tokens[-1].text == ":" or _sound(sentence, cue_token, drafts):
        return
    known = glued_cue(cue_token) or cue_of(sentence, cue_token, "verb")
    if known is None or "clause" not in known[0].takes or known[0].commitment not in ("assert", "doubt"):
        return
    cue, last = known
    speaker = speaker_before(sentence, cue_token.i)
    if speaker is None:
        inverted = _speaker_after(sentence, cue_token.i)
        if inverted is None:
            return
        first, end, before = inverted[0], inverted[1], cue_token.i
    else:
        first, end, before = speaker[0], speaker[1], speaker[0]
    if before < 3 or not _clause_before(sentence, before):
        return
    if sentence.tokens[first].tag == "PRP" and cue.lemma not in ("say", "add", "report", "note", "state"):
        return
    sources = named_by(sentence, first, end)
    outer = tuple(s for s in outer_link(sentence, cue_token) if s.mention not in [o.mention for o in sources])
    draft = _draft(sentence, number, cue, (cue_token.i, last), before, sources + outer)
    drafts[:] = [d for d in drafts if d.cue_at is None or d.cue_at[0] != cue_token.i]
    drafts.append(draft)


def _draft(
    sentence: Sentence, number: int, cue: Cue, at: tuple[int, int], before: int, sources: tuple[SourcePhrase, ...]
) -> Draft:
    spans = content_spans(sentence, range(before))
    return Draft(number, cue, at, spans, sources, "attribution.trailing")


def _clause_before(sentence: Sentence, before: int) -> bool:
    return any(t.is_verb or t.tag == "MD" or t.text in QUOTES for t in sentence.tokens[:before])


def _sound(sentence: Sentence, cue: Token, drafts: list[Draft]) -> bool:
    """Say whether the parse already has a speaker beside the cue and words before it."""
    for draft in drafts:
        if draft.cue_at is None or draft.cue_at[0] != cue.i or not draft.content or not draft.sources:
            continue
        extents = [s.extent for s in draft.sources if s.extent is not None]
        before = [e for e in extents if e[1] <= cue.start]
        if not before:
            if extents and extents[0][0] >= cue.end and cue.lemma != "tell":
                return True
            continue
        start = min(e[0] for e in before)
        gap = sentence.document_text[max(e[1] for e in before) : cue.start]
        return len(gap.split()) <= 2 and _starts_phrase(sentence, start)
    return False


def _starts_phrase(sentence: Sentence, start: int) -> bool:
    """Say whether a comma, a quotation mark, a verb or the sentence's start stands before the speaker."""
    token = next((t for t in sentence.tokens if t.start >= start), None)
    if token is None or token.i == 0:
        return True
    before = sentence.tokens[token.i - 1]
    return before.dep in ("punct", "cc", "mark") or before.text in QUOTES or before.tag in ("CC", "IN", "WRB", "RB")


def _final_cue(sentence: Sentence) -> Token | None:
    """Return the last finite reporting verb if nothing but a tail follows it."""
    tokens = sentence.tokens
    if tokens and glued_cue(tokens[-1]) is not None:
        return tokens[-1]
    for token in reversed(tokens):
        if token.tag not in ("VBD", "VBZ", "VBP", "VBN") or token.i < 3:
            continue
        if cue_of(sentence, token, "verb") is None:
            if token.tag in _FINITE and not in_relative(sentence, token):
                return None
            continue
        if in_relative(sentence, token) or (token.tag == "VBN" and token.dep in ("acl", "amod")):
            continue
        spoken = only_tail(sentence, token) or _speaker_after(sentence, token.i) is not None
        return token if spoken else None
    return None


# "the town the army said it held" is rare at the end of a sentence: a lost clause border is likelier with these.
_SAYING = frozenset(["say", "report", "add", "tell", "announce", "confirm", "state"])


def in_relative(sentence: Sentence, token: Token) -> bool:
    """Say whether a verb stands in a relative clause, with its pronoun or without ("a charge it denies")."""
    if any(t.lower in ("which", "who", "that") for t in sentence.tokens[max(0, token.i - 4) : token.i]):
        return True
    subjects = sentence.children(token, "nsubj")
    pronoun = not subjects or subjects[0].tag in ("PRP", "WDT", "WP")
    return token.dep == "relcl" and (pronoun or token.lemma not in _SAYING)


def only_tail(sentence: Sentence, cue: Token) -> bool:
    """Say whether nothing but when, where and to whom stands behind the cue."""
    rest = [t for t in sentence.tokens[cue.i + 1 :] if t.dep != "punct" and t.text not in QUOTES]
    if not rest or len(rest) > _LONGEST_TAIL:
        return not rest
    first = rest[0]
    if first.lower == "that" or first.text == ":":
        return False
    if cue.lemma == "tell":
        return bool(first.is_noun or first.kind) and not any(t.tag in _FINITE for t in rest)
    opens = first.tag in ("IN", "TO", "RB", "RBR") or first.lower in nouns("time")
    return opens and not any(t.tag in _FINITE and not in_relative(sentence, t) for t in rest)


# --- the speaker


def speaker_before(sentence: Sentence, cue: int) -> tuple[int, int] | None:
    """Return the first and last token of the nearest noun phrase before ``cue`` that can speak, or None."""
    tokens = sentence.tokens
    end = cue - 1
    if end > 1 and tokens[end].text == "," and tokens[end - 1].tag in ("NNP", "NNPS"):
        end -= 1
    while end > 0 and (tokens[end].tag in ("RB", "MD", "VBP", "VBZ", "VBD") and tokens[end].lower in _BETWEEN):
        end -= 1
    for i in range(end, max(-1, end - _LONGEST_SPEAKER), -1):
        if tokens[i].tag in _FINITE and not in_relative(sentence, tokens[i]):
            return None
        if not can_speak(tokens[i]) or not _joined(tokens[i + 1 : end + 1]):
            continue
        start = _bounded_start(sentence, i)
        if start is not None:
            return start, end
    return None


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
    bare = tokens[head].tag == "NNS" and head > start and (tokens[head - 1].is_noun or tokens[head - 1].kind)
    if not bare:
        return None
    while head > start + 1 and tokens[head - 1].lower in nouns("kind_of_source"):
        head -= 1
    return head


def can_speak(token: Token) -> bool:
    """Say whether a token may be the head of a speaker's noun phrase."""
    if token.kind:
        return token.kind in ("actor", "outlet", "person")
    if token.tag in ("PRP",):
        return token.lower in ("he", "she", "it", "they")
    if token.tag in ("NNP", "NNPS"):
        return token.lower not in nouns("time")
    return token.is_noun and any(token.lower in nouns(c) for c in ("speaker", "anonymous", "role", "heading_source"))


def _joined(between: list[Token]) -> bool:
    """Say whether the words between the speaker's head and the cue can belong to the phrase."""
    if not between:
        return True
    first = between[0]
    if first.tag == "VBG" or first.lower in _JOINERS:
        return not any(t.tag in _FINITE or t.dep == "punct" for t in between)
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
    if token.tag == "NNS" and not token.kind:
        return False
    if token.tag == "NN" and not token.kind:
        return token.dep in ("compound", "nmod", "amod") or token.lower in nouns("speaker") | nouns("outlet")
    if token.tag == "VBN":
        return following.tag == "NN"
    return token.tag in ("JJ", "NNP", "NNPS", "POS", "HYPH", "ADD", "AFX") or bool(token.kind)


def _speaker_after(sentence: Sentence, cue: int) -> tuple[int, int] | None:
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
            or tokens[i + 1].tag in ("DT", "IN", "WDT", "WP", ".", ",")
            or tokens[i + 1].lower in nouns("time")
        )
        if ends and can_speak(token):
            return cue + 1, i
    return None
