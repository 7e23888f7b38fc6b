"""Places quotes in a text: verbatim, by their neighbours, never at the first occurrence for want of a better one."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.llm.passages import Passage
from crossbearing.llm.shown import shown
from crossbearing.model.mention import Mention
from crossbearing.text.sentences import sentences

_QUOTE_MARKS = frozenset("\"'`´“”„‟‘’‚‛«»‹›′″ʼ＂＇")
# Latin, Greek, Cyrillic and Armenian write words apart; so do Hebrew and Arabic, with small words joined before them.
# Scripts behind these may write sentences without blanks: there a quote may begin and end at any whole letter.
_APART = 0x0900
_RIGHT_TO_LEFT = 0x0590
_LONGEST_JOINED = 3
_MARKS = frozenset({"Mn", "Mc", "Me"})
_JOINING = frozenset("و ف ب ل ك ال وال فال بال لل كال ول وب ו ה ב ל מ ש כ וה שה וב ול ומ של כש".split())
# Marks that say how text runs and are never seen, as white space is: U+200E, U+200F, U+061C and the isolates.
_UNSEEN = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
# A quote shorter than this is never found inside a longer word: "IS" is no part of "ISIS".
_INSIDE_WORD = 5
_GENITIVE = 3
_IN_NUMBERS = ".,'٫٬"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words a reply quotes, with the passage it says they stand in and a stretch of their neighbours, if any."""

    words: str
    passage: int | None = None
    near: str | None = None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Why a quote stands nowhere: a stable code and the reason in words."""

    code: str
    reason: str


def ambiguous(times: int) -> Unplaced:
    """Return why a quote with several places has none.

    >>> ambiguous(2).code
    'ambiguous_quote'
    """
    return Unplaced("ambiguous_quote", f"its words stand {times} times and nothing says which is meant")


def _fold(text: str) -> tuple[str, list[int]]:
    """Return the text with one blank for any white space and one mark for any quotation mark, and where each was."""
    folded: list[str] = []
    at: list[int] = []
    for i, character in enumerate(text):
        if character in _UNSEEN:
            continue
        if character.isspace():
            if folded and folded[-1] == " ":
                continue
            character = " "
        elif character in _QUOTE_MARKS:
            character = "'"
        folded.append(character)
        at.append(i)
    return "".join(folded), at


def _joined(one: str, two: str) -> bool:
    """Say whether two characters beside each other belong to one word or number."""
    if not (one.isalnum() and two.isalnum()):
        return False
    if one.isdigit() or two.isdigit():
        # "12and" is two words run together; a letter of Hebrew or Arabic is joined before figures ("و50").
        return (one.isdigit() and two.isdigit()) or (ord(one) < _RIGHT_TO_LEFT and ord(two) < _RIGHT_TO_LEFT)
    return ord(one) < _APART and ord(two) < _APART


def _cuts_letter(text: str, start: int, end: int) -> bool:
    """Say whether the span begins or ends between a letter and its marks: vowel signs, points, tones."""
    return unicodedata.category(text[start]) in _MARKS or (
        end < len(text) and unicodedata.category(text[end]) in _MARKS
    )


def _only_joined_before(text: str, start: int) -> bool:
    """Say whether what stands before ``start`` in its word is small words that Hebrew and Arabic join to the next."""
    begin = start
    while begin and start - begin <= _LONGEST_JOINED and text[begin - 1].isalpha():
        begin -= 1
    return text[begin:start] in _JOINING


def _cuts_number(text: str, start: int, end: int) -> bool:
    """Say whether the span begins or ends inside a number: "12" in "12,000" or "3.12"."""
    before = start >= 2 and text[start].isdigit() and text[start - 1] in _IN_NUMBERS and text[start - 2].isdigit()
    after = end + 1 < len(text) and text[end - 1].isdigit() and text[end] in _IN_NUMBERS and text[end + 1].isdigit()
    return before or after


class HeldText:
    """One document's text, ready for quotes to be placed in the passages that the model was shown."""

    def __init__(self, text: str, passages: Sequence[Passage], language: str = "en") -> None:
        self.text = text
        self.language = language
        self.passages = {p.number: p for p in passages}
        self._ordered = sorted(passages, key=lambda p: p.start)
        self._starts = [p.start for p in self._ordered]
        self._folded, self._at = _fold(text)
        self._sentences = [span for p in self._ordered for span in sentences(text, p.start, p.end)]
        self._sentence_starts = [a for a, _ in self._sentences]

    def passage_at(self, offset: int) -> Passage | None:
        """Return the passage that holds the character at ``offset``, None in what was not shown."""
        i = bisect_right(self._starts, offset) - 1
        return self._ordered[i] if i >= 0 and offset < self._ordered[i].end else None

    def sentence(self, mention: Mention) -> tuple[int, int]:
        """Return the span of the sentences that a mention touches."""
        first = max(0, bisect_right(self._sentence_starts, mention.start) - 1)
        last = max(first, bisect_right(self._sentence_starts, mention.end - 1) - 1)
        spans = self._sentences[first : last + 1] or [(mention.start, mention.end)]
        return min(spans[0][0], mention.start), max(spans[-1][1], mention.end)

    def occurrences(self, words: str) -> list[Mention]:
        """Return where the words stand in shown passages: verbatim, else up to white space and quotation marks.

        Words inside longer ones count only where none stands by itself, as in collections that lost their apostrophes.

        >>> held = HeldText("Fire in 2012: 12 “men” died", [Passage(1, "paragraph", 0, 27)])
        >>> [m.start for m in held.occurrences("12")], held.occurrences('12 "men"')[0].text
        ([14], '12 “men”')
        """
        whole, joined = self._found(words)
        return whole or joined

    def _found(self, words: str) -> tuple[list[Mention], list[Mention]]:
        """Return the occurrences that are whole words and numbers, and those inside words that were run together."""
        wanted = words.strip()
        if not any(c.isalnum() for c in wanted):
            return [], []
        spans = [(i, i + len(wanted)) for i in _finds(self.text, wanted)]
        if not any(self._is_whole(*span) for span in spans):
            sought = _fold(wanted)[0]
            spans += [(self._at[i], self._at[i + len(sought) - 1] + 1) for i in _finds(self._folded, sought)]
        found = [Mention.of(self.text, a, b) for a, b in sorted(set(spans)) if self.passage_at(a) is not None]
        whole = [m for m in found if self._is_whole(m.start, m.end)]
        return whole, [m for m in found if m not in whole and self._is_run_together(m.start, m.end)]

    def _is_whole(self, start: int, end: int) -> bool:
        text = self.text
        begins = not (start and _joined(text[start - 1], text[start])) or _only_joined_before(text, start)
        ends = not (end < len(text) and _joined(text[end - 1], text[end]))
        return begins and ends and not _cuts_number(text, start, end) and not _cuts_letter(text, start, end)

    def _is_run_together(self, start: int, end: int) -> bool:
        """Say whether letters alone go on at the ends of a longer quote, or the s of a genitive behind a short one."""
        text = self.text
        if (text[start].isdigit() and start > 0 and text[start - 1].isalnum()) or _cuts_number(text, start, end):
            return False
        if _cuts_letter(text, start, end):
            return False
        if text[end - 1].isdigit() and end < len(text) and text[end].isalnum():
            return False
        genitive = text[end : end + 1] == "s" and end - start >= _GENITIVE and self._is_whole(start, end + 1)
        return genitive or end - start >= _INSIDE_WORD

    def candidates(self, quote: Quote) -> list[Mention] | Unplaced:
        """Return every place that the quote's own words, neighbours and passage allow, at least one."""
        whole, joined = self._found(quote.words)
        if not whole and not joined:
            return Unplaced("quote_not_in_text", "these words do not stand in the text")
        answer = self._narrowed(whole, quote) if whole else None
        if joined and not isinstance(answer, list):
            inside = self._narrowed(joined, quote)
            return inside if answer is None or isinstance(inside, list) else answer
        return answer if answer is not None else []

    def _narrowed(self, found: list[Mention], quote: Quote) -> list[Mention] | Unplaced:
        if quote.near is not None:
            stretches, near = self.occurrences(quote.near), shown(quote.near)
            if not stretches:
                return Unplaced(
                    "neighbours_not_in_text", f"its neighbours {quote.near[:60]!r} do not stand in the text"
                )
            found = [m for m in found if any(s.holds(m) for s in stretches)]
            if not found:
                return Unplaced("quote_not_near", f"it does not stand in its neighbours {near}")
        if quote.passage is not None:
            found = [m for m in found if self._in_passage(m, quote.passage)]
            if not found:
                return Unplaced("wrong_passage", f"it does not stand in passage {quote.passage}")
        return found

    def _in_passage(self, mention: Mention, number: int) -> bool:
        passage = self.passage_at(mention.start)
        return passage is not None and passage.number == number

    def place(self, quote: Quote, anchor: Mention) -> Mention | Unplaced:
        """Return the one place of a quote: inside the anchor, else in its sentence, else nearest to it.

        Where two places are as good as each other the answer is Unplaced: nothing is taken for being the first.

        >>> text = "Rebels fled. The army took Ras. Rebels returned to Ras."
        >>> held = HeldText(text, [Passage(1, "paragraph", 0, len(text))])
        >>> held.place(Quote("Rebels"), Mention.of(text, 32, 54)).start
        32
        """
        found = self.candidates(quote)
        if isinstance(found, Unplaced):
            return found
        span = self.sentence(anchor)
        ranked = sorted((_rank(m, anchor, span), m) for m in found)
        if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
            return ambiguous(len(found))
        return ranked[0][1]


def _rank(mention: Mention, anchor: Mention, sentence: tuple[int, int]) -> tuple[int, int]:
    if anchor.holds(mention):
        return 0, 0
    gap = max(anchor.start - mention.end, mention.start - anchor.end, 0)
    return (1 if sentence[0] <= mention.start and mention.end <= sentence[1] else 2), gap


def _finds(text: str, words: str) -> list[int]:
    found = []
    at = text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found
