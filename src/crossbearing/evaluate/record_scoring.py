"""What a record is worth against one made by a careful coder: happenings, tolls and disputes, group by group.

The rules are those of the record contract: a telling (a clause of a report) is found where a claim's evidence overlaps
it by half of the shorter, its event is that of the claim with the largest overlap, one of the happening's own kind
first. All tallies are sums, so that a figure over several groups is that of the sum.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crossbearing.evaluate.intervals import f1, harmonic
from crossbearing.model.claim import Claim
from crossbearing.model.derived import Event, Record, Toll

GroupJson = Mapping[str, Any]
Tally = Counter[str]
_FLAGS = frozenset({"contested", "disputed"})


@dataclass(frozen=True, slots=True)
class Made:
    """A record as it is scored: claims of each document, events by id, the event of each claim, tolls of each event."""

    claims: Mapping[str, Sequence[Claim]]
    events: Mapping[str, Event]
    event_of: Mapping[str, str]
    tolls: Mapping[str, Sequence[Toll]]


def made(claims: Iterable[Claim], record: Record) -> Made:
    """Return a record in the form in which it is scored. An incident holds a claim before a campaign does."""
    by_document: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_document[claim.document].append(claim)
    event_of: dict[str, str] = {}
    events = {e.id: e for e in record.events}
    for event in record.events:
        for claim_id in event.claims:
            if claim_id not in event_of or events[event_of[claim_id]].level == "campaign":
                event_of[claim_id] = event.id
    tolls: dict[str, list[Toll]] = defaultdict(list)
    for toll in record.tolls:
        tolls[toll.event].append(toll)
    return Made(by_document, events, event_of, tolls)


def shared(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Return how many characters two stretches share.

    >>> shared((0, 10), (5, 20)), shared((0, 5), (5, 9))
    (5, 0)
    """
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _event_of(telling: Mapping[str, Any], kind: str, run: Made) -> str | None:
    words = (telling["start"], telling["end"])
    best: tuple[tuple[bool, int, str], str] | None = None
    for claim in run.claims.get(telling["document"], ()):
        said = (claim.evidence.start, claim.evidence.end)
        length = shared(words, said)
        if not length or length < 0.5 * min(words[1] - words[0], said[1] - said[0]) or claim.id not in run.event_of:
            continue
        key = (claim.cls.split(".")[0] == kind, length, claim.id)
        if best is None or key > best[0]:
            best = (key, claim.id)
    return run.event_of[best[1]] if best else None


def score_group(group: GroupJson, run: Made) -> Tally:
    """Return the tallies of one group of reports in the form of the record contract."""
    tally: Tally = Counter()
    items: list[tuple[str, str]] = []
    for happening in group["happenings"]:
        for number, telling in enumerate(happening["tellings"]):
            event = _event_of(telling, happening["kind"], run)
            tally["tellings"] += 1
            tally["told"] += event is not None
            items.append((happening["id"], event or f"none {happening['id']} {number}"))
    _score_clusters(items, tally)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for happening_id, event in items:
        if event in run.events:
            votes[happening_id][event] += 1
    home = {happening_id: counted.most_common(1)[0][0] for happening_id, counted in votes.items()}
    _score_tolls(group, home, run, tally)
    _score_disputes(group, home, run, tally)
    return tally


def _pairs(sizes: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)


def _score_clusters(items: Sequence[tuple[str, str]], tally: Tally) -> None:
    gold, mine, both = Counter(h for h, _ in items), Counter(e for _, e in items), Counter(items)
    # Thousandths of thousandths: sums of whole numbers are the same in any order.
    for happening, event in items:
        tally["b3_p"] += round(1e9 * both[happening, event] / mine[event])
        tally["b3_r"] += round(1e9 * both[happening, event] / gold[happening])
    tally["pairs_hit"] += _pairs(both.values())
    tally["pairs_gold"] += _pairs(gold.values())
    tally["pairs_mine"] += _pairs(mine.values())


def _answers(toll: Toll) -> set[str]:
    return {toll.category or "people", *([toll.side.lower()] if toll.side else [])}


def _score_tolls(group: GroupJson, home: Mapping[str, str], run: Made, tally: Tally) -> None:
    used: set[str] = set()
    for happening in group["happenings"]:
        rows = run.tolls.get(home.get(happening["id"], ""), ())
        for row in happening.get("tolls", []):
            tally["tolls_gold"] += 1
            for position in row.get("positions", []):
                tally["positions"] += 1
                tally["positions_found"] += _is_found(position, row["quantity"], run)
            fitting = (
                t for t in rows
                if t.id not in used and t.quantity == row["quantity"] and row["of"].lower() in _answers(t)
                and (t.low, t.high) == (row["low"], row["high"])
            )  # fmt: skip
            if (hit := next(fitting, None)) is not None:
                tally["tolls_hit"] += 1
                used.add(hit.id)
    tally["tolls_mine"] += sum(len(run.tolls.get(event, ())) for event in set(home.values()))


def _is_found(position: Mapping[str, Any], quantity: str, run: Made) -> bool:
    words = (position["start"], position["end"])
    return any(
        count.mention is not None
        and shared(words, (count.mention.start, count.mention.end)) > 0
        and (count.quantity, count.low, count.high) == (quantity, position["low"], position["high"])
        for claim in run.claims.get(position["document"], ())
        for count in claim.counts
    )


def _score_disputes(group: GroupJson, home: Mapping[str, str], run: Made, tally: Tally) -> None:
    disputed = {home.get(d["happening"], f"none {d['happening']}") for d in group.get("disputes", [])}
    flagged = {
        event
        for event in set(home.values())
        if _FLAGS & set(run.events[event].flags) or any(t.status == "disputed" for t in run.tolls.get(event, ()))
    }
    tally["disputes_hit"] += len(disputed & flagged)
    tally["disputes_gold"] += len(disputed)
    tally["disputes_mine"] += len(flagged)


def figures(tallies: Iterable[Tally]) -> dict[str, float]:
    """Return the figures of the contract over the sum of tallies, fractions of one.

    >>> figures([Counter(tellings=4, told=3)])["told"]
    0.75
    """
    tally: Tally = Counter()
    for one in tallies:
        tally.update(one)
    tellings = tally["tellings"] or 1
    precision, recall = tally["b3_p"] / tellings / 1e9, tally["b3_r"] / tellings / 1e9
    found = {"told": tally["told"] / tellings, "b3_p": precision, "b3_r": recall, "b3": harmonic(precision, recall)}
    for name in ("pairs", "tolls", "disputes"):
        found[name] = f1(tally[f"{name}_hit"], tally[f"{name}_mine"], tally[f"{name}_gold"])
    found["positions"] = tally["positions_found"] / (tally["positions"] or 1)
    return {name: round(value, 4) for name, value in found.items()}
