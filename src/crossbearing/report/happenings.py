"""One happening with everything that is said of it: heading, voices, what all say, its sentences, its place or road."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from crossbearing.model.claim import Claim, PlaceRole
from crossbearing.model.derived import Event, FamilyVoice, Record
from crossbearing.report.days import coarse_days, is_open, span_days, time_words
from crossbearing.report.marks import Mark, Names
from crossbearing.report.sentences import DOERS, PLACED, Said, fullness, sentences
from crossbearing.report.wording import (
    actor_name,
    claim_sentence,
    count_words,
    heading,
    is_nameless,
    kind_words,
    listing,
    place_name,
    word,
    words,
)
from crossbearing.vocab.contract import class_of, classes_with

_SILENT = classes_with("silent")
_NEUTRAL = {name.partition(".")[0]: name for name in sorted(classes_with("unspecific"))}
"""What a happening is called whose voices name its kind differently: air strike for one, rockets for another."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A family and what it says: its mark, the claims, and whether it affirms, denies, disputes or only mentions.

    ``words`` is the sentence of the fullest of its own claims: no family is given another's words. ``doing`` is that of
    the fullest one that names a doer, without days and numbers, ``doers`` whom it names; both empty where none does;
    ``denying`` is who says that it was not so, whatever the verb, ``silent`` who only had nothing to say of it,
    ``disowning`` who denies a part of its own in it and not that it was.
    """

    mark: Mark
    position: str
    claims: tuple[str, ...]
    words: str
    doing: str = ""
    doers: str = ""
    denying: bool = False
    silent: bool = False
    disowning: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """One end of a road: degrees are None where the place is not known."""

    name: str
    lat: float | None
    lon: float | None
    radius_km: float


@dataclass(frozen=True, slots=True)
class EventView:
    """An event in our words: ``title`` takes no side where doers are disputed; ``since`` is a period without end.

    ``road`` are the two ends where it happened on the way between two places.
    """

    event: Event
    title: str
    when: str
    grade: str
    voices: tuple[Voice, ...]
    kind: str = ""
    family: str = ""
    where: str = ""
    since: bool = False
    road: tuple[End, ...] = ()
    said: tuple[Said, ...] = ()

    @property
    def full_title(self) -> str:
        """Return the heading with its days."""
        return f"{self.title}, {self.when}" if self.when else self.title


def _in_short(voice: FamilyVoice, claims: Mapping[str, Claim]) -> str:
    """Return the sentence of the voice's fullest claim, led by "denies:" where only its cue says so."""
    known = [claims[c] for c in voice.claims if c in claims]
    if not known:
        return ""
    named = [c for c in known if names_doer(c)] if voice.position == "disputes" else []
    fullest = min(named or [c for c in known if c.cls not in _SILENT] or known, key=fullness)
    denied = voice.position == "denies" and fullest.polarity == "positive" and class_of(fullest.cls).act != "deny"
    return f"{'denies: ' if denied else ''}{_told(fullest)}"


def _told(claim: Claim) -> str:
    """Return what a claim says of its happening: without a day that it has from elsewhere, and of nobody named no doer.

    >>> from crossbearing.model.mention import Mention
    >>> hit = Claim("d:c01", "d", "strike.air", Mention(0, 2, "IS"), places=(PlaceRole("location", "Harasta", None),))
    >>> _told(hit), _told(replace(hit, polarity="negative"))
    ('Air strike in Harasta', 'No air strike in Harasta')
    """
    time = claim.time if claim.time is not None and claim.time.mention is not None else None
    known = replace(claim, time=time)
    deed = claim.modality in ("occurred", "ongoing") and not class_of(claim.cls).act
    if not deed or not is_nameless(claim) or claim.cls in classes_with("toll"):
        return claim_sentence(known)
    what = heading(claim)
    said = f"No {what[:1].lower()}{what[1:]}" if claim.polarity == "negative" else what
    when = time_words(time)
    counts = "; ".join(count_words(count) for count in claim.counts)
    return f"{said}{', ' if when else ''}{when}{': ' if counts else ''}{counts}"


