"""Segments: every word of a text stands in exactly one of them, however the lines are broken."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from crossbearing.text.segments import hard_wrapped, segment

WRAPPED = """Shells hit bus station as talks stall

The provincial governor said late on Thursday that mortar rounds had
struck the central bus station, killing a driver and wounding at least
six passengers.

Rebels denied that they had fired on the town. A doctor at the public
hospital said that two of the wounded were not
expected to live.
"""

# What stands between segments: marks of wiki headings and lists, and the stop behind a title printed again.
_MARKS = frozenset("=*.:")
_words = st.sampled_from(
    ["rebels", "The", "army", "said", "Talks", "12", "killed,", "town.", "==Attack==", "-", "Daily"]
)
_line = st.lists(_words, max_size=14).map(" ".join)
_text = st.lists(_line, max_size=12).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\n\n"]).map(lambda end: end.join(lines))
)


@given(_text, st.one_of(st.none(), _line))
@example(WRAPPED, None)
@example(WRAPPED.replace("\n", "\r\n"), "Shells hit bus station as talks stall")
@example(WRAPPED.replace("\n\n", "\n  \n"), None)
def test_every_word_stands_in_one_segment(text: str, title: str | None) -> None:
    covered = [0] * len(text)
    for piece in segment(text, title):
        for i in range(piece.start, piece.end):
            covered[i] += 1
    assert max(covered, default=0) <= 1
    left = {c for c, times in zip(text, covered, strict=True) if not times and not c.isspace()}
    assert left <= _MARKS


def test_the_last_line_of_a_wrapped_paragraph_belongs_to_it() -> None:
    assert hard_wrapped(WRAPPED)
    pieces = [(s.kind, WRAPPED[s.start : s.end].rsplit(maxsplit=1)[-1]) for s in segment(WRAPPED)]
    assert pieces == [("heading", "stall"), ("paragraph", "passengers."), ("paragraph", "live.")]


def test_the_initials_of_an_editor_are_no_words_of_the_report() -> None:
    text = "The convoy reached the besieged town on Sunday. KL/MNO"
    assert [(s.kind, text[s.start : s.end]) for s in segment(text)][1:] == [("boilerplate", "KL/MNO")]
    agency = "The rebels handed the prisoners over, officials told the AFP"
    assert len(segment(agency)) == 1


def test_a_dateline_names_its_month_in_any_case_behind_town_province_and_country() -> None:
    text = "KANDAHAR, Kandahar Province, Afghanistan, Oct. 3 (Agency) -- The army left."
    assert [(s.kind, text[s.end - 5 : s.end]) for s in segment(text)] == [("dateline", "y) --"), ("paragraph", "left.")]


SHOUTED = """   LA VEGA, 3 JUN 91 (RADIO ANDINA) -- [TEXT] THE ARMED FORCES SAID
TODAY THAT A PATROL HAD CLASHED WITH A GUERRILLA COLUMN NEAR THE TOWN
OF EL ROBLE AND THAT TWO SOLDIERS HAD DIED IN THE EXCHANGE OF GUNFIRE
LAST NIGHT.

   A SPOKESMAN FOR THE GOVERNOR ADDED THAT THE ROAD TO THE COAST WOULD
STAY CLOSED UNTIL SATURDAY.
"""


def test_wrapped_capitals_are_paragraphs_behind_a_dateline() -> None:
    assert [(s.kind, SHOUTED[s.start : s.end].split(maxsplit=1)[0]) for s in segment(SHOUTED)] == [
        ("dateline", "LA"),
        ("paragraph", "THE"),
        ("paragraph", "A"),
    ]


def test_lines_of_a_list_are_not_wrapped() -> None:
    text = "\n".join(f"Rebels seized village {name} on the northern road" for name in ("A", "Bab", "Cordoba", "Dara"))
    assert not hard_wrapped(text)


def test_a_dateline_may_end_in_a_hyphen_that_joins_no_words() -> None:
    for line in ("GOMA, Congo - ", "GOMA - ", "GOMA, Congo- "):
        text = f"{line}A farmer was hurt on Monday, the clinic said."
        first = segment(text)[0]
        assert (first.kind, text[first.start : first.end].strip(" -")) == ("dateline", line.strip(" -"))
    assert [s.kind for s in segment("UN-backed forces left the town on Monday, the mayor said.")] == ["paragraph"]


def test_the_title_of_another_story_is_no_part_of_this_one() -> None:
    text = "Shells hit the bus station on Friday.\n\nAlso read: Rebels kill nine in Goma\n\nA driver was killed."
    assert [s.kind for s in segment(text)] == ["paragraph", "boilerplate", "paragraph"]
    said = "Shells hit the bus station on Friday.\n\nWatch towers burnt: nine, he said.\n\nA driver was killed."
    assert [s.kind for s in segment(said)] == ["paragraph"] * 3


def test_what_stands_above_a_dateline_teases_what_the_report_tells() -> None:
    text = (
        "Bridge falls to rebels\n\nEarlier on Friday, the army lost two villages to the rebels in the north.\n\n"
        "GOMA, April 28. /INTA/. Rebels took the bridge over the river. The army said that it had left."
    )
    assert [s.kind for s in segment(text)] == ["heading", "heading", "dateline", "paragraph"]
    without = text.replace("GOMA, April 28. /INTA/. ", "")
    assert [s.kind for s in segment(without)] == ["heading", "paragraph", "paragraph"]


def test_a_line_without_a_stop_among_paragraphs_is_a_heading_however_long() -> None:
    told = "The army left the town on Monday.\n\n"
    line = "Nine people died and at least 30 were hurt when three bombs went off near the old market in the north"
    assert [s.kind for s in segment(3 * told + line + "\n\n" + told)][3] == "heading"
    assert [s.kind for s in segment(3 * told + line + ".\n\n" + told)][3] == "paragraph"
