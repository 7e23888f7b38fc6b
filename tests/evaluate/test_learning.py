"""A team's own claims teach its own judge: from what ships, the same every time, and only where it pays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.evaluate.adapting import adapted, moved, rows_of
from crossbearing.evaluate.gold import annotated
from crossbearing.evaluate.learning import FEWEST, STRENGTHS, learn
from crossbearing.evaluate.rereading import Rereading
from crossbearing.evaluate.scoring import ALL, slot_table
from crossbearing.evaluate.teaching import Cases
from crossbearing.evaluate.team_claims import claims_under
from crossbearing.extract.judge.weights import CLAIM, shipped_weights, weights_of
from crossbearing.model.errors import EvaluationError, JudgeError
from tests.evaluate.test_judging import written

TOWNS = ("Maskana", "Tadef", "Safira", "Dabiq", "Bizaah", "Khanasir", "Akhtarin", "Sawran", "Tal Rifaat", "Azaz")


def team(folder: Path, number: int = FEWEST) -> Path:
    """Write reports of a team that calls a word a claim which nobody taught the judge, and one that it knows."""
    for n, town in enumerate(TOWNS[:number]):
        known, new = f"Rebels captured {town} on Monday", f"Drifters jostled 12 sentries near {town}"
        gold = (("control.gain", known), ("combat.raid", new))
        written(folder, f"t{n}", f"{known}. {new}, monitors said. The mayor resigned.", *gold)
    return folder


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Rereading:
    return Rereading(annotated(team(tmp_path_factory.mktemp("team") / "t")))


def test_documents_that_teach_nothing_move_nothing() -> None:
    base = shipped_weights()
    assert adapted(base, [], 3.0) == adapted(base, [Cases()], 3.0) == rows_of(base)
    assert weights_of(rows_of(base)).claim == base.claim


def test_what_the_documents_do_not_speak_of_stays(reading: Rereading) -> None:
    base = shipped_weights()
    told = {feature for one in reading.cases for features, _ in one.claim for feature in features}
    changes = list(moved(rows_of(base), adapted(base, reading.cases, 1.0)))
    assert changes
    assert {feature for _, feature, _, _ in changes} <= told


def test_the_further_the_documents_may_pull_the_further_the_weights_go(reading: Rereading) -> None:
    def pulled(strength: float) -> float:
        rows = {row[:2]: row[2] for row in adapted(shipped_weights(), reading.cases, strength)}
        return rows[CLAIM, "lemma=jostle"]

    assert "lemma=jostle" not in shipped_weights().claim
    assert 0 < pulled(0.3) < pulled(1.0) < pulled(3.0)


def test_a_word_that_the_team_calls_a_claim_is_one(reading: Rereading) -> None:
    """The last three documents are read by weights that the first seven moved."""
    base, wanted = shipped_weights(), [7, 8, 9]
    taught = weights_of(adapted(base, reading.cases[:7], STRENGTHS[-1]))
    before, after = (slot_table([*reading.tallies(w, wanted).values()]) for w in (base, taught))
    assert before["claim"]["r"] == 0.5
    assert after["claim"]["r"] == after["claim"]["p"] == 1.0


@pytest.mark.slow
def test_a_team_learns_and_the_figure_is_that_of_documents_left_out(tmp_path: Path) -> None:
    documents = annotated(team(tmp_path / "t"))
    found, again = learn(documents, folds=3), learn(documents[::-1], folds=3)
    assert (found.rows, found.origin) == (again.rows, again.origin)
    assert found.origin.wins
    assert found.origin.documents == 10
    assert found.origin.figures["before"]["all"] == found.before[ALL]["f1"] < found.after[ALL]["f1"]
    low, high = found.origin.figures["difference"]["interval"]
    assert 0 < low <= found.origin.figures["difference"]["by"] <= high


def test_too_few_documents_say_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(JudgeError, match=r"9 annotated documents are too few .* review more reports"):
        learn(annotated(team(tmp_path / "few", FEWEST - 1)))
    twice = annotated(tmp_path / "few")
    with pytest.raises(JudgeError, match="9 annotated documents"):  # one text counts once
        learn([*twice, *twice])
    out = tmp_path / "model"
    assert run_command(["learn", "--claims", str(tmp_path / "few"), "--out", str(out)]) == codes.FAILED
    assert "too few to learn from" in capsys.readouterr().err
    assert not out.exists()


def test_documents_without_any_claim_teach_nothing(tmp_path: Path) -> None:
    for n in range(FEWEST):
        written(tmp_path / "none", f"n{n}", f"The mayor opened hall {n} on Sunday.")
    with pytest.raises(JudgeError, match="none of the documents holds a claim"):
        learn(annotated(tmp_path / "none"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ([], "--claims DIR or --db STORE"),
        (["--claims", "no/such"], "no such folder"),
        (["--db", "no-such.db"], "no-such.db"),
    ],
)
def test_what_is_named_wrongly_is_said(line: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["learn", *line, "--out", "never-made"]) == codes.FAILED
    assert said in capsys.readouterr().err
    assert not Path("never-made").exists()


# -- claims of a language model beside the texts ----------------------------------------------------------------------

TEXT = "Rebels captured Maskana on Monday."
CLAIM_OF_MODEL = {
    "id": "r:l01",
    "document": "r",
    "class": "control.gain",
    "modality": "occurred",
    "reader": "llm",
    "evidence": {"start": 0, "end": 33, "text": TEXT[:33]},
}


def beside(folder: Path, *claims: dict[str, object]) -> Path:
    folder.mkdir()
    (folder / "r.txt").write_text(TEXT, encoding="utf-8")
    (folder / "unread.txt").write_text("The army left.", encoding="utf-8")
    (folder / "claims.jsonl").write_text("".join(json.dumps(c) + "\n" for c in claims), encoding="utf-8")
    return folder


def test_claims_of_a_model_beside_the_texts_teach(tmp_path: Path) -> None:
    [one] = claims_under(beside(tmp_path / "m", CLAIM_OF_MODEL))
    assert (one.document.id, [claim["class"] for claim in one.gold]) == ("r", ["control.gain"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reader": "rules"}, "claims.jsonl:1: read by the rules alone"),
        ({"document": "other"}, "no other.txt"),
        ({"class": "control.dance"}, "no class of claims"),
        ({"evidence": {"start": 1, "end": 33, "text": TEXT[:33]}}, "do not stand at 1 in the text"),
        ({"evidence": None}, "not in the form of a claim"),
    ],
)
def test_claims_that_cannot_be_taken_are_said(tmp_path: Path, change: dict[str, object], said: str) -> None:
    with pytest.raises(JudgeError, match=said):
        claims_under(beside(tmp_path / "m", {**CLAIM_OF_MODEL, **change}))


def test_a_folder_of_neither_is_said(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="name a folder of annotated documents"):
        claims_under(tmp_path)


# -- by command -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_command_writes_what_wins_and_else_only_when_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def taught(*more: str) -> tuple[int, dict[str, object]]:
        code = run_command(["learn", "--out", str(tmp_path / "model"), "--json", *more])
        return code, json.loads(capsys.readouterr().out)

    code, found = taught("--claims", str(team(tmp_path / "t")))
    assert (code, found["wins"], found["documents"]) == (codes.DONE, True, 10)
    assert json.loads((tmp_path / "model/model.json").read_text())["fingerprint"] == found["judge"]
    known = tmp_path / "known"
    for n, town in enumerate(TOWNS):
        written(known, f"k{n}", f"Rebels captured {town}.", ("control.gain", f"Rebels captured {town}"))
    (tmp_path / "model/model.json").unlink()
    code, found = taught("--claims", str(known))
    assert (code, found["wins"], found["judge"]) == (codes.CHECK_FAILED, False, "")
    assert not (tmp_path / "model/model.json").exists()
    code, found = taught("--claims", str(known), "--anyway")
    assert (code, found["wins"]) == (codes.DONE, False)
    assert not json.loads((tmp_path / "model/model.json").read_text())["wins"]
