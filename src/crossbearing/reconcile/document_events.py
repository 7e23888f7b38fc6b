"""What one document tells of one event, and the features by which such tellings are compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from crossbearing.reconcile.certainty import is_unsure
from crossbearing.reconcile.comparison import (
    AGENT_ROLES,
    PATIENT_ROLES,
    SAID,
    TOLL,
    Spot,
    View,
    actor_key,
    count_key,
    is_doer,
    slug,
)
from crossbearing.reconcile.settings import SETTINGS
from crossbearing.reconcile.wordings import content_words

Range = tuple[int, int | None, str]
Kind = tuple[str, str, str, str, bool]

_VAGUE_DAYS = 7
# What a blow leaves behind: told with it, and alone where nothing else is told.
_AFTERMATH = frozenset({"damage"})
_BLOW = "violence"
# The bound of people who are part of another count.
PART = "part"
# The role of a place that an account does not name and its document's story is at.
ASSUMED = "assumed"
_MOST_TOLD = 12
_KINDS: dict[Kind, Kind] = {}
# Most accounts name no figure and no victim; an empty set takes as much memory as one of four.
_NO_COUNTS: Mapping[tuple[str, str, str], Range] = {}
_NO_FIGURES: frozenset[tuple[str, int]] = frozenset()
_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What accounts of one day, place and kind share: equal ones are one object, as far as they stand near together."""

    group: str
    level: str
    classes: tuple[str, ...]
    acts: tuple[str, ...]
    start: int | None
    end: int | None
    vague: bool
    worded: bool
    news: tuple[int, int] | None
    published: int | None
    fine: tuple[Spot, ...]
    origins: tuple[Spot, ...]


_scene = lru_cache(maxsize=20_000)(Scene)


@dataclass(slots=True)
class DocumentEvent:
    """The features of claims that are one event, of one document or of several; ``id`` is that of its first claim.

    What follows from the others is kept, since an account is compared many times: ``kind`` must be equal for two
    accounts to be one event; ``acts`` are the classes but for tolls, which speak only where nothing else does: a toll
    says that there was an event, not which; ``fine`` are the places smaller than a province, ``origins`` those of them
    that people left; ``narrowest`` is the smallest place; ``vague`` is an incident of an unknown day of a month: "last
    month" fits every day of it; ``news`` are the days that the news of a report is compared by where it names none;
    ``words`` are the words that carry the telling, by their beginnings; ``guessed`` says that the judge alone found all
    that is told, and is not even half sure; ``worded`` that somebody names its very day.
    """

    id: str
    documents: tuple[str, ...]
    views: tuple[View, ...]
    core: tuple[View, ...]
    group: str
    modality: str
    polarity: str
    level: str
    earlier: bool
    classes: tuple[str, ...]
    start: int | None
    end: int | None
    spots: tuple[Spot, ...]
    agents: tuple[tuple[str, str | None], ...]
    patients: tuple[tuple[str, str | None], ...]
    parties: tuple[tuple[str, str | None], ...]
    counts: Mapping[tuple[str, str, str], Range]
    rare: frozenset[tuple[str, int]]
    persons: frozenset[str]
    published: int | None
    kind: Kind = field(init=False)
    acts: tuple[str, ...] = field(init=False)
    fine: tuple[Spot, ...] = field(init=False)
    origins: tuple[Spot, ...] = field(init=False)
    narrowest: Spot | None = field(init=False)
    vague: bool = field(init=False)
    news: tuple[int, int] | None = field(init=False, default=None)
    words: frozenset[str] = field(init=False)
    guessed: bool = field(init=False)
    worded: bool = field(init=False)
    _scene: Scene | None = field(init=False, default=None, repr=False)

    def __post_init__(self) -> None:
        kind = (self.group, self.modality, self.polarity, self.level, self.earlier)
        self.kind = _KINDS.setdefault(kind, kind)
        if TOLL in self.classes:
            self.acts = tuple(c for c in self.classes if c != TOLL) or self.classes
        else:
            self.acts = self.classes
        coarse = any(s.coarse for s in self.spots)
        self.fine = tuple(s for s in self.spots if not s.coarse) if coarse else self.spots
        self.origins = tuple(s for s in self.fine if s.role == "origin")
        if len(self.spots) == 1:
            self.narrowest = self.spots[0]
        else:
            self.narrowest = min(self.spots, key=lambda s: (s.radius, s.key), default=None)
        dated = self.start is not None and self.end is not None
        self.words = frozenset[str]()
        for view in self.core[:_MOST_TOLD]:
            self.words |= content_words(view.claim.evidence.text)
        self.guessed = all(is_unsure(view.claim) for view in self.core)
        self.worded = dated and self.start == self.end and any(_names_day(view) for view in self.core)
        self.vague = dated and self.level == "incident" and (self.end or 0) - (self.start or 0) >= _VAGUE_DAYS

    def assume(self, spot: Spot) -> None:
        """Compare the account as if it were at ``spot``, where its document's story is; it does not say so itself.

        The place is for finding the other reports of it alone: ``spots``, and with them the event's place, stay.
        """
        self.fine = (*self.fine, replace(spot, role=ASSUMED))

    @property
    def scene(self) -> Scene:
        """When, where and of what kind it is, once it is compared: nothing is assumed of it after that."""
        if self._scene is None:
            self._scene = _scene(
                self.group, self.level, self.classes, self.acts, self.start, self.end, self.vague, self.worded,
                self.news, self.published, self.fine, self.origins,
            )  # fmt: skip
        return self._scene

    @property
    def actors(self) -> tuple[tuple[str, str | None], ...]:
        """Everybody named, as (key, side), whatever the role."""
        return (*self.agents, *self.patients, *self.parties)


