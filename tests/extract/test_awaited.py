"""Clauses of time and condition under what is still to come: told as done only where the tense says that it is."""

from __future__ import annotations

import pytest

from crossbearing.extract.phrases.modality import modality_of
from tests.extract.test_attribution import parse

TO_COME = [
    ("The army said it will enter Saraqeb after the last bus has left the town.", "left", "planned"),
    ("The army said it would enter Saraqeb after the last bus had left the town.", "left", "planned"),
    ("Tigrayan forces will disarm only after Eritrean troops have withdrawn from the region.", "withdrawn", "planned"),
    ("The governor said aid would enter the camp when the fighters had withdrawn from it.", "withdrawn", "planned"),
    ("Aid workers said they would return once the shelling of Hodeidah stopped.", "stopped", "planned"),
    ("Troops will enter the town once the Maoists have left.", "left", "planned"),
    ("The rebels will free the captives as soon as the army withdraws from the hill.", "withdraws", "planned"),
    ("Officials fear that thousands may die when the river floods the camp.", "floods", "predicted"),
    ("The group vowed to shell the capital until the army withdraws from the valley.", "withdraws", "conditional"),
    ("The group vowed to shell the capital until the army withdrew from the valley.", "withdrew", "conditional"),
    ("The Houthis said they would not leave the port until the coalition lifts its siege.", "lifts", "conditional"),
    ("The ministry said the crossing would stay closed until the gunmen left the town.", "left", "conditional"),
    ("The crossing stays closed until the gunmen leave the town.", "leave", "conditional"),
    ("The rebels must hand over their weapons before the army enters the town.", "enters", "conditional"),
    ("A general said the offensive to retake Goma would begin within days.", "retake", "planned"),
    ("The talks in Juba were suspended pending the release of 40 captives.", "release", "conditional"),
]
DONE = [
    ("The man will be tried after soldiers captured him in the village.", "captured"),
    ("The wounded are expected to recover after they were shelled in the market.", "shelled"),
    ("He vowed to avenge the dead after jets bombed the market.", "bombed"),
    ("The army said it would respond after militants fired rockets at the base.", "fired"),
    ("The general said his men would hold the bridge even after the enemy had seized the far bank.", "seized"),
    ("The general said his men would fight on because the enemy had seized the far bank.", "seized"),
    ("The general said the army had retaken Goma.", "retaken"),
    ("The convoy turned back after gunmen had fired on it.", "fired"),
    ("The army seized the town before the rebels had left.", "left"),
    ("The troops stayed in Mekelle until the rebels left.", "left"),
    ("The rebels have agreed to leave the town, which the army shelled when they seized it.", "shelled"),
]


@pytest.mark.parametrize(("text", "word", "modality"), TO_COME)
def test_what_a_deed_to_come_waits_for_is_not_told_as_done(text: str, word: str, modality: str) -> None:
    [sentence] = parse(text)
    [token] = [t for t in sentence.tokens if t.text == word]
    assert modality_of(sentence, token).modality == modality


@pytest.mark.parametrize(("text", "word"), DONE)
def test_what_is_past_is_told_as_done_whatever_hangs_on_it(text: str, word: str) -> None:
    [sentence] = parse(text)
    [token] = [t for t in sentence.tokens if t.text == word]
    assert modality_of(sentence, token).modality == "occurred"
