"""What SQLAlchemy has no word for: named views, the full-text index, and triggers that keep the kept rows as they are.

Two dialects, one meaning. The views are what a person opens first, in Datasette or psql.
"""

from __future__ import annotations

from collections.abc import Sequence

_CURRENT = (
    "SELECT d.* FROM documents d WHERE NOT EXISTS "
    "(SELECT 1 FROM documents n WHERE n.id = d.id AND n.version > d.version)"
)

VIEWS = {
    "current_documents": _CURRENT,
    "current_claims": (
        'SELECT c.id, c.document, f.published, c.cls, c.modality, c.polarity, c.start, c."end", c.place, c.lat, '
        "c.lon, c.evidence, c.evidence_start, c.evidence_end, v.value AS family, e.event, r.who, r.made_at, r.tool, "
        "r.packs FROM finished f JOIN claims c ON c.reading = f.reading JOIN readings r ON r.number = f.reading "
        "LEFT JOIN claim_families v ON v.key = c.id LEFT JOIN event_claims e ON e.claim = c.id"
    ),
    "event_list": ('SELECT id, cls, modality, polarity, start, "end", grade, airwars, summary, part_of FROM events'),
    "toll_list": (
        "SELECT t.id, t.event, e.summary, t.scope, t.quantity, t.category, t.side, t.low, t.best, t.high, "
        't.status, t.start, t."end", t.place, t.parent FROM tolls t LEFT JOIN events e ON e.id = t.event'
    ),
    "forgotten_documents": "SELECT id, sha256, raw_sha256, reason, who, made_at FROM tombstones",
    "former_events": "SELECT former, present, why, made_at FROM event_ids",
}

_FIRST_GUARDED = ("documents", "readings", "claims", "judgements", "tombstones")
# The document that a row hangs on; a row goes only after its tombstone stands.
_FORGOTTEN = {
    "documents": "SELECT 1 FROM tombstones t WHERE t.document = OLD.number",
    "readings": "SELECT 1 FROM tombstones t WHERE t.document = OLD.document",
    "claims": ("SELECT 1 FROM tombstones t JOIN readings r ON r.document = t.document WHERE r.number = OLD.reading"),
    "judgements": "SELECT 1 FROM tombstones t WHERE t.id = OLD.document",
    "codings": "SELECT 1 FROM tombstones t WHERE t.id = OLD.document",
}


def guards(dialect: str, tables: Sequence[str]) -> list[str]:
    """Return the triggers that let nobody change the rows of ``tables``, whatever tool one writes with.

    >>> len(guards("sqlite", ["codings"])), len(guards("postgresql", ["codings"]))
    (2, 2)
    """
    return _postgresql_triggers(tables) if dialect == "postgresql" else _sqlite_triggers(tables)


def _sqlite_triggers(tables: Sequence[str]) -> list[str]:
    made = []
    for table in tables:
        refused = f"SELECT RAISE(ABORT, 'rows of {table} are never changed')"
        made.append(f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} BEGIN {refused}; END")
        unless = f"WHEN NOT EXISTS ({_FORGOTTEN[table]}) " if table in _FORGOTTEN else ""
        made.append(f"CREATE TRIGGER {table}_undeleted BEFORE DELETE ON {table} {unless}BEGIN {refused}; END")
    return made


def _postgresql_triggers(tables: Sequence[str]) -> list[str]:
    made = []
    for table in tables:
        held = f"EXISTS ({_FORGOTTEN[table]})" if table in _FORGOTTEN else "FALSE"
        made.append(
            f"CREATE FUNCTION {table}_unchanged() RETURNS trigger AS $$ BEGIN "
            f"IF TG_OP = 'DELETE' THEN IF {held} THEN RETURN OLD; END IF; END IF; "
            f"RAISE EXCEPTION 'rows of {table} are never changed'; END $$ LANGUAGE plpgsql"
        )
        made.append(
            f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_unchanged()"
        )
    return made


_SQLITE_TEXT = (
    "CREATE VIRTUAL TABLE documents_fts USING fts5(title, text, content='documents', content_rowid='number')",
    "CREATE TRIGGER documents_fts_in AFTER INSERT ON documents BEGIN "
    "INSERT INTO documents_fts(rowid, title, text) VALUES (new.number, new.title, new.text); END",
    "CREATE TRIGGER documents_fts_out AFTER DELETE ON documents BEGIN "
    "INSERT INTO documents_fts(documents_fts, rowid, title, text) "
    "VALUES ('delete', old.number, old.title, old.text); END",
    "CREATE VIRTUAL TABLE claims_fts USING fts5(evidence, content='claims', content_rowid='number')",
    "CREATE TRIGGER claims_fts_in AFTER INSERT ON claims BEGIN "
    "INSERT INTO claims_fts(rowid, evidence) VALUES (new.number, new.evidence); END",
    "CREATE TRIGGER claims_fts_out AFTER DELETE ON claims BEGIN "
    "INSERT INTO claims_fts(claims_fts, rowid, evidence) VALUES ('delete', old.number, old.evidence); END",
)
# A tsvector holds at most a megabyte: the end of a longer report is not found by its words.
_POSTGRESQL_TEXT = (
    "ALTER TABLE documents ADD COLUMN found tsvector GENERATED ALWAYS AS "
    "(to_tsvector('simple', left(coalesce(title, '') || ' ' || text, 250000))) STORED",
    "CREATE INDEX documents_found ON documents USING gin (found)",
    "ALTER TABLE claims ADD COLUMN found tsvector GENERATED ALWAYS AS "
    "(to_tsvector('simple', left(evidence, 250000))) STORED",
    "CREATE INDEX claims_found ON claims USING gin (found)",
)

_SQLITE_LISTED = (
    "CREATE VIRTUAL TABLE listed_words_fts USING fts5(words, content='listed_words', content_rowid='event')",
    "CREATE TRIGGER listed_words_fts_in AFTER INSERT ON listed_words BEGIN "
    "INSERT INTO listed_words_fts(rowid, words) VALUES (new.event, new.words); END",
)
_POSTGRESQL_LISTED = (
    "ALTER TABLE listed_words ADD COLUMN found tsvector GENERATED ALWAYS AS "
    "(to_tsvector('simple', left(words, 250000))) STORED",
    "CREATE INDEX listed_words_found ON listed_words USING gin (found)",
)


def listed_statements(dialect: str) -> tuple[str, ...]:
    """Return what the tables of lists are given besides their columns, for ``sqlite`` or ``postgresql``.

    >>> len(listed_statements("sqlite"))
    2
    """
    return _POSTGRESQL_LISTED if dialect == "postgresql" else _SQLITE_LISTED


def statements(dialect: str) -> list[str]:
    """Return what a new store is given besides its tables, in order, for ``sqlite`` or ``postgresql``.

    >>> statements("sqlite")[0].split(" AS ")[0], len(statements("postgresql")) > 10
    ('CREATE VIEW current_documents', True)
    """
    made = [f"CREATE VIEW {name} AS {query}" for name, query in VIEWS.items()]
    if dialect == "postgresql":
        return [*made, *_POSTGRESQL_TEXT, *guards(dialect, _FIRST_GUARDED)]
    return [*made, *_SQLITE_TEXT, *guards(dialect, _FIRST_GUARDED)]
