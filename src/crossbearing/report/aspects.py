"""A happening by question: what, where, when, who, to whom; who answers alike, who differs, who says nothing.

Telling differently is no dispute: "the market" and "Harasta" may both hold. What cannot all hold is in ``disputes``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from crossbearing.model.claim import Claim
from crossbearing.report.days import time_words
from crossbearing.report.happenings import EventView, Voice
from crossbearing.report.marks import Mark
from crossbearing.report.sentences import DOERS, fullness
from crossbearing.report.wording import actor_name, kind_words, listing, place_name

SUFFERERS = frozenset({"target", "victim", "captive", "loser", "besieged"})
_AT = ("location", "near", "destination", "endpoint")


@dataclass(frozen=True, slots=True)
class Answer:
    """What some voices say alike, in words, and the claims to read."""

    words: str
    marks: tuple[Mark, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One question about a happening, its answers (that of most voices first), and the voices that give none."""

    question: str
    answers: tuple[Answer, ...]
    silent: tuple[Mark, ...]

    @property
    def is_shared(self) -> bool:
        """Say whether several voices answer, and all of them alike."""
        return len(self.answers) == 1 and len(self.answers[0].marks) > 1

    @property
    def differs(self) -> bool:
        """Say whether there is more than one answer."""
        return len(self.answers) > 1


def _actors(claim: Claim, roles: frozenset[str]) -> str:
    return listing(sorted({name for a in claim.actors if a.role in roles if (name := actor_name(a))}))


def _place(claim: Claim) -> str:
    found = sorted((p for p in claim.places if p.role in _AT), key=lambda p: _AT.index(p.role))
    return place_name(found[0]) if found else ""


def _when(claim: Claim) -> str:
    known = claim.time if claim.time and claim.time.basis != "inherited" else None
    return time_words(known)


_QUESTIONS: tuple[tuple[str, Callable[[Claim], str]], ...] = (
    ("what", lambda claim: kind_words(claim.cls)),
    ("where", _place),
    ("when", _when),
    ("who did it", lambda claim: _actors(claim, DOERS)),
    ("to whom", lambda claim: _actors(claim, SUFFERERS)),
)


def _answer(claims: Sequence[Claim], asked: Callable[[Claim], str]) -> tuple[str, tuple[str, ...]]:
    """Return what a voice answers, by its fullest claim that answers, and all its claims that answer so."""
    told = [(claim, words) for claim in sorted(claims, key=fullness) if (words := asked(claim))]
    if not told:
        return "", ()
    words = told[0][1]
    return words, tuple(claim.id for claim, own in told if own == words)


def _aspect(
    question: str, asked: Callable[[Claim], str], voices: Iterable[Voice], claims: Mapping[str, Claim], cls: str
) -> Aspect:
    alike: dict[str, list[tuple[Mark, tuple[str, ...]]]] = {}
    silent = []
    group = cls.partition(".")[0]
    for voice in voices:
        known = [claims[c] for c in voice.claims if c in claims]
        own = [c for c in known if c.cls.partition(".")[0] == group] or known
        words, said = _answer(own, asked)
        if words:
            alike.setdefault(words, []).append((voice.mark, said))
        else:
            silent.append(voice.mark)
    answers = (
        Answer(words, tuple(m for m, _ in rows), tuple(c for _, said in rows for c in said))
        for words, rows in alike.items()
    )
    return Aspect(question, tuple(sorted(answers, key=lambda a: (-len(a.marks), a.words))), tuple(silent))


def aspects(view: EventView, claims: Mapping[str, Claim]) -> tuple[Aspect, ...]:
    """Return the questions that some voice of a happening answers; whoever denies it or only mentions it is not asked.

    >>> from crossbearing.model.derived import Event
    >>> none = Event("e", "", "incident", "real", "positive", *(None,) * 4, (), (), (), (), "C1", (), None, (), "", "")
    >>> aspects(EventView(none, "", "", "", ()), {})
    ()
    """
    telling = [v for v in view.voices if v.position in ("affirms", "disputes") and not v.denying]
    found = (_aspect(question, asked, telling, claims, view.event.cls) for question, asked in _QUESTIONS)
    return tuple(aspect for aspect in found if aspect.answers)
