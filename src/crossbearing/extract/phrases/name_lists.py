"""Lists of names told by their commas: the parser loses itself in long lists of names that it does not know."""

from __future__ import annotations

from crossbearing.text.tokens import Sentence, Token

_BETWEEN_NAMES = frozenset({",", "and", "or", "&", ";"})
_AFTER_NAMES = frozenset({",", "and", "or", "&", ";", ".", ")", ":", "-", "–", "—"})


def names_behind(sentence: Sentence, at: int) -> list[tuple[int, int]]:
    """Return the runs of capitalised words behind token ``at`` that commas and an "and" divide; none of a short list.

    What a verb follows ("in Tarin, Smith said") or another kind of name is no more of it. A run is (first, last token).

    >>> def tokens(*words: str) -> list[Token]:
    ...     return [Token(i, w, w.lower(), w, "NNP" if w.istitle() else w, "", 0, 0, 1) for i, w in enumerate(words)]
    >>> names_behind(Sentence("", 0, 0, "paragraph", 0, tokens("Tarin", ",", "Osk", "and", "Old", "Vel", ".")), 0)
    [(2, 2), (4, 5)]
    >>> names_behind(Sentence("", 0, 0, "paragraph", 0, tokens("Tarin", ",", "Smith", "said", ".")), 0)
    []
    """
    tokens, runs, closed = sentence.tokens, [], False
    while at + 1 < len(tokens) and tokens[at + 1].lower in _BETWEEN_NAMES:
        first = at + 2
        closed = tokens[at + 1].lower in {"and", "or", "&"}
        if first < len(tokens) and tokens[at + 1].lower == "," and tokens[first].lower in {"and", "or"}:
            first, closed = first + 1, True
        last = first - 1
        while last + 1 < len(tokens) and _is_name_part(tokens, last + 1, first):
            last += 1
        after = tokens[last + 1].lower if last + 1 < len(tokens) else "."
        if last < first or (after not in _AFTER_NAMES and tokens[last + 1].tag not in {"IN", "-RRB-", "``", "''"}):
            break
        runs.append((first, last))
        at = last
        if closed:
            break
    return runs if (closed and runs) or len(runs) > 1 else []


def _is_name_part(tokens: list[Token], i: int, first: int) -> bool:
    token = tokens[i]
    if token.kind:
        return token.kind == "place" and (i == first or tokens[i - 1].tag == "HYPH")
    if token.tag == "HYPH" or (i > first and tokens[i - 1].tag == "HYPH"):
        return i > first
    return token.text[:1].isupper() and token.tag in {"NNP", "NNPS", "JJ", "NN"}
