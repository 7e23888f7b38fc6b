"""Quotations over a document: where they run, and whose they are."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crossbearing.extract.attribution.draft import Draft, by_sentence
from crossbearing.extract.reported import Span, long_enough
from crossbearing.text.tokens import Sentence

_OPEN, _CLOSE, _EITHER = ("“", "«", "„", "``"), ("”", "»"), ('"', "''")
_MARK = re.compile(r"\"\"|''|``|[“”„«»\"]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks, marks included; ``first`` and ``last`` are the sentences it touches."""

    start: int
    end: int
    first: int
    last: int
    unclosed: bool = False


def find_quotations(sentences: Sequence[Sentence]) -> list[Quotation]:
    """Return the quotations of a document; one that is never closed ends with its sentence, or with its paragraph
    where the next paragraph opens with a mark again.
    """
    found: list[Quotation] = []
    paragraphs = _paragraphs(sentences)
    for place, (first, last) in enumerate(paragraphs):
        text = sentences[first].document_text
        start, end = sentences[first].start, sentences[last].end
        follows = False
        if place + 1 < len(paragraphs):
            beginning = sentences[paragraphs[place + 1][0]].start
            follows = text.startswith(_OPEN + _EITHER, beginning)
        starts, stops = [s.start for s in sentences[first : last + 1]], [s.end for s in sentences[first : last + 1]]
        for a, b in _marked(text, start, end, follows, stops):
            one, other = first + bisect_right(stops, a), first + bisect_left(starts, b) - 1
            if one <= other:
                found.append(Quotation(a, b, one, other, not text.endswith(_CLOSE + _EITHER, a, b)))
    return found


