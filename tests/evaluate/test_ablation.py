"""What a part is worth: the F1 that is lost without it, and every word list put back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from crossbearing.evaluate.ablation import Ablation, ablate, word_lists
from crossbearing.model.errors import EvaluationError
from tests.evaluate.test_floors import BLIND
from tests.evaluate.test_judging import written

TEXT = "The death toll in Maskana stands at 40."
GOLD = (("casualty.report", "The death toll in Maskana stands at 40"),)


@pytest.fixture(scope="module")
def ablation(tmp_path_factory: pytest.TempPathFactory) -> Ablation:
    return Ablation([written(tmp_path_factory.mktemp("gold") / "made", "one", TEXT, *GOLD)])


def test_the_frame_that_reads_a_claim_is_worth_something(ablation: Ablation) -> None:
    assert ablation.base()["made"] > 0.5
    whole = ablation.without("family", "casualties")  # what rebels capture, the judge knows alone
    assert (whole.tried, whole.lost["made"] > 0.1) == (1, True)


def test_what_was_not_tried_is_worth_nothing_and_reads_nothing_again(ablation: Ablation) -> None:
    worth = ablation.without("family", "protest")
    assert (worth.tried, worth.lost) == (0, {"made": 0.0})


def test_a_word_list_is_put_back(ablation: Ablation) -> None:
    lists = word_lists()
    name = next(n for n in lists if n.endswith(":fallen"))
    before = lists[name][name.partition(":")[2]]
    ablation.without("list", name)
    assert before
    assert word_lists()[name][name.partition(":")[2]] is before


def test_a_kind_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no kind of part: phrase; known: frame"):
        ablate([tmp_path], ["phrase"])


# A fixed part of the opened batches, so that it takes a minute; `make ablation` reads all.
PART = ("b1", "b2", "b3")
# What a part may cost there: some two claims of 474, by which a change elsewhere moves any of them.
TOLERANCE = 0.003
# The network learned from these very batches: what it knows of them by heart makes up for a frame that is left out. The
# frame is worth its place on the other reports (the test below); it cost 0.0035 here on 30 November 2026. The same
# holds for what fills claims, which learned the roles of these batches, the last word on fights (0.0031) and who holds
# a place by name ("rebel-held": 0.0031 here, and worth 0.0020 on b1 to b6 read by what never saw them).
KNOWN_BY_HEART = {"frame control.held_by", "frame control.seize", "refine combat"}


@pytest.mark.slow
@pytest.mark.skipif(not BLIND.is_file(), reason="the batches of reports on other wars are not at hand")
def test_no_frame_rule_or_refinement_is_worth_less_than_nothing(tmp_path: Path) -> None:
    for batch in PART:
        subprocess.run([sys.executable, str(BLIND), "open", batch, str(tmp_path)], check=True)
    _, found = ablate([tmp_path / batch for batch in PART], ("frame", "rule", "refine"))
    assert len(found) > 200
    counted = [w for w in found if f"{w.kind} {w.name}" not in KNOWN_BY_HEART]
    costly = [f"{w.kind} {w.name}: {100 * w.lost['all']:+.2f} points" for w in counted if w.lost["all"] < -TOLERANCE]
    assert costly == [], "without these the reports are read better: they go, or become what they should be"


SHARED = Path(__file__).parents[3] / "shared/gold"
# What a frame or rule may cost on all of the shared reports: one claim of some five thousand more or less.
COSTS_AT_MOST = 0.001
# Parts that cost more and stay, each with the reason.
STAYS: dict[str, str] = {}


@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "silver").is_dir(), reason="the annotated reports of ../shared/gold are not here")
def test_no_frame_and_no_rule_costs_more_than_a_thousandth_on_the_shared_reports() -> None:
    _, found = ablate([SHARED / "dev", SHARED / "silver"], ("frame", "rule"))
    costly = {w.name: 100 * w.lost["all"] for w in found if w.lost["all"] < -COSTS_AT_MOST}
    assert sorted(costly.keys() - STAYS.keys()) == [], f"read better without: {costly}; it goes, or is mended"
    assert sorted(STAYS.keys() - costly.keys()) == [], "costs nothing any more: take its reason out"
