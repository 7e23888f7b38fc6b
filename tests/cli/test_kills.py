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
import sys
import time
from pathlib import Path

import pytest

from crossbearing.cli import codes

KILLS = int(os.environ.get("CROSSBEARING_KILLS", "8"))
OWN_REPORTS = os.environ.get("CROSSBEARING_KILL_REPORTS", "")
COMMAND = [sys.executable, "-c", "from crossbearing.cli import main; main()", "run"]
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


def start(source: Path, out: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, str(source), "--out", str(out)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def bytes_of(out: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(out.iterdir())}


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
    moments = random.Random(11)
    outcomes: set[str] = set()
    went_on = 0
    for _ in range(KILLS):
        run = start(source, out)
        time.sleep(moments.uniform(0.05, took * 1.05))
        run.send_signal(signal.SIGKILL)
        _, said = run.communicate()
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
    deadline = time.monotonic() + 60
    while not lock.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    second = start(source, out)
    _, said = second.communicate()
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
