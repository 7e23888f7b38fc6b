"""What reaches the terminal: no escape sequence, no mark that turns letters around, and every encoding is enough."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.table import Table

from crossbearing.cli import output
from crossbearing.cli.app import run_command

HOSTILE = "a\x1b[31mb\x07\x9bc\u202ed\u2066e\x7f"
RAW = ("\x1b", "\x07", "\x9b", "\u202e", "\u2066", "\x7f")


def test_nothing_that_steers_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    output.say(HOSTILE)
    output.write(HOSTILE)
    output.write_json({HOSTILE: [HOSTILE, "\ud800"]})
    table = Table("name", title=HOSTILE)
    table.add_row(HOSTILE)
    output.show(table)
    output.say_left_alone((HOSTILE,))
    printed = capsys.readouterr()
    for words in (printed.out, printed.err):
        assert "[31mb" in words
        assert not [mark for mark in RAW if mark in words]


def test_json_is_the_same_value(capsys: pytest.CaptureFixture[str]) -> None:
    output.write_json({"name": HOSTILE, "half": "\ud800", "town": "Dūmā"})
    printed = capsys.readouterr().out
    assert "Dūmā" in printed
    assert json.loads(printed) == {"name": HOSTILE, "half": "\ud800", "town": "Dūmā"}


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_any_encoding_of_standard_output(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    raw, errors = io.BytesIO(), io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(errors, encoding=encoding))
    output.any_encoding()
    output.write("Dūmā")
    output.say("Dūmā")
    output.write_json("Dūmā")
    sys.stdout.flush()
    sys.stderr.flush()
    assert raw.getvalue() == b"D\\u016bm\\u0101\n" + '"Dūmā"\n'.encode()
    assert errors.getvalue() == b"D\\u016bm\\u0101\n"


@pytest.mark.slow
@pytest.mark.parametrize("options", [("--json",), ()])
def test_extract_in_a_narrow_encoding_with_odd_names(tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("The army seized Dūmā on Monday.\n", encoding="utf-8")
    (tmp_path / os.fsdecode(b"caf\xe9\x1b.dat")).write_text("x", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "from crossbearing.cli import main; main()", "extract", str(tmp_path), *options],
        capture_output=True, env={**os.environ, "PYTHONIOENCODING": "cp1252"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert b"caf\\\\xe9" in done.stdout if options else b"caf\\xe9" in done.stdout
    assert b"\x1b" not in done.stdout + done.stderr


def test_a_sentence_that_is_no_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["explain", "The army \udce9 shelled the town."]) == 1
    assert "UTF-8" in capsys.readouterr().err