def _names_day(view: View) -> bool:
    """Say whether a claim names the day, outside a heading, where "today" may be any day of printing."""
    time = view.claim.time
    return not view.heading and time is not None and time.mention is not None and view.start == view.end


def days_of(views: Iterable[View]) -> tuple[int | None, int | None]:
    """Return the days that all dated claims share, or more than half of them, else the span from the first to the last.

    That span is also the days of a campaign. One claim of many with another day was misdated, or tells of the morrow.

    >>> days_of([])
    (None, None)
    """
    members = list(views)
    dated = [(v.start, v.end) for v in members if v.start is not None and v.end is not None]
    if not dated:
        return None, None
    if members[0].level == "campaign":
        return min(s for s, _ in dated), max(e for _, e in dated)
    start, end = max(s for s, _ in dated), min(e for _, e in dated)
    if start <= end:
        return start, end
    best = max(((sum(s <= day <= e for s, e in dated), -day) for day, _ in dated))
    if 2 * best[0] > len(dated):
        most = [(s, e) for s, e in dated if s <= -best[1] <= e]
        return max(s for s, _ in most), min(e for _, e in most)
    return min(s for s, _ in dated), max(e for _, e in dated)


def is_rare(number: int) -> bool:
    """Say whether two reports that share this figure hardly do so by chance.

    >>> is_rare(29), is_rare(30), is_rare(7)
    (True, False, False)
    """
    return number >= SETTINGS["rare_count"] and number % 10 != 0 and number % 12 != 0


def _counts(views: Iterable[View]) -> tuple[Mapping[tuple[str, str, str], Range], frozenset[tuple[str, int]]]:
    found: dict[tuple[str, str, str], Range] = {}
    rare: set[tuple[str, int]] = set()
    for view in views:
        for count in view.claim.counts:
            if count.low is None or count.scope == "stock":
                continue
            # A nominal bound hides the figure that was printed: "more than 70" prints 70.
            printed = count.low - 1 if count.bound == "more_than" else count.low
            if count.bound != "vague" and is_rare(printed):
                rare.add((count.quantity, printed))
            key = count_key(count)
            if view.heading and key in found:
                continue
            old = found.get(key)
            if old is None or count.low > old[0]:
                # "Three of the wounded died": some of the dead, beside whose whole toll it says nothing.
                part = count.scope == "subset" and key[1:] == ("people", "")
                found[key] = (count.low, count.high, PART if part else count.bound)
    return found or _NO_COUNTS, frozenset(rare) if rare else _NO_FIGURES


@lru_cache(maxsize=100_000)
def _named(key: str, side: str | None) -> tuple[str, str | None]:
    return key, side


