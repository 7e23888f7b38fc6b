"""What doctor says of packages out of range and of an altered model."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import pytest

from crossbearing.cli import codes, doctor
from crossbearing.cli.app import run_command
from crossbearing.text import weights
from tests.text.links import alter, linked


@pytest.mark.parametrize(
    ("wanted", "well", "said"),
    [
        (["pyyaml>=6,<7", "Jinja2"], True, "2 found, all in range"),
        (["pyyaml>=99", "jinja2"], False, f"pyyaml {version('pyyaml')} is out of range (>=99 is needed)"),
        (["no-such-package-of-ours>=1"], False, "no-such-package-of-ours is missing (>=1 is needed)"),
        (["pyyaml>=99; extra == 'dev'", "pyyaml>=99; python_version < '3'"], True, "0 found"),
    ],
)
def test_versions_are_held_against_the_installations_own_ranges(
    wanted: list[str], well: bool, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "requires", lambda name: wanted)
    finding = doctor._packages()
    assert (finding.well, said in finding.seen) == (well, True)


def test_the_installed_packages_are_in_range() -> None:
    assert doctor._packages().well


def test_an_altered_file_of_the_model_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    package, _ = weights.find_weights()
    folder = linked(tmp_path / "model")
    alter(folder / "lemmatizer/lookups/lookups.bin")
    monkeypatch.setattr(weights, "find_weights", lambda: (package, folder))
    monkeypatch.setattr(doctor, "_gazetteer", lambda: doctor.Finding("gazetteer", True, ""))
    assert run_command(["doctor", "--json"]) == codes.CHECK_FAILED
    answer = json.loads(capsys.readouterr().out)
    [finding] = [f for f in answer["findings"] if not f["well"]]
    assert finding["what"] == "parser"
    assert "lemmatizer/lookups/lookups.bin" in finding["seen"]
