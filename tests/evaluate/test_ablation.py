"""What a part is worth: the F1 that is lost without it, and every word list put back."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossbearing.evaluate.ablation import Ablation, ablate, word_lists
from crossbearing.model.errors import EvaluationError
from tests.evaluate.test_judging import written

TEXT = "Rebels captured Maskana on Monday. The army shelled the town of Maskana."
GOLD = (
    ("control.gain", "Rebels captured Maskana on Monday"),
    ("strike.shelling", "The army shelled the town of Maskana"),
)


@pytest.fixture(scope="module")
def ablation(tmp_path_factory: pytest.TempPathFactory) -> Ablation:
    return Ablation([written(tmp_path_factory.mktemp("gold") / "made", "one", TEXT, *GOLD)])


def test_the_frame_that_reads_a_claim_is_worth_something(ablation: Ablation) -> None:
    assert ablation.base()["made"] > 0.5
    whole = ablation.without("family", "control")
    assert (whole.tried, whole.lost["made"] > 0.1) == (1, True)


def test_what_was_not_tried_is_worth_nothing_and_reads_nothing_again(ablation: Ablation) -> None:
    worth = ablation.without("family", "protest")
    assert (worth.tried, worth.lost) == (0, {"made": 0.0})


def test_a_word_list_is_put_back(ablation: Ablation) -> None:
    lists = word_lists()
    name = next(n for n in lists if n.endswith(":weapon_noun"))
    before = lists[name][name.partition(":")[2]]
    ablation.without("list", name)
    assert before
    assert word_lists()[name][name.partition(":")[2]] is before


def test_a_kind_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no kind of part: phrase; known: frame"):
        ablate([tmp_path], ["phrase"])
