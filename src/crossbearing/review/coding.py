"""Double coding: reports are assigned, coded by each alone, and handed in; what comes of it is for adjudicating."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crossbearing.judgements.effective import claims_that_hold
from crossbearing.model.claim import Claim
from crossbearing.model.errors import ReviewError
from crossbearing.review.desk import desk
from crossbearing.review.lanes import (
    ASSIGN,
    HAND_IN,
    MACHINE,
    SHOWN,
    TAKE_BACK,
    Coding,
    Lane,
    coding_of,
    codings_of,
)
from crossbearing.store.clock import Maker
from crossbearing.store.judging import Coded, codings, document_of, step
from crossbearing.store.store import Store

_ROUND = re.compile(r"[\w.-]{1,60}")


def assign(
    store: Store, round_: str, document: str, coders: Sequence[str], maker: Maker, shown: str = MACHINE
) -> Coding:
    """Give a report to two or more coders for a round. What is assigned already stays; raises ReviewError.

    ``shown`` is what they begin with: ``machine``, or ``text`` for a reading that nothing has suggested.
    """
    document_of(store, document)
    names = [name.strip() for name in coders if name.strip()]
    if not _ROUND.fullmatch(round_):
        raise ReviewError("round: a name of letters, digits, dots, hyphens and underscores, 60 at most")
    if len(set(names)) < 2:
        raise ReviewError("coders: double coding needs two of them at least")
    if shown not in SHOWN:
        raise ReviewError(f"shown: {shown!r} is none of {', '.join(SHOWN)}")
    for name in dict.fromkeys(names):

        def allowed(rows: list[Coded], name: str = name) -> str:
            one = coding_of(rows, round_, document)
            if one is not None and name in one.coders:
                return "assigned"
            if one is not None and (one.is_in or one.adjudicated):
                return "all have handed in: nobody joins this round any more"
            return ""

        why = step(store, (round_, document, name, ASSIGN), {"shown": shown}, maker, allowed)
        if why not in ("", "assigned"):
            raise ReviewError(why)
    return coding(store, round_, document)


def take_back(store: Store, round_: str, document: str, coder: str, maker: Maker) -> None:
    """Take a report from a coder who has not handed it in; raises ReviewError."""

    def allowed(rows: list[Coded]) -> str:
        one = coding_of(rows, round_, document)
        if one is None or coder not in one.coders:
            return f"{coder} does not code this report in round {round_!r}"
        return "it is handed in already" if one.coders[coder] else ""

    if why := step(store, (round_, document, coder, TAKE_BACK), {}, maker, allowed):
        raise ReviewError(why)


def hand_in(store: Store, round_: str, document: str, maker: Maker) -> Coding:
    """Hand in one's reading of a report: it is whole and changes no more. Raises ReviewError while claims are open."""
    lane = Lane(round_, maker.who)
    left = len(desk(store, document, lane).open)
    if left:
        raise ReviewError(f"{left} of the machine's claims are not judged yet: accept, correct or reject each")

    def allowed(rows: list[Coded]) -> str:
        one = coding_of(rows, round_, document)
        if one is None or maker.who not in one.coders:
            return f"{maker.who} does not code this report in round {round_!r}"
        return "it is handed in already" if one.coders[maker.who] else ""

    if why := step(store, (round_, document, maker.who, HAND_IN), {}, maker, allowed):
        raise ReviewError(why)
    return coding(store, round_, document)


def coding(store: Store, round_: str, document: str) -> Coding:
    """Return how far the coding of a report in a round is; ReviewError where there is none."""
    found = coding_of(codings(store, document), round_, document)
    if found is None:
        raise ReviewError(f"{document!r} is not coded in round {round_!r}")
    return found


def all_codings(store: Store) -> list[Coding]:
    """Return every report that is or was double coded, with how far it is."""
    return codings_of(codings(store))


def reading(store: Store, round_: str, document: str, coder: str, viewer: str) -> tuple[Claim, ...]:
    """Return the claims that a coder found; ReviewError for anybody else before all coders have handed in."""
    one = coding(store, round_, document)
    if coder not in one.coders:
        raise ReviewError(f"{coder} does not code this report in round {round_!r}")
    if not one.may_see(coder, viewer):
        raise ReviewError("nobody sees the reading of another coder before all have handed in")
    return claims_that_hold(desk(store, document, Lane(round_, coder)).claims)
