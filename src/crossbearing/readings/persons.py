"""The private persons whom a claim names as killed, hurt, held or missing, each with age, sex and fate where told.

Who is private is asked in one place (``llm/masking.py``), so that whoever stands here is hidden where names are to be.
A person is one of the claim where a count of one or an actor who suffers names nobody else, where the name stands
beside such a count ("a girl, Amal H."), among those counted ("including ..."), or goes on such a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crossbearing.llm.masking import Mask
from crossbearing.model.claim import Claim, Count, Person
from crossbearing.model.mention import Mention
from crossbearing.text.private_names import age_of, sign_words
from crossbearing.vocab.contract import class_of

_FATES = frozenset("killed injured killed_or_injured captured abducted detained released missing".split())
_SUFFERING = frozenset({"victim", "captive", "target"})
_TOLD_OF = frozenset({"occurred", "ongoing"})
# "the son of X", "X's house", "killed by X": somebody or something else is meant.
_OF_ANOTHER = re.compile(r"\b(?:of|by|for|with|from|to|in|at|near|against)\b|['’]s\b", re.IGNORECASE)
_BESIDE = re.compile(r",?\s(?:named\s|called\s)?")
_INCLUDING = re.compile(
    r"\b(?:including|includes|among (?:them|the dead|the wounded|those \w+)(?: (?:is|are|was|were))?)\s"
)
_ENDS = re.compile(r"[.;:]\s")
_LIST_GOES_ON = re.compile(
    r"\.?(?:,\s(?:aged?\s)?\d{1,3}(?:\s\w+\sold)?|\s\(\d{1,3}\))?(?:,\s|,?\sand\s)(?:(?:mr|mrs|ms|dr)\.?\s)?",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"([^\W\d_]+)\.?\s$")
_AGED = re.compile(r"[-\s]old((?:\s[a-z-]+){1,4}),?\s(?:named\s|called\s)?$")
_APPOSITION = re.compile(r"\.?(?:,\s\d{1,3})?,\s(?:an?|the)\s((?:[\w-]+\s){0,3}[\w-]+)")
_YOUNG = re.compile(r"[-\s](?:month|week|day)")
_MONTHS = 12
_REACH = 60


@dataclass(frozen=True, slots=True)
class _Named:
    """Where a name of a private person stands, and the fullest form of it in the report."""

    start: int
    end: int
    name: str


def may_name(claims: Sequence[Claim]) -> bool:
    """Say whether any of the claims may name a person who suffered: the others cost no search."""
    return any(_suffers(claim) for claim in claims)


def with_persons(text: str, claims: Sequence[Claim], mask: Mask) -> tuple[Claim, ...]:
    """Return the claims with the private persons whom each names; ``mask`` is that of the whole text.

    >>> with_persons("Shells fell.", (), Mask({}))
    ()
    """
    named = [
        _Named(start, end, mask.whole(text[start:end]))
        for start, end in mask.spans(text)
        if text[start:end] in mask.names
    ]
    return tuple(_with(claim, text, named) for claim in claims)


def _suffers(claim: Claim) -> bool:
    if claim.polarity == "negative" or claim.modality not in _TOLD_OF:
        return False
    return any(c.quantity in _FATES for c in claim.counts) or any(a.role in _SUFFERING for a in claim.actors)


def _with(claim: Claim, text: str, named: Sequence[_Named]) -> Claim:
    if not _suffers(claim):
        return claim
    found: list[Person] = []
    for one in named:
        if not (claim.evidence.start <= one.start and one.end <= claim.evidence.end):
            continue
        told = _fate(claim, text, one, found[-1] if found else None)
        if told is not None:
            mention = Mention(one.start, one.end, text[one.start : one.end])
            found.append(Person(mention, one.name, _age(text, one), _sex(text, one), told or None))
    return replace(claim, persons=tuple(found)) if found else claim


def _fate(claim: Claim, text: str, one: _Named, before: Person | None) -> str | None:
    """Return what became of a person by a claim, empty where that is not said; None for who is none of its persons."""
    counts = [c for c in claim.counts if c.mention is not None and c.quantity in _FATES]
    for count in counts:
        if count.best == 1 and count.mention is not None and _is_named_by(count.mention, text, one):
            return count.quantity
    for actor in claim.actors:
        if actor.role in _SUFFERING and actor.mention is not None and _is_meant(actor.mention, text, one):
            return _of_class(claim, counts)
    for count in reversed(counts):
        assert count.mention is not None
        between = text[count.mention.end : one.start]
        if count.mention.end <= one.start and _INCLUDING.search(between) and not _ENDS.search(between):
            return count.quantity
    if before is not None and _LIST_GOES_ON.fullmatch(text, before.mention.end, one.start):
        return before.fate or ""
    return None


def _of_class(claim: Claim, counts: Sequence[Count]) -> str | None:
    """Return the fate that a class or the only kind of count tells of; None where who was hit may be unhurt."""
    people = class_of(claim.cls).people
    if people in _FATES:
        return people
    told = {count.quantity for count in counts}
    if len(told) == 1:
        return told.pop()
    return "" if any(actor.role == "victim" for actor in claim.actors) else None


def _is_meant(words: Mention, text: str, one: _Named) -> bool:
    """Say whether words are the name with nothing but titles before it: "Dr. X", and not "the son of X"."""
    if not words.start <= one.start < words.end or _OF_ANOTHER.match(text, one.end):
        return False
    return not _OF_ANOTHER.search(text[words.start : one.start])


def _is_named_by(words: Mention, text: str, one: _Named) -> bool:
    """Say whether the one person that words count is named in them or beside them: "a girl, Amal H."."""
    if _is_meant(words, text, one):
        return True
    if words.end <= one.start:
        return _BESIDE.fullmatch(text, words.end, one.start) is not None
    apposed = _APPOSITION.match(text, one.end)
    return (
        apposed is not None and apposed.start(1) <= words.end and words.start < apposed.end(1) and one.end < words.start
    )


def _age(text: str, one: _Named) -> int | None:
    span = age_of(text, one.start, one.end)
    if span is None:
        return None
    number = int(text[span[0] : span[1]])
    return number // _MONTHS if _YOUNG.match(text, span[1]) else number


def _sex(text: str, one: _Named) -> str | None:
    """Return what the words beside a name tell of the sex, None where they tell nothing or two things."""
    head = text[max(0, one.start - _REACH) : one.start]
    told: list[str] = []
    if last := _LAST_WORD.search(head):
        told.append(last.group(1))
    if aged := _AGED.search(head):
        told += aged.group(1).split()
    if apposed := _APPOSITION.match(text, one.end):
        told += apposed.group(1).split()
    words = {word.lower() for word in told}
    found = [sex for sex in ("female", "male") if words & sign_words(sex)]
    return found[0] if len(found) == 1 else None
