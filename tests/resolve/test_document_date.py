"""The day of publication: what the head of a report says, what the address says, what the words allow."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from crossbearing.model.document import Document
from crossbearing.resolve.document_date import Anchor, date_document

SHARED = Path(os.environ.get("CROSSBEARING_SHARED", Path(__file__).parents[2] / "../shared"))
AS_OF = date(2026, 11, 22)
needs_samples = pytest.mark.skipif(not (SHARED / "samples").is_dir(), reason="the sample reports are not here")


def _sample(name: str) -> Document:
    return Document(name, (SHARED / "samples" / f"{name}.txt").read_text(encoding="utf-8"))


@needs_samples
def test_three_days_fit_the_second_sample() -> None:
    dating = date_document(_sample("004"), AS_OF)
    assert dating.published is None
    assert [c.day for c in dating.candidates] == ["2018-04-28", "2019-04-27", "2024-04-27"]
    assert all(c.satisfied and not c.violated for c in dating.candidates)


@needs_samples
def test_a_known_fact_leaves_one_day() -> None:
    fact = Anchor(("IS", "Qadam"), date(2018, 3, 1), date(2018, 3, 31), "a pack")
    dating = date_document(_sample("004"), AS_OF, [fact])
    assert (dating.published, dating.basis) == ("2018-04-28", "constraints")
    assert [c.day for c in dating.candidates] == ["2018-04-28"]


@needs_samples
def test_the_first_sample_is_of_some_sunday() -> None:
    dating = date_document(_sample("000"), AS_OF)
    assert dating.published is None
    assert dating.candidates == ()
    assert dating.summary.startswith("any Sunday from 2011-04-03 to 2026-11-22")


HEADS = [
    "Tue Oct 4 2016 Shells hit the port\nNine people were hurt on Monday.",
    "Shells hit the port\n4 October 2016\nNine people were hurt on Monday.",
    "Shells hit the port\nPublished: October 4, 2016 at 10:35\nNine people were hurt.",
    "Shells hit the port\n04.10.2016 Nine people were hurt.",
    "Shells hit the port\n04-10-2016 Nine people were hurt.",
    "Shells hit the port\n2016-10-04\nNine people were hurt.",
    "PORTVILLE, Oct. 4, 2016 (Agency) - Nine people were hurt on Monday.",
]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "Port-ville, 4 octobre 2016. Neuf personnes ont été blessées lundi."),
        ("fr", "Des obus sur le port\nmardi 4 octobre 2016\nNeuf personnes ont été blessées lundi."),
        ("es", "Puerto Orlo, 4 de octubre de 2016 - Nueve personas resultaron heridas el lunes."),
        ("ru", "Орло, 4 октября 2016 — Девять человек ранены в понедельник."),
        ("ar", "أورلو، 4 أكتوبر 2016 - أصيب تسعة أشخاص يوم الاثنين."),
        ("ru", "4 октября 2016 г.\nДевять человек ранены в понедельник."),
        ("de", "Orlo, 04.10.2016 - Neun Menschen wurden verletzt."),
    ],
)
def test_datelines_in_other_languages(code: str, text: str) -> None:
    dating = date_document(Document("d", text, language=code), AS_OF)
    assert (dating.published, dating.basis) == ("2016-10-04", "dateline")


@pytest.mark.parametrize(
    "text",
    [
        "Le 4 octobre 2016, neuf personnes ont été blessées dans le port.",
        "Neuf personnes ont été blessées le 4 octobre 2016.",
        "Neuf blessés le 4 octobre 2016. Les combats durent.",
        "Combats du 4 octobre 2016",
        "Les combats du 4 octobre 2016 ont fait neuf blessés dans le port. Ils durent encore.",
    ],
)
def test_the_day_of_an_event_is_no_dateline_in_other_languages(text: str) -> None:
    assert date_document(Document("d", text, language="fr"), AS_OF).basis != "dateline"


@pytest.mark.parametrize("text", HEADS)
def test_datelines(text: str) -> None:
    dating = date_document(Document("d", text), AS_OF)
    assert (dating.published, dating.basis) == ("2016-10-04", "dateline")


@pytest.mark.parametrize(
    "text",
    [
        "On October 4, 2016 the port was shelled.",
        "The port was shelled on 4 October 2016.",
        "October 4, 2016 was the day the port fell.",
        "*2016-10-04, Major Nobody, of the guard",
    ],
)
def test_the_day_of_an_event_is_no_dateline(text: str) -> None:
    assert date_document(Document("d", text), AS_OF).basis != "dateline"


def test_metadata_wins_and_keeps_its_basis() -> None:
    document = Document("d", "4 October 2016\nShells fell.", published="2016-10-05", published_basis="metadata")
    assert date_document(document, AS_OF).published == "2016-10-05"
    tagged = Document("d", "Shells fell.", metadata=(("datePublished", "2016-10-05T10:00:00Z"),))
    assert (date_document(tagged, AS_OF).published, date_document(tagged, AS_OF).basis) == ("2016-10-05", "metadata")


@pytest.mark.parametrize("value", ["Tue, 04 Oct 2016 10:35:00 GMT", "October 4, 2016", "2016-10-04 10:35:00+03:00"])
def test_metadata_as_feeds_write_it(value: str) -> None:
    document = Document("d", "Shells fell.", metadata=(("pubDate", value),))
    assert (date_document(document, AS_OF).published, date_document(document, AS_OF).basis) == (
        "2016-10-04",
        "metadata",
    )


def test_metadata_that_tells_no_day_is_passed_over() -> None:
    document = Document("d", "4 October 2016\nShells fell.", metadata=(("date", "last Tuesday"),))
    assert date_document(document, AS_OF).basis == "dateline"


@pytest.mark.parametrize("path", ["2016/10/04/port", "news-20161004-port", "2016-10-04/port.html"])
def test_the_address_tells_the_day(path: str) -> None:
    document = Document("d", "Shells fell.", url=f"https://example.org/{path}")
    assert (date_document(document, AS_OF).published, date_document(document, AS_OF).basis) == ("2016-10-04", "url")


def test_a_number_in_the_address_is_no_day() -> None:
    document = Document("d", "Shells fell.", url="https://example.org/story/20169904")
    assert date_document(document, AS_OF).published is None


def test_nothing_said_nothing_known() -> None:
    dating = date_document(Document("d", "Shells fell on the port."), AS_OF)
    assert (dating.published, dating.basis, dating.candidates) == (None, "none", ())
    assert "no date" in dating.summary


def test_a_dateline_without_year_gives_its_days() -> None:
    text = "PORTVILLE, October 4 (Agency) -- The war began in 2023, officials said."
    dating = date_document(Document("d", text), AS_OF)
    assert [c.day for c in dating.candidates] == ["2024-10-04", "2025-10-04", "2026-10-04"]


def test_no_as_of_means_no_clock() -> None:
    document = Document("d", "Shells fell on Friday. The war began in 2011.", retrieved="2012-01-20")
    assert [c.day for c in date_document(document, None).candidates] == ["2012-01-06", "2012-01-13", "2012-01-20"]


def test_a_single_best_day_is_not_taken_where_another_comes_near() -> None:
    document = Document("d", "Shells fell on Friday. The war began in 2011.")
    dating = date_document(document, date(2012, 1, 7))
    assert dating.published is None
    assert [c.day for c in dating.candidates] == ["2012-01-06"]


def test_the_order_of_anchors_does_not_matter() -> None:
    text = "Rebels took Alpha last month. They hold Beta since May 3. It fell after six days of fighting on Saturday."
    facts = [
        Anchor(("Rebels", "Alpha"), date(2014, 4, 1), date(2014, 4, 30), "one"),
        Anchor(("Gamma",), date(2013, 4, 1), date(2013, 4, 30), "two"),
    ]
    one = date_document(Document("d", text), AS_OF, facts)
    two = date_document(Document("d", text), AS_OF, facts[::-1])
    assert one == two
