"""The steps from one form of the store to the next, in Alembic's form; they are part of the package."""