def _paragraphs(sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for i, sentence in enumerate(sentences):
        if found and sentences[found[-1][0]].paragraph == sentence.paragraph:
            found[-1] = (found[-1][0], i)
        else:
            found.append((i, i))
    return found


def _marked(text: str, start: int, end: int, follows: bool, stops: list[int]) -> list[Span]:
    spans: list[Span] = []
    opened = -1
    # Text out of a table doubles its inner marks: there the single ones are only the table's.
    doubled = '""' in text[start:end]
    for found in _MARK.finditer(text, start, end):
        mark = found.group()
        if doubled and mark == '"':
            continue
        either = mark in ('"', '""', "''")
        opens = mark in _OPEN or (either and _looks_open(text, found.start(), found.end(), start))
        if opened < 0:
            if opens or either:
                opened = found.start()
        elif mark in _CLOSE or (either and not opens):
            spans.append((opened, found.end()))
            opened = -1
        elif opens:
            spans.append((opened, _unclosed(stops, opened, found.start())))
            opened = found.start()
    if opened >= 0:
        spans.append((opened, end if follows else _unclosed(stops, opened, end)))
    return [(a, b) for a, b in spans if b - a > 2]


def _looks_open(text: str, first: int, last: int, start: int) -> bool:
    before = first == start or text[first - 1].isspace() or text[first - 1] in '([-—–"'
    return before and not text[last : last + 1].isspace()


def _unclosed(stops: list[int], opened: int, limit: int) -> int:
    after = bisect_right(stops, opened)
    return min(stops[after], limit) if after < len(stops) else limit


def with_quotations(sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts, every quotation with that whose words touch it or whose speaker it goes on with."""
    quotations = find_quotations(sentences)
    known = by_sentence(drafts)
    told = list(drafts)
    for quotation in quotations:
        for number in range(quotation.first, quotation.last + 1):
            for i in known.get(number, []):
                told[i] = _kept_inside(sentences, told[i], quotation)
    speaking: int | None = None
    spoke_at = -9
    for quotation in quotations:
        owner = _touching(sentences, told, known, quotation)
        if owner is None:
            text = sentences[0].document_text[quotation.start : quotation.end]
            if speaking is None or not long_enough(text) or not _goes_on(sentences, quotation, spoke_at):
                continue
            owner = speaking
        told[owner] = draft = _extended(told[owner], quotation)
        if draft.cue is not None and draft.cue.commitment == "assert" and draft.sources:
            speaking, spoke_at = owner, quotation.last
    return told


def _kept_inside(sentences: Sequence[Sentence], draft: Draft, quotation: Quotation) -> Draft:
    """Cut what a cue inside a quotation reports to that quotation."""
    start, end = _cue_span(sentences, draft)
    if draft.cue_at is not None and quotation.start <= start and end <= quotation.end and not quotation.unclosed:
        cut = [(max(a, quotation.start + 1), min(b, quotation.end - 1)) for a, b in draft.content]
        return replace(draft, content=tuple((a, b) for a, b in cut if a < b))
    return draft


def _extended(draft: Draft, quotation: Quotation) -> Draft:
    span = (quotation.start, quotation.end)
    if draft.cue is not None and draft.content and draft.content[0][1] < quotation.end and len(draft.content) == 1:
        start, end = draft.content[0]
        if quotation.start <= start <= quotation.start + 1 and not draft.goes_on and quotation.unclosed:
            span = (quotation.start, end)
    merged: list[Span] = []
    for start, end in sorted([*draft.content, span]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return replace(draft, content=tuple(merged), quoted=(*draft.quoted, span))


def _cue_span(sentences: Sequence[Sentence], draft: Draft) -> Span:
    sentence = sentences[draft.sentence]
    if draft.cue_at is None:
        return sentence.start, sentence.start
    return sentence.tokens[draft.cue_at[0]].start, sentence.tokens[draft.cue_at[1]].end


def _touching(
    sentences: Sequence[Sentence], drafts: Sequence[Draft], known: dict[int, list[int]], quotation: Quotation
) -> int | None:
    """Return the draft outside the quotation whose content overlaps it; else the one that waits for a quotation."""
    near = [i for n in range(quotation.first - 1, quotation.last + 2) for i in known.get(n, [])]
    overlapping: list[tuple[int, int, int]] = []
    waiting: list[tuple[int, int]] = []
    for number in near:
        draft = drafts[number]
        if quotation.unclosed and _never_closed(draft, quotation):
            return number
        start, end = _cue_span(sentences, draft)
        if start >= quotation.start and end <= quotation.end and draft.cue_at is not None:
            continue
        inside = sum(max(0, min(e, quotation.end) - max(s, quotation.start)) for s, e in draft.content)
        distance = min(abs(start - quotation.end), abs(quotation.start - end))
        if inside > 1 and quotation.first <= draft.sentence <= quotation.last:
            overlapping.append((distance, -inside, number))
        elif _waits(sentences, draft, quotation, start, end):
            waiting.append((distance, number))
    if overlapping:
        return min(overlapping, key=lambda o: o[:2])[2]
    return min(waiting, key=lambda w: w[0])[1] if waiting else None


def _never_closed(draft: Draft, quotation: Quotation) -> bool:
    """Say whether the closing mark before the reporting words is lost ("We left the hill, the general said)."""
    if len(draft.content) != 1 or not draft.sources:
        return False
    start, end = draft.content[0]
    return quotation.start <= start <= quotation.start + 1 and end < quotation.end and not draft.quoted


def _waits(sentences: Sequence[Sentence], draft: Draft, quotation: Quotation, start: int, end: int) -> bool:
    """Say whether a draft without content, or one set beside the quotation, takes it."""
    if draft.cue is None or not draft.cue.takes & {"clause", "person"}:
        return False
    if quotation.first <= draft.sentence <= quotation.last:
        between = sentences[0].document_text[min(end, quotation.end) : max(start, quotation.start)]
        return len(between) < (60 if draft.content else 160)
    if draft.content:
        return False
    text = sentences[0].document_text
    if draft.sentence == quotation.first - 1:
        return draft.goes_on
    gap = text[quotation.end : sentences[draft.sentence].start]
    if draft.sentence != quotation.last + 1 or gap.strip():
        return False
    return "\n" not in gap or _signs(sentences, draft, quotation)


# A line that only tells who spoke has no more words than a name, a title, the cue and a day.
_MOST_SIGNING = 12


def _signs(sentences: Sequence[Sentence], draft: Draft, quotation: Quotation) -> bool:
    """Say whether a paragraph only tells whose the quotation is that fills the one above: "so said the mayor"."""
    alone = quotation.start <= sentences[quotation.first].start + 1 and not quotation.unclosed
    line = sentences[draft.sentence]
    return alone and not draft.goes_on and len(line.tokens) <= _MOST_SIGNING and not line.text.endswith(":")


def _goes_on(sentences: Sequence[Sentence], quotation: Quotation, spoke_at: int) -> bool:
    """Say whether a quotation without a cue continues the last one: it opens the sentence after it."""
    first = sentences[quotation.first]
    if quotation.start > first.start + 1 or quotation.first - spoke_at > 1:
        return False
    last = sentences[quotation.last]
    return quotation.end >= last.end - 2
