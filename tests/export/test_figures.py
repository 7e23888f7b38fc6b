"""How many died in an event: parts are never added to their whole, and a count of some is not that of all."""

from __future__ import annotations

import pytest

from crossbearing.export.figures import Index, Range
from crossbearing.model.derived import Event, Record, Toll
from crossbearing.model.finished import Finished

EVENT = Event(
    "e",
    "strike.air",
    "incident",
    "real",
    "positive",
    None,
    None,
    None,
    None,
    (),
    (),
    (),
    (),
    "C1",
    (),
    None,
    (),
    "",
    "",
)


def toll(category: str, low: int, high: int | None, side: str | None = None, parent: str | None = None) -> Toll:
    identity = f"{category}{side}{low}"
    span = (low, low, high, "single", "stated", (), (), parent)
    return Toll(identity, "e", "incident", None, None, None, "killed", category, side, *span)


@pytest.mark.parametrize(
    ("tolls", "wanted"),
    [
        ([toll("people", 9, 9), toll("civilians", 4, 4)], Range(9, 9, 9)),
        ([toll("people", 6, 6), toll("civilians", 25, 25)], Range(25, 25, 25)),
        ([toll("civilians", 7, None), toll("combatants", 3, 4, "army")], Range(10, 10, None)),
        ([toll("combatants", 3, 4, "army"), toll("combatants", 5, 5, "rebels")], Range(8, 8, 9)),
        ([toll("combatants", 13, 13), toll("combatants", 13, 13, "rebels")], Range(13, 13, 13)),
        ([toll("children", 2, 2), toll("women", 3, 3)], Range(3, 3, 3)),
        ([], None),
    ],
)
def test_deaths_of_an_event(tolls: list[Toll], wanted: Range | None) -> None:
    index = Index(Finished((), (), Record(events=(EVENT,), tolls=tuple(tolls))))
    assert index.count(EVENT, "killed") == wanted
