"""Reports inside reports: who speaks when the inner one names nobody new."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from crossbearing.extract.attribution.draft import Draft
from crossbearing.extract.reported import Span
from crossbearing.text.tokens import Sentence

_FIRST_PERSON = frozenset(["i", "we"])


def inherited(sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> list[Draft]:
    """Give a report inside another one that speaker and mode where its own source is nobody, "I" or the same speaker.

    "The army said the town was reportedly shelled", "'We condemn the raid,' he said", "the group said it believes".
    """
    spoken = _over_sentences(sentences, drafts)
    told = list(drafts)
    for number, draft in enumerate(drafts):
        if not draft.content or draft.cue_at is None:
            continue
        outer = _around(sentences, draft, [told[i] for i in spoken.get(draft.sentence, []) if i != number])
        if outer is not None and _says_nobody_new(draft, outer):
            told[number] = replace(
                draft,
                sources=outer.sources,
                quoted=draft.quoted or _quoted_inside(draft, outer),
                mode=outer.mode if outer.mode in ("heading", "document") else "indirect",
            )
    return told


def _over_sentences(sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> dict[int, list[int]]:
    """Return, for each sentence, where the drafts with a speaker stand whose content reaches into it."""
    starts = [s.start for s in sentences]
    found: dict[int, list[int]] = {}
    for at, draft in enumerate(drafts):
        if not draft.sources:
            continue
        touched: set[int] = set()
        for start, end in draft.content:
            touched.update(range(max(0, bisect_right(starts, start) - 1), bisect_left(starts, end)))
        for number in sorted(touched):
            found.setdefault(number, []).append(at)
    return found


def _around(sentences: Sequence[Sentence], draft: Draft, spoken: list[Draft]) -> Draft | None:
    """Return the smallest other report whose content holds the cue of ``draft``."""
    assert draft.cue_at is not None
    at = sentences[draft.sentence].tokens[draft.cue_at[1]].start
    holding = [d for d in spoken if any(a <= at < b for a, b in d.content)]
    return min(holding, key=lambda d: sum(b - a for a, b in d.content), default=None)


def _says_nobody_new(draft: Draft, outer: Draft) -> bool:
    if not draft.sources:
        return True
    first = draft.sources[0]
    if draft.cue_at is not None and first.anonymous and first.head in ("report", "reports"):
        return draft.cue is not None and draft.cue.kind == "noun"
    if first.head in _FIRST_PERSON:
        return bool(outer.quoted)
    known = {s.mention for s in outer.sources} | {s.antecedent for s in outer.sources}
    return first.pronoun and first.antecedent is not None and first.antecedent in known


def _quoted_inside(draft: Draft, outer: Draft) -> tuple[Span, ...]:
    return tuple((a, b) for a, b in outer.quoted if any(a < e and s < b for s, e in draft.content))
