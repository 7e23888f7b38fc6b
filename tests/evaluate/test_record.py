"""The scorer of records, on a made-up group and, where the contract is at hand, against its own script."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import crossbearing.reconcile
from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.evaluate import linked, record
from crossbearing.evaluate.logistic import Example
from crossbearing.evaluate.record import evaluate, fit, groups
from crossbearing.evaluate.record_fit import fitted
from crossbearing.model.errors import CrossbearingError, EvaluationError
from crossbearing.reconcile.inside import FILE

from ..reconcile.shared import SHARED

SCRIPT, DEV, SILVER = SHARED / "contract/record_score.py", SHARED / "gold/record/dev", SHARED / "gold/silver/record"
needs_contract = pytest.mark.skipif(not SCRIPT.is_file() or not DEV.is_dir(), reason=f"no record contract at {SCRIPT}")
TEXT = "Shells hit Tarna on Monday. Five people died in the shelling, the mayor said. A bridge fell in Osk."


def words(text: str) -> dict[str, object]:
    start = TEXT.index(text)
    return {"start": start, "end": start + len(text), "text": text}


def claim(number: int, cls: str, text: str, counts: list[dict[str, object]]) -> dict[str, object]:
    return {
        "id": f"c{number:02}", "evidence": words(text), "class": cls, "modality": "occurred", "polarity": "positive",
        "extent": None, "attribution": {"mode": "unattributed", "speech_act": "narrate", "cue": None, "sources": []},
        "actors": [], "places": [], "time": {"mention": None, "start": "2019-03-04", "end": "2019-03-04"},
        "counts": counts, "weapons": [], "labels": [], "relations": [],
    }  # fmt: skip


def folder_of(base: Path) -> Path:
    five = {"id": "n1", "mention": words("Five people"), "quantity": "killed", "category": "people", "side": None,
            "scope": "incident", "bound": "exact", "low": 5, "best": 5, "high": 5, "parent": None}  # fmt: skip
    claims = [
        claim(1, "strike.shelling", "Shells hit Tarna on Monday", []),
        claim(2, "casualty.report", "Five people died in the shelling", [five]),
    ]
    position = {"voice": "the mayor", "document": "one", **words("Five people"), "low": 5, "high": 5}
    tellings = [{"document": "one", **words(str(c["evidence"]["text"]))} for c in claims]  # type: ignore[index]
    happenings = [
        {"id": "h1", "kind": "strike", "tellings": tellings,
         "tolls": [{"quantity": "killed", "of": "people", "positions": [position], "low": 5, "high": 5}]},
        {"id": "h2", "kind": "infrastructure", "tellings": [{"document": "one", **words("A bridge fell in Osk")}]},
    ]  # fmt: skip
    base.mkdir(parents=True, exist_ok=True)
    (base / "one.txt").write_text(TEXT)
    (base / "one.meta.json").write_text(json.dumps({"id": "one", "outlet": "post", "published": "2019-03-05"}))
    (base / "one.gold.json").write_text(json.dumps({"document": "one", "claims": claims}))
    group = {"group": "tarna", "documents": ["one"], "happenings": happenings, "disputes": []}
    (base / "tarna.record.json").write_text(json.dumps(group))
    return base


def test_shelling_and_its_toll_are_one_event_with_one_row(tmp_path: Path) -> None:
    found = evaluate(folder_of(tmp_path), tmp_path)["metrics"]
    assert found["told"] == pytest.approx(2 / 3, abs=1e-4)
    assert (found["b3_p"], found["b3_r"], found["pairs"]) == (1.0, 1.0, 1.0)
    assert (found["positions"], found["tolls"], found["disputes"]) == (1.0, 1.0, 0.0)


def test_each_group_is_scored_by_what_the_others_teach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The group of one happening is learned from for the group of two, whose pairs are never one, and the reverse."""
    base = folder_of(tmp_path)
    other = json.loads((base / "tarna.record.json").read_text())
    for name in ("txt", "meta.json", "gold.json"):
        text = (base / f"one.{name}").read_text()
        (base / f"two.{name}").write_text(text.replace('"one"', '"two"'))
    told = json.loads(json.dumps(other).replace('"one"', '"two"'))
    first, second = told["happenings"][0]["tellings"]
    apart = [{"id": f"h{n}", "kind": "strike", "tellings": [t]} for n, t in enumerate((first, second))]
    (base / "osk.record.json").write_text(json.dumps({**told, "group": "osk", "happenings": apart}))
    learned: list[set[bool]] = []

    def fitted(pairs: list[Example]) -> str:
        learned.append({pair.right for pair in pairs})
        return "{}"

    monkeypatch.setattr(record, "fitted", fitted)
    assert evaluate(base, base, folds=2)["by_group"].keys() == {"osk", "tarna"}
    # The program reads the bridge of the first group as well, which is no telling of the blow.
    assert learned == [{True, False}, {False}]
    with pytest.raises(EvaluationError, match="2 to 2"):
        evaluate(base, base, folds=3)


def test_run_takes_claims_from_files(tmp_path: Path) -> None:
    base = folder_of(tmp_path / "reports")
    assert run_command(["run", str(base), "--claims", str(base), "--out", str(tmp_path / "out")]) == codes.DONE
    rows = [json.loads(line) for line in (tmp_path / "out/claims.jsonl").read_text().splitlines()]
    assert [(row["id"], row["reader"], row["class"]) for row in rows] == [
        ("one:c01", "given", "strike.shelling"), ("one:c02", "given", "casualty.report"),
    ]  # fmt: skip