def _denies(voice: FamilyVoice, claims: Mapping[str, Claim]) -> bool:
    known = [claims[c] for c in voice.claims if c in claims]
    return voice.position == "denies" or (bool(known) and all(c.polarity == "negative" for c in known))


def _disowns(voice: FamilyVoice, claims: Mapping[str, Claim]) -> bool:
    denials = [claims[c] for c in voice.claims if c in claims and class_of(claims[c].cls).act == "deny"]
    part = words("own_part")
    return bool(denials) and all(any(w in c.evidence.text.lower() for w in part) for c in denials)


def names_doer(claim: Claim) -> bool:
    """Say whether the claim says by name who did it."""
    return any(actor.role in DOERS for actor in claim.actors) and not is_nameless(claim)


def _doing(voice: FamilyVoice, claims: Mapping[str, Claim]) -> tuple[str, str]:
    named = [claims[c] for c in voice.claims if c in claims and names_doer(claims[c])]
    if not named:
        return "", ""
    fullest = min(named, key=fullness)
    doers = sorted({actor_name(actor) for actor in fullest.actors if actor.role in DOERS})
    return claim_sentence(fullest, bare=True), listing(doers)


def _neutral(event: Event, known: Sequence[Claim]) -> str:
    """Return what an event is called where its claims call it differently; empty where they do not."""
    group = event.cls.split(".")[0]
    kinds = {c.cls for c in known if c.cls.split(".")[0] == group and c.modality == "occurred"}
    return _NEUTRAL.get(group, "") if len(kinds) > 1 else ""


def _title(event: Event, same: Sequence[Claim], known: Sequence[Claim]) -> str:
    """Return a sentence where one doer is named and nobody disputes it, else a heading that names none."""
    fullest = min(same, key=fullness)
    # A claim that names the doer tells more than one that has more places and no doer.
    named = _naming(same, len(event.families))
    disputed = any(voice.position in ("disputes", "denies") for voice in event.families)
    several = len(event.families) > 1 and event.cls in classes_with("toll")
    if named and not disputed and not several:
        return claim_sentence(min(named, key=fullness), bare=True)
    if fullest.cls in classes_with("toll") and not several:
        return claim_sentence(fullest, bare=True)
    said = heading(fullest, _neutral(event, known))
    if event.polarity == "negative":
        return f"{said} (said not to have happened)"
    return said if event.modality == "real" else f"{said} ({word('modality', event.modality)})"


def _at_its_place(event: Event, same: list[Claim], known: Sequence[Claim]) -> list[Claim]:
    """Return the claims that a title is taken from: where those of its kind tell of another place, the toll of its own.

    "The offensive in the capital" is no name for the seventeen who were killed in one quarter of it.
    """
    at = event.place.place if event.place else None

    def places(claims: Sequence[Claim]) -> set[str | None]:
        return {place.place for c in claims for place in c.places if place.role in PLACED and place.place}

    if at is None or not places(same) or at in places(same):
        return same
    return [c for c in known if c.cls in classes_with("toll") and at in places([c])] or same


def _naming(same: Sequence[Claim], voices: int) -> list[Claim]:
    """Return the claims whose doer a heading may name: of several voices one alone makes no unknown body the doer."""
    named = [c for c in same if not is_nameless(c)]
    if voices < 2 or 2 * len(named) >= len(same):
        return named
    return [c for c in named if any(actor.role in DOERS and actor.actor for actor in c.actors)]


def _when(event: Event, known: Sequence[Claim]) -> tuple[str, bool]:
    """Return the days in words, and whether the event began then and is not said to have ended."""
    timed = [c.time for c in known if c.time is not None and c.time.start is not None]
    own = [time for time in timed if time.start == event.start]
    if own and all(is_open(time) for time in own):
        said = next((time for time in own if time.mention is not None), own[0])
        return time_words(said, event.modality != "real"), event.modality == "real"
    on = bool(event.start and not event.end) and event.modality == "real" and event.polarity == "positive"
    return span_days(event.start, event.end, coarse_days(known)), on


