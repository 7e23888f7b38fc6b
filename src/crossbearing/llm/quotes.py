"""Places quotes in a text: verbatim, by their neighbours, never at the first occurrence for want of a better one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.llm.passages import Passage
from crossbearing.llm.shown import shown
from crossbearing.model.mention import Mention
from crossbearing.text.sentences import sentences

_QUOTE_MARKS = frozenset("\"'`´“”„‟‘’‚‛«»‹›′″ʼ＂＇")
# Latin, Greek, Cyrillic and Armenian write words apart. Other scripts join articles and prepositions to them.
_APART = 0x0590
# A quote shorter than this is never found inside a longer word: "IS" is no part of "ISIS".
_INSIDE_WORD = 5
_GENITIVE = 3


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
    return (one.isdigit() and two.isdigit()) or (ord(one) < _APART and ord(two) < _APART)


def _cuts_number(text: str, start: int, end: int) -> bool:
    """Say whether the span begins or ends inside a number: "12" in "12,000" or "3.12"."""
    before = start >= 2 and text[start].isdigit() and text[start - 1] in ".,'" and text[start - 2].isdigit()
    after = end + 1 < len(text) and text[end - 1].isdigit() and text[end] in ".,'" and text[end + 1].isdigit()
    return before or after


class HeldText:
    """One document's text, ready for quotes to be placed in the passages that the model was shown."""

    def __init__(self, text: str, passages: Sequence[Passage]) -> None:
        self.text = text
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
        begins = not (start and _joined(text[start - 1], text[start]))
        ends = not (end < len(text) and _joined(text[end - 1], text[end]))
        return begins and ends and not _cuts_number(text, start, end)

    def _is_run_together(self, start: int, end: int) -> bool:
        """Say whether letters alone go on at the ends of a longer quote, or the s of a genitive behind a short one."""
        text = self.text
        if (text[start].isdigit() and start > 0 and text[start - 1].isalnum()) or _cuts_number(text, start, end):
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
