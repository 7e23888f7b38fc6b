"""Parquet: a file for each table, dates as dates, for those who work with Arrow, DuckDB or pandas (an extra).

Lists are tables of their own (``claim_actors``, ``claim_places``, ``claim_counts``), so that every column is plain.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from crossbearing.export import outputs
from crossbearing.export.claims import document_to_json
from crossbearing.export.facts import NO_FACTS, Facts
from crossbearing.export.figures import Index
from crossbearing.export.tables import CLAIM_FIELDS, EVENT_FIELDS, claim_rows, event_rows
from crossbearing.model.claim import claim_to_json
from crossbearing.model.errors import ExportError
from crossbearing.model.finished import Finished

NAME = "parquet"
MEDIA_TYPE = "application/vnd.apache.parquet"
SCHEMA_VERSION = "1"

_DAYS = frozenset({"start", "end", "published", "as_of", "deadline", "retrieved"})
_NUMBERS = frozenset(
    {"date_prec", "where_prec", "geo_precision", "low", "best", "high", "residual_low", "residual_high", "chars"}
    | {f"{q}_{n}" for q in ("killed", "injured") for n in ("low", "best", "high")}
    | {"evidence_start", "evidence_end", "only_here", "shared", "contradicted", "leads", "lags", "omits"}
)  # fmt: skip
_DECIMALS = frozenset({"lat", "lon", "radius_km", "confidence"})
_DOCUMENT = (
    "id",
    "outlet",
    "published",
    "published_basis",
    "title",
    "url",
    "language",
    "sha256",
    "raw_sha256",
    "chars",
    "family",
)
_ACTOR = ("claim", "role", "name", "actor", "side")
_PLACE = ("claim", "role", "name", "place", "lat", "lon", "radius_km", "where_prec", "geo_precision")
_COUNT = ("claim", "id", "quantity", "category", "side", "scope", "bound", "low", "best", "high", "parent")


def write(finished: Finished, facts: Facts = NO_FACTS) -> dict[str, bytes]:
    """Return the tables; raise ExportError where pyarrow is not installed."""
    try:
        arrow, parquet = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise ExportError("parquet needs pyarrow: pip install 'crossbearing[parquet]'") from error
    found = {}
    for name, fields, rows in _tables(finished):
        columns = {field: _column(arrow, field, [row[field] for row in rows]) for field in fields}
        table = arrow.table(columns).replace_schema_metadata({"schema_version": SCHEMA_VERSION})
        buffer = io.BytesIO()
        parquet.write_table(table, buffer, compression="zstd")
        found[f"{name}.parquet"] = buffer.getvalue()
    return found


def _tables(finished: Finished) -> list[tuple[str, Sequence[str], list[Mapping[str, Any]]]]:
    index = Index(finished)
    claims = [claim_to_json(claim) for claim in sorted(finished.claims, key=lambda c: c.id)]
    documents = [document_to_json(document) for document in sorted(finished.documents, key=lambda d: d.id)]
    inner: list[tuple[str, Sequence[str], list[Mapping[str, Any]]]] = [
        (f"claim_{name}", fields, [{"claim": claim["id"], **part} for claim in claims for part in claim[name]])
        for name, fields in (("actors", _ACTOR), ("places", _PLACE), ("counts", _COUNT))
    ]
    held = [
        {"event": event.id, "claim": claim}
        for event in sorted(finished.ledgers.events, key=lambda e: e.id)
        for claim in event.claims
    ]
    return [
        ("documents", _DOCUMENT, list(documents)),
        ("claims", CLAIM_FIELDS, list(claim_rows(index))),
        *inner,
        ("events", EVENT_FIELDS, list(event_rows(index))),
        ("event_claims", ("event", "claim"), list(held)),
        *((name, fields, list(rows)) for name, fields, rows in outputs.tables(finished.ledgers)),
    ]


def _column(arrow: Any, field: str, values: Sequence[Any]) -> Any:
    if field in _DAYS:
        return arrow.array([date.fromisoformat(v) if v else None for v in values], arrow.date32())
    if field in _NUMBERS:
        return arrow.array(values, arrow.int64())
    if field in _DECIMALS:
        return arrow.array(values, arrow.float64())
    return arrow.array([_words(value) for value in values], arrow.string())


def _words(value: Any) -> str | None:
    if value is None:
        return None
    return "|".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
