"""Claims as reconciliation sees them: days as numbers, actors and places as keys, and which claims can be one event."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from crossbearing.model.claim import ActorRole, Claim, Count, PlaceRole
from crossbearing.model.days import FIRST, shifted
from crossbearing.reconcile.settings import SETTINGS, cue_kinds
from crossbearing.vocab.classes import Group
from crossbearing.vocab.contract import CLASSES, class_with, classes_with

# What somebody said is done by saying it, whatever it was about.
SAID: Group = "statement"
# Says that there was an event, not which.
TOLL = class_with("toll")
# States that the control ledger keeps; they happen on no day.
STATES = classes_with("state")
# Of these a siege is told as a happening too: somebody lays it, lifts it, lives in it.
SIEGES = frozenset(c.name for c in CLASSES.values() if c.control == "besiege")
# Classes that go on as long as they are said to: a campaign, not one event of it.
_CAMPAIGNS = classes_with("campaign")
REAL = frozenset({"occurred", "ongoing"})
# Categories of people who do not fight; the parts are some of the civilians.
CIVILIAN_PARTS = frozenset({"children", "women", "journalists", "medics", "aid_workers"})
CIVILIANS = CIVILIAN_PARTS | {"civilians", "families"}
# Movements by which somebody gives up the place they come from.
LEAVING = classes_with("leaves")
_INTENDED = {"planned": "planned", "agreed": "planned"}

AGENT_ROLES = frozenset(
    {"initiator", "gainer", "captor", "supporter", "violator", "perpetrator", "besieger", "organiser", "mediator"}
)
PATIENT_ROLES = frozenset({"target", "loser", "captive", "victim", "besieged", "supported", "recipient", "addressee"})
# Places where the event is; of a movement also where it leads from and to.
_AT_ROLES = frozenset({"location", "near", "endpoint"})
_ARTICLES = re.compile(r"^(?:the|a|an)\s+|\bal-|['’]")
_MEDIA = ("outlet:", "media:")
# A toll on its way is of the blow that is being told, not of a time.
_SO_FAR = re.compile(r"\b(?:so far|by now|until now|up to now)\b(?! this (?:year|month))", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)
# So many dead or displaced are summed up of a war.
WAR_DEAD = 5000
_COUNTRY_KM = SETTINGS["country_km"]
_GENERIC = re.compile(r"unspecified|unidentified|unknown|unnamed", re.IGNORECASE)


@lru_cache(maxsize=200_000)
def slug(name: str) -> str:
    """Return a key for a name that has no id: lower case, articles dropped, words joined by hyphens.

    >>> slug("The Al-Nusra Front") == slug("Nusra Front")
    True
    """
    return _NOT_WORD.sub("-", _ARTICLES.sub("", _ARTICLES.sub("", name.lower().strip()))).strip("-")


@lru_cache(maxsize=100_000)
def day_number(day: str | None) -> int | None:
    """Return the ordinal of an ISO day, None where there is none or it is no day.

    >>> day_number("2018-04-28") - day_number("2018-04-19")
    9
    """
    if not day:
        return None
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return None


@lru_cache(maxsize=100_000)
def iso_day(number: int | None) -> str | None:
    """Return the ISO day of an ordinal.

    >>> iso_day(day_number("2018-04-28"))
    '2018-04-28'
    """
    return None if number is None else _day(number).isoformat()


def _day(number: int) -> date:
    """Return the day of an ordinal, the first or the last of all where the calendar has none of that number."""
    return shifted(FIRST, number - FIRST.toordinal())


def event_group(cls: str) -> Group | None:
    """Return the group of events of a class: those of one group may be one event. None for classes that never are one.

    >>> event_group("casualty.report"), event_group("context.background")
    ('violence', None)
    """
    known = CLASSES.get(cls)
    return None if known is None else known.group


def modality_group(modality: str) -> str:
    """Return real for what occurred or goes on, planned for plans and agreed terms, else the modality itself.

    >>> modality_group("agreed")
    'planned'
    """
    return "real" if modality in REAL else _INTENDED.get(modality, modality)


def actor_key(actor: ActorRole) -> str | None:
    """Return the id of the actor, else a key made from the name."""
    return actor.actor or (slug(actor.name) if actor.name else None)


def is_doer(actor: ActorRole) -> bool:
    """Say whether an actor is one who did it: whoever prints or broadcasts news is read into that, and does no deeds.

    >>> is_doer(ActorRole("initiator", "SANA", None, "outlet:sana")), is_doer(ActorRole("initiator", "army", None))
    (False, True)
    """
    return actor.role in AGENT_ROLES and not (actor.actor or "").startswith(_MEDIA)


@lru_cache(maxsize=100_000)
def is_generic(key: str) -> bool:
    """Say whether an actor's key names nobody in particular."""
    return bool(_GENERIC.search(key))


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a claim for comparison: degrees, kilometres; ``coarse`` places say in which country, not where.

    ``key`` is the id of the place, else one made from its name.
    """

    key: str
    name: str | None
    lat: float | None
    lon: float | None
    radius: float
    role: str
    parents: tuple[str, ...]
    where_prec: int | None

    @property
    def coarse(self) -> bool:
        """Whether the place is as large as a province or a country."""
        return self.radius >= _COUNTRY_KM or (self.where_prec or 0) >= 6


_DEFAULT_RADIUS = {1: 2.0, 2: 25.0, 3: 30.0, 4: 80.0, 5: 30.0, 6: 400.0, 7: 400.0}


@lru_cache(maxsize=100_000)
def _spot(
    key: str,
    name: str | None,
    lat: float | None,
    lon: float | None,
    radius: float,
    role: str,
    parents: tuple[str, ...],
    where_prec: int | None,
) -> Spot:
    return Spot(key, name, lat, lon, radius, role, parents, where_prec)


def spot_of(place: PlaceRole) -> Spot | None:
    """Return the place for comparison, None where it has neither id nor name."""
    key = place.place or (slug(place.name) if place.name else None)
    if key is None:
        return None
    radius = place.radius_km
    if radius is None:
        radius = _DEFAULT_RADIUS.get(place.where_prec or 1, 5.0)
    has_point = place.lat is not None and place.lon is not None
    return _spot(
        key,
        place.name,
        place.lat if has_point else None,
        place.lon if has_point else None,
        max(radius, 0.5),
        place.role,
        place.parents,
        place.where_prec,
    )


@dataclass(slots=True)
class View:
    """One claim with the features that comparison needs; ``start`` and ``end`` are ordinals of days."""

    claim: Claim
    group: str
    modality: str
    polarity: str
    level: str
    earlier: bool
    start: int | None
    end: int | None
    spots: tuple[Spot, ...]
    heading: bool
    position: tuple[int, str]
    published: int | None


def claim_days(claim: Claim, published: int | None) -> tuple[int | None, int | None]:
    """Return first and last possible day of a claim.

    An open end closes on the publication day; what goes on with no day given goes on at publication (claim contract,
    modality ``ongoing``). A lone end keeps an open start of one week, as reports look back.
    """
    start = day_number(claim.time.start) if claim.time else None
    end = day_number(claim.time.end) if claim.time else None
    if start is not None and end is None:
        end = max(published, start) if published is not None and claim.modality in REAL else start
    elif start is None and end is not None:
        start = max(end - 6, FIRST.toordinal())
    elif start is None and claim.modality == "ongoing" and claim.attribution.mode != "presupposed":
        start = end = published
    if start is not None and end is not None and end < start:
        start, end = end, start
    return start, end


def _calendar_month(start: int, end: int) -> bool:
    """Say whether the days are a whole month: an act "in February" is of one unknown day, not of a month."""
    return _day(start).day == 1 and _day(end + 1).day == 1


_MONTH_DAYS = 31


def _level(claim: Claim, group: str, start: int | None, end: int | None) -> str:
    long = start is not None and end is not None and end - start + 1 >= SETTINGS["campaign_min_days"]
    if group == "violence":
        at_once = any(count.scope == "incident" for count in claim.counts) and claim.modality != "ongoing"
        if long and start is not None and end is not None and end - start < _MONTH_DAYS:
            long = not at_once and not _calendar_month(start, end)
        if long or (claim.cls in _CAMPAIGNS and claim.modality == "ongoing"):
            return "campaign"
        undated = start is None and not (claim.cls == TOLL and _SO_FAR.search(claim.evidence.text))
        if undated and any(count.scope == "cumulative" for count in claim.counts):
            return "campaign"
    elif (long and claim.modality == "ongoing") or claim.cls in SIEGES:
        return "campaign"
    return "incident"


def _sums_a_war(claim: Claim) -> bool:
    """Say whether a claim sums up a war without words for when: the days it has are its neighbours'.

    "Since 2011", which a part of the same sentence may have too, is since when.
    """
    if claim.time is None or claim.time.mention is not None or claim.time.end is None:
        return False
    return any(count.scope == "cumulative" and (count.low or 0) >= WAR_DEAD for count in claim.counts)


def view_of(claim: Claim, published: int | None) -> View | None:
    """Return the claim as a candidate for an event, None where its class never is one: speech, states, background."""
    group = event_group(claim.cls)
    if group is None or (claim.cls in STATES and claim.cls not in SIEGES):
        return None
    start, end = (None, None) if _sums_a_war(claim) else claim_days(claim, published)
    spots = tuple(s for s in map(spot_of, claim.places) if s is not None)
    if group != "movement":
        spots = tuple(s for s in spots if s.role in _AT_ROLES) or spots
    # "No casualties" does not deny the event, it counts its toll.
    polarity = "positive" if claim.cls == TOLL or group == SAID else claim.polarity
    return View(
        claim=claim,
        group=group,
        modality="real" if group == SAID else modality_group(claim.modality),
        polarity=polarity,
        level=_level(claim, group, start, end),
        earlier=group == "agreement" and "earlier" in cue_kinds(claim.evidence.text),
        start=start,
        end=end,
        spots=spots,
        heading=claim.attribution.mode == "heading",
        position=(claim.evidence.start, claim.id),
        published=published,
    )


def count_key(count: Count) -> tuple[str, str, str]:
    """Return what a count counts: quantity, category and side."""
    return (count.quantity, count.category, slug(count.side) if count.side else "")
