"""The page as a whole: every figure is linked, every part has a word, colours can be read, nothing is fetched."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from crossbearing.model.derived import Record
from crossbearing.model.document import Document
from crossbearing.report.page import page
from crossbearing.report.pages import render
from tests.report.test_ledgers import CLAIMS, DOCUMENTS, LEDGERS
from tests.report.walk import Walk, walked

STYLE = (files("crossbearing.report") / "templates" / "style.css").read_text(encoding="utf-8")
PARTS = ("lead", "events", "disputes", "map", "time", "tolls", "control", "agreements", "naming", "documents", "input")


def whole() -> Walk:
    return walked(render(page(DOCUMENTS, CLAIMS, ledgers=LEDGERS)))


def test_every_figure_leads_to_its_sentences() -> None:
    walk = whole()
    figures = [text for part, text in walk.texts if "figure" in part.classes]
    assert {"9", "18+", "12+", "3"} <= set(figures)


def test_what_happened_comes_first_and_every_part_is_there() -> None:
    order = [part.attributes["id"] for part in whole().parts if part.attributes.get("id") in PARTS]
    assert order == list(PARTS)


def test_an_empty_run_says_something_in_every_part() -> None:
    walk = walked(render(page([], [], ledgers=Record())))
    spoken = {above.attributes["id"] for part, _ in walk.texts for above in part.above if above.tag == "section"}
    assert spoken == set(PARTS)
    assert sum("empty" in part.classes for part in walk.parts) == len(PARTS) - len({"documents", "input"})


def test_a_term_is_ticked_and_has_its_deadline() -> None:
    [agreement] = LEDGERS.agreements
    [term] = agreement.terms
    kept = replace(agreement, terms=(replace(term, status="fulfilled"), replace(term, status="overdue")))
    html = render(page(DOCUMENTS, CLAIMS, ledgers=replace(LEDGERS, agreements=(kept,))))
    walk = walked(html)
    assert [text for part, text in walk.texts if "tick" in part.classes and part.tag == "b"] == ["☑", "☐"]
    assert "due 16 March 2014" in html


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))


LIGHT, BY_SYSTEM, BY_SWITCH = (
    colours(STYLE.partition(selector + " {")[2].partition("}")[0])
    for selector in (":root", ':root:not([data-theme="light"])', ':root[data-theme="dark"]')
)


def theme(number: int) -> dict[str, str]:
    return LIGHT if number == 0 else LIGHT | BY_SYSTEM


def test_the_switch_gives_the_colours_that_the_system_gives() -> None:
    assert BY_SYSTEM == BY_SWITCH
    assert set(BY_SYSTEM) == set(LIGHT)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_text_can_be_read_in_light_dark_and_print(number: int) -> None:
    printed = theme(0) | dict(re.findall(r"--([\w-]+): (#\w+)", STYLE.split("@media print")[1]))
    shown = (theme(0), theme(1), printed)[number]
    inks = ("ink", "soft", "link", "strike", "combat", "civilians", "custody", "control", "agreement", "movement")
    for ink in (*inks, "casualty", "other"):
        for paper in ("paper", "card"):
            assert contrast(shown[ink], shown[paper]) >= 4.5, (ink, paper)
    for paper in ("land", "mark", "sea"):
        assert contrast(shown["ink"], shown[paper]) >= 4.5
    assert contrast(shown["soft"], shown["land"]) >= 4.5
    # What is no text but must be told from its ground: rings, roads and dots on the map, boxes of the timeline.
    for ground in ("land", "sea", "paper"):
        assert contrast(shown["ring"], shown[ground]) >= 3


def test_letters_in_discs_can_be_read() -> None:
    discs = re.findall(r"--s: (#\w{6})", STYLE)
    assert len(discs) == 6
    assert all(contrast(disc, "#ffffff") >= 4.5 for disc in discs)


def test_the_same_bytes_whatever_the_order() -> None:
    turned = render(page(DOCUMENTS[::-1], CLAIMS[::-1], ledgers=LEDGERS))
    assert render(page(DOCUMENTS, CLAIMS, ledgers=LEDGERS)) == turned


def test_control_characters_of_a_text_stand_as_their_signs() -> None:
    document = Document(
        "d\x1b[31m", "The army \x1b[31mkilled\x07 12 rebels in Homs\x0b on Monday.\nIt left.", title="A\x00b"
    )
    html = render(page([document], []))
    assert "\u241b[31mkilled\u2407" in html
    assert not any(ord(character) < 32 and character not in "\t\n\r" for character in html)


def test_the_picture_of_the_report_in_the_readme_is_there_and_small() -> None:
    root = Path(__file__).parents[2]
    [picture] = re.findall(r"!\[[^\]]+\]\((docs/[\w.]+)\)", (root / "README.md").read_text(encoding="utf-8"))
    raw = (root / picture).read_bytes()
    assert raw.startswith(b"\x89PNG")
    assert len(raw) < 300_000
