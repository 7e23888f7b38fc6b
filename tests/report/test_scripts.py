"""Right-to-left words on the page are isolated, and everything stays escaped."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from crossbearing.model.claim import ActorRole, Claim, PlaceRole
from crossbearing.model.document import Document
from crossbearing.model.mention import Mention
from crossbearing.report.page import page
from crossbearing.report.pages import render
from crossbearing.report.scripts import isolated, language_tag

TEXT = "قصفت القوات المدينة <b>يوم الخميس</b>."
DOCUMENT = Document("d", TEXT, "صدى", "2014-03-21", "قصف المدينة", language="ar")
CLAIM = Claim(
    "d:l01",
    "d",
    "strike.shelling",
    Mention.of(TEXT, 0, 19),
    actors=(ActorRole("initiator", "القوات", Mention.of(TEXT, 5, 11), reason="not known: 'القوات'"),),
    places=(PlaceRole("location", "المدينة", Mention.of(TEXT, 12, 19)),),
    gloss="They <shelled> the town.",
    name_glosses=(("القوات", "the forces"),),
    reader="llm",
)


@given(st.text("abc <>&\"'123 اب حلب ןא"))
def test_isolating_only_adds_isolates(text: str) -> None:
    assert str(isolated(text)).replace("<bdi>", "").replace("</bdi>", "") == str(escape(text))


def test_a_sentence_of_ours_runs_from_left_to_right_whatever_names_it_holds() -> None:
    shown = render(page([DOCUMENT], [CLAIM]))
    assert '<span class="sentence" dir="ltr"><bdi>القوات</bdi> fired shells' in shown


def test_original_text_carries_its_language_and_its_own_direction() -> None:
    shown = render(page([DOCUMENT], [CLAIM]))
    assert '<div class="text k-paragraph" dir="auto" lang="ar">' in shown
    assert '<h3 dir="auto" lang="ar">' in shown
    assert '<p class="pieces" dir="auto" lang="ar">' in shown


def test_the_english_of_a_reader_is_said_to_be_unchecked_and_is_escaped() -> None:
    shown = render(page([DOCUMENT], [CLAIM]))
    assert 'In English (by the reader, not checked): <q dir="ltr">They &lt;shelled&gt; the town.</q>' in shown
    assert "= <bdi>the forces</bdi>" in shown
    assert "<b>" not in shown.partition('id="documents"')[2].partition("<footer>")[0]
    assert "by the reader" not in render(page([DOCUMENT], [replace(CLAIM, gloss="", name_glosses=())]))


def test_an_english_page_has_no_marks_of_other_languages() -> None:
    document = Document("d", "The army shelled the town and it was said that they left.")
    assert language_tag(document) == ""
    assert ' lang="' not in render(page([document], [])).replace('<html lang="en">', "")
