"""Web pages and feeds: the article alone, and who published it and when as it declares it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crossbearing.model.document import Provenance
from crossbearing.readers.page_metadata import declared_fields
from tests.readers import made

STORY = (
    "The army said on Monday that its units had left the town of Orlo after nine days of fighting with rebels.",
    "A resident said that 12 people were killed when a shell hit the bakery in the old quarter on Sunday night.",
    "The governor said that families who fled to the hills would be able to return within the week.",
)
SCHEMA = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "Organization", "name": "A builder of sites"},
        {
            "@type": "NewsArticle",
            "headline": "Troops leave Orlo",
            "datePublished": "2014-03-18T09:30:00+02:00",
            "dateModified": "2014-03-19T10:00:00+02:00",
            "publisher": {"@type": "Organization", "name": "Hill &amp; Vale Post"},
            "author": [{"@type": "Person", "name": "A. Writer"}, {"@type": "Person", "name": "B. Writer"}],
        },
    ],
}


def test_a_page_is_its_article(tmp_path: Path) -> None:
    head = (
        f"<script type='application/ld+json'>{json.dumps(SCHEMA)}</script>"
        "<link rel='canonical' href='https://hill.example/2014/orlo'>"
    )
    file = tmp_path / "orlo.html"
    file.write_text(made.html(STORY, head), encoding="utf-8")
    document = made.only(file)
    for paragraph in STORY:
        assert paragraph in document.text
    for other in ("Home", "garden", "Contact"):
        assert other not in document.text
    assert (document.id, document.outlet, document.title) == ("orlo.html", "Hill & Vale Post", "Troops leave Orlo")
    assert (document.published, document.published_basis) == ("2014-03-18", "metadata")
    assert (document.url, document.language) == ("https://hill.example/2014/orlo", "en")
    assert dict(document.metadata) == {"author": "A. Writer, B. Writer", "modified": "2014-03-19T10:00:00+02:00"}
    assert document.problems == ()
    made_by = document.provenance
    assert isinstance(made_by, Provenance)
    assert (made_by.format, made_by.reader.partition(" ")[0], made_by.encoding) == ("html", "trafilatura", "utf-8")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<meta property='article:published_time' content='2014-03-18T01:00:00Z'>", "2014-03-18T01:00:00Z"),
        ("<meta itemprop='datePublished' content='2014-03-18'>", "2014-03-18"),
        ("<meta name='DC.date' content='18 March 2014'>", "18 March 2014"),
        ("<script type='application/ld+json'>{broken</script><meta name='pubdate' content='20140318'>", "20140318"),
        ("<script type='application/ld+json'>" + "[" * 9000 + "</script>", None),
        ("", None),
    ],
)
def test_where_a_page_says_its_day(head: str, expected: str | None) -> None:
    assert declared_fields(made.html(STORY, head))[0].get("published") == expected


def test_a_time_is_its_day_only_where_it_is_alone() -> None:
    one = "<article><time datetime='2014-03-18T10:00'>a</time></article>"
    two = one + "<article><time datetime='2014-02-01'>b</time></article>"
    assert declared_fields(made.html(STORY, before=one))[0]["published"] == "2014-03-18T10:00"[:10]
    assert declared_fields(made.html(STORY, before=two))[0]["published"] is None


def test_a_page_without_an_article_says_so(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text("<html><body><script>document.write('x')</script></body></html>", encoding="utf-8")
    documents, [problem] = made.read(file)
    assert (documents, problem.code) == ([], "no_text")
    assert ".txt" in problem.advice


def test_a_page_in_another_encoding(tmp_path: Path) -> None:
    words = [f"{paragraph} Le maire a répété « c’est fini »." for paragraph in STORY]
    page = made.html(words, "<meta charset='iso-8859-1'>").encode("cp1252")
    (tmp_path / "a.html").write_bytes(page)
    document = made.only(tmp_path / "a.html")
    assert "répété « c’est fini »" in document.text
    assert document.provenance is not None
    assert document.provenance.encoding == "cp1252"
    assert document.problems == ()


def test_a_page_saved_as_text_is_read_as_a_page_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(made.html(STORY), encoding="utf-8")
    document = made.only(tmp_path / "a.txt")
    assert STORY[1] in document.text
    assert "<" not in document.text
    assert [(p.code, p.stage) for p in document.problems] == [("format_differs", "read")]
    assert "is named .txt and holds a web page" in document.problems[0].message


ENTRIES = [
    {
        "title": "Troops leave Orlo",
        "link": "https://hill.example/1",
        "guid": "hill-1",
        "published": "Tue, 18 Mar 2014 09:30:00 +0200",
        "text": "".join(f"<p>{paragraph}</p>" for paragraph in STORY) + "<script>alert(1)</script>",
    },
    {
        "title": "Talks &amp; terms",
        "link": "https://hill.example/2",
        "guid": "hill-2",
        "published": "Wed, 19 Mar 2014 23:10:00 -0500",
        "text": "Both sides met in Maro.",
    },
]


def test_a_feed(tmp_path: Path) -> None:
    (tmp_path / "hill.xml").write_text(made.rss(ENTRIES), encoding="utf-8")
    documents, problems = made.read(tmp_path / "hill.xml")
    assert problems == []
    first, second = documents
    assert first.text == "\n\n".join(STORY)
    assert (first.outlet, first.title, first.published) == ("Hill Post", "Troops leave Orlo", "2014-03-18")
    assert (second.title, second.text, second.published) == ("Talks & terms", "Both sides met in Maro.", "2014-03-19")
    assert first.url == "https://hill.example/1"
    assert [d.provenance.part for d in documents if d.provenance] == ["entry 1", "entry 2"]
    assert all(d.problems == () for d in documents)
    # A feed changes; the id of an entry does not.
    (tmp_path / "hill.xml").write_text(made.rss(reversed(ENTRIES)), encoding="utf-8")
    assert [d.id for d in made.read(tmp_path / "hill.xml")[0]] == [second.id, first.id]


def test_a_feed_of_summaries_says_so_and_asks_nobody(tmp_path: Path) -> None:
    (tmp_path / "hill.rss").write_text(made.rss(ENTRIES[1:], full=False), encoding="utf-8")
    document = made.only(tmp_path / "hill.rss")
    assert [p.code for p in document.problems] == ["summary_only"]
    assert "behind its link" in document.problems[0].message


def test_an_atom_feed_in_another_encoding(tmp_path: Path) -> None:
    feed = (
        '<?xml version="1.0" encoding="windows-1252"?><feed xmlns="http://www.w3.org/2005/Atom">'
        "<title>Vale Post</title>"
        "<entry><id>tag:1</id><title>Orlo</title><published>2014-03-18T10:00:00Z</published>"
        '<content type="text">Le café de Maro a été détruit.</content></entry></feed>'
    )
    (tmp_path / "a.atom").write_bytes(feed.encode("cp1252"))
    document = made.only(tmp_path / "a.atom")
    assert (document.text, document.published) == ("Le café de Maro a été détruit.", "2014-03-18")


def test_xml_that_is_no_feed(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<?xml version='1.0'?><note><to>A</to></note>", encoding="utf-8")
    documents, [problem] = made.read(tmp_path / "a.xml")
    assert (documents, problem.code) == ([], "unknown_format")
    assert "no feed" in problem.advice
