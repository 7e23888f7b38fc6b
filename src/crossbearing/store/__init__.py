"""Schema, migrations and repository of the database."""
