"""A run that is killed at any moment: its folder is whole, the next run goes on, and comes to the same bytes.

Eight kills by default; ``CROSSBEARING_KILLS=40`` and ``CROSSBEARING_KILL_REPORTS=FILE.jsonl`` ask for more of them,
over reports of one's own.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from crossbearing.cli import codes
from tests.cli.started import Running

KILLS = int(os.environ.get("CROSSBEARING_KILLS", "8"))
OWN_REPORTS = os.environ.get("CROSSBEARING_KILL_REPORTS", "")
PLACES = "Harasta Douma Idlib Raqqa Manbij Afrin Palmyra Daraa".split()


def reports(folder: Path, number: int = 96) -> Path:
    """Write reports in our own words: each place is attacked, counted and held anew, day by day."""
    folder.mkdir()
    for n in range(number):
        place, day = PLACES[n % len(PLACES)], 1 + n % 28
        text = (
            f"Army shells {place}\nThe army shelled {place} on Monday, killing {n % 9 + 3} civilians, including "
            f"{n % 3 + 1} children, a monitoring group said.\nRebels said they had captured a village east of {place}. "
            f"A source in the ministry denied it and said {n % 5 + 2} rebels were wounded near {place}.\n"
        )
        (folder / f"r{n:03}.txt").write_text(text, encoding="utf-8")
        meta = {"outlet": f"Paper {n % 4}", "published": f"2014-03-{day:02}"}
        (folder / f"r{n:03}.meta.json").write_text(json.dumps(meta), encoding="utf-8")
    return folder


def start(source: Path, out: Path) -> Running:
    return Running("run", str(source), "--out", str(out))


class Moments:
    """When to kill: at any moment of a run, by chance; what a run takes is measured anew whenever one ends first."""

    def __init__(self, seed: int, took: float) -> None:
        self._draw = random.Random(seed)
        self._took = took
        self.kills = 0

    def more(self, enough: bool) -> bool:
        """Whether to kill again: further kills come later, as the machine may be slower than it was."""
        if self.kills >= KILLS:
            self._took *= 1.3
        return self.kills < KILLS or (not enough and self.kills < 4 * KILLS)

    def kill(self, run: Running) -> tuple[str, str]:
        """Kill a run, if it does not end before, and return what it wrote."""
        self.kills += 1
        begun = time.monotonic()
        try:
            said = run.communicate(timeout=self._draw.uniform(0.05, 1.05) * self._took)
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            return run.communicate()
        self._took = time.monotonic() - begun
        return said


def bytes_of(out: Path) -> dict[str, str]:
    files = (path for path in sorted(out.rglob("*")) if path.is_file())
    return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def is_whole(out: Path) -> bool:
    files = json.loads((out / "run.json").read_text(encoding="utf-8"))["files"]
    found = bytes_of(out)
    return set(found) == {*files, "run.json"} and all(found[name] == said["sha256"] for name, said in files.items())


@pytest.mark.slow
def test_kills_leave_the_old_or_the_new_set_and_the_next_run_goes_on(tmp_path: Path) -> None:
    source = Path(OWN_REPORTS) if OWN_REPORTS else reports(tmp_path / "reports")
    begun = time.monotonic()
    assert start(source, tmp_path / "undisturbed").wait() in (codes.DONE, codes.PARTLY)
    took = time.monotonic() - begun
    wanted = bytes_of(tmp_path / "undisturbed")
    assert json.loads((tmp_path / "undisturbed/run.json").read_text(encoding="utf-8"))["counts"]["documents"] > 20
    out = tmp_path / "out"
    assert start(reports(tmp_path / "few", 3), out).wait() == codes.DONE
    old = bytes_of(out)
    moments = Moments(11, took)
    outcomes: set[str] = set()
    went_on = 0
    while moments.more(enough=went_on > 0):
        _, said = moments.kill(start(source, out))
        went_on += "going on where the last run was stopped" in said
        assert is_whole(out)
        outcomes.add("old" if bytes_of(out) == old else "new" if bytes_of(out) == wanted else "mixed")
    assert outcomes <= {"old", "new"}
    assert went_on, "no run ever went on where the last one stopped"
    assert start(source, out).wait() in (codes.DONE, codes.PARTLY)
    assert bytes_of(out) == wanted
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".out")]


@pytest.mark.slow
def test_of_two_writers_the_second_is_refused(tmp_path: Path) -> None:
    source, out = reports(tmp_path / "reports", 40), tmp_path / "out"
    first = start(source, out)
    lock = tmp_path / ".out.crossbearing" / "lock"
    while not lock.exists():
        assert first.returncode is None, "the first ended before it began to write"
        time.sleep(0.02)
    first.send_signal(signal.SIGSTOP)  # or it might be done before the second has started
    second = start(source, out)
    _, said = second.communicate()
    first.send_signal(signal.SIGCONT)
    assert second.returncode == codes.FAILED
    assert f"{out}: another run is writing it; wait for it or choose another --out" in said
    assert "Traceback" not in said
    assert first.wait() == codes.DONE
    assert is_whole(out)


@pytest.mark.slow
def test_a_full_disk_is_one_line_and_the_old_set_stays(tmp_path: Path) -> None:
    tiny = tmp_path / "tiny"
    tiny.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tiny)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a file system can only be mounted as root")
    try:
        out = tiny / "out"
        assert start(reports(tmp_path / "one", 1), out).wait() == codes.DONE
        old = bytes_of(out)
        run = start(reports(tmp_path / "many", 120), out)
        _, said = run.communicate()
        assert run.returncode == codes.FAILED
        lines = said.splitlines()
        assert [line for line in lines if "No space left on device; what stood in" in line] == lines[-1:]
        assert "Traceback" not in said
        assert bytes_of(out) == old
        assert shutil.disk_usage(tiny).used < 700_000
    finally:
        subprocess.run(["umount", str(tiny)], check=True)
