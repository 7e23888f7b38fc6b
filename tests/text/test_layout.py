"""What setting a text leaves in it: broken words, split numbers, marks of notes, wide columns, tags."""

from __future__ import annotations

import pytest
from tests.extract.corpus_reader import extractor

from crossbearing.model.claim import Claim
from crossbearing.model.document import Document
from crossbearing.readers.fields import Header, document
from crossbearing.text.markup import leftover_markup
from crossbearing.text.segments import hard_wrapped, segment
from crossbearing.text.sentences import sentences
from crossbearing.text.times import find_times


def claims(text: str) -> list[Claim]:
    return list(next(iter(extractor().extract([Document(id="d", text=text)]))).claims)


def figures(text: str) -> list[int | None]:
    return sorted((k.low for c in claims(text) for k in c.counts), key=lambda n: n or 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A clinic said on Friday that twenty-\nseven men of the dry villages, incl-\nuding three guards, died.",
            [3, 27],
        ),
        (
            "The clinic of the town said that ninety-\r\nnine people were killed in the northern\r\nvalley.",
            [99],
        ),
        ("Fighting in the hills left over 45, 000 people displaced.", [45001]),
        ("Rows 45, 200 and 300 were read out, and nine people were killed.", [9]),
    ],
)
def test_a_number_or_word_broken_by_its_layout_is_one(text: str, expected: list[int]) -> None:
    assert figures(text) == expected


def test_a_compound_broken_at_its_own_hyphen_keeps_it() -> None:
    text = "The army said on Monday that the rebel-\nheld town of Derna had been shelled for\nnine days by its guns."
    assert any(c.cls == "control.hold" for c in claims(text))


@pytest.mark.parametrize("width", [70, 100, 105, 140])
def test_a_text_is_wrapped_at_any_width(width: int) -> None:
    told = "the army said that its guns had fired on the northern hills while the villagers fled to the coast "
    words = (told * 12).split()
    lines, line = [], ""
    for word in words:
        if len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    text = "\n".join([*lines, line + "."])
    assert hard_wrapped(text)
    assert len(segment(text)) == 1


def test_paragraphs_of_one_line_each_are_not_wrapped() -> None:
    one = "The army said that its guns had fired on the northern hills while the villagers fled, a witness said."
    text = "\n".join([one, one + " " + one, one, one])
    assert not hard_wrapped(text)
    assert len([s for s in segment(text) if s.kind == "paragraph"]) == 4


def test_the_mark_of_a_note_ends_no_word_and_hides_no_sentence() -> None:
    text = "Troops attacked near Derna.[12] A witness said that militiamen attacked near Kassala[a] on Friday.[13][14]"
    assert [text[a:b][-4:] for a, b in sentences(text)] == ["[12]", "[14]"]
    found = claims(text)
    assert [c.cls for c in found] == ["combat.offensive", "combat.offensive"]
    assert not any("[" in c.evidence.text.replace("[a]", "") for c in found)
    assert all("[" not in (p.mention.text if p.mention else "") for c in found for p in c.places)


def test_a_label_before_a_sentence_is_no_heading() -> None:
    text = "Troops held on.\n\nUnconfirmed: A witness said that militiamen attacked near Derna on Friday.\n\nIt rained."
    assert [s.kind for s in segment(text)] == ["paragraph", "paragraph", "paragraph"]
    assert [c.cls for c in claims(text) if "Derna" in c.evidence.text] == ["combat.offensive"]


def test_the_tags_of_a_saved_page_are_reported_and_name_no_place() -> None:
    text = '<p class="lead">Troops shelled Derna</p><p>on Friday.</p> <b>It rained.</b>'
    read = document(text, text.encode(), Header("d"), "d.txt")
    assert read.text == text
    assert [(p.code, p.stage, p.start) for p in read.problems] == [("markup", "read", 0)]
    assert all("<" not in (p.mention.text if p.mention else "") for c in claims(text) for p in c.places)


@pytest.mark.parametrize("text", ["He wrote <br> twice.", "Losses of 3 < 5 > 2 were told & sold.", "A plain text."])
def test_a_plain_text_has_no_markup(text: str) -> None:
    assert leftover_markup(text) == ()


@pytest.mark.parametrize("text", ["the 1917th Regiment", "men of the 2005th Battalion", "the 101st Division"])
def test_the_number_of_a_unit_is_no_year(text: str) -> None:
    assert find_times(text, 0, len(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Battalion 416 troops were sent to Derna.", []),
        ("Troops of Brigade 77 and Division 99 soldiers killed nine people in Derna.", [9]),
        ("The army sent 416 troops to Derna.", [416]),
    ],
)
def test_the_number_of_a_unit_counts_nobody(text: str, expected: list[int]) -> None:
    assert figures(text) == expected
