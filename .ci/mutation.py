"""Says how much of what is broken on purpose the tests notice: a seeded sample of mutants, run by mutmut.

``[tool.mutmut]`` of pyproject.toml names the modules and the tests. All of their 7,000 mutants would take a day, so a
sample is drawn from each module by its share: the same seed and the same code give the same sample. For every module
it prints how many were drawn and killed, then each survivor as a diff; the rest stays in ``mutants/``, out of git.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from pathlib import Path

KILLED = frozenset((1, 3, -24, -11, 24, 36, 152, 255))
"""Exit codes of mutmut's workers that count as noticed: failed, errors, out of time, crashed."""
MUTANTS = Path("mutants")
NAME = "__mutmut_"


def main() -> int:
    """Draw, run and report; the exit code is that of mutmut."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sample", type=int, default=150, help="how many mutants are drawn")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--children", type=int, default=2, help="how many run at a time")
    given = options.parse_args()
    prepared = mutmut("run", "no.such.mutant")  # writes the mutants and which test runs what, then finds no such name
    if not (MUTANTS / "mutmut-stats.json").is_file():
        sys.stderr.write(prepared.stdout + prepared.stderr)
        return prepared.returncode or 1
    drawn = draw(given.sample, given.seed)
    done = mutmut("run", "--max-children", str(given.children), *drawn)
    sys.stdout.write("\n".join(report(drawn)) + "\n")
    if done.returncode:
        sys.stderr.write(done.stderr)
    return done.returncode


def mutmut(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run mutmut; its progress is kept back."""
    command = [sys.executable, "-m", "mutmut", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words


def results() -> dict[str, dict[str, int | None]]:
    """Return for each mutated module the exit code of every mutant, None where it did not run."""
    files = sorted(MUTANTS.rglob("*.py.meta"))
    found = {file: json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"] for file in files}
    return {file.name.removesuffix(".meta"): codes for file, codes in found.items() if codes}


def draw(number: int, seed: int) -> list[str]:
    """Return a sample of the mutants that some test runs: of each module by its share, at least two of each."""
    known = json.loads((MUTANTS / "mutmut-stats.json").read_text(encoding="utf-8"))
    tested = set(known["tests_by_mangled_function_name"])
    chance = random.Random(seed)  # noqa: S311 - no secret
    modules = [sorted(name for name in codes if name.partition(NAME)[0] in tested) for codes in results().values()]
    whole = sum(map(len, modules))
    drawn = []
    for names in modules:
        wanted = max(2, round(number * len(names) / whole))
        drawn.extend(chance.sample(names, min(len(names), wanted)))
    return drawn


def report(drawn: list[str]) -> list[str]:
    """Return the score of each module and of all, then the diff of every survivor, as lines."""
    rows: list[tuple[str, int, int]] = []
    survivors: list[str] = []
    for module, codes in results().items():
        of_it = [name for name in drawn if name in codes]
        lost = [name for name in of_it if codes[name] not in KILLED]
        rows.append((module, len(of_it), len(of_it) - len(lost)))
        survivors.extend(lost)
    rows.append(("all", sum(row[1] for row in rows), sum(row[2] for row in rows)))
    lines = [
        f"{module}: {killed} of {number} killed ({killed / max(1, number):.2f})" for module, number, killed in rows
    ]
    for name in survivors:
        changed = (line for line in mutmut("show", name).stdout.splitlines() if line[:1] in {"+", "-"})
        lines += ["", f"survived: {name}", *(line for line in changed if line[:3] not in {"+++", "---"})]
    return lines


if __name__ == "__main__":
    sys.exit(main())
