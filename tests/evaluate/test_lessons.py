"""Lessons: what their marks teach, what is refused, and that those that ship can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossbearing.evaluate.lessons import bundled, lessons, taught_by
from crossbearing.model.errors import EvaluationError
from crossbearing.vocab.contract import CLASSES


def told(folder: Path, *lines: str) -> Path:
    file = folder / "told.txt"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_marks_are_taken_out_and_kept_as_offsets(tmp_path: Path) -> None:
    file = told(tmp_path, "## wire; Anvar", "Rebels {seized:control.gain} Orun.", "It {rained:strike.shelling} shells.")
    [lesson] = lessons([file])
    assert lesson.document.text == "Rebels seized Orun.\n\nIt rained shells."
    assert [(lesson.document.text[at:].split()[0], cls) for at, cls in lesson.marks] == [
        ("seized", "control.gain"), ("rained", "strike.shelling"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line", ["Rebels {seized:control.win} Orun.", "Rebels {seized Orun.", "Two {words of:combat.raid} one."]
)
def test_a_mark_that_is_none_names_its_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(EvaluationError, match=r"told\.txt:2"):
        lessons([told(tmp_path, "## wire; Anvar", line)])


def test_what_is_marked_carries_a_claim_and_the_rest_does_not(tmp_path: Path) -> None:
    [cases] = taught_by(
        [told(tmp_path, "## wire; Anvar", "Rebels {wrested:control.gain} Orun from the army. Rain flooded the port.")]
    )
    right = {
        word: answer for features, answer in cases.claim for word in ("wrest", "flood") if f"lemma={word}" in features
    }
    assert right == {"wrest": True, "flood": False}
    assert [cls for _, cls in cases.classes] == ["control.gain"]


def test_two_words_of_one_claim_leave_the_verb_above_out(tmp_path: Path) -> None:
    [cases] = taught_by([told(tmp_path, "## wire; Anvar", "An {ambush:combat.raid} stunned the garrison.")])
    assert not any("lemma=stun" in features for features, _ in cases.claim)


def test_the_lessons_that_ship_tell_of_every_class_and_of_none() -> None:
    shipped = lessons(bundled())
    assert {cls for lesson in shipped for _, cls in lesson.marks} == set(CLASSES)
    assert sum(not lesson.marks for lesson in shipped) > 80
    assert len({lesson.document.text for lesson in shipped}) == len(shipped)
