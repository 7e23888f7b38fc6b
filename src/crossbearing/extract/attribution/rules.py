"""Puts the family together: every reported stretch of a document, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from crossbearing.extract.attribution.carry import carried
from crossbearing.extract.attribution.draft import Draft
from crossbearing.extract.attribution.headings import find_heading
from crossbearing.extract.attribution.lexicon import SPOKEN, may_report
from crossbearing.extract.attribution.nested import inherited
from crossbearing.extract.attribution.nominal import find_nominal
from crossbearing.extract.attribution.quotes import with_quotations
from crossbearing.extract.attribution.repairs import with_final
from crossbearing.extract.attribution.verbs import find_verbs
from crossbearing.extract.reported import Reported, long_enough
from crossbearing.model.mention import Mention
from crossbearing.text.tokens import Sentence

_CLAUSES = ("attribution.complement", "attribution.parataxis", "attribution.passive")


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
            found = [replace(d, mode="heading") if d.mode == "indirect" and not d.goes_on else d for d in found]
        else:
            found = with_final(sentence, number, found)
        drafts.extend(sorted(found, key=lambda d: d.cue_at or (0, 0)))
    topics = _Topics(sentences, drafts)
    drafts = [d for d in drafts if not topics.holds(d)]
    told = inherited(sentences, carried(sentences, with_quotations(sentences, drafts)))
    return [_finished(sentences, d) for d in told if d.content and (wide or _spoken(d))]


class _Topics:
    """Knows which headings only name their topic ("Syria: ..."): a country speaks only where the body quotes it."""

    def __init__(self, sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> None:
        self._sentences = sentences
        self._said = Counter(s.mention.text for d in drafts for s in d.sources if s.mention is not None)
        self._times: dict[str, int] = {}

    def holds(self, draft: Draft) -> bool:
        """Say whether the draft is such a heading."""
        if draft.rule != "attribution.heading" or not draft.sources or draft.sources[0].mention is None:
            return False
        mention = draft.sources[0].mention
        kinds = {t.kind for t in self._sentences[draft.sentence].at(mention.start, mention.end)}
        if kinds != {"place"}:
            return False
        if mention.text not in self._times:
            self._times[mention.text] = sum(n for text, n in self._said.items() if mention.text in text)
        own = sum(mention.text in s.mention.text for s in draft.sources if s.mention is not None)
        return self._times[mention.text] == own


def _spoken(draft: Draft) -> bool:
    if draft.cue is None:
        return True
    if draft.cue.commitment in ("belief", "perception") and draft.cue.kind == "verb":
        if not draft.sources:
            return False
        return draft.mode == "document" or draft.rule in _CLAUSES
    return draft.cue.commitment in SPOKEN


def _cue_mention(sentence: Sentence, draft: Draft) -> Mention | None:
    if draft.cue_at is None:
        return None
    found = sentence.mention(*draft.cue_at)
    word, stop, rest = found.text.partition(".")
    return Mention(found.start, found.start + len(word), word) if stop and rest else found


def _finished(sentences: Sequence[Sentence], draft: Draft) -> Reported:
    sentence = sentences[draft.sentence]
    text = sentence.document_text
    quoted = tuple(sorted(span for span in draft.quoted if long_enough(text[span[0] : span[1]])))
    mode = "unattributed" if draft.mode == "indirect" and not draft.sources else draft.mode
    if mode == "indirect" and quoted:
        mode = "direct_quote"
    return Reported(
        content=tuple(sorted(draft.content)),
        cue=_cue_mention(sentence, draft),
        speech_act="report" if draft.cue is None else draft.cue.act,
        mode=mode,
        sources=draft.sources,
        negated=draft.negated,
        rule=draft.rule,
        sentence=draft.sentence,
        commitment="assert" if draft.cue is None else draft.cue.commitment,
        quoted=quoted,
    )
