"""The fields of a claim as somebody fills them in: words of the report, codes of the contract, days and figures.

Each field of words comes with the characters that were selected (``at``), where they were; words that were typed are
sought in the report, the place nearest to the evidence first. What is left empty is not there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from crossbearing.model.claim import (
    ActorRole,
    Attribution,
    Claim,
    Count,
    DateRange,
    Label,
    Person,
    PlaceRole,
    Source,
)
from crossbearing.model.errors import ReviewError
from crossbearing.model.mention import Mention
from crossbearing.review.checking import checked

MOST_ROWS = 40
"""Actors, places, counts and so on of one claim."""
_AT = re.compile(r"(\d{1,9})-(\d{1,9})")
_T = TypeVar("_T")


@dataclass(slots=True)
class _Form:
    """The values of a form under a prefix, and the text that their words are of."""

    values: Mapping[str, str]
    prefix: str
    text: str
    near: Mention | None = None

    def get(self, name: str) -> str:
        return self.values.get(f"{self.prefix}{name}", "").strip()

    def raw(self, name: str) -> str:
        """Return words as they were given, but for the line ends that browsers send."""
        return self.values.get(f"{self.prefix}{name}", "").replace("\r\n", "\n").strip("\n")

    def mention(self, name: str, called: str) -> Mention | None:
        words = self.raw(f"{name}.words")
        if not words.strip():
            return None
        at = _AT.fullmatch(self.get(f"{name}.at"))
        if at:
            start, end = int(at[1]), int(at[2])
            if start < end and self.text[start:end] == words:
                return Mention(start, end, words)
        found = self._sought(words) or self._sought(words.strip())
        if found is None:
            raise ReviewError(f"{called}: {' '.join(words.split())[:80]!r} does not stand in the report")
        return found

    def _sought(self, words: str) -> Mention | None:
        starts = [match.start() for match in re.finditer(re.escape(words), self.text)]
        if not starts:
            return None
        inside = self.near
        if inside is None:
            start = starts[0]
        else:
            middle = (inside.start + inside.end) / 2
            start = min(starts, key=lambda s: (not (inside.start <= s <= inside.end), abs(s - middle), s))
        return Mention(start, start + len(words), words)

    def rows(self, name: str) -> list[str]:
        """Return the prefixes of the rows of a list that hold anything, in their order."""
        numbers = set()
        begins = f"{self.prefix}{name}."
        for key, value in self.values.items():
            number = key.removeprefix(begins).partition(".")[0] if key.startswith(begins) else ""
            if number.isdigit() and key.endswith((".words", ".name")) and value.strip():
                numbers.add(int(number))
        if len(numbers) > MOST_ROWS:
            raise ReviewError(f"{name}: over {MOST_ROWS} of one claim")
        return [f"{name}.{number}" for number in sorted(numbers)]

    def figure(self, name: str, called: str) -> int | None:
        value = self.get(name).replace(",", "")
        if not value:
            return None
        if not value.isdigit() or len(value) > 9:
            raise ReviewError(f"{called}: {value[:40]!r} is no whole number")
        return int(value)


def claim_from(values: Mapping[str, str], prefix: str, document: str, text: str, base: Claim | None = None) -> Claim:
    """Return the claim that a form tells of; ReviewError for a field that is not as it must be.

    ``base`` is the claim that was there before: what was not changed of it keeps what the program knows of it (whom,
    where, why).

    >>> told = {"class": "control.gain", "evidence.words": "IS overran Qadam", "evidence.at": "0-16"}
    >>> claim_from(told, "", "d", "IS overran Qadam.").evidence
    Mention(start=0, end=16, text='IS overran Qadam')
    """
    form = _Form(values, prefix, text, base.evidence if base else None)
    evidence = form.mention("evidence", "evidence")
    if evidence is None:
        raise ReviewError("evidence: select the words of the report that say it")
    form.near = evidence
    identity = base.id if base else ""
    found = Claim(
        id=identity,
        document=document,
        cls=form.get("class"),
        evidence=evidence,
        modality=form.get("modality") or "occurred",
        polarity=form.get("polarity") or "positive",
        extent=form.get("extent") or None,
        attribution=_attribution(form, base),
        actors=tuple(_actor(form, row, base) for row in form.rows("actors")),
        places=tuple(_place(form, row, base) for row in form.rows("places")),
        time=_time(form, base),
        counts=_counts(form, identity or document),
        weapons=tuple(m for row in form.rows("weapons") if (m := form.mention(row, "weapon"))),
        labels=tuple(_label(form, row, base) for row in form.rows("labels")),
        persons=tuple(_person(form, row, base) for row in form.rows("persons")),
        relations=base.relations if base else (),
        rule=base.rule if base else "",
        gloss=base.gloss if base else "",
        name_glosses=base.name_glosses if base else (),
    )
    return checked(found, text)


def _attribution(form: _Form, base: Claim | None) -> Attribution:
    sources = []
    for row in form.rows("sources"):
        words, name = form.mention(row, "source"), form.get(f"{row}.name")
        old = base.attribution.sources if base else ()
        same = next((s for s in old if s.mention == words and (s.name or "") == name), None)
        anonymous = bool(form.get(f"{row}.anonymous"))
        sources.append(
            Source(name or None, words, anonymous, same.actor if same else None, same.antecedent if same else None)
        )
    mode = form.get("mode") or ("indirect" if sources else "unattributed")
    act = form.get("speech_act") or ("report" if sources else "narrate")
    return Attribution(mode, act, form.mention("cue", "reporting word"), tuple(sources))


def _unchanged(old: tuple[_T, ...], words: Mention | None, name: str, role: str) -> _T | None:
    """Return the part of the former claim with the same words, name and role."""
    for one in old:
        told = (getattr(one, "mention", None), getattr(one, "name", None) or "", getattr(one, "role", ""))
        if told == (words, name, role):
            return one
    return None


def _actor(form: _Form, row: str, base: Claim | None) -> ActorRole:
    words, name, role = form.mention(row, "actor"), form.get(f"{row}.name"), form.get(f"{row}.role")
    for old in base.actors if base else ():
        if old.mention == words and (old.name or "") == name:
            return ActorRole(role, old.name, words, old.actor, old.side, old.reason)
    return ActorRole(role, name or (words.text if words else None), words)


def _place(form: _Form, row: str, base: Claim | None) -> PlaceRole:
    words, name = form.mention(row, "place"), form.get(f"{row}.name")
    role = form.get(f"{row}.role") or "location"
    same = _unchanged(base.places if base else (), words, name, role)
    return same or PlaceRole(role, name or (words.text if words else None), words)


def _time(form: _Form, base: Claim | None) -> DateRange | None:
    words = form.mention("time", "time")
    start, end = form.get("time.start") or None, form.get("time.end") or None
    if words is None and start is None and end is None:
        return None
    old = base.time if base else None
    if old is not None and (old.mention, old.start, old.end) == (words, start, end):
        return old
    basis = "words" if words is not None else "inherited"
    return DateRange(words, start, end, _precision(start, end), basis if start or end else "none")


def _precision(start: str | None, end: str | None) -> int | None:
    """Return 1 for one day; how vague a longer time is the program says when it reads the days."""
    return 1 if start is not None and start == end else None


def _counts(form: _Form, prefix: str) -> tuple[Count, ...]:
    rows = form.rows("counts")
    names = {row: f"{prefix}n{number}" for number, row in enumerate(rows, 1)}
    found = []
    for row in rows:
        words = form.mention(row, "count")
        called = f"count {words.text!r}" if words else "count"
        low, best, high = (form.figure(f"{row}.{name}", called) for name in ("low", "best", "high"))
        bound = form.get(f"{row}.bound") or "exact"
        if low is None and best is None and high is None:
            raise ReviewError(f"{called}: give at least one of low, best and high")
        if bound == "exact" and best is not None:
            low = best if low is None else low
            high = best if high is None else high
        parent = names.get(f"counts.{form.get(f'{row}.parent')}")
        found.append(
            Count(
                names[row],
                words,
                form.get(f"{row}.quantity") or "killed",
                form.get(f"{row}.category") or "people",
                form.get(f"{row}.side") or None,
                form.get(f"{row}.scope") or "incident",
                bound,
                low,
                best,
                high,
                None if parent == names[row] else parent,
            )
        )
    return tuple(found)


def _label(form: _Form, row: str, base: Claim | None) -> Label:
    words = form.mention(row, "label")
    if words is None:
        raise ReviewError("label: select its words")
    old = next((x for x in (base.labels if base else ()) if x.mention == words), None)
    return old or Label(words)


def _person(form: _Form, row: str, base: Claim | None) -> Person:
    words = form.mention(row, "person")
    if words is None:
        raise ReviewError("person: select the name in the report")
    old = next((p for p in (base.persons if base else ()) if p.mention == words), None)
    fate = form.get(f"{row}.fate") or None
    return Person(words, old.name if old else words.text, old.age if old else None, old.sex if old else None, fate)
