"""The prompt: short enough, made of the vocabulary, and its examples held to their own texts."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files

import pytest

from crossbearing.llm import prompt
from crossbearing.llm.form import CLAIM_KEYS, reply_schema
from crossbearing.llm.requests import request_lines
from crossbearing.model.document import Document
from crossbearing.vocab.contract import CLASSES, CODES
from crossbearing.vocab.loader import plain, read_yaml
from tests.llm.made import held


def test_a_report_of_400_words_stays_under_6000_tokens() -> None:
    sentence = "Government artillery shelled the northern districts of the besieged town again on Thursday evening. "
    document = Document("d", sentence * 30, "An Outlet", "2031-05-10", "A title of seven words or so")
    (line,) = request_lines([document], "m")
    assert len(document.text.split()) >= 390
    messages = "".join(m["content"] for m in line["body"]["messages"])
    schema = json.dumps(line["body"]["response_format"])
    assert prompt.estimate_tokens(messages) < 5000
    # Some servers show the model the schema as well.
    assert prompt.estimate_tokens(messages + schema) < 6500


def test_every_word_of_the_contract_that_a_reply_needs_stands_in_the_prompt() -> None:
    text = prompt.system_prompt().text
    names = ("modality", "extent", "mode", "speech_act", "place_role", "quantity", "category", "scope", "bound")
    wanted = [*CLASSES, *CLAIM_KEYS, *(code for name in names for code in CODES[name])]
    wanted += [role for cls in CLASSES.values() for role in cls.roles]
    assert [word for word in wanted if word not in text] == []


def test_the_hash_is_that_of_the_text() -> None:
    made = prompt.system_prompt()
    assert made.sha256 == hashlib.sha256(made.text.encode()).hexdigest()


@pytest.mark.parametrize("example", prompt.examples(), ids=lambda e: e.report.text[:20])
def test_every_example_is_a_whole_reply_that_stands_in_its_report(example: prompt.Example) -> None:
    claims, problems = held(*example.claims, document=example.report)
    assert problems == []
    assert len(claims) == len(example.claims) > 0
    assert all(tuple(claim) == CLAIM_KEYS for claim in example.claims)


def test_every_clause_stands_in_a_corpus_under_its_class() -> None:
    found = set()
    for family in (files("crossbearing.extract") / "families").iterdir():
        corpus = family / "corpus.yml"
        for entry in plain(read_yaml(corpus)) if corpus.is_file() else ():
            claims = [c for c in entry.get("claims") or () if isinstance(c, dict)]
            found.update((c.get("class"), c.get("evidence")) for c in claims)
    assert [pair for pair in prompt.class_examples().items() if pair not in found] == []


def test_the_schema_requires_every_key_and_allows_no_other() -> None:
    def objects(value: object) -> list[dict[str, object]]:
        if isinstance(value, list):
            return [x for one in value for x in objects(one)]
        if not isinstance(value, dict):
            return []
        mine = [value] if value.get("type") == "object" else []
        return mine + [x for one in value.values() for x in objects(one)]

    found = objects(reply_schema())
    assert len(found) >= 6
    for one in found:
        assert one["additionalProperties"] is False
        assert one["required"] == list(one["properties"])  # type: ignore[call-overload]