def _actors(views: Iterable[View]) -> tuple[tuple[tuple[str, str | None], ...], ...]:
    sets: tuple[set[tuple[str, str | None]], ...] = (set(), set(), set())
    for view in views:
        for actor in view.claim.actors:
            key = actor_key(actor)
            if key is None:
                continue
            if actor.role in AGENT_ROLES and not is_doer(actor):
                continue
            where = 0 if actor.role in AGENT_ROLES else 1 if actor.role in PATIENT_ROLES else 2
            sets[where].add(_named(key, actor.side))
    return tuple(tuple(sorted(s, key=lambda a: (a[0], a[1] or ""))) if len(s) > 1 else tuple(s) for s in sets)


def core_of(views: Sequence[View]) -> tuple[View, ...]:
    """Return the views of the happening itself, all of one kind: what was said of it, feared or denied is no part.

    Blame, denial and news of damage stand with a blow and say neither where nor when it fell. Where there is nothing
    else they are the happening.
    """
    group = _main_group(views)
    own = [v for v in views if v.group == group]
    done = [v for v in own if v.modality == "real"] or own
    said = [v for v in done if v.polarity == "positive"] or done
    levels = Counter(v.level for v in said)
    level = "incident" if levels["incident"] >= levels["campaign"] else "campaign"
    first = said[0]
    return tuple(
        v for v in said if (v.modality, v.level, v.earlier) == (first.modality, level, first.earlier)
    ) or tuple(v for v in said if (v.modality, v.level) == (first.modality, first.level))


def _main_group(views: Sequence[View]) -> str:
    votes = Counter(v.group for v in views if v.modality == "real") or Counter(v.group for v in views)
    # As often told, a blow comes before what it brought with it: buses are shelled, and the evacuation is halted. A sum
    # of dead is no blow.
    blow = next((v.group for v in views if v.group == _BLOW and v.claim.cls != TOLL and v.modality == "real"), None)
    return min(votes, key=lambda g: (g == SAID, g in _AFTERMATH, -votes[g], g != blow, g))


def account_of(views: Iterable[View]) -> DocumentEvent:
    """Return one account of the views; their order does not matter. What it is compared by are its core's features."""
    ordered = tuple(views)
    core = ordered
    if len(ordered) > 1:
        ordered = tuple(sorted(ordered, key=lambda v: (v.claim.document, v.position)))
        core = core_of(ordered)
    first = core[0]
    counts, rare = _counts(core)
    agents, patients, parties = _actors(core)
    spots = {(s.key, s.role): s for v in core for s in v.spots}
    persons = {slug(p.name) for v in ordered for p in v.claim.persons if " " in p.name.strip()}
    start, end = days_of([v for v in core if not v.heading] or core)
    return DocumentEvent(
        id=ordered[0].claim.id,
        documents=tuple(sorted({v.claim.document for v in ordered})),
        views=ordered,
        core=core,
        group=first.group,
        modality=first.modality,
        polarity=first.polarity,
        level=first.level,
        earlier=first.earlier,
        classes=tuple(sorted({v.claim.cls for v in core})),
        start=start,
        end=end,
        spots=tuple(spots[k] for k in sorted(spots)),
        agents=agents,
        patients=patients,
        parties=parties,
        counts=counts,
        rare=rare,
        persons=frozenset(persons) if persons else _NOBODY,
        published=min((v.published for v in ordered if v.published is not None), default=None),
    )


def main_class(views: Iterable[View]) -> str:
    """Return the class most claims give, headings and tolls last: a toll says that there was an event, not which.

    >>> main_class([])
    'casualty.report'
    """
    votes: Counter[str] = Counter()
    weak: Counter[str] = Counter()
    for view in views:
        (weak if view.heading or view.claim.cls == TOLL else votes)[view.claim.cls] += 1
    for counter in (votes, Counter({c: n for c, n in weak.items() if c != TOLL})):
        if counter:
            return min(counter, key=lambda c: (-counter[c], c))
    return TOLL


def by_document(views: Iterable[View]) -> dict[str, list[View]]:
    """Return the views of each document in text order."""
    found: dict[str, list[View]] = defaultdict(list)
    for view in views:
        found[view.claim.document].append(view)
    return {d: sorted(found[d], key=lambda v: v.position) for d in sorted(found)}
