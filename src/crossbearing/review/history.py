"""What was decided, by whom and when, and what it changed: of a claim, a document, an event or a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from crossbearing.judgements.effective import UNDO, Effective, claims_in
from crossbearing.model.claim import Claim, claim_from_json, claim_to_json
from crossbearing.review.lanes import coding_of, lane_from
from crossbearing.store.judging import OPEN, Coded, Judged, codings, judgements_on
from crossbearing.store.schema import JUDGEMENTS
from crossbearing.store.store import Store


@dataclass(frozen=True, slots=True)
class Change:
    """One field that a decision changed, in words; empty where it had or has nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision with what it changed against the claim as it stood before it."""

    row: Judged
    changes: tuple[Change, ...]


def history(one: Effective) -> tuple[Entry, ...]:
    """Return the decisions on a claim, the oldest first, each with what it changed."""
    found: list[Entry] = []
    stack: list[tuple[Claim, ...]] = []
    for row in one.history:
        machine = row.body.get("machine")
        start = (claim_from_json(machine),) if machine else ()
        before = stack[-1] if stack else start
        if row.verdict == UNDO:
            if stack:
                stack.pop()
            after = stack[-1] if stack else start
        else:
            after = () if row.verdict == "reject" else claims_in(row)
            stack.append(after)
        found.append(Entry(row, tuple(changes(before, after))))
    return tuple(found)


def changes(before: Sequence[Claim], after: Sequence[Claim]) -> list[Change]:
    """Return the fields in which claims differ, in the order of the fields.

    >>> from dataclasses import replace
    >>> from crossbearing.model.mention import Mention
    >>> one = Claim("d:c01", "d", "control.gain", Mention(0, 16, "IS overran Qadam"))
    >>> changes([one], [replace(one, modality="planned")])
    [Change(field='modality', before='occurred', after='planned')]
    """
    found: list[Change] = []
    for n in range(max(len(before), len(after))):
        one = fields_of(before[n]) if n < len(before) else {}
        other = fields_of(after[n]) if n < len(after) else {}
        prefix = f"{n + 1}. " if max(len(before), len(after)) > 1 else ""
        for name in dict.fromkeys((*one, *other)):
            if one.get(name, "") != other.get(name, ""):
                found.append(Change(prefix + name, one.get(name, ""), other.get(name, "")))
    return found


def fields_of(claim: Claim) -> dict[str, str]:
    """Return the fields of a claim in words, each with the characters that it was read from.

    >>> from crossbearing.model.mention import Mention
    >>> fields_of(Claim("d:c01", "d", "control.gain", Mention(0, 16, "IS overran Qadam")))["evidence"]
    'IS overran Qadam [0-16]'
    """
    plain = claim_to_json(claim)
    said = plain["attribution"]
    found = {
        "evidence": _words(plain["evidence"]),
        "class": claim.cls,
        "modality": claim.modality,
        "polarity": claim.polarity,
        "extent": claim.extent or "",
        "how it is said": f"{said['mode']}, {said['speech_act']}",
        "cue": _words(said["cue"]),
        "sources": _list((_named(s) + (" (not named)" if s["anonymous"] else "")) for s in said["sources"]),
        "actors": _list(f"{a['role']}: {_named(a)}" for a in plain["actors"]),
        "places": _list(f"{p['role']}: {_named(p)}" for p in plain["places"]),
        "time": _time(plain["time"]),
        "counts": _list(_count(c) for c in plain["counts"]),
        "weapons": _list(_words(w["mention"]) for w in plain["weapons"]),
        "labels": _list(_words(x["mention"]) for x in plain["labels"]),
        "persons": _list(_words(p["mention"]) for p in plain["persons"]),
    }
    return {name: value for name, value in found.items() if value}


def _words(mention: Any) -> str:
    return "" if not mention else f"{' '.join(mention['text'].split())} [{mention['start']}-{mention['end']}]"


def _named(part: Any) -> str:
    words = _words(part.get("mention"))
    name = part.get("name") or ""
    same = not name or (part.get("mention") and name == part["mention"]["text"])
    return words or name if same else f"{words} = {name}" if words else name


def _list(parts: Any) -> str:
    return "; ".join(parts)


def _time(time: Any) -> str:
    if not time:
        return ""
    days = "" if not (time["start"] or time["end"]) else f" {time['start'] or '?'} to {time['end'] or '?'}"
    return (_words(time["mention"]) + days).strip()


def _count(count: Any) -> str:
    figures = ", ".join(str(count[n]) if count[n] is not None else "-" for n in ("low", "best", "high"))
    told = f"{_words(count['mention'])} {count['quantity']} {count['category']} {count['bound']} ({figures})"
    return f"{told} {count['scope']}".strip()


def claim_of(row: Judged) -> Claim | None:
    """Return the claim that a decision is on: as it was left, else as the program read it; None where it holds none."""
    left = claims_in(row)
    machine = row.body.get("machine")
    return left[0] if left else claim_from_json(machine) if machine else None


def recent(store: Store, viewer: str, most: int = 100, who: str = "", before: int = 0) -> list[Judged]:
    """Return the newest decisions that somebody may see, the newest first; ``before`` is a number to go on from."""
    query = select(JUDGEMENTS.c.document, JUDGEMENTS.c.number, JUDGEMENTS.c.lane).order_by(JUDGEMENTS.c.number.desc())
    if who:
        query = query.where(JUDGEMENTS.c.who == who)
    steps = codings(store)
    seen: dict[int, str] = {}
    with store.reading() as connection:
        # What others code blind may be the newest for pages: one goes on until as many are found as were asked for.
        while len(seen) < most:
            asked = query.where(JUDGEMENTS.c.number < before) if before else query
            rows = connection.execute(asked.limit(most * 4)).all()
            seen |= {r.number: r.document for r in rows if _may_see(r.lane, r.document, steps, viewer)}
            if len(rows) < most * 4:
                break
            before = rows[-1].number
    wanted = dict(list(seen.items())[:most])
    if not wanted:
        return []
    found = [j for j in judgements_on(store, set(wanted.values()), None) if j.number in wanted]
    return sorted(found, key=lambda j: -j.number)


def _may_see(lane: str | None, document: str, steps: Sequence[Coded], viewer: str) -> bool:
    """Say whether a decision is in the open lane, one's own, or of a round that all have handed in."""
    if not lane:
        return True
    place = lane_from(lane)
    one = coding_of([row for row in steps if row.document == document], place.round, document)
    return place.coder == viewer or (one is not None and one.may_see(place.coder, viewer))


def counts_by_person(store: Store) -> dict[str, int]:
    """Return how many decisions in the open lane each person made, the most first."""
    with store.reading() as connection:
        own = or_(JUDGEMENTS.c.lane == OPEN, JUDGEMENTS.c.lane.is_(None))
        counted = select(JUDGEMENTS.c.who, func.count()).where(own).group_by(JUDGEMENTS.c.who)
        found: dict[str, int] = dict(connection.execute(counted).all())
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))
