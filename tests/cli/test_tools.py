"""The commands about benchmarks, the gazetteer and packs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crossbearing.cli import codes
from crossbearing.cli import evaluate as commands
from crossbearing.cli.app import run_command
from crossbearing.cli.evaluate import benchmarks


def test_shipped_packs_are_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["pack", "check", "--json"]) == codes.DONE
    answer = json.loads(capsys.readouterr().out)
    assert answer["well"] is True
    assert {"global", "syria"} <= {finding["pack"] for finding in answer["findings"]}


def test_a_new_pack_is_sound_and_a_broken_one_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "sahel_west"
    assert run_command(["pack", "new", str(folder), "--country", "ml", "--as-of", "2024-01-01"]) == codes.DONE
    assert run_command(["pack", "check", str(folder)]) == codes.DONE
    with (folder / "places.csv").open("a", encoding="utf-8") as file:
        file.write("x:gao,Gao,city,north,0.04,5,,ML,,recalled\n")
    capsys.readouterr()
    assert run_command(["pack", "check", str(folder), "--json"]) == codes.CHECK_FAILED
    [finding] = json.loads(capsys.readouterr().out)["findings"]
    assert "places.csv:2" in finding["message"]
    assert "lat" in finding["message"]


def test_a_folder_that_disagrees_with_a_shipped_pack_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "sahel_west"
    assert run_command(["pack", "new", str(folder), "--country", "ml", "--as-of", "2024-01-01"]) == codes.DONE
    (folder / "actors.yml").write_text(
        '- {id: "sy:ahrar", name: Somebody Else, type: non_state_armed_group, country: ML}\n', encoding="utf-8"
    )
    capsys.readouterr()
    assert run_command(["pack", "check", str(folder)]) == codes.CHECK_FAILED
    told = capsys.readouterr().out
    assert "sy:ahrar is in the packs 'sahel_west' and 'syria'" in told


@pytest.mark.parametrize("name", ["Mali-North", "9lives", "Üst"])
def test_pack_names_are_plain(name: str, tmp_path: Path) -> None:
    assert (
        run_command(["pack", "new", str(tmp_path / name), "--country", "ml", "--as-of", "2024-01-01"]) == codes.FAILED
    )


def test_benchmarks_are_found_by_name() -> None:
    found = benchmarks()
    assert {"geoparsing", "polnear", "tempeval3", "wikiwars"} <= set(found)
    assert all(module.NAME in found for module in found.values())


def test_where_the_public_sets_are_not_at_hand_the_command_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "PUBLIC", "no_such_package")
    assert set(benchmarks()) == {"gold", "record"}
    assert run_command(["evaluate", "polnear", "--data", str(tmp_path)]) == codes.FAILED
    told = capsys.readouterr().err
    assert "known: gold, record" in told
    assert "checkout" in told


def test_a_checkout_has_the_public_sets_beside_its_source(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = str(Path(commands.__file__).parents[3] / "bench")
    monkeypatch.setattr(sys, "path", [folder for folder in sys.path if folder != bench])
    for name in [name for name in sys.modules if name.split(".")[0] == commands.PUBLIC]:
        monkeypatch.delitem(sys.modules, name)
    found = commands.public_sets()
    assert found is not None
    assert found.__path__ == [str(Path(bench) / commands.PUBLIC)]


def test_evaluate_names_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["evaluate", "nope", "--data", str(tmp_path)]) == codes.FAILED
    assert "known: " in capsys.readouterr().err
    assert run_command(["evaluate", "tempeval3", "--data", str(tmp_path / "none")]) == codes.FAILED
    assert "no such folder" in capsys.readouterr().err
    assert run_command(["evaluate", "tempeval3", "--data", str(tmp_path), "--update-floors"]) == codes.FAILED
    assert "has floors" in capsys.readouterr().err
    assert run_command(["evaluate", "tempeval3", "--data", str(tmp_path), "--errors"]) == codes.FAILED
    assert "known to: " in capsys.readouterr().err
    assert run_command(["evaluate", "tempeval3"]) == codes.USAGE


def test_bench_measures_how_reconciliation_grows(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["bench", "--reconcile", "2000", "--json"]) == codes.DONE
    answer = json.loads(capsys.readouterr().out)
    assert [answer["tenth"]["claims"], answer["load"]["claims"]] == [200, 2000]
    assert answer["smaller"] == []
    assert answer["ratio"] > 1
    assert 0 < answer["tenth"]["memory_mb"] <= answer["load"]["memory_mb"]
    assert run_command(["bench", "--reconcile", "2000"]) == codes.DONE
    assert "times the seconds" in capsys.readouterr().out
    assert run_command(["bench", "--reconcile", "10"]) == codes.USAGE


@pytest.mark.slow
def test_bench_holds_reading_against_the_bare_parser() -> None:
    # In a process of its own: what a process holds when it begins another counts for that one too.
    command = [sys.executable, "-c", "from crossbearing.cli import main; main()", "bench", "--words", "4000", "--json"]
    answer = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    for news, least in (("conflict", 0.35), ("mixed", 1.0)):  # twice as much and more: docs/performance.md
        found = answer[news]
        assert set(found["seconds"]) == {"claims", "bare", "parser", *(["everything"] if news == "mixed" else [])}
        low, middle, high = found["ratios"]["bare"]["quarters"]
        assert low <= middle <= high
        assert found["ratios"]["bare"]["whole"] > least
        assert found["ratios"]["parser"]["whole"] < found["ratios"]["bare"]["whole"]
    assert answer["mixed"]["ratios"]["everything"]["whole"] > 1.5
    assert sum(answer["stages"].values()) == pytest.approx(1, abs=0.01)
    assert 0 < answer["one_report"]["seconds"] < answer["start"]["first_report"]
    assert answer["start"]["help"] < answer["start"]["first_report"] / 5
    assert answer["run"]["words"] > 500
    assert 50 < answer["run"]["memory_mb"] < 1000


def test_a_benchmark_without_weights_is_not_fitted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["evaluate", "polnear", "--data", str(tmp_path), "--fit", str(tmp_path / "weights")]
    assert run_command(asked) == codes.FAILED
    assert "known to: event_location, geoparsing" in capsys.readouterr().err
    assert not (tmp_path / "weights").exists()


def test_fitting_writes_where_it_is_told(tmp_path: Path) -> None:
    text = "Shells fell on Douma and on Harasta near Damascus on Friday."
    toponyms = [
        {"start": text.index(name), "end": text.index(name) + len(name), "text": name, "lat": lat, "lon": lon}
        for name, lat, lon in [("Douma", 33.57, 36.40), ("Harasta", 33.56, 36.36), ("Damascus", 33.51, 36.29)]
    ]
    row = {"id": "own-1", "text": text, "toponyms": toponyms}
    (tmp_path / "own.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    into = tmp_path / "weights"
    assert run_command(["evaluate", "geoparsing", "--data", str(tmp_path), "--fit", str(into)]) == codes.DONE
    assert set(json.loads((into / "place_weights.json").read_text(encoding="utf-8"))) == {"first", "second"}
    assert json.loads((into / "toponym_weights.json").read_text(encoding="utf-8"))
