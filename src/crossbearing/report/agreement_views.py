"""Agreements as cards: parties, who announced them and who is silent, terms, and who is said to have broken them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from crossbearing.model.claim import Claim
from crossbearing.model.derived import Agreement, Record
from crossbearing.report.marks import Names, spell
from crossbearing.report.wording import listing, word

_MOST_PLACES = 2


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement as a card; ``breaches`` are (who broke it, who says so, claim)."""

    agreement: Agreement
    title: str
    parties: tuple[str, ...]
    announced: tuple[str, ...]
    silent: tuple[str, ...]
    mediators: tuple[str, ...]
    breaches: tuple[tuple[str, str, str], ...]


def _between(parties: list[str]) -> str:
    return f"{' between ' if len(parties) > 1 else ' with '}{listing(parties)}" if parties else ""


def _where(agreement: Agreement, known: list[Claim]) -> list[str]:
    """Return the places that a deal is called after: those most of its claims name, and only ones that were found.

    Where people are taken to, and the province around a town, stand in the terms.
    """
    told = Counter(
        place.place
        for claim in known
        for place in claim.places
        if place.place in agreement.places and place.lat is not None and place.role not in ("destination", "near")
    )
    around = {parent for claim in known for place in claim.places if place.place in told for parent in place.parents}
    within = [place for place in told if place not in around] or list(told)
    most = max((told[place] for place in within), default=0)
    return sorted(place for place in within if told[place] == most)[:_MOST_PLACES]


def agreement_views(ledgers: Record, claims: Mapping[str, Claim], names: Names) -> tuple[AgreementView, ...]:
    """Return the agreements of the claims that are shown, those that were broken first."""
    found = []
    for agreement in ledgers.agreements:
        known = [claims[c] for c in agreement.claims if c in claims]
        named = spell(names, agreement.parties)
        where = spell(names, _where(agreement, known))
        kind = word("agreement", agreement.type)
        title = kind + (f" in {listing(where)}" if where else "") + _between(named)
        breaches = tuple(
            (
                names.name(b.by) if b.by else "somebody not named",
                names.name(b.alleged_by) if b.alleged_by else names.outlet(claims[b.claim].document),
                b.claim,
            )
            for b in agreement.breaches
            if b.claim in claims
        )
        if known:
            found.append(
                AgreementView(
                    agreement,
                    title,
                    tuple(named),
                    tuple(spell(names, agreement.announced_by)),
                    tuple(spell(names, agreement.silent)),
                    tuple(spell(names, agreement.mediator)),
                    breaches,
                )
            )
    return tuple(
        sorted(
            found, key=lambda v: (not v.breaches, -len(v.agreement.terms), v.agreement.start or "9999", v.agreement.id)
        )
    )
