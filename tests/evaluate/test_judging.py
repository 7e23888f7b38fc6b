"""Fitting the judge: what documents teach, and the same table every time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crossbearing.cli.app import run_command
from crossbearing.evaluate import judging, layer_fit, network_fit
from crossbearing.evaluate.gold import annotated
from crossbearing.extract.judge.network import load_network
from crossbearing.extract.judge.weights import load_weights
from crossbearing.model.errors import EvaluationError

TEXT = (
    "Rebels captured Maskana on Monday. Gunmen robbed a convoy near the river, drivers said. "
    "The army shelled the town of Maskana."
)


def written(folder: Path, name: str, text: str, *claims: tuple[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / f"{name}.meta.json").write_text(json.dumps({"id": name, "published": "2016-05-04"}), encoding="utf-8")
    found = [
        {
            "class": cls,
            "modality": "occurred",
            "polarity": "positive",
            "evidence": {"start": text.index(words), "end": text.index(words) + len(words), "text": words},
        }
        for cls, words in claims
    ]
    (folder / f"{name}.gold.json").write_text(json.dumps({"claims": found}), encoding="utf-8")
    return folder


def cases(folder: Path) -> judging.Cases:
    [one] = annotated(folder)
    extractor = judging.rules_alone()
    return judging.cases_of(one, next(iter(extractor.extract([one.document]))), extractor)


def at(found: judging.Cases, lemma: str) -> list[bool]:
    return [right for features, right in found.claim if f"lemma={lemma}" in features]


def test_an_annotated_claim_hangs_on_the_rules_word_or_on_the_highest(tmp_path: Path) -> None:
    gold = (
        ("control.gain", "Rebels captured Maskana on Monday"),
        ("combat.raid", "Gunmen robbed a convoy near the river"),
    )
    found = cases(written(tmp_path, "one", TEXT, *gold))
    assert (at(found, "capture"), at(found, "rob"), at(found, "shell")) == ([True], [True], [False])
    assert at(found, "convoy") == [False]
    assert sorted(cls for _, cls in found.classes) == ["combat.raid", "control.gain"]


def test_what_texts_about_no_war_teach(tmp_path: Path) -> None:
    file = tmp_path / "other.txt"
    file.write_text(
        "The mayor painted the hall on Sunday, she said. The council voted. Rebels captured Maskana.", encoding="utf-8"
    )
    [found] = judging.other_news([file])
    assert {right for _, right in found.claim} == {False}
    assert at(found, "paint") == [False]
    assert at(found, "capture") == []  # what a rule found says nothing of what there is


def test_too_little_to_fit_on_is_said(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="claims of two classes"):
        judging.fitted([judging.Cases()])


def test_a_wrong_path_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["judge", "--data", str(tmp_path / "none")]) != 0
    assert "no such file or folder" in capsys.readouterr().err


@pytest.mark.slow
def test_the_fit_is_the_same_every_time_and_the_measure_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some own documents stand beside the corpora, which alone are enough to fit on; each fit reads them anew."""
    read, kept = judging.corpora, []
    monkeypatch.setattr(judging, "corpora", lambda: kept.append(read()) or kept[-1])
    for number in range(4):
        gold = (
            ("control.gain", "Rebels captured Maskana on Monday"),
            ("strike.shelling", "The army shelled the town of Maskana"),
        )
        written(tmp_path / "data", f"d{number}", f"Report {number}. {TEXT}", *gold)
    told = tmp_path / "told.txt"
    told.write_text("## made up\nRebels {overran:control.gain} Tarma. Rain flooded the harbour.\n", encoding="utf-8")
    data = [tmp_path / "data"]
    made = [judging.fit(tmp_path / name, data, lessons=[told])[0].read_bytes() for name in ("a.tsv", "b.tsv")]
    assert made[0] == made[1]
    assert load_weights(tmp_path / "a.tsv").claim["kept"] > 0
    monkeypatch.setattr(judging, "corpora", lambda: kept[-1])
    result = judging.measure(data, folds=2, lessons=[told])
    assert result["documents"] == 4
    assert result["metrics"]["claim"]["r"] == 1.0
    assert sum(row["claims"] for row in result["reliability"].values()) >= 8


def test_marked_texts_teach_a_network_beside_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "corpora", list)
    monkeypatch.setattr(judging, "LEAST_SEEN", 1)
    monkeypatch.setattr(network_fit, "WIDTH", 24)
    gold = (("control.gain", "Rebels captured Maskana on Monday"), ("strike.shelling", "The army shelled the town"))
    written(tmp_path / "data", "one", TEXT, *gold)
    (tmp_path / "marks").mkdir()
    text = "Jets bombed the harbour, killing 12 traders and hurting 3."
    at = {word: text.index(word) for word in ("bombed", "harbour", "12", "3.")}
    told_as = f"planned,indirect,source=0:killed={at['12']}/civilians/cumulative,injured={at['3.']}"
    marks = f"{at['bombed']}:strike.air:initiator=0,target={at['harbour']}:{told_as}"
    table = f"file\tt.jsonl\nid\t\ntext\tbody\n1\t{len(text)}\t{marks}\n"
    (tmp_path / "marks" / "set.tsv").write_text(table, encoding="utf-8")
    (tmp_path / "t.jsonl").write_text(json.dumps({"body": text}) + "\n", encoding="utf-8")
    told = tmp_path / "told.txt"
    told.write_text("## made up\nRebels {overran:control.gain} Tarma.\n", encoding="utf-8")
    monkeypatch.setattr(layer_fit, "WIDTH", 8)
    tables = (tmp_path / "marks", tmp_path)
    made = judging.fit(tmp_path / "weights.tsv", [tmp_path / "data"], lessons=[told], marks=tables)
    layers = [f"{name}.npz" for name in ("roles", "manner", "mode", "count", "scope")]
    assert [file.name for file in made] == ["weights.tsv", "network.npz", *layers]
    assert load_network(made[1]).classes == ("control.gain", "strike.air", "strike.shelling")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--marks", "."], "--marks and --texts go together"),
        (["--marks", ".", "--texts", "."], "--marks are learned from with --fit"),
        (["--fit", "out", "--words-from", "."], "--words-from is for the network"),
        (["--fit", "out", "--layers", "."], "--layers are judged by when documents are scored"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_command(["judge", "--data", ".", *options]) != 0
    assert said in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "out").exists()
