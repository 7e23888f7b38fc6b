"""What words call up: the table is read strictly, every class is in it, and its words are words."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from crossbearing.evaluate.teaching import rules_alone
from crossbearing.extract.judge.features import Around, Story, features_of
from crossbearing.extract.stages import Arbitrated
from crossbearing.model.document import Document
from crossbearing.model.errors import VocabularyError
from crossbearing.vocab.associations import read_associations
from crossbearing.vocab.contract import CLASSES

TELLS, CALLS_UP = read_associations(files("crossbearing.vocab") / "associations.yml")


def test_every_class_of_claims_has_words() -> None:
    assert set(CLASSES) == {told for classes in TELLS.values() for told in classes if "." in told}


def test_words_of_one_class_lead_to_its_family() -> None:
    for word, told in TELLS.items():
        assert {t.partition(".")[0] for t in told} <= set(told), word


def test_no_word_stands_in_its_plural_alone() -> None:
    """The program asks by lemmas, so that a plural beside its singular would never be asked for."""
    plural = {word for word in CALLS_UP if word.endswith("s") and word[:-1] in CALLS_UP and len(word) > 4}
    assert plural == {"barracks", "headquarters", "remains"}  # lemmas of their own


@pytest.mark.parametrize(
    "entry",
    [
        "- words: [raze]",
        "- {class: infrastructure.damage, topic: fire, words: [raze]}",
        "- {class: infrastructure.ruin, words: [raze]}",
        "- {topic: fire, words: [Blaze]}",
        "- {topic: fire, words: [blaze, blaze]}",
        "- {topic: fire, words: [7]}",
        "- {topic: fire}",
        "- {topic: fire, words: [blaze], why: it burns}",
    ],
)
def test_what_is_no_entry_is_refused_by_its_line(tmp_path: Path, entry: str) -> None:
    file = tmp_path / "words.yml"
    file.write_text(f"- {{topic: fire, words: [inferno]}}\n{entry}\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"words\.yml:2"):
        read_associations(file)


def seen(text: str, word: str) -> set[str]:
    """Return what the judge sees of a word of a text."""
    [extraction] = rules_alone(["global"]).extract([Document("d", text)])
    [reading] = extraction.readings
    token = next(t for t in reading.sentence.tokens if t.lower == word)
    return features_of(reading, token, Around(Arbitrated(reading, (), (), ()), Story(())))


def test_the_judge_sees_what_the_words_of_a_clause_call_up() -> None:
    found = seen("Raiders carted off 9 prisoners to a dungeon in Goma, the army said.", "carted")
    assert {"tells:prt=infrastructure.looting", "patient~custody", "patient~topic:captive"} <= found
    assert "prep=to~topic:captive" in found


def test_a_word_that_calls_up_nothing_says_so() -> None:
    assert "tells=nothing" in seen("Raiders giggled at 9 prisoners in Goma, the army said.", "giggled")
    assert "tells=nothing" not in seen("Raiders razed 9 huts in Goma, the army said.", "razed")
