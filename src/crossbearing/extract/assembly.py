"""Joins candidates with who says them and makes claims: ids, attribution, counts, labels, weapons, relations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from crossbearing.extract.counting import scope_of
from crossbearing.extract.phrases.lexicon import words
from crossbearing.extract.phrases.quantities import QuantityPhrase
from crossbearing.extract.phrases.tolls_words import HARM
from crossbearing.extract.reported import Reported
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.extract.speech import mode_of, spoken_by, with_speaker
from crossbearing.model.claim import (
    EXTRACTOR,
    ActorRole,
    Attribution,
    Claim,
    Count,
    DateRange,
    Label,
    PlaceRole,
    Relation,
    Source,
)
from crossbearing.model.document import Document
from crossbearing.model.made import made_often
from crossbearing.model.mention import Mention
from crossbearing.text.times import TimePhrase
from crossbearing.text.tokens import Token
from crossbearing.text.word_lists import any_of
from crossbearing.vocab.contract import classes_with

_SPEECH = classes_with("speech")
_TOLLS = classes_with("toll")
_SUFFERED = HARM | {"captured"}
_DOERS = frozenset({"initiator", "perpetrator", "captor", "gainer"})


@made_often
@dataclass(frozen=True, slots=True)
class Assembled:
    """A claim with the candidate and the reading it was made from."""

    claim: Claim
    candidate: Candidate
    reading: Reading


def assemble(
    document: Document, candidates: Sequence[tuple[Reading, Candidate]], extractor: str = EXTRACTOR
) -> list[Assembled]:
    """Return the claims of a document in text order, ids ``<document>:c01`` and on; ``extractor`` is who reads."""
    ordered = sorted(candidates, key=lambda rc: (rc[1].start, rc[1].end, rc[1].cls, rc[1].rule))
    width = max(2, len(str(len(ordered))))
    counter = _Counts(document.text)
    told: dict[tuple[str, str], str] = {}
    made: list[Assembled] = []
    for number, (reading, candidate) in enumerate(ordered, 1):
        id_ = f"{document.id}:c{number:0{width}d}"
        start, end = candidate.start, candidate.end
        evidence = Mention.of(document.text, start, end)
        attribution = candidate.attribution or attributed(reading, candidate)
        candidate = with_speaker(candidate, _covering(candidate, reading))
        counts, held = counter.of(id_, candidate, reading)
        claim = Claim(
            id=id_,
            document=document.id,
            cls=candidate.cls,
            evidence=evidence,
            modality=candidate.modality,
            polarity=candidate.polarity,
            extent=candidate.extent,
            attribution=attribution,
            actors=_actors(candidate),
            places=tuple(PlaceRole(role, None, p.mention) for role, p in candidate.places),
            time=DateRange(_time(candidate, document.text)),
            counts=counts,
            weapons=_weapons(document.text, start, end),
            labels=_labels(document.text, candidate),
            relations=_relations(id_, candidate, evidence, told),
            rule=candidate.rule,
            extractor=extractor,
            confidence=_confidence(candidate, attribution),
            reasons=(*candidate.reasons, *held),
        )
        made.append(Assembled(claim, candidate, reading))
    return made


def attributed(reading: Reading, candidate: Candidate) -> Attribution:
    """Return who says a claim, as the rules of attribution have it."""
    covering = _covering(candidate, reading)
    return _attribution(reading, candidate, spoken_by(with_speaker(candidate, covering), reading, covering))


def _actors(candidate: Candidate) -> tuple[ActorRole, ...]:
    """Return the actors in text order, each once in a role; those merely counted as victims are counts (contract).

    Who is counted as killed, hurt or taken did not do it: "Three civilians killed in rocket attack".
    """
    counted = [q.mention for q, _ in candidate.counts] if candidate.cls in _TOLLS else []
    suffered = [q.mention for q, what in candidate.counts if what in _SUFFERED]
    actors = [
        a
        for a in candidate.actors
        if not (a.role == "victim" and any(a.mention.overlaps(m) for m in counted))
        and not (a.role in _DOERS and any(a.mention.overlaps(m) for m in suffered))
    ]
    unique = {(a.role, a.mention): a for a in actors}
    ordered = sorted(unique.values(), key=lambda a: (a.mention.start, a.role))
    return tuple(ActorRole(a.role, None, a.mention) for a in ordered)


def _covering(candidate: Candidate, reading: Reading) -> list[Reported]:
    """Return what was said that holds the candidate's trigger, innermost first."""
    trigger = reading.sentence.tokens[candidate.predicate]
    holding = [r for r in reading.reported if r.holds(trigger.start, trigger.end)]
    if candidate.cls not in _SPEECH:  # "announced a truce" and "put the toll at nine" are told by who does so
        holding += [r for r in reading.reported if _tells(r, trigger)]
    return sorted(holding, key=lambda r: (r.size, r.sentence))


