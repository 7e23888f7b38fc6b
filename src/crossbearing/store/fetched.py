"""Rows of the record by id, in the order asked for: claims, and the rows of its lists."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from crossbearing.model.claim import Claim, claim_from_json
from crossbearing.model.document import Document
from crossbearing.store.rows import document_from, value_from
from crossbearing.store.schema import CLAIMS, DERIVED, DOCUMENTS, EVENT_CLAIMS, EVENT_IDS, FINISHED, MAPPINGS

_AT_ONCE = 500


def _chunks(ids: Iterable[str]) -> Iterable[list[str]]:
    wanted = list(dict.fromkeys(ids))
    return (wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE))


def claims(connection: Connection, ids: Sequence[str]) -> list[tuple[Claim, str | None]]:
    """Return claims as they were last derived, each with the id of its event, in the order of ``ids``.

    Ids of which there is no claim are passed over.
    """
    families = MAPPINGS["claim_families"]
    query = (
        select(CLAIMS.c.id, CLAIMS.c.body, families.c.value, EVENT_CLAIMS.c.event)
        .join(FINISHED, FINISHED.c.reading == CLAIMS.c.reading)
        .outerjoin(families, families.c.key == CLAIMS.c.id)
        .outerjoin(EVENT_CLAIMS, EVENT_CLAIMS.c.claim == CLAIMS.c.id)
    )
    found: dict[str, tuple[Claim, str | None]] = {}
    for some in _chunks(ids):
        for row in connection.execute(query.where(CLAIMS.c.id.in_(some))):
            claim = claim_from_json(json.loads(row.body))
            found[row.id] = replace(claim, family=row.value or claim.family), row.event
    return [found[identity] for identity in ids if identity in found]


def values(connection: Connection, name: str, column: str, wanted: Sequence[str]) -> list[Any]:
    """Return the rows of a list of the record in which a column has one of the values, in the record's order."""
    table = DERIVED[name]
    rows: list[Any] = []
    for some in _chunks(wanted):
        rows += connection.execute(select(table).where(table.c[column].in_(some))).mappings().all()
    return [value_from(name, dict(row)) for row in sorted(rows, key=lambda row: row["position"])]


def page(connection: Connection, name: str, conditions: Sequence[Any], after: int, size: int) -> list[tuple[int, Any]]:
    """Return rows of a list of the record behind a position, each with its own, in the record's order."""
    table = DERIVED[name]
    query = select(table).where(table.c.position > after, *conditions).order_by(table.c.position).limit(size)
    return [(row["position"], value_from(name, dict(row))) for row in connection.execute(query).mappings()]


def document(connection: Connection, identity: str) -> Document | None:
    """Return a report with its text as it was last derived; None where the record has none of this id."""
    joined = select(FINISHED.c.body, DOCUMENTS.c.text).join(DOCUMENTS, DOCUMENTS.c.number == FINISHED.c.document)
    row = connection.execute(joined.where(FINISHED.c.id == identity)).first()
    return None if row is None else document_from(row.body, row.text)


def present_event(connection: Connection, former: str) -> str | None:
    """Return the id of the event that took up a former one; None where there is none."""
    query = select(EVENT_IDS.c.present).where(EVENT_IDS.c.former == former).order_by(EVENT_IDS.c.number.desc())
    found: str | None = connection.execute(query.limit(1)).scalar()
    return found
