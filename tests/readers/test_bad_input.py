"""Every kind of bad input is one clear line with the file's name, and the rest of the batch is read."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from crossbearing.export.claims import document_to_json, json_line
from crossbearing.export.outputs import harmless
from crossbearing.readers.decode import MAX_BYTES
from crossbearing.readers.jsonl import article
from crossbearing.readers.paths import Reading, read_paths
from crossbearing.resolve.document_date import date_document
from tests.readers import made

GOOD = "The army said it had taken the town.\n"


def reading(folder: Path, name: str, raw: bytes, sidecar: object = None) -> Reading:
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    (folder / name).write_bytes(raw)
    if sidecar is not None:
        words = sidecar if isinstance(sidecar, str) else json.dumps(sidecar)
        (folder / name.replace(".txt", ".meta.json")).write_text(words, encoding="utf-8")
    return read_paths([folder])


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "unknown_format"),
        (b"Douma\x00Homs", "binary"),
        (bytes(range(1, 32)) * 4, "binary"),
        (b"\xff\xfeD", "wrong_encoding"),
        (b"\xef\xbb\xbf" + bytes(range(128, 256)) * 9, "wrong_encoding"),
        (b"a" * 20_000_000, "too_large"),
        (b"a " * 400_000, "line_too_long"),
    ],
)
def test_bad_text(tmp_path: Path, raw: bytes, code: str) -> None:
    result = reading(tmp_path, "bad.txt", raw)
    assert [document.id for document in result.documents] == ["good"]
    [problem] = result.problems
    assert problem.code == code
    assert str(problem).startswith(str(tmp_path / "bad.txt"))
    assert "\n" not in str(problem)


@pytest.mark.parametrize(
    ("sidecar", "code", "words"),
    [
        ("{not json", "bad_json", "no valid JSON"),
        ("[1, 2]", "bad_json", "one JSON object"),
        ("[]", "bad_json", "one JSON object"),
        ("[" * 100_000, "bad_json", "nested too deeply"),
        ('{"id": "a", "id": "b"}', "bad_json", "stands twice"),
        ({"outlet": "x", "colour": "red"}, "bad_field", "unknown key 'colour'"),
        ({"outlet": 5}, "bad_field", "'outlet' must be text"),
        ({"id": True}, "bad_field", "'id' must be text"),
        ({"title": "x" * 3000}, "bad_field", "'title' has over"),
        ({"language": "a language"}, "bad_field", "language code"),
        ({"published": "2018-02-30"}, "bad_date", "is no date"),
        ({"published": "the day before"}, "bad_date", "is no date"),
        ({"published": 20180408}, "bad_field", "'published' must be text"),
    ],
)
def test_bad_sidecar(tmp_path: Path, sidecar: object, code: str, words: str) -> None:
    result = reading(tmp_path, "bad.txt", GOOD.encode(), sidecar)
    assert [document.id for document in result.documents] == ["good"]
    [problem] = result.problems
    assert problem.code == code
    assert words in str(problem)
    assert str(problem).startswith(str(tmp_path / "bad.meta.json"))
    assert "\n" not in str(problem)


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "page.docx").write_bytes(b"x")
    result = read_paths([tmp_path, tmp_path / "none", tmp_path / "page.docx"])
    assert [document.id for document in result.documents] == ["good"]
    found = {(Path(problem.name).name, problem.code) for problem in result.problems}
    assert found == {
        ("gone.txt", "not_found"),
        ("pipe.txt", "not_a_file"),
        ("none", "not_found"),
        ("page.docx", "damaged"),
    }


def test_names_too_long_for_a_file_or_its_sidecar(tmp_path: Path) -> None:
    longest = tmp_path / ("b" * 251 + ".txt")
    longest.write_text(GOOD, encoding="utf-8")
    result = read_paths([longest, tmp_path / ("c" * 300 + ".txt")])
    assert [document.id for document in result.documents] == ["b" * 251]
    assert [problem.code for problem in result.problems] == ["unreadable"]


def test_folders_without_reports_are_named(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.txt").mkdir()
    (tmp_path / "bare").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path, target_is_directory=True)
    result = read_paths([tmp_path])
    assert [document.id for document in result.documents] == ["good"]
    assert [(Path(p.name).name, p.code) for p in result.problems] == [("bad.txt", "not_a_file")]
    assert [Path(name).name for name in result.left_alone] == ["bare", "linked"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_file_without_permission(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "secret.txt").chmod(0)
    assert [problem.code for problem in read_paths([tmp_path]).problems] == ["unreadable"]


def test_an_article_of_schema_org_tells_outlet_day_and_title(tmp_path: Path) -> None:
    told = {
        "@type": "NewsArticle", "headline": "Troops leave Orlo", "datePublished": "2014-03-18T07:30:00+02:00",
        "publisher": {"@type": "Organization", "name": "Hill Post"}, "inLanguage": "en", "articleBody": "War ended.",
        "mainEntityOfPage": "https://hill.example/1", "date": "no day",
    }  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps(told), encoding="utf-8")
    document = made.only(tmp_path / "a.json")
    assert (document.outlet, document.published, document.title) == ("Hill Post", "2014-03-18", "Troops leave Orlo")
    assert (document.url, document.language) == ("https://hill.example/1", "en")
    own = {"text": "War ended.", "title": "Ours", "headline": "Theirs", "date": "soon", "publisher": ["x"], "link": "a"}
    (tmp_path / "b.json").write_text(json.dumps(own), encoding="utf-8")
    document = made.only(tmp_path / "b.json")
    assert (document.title, document.published, document.outlet, document.url) == ("Ours", None, None, None)


def test_an_object_without_words_is_told_by_its_keys(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"unit": 1, "article_content": "War ended."}\n', encoding="utf-8")
    (problem,) = made.read(tmp_path / "a.jsonl")[1]
    assert problem.code == "bad_field"
    assert problem.advice == "'text' must be there and be text; it has: 'unit', 'article_content'"


def test_duplicate_ids_keep_the_first_in_any_order(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"{GOOD} {name}", encoding="utf-8")
        (tmp_path / f"{name}.meta.json").write_text('{"id": "same"}', encoding="utf-8")
    one = read_paths([tmp_path / "a.txt", tmp_path / "b.txt"])
    other = read_paths([tmp_path / "b.txt", tmp_path / "a.txt"])
    assert one.documents == other.documents
    assert one.documents[0].text.endswith(" a\n") or one.documents[0].text.endswith(" a")
    assert [(Path(p.name).name, p.code) for p in one.problems] == [("b.txt", "duplicate_id")]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{broken", "bad_json"),
        (b'{"id": "x"}', "bad_field"),
        (b'{"id": "x", "text": ""}', "empty"),
        (b'{"id": "x", "text": "a \\ud800 b"}', "wrong_encoding"),
        (b'{"id": "x", "text": "War.", "source": "A", "outlet": "B"}', "bad_field"),
        (b'{"id": "x", "text": "War.", "published": "soon"}', "bad_date"),
        (b'{"id": "x", "text": "' + b"a" * (MAX_BYTES * 4) + b'"}', "too_large"),
        (b"\xff\xfe\xfd", "wrong_encoding"),
    ],
)
def test_bad_article(tmp_path: Path, line: bytes, code: str) -> None:
    file = tmp_path / "news.jsonl"
    file.write_bytes(line + b'\n\n{"id": "good", "text": "War ended."}\n')
    result = read_paths([file])
    assert [document.id for document in result.documents] == ["good"]
    assert [(problem.code, problem.name) for problem in result.problems] == [(code, f"{file}:1")]
    assert "\n" not in str(result.problems[0])


def test_duplicate_articles_are_named_by_line(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text('{"id": "x", "text": "War ended."}\n{"id": "x", "text": "Talks began."}\n', encoding="utf-8")
    result = read_paths([file])
    assert [document.text for document in result.documents] == ["War ended."]
    [problem] = result.problems
    assert (problem.code, problem.name) == ("duplicate_id", f"{file}:2")
    assert f"{file}:1" in problem.advice


def test_half_a_surrogate_pair_in_a_field(tmp_path: Path) -> None:
    fields = {"text": GOOD, "byline": "\ud800", "\udc00": "key", "outlet": "Hill \udfff Courier", "id": "\ud800"}
    (tmp_path / "news.jsonl").write_text(json.dumps(fields), encoding="utf-8")
    [document] = read_paths([tmp_path / "news.jsonl"]).documents
    assert dict(document.metadata) == {"byline": "\\ud800", "\\udc00": "key"}
    assert (document.id, document.outlet) == ("news-1", "Hill Courier")
    json_line(document_to_json(document)).encode("utf-8")


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    for name in (b"caf\xe9.txt", b"caf\xe9.docx", b"caf\xe9.jsonl"):
        (tmp_path / os.fsdecode(name)).write_text(GOOD, encoding="utf-8")
    result = read_paths([tmp_path, tmp_path / os.fsdecode(b"caf\xe9.docx"), tmp_path / os.fsdecode(b"no\xe9")])
    [document] = result.documents
    assert document.id == "caf\\xe9"
    found = [(Path(problem.name).name, problem.code) for problem in result.problems]
    assert found == [("caf\\xe9.docx", "damaged"), ("caf\\xe9.jsonl:1", "bad_json"), ("no\\xe9", "not_found")]
    for words in (document.id, *map(str, result.problems)):
        words.encode("utf-8")
    assert [problem.code for problem in document.problems] == ["changed_id"]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text(GOOD, encoding="utf-8")
    (outside / "secret.json").write_text('{"outlet": "Secret"}', encoding="utf-8")
    for name in ("good.txt", "tied.txt", "named.txt"):
        (inside / name).write_text(GOOD, encoding="utf-8")
    (inside / "out.txt").symlink_to(outside / "secret.txt")
    (inside / "twin.txt").symlink_to(inside / "good.txt")
    (inside / "tied.meta.json").symlink_to(outside / "secret.json")
    result = read_paths([inside])
    assert [document.id for document in result.documents] == ["good", "named", "twin"]
    assert [(Path(p.name).name, p.code) for p in result.problems] == [
        ("out.txt", "link_outside"),
        ("tied.meta.json", "link_outside"),
    ]
    assert all("not followed" in str(problem) for problem in result.problems)
    # A link that is named itself is what was asked for; what stands beside it was not.
    named = read_paths([inside / "out.txt", inside / "tied.txt"])
    assert [document.id for document in named.documents] == ["out"]
    assert [problem.code for problem in named.problems] == ["link_outside"]


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-12-31", "2100-01-02T00:00:00Z"])
def test_a_null_date_is_no_date(tmp_path: Path, day: str) -> None:
    result = reading(tmp_path, "null.txt", GOOD.encode(), {"published": day, "retrieved": day})
    document = result.documents[-1]
    assert (document.published, document.published_basis, document.retrieved) == (None, "none", None)
    assert [(p.code, p.stage) for p in document.problems] == [("null_date", "read"), ("null_date", "read")]
    assert day[:10] in document.problems[0].message


def test_a_null_date_among_the_other_fields_is_no_date() -> None:
    document = article(json.dumps({"text": GOOD, "date": "0001-01-01"}).encode(), "a", "a.jsonl:1")
    assert date_document(document, None).published is None


@pytest.mark.parametrize("identity", ["=1+1", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x"])
def test_an_id_is_no_formula(tmp_path: Path, identity: str) -> None:
    result = reading(tmp_path, "odd.txt", GOOD.encode(), {"id": identity})
    [document] = [d for d in result.documents if d.id != "good"]
    assert document.id == f"_{identity}"
    assert [(p.code, p.stage) for p in document.problems] == [("changed_id", "read")]
    assert harmless(f"{document.id}:c01") == f"{document.id}:c01"
