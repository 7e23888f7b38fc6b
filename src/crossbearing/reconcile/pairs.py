"""What speaks for and against two claims of one report telling of one happening, each feature named in words.

The names are what the log of merges shows, and the keys of the fitted weights (``inside.json``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from crossbearing.model.claim import Count
from crossbearing.reconcile.comparison import (
    PATIENT_ROLES,
    SAID,
    WAR_DEAD,
    View,
    actor_key,
    count_key,
    is_doer,
    is_generic,
    slug,
)
from crossbearing.reconcile.document_events import ASSUMED
from crossbearing.reconcile.places import distance_km
from crossbearing.reconcile.settings import KINSHIP, cue_kinds
from crossbearing.reconcile.wordings import content_words
from crossbearing.vocab.contract import class_of

_DEFINITE = re.compile(
    r"\b(?:the|this|that|these|those|both|such)\s+(?:\w+['’]?s?\s+){0,3}?"
    r"(?:attacks?|blasts?|explosions?|bombings?|strikes?|airstrikes?|raids?|shelling|incident|massacre|killings?|assault|"
    r"bombardment|barrage|clash(?:es)?|fighting|battles?|offensive|operation|deal|agreement|truce|ceasefire|evacuation|"
    r"convoys?|buses|siege|victims|dead|wounded|injured|toll|bombers?|attackers?|assailants?|explosives|device|town|site)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{4,}", re.UNICODE)
_WAR = re.compile(r"\b(?:war|conflict|uprising|unrest|refugee crisis)\b", re.IGNORECASE)
_WAR_DAYS = 180
_VIOLENCE = "violence"
_HARM = frozenset({"killed", "injured", "killed_or_injured", "captured"})
# Characters between two claims of one sentence at most, and of two that nothing in the telling ties.
SENTENCE = 150
_FAR = 1500
# Characters between two clauses of one sentence at most.
_CLAUSES = 3
# Heading and lead: what a report is about.
LEADING = 2
_FAR_APART = 3
# What ended so many days before its report is no news in it.
_OLD_DAYS = 7
# First letters of the words for deeds, and what they are words for.
_HEADS = {
    "bomb": "bomb", "blas": "bomb", "expl": "bomb", "deto": "bomb", "airs": "air", "raid": "air", "jets": "air",
    "warp": "air", "rock": "shell", "shel": "shell", "mort": "shell", "miss": "shell", "chem": "gas",
    "toxi": "gas", "sari": "gas", "chlo": "gas", "evac": "leave", "conv": "leave", "buse": "leave", "trut": "truce",
    "truc": "truce", "ceas": "truce", "sieg": "siege", "besi": "siege", "clas": "fight", "batt": "fight",
    "figh": "fight", "offe": "fight", "adva": "fight", "meet": "talks", "talk": "talks", "nego": "talks",
    "cond": "words", "call": "words", "dema": "words", "seiz": "hold", "reca": "hold", "lose": "hold", "losi": "hold",
    "lost": "hold", "gain": "hold",
}  # fmt: skip


@lru_cache(maxsize=50_000)
def points_back(text: str) -> bool:
    """Say whether a text tells of something as known: "the blast", "those killed".

    >>> points_back("Nobody claimed the attack"), points_back("A bomb went off")
    (True, False)
    """
    return bool(_DEFINITE.search(text))


def _is_war(view: View) -> bool:
    """Say whether a claim sums up a war: its dead and displaced over the years, how it began."""
    claim = view.claim
    long = view.start is not None and view.end is not None and view.end - view.start > _WAR_DAYS
    summed = any(c.scope == "cumulative" and (c.low or 0) >= WAR_DEAD for c in claim.counts)
    about = bool(_WAR.search(claim.evidence.text))
    return (long or summed or about) and (summed or (about and not any(c.scope == "incident" for c in claim.counts)))


def _counted_as(count: Count) -> str:
    """Return as what fighters who were hit are counted ("rebels"), nothing for others: who they are is in no role."""
    if count.category != "combatants" or count.quantity not in _HARM or count.mention is None:
        return ""
    return slug(count.mention.text.rpartition(" ")[2])


class Told:
    """One claim with what its pairs are compared by, worked out once."""

    __slots__ = (
        "agents", "coarse", "counts", "dated", "day_told", "earlier", "family", "fine", "guilt", "heads", "old",
        "patients", "points", "rank", "speakers", "struck", "view", "war", "weapons", "words",
    )  # fmt: skip

    def __init__(self, view: View, rank: int) -> None:
        claim = view.claim
        self.view = view
        self.rank = rank
        self.family = claim.cls.partition(".")[0]
        self.fine = tuple(s for s in view.spots if not s.coarse and s.role != ASSUMED)
        named = [(a, key) for a in claim.actors if (key := actor_key(a)) and not is_generic(key)]
        self.agents = {key: a.side for a, key in named if is_doer(a)}
        keys = [(a.role, key, a.side) for a, key in named]
        self.patients = {key: side for role, key, side in keys if role in PATIENT_ROLES}
        self.struck = frozenset(map(_counted_as, claim.counts)) - {""}
        said = [s for s in claim.attribution.sources if not s.anonymous]
        voices = {key for role, key, _ in keys if role == "speaker"} if self.family == SAID else set()
        self.speakers = voices or {s.actor or slug(s.name or "") for s in said} - {""}
        self.coarse = tuple(s for s in view.spots if s.coarse)
        self.dated = claim.time is not None and claim.time.mention is not None
        self.day_told = self.dated
        self.heads = frozenset(_HEADS.get(w[:4], "") for w in _WORD.findall(claim.evidence.text.lower())) - {""}
        self.counts = {count_key(c): c for c in claim.counts if c.low is not None}
        self.words = content_words(claim.evidence.text)
        self.points = points_back(claim.evidence.text)
        self.war = _is_war(view)
        cues = cue_kinds(claim.evidence.text)
        self.earlier, self.guilt = "earlier" in cues, "guilt" in cues
        self.weapons = frozenset(w.text.lower().split()[-1].removesuffix("s") for w in claim.weapons if w.text.strip())
        self.old = view.end is not None and view.published is not None and view.published - view.end > _OLD_DAYS

    @property
    def thin(self) -> bool:
        """Whether the claim says neither where nor, in words of its own, when."""
        return not self.fine and not self.dated


def features(one: Told, other: Told) -> list[str]:
    """Return the names of what speaks for or against two claims, the earlier first, in a fixed order."""
    return [
        *_kind(one, other),
        *_place(one, other),
        *_time(one, other),
        *_actors(one, other),
        *_counts(one, other),
        *_telling(one, other),
    ]


def _kind(one: Told, other: Told) -> Iterator[str]:
    a, b = one.view, other.view
    if a.claim.cls == b.claim.cls:
        yield "one class"
    elif (kin := KINSHIP.get((a.claim.cls, b.claim.cls), 0.0)) >= 0.7:
        yield "near classes"
    elif kin >= 0.5:
        yield "kindred classes"
    elif kin and a.group == b.group:
        yield "distant classes of one kind"
    first, second = sorted((a.group, b.group))
    yield f"kinds: {first} and {second}"
    if a.group == b.group == _VIOLENCE and _is_fight(a.claim.cls) != _is_fight(b.claim.cls):
        yield "a fight of two sides, and none"
    for told, beside in ((one, b.group), (other, a.group)):
        if told.family == SAID:
            yield f"a {told.view.claim.cls}"
            if beside != SAID:
                yield f"a {told.view.claim.cls} beside {beside}"
    if a.modality == b.modality != "real":
        yield f"both {a.modality}"
    elif a.modality != b.modality:
        yield "planned or feared, and done" if "real" in (a.modality, b.modality) else "unlike modality"
    if a.level != b.level:
        yield "an incident and a campaign"
    elif a.level == "campaign":
        yield "two campaigns"


@cache
def _is_fight(cls: str) -> bool:
    """Say whether a class tells of two sides that fight: nobody strikes and nobody is struck."""
    return class_of(cls).control == "clash"


def _place(one: Told, other: Told) -> Iterator[str]:
    if not one.fine or not other.fine:
        yield from _coarse(one, other)
        return
    keys = {s.key for s in one.fine} & {s.key for s in other.fine}
    if keys:
        yield "same place"
        return
    best: float | None = None
    for s in one.fine:
        for t in other.fine:
            if s.key in t.parents or t.key in s.parents:
                yield "one place inside the other"
                return
            apart = distance_km(s, t)
            if apart is not None and (best is None or apart < best):
                best = apart
                near = apart <= max(s.radius, t.radius)
    if best is None:
        yield "places of unknown distance"
    else:
        yield "places near one another" if near or best < 15 else "places apart"


def _coarse(one: Told, other: Told) -> Iterator[str]:
    """Yield what the provinces and countries say where one of the two names no smaller place."""
    if not one.view.spots or not other.view.spots:
        yield "no place" if not one.view.spots and not other.view.spots else "place of one alone"
        return
    mine = {key for s in one.view.spots for key in (s.key, *s.parents)}
    theirs = {key for s in other.view.spots for key in (s.key, *s.parents)}
    inside = any(s.key in theirs for s in one.coarse) or any(s.key in mine for s in other.coarse)
    yield "one in the province or country of the other" if inside else "in another province or country"


def _time(one: Told, other: Told) -> Iterator[str]:
    a, b = one.view, other.view
    if one.old or other.old:
        yield "both of long before the report" if one.old and other.old else "one of long before the report"
    if a.start is None or a.end is None or b.start is None or b.end is None:
        yield "no day" if a.start is None and b.start is None else "day of one alone"
        return
    if (a.start, a.end) == (b.start, b.end):
        yield "same days" if one.dated and other.dated else "same days, not by both in words"
        return
    longest, shortest = max(a.end - a.start, b.end - b.start), min(a.end - a.start, b.end - b.start)
    gap = max(a.start, b.start) - min(a.end, b.end)
    if gap > 1:
        yield "days apart"
    elif gap > 0:
        yield "days next to one another"
    elif longest - shortest >= 7:
        yield "a day in a long time"
    else:
        yield "days that overlap"


def _actors(one: Told, other: Told) -> Iterator[str]:
    for name, mine, theirs in (("doer", one.agents, other.agents), ("target", one.patients, other.patients)):
        if not mine or not theirs:
            continue
        if mine.keys() & theirs.keys():
            yield f"same {name}"
        else:
            own, others = set(mine.values()) - {None}, set(theirs.values()) - {None}
            if own and others and not own & others:
                yield f"{name} of another side"
            elif not own or not others:
                yield f"other {name}"


def _counts(one: Told, other: Told) -> Iterator[str]:
    same = clash = dead = False
    for key, mine in one.counts.items():
        theirs = other.counts.get(key)
        if theirs is None or mine.low is None or theirs.low is None:
            continue
        if mine.mention is not None and theirs.mention is not None and mine.mention.overlaps(theirs.mention):
            # One number of the text that was read into both says nothing of either.
            yield "one number read twice"
            continue
        same = same or mine.low == theirs.low
        apart = max(mine.low, theirs.low) > _FAR_APART * max(min(mine.low, theirs.low), 1)
        clash = clash or (apart and max(mine.low, theirs.low) > 5)
        dead = dead or (apart and key[0] == "killed" and _of_the_blow(mine) and _of_the_blow(theirs))
    if same:
        yield "same figure"
    elif clash:
        yield "figures of the dead far apart" if dead else "figures far apart"
    cumulative = [any(c.scope == "cumulative" for c in t.view.claim.counts) for t in (one, other)]
    if cumulative[0] != cumulative[1]:
        yield "a sum over time beside what is none"
    if one.war or other.war:
        both = (one.war and other.war) or _told_within(one.view, other.view)
        yield "both of the war as a whole" if both else "one of the war as a whole"
    parents = {c.parent for t in (one, other) for c in t.view.claim.counts if c.parent}
    if parents & {c.id for t in (one, other) for c in t.view.claim.counts} and one is not other:
        crossing = any(c.parent in {k.id for k in one.view.claim.counts} for c in other.view.claim.counts) or any(
            c.parent in {k.id for k in other.view.claim.counts} for c in one.view.claim.counts
        )
        if crossing:
            yield "a part of its toll"


def _told_within(a: View, b: View) -> bool:
    """Say whether one claim stands in the words of another and has its days: "killed 300,000, displaced millions"."""
    return a.start is not None and a.start == b.start and a.claim.evidence.overlaps(b.claim.evidence)


def _of_the_blow(count: Count) -> bool:
    """Say whether a number is of all who were hit at once: no part of another, no sum over a time, no "dozens"."""
    return count.scope == "incident" and count.bound != "vague" and not count.parent


def _near(one: Told, other: Told) -> Iterator[str]:
    """Yield how near two claims stand in words and text; nearness says less of two that are not of one kind."""
    a, b = one.view, other.view
    kinds = ""
    if SAID in (a.group, b.group):
        kinds = ", and a statement"
    elif a.group != b.group:
        kinds = ", of two kinds"
    shared = len(one.words & other.words) / max(1, min(len(one.words), len(other.words)))
    if shared >= 0.6:
        yield f"most words shared{kinds}"
    elif shared >= 0.3:
        yield "some words shared"
    elif not one.words & other.words:
        yield "no word shared"
    if a.claim.evidence.overlaps(b.claim.evidence):
        yield f"one in the words of the other{kinds}"
    between = abs(one.rank - other.rank)
    if between <= 1:
        yield f"next to one another{kinds}"
    elif between <= 4:
        yield f"near in the text{kinds}"
    gap = b.claim.evidence.start - a.claim.evidence.end
    if gap <= SENTENCE:
        yield "within a sentence of one another"
    elif gap > _FAR:
        yield "far from one another in the text"


def _lead(one: Told, other: Told) -> Iterator[str]:
    """Yield what follows from the earlier one being the heading or the lead: what a report is about is told again.

    "Each side blames the other" says in no heading what the report is about.
    """
    if one.rank >= LEADING or other.view.heading or one.family == SAID:
        return
    yield "one of them the first of the report"
    if other.points:
        yield "points back to the first of the report"
    if other.thin:
        yield "the first of the report, and what says neither where nor when"


def _telling(one: Told, other: Told) -> Iterator[str]:
    yield from _near(one, other)
    yield from _lead(one, other)
    if other.points:
        yield "points back"
        if not other.fine:
            yield "points back and says no place"
    if one.points and one.thin and not other.thin and one.rank >= LEADING:
        # "The army had fired on the convoy" is of nothing that is told only behind it.
        yield "the earlier one points back"
    if _named_behind(one, other):
        yield "a day named only behind"
    if one.thin != other.thin:
        yield "one says neither where nor when"
    elif one.thin:
        yield "neither says where or when"
    if one.view.heading or other.view.heading:
        yield "two headings" if one.view.heading and other.view.heading else "a heading"
    # "A previous agreement for their evacuation": what stands in the words of the earlier time is of it.
    if one.earlier != other.earlier and not one.view.claim.evidence.overlaps(other.view.claim.evidence):
        yield "one of an earlier time"
    if one.weapons and other.weapons:
        yield "one weapon" if one.weapons & other.weapons else "other weapons"
    if one.heads & other.heads:
        yield "one word for the deed"
    elif one.heads and other.heads:
        yield "other words for the deed"
    if one.speakers and other.speakers:
        what = (
            "statements"
            if one.family == other.family == SAID
            else "a statement"
            if SAID in (one.family, other.family)
            else "reports"
        )
        yield f"one voice: {what}" if one.speakers & other.speakers else f"two voices: {what}"


def _named_behind(one: Told, other: Told) -> bool:
    """Say whether a blow has a day of its own and is told well behind what names none and is no lead.

    "Shells hit a convoy", and at the end: "the attack on the market last Tuesday".
    """
    if not other.dated or one.dated or one.rank < LEADING or other.view.group != _VIOLENCE:
        return False
    gap = other.view.claim.evidence.start - one.view.claim.evidence.end
    return gap > SENTENCE and one.view.group in (_VIOLENCE, SAID)


def told_of(views: Sequence[View]) -> list[Told]:
    """Return the claims of a report in text order, ready to be compared."""
    told = [Told(view, rank) for rank, view in enumerate(views)]
    for one, other in pairwise(told):
        # "The truce broke down on Sunday after shells hit a convoy" tells the day of both.
        near = other.view.claim.evidence.start - one.view.claim.evidence.end <= _CLAUSES
        if near and one.dated != other.dated and one.view.start == other.view.start is not None:
            one.day_told = other.day_told = True
    return told