def _road(known: Iterable[Claim]) -> tuple[End, ...]:
    """Return the two ends of the road that the claims tell of, none where they name no two ends."""
    for claim in sorted(known, key=fullness):
        ends: dict[str, PlaceRole] = {}
        for place in claim.places:
            if place.role == "endpoint" and place_name(place):
                ends.setdefault(place_name(place), place)
        if len(ends) == 2:
            return tuple(End(name, p.lat, p.lon, p.radius_km or 1.0) for name, p in ends.items())
    return ()


def _on_road(title: str, road: Sequence[End]) -> str:
    """Return a title with the ends of its road, where it does not name them already."""
    if not road or all(end.name in title for end in road):
        return title
    between = f"between {road[0].name} and {road[1].name}"
    return f"{title} {between}" if "road" in title.lower() else f"{title} on the road {between}"


def _where(event: Event, road: Sequence[End]) -> str:
    if road:
        return f"Road between {road[0].name} and {road[1].name}"
    return (event.place.name or "") if event.place else ""


@dataclass(frozen=True, slots=True)
class Headline:
    """What a list says of an event: its title and days in words, what it is called, where it was."""

    title: str
    when: str
    kind: str
    family: str
    where: str
    since: bool
    road: tuple[End, ...]


def headline(event: Event, claims: Mapping[str, Claim]) -> Headline:
    """Return what a list says of an event; ``claims`` by id hold those of the event.

    >>> headline(Event("e", "strike.air", "incident", "real", "positive", "2014-03-11", "2014-03-11", 1, None, (), (),
    ...     (), (), "C1", (), None, (), "", ""), {}).when
    '11 March 2014'
    """
    known = [claims[c] for c in event.claims if c in claims]
    same = _at_its_place(event, [c for c in known if c.cls == event.cls] or known, known)
    when, since = _when(event, known)
    road = _road(c for c in known if c.cls == event.cls)
    return Headline(
        title=_on_road(_title(event, same, known), road) if same else "Something told in words that are not shown here",
        when=when,
        kind=kind_words(_neutral(event, known) or event.cls),
        family=word("family", event.cls.split(".")[0]),
        where=_where(event, road),
        since=since,
        road=road,
    )


def grade_words(event: Event) -> str:
    """Return in words who reports an event: of several voices in one report none but the report stands for the others.

    >>> event = Event("e", "strike.air", "incident", "real", "positive", None, None, None, None, (), (), (), (), "C2",
    ...     (), None, (), "", "")
    >>> told = tuple(FamilyVoice(voice, None, (), "affirms") for voice in "ab")
    >>> grade_words(replace(event, families=told[:1])), grade_words(replace(event, families=told))
    ('one voice, with a named source', 'one report alone, whomever it quotes')
    """
    several = sum(voice.position in ("affirms", "disputes") for voice in event.families) > 1
    return word("grade_alone" if several and event.grade == "C2" else "grade", event.grade)


def _view(event: Event, claims: Mapping[str, Claim], names: Names) -> EventView:
    head = headline(event, claims)
    voices = tuple(
        Voice(
            names.mark(v.id, v.side),
            v.position,
            v.claims,
            _in_short(v, claims),
            *_doing(v, claims),
            _denies(v, claims),
            all(claims[c].cls in _SILENT for c in v.claims if c in claims),
            _disowns(v, claims),
        )
        for v in event.families
    )
    known = [claims[c] for c in event.claims if c in claims]
    ordered = sorted(known, key=lambda c: (c.document, c.evidence.start, c.id))
    return EventView(
        event=event,
        title=head.title,
        when=head.when,
        grade=grade_words(event),
        voices=voices,
        kind=head.kind,
        family=head.family,
        where=head.where,
        since=head.since,
        road=head.road,
        said=sentences(event, ordered),
    )


def event_views(ledgers: Record, claims: Mapping[str, Claim], names: Names) -> dict[str, EventView]:
    """Return the view of every event by id, in the order of days and then ids."""
    return {event.id: _view(event, claims, names) for event in in_order(ledgers.events)}


def in_order(events: Iterable[Event]) -> list[Event]:
    """Return events in the order of days and then ids, undated ones last."""
    return sorted(events, key=lambda e: (e.start or "9999", e.end or "9999", e.id))
