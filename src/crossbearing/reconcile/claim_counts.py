"""The counts of one claim before they are tolls: what stands side by side is summed, what is told twice stands once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from crossbearing.model.claim import Claim, Count
from crossbearing.reconcile.document_events import is_rare

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# What says that somebody lived: "was shot" leaves open what became of him.
_HURT = re.compile(r"\b(?:injur|wound|hurt|maim|surviv|scald|burn)", re.IGNORECASE)
# A number that counts one person and no more.
_NUMBERED = re.compile(r"^\W*(?:exactly|only|just|a single|single)?\s*(?:one|1)\b|\bonly\b", re.IGNORECASE)


def with_wholes(counts: Sequence[Count]) -> list[Count]:
    """Return the counts of a claim with "six people" made the whole of "20 children and six people were killed".

    What one clause counts side by side excludes one another, as parts carry a parent. A figure of plain people beside
    others is therefore what is left of the people, and the whole is the sum. "A mother and a widow" are two women.

    >>> def count(n, category): return Count(f"n{n}", None, "killed", category, None, "incident", "exact", n, n, n)
    >>> [(c.category, c.low) for c in with_wholes([count(20, "children"), count(6, "people")])]
    [('children', 20), ('people', 26)]
    """
    counts = _told_once(counts)
    groups: dict[tuple[str, str], list[Count]] = defaultdict(list)
    for count in counts:
        if count.parent is None and count.scope in ("incident", "cumulative") and count.low is not None:
            groups[(count.quantity, count.scope)].append(count)
    changed: dict[str, Count | None] = {}
    for members in groups.values():
        plain = [c for c in members if c.category == "people" and c.side is None]
        if len(members) > 1 and plain and all(c.bound != "vague" for c in members):
            changed.update({c.id: None for c in plain})
            changed[plain[0].id] = _summed(plain[0], members)
        for alike in () if plain else _alike(members):
            changed.update({c.id: None for c in alike})
            changed[alike[0].id] = _summed(alike[0], alike)
    kept = (changed.get(c.id, c) for c in counts)
    return [c for c in kept if c is not None]


def read_once(claims: Iterable[Claim]) -> dict[str, list[Count]]:
    """Return the counts of those claims, by id, that lose some: a number of the text is of one claim.

    A noisy reading takes "45 died in the raids after rebels shelled the town" for the toll of either; the number is the
    tighter clause's. Whom a claim quotes is nobody who was killed, and the year of a date counts nobody. Who "was shot"
    in a report that tells of dead may be one of them, and is not counted once more as hurt.
    """
    owners: dict[tuple[str, int, int, str], tuple[int, str]] = {}
    members = [c for c in claims if c.counts]
    for claim in members:
        length = claim.evidence.end - claim.evidence.start
        for count in claim.counts:
            if count.mention is not None:
                words = (claim.document, count.mention.start, count.mention.end, count.quantity)
                owners[words] = min(owners.get(words, (length, claim.id)), (length, claim.id))
    deadly = {claim.document for claim in members if any(c.quantity == "killed" for c in claim.counts)}
    found = {}
    for claim in members:
        kept = [
            c
            for c in claim.counts
            if not (_is_source(c, claim) or _is_year(c, claim) or _is_anothers(c, claim, owners))
            and not (claim.document in deadly and _may_be_dead(c, claim))
        ]
        if len(kept) < len(claim.counts):
            found[claim.id] = kept
    return found


def _may_be_dead(count: Count, claim: Claim) -> bool:
    """Say whether a claim that counts no dead tells of one person struck, and not that this one was only hurt."""
    told = count.quantity == "injured" and one_of_several(count) and not _HURT.search(claim.evidence.text)
    return told and not any(c.quantity == "killed" for c in claim.counts)


def _is_source(count: Count, claim: Claim) -> bool:
    quoted = (s.mention for s in claim.attribution.sources if s.mention is not None)
    return count.mention is not None and one_of_several(count) and any(m == count.mention for m in quoted)


def _is_year(count: Count, claim: Claim) -> bool:
    """Say whether the number is the year that dates the claim: "26 December 2016 Teen dies", "the 2015 death"."""
    when = claim.time.mention if claim.time is not None else None
    dated = when is not None and count.mention is not None and when.overlaps(count.mention)
    return dated and count.low == count.high and f"{count.low}" in _YEAR.findall(when.text if when else "")


def _is_anothers(count: Count, claim: Claim, owners: Mapping[tuple[str, int, int, str], tuple[int, str]]) -> bool:
    if count.mention is None:
        return False
    return owners[claim.document, count.mention.start, count.mention.end, count.quantity][1] != claim.id


def _told_once(counts: Sequence[Count]) -> list[Count]:
    """Return the counts without those in the very words of an earlier one: scraped copy says its first line twice.

    A rare number told twice in one claim, once of people and once of some kind of them, is one count as well, and of
    two counts read from the same words the one with a number stands.
    """
    seen: set[tuple[object, ...]] = set()
    kept = []
    for count in counts:
        if any(_is_echo(count, other) for other in counts if other is not count):
            continue
        words = count.mention.text.casefold() if count.mention else count.id
        key = (words, count.quantity, count.category, count.side, count.scope, count.low, count.high)
        if key not in seen:
            seen.add(key)
            kept.append(count)
    return kept


def _is_echo(count: Count, other: Count) -> bool:
    """Say whether a count is but another's number again, read as of another kind of people."""
    if count.quantity != other.quantity or count.mention is None or other.mention is None:
        return False
    if count.mention.overlaps(other.mention):
        return one_of_several(count) and not one_of_several(other)
    alike = (count.scope, count.low, count.high) == (other.scope, other.low, other.high) and not count.parent
    plain = (other.category, other.side) == ("people", None)
    return alike and plain and count.category != "people" and is_rare(count.low or 0)


def _alike(members: Sequence[Count]) -> list[list[Count]]:
    """Return the counts of one category and side that stand side by side, where there is more than one."""
    groups: dict[tuple[str, str | None], list[Count]] = defaultdict(list)
    for count in members:
        groups[(count.category, count.side)].append(count)
    return [alike for alike in groups.values() if len(alike) > 1 and all(c.bound != "vague" for c in alike)]


def _summed(whole: Count, members: Sequence[Count]) -> Count:
    highs = [c.high for c in members]
    return replace(
        whole,
        low=sum(c.low or 0 for c in members),
        best=sum(c.best if c.best is not None else c.low or 0 for c in members),
        high=None if any(h is None for h in highs) else sum(h for h in highs if h is not None),
        bound="exact" if all(c.bound == "exact" for c in members) else "at_least" if None in highs else "range",
    )


def one_of_several(count: Count) -> bool:
    """Say whether a count is of one person whom no number counts: "a nurse", "Omar Said", "he".

    Whoever tells that Omar Said died does not say that nobody else did, so that it takes back no higher figure.

    >>> from crossbearing.model.mention import Mention
    >>> def count(text): return Count("n", Mention(0, 9, text), "killed", "people", None, "incident", "exact", 1, 1, 1)
    >>> [one_of_several(count(text)) for text in ("Omar Said", "one man", "1")]
    [True, False, False]
    """
    if (count.low, count.best, count.high) != (1, 1, 1) or count.mention is None:
        return False
    return not _NUMBERED.search(count.mention.text)
