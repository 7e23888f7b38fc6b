"""The sentences of a happening: those that say the same put together, and what each takes from another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from crossbearing.model.claim import Claim
from crossbearing.model.derived import Event
from crossbearing.report.wording import listing

DOERS = frozenset(
    {
        "initiator",
        "perpetrator",
        "gainer",
        "captor",
        "violator",
        "besieger",
        "organiser",
        "supporter",
        "holder",
        "mover",
    }
)
PLACED = frozenset({"location", "near", "endpoint", "destination"})


@dataclass(frozen=True, slots=True)
class Said:
    """A claim of a happening, and what it does not say itself: (what, claim it is taken from or None).

    ``again`` are claims of other reports that say it in the same words.
    """

    claim: str
    taken: tuple[tuple[str, str | None], ...]
    again: tuple[str, ...] = ()

    @property
    def lenders(self) -> tuple[tuple[str, str | None], ...]:
        """Return what is taken in words, one entry for each claim it is taken from.

        >>> Said("c2", (("day", "c1"), ("place", "c1"), ("doer", None))).lenders
        (('day and place', 'c1'), ('doer', None))
        """
        found: dict[str | None, list[str]] = {}
        for what, source in self.taken:
            found.setdefault(source, []).append(what)
        return tuple((listing(what), source) for source, what in found.items())


def fullness(claim: Claim) -> tuple[bool, int, str]:
    """Return the key that puts the claim that tells most first, headings and what is taken for granted last."""
    filled = len(claim.actors) + len(claim.places) + len(claim.counts)
    return claim.attribution.mode in ("heading", "presupposed"), -filled, claim.id


class _Lenders:
    """Who of the claims of one happening says what another leaves out: fullest first, looked up once for all of them.

    >>> from crossbearing.model.mention import Mention
    >>> told = [Claim(f"{d}:c1", d, "strike.air", Mention(0, 1, "x")) for d in "abc"]
    >>> _Lenders(told).nearest("day", told[0]) is None
    True
    """

    _SAYS: Mapping[str, Callable[[Claim], bool]] = {
        "day": lambda claim: bool(claim.time and claim.time.start and claim.time.basis != "inherited"),
        "place": lambda claim: any(place.role in PLACED for place in claim.places),
        "doer": lambda claim: any(actor.role in DOERS for actor in claim.actors),
    }

    def __init__(self, known: Sequence[Claim]) -> None:
        self._known = known
        self._of_all: dict[str, list[Claim]] = {}
        self._of_report: dict[tuple[str, str], list[Claim]] = {}

    def nearest(self, what: str, claim: Claim) -> str | None:
        """Return the claim that lends a day, a place or a doer: of the same report where one there says it."""
        if what not in self._of_all:
            own = self._of_all[what] = sorted(filter(self._SAYS[what], self._known), key=fullness)
            for lender in own:
                self._of_report.setdefault((what, lender.document), []).append(lender)
        for found in (self._of_report.get((what, claim.document), ()), self._of_all[what]):
            other = next((lender.id for lender in found if lender.id != claim.id), None)
            if other is not None:
                return other
        return None


_LENT = (("days", "day"), ("place", "place"), ("doers", "doer"))
"""What a claim may have of its happening: the field of the record, and its name here."""


def _taken(claim: Claim, own: Sequence[str], lenders: _Lenders) -> tuple[tuple[str, str | None], ...]:
    """Return what the claim has of its event and not of itself, each with the claim of the event that says it.

    ``own`` are the fields that the event lends it.
    """
    near = claim.time is not None and claim.time.basis == "inherited"
    asked = [what for field, what in _LENT if field in own or (field == "days" and near)]
    return tuple((what, lenders.nearest(what, claim)) for what in asked)


def sentences(event: Event, ordered: Sequence[Claim]) -> tuple[Said, ...]:
    """Return the claims with those that say the same in the same words put together."""
    alike: dict[tuple[object, ...], list[Claim]] = {}
    for claim in ordered:
        speakers = tuple((source.name, source.anonymous) for source in claim.attribution.sources)
        alike.setdefault((" ".join(claim.evidence.text.split()).lower(), speakers), []).append(claim)
    lenders = _Lenders(ordered)
    lent = {row.claim: row.fields for row in reversed(event.inherited)}
    return tuple(
        Said(first.id, _taken(first, lent.get(first.id, ()), lenders), tuple(c.id for c in rest))
        for first, *rest in alike.values()
    )
