"""Full-text search over the newest versions of documents and over the evidence of their claims."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import text

from crossbearing.store.store import Store

_WORD = re.compile(r"\w+")
_SQLITE = (
    "SELECT d.id, d.outlet, d.published, snippet(documents_fts, 1, :open, :close, ' ... ', 24) AS words "
    "FROM documents_fts JOIN current_documents d ON d.number = documents_fts.rowid "
    "WHERE documents_fts MATCH :asked ORDER BY bm25(documents_fts), d.id LIMIT :most",
    "SELECT c.id, c.document, c.cls, c.evidence, v.event FROM claims_fts JOIN claims c ON c.number = claims_fts.rowid "
    "JOIN finished f ON f.reading = c.reading LEFT JOIN event_claims v ON v.claim = c.id "
    "WHERE claims_fts MATCH :asked ORDER BY bm25(claims_fts), c.id LIMIT :most",
)
_SERVER = (
    "SELECT d.id, d.outlet, d.published, ts_headline('simple', d.text, plainto_tsquery('simple', :asked), "
    "'StartSel=' || :open || ', StopSel=' || :close || ', MaxWords=24, MinWords=12') AS words FROM current_documents c "
    "JOIN documents d ON d.number = c.number WHERE d.found @@ plainto_tsquery('simple', :asked) "
    "ORDER BY ts_rank(d.found, plainto_tsquery('simple', :asked)) DESC, d.id LIMIT :most",
    "SELECT c.id, c.document, c.cls, c.evidence, v.event FROM claims c JOIN finished f ON f.reading = c.reading "
    "LEFT JOIN event_claims v ON v.claim = c.id WHERE c.found @@ plainto_tsquery('simple', :asked) "
    "ORDER BY ts_rank(c.found, plainto_tsquery('simple', :asked)) DESC, c.id LIMIT :most",
)


def search(
    store: Store, words: str, most: int = 20, marks: tuple[str, str] = ("[", "]")
) -> dict[str, list[dict[str, Any]]]:
    """Return the ``most`` best documents and claims in which all the words stand, in any order; signs are no words.

    ``marks`` stand around a word that was found, in the words of a document.
    """
    parts = _WORD.findall(words)
    if not parts:
        return {"documents": [], "claims": []}
    sqlite = store.engine.dialect.name == "sqlite"
    asked = " ".join(f'"{part}"' for part in parts) if sqlite else " ".join(parts)
    documents, claims = _SQLITE if sqlite else _SERVER
    with store.reading() as connection:
        given = {"asked": asked, "most": most}
        marked = {**given, "open": marks[0], "close": marks[1]}
        return {
            "documents": [dict(row) for row in connection.execute(text(documents), marked).mappings()],
            "claims": [dict(row) for row in connection.execute(text(claims), given).mappings()],
        }
