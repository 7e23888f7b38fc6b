"""Puts the family together: every reported stretch of a document, in order."""

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.extract.families.attribution.carry import carry
from crossbearing.extract.families.attribution.draft import Draft
from crossbearing.extract.families.attribution.headings import find_heading
from crossbearing.extract.families.attribution.lexicon import SPOKEN, may_report
from crossbearing.extract.families.attribution.nominal import find_nominal
from crossbearing.extract.families.attribution.quotes import attach
from crossbearing.extract.families.attribution.verbs import find_verbs
from crossbearing.extract.reported import Reported, long_enough
from crossbearing.text.tokens import Sentence


def find_reported(sentences: Sequence[Sentence], wide: bool = False) -> list[Reported]:
    """Return what a document reports, in the order of the cues; nested reports are objects of their own.

    ``sentences`` are those of one document, in order. Whoever asks for the source of a claim takes the innermost
    (smallest) content that holds its evidence and appends the sources of the outer ones. With ``wide`` what somebody
    wants, asks or leans to is returned too, which makes no source of a claim.
    """
    drafts: list[Draft] = []
    for number, sentence in enumerate(sentences):
        if not may_report(sentence):
            if sentence.segment == "heading" and sentence.tokens:
                drafts.extend(find_heading(sentence, number))
            continue
        found = find_verbs(sentence, number) + find_nominal(sentence, number)
        if sentence.segment == "heading":
            found = [d for d in found if d.content or d.goes_on] or find_heading(sentence, number)
            for draft in found:
                draft.mode = "heading" if draft.mode == "indirect" else draft.mode
        drafts.extend(sorted(found, key=lambda d: d.cue_at or (0, 0)))
    attach(sentences, drafts)
    carry(sentences, drafts)
    return [_finished(sentences, d) for d in drafts if d.content and (wide or _spoken(d))]


def _spoken(draft: Draft) -> bool:
    if draft.cue is None:
        return True
    if draft.cue.commitment in ("belief", "perception") and draft.cue.kind == "verb":
        return draft.mode == "document" or draft.rule in ("attribution.complement", "attribution.parataxis", "attribution.passive")
    return draft.cue.commitment in SPOKEN


def _finished(sentences: Sequence[Sentence], draft: Draft) -> Reported:
    sentence = sentences[draft.sentence]
    text = sentence.document_text
    quoted = tuple(sorted(draft.quoted))
    mode = draft.mode
    if mode == "indirect" and any(long_enough(text[a:b]) for a, b in quoted):
        mode = "direct_quote"
    return Reported(
        content=tuple(sorted(draft.content)),
        cue=None if draft.cue_at is None else sentence.mention(*draft.cue_at),
        speech_act="report" if draft.cue is None else draft.cue.act,
        mode=mode,
        sources=draft.sources,
        negated=draft.negated,
        rule=draft.rule,
        sentence=draft.sentence,
        commitment="assert" if draft.cue is None else draft.cue.commitment,
        quoted=quoted,
    )
