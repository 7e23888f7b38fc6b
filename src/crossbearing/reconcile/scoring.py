"""Whether two accounts tell of one event: vetoes first, then a weighted score with its reasons in words.

Features that one side lacks drop out and the weights are renormalised; at least two of place, time and actors must be
known. Source of the rule: section A.4 of the reconciliation design.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from crossbearing.reconcile.comparison import CIVILIAN_PARTS, CIVILIANS, SAID, TOLL, is_generic
from crossbearing.reconcile.document_events import PART, DocumentEvent
from crossbearing.reconcile.reasons import feature_in_words
from crossbearing.reconcile.scenes import meeting, within
from crossbearing.reconcile.settings import SETTINGS
from crossbearing.reconcile.wordings import shared_wording
from crossbearing.vocab.contract import CLASSES, classes_with

_PAD = int(SETTINGS["pad_days"])
_COUNT_RATIO = SETTINGS["count_ratio"]
_UNSURE = SETTINGS["possible"] - 0.01
_UNMERGED = SETTINGS["merge"] - 0.01
_HARM = frozenset({"killed", "injured", "killed_or_injured"})
_CIVIL = classes_with("harms_civilians")
_LOSSES = frozenset(c.name for c in CLASSES.values() if c.control == "loss")
# From here on that two reports share rare names speaks for one event; below it says nothing.
_ONE_STORY = 0.75
# From here on it stands for a place that one of two main stories does not name.
_STORY = SETTINGS["report_place"]
# News of these days: as much as days that mostly overlap.
_LASTING = 0.8
# Two tellings that share so much of their words tell of one thing where day and kind agree.
_ALIKE = 0.4
_MOST_ACTORS = 8
_BARE_TOLL = (TOLL,)
_CORE = frozenset({"place", "time", "actors", "persons"})

_FIGURES_APART = "exact figures that differ by more than three times"
_SIDES_APART = "control gained by different sides"
_ELSEWHERE_APART = "control of two places, or at two times, gained by different sides"
_ONE_PLACE = 0.95
# Vetoes that leave a tie: the accounts speak of one scene and cannot both hold. Figures that lie apart are of two
# blows, or stand in the toll of one.
IRRECONCILABLE = frozenset({_SIDES_APART})

ActorKey = tuple[str, str | None]


class Comparison(NamedTuple):
    """The outcome for a pair: a veto in words, or a score from 0 to 1 with the value and weight of each feature."""

    veto: str | None
    score: float
    features: tuple[tuple[str, float, float], ...] = ()

    def reasons(self) -> tuple[str, ...]:
        """Say in words what each feature gave."""
        if self.veto:
            return (self.veto,)
        return tuple([feature_in_words(name, value) for name, value, _ in self.features])


@lru_cache(maxsize=100_000)
def _actor_pair(one: ActorKey, other: ActorKey) -> float:
    if one[0] == other[0]:
        return 1.0
    if is_generic(one[0]) or is_generic(other[0]):
        return 0.5
    if one[1] and other[1]:
        return 0.6 if one[1] == other[1] else 0.0
    words, others = set(one[0].split("-")), set(other[0].split("-"))
    shared = {w for w in words & others if len(w) > 3}
    return 0.7 * len(shared) / min(len(words), len(others)) if shared else 0.0


@lru_cache(maxsize=100_000)
def _best_match(some: tuple[ActorKey, ...], others: tuple[ActorKey, ...]) -> float:
    """Return how near the two are that fit best: whoever else is named beside them may be named by one report alone."""
    if some == others:
        return 1.0
    return max(_actor_pair(a, b) for a in some[:_MOST_ACTORS] for b in others[:_MOST_ACTORS])


def _actors(one: DocumentEvent, other: DocumentEvent) -> float | None:
    found = []
    if one.agents and other.agents:
        found.append(_best_match(one.agents, other.agents))
    if one.patients and other.patients:
        found.append(_best_match(one.patients, other.patients))
    if one.parties and other.parties:
        found.append(_best_match(one.parties, other.parties))
    if not found:
        for mine, theirs in (
            (one.parties, other.agents + other.patients),
            (one.agents + one.patients, other.parties),
        ):
            if mine and theirs:
                found.append(_best_match(mine, theirs))
    return sum(found) / len(found) if found else None


def _counts(one: DocumentEvent, other: DocumentEvent) -> tuple[float | None, str | None]:
    if not one.counts or not other.counts:
        return None, None
    found = []
    for key, (low, high, bound) in one.counts.items():
        match = other.counts.get(key)
        if match is None:
            continue
        low2, high2, bound2 = match
        larger = max(low, low2)
        apart = larger > _COUNT_RATIO * max(min(low, low2), 1) and larger > 5 and key[1] not in CIVILIAN_PARTS
        if apart and bound == bound2 == "exact":
            return 0.0, _FIGURES_APART
        if apart and PART in (bound, bound2):
            return 0.0, "a toll and some of its dead"
        if low == low2:
            found.append(1.0)
        elif all(top is None or top >= larger for top in (high, high2)):
            found.append(0.7)
        else:
            found.append(min(low, low2) / max(larger, 1) * 0.6)
    return (sum(found) / len(found) if found else None), None


def _texts(account: DocumentEvent) -> list[str]:
    return [view.claim.evidence.text for view in account.views[:8]]


def _opposite_control(one: DocumentEvent, other: DocumentEvent) -> bool:
    if one.group != "control" or not _LOSSES.isdisjoint((*one.classes, *other.classes)):
        return False
    if not one.agents or not other.agents:
        return False
    return max(_actor_pair(a, b) for a in one.agents for b in other.agents) < 0.5


def compare(one: DocumentEvent, other: DocumentEvent, copied: bool = False, report: float | None = None) -> Comparison:
    """Compare two accounts of one kind; ``copied`` says that one document holds the other's text.

    ``report`` says from 0 to 1 how far the two documents, as wholes, tell one story; None where that says nothing.

    Accounts of different kind (event family, modality, polarity, level, earlier or present agreement) are vetoed.
    """
    if one.kind != other.kind:
        return Comparison("different modality, polarity or scale", 0.0)
    veto, time, kin, place, apart = meeting(one.scene, other.scene)
    if veto is None and (one.guessed or other.guessed) and set(one.documents).isdisjoint(other.documents):
        veto = "one of them is a guess of the judge alone"
    veto = veto or apart
    if veto:
        return Comparison(veto, 0.0)
    counts, veto = _counts(one, other)
    if veto == _FIGURES_APART and place is not None and place >= 0.95 and time == 1.0 and kin >= 0.5:
        veto = None  # one blow of one place and day: rivals, as its tolls will show
    if veto is None and _opposite_control(one, other):
        # Only of one place and time can two sides not both be right.
        same = place is not None and place >= _ONE_PLACE and time is not None and time > 0
        veto = _SIDES_APART if same else _ELSEWHERE_APART
    if veto:
        return Comparison(veto, 0.0)
    # In the order of the weights; what one of the two lacks stands in no score.
    values = {} if place is None else {"place": place}
    if time is not None:
        values["time"] = time
    values["class"] = kin
    if (actors := _actors(one, other)) is not None:
        values["actors"] = actors
    if counts is not None:
        values["counts"] = counts
    if one.rare and other.rare and one.rare & other.rare:
        values["rare"] = 1.0
    if one.persons and other.persons:
        values["persons"] = 1.0 if one.persons & other.persons else 0.0
    if copied and (wording := shared_wording(_texts(one), _texts(other))) >= 0.6:
        values["copy"] = wording
    if report is not None and report >= _ONE_STORY:
        values["report"] = report
    return _weigh(one, other, values, report)


def _weigh(one: DocumentEvent, other: DocumentEvent, values: Mapping[str, float], report: float | None) -> Comparison:
    features = tuple([(name, value, _WEIGHTS[name]) for name, value in values.items()])
    total = weight = 0.0
    for _, value, share in features:
        total += value * share
        weight += share
    ceiling = 1.0 if _one_story(values, report) else _ceiling(one, other, values)
    return Comparison(None, round(min(total / weight, ceiling), 4), features)


def _one_story(values: Mapping[str, float], report: float | None) -> bool:
    """Say whether what two reports are about is one, though no place of theirs can be compared: "a rebel-held town".

    The kind is one, the days and the doers are, and the reports as wholes share rare names.
    """
    if "place" in values or report is None or report < _STORY:
        return False
    return values["class"] >= 0.9 and values.get("time", 0.0) >= _LASTING and values.get("actors", 0.0) >= _LASTING


def _victims_apart(one: DocumentEvent, other: DocumentEvent) -> bool:
    """Say whether one tells of fighters hit and the other of civilians: one event for nobody who reports it."""
    return {_victims(one), _victims(other)} == {"fighters", "civilians"}


def _victims(account: DocumentEvent) -> str | None:
    kinds = {category for quantity, category, _ in account.counts if quantity in _HARM}
    if kinds == {"combatants"}:
        return "fighters"
    civil = kinds <= CIVILIANS and (kinds or not _CIVIL.isdisjoint(account.classes))
    return "civilians" if civil else None


def _ceiling(one: DocumentEvent, other: DocumentEvent, values: Mapping[str, float]) -> float:
    """Return the highest score that what is known allows: place and day decide, and one of them alone never does."""
    if "copy" in values or values.get("report", 0.0) >= 0.5 or values.get("persons", 0.0) > 0:
        return 1.0
    if len(_CORE & values.keys()) < 2:
        return _UNSURE
    if "rare" in values:
        return 1.0
    # Without a figure nobody tells of fighters hit.
    if (one.counts or other.counts) and _victims_apart(one, other):
        return _UNMERGED
    if one.group == SAID:
        return 1.0 if values.get("actors", 0.0) >= 0.9 and published_together(one, other) else _UNMERGED
    if values["class"] < 0.5:
        return _UNMERGED
    # A bare toll says of no deed where it was: only at the very place, or by its figure, is it of that deed.
    if (
        (one.acts == _BARE_TOLL) != (other.acts == _BARE_TOLL)
        and values.get("place", 0.0) < 0.85
        and values.get("counts", 0.0) < 1.0
    ):
        return _UNMERGED
    if "place" not in values:
        return 1.0 if _told_alike(one, other, values) else _UNMERGED
    if one.vague or other.vague:
        # Two of one month are one where place and doers leave nothing open.
        return (
            1.0
            if one.start == other.start and values["place"] >= 0.95 and values.get("actors", 0.0) >= 0.9
            else _UNMERGED
        )
    # Two towns taken on one day are two gains, however near they lie.
    if one.group == "control" and values["place"] < 0.85:
        return _UNMERGED
    if "time" not in values and not published_together(one, other):
        return _UNMERGED
    return 1.0


def _told_alike(one: DocumentEvent, other: DocumentEvent, values: Mapping[str, float]) -> bool:
    """Say whether accounts of one day and kind tell of it in the same words, where no place could be compared."""
    if values.get("time", 0.0) < 1.0 or values["class"] < 0.9:
        return False
    shared = len(one.words & other.words)
    return shared >= 3 and shared >= _ALIKE * min(len(one.words), len(other.words))


def published_together(one: DocumentEvent, other: DocumentEvent, days: int = 2 * _PAD) -> bool:
    """Say whether two accounts appeared within days of each other: undated ones may then mean the same."""
    return within(one.published, other.published, days)


_WEIGHTS = {
    "place": SETTINGS["weight_place"],
    "time": SETTINGS["weight_time"],
    "class": SETTINGS["weight_class"],
    "actors": SETTINGS["weight_actors"],
    "counts": SETTINGS["weight_counts"],
    "rare": SETTINGS["weight_rare_count"],
    "persons": SETTINGS["weight_persons"],
    "copy": SETTINGS["weight_copy"],
    "report": SETTINGS["weight_report"],
}
