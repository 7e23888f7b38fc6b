"""What answers a blow, counts it or points back at one comes to the blow that the report tells of, whatever its words.

Denials, claims to it, guilt and tolls name little of what they are of, so that pairs speak weakly for them; these
clusters are looked at after the others (``inside``). Who answers never brings two blows together: the deeds of a report
are found first (``in_two``), and each answer then comes to one of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import inf

from crossbearing.reconcile.bonds import APART
from crossbearing.reconcile.comparison import SAID, TOLL
from crossbearing.reconcile.pairs import LEADING, SENTENCE, Told
from crossbearing.reconcile.settings import SETTINGS
from crossbearing.vocab.contract import CLASSES, class_of

# Words that say what a statement is about where that is no blow.
NO_BLOWS = frozenset({"hold", "leave", "truce", "siege", "talks"})
# What answers a blow, and how far pairs may speak against it and it still be of that blow.
_ANSWERS = frozenset(c.name for c in CLASSES.values() if c.act in ("deny", "claim"))
_LOOSE = -1.0
# A place so small says where a blow was; of a province people only come from.
_SITE_KM = SETTINGS["block_km"]
# Days that are no time of one blow.
_YEARS = 180
_DEEDS = (
    r"(?:attacks?|bombings?|bombs?|blasts?|explosions?|strikes?|airstrikes?|raids?|shelling|massacres?|killings?|"
    r"incidents?)\b"
)
# "The Tarna attack": by what name a blow is known.
_KNOWN_AS = re.compile(rf"\b[Tt]he\s+((?:[A-Z][\w’'-]+\s+)+)(?:[a-z]+\s+){{0,2}}?{_DEEDS}")
# "Previous bombings", and not "earlier, it denied".
_BEFORE = re.compile(rf"\b(?:previous|earlier|former|prior|preceding)\s+(?:[\w-]+\s+)?{_DEEDS}", re.IGNORECASE)


def answers(told: Told) -> bool:
    """Say whether a claim answers a deed that others tell of: denies, claims or blames somebody for "the attack".

    What denies nothing in words of its own ("called the killings a fake") and is told as a denial is one.
    """
    claim = told.view.claim
    if claim.cls in _ANSWERS or (told.view.group == "violence" and told.view.polarity == "negative"):
        return True
    if told.view.group in ("violence", SAID) and claim.attribution.speech_act == "deny":
        return True
    return class_of(claim.cls).act == "accuse" and claim.modality == "occurred" and told.points


def in_two(told: Sequence[Told], scores: Mapping[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """Return the pairs of two deeds, and those of two answers: by what is said of both, two blows are not one.

    What stands in the words of an answer ("denied that rebels had taken the town") is what it answers; what answers
    "the Tarna attack" is no answer to what has no name.
    """
    to = [_names(one) if answers(one) else None for one in told]
    return {
        (i, j): score
        for (i, j), score in scores.items()
        if to[i] == to[j] or told[i].view.claim.evidence.overlaps(told[j].view.claim.evidence)
    }


def _names(told: Told) -> set[str]:
    return {name for found in _KNOWN_AS.findall(told.view.claim.evidence.text) for name in found.split()}


def _hangs(told: Told) -> bool:
    """Say whether a claim is of a blow that others tell of: denial, a claim to it, guilt, a toll, "the attack".

    A toll with a small place of its own, told as news, is of a blow that nobody else tells of. "Such attacks must stop"
    goes on, and is of none in particular but those that are told.
    """
    view = told.view
    if answers(told):
        return True
    summed = any(c.scope == "cumulative" for c in view.claim.counts)
    if view.group != "violence" or summed:
        return False
    if told.thin and told.guilt and not view.claim.counts:
        return True
    if view.level != "incident":
        return told.points and told.thin and not told.agents and not told.patients
    small = any(s.radius <= _SITE_KM for s in told.fine)
    if view.claim.cls == TOLL:
        return told.points or not small
    return told.points and told.thin


def _all_hang(members: Sequence[Told]) -> bool:
    """Say whether a cluster tells of a blow that others tell of, and of nothing else but what was said of it."""
    hanging = [_hangs(told) for told in members]
    return any(hanging) and all(h or told.view.group == SAID for h, told in zip(hanging, members, strict=True))


def hung_on(
    told: Sequence[Told], clusters: Sequence[list[int]], scores: Mapping[tuple[int, int], float]
) -> list[list[int]]:
    """Give clusters of nothing but what only answers or counts a blow, or points back at one, to the best such blow.

    Who denies that a place was lost or taken answers what is told of who holds it.
    """
    hanging = [_all_hang([told[n] for n in members]) for members in clusters]
    by_group = {
        group: [
            number
            for number, members in enumerate(clusters)
            if not hanging[number] and _tells_of(group, [told[n] for n in members])
        ]
        for group in ("violence", "control")
    }
    joined = [list(members) for members in clusters]
    for number, members in enumerate(clusters):
        own = [n for n in members if _hangs(told[n])] if hanging[number] else []
        blows = by_group["control" if own and all(_of_holding(told[n]) for n in own) else "violence"]
        # All that is told with it comes along, and to all that came to the blow before.
        fits = [
            blow
            for blow in blows
            if own and not _parted(members, joined[blow], scores) and not _told_later(own, clusters[blow], told)
        ]
        found = [(_mean(own, clusters[blow], scores), -blow) for blow in _meant(own, fits, clusters, told)]
        if not found:
            continue
        best, blow = max(found)
        if best >= _LOOSE:
            joined[-blow].extend(members)
            joined[number] = []
    _beside(told, joined, scores)
    return sorted(sorted(members) for members in joined if members)


def _beside(told: Sequence[Told], joined: list[list[int]], scores: Mapping[tuple[int, int], float]) -> None:
    """Give what answers, and is of no blow, to the cluster that it suits best, if any: "denied breaking the truce"."""
    answering = [bool(members) and all(answers(told[n]) for n in members) for members in joined]
    for number, members in enumerate(joined):
        if not answering[number]:
            continue
        found = [
            (_mean(members, others, scores), -n)
            for n, others in enumerate(joined)
            if others
            and not answering[n]
            and not _parted(members, others, scores)
            and not _of_another_time(members, others, told)
        ]
        if found and max(found)[0] > 0:
            joined[-max(found)[1]].extend(members)
            joined[number] = []


def _tells_of(group: str, members: Sequence[Told]) -> bool:
    """Say whether a cluster tells of a deed of a kind; what is only presupposed ("after the bombing") tells none."""
    real = any(told.view.group == group and told.view.modality == "real" for told in members)
    return real and any(told.view.claim.attribution.mode != "presupposed" for told in members)


def _meant(
    own: Sequence[int], blows: Sequence[int], clusters: Sequence[Sequence[int]], told: Sequence[Told]
) -> Sequence[int]:
    """Return of the blows those that an answer can mean: of its name, laid to who answers, of its time, told before it.

    Where a rule leaves none it says nothing; only who answers for years, or for before, answers no blow of the day.
    """
    if not any(answers(told[n]) for n in own):
        return blows
    blows = [blow for blow in blows if not _of_another_time(own, clusters[blow], told)]
    names = {name for n in own for name in _names(told[n])}
    first = told[min(own)].view.claim.evidence

    def is_named(blow: int) -> bool:
        return any(name in told[n].view.claim.evidence.text for n in clusters[blow] for name in names)

    speaking = {_state_of(key) for n in own for key in told[n].speakers}

    def laid_to_them(blow: int) -> list[Told]:
        return [told[n] for n in clusters[blow] if any(_state_of(key) in speaking for key in told[n].agents)]

    def is_laid_just_before(blow: int) -> bool:
        return any(0 <= first.start - one.view.claim.evidence.end <= SENTENCE for one in laid_to_them(blow))

    def is_known(blow: int) -> bool:
        return min(own) < LEADING or told[min(clusters[blow])].view.claim.evidence.start < first.end

    for rule in (is_named, is_laid_just_before, laid_to_them, is_known):
        blows = [blow for blow in blows if rule(blow)] or blows
    return blows


def _state_of(key: str) -> str:
    """Return the state of a key of an actor who is a state, or its forces; the key itself of all others.

    >>> _state_of("forces:RU"), _state_of("state:RU"), _state_of("sy:is")
    ('RU', 'RU', 'sy:is')
    """
    kind, _, iso = key.partition(":")
    return iso if kind in _OF_STATES else key


_OF_STATES = frozenset({"state", "gov", "forces", "police"})


def _of_another_time(own: Sequence[int], blow: Sequence[int], told: Sequence[Told]) -> bool:
    """Say whether an answer is to deeds of years, or of before ("claimed previous bombings"), and a cluster of none."""
    if any(answers(told[n]) and _BEFORE.search(told[n].view.claim.evidence.text) for n in own):
        return not any(told[n].earlier or told[n].old for n in blow)
    asked = any(told[n].dated and _of_years(told[n]) for n in own)
    return asked and not any(_of_years(told[n]) for n in blow)


def _of_years(told: Told) -> bool:
    start, end = told.view.start, told.view.end
    return start is not None and end is not None and end - start > _YEARS


def _of_holding(told: Told) -> bool:
    return told.family == SAID and "hold" in told.heads and told.heads <= NO_BLOWS


def _told_later(own: Sequence[int], blow: Sequence[int], told: Sequence[Told]) -> bool:
    """Say whether a blow is told, with a day of its own, only well behind what names no day: nothing points forward.

    Heading and lead may say what the report goes on to tell.
    """
    last, first = max(own), min(blow)
    if last < LEADING or any(told[n].dated for n in own) or not any(told[n].dated for n in blow):
        return False
    return told[first].view.claim.evidence.start - told[last].view.claim.evidence.end > SENTENCE


def _parted(one: Sequence[int], other: Sequence[int], scores: Mapping[tuple[int, int], float]) -> bool:
    """Say whether a person parted a claim of the one from a claim of the other."""
    return any(scores.get((min(i, j), max(i, j)), 0.0) <= APART for i in one for j in other)


def _mean(one: Sequence[int], other: Sequence[int], scores: Mapping[tuple[int, int], float]) -> float:
    found = [s for i in one for j in other if (s := scores.get((min(i, j), max(i, j)))) is not None]
    return sum(found) / len(found) if found else -inf
