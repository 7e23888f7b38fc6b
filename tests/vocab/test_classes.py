"""The loader of claim classes refuses what it does not know, and traits say what the contract says."""

from __future__ import annotations

import pytest

from crossbearing.model.errors import VocabularyError
from crossbearing.vocab.classes import load_classes
from crossbearing.vocab.contract import CLASSES, CODES, class_of, class_with, classes_with

FAMILY = "- {family: quarrel, rank: 3, group: violence, traits: [violent]}\n"


def loaded(tmp_path, text):
    file = tmp_path / "classes.yml"
    file.write_text(text, encoding="utf-8")
    return load_classes(file, CODES)


def test_a_class_has_its_familys_traits_and_its_own(tmp_path):
    known = loaded(
        tmp_path, FAMILY + "- {name: quarrel.duel, roles: [party], note: two, traits: [armed], control: clash}"
    )
    duel = known["quarrel.duel"]
    assert (duel.traits, duel.rank, duel.group, duel.control, duel.deed) == (
        {"violent", "armed"},
        3,
        "violence",
        "clash",
        True,
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{name: quarrel.duel, roles: [party], note: two, traits: [armoured]}", "trait 'armoured' is not known"),
        ("{name: quarrel.duel, roles: [party], note: two, control: win}", "control 'win' is not known"),
        ("{name: quarrel.duel, roles: [party], note: two, deal: signed}", "deal 'signed' is not known"),
        ("{name: quarrel.duel, roles: [party], note: two, people: hungry}", "people 'hungry' is not known"),
        ("{name: quarrel.duel, roles: [party], note: two, act: sing}", "act 'sing' is not known"),
        ("{name: feud.duel, roles: [party], note: two}", "class 'feud.duel' stands behind family 'quarrel'"),
        ("{name: quarrel.duel, roles: [party], note: two, rank: 2}", "unknown key 'rank'"),
        (
            "{family: feud, rank: 2, traits: []}\n- {name: quarrel.duel, roles: [], note: two}",
            "stands behind family 'feud'",
        ),
        (
            "{name: quarrel.a, roles: [], note: b}\n- {name: quarrel.a, roles: [], note: b}",
            "class 'quarrel.a' stands twice",
        ),
    ],
)
def test_what_is_not_known_is_refused_with_file_and_line(tmp_path, line, told):
    with pytest.raises(VocabularyError, match=r"classes\.yml:[23]: ") as refused:
        loaded(tmp_path, FAMILY + f"- {line}\n")
    assert told in str(refused.value)


def test_a_class_before_any_family_is_refused(tmp_path):
    with pytest.raises(VocabularyError, match="stands behind family None"):
        loaded(tmp_path, "- {name: quarrel.duel, roles: [party], note: two}\n")


def test_what_only_one_class_is_must_be_one():
    assert class_with("toll") in CLASSES
    with pytest.raises(VocabularyError, match="must be the traits of one class"):
        class_with("violent")


def test_an_unknown_class_has_no_traits():
    assert class_of("quarrel.duel").traits == frozenset()
    assert class_of("quarrel.duel").deal is None


def test_words_are_no_deeds_and_carry_nobody():
    said = classes_with("speech") | classes_with("background")
    assert said == {c.name for c in CLASSES.values() if not c.deed}
    assert not said & classes_with("violent")
    assert classes_with("violent") <= classes_with("carries_harm") & classes_with("happening") & classes_with("armed")