def _tells(said: Reported, trigger: Token) -> bool:
    """Say whether the trigger of a claim is itself the word by which somebody reports it."""
    cue = said.cue
    return cue is not None and said.commitment == "assert" and cue.start <= trigger.start and trigger.end <= cue.end


def clipped(reading: Reading, candidate: Candidate) -> Candidate:
    """Return the candidate, its evidence cut to the reported speech its trigger lies in, without source and cue."""
    best: tuple[int, int] | None = None
    trigger = reading.sentence.tokens[candidate.predicate]
    for said in reading.reported:
        for a, b in said.content:
            if not a <= trigger.start < b:
                continue
            if trigger.dep in {"xcomp", "oprd"} and trigger.head == candidate.clause != candidate.predicate:
                continue  # "no guards were reported killed": the reporting word stands inside what is told
            overlap = min(b, candidate.end) - max(a, candidate.start)
            if overlap > 0.5 * (candidate.end - candidate.start) and (best is None or b - a < best[1] - best[0]):
                best = (a, b)
    if best is None or candidate.cls in _SPEECH:
        return candidate
    start, end = max(best[0], candidate.start), min(best[1], candidate.end)
    return candidate if (start, end) == (candidate.start, candidate.end) else candidate.having(start=start, end=end)


def _attribution(reading: Reading, candidate: Candidate, covering: Sequence[Reported]) -> Attribution:
    heading = reading.sentence.segment == "heading"
    if candidate.presupposed:
        return Attribution("presupposed", "narrate")
    if not covering:
        mode = "heading" if heading else "unattributed"
        return Attribution(mode, candidate.speech_act or "narrate")
    inner = covering[0]
    links = [s for r in covering for s in r.sources]
    sources: list[Source] = []
    for link in links:
        if link.mention is None and link.antecedent is None:
            continue
        source = Source(None, link.mention, link.anonymous, antecedent=link.antecedent)
        if source not in sources:
            sources.append(source)
    mode = "heading" if heading else mode_of(candidate, reading, inner)
    return Attribution(mode, candidate.speech_act or inner.speech_act, inner.cue, tuple(sources))


def _time(candidate: Candidate, text: str) -> Mention | None:
    """Choose one time phrase: dates before durations, durations before sets, then the first.

    A day goes before an hour, and the period that was counted before the day up to which it was ("as of").
    """
    order = {"DATE": 0, "TIME": 0, "DURATION": 1, "SET": 2}

    def rank(time: TimePhrase) -> tuple[int, bool, int]:
        lesser = time.kind in {"clock", "part"} or time.text.lower().startswith(("as of ", "as at "))
        return order.get(time.type, 3), lesser, time.start

    chosen: TimePhrase | None = min(candidate.times, key=rank, default=None)
    return None if chosen is None else Mention.of(text, chosen.start, chosen.end)


