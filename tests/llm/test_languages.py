"""A reply about a report in another language: quotes stand at their offsets, numbers are held, the gloss is beside."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossbearing.evaluate.recorded import reply_line
from crossbearing.llm.foreign_numbers import held_foreign_number
from crossbearing.llm.form import CLAIM_KEYS
from crossbearing.llm.numbers import Said
from crossbearing.llm.passages import length_in_words, passages_of, pieces_of
from crossbearing.llm.quotes import HeldText, Quote, Unplaced
from crossbearing.llm.replies import HeldReplies, claims_of_replies, held_text
from crossbearing.llm.requests import request_lines
from crossbearing.model.claim import claim_from_json, claim_to_json
from crossbearing.model.document import Document
from crossbearing.model.mention import Mention

TEXT = "قصفت قوات النظام فرنا في حرستا يوم الخميس، فقتل اثنا عشر مدنيا وجرح العشرات، بحسب المرصد."
DOCUMENT = Document("خبر", TEXT, "صدى", "2014-03-21", language="ar")


def claim(**changed: Any) -> dict[str, Any]:
    count = {"quantity": "killed", "category": "civilians", "side": None, "scope": "incident", "part_of": None}
    value: dict[str, Any] = dict.fromkeys(CLAIM_KEYS) | {
        "id": 1,
        "p": 1,
        "evidence": "قصفت قوات النظام فرنا في حرستا يوم الخميس، فقتل اثنا عشر مدنيا",
        "class": "strike.shelling",
        "modality": "occurred",
        "polarity": "positive",
        "mode": "indirect",
        "speech_act": "report",
        "sources": [{"quote": "المرصد", "anonymous": False}],
        "actors": [{"role": "initiator", "quote": "قوات النظام"}],
        "places": [{"role": "location", "quote": "حرستا"}],
        "time": {"quote": "يوم الخميس", "start": "2014-03-20", "end": "2014-03-20"},
        "counts": [count | {"quote": "اثنا عشر مدنيا", "bound": "exact", "low": 12, "best": 12, "high": 12}],
        "gloss": {"sentence": "Shells hit a bakery.", "names": [{"quote": "حرستا", "english": "Harasta"}]},
    }
    return value | changed


def held(value: dict[str, Any], document: Document = DOCUMENT) -> HeldReplies:
    [line] = request_lines([document], "m")
    content = json.dumps({"claims": [value]}, ensure_ascii=False)
    return claims_of_replies([line], [reply_line(line["custom_id"], content)], [document])


def codes(replies: HeldReplies) -> list[str]:
    return [p.code for problems in replies.problems.values() for p in problems]


def test_a_sound_claim_is_held_with_its_gloss() -> None:
    replies = held(claim())
    [found] = replies.claims["خبر"]
    assert codes(replies) == []
    assert (found.gloss, found.name_glosses) == ("Shells hit a bakery.", (("حرستا", "Harasta"),))
    assert [(c.low, c.mention and c.mention.text) for c in found.counts] == [(12, "اثنا عشر مدنيا")]
    assert claim_from_json(claim_to_json(found)).gloss == found.gloss
    mentions = [found.evidence, *(a.mention for a in found.actors), *(p.mention for p in found.places)]
    assert all(m is not None and TEXT[m.start : m.end] == m.text for m in mentions)


def test_a_gloss_is_no_evidence_and_a_bad_one_costs_itself_alone() -> None:
    for gloss in (
        "a sentence",
        {"sentence": 3, "names": []},
        {"sentence": "x", "names": [{"quote": "x", "english": "y"}]},
    ):
        replies = held(claim(gloss=gloss))
        assert len(replies.claims["خبر"]) == 1
        assert codes(replies)[0] in ("wrong_type", "gloss_of_nothing")
    assert held(claim(gloss={"sentence": "99 were killed.", "names": []})).claims["خبر"][0].counts[0].best == 12


def test_an_english_report_has_no_gloss() -> None:
    document = Document("d", "The army shelled Orlo and it was said that they left the town.", language="en")
    value = claim(
        evidence="The army shelled Orlo",
        sources=[],
        actors=[],
        places=[],
        time=None,
        counts=[],
        gloss={"sentence": "x"},
    )
    replies = held(value, document)
    assert codes(replies) == ["unknown_key"]
    assert "gloss" not in claim_to_json(replies.claims["d"][0])
    [line] = request_lines([document], "m")
    assert "gloss" not in json.dumps(line["body"]["messages"][1]) + json.dumps(line["body"]["response_format"])


def test_a_foreign_report_is_asked_about_in_its_language() -> None:
    [line] = request_lines([DOCUMENT], "m")
    assert "language: Arabic" in line["body"]["messages"][1]["content"]
    assert "gloss" in line["body"]["response_format"]["json_schema"]["schema"]["$defs"]["claim"]["properties"]


def count_of(words: str, bound: str, *numbers: int | None) -> dict[str, Any]:
    given = dict(zip(("low", "best", "high"), numbers, strict=True))
    base = {"quantity": "injured", "category": "people", "side": None, "scope": "incident", "part_of": None}
    return base | {"quote": words, "bound": bound} | given


EVIDENCE = "قصفت قوات النظام فرنا في حرستا يوم الخميس، فقتل اثنا عشر مدنيا وجرح العشرات"


def test_a_number_that_the_words_contradict_is_dropped() -> None:
    replies = held(claim(counts=[count_of("اثنا عشر مدنيا", "exact", 19, 19, 19)]))
    assert codes(replies) == ["number_not_said"]
    assert replies.claims["خبر"][0].counts == ()


def test_a_number_that_no_table_reads_is_kept_and_marked() -> None:
    replies = held(claim(evidence=EVIDENCE, counts=[count_of("النظام", "exact", 4, 4, 4)]))
    [found] = replies.claims["خبر"]
    assert codes(replies) == ["number_not_checked"]
    assert [c.best for c in found.counts] == [4]
    assert any("number not checked" in reason for reason in found.reasons)


def test_an_unchecked_number_must_make_sense() -> None:
    text = "ເສຍຊີວິດຫຼາຍຄົນ"
    mention = Mention.of(text, 0, len(text))
    assert held_foreign_number(Said("range", 9, 5, 2), text, mention, (0, len(text)), "lo") is None
    assert held_foreign_number(Said("vague", None, None, None), text, mention, (0, len(text)), "lo") is None


def test_a_language_without_a_table_is_held_to_its_figures() -> None:
    text = "至少12人死亡"
    mention = Mention.of(text, 0, 5)
    kept = held_foreign_number(Said("at_least", 12, 12, None), text, mention, (0, len(text)), "zh")
    assert kept is not None
    assert (kept.number.bound, bool(kept.unchecked)) == ("at_least", True)
    assert held_foreign_number(Said("at_least", 13, 13, None), text, mention, (0, len(text)), "zh") is None


# -- quotes of any script ----------------------------------------------------------------------------------------------


def placed(text: str, words: str) -> Mention | Unplaced:
    document = Document("d", text)
    whole = HeldText(text, passages_of(document))
    return whole.place(Quote(words), Mention.of(text, 0, len(text)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("دخل الجـيش المدينة اليوم", "الجـيش"),  # tatweel
        ("وقصفت المدينةَ طائراتٌ حربية", "المدينةَ"),  # vowel signs
        ("نیروها می‌گویند شهر آزاد است", "می‌گویند"),  # zero-width non-joiner
        ("ﺍﻟﺠﻴﺶ دخل", "ﺍﻟﺠﻴﺶ"),  # presentation forms
        ("צָבָא נִכְנַס לָעִיר", "צָבָא"),  # points
        ("စစ်တပ်ကမြို့ကိုဝင်သည်။", "မြို့"),  # no blanks between words
        ("军队进入了该市", "该市"),
        ("دخل \u200fالجيش\u200f المدينة", "الجيش المدينة"),  # marks that are never seen
        ("وصل ١٬٢٠٠ نازح", "١٬٢٠٠ نازح"),
    ],
)
def test_quotes_of_any_script_stand_as_they_are_written(text: str, words: str) -> None:
    found = placed(text, words)
    assert isinstance(found, Mention)
    assert text[found.start : found.end] == found.text
    assert found.text.replace("\u200f", "") == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("دخل الجيشُ المدينة", "الجيش"),  # between a letter and its mark
        ("စစ်တပ်ကမြို့ကိုဝင်သည်။", "မြို"),  # another tone is another word
        ("فر الأسد من القصر", "سد"),  # inside a word
        ("وصل ١٬٢٠٠ نازح", "٢٠٠ نازح"),  # inside a number
        ("نیروها می‌گویند", "میگویند"),  # letters alone are not enough
        ("צָבָא נִכְנַס", "צבא"),
    ],
)
def test_a_quote_that_is_written_otherwise_stands_nowhere(text: str, words: str) -> None:
    assert isinstance(placed(text, words), Unplaced)


def test_a_word_stands_behind_the_small_words_joined_to_it() -> None:
    for text, words in (("ضرب بالصواريخ وبحلب", "حلب"), ("قتل وجرح 30 و50", "50"), ("הגיעו לעזה", "עזה")):
        found = placed(text, words)
        assert isinstance(found, Mention)
        assert found.text == words


LETTERS = {
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأًٌَُِّْـ\u200c پچژگ٠١٢٣",
    "hebrew": "אבגדהוזחטיכלמנסעפצקרשתםןףץָּׁ ״",
    "cyrillic": "абвгдежзийклмнопрстуфхцчшщыьэюяёіїєґ '",
    "burmese": "ကခဂဃငစဆဇညတထဒဓနပဖဗဘမယရလဝသဟအာိီုူေဲံ့း္်ျြွှ၊။၀၁၂ ",
    "ideographs": "军队进入市死亡人日月年一二三、。，",
    "latin": "abcdefghijklmnopqrstuvwxyzéèñçğşıöü '’«»-",
    "emoji": "a\U0001f1fa\U0001f1e6\U0001f4a5e\u0301\u200d ",
}
SCRIPTS = st.sampled_from(sorted(LETTERS)).flatmap(
    lambda name: st.text(LETTERS[name] + ".!؟ \n", min_size=1, max_size=120)
)


@settings(max_examples=150, deadline=None)
@given(st.lists(SCRIPTS, min_size=1, max_size=3), st.data())
def test_every_quote_stands_at_its_offsets(parts: list[str], data: st.DataObject) -> None:
    text = " ".join(parts)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    whole = held_text(Document("d", text))
    for found in whole.occurrences(text[start:end]):
        assert text[found.start : found.end] == found.text
        assert "".join(found.text.split()).strip("'’«»") != "" or not found.text.strip()


@settings(max_examples=60, deadline=None)
@given(st.lists(SCRIPTS, min_size=1, max_size=6))
def test_pieces_hold_every_passage_once_and_none_is_endless(parts: list[str]) -> None:
    document = Document("d", "\n".join(parts))
    numbers = [p.number for piece in pieces_of(document, 40) for p in piece.passages]
    assert numbers == [p.number for p in passages_of(document)]


def test_scripts_without_blanks_are_cut_into_pieces_too() -> None:
    text = "စစ်တပ်ကမြို့ကိုဗုံးကြဲခဲ့သည်။" * 400
    assert length_in_words(text) > 1000
    assert len(pieces_of(Document("d", text))) > 1
