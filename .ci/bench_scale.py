"""Measures at full size and writes the tables of docs/performance.md between its marks: ``make bench-scale``.

Each measure is a command of its own, so that one that fails or is stopped costs its rows. ``--size small`` takes half
a minute and is what the tests run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- bench-scale -->", "<!-- /bench-scale -->"


@dataclass(frozen=True)
class Size:
    """How much is measured: words of each news, made-up claims, days of the dense war, seconds, copies of the texts."""

    words: int
    claims: int
    days: int
    seconds: int
    copies: int


SIZES = {"full": Size(20_000, 1_000_000, 365, 600, 100), "small": Size(500, 3_000, 30, 2, 1)}


def bench(*options: str) -> Any:
    """Return what ``crossbearing bench`` measures, None where it fails."""
    command = [sys.executable, "-c", "from crossbearing.cli import main; main()", "bench", "--json", *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603
    return json.loads(done.stdout) if done.returncode in (0, 2) else None


def measured(size: Size, texts: Sequence[str], other: Sequence[str]) -> dict[str, Any]:
    """Return all measures by name."""
    read = [word for one in texts for word in ("--texts", one)]
    mixed = [word for one in other for word in ("--other", one)]
    return {
        "reading": bench(*read, *mixed, "--words", str(size.words)),
        "reconcile": bench("--reconcile", str(size.claims)),
        "dense": bench("--reconcile", str(size.claims), "--days", str(size.days)),
        "soak": bench(*read, "--soak", str(size.seconds)),
        "copies": bench(*read, "--copies", str(size.copies)),
    }


def rows(found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the rows of the table; what failed says so."""
    for name in (name for name, value in found.items() if value is None):
        yield name, "failed"
    if reading := found["reading"]:
        for news in ("conflict", "mixed"):
            for side, ratio in reading[news]["ratios"].items():
                quarters = ", ".join(map(str, ratio["quarters"]))
                yield f"claims over {side}, {news} news", f"{ratio['whole']} ({quarters})"
        yield "one report again, everything loaded", f"{reading['one_report']['seconds']} s"
        yield "list of commands, new process", f"{reading['start']['help']} s"
        yield "run over one report, new process", f"{reading['start']['first_report']} s"
        run = reading["run"]
        yield (
            f"run over {run['words']:,} words with its page, new process",
            f"{run['seconds']} s, {run['memory_mb']} MB",
        )
        shares = ", ".join(f"{stage} {share:.0%}" for stage, share in reading["stages"].items())
        yield "stages, conflict news", shares
    for name, what in (("reconcile", "a war as long as they need"), ("dense", "a war of few days")):
        if result := found[name]:
            for load in (*result["smaller"], result["tenth"], result["load"]):
                cost = f"{load['seconds']} s, {load['memory_mb']} MB, {load['events']:,} events"
                yield f"{load['claims']:,} made-up claims, {what}", cost
            yield f"exponent of the last ten times, {what}", str(result["exponent"])
    if soaked := (found["soak"] or {}).get("soak"):
        what = f"memory over {soaked['seconds']:g} s and {soaked['documents']:,} reports, warm and at the end"
        yield what, f"{soaked['warm_mb']} MB, {soaked['end_mb']} MB"
    if copies := (found["copies"] or {}).get("copies"):
        cost = f"{copies['seconds']} s of the processor, {copies['memory_mb']} MB the largest process"
        yield f"run over {copies['reports']:,} reports, two workers", cost


def written(page: str, table: Sequence[tuple[str, str]]) -> str:
    """Return the page with the table between its marks; raises ValueError where it lacks them."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page lacks {BEGIN} or {END}")
    lines = "".join(f"| {what} | {value} |\n" for what, value in table)
    return f"{before}{BEGIN}\n| what | measured |\n|---|---|\n{lines}{END}{after}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write; 1 where a measure failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=sorted(SIZES), default="full")
    parser.add_argument("--texts", action="append", default=[], help="reports of a war; else the samples")
    parser.add_argument("--other", action="append", default=[], help="other news; else the samples'")
    parser.add_argument("--page", type=Path, default=PAGE)
    given = parser.parse_args(arguments)
    found = measured(SIZES[given.size], given.texts, given.other)
    table = list(rows(found))
    given.page.write_text(written(given.page.read_text(encoding="utf-8"), table), encoding="utf-8")
    sys.stdout.write("".join(f"{what}: {value}\n" for what, value in table))
    return int(any(value is None for value in found.values()))


if __name__ == "__main__":
    sys.exit(main())
