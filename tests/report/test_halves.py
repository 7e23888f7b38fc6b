"""What no page can hold is cut, and each cut holds all that was there before."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from crossbearing.report.halves import of_namings, of_places
from crossbearing.report.naming import Naming, Word
from crossbearing.report.pieces import MOST_A_PIECE, Piece, fitting, packed
from crossbearing.report.places import Place


def test_the_row_of_one_actor_is_cut_between_outlets_and_words() -> None:
    words = tuple(Word(f"words {n}", 1, False) for n in range(4))
    rows: Sequence[Naming] = [Naming("Army", dict.fromkeys(("A", "B", "C"), words))]
    pieces = list(
        fitting(rows, lambda own: packed(Markup("x" * 100_000 * sum(map(_held, own))), own[0].actor), of_namings)
    )
    assert [piece.size for piece in pieces] == [400_000, 800_000]
    assert {piece.about for piece in pieces} == {"Army (in part)"}
    assert [_held(own) for [own] in of_namings([Naming("Army", {"A": words})])] == [2, 2]


def _held(naming: Naming) -> int:
    return sum(map(len, naming.by_outlet.values()))


def test_happenings_of_a_place_are_cut_and_anchors_stay_apart() -> None:
    events = tuple(f"e{n}" for n in range(30))
    places: Sequence[Place] = [Place("Douma", 33.5, 36.4, 1.0, events, False, "p1")]
    cut: list[Place] = []

    def made(own: Sequence[Place]) -> Piece:
        piece = packed(Markup("x" * 100_000 * sum(len(place.events) for place in own)))
        if piece.size <= MOST_A_PIECE:
            cut.extend(own)
        return piece

    list(fitting(places, made, of_places))
    assert tuple(event for place in cut for event in place.events) == events
    assert len({place.anchor for place in cut}) == len(cut)
    assert cut[0].anchor == "p1"
