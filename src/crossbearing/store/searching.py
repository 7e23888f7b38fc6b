"""Full-text search over the newest versions of documents and over the evidence of their claims."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, text

from crossbearing.store.store import Store

_WORD = re.compile(r"\w+")
_RANKED = 2000
"""Matches up to which the best come first; of a word that stands in more, to weigh all would take seconds, and the
newest are as good."""
_SQLITE = {
    "documents": "SELECT d.id, d.outlet, d.published, snippet(documents_fts, 1, :open, :close, ' ... ', 24) AS words "
    "FROM documents_fts JOIN current_documents d ON d.number = documents_fts.rowid WHERE documents_fts MATCH :asked",
    "claims": "SELECT c.id, c.document, c.cls, c.evidence, v.event FROM claims_fts "
    "JOIN claims c ON c.number = claims_fts.rowid JOIN finished f ON f.reading = c.reading "
    "LEFT JOIN event_claims v ON v.claim = c.id WHERE claims_fts MATCH :asked",
}
_SQLITE_ORDER = {
    "documents": ("bm25(documents_fts), d.id", "documents_fts.rowid DESC"),
    "claims": ("bm25(claims_fts), c.id", "claims_fts.rowid DESC"),
}
_SQLITE_MATCHES = {
    "documents": "SELECT rowid FROM documents_fts WHERE documents_fts MATCH :asked",
    "claims": "SELECT rowid FROM claims_fts WHERE claims_fts MATCH :asked",
}
_SERVER = {
    "documents": "SELECT d.id, d.outlet, d.published, "
    "ts_headline('simple', d.text, plainto_tsquery('simple', :asked), 'StartSel=' || :open || "
    "', StopSel=' || :close || ', MaxWords=24, MinWords=12') AS words FROM current_documents c "
    "JOIN documents d ON d.number = c.number "
    "WHERE d.found @@ plainto_tsquery('simple', :asked)",
    "claims": "SELECT c.id, c.document, c.cls, c.evidence, v.event FROM claims c "
    "JOIN finished f ON f.reading = c.reading LEFT JOIN event_claims v ON v.claim = c.id "
    "WHERE c.found @@ plainto_tsquery('simple', :asked)",
}
_SERVER_ORDER = {
    "documents": ("ts_rank(d.found, plainto_tsquery('simple', :asked)) DESC, d.id", "d.number DESC"),
    "claims": ("ts_rank(c.found, plainto_tsquery('simple', :asked)) DESC, c.id", "c.number DESC"),
}
_SERVER_MATCHES = {
    "documents": "SELECT number FROM documents WHERE found @@ plainto_tsquery('simple', :asked)",
    "claims": "SELECT number FROM claims WHERE found @@ plainto_tsquery('simple', :asked)",
}


def search(
    store: Store, words: str, most: int = 20, marks: tuple[str, str] = ("[", "]")
) -> dict[str, list[dict[str, Any]]]:
    """Return the ``most`` best documents and claims in which all the words stand, in any order; signs are no words.

    Where more than some thousand have the words the newest come instead of the best.

    ``marks`` stand around a word that was found, in the words of a document.
    """
    parts = _WORD.findall(words)
    if not parts:
        return {"documents": [], "claims": []}
    sqlite = store.engine.dialect.name == "sqlite"
    given = {"asked": " ".join(f'"{part}"' for part in parts) if sqlite else " ".join(parts), "most": most}
    marked = {**given, "open": marks[0], "close": marks[1]}
    with store.reading() as connection:
        return {
            name: _found(connection, name, given if name == "claims" else marked) for name in ("documents", "claims")
        }


def _found(connection: Connection, name: str, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the best matches, of a word that stands nearly everywhere the newest."""
    sqlite = connection.dialect.name == "sqlite"
    queries, orders, matches = (
        (_SQLITE, _SQLITE_ORDER, _SQLITE_MATCHES) if sqlite else (_SERVER, _SERVER_ORDER, _SERVER_MATCHES)
    )
    counting = f"SELECT count(*) FROM ({matches[name]} LIMIT {_RANKED + 1}) some"  # noqa: S608 # ours
    number = connection.execute(text(counting), {"asked": given["asked"]}).scalar_one()
    order = orders[name][number > _RANKED]
    rows = connection.execute(text(f"{queries[name]} ORDER BY {order} LIMIT :most"), dict(given)).mappings()
    return [dict(row) for row in rows]