def test_a_report_without_a_file_of_claims_is_a_problem_and_no_more(tmp_path: Path) -> None:
    base = folder_of(tmp_path / "reports")
    (base / "two.txt").write_text("Nothing was read here.")
    assert run_command(["run", str(base), "--claims", str(base), "--out", str(tmp_path / "out")]) == codes.DONE
    rows = [json.loads(line) for line in (tmp_path / "out/documents.jsonl").read_text().splitlines()]
    assert [p["code"] for row in rows if row["id"] == "two" for p in row["problems"] if p["code"] == "no_claims"] == [
        "no_claims"
    ]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda row: row["claims"][0].update({"class": "strike.magic"}), "no known class"),
        (lambda row: row["claims"][0]["evidence"].update({"text": "Shells fell"}), "stand elsewhere"),
        (lambda row: row["claims"][0].pop("modality"), "not in the form"),
    ],
)
def test_claims_that_do_not_fit_are_refused_by_name(tmp_path: Path, spoil: object, said: str) -> None:
    base = folder_of(tmp_path)
    file = base / "one.gold.json"
    row = json.loads(file.read_text())
    spoil(row)  # type: ignore[operator]
    file.write_text(json.dumps(row))
    with pytest.raises(CrossbearingError, match=said):
        evaluate(base, base)


def test_claims_are_of_this_benchmark_alone_and_need_files(tmp_path: Path) -> None:
    base = folder_of(tmp_path)
    assert run_command(["evaluate", "gold", "--data", str(base), "--claims", str(base)]) == codes.FAILED
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run_command(["evaluate", "record", "--data", str(base), "--claims", str(empty)]) == codes.FAILED
    with pytest.raises(EvaluationError, match=r"no \*\.record\.json"):
        groups(empty)


@needs_contract
def test_figures_are_those_of_the_contracts_own_script(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run_command(["run", str(DEV), "--claims", str(SILVER), "--out", str(out)]) in (codes.DONE, codes.PARTLY)
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(DEV), str(out), "--json"], capture_output=True, text=True, check=True
    )
    theirs, ours = json.loads(done.stdout), evaluate(DEV, SILVER)["metrics"]
    assert ours["told"] == theirs["told"]
    assert (ours["b3_p"], ours["b3_r"], ours["b3"]) == (theirs["b3"]["p"], theirs["b3"]["r"], theirs["b3"]["f1"])
    assert ours["positions"] == theirs["positions"]["share"]
    for name in ("pairs", "tolls", "disputes"):
        assert ours[name] == theirs[name]["f1"], name


@needs_contract
def test_reconciliation_alone_keeps_what_it_reached() -> None:
    found = evaluate(DEV, SILVER)["metrics"]
    for name, floor in {"told": 0.95, "b3": 0.79, "pairs": 0.83, "tolls": 0.78, "disputes": 0.85}.items():
        assert found[name] >= floor, (name, found[name])


@needs_contract
@pytest.mark.slow
def test_the_whole_way_from_text_to_record_keeps_what_it_reached() -> None:
    found = evaluate(DEV)["metrics"]
    # Asked are 0.80, 0.68, 0.50, 0.90, 0.65 and 0.60. Disputes are few: one more or less found is 0.1. Counts that only
    # a layer sees are asked for so surely that of the figures 0.92 are found, not 0.97 (docs/quality.md says why).
    floors = {"told": 0.91, "b3": 0.73, "pairs": 0.74, "positions": 0.92, "tolls": 0.75, "disputes": 0.65}
    for name, floor in floors.items():
        assert found[name] >= floor, (name, found[name])


def test_other_reports_are_learned_from_where_it_is_known_what_is_one_in_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, more = folder_of(tmp_path / "groups"), folder_of(tmp_path / "more")
    with pytest.raises(EvaluationError, match="none of the reports"):
        fit(base, tmp_path, base, more)
    told = {"one": [["strike", [0, 26]], ["casualty", [28, 60]]]}
    monkeypatch.setattr(linked, "bundled", lambda: told)
    learned: list[Example] = []
    monkeypatch.setattr(record, "write", lambda pairs, file: learned.extend(pairs))
    fit(base, tmp_path, base, more)
    assert {(pair.right, pair.weight) for pair in learned} >= {(True, 3.0), (False, 0.3)}


def test_kinds_that_pairs_brought_together_stand_in_the_weights_whatever_they_weigh() -> None:
    pairs = [Example(("kinds: movement and violence",), right) for right in (True, False)] * 20
    assert json.loads(fitted(pairs)) == {"kinds: movement and violence": 0.0}


@needs_contract
@pytest.mark.slow
def test_each_group_left_out_keeps_what_the_others_and_more_reports_teach() -> None:
    found = evaluate(DEV, SILVER, folds=5, learn_from=SILVER.parent)["metrics"]
    for name, floor in {"b3": 0.78, "pairs": 0.65, "tolls": 0.75, "disputes": 0.75}.items():
        assert found[name] >= floor, (name, found[name])


@needs_contract
@pytest.mark.slow
def test_the_shipped_weights_are_what_the_command_fits(tmp_path: Path) -> None:
    fit(DEV, tmp_path, SILVER, SILVER.parent)
    shipped = Path(crossbearing.reconcile.__file__).with_name(FILE)
    assert (tmp_path / FILE).read_bytes() == shipped.read_bytes()