class _Counts:
    """Numbers the counts of a document and finds the parents of subsets, also across sentences."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ids: dict[tuple[int, int], str] = {}
        self._most: dict[str, int | None] = {}
        self._last: dict[str, str] = {}

    def of(self, claim: str, candidate: Candidate, reading: Reading) -> tuple[tuple[Count, ...], list[str]]:
        """Return the counts of one candidate, and the reasons where a part was held to its whole."""
        made: list[Count] = []
        reasons: list[str] = []
        pairs = sorted(candidate.counts, key=lambda c: c[0].mention.start)
        phrases = reading.quantities
        for number, (phrase, _) in enumerate(pairs, 1):  # a whole may stand behind its part: "two of the 12 killed"
            self._ids[phrase.mention.start, phrase.mention.end] = f"{claim}n{number}"
            self._most[f"{claim}n{number}"] = phrase.high
        for number, (phrase, quantity) in enumerate(pairs, 1):
            id_ = f"{claim}n{number}"
            parent, best, high, reason = self._held(phrase, self._parent(phrase, quantity, phrases))
            reasons.extend(reason)
            made.append(
                Count(
                    id=id_,
                    mention=phrase.mention,
                    quantity=quantity,
                    category=phrase.category,
                    side=None,
                    scope=scope_in(reading, candidate, phrase, quantity),
                    bound=phrase.bound,
                    low=phrase.low,
                    best=best,
                    high=high,
                    parent=parent,
                )
            )
            if phrase.subset_of is None:
                self._last[quantity] = id_
        return tuple(made), reasons

    def _held(
        self, phrase: QuantityPhrase, parent: str | None
    ) -> tuple[str | None, int | None, int | None, tuple[str, ...]]:
        """Return parent, best, high and reason: a part is at most its whole, and who are more are no part of it."""
        most = self._most[parent] if parent else None
        if most is not None and phrase.low > most:
            reason = f"count: {phrase.mention.text!r} is no part of {most:,}: it is told apart"
            return None, phrase.best, phrase.high, (reason,)
        if most is None or phrase.high is None or phrase.high <= most:
            return parent, phrase.best, phrase.high, ()
        reason = f"count: {phrase.mention.text!r} is at most the {most:,} that it is part of"
        return parent, None if phrase.best is None else min(phrase.best, most), most, (reason,)

    def _parent(self, phrase: QuantityPhrase, quantity: str, phrases: Sequence[QuantityPhrase]) -> str | None:
        if phrase.subset_of is None:
            return None
        if phrase.subset_of >= 0:
            above = phrases[phrase.subset_of].mention
            return self._ids.get((above.start, above.end))
        return self._last.get(quantity)


def scope_in(reading: Reading, candidate: Candidate, phrase: QuantityPhrase, quantity: str) -> str:
    """Return the scope of a count of a claim: as the judge has it, else as the rules do."""
    known = dict(candidate.scopes).get(phrase.head)
    return known or scope_of(reading, candidate, phrase, quantity, any(_is_period(t) for t in candidate.times))


def _is_period(time: TimePhrase) -> bool:
    text = time.text.lower()
    if text.startswith(
        ("since", "during", "over the", "in the past", "in the last", "so far", "this year", "in recent", "as of")
    ):
        return True
    if time.type == "SET":
        return True  # "every year"
    return time.type == "DURATION" and not text.startswith(("for", "within"))


@cache
def _weapon_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(words('weapons'))}(?:e?s)?\b", re.IGNORECASE)


def _weapons(text: str, start: int, end: int) -> tuple[Mention, ...]:
    return tuple(Mention(m.start(), m.end(), m.group()) for m in _weapon_pattern().finditer(text, start, end))


@cache
def _label_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(words('labels', 'stance'))}(?!\w)", re.IGNORECASE)


def _labels(text: str, candidate: Candidate) -> tuple[Label, ...]:
    spans = sorted({(a.mention.start, a.mention.end) for a in candidate.actors})
    spans += sorted({(q.mention.start, q.mention.end) for q, _ in candidate.counts} - set(spans))
    found = {Mention(m.start(), m.end(), m.group()) for a, b in spans for m in _label_pattern().finditer(text, a, b)}
    return tuple(Label(m) for m in sorted(found))


def _relations(
    claim: str, candidate: Candidate, evidence: Mention, told: dict[tuple[str, str], str]
) -> tuple[Relation, ...]:
    """A claim whose words stood in this document before, in a heading or a doubled lead, repeats that claim.

    ``told`` maps class and words to the first claim that had them; the claim is entered where it is the first.
    """
    words_of_it = re.sub(r"\W+", " ", evidence.text).lower().strip()
    first = told.setdefault((candidate.cls, words_of_it), claim)
    return () if first == claim else (Relation("repeats", first),)


def _confidence(candidate: Candidate, attribution: Attribution) -> float:
    """The judge's likelihood; without a judge a sum: 0.4, 0.1 an actor, place, time or count, 0.1 a source."""
    if candidate.likely is not None:
        return round(candidate.likely, 2)
    score = 0.4
    score += 0.1 * min(2, len(candidate.actors)) + 0.1 * bool(candidate.places) + 0.1 * bool(candidate.times)
    score += 0.1 * bool(candidate.counts) + 0.1 * bool(attribution.sources)
    return round(min(score, 0.95), 2)
