"""Every number of reconciliation is used, has a reason, and every kinship names two classes that may be one event."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from crossbearing.reconcile.comparison import event_group
from crossbearing.reconcile.settings import KINSHIP, SETTINGS, cue_kinds, kinship


def test_every_setting_is_read_somewhere() -> None:
    folder = Path(str(files("crossbearing.reconcile")))
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    assert [name for name in SETTINGS if f'"{name}"' not in code] == []


def test_kin_classes_are_of_one_group_and_the_table_is_even() -> None:
    for (one, other), score in KINSHIP.items():
        assert 0.0 <= score <= 1.0
        assert event_group(one) == event_group(other), (one, other)
        assert kinship(other, one) == score


def test_cues_are_whole_words() -> None:
    assert cue_kinds("The unprecedented raid") == frozenset()
    assert cue_kinds("A Previous deal") == {"earlier"}
