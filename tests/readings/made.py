"""Claims over one made-up sentence, for tests of readers that differ on it."""

from __future__ import annotations

from typing import Any

from crossbearing.model.claim import ActorRole, Attribution, Claim, Count, DateRange, PlaceRole, Source
from crossbearing.model.mention import Mention

TEXT = (
    "Orlo rebels captured the mill of Tenna on Friday, killing 12 guards, a nurse said. "
    "The army shelled Tenna, and 3 of the guards were hurt."
)


def words(part: str) -> Mention:
    start = TEXT.index(part)
    return Mention(start, start + len(part), part)


def count(id_: str, part: str, best: int, **changes: Any) -> Count:
    given: dict[str, Any] = {"quantity": "killed", "category": "combatants", "side": None, "scope": "incident"}
    given |= {"bound": "exact", "low": best, "best": best, "high": best}
    return Count(id_, words(part), **(given | changes))


def claim(reader: str = "rules", **changes: Any) -> Claim:
    id_ = "d:c01" if reader == "rules" else "d:l01"
    given: dict[str, Any] = {
        "id": id_,
        "document": "d",
        "cls": "control.gain",
        "evidence": words("Orlo rebels captured the mill of Tenna on Friday, killing 12 guards"),
        "attribution": Attribution("indirect", "report", words("said"), (Source(None, words("a nurse"), True),)),
        "actors": (ActorRole("gainer", None, words("Orlo rebels")),),
        "places": (PlaceRole("location", None, words("Tenna")),),
        "time": DateRange(words("on Friday")),
        "counts": (count(f"{id_}n1", "12 guards", 12),),
        "rule": "control.capture" if reader == "rules" else "llm.reply",
        "confidence": 0.8,
        "reader": reader,
    }
    return Claim(**(given | changes))


def shelled(reader: str = "rules", **changes: Any) -> Claim:
    id_ = "d:c02" if reader == "rules" else "d:l02"
    given: dict[str, Any] = {"id": id_, "cls": "strike.shelling", "evidence": words("The army shelled Tenna")}
    given |= {"actors": (ActorRole("initiator", None, words("The army")),), "counts": (), "time": None}
    return claim(reader, **(given | changes))
