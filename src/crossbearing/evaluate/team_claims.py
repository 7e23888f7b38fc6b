"""What a team has at hand to teach the judge with: annotated documents, or a model's claims beside the texts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from crossbearing.evaluate.gold import SUFFIX, Annotated, annotated
from crossbearing.evaluate.scoring import ClaimJson
from crossbearing.model.claim import RULES
from crossbearing.model.errors import JudgeError
from crossbearing.readers.paths import read_paths
from crossbearing.vocab.contract import CLASSES

CLAIMS = "claims.jsonl"


def claims_under(folder: Path) -> list[Annotated]:
    """Return the documents of a folder with their claims.

    Either ``NAME.gold.json`` stands beside each ``NAME.txt``, as people's decisions are written, or one
    ``claims.jsonl`` of a run with a language model stands beside the texts; then a text without any claim teaches
    nothing, for the model may not have read it. Raises JudgeError that names file and claim, EvaluationError for a
    folder with neither.
    """
    lines = folder / CLAIMS
    if lines.is_file() and not any(folder.rglob(f"*{SUFFIX}")):
        found = list(_beside(lines, folder))
    else:
        found = annotated(folder)
    for one in found:
        for claim in one.gold:
            _check(one, claim)
    return found


def _beside(lines: Path, folder: Path) -> Iterator[Annotated]:
    told = _by_document(lines)
    for file in sorted(folder.rglob("*.txt")):
        if file.stem not in told:
            continue
        reading = read_paths([file])
        if not reading.documents:
            raise JudgeError(f"{file.name}: cannot be read: {reading.problems[0]}")
        yield Annotated(replace(reading.documents[0], id=file.stem), tuple(told.pop(file.stem)))
    if told:
        name = min(told)
        raise JudgeError(f"{lines}: claims of {name!r}, but no {name}.txt in {folder}; put the texts beside the claims")


def _by_document(lines: Path) -> dict[str, list[ClaimJson]]:
    found: dict[str, list[ClaimJson]] = defaultdict(list)
    for number, line in enumerate(lines.read_text(encoding="utf-8").splitlines(), 1):
        try:
            claim: dict[str, Any] = json.loads(line)
            document = str(claim["document"])
        except (ValueError, KeyError, TypeError) as error:
            raise JudgeError(f"{lines.name}:{number}: no claim as a run writes it: {error!r}") from error
        if claim.get("reader", RULES) == RULES:
            raise JudgeError(
                f"{lines.name}:{number}: read by the rules alone, which would teach themselves; learn from what people "
                "decided (crossbearing review gold) or from a run with --readers llm"
            )
        found[document].append(claim)
    return found


def _check(one: Annotated, claim: ClaimJson) -> None:
    """Raise JudgeError for a claim of no known class, or whose words do not stand where it says."""
    name = f"{one.document.id}: claim {claim.get('id', '?')}"
    try:
        cls, evidence, _ = claim["class"], claim["evidence"], claim["modality"]
        words = one.document.text[evidence["start"] : evidence["end"]]
    except (KeyError, TypeError) as error:
        raise JudgeError(f"{name}: not in the form of a claim: {error!r}") from error
    if cls not in CLASSES:
        raise JudgeError(f"{name}: {cls!r} is no class of claims")
    if not words or words != evidence.get("text", words):
        raise JudgeError(f"{name}: its words do not stand at {evidence['start']} in the text; the text has changed")


def together(folders: Sequence[Path]) -> list[Annotated]:
    """Return the documents of several folders, in the order of the folders."""
    return [one for folder in folders for one in claims_under(folder)]
