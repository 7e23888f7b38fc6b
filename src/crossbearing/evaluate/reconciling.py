"""How fast claims become events and ledgers, on a made-up war of any size: seconds, memory and how both grow.

Seconds differ from machine to machine; the ratio of a load to a tenth of it does not, nor do the calls, which are
counted by Python itself and are the same in every run.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
from datetime import date, timedelta
from importlib.resources import files
from math import log
from pathlib import Path
from time import process_time
from typing import Any

from crossbearing.model.claim import ActorRole, Attribution, Claim, Count, DateRange, PlaceRole, Source
from crossbearing.model.derived import DocumentFingerprint, SideTable
from crossbearing.model.marks import Marks
from crossbearing.model.mention import Mention
from crossbearing.reconcile import reconcile
from crossbearing.vocab.contract import CLASSES
from crossbearing.vocab.loader import Form, check_entry, read_yaml

_OUTLINE = check_entry(
    read_yaml(files("crossbearing.evaluate") / "made_up_war.yml"),
    Form({"classes": (list,), "actors": (list,), "sources": (list,)}, {}),
    "made_up_war.yml",
)
_CLASSES: list[str] = _OUTLINE["classes"]
_ACTORS: list[str] = _OUTLINE["actors"]
# One claim in five is the outlet's own.
_SOURCES: list[str | None] = [*_OUTLINE["sources"], None]
_TOWNS = 200
_OUTLETS = 60
_CLAIMS = 8
"""Claims of one report."""
_REPORTS = 40
"""Reports of one day."""
_TIMES = 2
"""How often a tenth is measured before a load, and after it."""
_LEAST = 1000
"""Claims of the smallest load."""
_SCENES = 12
"""Towns a day that the reports tell of."""


def peak_mb() -> float:
    """Return the peak memory of this process in megabytes.

    Linux counts in getrusage what the process that started this one had; its own peak stands in the status file alone.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        own = next((line for line in status.read_text().splitlines() if line.startswith("VmHWM:")), None)
        if own is not None:
            return round(int(own.split()[1]) / 1024, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


def made_up_war(number: int, seed: int = 1, days: int | None = None) -> tuple[list[Claim], list[DocumentFingerprint]]:
    """Return about ``number`` claims of a war of 200 towns: eight claims a report, the war as long as the claims need.

    Some reports tell of each scene of a day, so that events, families and tolls have work to do. A larger load is a
    longer war, as a collection grows; or, where it lasts so many ``days``, a war of which more is told, all of it of
    the same few scenes a day.

    >>> claims, documents = made_up_war(80)
    >>> len(claims), len(documents), made_up_war(80) == (claims, documents)
    (80, 10, True)
    """
    chance = random.Random(seed)  # noqa: S311
    towns = [
        PlaceRole("location", f"town{n}", None, 33 + chance.random() * 4, 36 + chance.random() * 6, 2.0)
        for n in range(_TOWNS)
    ]
    claims: list[Claim] = []
    documents: list[DocumentFingerprint] = []
    first, reports = date(1990, 1, 1), _REPORTS if days is None else max(1, number // _CLAIMS // days)
    for n in range(number // _CLAIMS):
        day = (first + timedelta(days=n // reports)).isoformat()
        marks = Marks(chance.getrandbits(60) for _ in range(30))
        documents.append(DocumentFingerprint(f"d{n:07}", f"outlet{n % _OUTLETS}", day, marks, words=250))
        town = towns[(n // reports * _SCENES + chance.randrange(_SCENES)) % _TOWNS]
        claims.extend(_claim(chance, documents[-1], m, town) for m in range(_CLAIMS))
    return claims, documents


def _claim(chance: random.Random, document: DocumentFingerprint, number: int, town: PlaceRole) -> Claim:
    cls = _CLASSES[chance.randrange(len(_CLASSES))]
    roles = CLASSES[cls].roles
    low = chance.randrange(1, 90)
    claim_id = f"{document.id}:c{number:02}"
    source = _SOURCES[chance.randrange(len(_SOURCES))]
    exact = low % 2 == 0
    count = Count(
        id=f"{claim_id}n1",
        mention=None,
        quantity="killed",
        category="people",
        side=None,
        scope="incident",
        bound="exact" if exact else "at_least",
        low=low,
        best=low,
        high=low if exact else None,
    )
    return Claim(
        id=claim_id,
        document=document.id,
        cls=cls,
        evidence=Mention(number * 100, number * 100 + 18, "the town was struck"[:18]),
        attribution=Attribution(
            "indirect" if source else "unattributed", "report", None, (Source(source, None),) if source else ()
        ),
        actors=(
            ActorRole(roles[0], _ACTORS[chance.randrange(len(_ACTORS))], None),
            ActorRole(roles[-1], _ACTORS[chance.randrange(len(_ACTORS))], None),
        ),
        places=(town,),
        time=DateRange(None, document.published, document.published),
        counts=(count,) if number % 3 == 0 else (),
    )


def measure(number: int, calls: bool = False, days: int | None = None) -> dict[str, float]:
    """Return processor seconds and peak megabytes for a load, in this process; with ``calls`` those instead of seconds.

    ``days`` is how long the war lasts (``made_up_war``).

    >>> sorted(measure(80)), sorted(measure(80, calls=True))
    (['claims', 'events', 'memory_mb', 'seconds'], ['calls', 'claims', 'events', 'memory_mb'])
    """
    claims, documents = made_up_war(number, days=days)
    made = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    if calls:
        sys.setprofile(note)
    start = process_time()
    record = reconcile(claims, documents, SideTable())
    seconds = process_time() - start
    sys.setprofile(None)
    cost = {"calls": made} if calls else {"seconds": round(seconds, 3)}
    return {"claims": len(claims), "events": len(record.events), "memory_mb": peak_mb(), **cost}


def bench_reconcile(number: int, days: int | None = None) -> dict[str, Any]:
    """Return ``{"ratio", "exponent", "load", "tenth", "smaller"}``: a load, a tenth of it and so on, each in a process
    of its own.

    With ``days`` each load is a war that lasts so long, so that a larger one is denser. ``exponent`` is that of the
    seconds between the tenth and the load.

    The tenth is measured before and after, and its seconds are the mean: a neighbour on the same core slows both.
    ``smaller`` are the loads below it, down to a thousand claims, the smallest first.
    """
    smaller = [_apart(less, days) for n in range(8, 1, -1) if (less := number // 10**n) >= _LEAST]
    before = [_apart(number // 10, days) for _ in range(_TIMES)]
    load = _apart(number, days)
    tenths = [*before, *(_apart(number // 10, days) for _ in range(_TIMES))]
    tenth = {**tenths[0], "seconds": round(sum(t["seconds"] for t in tenths) / len(tenths), 3)}
    ratio = load["seconds"] / max(tenth["seconds"], 0.001)
    return {
        "ratio": round(ratio, 2),
        "exponent": round(log(ratio) / log(load["claims"] / tenth["claims"]), 3),
        "load": load,
        "tenth": tenth,
        "smaller": smaller,
    }


def _apart(number: int, days: int | None) -> dict[str, float]:
    command = [sys.executable, "-m", "crossbearing.evaluate.reconciling", str(number), *([str(days)] if days else [])]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(int(sys.argv[1]), days=int(sys.argv[2]) if len(sys.argv) > 2 else None)))
