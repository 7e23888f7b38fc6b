"""The place for schema, migrations and repository of the database; nothing is here yet, runs write files."""
