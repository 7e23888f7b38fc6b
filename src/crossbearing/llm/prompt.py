"""The prompt: made from the vocabulary, the rulings in short and worked examples, with a version and a hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from crossbearing.llm.form import CLAIM_KEYS
from crossbearing.llm.marked import user_message
from crossbearing.llm.passages import pieces_of
from crossbearing.model.document import Document
from crossbearing.model.errors import VocabularyError
from crossbearing.vocab.contract import CLASSES, CODES
from crossbearing.vocab.loader import Form, check_entry, load_entries, plain, read_yaml

PROMPT_VERSION = 1
"""Raised with every change of meaning; a test ties it to the version that the rulings state."""

BYTES_A_TOKEN = 3.6
_HERE = files("crossbearing.llm")
_SECTIONS = ("claims", "modality", "attribution", "fields", "counts")
_RULINGS = Form(
    {
        "version": (int,),
        "task": (str,),
        "quoting": (list,),
        "claims": (list,),
        "modality": (str,),
        "attribution": (list,),
        "fields": (list,),
        "counts": (list,),
    },
    {},
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """The system prompt: its text, the version of its rulings and the SHA-256 of the text in UTF-8."""

    text: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Example:
    """A made-up report and the claims of the whole reply to it, as JSON values."""

    report: Document
    claims: tuple[dict[str, Any], ...]


def estimate_tokens(text: str) -> int:
    """Return an upper estimate of the tokens of a text: its bytes in UTF-8 by 3.6, rounded up.

    English runs at 4 to 4.5 characters a token and JSON near 3.6; scripts of two or three bytes a letter cost more
    tokens, which the bytes follow.

    >>> estimate_tokens("The army entered the town.")
    8
    """
    return -int(-len(text.encode("utf-8", "replace")) // BYTES_A_TOKEN)


@cache
def examples() -> tuple[Example, ...]:
    """Return the worked examples of the package."""
    form = Form({"report": (str,), "claims": (list,)}, {})
    return tuple(
        Example(Document("example", entry["report"], "Riverland Post", "2031-05-07"), tuple(plain(entry["claims"])))
        for _, entry in load_entries(_HERE / "examples.yml", form)
    )


@cache
def class_examples() -> Mapping[str, str]:
    """Return for each class the clause of the families' corpora that shows it; VocabularyError where one is missing.

    >>> class_examples()["strike.drone"]
    'Armed drones struck the town of Alamata'
    """
    found: dict[str, str] = plain(read_yaml(_HERE / "clauses.yml"))
    differing = sorted(set(found) ^ set(CLASSES))
    if differing:
        raise VocabularyError(f"clauses.yml and classes.yml differ in: {', '.join(differing)}")
    return found


@cache
def system_prompt() -> Prompt:
    """Return the system prompt, the same for every report.

    >>> prompt = system_prompt()
    >>> prompt.version == PROMPT_VERSION, len(prompt.sha256)
    (True, 64)
    """
    rulings = check_entry(read_yaml(_HERE / "rulings.yml"), _RULINGS, "rulings.yml")
    if rulings["version"] != PROMPT_VERSION:
        raise VocabularyError(f"rulings.yml: version {rulings['version']} is not {PROMPT_VERSION} of llm/prompt.py")
    parts = [rulings["task"], _section("quoting", rulings["quoting"]), _classes()]
    parts += [_section(name, rulings[name]) for name in _SECTIONS]
    parts += [_codes(), f"keys of a claim, all of them: {', '.join(CLAIM_KEYS)}"]
    parts += [_example(one) for one in examples()]
    text = "\n\n".join(parts) + "\n"
    return Prompt(text, PROMPT_VERSION, hashlib.sha256(text.encode()).hexdigest())


def _section(name: str, rulings: list[str] | str) -> str:
    lines = [rulings] if isinstance(rulings, str) else [f"- {ruling}" for ruling in rulings]
    return "\n".join([name.upper(), *lines])


def _classes() -> str:
    """Return the classes, one line each, under the roles that several have in common."""
    lines = ["CLASSES (roles of their actors; meaning; a clause that is one)"]
    roles: tuple[str, ...] | None = None
    for cls in CLASSES.values():
        if cls.roles != roles:
            lines.append(f"roles {', '.join(cls.roles)}:")
            roles = cls.roles
        lines.append(f'- {cls.name}: {cls.note}; "{class_examples()[cls.name]}"')
    return "\n".join(lines)


def _codes() -> str:
    names = ("quantity", "category")
    return "\n".join(f"{name}: {', '.join(CODES[name])}" for name in names)


def _example(example: Example) -> str:
    reply = json.dumps({"claims": list(example.claims)}, ensure_ascii=False, separators=(",", ":"))
    return f"EXAMPLE\n{user_message(example.report, pieces_of(example.report)[0])}\n{reply}"
