"""Private persons of claims: hard names, ages, sexes and fates; who is public or suffered nothing is none of them."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from crossbearing.care.redacting import BLOCK, redact
from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.engines.local import run_documents
from crossbearing.llm.masking import Masker
from crossbearing.model.document import Document
from crossbearing.pipeline import claims_of, default_pipeline
from crossbearing.store.store import Store
from crossbearing.text.names import NameMatcher

Told = tuple[str, int | None, str | None, str | None]


def persons(text: str) -> list[Told]:
    claims = claims_of([Document("d", text, published="2024-03-12")])
    for claim in claims:
        for person in claim.persons:
            assert text[person.mention.start : person.mention.end] == person.mention.text
            assert claim.evidence.start <= person.mention.start < person.mention.end <= claim.evidence.end
    return [(p.name, p.age, p.sex, p.fate) for c in claims for p in c.persons]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Shells killed a 12-year-old girl, Amal H., in Douma on Tuesday.", [("Amal H", 12, "female", "killed")]),
        (
            "Farmer Tarek Salloum, 34, was killed by a sniper in Harasta on Monday.",
            [("Tarek Salloum", 34, None, "killed")],
        ),
        ("Hanan Odeh, 12, was wounded in Harasta, a doctor said.", [("Hanan Odeh", 12, None, "injured")]),
        (
            "Oleksandr Kovalenko, a 45-year-old teacher, and his wife Iryna, 41, were killed in Kharkiv.",
            [("Oleksandr Kovalenko", 45, None, "killed"), ("Iryna", 41, "female", "killed")],
        ),
        (
            "Security forces arrested Dr. Mahmoud al-Khatib and Abdul Rahman bin Yusuf in Homs on Friday.",
            [("Mahmoud al-Khatib", None, None, "detained"), ("Abdul Rahman bin Yusuf", None, None, "detained")],
        ),
        (
            "The dead included Mrs Nadia Petrova, 67, and J. R. Haddad.",
            [("Nadia Petrova", 67, "female", None), ("J. R. Haddad", None, None, None)],
        ),
        (
            "Maria Ivanova (31) and her two children were injured when a missile hit their house in Odesa.",
            [("Maria Ivanova", 31, None, "injured")],
        ),
        ("Rebels released Yusuf Abu Salem after two months.", [("Yusuf Abu Salem", None, None, "released")]),
        ("The strike killed Layla Darwish, aged 7, in Saraqib.", [("Layla Darwish", 7, None, "killed")]),
        (
            "Four members of the Hamdan family, including Salma Hamdan, 5, and Omar Hamdan, 9, were killed in Idlib.",
            [("Salma Hamdan", 5, None, "killed"), ("Omar Hamdan", 9, None, "killed")],
        ),
    ],
)
def test_who_is_named_as_having_suffered(text: str, wanted: list[Told]) -> None:
    assert persons(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Zahran Alloush was killed in an air strike near Damascus.",  # a pack knows him
        "Colonel Hassan Ibrahim was killed in Idlib, the army said.",  # acts by an office
        "An air strike on the house of Karim Najjar killed three people in Saraqib.",
        "The son of Karim Najjar was killed in Saraqib on Monday.",
        "Karim Najjar's brother was killed in Saraqib on Monday.",
        "Witness Omar Shaaban said shells killed two people in Douma.",
        "Three people were killed in Douma on Monday, Karim Najjar said.",
        "No one was killed in the strike on Douma, Karim Najjar said.",
        "Rebels threatened to kill Karim Najjar in Douma.",
        "FARMER TAREK SALLOUM, 34, WAS KILLED IN DOUMA ON TUESDAY.",
    ],
)
def test_who_is_public_or_suffered_nothing_is_no_person_of_a_claim(text: str) -> None:
    assert persons(text) == []


REPORT = (
    "Shells killed a 12-year-old girl, Amal H., in Douma on Tuesday, activists said. "
    "Farmer Tarek Salloum, 34, was killed in Harasta. Salloum had sold melons."
)


def test_store_exports_and_redaction_agree_on_who_is_a_person(tmp_path: Path) -> None:
    reports, db = tmp_path / "reports", str(tmp_path / "r.db")
    reports.mkdir()
    (reports / "a.txt").write_text(REPORT, encoding="utf-8")
    (reports / "a.meta.json").write_text(json.dumps({"published": "2014-03-11"}), encoding="utf-8")
    assert run_command(["ingest", str(reports), "--db", db]) == codes.DONE
    kept = {claim.id: claim.persons for claim in Store(db).finished().claims}
    document = Document("a", REPORT, published="2014-03-11")
    assert kept == {claim.id: claim.persons for claim in claims_of([document])}
    assert {p.name for told in kept.values() for p in told} == {"Amal H", "Tarek Salloum"}
    for care in ([], ["--redact"]):
        out = tmp_path / f"out{len(care)}"
        assert run_command(["export", "native", "--db", db, "--out", str(out), *care]) == codes.DONE
        lines = [json.loads(line) for line in (out / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
        told = {(p["name"], p["age"], p["fate"]) for line in lines for p in line["persons"]}
        if not care:
            assert told == {("Amal H", 12, "killed"), ("Tarek Salloum", 34, "killed")}
        else:
            assert all(name.startswith("[person ") and age is None for name, age, _ in told)
            assert {p["mention"]["text"] for line in lines for p in line["persons"]} == {
                f"{BLOCK * 4} {BLOCK}",
                f"{BLOCK * 5} {BLOCK * 7}",
            }


def test_whoever_is_a_person_of_a_claim_is_hidden_in_the_text() -> None:
    masker = Masker(NameMatcher(default_pipeline().packs.names()))
    done = run_documents(
        [Document("a", REPORT, published="2014-03-11", title="Girl killed in Douma")], default_pipeline()
    )
    bare = dataclasses.replace(done, claims=tuple(dataclasses.replace(c, persons=()) for c in done.claims))
    assert redact(bare, masker).documents == redact(done, masker).documents
    [hidden] = redact(done, masker).documents
    for claim in done.claims:
        for person in claim.persons:
            assert BLOCK in hidden.text[person.mention.start : person.mention.end]
            assert not any(c.isalnum() and c != BLOCK for c in hidden.text[person.mention.start : person.mention.end])
