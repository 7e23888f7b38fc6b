"""Label Studio: a task for each document, its claims as predictions; annotations come back as judgements.

Offsets of Label Studio are those of a browser, in UTF-16 units. Each region bears the id of its claim; the claim as it
was sent goes with the task, so that what an annotator changed is seen. A region that an annotator removed is a
rejection, one that is new an addition.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from crossbearing.export.annotated import ACCEPT, REJECT, Annotated, judged
from crossbearing.export.facts import NO_FACTS, Facts
from crossbearing.export.offsets import Utf16
from crossbearing.model.claim import Claim, claim_from_json, claim_to_json
from crossbearing.model.document import Document
from crossbearing.model.errors import ExportError
from crossbearing.model.finished import Finished
from crossbearing.model.mention import Mention
from crossbearing.vocab.contract import CLASSES

NAME = "label_studio"
MEDIA_TYPE = "application/json"
_MODEL = "crossbearing"


def write(finished: Finished, facts: Facts = NO_FACTS) -> dict[str, bytes]:
    """Return ``tasks.json`` and ``labels.xml``, the labelling configuration; raise ExportError without the texts."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(finished.claims, key=lambda c: (c.evidence.start, c.id)):
        claims[claim.document].append(claim)
    if any(not document.text for document in finished.documents):
        raise ExportError(
            "label_studio needs the texts of the reports: give it a store (--db), not the folder of a run"
        )
    tasks = [_task(document, claims[document.id]) for document in sorted(finished.documents, key=lambda d: d.id)]
    raw = (json.dumps(tasks, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
    return {"tasks.json": raw, "labels.xml": _configuration().encode()}


def _configuration() -> str:
    labels = "".join(f'    <Label value="{name}"/>\n' for name in sorted(CLASSES))
    head, tail = '<View>\n  <Labels name="claim" toName="text">\n', '  </Labels>\n  <Text name="text" value="$text"/>\n'
    return f"{head}{labels}{tail}</View>\n"


def _task(document: Document, claims: list[Claim]) -> dict[str, Any]:
    units = Utf16(document.text)
    result = [
        {
            "id": claim.id,
            "from_name": "claim",
            "to_name": "text",
            "type": "labels",
            "score": claim.confidence,
            "value": {
                "start": units.of(claim.evidence.start),
                "end": units.of(claim.evidence.end),
                "text": claim.evidence.text,
                "labels": [claim.cls],
            },
        }
        for claim in claims
    ]
    sent = {claim.id: claim_to_json(claim) for claim in claims}
    head = {"document": document.id, "outlet": document.outlet, "published": document.published, "url": document.url}
    return {
        "data": {**head, "text": document.text, "claims": sent},
        "predictions": [{"model_version": _MODEL, "result": result}],
    }


def parse(raw: bytes) -> list[Annotated]:
    """Return what exported tasks say of claims; a task that nobody annotated leaves its claims unseen.

    Raises ExportError for what is no export of Label Studio.

    >>> parse(b"[]")
    []
    """
    try:
        found: list[Annotated] = []
        tasks = json.loads(raw)
        if not isinstance(tasks, list):
            raise TypeError("tasks come as a list")
        for task in tasks:
            found.extend(_parsed(task))
        return found
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError) as error:
        raise ExportError(f"is no export of Label Studio: {type(error).__name__}: {error}") from error


def _parsed(task: dict[str, Any]) -> list[Annotated]:
    data = task["data"]
    units, document = Utf16(data["text"]), str(data["document"])
    sent = {identity: claim_from_json(claim) for identity, claim in data.get("claims", {}).items()}
    done = [one for one in task.get("annotations", ()) if not one.get("was_cancelled")]
    results = [one["result"] for one in (done or task.get("predictions", ()))]
    found: list[Annotated] = []
    for result, one in zip(results, done or results, strict=True):
        by = one.get("completed_by", "") if isinstance(one, dict) else ""
        who = str(by.get("email", "") if isinstance(by, dict) else by)
        regions = [region for region in result if region["type"] == "labels"]
        for region in regions:
            value = region["value"]
            start, end = units.back(int(value["start"])), units.back(int(value["end"]))
            evidence = Mention(start, end, data["text"][start:end])
            before = sent.get(str(region["id"]))
            found.append(judged(before, document, value["labels"][0], evidence, ACCEPT if done else "", "", who))
        if done:
            gone = sorted(set(sent) - {str(region["id"]) for region in regions})
            found += [Annotated(REJECT, sent[identity], sent[identity], "", who) for identity in gone]
    return found
