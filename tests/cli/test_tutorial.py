"""The commands of the tutorial do what its words say, run as they are printed in one shell."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs/tutorial.md").read_text(encoding="utf-8")
pytestmark = pytest.mark.slow


def commands() -> str:
    """Return the indented lines of the page, as one script."""
    return "\n".join(line[4:] for line in PAGE.splitlines() if line.startswith("    ") or not line.strip())


@cache
def played() -> tuple[Path, str]:
    """Run the whole page once; return its folder and what was printed."""
    folder = Path(tempfile.mkdtemp())
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-u"], input=commands(), capture_output=True, text=True, cwd=folder, env={**os.environ, "PATH": path}
    )
    return folder, done.stdout + done.stderr


def test_no_command_is_refused() -> None:
    assert [line for line in played()[1].splitlines() if line.startswith(("crossbearing: ", "bash: "))] == []


def test_the_exit_codes_are_those_that_the_page_names() -> None:
    assert re.findall(r"exit code (\d+)", played()[1]) == ["2", "0"]


def test_what_cannot_be_read_says_what_to_do() -> None:
    said = played()[1]
    assert "interview.doc: is an old Word or Excel file, for which there is no reader; save it as .docx" in said
    assert "log.csv: has no column known to hold text; give --columns FILE" in said


def test_five_reports_are_one_record() -> None:
    out = played()[0] / "out"
    documents = [json.loads(line) for line in (out / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
    told = {d["id"]: (d["outlet"], d["published"]) for d in documents}
    assert told == {
        "a1": ("Field log", "2014-03-20"),
        "a2": ("Field log", "2014-03-21"),
        "market.html": ("Hill Post", "2014-03-18"),
        "monitor.eml": ("The Monitor", "2014-03-19"),
        "telegram-77-9": ("Saraqib Voice", "2014-03-17"),
    }
    assert (out / "report.html").is_file()
    assert (out / "unread.jsonl").read_text(encoding="utf-8") == ""


def test_the_tolls_of_the_market_are_there() -> None:
    def table(name: str) -> list[dict[str, str]]:
        with (played()[0] / "out" / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    killed = {row["id"] for row in table("tolls.csv") if row["quantity"] == "killed"}
    told = {row["best"] for row in table("positions.csv") if row["toll"] in killed}
    assert told >= {"12", "14"}


def test_the_store_keeps_each_report_once_and_gives_its_events() -> None:
    folder, said = played()
    assert "5 new" in said
    assert "5 same" in said
    with (folder / "events.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) >= 3
