"""Our own form, nothing lost: the JSON Lines and CSV of a run, and JSON Schemas of documents, claims and events.

Both ways: ``from_folder`` reads what this or a run has written.
"""

from __future__ import annotations

from importlib.resources import files

from crossbearing.export import outputs
from crossbearing.export.claims import claim_lines, document_lines
from crossbearing.export.facts import NO_FACTS, Facts
from crossbearing.model.finished import Finished

NAME = "native"
MEDIA_TYPE = "application/x-ndjson"
SCHEMAS = ("claim.schema.json", "document.schema.json", "event.schema.json")


def write(finished: Finished, facts: Facts = NO_FACTS) -> dict[str, bytes]:
    """Return the files by name."""
    found = {
        "claims.jsonl": "".join(claim_lines(finished.claims)),
        "documents.jsonl": "".join(document_lines(finished.documents)),
        **{name: "".join(outputs.lines(name, finished.ledgers)) for name in outputs.FILES},
    }
    raw = {name: text.encode("utf-8", "backslashreplace") for name, text in found.items()}
    return raw | {name: schema(name) for name in SCHEMAS}


def schema(name: str) -> bytes:
    """Return one of the schemas as it ships.

    >>> schema("claim.schema.json")[:1]
    b'{'
    """
    return (files("crossbearing.export") / "schemas" / name).read_bytes()
