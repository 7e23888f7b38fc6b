"""Holds the claims of one reply to the text: what does not stand there, or is no word of the contract, is dropped.

Evidence, class and the codes a claim cannot do without take the whole claim with them; any other field goes alone.
Every drop is a ``Problem`` of stage ``llm`` with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crossbearing.llm.fields import Refusals, is_whole
from crossbearing.llm.foreign_numbers import Checked, held_foreign_number
from crossbearing.llm.form import (
    CLAIM_KEYS,
    COUNT_KEYS,
    GLOSS,
    NEEDED_CODES,
    ROLE_KEYS,
    SOURCE_KEYS,
    TIME_KEYS,
    roles_of,
)
from crossbearing.llm.gloss import read_gloss
from crossbearing.llm.numbers import Said, held_number
from crossbearing.llm.passages import READ
from crossbearing.llm.quotes import HeldText, Quote, Unplaced, ambiguous
from crossbearing.llm.shown import shown
from crossbearing.model.claim import ActorRole, Attribution, Count, DateRange, PlaceRole, Source
from crossbearing.model.document import Problem
from crossbearing.model.mention import Mention
from crossbearing.vocab.contract import CLASSES, CODES

BY_READER = "reader"
"""Basis of days that a model gave for time words; days read from the words by our own grammar replace them."""

MOST_CLAIMS = 400
"""Claims that are read from one reply: a report of 900 words has some 60, a model that runs on has no end."""


@dataclass(frozen=True, slots=True)
class HeldCount:
    """A count that the words say, and the number ``claim.count`` that the reply gives for what it is a part of."""

    count: Count
    number: int
    part_of: str | None


@dataclass(frozen=True, slots=True)
class HeldClaim:
    """A claim that stands in the text, before it has an id; ``number`` is the one the reply gave it."""

    number: int | None
    cls: str
    evidence: Mention
    modality: str
    polarity: str
    extent: str | None
    attribution: Attribution
    actors: tuple[ActorRole, ...]
    places: tuple[PlaceRole, ...]
    time: DateRange
    counts: tuple[HeldCount, ...]
    weapons: tuple[Mention, ...]
    labels: tuple[Mention, ...]
    reasons: tuple[str, ...]
    gloss: str = ""
    name_glosses: tuple[tuple[str, str], ...] = ()


def hold(claims: Sequence[Any], text: HeldText, asked: frozenset[int]) -> tuple[list[HeldClaim], list[Problem]]:
    """Return the claims that stand in the text, in the order of the reply, and why the rest does not.

    ``claims`` is the list of a reply, of any JSON values; ``asked`` are the numbers of the passages that the request
    showed: evidence elsewhere is not the reply's to give.
    """
    refusals = Refusals()
    found: list[HeldClaim] = []
    for value in claims[:MOST_CLAIMS]:
        refusals.evidence = None
        if not isinstance(value, dict):
            refusals.say("wrong_type", f"claim: an object is wanted, not {shown(value)}")
            continue
        held = _Claim(value, text, asked, refusals).held()
        if held is None:
            continue
        if any(_same(held, other) for other in found):
            refusals.say("claim_given_twice", f"claim {shown(held.evidence.text)} stands in the reply before")
            continue
        found.append(held)
    if len(claims) > MOST_CLAIMS:
        refusals.evidence = None
        refusals.say("too_many_claims", f"{len(claims) - MOST_CLAIMS} claims behind the first {MOST_CLAIMS} not read")
    return found, refusals.problems


def _same(one: HeldClaim, two: HeldClaim) -> bool:
    return (one.evidence, one.cls, one.modality, one.polarity, one.attribution) == (
        two.evidence,
        two.cls,
        two.modality,
        two.polarity,
        two.attribution,
    )


class _Claim:
    """One claim of a reply on its way to being held."""

    def __init__(self, value: Mapping[str, Any], text: HeldText, asked: frozenset[int], refusals: Refusals) -> None:
        self._value = value
        self._text = text
        self._asked = asked
        self._refusals = refusals
        self._evidence = Mention(0, 0, "")
        self._reasons: list[str] = []

    def held(self) -> HeldClaim | None:
        value, refusals = self._value, self._refusals
        evidence = self._find_evidence()
        if evidence is None:
            return None
        self._evidence = refusals.evidence = evidence
        foreign = self._text.language != "en"
        refusals.keys(dict(value), (*CLAIM_KEYS, GLOSS) if foreign else CLAIM_KEYS, "claim")
        cls = refusals.code(value.get("class"), frozenset(CLASSES), "class", "unknown_class")
        codes = {name: refusals.code(value.get(name), CODES[name], name, "unknown_code") for name in NEEDED_CODES}
        modality, polarity, mode, speech_act = (codes[name] for name in NEEDED_CODES)
        if cls is None or modality is None or polarity is None or mode is None or speech_act is None:
            return None
        number = value.get("id")
        held = HeldClaim(
            number if is_whole(number) else None,
            cls,
            evidence,
            modality,
            polarity,
            self._extent(),
            self._attribution(mode, speech_act),
            self._actors(cls),
            self._places(),
            self._time(),
            self._counts(),
            self._quotes("weapons"),
            self._quotes("labels"),
            tuple(self._reasons),
        )
        return self._glossed(held) if foreign else held

    def _glossed(self, held: HeldClaim) -> HeldClaim:
        """Add the English of a claim in another language; a gloss that is no good leaves the claim as it is."""
        mentions = [a.mention for a in held.actors] + [p.mention for p in held.places]
        mentions += [s.mention for s in held.attribution.sources]
        names = {m.text for m in mentions if m is not None}
        gloss, name_glosses = read_gloss(self._value.get(GLOSS), names, self._refusals)
        return replace(held, gloss=gloss, name_glosses=name_glosses)

    # -- evidence ---------------------------------------------------------------------------------------------------

    def _find_evidence(self) -> Mention | None:
        quoted = {"q": self._value.get("evidence"), "p": self._value.get("p"), "near": self._value.get("near")}
        quote = self._refusals.quote(quoted, "evidence")
        if quote is None:
            return None
        found = self._text.candidates(quote)
        if isinstance(found, Unplaced):
            self._unplaced(found, quote, "evidence")
            return None
        shown_here = [m for m in found if self._may_hold(m)]
        if not shown_here:
            why = Unplaced("evidence_not_asked", "it stands in no heading or paragraph that the request showed")
            self._unplaced(why, quote, "evidence")
            return None
        if len(shown_here) > 1:
            shown_here = self._by_neighbours(shown_here)
        if len(shown_here) > 1:
            self._unplaced(ambiguous(len(shown_here)), quote, "evidence")
            return None
        return shown_here[0]

    def _may_hold(self, mention: Mention) -> bool:
        passage = self._text.passage_at(mention.start)
        return passage is not None and passage.number in self._asked and passage.kind in READ

    def _by_neighbours(self, found: list[Mention]) -> list[Mention]:
        """Keep the places whose sentence holds most of the other quotes of the claim."""
        others = [q for q in self._other_quotes() if q.near is None]
        support = [sum(self._in_sentence(q, m) for q in others) for m in found]
        return [m for m, n in zip(found, support, strict=True) if n == max(support)]

    def _in_sentence(self, quote: Quote, evidence: Mention) -> bool:
        start, end = self._text.sentence(evidence)
        return any(start <= m.start and m.end <= end for m in self._text.occurrences(quote.words))

    def _other_quotes(self) -> list[Quote]:
        silent = Refusals()
        values = [self._value.get("cue")]
        for name in ("sources", "actors", "places", "counts"):
            listed = self._value.get(name)
            values.extend(x.get("quote") for x in listed if isinstance(x, dict)) if isinstance(listed, list) else None
        time = self._value.get("time")
        values.append(time.get("quote") if isinstance(time, dict) else None)
        return [q for q in (silent.quote(v, "") for v in values) if q is not None]

    # -- quotes -----------------------------------------------------------------------------------------------------

    def _unplaced(self, why: Unplaced, quote: Quote, what: str) -> None:
        self._refusals.say(why.code, f"{what} {shown(quote.words)}: {why.reason}")

    def _place(self, value: Any, what: str, anchor: Mention | None = None, close: bool = False) -> Mention | None:
        """Place a quote beside the evidence; with ``close`` it must stand in the sentence the evidence stands in.

        Any other may stand elsewhere (a speaker named before, what a pronoun's clause leaves out). Where the same words
        stand in the sentence itself, a passage alone is no reason to go past them: its neighbours must be given.
        """
        quote = self._refusals.quote(value, what)
        if quote is None:
            return None
        found = self._text.place(quote, anchor or self._evidence)
        if isinstance(found, Unplaced):
            self._unplaced(found, quote, what)
            return None
        if not self._beside(found):
            why = "it stands in another sentence than the evidence"
            passed = quote.near is None and any(self._beside(m) for m in self._text.occurrences(quote.words))
            if close or passed:
                self._unplaced(Unplaced("far_quote", why), quote, what)
                return None
        return found

    def _beside(self, mention: Mention) -> bool:
        start, end = self._text.sentence(self._evidence)
        return start <= mention.start and mention.end <= end

    def _quotes(self, name: str) -> tuple[Mention, ...]:
        listed = self._value.get(name)
        if listed is None:
            return ()
        if not isinstance(listed, list):
            self._refusals.say("wrong_type", f"{name}: a list is wanted, not {shown(listed)}")
            return ()
        placed = [self._place(value, name, close=True) for value in listed]
        return tuple(sorted({m for m in placed if m is not None}))

    # -- fields -----------------------------------------------------------------------------------------------------

    def _extent(self) -> str | None:
        value = self._value.get("extent")
        return None if value is None else self._refusals.code(value, CODES["extent"], "extent", "unknown_code")

    def _attribution(self, mode: str, speech_act: str) -> Attribution:
        given = self._value.get("cue")
        cue = None if given is None else self._place(given, "cue")
        sources: list[Source] = []
        for value in self._refusals.objects(self._value.get("sources"), "source", SOURCE_KEYS):
            mention = self._place(value.get("quote"), "source", anchor=cue)
            anonymous = value.get("anonymous", False)
            if not isinstance(anonymous, bool):
                self._refusals.say("wrong_type", f"source: anonymous is true or false, not {shown(anonymous)}")
                anonymous = False
            if mention is not None:
                sources.append(Source(None, mention, anonymous))
        return Attribution(mode, speech_act, cue, tuple(sources))

    def _actors(self, cls: str) -> tuple[ActorRole, ...]:
        placed = self._roles("actors", roles_of(cls), f"actor of {cls}")
        return tuple(ActorRole(role, None, mention) for role, mention in placed)

    def _places(self) -> tuple[PlaceRole, ...]:
        placed = self._roles("places", frozenset(CODES["place_role"]), "place")
        return tuple(PlaceRole(role, None, mention) for role, mention in placed)

    def _roles(self, name: str, known: frozenset[str], what: str) -> list[tuple[str, Mention]]:
        """Return (role, mention) of a list in text order, each once."""
        found: list[tuple[str, Mention]] = []
        for value in self._refusals.objects(self._value.get(name), what, ROLE_KEYS):
            role = self._refusals.code(value.get("role"), known, f"role of {what}", "unknown_role")
            mention = None if role is None else self._place(value.get("quote"), what)
            if role is not None and mention is not None and (role, mention) not in found:
                found.append((role, mention))
        return sorted(found, key=lambda x: (x[1].start, x[1].end, x[0]))

    def _time(self) -> DateRange:
        value = self._value.get("time")
        if value is None:
            return DateRange(None)
        if not isinstance(value, dict):
            self._refusals.say("wrong_type", f"time: an object is wanted, not {shown(value)}")
            return DateRange(None)
        self._refusals.keys(value, TIME_KEYS, "time")
        mention = self._place(value.get("quote"), "time", close=True)
        if mention is None:
            return DateRange(None)
        start, end = (self._refusals.day(value.get(name), f"time {name}") for name in ("start", "end"))
        if start is not None and end is not None and start > end:
            self._refusals.say("bad_day", f"time: {start} to {end} ends before it begins; the words are kept without")
            start = end = None
        return DateRange(mention, start, end, None, BY_READER if start or end else "none")

    # -- counts -----------------------------------------------------------------------------------------------------

    def _counts(self) -> tuple[HeldCount, ...]:
        listed = self._refusals.objects(self._value.get("counts"), "count", COUNT_KEYS)
        found = []
        for number, value in enumerate(listed, 1):
            count = self._count(value)
            if count is not None:
                part_of = value.get("part_of")
                if part_of is not None and not isinstance(part_of, str):
                    self._refusals.say("wrong_type", f"count: part_of {shown(part_of)} is no number of a count")
                found.append(HeldCount(count, number, part_of if isinstance(part_of, str) else None))
        return tuple(found)

    def _count(self, value: Mapping[str, Any]) -> Count | None:
        codes = {
            name: self._refusals.code(value.get(name), CODES[name], f"count {name}", "unknown_code")
            for name in ("quantity", "category", "scope", "bound")
        }
        quantity, category, scope, bound = codes.values()
        if quantity is None or category is None or scope is None or bound is None:
            return None
        mention = self._place(value.get("quote"), "count", close=True)
        said = self._said(bound, value)
        if mention is None or said is None:
            return None
        held = self._number(said, mention)
        if held is None:
            return None
        return Count(
            "", mention, quantity, category, self._side(value), scope, held.bound, held.low, held.best, held.high
        )

    def _number(self, said: Said, mention: Mention) -> Said | None:
        """Return the number that the words say, or the reply's where the language keeps it from being checked."""
        text, sentence, code = self._text.text, self._text.sentence(self._evidence), self._text.language
        checked: Checked | None
        if code == "en":
            answer = held_number(said, text, mention, sentence)
            checked = None if answer is None else Checked(*answer)
        else:
            checked = held_foreign_number(said, text, mention, sentence, code)
        if checked is None:
            numbers = "/".join(str(v) for v in (said.low, said.best, said.high))
            self._refusals.say(
                "number_not_said", f"count {shown(mention.text)}: its words do not say {said.bound} {numbers}"
            )
            return None
        if checked.mended:
            self._noted("number_mended", mention, checked.mended)
        if checked.unchecked:
            self._noted("number_not_checked", mention, f"number not checked: {checked.unchecked}")
        return checked.number

    def _noted(self, code: str, mention: Mention, why: str) -> None:
        self._refusals.say(code, f"count {shown(mention.text)}: {why}")
        self._reasons.append(f"count {' '.join(mention.text.split())!r}: {why}")

    def _said(self, bound: str, value: Mapping[str, Any]) -> Said | None:
        numbers = [value.get(name) for name in ("low", "best", "high")]
        for number in numbers:
            if number is not None and not (is_whole(number) and number >= 0):
                self._refusals.say("wrong_type", f"count: {shown(number)} is no whole number")
                return None
        return Said(bound, *numbers)

    def _side(self, value: Mapping[str, Any]) -> str | None:
        """Return the side in the words of the text; one that the text does not name is left out."""
        side = value.get("side")
        if side is None:
            return None
        found = self._text.occurrences(side) if isinstance(side, str) else []
        if not found:
            self._refusals.say("side_not_said", f"side of a count: {shown(side)} does not stand in the text")
            return None
        return found[0].text
