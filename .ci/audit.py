"""Holds the pinned requirements against the published advisories, with pip-audit in an environment of its own.

Prints what was found. Ends with 1 only for an advisory that is not listed, with a reason, in `audit-ignored.txt`; where
pip-audit or its data cannot be reached, one line says so and the tests go on. pip-audit itself calls it "no known
vulnerabilities" when it could look up nothing at all, so what was skipped is counted, and a release that is known to be
vulnerable must be found.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PIP_AUDIT = "pip-audit==2.10.1"
# Advisories of 2020 and 2021 name it: where they are not found, the source has no advisories.
KNOWN_BAD = "pyyaml==5.3"
OPTIONS = ("--disable-pip", "--format", "json", "--desc", "off", "--progress-spinner", "off")


class UnreachableError(Exception):
    """pip-audit could not be installed or could not look anything up."""


def ignored(text: str) -> dict[str, str]:
    """Return the advisories to leave out with their reasons: a line is an id, a blank and why; `#` begins a comment.

    >>> ignored("# ours\\nPYSEC-2020-1 only the command line of it is affected, which we never call\\n")
    {'PYSEC-2020-1': 'only the command line of it is affected, which we never call'}

    Raises ValueError for a line without a reason.
    """
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            identity, _, reason = line.strip().partition(" ")
            if not reason.strip():
                raise ValueError(f"audit-ignored.txt:{number}: {identity} has no reason; write one behind it")
            found[identity] = reason.strip()
    return found


def findings(report: dict[str, Any], reasons: dict[str, str]) -> tuple[list[str], list[str]]:
    """Return (what must be mended, what else to say) of a report of pip-audit; raise UnreachableError of an empty one.

    >>> findings({"dependencies": [{"name": "a", "version": "1", "vulns": []}]}, {})
    ([], ['pip-audit: 1 of 1 requirements looked up'])
    """
    looked_up = [d for d in report["dependencies"] if "vulns" in d]
    if not looked_up:
        raise UnreachableError("none of the requirements could be looked up")
    bad, said = [], [f"pip-audit: {len(looked_up)} of {len(report['dependencies'])} requirements looked up"]
    skipped = [d["name"] for d in report["dependencies"] if "vulns" not in d]
    if skipped:
        said.append(f"pip-audit: not looked up: {', '.join(sorted(skipped))}")
    for dependency in sorted(looked_up, key=lambda d: str(d["name"])):
        for advisory in dependency["vulns"]:
            names = [advisory["id"], *advisory.get("aliases", [])]
            fixed = ", ".join(advisory.get("fix_versions", [])) or "no release yet"
            line = f"pip-audit: {dependency['name']} {dependency['version']}: {names[0]} (mended in: {fixed})"
            reason = next((reasons[name] for name in names if name in reasons), None)
            if reason is None:
                bad.append(line)
            else:
                said.append(f"{line}; left out: {reason}")
    return bad, said


def _run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if not done.stdout.strip() and done.returncode:
        raise UnreachableError((done.stderr.strip().splitlines() or ["no word of it"])[-1][:200])
    return done.stdout


def _reported(tool: Path, *arguments: str | Path) -> dict[str, Any]:
    try:
        report: dict[str, Any] = json.loads(_run(tool, *OPTIONS, *arguments))
    except ValueError as error:
        raise UnreachableError(f"its answer is no report: {error}") from error
    return report


def audit(folder: Path) -> int:
    """Install pip-audit into ``folder``, hold the requirements against the advisories, and return the exit code."""
    try:
        reasons = ignored((HERE / "audit-ignored.txt").read_text(encoding="utf-8"))
    except ValueError as error:
        sys.stdout.write(f"pip-audit: {error}\n")
        return 1
    try:
        venv.create(folder, with_pip=True)
        scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
        _run(scripts / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PIP_AUDIT)
        if not (scripts / "pip-audit").exists():
            raise UnreachableError("it could not be installed")
        probe = folder / "probe.txt"
        probe.write_text(f"{KNOWN_BAD}\n", encoding="utf-8")
        if not any(d.get("vulns") for d in _reported(scripts / "pip-audit", "--no-deps", "-r", probe)["dependencies"]):
            raise UnreachableError(f"its source knows no advisory on {KNOWN_BAD}")
        arguments = ("--require-hashes", "-r", HERE.parent / "requirements.txt")
        bad, said = findings(_reported(scripts / "pip-audit", *arguments), reasons)
    except (UnreachableError, OSError, subprocess.SubprocessError) as error:
        sys.stdout.write(f"pip-audit: the advisories could not be reached ({error}); requirements are not audited\n")
        return 0
    sys.stdout.write("".join(f"{line}\n" for line in (*said, *bad)))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(audit(Path(sys.argv[1])))
